"""Floor 3: what the tests of the thesis share - rows behind the chart, and a result to keep."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..model import decoupling
from .details import bears_on
from .drawer import Drawer, Keeper
from .panel import Choice, Number, Panel


def end_of_year(**options) -> Number:
    """Declare the year at whose end ties are counted."""
    return Number("End of year", tables.years, start=2024, **options)


def at_the(now) -> str:
    """Say at which day ties are counted: what came after the commentary waits for a tick."""
    last = int(tables.TEXT_DATE[:4])
    return f"end of {now.year}" if now.hindsight or now.year < last else "15 July 2024"


def source(**options) -> Choice:
    """Declare on whose word ties are counted."""
    return Choice("on the word of", decoupling.SOURCES, **{"width": "24em", **options})


def thesis_said() -> str:
    """Say the thesis that a test bears on, in our words; "" for a course that has none."""
    claims = tables.read("claims")
    theses = claims.loc[claims["kind"].astype(str) == "thesis", "id"]
    return bears_on(";".join(theses))


class ThesisTest(Panel):
    """A test that recounts after every move, opens the rows it counted, and can be kept.

    A subclass counts in `work_out`, says what it found in `result` and, in a line, in `short`, and
    gives the rows behind in `behind`.
    """

    keeps = ""  # under which name a result is kept
    rows_called = "Open the rows"
    redraws = True

    def __init__(self, **start):
        self.keep, self.drawer = Keeper(self.keeps), Drawer(self.rows_called)
        super().__init__(**start)
        self.keep.wire(self, self.short)

    def short(self) -> str:
        """Say the result in one line, for the summary."""
        raise NotImplementedError

    def result(self) -> str:
        """Say what the test found."""
        raise NotImplementedError

    def behind(self) -> dict[str, pd.DataFrame]:
        """Return the rows counted, in sets by name."""
        raise NotImplementedError

    def words(self) -> str:
        return self.result() + self.keep.note(self.short())

    def answered(self) -> None:
        """Bring the rows behind the chart up to date."""
        self.drawer.fill(self.behind())

    def buttons(self) -> list:
        return [self.keep.button]

    def beneath(self) -> list:
        return [self.drawer]
