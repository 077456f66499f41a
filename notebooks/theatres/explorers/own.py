"""Floor 3: bring your own argument - explorers on another text, two coders' folders compared."""

from __future__ import annotations

import math
from pathlib import Path

import ipywidgets as W
import pandas as pd

from .. import course, tables
from ..charts import own as charts
from ..model import intercoder
from .base import alike
from .details import table_html
from .panel import Choice, Panel


class Opened:
    """An argument in the place of the commentary, ready for the course's explorers."""

    shelf: tables.Shelf | None

    def explore_ties(self, **start):
        """Open the relation explorer on it; controls as in `explore_ties` of the course."""
        from .relations import explore_ties

        return self._open(explore_ties, start)

    def browse_claims(self, **start):
        """Open the claim browser on it."""
        from .claims import browse_claims

        return self._open(browse_claims, start)

    def argument_map(self, *unfold, **start):
        """Open the argument map on its claims and reasons; first may stand a section to unfold."""
        from .argument import argument_map

        return self._open(argument_map, start, *unfold)

    def decoupling_lab(self, **start):
        """Open the decoupling lab on its ties; it parts the first two theatres of actors."""
        from .decoupling import decoupling_lab

        return self._open(decoupling_lab, start)

    def read(self, table: str):
        """Return one of its tables as a frame."""
        with tables.using(self.shelf):
            return tables.read(table)

    def _open(self, explorer, start: dict, *first):
        with tables.using(self.shelf):
            return explorer(*first, **start)


class OwnCourse(Opened):
    """A folder of tables about another text.

    Parameters
    ----------
    folder : path
        Made as ``own_argument/GUIDE.md`` says.
    """

    def __init__(self, folder: Path | str):
        self.folder = Path(folder)
        self.shelf = course.open_folder(folder)

    def __repr__(self) -> str:
        counts = {
            name: len(self.shelf.frames[name]) if name in self.shelf.frames else 0
            for name in ("claims", "actors", "ties", "events", "reasons")
        }
        return (
            f"{self.folder.name}: {len(self.shelf.record)} paragraphs, "
            + ", ".join(f"{n} {name}" for name, n in counts.items())
            + ". No mistake found in the tables."
        )


def open_course(folder: Path | str = course.EXAMPLE) -> OwnCourse:
    """Open a folder of tables about another text; the course's own example if none is named.

    Parameters
    ----------
    folder : path, optional
        A copy of ``own_argument/template``, filled in.

    Returns
    -------
    OwnCourse
        Its ``explore_ties``, ``browse_claims``, ``argument_map`` and ``decoupling_lab`` open the
        explorers on it.

    Raises
    ------
    tables.TableError
        If the tables hold mistakes; the message names all of them, each with file, row, column
        and cure.
    """
    return OwnCourse(folder)


def check_course(folder: Path | str) -> pd.DataFrame:
    """List every mistake in a folder's tables, to be worked through one by one.

    Parameters
    ----------
    folder : path
        As for `open_course`.

    Returns
    -------
    pandas.DataFrame
        ``file``, ``row`` (1 is the line of column names), ``column``, ``wrong``, ``cure``; no rows
        if all is well.
    """
    return pd.DataFrame(
        [vars(p) for p in course.check_folder(folder)],
        columns=["file", "row", "column", "wrong", "cure"],
    )


class Comparison(Panel):
    """Two coders' folders: agreement by judgement, and every unit on which they differ."""

    title = "Two coders, one text"
    described = "Agreement of two coders, judgement by judgement"
    called = "compare_courses"

    what = Choice(
        "Show where they differ on",
        lambda p: {"": "every judgement", **{judged: judged for judged in p.result.index}},
        start="",
        param="",
        width="30em",
    )

    def __init__(self, first: OwnCourse, second: OwnCourse):
        self.result = intercoder.agreement(first.shelf, second.shelf)
        self.pairs = intercoder.side_by_side(first.shelf, second.shelf)
        self.names = (first.folder.name, second.folder.name)
        self.differ = alike(W.HTML)
        super().__init__()

    def words(self) -> str:
        measured = self.result.dropna(subset="agree")
        if measured.empty:
            return "The two folders have no unit in common."
        low = measured["agree"].idxmin()
        alpha = measured.loc[low, "alpha"]
        rows = self.pairs[self.pairs["what"] == self.what.value] if self.what.value else self.pairs
        same = len(rows) - len(self.differences())
        what = f" on {self.what.value}" if self.what.value else ""
        chance = (
            "with only one category in use, so that chance cannot be told apart"
            if math.isnan(alpha)
            else f"{alpha:.2f} once chance is allowed for (Krippendorff's alpha)"
        )
        return (
            f"The two coders agree on {same} of {len(rows)} decisions{what}."
            f" Least on {low}: {measured.loc[low, 'agree']:.0%} of its units, {chance}."
        )

    def still(self):
        return charts.agreement_dots(self.result)

    def differences(self):
        """Return the decisions on which the two differ."""
        rows = self.pairs[self.pairs["first"] != self.pairs["second"]]
        return rows[rows["what"] == self.what.value] if self.what.value else rows

    def beneath(self) -> list[W.Widget]:
        """Return the table of the differences."""
        return [self.differ]

    def answered(self) -> None:
        """Show where the two differ."""
        rows = self.differences().set_axis(["Judgement", "On", *self.names], axis=1)
        self.differ.value = (
            table_html(rows, f"{len(rows)} decisions on which they differ")
            if len(rows)
            else '<div class="theatres-words" role="status">They do not differ here.</div>'
        )


def compare_courses(one: OwnCourse | Path | str, other: OwnCourse | Path | str) -> Comparison:
    """Compare two coders' folders of one text.

    Parameters
    ----------
    one, other : OwnCourse or path
        The two folders.

    Returns
    -------
    Comparison
        Percent agreement, Krippendorff's alpha, and where they differ.
    """
    return Comparison(*[c if isinstance(c, OwnCourse) else OwnCourse(c) for c in (one, other)])
