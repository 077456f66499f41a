"""Floor 2: counts that others published, over the time they are for, and our own sample."""

from __future__ import annotations

import altair as alt
import pandas as pd

from ..model.pressure import RULES
from ..tables import TEXT_DATE, is_hindsight
from .theme import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    VERMILION,
    YELLOW,
    Rows,
    by_date,
    either,
    heard,
    hindsight,
    in_words,
    overlay,
    picks,
)
from .timeline import FIRM, by_firmness

WIDTH = 560
# What it takes to be counted: colour, dash of the span, shape at its end.
STYLE = {
    "attributed": (BLUE, [1, 0], "square"),
    "suspicion counts": (VERMILION, [7, 3], "triangle-up"),
    "whoever did it": (GREY, [2, 3], "cross"),
    "convicted": (BLUE, [1, 0], "square"),
    "expelled": (ORANGE, [7, 3], "circle"),
    "estimated": (PINK, [2, 3], "diamond"),
    "coded": (BLUE, [1, 0], "square"),
    "counted by us": (BLUE, [1, 0], "circle"),
    "said by the parties": (ORANGE, [7, 3], "triangle-up"),
    "published": (GREEN, [12, 3, 3, 3], "square"),
}
PARAMS = {"year": 2024, "only": "", "chosen": ""}


def spans(table: pd.DataFrame, **values) -> alt.LayerChart:
    """Draw each published figure as a line over the time it is for, with its number at the end.

    Parameters
    ----------
    table : pandas.DataFrame
        As `model.pressure.figures` returns it.
    **values
        Starting values of `PARAMS`: the year that stands out, the rule shown alone ("" for all),
        the figure opened.

    Returns
    -------
    altair.LayerChart
        Selection ``row`` (field ``id``) tells what was clicked.
    """

    def day(column):
        return pd.to_datetime(column).map(
            lambda d: None if pd.isna(d) else int(d.timestamp() * 1000)
        )

    rows = table[["id", "label", "rule", "text", "definition"]].assign(
        end=day(table["end"]), start=day(table["start"].fillna(table["end"]))
    )
    long = "length(datum.label) > 24"  # then on two lines, the middle of which is the row's
    labels, rules = list(dict.fromkeys(table["label"])), list(dict.fromkeys(table["rule"]))
    first = max(2013, int(table["start"].fillna(table["end"]).min()[:4]))
    domain = [int(pd.Timestamp(f"{y}-01-01").timestamp() * 1000) for y in (first, 2027)]
    x = by_date(
        "start",
        title=None,
        axis=alt.Axis(format="%Y", tickCount="year", labelFlush=False, grid=True),
        domain=domain,
        nice=False,
        clamp=True,
    )
    pick = picks("row", "id")
    legend = alt.Legend(orient="top", title=None, symbolSize=110, symbolStrokeWidth=0)
    colour = alt.Scale(domain=rules, range=[STYLE[r][0] for r in rules])
    covers = (
        "(only == '' || datum.rule == only)"
        " && datum.start <= utc(year, 11, 31) && datum.end >= utc(year, 0, 1)"
    )
    plain = alt.Chart(Rows(rows)).encode(
        y=alt.Y(
            "label:N",
            title=None,
            sort=labels,
            scale=alt.Scale(domain=labels),
            axis=alt.Axis(
                labelLimit=260,
                labelFontSize=12,
                labelLineHeight=13,
                labelPadding=5,
                grid=True,
                ticks=False,
                labelExpr=f"{long} ? split(datum.label, /, (?=[^,]*$)/) : datum.label",
                labelBaseline=alt.condition(long, alt.value("bottom"), alt.value("middle")),
            ),
        ),
        opacity=either(alt.OpacityValue, covers, 1, 0.5),
        tooltip=[
            alt.Tooltip("label:N", title="Count"),
            alt.Tooltip("text:N", title="Figure"),
            alt.Tooltip("definition:N", title="Of what"),
        ],
    )
    base = plain.encode(color=alt.Color("rule:N", scale=colour, legend=legend, title=None))
    lines = base.mark_rule(strokeWidth=3).encode(
        x=x,
        x2=alt.X2("end:T"),
        description=heard(
            {
                "start": in_words("start", "%Y"),
                "label": "datum.label",
                "end": in_words("end"),
                **{field: f"datum.{field}" for field in ("rule", "text", "definition")},
            }
        ),
        strokeDash=alt.StrokeDash(
            "rule:N", scale=alt.Scale(domain=rules, range=[STYLE[r][1] for r in rules]), legend=None
        ),
    )
    marks = (
        base.mark_point(filled=True, stroke="#555555", strokeWidth=0.6)
        .encode(
            x=by_date("end"),
            shape=alt.Shape(
                "rule:N",
                scale=alt.Scale(domain=rules, range=[STYLE[r][2] for r in rules]),
                legend=legend,
                title=None,
            ),
            size=either(alt.SizeValue, "datum.id == chosen", 300, 80),
        )
        .add_params(pick)
    )
    numbers = plain.mark_text(align="right", dx=-7, dy=-9, fontSize=12, fontWeight=600).encode(
        x=by_date("end"), text=alt.Text("text:N")
    )
    band = (
        alt.Chart(Rows([{}]))
        .transform_calculate(a="utc(year, 0, 1)", b="utc(year + 1, 0, 1)")
        .mark_rect(opacity=0.3, color=YELLOW)
        .encode(
            x=by_date("a"),
            x2=alt.X2("b:T"),
            description=heard({"a": in_words("a"), "b": in_words("b")}),
        )
    )
    params = [alt.param(name=k, value=v) for k, v in {**PARAMS, **values}.items()]
    ground, words = hindsight("utc(2027, 0, 1)")
    layers = (ground, band, lines, marks, numbers, *words)
    return overlay(*layers, params=params, width=WIDTH, height=alt.Step(27))


KINDS = ("sabotage", "cyber", "incursion")
_ASIDE = 11  # pixels from the middle of a year
SAMPLE_PARAMS = {
    "level": "any",
    "sabotage": True,
    "cyber": True,
    "incursion": True,
    "year": 2024,
    "chosen": "",
}


def sample(rows: pd.DataFrame, **values) -> alt.LayerChart:
    """Draw each incident of our sample on the pile of its year, shape and colour by firmness.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `model.pressure.incidents` returns them.
    **values
        Starting values of `SAMPLE_PARAMS`; ``level`` is a key of `model.pressure.RULES`.

    Returns
    -------
    altair.LayerChart
        Selection ``row`` (field ``id``) tells what was clicked.
    """
    keys = [k for k in FIRM if k in set(rows["firm"])]
    used = alt.ExprRef(
        " : ".join(
            f"level == '{r}' ? {[k for k in keys if k in members]}" for r, members in RULES.items()
        )
        + f" : {keys}"
    )
    order = {k: i for i, k in enumerate(FIRM)}
    allowed = " || ".join(
        f"(level == '{r}' && indexof({members!r}, datum.firm) >= 0)" for r, members in RULES.items()
    )
    data = (
        rows[["id", "date", "year", "title", "kind", "firm", "contested"]]
        .astype({"kind": str})
        .assign(order=rows["firm"].map(order), late=is_hindsight(rows["date"]))
    )
    day = int(TEXT_DATE[:4])
    aside = f"datum.year == {day} ? (datum.late ? {_ASIDE} : -{_ASIDE}) : 0"
    event = picks("row", "id")
    ticked = " || ".join(f"(datum.kind == '{kind}' && {kind})" for kind in KINDS)
    across = alt.Axis(labelAngle=0, labelAlign="center")
    years = list(range(int(rows["year"].min()), 2027))
    marks = (
        alt.Chart(Rows(data), name="trace_incidents")
        .transform_filter(f"({allowed}) && ({ticked})")
        .transform_window(
            place="row_number()",
            groupby=["year"],
            sort=[alt.SortField("late"), alt.SortField("order"), alt.SortField("date")],
        )
        .mark_point(strokeWidth=1.8, opacity=1, fillOpacity=0.9, xOffset=alt.expr(aside))
        .encode(
            x=alt.X("year:O", title=None, scale=alt.Scale(domain=years), axis=across),
            y=alt.Y(
                "place:Q",
                title="Incidents in our sample",
                scale=alt.Scale(domain=[0, 14]),
                axis=alt.Axis(tickMinStep=1),
            ),
            fill=by_firmness(alt.Fill, used),
            stroke=by_firmness(alt.Stroke, used),
            shape=by_firmness(alt.Shape, used),
            size=either(alt.SizeValue, "datum.id == chosen", 320, 150),
            tooltip=[
                alt.Tooltip("date:N", title="When"),
                alt.Tooltip("title:N", title="What"),
                alt.Tooltip("kind:N", title="Kind"),
            ],
        )
        .add_params(event)
    )
    band = (
        alt.Chart(Rows([{"y": y} for y in years]))
        .transform_filter("datum.y == year")
        .mark_bar(opacity=0.3, color=YELLOW, width={"band": 1})
        .encode(x=alt.X("y:O", title=None, axis=across), y=alt.YDatum(0), y2=alt.Y2Datum(14))
    )
    # Within its year the day parts those known by then, to the left, from the others.
    ground, words = hindsight(
        str(years[-1]),
        since=day,
        across=lambda field: alt.X(f"{field}:O", title=None, axis=across, bandPosition=0.5),
        to=alt.X2("until:O", bandPosition=1),
    )
    params = [alt.param(name=k, value=v) for k, v in {**SAMPLE_PARAMS, **values}.items()]
    return overlay(ground, band, marks, *words, params=params, width=680, height=300)
