"""Floor 2: the tests of the thesis - cuts, chance beside data, communities, years, lags, curves."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from . import network as maps
from .theme import (
    BLUE,
    CHANCE,
    DRAWS,
    FITTED,
    GREY,
    NO,
    OBSERVED,
    PINK,
    RING,
    TEXT_IN_YEAR_ENDS,
    TEXT_IN_YEARS,
    THEATRE_COLOUR,
    VERMILION,
    YES,
    Drawn,
    Rows,
    by_year,
    either,
    hindsight,
    overlay,
    picks,
)

WIDTH = 720
COLUMNS = 4  # of the lists of communities
ABOVE = 24  # pixels of a map above its highest name
LEAST_DEEP, DEEPER = 13, 6  # lines of such a column, and of what it grows by
PAIR_STATES = {
    "to cut": (VERMILION, [9, 7], 2.6),
    "on a path": (BLUE, [1, 0], 2.2),
    "taken out": (PINK, [2, 3], 1.6),
    "other": (GREY, [1, 0], 0.8),
}
# Lines across the draws of chance: what they are, and their dash.
LINES = {
    "observed": (OBSERVED, [1, 0]),
    "mean of chance": (CHANCE, [6, 4]),
    "observed before your move": (GREY, [2, 3]),
}
VERDICTS = {
    "more": (YES, "triangle-up", "more cross than chance gives"),
    "like": (GREY, "circle", "no different from chance"),
    "fewer": (NO, "triangle-down", "fewer cross than chance gives"),
}
_SHAPES = {
    "Europe": "circle",
    "Asia-Pacific": "square",
    "Middle East": "triangle-up",
    "North America": "diamond",
    "Eurasia": "triangle-down",
    "Global": "cross",
    "Africa": "triangle-right",
    "Latin America": "triangle-left",
}


def cut_map(
    pairs: pd.DataFrame,
    at: pd.DataFrame,
    ends: tuple[str, str],
    sides: tuple[str, str] = ("Europe", "Asia-Pacific"),
    by_hand: frozenset[str] = frozenset(),
) -> Drawn:
    """Draw the pairs that hold two actors together, and others between the same actors.

    Parameters
    ----------
    pairs : pandas.DataFrame
        Columns ``a``, ``b``, ``ties``, ``state`` (a key of `PAIR_STATES`).
    at : pandas.DataFrame
        Places, as `network.places` gives them.
    ends : tuple of str
        The two actors that the paths join.
    sides : tuple of str, optional
        The theatres that stand left and right.
    by_hand : frozenset of str, optional
        Pairs ("A B") cut by hand: they stay in sight, so that they can be restored.

    Returns
    -------
    Drawn
        Selection ``pair`` (field ``pair``, "A B") tells what was clicked.
    """
    height = 320
    spots = {
        r.actor: {
            "actor": r.actor,
            "name": r.name,
            "theatre": r.theatre,
            "x": r.x,
            "y": r.y / maps.HEIGHT * height,
            "side": r.side,
            "words": r.words,
            "first": r.first / maps.HEIGHT * height,
            "role": "other",
        }
        for r in at.itertuples(index=False)
    }
    order = list(PAIR_STATES)
    pairs = sorted(pairs.itertuples(index=False), key=lambda r: (-order.index(r.state), r.a, r.b))
    for r in pairs:
        if r.state in ("to cut", "on a path") or f"{r.a} {r.b}" in by_hand:
            spots[r.a]["role"] = spots[r.b]["role"] = "between"
    for a in ends:
        spots[a]["role"] = "end"
    named = {actor: spot for actor, spot in spots.items() if spot["role"] != "other"}
    rows = []
    for r in pairs:
        if r.a in named and r.b in named:
            one, other = named[r.a], named[r.b]
            rows.append(
                {
                    "pair": f"{r.a} {r.b}",
                    "ties": r.ties,
                    "state": r.state,
                    "what": f"{one['name']} – {other['name']}",
                    "x": one["x"],
                    "y": one["y"],
                    "x2": other["x"],
                    "y2": other["y"],
                }
            )
    heads = maps.headings(at, sides, height)
    highest = min([spot["first"] for spot in named.values()] + list(heads["y"]))
    top = max(0, round(highest - ABOVE))  # where nobody stands at the world's top, no room is lost
    return Drawn(
        _cut_map,
        height,
        top,
        rows={"pairs": rows, "spots": list(named.values()), "heads": heads},
    )


def _cut_map(height: int, top: int) -> alt.LayerChart:
    x_axis, y_axis = (
        {"scale": alt.Scale(domain=[low, high], range=[0, high]), "axis": None}
        for low, high in ((0, WIDTH), (top, height))
    )
    states = alt.Scale(domain=list(PAIR_STATES), range=[v[0] for v in PAIR_STATES.values()])
    pick = picks("pair", "pair")
    lines = (
        alt.Chart(alt.NamedData("pairs"))
        .mark_rule()
        .encode(
            x=alt.X("x:Q", **x_axis),
            y=alt.Y("y:Q", **y_axis),
            x2=alt.X2("x2:Q"),
            y2=alt.Y2("y2:Q"),
            color=alt.Color(
                "state:N",
                title=None,
                scale=states,
                legend=alt.Legend(
                    orient="top", symbolType="stroke", symbolStrokeWidth=3, symbolSize=500
                ),
            ),
            strokeDash=alt.StrokeDash(
                "state:N",
                title=None,
                scale=alt.Scale(
                    domain=list(PAIR_STATES), range=[v[1] for v in PAIR_STATES.values()]
                ),
            ),
            strokeWidth=alt.StrokeWidth(
                "state:N",
                scale=alt.Scale(
                    domain=list(PAIR_STATES), range=[v[2] for v in PAIR_STATES.values()]
                ),
                legend=None,
            ),
            strokeOpacity=either(alt.StrokeOpacityValue, "datum.state == 'other'", 0.4, 0.95),
            tooltip=[
                alt.Tooltip("what:N", title="Pair"),
                alt.Tooltip("ties:Q", title="Ties"),
                alt.Tooltip("state:N", title="Now"),
            ],
        )
        .add_params(pick)
    )
    dots = (
        alt.Chart(alt.NamedData("spots"))
        .mark_point(filled=True, opacity=1, stroke="#ffffff", strokeWidth=1, color="#6f7780")
        .encode(
            x=alt.X("x:Q", **x_axis),
            y=alt.Y("y:Q", **y_axis),
            tooltip=[
                alt.Tooltip("name:N", title="Actor"),
                alt.Tooltip("theatre:N", title="Home theatre"),
            ],
            size=alt.Size(
                "role:N", scale=alt.Scale(domain=["end", "between"], range=[330, 130]), legend=None
            ),
            shape=alt.Shape(
                "role:N",
                scale=alt.Scale(domain=["end", "between"], range=["diamond", "circle"]),
                legend=None,
            ),
        )
    )
    labels = [
        alt.Chart(alt.NamedData("spots"), name=f"halo{side + 1}")
        .transform_filter(f"datum.side == {side}")
        .mark_text(align=align, dx=dx, dy=dy, fontSize=12, fontWeight=600, lineBreak="\n")
        .encode(x=alt.X("x:Q", **x_axis), y=alt.Y("first:Q", **y_axis), text=alt.Text("words:N"))
        for side, (align, dx, dy) in maps.LABELS.items()
    ]
    titles = (
        alt.Chart(alt.NamedData("heads"), name="halo_heads")
        .mark_text(fontSize=13, fontWeight="bold", opacity=0.7)
        .encode(x=alt.X("x:Q", **x_axis), y=alt.Y("y:Q", **y_axis), text=alt.Text("t:N"))
    )
    return overlay(lines, dots, *labels, titles, width=WIDTH, height=height)


def chance_histogram(
    draws: np.ndarray,
    observed: float,
    title: str = "Share of ties that cross theatres",
    percent: bool = True,
    former: float | None = None,
    opened: str = "",
) -> Drawn:
    """Draw the values that chance gives, the observed one as a line across them, the former too.

    Selection ``mark`` (field ``mark``: a key of `chance_bars`, or a line of `LINES`) tells what was
    clicked; the param ``opened`` rings it.
    """
    known = [observed] if former is None else [observed, former]
    values, names = [observed, draws.mean(), *known[1:]], list(LINES)[: len(known) + 1]
    lines = [
        {"value": round(float(value), 4), "line": name, "mark": name}
        for value, name in zip(values, names)
    ]
    return Drawn(
        _chance_histogram,
        title,
        percent,
        rows={"bars": chance_bars(draws, *known), "lines": lines},
        params={"opened": opened},
    )


def chance_bars(draws: np.ndarray, *known: float) -> list[dict]:
    """Count draws in thirty bars over an axis that holds the known values too.

    Parameters
    ----------
    draws : numpy.ndarray
        What chance gave.
    *known : float
        Values that stand on the same axis.

    Returns
    -------
    list of dict
        ``from``, ``to``, ``draws``, ``mark`` (key) of each bar.
    """
    low, high = min(draws.min(), *known), max(draws.max(), *known)
    edges = np.linspace(low - 0.02 * (high - low) - 1e-9, high + 0.02 * (high - low) + 1e-9, 31)
    count = np.histogram(draws, bins=edges)[0]
    edges = edges.round(4).tolist()
    return [
        {"from": low, "to": high, "draws": number, "mark": f"bar {i}"}
        for i, (low, high, number) in enumerate(zip(edges, edges[1:], count.tolist()))
    ]


def _chance_histogram(title: str, percent: bool) -> alt.LayerChart:
    form = "%" if percent else ".2f"
    x = alt.X(
        "from:Q",
        bin="binned",
        title=title,
        axis=alt.Axis(format=form, tickCount=10),
        scale=alt.Scale(zero=False, nice=False),
    )
    hist = (
        alt.Chart(alt.NamedData("bars"))
        .mark_bar(color=DRAWS, opacity=0.75, cursor="pointer")
        .encode(
            x=x,
            x2=alt.X2("to:Q"),
            y=alt.Y("draws:Q", title="Shuffles"),
            tooltip=[
                alt.Tooltip("from:Q", title="From", format=form),
                alt.Tooltip("to:Q", title="To", format=form),
                alt.Tooltip("draws:Q", title="Shuffles"),
            ],
            stroke=alt.StrokeValue(RING),
            strokeWidth=either(alt.StrokeWidthValue, "datum.mark === opened", 4, 0),
        )
        .add_params(picks("mark", "mark"))
    )
    scale = {"domain": list(LINES)}
    ring = (
        alt.Chart(alt.NamedData("lines"))
        .transform_filter("datum.mark === opened")
        .mark_rule(strokeWidth=11, opacity=0.4, color=RING, aria=False)
        .encode(x=alt.X("value:Q"))
    )
    rule = (
        alt.Chart(alt.NamedData("lines"))
        .mark_rule(strokeWidth=3, cursor="pointer")
        .encode(
            x=alt.X("value:Q"),
            color=alt.Color(
                "line:N",
                title=None,
                scale=alt.Scale(**scale, range=[colour for colour, _ in LINES.values()]),
                legend=alt.Legend(orient="top", symbolType="stroke", symbolSize=500),
            ),
            strokeDash=alt.StrokeDash(
                "line:N",
                title=None,
                scale=alt.Scale(**scale, range=[dash for _, dash in LINES.values()]),
            ),
            tooltip=[
                alt.Tooltip("line:N", title="Line"),
                alt.Tooltip("value:Q", title=title, format=".1%" if percent else ".2f"),
            ],
        )
    )
    return overlay(
        hist,
        ring,
        rule,
        params=[alt.param(name="opened", value="")],
        width=WIDTH,
        height=260,
    )


def _deep(lines: int) -> int:
    """Return the lines of a column: of few sizes, so that a choice seldom needs a new chart."""
    needed = -(-lines // COLUMNS) + 1
    return LEAST_DEEP + DEEPER * max(-(-(needed - LEAST_DEEP) // DEEPER), 0)


def community_lists(found: pd.DataFrame, name: dict[str, str], opened: str = "") -> Drawn:
    """Draw communities as lists of actors; a cross marks one among those of another theatre.

    Parameters
    ----------
    found : pandas.DataFrame
        As `model.decoupling.communities` returns it.
    name : mapping of str to str
        Actor to its name.
    opened : str, optional
        Starting value of the param ``opened``: the actor that is ringed.

    Returns
    -------
    Drawn
        Selection ``actor`` tells what was clicked.
    """
    groups: dict[int, list] = {}
    for r in found.itertuples(index=False):
        groups.setdefault(r.community, []).append(r)
    deep = _deep(len(found) + 2 * len(groups))  # a heading and a gap each
    rows, line = [], 0
    for k, members in groups.items():
        led = min(members, key=lambda r: (-r.ties, r.actor)).actor
        line += (
            (deep - line % deep) if line % deep >= deep - 2 else 0
        )  # no heading at the foot of a column
        rows.append(
            {
                "line": line,
                "actor": "",
                "label": f"{k}: {name[led]} + {len(members) - 1}",
                "theatre": "",
                "wrong": False,
            }
        )
        for r in sorted(members, key=lambda r: (r.wrong, r.theatre, r.actor)):
            line += 1
            rows.append(
                {
                    "line": line,
                    "actor": r.actor,
                    "label": name[r.actor],
                    "theatre": r.theatre,
                    "wrong": bool(r.wrong),
                }
            )
        line += 2
    for row in rows:
        row["column"], row["row"] = divmod(row.pop("line"), deep)
    wide = max(rows[-1]["column"] + 1, COLUMNS)
    return Drawn(
        _community_lists,
        deep,
        wide,
        tuple(t for t in THEATRE_COLOUR if t in set(found["theatre"])),
        rows={"listed": rows},
        params={"opened": opened},
    )


def _community_lists(deep: int, wide: int, theatres: tuple[str, ...]) -> alt.LayerChart:
    x = alt.X(
        "column:Q", axis=None, scale=alt.Scale(domain=[-0.05, wide - 0.05], nice=False, zero=False)
    )
    y = alt.Y(
        "row:Q", axis=None, scale=alt.Scale(domain=[deep - 0.5, -0.5], nice=False, zero=False)
    )
    pick = picks("actor", "actor")
    data = alt.NamedData("listed")
    base = alt.Chart(data).transform_filter("datum.actor != ''").encode(x=x, y=y)
    dots = (
        base.mark_point(filled=True, size=70, opacity=1, xOffset=4)
        .encode(
            color=alt.Color(
                "theatre:N",
                title="Home",
                scale=alt.Scale(domain=list(theatres), range=[THEATRE_COLOUR[t] for t in theatres]),
                legend=alt.Legend(orient="top", columns=8),
            ),
            shape=alt.Shape(
                "theatre:N",
                title="Home",
                scale=alt.Scale(domain=list(theatres), range=[_SHAPES[t] for t in theatres]),
            ),
            tooltip=[
                alt.Tooltip("label:N", title="Actor"),
                alt.Tooltip("theatre:N", title="Home theatre"),
            ],
        )
        .add_params(pick)
    )
    names = base.mark_text(align="left", dx=14, fontSize=12, limit=164).encode(
        text=alt.Text("label:N")
    )
    crossed = (
        base.transform_filter("datum.wrong")
        .mark_text(align="left", dx=-8, fontSize=12, fontWeight="bold")
        .encode(text=alt.TextValue("✕"))
    )
    heads = (
        alt.Chart(data)
        .transform_filter("datum.actor == ''")
        .mark_text(align="left", fontSize=12, fontWeight="bold", limit=160)
        .encode(x=x, y=y, text=alt.Text("label:N"))
    )
    at_dot = base.mark_point(
        size=220, strokeWidth=2.5, color=RING, filled=False, xOffset=4, aria=False
    )
    return overlay(
        dots,
        at_dot.transform_filter("datum.actor === opened"),
        names,
        crossed,
        heads,
        params=[alt.param(name="opened", value="")],
        width=WIDTH,
        height=min(max(deep * 17, 200), 410),
    )


def year_line(
    series: pd.DataFrame, title: str, year: int, percent: bool, opened: int | str = ""
) -> Drawn:
    """Draw a measure at each year's end, what chance gives, and the year of the supposed break.

    Selection ``point`` (field ``year``) tells what was clicked; the param ``opened`` rings a year.
    """
    start = [{"x": year - 0.5, "t": f"from {year}"}]
    return Drawn(
        _year_line,
        title,
        percent,
        int(series["year"].min()),
        int(series["year"].max()),
        bool(series["low"].notna().any()),
        rows={"years": series.round(4), "start": start},
        params={"opened": opened},
    )


def _year_line(title: str, percent: bool, first: int, last: int, chance: bool) -> alt.LayerChart:
    form = "%" if percent else ".2~f"
    scale = alt.Scale(domain=[first - 0.3, last + 0.3], nice=False)
    told = "End of year (solid: observed; dashed: mean of chance; band: 95 of 100 shuffles)"
    ticks = alt.Axis(format="d", tickMinStep=1)
    x = alt.X("year:Q", title=told if chance else "End of year", axis=ticks, scale=scale)
    y = alt.Y("value:Q", title=title, axis=alt.Axis(format=form))
    layers, data = [], alt.NamedData("years")
    if chance:
        layers.append(
            alt.Chart(data)
            .mark_area(color=DRAWS, opacity=0.3)
            .encode(
                x=x, y=alt.Y("low:Q", title=title, axis=alt.Axis(format=form)), y2=alt.Y2("high:Q")
            )
        )
        layers.append(
            alt.Chart(data)
            .mark_line(color=CHANCE, strokeDash=[6, 4])
            .encode(x=x, y=alt.Y("expected:Q"))
        )
    line = (
        alt.Chart(data, name="trace_line")
        .mark_line(
            color=OBSERVED,
            strokeWidth=2.5,
            point=alt.OverlayMarkDef(filled=True, size=70, color=OBSERVED),
        )
        .encode(
            x=x,
            y=y,
            tooltip=[
                alt.Tooltip("year:Q", title="End of year"),
                alt.Tooltip("value:Q", title=title, format=".1%" if percent else ".2f"),
                alt.Tooltip("ties:Q", title="Ties"),
            ],
        )
        .add_params(picks("point", "year"))
    )
    ring = (
        alt.Chart(data)
        .transform_filter("datum.year === opened")
        .mark_point(size=240, strokeWidth=2.5, color=RING, filled=False, aria=False)
        .encode(x=x, y=y)
    )
    options = {
        "params": [alt.param(name="opened", value="")],
        "width": WIDTH,
        "height": 270,
    }
    start = alt.Chart(alt.NamedData("start"))
    mark = start.mark_rule(strokeDash=[2, 3], strokeWidth=1.5).encode(x=alt.X("x:Q"))
    word = start.mark_text(align="left", dx=5, dy=9, fontSize=12).encode(
        x=alt.X("x:Q"), y=alt.YValue(0), text=alt.Text("t:N")
    )
    if last < TEXT_IN_YEARS:  # the last year then stands for what was known by that day
        return overlay(*layers, line, ring, mark, word, **options)
    ground, words = hindsight(str(last + 0.3), since=TEXT_IN_YEAR_ENDS, across=by_year(scale))
    return overlay(ground, *layers, line, ring, mark, word, *words, **options)


def break_bars(by_year: pd.DataFrame, year: int, opened: int | str = "") -> Drawn:
    """Draw the difference of crossing shares for every year that could part early from late.

    Selection ``break`` (field ``year``) tells what was clicked; the param ``opened`` rings a year.
    """
    frame = by_year.assign(
        chosen=by_year["year"] == year, difference=by_year["difference"].astype(float).round(4)
    )
    return Drawn(_break_bars, rows={"years": frame}, params={"opened": opened})


def _break_bars() -> alt.Chart:
    return (
        alt.Chart(alt.NamedData("years"))
        .mark_bar(cursor="pointer")
        .encode(
            x=alt.X("year:O", title="First year of the later period (full: the one chosen)"),
            y=alt.Y("difference:Q", title="Later minus earlier share", axis=alt.Axis(format="+%")),
            color=alt.ColorValue(OBSERVED),
            fillOpacity=either(alt.FillOpacityValue, "datum.chosen", 1, 0.4),
            strokeWidth=either(alt.StrokeWidthValue, "datum.year === opened", 4, 0),
            stroke=alt.StrokeValue(RING),
            tooltip=[
                alt.Tooltip("year:O", title="First year of the later period"),
                alt.Tooltip("difference:Q", title="Later minus earlier share", format="+.1%"),
                alt.Tooltip("n_before:Q", title="Ties before"),
            ],
        )
        .add_params(picks("break", "year"), alt.param(name="opened", value=""))
        .properties(width=WIDTH, height=270)
    )


def lag_bars(bars: pd.DataFrame, first: str, then: str, opened: float | str = "") -> Drawn:
    """Draw pairs of events by the days between them, over the band that chance gives.

    Selection ``bar`` (field ``lag``) tells what was clicked; the param ``opened`` rings a bar.
    """
    half = (bars["lag"].iloc[1] - bars["lag"].iloc[0]) / 2
    frame = bars.assign(start=bars["lag"] - half, end=bars["lag"] + half).round(2)
    frame["side"] = np.where(frame["lag"] > 0, f"{first} first", f"{then} first")
    return Drawn(
        _lag_bars,
        first,
        then,
        (*frame["start"].tolist(), float(frame["end"].iloc[-1])),
        rows={"lags": frame},
        params={"opened": opened},
    )


def _lag_bars(first: str, then: str, edges: tuple[float, ...]) -> alt.LayerChart:
    at = list(edges)
    x = alt.X(
        "start:Q",
        bin="binned",
        title=f"Days from an event in {first} to one in {then}"
        " (diamond: mean of chance; line: 95 of 100 shuffles)",
        axis=alt.Axis(values=at, format="d"),
        scale=alt.Scale(nice=False, domain=[at[0], at[-1]]),
    )
    data = alt.NamedData("lags")
    drawn = (
        alt.Chart(data)
        .mark_bar(opacity=0.8, cursor="pointer", color=OBSERVED)
        .encode(
            x=x,
            x2=alt.X2("end:Q"),
            y=alt.Y("pairs:Q", title="Pairs of events"),
            stroke=alt.StrokeValue(
                **alt.condition("datum.lag === opened", alt.value(RING), alt.value("#ffffff"))
            ),
            strokeWidth=either(alt.StrokeWidthValue, "datum.lag === opened", 4, 1),
            tooltip=[
                alt.Tooltip("side:N", title="Which came first"),
                alt.Tooltip("lag:Q", title="Days between"),
                alt.Tooltip("pairs:Q", title="Pairs of events"),
                alt.Tooltip("expected:Q", title="Chance gives"),
                alt.Tooltip("low:Q", title="At least"),
                alt.Tooltip("high:Q", title="At most"),
            ],
        )
        .add_params(picks("bar", "lag"))
    )
    band = (
        alt.Chart(data)
        .mark_rule(strokeWidth=3)
        .encode(x=alt.X("lag:Q"), y=alt.Y("low:Q", title="Pairs of events"), y2=alt.Y2("high:Q"))
    )
    middle = (
        alt.Chart(data)
        .mark_point(filled=True, shape="diamond", size=90, color=CHANCE, opacity=1)
        .encode(x=alt.X("lag:Q"), y=alt.Y("expected:Q"))
    )
    zero = (
        alt.Chart(Rows(pd.DataFrame({"x": [0]}))).mark_rule(strokeWidth=1.5).encode(x=alt.X("x:Q"))
    )
    words = [
        alt.Chart(Rows([{"x": 0}]))
        .mark_text(align=align, dx=dx, dy=-8, fontSize=12, fontWeight="bold")
        .encode(x=alt.X("x:Q"), y=alt.YValue(0), text=alt.TextValue(f"{side} first"))
        for side, align, dx in ((first, "left", 8), (then, "right", -8))
    ]
    return overlay(
        drawn,
        band,
        middle,
        zero,
        *words,
        params=[alt.param(name="opened", value="")],
        width=WIDTH,
        height=280,
    )


def specification_chart(
    results: pd.DataFrame,
    choice: str,
    named: str,
    options: dict[str, str],
    measure: str = "effect",
    opened: int | str = "",
) -> Drawn:
    """Draw a specification curve, and below it which option of one choice each specification took.

    Parameters
    ----------
    results : pandas.DataFrame
        From `model.specification.curve`, those that can say.
    choice, named : str
        Column shown below the curve, and its name.
    options : dict
        Its options and their meanings.
    measure : {"effect", "share"}
        What the height shows.
    opened : int, optional
        Starting value of the param ``opened``: the specification that is ringed.

    Returns
    -------
    Drawn
        Selection ``spec`` (field ``spec``: row number in ``results``) tells what was clicked.
    """
    frame = results.sort_values([measure, "share"], kind="stable").reset_index(names="spec")
    rows = pd.DataFrame(
        {
            "spec": frame["spec"],
            "rank": range(1, len(frame) + 1),
            "value": frame[measure].astype(float).round(3),
            "verdict": frame["verdict"],
            "ties": frame["ties"].astype(int),
            "option": frame[choice].map(options),
        }
    )
    return Drawn(
        _specification_chart,
        named,
        tuple(options.values()),
        measure,
        rows={"specifications": rows},
        params={"opened": opened},
    )


def _specification_chart(named: str, options: tuple[str, ...], measure: str) -> alt.VConcatChart:
    present = list(VERDICTS)
    colours, shapes, words = zip(*VERDICTS.values())
    said = ", ".join(f"'{v}': '{word}'" for v, word in zip(present, words))
    look = {
        "color": alt.Color(
            "verdict:N",
            title=None,
            scale=alt.Scale(domain=present, range=list(colours)),
            legend=alt.Legend(orient="top", labelExpr=f"{{{said}}}[datum.label]"),
        ),
        "shape": alt.Shape(
            "verdict:N", title=None, scale=alt.Scale(domain=present, range=list(shapes))
        ),
    }
    x = alt.X(
        "rank:Q",
        title=None,
        axis=None,
        scale=alt.Scale(domain=[0, alt.ExprRef("length(data('specifications')) + 1")], nice=False),
    )
    pick = picks("spec", "spec")
    title = "Observed less expected share" if measure == "effect" else "Share of crossing ties"
    level = (
        alt.Chart(Rows(pd.DataFrame({"y": [0.0 if measure == "effect" else 0.5]})))
        .mark_rule(strokeDash=[4, 3])
        .encode(y=alt.Y("y:Q"))
    )
    data = alt.NamedData("specifications")
    top = (
        alt.Chart(data)
        .mark_point(filled=True, size=34, opacity=0.85)
        .encode(
            x=x,
            y=alt.Y(
                "value:Q", title=title, axis=alt.Axis(format="+%" if measure == "effect" else "%")
            ),
            **look,
            tooltip=[
                alt.Tooltip("spec:Q", title="Specification no."),
                alt.Tooltip(
                    "value:Q", title=title, format="+.0%" if measure == "effect" else ".0%"
                ),
                alt.Tooltip("verdict:N", title="Crossing ties, beside chance"),
                alt.Tooltip("ties:Q", title="Ties"),
                alt.Tooltip("option:N", title=named),
            ],
        )
        .add_params(pick)
    )
    ring = (
        alt.Chart(data)
        .transform_filter("datum.spec === opened")
        .mark_point(size=240, strokeWidth=2.5, color=RING, filled=False, aria=False)
        .encode(x=x, y=alt.Y("value:Q"))
    )
    below = (
        alt.Chart(data)
        .mark_tick(thickness=1.4, height=13)
        .encode(
            x=x,
            y=alt.Y(
                "option:N",
                title=named,
                sort=list(options),
                axis=alt.Axis(
                    labelLimit=200,
                    titlePadding=6,
                    titleAngle=0,
                    titleAlign="left",
                    titleAnchor="start",
                    titleX=-195,
                    titleY=-10,
                ),
            ),
            color=alt.Color(
                "verdict:N",
                legend=None,
                scale=alt.Scale(domain=present, range=[VERDICTS[v][0] for v in present]),
            ),
        )
    )
    return alt.vconcat(
        overlay(
            level, top, ring, params=[alt.param(name="opened", value="")], width=510, height=190
        ),
        below.properties(width=510, height=84),  # however many options, so that nothing moves
        spacing=22,
        usermeta=FITTED,
    )
