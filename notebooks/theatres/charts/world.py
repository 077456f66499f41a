"""Floor 2: where states stand.

A world map of votes, measures and aid; votes side by side, agreement over time, Vietnam's timeline.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable
from typing import NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from ..tables import TEXT_DATE
from .theme import (
    BETWEEN,
    BLUE,
    GREEN,
    GREY,
    NO,
    ORANGE,
    RING,
    SKY,
    STATE_COLOUR,
    TEXT_IN_YEARS,
    VERMILION,
    WIDTH,
    YES,
    Rows,
    by_date,
    by_year,
    either,
    heard,
    in_words,
    overlay,
    picks,
)
from .theme import hindsight as after_text
from .timeline import HEIGHTS, levels

SOUTH = -57.0


class Look(NamedTuple):
    """The word for a class, and the colour and shape that say it."""

    word: str
    colour: str
    shape: str


# Letter of the code: what it means. A mark is filled where the source says so outright, hollow
# where it was worked out.
UNKNOWN = {"?": Look("not known", GREY, "stroke")}
VOTES = {
    "Y": Look("yes", YES, "circle"),
    "N": Look("no", NO, "cross"),
    "A": Look("abstained", BETWEEN, "diamond"),
    "X": Look("did not vote", GREY, "triangle-down"),
    **UNKNOWN,
}
MEASURES = {
    "M": Look("measures against Russia", YES, "circle"),
    "O": Look("none", NO, "cross"),
    **UNKNOWN,
}
AID = {
    "4": Look("over 1% of GDP", BLUE, "circle"),
    "3": Look("0.5 to 1%", SKY, "square"),
    "2": Look("0.1 to 0.5%", GREEN, "triangle-up"),
    "1": Look("under 0.1%", ORANGE, "diamond"),
    **UNKNOWN,
}


def scales(looks: Iterable[Look]) -> tuple[alt.Scale, alt.Scale]:
    """Return the scales of colour and of shape for a set of classes."""
    words, colours, shapes = map(list, zip(*looks))
    return alt.Scale(domain=words, range=colours), alt.Scale(domain=words, range=shapes)


def _lookup(key: dict[str, Look]) -> str:
    """Return a Vega object that gives each letter its word."""
    return "{" + ", ".join(f"'{letter}': '{look.word}'" for letter, look in key.items()) + "}"


# A letter in small is the same class, worked out and not recorded.
def _small(letter: str) -> str:
    return f"test(/[a-z]/, {letter})"


_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796


def equal_earth(lon, lat) -> tuple[np.ndarray, np.ndarray]:
    """Project degrees to the plane by Equal Earth (Savric, Patterson and Jenny 2018).

    Areas keep their proportions; the equator is 5.41 long.
    """
    lon, t = np.radians(lon), np.arcsin(np.sqrt(3) / 2 * np.sin(np.radians(lat)))
    x = (
        2
        * np.sqrt(3)
        * lon
        * np.cos(t)
        / (3 * (9 * _A4 * t**8 + 7 * _A3 * t**6 + 3 * _A2 * t**2 + _A1))
    )
    return x, _A4 * t**9 + _A3 * t**7 + _A2 * t**3 + _A1 * t


def pixels(lon, lat) -> tuple[np.ndarray, np.ndarray]:
    """Place degrees on the map of `WIDTH` pixels, whose foot is at 57 degrees south."""
    x, y = equal_earth(np.asarray(lon, float), np.asarray(lat, float))
    scale = WIDTH / (2 * equal_earth(184.0, 0.0)[0])
    top = (
        equal_earth(0.0, 84.0)[1] + 0.09
    )  # some sky above, so that the northernmost lands do not look cut off
    return WIDTH / 2 + x * scale, (top - y) * scale


HEIGHT = int(pixels(0, SOUTH)[1])


@functools.lru_cache(maxsize=1)
def _shapes(world: str) -> list[dict]:
    """Turn the world's shapes into plane ones of half-pixel steps; what shrinks to nothing goes."""
    features = []
    for feature in json.loads(world)["features"]:
        kept = []
        for polygon in feature["geometry"]["coordinates"]:
            rings = []
            for ring in polygon:
                at = np.round(np.column_stack(pixels(*np.array(ring).T)) * 2) / 2
                at = at[np.r_[True, np.any(np.diff(at, axis=0) != 0, axis=1)]]
                if len(at) > 3:
                    rings.append([[int(v) if v == int(v) else float(v) for v in p] for p in at])
            if rings:
                kept.append(rings)
        if kept:
            features.append(
                {
                    "type": "Feature",
                    "id": feature["id"],
                    "geometry": {"type": "MultiPolygon", "coordinates": kept},
                }
            )
    return features


def state_map(world: dict, states: pd.DataFrame, keys: list[dict], **values) -> alt.LayerChart:
    """Draw a code of every state on a world map: a tint of its land, and a mark at its place.

    Parameters
    ----------
    world : dict
        Shapes and places as `model.alignment.world` returns them.
    states : pandas.DataFrame
        Index ``state``; ``name``; ``code`` (one letter a map, so that a param changes the map
        without sending it again); ``groups`` (one digit a group); ``place`` (number of the state in
        a list, 0 for none).
    keys : list of dict
        For each map, what its letters mean, as `VOTES`. A small letter is the same class, worked
        out and not recorded: a hollow mark.
    **values
        Starting values of the params, all numbers: ``look`` (0 votes, 1 measures, 2 aid), ``roll``
        (number of the roll call), ``among`` (number of the group), ``opened`` (place of a state
        ringed on the map).

    Returns
    -------
    altair.LayerChart
        Selection ``state`` (field ``id``) tells what was clicked.
    """
    rows = _placed(states, world["points"])
    classes = {letter: look for key in keys for letter, look in key.items()}
    letter = "substring(datum.code, at, at + 1)"
    told = f"{_lookup(classes)}[upper({letter})]"
    worked_out, unknown = _small(letter), f"{letter} == '?'"
    within = "substring(datum.groups, among, among + 1) == '1'"
    pick = picks("state", "id")
    colours, shapes = scales(classes.values())
    where = {"x": _pixels("x", WIDTH), "y": _pixels("y", HEIGHT + _FOOT)}
    look = {
        "stroke": alt.Stroke("told:N", scale=colours, legend=None),
        "fill": alt.Fill("told:N", scale=colours, legend=None),
        "shape": alt.Shape("told:N", scale=shapes, legend=None),
    }
    tint = f"{worked_out} ? 0.22 : {unknown} ? 0.1 : 0.5"
    land = (
        alt.Chart(Rows(_shapes(json.dumps(world))))
        .transform_lookup("id", from_=alt.LookupData(Rows(rows), "id", ["name", "code", "groups"]))
        .transform_calculate(
            told=f"isValid(datum.code) ? {told} : null",
            faint=f"isValid(datum.code) && {within} ? ({tint}) : 0.04",
        )
        .mark_geoshape(stroke="#808080", strokeWidth=0.4)
        .encode(
            fill=look["fill"],
            fillOpacity=_as_it_is(alt.FillOpacity, "faint"),
            tooltip=[
                alt.Tooltip("name:N", title="State"),
                alt.Tooltip("told:N", title="Is shown as"),
            ],
        )
        .project(type="identity", scale=1, translate=[0, 0])
    )
    spots = alt.Chart(Rows(rows)).transform_calculate(
        told=told,
        how=f"{worked_out} ? 'worked out' : {unknown} ? 'not known' : 'recorded'",
        ink=f"{worked_out} ? 0 : 0.95",
        seen=f"!isValid(datum.told) ? 0 : {within} ? 1 : 0.08",
    )
    marks = (
        spots.mark_point(strokeWidth=1.2)
        .encode(
            **where,
            **look,
            size=_as_it_is(alt.Size, "size"),
            fillOpacity=_as_it_is(alt.FillOpacity, "ink"),
            opacity=_as_it_is(alt.Opacity, "seen"),
            tooltip=[
                alt.Tooltip("name:N", title="State"),
                alt.Tooltip("told:N", title="Is shown as"),
                alt.Tooltip("how:N", title="This is"),
            ],
        )
        .add_params(pick)
    )
    ring = (
        spots.transform_filter("opened > 0 && datum.place == opened")
        .mark_point(size=260, strokeWidth=2.5, color=RING, shape="circle", filled=False)
        .encode(**where)
    )
    legend = alt.Chart(Rows(_legend(keys))).transform_filter(
        "datum.first <= at && at <= datum.last"
    )
    signs = legend.mark_point(size=90, strokeWidth=1.8).encode(
        **where, **look, fillOpacity=_as_it_is(alt.FillOpacity, "ink")
    )
    named = legend.mark_text(align="left", dx=10, fontSize=12).encode(
        **where, text=alt.Text("text:N")
    )
    params = [
        alt.param(name=k, value=values.get(k, 0)) for k in ("look", "roll", "among", "opened")
    ]
    # The roll calls come first in the code, then measures and aid: looks 1 and 2.
    rolls = sum(key is VOTES for key in keys)
    params.append(alt.param(name="at", expr=f"look == 0 ? roll : {rolls - 1} + look"))
    return overlay(
        land, marks, ring, signs, named, params=params, width=WIDTH, height=HEIGHT + _FOOT
    )


_FOOT = 24  # pixels below the map, for the legend
_SMALLEST, _LARGEST = 13, 34  # areas of marks


def _placed(states: pd.DataFrame, points: dict) -> list[dict]:
    """Place the states that have a point on the map; where they crowd, their marks are small."""
    here = states[states.index.isin(points)]
    x, y = pixels(*np.array([points[s] for s in here.index]).T)
    apart = np.hypot(x[:, None] - x, y[:, None] - y)
    np.fill_diagonal(apart, np.inf)
    sizes = np.clip(0.7 * apart.min(axis=1) ** 2, _SMALLEST, _LARGEST)
    return [
        {
            "id": state.Index,
            "name": state.name,
            "code": state.code,
            "groups": state.groups,
            "place": int(state.place),
            "x": round(float(across), 1),
            "y": round(float(down), 1),
            "size": round(float(size), 1),
        }
        for state, across, down, size in zip(here.itertuples(), x, y, sizes)
    ]


def _pixels(axis: str, length: float):
    """Return a channel of position that takes pixels as they are."""
    channel = {"x": alt.X, "y": alt.Y}[axis]
    scale = alt.Scale(domain=[0, length], range=[0, length])
    return channel(f"{axis}:Q", scale=scale, axis=None)


def _as_it_is(channel, field: str):
    """Return a channel that takes a field's values without scale or legend."""
    return channel(f"{field}:Q", scale=None, legend=None)


def _legend(keys: list[dict]) -> list[dict]:
    """Lay out one line of signs and words for each run of maps that share a key."""
    rows, line = [], []
    for i, key in enumerate(keys):
        if i and key is keys[i - 1]:
            for sign in line:
                sign["last"] = i
            continue
        line = _signs(key, i)
        rows += line
    return rows


def _signs(key: dict[str, Look], number: int) -> list[dict]:
    """Lay out the signs and words of one key, from left to right."""
    words = [look.word for look in key.values()]
    shown = [(word, word, 0.95) for word in words]
    if key is not AID:  # sums of aid are published, not worked out
        shown.append((words[0], "hollow: worked out, not recorded", 0))
    rows, across = [], 16.0
    for told, text, ink in shown:
        place = {"x": across, "y": HEIGHT + _FOOT / 2, "first": number, "last": number}
        rows.append({"told": told, "text": text, "ink": ink, **place})
        across += 34 + 6.6 * len(text)  # the sign, the gap, and the letters
    return rows


LAST_OF_VOTES = 2024.6  # where the axis of yearly votes ends
PARTNERS = [
    Look("Russia", STATE_COLOUR["Russia"], "circle"),
    Look("China", STATE_COLOUR["China"], "square"),
    Look("United States", STATE_COLOUR["United States"], "triangle-up"),
]


def _pair(members: list[str], one: int, other: int) -> list[alt.Parameter]:
    """Make the params of a chart of two states: their numbers in a list of names, and the list."""
    return [
        alt.param(name="one", value=one),
        alt.param(name="other", value=other),
        alt.param(name="members", expr=json.dumps(members, ensure_ascii=False)),
    ]


def agreement_lines(
    series: pd.DataFrame,
    members: list[str],
    one: int,
    other: int,
    measure: str,
    opened: str = "",
) -> alt.LayerChart:
    """Draw how far two states agreed with Russia, China and the United States, year by year.

    Parameters
    ----------
    series : pandas.DataFrame
        ``state`` (name), ``partner`` (name), ``years`` and ``values`` (lists), of every state that
        there are figures for.
    members : list of str
        Names of states, in the order of the controls.
    one, other : int
        Numbers of the two states, and params: the first is drawn solid, the second dashed.
    measure : str
        What the value is, for the axis.
    opened : str, optional
        Starting value of the param ``opened``: the figure that is ringed ("state partner year").

    Returns
    -------
    altair.LayerChart
        Selection ``figure`` (field ``key``) tells what was clicked.
    """
    rows = series.to_dict("records")
    share = "share" in measure or "score" in measure
    colours, shapes = scales(PARTNERS)
    span = alt.Scale(domain=[1992, LAST_OF_VOTES], nice=False, zero=False)
    ticks = alt.Axis(format="d", tickCount=8, labelFlush=False)
    across = alt.X(
        "year:Q",
        title=None,
        scale=span,
        axis=ticks,
    )
    top = 1 if share else max(max(r["values"]) for r in rows)
    base = (
        alt.Chart(Rows(rows))
        .transform_filter("datum.state == members[one] || datum.state == members[other]")
        .transform_calculate(turn="datum.state == members[one] ? 'first' : 'second'")
        .transform_flatten(["years", "values"], as_=["year", "value"])
        .transform_calculate(key="datum.state + ' ' + datum.partner + ' ' + datum.year")
        .encode(
            x=across,
            y=alt.Y(
                "value:Q",
                title=measure,
                scale=alt.Scale(domain=[0, top]),
                axis=alt.Axis(format=".0%") if share else alt.Axis(),
            ),
            color=alt.Color(
                "partner:N",
                title="with",
                scale=colours,
                legend=alt.Legend(orient="top", titleOrient="left"),
            ),
        )
    )
    lines = base.properties(name="trace_lines").mark_line(strokeWidth=2)
    lines = lines.encode(
        strokeDash=alt.StrokeDash(
            "turn:N",
            title="state",
            scale=alt.Scale(domain=["first", "second"], range=[[1, 0], [6, 4]]),
            legend=alt.Legend(
                orient="top",
                titleOrient="left",
                symbolType="stroke",
                symbolSize=500,
                symbolStrokeWidth=2,
                labelExpr="datum.value == 'first' ? members[one] : members[other]",
            ),
        )
    )
    dots = base.properties(name="trace_dots").mark_point(filled=True, size=42, opacity=1)
    dots = dots.encode(
        shape=alt.Shape(
            "partner:N",
            title="with",
            scale=shapes,
        ),
        tooltip=[
            alt.Tooltip("state:N", title="State"),
            alt.Tooltip("partner:N", title="With"),
            alt.Tooltip("year:Q", title="In"),
            alt.Tooltip("value:Q", title=measure.capitalize(), format=".2f"),
        ],
    ).add_params(picks("figure", "key"))
    ring = base.transform_filter("datum.key === opened").mark_point(
        size=200, strokeWidth=2.5, color=RING, filled=False, aria=False
    )
    ring = ring.encode(color=alt.ColorValue(RING))
    rules = (
        alt.Chart(Rows(pd.DataFrame({"year": [2014, 2022]})))
        .mark_rule(strokeDash=[2, 2], color=GREY)
        .encode(x=across)
    )
    # A year's votes stand at its number, which is the middle of the year.
    ground, words = after_text(
        str(LAST_OF_VOTES),
        since=TEXT_IN_YEARS - 0.5,
        across=by_year(span, title=None, axis=ticks),
    )
    return overlay(
        ground,
        rules,
        lines,
        dots,
        ring,
        *words,
        params=[*_pair(members, one, other), alt.param(name="opened", value=opened)],
        width=WIDTH - 80,
        height=300,
    )


def vote_strip(
    states: pd.DataFrame, rolls: pd.DataFrame, members: list[str], one: int, other: int
) -> alt.LayerChart:
    """Draw the votes of two states and of the three powers, one column a roll call, by date.

    Parameters
    ----------
    states : pandas.DataFrame
        ``name``, ``code`` (one letter a roll call, as `VOTES`; small where the vote was worked
        out).
    rolls : pandas.DataFrame
        ``id``, ``date``, ``title`` in the order of the code.
    members, one, other
        As in `agreement_lines`.

    Returns
    -------
    altair.LayerChart
        Selection ``roll`` (field ``resolution``) tells what was clicked.
    """
    colours, shapes = scales(VOTES.values())
    pick = picks("roll", "resolution")
    about = [
        {
            "place": i,
            "resolution": r.id,
            "title": r.title,
            "date": r.date,
            "column": f"{r.date[:4]} {re.split('[:;,]', r.title)[0]}",
        }
        for i, r in enumerate(rolls.itertuples())
    ]
    columns = alt.Scale(domain=[a["column"] for a in about])
    axis = alt.Axis(labelAngle=-60, labelLimit=198, labelFontSize=11, grid=True)
    powers = json.dumps([partner.word for partner in PARTNERS])
    at = f"indexof({powers}, datum.name)"
    worked_out = _small("datum.letter")
    marks = (
        alt.Chart(Rows(states[["name", "code"]]))
        .transform_calculate(
            turn="datum.name == members[one] ? 0 : datum.name == members[other] ? 1"
            f" : {at} >= 0 ? 2 + {at} : -1"
        )
        .transform_filter("datum.turn >= 0")
        .transform_calculate(letter="split(datum.code, '')", place=f"sequence({len(about)})")
        .transform_flatten(["letter", "place"])
        .transform_lookup(
            "place",
            from_=alt.LookupData(Rows(about), "place", ["resolution", "title", "date", "column"]),
        )
        .transform_calculate(
            vote=f"{_lookup(VOTES)}[upper(datum.letter)]",
            how=f"{worked_out} ? 'reconstructed' : datum.letter == '?' ? 'unknown' : 'recorded'",
            ink=f"{worked_out} ? 0 : 0.95",
        )
        .transform_filter("isValid(datum.vote)")
        .mark_point(size=170, strokeWidth=2)
        .encode(
            x=alt.X(
                "column:N",
                title=None,
                scale=columns,
                axis=axis,
            ),
            y=alt.Y(
                "name:N",
                title=None,
                sort=alt.EncodingSortField("turn", op="min"),
                axis=alt.Axis(grid=True, labelLimit=180),
            ),
            stroke=alt.Stroke(
                "vote:N",
                title=None,
                scale=colours,
                legend=alt.Legend(orient="top", symbolSize=130),
            ),
            fill=alt.Fill("vote:N", title=None, scale=colours),
            shape=alt.Shape("vote:N", title=None, scale=shapes),
            fillOpacity=alt.FillOpacity("ink:Q", scale=None, legend=None),
            tooltip=[
                alt.Tooltip("name:N", title="State"),
                alt.Tooltip("vote:N", title="Vote"),
                alt.Tooltip("how:N", title="This is"),
                alt.Tooltip("resolution:N", title="Resolution"),
                alt.Tooltip("date:N", title="When"),
                alt.Tooltip("title:N", title="On"),
            ],
        )
        .add_params(pick)
    )
    grounds, words = [], []
    later = [a["column"] for a in about if a["date"] > TEXT_DATE]
    if later:
        ground, words = after_text(
            f"'{later[-1]}'",
            since=later[0],
            across=lambda field: alt.X(
                f"{field}:N", title=None, scale=columns, axis=axis, bandPosition=0
            ),
            to=alt.X2("until:N", bandPosition=1),
        )
        grounds = [ground]
    return overlay(
        *grounds, marks, *words, params=_pair(members, one, other), width=WIDTH - 130, height=165
    )


TOWARDS = [
    Look("Russia", STATE_COLOUR["Russia"], "circle"),
    Look("United States", STATE_COLOUR["United States"], "triangle-up"),
    Look("others", GREY, "diamond"),
]


def case_timeline(rows: pd.DataFrame, lanes: list[str], **values) -> alt.LayerChart:
    """Draw one state's votes, visits, partnerships and arms as marks in lanes over time.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `model.alignment.vietnam` returns them.
    lanes : list of str
        From top to bottom.
    **values
        Starting values of the params ``since`` (year), ``towards`` (0 for all, or number in
        `TOWARDS` from 1) and ``hindsight`` (bool).

    Returns
    -------
    altair.LayerChart
        Selection ``fact`` (field ``row``) tells what was clicked.
    """

    def day(text):
        return pd.to_datetime(
            text.str.slice(0, 10).where(
                text.str.len() == 10, text + text.str.len().map({4: "-07-01", 7: "-15"})
            )
        ).dt.strftime("%Y-%m-%d")

    shown = rows[["row", "lane", "towards", "what", "hindsight"]].assign(
        start=day(rows["date"]),
        end=day(rows["until"].fillna(rows["date"])),
        date=rows["date"],
        year=rows["date"].str[:4].astype(int),
    )
    shown["turned"] = shown["towards"].map({look.word: i for i, look in enumerate(TOWARDS, 1)})
    shown["last"] = rows["until"].fillna(rows["date"]).str[:4].astype(int)
    begin, over = (
        (pd.to_datetime(shown[c]) - pd.Timestamp(0)) / pd.Timedelta(1, "ms")
        for c in ("start", "end")
    )
    shown["level"] = levels(
        shown.assign(id=shown["row"], when=begin, over=over), "lane", 100, len(HEIGHTS), "over"
    )
    pick = picks("fact", "row")
    params = [
        alt.param(name=k, value=values.get(k, v))
        for k, v in {"since": 2005, "towards": 0, "hindsight": True}.items()
    ]
    colours, shapes = scales(TOWARDS)
    across = by_date(
        "begin",
        title=None,
        axis=alt.Axis(format="%Y", grid=True, labelFlush=False),
        domainMin=alt.ExprRef("utc(since, 0, 1)"),
        domainMax=alt.ExprRef("utc(hindsight ? 2026 : 2025, 6, 1)"),
    )
    base = (
        alt.Chart(Rows(shown))
        .transform_filter(
            "datum.last >= since && (towards == 0 || datum.turned == towards)"
            " && (hindsight || !datum.hindsight)"
        )
        .transform_calculate(begin="max(toDate(datum.start), utc(since, 0, 1))")
        .encode(
            x=across,
            y=alt.Y(
                "lane:N",
                title=None,
                sort=lanes,
                scale=alt.Scale(domain=lanes),
                axis=alt.Axis(grid=True, bandPosition=0, ticks=False, labelLimit=180),
            ),
            yOffset=alt.YOffset("level:O", scale=alt.Scale(domain=HEIGHTS, paddingOuter=0.3)),
            color=alt.Color(
                "towards:N",
                title="Turned to, or about",
                scale=colours,
                legend=alt.Legend(
                    orient="top", titleOrient="left", symbolSize=110, symbolOpacity=1
                ),
            ),
            tooltip=[
                alt.Tooltip("date:N", title="When"),
                alt.Tooltip("what:N", title="What"),
                alt.Tooltip("towards:N", title="Turned to, or about"),
            ],
        )
    )
    spans = (
        base.transform_filter("datum.start != datum.end")
        .mark_rule(strokeWidth=5, opacity=0.5)
        .encode(
            x2=alt.X2("end:T"),
            description=heard(
                {
                    "begin": in_words("begin", "%Y"),
                    "lane": "datum.lane",
                    "end": in_words("end"),
                    "level": "datum.level",
                    "Turned to, or about": "datum.towards",
                    **{field: f"datum.{field}" for field in ("date", "what", "towards")},
                }
            ),
        )
    )
    marks = (
        base.mark_point(filled=True, size=75)
        .encode(
            shape=alt.Shape(
                "towards:N",
                title="Turned to, or about",
                scale=shapes,
            ),
            opacity=either(alt.OpacityValue, pick, 0.9, 0.25),
        )
        .add_params(pick)
    )
    moments = pd.DataFrame(
        {
            "at": ["2014-02-20", "2022-02-24"],
            "what": ["Crimea", "invasion"],
        }
    )
    data = Rows(moments)
    rules = (
        alt.Chart(data)
        .mark_rule(strokeDash=[3, 3], color=GREY)
        .transform_filter("utcyear(toDate(datum.at)) >= since")
        .encode(x=by_date("at"))
    )
    names = (
        alt.Chart(data)
        .mark_text(align="left", dx=3, dy=8, baseline="top", fontSize=12)
        .transform_filter("utcyear(toDate(datum.at)) >= since")
        .encode(x=by_date("at"), y=alt.YValue(0), text=alt.Text("what:N"))
    )
    ground, words = after_text("utc(2026, 6, 1)", seen="hindsight")
    layers = (ground, rules, spans, marks, names, *words)
    return overlay(*layers, params=params, width=WIDTH - 130, height=300)


def poll_dots(rows: pd.DataFrame, questions: list[str], asked: int) -> alt.LayerChart:
    """Draw what publics answered to one question.

    A square is a median of many publics or an average, a circle one country. Where the same public
    was asked the former question in the same year, a tick says what it answered.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``id``, ``indicator``, ``public``, ``year``, ``value`` (percent), ``by``, ``many`` (bool),
        of every question.
    questions : list of str
        Indicators, in the order of the control.
    asked : int
        Number of the question, and the param ``asked``.

    Returns
    -------
    altair.LayerChart
        Selection ``poll`` (field ``id``) tells what was clicked.
    """
    asked_too = rows.pivot_table("value", ["public", "year"], "indicator").reindex(
        columns=questions
    )
    others = asked_too.round(1).astype(object).where(asked_too.notna(), None)
    others = dict(zip(others.index, others.to_numpy().tolist()))
    shown = rows[["id", "public", "year", "value", "by"]].assign(
        label=rows["public"] + ", " + rows["year"].astype(str),
        kind=rows["many"].map({True: "many publics together", False: "one public"}),
        question=rows["indicator"].map({q: i for i, q in enumerate(questions)}),
        others=[others[key] for key in zip(rows["public"], rows["year"])],
    )
    pick = picks("poll", "id")
    kinds = ["one public", "many publics together"]
    publics = alt.Y(
        "label:N",
        title=None,
        sort=alt.EncodingSortField("value", op="max", order="descending"),
        axis=alt.Axis(labelLimit=330, grid=True),
    )
    base = alt.Chart(Rows(shown)).transform_filter("datum.question == asked")
    dots = (
        base.mark_point(filled=True, size=120, opacity=1)
        .encode(
            x=alt.X(
                "value:Q",
                title="percent (tick: the same public on the question before)",
                scale=alt.Scale(domain=[0, 100]),
                axis=alt.Axis(labelFlush=False),
            ),
            y=publics,
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=kinds, range=[BLUE, VERMILION]),
                legend=alt.Legend(orient="top"),
            ),
            shape=alt.Shape(
                "kind:N", title=None, scale=alt.Scale(domain=kinds, range=["circle", "square"])
            ),
            tooltip=[
                alt.Tooltip("public:N", title="Who was asked"),
                alt.Tooltip("year:Q", title="In"),
                alt.Tooltip("value:Q", title="Percent"),
                alt.Tooltip("by:N", title="By"),
            ],
        )
        .add_params(pick)
    )
    numbers = base.mark_text(align="left", dx=10, fontSize=12).encode(
        x=alt.X("value:Q"), y=publics, text=alt.Text("value:Q", format=".0f")
    )
    half = (
        alt.Chart(Rows(pd.DataFrame({"value": [50]})))
        .mark_rule(strokeDash=[3, 3], color=GREY)
        .encode(x=alt.X("value:Q"))
    )
    before = (
        base.transform_calculate(was="datum.others[former_asked]")
        .transform_filter("asked != former_asked && isValid(datum.was)")
        .properties(name="before")
        .mark_tick(thickness=3, height=18, color=GREY, aria=False)
        .encode(x=alt.X("was:Q"), y=publics)
    )
    return overlay(
        half,
        before,
        dots,
        numbers,
        params=[alt.param(name=name, value=asked) for name in ("asked", "former_asked")],
        width=WIDTH - 360,
        height=alt.Step(24),
    )
