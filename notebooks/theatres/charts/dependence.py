"""Floor 2: dependence over time or by goods, and what would become of it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from ..model.dependence import CRIMEA, INVASION
from .theme import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    SKY,
    STATE_COLOUR,
    TEXT_IN_YEARS,
    VERMILION,
    WIDTH,
    Drawn,
    Rows,
    by_year,
    either,
    hindsight,
    overlay,
    picks,
    ringed,
)

HEIGHT = 300
END = 2026.6  # where the axis of years ends
FILTER = "datum.at < year + 1"
PARAMS = {"year": 2026}
COLUMNS = ["key", "series", "side", "at", "when", "value", "other"]
ERAS = ("before Crimea", "2014 to February 2022", "since the invasion")
_HUES = {
    "RUS": [BLUE, SKY, GREEN],
    "": [GREY, PINK, ORANGE],
    "both": [ORANGE, GREEN, PINK],
    "partner": [VERMILION, ORANGE, PINK],
}
_SIDE_HUES = {"RUS": STATE_COLOUR["Russia"], "partner": VERMILION, "both": GREEN, "": GREY}
_SIDES = {
    BLUE: "blue: Russia leans",
    VERMILION: "orange: its partner leans",
    GREEN: "green: both",
    GREY: "grey: for proportion",
}
_SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"]
_DASHES = [[1, 0], [7, 3], [2, 3], [9, 3, 2, 3], [4, 4], [1, 2]]


def _looks(frame: pd.DataFrame) -> pd.DataFrame:
    """Give each series a colour by the side that leans, a shape and a dash of its own."""
    kinds = frame.drop_duplicates("series")[["series", "side", "other"]].reset_index(drop=True)
    kinds["group"] = kinds["side"].where(kinds["side"].isin(["RUS", "", "both"]), "partner")
    rank = kinds.groupby("group").cumcount()
    kinds["colour"] = [_HUES[g][r % 3] for g, r in zip(kinds["group"], rank)]
    kinds["shape"] = [_SHAPES[i % 6] for i in kinds.index]
    kinds["dash"] = [_DASHES[i % 6] for i in kinds.index]
    return kinds


def _params(values: dict) -> list[alt.Parameter]:
    return [alt.param(name=k, value=values.get(k, v)) for k, v in PARAMS.items()]


def over_time(frame: pd.DataFrame, axis: str = "percent", **values) -> Drawn:
    """Draw each series as a line over time; Crimea's annexation and the invasion are marked.

    Parameters
    ----------
    frame : pandas.DataFrame
        Figures as `model.dependence.series` returns them.
    axis : str, optional
        Title of the vertical axis.
    **values
        Starting values of the filters in `PARAMS`.

    Returns
    -------
    Drawn
        Selection ``point`` (field ``key``) tells which figure was clicked.
    """
    looks = _looks(frame)
    looks = tuple(zip(looks["series"], looks["colour"], looks["shape"], map(tuple, looks["dash"])))
    return Drawn(
        _over_time,
        looks,
        axis,
        (min(2013, int(frame["at"].min())), round(float(frame["at"].max()), 2)),
        max(float(frame["value"].max()) * 1.12, 1),
        rows={"figures": frame[COLUMNS]},
        params=values,
    )


def _over_time(
    looks: tuple[tuple, ...], axis: str, span: tuple[int, float], top: float
) -> alt.LayerChart:
    first, last = span
    names, colours, shapes, dashes = map(list, zip(*looks))
    years = alt.Scale(domain=[first, END], nice=False, zero=False)
    axis_x = alt.Axis(format="d", tickMinStep=1, grid=False, labelFlush=False)
    x = alt.X("at:Q", title=None, scale=years, axis=axis_x)
    y = alt.Y("value:Q", title=axis, scale=alt.Scale(domain=[0, top], nice=False))
    columns = 1 if len(names) < 4 or max(map(len, names)) > 48 else 2
    legend = alt.Legend(
        orient="top",
        columns=columns,
        labelLimit=620 // columns,
        title=None,
        symbolSize=110,
        symbolStrokeWidth=0,
    )
    height = HEIGHT - 18 * max(
        0, -(-len(names) // columns) - 3
    )  # so that legend and chart stay within a projector's height
    colour = alt.Color(
        "series:N", sort=names, scale=alt.Scale(domain=names, range=colours), legend=legend
    )
    shape = alt.Shape(
        "series:N", sort=names, scale=alt.Scale(domain=names, range=shapes), legend=legend
    )
    dash = alt.StrokeDash(
        "series:N", sort=names, scale=alt.Scale(domain=names, range=dashes), legend=None
    )
    pick = picks("point", "key")
    base = alt.Chart(alt.NamedData("figures")).transform_filter(FILTER)
    lines = (
        base.properties(name="trace_lines")
        .mark_line(strokeWidth=2)
        .encode(x=x, y=y, color=colour, strokeDash=dash)
    )
    dots = (
        base.properties(name="trace_dots")
        .mark_point(filled=True, opacity=1)
        .encode(
            x=x,
            y=y,
            color=colour,
            shape=shape,
            size=either(alt.SizeValue, pick, 75, 40),
            tooltip=[
                alt.Tooltip("series:N", title="What"),
                alt.Tooltip("when:N", title="When"),
                alt.Tooltip("value:Q", title="Percent", format=".1f"),
            ],
        )
        .add_params(pick)
    )
    ends = (
        base.transform_filter("!datum.other")
        .transform_joinaggregate(last="max(at)", groupby=["series"])
        .transform_filter("datum.at == datum.last")
        .transform_calculate(
            early=f"datum.at < {last - 2}",
            lift=f"datum.early ? -11 : indexof({names}, datum.series) % 2 ? -6 : 6",
        )  # neighbours part, so that near ends stay readable
        .mark_text(
            align=alt.expr("datum.early ? 'right' : 'left'"),
            dx=alt.expr("datum.early ? 2 : 8"),
            dy=alt.expr("datum.lift"),
            fontSize=12,
        )
        .properties(name="halo_ends")
        .encode(x=x, y=y, text=alt.Text("value:Q", format=".1f"))
    )
    ground, words = hindsight(
        str(END), since=TEXT_IN_YEARS, across=by_year(years, title=None, axis=axis_x)
    )
    return overlay(
        ground,
        *_marked(x),
        lines,
        dots,
        ends,
        *words,
        params=_params(PARAMS),
        width=WIDTH - 70,
        height=height,
    )


def _marked(x: alt.X) -> list[alt.Chart]:
    """Mark the two moments that the commentary counts from."""
    moments = alt.Chart(
        Rows([{"at": CRIMEA, "what": "Crimea"}, {"at": INVASION, "what": "invasion"}])
    )
    return [
        moments.mark_rule(strokeDash=[3, 3]).encode(x=x),
        moments.mark_text(align="left", dx=4, dy=8, fontSize=12).encode(
            x=x, y=alt.YValue(0), text=alt.Text("what:N")
        ),
    ]


# Pixels that figures of goods share, so that few leave no room empty; the most between two lines.
GOODS_TALL, FARTHEST = 340, 60


def by_goods(frame: pd.DataFrame, **values) -> Drawn:
    """Draw figures that count different things, a line each, before Crimea, until 2022 and since.

    Parameters and selection as for `over_time`.
    """
    looks = _looks(frame)
    hue = dict(
        zip(
            looks["series"],
            looks["group"].map(_SIDE_HUES),
        )
    )
    names = looks.sort_values(
        "group", key=lambda g: g.map({"RUS": 0, "partner": 1, "both": 2, "": 3}), kind="stable"
    )["series"]
    return Drawn(
        _by_goods, tuple(names), tuple(hue.items()), rows={"figures": frame[COLUMNS]}, params=values
    )


def _by_goods(names: tuple[str, ...], hues: tuple[tuple[str, str], ...]) -> alt.LayerChart:
    names, hue = list(names), dict(hues)
    told = [said for side, said in _SIDES.items() if side in hue.values()]
    x = alt.X(
        "value:Q",
        title=f"percent ({', '.join(told)})",
        scale=alt.Scale(domain=[-13, 118], nice=False),
        axis=alt.Axis(values=[0, 20, 40, 60, 80, 100]),
    )
    y = alt.Y(
        "series:N", sort=names, title=None, axis=alt.Axis(labelLimit=350, grid=True, labelPadding=8)
    )
    colour = alt.Color(
        "series:N", scale=alt.Scale(domain=list(hue), range=list(hue.values())), legend=None
    )
    era = f"datum.at < {CRIMEA} ? '{ERAS[0]}' : datum.at < {INVASION} ? '{ERAS[1]}' : '{ERAS[2]}'"
    pick = picks("point", "key")
    base = alt.Chart(alt.NamedData("figures")).transform_filter(FILTER).transform_calculate(era=era)
    lines = base.mark_line(strokeWidth=2, opacity=0.6).encode(
        x=x, y=y, color=colour, order=alt.Order("at:Q"), detail=alt.Detail("series:N")
    )
    dots = (
        base.mark_point(filled=True, opacity=1)
        .encode(
            x=x,
            y=y,
            color=colour,
            size=either(alt.SizeValue, pick, 110, 60),
            tooltip=[
                alt.Tooltip("series:N", title="What"),
                alt.Tooltip("when:N", title="When"),
                alt.Tooltip("value:Q", title="Percent", format=".1f"),
            ],
            shape=alt.Shape(
                "era:N",
                title=None,
                scale=alt.Scale(domain=list(ERAS), range=["square", "triangle-up", "circle"]),
                legend=alt.Legend(
                    orient="top", symbolSize=110, symbolFillColor=GREY, symbolStrokeColor=GREY
                ),
            ),
        )
        .add_params(pick)
    )
    ends = base.transform_joinaggregate(low="min(value)", high="max(value)", groupby=["series"])
    labels = [
        ends.transform_filter(test)
        .mark_text(align=align, dx=dx, fontSize=11)
        .encode(x=x, y=y, text=alt.Text("when:N"))
        for test, align, dx in (
            ("datum.value == datum.high", "left", 9),
            ("datum.value == datum.low && datum.low < datum.high", "right", -9),
        )
    ]
    step = min(FARTHEST, GOODS_TALL / len(names)) if names else FARTHEST
    return overlay(
        lines, dots, *labels, params=_params(PARAMS), width=WIDTH - 380, height=alt.Step(step)
    )


WHAT_IF = {"year": 2024, "exports": 0, "imports": 0, "replaced": False}
MEASURES = (
    "China's share of Russian trade",
    "Russia's share of Chinese trade",
    "salience",
    "symmetry",
    "interdependence",
)


def before_and_after(parts: pd.DataFrame, **values) -> alt.LayerChart:
    """Draw both shares and Barbieri's index as they were and would be; the browser does the sums.

    Parameters
    ----------
    parts : pandas.DataFrame
        Trade and totals by year, as `model.dependence.parts` with the record "imf" returns them.
    **values
        Starting values of `WHAT_IF`: ``year``, ``exports`` and ``imports`` (change in percent, from
        Russia's side), ``replaced``.

    Returns
    -------
    altair.LayerChart
        Selection ``measure`` (field ``measure``) tells which was clicked.
    """
    rows = parts[["exports", "imports"]].assign(
        russia=parts["rus_exports"] + parts["rus_imports"],
        china=parts["partner_exports"] + parts["partner_imports"],
    )
    data = Rows(rows.reset_index(names="y"))
    params = [alt.param(name=k, value=values.get(k, v)) for k, v in WHAT_IF.items()]
    pick = picks("measure", "measure")
    base = (
        alt.Chart(data)
        .transform_filter("datum.y == year")
        .transform_calculate(t0="datum.exports + datum.imports")
        .transform_calculate(
            t1="datum.exports * (1 + exports / 100) + datum.imports * (1 + imports / 100)"
        )
        .transform_calculate(more="replaced ? 0 : datum.t1 - datum.t0")
    )
    for i in (0, 1):
        change = "datum.more" if i else "0"
        base = base.transform_calculate(
            **{
                f"a{i}": f"datum.t{i} / (datum.russia + {change})",
                f"b{i}": f"datum.t{i} / (datum.china + {change})",
            }
        )
        base = base.transform_calculate(
            **{
                f"s{i}": f"sqrt(datum.a{i} * datum.b{i})",
                f"e{i}": f"1 - abs(datum.a{i} - datum.b{i})",
            }
        )
    measures = [
        f"{{measure: {name!r}, was: 100 * {was}, now: 100 * {now}}}"
        for name, (was, now) in _sums().items()
    ]
    base = base.transform_calculate(all=f"[{', '.join(measures)}]")
    base = (
        base.transform_flatten(["all"])
        .transform_calculate(measure="datum.all.measure", was="datum.all.was", now="datum.all.now")
        .transform_calculate(
            text="format(datum.was, '.1f')"
            " + (abs(datum.now - datum.was) < 0.05 ? '' : ' → ' + format(datum.now, '.1f'))",
            right="max(datum.was, datum.now)",
        )
    )
    scale = alt.Scale(domain=[0, 115], nice=False)
    y = alt.Y(
        "measure:N",
        sort=list(MEASURES),
        title=None,
        axis=alt.Axis(labelLimit=300, grid=True, labelPadding=8),
    )
    colour = alt.Color(
        "measure:N",
        scale=alt.Scale(domain=list(MEASURES), range=[BLUE, VERMILION, GREEN, PINK, ORANGE]),
        legend=None,
    )
    x = alt.X(
        "was:Q",
        title="percent; the index times 100 (ring: as recorded, diamond: as changed)",
        scale=scale,
        axis=alt.Axis(values=[0, 20, 40, 60, 80, 100]),
    )
    line = base.mark_rule(strokeWidth=3, opacity=0.5).encode(
        x=x, x2=alt.X2("now:Q"), y=y, color=colour
    )
    was = base.mark_point(filled=False, size=130, strokeWidth=2).encode(x=x, y=y, color=colour)
    now = (
        base.properties(name="trace_now")
        .mark_point(filled=True, shape="diamond", opacity=1, strokeWidth=2)
        .encode(
            x=alt.X("now:Q", scale=scale),
            stroke=ringed(pick),
            y=y,
            color=colour,
            size=either(alt.SizeValue, pick, 150, 80),
            tooltip=[
                alt.Tooltip("measure:N", title="Measure"),
                alt.Tooltip("was:Q", title="As recorded", format=".1f"),
                alt.Tooltip("now:Q", title="As changed", format=".1f"),
            ],
        )
        .add_params(pick)
    )
    text = base.mark_text(align="left", dx=12, fontSize=13).encode(
        x=alt.X("right:Q", scale=scale), y=y, text=alt.Text("text:N")
    )
    return overlay(line, was, now, text, params=params, width=WIDTH - 240, height=alt.Step(44))


def _sums() -> dict[str, tuple[str, str]]:
    """Say, for the browser, what each measure was and is now."""
    return dict(
        zip(
            MEASURES,
            [(f"datum.{c}0", f"datum.{c}1") for c in "abse"]
            + [("datum.s0 * datum.e0", "datum.s1 * datum.e1")],
        )
    )
