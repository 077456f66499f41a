"""Floor 3: the student's verdict, held once; each change is kept, and whoever watches is told."""

from __future__ import annotations

import functools
import weakref
from dataclasses import asdict, replace
from typing import Protocol

from .. import tables, work
from ..model import verdict

KEY = "verdict"
TEXTS = ("case", "answer", "mind")


class Watcher(Protocol):
    """What shows a verdict."""

    def follow(self, changed: set[str]) -> None:
        """Bring up to date what shows the parts that have changed."""


class Store:
    """The one verdict that every policy lab shows; it is the only place that has it."""

    def __init__(self):
        self.choice = self.begun = verdict.Choice()
        self.watchers = weakref.WeakSet()

    def begin(self, start: verdict.Choice) -> None:
        """Take up what was kept; what was not begins as ``start`` says, which is not kept."""
        says = {name: value for name, value in vars(start).items() if value}
        self.begun = replace(self.begun, **says)
        self._show(kept(self.begun))

    def become(self, choice: verdict.Choice, by: Watcher | None = None) -> None:
        """Hold another verdict: tell whoever watches, ``by`` first, and keep what changed."""
        changed = self._show(choice, by)
        parts = {name: value for name, value in asdict(choice).items() if name in changed}
        listed = {n: list(v) if isinstance(v, tuple) else v for n, v in parts.items()}
        if listed:
            work.merge(KEY, listed)

    def _show(self, choice: verdict.Choice, by: Watcher | None = None) -> set[str]:
        was, now = asdict(self.choice), asdict(choice)
        changed = {name for name in now if now[name] != was[name]}
        if changed:
            self.choice = choice
            for watcher in sorted(self.watchers, key=lambda one: one is not by):
                watcher.follow(changed)
        return changed


def store() -> Store:
    """Return the verdict of this folder of work, on the tables in use."""
    return _store(work.folder(), tables.shelf())


@functools.cache
def _store(_folder, _shelf) -> Store:
    return Store()


def kept(start: verdict.Choice) -> verdict.Choice:
    """Return the verdict kept so far, or the start where there is none.

    What does not fit the tables is left out.
    """
    found = work.get(KEY)
    if not isinstance(found, dict):
        return start
    claims, judged = (tables.read(t, argument="both")["id"] for t in ("claims", "evidence"))
    measures = _known(found.get("measures", list(start.measures)), verdict.measures_table()["id"])
    stance = found.get("stance", start.stance)
    return verdict.Choice(
        stance=stance if isinstance(stance, str) and stance in verdict.STANCES else "",
        measures=measures[: verdict.ROOM],
        grounds=_known(found.get("grounds", list(start.grounds)), [*claims, *judged]),
        **{name: found[name] for name in TEXTS if isinstance(found.get(name), str)},
    )


def _known(listed, allowed) -> tuple[str, ...]:
    """Return the ids in a list that the tables have; nothing where there is no list."""
    allowed = set(allowed)
    found = listed if isinstance(listed, list) else []
    return tuple(one for one in found if isinstance(one, str) and one in allowed)
