"""Floor 3: the treaty comparer - what treaties promise, clause by clause, and where we read it."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..charts import axis as charts
from ..model import axis
from .details import card, folded, source_table, table_html
from .panel import Choice, Choices, Opens, Panel
from .wording import begin


def _aspects(panel=None) -> dict[str, str]:
    return {"": "all clauses", **tables.meanings("clauses", "aspect")}


class TreatyComparer(Panel):
    """Treaties side by side: which settles what, in a few words; a click opens the clause."""

    title = "Treaty comparer"
    floor = 365
    described = "What each treaty says on each clause, in a few words"
    called = "compare_treaties"

    treaties = Choices(
        "", lambda p: {t: t for t in axis.treaty_names()}, least=2, param="shown", width="17em"
    )
    clause = Choice("Clause", _aspects, start="", width="24em")
    cell = Opens("Open a clause", mark="cell", param="opened")

    def shown(self) -> pd.DataFrame:
        """Return the clauses that the controls let through now."""
        return self.rows

    def work_out(self) -> None:
        """Choose the clauses, once a move."""
        self.rows = axis.clauses(self.treaties.value, self.clause.value or None)

    def headline(self) -> str:
        many, clause = f"{len(self.treaties.value)} treaties", self.clause.value
        if clause:
            return f"What do {many} say on this: {tables.meanings('clauses', 'aspect')[clause]}?"
        return f"What do {many} settle, and on what are they silent?"

    def words(self) -> str:
        chosen, clause = self.treaties.value, self.clause.value
        if len(chosen) < 2:
            return "Tick at least two treaties to compare them."
        rows, meaning = self.shown(), tables.meanings("clauses", "aspect")
        if clause:
            said = rows.set_index("treaty")["text"].fillna("not in what we read.")
            return f"{begin(meaning[clause])}: {_found(rows)} {_one_by_one(said[list(chosen)])}"
        says = rows.pivot(index="aspect", columns="treaty", values="says").reindex(meaning)
        settled = int((says == axis.SETTLES).all(axis=1).sum())
        silent = [
            f"{treaty} on {', '.join(meaning[a] for a in says.index[says[treaty] == axis.SILENT])}"
            for treaty in chosen
            if (says[treaty] == axis.SILENT).any()
        ]
        text = [f"{len(chosen)} treaties, {len(meaning)} clauses: all settle {settled} of them."]
        if silent:
            text.append(f"Silent: {'; '.join(silent)}.")
        else:
            text.append("None is silent on any that we read.")
        duty = rows[rows["aspect"] == "duty"].set_index("treaty")["text"]
        text.append(f"What is owed: {_one_by_one(duty[list(chosen)])}")
        return " ".join(text)

    def still(self):
        meaning = tables.meanings("clauses", "aspect")
        return charts.clause_grid(axis.clauses(), axis.treaty_names(), meaning, **self.params())

    @cell.offers
    def cells(self) -> list[tuple[str, str]]:
        """Return treaty and clause of each cell shown, and its id."""
        meaning = tables.meanings("clauses", "aspect")
        return [
            (f"{r.treaty}: {meaning[r.aspect]}", f"{r.treaty}: {r.aspect}")
            for r in self.shown().itertuples()
        ]

    @cell.cards
    def clause_card(self, cell: str) -> str:
        """Return what the card says of a clause."""
        treaty, _, aspect = cell.partition(": ")
        rows = self.shown()
        one = rows[(rows["treaty"] == treaty) & (rows["aspect"] == aspect)].iloc[0]
        text = one["text"] if isinstance(one["text"], str) else axis.UNREAD
        where = f", {one['article']}" if isinstance(one["article"], str) else ""
        said = f"{treaty}{where}, on {tables.meanings('clauses', 'aspect')[aspect]}."
        return card(text, said, sources=one["sources"] if isinstance(one["sources"], str) else "")

    @cell.shows
    def cell_opened(self, cell: str) -> str:
        """Return one clause with its sources; or those of all treaties shown, folded."""
        rows = self.shown()
        if cell:
            rows = rows[rows["treaty"] + ": " + rows["aspect"] == cell]
        if rows.empty:
            return ""
        ids = ";".join(dict.fromkeys(tables.listed(rows["sources"])))
        if cell or self.clause.value:
            table = _clause_table(rows, cell)
        else:
            table = _whole_table(list(self.treaties.value))
        of = cell.partition(":")[0] or "all treaties shown"
        sources = source_table(ids, f"Sources: {of}") if ids else ""
        return table + sources if cell else folded("Clauses and sources", table + sources)


def _found(rows: pd.DataFrame) -> str:
    """Say how many treaties settle a clause, in which ways, and how many do not."""
    many, told = len(rows), rows["says"].value_counts()
    settled, silent = told.get(axis.SETTLES, 0), told.get(axis.SILENT, 0)
    who = f"all {many}" if settled == many else f"{settled or 'none'} of {many}"
    briefs = rows.loc[rows["says"] == axis.SETTLES, "brief"].str.replace(";", ",")
    ways = f" ({'; '.join(dict.fromkeys(briefs))})" if settled else ""
    said = [f"{who} treaties {'settles' if settled == 1 else 'settle'} it{ways}"]
    if silent:
        said.append(f"{silent} {'is' if silent == 1 else 'are'} silent")
    if unread := many - settled - silent:
        said.append(f"{unread} {axis.UNREAD}")
    return f"{', '.join(said)}."


def _one_by_one(texts: pd.Series) -> str:
    return " ".join(f"{treaty}: {text}" for treaty, text in texts.items())


def _clause_table(rows: pd.DataFrame, cell: str) -> str:
    """List one clause of each treaty given, as HTML."""
    shown = pd.DataFrame(
        {
            "Treaty": rows["treaty"],
            "What it says, in our words": rows["text"].fillna(axis.UNREAD),
            "Where": rows["article"],
            "What to know": rows["note"],
        }
    )
    meaning = tables.meanings("clauses", "aspect")[rows["aspect"].iloc[0]]
    return table_html(shown, f"{cell.partition(':')[0]}: {meaning}" if cell else begin(meaning))


def _whole_table(treaties: list[str]) -> str:
    """List every clause of each treaty given, as HTML."""
    wide = axis.side_by_side(treaties, tuple(tables.meanings("clauses", "aspect")))
    return table_html(wide.rename(columns={"clause": "Clause"}), "Clause by clause, in our words")


def compare_treaties(
    *treaties: str,
    clause: str = "",
    cell: str = "",
    controls: tuple[str, ...] | None = None,
    tasks: tuple[tuple, ...] | None = None,
) -> TreatyComparer:
    """Open the treaty comparer.

    Parameters
    ----------
    *treaties : str
        At least two names, such as "Russia-North Korea 2024"; by default that treaty, the North
        Atlantic Treaty and the Soviet treaty of 1961.
    clause : str, optional
        One clause to begin with, such as "duty"; all by default.
    cell : str, optional
        Clause of one treaty opened at once, such as "North Atlantic Treaty 1949: duty".
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    TreatyComparer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a treaty or clause is not in the table, or only one treaty is named; the message says
        which there are.
    """
    chosen = tuple(dict.fromkeys(treaties)) or tuple(axis.treaty_names()[:3])
    return TreatyComparer(treaties=chosen, clause=clause, cell=cell, controls=controls, tasks=tasks)
