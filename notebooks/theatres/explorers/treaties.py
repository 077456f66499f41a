"""Floor 3: the treaty comparer - what treaties promise, clause by clause, and where we read it."""

from __future__ import annotations

import altair as alt
import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import axis as charts
from ..model import axis
from .base import Explorer, LiveChart, choose
from .details import source_table, table_html


class TreatyComparer(Explorer):
    """Two or more treaties side by side: which settles what, in which words of ours, by which sources."""

    def __init__(self, treaties: list[str], clause: str = ""):
        self.names = axis.treaty_names()
        self.meaning = tables.meanings("clauses", "aspect")
        self.ticks = {
            t: W.Checkbox(
                value=t in treaties, description=t, indent=False, layout={"width": "17em"}
            )
            for t in self.names
        }
        self.clause = choose(
            "Clause",
            [("all clauses", ""), *[(m, a) for a, m in self.meaning.items()]],
            clause,
            "24em",
        )
        self.sources = choose(
            "Sources of", [("all treaties shown", ""), *[(t, t) for t in self.names]], "", "28em"
        )
        self.chart = LiveChart(self.still(), "Which treaty settles which clause")
        self.chart.follow(self.clause, "clause")
        self.details = W.HTML()
        super().__init__(
            "Treaty comparer",
            [
                W.Box(
                    list(self.ticks.values()), layout={"flex_flow": "row wrap", "max_width": "56em"}
                ),
                self.clause,
                self.chart,
                W.VBox([self.sources, self.details]),
            ],
        )
        for control in (*self.ticks.values(), self.clause, self.sources):
            control.observe(self._moved, "value")
        self.chart.observe(self._clicked, "picked")
        self._moved()

    def chosen(self) -> list[str]:
        """Return the treaties ticked now."""
        return [t for t, tick in self.ticks.items() if tick.value]

    def shown(self) -> pd.DataFrame:
        """Return the clauses that the controls let through now."""
        return axis.clauses(self.chosen(), self.clause.value or None)

    def words(self) -> str:
        chosen = self.chosen()
        if len(chosen) < 2:
            return "Tick at least two treaties to compare them."
        rows = self.shown()
        if self.clause.value:
            said = {
                r.treaty: r.text if isinstance(r.text, str) else "not in what we read."
                for r in rows.itertuples()
            }
            return f"{self.meaning[self.clause.value].capitalize()}. " + " ".join(
                f"{t}: {said[t]}" for t in chosen
            )
        says = rows.pivot(index="aspect", columns="treaty", values="says").reindex(self.meaning)[
            chosen
        ]
        settled = (says == "settles it").all(axis=1)
        silent = [
            f"{t} on {', '.join(self.meaning[a] for a in says.index[says[t] == 'silent'])}"
            for t in chosen
            if (says[t] == "silent").any()
        ]
        duty = rows[rows["aspect"] == "duty"].set_index("treaty")["text"]
        return (
            f"{len(chosen)} treaties, {len(self.meaning)} clauses: all settle {int(settled.sum())} of them. "
            + (
                f"Silent: {'; '.join(silent)}. "
                if silent
                else "None is silent on any that we read. "
            )
            + "What is owed: "
            + " ".join(f"{t}: {duty[t]}" for t in chosen)
        )

    def still(self) -> alt.TopLevelMixin:
        return charts.clause_grid(
            axis.clauses(), self.names, self.meaning, self.chosen(), self.clause.value
        )

    def _moved(self, *_):
        chosen = self.chosen()
        self.sources.unobserve(self._moved, "value")
        kept = self.sources.value
        self.sources.options = [("all treaties shown", ""), *[(t, t) for t in chosen]]
        self.sources.value = kept if kept in chosen else ""
        self.sources.observe(self._moved, "value")
        self.chart.shown = chosen
        self.tell()
        self._open()

    def _clicked(self, change):
        cell = change["new"].get("cell") or {}
        treaty, clause = ((cell.get(f) or [""])[0] for f in ("treaty", "aspect"))
        if clause:
            self.ticks[treaty].value = True
            self.clause.value, self.sources.value = clause, treaty

    def _open(self):
        rows = self.shown()
        chosen = self.chosen()
        if not chosen:
            self.details.value = ""
            return
        if self.clause.value:
            listed = pd.DataFrame(
                {
                    "Treaty": rows["treaty"],
                    "What it says, in our words": rows["text"].fillna("not in what we read"),
                    "Where": rows["article"],
                    "What to know": rows["note"],
                }
            )
            caption = self.meaning[self.clause.value].capitalize()
        else:
            listed = axis.side_by_side(chosen, tuple(self.meaning)).rename(
                columns={"clause": "Clause"}
            )
            caption = "Clause by clause, in our words"
        of = rows[rows["treaty"] == self.sources.value] if self.sources.value else rows
        ids = ";".join(dict.fromkeys(tables.listed(of["sources"])))
        self.details.value = table_html(listed, caption) + (
            source_table(ids, f"Sources: {self.sources.value or 'all treaties shown'}")
            if ids
            else ""
        )


def compare_treaties(*treaties: str, clause: str = "") -> TreatyComparer:
    """Open the treaty comparer.

    Parameters
    ----------
    *treaties : str
        At least two names, such as "Russia-North Korea 2024"; by default that treaty, the North Atlantic Treaty and the Soviet treaty of 1961.
    clause : str, optional
        One clause to begin with, such as "duty"; all by default.

    Returns
    -------
    TreatyComparer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a treaty or clause is not in the table, or only one treaty is named; the message says which there are.
    """
    chosen = list(treaties) or axis.treaty_names()[:3]
    axis.clauses(chosen, clause or None)
    if len(set(chosen)) < 2:
        raise ValueError(f"name at least two treaties; there are {', '.join(axis.treaty_names())}")
    return TreatyComparer(chosen, clause)
