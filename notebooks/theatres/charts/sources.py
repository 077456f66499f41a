"""Floor 2: the sources by kind, and by how much of them was read."""

from __future__ import annotations

import altair as alt
import pandas as pd

from .theme import BLUE, SKY, VERMILION, WIDTH, Rows, overlay

# How it was read: colour, and a dashed outline where the original was not seen.
READ = {"full": (BLUE, [1, 0]), "excerpt": (SKY, [1, 0]), "relay": (VERMILION, [4, 3])}


def source_bars(sources: pd.DataFrame, kinds: list[str], shown: list[str]) -> alt.LayerChart:
    """Draw how many sources of each kind there are, parted by how they were read.

    Parameters
    ----------
    sources : pandas.DataFrame
        The sources table.
    kinds : list of str
        Kinds, in the order of the rows.
    shown : list of str
        Param: ids of the sources counted.

    Returns
    -------
    altair.LayerChart
        Selection ``bar`` (fields ``kind``, ``read_as``) tells what was clicked.
    """
    rows = sources[["id", "kind", "read_as"]].astype(str)
    place = "{" + ",".join(f"'{r}': {i}" for i, r in enumerate(READ)) + "}"
    pick = alt.selection_point(name="bar", fields=["kind", "read_as"], on="click", clear="dblclick")
    y = alt.Y("kind:N", title=None, scale=alt.Scale(domain=kinds))
    base = (
        alt.Chart(Rows(rows))
        .transform_filter("indexof(shown, datum.id) >= 0")
        .transform_aggregate(n="count()", groupby=["kind", "read_as"])
        .transform_calculate(order=f"{place}[datum.read_as]")
        .transform_stack(
            stack="n", groupby=["kind"], sort=[alt.SortField("order")], as_=["from", "to"]
        )
        .transform_calculate(mid="(datum.from + datum.to) / 2")
    )
    scale = {"color": [c for c, _ in READ.values()], "dash": [d for _, d in READ.values()]}
    legend = alt.Legend(orient="top", symbolStrokeWidth=1.5)
    bars = (
        base.mark_bar(fillOpacity=0.45, strokeWidth=1.5)
        .encode(
            y=y,
            x=alt.X("from:Q", title="Sources", axis=alt.Axis(tickMinStep=1, format="d")),
            x2=alt.X2("to:Q"),
            color=alt.Color(
                "read_as:N",
                title="Read by us as",
                scale=alt.Scale(domain=list(READ), range=scale["color"]),
                legend=legend,
            ),
            stroke=alt.Stroke(
                "read_as:N",
                title="Read by us as",
                scale=alt.Scale(domain=list(READ), range=scale["color"]),
                legend=legend,
            ),
            strokeDash=alt.StrokeDash(
                "read_as:N",
                title="Read by us as",
                scale=alt.Scale(domain=list(READ), range=scale["dash"]),
                legend=legend,
            ),
            tooltip=[
                alt.Tooltip("kind:N", title="Kind"),
                alt.Tooltip("read_as:N", title="Read by us as"),
                alt.Tooltip("n:Q", title="Sources"),
            ],
        )
        .add_params(pick)
    )
    # A number where there is room for it; the tooltip and the table have the others.
    numbers = (
        base.transform_filter("datum.n >= 12")
        .mark_text(fontSize=12)
        .encode(y=y, x=alt.X("mid:Q"), text=alt.Text("n:Q"))
    )
    return overlay(
        bars,
        numbers,
        params=[alt.param(name="shown", value=shown)],
        width=WIDTH - 60,
        height=alt.Step(30),
    )
