"""Floor 3: the student's own results of the seven tests, each beside what it can and cannot say."""

from __future__ import annotations

import ipywidgets as W

from .. import work
from ..model.rewiring import LOOKED
from .base import Explorer, alike, apart
from .details import table_html
from .drawer import LATEST

OTHERS = "other pairs of regions"
TESTS = {
    "share": (
        "Test 1, shares against chance",
        "whether the border of the theatres holds ties back, as the border is drawn",
        "whether a crossing tie matters; whether chance is the right yardstick",
        "theatres dealt out; networks with the same partners",
        f"{OTHERS}; {LOOKED}",
    ),
    "independent": (
        "Test 2, networks nobody drew up for this",
        "whether the border shows where no one chose the ties with this argument in mind",
        "whether promises and votes are what the argument is about; what these networks leave out",
        "theatres dealt out",
        OTHERS,
    ),
    "cut": (
        "Test 3, cutting",
        "how much would have to go before nothing joins the theatres",
        "whether the rest would react; one thin path counts as much as a strong one",
        "networks with the same partners",
        f"{OTHERS}; {LOOKED}",
    ),
    "communities": (
        "Test 4, communities",
        "whether the network falls apart along geography or along camps",
        "whether a community acts together; another start or resolution may give others",
        "networks with the same partners; theatres dealt out; twenty starts",
        f"{OTHERS}, {LOOKED}; and votes",
    ),
    "time": (
        "Test 5, a break in 2022",
        "whether newer ties cross more often than older ones",
        "why; and whether newer ties are merely better recorded",
        "whole claims turned round; a straight line",
        f"other years, {OTHERS}; {LOOKED}",
    ),
    "events": (
        "Test 6, order of events",
        "whether events in one theatre tend to come after those in the other",
        "causes; the events were chosen, and often for being linked",
        "theatres dealt out; one series shifted; five windows",
        f"the other way round, earlier years, halves of one theatre; {LOOKED}",
    ),
    "curve": (
        "Test 7, all choices at once",
        "how much of the answer is made by choices, and by which",
        "which choices are right; many specifications are not many pieces of evidence",
        "the joint test: all specifications in each made-up world",
        f"{OTHERS}; {LOOKED}",
    ),
}


class OwnResults(Explorer):
    """The student's own results, each beside what its test can and cannot say."""

    def __init__(self):
        self.again = alike(
            W.Button,
            description="Bring up to date",
            tooltip="Read the results again",
            layout={"width": "11em"},
        )
        self.table = alike(W.HTML)
        super().__init__("What the tests say in your numbers", [self.again, self.table])
        self.again.on_click(self._refresh)
        self._refresh()

    def results(self) -> dict[str, str]:
        """Return the student's result of each test: the one kept, else the last one shown."""
        kept = work.everything()
        return {t: kept.get(f"test/{t}") or LATEST.get(t) or "Not run yet." for t in TESTS}

    def words(self) -> str:
        return "\n".join(f"{TESTS[t][0]}: {said}" for t, said in self.results().items())

    def _refresh(self, *_) -> None:
        kept = work.everything()
        shown = {
            "Test": [v[0] for v in TESTS.values()],
            "Result": self.results().values(),
            "": [_whose(test, kept) for test in TESTS],
            "It can show": [v[1] for v in TESTS.values()],
            "It cannot show": [v[2] for v in TESTS.values()],
            "Chance": [v[3] for v in TESTS.values()],
            "Placebo": [v[4] for v in TESTS.values()],
        }
        self.table.value = table_html(shown, "Seven tests, your settings")
        apart(self.spoken).layout.display = "none"  # the table says the same
        self.tell()


def _whose(test: str, kept: dict) -> str:
    """Say whether a result was kept by the student, or merely stood on the screen."""
    if kept.get(f"test/{test}"):
        return "kept by you"
    return "not yours yet: as last shown" if test in LATEST else ""


def your_results() -> OwnResults:
    """Show your results of the seven tests, each beside what it can and cannot say.

    Returns
    -------
    OwnResults
        Show it by leaving it as the last line of a cell.
    """
    return OwnResults()
