"""Floor 3: the axis explorer - four states by year and kind of tie, as an axis or a hub."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..charts import axis as charts
from ..model import axis
from .details import source_table, tie_card, tie_details, tie_table, ties_card
from .panel import Choice, Number, Opens, Panel, Tick, View, entry
from .relations import kinds_of, whose_word
from .wording import all_of, begin, count, names, year_end

NETWORK, YEARS = "Network", "By year"
ALL = "all"  # opens every tie shown
TOLD = {
    "": "commentary and evidence",
    "commentary": "as the commentary tells it",
    "evidence": "by evidence alone",
}


def _members(_) -> dict[str, str]:
    name = names()
    return {"": "nobody", **{member: name[member] for member in axis.MEMBERS}}


class AxisExplorer(Panel):
    """Four members at the corners, their ties, and measures that tell an axis from a hub."""

    title = "Axis explorer"
    floor = 420
    foremost = ("year", "kind", "without", "view")
    described = {
        NETWORK: "Ties among China, Iran, North Korea and Russia",
        YEARS: "Density, reciprocity and centralisation by year",
    }
    redraws = (YEARS,)

    year = Number("End of year", axis.FIRST, axis.LAST, start=2024, redraws=False)
    kind = Choice("Kind", lambda p: kinds_of(p.ties), start="", width="15em")
    asserted = Choice("On whose word", whose_word, start="", width="17em")
    status = Choice("Said to be", {"actual": "actual", "": "actual or possible"}, width="16em")
    weight = Choice("Weight", {1: "any", 2: "2 or 3", 3: "3 only"}, width="11em")
    without = Choice("Take out", _members, start="", width="15em")
    named = Tick("ties that rest on the word “axis” alone", width="25em")
    view = View(
        {
            NETWORK: "the four and their ties in one year",
            YEARS: "the three measures over the years",
        }
    )
    tie = Opens("Open", mark="tie", redraws=False)

    def __init__(self, ties: pd.DataFrame, **start):
        self.ties = ties.assign(named=axis.by_name_only(ties))
        self.actors = tables.read("actors")
        self.name = self.actors.set_index("id")["name"]
        super().__init__(**start)

    def _chosen(self, **other) -> pd.DataFrame:
        return axis.select(self.ties, **{**self.params(), **other})

    def work_out(self) -> None:
        """Select the ties once for words and list; years are measured when they are asked for."""
        self._rows, self._years = self._chosen(), None

    def shown(self) -> pd.DataFrame:
        """Return the ties that the controls let through now."""
        return self._rows

    def headline(self) -> str:
        now = self.now
        gone = f" without {self.name[now.without]}" if now.without else ""
        kind = f", by {self.kind.label.strip().removesuffix(' (all)')}" if now.kind else ""
        when = begin(year_end(now.year, told=now.asserted == "commentary"))
        if now.view == YEARS:
            when = f"{axis.FIRST} to {axis.LAST}"
        return f"Are the four an axis, or a hub with spokes{gone}{kind}? {when}"

    def words(self) -> str:
        out, members = self.without.value, [m for m in axis.MEMBERS if m != self.without.value]
        rows = self.shown()
        one = axis.shape(rows, members)
        without = f", without {self.name[out]}" if out else ""
        head = f"End of {self.year.value} ({'; '.join(self._asked())}){without}: "
        if not one.ties:
            among = all_of(self.name[member] for member in members)
            return f"{head}no such tie among {among}. Nothing is left to be an axis or a hub."
        said = [
            self._form(one),
            f"{head}{count(one.ties, 'friendly tie')} join{'s' * (one.ties == 1)}"
            f" {one.pairs} of {one.possible} pairs.",
            f"Density {one.density:.2f} (share of possible arrows),"
            f" reciprocity {one.reciprocity:.2f} (share of arrows answered),"
            f" centralisation {one.centralisation:.2f}"
            " (0: all have as many partners; 1: one hub, the rest spokes).",
        ]
        heavy = axis.weighted_degree(rows, members)["share"]
        said.append(f"Of all their weight {heavy.max():.0%} touches {self.name[heavy.idxmax()]}.")
        if self.view.value == YEARS:
            said.append(self._over_years())
        if one.alone:
            said.append(f"Without any partner: {all_of(self.name[a] for a in one.alone)}.")
        if out:
            more = len(self._chosen(without="")) - one.ties
            said.append(f"{self.name[out]} had a part in {more} more ties.")
        return " ".join(said)

    def _asked(self) -> list[str]:
        """Say what was asked for, where it is not the widest."""
        asked = [self.kind.label.strip().removesuffix(" (all)"), TOLD[self.asserted.value]]
        if not self.status.value:
            asked.append("possible ties too")
        if self.weight.value > 1:
            asked.append(f"weight {self.weight.label}")
        if self.named.value:
            asked.append("with ties by the word alone")
        return asked

    def _form(self, one) -> str:
        hubs = [self.name[actor] for actor in one.hubs]
        if one.form == "axis":
            return "Every pair is joined: in form, an axis."
        if one.form == "hub":
            return f"A hub with spokes: every tie runs through {all_of(hubs)}."
        if len(hubs) == 1:
            return f"In between: most partners has {hubs[0]}."
        return f"In between: most partners have {all_of(hubs)}, as many each."

    def _over_years(self) -> str:
        value = self._measured().set_index(["measure", "year"])["value"]
        went = " and ".join(
            f"{measure} went from {value[measure].iloc[0]:.2f} to {value[measure].iloc[-1]:.2f}"
            for measure in ("density", "centralisation")
        )
        grown = axis.growth(self._chosen(year=None))["ties"]
        ties = f"The ties themselves went from {grown.iloc[0]} to {grown.iloc[-1]}."
        return f"From {axis.FIRST} to {axis.LAST} {went}. {ties}"

    def _measured(self) -> pd.DataFrame:
        if self._years is None:
            self._years = axis.by_year(self._chosen(year=None), self.without.value or None)
        return self._years

    def still(self):
        if self.view.value == YEARS:
            return charts.axis_years(self._measured(), self.year.value)
        return charts.axis_map(self.ties, self.actors, **self.params())

    def clicked(self, mark: str, field: dict) -> None:
        """Open the ties of a pair, or of a year, that was clicked."""
        if mark == "pair" and field.get("pair"):
            pair = "-".join(sorted((field["pair"][0] or "").split("-")))
            if pair in {value for _, value in self.tie.options}:
                self.tie.value = pair
        if mark == "measured" and field.get("year"):
            self.become(year=int(field["year"][0]), tie=ALL)

    @tie.offers
    def ties_offered(self) -> list[tuple[str, str]]:
        """Return all ties shown, those of each pair, and each."""
        rows = self.shown()[["source", "target", "id", "label"]]
        rows = rows.sort_values(["source", "target", "id"])
        pairs = [
            (f"all ties of {self.name[a]} and {self.name[b]}", f"{a}-{b}")
            for a, b in sorted(axis.tied_pairs(rows))
        ]
        name = {member: self.name[member] for member in axis.MEMBERS}
        each = [
            (f"{name[a]} → {name[b]}: {label} ({tie})", tie)
            for a, b, tie, label in rows.itertuples(index=False)
        ]
        return [("all ties shown", ALL), *pairs, *each]

    @tie.cards
    def tie_card(self, tie: str) -> str:
        """Return what the card says of a tie, or of all ties of a pair."""
        if tie == ALL or "-" in tie:
            called = next(label for label, value in self.ties_offered() if value == tie)
            return ties_card(self._between(tie), begin(called))
        return tie_card(self.ties[self.ties["id"] == tie], self.name)

    def _between(self, tie: str) -> pd.DataFrame:
        """Return the ties shown of a pair, or of the four."""
        ends, rows = axis.MEMBERS if tie == ALL else tie.split("-"), self.shown()
        return rows[rows["source"].isin(ends) & rows["target"].isin(ends)]

    @tie.shows
    def tie_opened(self, tie: str) -> str:
        """Return a tie, or all ties of a pair or of the four, with sources."""
        if tie != ALL and "-" not in tie:
            return tie_details(self.ties[self.ties["id"] == tie], self.name) if tie else ""
        rows = self._between(tie)
        ids = ";".join(dict.fromkeys(tables.listed(rows["sources"])))
        sources = source_table(ids, "Sources of these ties") if ids else ""
        return tie_table(rows, self.name) + sources


@entry(AxisExplorer)
def explore_axis(**start) -> AxisExplorer:
    """Open the axis explorer.

    Parameters
    ----------
    year : int, optional
        Ties that stood at the end of that year, 2013 to 2026.
    kind : str, optional
        A kind or family of ties.
    asserted : {"", "commentary", "evidence"}, optional
        On whose word.
    status : {"actual", ""}, optional
        Only actual ties, or possible ones too.
    weight : {1, 2, 3}, optional
        The least weight.
    without : str, optional
        A member taken out, such as "RUS".
    named : bool, optional
        Whether ties that rest on the word "axis" alone are counted.
    view : {"Network", "By year"}, optional
        What stands on the stage.
    tie : str, optional
        Opened at once: the id of a tie, a pair such as "PRK-RUS", or "all".
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    AxisExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return AxisExplorer(axis.member_ties(), **start)
