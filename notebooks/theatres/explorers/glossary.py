"""Floor 3: the glossary - terms as the course uses them, where they stand and come from."""

from __future__ import annotations

import ipywidgets as W
import pandas as pd

from .. import tables
from ..model import sources
from .base import alike
from .details import source_table, table_html
from .panel import Choice, Opens, Panel, Search, entry
from .wording import count


class Glossary(Panel):
    """Search the terms; open one to its sources."""

    title = "Glossary"

    lesson = Choice("Introduced in lesson", lambda p: p.lessons, start="", param="", width="16em")
    text = Search("Search", "words of term or definition", width="26em")
    term = Opens("Open a term", width="28em")

    def __init__(self, **start):
        self.terms = tables.read("terms").sort_values("term", key=lambda c: c.str.casefold())
        self.lessons = {"": "any", **{n: n for n in sorted(self.terms["lesson"].unique())}}
        self.list = alike(W.HTML)
        super().__init__(**start)

    def shown(self) -> pd.DataFrame:
        """Return the terms that the controls let through now."""
        return self._rows

    def words(self) -> str:
        rows = self.shown()
        if rows.empty:
            return "No term fits. Loosen a filter or shorten the search."
        first = rows["term"].iloc[0]
        if len(rows) > 1:
            first += f" to {rows['term'].iloc[-1]}"
        return (
            f"{len(rows)} of {count(len(self.terms), 'term')}: {first}."
            f" {int(rows['sources'].notna().sum()) or 'None'} taken from a source;"
            " the others are plain words of the field or our own."
        )

    def beneath(self) -> list[W.Widget]:
        """Return the list of terms."""
        return [self.list]

    def work_out(self) -> None:
        """Choose the terms that fit, once, and list them."""
        rows, lesson = self.terms, self.lesson.value
        rows = rows[rows["lesson"] == lesson] if lesson else rows
        rows = rows[sources.matches(rows[["term", "definition"]], self.text.value)]
        self._rows = rows
        listed = pd.DataFrame(
            {
                "Term": rows["term"],
                "As the course uses it": rows["definition"],
                "Lesson": rows["lesson"],
                "Sources": [
                    cell.count(";") + 1 if isinstance(cell, str) else "" for cell in rows["sources"]
                ],
            }
        )
        self.list.value = table_html(listed, count(len(rows), "term")) if len(rows) else ""

    @term.offers
    def offered(self) -> list[tuple[str, str]]:
        """Return each term shown."""
        return [(term, term) for term in self.shown()["term"]]

    @term.shows
    def term_opened(self, term: str) -> str:
        """Return a term with its sources."""
        if not term:
            return ""
        one = self.terms.set_index("term").loc[term]
        shown = pd.DataFrame(
            {
                "Term": [term],
                "As the course uses it": [one["definition"]],
                "Introduced in lesson": [one["lesson"]],
            }
        )
        cited = source_table(one["sources"]) if isinstance(one["sources"], str) else ""
        return table_html(shown, f"{term}, opened") + cited


@entry(Glossary)
def glossary(**start) -> Glossary:
    """Open the glossary.

    Parameters
    ----------
    lesson : str, optional
        Only terms introduced in that lesson, "00" to "10".
    text : str, optional
        Words to search for.
    term : str, optional
        Term opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.

    Returns
    -------
    Glossary
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return Glossary(**start)
