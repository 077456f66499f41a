"""Floor 3: what tests of the thesis share - rows behind a chart, and results kept for the end."""

from __future__ import annotations

import ipywidgets as W
import pandas as pd

from .. import tables, work
from .base import Explorer, OnItsShelf, alike
from .details import folded, source_table, table_html, tie_details, tie_table
from .panel import offer
from .wording import names

LATEST: dict[str, str] = {}  # what each test last showed in this session, for the summary


class Drawer(OnItsShelf, W.VBox):
    """Rows behind a chart: one list of sets and of single rows, each opened with its sources."""

    def __init__(self, what: str = "Open the rows"):
        self.list = alike(
            W.Dropdown,
            description=what,
            options=[("none", "")],
            value="",
            style={"description_width": "auto"},
            layout={"width": "52em"},
        )
        self.view = alike(W.HTML)
        self.view.add_class("theatres-opened")
        self.sets: dict[str, pd.DataFrame] = {}
        self.name = names()
        super().__init__([self.list, self.view])
        self.list.observe(self._opened, "value")

    def fill(self, sets: dict[str, pd.DataFrame]) -> None:
        """Offer sets of rows (name to frame); what was open stays open if it is still there."""
        self.sets = sets
        options = [("none", "")] + [
            (f"all {len(rows)}: {called}", f"set:{called}")
            for called, rows in sets.items()
            if len(rows)
        ]
        for rows in sets.values():
            options += self._each(rows)
        options = list({value: (label, value) for label, value in reversed(options)}.values())[::-1]
        offer(self.list, options)
        self._opened()

    def show(self, value: str) -> None:
        """Open a set or a row, if it is offered."""
        if value in {v for _, v in self.list.options}:
            self.list.value = value

    def _each(self, rows: pd.DataFrame) -> list[tuple[str, str]]:
        """Offer each row: label and value; read by column, since rows have some thirty."""
        if "title" in rows:
            dates = rows["date"] if "date" in rows else [""] * len(rows)
            return [
                (f"   {date} {title} ({i})", f"row:{i}")
                for date, title, i in zip(dates, rows["title"], rows["id"])
            ]
        if "id" in rows:
            return [
                (f"   {self.name[a]} – {self.name[b]}: {said} ({i})", f"row:{i}")
                for a, b, said, i in zip(rows["source"], rows["target"], rows["label"], rows["id"])
            ]
        return []

    def _opened(self, *_) -> None:
        kind, _, what = (self.list.value or "").partition(":")
        opened = self._set(what) if kind == "set" else self._row(what) if kind == "row" else ""
        # Folded, so that nothing below moves when a row is chosen.
        self.view.value = folded("What it says, and its sources", opened) if opened else ""

    def _set(self, called: str) -> str:
        """Return the rows of a set, as HTML."""
        return self._table(self.sets[called], called)

    def _row(self, one: str) -> str:
        """Return a row with its sources, as HTML."""
        sets = [rows for rows in self.sets.values() if "id" in rows]
        rows = next(rows[rows["id"] == one] for rows in sets if (rows["id"] == one).any())
        if "asserted_by" in rows:
            return tie_details(rows, self.name)
        ids = rows["sources"] if "sources" in rows else rows["source"]
        cited = ";".join(sorted(set(tables.listed(ids))))
        return self._table(rows, "opened") + source_table(cited)

    def _table(self, rows: pd.DataFrame, called: str) -> str:
        if "asserted_by" in rows:
            return tie_table(rows, self.name)
        if "stance" in rows:
            shown = rows[["id", "author", "title", "date", "stance", "position", "reason"]].astype(
                str
            )
        elif "title" in rows:
            shown = rows[["id", "date", "title", "theatre", "kind", "cross_theatre"]].astype(str)
        else:
            shown = pd.DataFrame(
                {
                    "From": rows["source"].map(self.name),
                    "To": rows["target"].map(self.name),
                    "What": rows["label"],
                    "Row": rows["id"],
                }
            )
        return table_html(shown, f"{len(shown)} rows: {called}")


class Keeper:
    """A button that keeps what a test shows now for the summary at the end of the lesson."""

    def __init__(self, test: str):
        self.test, self.now = test, False
        self.button = alike(
            W.Button,
            description="Keep for the summary",
            tooltip="Keep this result for the summary at the end",
            icon="bookmark",
            layout={"width": "14em"},
        )

    def wire(self, explorer: Explorer, short) -> None:
        def keep(_):
            work.put(f"test/{self.test}", short())
            self.now = True
            explorer.tell()

        self.button.on_click(keep)

    def note(self, short: str) -> str:
        LATEST[self.test] = short
        said = " Kept for the summary." if self.now else ""
        self.now = False
        return said
