"""Floor 2: the network of ties as a map of fixed places, and as a matrix."""

from __future__ import annotations

import json
from enum import IntEnum
from typing import NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from ..model.network import dyad
from .theme import FAMILY_COLOUR, FAMILY_DASH, GREY, Drawn, overlay, picks

WIDTH, HEIGHT = 720, 450


class Side(IntEnum):
    """Where an actor's label stands, seen from its dot."""

    LEFT = -1
    ABOVE = 0
    RIGHT = 1
    BELOW = 2


class Zone(NamedTuple):
    """Centre and half-axes, in pixels, of a theatre's ring of actors; one of no height is a row."""

    x: float
    y: float
    across: float
    down: float


# The two theatres face each other, so that a tie between them is a line across the middle.
_ZONES = {
    "Europe": Zone(185, 240, 60, 132),
    "Asia-Pacific": Zone(535, 240, 60, 132),
    "Global": Zone(360, 20, 250, 0),
    "Eurasia": Zone(372, 84, 85, 0),
    "North America": Zone(215, 412, 40, 0),
    "Middle East": Zone(450, 412, 115, 0),
    "Africa": Zone(75, 412, 60, 0),
    "Latin America": Zone(672, 412, 35, 0),
}
# Above the rings and below the rows of the world's top: no name can stand there.
_HEADS = ((185, 87), (552, 87))
# Where a label stands by its side: alignment, and pixels to the right and down.
LABELS = {
    Side.LEFT: ("right", -10, 0),
    Side.ABOVE: ("center", 0, -12),
    Side.RIGHT: ("left", 10, 0),
    Side.BELOW: ("center", 0, 19),
}
PAIR = ">"  # joins the ids of both ends
LINE = 14  # pixels from one line of a name to the next
# Vega hangs further lines below the first, which therefore rises by so much for each of them.
_RISE = {Side.LEFT: LINE / 2, Side.ABOVE: LINE, Side.RIGHT: LINE / 2, Side.BELOW: 0}
_LETTERS_BY_RING, _LETTERS_IN_ROW = 22, 14  # a longer name takes two lines
# Of a ring: the share of its actors that face the other theatre; how much wider than the ring
# the ellipse is drawn, so that its ends stay apart; how even the steps are from name to name.
_FACING, _WIDER, _EVEN = 0.42, 1.15, 0.7

_ENDS = ("source", "target")
# Lines leave an actor's dot and reach the next so many pixels from its centre; length of a head.
_FROM_DOT, _TO_DOT, _HEAD = 7, 9, 7
_APART = 0.9  # lengths of a head between two of them
_CROWD = 4  # so many ties of one dyad fan out anyway, and need no detour
FILTER = (
    "datum.since <= year && (datum.until == null || datum.until >= year)"
    " && (actor == '' || datum.source == actor || datum.target == actor)"
    " && (kind == '' || datum.kind == kind || datum.family == kind)"
    " && (sign == '' || datum.sign == toNumber(sign))"
    " && (asserted == '' || datum.asserted_by == asserted)"
    " && (status == '' || datum.status == status)"
    " && (!crossing || datum.crosses)"
    " && (without == '' || (datum.source != without && datum.target != without))"
)
_TOLD = [
    "id",
    *_ENDS,
    "kind",
    "family",
    "sign",
    "status",
    "asserted_by",
    "since",
    "until",
    "crosses",
]
PARAMS = {
    "year": 2024,
    "actor": "",
    "kind": "",
    "sign": "",
    "asserted": "",
    "status": "",
    "crossing": False,
    "without": "",
    "chosen": "",  # the tie that is open
}
_OPEN = "chosen == '' || datum.id == chosen"
_SEEN, _FAINT, _RING = 0.85, 0.15, 4.5  # opacity of lines; width of the one that is open
# Signs have hues of their own: those of the kinds of tie would mean another thing.
SIGN_COLOUR = {"friendly": "#117733", "hostile": "#882255", "mixed or neither": GREY}


def _zones(actors: pd.DataFrame) -> dict:
    """Give each theatre its room; those of another argument take the rooms in order of naming."""
    named = list(map(str, actors["theatre"].cat.categories))
    return _ZONES if set(named) <= set(_ZONES) else dict(zip(named, _ZONES.values()))


def places(ties: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Give every actor with a tie a fixed place by its home theatre.

    Parameters
    ----------
    ties, actors : pandas.DataFrame
        All ties of the network (so that a filter moves nobody), and the actors table.

    Returns
    -------
    pandas.DataFrame
        Columns ``actor``, ``name``, ``kind``, ``theatre``, ``x``, ``y`` (pixels), ``side`` (a
        `Side`), ``words`` (the name, a long one on two lines) and ``first`` (``y`` of their first
        line).
    """
    zones = _zones(actors)
    rows = []
    for theatre, group in _most_linked_first(ties, actors).groupby(
        "theatre", observed=True, sort=False
    ):
        zone = zones[str(theatre)]
        lay_out, letters = (ring, _LETTERS_BY_RING) if zone.down else (row, _LETTERS_IN_ROW)
        for actor, (x, y, side) in zip(group.itertuples(), lay_out(zone, len(group))):
            words = _two_lines(actor.name, letters)
            rows.append(
                {
                    "actor": actor.actor,
                    "name": actor.name,
                    "kind": str(actor.kind),
                    "theatre": str(theatre),
                    "x": round(float(x), 1),
                    "y": round(float(y), 1),
                    "side": int(side),
                    "words": words,
                    "first": round(float(y - _RISE[side] * words.count("\n")), 1),
                }
            )
    columns = ["actor", "name", "kind", "theatre", "x", "y", "side", "words", "first"]
    return pd.DataFrame(rows, columns=columns)


def _most_linked_first(ties: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Return the actors that have ties, in order of their ties across the theatres."""
    ends = [ties[[end, "crosses"]].set_axis(["actor", "crosses"], axis=1) for end in _ENDS]
    crossing = pd.concat(ends).groupby("actor")["crosses"].sum()
    shown = actors[actors["id"].isin(crossing.index)].rename(columns={"id": "actor"})
    shown = shown.assign(crossing=shown["actor"].map(crossing))
    return shown.sort_values(["crossing", "actor"], ascending=[False, True])


def ring(zone: Zone, n: int) -> list[tuple[float, float, Side]]:
    """Place n actors on a ring, the most linked where it faces the other theatre.

    Returns
    -------
    list of tuple
        ``x``, ``y`` (pixels) and the side of the label, the most linked actor first.
    """
    facing = int(np.ceil(_FACING * n))
    inward = Side.LEFT if zone.x > WIDTH / 2 else Side.RIGHT
    outward = Side(-inward)
    front = [_on_ring(zone, inward, _wide_middle(_share(i, facing))) for i in range(facing)]
    back = [_on_ring(zone, outward, _share(i, n - facing)) for i in range(n - facing)]
    return front + back


def row(zone: Zone, n: int) -> list[tuple[float, float, Side]]:
    """Place n actors in a row, as `ring` does, with neighbours' labels above and below in turn."""
    found = []
    for i in range(n):
        step = _from_middle(i, n)
        whole = int(step) if n % 2 else int(step + 0.5)
        low = n > 2 and whole % 2 == 1
        x = zone.x + 2 * zone.across * step / max(n - 1, 1)
        found.append((x, zone.y + LINE * low, Side.BELOW if low else Side.ABOVE))
    return found


def _from_middle(i: int, n: int) -> float:
    """Return how many steps off the middle the i-th of n stands: the first in it, then in turn."""
    step = (i + 1) // 2
    signed = step if i % 2 else -step
    return signed if n % 2 else signed - 0.5


def _share(i: int, n: int) -> float:
    """Return the height of the i-th of n on one side of a ring, from -1 (top) to 1."""
    return 2 * _from_middle(i, n) / max(n - 1, 3)


def _wide_middle(share: float) -> float:
    """Give the names of the most linked, in the middle, more room than those at the ends."""
    return _EVEN * share + (1 - _EVEN) * np.sin(np.pi / 2 * share)


def _on_ring(zone: Zone, side: Side, share: float) -> tuple[float, float, Side]:
    out = side * zone.across * np.sqrt(1 - (share / _WIDER) ** 2)
    return zone.x + out, zone.y + zone.down * share, side


def _two_lines(name: str, most: int) -> str:
    """Break a long name at the gap nearest to its middle."""
    gaps = [i for i, letter in enumerate(name) if letter == " "]
    if len(name) <= most or not gaps:
        return name
    at = min(gaps, key=lambda i: abs(2 * i + 1 - len(name)))
    return f"{name[:at]}\n{name[at + 1 :]}"


def headings(at: pd.DataFrame, sides: tuple[str, str], height: float = HEIGHT) -> pd.DataFrame:
    """Give the names of the two theatres that face each other their places.

    Returns
    -------
    pandas.DataFrame
        Columns ``t``, ``x``, ``y`` (pixels of a map of that height).
    """
    present = set(at["theatre"])
    rows = [
        (theatre.upper(), x, round(y * height / HEIGHT, 1))
        for theatre, (x, y) in zip(sides, _HEADS)
        if theatre in present
    ]
    return pd.DataFrame(rows, columns=["t", "x", "y"])


def curves(
    ties: pd.DataFrame, at: pd.DataFrame, points: int = 17, room: float = 150, step: float = 14
) -> list[dict]:
    """Draw each tie as a bent line with an arrowhead. GeoJSON, in pixels.

    Ties of one dyad bend apart, by `step` pixels or as far as `room` allows; each family of ties is
    spread over all of the room, so that neighbours differ in colour and a filter leaves wide gaps.
    A line makes way for an actor that stands in it. Evidence has two heads where the text has one.
    """
    at = at.set_index("actor")
    start, end = (at.loc[ties[e], ["x", "y"]].to_numpy() for e in _ENDS)
    along = end - start
    length = np.maximum(np.hypot(*along.T), 1)[:, None]
    unit = along / length
    normal = np.column_stack([-unit[:, 1], unit[:, 0]])
    rank, size, flip = _ranks(ties)
    gap = np.minimum(step, np.minimum(room, 1.3 * length[:, 0]) / size)
    apart = (rank - (size - 1) / 2) * gap * flip
    detour = np.where(size < _CROWD, _way_round(start, normal, along, at), 0)
    bend = (apart + detour)[:, None]
    start, end = start + unit * _FROM_DOT, end - unit * _TO_DOT
    middle = (start + end) / 2 + normal * 2 * bend
    t = np.linspace(0, 1, points)[:, None, None]
    curve = (1 - t) ** 2 * start + 2 * t * (1 - t) * middle + t**2 * end
    # Points of a line that hardly bends are a burden: two or nine will do.
    sharp = np.abs(bend[:, 0])
    every = np.select([sharp < 2, sharp < 20], [(points - 1) // 2, 2], 1)
    shown = ties["asserted_by"].astype(str) == "evidence"
    return [
        _arrow(curve[:, i], every[i], mutual, 2 if by_evidence else 1)
        for i, (mutual, by_evidence) in enumerate(zip(ties["mutual"], shown))
    ]


def _ranks(ties: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return each tie's rank in its dyad, the dyad's ties, and 1 or -1 for its direction in it."""
    low, high = dyad(ties)
    family = ties.groupby([low, high, ties["family"]])
    spread = (family.cumcount() + 0.5) / family["id"].transform("size")
    rank = spread.groupby([low, high]).rank(method="first").to_numpy() - 1
    size = ties.groupby([low, high])["id"].transform("size").to_numpy()
    return rank, size, np.where(ties["source"] == low, 1.0, -1.0)


def _arrow(line: np.ndarray, every: int, mutual: bool, heads_each: int) -> dict:
    """Turn the points of a line into a shape with heads at its end, or at both ends."""
    ends = [(line[-2], line[-1]), *([(line[1], line[0])] if mutual else [])]
    heads = [_head(*end, behind) for end in ends for behind in range(heads_each)]
    parts = [np.round(part, 1).tolist() for part in (line[::every], *heads)]
    return {"type": "MultiLineString", "coordinates": parts}


def _way_round(
    start: np.ndarray, normal: np.ndarray, along: np.ndarray, at: pd.DataFrame, clear: float = 17
) -> np.ndarray:
    """Return how far each line must bend so as not to run through an actor it does not join."""
    to = at[["x", "y"]].to_numpy() - start[:, None]
    share = (to * along[:, None]).sum(axis=2) / np.maximum((along**2).sum(axis=1), 1)[:, None]
    aside = (to * normal[:, None]).sum(axis=2)
    between = (share > 0.08) & (share < 0.92)  # its own two ends are not in its way
    near = np.where(between, np.abs(aside), np.inf)
    nearest = near.argmin(axis=1)[:, None]
    share, aside, near = (
        np.take_along_axis(v, nearest, axis=1)[:, 0] for v in (share, aside, near)
    )
    away = np.where(aside > 0, aside - clear, aside + clear)
    # A curve of two ends and a middle reaches 4 s (1 - s) of its bend at the share s of its way.
    bend = away / np.maximum(4 * share * (1 - share), 0.3)
    most = 0.4 * np.hypot(*along.T)
    return np.where(near < clear / 2, np.clip(bend, -most, most), 0.0)


def _head(before: np.ndarray, tip: np.ndarray, behind: int = 0) -> np.ndarray:
    """Return the three points of an arrowhead, each side of it turned 30 degrees off the line.

    One that stands ``behind`` another leaves it clear.
    """
    line = before - tip
    back = line / max(np.hypot(*line), 1e-9) * _HEAD
    tip = tip + behind * _APART * back
    turn = np.array([[0.86, -0.5], [0.5, 0.86]])
    return np.array([tip + turn @ back, tip, tip + turn.T @ back])


def relation_map(
    ties: pd.DataFrame, actors: pd.DataFrame, height: float = HEIGHT, **values
) -> Drawn:
    """Draw ties between actors at fixed places.

    Parameters
    ----------
    ties : pandas.DataFrame
        Ties as `model.network.ties` returns them.
    actors : pandas.DataFrame
        The actors table.
    height : number, optional
        Pixels; a lower map has room for few actors at a time.
    **values
        Starting values of the filters in `PARAMS`; the browser applies them, so that moving a
        control needs no kernel.

    Returns
    -------
    Drawn
        Selections ``tie`` (field ``id``) and ``node`` (field ``actor``) tell what was clicked.
    """
    at = _lowered(places(ties, actors), height)
    rows = _plain_ties(ties).assign(label=ties["label"], weight=ties["weight"].astype(int))
    shapes = [
        {"type": "Feature", "geometry": shape, **tie}
        for shape, tie in zip(curves(ties, at), rows.to_dict("records"))
    ]
    left_and_right = tuple(_zones(actors))[:2]
    return Drawn(
        _relation_map,
        height,
        kinds_of(ties),
        rows={"ties": shapes, "places": at, "headings": headings(at, left_and_right, height)},
        params=values,
    )


def _lowered(at: pd.DataFrame, height: float) -> pd.DataFrame:
    """Bring places closer from top to bottom; names keep the distance of their lines."""
    y = (at["y"] * height / HEIGHT).round(1)
    return at.assign(y=y, first=(y - (at["y"] - at["first"])).round(1))


def _plain_ties(ties: pd.DataFrame) -> pd.DataFrame:
    """Return what `FILTER` reads of ties, in types that JSON holds."""
    until = ties["until"].astype(object).where(ties["until"].notna(), None)
    words = {column: ties[column].astype(str) for column in ("kind", "status", "asserted_by")}
    return ties[_TOLD].assign(until=until, **words)


def kinds_of(ties: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """Return each kind of tie that there is, and its family."""
    kinds = ties[["kind", "family"]].astype(str).drop_duplicates()
    return tuple(sorted(kinds.itertuples(index=False, name=None)))


def in_legend(kinds: tuple[tuple[str, str], ...]) -> alt.ExprRef:
    """Name in the legend the families of the kind chosen, or all that ties here have."""
    present = [family for family in FAMILY_COLOUR if family in {f for _, f in kinds}]
    homes = dict(kinds) | {family: family for family in present}
    return alt.ExprRef(f"kind == '' ? {json.dumps(present)} : [{json.dumps(homes)}[kind]]")


def _relation_map(height: float, kinds: tuple[tuple[str, str], ...]) -> alt.LayerChart:
    params = [alt.param(name=k, value=v) for k, v in PARAMS.items()]
    families = list(FAMILY_COLOUR)
    tie = picks("tie", "id")
    node = picks("node", "actor")
    drawn = alt.Chart(alt.NamedData("ties")).transform_filter(FILTER)
    lines = (
        drawn.mark_geoshape(filled=False)
        .encode(
            strokeWidth=alt.condition(
                "chosen != '' && datum.id == chosen",
                alt.value(_RING),
                by_weight(),
            ),
            color=alt.Color(
                "family:N",
                title="Kind of tie",
                scale=alt.Scale(domain=families, range=list(FAMILY_COLOUR.values())),
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
                scale=alt.Scale(domain=families, range=list(FAMILY_DASH.values())),
            ),
            # Of the stroke alone: each path that is faint as a whole is a layer of its own to a
            # browser, and many layers over one another darken a dark ground.
            strokeOpacity=alt.condition(_OPEN, alt.value(_SEEN), alt.value(_FAINT)),
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
    spots = (
        drawn.transform_fold(["source", "target"], as_=["end", "actor"])
        .transform_aggregate(ties="count()", groupby=["actor"])
        .transform_lookup(
            "actor",
            from_=alt.LookupData(
                alt.NamedData("places"),
                "actor",
                ["name", "kind", "theatre", "x", "y", "side", "words", "first"],
            ),
        )
    )
    across, down = (alt.Scale(domain=[0, most], range=[0, most]) for most in (WIDTH, height))
    where = {"x": alt.X("x:Q", scale=across, axis=None), "y": alt.Y("y:Q", scale=down, axis=None)}
    dots = (
        spots.mark_point(filled=True, opacity=1, fill="#6f7780", stroke="#ffffff", strokeWidth=1)
        .encode(
            **where,
            size=alt.Size(
                "ties:Q", scale=alt.Scale(domain=[1, 40], range=[70, 420], clamp=True), legend=None
            ),
            shape=alt.Shape(
                "kind:N",
                scale=alt.Scale(
                    domain=[
                        "state",
                        "organisation",
                        "format",
                        "group",
                        "person",
                        "non-state",
                        "company",
                    ],
                    range=[
                        "circle",
                        "square",
                        "diamond",
                        "diamond",
                        "cross",
                        "triangle-up",
                        "triangle-down",
                    ],
                ),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("name:N", title="Actor"),
                alt.Tooltip("kind:N", title="Kind of actor"),
                alt.Tooltip("theatre:N", title="Home theatre"),
                alt.Tooltip("ties:Q", title="Ties shown"),
            ],
        )
        .add_params(node)
    )
    labels = [
        spots.properties(name=f"halo{side + 1}")
        .transform_filter(f"datum.side == {side}")
        .mark_text(
            align=align, dx=dx, dy=dy, fontSize=12, fontWeight=600, lineBreak="\n", lineHeight=14
        )
        .encode(**{**where, "y": alt.Y("first:Q", scale=down, axis=None)}, text=alt.Text("words:N"))
        for side, (align, dx, dy) in LABELS.items()
    ]
    titles = (
        alt.Chart(alt.NamedData("headings"), name="halo_heads")
        .mark_text(fontSize=13, fontWeight="bold", opacity=0.7)
        .encode(**where, text=alt.Text("t:N"))
    )
    return overlay(lines, dots, *labels, titles, params=params, width=WIDTH, height=height)


def by_weight() -> alt.StrokeWidth:
    """Return the channel of a tie's weight, whose legend says too how lines tell whose word it is.

    Colour and dash tell the kind of a tie; that it is evidence, and not the text, its two heads do.
    """
    return alt.StrokeWidth(
        "weight:Q",
        title="Two heads: evidence · Weight",
        scale=alt.Scale(domain=[1, 3], range=[1, 2.8]),
        legend=alt.Legend(
            orient="top",
            titleOrient="left",
            titleLimit=240,
            values=[1, 3],
            labelExpr="datum.value == 1 ? 'light' : 'heavy'",
            symbolType="stroke",
            symbolSize=500,
        ),
    )


def relation_matrix(ties: pd.DataFrame, actors: pd.DataFrame, **values) -> Drawn:
    """Draw the same ties as a matrix, from row to column, under the same filters.

    Selection ``cell`` (field ``pair``: both ends, joined by `PAIR`) tells what was clicked.
    """
    name = actors.set_index("id")["name"]
    rank = {actor: i for i, actor in enumerate(actors["id"])}
    back = ties[ties["mutual"]].rename(columns={"source": "target", "target": "source"})
    rows = _plain_ties(pd.concat([ties, back]))
    rows = rows.assign(
        sender=rows["source"].map(name),
        receiver=rows["target"].map(name),
        rank_s=rows["source"].map(rank),
        rank_t=rows["target"].map(rank),
        pair=rows["source"] + PAIR + rows["target"],
    )
    return Drawn(_relation_matrix, rows={"ties": rows}, params=values)


def _relation_matrix() -> alt.Chart:
    params = [alt.param(name=k, value=v) for k, v in PARAMS.items()]
    cells = (
        alt.Chart(alt.NamedData("ties"))
        .transform_filter(FILTER)
        .transform_aggregate(
            ties="count()",
            net="sum(sign)",
            rank_s="min(rank_s)",
            rank_t="min(rank_t)",
            groupby=["sender", "receiver", "pair"],
        )
        .transform_calculate(
            mood="datum.net > 0 ? 'friendly' : datum.net < 0 ? 'hostile' : 'mixed or neither'"
        )
    )
    return (
        cells.mark_point(filled=True, opacity=1)
        .encode(
            x=alt.X(
                "receiver:N",
                title="to",
                sort=alt.EncodingSortField("rank_t", op="min"),
                axis=alt.Axis(
                    labelAngle=-60, labelLimit=160, labelFontSize=11, grid=True, orient="top"
                ),
            ),
            y=alt.Y(
                "sender:N",
                title="from",
                sort=alt.EncodingSortField("rank_s", op="min"),
                axis=alt.Axis(labelLimit=160, labelFontSize=11, grid=True),
            ),
            size=alt.Size(
                "ties:Q",
                title="Ties",
                scale=alt.Scale(domain=[1, 8], range=[40, 240]),
                legend=alt.Legend(symbolFillColor=GREY, symbolStrokeColor=GREY),
            ),
            color=alt.Color(
                "mood:N",
                title="On balance",
                scale=alt.Scale(
                    domain=list(SIGN_COLOUR),
                    range=list(SIGN_COLOUR.values()),
                ),
            ),
            shape=alt.Shape(
                "mood:N",
                title="On balance",
                scale=alt.Scale(
                    domain=list(SIGN_COLOUR),
                    range=["circle", "cross", "diamond"],
                ),
            ),
            tooltip=[
                alt.Tooltip("sender:N", title="From"),
                alt.Tooltip("receiver:N", title="To"),
                alt.Tooltip("ties:Q", title="Ties"),
                alt.Tooltip("mood:N", title="On balance"),
            ],
        )
        .properties(width=alt.Step(17), height=alt.Step(17))
        .add_params(*params, picks("cell", "pair"))
    )
