"""Floor 2: the evidence ledger, claim by claim.

What supports stands above the line, what weakens below it, what is mixed across it.
"""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Mapping

import altair as alt
import pandas as pd

from .debate import STANCES
from .theme import FITTED, GREY, Rows, either, overlay, picks

# The colours of the debate: for, qualifies, against. A sign in each block says the same without
# colour.
BEARINGS = {
    "supports": (STANCES["for"][0], "+"),
    "mixed": (STANCES["qualifies"][0], "±"),
    "weakens": (STANCES["against"][0], "–"),
}
WHEN = {False: "known by July 2024", True: "hindsight"}
# Wider than other charts, so that the names of 67 claims stand side by side in legible type.
ROOM = 860
NAMES = 185  # pixels below the blocks, however many names: what stands below does not move
UPRIGHT, PAIRED = 8, 28  # so many claims have room for names across, and for two lines of a name
LETTER = 7.5  # pixels of one at the plain size

MOST_CLAIMS = 70  # names of more would run into each other at the plain size
PLAIN, SMALL = 12, 9  # pixels of type


def ledger(
    judgements: pd.DataFrame,
    short: pd.Series,
    shown: list[str],
    claims: list[str],
    opened: str = "",
    *,
    brief: Mapping[str, str] | None = None,
) -> alt.LayerChart:
    """Draw each judgement as a block as high as it is strong, stacked away from the middle.

    Parameters
    ----------
    judgements : pandas.DataFrame
        The evidence table.
    short : pandas.Series
        Claims in short, by id.
    shown : list of str
        Param: ids of the judgements drawn; claims that have none leave the chart.
    claims : list of str
        Param: the names of the claims that have any, in their order.
    opened : str
        Param: claim whose blocks are ringed.
    brief : mapping of str to str, optional
        Names of claims in fewer words, for an axis where they stand close.

    Returns
    -------
    altair.LayerChart
        Selection ``block`` (field ``claim``) tells what was clicked.
    """
    rows = judgements[["id", "claim", "bearing", "strength", "why"]].assign(
        bearing=judgements["bearing"].astype(str),
        strength=judgements["strength"].astype(int),
        short=judgements["claim"].map(short),
        when=judgements["hindsight"].map(WHEN),
    )
    pick = picks("block", "claim")
    names, colours = list(BEARINGS), [c for c, _ in BEARINGS.values()]
    signs = "{" + ",".join(f"'{b}': '{s}'" for b, (_, s) in BEARINGS.items()) + "}"
    rests = alt.Legend(
        orient="top", symbolFillColor=GREY, symbolStrokeColor=GREY, symbolStrokeWidth=1.5
    )
    crowded = rows["claim"].nunique() > MOST_CLAIMS  # both arguments at once
    size, across = SMALL if crowded else PLAIN, f"length(claims) <= {UPRIGHT}"
    words = "lines[indexof(claims, datum.label)]"
    x = alt.X(
        "short:N",
        title=None,
        axis=alt.Axis(
            labelAngle=alt.ExprRef(f"{across} ? 0 : -90"),
            labelAlign=alt.ExprRef(f"{across} ? 'center' : 'right'"),
            labelFontSize=size,
            labelLineHeight=size + 1,
            labelOverlap=False,
            labelLimit=NAMES,
            labelExpr=f"split({words}, '\\n')",
            labelBaseline={
                "condition": [
                    {"test": across, "value": "top"},
                    # Of two lines the tick points between them.
                    {"test": f"indexof({words}, '\\n') > 0", "value": "bottom"},
                ],
                "value": "middle",
            },
            minExtent=NAMES,
            maxExtent=NAMES,
        ),
        scale=alt.Scale(domain=alt.ExprRef("claims"), paddingInner=0.12, paddingOuter=0.1),
    )
    base = (
        alt.Chart(Rows(rows))
        .transform_filter("indexof(shown, datum.id) >= 0")
        .transform_calculate(
            middle="datum.bearing == 'mixed' ? datum.strength : 0", sign=f"{signs}[datum.bearing]"
        )
        .transform_joinaggregate(half="sum(middle)", groupby=["claim"])
        .transform_window(
            reach="sum(strength)",
            groupby=["claim", "bearing"],
            sort=[alt.SortField("strength", order="descending"), alt.SortField("id")],
        )
        .transform_calculate(
            far="datum.bearing == 'mixed' ? datum.reach - datum.half / 2"
            " : (datum.bearing == 'weakens' ? -1 : 1) * (datum.half / 2 + datum.reach)"
        )
        .transform_calculate(
            near="datum.far - (datum.bearing == 'weakens' ? -1 : 1) * datum.strength",
            mid="(datum.far + datum.near) / 2",
        )
    )
    blocks = (
        base.mark_bar(width=alt.ExprRef("min(bandwidth('x'), 46)"))
        .encode(
            x=x,
            y=alt.Y(
                "near:Q",
                title="weakens  ←  strength added up  →  supports",
                axis=alt.Axis(labelExpr="abs(datum.value)", tickMinStep=1),
            ),
            y2=alt.Y2("far:Q"),
            color=alt.Color(
                "bearing:N",
                title="Judgement",
                scale=alt.Scale(domain=names, range=colours),
                legend=alt.Legend(
                    orient="top", labelExpr=f"{signs}[datum.label] + ' ' + datum.label"
                ),
            ),
            stroke=alt.Stroke(
                "bearing:N", scale=alt.Scale(domain=names, range=colours), legend=None
            ),
            fillOpacity=alt.FillOpacity(
                "when:N",
                title="Rests on",
                scale=alt.Scale(domain=list(WHEN.values()), range=[0.6, 0.12]),
                legend=rests,
            ),
            strokeDash=alt.StrokeDash(
                "when:N",
                title="Rests on",
                scale=alt.Scale(domain=list(WHEN.values()), range=[[1, 0], [3, 2]]),
                legend=rests,
            ),
            strokeWidth=either(alt.StrokeWidthValue, "datum.claim == opened", 3.5, 1),
            tooltip=[
                alt.Tooltip("short:N", title="Claim"),
                alt.Tooltip("bearing:N", title="Bearing"),
                alt.Tooltip("strength:Q", title="Strength, 1 to 3"),
                alt.Tooltip("why:N", title="Why"),
                alt.Tooltip("when:N", title="Rests on"),
            ],
        )
        .add_params(pick)
    )
    marks = base.mark_text(fontSize=12, fontWeight="bold", baseline="middle").encode(
        x=x, y=alt.Y("mid:Q"), text=alt.Text("sign:N")
    )
    return overlay(
        blocks,
        marks,
        params=[
            alt.param(name="shown", value=shown),
            alt.param(name="claims", value=claims),
            alt.param(name="lines", value=on_axis(claims, brief)),
            alt.param(name="opened", value=opened),
        ],
        width=ROOM,
        height=215,
        usermeta=FITTED,
    )


def on_axis(claims: list[str], brief: Mapping[str, str] | None = None) -> list[str]:
    """Break the names of claims into the lines for which their number leaves room.

    Parameters
    ----------
    claims : list of str
        Names.
    brief : mapping of str to str, optional
        The same in fewer words, taken where there is room for one line alone.

    Returns
    -------
    list of str
        What the axis shows of each.
    """
    if len(claims) > PAIRED:
        return [(brief or {}).get(name, name) for name in claims]
    across = len(claims) <= UPRIGHT
    return [_broken(name, round(ROOM / len(claims)) if across else 0) for name in claims]


@functools.cache
def _broken(name: str, room: int) -> str:
    """Break a name into lines as wide as there is room, or into two."""
    letters = int(min(room, NAMES) / LETTER) if room else len(name) // 2 + 6
    return textwrap.fill(name, letters)
