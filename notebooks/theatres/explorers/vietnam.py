"""Floor 3: Vietnam as a case - votes, visits, arms and partnerships between the camps."""

from __future__ import annotations

import pandas as pd

from ..charts import world as charts
from ..model import alignment
from .details import card, source_table, table_html
from .panel import Choice, Number, Opens, Panel, Tick, entry

FIRST, LAST = 1995, 2024  # years from which the slider can start
TOWARDS = {"": "all", **{power.word: power.word for power in charts.TOWARDS}}


class VietnamCase(Panel):
    """Votes, visits, partnerships and arms of Vietnam on one timeline."""

    title = "Vietnam between the camps"
    described = "Vietnam between the camps: a timeline"

    since = Number("From", FIRST, LAST, start=2010)
    towards = Choice("Turned to, or about", TOWARDS, by="index", width="20em")
    hindsight = Tick("also after July 2024", width="14em")
    fact = Opens("Open a fact", mark="fact", field="row")

    def __init__(self, **start):
        self.facts = alignment.vietnam()
        super().__init__(**start)

    def shown(self) -> pd.DataFrame:
        """Return the facts that the controls let through now."""
        rows, now = self.facts, self.now
        keep = rows["until"].fillna(rows["date"]).str[:4].astype(int) >= now.since
        if now.towards:
            keep &= rows["towards"] == now.towards
        return rows[keep & (~rows["hindsight"] | now.hindsight)]

    def headline(self) -> str:
        now = self.now
        to = f", towards {now.towards}" if now.towards else ""
        until = "with hindsight" if now.hindsight else "to July 2024"
        return f"Where does Vietnam stand between the camps{to}? {now.since} on, {until}"

    def words(self) -> str:
        rows, now = self.shown(), self.now
        if rows.empty:
            return "No fact fits. Loosen a filter."
        on_russia = rows.loc[rows["towards"] == "Russia", "lane"].value_counts()
        pacts = rows.loc[rows["lane"] == "partnerships", "towards"].value_counts()
        lanes = rows["lane"].value_counts()
        until = "" if now.hindsight else ", to July 2024"
        return (
            f"Since {now.since}{until}: {len(rows)} facts. Votes that concern Russia:"
            f" {on_russia.get('abstains', 0)} abstentions, {on_russia.get('votes no', 0)} no,"
            f" {on_russia.get('votes yes', 0)} yes."
            f" Partnerships: {pacts.get('United States', 0)} with the United States,"
            f" {pacts.get('Russia', 0)} with Russia or its forums,"
            f" {pacts.get('others', 0)} with others."
            f" Visits and words: {lanes.get('visits and words', 0)};"
            f" on arms: {lanes.get('arms', 0)}."
        )

    def still(self):
        return charts.case_timeline(self.facts, alignment.LANES, **self.params())

    @fact.offers
    def facts_offered(self) -> list[tuple[str, str]]:
        """Return date and words of each fact shown."""
        rows = self.shown()
        return [(f"{date}  {what}", row) for date, what, row in zip(rows.date, rows.what, rows.row)]

    @fact.cards
    def fact_card(self, fact: str) -> str:
        """Return what the card says of a fact."""
        one = self.facts[self.facts["row"] == fact].iloc[0]
        late = " Hindsight." if one["hindsight"] else ""
        said = f"{one['date']}; turned to, or about: {one['towards']}.{late}"
        return card(str(one["what"]), said, sources=one["sources"])

    @fact.shows
    def fact_opened(self, fact: str) -> str:
        """Return a fact with its sources."""
        row = self.facts[self.facts["row"] == fact]
        if row.empty:
            return ""
        shown = pd.DataFrame(
            {
                "Row": row["row"].str.replace(";", ", "),
                "Table": row["table"],
                "Date": row["date"],
                "What": row["what"],
                "Turned to, or about": row["towards"],
                "Hindsight": row["hindsight"].map({True: "yes", False: "no"}),
            }
        )
        return table_html(shown, "The fact") + source_table(row["sources"].iloc[0])


@entry(VietnamCase)
def explore_vietnam(**start) -> VietnamCase:
    """Open the case of Vietnam.

    Parameters
    ----------
    since : int, optional
        First year shown, 1995 to 2024.
    towards : {"", "Russia", "United States", "others"}, optional
        Only facts turned to, or about, that power.
    hindsight : bool, optional
        Whether what happened after July 2024 is shown too.
    fact : str, optional
        Row opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    VietnamCase
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return VietnamCase(**start)
