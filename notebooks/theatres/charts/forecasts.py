"""Floor 2: what was expected, what the student expected, and what came."""

from __future__ import annotations

import textwrap

import altair as alt
import pandas as pd

from .theme import BETWEEN, FITTED, GREY, NO, YES, Drawn, overlay, picks

CAME = {
    "yes": (100, YES, "triangle-up"),
    "no": (0, NO, "triangle-down"),
    "partly": (50, BETWEEN, "square"),
    "open": (50, GREY, "circle"),
}
_WORDS = 420  # pixels for the questions,
_ACROSS = 115  # and beside them: both fit a narrow window as they are drawn
_ROW = 28  # of two lines


def ledger_dots(rows: pd.DataFrame, opened: str = "") -> Drawn:
    """Draw each question with the student's probability and, once that is given, with what came.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `model.forecasts.ledger` returns them, and ``short``, the text of each label.
    opened : str, optional
        Starting value of the param ``opened``: the question that is open now; a band lies behind
        it.

    Returns
    -------
    Drawn
        Selection ``question`` (field ``id``) tells what was clicked. Outcomes of questions without
        a probability are not in the specification, so that no tool tip gives them away.
    """
    labels = rows["short"].map(
        lambda text: "\n".join(textwrap.wrap(text, 70 if len(text) <= 70 else len(text) // 2 + 8))
    )
    known = rows["percent"].notna()
    every = pd.DataFrame(
        {
            "id": rows["id"],
            "label": labels,
            "percent": 50,
            "state": known.map({True: "answered", False: "wants your number"}),
        }
    )
    done = rows[known]
    came = [
        {
            "id": r.id,
            "label": labels[r.Index],
            "mine": int(r.percent),
            "percent": CAME[str(r.outcome)][0],
            "outcome": str(r.outcome),
        }
        for r in done.itertuples()
    ]
    return Drawn(
        _ledger_dots,
        tuple(labels),
        rows={"questions": every, "waiting": every[~known], "came": came},
        params={"opened": opened},
    )


def _ledger_dots(labels: tuple[str, ...]) -> alt.LayerChart:
    # A question stands on two lines, whose middle is the row's.
    y = alt.Y(
        "label:N",
        title=None,
        sort=list(labels),
        scale=alt.Scale(domain=list(labels)),
        axis=alt.Axis(
            labelLimit=_WORDS,
            labelFontSize=12,
            labelLineHeight=13,
            labelExpr="split(datum.label, '\\n')",
            grid=True,
            gridDash=[1, 3],
            labelBaseline=alt.condition(
                "indexof(datum.label, '\\n') > 0", alt.value("bottom"), alt.value("middle")
            ),
        ),
    )
    x = alt.X(
        "percent:Q",
        title="Probability of yes, %",
        scale=alt.Scale(domain=[-4, 104]),
        axis=alt.Axis(values=[0, 25, 50, 75, 100], orient="top"),
    )
    pick = picks("question", "id")
    data = alt.NamedData("questions")
    band = (
        alt.Chart(data)
        .transform_filter("datum.id == opened")
        .mark_rule(color=GREY, strokeWidth=_ROW - 2, opacity=0.25)
        .encode(y=y)
    )
    waiting = (
        alt.Chart(data)
        .mark_rule(strokeWidth=_ROW - 2, opacity=0.001)
        .encode(
            y=y,
            tooltip=[
                alt.Tooltip("label:N", title="Question"),
                alt.Tooltip("state:N", title="State"),
            ],
        )
        .add_params(pick)
    )
    wants = (
        alt.Chart(alt.NamedData("waiting"))
        .mark_text(fontSize=12, opacity=0.7)
        .encode(x=alt.XValue(_ACROSS / 2), y=y, text=alt.Text("state:N"))
    )
    lines = (
        alt.Chart(alt.NamedData("came"))
        .mark_rule(strokeWidth=2)
        .encode(x=alt.X("mine:Q"), x2=alt.X2("percent:Q"), y=y)
    )
    outcome = (
        alt.Chart(alt.NamedData("came"))
        .mark_point(filled=True, size=150)
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "outcome:N",
                title="What came",
                scale=alt.Scale(domain=list(CAME), range=[c for _, c, _ in CAME.values()]),
                legend=alt.Legend(orient="bottom", direction="vertical"),
            ),
            shape=alt.Shape(
                "outcome:N",
                title="What came",
                scale=alt.Scale(domain=list(CAME), range=[s for _, _, s in CAME.values()]),
            ),
            tooltip=[
                alt.Tooltip("label:N", title="Question"),
                alt.Tooltip("mine:Q", title="You said, %"),
                alt.Tooltip("outcome:N", title="What came"),
            ],
        )
    )
    mine = (
        alt.Chart(alt.NamedData("came"))
        .mark_point(shape="stroke", angle=90, size=340, strokeWidth=3)
        .encode(x=alt.X("mine:Q"), y=y, color=alt.ColorValue(GREY))
    )
    return overlay(
        band,
        wants,
        lines,
        outcome,
        mine,
        waiting,
        params=[alt.param(name="opened", value="")],
        width=_ACROSS,
        height=alt.Step(_ROW),
        usermeta=FITTED,
    )
