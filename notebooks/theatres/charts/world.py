"""Floor 2: where states stand - a world map of votes, measures and aid, votes side by side, agreement over time, Vietnam's timeline."""

from __future__ import annotations

import functools
import json

import altair as alt
import numpy as np
import pandas as pd

from ..tables import TEXT_DATE
from .theme import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    SKY,
    VERMILION,
    WIDTH,
    Rows,
    by_date,
    heard,
    in_words,
    overlay,
)
from .timeline import HEIGHTS, levels

SOUTH = -57.0
# Letter of the code: word for it, colour, shape of the mark. A mark is filled where the source says
# so outright, hollow where it was worked out.
UNKNOWN = {"?": ("not known", GREY, "stroke")}
VOTES = {
    "Y": ("yes", BLUE, "circle"),
    "N": ("no", VERMILION, "cross"),
    "A": ("abstained", ORANGE, "diamond"),
    "X": ("did not vote", GREY, "triangle-down"),
    **UNKNOWN,
}
MEASURES = {
    "M": ("measures against Russia", BLUE, "circle"),
    "O": ("none", ORANGE, "diamond"),
    **UNKNOWN,
}
AID = {
    "4": ("over 1% of GDP", BLUE, "circle"),
    "3": ("0.5 to 1%", SKY, "square"),
    "2": ("0.1 to 0.5%", GREEN, "triangle-up"),
    "1": ("under 0.1%", ORANGE, "diamond"),
    **UNKNOWN,
}
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796


def equal_earth(lon, lat) -> tuple[np.ndarray, np.ndarray]:
    """Project degrees to the plane by Equal Earth (Savric, Patterson and Jenny 2018): areas keep their proportions; the equator is 5.41 long."""
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
    """Turn the world's shapes into plane ones of half-pixel steps; a ring that shrinks to nothing is left out."""
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
    """Draw a code of every state on a world map: as a tint of its land, and as a mark of shape and colour at its place.

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
    places = world["points"]
    here = states[states.index.isin(places)]
    x, y = pixels(*np.array([places[s] for s in here.index]).T)
    apart = np.hypot(x[:, None] - x, y[:, None] - y)
    np.fill_diagonal(apart, np.inf)
    sizes = np.clip(
        0.7 * apart.min(axis=1) ** 2, 13, 34
    )  # small marks where states crowd, so that each is seen
    rows = [
        {
            "id": s,
            "name": n,
            "code": c,
            "groups": g,
            "place": int(p),
            "x": round(float(a), 1),
            "y": round(float(b), 1),
            "size": round(float(z), 1),
        }
        for s, n, c, g, p, a, b, z in zip(
            here.index, here["name"], here["code"], here["groups"], here["place"], x, y, sizes
        )
    ]
    classes = {letter: one for key in keys for letter, one in key.items()}
    words, colours, shapes = ([c[i] for c in classes.values()] for i in range(3))
    lookup = "{" + ", ".join(f"'{letter}': '{one[0]}'" for letter, one in classes.items()) + "}"
    letter = "substring(datum.code, at, at + 1)"
    told, worked_out = f"{lookup}[upper({letter})]", f"test(/[a-z]/, {letter})"
    within = "substring(datum.groups, among, among + 1) == '1'"
    pick = alt.selection_point(name="state", fields=["id"], on="click", clear="dblclick")
    coloured, filled, shaped = (
        alt.Scale(domain=words, range=colours),
        alt.Scale(domain=words, range=colours),
        alt.Scale(domain=words, range=shapes),
    )
    where = {
        "x": alt.X("x:Q", scale=alt.Scale(domain=[0, WIDTH], range=[0, WIDTH]), axis=None),
        "y": alt.Y(
            "y:Q", scale=alt.Scale(domain=[0, HEIGHT + 24], range=[0, HEIGHT + 24]), axis=None
        ),
    }
    look = {
        "stroke": alt.Stroke("told:N", scale=coloured, legend=None),
        "fill": alt.Fill("told:N", scale=filled, legend=None),
        "shape": alt.Shape("told:N", scale=shaped, legend=None),
    }
    shades = (
        alt.Chart(Rows(_shapes(json.dumps(world))))
        .transform_lookup("id", from_=alt.LookupData(Rows(rows), "id", ["name", "code", "groups"]))
        .transform_calculate(
            told=f"isValid(datum.code) ? {told} : null",
            faint=f"isValid(datum.code) && {within} ? ({worked_out} ? 0.22 : {letter} == '?' ? 0.1 : 0.5) : 0.04",
        )
    )
    land = (
        shades.mark_geoshape(stroke="#808080", strokeWidth=0.4)
        .encode(
            fill=look["fill"],
            fillOpacity=alt.FillOpacity("faint:Q", scale=None, legend=None),
            tooltip=[alt.Tooltip("name:N"), alt.Tooltip("told:N")],
        )
        .project(type="identity", scale=1, translate=[0, 0])
    )
    spots = alt.Chart(Rows(rows)).transform_calculate(
        told=told,
        how=f"{worked_out} ? 'worked out' : {letter} == '?' ? 'not known' : 'recorded'",
        ink=f"{worked_out} ? 0 : 0.95",
        seen=f"!isValid(datum.told) ? 0 : {within} ? 1 : 0.08",
    )
    marks = (
        spots.mark_point(strokeWidth=1.2)
        .encode(
            **where,
            **look,
            size=alt.Size("size:Q", scale=None, legend=None),
            fillOpacity=alt.FillOpacity("ink:Q", scale=None, legend=None),
            opacity=alt.Opacity("seen:Q", scale=None, legend=None),
            tooltip=[alt.Tooltip("name:N"), alt.Tooltip("told:N"), alt.Tooltip("how:N")],
        )
        .add_params(pick)
    )
    ring = (
        spots.transform_filter("opened > 0 && datum.place == opened")
        .mark_point(size=260, strokeWidth=2.5, color=PINK, shape="circle", filled=False)
        .encode(**where)
    )
    legend = alt.Chart(Rows(_legend(keys))).transform_filter(
        "datum.first <= at && at <= datum.last"
    )
    signs = legend.mark_point(size=90, strokeWidth=1.8).encode(
        **where, **look, fillOpacity=alt.FillOpacity("ink:Q", scale=None, legend=None)
    )
    named = legend.mark_text(align="left", dx=10, fontSize=12).encode(
        **where, text=alt.Text("text:N")
    )
    params = [
        alt.param(name=k, value=values.get(k, 0)) for k in ("look", "roll", "among", "opened")
    ]
    params.append(alt.param(name="at", expr=f"look == 0 ? roll : {len(keys) - 3} + look"))
    return overlay(land, marks, ring, signs, named, params=params, width=WIDTH, height=HEIGHT + 24)


def _legend(keys: list[dict]) -> list[dict]:
    """Lay out one line of signs and words for each run of maps that share a key."""
    rows = []
    for i, key in enumerate(keys):
        if i and key is keys[i - 1]:
            for row in rows:
                row["last"] = i if row["last"] == i - 1 else row["last"]
            continue
        across = 16.0
        first = next(iter(key.values()))[0]
        for told, text, ink in [
            *((one[0], one[0], 0.95) for one in key.values()),
            *([] if key is AID else [(first, "hollow: worked out, not recorded", 0)]),
        ]:
            rows.append(
                {
                    "told": told,
                    "text": text,
                    "ink": ink,
                    "x": across,
                    "y": HEIGHT + 12,
                    "first": i,
                    "last": i,
                }
            )
            across += 34 + 6.6 * len(text)
    return rows


PARTNERS = {
    "Russia": (VERMILION, "circle"),
    "China": (ORANGE, "square"),
    "United States": (BLUE, "triangle-up"),
}


def _pair(members: list[str], one: int, other: int) -> list[alt.Parameter]:
    """Make the params of a chart of two states: their numbers in a list of names, which the chart knows too."""
    return [
        alt.param(name="one", value=one),
        alt.param(name="other", value=other),
        alt.param(name="members", expr=json.dumps(members, ensure_ascii=False)),
    ]


def agreement_lines(
    series: pd.DataFrame, members: list[str], one: int, other: int, measure: str
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
    """
    rows = series.to_dict("records")
    share = "share" in measure or "score" in measure
    partner = alt.Scale(domain=list(PARTNERS), range=[c for c, _ in PARTNERS.values()])
    across = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[1992, 2024], nice=False, zero=False),
        axis=alt.Axis(format="d", tickCount=8, labelFlush=False),
    )
    top = 1 if share else max(max(r["values"]) for r in rows)
    base = (
        alt.Chart(Rows(rows))
        .transform_filter("datum.state == members[one] || datum.state == members[other]")
        .transform_calculate(turn="datum.state == members[one] ? 'first' : 'second'")
        .transform_flatten(["years", "values"], as_=["year", "value"])
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
                scale=partner,
                legend=alt.Legend(orient="top", titleOrient="left"),
            ),
        )
    )
    lines = base.mark_line(strokeWidth=2).encode(
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
    dots = base.mark_point(filled=True, size=42, opacity=1).encode(
        shape=alt.Shape(
            "partner:N",
            title="with",
            scale=alt.Scale(domain=list(PARTNERS), range=[s for _, s in PARTNERS.values()]),
        ),
        tooltip=[
            alt.Tooltip("state:N"),
            alt.Tooltip("partner:N"),
            alt.Tooltip("year:Q"),
            alt.Tooltip("value:Q", format=".2f"),
        ],
    )
    rules = (
        alt.Chart(Rows(pd.DataFrame({"year": [2014, 2022]})))
        .mark_rule(strokeDash=[2, 2], color=GREY)
        .encode(x=across)
    )
    return overlay(
        rules, lines, dots, params=_pair(members, one, other), width=WIDTH - 80, height=300
    )


def vote_strip(
    states: pd.DataFrame, rolls: pd.DataFrame, members: list[str], one: int, other: int
) -> alt.LayerChart:
    """Draw the votes of two states and of the three powers on the course's roll calls, one column a roll call in order of time.

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
    words, colours, shapes = ([c[i] for c in VOTES.values()] for i in range(3))
    pick = alt.selection_point(name="roll", fields=["resolution"], on="click", clear="dblclick")
    about = [
        {
            "place": i,
            "resolution": r.id,
            "title": r.title,
            "date": r.date,
            "column": f"{r.date[:7]} {r.id.replace('A/RES/', '').split(' of ')[0]}",
        }
        for i, r in enumerate(rolls.itertuples())
    ]
    lookup = "{" + ", ".join(f"'{letter}': '{told[0]}'" for letter, told in VOTES.items()) + "}"
    powers = json.dumps(list(PARTNERS))
    marks = (
        alt.Chart(Rows(states[["name", "code"]]))
        .transform_calculate(
            turn=f"datum.name == members[one] ? 0 : datum.name == members[other] ? 1 : indexof({powers}, datum.name) >= 0 ? 2 + indexof({powers}, datum.name) : -1"
        )
        .transform_filter("datum.turn >= 0")
        .transform_calculate(letter="split(datum.code, '')", place=f"sequence({len(about)})")
        .transform_flatten(["letter", "place"])
        .transform_lookup(
            "place",
            from_=alt.LookupData(Rows(about), "place", ["resolution", "title", "date", "column"]),
        )
        .transform_calculate(
            vote=f"{lookup}[upper(datum.letter)]",
            how="test(/[a-z]/, datum.letter) ? 'reconstructed' : datum.letter == '?' ? 'unknown' : 'recorded'",
            ink="test(/[a-z]/, datum.letter) ? 0 : 0.95",
        )
        .transform_filter("isValid(datum.vote)")
        .mark_point(size=170, strokeWidth=2)
        .encode(
            x=alt.X(
                "column:N",
                title=None,
                sort=[a["column"] for a in about],
                scale=alt.Scale(domain=[a["column"] for a in about]),
                axis=alt.Axis(labelAngle=-60, labelLimit=160, labelFontSize=12, grid=True),
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
                scale=alt.Scale(domain=words, range=colours),
                legend=alt.Legend(orient="top", symbolSize=130),
            ),
            fill=alt.Fill("vote:N", title=None, scale=alt.Scale(domain=words, range=colours)),
            shape=alt.Shape("vote:N", title=None, scale=alt.Scale(domain=words, range=shapes)),
            fillOpacity=alt.FillOpacity("ink:Q", scale=None, legend=None),
            tooltip=[
                alt.Tooltip("name:N"),
                alt.Tooltip("vote:N"),
                alt.Tooltip("how:N"),
                alt.Tooltip("resolution:N"),
                alt.Tooltip("date:N"),
                alt.Tooltip("title:N"),
            ],
        )
        .add_params(pick)
    )
    return overlay(marks, params=_pair(members, one, other), width=WIDTH - 130, height=200)


TOWARDS = {
    "Russia": (VERMILION, "circle"),
    "United States": (BLUE, "triangle-up"),
    "others": (GREY, "diamond"),
}


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
    shown["turned"] = shown["towards"].map({t: i for i, t in enumerate(TOWARDS, 1)})
    shown["last"] = rows["until"].fillna(rows["date"]).str[:4].astype(int)
    begin, over = (
        (pd.to_datetime(shown[c]) - pd.Timestamp(0)) / pd.Timedelta(1, "ms")
        for c in ("start", "end")
    )
    shown["level"] = levels(
        shown.assign(id=shown["row"], when=begin, over=over), "lane", 100, len(HEIGHTS), "over"
    )
    pick = alt.selection_point(name="fact", fields=["row"], on="click", clear="dblclick")
    params = [
        alt.param(name=k, value=values.get(k, v))
        for k, v in {"since": 2005, "towards": 0, "hindsight": True}.items()
    ]
    scale = alt.Scale(domain=list(TOWARDS), range=[c for c, _ in TOWARDS.values()])
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
            "datum.last >= since && (towards == 0 || datum.turned == towards) && (hindsight || !datum.hindsight)"
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
                scale=scale,
                legend=alt.Legend(
                    orient="top", titleOrient="left", symbolSize=110, symbolOpacity=1
                ),
            ),
            tooltip=[
                alt.Tooltip("date:N"),
                alt.Tooltip("what:N"),
                alt.Tooltip("towards:N"),
                alt.Tooltip("row:N"),
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
                    **{field: f"datum.{field}" for field in ("date", "what", "towards", "row")},
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
                scale=alt.Scale(domain=list(TOWARDS), range=[s for _, s in TOWARDS.values()]),
            ),
            opacity=alt.OpacityValue(**alt.condition(pick, alt.value(0.9), alt.value(0.25))),
        )
        .add_params(pick)
    )
    moments = pd.DataFrame(
        {
            "at": ["2014-02-20", "2022-02-24", TEXT_DATE],
            "what": ["Crimea", "invasion", "commentary"],
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
    return overlay(rules, spans, marks, names, params=params, width=WIDTH - 130, height=300)


def poll_dots(rows: pd.DataFrame, questions: list[str], asked: int) -> alt.LayerChart:
    """Draw what publics answered to one question; a square for a median of many publics or an average, a circle for one country.

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
    shown = rows[["id", "public", "year", "value", "by"]].assign(
        label=rows["public"] + ", " + rows["year"].astype(str),
        kind=rows["many"].map({True: "many publics together", False: "one public"}),
        question=rows["indicator"].map({q: i for i, q in enumerate(questions)}),
    )
    pick = alt.selection_point(name="poll", fields=["id"], on="click", clear="dblclick")
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
                title="percent",
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
                alt.Tooltip("public:N"),
                alt.Tooltip("year:Q"),
                alt.Tooltip("value:Q"),
                alt.Tooltip("by:N"),
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
    return overlay(
        half,
        dots,
        numbers,
        params=[alt.param(name="asked", value=asked)],
        width=WIDTH - 360,
        height=alt.Step(24),
    )
