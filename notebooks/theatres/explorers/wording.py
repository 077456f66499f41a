"""Floor 3: small pieces that the sentences of explorers are made of."""

from __future__ import annotations

import textwrap

from .. import tables

LINE = 92  # letters of a title that stand in one line of a narrow window


def names() -> dict[str, str]:
    """Return the name of each actor by its id."""
    actors = tables.read("actors")
    return dict(zip(actors["id"], actors["name"]))


def begin(text: str) -> str:
    """Begin a sentence: only the first letter changes, so that names keep theirs."""
    return text[:1].upper() + text[1:]


def in_p(p: float) -> str:
    """Say a p value."""
    return f"p = {p:.3f}" if p >= 0.001 else "p < 0.001"


def count(number: int, thing: str) -> str:
    """Say how many of a thing there are."""
    return f"{number} {thing}{'s' * (number != 1)}"


def brief(text: str, most: int = 60) -> str:
    """Return the words of a text that fit a title."""
    return textwrap.shorten(text, most, placeholder=" …")


def called(text: str, row: str) -> str:
    """Name a row in a list: what it is first, and then its id."""
    return f"{text} ({row})"


def year_end(year: int, *, told: bool = False) -> str:
    """Name the end of a year, and say whether what stands there is partly hindsight.

    Parameters
    ----------
    year : int
        A year.
    told : bool, optional
        Whether only what the text itself tells is counted, which is never hindsight.
    """
    late = year >= int(tables.TEXT_DATE[:4]) and not told
    return f"end of {year}{', with hindsight' * late}"


def all_of(things) -> str:
    """Name all of several things in a sentence."""
    *most, last = list(things) or ["nobody"]
    return f"{', '.join(most)} and {last}" if most else last
