"""Floor 2: how far conclusions are carried, which premises matter, what overturns a verdict.

Every figure is a param, a list with one entry a row, so that a slider repaints the chart without
building another.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from .theme import BLUE, GREY, ORANGE, VERMILION, WIDTH, Rows, overlay, picks, ringed

ROWS = 12  # of a tornado
_MANY = 10  # bars; more of them stand closer
_AXIS, _SAID = 330, 150  # pixels for the words on the left, and for the verdict on the right


def strength_bars(
    labels: list[str], strength: list[float], said: list[str], former: list[float]
) -> alt.LayerChart:
    """Draw the strength of each conclusion as a bar to either side of even.

    Parameters
    ----------
    labels : list of str
        Conclusions.
    strength : list of float
        0 to 1; the param ``strength``.
    said : list of str
        The verdict in words; the param ``said``.
    former : list of float
        Strength before the last move, which leaves a tick; the param ``former``.

    Returns
    -------
    altair.LayerChart
        Selection ``bar`` (field ``label``) tells what was clicked.
    """
    rows = pd.DataFrame({"i": range(len(labels)), "label": labels})
    base = alt.Chart(Rows(rows)).transform_calculate(
        strength="strength[datum.i]",
        said="format(strength[datum.i] * 100, '.0f') + ', ' + said[datum.i]",
        side="strength[datum.i] >= 0.5 ? 'carried' : 'not carried'",
        percent="strength[datum.i] * 100",
        even="50",
        before="former[datum.i] * 100",
        moved="abs(datum.before - datum.percent) >= 1 ? 1 : 0",
    )
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=_AXIS, labelPadding=6))
    scale = alt.Scale(domain=[0, 100])
    pick = picks("bar", "label")
    bars = (
        base.mark_bar(cursor="pointer", strokeWidth=2)
        .encode(
            y,
            x=alt.X(
                "percent:Q", title="Strength, % (50 is even; tick: before your move)", scale=scale
            ),
            x2=alt.X2("even:Q"),
            color=alt.Color(
                "side:N",
                scale=alt.Scale(domain=["carried", "not carried"], range=[BLUE, VERMILION]),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("label:N", title="Claim"),
                alt.Tooltip("said:N", title="Strength, of 100"),
            ],
            stroke=ringed(pick),
        )
        .add_params(pick)
    )
    words = (
        base.transform_calculate(anchor="max(datum.percent, 50)")
        .mark_text(align="left", fontSize=12, dx=6)
        .encode(y, x=alt.X("anchor:Q", scale=scale), text=alt.Text("said:N"))
    )
    ghost = base.mark_tick(thickness=3, color=GREY, aria=False).encode(
        y,
        x=alt.X("before:Q", scale=scale),
        opacity=alt.Opacity("moved:Q", scale=alt.Scale(domain=[0, 1], range=[0, 1]), legend=None),
    )
    rule = (
        alt.Chart(Rows(pd.DataFrame({"even": [50]})))
        .mark_rule(strokeDash=[4, 3])
        .encode(x=alt.X("even:Q", scale=scale))
    )
    return overlay(
        bars,
        rule,
        ghost,
        words,
        params=[
            alt.param(name=k, value=v)
            for k, v in (("strength", strength), ("said", said), ("former", former))
        ],
        width=WIDTH - _AXIS - _SAID,
        height=alt.Step(16 if len(labels) > _MANY else 20),
    )


def tornado_bars(
    labels: list[str], low: list[float], high: list[float], now: float
) -> alt.LayerChart:
    """Draw how far the conclusion moves when one credence goes from 0 to 100 and all others stay.

    Parameters
    ----------
    labels : list of str
        At most `ROWS`, widest first; the param ``labels``.
    low, high : list of float
        Strength of the conclusion with that credence at 0 and at 100; params of these names.
    now : float
        Its strength as things stand; the param ``now``.

    Returns
    -------
    altair.LayerChart
        Selection ``bar`` (field ``i``) tells which row was clicked.
    """
    base = _listed().transform_calculate(
        low="100 * low[datum.i]", high="100 * high[datum.i]", name="labels[datum.i]"
    )
    y, scale = _row(), alt.Scale(domain=[0, 100])
    pick = picks("bar", "i")
    title = "Strength of the conclusion, %: circle credence 0, triangle 100"
    bars = (
        base.mark_bar(height=14, cursor="pointer", opacity=0.45, color=GREY)
        .encode(
            y,
            x=alt.X("low:Q", title=title, scale=scale),
            x2=alt.X2("high:Q"),
            tooltip=_told("With credence 0", "With credence 100"),
        )
        .add_params(pick)
    )
    ends = [
        base.mark_point(filled=True, size=110, shape=shape, color=colour, opacity=1).encode(
            y,
            x=alt.X(f"{end}:Q", scale=scale),
            tooltip=_told("With credence 0", "With credence 100"),
        )
        for end, shape, colour in (("low", "circle", ORANGE), ("high", "triangle-up", BLUE))
    ]
    rule = (
        alt.Chart(Rows(pd.DataFrame({"a": [0]})))
        .transform_calculate(now="100 * now")
        .mark_rule(strokeDash=[4, 3])
        .encode(x=alt.X("now:Q", scale=scale))
    )
    return overlay(
        bars,
        *ends,
        rule,
        params=[
            alt.param(name=k, value=v)
            for k, v in (("labels", labels), ("low", low), ("high", high), ("now", now))
        ],
        width=WIDTH - _AXIS,
        height=alt.Step(20),
    )


def change_arrows(
    labels: list[str], low: list[float], high: list[float], now: float = 0.5
) -> alt.LayerChart:
    """Draw each claim's way from its credence now to the one that overturns the verdict.

    Parameters
    ----------
    labels : list of str
        At most `ROWS`, shortest way first; the param ``labels``.
    low, high : list of float
        Credence now and credence needed, 0 to 1; params ``low`` and ``high``.
    now : float, optional
        Not drawn; there so that both charts have the same params.

    Returns
    -------
    altair.LayerChart
    """
    base = _listed().transform_calculate(
        low="100 * low[datum.i]", high="100 * high[datum.i]", name="labels[datum.i]"
    )
    y, scale = _row(), alt.Scale(domain=[0, 100])
    pick = picks("bar", "i")
    way = (
        base.mark_bar(height=4, opacity=0.7, color=GREY)
        .encode(
            y,
            x=alt.X(
                "low:Q", title="Credence in the claim, %: circle now, diamond needed", scale=scale
            ),
            x2=alt.X2("high:Q"),
            tooltip=_told("Now", "Needed"),
        )
        .add_params(pick)
    )
    ends = [
        base.mark_point(filled=True, size=120, shape=shape, color=colour, opacity=1).encode(
            y, x=alt.X(f"{end}:Q", scale=scale), tooltip=_told("Now", "Needed")
        )
        for end, shape, colour in (("low", "circle", BLUE), ("high", "diamond", VERMILION))
    ]
    return overlay(
        way,
        *ends,
        params=[
            alt.param(name=k, value=v)
            for k, v in (("labels", labels), ("low", low), ("high", high), ("now", now))
        ],
        width=WIDTH - _AXIS,
        height=alt.Step(20),
    )


def _listed() -> alt.Chart:
    return alt.Chart(Rows(pd.DataFrame({"i": range(ROWS)}))).transform_filter(
        "datum.i < length(labels)"
    )


def _row() -> alt.Y:
    axis = alt.Axis(
        labelExpr="labels[datum.value] || ''",
        labelLimit=_AXIS - 10,
        labelPadding=8,
        minExtent=_AXIS,
        maxExtent=_AXIS,
        ticks=False,
        domain=False,
    )
    return alt.Y(
        "i:O",
        title=None,
        axis=axis,
        scale=alt.Scale(domain=alt.ExprRef("sequence(max(5, length(labels)))")),
    )


def _told(first: str, second: str) -> list:
    return [
        alt.Tooltip("name:N", title="Claim"),
        alt.Tooltip("low:Q", title=first, format=".0f"),
        alt.Tooltip("high:Q", title=second, format=".0f"),
    ]
