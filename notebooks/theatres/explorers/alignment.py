"""Floor 3: the alignment explorers - where states stand on a map, who votes with whom, what publics say, and Vietnam as a case."""

from __future__ import annotations

import html

import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import world as charts
from ..model import alignment
from .base import Explorer, LiveChart, choose
from .details import source_table, table_html

ROW = {"flex_flow": "row wrap"}
SAYS = {
    "yes": "yes",
    "no": "no",
    "abstain": "abstained",
    "absent": "did not vote",
    "unknown": "not known",
}
KEY = (
    "A filled mark is recorded, a hollow one worked out by us from published counts or from Russia's list, a dash not known to us. "
    "A faint state is not in the group you count among, or is no member of the United Nations."
)


def resolutions() -> pd.DataFrame:
    """Return the resolutions in order of time, as the codes of `model.alignment.codes` have them."""
    return tables.read("resolutions").sort_values(["date", "id"]).reset_index(drop=True)


def _names() -> pd.Series:
    return tables.read("countries").set_index("id")["name"]


def _members(first=()) -> list[tuple[str, str]]:
    members = tables.read("countries").query("un_member").sort_values("name")
    return [*first, *zip(members["name"], members["id"])]


def _number(control: W.Widget, chart: LiveChart, name: str) -> None:
    """Join a list's place, which lives in the browser, to a param, so that the kernel is not asked."""
    W.jsdlink((control, "index"), (chart, name))


def _folded(title: str, inner: str) -> str:
    return f"<details><summary>{html.escape(title)}</summary>{inner}</details>"


class AlignmentExplorer(Explorer):
    """A world map and a table of votes, measures against Russia and aid to Ukraine."""

    def __init__(self, show: str, resolution: str, among: str, state: str, view: str):
        self.rolls = resolutions()
        packed = alignment.codes()
        place = {s: i for i, (_, s) in enumerate(_members([("none", "")]))}
        self.states = packed.assign(
            name=_names(),
            code=packed["votes"] + packed["measures"] + packed["aid"],
            place=packed.index.map(lambda s: place.get(s, 0)),
        )
        self.look = W.ToggleButtons(
            options=["Votes", "Measures", "Aid"],
            value=show,
            tooltips=[
                "roll calls of the General Assembly",
                "measures against Russia",
                "aid to Ukraine",
            ],
            style={"button_width": "7em"},
        )
        self.roll = choose(
            "Resolution",
            [(f"{r.date}  {r.id}: {r.title}", i) for i, r in enumerate(self.rolls.itertuples())],
            int(self.rolls.index[self.rolls["id"] == resolution][0]),
            "46em",
        )
        self.among = choose(
            "Count among",
            [(f"{g} ({len(ids)})", i) for i, (g, ids) in enumerate(alignment.groups().items())],
            list(alignment.groups()).index(among),
            "22em",
        )
        self.view = W.ToggleButtons(
            options=["Map", "Table"], value=view, style={"button_width": "6em"}
        )
        self.state = choose("Open a state", _members([("none", "")]), state, "26em")
        self.chart = LiveChart(self.still(), "World map of where states stand")
        self.table = W.HTML()
        self.stage = W.Box([self.chart])
        self.details = W.HTML()
        for control, name in (
            (self.look, "look"),
            (self.roll, "roll"),
            (self.among, "among"),
            (self.state, "opened"),
        ):
            _number(control, self.chart, name)
        borders = W.HTML(
            f'<details style="max-width:62em"><summary>How to read the map, and its borders</summary>{html.escape(KEY)} {html.escape(alignment.world()["borders"])}</details>'
        )
        super().__init__(
            "Alignment explorer",
            [
                W.Box([self.look, self.view], layout=ROW),
                W.Box([self.roll, self.among], layout=ROW),
                self.stage,
                W.VBox([borders, self.state, self.details]),
            ],
        )
        for control in (self.look, self.roll, self.among, self.view):
            control.observe(self._moved, "value")
        self.state.observe(self._opened, "value")
        self.chart.observe(self._clicked, "picked")
        self._moved()
        self._opened()

    @property
    def resolution(self) -> str:
        """Symbol of the resolution shown."""
        return self.rolls["id"][self.roll.value]

    @property
    def group(self) -> str:
        """Name of the group counted among."""
        return list(alignment.groups())[self.among.value]

    def words(self) -> str:
        ids = alignment.groups()[self.group]
        if self.look.value == "Measures":
            found = alignment.measures().loc[sorted(ids - {"RUS"}), "measures"]
            return (
                f"Measures against Russia because of the war, among {self.group} ({len(ids)}): {int((found == 'own source').sum())} by a source on the state or the European Union, "
                f"{int((found == 'list only').sum())} by Russia's list only (hollow), {int((found == 'none').sum())} without by a source, {int((found == 'unknown').sum())} not looked up one by one. Not known is not none."
            )
        if self.look.value == "Aid":
            given = alignment.aid()
            given = given[given.index.isin(ids)]
            if given.empty:
                return f"Aid to Ukraine to June 2024: the tables hold no donor among {self.group}. They hold {len(alignment.aid())} states of many more: missing is not nothing."
            top = "; ".join(
                f"{_names()[s]} {r.gdp_share:.2f}%" for s, r in given.head(3).iterrows()
            )
            return (
                f"Aid to Ukraine to June 2024, among {self.group}: {len(given)} donors in the tables with {given['eur_bn'].sum():.0f} billion euros in all; largest share of GDP: {top}. "
                "Other states gave too, and are not in the tables."
            )
        one, counts = self.rolls.loc[self.roll.value], alignment.tally(self.resolution, self.group)
        text = (
            f"{one['date']}, {one['id']} ({one['title']}), among {self.group} ({counts['members']}): {counts['yes']} yes, {counts['no']} no, {counts['abstain']} abstained, {counts['absent']} did not vote, "
            f"{counts['unknown']} not known."
        )
        if alignment.complete(self.resolution):
            text += (
                f" Ayes: {alignment.yes_share(self.resolution, self.group):.0%} of the group"
                + (
                    "."
                    if counts["unknown"]
                    else f"; cohesion {alignment.cohesion(self.resolution, self.group):.2f} of 1."
                )
            )
        if counts["reconstructed"]:
            text += f" {counts['reconstructed']} of these votes are reconstructed (hollow marks)."
        if counts["unknown"]:
            text += " Counts are at least, not exactly, where votes are not known."
        return text

    def still(self):
        keys = [charts.VOTES] * len(self.rolls) + [charts.MEASURES, charts.AID]
        return charts.state_map(
            alignment.world(),
            self.states[["name", "code", "groups", "place"]],
            keys,
            look=self.look.index,
            roll=self.roll.value,
            among=self.among.value,
            opened=self.state.index,
        )

    def _moved(self, *_):
        self.roll.disabled = self.look.value != "Votes"
        self.tell()
        if self.view.value == "Table":
            self.table.value = stands_table(self.resolution, self.group)
        self.stage.children = [self.table if self.view.value == "Table" else self.chart]

    def _clicked(self, change):
        clicked = (change["new"].get("state") or {}).get("id") or [""]
        if clicked[0] in {v for _, v in self.state.options}:
            self.state.value = clicked[0]

    def _opened(self, *_):
        self.details.value = state_details(self.state.value) if self.state.value else ""


def stands_table(resolution: str, among: str) -> str:
    """List how each member of a group voted, what measures it took and what it gave, as an HTML table."""
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
    one = tables.read("countries").set_index("id").loc[state]
    mine = (
        tables.read("votes")
        .query("state == @state")
        .astype({"vote": str, "status": str})
        .merge(resolutions(), left_on="resolution", right_on="id")
        .sort_values("date")
    )
    parts = [
        table_html(
            pd.DataFrame(
                {
                    "Date": mine["date"],
                    "Resolution": mine["resolution"],
                    "On": mine["title"],
                    "Vote": mine["vote"].map(SAYS),
                    "How we know": mine["status"],
                    "Sources": mine["sources"].str.replace(";", ", "),
                }
            ),
            f"{one['name']}: {len(mine)} roll calls",
        )
    ]
    took = alignment.measures().loc[state]
    known = {
        "Measures against Russia": took["measures"].replace("unknown", "not known")
        + (f" ({took['rows']})" if took["rows"] else ""),
        "First after 24 February 2022": one["sanctions_since"],
        "On Russia's list": "yes" if state in alignment.groups()["on Russia's list"] else "no",
        "Note": one["note"],
    }
    ids = list(mine["sources"])
    given = alignment.aid()
    if state in given.index:
        known["Aid to June 2024"] = (
            f"{given.loc[state, 'eur_bn']:.1f} billion euros, {given.loc[state, 'gdp_share']:.2f}% of GDP ({given.loc[state, 'rows'].replace(';', ', ')})"
        )
        figures = tables.read("observations").set_index("id")
        ids += list(figures.loc[given.loc[state, "rows"].split(";"), "sources"])
    parts.append(
        table_html(
            pd.DataFrame({"What": known.keys(), "Here": known.values()}).dropna(),
            f"{one['name']}: measures and aid",
        )
    )
    ids += [took["sources"]] if took["sources"] else []
    parts.append(
        source_table(";".join(dict.fromkeys(";".join(ids).split(";"))), "Sources of these rows")
    )
    return "".join(parts)


def explore_alignment(
    *,
    show: str = "Votes",
    resolution: str = "A/RES/ES-11/1",
    among: str = "all members",
    state: str = "",
    view: str = "Map",
) -> AlignmentExplorer:
    """Open the alignment explorer.

    Parameters
    ----------
    show : {"Votes", "Measures", "Aid"}, optional
        What the map shows.
    resolution : str, optional
        Symbol of a roll call.
    among : str, optional
        Group among whom votes are counted: "all members", "not on Russia's list", "on Russia's list", a region, "ASEAN", "BRICS", "G20".
    state : str, optional
        Alpha-3 code of a state opened at once.
    view : {"Map", "Table"}, optional
        The map, or the same as a table.

    Returns
    -------
    AlignmentExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    alignment.known("show", show, ["Votes", "Measures", "Aid"])
    alignment.known("resolution", resolution, resolutions()["id"])
    alignment.known("group", among, alignment.groups())
    alignment.known("state", state, ["", *sorted(alignment.groups()["all members"])])
    alignment.known("view", view, ["Map", "Table"])
    return AlignmentExplorer(show, resolution, among, state, view)


MEASURES = {
    "identical": "share of same votes",
    "agreement": "agreement score",
    "distance": "distance of ideal points",
}
POWERS = {"RUS": "Russia", "CHN": "China", "USA": "United States"}


class StateComparer(Explorer):
    """Any two states: their votes on the course's roll calls, and how far each agreed with the three powers over time."""

    def __init__(self, one: str, other: str, view: str, measure: str):
        self.one = choose("State", _members(), one, "18em")
        self.other = choose("and", _members(), other, "18em")
        self.view = W.ToggleButtons(
            options=["Votes on the war", "All votes, by year"],
            value=view,
            style={"button_width": "11em"},
        )
        self.measure = choose(
            "By", [(text, key) for key, text in MEASURES.items()], measure, "18em"
        )
        self.roll = choose(
            "Open a roll call",
            [
                ("none", ""),
                *[(f"{r.date}  {r.id}: {r.title}", r.id) for r in resolutions().itertuples()],
            ],
            "",
            "48em",
        )
        self.chart = LiveChart(self.still(), "Two states compared by their votes")
        for control, name in ((self.one, "one"), (self.other, "other")):
            _number(control, self.chart, name)
        self.chart.observe(self._clicked, "picked")
        self.table = W.HTML()
        super().__init__(
            "Compare two states",
            [
                W.Box([self.one, self.other], layout=ROW),
                W.Box([self.view, self.measure], layout=ROW),
                self.chart,
                W.VBox([self.roll, self.table]),
            ],
        )
        for control in (self.view, self.measure):
            control.observe(self._turned, "value")
        for control in (self.one, self.other):
            control.observe(self._moved, "value")
        self.roll.observe(self._opened, "value")
        self._moved()

    def series(self) -> pd.DataFrame:
        """Return the yearly agreement of both states with the three powers, where the tables hold it."""
        held = set(tables.read("agreement")["state"])
        found = [
            alignment.agreement(s, p, self.measure.value)
            .rename("value")
            .reset_index()
            .assign(state=_names()[s], partner=POWERS[p])
            for s in dict.fromkeys((self.one.value, self.other.value))
            if s in held
            for p in POWERS
            if p != s
        ]
        return (
            pd.concat(found, ignore_index=True).dropna(subset="value")
            if found
            else pd.DataFrame(columns=["year", "value", "state", "partner"])
        )

    def words(self) -> str:
        names = _names()
        a, b = names[self.one.value], names[self.other.value]
        if self.view.value == "Votes on the war":
            alike = alignment.same_votes(self.one.value, self.other.value)
            if not alike["compared"]:
                return f"{a} and {b}: no roll call in which both votes are known."
            rows = alignment.compare_votes(self.one.value, self.other.value)
            unsure = int((rows[["status_one", "status_other"]] == "unknown").any(axis=1).sum())
            built = int((rows[["status_one", "status_other"]] == "reconstructed").any(axis=1).sum())
            return (
                f"{a} and {b} voted alike in {alike['same']} of {alike['compared']} roll calls on Crimea, the war and North Korea in which both took part; agreement, with abstention as half-way, "
                f"{alike['agreement']:.2f} of 1. {built} of {len(rows)} roll calls rest on a reconstructed vote; in {unsure} at least one vote is not known."
            )
        rows = self.series()
        if rows.empty:
            return f"The tables hold yearly figures for {tables.read('agreement')['state'].nunique()} states; {a} and {b} are not among them. Look at their votes on the war."
        said = []
        for state in dict.fromkeys((a, b)):
            mine = rows[rows["state"] == state]
            if mine.empty:
                said.append(f"{state} has no yearly figures in the tables.")
                continue
            each = []
            for partner, part in mine.groupby("partner", sort=False):
                before, after = (
                    part.loc[part["year"].between(*span), "value"].mean()
                    for span in ((2008, 2013), (2022, 2023))
                )
                each.append(f"with {partner} {before:.2f} then {after:.2f}")
            said.append(f"{state}: {', '.join(each)}.")
        nearer = "smaller is nearer" if self.measure.value == "distance" else "larger is nearer"
        return f"{MEASURES[self.measure.value].capitalize()} in all recorded votes ({nearer}), mean of 2008 to 2013 then of 2022 and 2023. {' '.join(said)}"

    def still(self):
        names, members, held = (
            _names(),
            [s for _, s in _members()],
            set(tables.read("agreement")["state"]),
        )
        if self.view.value == "Votes on the war":
            packed = alignment.codes()["votes"]
            return charts.vote_strip(
                pd.DataFrame({"name": names[members], "code": packed[members]}),
                resolutions(),
                list(names[members]),
                self.one.index,
                self.other.index,
            )
        rows = [
            {
                "state": names[s],
                "partner": POWERS[p],
                "years": list(map(int, one.index)),
                "values": list(map(float, one)),
            }
            for s in members
            if s in held
            for p in POWERS
            if p != s
            for one in [alignment.agreement(s, p, self.measure.value).dropna()]
        ]
        return charts.agreement_lines(
            pd.DataFrame(rows),
            list(names[members]),
            self.one.index,
            self.other.index,
            MEASURES[self.measure.value],
        )

    def _turned(self, *_):
        """Paint the other view, or another measure; the two states are params of both."""
        self.chart.picks = ["roll"] if self.view.value == "Votes on the war" else []
        self.chart.repaint(self.still())
        self._moved()

    def _moved(self, *_):
        lines = self.view.value != "Votes on the war"
        self.measure.disabled, self.roll.disabled = not lines, lines
        self.tell()
        self._opened()

    def _clicked(self, change):
        clicked = (change["new"].get("roll") or {}).get("resolution") or [""]
        if clicked[0] in {v for _, v in self.roll.options}:
            self.roll.value = clicked[0]

    def _opened(self, *_):
        names = _names()
        if self.view.value != "Votes on the war":
            rows = self.series()
            wide = (
                rows.assign(value=rows["value"].map("{:.2f}".format))
                .pivot_table(
                    index="year", columns=["state", "partner"], values="value", aggfunc="first"
                )
                .sort_index(ascending=False)
                if len(rows)
                else rows
            )
            wide.columns = [f"{s} with {p}" for s, p in wide.columns] if len(rows) else wide.columns
            self.table.value = _folded(
                "The figures by year, and their sources",
                table_html(wide.reset_index() if len(rows) else wide)
                + source_table("align_bsv;align_ip"),
            )
            return
        rows = alignment.compare_votes(self.one.value, self.other.value)
        if self.roll.value:
            one = resolutions().set_index("id").loc[self.roll.value]
            rows = rows[rows["resolution"] == self.roll.value]
        shown = pd.DataFrame(
            {
                "Date": rows["date"],
                "Resolution": rows["resolution"],
                "On": rows["title"],
                names[self.one.value]: rows["one"].map(SAYS) + " (" + rows["status_one"] + ")",
                f"{names[self.other.value]} ": rows["other"].map(SAYS)
                + " ("
                + rows["status_other"]
                + ")",
                "Alike": rows["same"]
                .map({True: "yes", False: "no"})
                .astype(object)
                .where(rows["same"].notna(), "cannot be said"),
            }
        )
        self.table.value = (
            table_html(shown, self.roll.value) + source_table(one["sources"])
            if self.roll.value
            else _folded(f"All {len(rows)} roll calls as a table", table_html(shown))
        )


def compare_states(
    one: str = "VNM",
    other: str = "IND",
    *,
    view: str = "Votes on the war",
    measure: str = "identical",
) -> StateComparer:
    """Compare two states by their votes.

    Parameters
    ----------
    one, other : str, optional
        Alpha-3 codes of members of the United Nations.
    view : {"Votes on the war", "All votes, by year"}, optional
        The course's roll calls, or yearly agreement with Russia, China and the United States in all recorded votes (38 states).
    measure : {"identical", "agreement", "distance"}, optional
        By which measure, in the second view.

    Returns
    -------
    StateComparer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a value is not one that the control offers.
    """
    for state in (one, other):
        alignment.known("member", state, sorted(alignment.groups()["all members"]))
    alignment.known("view", view, ["Votes on the war", "All votes, by year"])
    alignment.known("measure", measure, MEASURES)
    return StateComparer(one, other, view, measure)


class PollExplorer(Explorer):
    """What publics say of Russia, question by question."""

    def __init__(self, question: str):
        asked = tables.read("indicators").set_index("id")["title"]
        self.question = choose(
            "Question", [(asked[q], q) for q in alignment.QUESTIONS], question, "30em"
        )
        self.poll = W.Dropdown(
            description="Open a figure",
            options=[("none", "")],
            value="",
            style={"description_width": "auto"},
            layout={"width": "40em"},
        )
        self.chart = LiveChart(self.still(), "What publics say")
        _number(self.question, self.chart, "asked")
        self.details = W.HTML()
        super().__init__(
            "Poll explorer", [self.question, self.chart, W.VBox([self.poll, self.details])]
        )
        self.question.observe(self._moved, "value")
        self.poll.observe(self._opened, "value")
        self.chart.observe(self._clicked, "picked")
        self._moved()

    def rows(self) -> pd.DataFrame:
        """Return the answers to the question."""
        return alignment.polls(self.question.value)

    def words(self) -> str:
        rows, one = self.rows(), tables.read("indicators").set_index("id").loc[self.question.value]
        top, low = rows.iloc[0], rows.iloc[-1]
        return (
            f"{one['definition']}: {len(rows)} figure{'s' * (len(rows) != 1)}, from {low['value']:.0f}% ({low['public']}, {low['year']}) to {top['value']:.0f}% ({top['public']}, {top['year']}). "
            f"{int(rows['many'].sum())} of them pool{'s' * (int(rows['many'].sum()) == 1)} many publics."
        )

    def still(self):
        return charts.poll_dots(alignment.polls(), alignment.QUESTIONS, self.question.index)

    def _moved(self, *_):
        rows = self.rows()
        self.poll.options, self.poll.value = (
            [
                ("none", ""),
                *[(f"{r.public}, {r.year}: {r.value:.0f}%", r.id) for r in rows.itertuples()],
            ],
            "",
        )
        self.tell()

    def _clicked(self, change):
        clicked = (change["new"].get("poll") or {}).get("id") or [""]
        if clicked[0] in {v for _, v in self.poll.options}:
            self.poll.value = clicked[0]

    def _opened(self, *_):
        rows = self.rows()
        rows = rows[rows["id"] == self.poll.value]
        shown = pd.DataFrame(
            {
                "Row": rows["id"],
                "Public": rows["public"],
                "Year": rows["year"],
                "Percent": rows["value"].map("{:.0f}".format),
                "Polled by": rows["by"],
                "Note": rows["note"],
            }
        )
        self.details.value = (
            table_html(shown, "The figure") + source_table(rows["sources"].iloc[0])
            if len(rows)
            else ""
        )


def explore_polls(question: str = "russia_favourable") -> PollExplorer:
    """Open the poll explorer.

    Parameters
    ----------
    question : str, optional
        An indicator of opinion on Russia, its president or the end of the war.

    Returns
    -------
    PollExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If there is no such question.
    """
    alignment.known("question", question, alignment.QUESTIONS)
    return PollExplorer(question)


class VietnamCase(Explorer):
    """Votes, visits, partnerships and arms of Vietnam on one timeline."""

    def __init__(self, since: int, towards: str, hindsight: bool):
        self.facts = alignment.vietnam()
        self.since = W.IntSlider(
            value=since,
            min=1995,
            max=2024,
            description="From",
            style={"description_width": "auto"},
            layout={"width": "24em"},
        )
        self.towards = choose(
            "Turned to, or about", [("all", ""), *[(t, t) for t in charts.TOWARDS]], towards, "20em"
        )
        self.hindsight = W.Checkbox(
            value=hindsight,
            description="also after July 2024",
            indent=False,
            layout={"width": "14em"},
        )
        self.fact = W.Dropdown(
            description="Open a fact",
            options=[("none", "")],
            value="",
            style={"description_width": "auto"},
            layout={"width": "48em"},
        )
        self.chart = LiveChart(self.still(), "Vietnam between the camps: a timeline")
        self.details = W.HTML()
        self.controls = {"since": self.since, "towards": self.towards, "hindsight": self.hindsight}
        super().__init__(
            "Vietnam between the camps",
            [
                W.Box(list(self.controls.values()), layout=ROW),
                self.chart,
                W.VBox([self.fact, self.details]),
            ],
        )
        _number(self.towards, self.chart, "towards")
        for name, control in self.controls.items():
            if control is not self.towards:
                self.chart.follow(control, name)
            control.observe(self._moved, "value")
        self.fact.observe(self._opened, "value")
        self.chart.observe(self._clicked, "picked")
        self._moved()

    def shown(self) -> pd.DataFrame:
        """Return the facts that the controls let through now."""
        rows = self.facts
        keep = rows["until"].fillna(rows["date"]).str[:4].astype(int) >= self.since.value
        if self.towards.value:
            keep &= rows["towards"] == self.towards.value
        return rows[keep & (~rows["hindsight"] | self.hindsight.value)]

    def words(self) -> str:
        rows = self.shown()
        if rows.empty:
            return "No fact fits. Loosen a filter."
        n = rows["lane"].value_counts()
        ballots = rows[
            rows["lane"].isin(["votes yes", "abstains", "votes no"]) & (rows["towards"] == "Russia")
        ]["lane"].value_counts()
        pacts = rows[rows["lane"] == "partnerships"]["towards"].value_counts()
        return (
            f"Since {self.since.value}{'' if self.hindsight.value else ', to July 2024'}: {len(rows)} facts. Votes that concern Russia: {int(ballots.get('abstains', 0))} abstentions, "
            f"{int(ballots.get('votes no', 0))} no, {int(ballots.get('votes yes', 0))} yes. Partnerships: {int(pacts.get('United States', 0))} with the United States, {int(pacts.get('Russia', 0))} with Russia or its forums, "
            f"{int(pacts.get('others', 0))} with others. Visits and words: {int(n.get('visits and words', 0))}; on arms: {int(n.get('arms', 0))}."
        )

    def still(self):
        return charts.case_timeline(
            self.facts,
            alignment.LANES,
            since=self.since.value,
            towards=self.towards.index,
            hindsight=self.hindsight.value,
        )

    def _moved(self, *_):
        rows, kept = self.shown(), self.fact.value
        self.fact.options = [
            ("none", ""),
            *[(f"{r.date}  {r.what}", r.row) for r in rows.itertuples()],
        ]
        self.fact.value = kept if kept in set(rows["row"]) else ""
        self.tell()

    def _clicked(self, change):
        clicked = (change["new"].get("fact") or {}).get("row") or [""]
        if clicked[0] in {v for _, v in self.fact.options}:
            self.fact.value = clicked[0]

    def _opened(self, *_):
        row = self.facts[self.facts["row"] == self.fact.value]
        if row.empty:
            self.details.value = ""
            return
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
        self.details.value = table_html(shown, "The fact") + source_table(row["sources"].iloc[0])


def explore_vietnam(
    *, since: int = 2010, towards: str = "", hindsight: bool = False
) -> VietnamCase:
    """Open the case of Vietnam.

    Parameters
    ----------
    since : int, optional
        First year shown, 1995 to 2024.
    towards : {"", "Russia", "United States", "others"}, optional
        Only facts turned to, or about, that power.
    hindsight : bool, optional
        Whether what happened after July 2024 is shown too.

    Returns
    -------
    VietnamCase
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a value is not one that the control offers.
    """
    alignment.known("year", since, range(1995, 2025))
    alignment.known("power", towards, ["", *charts.TOWARDS])
    return VietnamCase(since, towards, bool(hindsight))
