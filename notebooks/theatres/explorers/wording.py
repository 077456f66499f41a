"""Floor 3: small pieces that the sentences of explorers are made of."""

from __future__ import annotations

from .. import tables


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


def all_of(things) -> str:
    """Name all of several things in a sentence."""
    *most, last = list(things) or ["nobody"]
    return f"{', '.join(most)} and {last}" if most else last
