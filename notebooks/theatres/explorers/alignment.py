"""Floor 3: the alignment explorer - where states stand on Russia's war, on a map."""

from __future__ import annotations

import html

import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import world as charts
from ..model import alignment
from .base import alike
from .details import card, source_table, table_html
from .panel import Choice, Opens, Panel, View, entry
from .wording import LINE, brief

SAYS = {
    "yes": "yes",
    "no": "no",
    "abstain": "abstained",
    "absent": "did not vote",
    "unknown": "not known",
}
KNOWN = {
    "own source": "yes, by a source on the state",
    "list only": "by Russia's list alone",
    "none": "none, by a source",
    "unknown": "not looked up",
}
MOST = 45  # letters of a resolution's title, in a list and above the map
LOOKS = {look: look for look in ("Votes", "Measures", "Aid")}
KEY = (
    "A filled mark is recorded, a hollow one worked out by us from published counts or from"
    " Russia's list, a dash not known to us. A faint state is not in the group you count among,"
    " or is no member of the United Nations."
)


@tables.remembered
def resolutions() -> pd.DataFrame:
    """Return the resolutions in order of time, as `model.alignment.codes` has them."""
    return tables.read("resolutions").sort_values(["date", "id"]).reset_index(drop=True)


def resolution_names() -> dict[str, str]:
    """Return what lists of resolutions offer: symbol to date, symbol and title in brief."""
    rows = resolutions().itertuples()
    return {r.id: f"{r.date}  {r.id}: {brief(r.title, MOST)}" for r in rows}


def state_names() -> pd.Series:
    """Return the name of each state by its alpha-3 code."""
    return tables.by_id("countries")["name"]


@tables.remembered
def members() -> dict[str, str]:
    """Return the members of the United Nations by name: code to name."""
    rows = tables.read("countries").query("un_member").sort_values("name")
    return dict(zip(rows["id"], rows["name"]))


def _groups(_) -> dict[str, str]:
    return {group: f"{group} ({len(ids)})" for group, ids in alignment.groups().items()}


class AlignmentExplorer(Panel):
    """A world map and a table of votes, measures against Russia and aid to Ukraine."""

    title = "Alignment explorer"
    sentence_lines = 3
    foremost = ("look", "view", "resolution", "among")
    described = "World map of where states stand"

    look = Choice("", LOOKS, look="buttons", by="index", width="7em")
    view = View(
        {"Map": "where states stand", "Table": "the same as a table"}, lists=("Table",), same=True
    )
    resolution = Choice(
        "Resolution",
        lambda p: resolution_names(),
        start="A/RES/ES-11/1",
        param="roll",
        by="index",
        when=lambda p: p.look.value == "Votes",
        width="46em",
    )
    among = Choice("Count among", _groups, start="all members", by="index", width="22em")
    state = Opens("Open a state", mark="state", param="opened", by="index", width="26em")

    def __init__(self, **start):
        packed = alignment.codes()
        place = {state: i for i, state in enumerate(members(), start=1)}
        self.states = packed.assign(
            name=state_names(),
            code=packed["votes"] + packed["measures"] + packed["aid"],
            place=packed.index.map(lambda state: place.get(state, 0)),
        )
        super().__init__(**start)

    def headline(self) -> str:
        now = self.now
        among = "" if now.among == "all members" else f", among {now.among}"
        if now.look == "Votes":
            date, _, title = self.resolution.label.partition("  ")
            asks = "Who voted how on “{}” (" + f"{date}){among}?"
            room = min(LINE - len(asks), MOST)
            return asks.format(brief(title.split(": ")[1], room))
        asks = {
            "Measures": "Who took measures against Russia",
            "Aid": "Who gave Ukraine aid, by GDP",
        }
        return f"{asks[now.look]}{among}?"

    def words(self) -> str:
        now = self.now
        say = {"Votes": _votes, "Measures": _measures, "Aid": _aid}[now.look]
        return say(now.among, now.resolution)

    def still(self):
        keys = [charts.VOTES] * len(resolutions()) + [charts.MEASURES, charts.AID]
        rows = self.states[["name", "code", "groups", "place"]]
        return charts.state_map(alignment.world(), rows, keys, **self.params())

    def listed(self) -> str:
        return stands_table(self.resolution.value, self.among.value)

    def buttons(self) -> list[W.Widget]:
        """Return the key to the map, which takes none of the stage until it is unfolded."""
        text = html.escape(f"{KEY} {alignment.world()['borders']}")
        title = "How to read the map, and its borders"
        fold = f"<details><summary>{title}</summary>{text}</details>"
        return [alike(W.HTML, fold, layout={"max_width": "62em"})]

    @state.offers
    def states_offered(self) -> list[tuple[str, str]]:
        """Return name and code of every member."""
        return [(name, code) for code, name in members().items()]

    @state.cards
    def state_card(self, state: str) -> str:
        """Return what the card says of a state: its vote on the roll call, or what it did."""
        one, roll = tables.by_id("countries").loc[state], self.resolution.value
        votes = tables.read("votes")
        mine = votes[(votes["state"] == state) & (votes["resolution"] == roll)]
        if self.look.value == "Votes" and len(mine):
            cast = mine.iloc[0]
            sentence = f"{one['name']}: {SAYS[str(cast['vote'])]}."
            on = resolutions().set_index("id").loc[roll]
            said = f"{on['date']}, {on['title']} ({roll}); this vote is {cast['status']}."
            return card(sentence, said, sources=on["sources"])
        took = alignment.measures().loc[state]
        known = KNOWN[took["measures"]]
        sources = took["sources"] or ";".join(_aid_sources(state))
        said = f"Measures against Russia: {known}."
        if state in alignment.aid().index:
            said += f" Aid to June 2024: {alignment.aid().loc[state, 'gdp_share']:.2f}% of GDP."
        return card(f"{one['name']}.", said, sources=sources)

    @state.shows
    def state_opened(self, state: str) -> str:
        """Return a state's votes, measures and aid."""
        return state_details(state) if state else ""


def _votes(among: str, resolution: str) -> str:
    one = resolutions().set_index("id").loc[resolution]
    counts = alignment.tally(resolution, among)
    said = [
        f"{one['date']}, {resolution} ({one['title']}), among {among} ({counts['members']}):"
        f" {counts['yes']} yes, {counts['no']} no, {counts['abstain']} abstained,"
        f" {counts['absent']} did not vote, {counts['unknown']} not known."
    ]
    if alignment.complete(resolution):
        ayes = f"Ayes: {alignment.yes_share(resolution, among):.0%} of the group"
        if not counts["unknown"]:
            ayes += f"; cohesion {alignment.cohesion(resolution, among):.2f} of 1"
        said.append(f"{ayes}.")
    if counts["reconstructed"]:
        said.append(f"{counts['reconstructed']} of these votes are reconstructed (hollow marks).")
    if counts["unknown"]:
        said.append("Counts are at least, not exactly, where votes are not known.")
    return " ".join(said)


def _measures(among: str, _) -> str:
    ids = alignment.groups()[among]
    found = alignment.measures().loc[sorted(ids - {"RUS"}), "measures"]
    count = found.value_counts()
    own, listed, none, unknown = (
        count.get(kind, 0) for kind in ("own source", "list only", "none", "unknown")
    )
    itself = ", and Russia itself" if "RUS" in ids else ""
    return (
        f"Measures against Russia because of the war, among {among} ({len(ids)}): {own} by a source"
        f" on the state or the European Union, {listed} by Russia's list only (hollow),"
        f" {none} without by a source, {unknown} not looked up one by one{itself}."
        " Not known is not none."
    )


def _aid(among: str, _) -> str:
    ids, held = alignment.groups()[among], alignment.aid()
    given, name = held[held.index.isin(ids)], state_names()
    if given.empty:
        return (
            f"Aid to Ukraine to June 2024: the tables hold no donor among {among}."
            f" They hold {len(held)} states of many more: missing is not nothing."
        )
    top = "; ".join(f"{name[s]} {share:.2f}%" for s, share in given["gdp_share"].head(3).items())
    return (
        f"Aid to Ukraine to June 2024, among {among}: {len(given)} donors in the tables with"
        f" {given['eur_bn'].sum():.0f} billion euros in all; largest share of GDP: {top}."
        " Other states gave too, and are not in the tables."
    )


def stands_table(resolution: str, among: str) -> str:
    """List how each member of a group voted, its measures and its aid, as an HTML table."""
    rows = alignment.stands(resolution, among)
    shown = pd.DataFrame(
        {
            "State": rows["name"],
            "Region": rows["region"],
            "Vote": rows["vote"].map(SAYS),
            "How we know": rows["status"],
            "Measures against Russia": rows["measures"].replace("unknown", "not known"),
            "On Russia's list": rows["listed"].map({True: "yes", False: "no"}),
            "Aid to June 2024, % of GDP": rows["aid"]
            .map("{:.2f}".format)
            .where(rows["aid"].notna(), "not in the tables"),
        }
    )
    return table_html(shown, f"{resolution}, among {among}: {len(rows)} states")


def state_details(state: str) -> str:
    """Show one state's votes, measures and aid, each with its sources, as HTML."""
    one, cast = tables.by_id("countries").loc[state], tables.read("votes")
    mine = cast[cast["state"] == state].merge(resolutions(), left_on="resolution", right_on="id")
    mine = mine.sort_values("date")
    votes = {
        "Date": mine["date"],
        "Resolution": mine["resolution"],
        "On": mine["title"],
        "Vote": mine["vote"].map(SAYS),
        "How we know": mine["status"],
        "Sources": mine["sources"].str.replace(";", ", "),
    }
    took, known = alignment.measures().loc[state], _known_of(one, state)
    ids = [*mine["sources"], *_aid_sources(state), *([took["sources"]] if took["sources"] else [])]
    listed = ";".join(dict.fromkeys(";".join(ids).split(";")))
    return (
        table_html(votes, f"{one['name']}: {len(mine)} roll calls")
        + table_html(known, f"{one['name']}: measures and aid")
        + source_table(listed, "Sources of these rows")
    )


def _known_of(one: pd.Series, state: str) -> pd.DataFrame:
    took, given = alignment.measures().loc[state], alignment.aid()
    rows = f" ({took['rows']})" if took["rows"] else ""
    known = {
        "Measures against Russia": took["measures"].replace("unknown", "not known") + rows,
        "First after 24 February 2022": one["sanctions_since"],
        "On Russia's list": "yes" if state in alignment.groups()["on Russia's list"] else "no",
        "Note": one["note"],
    }
    if state in given.index:
        aid = given.loc[state]
        known["Aid to June 2024"] = (
            f"{aid['eur_bn']:.1f} billion euros, {aid['gdp_share']:.2f}% of GDP"
            f" ({aid['rows'].replace(';', ', ')})"
        )
    return pd.DataFrame({"What": known.keys(), "Here": known.values()}).dropna()


def _aid_sources(state: str) -> list[str]:
    given = alignment.aid()
    if state not in given.index:
        return []
    figures = tables.by_id("observations")
    return list(figures.loc[given.loc[state, "rows"].split(";"), "sources"])


@entry(AlignmentExplorer)
def explore_alignment(**start) -> AlignmentExplorer:
    """Open the alignment explorer.

    Parameters
    ----------
    look : {"Votes", "Measures", "Aid"}, optional
        What the map shows.
    view : {"Map", "Table"}, optional
        The map, or the same as a table.
    resolution : str, optional
        Symbol of a roll call.
    among : str, optional
        Group among whom votes are counted: "all members", "not on Russia's list", "on Russia's
        list", a region, "ASEAN", "BRICS", "G20".
    state : str, optional
        Alpha-3 code of a state opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    AlignmentExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return AlignmentExplorer(**start)
