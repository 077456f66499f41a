"""Floor 2: what chosen measures act on - ties, formats and scored forecasts, measure by measure."""

from __future__ import annotations

import textwrap

import altair as alt
import pandas as pd

from .theme import (
    BETWEEN,
    GREY,
    NO,
    YES,
    Drawn,
    either,
    picks,
)

HOW = {
    "strengthens": (YES, "triangle-up"),
    "weakens": (NO, "triangle-down"),
    "works through": (GREY, "square"),
    "came about": (YES, "circle"),
    "came about in part": (BETWEEN, "diamond"),
    "did not": (NO, "cross"),
    "open": (GREY, "triangle-right"),
}
LINE = 53  # letters of a name that fit beside the marks
WORDS = 13  # letters of a measure that fit above its marks
STEP = 92  # pixels from column to column
OUTCOME = {"yes": "came about", "partly": "came about in part", "no": "did not", "open": "open"}


def action_grid(rows: pd.DataFrame, titles: pd.Series) -> Drawn:
    """Draw measures across and what they act on down, with one mark where they meet.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `model.verdict.acted_on` returns it; may be empty.
    titles : pandas.Series
        Title of each measure, by id.

    Returns
    -------
    Drawn
        Selection ``mark`` (field ``id``) tells what was clicked.
    """
    order = {"tie": 0, "format": 1, "forecast": 2}
    short = rows["label"].str.replace(r"^By (15 )?July 2026, ", "", regex=True)
    line = short.where(rows["on"] != "format", "works through " + short)
    line = rows["id"] + "|" + line.map(lambda t: textwrap.shorten(t, LINE, placeholder="…"))
    wrapped = {m: textwrap.wrap(titles[m], WORDS) for m in dict.fromkeys(rows["measure"])}
    high = max(map(len, wrapped.values()), default=1)
    column = rows["measure"].map(
        {m: "|".join([*lines, *[" "] * (high - len(lines))]) for m, lines in wrapped.items()}
    )
    shown = rows.assign(
        way=rows["how"].map(lambda h: OUTCOME.get(h, h)),
        place=rows["on"].map(order),
        said=rows["measure"].map(titles) + ": " + rows["label"] + ", " + rows["how"],
        line=line,
        column=column,
    )
    shown = shown.sort_values(["place", "id"], kind="stable").astype("object")
    shown = shown[["id", "line", "column", "way", "said"]].assign(rank=range(len(shown)))
    ways = tuple(way for way in HOW if (shown["way"] == way).any())
    return Drawn(_action_grid, high, ways, rows={"acted": shown})


def _action_grid(high: int, used: tuple[str, ...]) -> alt.Chart:
    pick = picks("mark", "id")
    ways = list(HOW)
    legend = alt.Legend(orient="top", columns=2, offset=6, values=list(used))
    return (
        alt.Chart(alt.NamedData("acted"))
        .mark_point(filled=True, size=120, opacity=1, strokeWidth=2)
        .encode(
            x=alt.X(
                "column:N",
                title=None,
                axis=alt.Axis(
                    orient="top",
                    labelAngle=0,
                    labelLimit=STEP,
                    labelFontSize=11,  # of a presentation too: columns stand close together
                    labelPadding=3 + 14 * (high - 1),
                    grid=True,
                    labelExpr="split(datum.label, '|')",
                ),
            ),
            y=alt.Y(
                "line:N",
                title=None,
                sort=alt.EncodingSortField("rank", op="min"),
                axis=alt.Axis(
                    labelLimit=340,
                    labelFontSize=11,
                    grid=True,
                    labelExpr="split(datum.label, '|')[1]",
                ),
            ),
            color=alt.Color(
                "way:N",
                title=None,
                scale=alt.Scale(domain=ways, range=[c for c, _ in HOW.values()]),
                legend=legend,
            ),
            shape=alt.Shape(
                "way:N",
                title=None,
                scale=alt.Scale(domain=ways, range=[s for _, s in HOW.values()]),
                legend=legend,
            ),
            opacity=either(alt.OpacityValue, pick, 1, 0.25),
            description="said:N",
            tooltip=alt.Tooltip("said:N", title="What follows"),
        )
        .properties(width=alt.Step(STEP), height=alt.Step(15))
        .add_params(pick)
    )
