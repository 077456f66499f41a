"""Floor 2: a class - where each student stood and stands, what was missed, what is believed."""

from __future__ import annotations

import altair as alt
import pandas as pd

from .theme import BLUE, GREY, ORANGE, VERMILION, WIDTH, Drawn, overlay, picks

_AXIS = 330  # pixels for the words on the left
_PERCENT = alt.Scale(domain=[0, 100])


def stance_dots(rows: pd.DataFrame) -> Drawn:
    """Draw a line for each student, from where they stood to where they stand.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``before`` and ``after``, 0 to 100, as `model.classroom.stances` returns them.
    """
    return Drawn(_stance_dots, rows={"students": _numbered(rows)})


def gain_dots(rows: pd.DataFrame) -> Drawn:
    """Draw a line for each student, from the share right before to the share right after.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``before`` and ``after``, 0 to 1, as `model.gains.class_gain` returns them under ``gain``.
    """
    percent = (100 * rows[["before", "after"]]).sort_values("before", kind="stable")
    return Drawn(_gain_dots, rows={"students": _numbered(percent)})


def _numbered(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(student=range(1, len(rows) + 1))


def _stance_dots() -> alt.LayerChart:
    ends = "0 the theatres can be kept apart, 100 they cannot"
    return _before_and_after(f"{ends}: circle before, triangle after")


def _gain_dots() -> alt.LayerChart:
    return _before_and_after("Right of the ten items, %: circle before, triangle after")


def _before_and_after(title: str) -> alt.LayerChart:
    """Draw two ends of a line for each student on one scale of 0 to 100."""
    base = alt.Chart(alt.NamedData("students"))
    y = alt.Y("student:O", title="One line a student", axis=alt.Axis(labels=False, ticks=False))
    told = ["before:Q", "after:Q"]
    line = (
        base.transform_filter("datum.before != null && datum.after != null")
        .mark_rule(color=GREY, strokeWidth=2)
        .encode(y, x=alt.X("before:Q", title=title, scale=_PERCENT), x2="after:Q", tooltip=told)
    )
    ends = [
        base.transform_filter(f"datum.{when} != null")
        .mark_point(filled=True, size=110, shape=shape, color=colour, opacity=1)
        .encode(y, x=alt.X(f"{when}:Q", title=title, scale=_PERCENT), tooltip=told)
        for when, shape, colour in (("before", "circle", ORANGE), ("after", "triangle-up", BLUE))
    ]
    return overlay(line, *ends, width=WIDTH - 60, height=alt.Step(20))


def missed_bars(rows: pd.DataFrame) -> Drawn:
    """Draw how many students missed each self-check.

    Parameters
    ----------
    rows : pandas.DataFrame
        ``label``, ``question``, ``tried``, ``missed``.
    """
    shown = rows[["label", "question", "tried", "missed"]].assign(rank=range(len(rows)))
    return Drawn(_missed_bars, rows={"missed": shown})


def _missed_bars() -> alt.Chart:
    by_rank = alt.EncodingSortField("rank", op="min")
    return (
        alt.Chart(alt.NamedData("missed"))
        .mark_bar(color=VERMILION)
        .encode(
            y=alt.Y("label:N", sort=by_rank, title=None, axis=alt.Axis(labelLimit=_AXIS)),
            x=alt.X(
                "missed:Q", title="Students who have not got it yet", axis=alt.Axis(tickMinStep=1)
            ),
            tooltip=[
                alt.Tooltip("question:N", title="Question"),
                alt.Tooltip("missed:Q", title="Have not got it yet"),
                alt.Tooltip("tried:Q", title="Have tried"),
            ],
        )
        .properties(width=WIDTH - _AXIS, height=alt.Step(24))
    )


def credence_dots(people: pd.DataFrame, own: dict[str, float] | None = None) -> Drawn:
    """Draw a dot for each student's credence in each claim, and the median.

    Parameters
    ----------
    people : pandas.DataFrame
        ``label``, ``percent`` (0 to 100), one row a student and claim, in the order
        of the claims.
    own : dict, optional
        The reader's own credence by label, 0 to 1.
    """
    rank = {label: n for n, label in enumerate(dict.fromkeys(people["label"]))}
    rows = people.assign(rank=people["label"].map(rank), whose="a student")
    mine = (
        [(label, 100 * own[label], n, "you") for label, n in rank.items() if label in own]
        if own
        else []
    )
    mine = pd.DataFrame(mine, columns=["label", "percent", "rank", "whose"])
    return Drawn(_credence_dots, rows={"people": pd.concat([rows, mine]) if len(mine) else rows})


def _told(field: str, title: str) -> list[alt.Tooltip]:
    """Say a claim, and one figure of it."""
    return [alt.Tooltip("label:N", title="Claim"), alt.Tooltip(f"{field}:Q", title=title)]


def _credence_dots() -> alt.LayerChart:
    base = alt.Chart(alt.NamedData("people"))
    y = alt.Y(
        "label:N",
        sort=alt.EncodingSortField("rank", op="min"),
        title=None,
        axis=alt.Axis(labelLimit=_AXIS),
    )
    title = "Credence, %: circle a student, tick the median, diamond you"
    x = alt.X("percent:Q", title=title, scale=_PERCENT)
    pick = picks("bar", "label")
    students = (
        base.transform_filter("datum.whose == 'a student'")
        .mark_point(size=70, filled=True, color=BLUE, opacity=0.8, cursor="pointer")
        .encode(y, x, tooltip=_told("percent", "Credence, %"))
        .add_params(pick)
    )
    middle = (
        base.transform_filter("datum.whose == 'a student'")
        .transform_aggregate(groupby=["label", "rank"], middle="median(percent)")
        .mark_tick(thickness=3, color=ORANGE, height=18)
        .encode(y, x=alt.X("middle:Q", scale=_PERCENT), tooltip=_told("middle", "Median, %"))
    )
    you = (
        base.transform_filter("datum.whose == 'you'")
        .mark_point(filled=True, size=110, shape="diamond", color=VERMILION, opacity=1)
        .encode(y, x, tooltip=_told("percent", "Credence, %"))
    )
    return overlay(students, middle, you, width=WIDTH - _AXIS, height=alt.Step(24))
