"""Floor 3: any two states compared - their votes on the war, and by year with three powers."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..charts import world as charts
from ..model import alignment
from .alignment import SAYS, members, resolution_names, resolutions, state_names
from .details import card, folded, source_table, table_html
from .panel import Choice, Opens, Panel, View, entry
from .wording import begin, count

WAR, YEARS = "Votes on the war", "All votes, by year"
MEASURES = {
    "identical": "share of same votes",
    "agreement": "agreement score",
    "distance": "distance of ideal points",
}
# What the figures mean, and the data set that each rests on.
RANGES = {
    "identical": "0 to 1",
    "agreement": "0 to 1, abstention as half-way",
    "distance": "nought is nearest; the points rest on all votes of each state",
}
SOURCES = {"identical": "align_bsv", "agreement": "align_bsv", "distance": "align_ip"}
POWERS = {"RUS": "Russia", "CHN": "China", "USA": "United States"}
AS_TABLE = "As a table"  # short: in a narrow window it stands beside the sentence's last words
BEFORE, AFTER = (2008, 2013), (2022, 2023)  # spans of years whose means are set side by side


def _by_year(p: StateComparer) -> bool:
    return p.view.value == YEARS


class StateComparer(Panel):
    """Two states: their votes on the course's roll calls, and how each agreed with three powers."""

    title = "Compare two states"
    floor = 368
    described = "Two states compared by their votes"

    one = Choice("State", lambda p: members(), start="VNM", by="index", width="18em")
    other = Choice("and", lambda p: members(), start="IND", by="index", width="18em")
    view = View({WAR: "roll call by roll call", YEARS: "as lines"}, width="11em")
    measure = Choice("By", MEASURES, redraws=(YEARS,), when=_by_year, width="18em")
    roll = Opens(
        "Open a roll call", mark="roll", field="resolution", when=lambda p: not _by_year(p)
    )
    figure = Opens(
        "Open a figure", mark="figure", field="key", param="opened", when=_by_year, width="34em"
    )

    def __init__(self, **start):
        self._asked = self._figures_of = None
        super().__init__(**start)

    def _series(self, state: str) -> list[tuple[str, pd.Series]]:
        """Return a state's yearly agreement with each power, where the tables hold it."""
        if state not in alignment.with_series():
            return []
        measure = self.measure.value
        return [
            (name, alignment.agreement(state, power, measure).dropna())
            for power, name in POWERS.items()
            if power != state
        ]

    def series(self) -> pd.DataFrame:
        """Return the yearly agreement of both states with the three powers, read once a move."""
        asked = self.one.value, self.other.value, self.measure.value
        if asked != self._asked:
            self._asked, self._figures_of = asked, self._both()
        return self._figures_of

    def _both(self) -> pd.DataFrame:
        name = state_names()
        found = [
            values.rename("value").reset_index().assign(state=name[state], partner=partner)
            for state in dict.fromkeys((self.one.value, self.other.value))
            for partner, values in self._series(state)
        ]
        if not found:
            return pd.DataFrame(columns=["year", "value", "state", "partner"])
        return pd.concat(found, ignore_index=True)

    def headline(self) -> str:
        pair = f"{self.one.label} and {self.other.label}"
        if _by_year(self):
            return f"How near do {pair} stand to Russia, China and the United States?"
        return f"Do {pair} vote alike on the war?"

    def words(self) -> str:
        return self._words_by_year() if _by_year(self) else self._words_on_the_war()

    def _words_on_the_war(self) -> str:
        one, other, name = self.one.value, self.other.value, state_names()
        alike = alignment.same_votes(one, other)
        if not alike["compared"]:
            return f"{name[one]} and {name[other]}: no roll call in which both votes are known."
        status = alignment.compare_votes(one, other)[["status_one", "status_other"]]
        unsure = int((status == "unknown").any(axis=1).sum())
        built = int((status == "reconstructed").any(axis=1).sum())
        return (
            f"{name[one]} and {name[other]} voted alike in {alike['same']} of {alike['compared']}"
            " roll calls on Crimea, the war and North Korea in which both took part; agreement,"
            f" with abstention as half-way, {alike['agreement']:.2f} of 1."
            f" {built} of {len(status)} roll calls rest on a reconstructed vote;"
            f" in {unsure} at least one vote is not known."
        )

    def _words_by_year(self) -> str:
        rows, name, measure = self.series(), state_names(), self.measure.value
        a, b = name[self.one.value], name[self.other.value]
        if rows.empty:
            held = len(alignment.with_series())
            return (
                f"The tables hold yearly figures for {held} states; {a} and {b} are not among them."
                " Look at their votes on the war."
            )
        both = dict.fromkeys((a, b))
        said = " ".join(_then_and_now(rows, state) for state in both)
        nearer = "smaller is nearer" if measure == "distance" else "larger is nearer"
        return (
            f"{_moved(rows, both, measure)} {MEASURES[measure].capitalize()} in all recorded votes"
            f" ({nearer}), mean of 2008 to 2013 then of 2022 and 2023. {said}"
        ).lstrip()

    def still(self):
        name, people, now = state_names(), list(members()), self.params()
        names = list(name[people])
        if not _by_year(self):
            rows = pd.DataFrame({"name": name[people], "code": alignment.codes()["votes"][people]})
            return charts.vote_strip(rows, resolutions(), names, now["one"], now["other"])
        rows = [
            {
                "state": name[state],
                "partner": partner,
                "years": list(map(int, values.index)),
                "values": list(map(float, values)),
            }
            for state in people
            for partner, values in self._series(state)
        ]
        said = MEASURES[self.measure.value]
        return charts.agreement_lines(
            pd.DataFrame(rows), names, now["one"], now["other"], said, self.figure.value
        )

    @roll.offers
    def rolls_offered(self) -> list[tuple[str, str]]:
        """Return date, symbol and title of each roll call."""
        return [(name, symbol) for symbol, name in resolution_names().items()]

    @roll.cards
    def roll_card(self, roll: str) -> str:
        """Return what the card says of a roll call."""
        name, now = state_names(), self.now
        rows = alignment.compare_votes(now.one, now.other).set_index("resolution")
        one, sources = rows.loc[roll], resolutions().set_index("id")["sources"][roll]
        votes = [
            f"{name[state]}: {SAYS[one[which]]} ({one[f'status_{which}']})"
            for state, which in ((now.one, "one"), (now.other, "other"))
        ]
        return card(f"{one['date']}: {one['title']}.", f"{'; '.join(votes)}.", sources=sources)

    @roll.shows
    def compared(self, roll: str) -> str:
        """Return the votes behind the chart."""
        return "" if _by_year(self) else self._votes(roll)

    @figure.offers
    def figures_offered(self) -> list[tuple[str, str]]:
        """Return each figure of the two states, the latest first; none where votes are shown."""
        if not _by_year(self):
            return []
        rows = self.series().sort_values("year", ascending=False, kind="stable")
        told = zip(rows["state"], rows["partner"], rows["year"], rows["value"])
        return [(f"{y}: {s} with {p}, {v:.2f}", f"{s} {p} {y}") for s, p, y, v in told]

    @figure.cards
    def figure_card(self, figure: str) -> str:
        """Return what the card says of a figure: of how many roll calls, and by whom."""
        rows, measure = self.series(), self.measure.value
        keys = rows["state"] + " " + rows["partner"] + " " + rows["year"].astype(str)
        one = rows[keys == figure].iloc[0]
        state, partner, year = one["state"], one["partner"], one["year"]
        counted = count(_votes_counted(state, partner, year), "recorded vote")
        return card(
            f"{state} with {partner}, {year}: {one['value']:.2f}.",
            f"{begin(MEASURES[measure])} ({RANGES[measure]}); {counted} in which both took part.",
            told=_said_of(state, partner),
            sources=SOURCES[measure],
        )

    @figure.shows
    def figures_shown(self, figure: str) -> str:
        """Return the figures behind the chart; those of its year, where one is opened."""
        return self._figures(figure[-4:]) if _by_year(self) else ""

    def _figures(self, year: str) -> str:
        rows = self.series()
        if len(rows):
            rows = rows.assign(value=rows["value"].map("{:.2f}".format)).pivot_table(
                index="year", columns=["state", "partner"], values="value", aggfunc="first"
            )
            rows.columns = [f"{state} with {partner}" for state, partner in rows.columns]
            rows = rows.sort_index(ascending=False).reset_index()
        if year:
            rows = rows[rows["year"].astype(str) == year]
        inner = table_html(rows) + source_table(";".join(dict.fromkeys(SOURCES.values())))
        return inner if year else folded(AS_TABLE, inner)

    def _votes(self, roll: str) -> str:
        name, one, other = state_names(), self.one.value, self.other.value
        rows = alignment.compare_votes(one, other)
        rows = rows[rows["resolution"] == roll] if roll else rows
        same = rows["same"].map({True: "yes", False: "no"}).astype(object)
        shown = pd.DataFrame(
            {
                "Date": rows["date"],
                "Resolution": rows["resolution"],
                "On": rows["title"],
                name[one]: rows["one"].map(SAYS) + " (" + rows["status_one"] + ")",
                # the blank keeps two columns where a state is compared with itself
                f"{name[other]} ": rows["other"].map(SAYS) + " (" + rows["status_other"] + ")",
                "Alike": same.where(rows["same"].notna(), "cannot be said"),
            }
        )
        if not roll:
            return folded(AS_TABLE, table_html(shown))
        sources = resolutions().set_index("id").loc[roll, "sources"]
        return table_html(shown, roll) + source_table(sources)


def _votes_counted(state: str, partner: str, year: int) -> int:
    """Return in how many recorded votes of a year a state and a power both took part."""
    called, rows = state_names(), tables.read("agreement")
    mine = rows[(rows["year"] == year) & (rows["partner"].map(POWERS) == partner)]
    return int(mine.loc[mine["state"].map(called) == state, "votes"].iloc[0])


def _said_of(state: str, partner: str) -> str:
    """Return the first claim of the text that names a state, with the partner if one does."""
    claims = tables.read("claims")
    mine = claims[claims["claim"].str.contains(state, regex=False)]
    both = mine[mine["claim"].str.contains(partner, regex=False)]
    found = both if len(both) else mine
    if found.empty:
        return ""
    first = found.iloc[0]
    return f"Of {state} the text says, {first['paragraph']}: {first['claim']}"


def _moved(rows: pd.DataFrame, states, measure: str) -> str:
    """Say in a sentence which states came nearer to Russia; nothing if the rows do not tell."""
    went: dict[str, list[str]] = {}
    for state in states:
        before, after = _means(rows[(rows["state"] == state) & (rows["partner"] == "Russia")])
        if pd.notna(before) and pd.notna(after):
            nearer = after < before if measure == "distance" else after > before
            went.setdefault("nearer to" if nearer else "farther from", []).append(state)
    if not went:
        return ""
    said = ", ".join(
        f"{' and '.join(names)} {'stand' if len(names) > 1 else 'stands'} {how} Russia"
        for how, names in went.items()
    )
    return f"By {MEASURES[measure]} {said} in 2022 and 2023 than in 2008 to 2013."


def _means(part: pd.DataFrame) -> list[float]:
    """Return the mean in each of the two spans of years."""
    return [part.loc[part["year"].between(*span), "value"].mean() for span in (BEFORE, AFTER)]


def _then_and_now(rows: pd.DataFrame, state: str) -> str:
    """Say a state's mean with each power in both spans of years."""
    mine = rows[rows["state"] == state]
    if mine.empty:
        return f"{state} has no yearly figures in the tables."
    each = []
    for partner, part in mine.groupby("partner", sort=False):
        each.append("with {} {:.2f} then {:.2f}".format(partner, *_means(part)))
    return f"{state}: {', '.join(each)}."


@entry(StateComparer, "one", "other")
def compare_states(**start) -> StateComparer:
    """Compare two states by their votes.

    Parameters
    ----------
    one, other : str, optional
        Alpha-3 codes of members of the United Nations.
    view : {"Votes on the war", "All votes, by year"}, optional
        The course's roll calls, or yearly agreement with Russia, China and the United States in
        all recorded votes (38 states).
    measure : {"identical", "agreement", "distance"}, optional
        By which measure, in the second view.
    roll : str, optional
        Symbol of a roll call opened at once.
    figure : str, optional
        A figure of the second view opened at once: "Vietnam Russia 2022".
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    StateComparer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return StateComparer(**start)
