"""Floor 1: for teachers - the plan of the course, and the answers of the self-checks."""

from __future__ import annotations

import pandas as pd

from .. import tables
from . import answers, questions


def course_plan() -> pd.DataFrame:
    """List the lessons in order, with what each asks and how long it takes.

    Returns
    -------
    pandas.DataFrame
        ``lesson``, ``title``, ``reads`` (paragraphs), ``path`` ("core" or "choice"), ``minutes``
        (one student alone), ``discussion`` (minutes in class, on top).
    """
    return tables.read("lessons")


def answer_notes(lesson: str) -> pd.DataFrame:
    """List a lesson's self-checks with their answers.

    Parameters
    ----------
    lesson : str
        Two digits, such as "02", or "a" or "b" for a form of the test before and after.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``question``, ``answer`` (the right options; the order; the number with its
        tolerance; "open" for written ones), ``why``.

    Raises
    ------
    ValueError
        If there is no such lesson.
    """
    rows = questions.asked()
    if lesson in questions.FORM_NAMES:
        rows = questions.form(lesson)
    elif lesson in set(rows["lesson"]):
        rows = rows[rows["lesson"] == lesson]
    else:
        offered = ", ".join([*sorted(set(rows["lesson"])), *questions.FORM_NAMES])
        raise ValueError(f"there is no lesson {lesson!r}; choose one of {offered}")
    return pd.DataFrame(
        {
            "id": rows["id"],
            "question": rows["question"],
            "answer": [_answer(r) for r in rows.itertuples()],
            "why": rows["explanation"],
        }
    ).reset_index(drop=True)


def _answer(row) -> str:
    if row.kind == "written":
        return "open"
    if row.kind == "number":
        unit = f" {row.unit}" if isinstance(row.unit, str) else ""
        return f"{answers.key(row.answer_from):.4g}{unit}" + (
            f" (± {row.tolerance:g})" if row.tolerance else ""
        )
    options = row.options.split("|")
    if row.kind == "order":
        return "; then ".join(options)
    return "; and ".join(o[1:] for o in options if o.startswith("*"))
