"""Floor 2: the network of ties as a map of fixed places, and as a matrix."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from .theme import FAMILY_COLOUR, FAMILY_DASH, GREY, Drawn, overlay

WIDTH, HEIGHT = 720, 450
# Centre and half-axes of the ring, or row, on which a theatre's actors stand. The two theatres face each other, so
# that a tie between them is a line across the middle.
_ZONES = {
    "Europe": (185, 240, 60, 132),
    "Asia-Pacific": (535, 240, 60, 132),
    "Global": (360, 20, 250, 0),
    "Eurasia": (372, 84, 85, 0),
    "North America": (215, 412, 40, 0),
    "Middle East": (450, 412, 115, 0),
    "Africa": (75, 412, 60, 0),
    "Latin America": (672, 412, 35, 0),
}
_HEADS = (
    (185, 87),
    (552, 87),
)  # above the rings and below the rows of the world's top: no name can stand there
# Where a label stands by its side: alignment, and pixels to the right and down.
LABELS = {-1: ("right", -10, 0), 0: ("center", 0, -12), 1: ("left", 10, 0), 2: ("center", 0, 19)}

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
PARAMS = {
    "year": 2024,
    "actor": "",
    "kind": "",
    "sign": "",
    "asserted": "",
    "status": "",
    "crossing": False,
    "without": "",
}


def _zones(actors: pd.DataFrame) -> dict:
    """Give each theatre its room on the map; those of another argument take the rooms in the order they are named in."""
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
        Columns ``actor``, ``name``, ``kind``, ``theatre``, ``x``, ``y`` (pixels), ``side`` (a key of `LABELS`: -1 to the left, 1 to the right, 0 above, 2 below),
        ``words`` (the name, a long one on two lines) and ``first`` (``y`` of their first line).
    """
    ends = pd.concat(
        [
            ties[["source", "crosses"]].set_axis(["actor", "crosses"], axis=1),
            ties[["target", "crosses"]].set_axis(["actor", "crosses"], axis=1),
        ]
    )
    crossing = ends.groupby("actor")["crosses"].sum()
    shown = actors[actors["id"].isin(crossing.index)].rename(columns={"id": "actor"})[
        ["actor", "name", "kind", "theatre"]
    ]
    shown = shown.assign(crossing=shown["actor"].map(crossing)).sort_values(
        ["crossing", "actor"], ascending=[False, True]
    )
    rows, zones = [], _zones(actors)
    for theatre, group in shown.groupby("theatre", observed=True, sort=False):
        cx, cy, rx, ry = zones[str(theatre)]
        n = len(group)
        facing = int(np.ceil(0.42 * n)) if ry else n
        for i, row in enumerate(group.itertuples()):
            j, m = (i, facing) if i < facing else (i - facing, n - facing)
            step = (j + 1) // 2 * (1 if j % 2 else -1) - (
                0 if m % 2 else 0.5
            )  # the most linked in the middle, the others on both sides of it
            if ry:  # a ring whose most linked actors face the other theatre; the names of the most linked have more room than at the ends
                share = 2 * step / max(m - 1, 3)
                down = ry * (0.7 * share + 0.3 * np.sin(np.pi / 2 * share) if i < facing else share)
                side = (-1 if cx > WIDTH / 2 else 1) * (1 if i < facing else -1)
                x, y = cx + side * rx * np.sqrt(1 - (down / ry / 1.15) ** 2), cy + down
            else:
                low = (
                    n > 2 and int(step + 0.5 * (m % 2 == 0)) % 2
                )  # neighbours' labels stand above and below in turn
                x, y, side = cx + 2 * rx * step / max(n - 1, 1), cy + 14 * low, 2 if low else 0
            words = _two_lines(row.name, 22 if ry else 14)
            first = y - {0: 14, 2: 0}.get(side, 7) * words.count(
                "\n"
            )  # Vega hangs further lines below the first
            rows.append(
                (
                    row.actor,
                    row.name,
                    str(row.kind),
                    str(theatre),
                    round(float(x), 1),
                    round(float(y), 1),
                    side,
                    words,
                    round(float(first), 1),
                )
            )
    return pd.DataFrame(
        rows, columns=["actor", "name", "kind", "theatre", "x", "y", "side", "words", "first"]
    )


def _two_lines(name: str, most: int) -> str:
    """Break a long name at the gap nearest to its middle."""
    gaps = [i for i, letter in enumerate(name) if letter == " "]
    if len(name) <= most or not gaps:
        return name
    at = min(gaps, key=lambda i: abs(2 * i + 1 - len(name)))
    return f"{name[:at]}\n{name[at + 1 :]}"


def headings(at: pd.DataFrame, sides: tuple[str, str], height: float = HEIGHT) -> pd.DataFrame:
    """Give the names of the two theatres that face each other their places: columns ``t``, ``x``, ``y`` (pixels of a map of that height)."""
    return pd.DataFrame(
        [
            (t.upper(), x, round(y * height / HEIGHT, 1))
            for t, (x, y) in zip(sides, _HEADS)
            if t in set(at["theatre"])
        ],
        columns=["t", "x", "y"],
    )


def curves(
    ties: pd.DataFrame, at: pd.DataFrame, points: int = 17, room: float = 150, step: float = 14
) -> list[dict]:
    """Draw each tie as a bent line with an arrowhead. GeoJSON, in pixels.

    Ties of one dyad bend apart, by `step` pixels or as far as `room` allows; each family of ties is spread over all of the
    room, so that neighbours differ in colour and a filter leaves wide gaps. A line makes way for an actor that stands in it.
    """
    at = at.set_index("actor")
    start, end = (at.loc[ties[e], ["x", "y"]].to_numpy() for e in ("source", "target"))
    low, high = ties[["source", "target"]].min(axis=1), ties[["source", "target"]].max(axis=1)
    family = ties.groupby([low, high, ties["family"]])
    spread = (family.cumcount() + 0.5) / family["id"].transform("size")
    rank, size = (
        spread.groupby([low, high]).rank(method="first").to_numpy() - 1,
        ties.groupby([low, high])["id"].transform("size").to_numpy(),
    )
    flip = np.where(
        ties["source"] == low, 1.0, -1.0
    )  # so that both directions of a dyad are ranked on one scale
    along = end - start
    length = np.maximum(np.hypot(*along.T), 1)[:, None]
    unit = along / length
    normal = np.column_stack([-unit[:, 1], unit[:, 0]])
    apart = (
        (rank - (size - 1) / 2)
        * np.minimum(step, np.minimum(room, 1.3 * length[:, 0]) / size)
        * flip
    )
    bend = (apart + np.where(size < 4, _way_round(start, normal, along, at), 0))[:, None]
    start, end = start + unit * 7, end - unit * 9
    t = np.linspace(0, 1, points)[:, None, None]
    middle = (start + end) / 2 + normal * 2 * bend
    curve = (1 - t) ** 2 * start + 2 * t * (1 - t) * middle + t**2 * end
    every = np.select(
        [np.abs(bend[:, 0]) < 2, np.abs(bend[:, 0]) < 20], [(points - 1) // 2, 2], 1
    )  # points of a straight line are a burden
    shapes = []
    for i, mutual in enumerate(ties["mutual"]):
        lines = (
            [curve[:: every[i], i]]
            + [_head(curve[-2, i], curve[-1, i])]
            + ([_head(curve[1, i], curve[0, i])] if mutual else [])
        )
        shapes.append(
            {
                "type": "MultiLineString",
                "coordinates": [np.round(line, 1).tolist() for line in lines],
            }
        )
    return shapes


def _way_round(
    start: np.ndarray, normal: np.ndarray, along: np.ndarray, at: pd.DataFrame, clear: float = 17
) -> np.ndarray:
    """Return how far each line must bend so as not to run through an actor that it does not join."""
    to = at[["x", "y"]].to_numpy() - start[:, None]
    share = (to * along[:, None]).sum(axis=2) / np.maximum((along**2).sum(axis=1), 1)[:, None]
    aside = (to * normal[:, None]).sum(axis=2)
    near = np.where((share > 0.08) & (share < 0.92), np.abs(aside), np.inf)
    which = near.argmin(axis=1)[:, None]
    share, aside, near = (np.take_along_axis(v, which, axis=1)[:, 0] for v in (share, aside, near))
    away = np.where(aside > 0, aside - clear, aside + clear)
    most = 0.4 * np.hypot(*along.T)
    return np.where(
        near < clear / 2, np.clip(away / np.maximum(4 * share * (1 - share), 0.3), -most, most), 0.0
    )


def _head(before: np.ndarray, tip: np.ndarray) -> np.ndarray:
    back = (before - tip) / max(np.hypot(*(before - tip)), 1e-9) * 7
    turn = np.array([[0.86, -0.5], [0.5, 0.86]])
    return np.array([tip + turn @ back, tip, tip + turn.T @ back])


def relation_map(ties: pd.DataFrame, actors: pd.DataFrame, **values) -> Drawn:
    """Draw ties between actors at fixed places.

    Parameters
    ----------
    ties : pandas.DataFrame
        Ties as `model.network.ties` returns them.
    actors : pandas.DataFrame
        The actors table.
    **values
        Starting values of the filters in `PARAMS`; the browser applies them, so that moving a control needs no kernel.

    Returns
    -------
    Drawn
        Selections ``tie`` (field ``id``) and ``node`` (field ``actor``) tell what was clicked.
    """
    at = places(ties, actors)
    columns = [
        "id",
        "source",
        "target",
        "kind",
        "family",
        "sign",
        "status",
        "asserted_by",
        "since",
        "until",
        "crosses",
        "label",
        "weight",
    ]
    rows = ties[columns].assign(
        until=ties["until"].astype(object).where(ties["until"].notna(), None),
        weight=ties["weight"].astype(int),
        **{c: ties[c].astype(str) for c in ("kind", "status", "asserted_by")},
    )
    shapes = [
        {"type": "Feature", "geometry": g, **r}
        for g, r in zip(curves(ties, at), rows.to_dict("records"))
    ]
    return Drawn(
        _relation_map,
        rows={"ties": shapes, "places": at, "headings": headings(at, tuple(_zones(actors))[:2])},
        params=values,
    )


def _relation_map() -> alt.LayerChart:
    params = [alt.param(name=k, value=v) for k, v in PARAMS.items()]
    families = list(FAMILY_COLOUR)
    tie = alt.selection_point(name="tie", fields=["id"], on="click", clear="dblclick")
    node = alt.selection_point(name="node", fields=["actor"], on="click", clear="dblclick")
    drawn = alt.Chart(alt.NamedData("ties")).transform_filter(FILTER)
    lines = (
        drawn.mark_geoshape(filled=False)
        .encode(
            strokeWidth=alt.StrokeWidth(
                "weight:Q", scale=alt.Scale(domain=[1, 3], range=[1, 2.8]), legend=None
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
                ),
            ),
            strokeDash=alt.StrokeDash(
                "family:N",
                title="Kind of tie",
                scale=alt.Scale(domain=families, range=list(FAMILY_DASH.values())),
            ),
            opacity=alt.OpacityValue(**alt.condition(tie, alt.value(0.85), alt.value(0.15))),
            tooltip=[
                alt.Tooltip("label:N"),
                alt.Tooltip("kind:N"),
                alt.Tooltip("since:Q"),
                alt.Tooltip("asserted_by:N"),
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
    across, down = (alt.Scale(domain=[0, most], range=[0, most]) for most in (WIDTH, HEIGHT))
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
                alt.Tooltip("name:N"),
                alt.Tooltip("kind:N"),
                alt.Tooltip("theatre:N"),
                alt.Tooltip("ties:Q"),
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
    return overlay(lines, dots, *labels, titles, params=params, width=WIDTH, height=HEIGHT)


def relation_matrix(ties: pd.DataFrame, actors: pd.DataFrame, **values) -> Drawn:
    """Draw the same ties as a matrix, from row to column, under the same filters."""
    name = actors.set_index("id")["name"]
    rank = {a: i for i, a in enumerate(actors["id"])}
    columns = [
        "id",
        "source",
        "target",
        "kind",
        "family",
        "sign",
        "status",
        "asserted_by",
        "since",
        "until",
        "crosses",
    ]
    rows = pd.concat(
        [ties, ties[ties["mutual"]].rename(columns={"source": "target", "target": "source"})]
    )[columns]
    rows = rows.assign(
        until=rows["until"].astype(object).where(rows["until"].notna(), None),
        sender=rows["source"].map(name),
        receiver=rows["target"].map(name),
        rank_s=rows["source"].map(rank),
        rank_t=rows["target"].map(rank),
        **{c: rows[c].astype(str) for c in ("kind", "status", "asserted_by")},
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
            groupby=["sender", "receiver"],
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
                    domain=["friendly", "hostile", "mixed or neither"],
                    range=["#0072B2", "#D55E00", "#888888"],
                ),
            ),
            shape=alt.Shape(
                "mood:N",
                title="On balance",
                scale=alt.Scale(
                    domain=["friendly", "hostile", "mixed or neither"],
                    range=["circle", "cross", "diamond"],
                ),
            ),
            tooltip=[
                alt.Tooltip("sender:N"),
                alt.Tooltip("receiver:N"),
                alt.Tooltip("ties:Q"),
                alt.Tooltip("mood:N"),
            ],
        )
        .properties(width=alt.Step(17), height=alt.Step(17))
        .add_params(*params)
    )
