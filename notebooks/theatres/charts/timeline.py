"""Floor 2: happenings on one timeline, and the stations of the escalation loop.

The browser alone filters both.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from ..model.pressure import (
    CONTESTED,
    ELSEWHERE,
    FIRMNESS,
    HYBRID,
    LANES,
    OTHER,
    STATIONS,
)
from ..tables import TEXT_DATE
from .theme import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    SKY,
    VERMILION,
    Drawn,
    Rows,
    by_date,
    either,
    hindsight,
    overlay,
    picks,
)

LOWEST = 360  # pixels, of a few lanes too: one height for all
LONE = 200  # of a single lane, which would stand half a screen below its controls
WIDTH = 600  # and some 150 pixels of lane names
# Colour and shape by firmness; contested ones are hollow besides.
FIRM = {
    "court": (BLUE, "diamond"),
    "claimed": (GREEN, "triangle-right"),
    "official": (SKY, "square"),
    "suspected": (ORANGE, "triangle-up"),
    "press": (PINK, "triangle-down"),
    "none": (VERMILION, "cross"),
    "open": (GREY, "circle"),
}
HEIGHTS = [3, 1, 0, 2, 4]  # of a lane's levels, from top to bottom: the first in the middle
PARAMS = {"years": [2013, 2026], "lane": "", "theatre": "", "firm": "", "claim": "", "chosen": ""}
FILTER = (
    "datum.year >= years[0] && datum.year <= years[1]"
    " && (lane == '' || datum.lane == lane || (lane == 'hybrid' && datum.hybrid))"
    " && (theatre == '' || datum.theatre == theatre)"
    " && (firm == '' || datum.firm == firm || (firm == 'contested' && datum.contested))"
    " && (claim == '' || indexof(split(datum.claims, ';'), claim) >= 0)"
)


def levels(
    rows: pd.DataFrame, by: str, gap_days: int = 110, n: int = 3, until: str = "when"
) -> pd.Series:
    """Give happenings that stand close together in a lane different heights, 0 to n - 1.

    ``until`` is the column of their ends.
    """
    last, found = {}, {}
    for r in rows.sort_values(["when", "id"]).itertuples():
        lane = getattr(r, by)
        ends = last.setdefault(lane, [float("-inf")] * n)
        free = [k for k in range(n) if r.when - ends[k] >= gap_days * 86_400_000]
        level = free[0] if free else ends.index(min(ends))
        ends[level], found[r.Index] = getattr(r, until), level
    return pd.Series(found).reindex(rows.index)


def by_firmness(channel, values=None):
    """Return an encoding of firmness.

    Fill, stroke and shape of one field share a legend, which lists ``values`` alone.
    """
    keys = list(FIRM)
    colours = [colour for colour, _ in FIRM.values()]
    shapes = [shape for _, shape in FIRM.values()]
    hollow = ["transparent" if k in CONTESTED else FIRM[k][0] for k in keys]
    ranges = {alt.Shape: shapes, alt.Fill: hollow}.get(channel, colours)
    names = " : ".join(f"datum.value == '{k}' ? '{v}'" for k, v in FIRMNESS.items()) + " : ''"
    return channel(
        "firm:N",
        title=None,
        scale=alt.Scale(domain=keys, range=ranges),
        legend=alt.Legend(
            orient="top", columns=4, symbolSize=90, labelExpr=names, values=values or keys
        ),
    )


def _values(rows: pd.DataFrame, columns: list[str]) -> Rows:
    plain = (
        rows[columns]
        .astype({c: str for c in ("kind", "theatre") if c in columns})
        .assign(claims=rows["claims"].fillna(""))
    )
    return Rows(plain)


def lanes(chosen: str = "") -> list[str]:
    """Return the lanes to draw: all, the four of hybrid incidents, or one."""
    everything = [*LANES.values(), OTHER]
    if chosen == "hybrid":
        return [LANES[kind] for kind in HYBRID]
    return [chosen] if chosen in everything else everything


def timeline(rows: pd.DataFrame, **values) -> Drawn:
    """Draw happenings in lanes, by date, as far as the years chosen.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `model.pressure.happenings` returns them.
    **values
        Starting values of `PARAMS`; the browser applies them.

    Returns
    -------
    Drawn
        Selection ``event`` (field ``id``) tells what was clicked.
    """
    rows = rows.assign(
        level=levels(rows, "lane", gap_days=85, n=len(HEIGHTS)),
        hybrid=rows["kind"].astype(str).isin(HYBRID),
    )
    at = {**PARAMS, **values}
    shown = lanes(at["lane"])
    firm = set(rows.loc[rows["lane"].isin(shown), "firm"])
    data = _values(
        rows,
        [
            "id",
            "date",
            "when",
            "year",
            "title",
            "kind",
            "lane",
            "level",
            "hybrid",
            "theatre",
            "firm",
            "contested",
        ],
    )
    return Drawn(
        _timeline,
        tuple(shown),
        tuple(k for k in FIRM if k in firm),
        rows={"events": data.values},
        params=at,
    )


def _timeline(shown: tuple[str, ...], firm: tuple[str, ...]) -> alt.LayerChart:
    # A legend without entries has no place, and Vega draws it at minus infinity.
    contested = [k for k in firm if k in CONTESTED] or list(firm)
    used = alt.ExprRef(f"firm == '' ? {list(firm)} : firm == 'contested' ? {contested} : [firm]")
    event = picks("event", "id")
    chosen = "datum.id == chosen"
    marks = (
        alt.Chart(alt.NamedData("events"))
        .transform_filter(FILTER)
        .mark_point(strokeWidth=1.8, opacity=1, fillOpacity=0.9, clip=True)
        .encode(
            x=by_date(
                "when",
                title=None,
                axis=alt.Axis(labelOverlap=True, labelFlush=False, grid=True),
                domain=[
                    alt.ExprRef("utc(years[0], 0, 1)"),
                    alt.ExprRef("utc(years[1] + 1, 0, 1)"),
                ],
                nice=False,
            ),
            y=alt.Y(
                "lane:N",
                title=None,
                sort=list(shown),
                scale=alt.Scale(domain=list(shown)),
                axis=alt.Axis(labelLimit=200, grid=True, tickBand="extent", ticks=False),
            ),
            yOffset=alt.YOffset("level:O", scale=alt.Scale(domain=HEIGHTS, paddingOuter=0.5)),
            fill=by_firmness(alt.Fill, used),
            stroke=by_firmness(alt.Stroke, used),
            shape=by_firmness(alt.Shape, used),
            size=either(alt.SizeValue, chosen, 230, 55),
            tooltip=[
                alt.Tooltip("date:N", title="When"),
                alt.Tooltip("title:N", title="What"),
                alt.Tooltip("kind:N", title="Kind"),
                alt.Tooltip("theatre:N", title="Theatre"),
            ],
        )
        .add_params(event)
    )
    params = [alt.param(name=k, value=v) for k, v in PARAMS.items()]
    year = int(TEXT_DATE[:4])
    seen = f"years[0] <= {year} && years[1] >= {year}"
    ground, words = hindsight("utc(years[1] + 1, 0, 1)", seen=seen)
    return overlay(
        ground,
        marks,
        *words,
        params=params,
        width=WIDTH,
        height=max(40 * len(shown), LOWEST) if len(shown) > 1 else LONE,
    )


EDGE, THIN, RING = "#555555", 0.6, 3.5  # around a mark, and around one that came after
LOOP_PARAMS = {"ids": [], "fresh": [], "asked": "2024-05-31", "chosen": ""}


def loop(rows: pd.DataFrame, **values) -> alt.LayerChart:
    """Draw the events of the loop by station, as far as a step shows them.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `model.pressure.loop_events` returns them.
    **values
        Starting values of `LOOP_PARAMS`: the ids shown, those of them that came after (ringed),
        the day the guess is asked, the event opened.

    Returns
    -------
    altair.LayerChart
        Selection ``event`` (field ``id``) tells what was clicked.
    """
    stations = [*STATIONS, ELSEWHERE]
    rows = rows.assign(level=levels(rows, "station", gap_days=60))
    at = {**LOOP_PARAMS, **values}
    event = picks("event", "id")
    data = _values(rows, ["id", "date", "when", "title", "station", "level", "kind"])
    tooltip = [alt.Tooltip("date:N", title="When"), alt.Tooltip("title:N", title="What")]
    x = by_date(
        "when",
        title=None,
        axis=alt.Axis(labelFlush=False),
        domain=[int(pd.Timestamp(d).timestamp() * 1000) for d in ("2022-07-01", "2026-07-15")],
        nice=False,
    )
    base = alt.Chart(data).encode(
        x=x,
        y=alt.Y(
            "station:N",
            title=None,
            sort=stations,
            scale=alt.Scale(domain=stations),
            axis=alt.Axis(
                labelLimit=200, labelFontSize=13, grid=True, tickBand="extent", ticks=False
            ),
        ),
        yOffset=alt.YOffset("level:O", scale=alt.Scale(domain=[1, 0, 2], paddingOuter=0.3)),
    )
    came = "indexof(fresh, datum.id) >= 0"
    marks = (
        base.transform_filter("indexof(ids, datum.id) >= 0")
        .mark_point(filled=True, opacity=1)
        .encode(
            stroke=either(alt.StrokeValue, came, PINK, EDGE),
            strokeWidth=either(alt.StrokeWidthValue, came, RING, THIN),
            color=alt.Color(
                "station:N",
                legend=None,
                scale=alt.Scale(domain=stations, range=[BLUE, ORANGE, VERMILION, GREEN, GREY]),
            ),
            shape=alt.Shape(
                "station:N",
                legend=None,
                scale=alt.Scale(
                    domain=stations, range=["circle", "triangle-up", "diamond", "square", "cross"]
                ),
            ),
            size=either(alt.SizeValue, "datum.id == chosen", 280, 110),
            tooltip=tooltip,
        )
        .add_params(event)
    )
    today = alt.Chart(Rows([{}])).transform_calculate(
        when="time(utcParse(asked, '%Y-%m-%d'))", label="'asked on ' + asked"
    )
    rule = today.mark_rule(strokeDash=[4, 3], strokeWidth=1.5).encode(x=by_date("when"))
    label = today.mark_text(align="center", dy=-8, fontSize=12, y=0).encode(
        x=by_date("when"), text=alt.Text("label:N")
    )
    params = [alt.param(name=k, value=v) for k, v in at.items()]
    ground, _ = hindsight("utc(2026, 6, 15)", worded=False)  # words stand at the day that is asked
    return overlay(ground, rule, marks, label, params=params, width=WIDTH, height=230)
