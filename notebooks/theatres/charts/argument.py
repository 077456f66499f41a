"""Floor 2: the argument map - reasons to the left, what they carry to the right."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from graphlib import TopologicalSorter

import altair as alt
import pandas as pd

from .claims import KINDS
from .network import SIGN_COLOUR
from .theme import FITTED, GREY, WIDTH, Drawn, either, overlay, picks

HEIGHT = 460
SHAPES = {**KINDS, "published voice": ("#56B4E9", "square"), "section": (GREY, "square")}
# The hues of signs, since those of claims mean another thing on the same map.
RELATIONS = {
    "supports": (SIGN_COLOUR["friendly"], [1, 0]),
    "attacks": (SIGN_COLOUR["hostile"], [6, 4]),
}
_TALL = 46  # pixels: a box of three lines at 12
_TOLD = [alt.Tooltip("text:N", title="In full"), alt.Tooltip("kind:N", title="Kind")]
_REASON = "Reason (thick: strong, or many)"
_LETTER = 0.56  # a letter's width, on average, as a share of its height


def _by_longest_way(nodes: list[str], before: dict, after: dict) -> dict[str, int]:
    """Give each node a layer: as far as the longest way that leads to it."""
    order = list(TopologicalSorter({n: before[n] for n in nodes}).static_order())
    column: dict[str, int] = {}
    for n in order:
        column[n] = max((column[b] + 1 for b in before[n]), default=0)
    for n in reversed(order):
        # A premise stands next to the first thing it carries, not at the far end.
        if after[n]:
            column[n] = max(column[n], min(column[a] for a in after[n]) - 1)
    return column


def layered(
    nodes: list[str], links: list[tuple[str, str]], column: dict[str, int] | None = None
) -> dict[str, tuple[int, float]]:
    """Give each node a layer, after all that lead to it, and a place that keeps lines short.

    Parameters
    ----------
    nodes : list of str
        Names, in the order in which they should stand where nothing else decides.
    links : list of tuple
        Source and target; without circles.
    column : dict, optional
        Layers that are given already, as distances from one claim are; links must lead to later
        ones.

    Returns
    -------
    dict
        Node to layer (0 is first) and place in the layer, in boxes from its middle. Where a link
        passes a layer, the triple (source, target, layer) has a place too.

    Notes
    -----
    After Sugiyama, Tagawa and Toda (1981): columns by the longest way, a bend point wherever a line
    passes a column, and sweeps that put each node at the mean place of its neighbours.
    """
    before, after = defaultdict(list), defaultdict(list)
    for source, target in links:
        before[target].append(source)
        after[source].append(target)
    column = _by_longest_way(nodes, before, after) if column is None else dict(column)
    columns = defaultdict(list)
    for n in nodes:
        if before[n] or after[n]:
            columns[column[n]].append(n)
    for n in nodes:
        if not (before[n] or after[n]):  # linked to nothing here: wherever there is room
            column[n] = min(range(max(columns, default=0) + 1), key=lambda c: len(columns[c]))
            columns[column[n]].append(n)
    near = defaultdict(list)
    for source, target in links:
        way = [
            source,
            *((source, target, c) for c in range(column[source] + 1, column[target])),
            target,
        ]
        for c, bend in zip(range(column[source] + 1, column[target]), way[1:-1]):
            columns[c].append(bend)
        for a, b in zip(way, way[1:]):
            near[a].append(b)
            near[b].append(a)
    place = {}

    def settle(c):
        at = 0.0
        for n in columns[c]:
            step = 0.5 if isinstance(n, tuple) else 1.0
            place[n] = at + step / 2
            at += step
        for n in columns[c]:  # centred on a common line
            place[n] -= at / 2

    for c in columns:
        settle(c)
    for sweep in range(12):
        for c in sorted(columns, reverse=bool(sweep % 2)):
            mean = {
                n: sum(place[m] for m in near[n]) / len(near[n]) if near[n] else place[n]
                for n in columns[c]
            }
            columns[c].sort(key=mean.get)
            settle(c)
    return {
        n: (column[n] if n in column else n[2], place[n])
        for members in columns.values()
        for n in members
    }


def argument_map(nodes: pd.DataFrame, links: pd.DataFrame, chosen: str = "") -> Drawn:
    """Draw claims and voices as boxes and reasons as arrows.

    Parameters
    ----------
    nodes : pandas.DataFrame
        ``id``, ``kind`` (of claim, "published voice" or "section"), ``text``, ``brief`` for where
        that does not fit, and perhaps ``layer``, where it is given.
    links : pandas.DataFrame
        ``source``, ``target``, ``relation`` (supports, attacks), ``strength`` (1 to 3), ``tells``
        (for the tooltip).
    chosen : str, optional
        Node whose reasons stand out; also the param ``chosen``, for the browser to change.

    Returns
    -------
    Drawn
        Selection ``node`` (field ``id``) tells what was clicked.
    """
    look, rows = _arranged(nodes, links)
    return Drawn(_boxes_and_ways, rows=rows, params={**look, "chosen": chosen})


def _letters_for(tall: float) -> int:
    """Return the size of letters, in pixels, that suits a box of that height."""
    if tall < 16:
        return 11
    return 14 if tall > 2 * _TALL else 12


def _arranged(nodes: pd.DataFrame, links: pd.DataFrame) -> tuple[dict, dict]:
    """Return how the map is to look, and its rows.

    The look is whether it stands upright, which kinds are there, and the size of letters.
    """
    pairs = list(zip(links["source"], links["target"]))
    place = layered(
        list(nodes["id"]),
        pairs,
        dict(zip(nodes["id"], nodes["layer"])) if "layer" in nodes else None,
    )
    layers = 1 + max((c for c, _ in place.values()), default=0)
    room = max(1.0, *(2 * abs(y) + 1 for _, y in place.values()))
    upright = layers > 4 and "layer" not in nodes  # a long chain reads better from top to bottom
    if upright:
        step, tall = HEIGHT / layers, min(_TALL, HEIGHT / layers - 14)
        beside = min(WIDTH / room, 240)
        half = beside / 2 - 8
    else:
        step, beside = WIDTH / layers, HEIGHT / room
        tall, half = (
            min(beside, max(_TALL, beside - 20)),
            WIDTH / layers / 2 - min(20, WIDTH / layers / 8),
        )
    letter = _letters_for(tall)
    letters = max(8, int((2 * half - 24) / _LETTER / letter))
    lines = max(1, int((tall - 6) // (letter + 1)))
    fitted = [_fit((n.text, n.brief), letters, lines) for n in nodes.itertuples()]
    if not upright:  # few boxes may be tall enough for all their words, but no taller
        tall = min(tall, max(_TALL, 12 + (letter + 1) * max(map(len, fitted), default=1)))
        beside = min(beside, tall + 44)

    def at(node):
        layer, rank = place[node]
        along, aside = (layer + 0.5) * step, rank * beside
        return (WIDTH / 2 + aside, along) if upright else (along, HEIGHT / 2 + aside)

    def port(node, side):
        """Where a line leaves (+1) or reaches (-1) a box, or passes the layer of one."""
        x, y = at(node)
        return (x, y + side * tall / 2) if upright else (x + side * half, y)

    boxes = nodes.assign(
        x=[at(n)[0] for n in nodes["id"]],
        y=[at(n)[1] for n in nodes["id"]],
        label=["\n".join(lines) for lines in fitted],
    )
    boxes = boxes.assign(
        left=boxes["x"] - half,
        right=boxes["x"] + half,
        top=boxes["y"] - tall / 2 + 1,
        bottom=boxes["y"] + tall / 2 - 1,
        first=boxes["y"] - (letter + 1) / 2 * boxes["label"].str.count("\n"),
    )  # Vega hangs further lines below the first
    ways = []
    for link in links.itertuples():
        between = [
            (link.source, link.target, c)
            for c in range(place[link.source][0] + 1, place[link.target][0])
        ]
        x, y = port(link.target, -1)
        points = [
            port(link.source, 1),
            *(port(bend, side) for bend in between for side in (-1, 1)),
            (x, y - 5) if upright else (x - 5, y),
        ]
        ways += [
            (
                f"{link.source}>{link.target}",
                i,
                round(x, 1),
                round(y, 1),
                link.source,
                link.target,
                link.relation,
                int(link.strength),
                link.tells,
                i == len(points) - 1,
            )
            for i, (x, y) in enumerate(points)
        ]
    ways = [
        dict(
            zip(
                ("way", "i", "x", "y", "source", "target", "relation", "strength", "tells", "tip"),
                way,
            )
        )
        for way in ways
    ]
    look = {
        "upright": upright,
        "kinds": [k for k in SHAPES if (nodes["kind"] == k).any()],
        "letter": letter,
    }
    return look, {
        "boxes": boxes.drop(columns=["x", "layer", "brief"], errors="ignore").to_dict("records"),
        "ways": ways,
    }


def _boxes_and_ways() -> alt.LayerChart:
    look = {"chosen": "", "upright": False, "kinds": [], "letter": 12}
    across, down = (
        alt.Scale(domain=[0, most], range=[0, most], nice=False) for most in (WIDTH, HEIGHT)
    )
    x, y = alt.X("x:Q", scale=across, axis=None), alt.Y("y:Q", scale=down, axis=None)
    names, (colours, dashes) = list(RELATIONS), zip(*RELATIONS.values())
    colour = alt.Color(
        "relation:N",
        title=_REASON,
        scale=alt.Scale(domain=names, range=list(colours)),
        # Below: a card that opens at once lies over the top.
        legend=alt.Legend(
            orient="bottom",
            symbolType="stroke",
            symbolStrokeWidth=3,
            symbolSize=400,
            titleLimit=260,
        ),
    )
    bright = either(
        alt.OpacityValue,
        "chosen == '' || datum.source == chosen || datum.target == chosen",
        0.85,
        0.18,
    )
    drawn = (
        alt.Chart(alt.NamedData("ways"))
        .mark_line(interpolate=alt.ExprRef("upright ? 'linear' : 'monotone'"))
        .encode(
            x,
            y,
            colour,
            detail=alt.Detail("way:N"),
            order=alt.Order("i:O"),
            opacity=bright,
            strokeDash=alt.StrokeDash(
                "relation:N", title=_REASON, scale=alt.Scale(domain=names, range=list(dashes))
            ),
            strokeWidth=alt.StrokeWidth(
                "strength:Q", scale=alt.Scale(domain=[1, 3], range=[1, 3.2]), legend=None
            ),
            tooltip=[alt.Tooltip("tells:N", title="Reason")],
        )
    )
    tips = (
        alt.Chart(alt.NamedData("ways"))
        .transform_filter("datum.tip")
        .mark_point(
            shape=alt.ExprRef("upright ? 'triangle-down' : 'triangle-right'"), filled=True, size=70
        )
        .encode(x, y, colour, opacity=bright, tooltip=[alt.Tooltip("tells:N", title="Reason")])
    )
    pick = picks("node", "id")
    left = alt.X("left:Q", scale=across, axis=None)
    kinds = alt.Legend(orient="bottom", symbolSize=80, values=alt.ExprRef("kinds"))
    tint = alt.Scale(domain=list(SHAPES), range=[c for c, _ in SHAPES.values()])
    frame = (
        alt.Chart(alt.NamedData("boxes"))
        .mark_rect(cornerRadius=4, strokeWidth=1.2, cursor="pointer")
        .encode(
            left,
            alt.Y("top:Q", scale=down, axis=None),
            x2=alt.X2("right:Q"),
            y2=alt.Y2("bottom:Q"),
            stroke=alt.Stroke("kind:N", title="Kind", scale=tint, legend=kinds),
            fill=alt.FillValue(GREY),
            fillOpacity=alt.FillOpacityValue(
                **alt.condition("datum.id == chosen", alt.value(0.4), alt.value(0.06))
            ),
            strokeDash=alt.StrokeDashValue(
                **alt.condition(
                    "datum.kind == 'published voice'", alt.value([3, 3]), alt.value([1, 0])
                )
            ),
            tooltip=_TOLD,
        )
        .add_params(pick)
    )
    marks = (
        alt.Chart(alt.NamedData("boxes"))
        .mark_point(filled=True, size=70, xOffset=9)
        .encode(
            left,
            y,
            tooltip=_TOLD,
            fill=alt.Fill("kind:N", title="Kind", scale=tint, legend=kinds),
            shape=alt.Shape(
                "kind:N",
                title="Kind",
                scale=alt.Scale(domain=list(SHAPES), range=[s for _, s in SHAPES.values()]),
                legend=kinds,
            ),
        )
    )
    texts = (
        alt.Chart(alt.NamedData("boxes"))
        .mark_text(
            align="left",
            baseline="middle",
            lineBreak="\n",
            fontSize=alt.ExprRef("letter"),
            lineHeight=alt.ExprRef("letter + 1"),
            dx=18,
        )
        .encode(
            left,
            alt.Y("first:Q", scale=down, axis=None),
            text=alt.Text("label:N"),
            tooltip=_TOLD,
        )
    )
    return overlay(
        drawn,
        tips,
        frame,
        marks,
        texts,
        params=[alt.param(name=k, value=v) for k, v in look.items()],
        width=WIDTH,
        height=HEIGHT,
        usermeta=FITTED,
    )


def _fit(names: tuple[str, ...], letters: int, lines: int) -> list[str]:
    """Break the first name that fits into lines; where none does, the tooltip has the rest."""
    for name in names:
        broken = textwrap.wrap(name, letters, break_long_words=False)
        if len(broken) <= lines:
            return broken
    return textwrap.wrap(
        names[-1], letters, max_lines=lines, placeholder="…", break_long_words=False
    )
