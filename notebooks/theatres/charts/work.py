"""Floor 2: the student's own work - how far each lesson is done, and how sure of which claim."""

from __future__ import annotations

import altair as alt
import pandas as pd

from .theme import BLUE, GREY, VERMILION, WIDTH, Rows


def progress_bars(progress: pd.DataFrame) -> alt.Chart:
    """Draw how many self-checks of each lesson are right or kept, answered, or still open.

    Parameters
    ----------
    progress : pandas.DataFrame
        As `model.workwords.progress` returns it: ``lesson``, ``done``, ``tried``, ``all``.

    Returns
    -------
    altair.Chart
        Stacked bars, told apart by colour and by their order.
    """
    rows = pd.DataFrame(
        [
            (r.lesson, state, n, i)
            for r in progress.itertuples()
            for i, (state, n) in enumerate(
                (
                    ("right or kept", r.done),
                    ("answered, not right yet", r.tried - r.done),
                    ("open", r.all - r.tried),
                )
            )
        ],
        columns=["lesson", "state", "questions", "place"],
    )
    states = ["right or kept", "answered, not right yet", "open"]
    return (
        alt.Chart(Rows(rows))
        .mark_bar()
        .encode(
            y=alt.Y("lesson:N", title="Lesson", axis=alt.Axis(labelAngle=0)),
            x=alt.X("questions:Q", title="Self-checks", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color(
                "state:N",
                title=None,
                scale=alt.Scale(domain=states, range=[BLUE, VERMILION, GREY]),
                legend=alt.Legend(orient="top"),
            ),
            opacity=alt.Opacity(
                "state:N", scale=alt.Scale(domain=states, range=[1, 0.85, 0.35]), legend=None
            ),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("lesson:N", title="Lesson"),
                alt.Tooltip("state:N", title="State"),
                alt.Tooltip("questions:Q", title="Self-checks"),
            ],
        )
        .properties(width=WIDTH - 60, height=alt.Step(20))
    )


def credence_dots(credences: pd.DataFrame) -> alt.Chart:
    """Draw how likely the student holds each claim to be.

    Parameters
    ----------
    credences : pandas.DataFrame
        ``short``, ``percent`` (0 to 100).
    """
    rows = credences.assign(label=credences["short"])
    return (
        alt.Chart(Rows(rows))
        .mark_point(filled=True, size=90, color=BLUE)
        .encode(
            y=alt.Y("label:N", title=None, sort=list(rows["label"]), axis=alt.Axis(labelLimit=330)),
            x=alt.X("percent:Q", title="Your credence, %", scale=alt.Scale(domain=[0, 100])),
            tooltip=[
                alt.Tooltip("label:N", title="Claim"),
                alt.Tooltip("percent:Q", title="Your credence, %"),
            ],
        )
        .properties(width=WIDTH - 340, height=alt.Step(20))
    )
