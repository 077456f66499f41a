"""Floor 3: the policy lab - from a stance over measures, grounds and an objection to a brief."""

from __future__ import annotations

import functools
from dataclasses import replace

import ipywidgets as W

from .. import tables
from ..codes import Bearing
from ..model import verdict
from .base import Explorer, alike
from .verdictpages import PAGES
from .verdictstore import TEXTS, Store, store

STEPS = [page.step for page in PAGES]


class PolicyLab(Explorer):
    """Four steps to one page; what is chosen is kept, and every lab on the page shows it."""

    def __init__(self, step: str, kept: Store):
        self.store = kept
        self.measures, self.grounds, self.objection, self.brief = (page(kept) for page in PAGES)
        self.pages = dict(zip(STEPS, (self.measures, self.grounds, self.objection, self.brief)))
        for page in self.pages.values():
            page.lab = self
        self.stale = set(self.pages)  # pages beneath another wait till they are turned up
        self.stance = alike(
            W.ToggleButtons,
            options=[(said, stance) for stance, said in verdict.STANCES.items()],
            value=self.choice.stance or None,
            style={"button_width": "15em"},
        )
        self.stance.add_class("theatres-cards")
        self.tabs = W.Tab(list(self.pages.values()))
        self.tabs.titles = [f"{n} {name}" for n, name in enumerate(self.pages, 1)]
        self.turn_to(step)
        self._catch_up()
        super().__init__("Policy lab: your verdict", [self.stance, self.tabs, alike(W.VBox)])
        self.add_class("theatres-policy")
        self.stance.observe(self._stood, "value")
        self.tabs.observe(self._turned, "selected_index")
        kept.watchers.add(self)

    @property
    def choice(self) -> verdict.Choice:
        """What is chosen now."""
        return self.store.choice

    @property
    def step(self) -> str:
        """The step whose page lies on top."""
        return STEPS[self.tabs.selected_index or 0]

    def turn_to(self, step: str) -> None:
        """Turn up the page of a step."""
        self.tabs.selected_index = STEPS.index(step)

    def become(self, choice: verdict.Choice) -> None:
        """Choose something else, in every lab."""
        self.store.become(choice, by=self)

    def follow(self, changed: set[str]) -> None:
        """Show what the store holds now."""
        self.stance.value = self.choice.stance or None
        self.stale |= {step for step, page in self.pages.items() if page.shows & changed}
        self._catch_up()
        if not changed <= set(TEXTS) or self._told != self.words():
            self.tell()

    def words(self) -> str:
        return _said(_written(self.choice), tables.shelf())

    def still(self):
        return self.measures.still()

    def headline(self) -> str:
        at = self.tabs.selected_index or 0
        return f"What should be done, and on what grounds? Step {at + 1}: {STEPS[at]}"

    def tell(self, *_) -> None:
        self._told = self.words()
        self.entitle()
        self.say(self._told)

    def _stood(self, change) -> None:
        if (change["new"] or "") != self.choice.stance:
            self.become(replace(self.choice, stance=change["new"] or ""))

    def _catch_up(self, *_) -> None:
        if self.step in self.stale:
            self.stale.discard(self.step)
            self.pages[self.step].show()

    def _turned(self, _) -> None:
        self._catch_up()
        self.entitle()


def _written(choice: verdict.Choice) -> verdict.Choice:
    """Return a choice in which each text says only whether there is one."""
    return replace(choice, **{n: "x" if getattr(choice, n).strip() else "" for n in TEXTS})


@functools.lru_cache(maxsize=8)
def _said(choice: verdict.Choice, _shelf) -> str:
    """Say what a choice comes to; every lab on the page says the same."""
    stance = verdict.STANCES.get(choice.stance, "no stance yet").partition(":")[0]
    if not choice.measures:
        offered = len(verdict.measures_table())
        return (
            f"No measure chosen yet; {offered} are on offer, and a brief has room for"
            f" {verdict.ROOM}. Stance: {stance}."
        )
    lacks = verdict.missing(choice)
    ends = f"Still missing: {', '.join(lacks)}." if lacks else "Your brief is complete."
    return f"{_acts(choice)} Stance: {stance}. {_rests(choice)} {ends}"


def _acts(choice: verdict.Choice) -> str:
    on = verdict.acted_on(choice.measures)
    ties = on.loc[on["on"] == "tie", "id"].nunique()
    titles = verdict.measures_table().set_index("id")["title"]
    named = " + ".join(f"“{titles[m]}”" for m in choice.measures)
    clash = len(verdict.conflicts(choice.measures))
    against = f", and pull against each other on {clash}" if clash else ""
    return f"{named}: {ties} ties acted on{against}."


def _rests(choice: verdict.Choice) -> str:
    held = verdict.balance(choice)
    judged = sum(held[bearing] for bearing in Bearing)
    return f"Grounds: {held['claims']} claims, {judged} judgements, {held['weakens']} against."


def policy_lab(
    step: int = 1,
    *,
    stance: str = "",
    measures: list[str] | tuple[str, ...] = (),
    grounds: list[str] | tuple[str, ...] = (),
) -> PolicyLab:
    """Open the policy lab.

    Parameters
    ----------
    step : {1, 2, 3, 4}, optional
        Which page lies on top: measures, grounds, objection, brief.
    stance : {"linkage", "asia-first", "restraint", "own"}, optional
        Where to begin if nothing was chosen before.
    measures : list of str, optional
        Measures to begin with (V01 to V18), at most three.
    grounds : list of str, optional
        Claims and judgements to begin with.

    Returns
    -------
    PolicyLab
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value does not exist; the message lists what does.
    """
    measures, grounds = _as_list(measures), _as_list(grounds)
    known = [*tables.read("claims", argument="both")["id"]]
    known += [*tables.read("evidence", argument="both")["id"]]
    _refuse("step", [step], range(1, len(STEPS) + 1))
    _refuse("stance", [stance], ["", *verdict.STANCES])
    _refuse("measures", measures, list(verdict.measures_table()["id"]))
    _refuse("grounds", grounds, known)
    if len(measures) > verdict.ROOM:
        raise ValueError(f"a brief has room for {verdict.ROOM} measures, not {len(measures)}")
    kept = store()
    kept.begin(verdict.Choice(stance=stance, measures=tuple(measures), grounds=tuple(grounds)))
    return PolicyLab(STEPS[step - 1], kept)


LISTED = 20  # of the right values, in a message


def _as_list(given) -> list:
    """Take one thing for a list of one."""
    return list(given) if isinstance(given, (list, tuple)) else [given]


def _refuse(what: str, given, allowed) -> None:
    """Refuse values that do not exist, with a message that lists those that do."""
    for one in given:
        if one not in allowed:
            right = ", ".join(map(str, allowed[:LISTED]))
            more = ", …" if len(allowed) > LISTED else ""
            raise ValueError(f"policy_lab has no {what} {one!r}; choose from {right}{more}")
