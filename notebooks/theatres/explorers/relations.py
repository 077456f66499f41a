"""Floor 3: the relation explorer - who is tied to whom, how, since when, and on whose word."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..charts import network as charts
from ..model import network
from .details import folded, tie_card, tie_details, tie_table, ties_card
from .panel import Choice, Number, Opens, Panel, Tick, View, entry
from .wording import LINE, begin, brief, year_end

SIGNS = {"": "any", "1": "friendly", "-1": "hostile", "0": "neither"}


def kinds_of(ties: pd.DataFrame) -> dict[str, str]:
    """Return what lists of kinds offer of these ties: every kind, each family, and its kinds."""
    offered = {"": "every kind"}
    for family, members in tables.field("ties", "kind")["families"].items():
        present = [k for k in members if (ties["kind"] == k).any()]
        if present:
            offered[family] = f"{family} (all)"
            offered |= {k: f"   {k}" for k in present if k != family}
    return offered


def whose_word(explorer) -> dict[str, str]:
    """Return on whose word ties stand here: a text's, or that of evidence."""
    texts = [word for word in tables.ARGUMENTS if (explorer.ties["asserted_by"] == word).any()]
    return {"": "either", **{word: word for word in [*(texts or ["commentary"]), "evidence"]}}


def _systems(explorer) -> dict[str, str]:
    """Return the systems of relations; another argument may have none."""
    rows = tables.read("systems")
    return {"": "all", **dict(zip(rows["id"], rows["title"]))}


def _statuses(explorer) -> dict[str, str]:
    """Return what ties here are said to be; implied ones are not among those counted."""
    present = set(explorer.ties["status"])
    return {"": "anything", **{s: s for s in tables.meanings("ties", "status") if s in present}}


class RelationExplorer(Panel):
    """Actors at fixed places, ties between them, and the evidence behind each tie."""

    title = "Relation explorer"
    foremost = ("year", "kind", "without", "view")
    described = {
        "Map": "Map of ties between actors",
        "Matrix": "Matrix of ties between actors",
    }
    words_above = True

    room = 488  # pixels that the map takes with its legend

    system = Choice("System", _systems, start="", param="", redraws=True, width="26em")
    year = Number("End of year", tables.years, start=2024, width="21em")
    actor = Choice(
        "Actor",
        lambda p: {"": "every actor", **p.people},
        start="",
        follows=("system",),
        width="16em",
    )
    kind = Choice("Kind", lambda p: kinds_of(p.ties), start="", follows=("system",), width="16em")
    sign = Choice("Sign", SIGNS, width="11em")
    asserted = Choice("On whose word", whose_word, start="", width="17em")
    status = Choice("Said to be", _statuses, start="", follows=("system",), width="14em")
    crossing = Tick("only between the two theatres", width="17em")
    without = Choice(
        "Take out", lambda p: {"": "nobody", **p.people}, start="", follows=("system",)
    )
    view = View(
        {
            "Map": "who stands where",
            "Matrix": "who to whom, as a grid",
            "List": "every tie in a table",
        },
        lists=("List",),
        same=True,
        width="6em",
    )
    tie = Opens("Open a tie", mark="tie", param="chosen")

    def __init__(self, ties: pd.DataFrame, actors: pd.DataFrame, **start):
        self.all, self.actors = ties, actors
        self.name = actors.set_index("id")["name"]
        self._parts: dict[str, pd.DataFrame] = {}
        super().__init__(**start)

    @property
    def ties(self) -> pd.DataFrame:
        """The ties of the system chosen."""
        system = self.system.value
        if system not in self._parts:
            self._parts[system] = network.select_ties(self.all, system=system or None)
        return self._parts[system]

    @property
    def people(self) -> dict[str, str]:
        """Actors that have a tie in the system chosen, by name."""
        tied = set(self.ties["source"]) | set(self.ties["target"])
        return {actor: self.name[actor] for actor in sorted(tied, key=self.name.get)}

    def headline(self) -> str:
        now = self.now
        kind = self.declared["kind"].offered(self)[now.kind].strip() if now.kind else ""
        what = {"": "Who is tied to whom", "arms": "Who arms whom"}.get(
            now.kind, f"Who is tied to whom by {kind}"
        )
        told = bool(now.asserted) and now.asserted != "evidence"
        end = begin(year_end(now.year, told=told))
        if not now.without:
            return f"{what}? {end}"
        room = LINE - len(f"{what}, without ? {end}")
        return f"{what}, without {brief(self.name[now.without], room)}? {end}"

    def shown(self) -> pd.DataFrame:
        """Return the ties that the controls let through now."""
        return self._let_through(self.without.value)

    def _let_through(self, without: str) -> pd.DataFrame:
        now, rows = self.now, self.ties
        if now.asserted:
            rows = rows[rows["asserted_by"] == now.asserted]
        return network.select_ties(
            rows,
            year=now.year,
            actor=now.actor or None,
            kind=now.kind or None,
            sign=int(now.sign) if now.sign else None,
            status=now.status or None,
            cross_theatre=now.crossing,
            without=without or (),
        )

    def words(self) -> str:
        rows, year, out = self.shown(), self.year.value, self.without.value
        if rows.empty:
            return (
                f"Nothing is left: no tie fits at the end of {year}. Loosen a filter to see some."
            )
        ties, crossing = len(rows), int(rows["crosses"].sum())
        joined, leaving = network.both_theatres(), int(rows["leaves"].sum())
        actors = len(set(rows["source"]) | set(rows["target"]))
        text = list(whose_word(self))[1]
        told = int((rows["asserted_by"] == text).sum())
        top = network.degree(rows).iloc[:3]["ties"]
        most = ", ".join(f"{self.name[actor]} {number}" for actor, number in top.items())
        said = [
            f"End of {year}: {ties} ties between {actors} actors;",
            f"{crossing} of them ({crossing / ties:.0%}) join {joined},",
            f"{leaving} leave their theatre for any other.",
            f"Asserted by the {text}: {told}. Most ties: {most}.",
        ]
        if out:
            said.append(str(network.remaining(self._let_through(""), out)))
        return " ".join(said)

    def still(self):
        if self.view.value == "Matrix":
            return charts.relation_matrix(self.ties, self.actors, **self.params())
        return charts.relation_map(self.ties, self.actors, self.tallness(), **self.params())

    def tallness(self) -> float:
        """Return the height of the map in pixels."""
        return charts.HEIGHT

    def listed(self) -> str:
        return tie_table(self.shown(), self.name)

    def clicked(self, mark: str, field: dict) -> None:
        """Show the ties of an actor, or those that a cell of the matrix counts."""
        if field.get("actor"):
            rows = network.select_ties(self.shown(), actor=field["actor"][0])
            self._lay_open(rows, f"The ties of {self.name[field['actor'][0]]}")
        if field.get("pair"):
            source, target = field["pair"][0].split(charts.PAIR)
            rows = self.shown()
            there = (rows["source"] == source) & (rows["target"] == target)
            back = (rows["source"] == target) & (rows["target"] == source) & rows["mutual"]
            ends = f"{self.name[source]} to {self.name[target]}"
            self._lay_open(rows[there | back], f"Ties from {ends}")

    def _lay_open(self, rows: pd.DataFrame, called: str) -> None:
        """Say several ties on the card, and list them below."""
        if len(rows):
            self.card.show("tie", ties_card(rows, called))
            self.details.value = folded(called, tie_table(rows, self.name))

    @tie.offers
    def ties_offered(self) -> list[tuple[str, str]]:
        """Return a line for each tie shown, by who is tied to whom."""
        rows = self.shown()[["source", "target", "label", "id"]].sort_values(["source", "target"])
        ends = zip(rows["source"].map(self.name), rows["target"].map(self.name))
        said = zip(ends, rows["label"], rows["id"])
        return [(f"{a} → {b}: {label} ({tie})", tie) for (a, b), label, tie in said]

    @tie.cards
    def tie_card(self, tie: str) -> str:
        """Return what the card in the chart says of a tie."""
        return tie_card(self.ties[self.ties["id"] == tie], self.name)

    @tie.shows
    def tie_opened(self, tie: str) -> str:
        """Return a tie with its claim and sources."""
        return tie_details(self.ties[self.ties["id"] == tie], self.name) if tie else ""


@entry(RelationExplorer)
def explore_ties(**start) -> RelationExplorer:
    """Open the relation explorer.

    Parameters
    ----------
    system : str, optional
        Only ties of one of the sixteen systems (S01 to S16).
    year : int, optional
        Ties that stood at the end of that year, 2013 to 2026.
    actor : str, optional
        Id of an actor, whose ties alone are shown.
    kind : str, optional
        A kind or family of ties.
    sign : {"", "1", "-1", "0"}, optional
        Any; friendly, hostile or neither.
    asserted : {"", "commentary", "evidence"}, optional
        On whose word.
    status : str, optional
        Whether a tie is said to be "actual", "possible" and so on.
    crossing : bool, optional
        Only ties across theatres.
    without : str, optional
        Id of an actor taken out.
    view : {"Map", "Matrix", "List"}, optional
        What stands on the stage.
    tie : str, optional
        Id of a tie opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    RelationExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return RelationExplorer(network.ties(), tables.read("actors"), **start)
