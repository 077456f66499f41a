"""Floor 3: the theatres over time, and the order of events."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..charts import decoupling as charts
from ..model import decoupling, network, timing
from ..model.chance import LEVEL
from .details import (
    bears_on,
    card,
    source_table,
    sources_of,
    table_html,
    tie_table,
    words_of,
)
from .panel import Choice, Number, Opens, Tick, entry
from .thesistest import ThesisTest, source, thesis_said
from .wording import begin, count, in_p, names

MEASURES = {
    "share": "share of ties that cross",
    "ei": "E-I index",
    "paths": "separate paths, Ukraine to South Korea",
    "cut": "ties to cut, Ukraine from South Korea",
    "nmi": "likeness of communities to theatres",
    "new": "new ties, earlier against later",
}
LAST_KNOWN = int(tables.TEXT_DATE[:4])
BY_BORDER = ("share", "ei")  # measures that ask where the border runs
REGIONS = {region: region for region in ("Europe", "Asia-Pacific", "Middle East")}
SINCE = {year: str(year) for year in (2013, 2018, 2022)}
NAMED = 2  # ties that a card of a year names
HALF_BAR = 15  # days on either side of a bar's middle
CHANCE = {
    "labels": "deal out the theatres anew among the events",
    "shift": "shift one series against the other",
}


class OverTime(ThesisTest):
    """One measure at the end of each year, and tests for a break in a year of choice."""

    title = "Theatres over time"
    floor = 342
    foremost = ("measure", "kinds", "year")
    described = "A measure at the end of each year"
    keeps = "time"

    measure = Choice("Measure", MEASURES, width="26em")
    kinds = Choice("Kinds", decoupling.KINDS, width="22em")
    source = source()
    dated = Tick("only ties whose beginning is known", width="20em")
    first = Tick("each pair once, at its first tie", width="20em")
    hindsight = Tick("also what began after July 2024", width="20em")
    russia = Choice("Russia", decoupling.RUSSIA, width="15em")
    scope = Choice("Theatres", decoupling.SCOPE, start="two", width="20em")
    year = Number("Break in", 2014, 2025, start=2022, live=False)
    end = Opens("Open a year", mark="point", field="year", param="opened", width="26em")

    def __init__(self, **start):
        self.ties, self._asked, self._counted = network.ties(), {}, None
        self.name = names()
        super().__init__(**start)

    def work_out(self) -> None:
        """Count; neither a break that moves nor a way back asks for a recount of the years."""
        now = self.now
        border = {"russia": now.russia, "scope": now.scope}
        counted = (now.kinds, now.source, now.dated, now.hindsight, *border.values())
        if counted != self._counted:
            self._counted = counted
            self._count(border)
        tested = (*counted, now.year, now.first)
        if tested not in self._asked:
            self._asked[tested] = timing.break_among_new_ties(
                self.rows, now.year, first=now.first, **border
            )
        self.step = self._asked[tested]
        if now.measure == "new":
            return
        asked = (now.measure, *counted)
        if asked not in self._asked:
            drawn = border if now.measure in BY_BORDER else {}
            last = decoupling.LAST if now.hindsight else LAST_KNOWN
            drawn["years"] = range(decoupling.FIRST, last + 1)
            self._asked[asked] = timing.at_year_ends(self.rows, now.measure, **drawn)
        self.series = self._asked[asked]

    def _count(self, border: dict[str, str]) -> None:
        """Choose the ties, and say which of them cross."""
        now = self.now
        rows = decoupling.counted_ties(self.ties, kinds=now.kinds, source=now.source)
        crosses, within = decoupling.crossing(rows, **border)
        if now.dated:
            within &= (rows["start_precision"] != "by").to_numpy()
        if not now.hindsight:
            within &= timing.known(rows)
        self.rows, self.crosses = rows[within], crosses[within]

    def headline(self) -> str:
        measure = begin(MEASURES[self.measure.value])
        return f"{measure}: is there a break in {self.year.value}?"

    def short(self) -> str:
        step, year = self.step, self.year.value
        if pd.isna(step["p"]):
            return (
                f"Too few to tell: {step['n_before']} begin before {year},"
                f" {step['n_after']} from then on."
            )
        things = "first ties of a pair" if self.first.value else "ties"
        said = [
            f"Of {step['n_before']} {things} that begin before {year}, {step['before']:.0%} cross;"
            f" of {step['n_after']} from {year} on, {step['after']:.0%} ({in_p(step['p'])} with"
            f" {step['clusters']} claims as the draws; a difference of {step['needed']:.0%} would"
            f" have had p = 0.05).",
            f"The year that parts them most is {step['largest']}; corrected for having looked at"
            f" every year, {in_p(step['p_any'])}.",
        ]
        if not pd.isna(step["p_step"]):
            said.insert(1, f"Beyond a trend: {step['step']:+.0%} ({in_p(step['p_step'])}).")
        return " ".join([*said, f"Reading: {timing.reading(step)}."])

    def result(self) -> str:
        if self.measure.value == "new":
            return self.short()
        ends = self.series.dropna(subset=["value"])
        if ends.empty:
            return f"Too few ties for this measure. {self.short()}"
        form = "{:.0%}".format if self.measure.value == "share" else "{:.2f}".format
        first, last, year = ends.iloc[0], ends.iloc[-1], self.year.value
        late = ends["year"] >= year
        means = [form(ends.loc[part, "value"].mean()) for part in (~late, late) if part.any()]
        average = ""
        if len(means) > 1:
            average = f" On average {means[0]} before {year} and {means[1]} from then on."
        return (
            f"{begin(MEASURES[self.measure.value])}: {form(first['value'])} at the end of"
            f" {int(first['year'])}, {form(last['value'])} in {int(last['year'])}.{average}"
            f" Year ends share most of their ties, so they have no p of their own: new ties have."
            f" {self.short()}"
        )

    def still(self):
        measure, year = self.measure.value, self.year.value
        opened = self.end.value
        if measure == "new":
            return charts.break_bars(self.step["by_year"], year, opened)
        title = begin(MEASURES[measure])
        return charts.year_line(self.series, title, year, measure == "share", opened)

    def clicked(self, mark: str, field: dict) -> None:
        """Take the year of a bar that was clicked as that of the break, and open it."""
        year = (field.get("year") or [0])[0]
        if self.year.min <= year <= self.year.max:
            self.become(year=int(year), end=int(year))

    def _values(self) -> dict[int, float]:
        """Return what the chart shows, by year."""
        new = self.measure.value == "new"
        rows, shown = (self.step["by_year"], "difference") if new else (self.series, "value")
        values = zip(rows["year"].tolist(), rows[shown].tolist())
        return {year: value for year, value in values if value == value}  # not where unknown

    def _form(self, value: float) -> str:
        share, new = self.measure.value == "share", self.measure.value == "new"
        if new:
            return f"{100 * value:+.0f} points"
        return f"{value:.0%}" if share else f"{value:.2f}".removesuffix(".00")

    @end.offers
    def ends_offered(self) -> list[tuple[str, int]]:
        """Return each year with its value."""
        return [(f"{year}: {self._form(value)}", year) for year, value in self._values().items()]

    def _new_across(self, year: int) -> pd.DataFrame:
        """Return the ties that began in a year and cross."""
        return self.rows[(self.rows["since"] == year).to_numpy() & self.crosses]

    @end.cards
    def end_card(self, year: int) -> str:
        """Return what the card says of a year: its value, what began then, and on whose word."""
        new = self._new_across(year)
        told = bears_on(next(iter(new["claim"].dropna()), "")) or thesis_said()
        rows = new if len(new) else self.rows
        return card(
            self._said_of(year), self._began(new, year), told=told, sources=sources_of(rows)
        )

    def _said_of(self, year: int) -> str:
        """Say what the chart shows of a year, and what chance gives where it is asked."""
        value = self._form(self._values()[year])
        if self.measure.value == "new":
            by_year = self.step["by_year"].set_index("year")
            earlier = count(int(by_year.loc[year, "n_before"]), "tie")
            return f"Share that crosses from {year} on, less that of the {earlier} before: {value}."
        one = self.series.set_index("year").loc[year]
        whole = self.hindsight.value or year < LAST_KNOWN
        when = f"End of {year}" if whole else "15 July 2024"
        said = f"{when}: {MEASURES[self.measure.value]} {value} ({one['ties']:.0f} ties)"
        if pd.isna(one["low"]):
            return f"{said}."
        return f"{said}; chance gives {self._form(one['expected'])}."

    def _began(self, new: pd.DataFrame, year: int) -> str:
        """Name the ties that began in a year and cross, the first of them, and on whose word."""
        if new.empty:
            return f"No tie that began in {year} crosses."
        ends = zip(new["source"], new["target"], new["label"])
        told = [f"{self.name[a]} – {self.name[b]} ({label})" for a, b, label in ends]
        more = f"; and {len(told) - NAMED} more" if len(told) > NAMED else ""
        return (
            f"Began in {year} and cross: {'; '.join(told[:NAMED])}{more}. {begin(words_of(new))}."
        )

    @end.shows
    def end_opened(self, year: int | str) -> str:
        """Return the ties that began in a year and cross, with their sources."""
        if year == "":
            return ""
        new = self._new_across(year)
        return tie_table(new, self.name) + source_table(sources_of(new)) if len(new) else ""

    def behind(self) -> dict[str, pd.DataFrame]:
        rows, year = self.rows, self.year.value
        late = (rows["since"] >= year).to_numpy()
        return {
            f"crossing ties that begin from {year} on": rows[late & self.crosses],
            f"crossing ties that begin before {year}": rows[~late & self.crosses],
            f"ties within a theatre that begin from {year} on": rows[late & ~self.crosses],
            f"ties within a theatre that begin before {year}": rows[~late & ~self.crosses],
        }


@entry(OverTime)
def theatres_over_time(**start) -> OverTime:
    """Open the measures over time.

    Parameters
    ----------
    measure : {"share", "ei", "paths", "cut", "nmi", "new"}, optional
        What is measured.
    kinds, source : str, optional
        Which ties, and on whose word.
    dated, first, hindsight : bool, optional
        Only ties whose beginning is known; each pair once, at its first tie; also ties that began
        after the commentary.
    russia, scope : str, optional
        Where Russia stands, and which theatres.
    year : int, optional
        First year after the supposed break, 2014 to 2025.
    end : int, optional
        Year opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    OverTime
        Show it by leaving it as the last line of a cell.
    """
    return OverTime(**start)


def _between(lag: float) -> str:
    """Say which days a bar spans, by its middle."""
    low, high = (int(abs(lag)) + side * HALF_BAR for side in (-1, 1))
    return f"{low + 1} to {high} days {'after' if lag > 0 else 'before'}"


def _others(panel: LeadLag) -> dict[str, str]:
    """Return the theatres besides the first: an event cannot follow one of its own theatre here."""
    return {region: region for region in REGIONS if region != panel.first.value}


class LeadLag(ThesisTest):
    """Pairs of events in two theatres by the days between them, beside what chance gives."""

    title = "Event lead-lag"
    foremost = ("first", "then", "null")
    described = "Pairs of events by the days between them"
    keeps = "events"
    rows_called = "Open events"

    first = Choice("Events in", REGIONS, width="16em")
    then = Choice("then in", _others, follows=("first",), start="Asia-Pacific", width="16em")
    days = Number("Within days", 10, 180, step=10, start=90, live=False)
    since = Choice("Since", SINCE, start=2022, width="10em")
    joint = Tick("count events that join two theatres by themselves", width="28em")
    hindsight = Tick("also after July 2024", width="18em")
    null = Choice("Chance", CHANCE, width="32em")
    bar = Opens("Open a bar", mark="bar", field="lag", param="opened", width="26em")

    def __init__(self, **start):
        self.events, self._asked = tables.read("events"), None
        super().__init__(**start)

    def work_out(self) -> None:
        """Count the pairs of events, and what chance gives."""
        now = self.now
        asked = {name: value for name, value in self.values().items() if name != "bar"}
        if asked != self._asked:
            self._asked = asked
            late = tables.is_hindsight(self.events["date"]).to_numpy(bool)
            events = self.events if now.hindsight else self.events[~late]
            self.rows = timing.dated_events(events, since=now.since, joint=now.joint)
            asked = {"first": now.first, "then": now.then, "days": now.days, "null": now.null}
            self.found = timing.lead_lag(self.rows, **asked)

    def headline(self) -> str:
        now = self.now
        return f"Do events in {now.then} follow those in {now.first} within {now.days} days?"

    def short(self) -> str:
        now, found = self.now, self.found
        if pd.isna(found["p"]):
            return "Too few events to tell."
        alone = "" if now.joint else " that stay in one theatre"
        how = "dealing out" if now.null == "labels" else "shifting"
        return (
            f"{now.first} to {now.then} within {now.days} days, events since {now.since}{alone},"
            f" chance by {how}: {found['pairs']} pairs, chance gives {found['expected']:.0f}"
            f" ({in_p(found['p'])})."
        )

    def words(self) -> str:
        found = self.found
        if pd.isna(found["p"]):
            return f"{found['n_first']} and {found['n_then']} events: too few to tell."
        return super().words()

    def result(self) -> str:
        now, found = self.now, self.found
        more = "more" if found["lead"] >= 0 else "fewer"
        often = "more often than" if found["p"] <= LEVEL / 2 else "not provably more often than"
        return (
            f"Events in {now.then} follow those in {now.first} {often} chance gives."
            f" There are {found['n_first']} events in {now.first} and {found['n_then']} in"
            f" {now.then} since {now.since}, dated to the day: {found['pairs']} times one in"
            f" {now.then} comes 1 to"
            f" {now.days} days after one in {now.first}; chance gives {found['expected']:.0f}"
            f" ({in_p(found['p'])}; about {found['needed']:.0f} would have had p = 0.025)."
            f" That is {abs(found['lead'])} {more} than the other way round"
            f" ({in_p(found['p_lead'])} for a lead of {now.first})."
        )

    def still(self):
        if not len(self.found["bars"]):
            return None
        names = self.first.value, self.then.value
        return charts.lag_bars(self.found["bars"], *names, self.bar.value)

    @bar.offers
    def bars_offered(self) -> list[tuple[str, float]]:
        """Return each bar by the days between its events."""
        bars = self.found["bars"].itertuples()
        return [(f"{_between(r.lag)}: {r.pairs} pairs", r.lag) for r in bars]

    def _paired(self, lag: float) -> pd.DataFrame:
        """Return the pairs of events of a bar, nearest first: ``ahead``, ``after``, ``days``."""
        first, then = (
            self.rows.loc[self.rows["theatre"] == theatre, ["id", "date", "title", "day"]]
            for theatre in (self.first.value, self.then.value)
        )
        pairs = first.merge(then, how="cross", suffixes=("_ahead", "_after"))
        days = pairs["day_after"] - pairs["day_ahead"]
        if lag < 0:
            days = -days  # the other way round
        inside = (days > abs(lag) - HALF_BAR) & (days <= abs(lag) + HALF_BAR)
        pairs = pairs.assign(days=days)[inside]
        return pairs.sort_values("days", kind="stable")

    @bar.cards
    def bar_card(self, lag: float) -> str:
        """Return what the card says of a bar: how many pairs, what chance gives, the nearest."""
        bars, pairs = self.found["bars"].set_index("lag"), self._paired(lag)
        number, chance = len(pairs), bars.loc[lag, "expected"]
        sentence = f"{_between(lag)}: {number} pairs of events; chance gives {chance:.0f}."
        said = f"{self.first.value} and {self.then.value}: a day between two events is no cause."
        if pairs.empty:
            return card(sentence, said)
        near = pairs.iloc[0]
        told = (
            f"The nearest: {near['title_ahead']} ({near['date_ahead']}), and"
            f" {near['title_after']} ({near['date_after']})."
        )
        source = self.rows.set_index("id").loc[near["id_ahead"], "sources"]
        return card(sentence, said, told=told, sources=source)

    @bar.shows
    def bar_opened(self, lag: float | str) -> str:
        """Return the pairs of events of a bar."""
        if lag == "":
            return ""
        pairs = self._paired(lag)
        shown = {
            self.first.value: pairs["date_ahead"] + " " + pairs["title_ahead"],
            self.then.value: pairs["date_after"] + " " + pairs["title_after"],
            "Days": pairs["days"],
        }
        return table_html(shown, f"{_between(lag)}: {len(pairs)} pairs of events")

    def behind(self) -> dict[str, pd.DataFrame]:
        return {
            f"events in {theatre}": self.rows[self.rows["theatre"] == theatre]
            for theatre in (self.first.value, self.then.value)
        }


@entry(LeadLag)
def event_lead_lag(**start) -> LeadLag:
    """Open the lead-lag of events.

    Parameters
    ----------
    first, then : str, optional
        Theatres: "Europe", "Asia-Pacific", "Middle East".
    days : int, optional
        10 to 180.
    since : {2013, 2018, 2022}, optional
        First year of the events.
    joint, hindsight : bool, optional
        Whether events that join two theatres by themselves, and those after the commentary, count.
    null : {"labels", "shift"}, optional
        What chance is.
    bar : float, optional
        Middle, in days, of a bar opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    LeadLag
        Show it by leaving it as the last line of a cell.
    """
    return LeadLag(**start)
