"""Floor 1: the questions of the self-checks - which are asked, and where an old one went."""

from __future__ import annotations

from zlib import crc32

import pandas as pd

from .. import tables

# How many lessons back the items of a first play come from: the last, the one three back, six back.
GAPS = (1, 3, 6)
# Each return counts as so many lessons off the place where a question was wanted.
AGAIN = 3
# Kinds that can be asked again without the explorer they were asked beside.
RECALLED = ("choice", "several", "order")
FORMS = "00b"  # where the two forms of the test before and after stand
FORM_NAMES = ("a", "b")


def asked() -> pd.DataFrame:
    """Return the questions that lessons ask today, without retired ones and without the forms.

    Returns
    -------
    pandas.DataFrame
        Rows of the questions table.
    """
    rows = tables.read("questions")
    return rows[rows["retired"].isna() & (rows["lesson"] != FORMS)]


@tables.remembered
def form(name: str) -> pd.DataFrame:
    """Return the items of one of the two forms, "a" or "b", in order."""
    rows = tables.read("questions")
    rows = rows[rows["retired"].isna() & (rows["section"] == f"form {name}")]
    return rows.sort_values("objective")


def is_right(question: str, given) -> bool:
    """Say whether an answer is the right option of a choice item."""
    return f"*{given}" in _options()[question].split("|")


def right_option(question: str) -> str:
    """Return the right option of a choice item."""
    options = _options()[question].split("|")
    return next(option[1:] for option in options if option.startswith("*"))


@tables.remembered
def _options() -> dict[str, str]:
    """Return the options of every question as they are written, by its id."""
    rows = tables.read("questions")
    return dict(zip(rows["id"], rows["options"]))


def earlier_forms(question: str) -> list[str]:
    """List the retired forms of a question, newest first.

    Parameters
    ----------
    question : str
        Id of a question.

    Returns
    -------
    list of str
        Ids of the questions that it replaced, and of those that they replaced.
    """
    rows = tables.read("questions")
    before = rows.loc[rows["retired"] == question, "id"].to_list()
    return before + [older for one in before for older in earlier_forms(one)]


def shown(question: str) -> list[str]:
    """Return the options of a question in the order in which they are shown.

    Of choice and tick items of one size, taken in order of id, the right options go where the
    fewest have stood so far, so that every place is right equally often within one. Which of
    several such places it is follows from a checksum of the id; nobody draws or chooses. Steps to
    be put in order stand by the alphabet, or against it where that would be right.

    Parameters
    ----------
    question : str
        Id of a question.

    Returns
    -------
    list of str
        Options without their marks; those of a retired question as its row has them.
    """
    rows = tables.read("questions").set_index("id")
    written = rows.at[question, "options"]
    if not isinstance(written, str):
        return []
    options = written.split("|")
    plain = [option.removeprefix("*") for option in options]
    if rows.at[question, "kind"] == "order":
        return sorted(plain, reverse=sorted(plain) == plain)
    return _placed().get(question, plain)


def _placed() -> dict[str, list[str]]:
    """Place the options of all choice and tick items that are asked."""
    rows = tables.read("questions")
    rows = rows[rows["retired"].isna()]
    loads: dict[tuple[str, int], list[int]] = {}
    found = {}
    for row in rows[rows["kind"].isin(["choice", "several"])].sort_values("id").itertuples():
        options = row.options.split("|")
        right = [option[1:] for option in options if option.startswith("*")]
        wrong = [option for option in options if not option.startswith("*")]
        load = loads.setdefault((row.kind, len(options)), [0] * len(options))
        places = sorted(
            range(len(options)), key=lambda p: (load[p], crc32(f"{row.id}/{p}".encode()))
        )[: len(right)]
        for place in places:
            load[place] += 1
        found[row.id] = [
            right.pop(0) if place in places else wrong.pop(0) for place in range(len(options))
        ]
    return found


def earlier(lesson: str) -> pd.DataFrame:
    """Draw three questions of earlier lessons, for the first play of a lesson.

    They come from one, three and six lessons back on the core path, or near there where what stands
    there has returned before. Nobody is asked about a lesson that the path leaves to choice.

    Parameters
    ----------
    lesson : str
        Two digits, such as "05".

    Returns
    -------
    pandas.DataFrame
        Rows of the questions table.

    Raises
    ------
    ValueError
        If no lesson comes before this one.
    """
    rows = asked().sort_values("id").set_index("id", drop=False)
    lessons = sorted(rows["lesson"].unique())
    if lesson not in lessons[1:]:
        raise ValueError(
            f"no lesson comes before {lesson!r}; choose one of {', '.join(lessons[1:])}"
        )
    pool = rows.loc[rows["kind"].isin(RECALLED), "lesson"]
    paths = tables.read("lessons").set_index("lesson")["path"]
    returned = dict.fromkeys(pool.index, 0)
    for now in range(1, lessons.index(lesson) + 1):
        before, mine = [one for one in lessons[:now] if paths[one] == "core"], []
        back = {one: len(before) - place for place, one in enumerate(before)}
        for gap in GAPS:
            cost = {
                one: AGAIN * returned[one] + abs(back[of] - gap)
                for one, of in pool[pool.isin(before)].drop(mine).items()
            }
            mine.append(min(cost, key=cost.get))  # of equals the first by id
        returned.update({one: returned[one] + 1 for one in mine})
    return rows.loc[mine]
