"""Floor 2: the agreement of two coders, judgement by judgement."""

from __future__ import annotations

import altair as alt
import pandas as pd

from .theme import BLUE, ORANGE, WIDTH, Rows


def agreement_dots(result: pd.DataFrame) -> alt.Chart:
    """Draw percent agreement and Krippendorff's alpha on one scale.

    Parameters
    ----------
    result : pandas.DataFrame
        As `model.intercoder.agreement` returns it.
    """
    rows = result.reset_index().melt("what", ["agree", "alpha"], "measure", "value").dropna()
    rows["measure"] = rows["measure"].map(
        {"agree": "share coded alike", "alpha": "Krippendorff's alpha"}
    )
    measures = ["share coded alike", "Krippendorff's alpha"]
    return (
        alt.Chart(Rows(rows))
        .mark_point(filled=True, size=130, opacity=1)
        .encode(
            y=alt.Y("what:N", title=None, sort=list(result.index)),
            x=alt.X(
                "value:Q",
                title="Agreement",
                scale=alt.Scale(domain=[min(0, float(rows["value"].min()) if len(rows) else 0), 1]),
            ),
            color=alt.Color(
                "measure:N",
                title=None,
                scale=alt.Scale(domain=measures, range=[BLUE, ORANGE]),
                legend=alt.Legend(orient="top"),
            ),
            shape=alt.Shape(
                "measure:N",
                title=None,
                scale=alt.Scale(domain=measures, range=["circle", "diamond"]),
            ),
            tooltip=[
                alt.Tooltip("what:N", title="What was coded"),
                alt.Tooltip("measure:N", title="Measure"),
                alt.Tooltip("value:Q", title="Agreement", format=".2f"),
            ],
        )
        .properties(width=WIDTH - 200, height=alt.Step(28))
    )
