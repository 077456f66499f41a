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


def claim_strip(claims: pd.DataFrame, shown: list[str]) -> alt.Chart:
    """Draw each claim as a mark above its paragraph, in the order of the text.

    Shape and colour say its kind.

    Parameters
    ----------
    claims : pandas.DataFrame
        The claims table.
    shown : list of str
        Ids of the claims that stand out; the others are faint. It is also the param ``shown``, for
        the browser to change.

    Returns
    -------
    altair.Chart
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
    ids = base.mark_text(dy=-16, fontSize=10).encode(text=alt.Text("id:N"))
    return overlay(
        marks, ids, params=[alt.param(name="shown", value=shown)], width=WIDTH, height=alt.Step(36)
    )
