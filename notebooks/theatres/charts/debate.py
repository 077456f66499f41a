"""Floor 2: the published debate, school by school and stance by stance."""

from __future__ import annotations

import altair as alt
import pandas as pd

from .theme import (
    BETWEEN,
    NO,
    RING,
    WIDTH,
    YES,
    Rows,
    colour_and_shape,
    either,
    overlay,
    picks,
)

STANCES = {
    "for": (YES, "circle"),
    "qualifies": (BETWEEN, "diamond"),
    "against": (NO, "square"),
}


def debate_grid(
    positions: pd.DataFrame, schools: dict[str, str], shown: list[str], pair: list[str]
) -> alt.LayerChart:
    """Draw each published position as a mark, schools down and stances across.

    Parameters
    ----------
    positions : pandas.DataFrame
        The positions table.
    schools : dict
        School to what it holds, in the order of the rows.
    shown : list of str
        Param: ids that stand out; the others are faint.
    pair : list of str
        Param: ids that are open now, ringed.

    Returns
    -------
    altair.LayerChart
        Selection ``position`` (field ``id``) tells what was clicked.
    """
    rows = positions[["id", "school", "stance", "author", "title", "date", "position"]].astype(
        {"school": str, "stance": str}
    )
    place = rows.groupby(["school", "stance"]).cumcount()
    start = rows["stance"].map({s: i * 10 for i, s in enumerate(STANCES)})
    # Up to ten in a cell fit side by side; each stance gets the same ten places, however many it
    # has.
    rows = rows.assign(
        x=start + place % 10 + 0.5,
        school=rows["school"],
    )
    pick = picks("position", "id")
    y = alt.Y(
        "school:N",
        title=None,
        scale=alt.Scale(domain=list(schools)),
        axis=alt.Axis(labelLimit=160, grid=True, gridDash=[1, 3]),
    )
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, 30], nice=False), axis=None)
    base = alt.Chart(Rows(rows)).encode(x=x, y=y)
    marks = (
        base.mark_point(filled=True, size=170)
        .encode(
            **colour_and_shape(
                "stance:N", "Towards the thesis", STANCES, orient="bottom", symbolSize=130
            ),
            opacity=either(alt.OpacityValue, "indexof(shown, datum.id) >= 0", 1, 0.13),
            tooltip=[
                alt.Tooltip("author:N", title="Who"),
                alt.Tooltip("title:N", title="Where"),
                alt.Tooltip("date:N", title="When"),
                alt.Tooltip("position:N", title="Position"),
            ],
        )
        .add_params(pick)
    )
    ring = base.transform_filter("indexof(pair, datum.id) >= 0").mark_point(
        filled=False, size=420, strokeWidth=3, color=RING
    )
    heads = (
        alt.Chart(Rows(pd.DataFrame({"x": [5, 15, 25], "t": list(STANCES)})))
        .mark_text(fontSize=13, fontWeight="bold")
        .encode(x=x, y=alt.YValue(-10), text=alt.Text("t:N"))
    )
    walls = alt.Chart(Rows(pd.DataFrame({"x": [10, 20]}))).mark_rule(opacity=0.5).encode(x=x)
    return overlay(
        walls,
        marks,
        ring,
        heads,
        params=[alt.param(name="shown", value=shown), alt.param(name="pair", value=pair)],
        width=WIDTH - 130,
        height=alt.Step(33),
    )
