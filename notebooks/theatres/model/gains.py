"""Floor 1: before and after - what a student or a class learnt, and where minds moved."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from .. import tables, work
from . import questions

BEFORE, AFTER = "before", "after"
TIMES = (BEFORE, AFTER)
SKILLS = (  # what the items of a form test, in order
    "cutting a sentence",
    "kinds of claim",
    "hedges",
    "who speaks",
    "ties",
    "chance",
    "hindsight",
    "qualifying",
    "the premise that carries",
    "counts",
)
FEW = 20  # students below whom item figures say little


def form_of(kept: Mapping, when: str) -> str | None:
    """Return the form, "a" or "b", that the work has at one of the two times."""
    first = kept.get("form/first")
    if first not in questions.FORM_NAMES:
        return None
    return first if when == BEFORE else {"a": "b", "b": "a"}[first]


def _asked(kept: Mapping, when: str) -> pd.DataFrame:
    form = form_of(kept, when)
    return questions.form(form) if form else pd.DataFrame({"id": [], "objective": []})


def open_items(kept: Mapping, when: str) -> int:
    """Count the items of a form that have no answer yet.

    Parameters
    ----------
    kept : mapping
        The work, key to value.
    when : {"before", "after"}

    Returns
    -------
    int
        0 also where no form was drawn.
    """
    given = [kept.get(f"answer/{one}") for one in _asked(kept, when)["id"]]
    return sum(one is None for one in given)


def answered(kept: Mapping, when: str) -> pd.Series:
    """Say of each item of a form whether it was answered rightly.

    Parameters
    ----------
    kept : mapping
        The work, key to value.
    when : {"before", "after"}

    Returns
    -------
    pandas.Series
        Index: skill, 1 to 10; True or False. Empty until every item of the form has an answer.
    """
    if open_items(kept, when):
        return pd.Series(dtype=bool)
    rows = _asked(kept, when)
    given = [kept[f"answer/{one}"] for one in rows["id"]]
    right = [questions.is_right(one, answer) for one, answer in zip(rows["id"], given)]
    return pd.Series(right, index=rows["objective"].astype(int).to_list(), dtype=bool)


def skills(kept: Mapping) -> pd.DataFrame:
    """Set side by side, skill by skill, whether the item before and the one after were right.

    Parameters
    ----------
    kept : mapping
        The work, key to value.

    Returns
    -------
    pandas.DataFrame
        ``skill``; ``before`` and ``after``: "right" or "not yet". No rows until both are complete.
    """
    both = [answered(kept, when) for when in TIMES]
    if not all(map(len, both)):
        return pd.DataFrame(columns=["skill", *TIMES])
    said = [right.sort_index().map({True: "right", False: "not yet"}).to_list() for right in both]
    return pd.DataFrame({"skill": SKILLS, **dict(zip(TIMES, said))})


def explained(kept: Mapping) -> pd.DataFrame:
    """List the items that were not right, with what is right and why.

    Parameters
    ----------
    kept : mapping
        The work, key to value.

    Returns
    -------
    pandas.DataFrame
        ``item``, ``right``, ``why``, of both forms. No rows until both are complete.
    """
    both = pd.concat([_asked(kept, when) for when in TIMES])
    if not all(len(answered(kept, when)) for when in TIMES):
        both = both.iloc[:0]
    rows = [
        (row.question, questions.right_option(row.id), row.explanation)
        for row in both.itertuples()
        if not questions.is_right(row.id, kept[f"answer/{row.id}"])
    ]
    return pd.DataFrame(rows, columns=["item", "right", "why"])


def normalised_gain(before: float, after: float) -> float | None:
    """Return the part of what could still be gained that was: (after - before) / (1 - before).

    None where nothing was left to gain.
    """
    return None if before >= 1 else (after - before) / (1 - before)


def moved(kept: Mapping) -> pd.DataFrame:
    """Set a student's stances on each sense of "decoupled" side by side.

    Parameters
    ----------
    kept : mapping
        The work, key to value.

    Returns
    -------
    pandas.DataFrame
        ``sense``; ``before``, ``after`` (0: parted, 100: joined), ``sure before``, ``sure after``
        (0 to 100), ``moved`` (points). What was not given is missing.
    """
    rows = []
    for sense in tables.read("senses").itertuples():
        held = [kept.get(f"sense/{when}/{sense.id}") for when in TIMES]
        held = [one if isinstance(one, dict) else {} for one in held]
        before, after = (_percent(one.get("joined")) for one in held)
        change = None if before is None or after is None else after - before
        sure = [_percent(one.get("sure")) for one in held]
        rows.append((sense.sense, before, after, *sure, change))
    columns = ["sense", "before", "after", "sure before", "sure after", "moved"]
    return pd.DataFrame(rows, columns=columns)


def class_gain(works: Mapping[str, Mapping] | str | Path) -> dict[str, pd.DataFrame | str]:
    """Say what a class learnt, which items did their work, and where minds moved.

    Parameters
    ----------
    works : mapping, str or path
        A folder of the files that students saved out; or, as `work.class_work` returns them, name
        of a file to the work in it.

    Returns
    -------
    dict
        ``gain``: one row a student who took both forms: shares right ``before`` and ``after``,
        normalised ``gain``. ``items``: by item, ``question``, ``students``, ``difficulty`` (share
        right) and ``discrimination`` (correlation of the item with the rest of its form).
        ``minds``: by sense, ``students``, median ``before``, ``after`` and ``moved``. ``said``: how
        far to trust it, and which files were left out.
    """
    left_out: list[str] = []
    if isinstance(works, (str, Path)):
        works, left_out = work.class_work(works)
    gains, taken = [], []
    for kept in works.values():
        shares = [answered(kept, when) for when in TIMES]
        for when, right in zip(TIMES, shares):
            if len(right):
                taken.append((form_of(kept, when), right))
        if all(map(len, shares)):
            before, after = (right.mean() for right in shares)
            gains.append((before, after, normalised_gain(before, after)))
    minds = [moved(kept).dropna(subset="moved") for kept in works.values()]
    minds = pd.concat(minds) if minds else moved({}).iloc[:0]
    middle = minds.astype({"before": float, "after": float, "moved": float}).groupby("sense")
    figures = middle[["before", "after", "moved"]].median()
    n = len(gains)
    said = [f"{n} students took both forms."]
    if n < FEW:
        said.append(f"That is few: below {FEW}, one student more or less turns these figures.")
    said.append("A gain shows learning, not what caused it.")
    return {
        "gain": pd.DataFrame(gains, columns=["before", "after", "gain"]),
        "items": _items(taken),
        "minds": figures.assign(students=middle.size()),
        "said": " ".join([*said, *left_out]),
    }


def _items(taken: list[tuple[str, pd.Series]]) -> pd.DataFrame:
    """Return difficulty and discrimination of each item."""
    rows = []
    for form in questions.FORM_NAMES:
        asked = questions.form(form).set_index("objective")["question"]
        sheet = pd.DataFrame([right for name, right in taken if name == form]).astype(float)
        for skill in sheet.columns:
            rest = sheet.drop(columns=skill).sum(axis=1)
            varies = len(sheet) > 2 and sheet[skill].nunique() > 1 and rest.nunique() > 1
            discriminates = sheet[skill].corr(rest) if varies else None
            right = sheet[skill].mean()
            rows.append((form, SKILLS[skill - 1], asked[skill], len(sheet), right, discriminates))
    columns = ["form", "skill", "question", "students", "difficulty", "discrimination"]
    return pd.DataFrame(rows, columns=columns)


def _percent(value) -> float | None:
    good = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 100
    return float(value) if good else None
