"""Floor 2: aid to Ukraine, summed up over the months and ranked by donor."""

from __future__ import annotations

import altair as alt
import pandas as pd

from .theme import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    SKY,
    VERMILION,
    WIDTH,
    Drawn,
    by_date,
    hindsight,
    overlay,
    picks,
)

LOOKS = [
    (VERMILION, [1, 0]),
    (BLUE, [8, 3]),
    (GREEN, [2, 3]),
    (ORANGE, [12, 3, 3, 3]),
    (PINK, [5, 5]),
    (SKY, [10, 2]),
    (GREY, [3, 2]),
]


# The browser says where the month stood before the last move: see live.js.
_BEFORE = "datum.n == former_until && until != former_until"


def _at(until: int) -> dict[str, int]:
    """Return the starting values of the month's params: nothing has moved yet."""
    return {"until": until, "former_until": until}


def _months() -> list[alt.Parameter]:
    return [alt.param(name=name, value=0) for name in _at(0)]


def running_sums(sums: pd.DataFrame, shown: list[str], unit: str, until: int) -> Drawn:
    """Draw sums of aid over the months as lines with their names at the end.

    Parameters
    ----------
    sums : pandas.DataFrame
        As `model.aid.cumulative` returns them, with ``name`` of each series.
    shown : list of str
        Series to draw, in the order of colours and dashes.
    unit : str
        Title of the value axis.
    until : int
        Starting value of the param ``until``: number of the last month shown; the browser applies
        it.

    Returns
    -------
    Drawn
        Selection ``point`` (field ``series``) tells what was clicked.
    """
    rows = sums[sums["series"].isin(shown)].assign(
        value=sums["value"].round(5), day=sums["month"] + "-01"
    )
    names = tuple(rows.loc[rows["series"] == s, "name"].iloc[0] for s in shown)
    return Drawn(
        _running_sums,
        names,
        unit,
        (rows["day"].min(), f"{rows['month'].max()}-28"),
        rows={"sums": rows[["series", "name", "day", "month", "n", "value"]]},
        params=_at(until),
    )


def _running_sums(names: tuple[str, ...], unit: str, span: tuple[str, str]) -> alt.LayerChart:
    looks = [LOOKS[i % len(LOOKS)] for i in range(len(names))]
    pick = picks("point", "series")
    every = alt.Chart(alt.NamedData("sums")).encode(
        x=by_date(
            "day",
            title=None,
            axis=alt.Axis(format="%b %Y", tickCount=8, labelFlush=False),
            domain=list(span),
        ),
        y=alt.Y(
            "value:Q",
            title=f"{unit} (ring: before your move)",
            scale=alt.Scale(domainMin=0),
        ),
        color=alt.Color(
            "name:N",
            title=None,
            scale=alt.Scale(domain=list(names), range=[c for c, _ in looks]),
            legend=alt.Legend(
                orient="top",
                columns=4,
                symbolType="stroke",
                symbolStrokeWidth=3,
                symbolSize=500,
                labelLimit=200,
            ),
        ),
    )
    base = every.transform_filter("datum.n <= until")
    lines = base.mark_line(strokeWidth=3)
    lines = lines.encode(
        strokeDash=alt.StrokeDash(
            "name:N", title=None, scale=alt.Scale(domain=list(names), range=[d for _, d in looks])
        )
    )
    touch = (
        base.mark_point(filled=True, size=60, opacity=0.05)
        .encode(
            tooltip=[
                alt.Tooltip("name:N", title="Donor"),
                alt.Tooltip("month:N", title="Until"),
                alt.Tooltip("value:Q", title=unit, format=",.3f"),
            ]
        )
        .add_params(pick)
    )
    ends = base.transform_filter("datum.n == until").mark_point(filled=True, size=90)
    before = (
        every.transform_filter(_BEFORE)
        .properties(name="before")
        .mark_point(filled=False, size=110, strokeWidth=2, opacity=0.6, aria=False)
    )
    ground, words = hindsight(f"toDate('{span[1]}')")
    return overlay(
        ground,
        lines,
        ends,
        before,
        touch,
        *words,
        params=_months(),
        width=WIDTH - 70,
        height=300,
    )


def ranking(sums: pd.DataFrame, partners: list[str], unit: str, until: int) -> Drawn:
    """Draw all donors as bars, by their sum until a month; the partners bear a diamond.

    Parameters are those of `running_sums`; the browser sorts anew as the month moves. Selection
    ``point`` as there.
    """
    rows = sums.assign(
        value=sums["value"].round(5),
        side=sums["series"].isin(partners).map({True: "one of the four", False: "other donor"}),
    )
    tops = tuple(
        (
            rows.groupby("n")["value"]
            .max()
            .reindex(range(rows["n"].max() + 1), method="ffill")
            .fillna(0)
            * 1.12
        )
        .clip(lower=0.01)
        .round(3)
    )  # room for the figures
    return Drawn(
        _ranking,
        unit,
        tops,
        rows={"sums": rows[["series", "name", "side", "month", "n", "value"]]},
        params=_at(until),
    )


def _ranking(unit: str, tops: tuple[float, ...]) -> alt.LayerChart:
    pick = picks("point", "series")
    base = (
        alt.Chart(alt.NamedData("sums"))
        .transform_filter("datum.n == until")
        .encode(
            y=alt.Y(
                "name:N",
                title=None,
                sort=alt.EncodingSortField("value", op="max", order="descending"),
                axis=alt.Axis(labelLimit=180),
            ),
            x=alt.X(
                "value:Q",
                title=f"{unit} (tick: before your move)",
                scale=alt.Scale(
                    domainMin=0, domainMax=alt.ExprRef(f"{list(tops)}[until]"), nice=False
                ),
                axis=alt.Axis(tickCount=8, labelFlush=False),
            ),
        )
    )
    bars = (
        base.mark_bar()
        .encode(
            color=alt.Color(
                "side:N",
                title=None,
                scale=alt.Scale(domain=["one of the four", "other donor"], range=[VERMILION, SKY]),
                legend=alt.Legend(
                    orient="top",
                    labelExpr="datum.label == 'other donor' ? datum.label : datum.label + ' (◆)'",
                ),
            ),
            tooltip=[
                alt.Tooltip("name:N", title="Donor"),
                alt.Tooltip("month:N", title="Until"),
                alt.Tooltip("value:Q", title=unit, format=",.3f"),
            ],
        )
        .add_params(pick)
    )
    figures = (
        base.transform_calculate(
            figure="format(datum.value, ',.2f') + (datum.side == 'other donor' ? '' : ' ◆')"
        )
        .mark_text(align="left", dx=4, fontSize=12)
        .encode(text=alt.Text("figure:N"))
    )
    before = (
        alt.Chart(alt.NamedData("sums"))
        .transform_filter(_BEFORE)
        .properties(name="before")
        .mark_tick(thickness=3, color=GREY, aria=False)
        .encode(x=alt.X("value:Q"), y=alt.Y("name:N"))
    )
    return overlay(
        bars,
        before,
        figures,
        params=_months(),
        width=WIDTH - 180,
        height=alt.Step(20),
    )
