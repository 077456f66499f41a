"""Floor 2: the four members as a square, measures by year, figures of flows, treaties' clauses."""

from __future__ import annotations

import altair as alt
import pandas as pd

from ..model.axis import SETTLES, SILENT, UNREAD
from ..model.network import dyad
from ..tables import TEXT_DATE
from .network import by_weight, curves, in_legend, kinds_of
from .theme import (
    BLUE,
    FAMILY_COLOUR,
    FAMILY_DASH,
    FITTED,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    RING,
    SKY,
    TEXT_IN_YEAR_ENDS,
    VERMILION,
    WIDTH,
    Drawn,
    Rows,
    by_date,
    by_year,
    either,
    hindsight,
    overlay,
    picks,
)

HEIGHT = 370
# The corners of a rectangle: a member in the middle would look like a hub, whatever the ties are.
CORNERS = {"RUS": (130, 82, -1), "CHN": (590, 82, 1), "IRN": (130, 325, -1), "PRK": (590, 325, 1)}
FILTER = (
    "datum.since <= year && (datum.until == null || datum.until >= year)"
    " && (kind == '' || datum.kind == kind || datum.family == kind)"
    " && (asserted == '' || datum.asserted_by == asserted)"
    " && (datum.named ? named : status == '' || datum.status == status)"
    " && datum.weight >= weight"
    " && (without == '' || (datum.source != without && datum.target != without))"
)
PARAMS = {
    "year": 2024,
    "kind": "",
    "asserted": "",
    "status": "actual",
    "weight": 1,
    "without": "",
    "named": False,
}
MEASURES = {
    "density": (BLUE, "circle", [1, 0]),
    "reciprocity": (ORANGE, "square", [8, 3]),
    "centralisation": (VERMILION, "triangle-up", [2, 3]),
}
_SERIES = list(
    zip(
        [BLUE, VERMILION, GREEN, ORANGE, PINK, SKY, GREY],
        ["circle", "triangle-up", "square", "diamond", "cross", "triangle-down", "stroke"],
        [[1, 0], [8, 3], [2, 3], [12, 3, 3, 3], [5, 5], [1, 3], [8, 8]],
    )
)


def axis_map(ties: pd.DataFrame, actors: pd.DataFrame, **values) -> Drawn:
    """Draw the members at the corners of a rectangle, a line a tie, a number on each tied pair.

    Parameters
    ----------
    ties : pandas.DataFrame
        All ties among the members as `model.axis.member_ties` returns them, with a column ``named``
        (rests on the word "axis" alone).
    actors : pandas.DataFrame
        The actors table.
    **values
        Starting values of the filters in `PARAMS`.

    Returns
    -------
    Drawn
        Selections ``tie`` (field ``id``) and ``pair`` (field ``pair``) tell what was clicked. A
        dotted line marks each of the six pairs, so that a pair without ties is seen too.
    """
    at = pd.DataFrame([(a, *xy) for a, xy in CORNERS.items()], columns=["actor", "x", "y", "side"])
    at["name"] = at["actor"].map(actors.set_index("id")["name"])
    place = at.set_index("actor")
    low, high = dyad(ties)
    pair = low + "-" + high
    spot = {key: _badge(place, *key.split("-")) for key in pair.unique()}
    columns = [
        "id",
        "source",
        "target",
        "kind",
        "family",
        "status",
        "asserted_by",
        "since",
        "until",
        "label",
        "weight",
        "named",
    ]
    rows = ties[columns].assign(
        until=ties["until"].astype(object).where(ties["until"].notna(), None),
        weight=ties["weight"].astype(int),
        pair=pair,
        between=pair.map(lambda p: " – ".join(place["name"][actor] for actor in p.split("-"))),
        px=pair.map(lambda p: spot[p][0]),
        py=pair.map(lambda p: spot[p][1]),
        **{c: ties[c].astype(str) for c in ("kind", "status", "asserted_by")},
    )
    shapes = [
        {"type": "Feature", "geometry": g, **r}
        for g, r in zip(curves(ties, at), rows.to_dict("records"))
    ]
    possible = pd.DataFrame(
        [
            (place.x[a], place.y[a], place.x[b], place.y[b])
            for i, a in enumerate(CORNERS)
            for b in list(CORNERS)[i + 1 :]
        ],
        columns=["x", "y", "x2", "y2"],
    )
    return Drawn(
        _axis_map,
        kinds_of(ties),
        rows={"ties": shapes, "members": at, "possible": possible},
        params=values,
    )


def _axis_map(kinds: tuple[tuple[str, str], ...]) -> alt.LayerChart:
    families = list(FAMILY_COLOUR)[:4]
    where = {
        "x": alt.X("x:Q", scale=alt.Scale(domain=[0, WIDTH], range=[0, WIDTH]), axis=None),
        "y": alt.Y("y:Q", scale=alt.Scale(domain=[0, HEIGHT], range=[0, HEIGHT]), axis=None),
    }
    dotted = (
        alt.Chart(alt.NamedData("possible"))
        .mark_rule(strokeDash=[2, 5], opacity=0.55, color=GREY)
        .encode(**where, x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"))
    )
    # Each selection hears clicks on its own sort of mark: a click on a number must not dim the
    # lines, nor one on a line open the pair.
    tie = alt.selection_point(name="tie", fields=["id"], on="shape:click", clear="dblclick")
    chosen = alt.selection_point(name="pair", fields=["pair"], on="symbol:click", clear="dblclick")
    drawn = alt.Chart(alt.NamedData("ties")).transform_filter(FILTER)
    lines = (
        drawn.mark_geoshape(filled=False)
        .encode(
            strokeWidth=by_weight(),
            color=alt.Color(
                "family:N",
                title="Kind of tie",
                scale=alt.Scale(domain=families, range=[FAMILY_COLOUR[f] for f in families]),
                legend=alt.Legend(
                    orient="top",
                    titleOrient="left",
                    symbolType="stroke",
                    symbolStrokeWidth=3,
                    symbolSize=500,
                    values=in_legend(kinds),
                ),
            ),
            strokeDash=alt.StrokeDash(
                "family:N",
                title="Kind of tie",
                scale=alt.Scale(domain=families, range=[FAMILY_DASH[f] for f in families]),
            ),
            strokeOpacity=either(alt.StrokeOpacityValue, tie, 0.85, 0.15),
            tooltip=[
                alt.Tooltip("label:N", title="What"),
                alt.Tooltip("kind:N", title="Kind of tie"),
                alt.Tooltip("since:Q", title="Since"),
                alt.Tooltip("asserted_by:N", title="On whose word"),
            ],
        )
        .project(type="identity", scale=1, translate=[0, 0])
        .add_params(tie)
    )
    counted = drawn.transform_aggregate(
        ties="count()", groupby=["pair", "between", "px", "py"]
    ).transform_calculate(x="datum.px", y="datum.py")
    badges = counted.mark_point(
        filled=True,
        shape="circle",
        size=620,
        opacity=1,
        fill="#3f474f",
        stroke="#ffffff",
        strokeWidth=1,
    ).encode(**where)
    numbers = counted.mark_text(fontSize=13, fontWeight="bold", color="#ffffff").encode(
        **where, text=alt.Text("ties:Q")
    )
    catch = (
        counted.mark_point(filled=True, shape="circle", size=620, opacity=0.001)
        .encode(
            **where,
            tooltip=[
                alt.Tooltip("between:N", title="Pair"),
                alt.Tooltip("ties:Q", title="Ties"),
            ],
        )
        .add_params(chosen)
    )  # above the number, so that a click on it counts
    gone = either(alt.OpacityValue, "datum.actor == without", 0.15, 1)
    dots = (
        alt.Chart(alt.NamedData("members"))
        .mark_point(
            filled=True, shape="circle", size=420, fill="#6f7780", stroke="#ffffff", strokeWidth=1
        )
        .encode(**where, opacity=gone)
    )
    names = [
        alt.Chart(alt.NamedData("members"))
        .transform_filter(f"datum.side == {side}")
        .mark_text(align=align, dx=side * 18, fontSize=14, fontWeight=600)
        .encode(**where, text=alt.Text("name:N"), opacity=gone)
        for side, align in ((-1, "right"), (1, "left"))
    ]
    return overlay(
        dotted,
        lines,
        badges,
        numbers,
        catch,
        dots,
        *names,
        params=[alt.param(name=k, value=v) for k, v in PARAMS.items()],
        width=WIDTH,
        height=HEIGHT,
    )


def _badge(place: pd.DataFrame, a: str, b: str) -> tuple[float, float]:
    """Put the number of a pair on its line.

    On the two diagonals it stands nearer to the upper end, where they do not cross.
    """
    upper, lower = sorted([a, b], key=lambda m: (place.y[m], place.x[m]))
    t = 0.5 if place.x[a] == place.x[b] or place.y[a] == place.y[b] else 0.3
    return float(place.x[upper] + t * (place.x[lower] - place.x[upper])), float(
        place.y[upper] + t * (place.y[lower] - place.y[upper])
    )


def axis_years(measured: pd.DataFrame, year: int = 2024) -> Drawn:
    """Draw density, reciprocity and centralisation by year.

    Parameters
    ----------
    measured : pandas.DataFrame
        As `model.axis.by_year` returns them.
    year : int, optional
        The year marked by a rule; it is also the param ``year``.

    Returns
    -------
    Drawn
        Selection ``measured`` (field ``year``) tells what was clicked.
    """
    measured = measured.astype({"year": int})
    return Drawn(
        _axis_years,
        int(measured["year"].min()),
        int(measured["year"].max()),
        rows={"years": measured},
        params={"year": year},
    )


def _axis_years(first: int, last: int) -> alt.LayerChart:
    pick = picks("measured", "year")
    span = alt.Scale(domain=[first - 0.3, last + 0.3], zero=False, nice=False)
    look = {
        "color": alt.Color(
            "measure:N",
            title="Measure",
            scale=alt.Scale(domain=list(MEASURES), range=[m[0] for m in MEASURES.values()]),
            legend=alt.Legend(orient="top", symbolSize=140, symbolStrokeWidth=0),
        ),
        "x": alt.X(
            "year:Q",
            title="End of year",
            scale=span,
            axis=alt.Axis(format="d", tickCount=14),
        ),
        "y": alt.Y(
            "value:Q",
            title="0 to 1",
            scale=alt.Scale(domain=[0, 1.06], nice=False),  # marks at 1 leave the words above clear
            axis=alt.Axis(values=[0, 0.2, 0.4, 0.6, 0.8, 1]),
        ),
    }
    base = alt.Chart(alt.NamedData("years"))
    lines = (
        base.properties(name="trace_lines")
        .mark_line(strokeWidth=2)
        .encode(
            **look,
            strokeDash=alt.StrokeDash(
                "measure:N",
                scale=alt.Scale(domain=list(MEASURES), range=[m[2] for m in MEASURES.values()]),
                legend=None,
            ),
        )
    )
    points = (
        base.properties(name="trace_points")
        .mark_point(filled=True, size=110, opacity=1)
        .encode(
            **look,
            shape=alt.Shape(
                "measure:N",
                title="Measure",
                scale=alt.Scale(domain=list(MEASURES), range=[m[1] for m in MEASURES.values()]),
            ),
            tooltip=[
                alt.Tooltip("year:Q", title="End of year"),
                alt.Tooltip("measure:N", title="Measure"),
                alt.Tooltip("value:Q", title="Value, 0 to 1", format=".2f"),
            ],
        )
        .add_params(pick)
    )
    now = (
        alt.Chart(Rows(pd.DataFrame({"zero": [0]})))
        .transform_calculate(now="year")
        .mark_rule(strokeDash=[4, 4])
        .encode(x=alt.X("now:Q"))
    )
    ground, words = hindsight(
        str(last + 0.3), since=TEXT_IN_YEAR_ENDS, across=by_year(span, title="End of year")
    )
    return overlay(
        ground,
        now,
        lines,
        points,
        *words,
        params=[alt.param(name="year", value=last)],
        width=WIDTH - 60,
        height=HEIGHT - 60,
    )


def figures(rows: pd.DataFrame, unit: str, joined: bool = False, who: str = "") -> Drawn:
    """Draw published figures by date: a mark for each, its range, and whose it is.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `model.axis.flow` returns them.
    unit : str
        Title of the axis.
    joined : bool, optional
        Whether the figures of one party are a series that a line may join; rival estimates are not.
    who : str, optional
        The party that stands out, "" for all; it is also the param ``who``.

    Returns
    -------
    Drawn
        Selection ``figure`` (field ``id``) tells what was clicked. An arrow marks "at least" and
        "up to".
    """
    shown = rows[
        ["id", "when", "date", "value", "least", "most", "bound", "unit", "basis", "who"]
    ].astype({"basis": str})
    shown = shown.assign(
        mark=shown["bound"].map({"at least": "↑ at least", "up to": "↓ up to"}).fillna("")
    )
    first, last = (pd.Timestamp(shown["when"].iloc[i]) for i in (0, -1))
    margin = max(
        (last - first) * 0.06, pd.Timedelta(days=45)
    )  # so that no mark stands on the edge, and a single one has room
    span = [(first - margin).strftime("%Y-%m-%d"), (last + margin).strftime("%Y-%m-%d")]
    if shown["date"].str.len().eq(4).all():  # a figure for a year is no figure for its middle month
        stamp, ticks, span = "%Y", "year", [f"{first.year}-01-01", f"{last.year}-12-31"]
    elif last - first > pd.Timedelta(days=1500):
        stamp, ticks = "%Y", "year"
    else:
        stamp, ticks = "%b %Y", "month" if last - first < pd.Timedelta(days=150) else 8
    top = max(float(shown["most"].max()), 1) * 1.12  # room for what stands above the highest mark
    return Drawn(
        _figures,
        tuple(dict.fromkeys(rows["who"])),
        unit,
        joined,
        (stamp, ticks, *span),
        top,
        len(rows) > 20,
        rows={"figures": shown},
        params={"who": who},
    )


def _figures(
    named: tuple[str, ...], unit: str, joined: bool, time: tuple, top: float, many: bool
) -> alt.LayerChart:
    parties, (stamp, ticks, *span) = list(named), time
    colours, symbols, dashes = zip(*[_SERIES[i % len(_SERIES)] for i in range(len(parties))])
    pick = picks("figure", "id")
    faint = either(alt.OpacityValue, "who == '' || datum.who == who", 1, 0.12)
    data, x = (
        alt.NamedData("figures"),
        by_date(
            "when",
            title=None,
            axis=alt.Axis(format=stamp, tickCount=ticks, labelOverlap=True),
            domain=span,
        ),
    )
    base = alt.Chart(data).encode(
        x=x,
        color=alt.Color(
            "who:N",
            title="By",
            sort=parties,
            scale=alt.Scale(domain=parties, range=list(colours)),
            legend=alt.Legend(
                orient="top", columns=3, symbolSize=140, symbolStrokeWidth=0, labelLimit=320
            ),
        ),
        opacity=faint,
    )
    y = alt.Y("value:Q", title=unit, scale=alt.Scale(domain=[0, top]), axis=alt.Axis(format="~s"))
    ranges = base.mark_rule(strokeWidth=2).encode(
        y=alt.Y("least:Q", title=unit), y2=alt.Y2("most:Q")
    )
    points = (
        base.mark_point(filled=True, size=60 if many else 150)
        .encode(
            y=y,
            shape=alt.Shape(
                "who:N",
                title="By",
                sort=parties,
                scale=alt.Scale(domain=parties, range=list(symbols)),
            ),
            tooltip=[
                alt.Tooltip("date:N", title="When"),
                alt.Tooltip("value:Q", title="Figure", format=","),
                alt.Tooltip("unit:N", title="Unit"),
                alt.Tooltip("bound:N", title="At least, or up to"),
                alt.Tooltip("who:N", title="By"),
                alt.Tooltip("basis:N", title="What sort of figure"),
            ],
        )
        .add_params(pick)
    )
    bounds = (
        alt.Chart(data)
        .transform_filter("datum.mark != ''")
        .mark_text(dy=-13, fontSize=12)
        .encode(x=x, y=y, text=alt.Text("mark:N"), opacity=faint)
    )
    lines = (
        [
            base.mark_line(strokeWidth=1.5).encode(
                y=y,
                strokeDash=alt.StrokeDash(
                    "who:N", scale=alt.Scale(domain=parties, range=list(dashes)), legend=None
                ),
            )
        ]
        if joined
        else []
    )
    grounds, words = [], []
    if span[0] < TEXT_DATE < span[1]:
        ground, words = hindsight(f"toDate('{span[1]}')")
        grounds = [ground]
    return overlay(
        *grounds,
        *lines,
        ranges,
        points,
        bounds,
        *words,
        params=[alt.param(name="who", value="")],
        width=WIDTH - 70,
        height=300,
    )


# What a treaty says on a clause: colour, and how its few words are set.
SAYS = {SETTLES: BLUE, SILENT: ORANGE, UNREAD: GREY}
CLAUSE_PARAMS = {"shown": [], "clause": "", "opened": ""}


def clause_grid(
    rows: pd.DataFrame, treaties: list[str], meanings: dict[str, str], **values
) -> alt.LayerChart:
    """Draw what each treaty says on each clause, in a few words.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `model.axis.clauses` returns them, for all treaties.
    treaties : list of str
        Their order.
    meanings : dict
        Aspect to what it settles.
    **values
        Starting values of `CLAUSE_PARAMS`: the treaties shown, the aspect that stands out ("" for
        all), the cell opened ("treaty: aspect").

    Returns
    -------
    altair.LayerChart
        Selection ``cell`` (field ``id``) tells what was clicked.
    """
    cells = rows[["treaty", "aspect", "says"]].assign(
        id=rows["treaty"] + ": " + rows["aspect"],
        what=rows["aspect"].map(meanings),
        brief=rows["brief"].fillna("not read"),
        text=rows["text"].fillna(UNREAD),
    )
    pick = picks("cell", "id")
    faint = either(alt.OpacityValue, "clause == '' || datum.aspect == clause", 1, 0.6)
    colour = alt.Scale(domain=list(SAYS), range=list(SAYS.values()))
    legend = alt.Legend(orient="bottom", symbolOpacity=0.45, symbolStrokeWidth=0)
    base = (
        alt.Chart(Rows(cells))
        .transform_filter("indexof(shown, datum.treaty) >= 0")
        .encode(
            x=alt.X(
                "treaty:N",
                title=None,
                sort=treaties,
                axis=alt.Axis(
                    orient="top",
                    labelAngle=0,
                    labelLimit=140,
                    labelPadding=18,
                    ticks=False,
                    domain=False,
                    labelExpr="split(datum.label, /(?= [0-9]{4})/)",
                ),
            ),
            y=alt.Y(
                "what:N", title=None, sort=list(meanings.values()), axis=alt.Axis(labelLimit=260)
            ),
            tooltip=[
                alt.Tooltip("treaty:N", title="Treaty"),
                alt.Tooltip("what:N", title="Clause"),
                alt.Tooltip("text:N", title="In our words"),
            ],
        )
    )
    boxes = (
        base.mark_rect(fillOpacity=0.14, strokeWidth=3)
        .encode(
            color=alt.Color("says:N", title=None, scale=colour, legend=legend),
            stroke=alt.StrokeValue(
                **alt.condition("datum.id == opened", alt.value(RING), alt.value("transparent"))
            ),
        )
        .add_params(pick)
    )
    words = base.mark_text(fontSize=12).encode(text="brief:N", opacity=faint)
    at = {**CLAUSE_PARAMS, **values}
    return overlay(
        boxes,
        words,
        params=[alt.param(name=name, value=value) for name, value in at.items()],
        width=alt.Step(150),
        height=alt.Step(27),
        usermeta=FITTED,
    )
