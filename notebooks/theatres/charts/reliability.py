"""Floor 2: how far coders agree, coding by coding, with the borders of Krippendorff."""

from __future__ import annotations

import altair as alt
import pandas as pd

from .theme import BLUE, GREEN, ORANGE, WIDTH, Drawn, overlay, picks

GROUPS = {
    "neutral coders": (BLUE, "circle"),
    "neutral coders and us": (ORANGE, "square"),
    "one reader and us": (GREEN, "triangle-up"),
}
_ROW = 26  # pixels a coding: fifteen of them leave room for control and words
_APART = 12  # pixels between the groups of a row


def agreement_dots(rows: pd.DataFrame, borders: dict[str, float], opened: str = "") -> Drawn:
    """Draw alpha of each coding with its interval, for each group of coders.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `model.reliability.measured` returns them.
    borders : dict
        What alpha must reach, by what it is enough for.
    opened : str, optional
        Starting value of the param ``coding``: the coding that is open; a band lies behind it.

    Returns
    -------
    Drawn
        Selection ``coded`` (field ``what``) tells what was clicked.
    """
    lines = [{"alpha": value, "said": said} for said, value in borders.items()]
    order = tuple(rows["what"].astype(str).unique())
    plain = rows.astype({"what": str, "coders": str})
    return Drawn(
        _agreement_dots,
        order,
        rows={"alphas": plain, "borders": lines},
        params={"coding": opened},
    )


def _agreement_dots(order: tuple[str, ...]) -> alt.LayerChart:
    names = list(GROUPS)
    scale = alt.Scale(domain=[-0.2, 1])
    alpha = alt.X("alpha:Q", title="Krippendorff's alpha (0 chance, 1 full agreement)", scale=scale)
    y = alt.Y("what:N", title=None, sort=list(order), axis=alt.Axis(labelLimit=310))
    middle = _ROW / 2  # an offset is counted from the upper edge of a row
    places = [middle - _APART / 2, middle + _APART / 2]
    apart = alt.YOffset("coders:N", sort=names, scale=alt.Scale(range=places))
    colour = alt.Color(
        "coders:N",
        title="Compared",
        scale=alt.Scale(domain=names, range=[colour for colour, _ in GROUPS.values()]),
        legend=alt.Legend(orient="top"),
    )
    shape = alt.Shape(
        "coders:N",
        title="Compared",
        scale=alt.Scale(domain=names, range=[shape for _, shape in GROUPS.values()]),
    )
    coded = picks("coded", "what")
    drawn = alt.Chart(alt.NamedData("alphas"))
    spans = drawn.mark_rule(strokeWidth=2).encode(
        x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, yOffset=apart, color=colour
    )
    dots = (
        drawn.mark_point(filled=True, size=90, opacity=1)
        .encode(
            x=alpha,
            y=y,
            yOffset=apart,
            color=colour,
            shape=shape,
            stroke=alt.condition("datum.what == coding", alt.value("black"), alt.value(None)),
            tooltip=[
                alt.Tooltip("what:N", title="Coding"),
                alt.Tooltip("coders:N", title="Compared"),
                alt.Tooltip("alpha:Q", title="Alpha", format=".2f"),
                alt.Tooltip("units:Q", title="Rows"),
            ],
        )
        .add_params(coded)
    )
    borders = alt.Chart(alt.NamedData("borders"))
    lines = borders.mark_rule(strokeDash=[4, 3]).encode(x=alt.X("alpha:Q", scale=scale))
    said = borders.mark_text(align="left", dx=3, y=-4).encode(
        x=alt.X("alpha:Q", scale=scale), text="said:N"
    )
    params = [alt.param(name="coding", value="")]
    return overlay(
        lines, said, spans, dots, params=params, width=WIDTH - 300, height=_ROW * len(order)
    )
