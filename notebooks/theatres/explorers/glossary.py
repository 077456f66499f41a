"""Floor 3: the glossary - terms as the course uses them, where they are introduced, and where they come from."""

from __future__ import annotations

import ipywidgets as W
import pandas as pd

from .. import tables
from ..model import sources
from .base import Explorer, choose
from .details import source_table, table_html
from .drawer import WRAP, put
from .wording import count


class Glossary(Explorer):
    """Search the terms; open one to its sources."""

    def __init__(self, **start):
        self.terms = tables.read("terms").sort_values("term", key=lambda c: c.str.casefold())
        self.lesson = choose(
            "Introduced in lesson",
            [("any", ""), *[(n, n) for n in sorted(self.terms["lesson"].unique())]],
            "",
            "16em",
        )
        self.text = W.Text(
            description="Search",
            placeholder="words of term or definition",
            style={"description_width": "auto"},
            layout={"width": "26em"},
        )
        self.term = W.Dropdown(
            description="Open a term",
            options=[("none", "")],
            value="",
            style={"description_width": "auto"},
            layout={"width": "28em"},
        )
        self.list, self.details = W.HTML(), W.HTML()
        super().__init__(
            "Glossary",
            [
                W.Box([self.lesson, self.text, self.term], layout=WRAP),
                W.VBox([self.details, self.list]),
            ],
        )
        for control in (self.lesson, self.text):
            control.observe(self._moved, "value")
        self.term.observe(self._opened, "value")
        self._moved()
        known = {"lesson": self.lesson, "text": self.text, "term": self.term}
        put(
            "glossary",
            known,
            {name: start[name] for name in sorted(start, key=lambda n: n == "term")},
        )  # the filters first: they say which terms are offered

    def shown(self) -> pd.DataFrame:
        """Return the terms that the controls let through now."""
        rows = (
            self.terms[self.terms["lesson"] == self.lesson.value]
            if self.lesson.value
            else self.terms
        )
        return rows[sources.matches(rows[["term", "definition"]], self.text.value)]

    def words(self) -> str:
        rows = self.shown()
        if rows.empty:
            return "No term fits. Loosen a filter or shorten the search."
        first = (
            rows["term"].iloc[0]
            if len(rows) == 1
            else f"{rows['term'].iloc[0]} to {rows['term'].iloc[-1]}"
        )
        return f"{len(rows)} of {count(len(self.terms), 'term')}: {first}. {int(rows['sources'].notna().sum()) or 'None'} taken from a source; the others are plain words of the field or our own."

    def _moved(self, *_):
        rows = self.shown()
        cites = rows["sources"].map(
            lambda cell: len(cell.split(";")) if isinstance(cell, str) else ""
        )
        self.list.value = (
            table_html(
                pd.DataFrame(
                    {
                        "Term": rows["term"],
                        "As the course uses it": rows["definition"],
                        "Lesson": rows["lesson"],
                        "Sources": cites,
                    }
                ),
                count(len(rows), "term"),
            )
            if len(rows)
            else ""
        )
        kept = self.term.value
        self.term.unobserve(self._opened, "value")
        self.term.options = [("none", ""), *[(t, t) for t in rows["term"]]]
        self.term.value = kept if kept in set(rows["term"]) else ""
        self.term.observe(self._opened, "value")
        self._opened()
        self.tell()

    def _opened(self, *_):
        if not self.term.value:
            self.details.value = ""
            return
        one = self.terms.set_index("term").loc[self.term.value]
        self.details.value = table_html(
            pd.DataFrame(
                {
                    "Term": [one.name],
                    "As the course uses it": [one["definition"]],
                    "Introduced in lesson": [one["lesson"]],
                }
            ),
            f"{one.name}, opened",
        ) + (source_table(one["sources"]) if isinstance(one["sources"], str) else "")


def glossary(**start) -> Glossary:
    """Open the glossary.

    Parameters
    ----------
    **start
        Where the controls stand at first: ``text`` (to search for), ``lesson`` ("00" to "10"), ``term`` (opened at once).

    Returns
    -------
    Glossary
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    if not isinstance(start.get("text", ""), str):
        raise ValueError(f"text must be words to search for; got {start['text']!r}")
    return Glossary(**start)
