"""Floor 2: the claims of the commentary, in the order of the text, by kind."""

from __future__ import annotations

import altair as alt
import pandas as pd

from .theme import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    RING,
    VERMILION,
    WIDTH,
    Rows,
    colour_and_shape,
    either,
    overlay,
    picks,
)

KINDS = {
    "descriptive": (BLUE, "circle"),
    "causal": (VERMILION, "square"),
    "intention": (PINK, "diamond"),
    "forecast": (ORANGE, "triangle-up"),
    "normative": (GREEN, "cross"),
    "thesis": (GREY, "triangle-down"),
}


def claim_strip(claims: pd.DataFrame, shown: list[str], opened: str = "") -> alt.LayerChart:
    """Draw each claim as a mark above its paragraph, in the order of the text.

    Shape and colour say its kind. The claim that is open is ringed and named.

    Parameters
    ----------
    claims : pandas.DataFrame
        The claims table.
    shown : list of str
        Ids of the claims that stand out; the others are faint. It is also the param ``shown``, for
        the browser to change.
    opened : str, optional
        Id of the claim that is open; also the param ``opened``.

    Returns
    -------
    altair.LayerChart
        Selection ``claim`` (field ``id``) tells what was clicked.
    """
    rows = claims[["id", "paragraph", "kind", "hedged", "speaker", "short"]].astype(
        {"kind": str, "speaker": str}
    )
    rows = rows.assign(
        place=rows.groupby("paragraph").cumcount(),
        hedged=rows["hedged"].map({True: "hedged", False: "not hedged"}),
    )
    pick = picks("claim", "id")
    base = alt.Chart(Rows(rows)).encode(
        x=alt.X(
            "paragraph:O",
            title="Paragraph",
            sort=[f"P{i}" for i in range(1, 17)],
            axis=alt.Axis(labelAngle=0),
        ),
        y=alt.Y("place:O", title="Claims, in the order of the text", sort="descending", axis=None),
        opacity=either(alt.OpacityValue, "indexof(shown, datum.id) >= 0", 1, 0.12),
    )
    marks = (
        base.mark_point(filled=True, size=260)
        .encode(
            **colour_and_shape("kind:N", "Kind", KINDS, orient="top", symbolSize=140),
            tooltip=[
                alt.Tooltip("short:N", title="Claim"),
                alt.Tooltip("kind:N", title="Kind"),
                alt.Tooltip("hedged:N", title="Hedged"),
                alt.Tooltip("speaker:N", title="Who speaks"),
            ],
        )
        .add_params(pick)
    )
    open_now = base.transform_filter("datum.id === opened").encode(opacity=alt.OpacityValue(1))
    ring = open_now.mark_point(filled=False, size=620, strokeWidth=3, color=RING, aria=False)
    # Within the picture a name reads away from the nearer edge.
    early, late = (f"scale('x', datum.paragraph) {side} * width" for side in ("< 0.3", "> 0.7"))
    name = (
        open_now.properties(name="halo_name")
        .mark_text(
            align=alt.expr(f"{early} ? 'left' : {late} ? 'right' : 'center'"),
            dy=-21,
            fontSize=13,
            fontWeight=600,
        )
        .encode(text=alt.Text("short:N"))
    )
    return overlay(
        marks,
        ring,
        name,
        params=[alt.param(name="shown", value=shown), alt.param(name="opened", value=opened)],
        width=WIDTH,
        height=alt.Step(36),
    )
