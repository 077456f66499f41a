"""Floor 3: the theatres over time, and the order of events."""

from __future__ import annotations

import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import decoupling as charts
from ..model import decoupling, network, timing
from .base import Explorer, LiveChart, choose
from .drawer import WRAP, Drawer, Keeper, pick, put, tick
from .wording import begin, in_p

MEASURES = {
    "share": "share of ties that cross",
    "ei": "E-I index",
    "paths": "separate paths, Ukraine to South Korea",
    "cut": "ties to cut, Ukraine from South Korea",
    "nmi": "likeness of communities to theatres",
    "new": "new ties, earlier against later",
}


class OverTime(Explorer):
    """One measure at the end of each year, and tests for a break in a year of choice."""

    def __init__(self, **start):
        self.ties = network.ties()
        self.measure, self.kinds, self.source = (
            pick("Measure", MEASURES, "26em"),
            pick("Kinds", decoupling.KINDS),
            pick("on the word of", decoupling.SOURCES),
        )
        self.dated = tick("only ties whose beginning is known", False, "20em")
        self.russia, self.scope = (
            pick("Russia", decoupling.RUSSIA, "15em"),
            pick("Theatres", decoupling.SCOPE, "20em"),
        )
        self.year = W.IntSlider(
            value=2022,
            min=2014,
            max=2025,
            description="Break in",
            continuous_update=False,
            style={"description_width": "auto"},
            layout={"width": "24em"},
        )
        controls = {
            "measure": self.measure,
            "kinds": self.kinds,
            "source": self.source,
            "dated": self.dated,
            "russia": self.russia,
            "scope": self.scope,
            "year": self.year,
        }
        put("theatres_over_time", controls, start)
        self.keep, self.drawer, self.asked = Keeper("time"), Drawer(), {}
        self._count()
        self.chart = LiveChart(self.still(), "A measure at the end of each year")
        super().__init__(
            "Theatres over time",
            [
                W.Box([self.measure, self.kinds, self.source, self.dated], layout=WRAP),
                W.Box([self.russia, self.scope, self.year, self.keep.button], layout=WRAP),
                self.chart,
                self.drawer,
            ],
        )
        for control in controls.values():
            control.observe(self._moved, "value")
        self.keep.wire(self, self.short)
        self._rows()

    def _count(self) -> None:
        rows = decoupling.counted_ties(self.ties, kinds=self.kinds.value, source=self.source.value)
        border = dict(russia=self.russia.value, scope=self.scope.value)
        crosses, within = decoupling.crossing(rows, **border)
        if self.dated.value:
            within &= (rows["start_precision"] != "by").to_numpy()
        self.rows, self.crosses = rows[within], crosses[within]
        self.step = timing.break_among_new_ties(self.rows, self.year.value, **border)
        if self.measure.value != "new":
            asked = (
                self.measure.value,
                self.kinds.value,
                self.source.value,
                self.dated.value,
                *border.values(),
            )
            if (
                asked not in self.asked
            ):  # neither a break that moves nor a way back asks for a recount
                self.asked[asked] = timing.at_year_ends(
                    self.rows,
                    self.measure.value,
                    **(border if self.measure.value in ("share", "ei") else {}),
                )
            self.series = self.asked[asked]
            self.turned = timing.break_among_years(self.series, self.year.value)

    def _new(self) -> str:
        s, y = self.step, self.year.value
        if pd.isna(s["p"]):
            return f"New ties cannot be parted in {y}: {s['n_before']} begin before, {s['n_after']} from then on."
        return (
            f"Of {s['n_before']} ties that begin before {y}, {s['before']:.0%} cross; of {s['n_after']} from {y} on, {s['after']:.0%} ({in_p(s['p'])}). The year that parts them most is {s['largest']}; "
            f"corrected for having looked at every year, {in_p(s['p_any'])}."
        )

    def short(self) -> str:
        """Say the result in one line, for the summary."""
        return self._new()

    def words(self) -> str:
        text = self._new()
        if self.measure.value != "new":
            t, y = self.turned, self.year.value
            form = (
                (lambda v: f"{v:.0%}") if self.measure.value == "share" else (lambda v: f"{v:.2f}")
            )
            ends = self.series.dropna(subset=["value"])
            if ends.empty or pd.isna(t["p"]):
                text = "Too few ties for this measure. " + text
            else:
                text = (
                    f"{begin(MEASURES[self.measure.value])}: {form(ends['value'].iloc[0])} at the end of {ends['year'].iloc[0]}, {form(ends['value'].iloc[-1])} in {ends['year'].iloc[-1]}. On average "
                    f"{form(t['before'])} before {y} and {form(t['after'])} from then on; of {round(1 / t['smallest_p'])} ways to turn the series round, {round(t['p'] / t['smallest_p'])} rise as much "
                    f"({in_p(t['p'])}; it could not be under {t['smallest_p']:.2f}). " + text
                )
        return text + self.keep.note(self.short())

    def still(self):
        if self.measure.value == "new":
            return charts.break_bars(self.step["by_year"], self.year.value)
        return charts.year_line(
            self.series,
            begin(MEASURES[self.measure.value]),
            self.year.value,
            self.measure.value == "share",
        )

    def _rows(self) -> None:
        late = (self.rows["since"] >= self.year.value).to_numpy()
        y = self.year.value
        self.drawer.fill(
            {
                f"crossing ties that begin from {y} on": self.rows[late & self.crosses],
                f"crossing ties that begin before {y}": self.rows[~late & self.crosses],
                f"ties within a theatre that begin from {y} on": self.rows[late & ~self.crosses],
                f"ties within a theatre that begin before {y}": self.rows[~late & ~self.crosses],
            }
        )

    def _moved(self, *_) -> None:
        self._count()
        self.chart.repaint(self.still())
        self._rows()
        self.tell()


def theatres_over_time(**start) -> OverTime:
    """Open the measures over time.

    Parameters
    ----------
    **start
        Where the controls stand at first: ``measure`` ("share", "ei", "paths", "cut", "nmi", "new"), ``kinds``, ``source``, ``dated``
        (bool), ``russia``, ``scope``, ``year`` (2014 to 2025: first year after the supposed break).

    Returns
    -------
    OverTime
        Show it by leaving it as the last line of a cell.
    """
    return OverTime(**start)


class LeadLag(Explorer):
    """Pairs of events in two theatres by the days between them, beside what chance gives."""

    def __init__(self, **start):
        self.events = tables.read("events")
        self.first = choose(
            "Events in",
            [
                ("Europe", "Europe"),
                ("Asia-Pacific", "Asia-Pacific"),
                ("Middle East", "Middle East"),
            ],
            "Europe",
            "16em",
        )
        self.then = choose(
            "then in",
            [
                ("Asia-Pacific", "Asia-Pacific"),
                ("Europe", "Europe"),
                ("Middle East", "Middle East"),
            ],
            "Asia-Pacific",
            "16em",
        )
        self.days = W.IntSlider(
            value=90,
            min=10,
            max=180,
            step=10,
            description="Within days",
            continuous_update=False,
            style={"description_width": "auto"},
            layout={"width": "24em"},
        )
        self.since = choose("Since", [(str(y), y) for y in (2013, 2018, 2022, 2024)], 2022, "10em")
        self.joint = tick("count events that join two theatres by themselves", True, "28em")
        self.null = choose(
            "Chance",
            [
                ("deal out the theatres anew among the events", "labels"),
                ("shift one series against the other", "shift"),
            ],
            "labels",
            "32em",
        )
        controls = {
            "first": self.first,
            "then": self.then,
            "days": self.days,
            "since": self.since,
            "joint": self.joint,
            "null": self.null,
        }
        put("event_lead_lag", controls, start)
        self.keep, self.drawer = Keeper("events"), Drawer("Open events")
        self._count()
        self.chart = LiveChart(self.still(), "Pairs of events by the days between them")
        super().__init__(
            "Event lead-lag",
            [
                W.Box([self.first, self.then, self.days, self.since], layout=WRAP),
                W.Box([self.joint, self.null, self.keep.button], layout=WRAP),
                self.chart,
                self.drawer,
            ],
        )
        for control in controls.values():
            control.observe(self._moved, "value")
        self.keep.wire(self, self.short)
        self._rows()

    def _count(self) -> None:
        self.same = self.first.value == self.then.value
        if not self.same:
            self.rows = timing.dated_events(
                self.events, since=self.since.value, joint=self.joint.value
            )
            self.result = timing.lead_lag(
                self.rows,
                first=self.first.value,
                then=self.then.value,
                days=self.days.value,
                null=self.null.value,
            )

    def short(self) -> str:
        """Say the result in one line, for the summary."""
        r = self.result
        if self.same or pd.isna(r["p"]):
            return "Too few events to say."
        return (
            f"{self.first.value} to {self.then.value} within {self.days.value} days, events since {self.since.value}{'' if self.joint.value else ' that stay in one theatre'}, chance by "
            f"{'dealing out' if self.null.value == 'labels' else 'shifting'}: {r['pairs']} pairs, chance gives {r['expected']:.0f} ({in_p(r['p'])})."
        )

    def words(self) -> str:
        if self.same:
            return "Choose two different theatres."
        r = self.result
        if pd.isna(r["p"]):
            return f"{r['n_first']} and {r['n_then']} events: too few to say."
        text = (
            f"{r['n_first']} events in {self.first.value} and {r['n_then']} in {self.then.value} since {self.since.value}, dated to the day. {r['pairs']} times one in {self.then.value} comes 1 to {self.days.value} days after one in "
            f"{self.first.value}; chance gives {r['expected']:.0f} ({in_p(r['p'])}). That is {abs(r['lead'])} {'more' if r['lead'] >= 0 else 'fewer'} than the other way round ({in_p(r['p_lead'])} for a lead of {self.first.value})."
        )
        return text + self.keep.note(self.short())

    def still(self):
        return (
            charts.lag_bars(self.result["bars"], self.first.value, self.then.value)
            if not self.same and len(self.result["bars"])
            else None
        )

    def _rows(self) -> None:
        if not self.same:
            self.drawer.fill(
                {
                    f"events in {t}": self.rows[self.rows["theatre"] == t]
                    for t in (self.first.value, self.then.value)
                }
            )

    def _moved(self, *_) -> None:
        self._count()
        chart = self.still()
        if chart is not None:
            self.chart.repaint(chart)
        self._rows()
        self.tell()


def event_lead_lag(**start) -> LeadLag:
    """Open the lead-lag of events.

    Parameters
    ----------
    **start
        Where the controls stand at first: ``first``, ``then`` (theatres), ``days`` (10 to 180), ``since`` (2013, 2018, 2022, 2024),
        ``joint`` (bool), ``null`` ("labels", "shift").

    Returns
    -------
    LeadLag
        Show it by leaving it as the last line of a cell.
    """
    return LeadLag(**start)
