"""Floor 3: the axis explorer - four states by year and kind of tie, axis or hub - and the flow explorer: whose figures say what flows."""

from __future__ import annotations

import altair as alt
import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import axis as charts
from ..model import axis
from .base import Explorer, LiveChart, choose
from .details import source_table, table_html, tie_details, tie_table


def _known(call: str, start: dict, allowed: dict) -> None:
    """Complain of a starting value that no control offers."""
    for name, value in start.items():
        if name not in allowed:
            raise ValueError(f"{call} has no control {name!r}; it has {', '.join(allowed)}")
        if value not in allowed[name]:
            raise ValueError(
                f"{call} cannot start with {name}={value!r}; choose one of {', '.join(map(repr, allowed[name]))}"
            )


def _listed(names: list[str]) -> str:
    return (
        names[0]
        if len(names) == 1
        else f"{', '.join(names[:-1])} and {names[-1]}"
        if names
        else "nobody"
    )


def _row(*children) -> W.Box:
    return W.Box(children, layout={"flex_flow": "row wrap"})


class AxisExplorer(Explorer):
    """Four members at the corners, their ties by year and kind, and measures that tell an axis from a hub with spokes."""

    def __init__(self, ties: pd.DataFrame, **start):
        self.ties = ties.assign(named=axis.by_name_only(ties))
        self.actors = tables.read("actors")
        self.name = self.actors.set_index("id")["name"]
        view = start.pop("view", "Network")
        at = {**charts.PARAMS, **start}
        self.year = W.IntSlider(
            value=at["year"],
            min=axis.FIRST,
            max=axis.LAST,
            description="End of year",
            style={"description_width": "auto"},
            layout={"width": "24em"},
        )
        self.kind = choose(
            "Kind", [(label, value) for value, label in _kinds(ties).items()], at["kind"], "15em"
        )
        self.asserted = choose(
            "On whose word",
            [("either", ""), ("commentary", "commentary"), ("evidence", "evidence")],
            at["asserted"],
            "17em",
        )
        self.status = choose(
            "Said to be", [("actual", "actual"), ("actual or possible", "")], at["status"], "16em"
        )
        self.weight = choose(
            "Weight", [("any", 1), ("2 or 3", 2), ("3 only", 3)], at["weight"], "11em"
        )
        self.without = choose(
            "Take out",
            [("nobody", ""), *[(self.name[m], m) for m in axis.MEMBERS]],
            at["without"],
            "15em",
        )
        self.named = W.Checkbox(
            value=at["named"],
            description="ties that rest on the word “axis” alone",
            indent=False,
            layout={"width": "25em"},
        )
        self.controls = {
            "year": self.year,
            "kind": self.kind,
            "asserted": self.asserted,
            "status": self.status,
            "weight": self.weight,
            "without": self.without,
            "named": self.named,
        }
        self.view = W.ToggleButtons(
            options=["Network", "By year"],
            tooltips=["the four and their ties in one year", "the three measures over the years"],
            style={"button_width": "7em"},
        )
        self.opened = W.Dropdown(
            description="Open",
            options=[("none", "")],
            value="",
            style={"description_width": "auto"},
            layout={"width": "48em"},
        )
        self.chart = LiveChart(
            charts.axis_map(self.ties, self.actors, **at),
            "Ties among China, Iran, North Korea and Russia",
        )
        self.years = None
        self.stage = W.Box([self.chart])
        self.details = W.HTML()
        for name, control in self.controls.items():
            self.chart.follow(control, name)
        self.chart.observe(self._clicked, "picked")
        super().__init__(
            "Axis explorer",
            [
                _row(self.year, self.kind, self.asserted),
                _row(self.status, self.weight, self.without, self.named),
                self.view,
                self.stage,
                W.VBox([self.opened, self.details]),
            ],
        )
        for control in self.controls.values():
            control.observe(self._moved, "value")
        self.view.observe(self._turned, "value")
        self.opened.observe(self._open, "value")
        self._moved()
        self.view.value = view

    def _chosen(self, **other) -> pd.DataFrame:
        c = {name: control.value for name, control in self.controls.items()}
        return axis.select(self.ties, **{**c, **other})

    def shown(self) -> pd.DataFrame:
        """Return the ties that the controls let through now."""
        return self._chosen()

    def words(self) -> str:
        out = self.without.value
        members = [m for m in axis.MEMBERS if m != out]
        rows = self.shown()
        one = axis.shape(rows, members)
        asked = [
            self.kind.label.strip().removesuffix(" (all)"),
            {
                "": "commentary and evidence",
                "commentary": "as the commentary tells it",
                "evidence": "by evidence alone",
            }[self.asserted.value],
        ]
        asked += (
            ["possible ties too"] * (not self.status.value)
            + [f"weight {self.weight.label}"] * (self.weight.value > 1)
            + ["with ties by the word alone"] * self.named.value
        )
        head = (
            f"End of {self.year.value} ({'; '.join(asked)})"
            + (f", without {self.name[out]}" if out else "")
            + ": "
        )
        if not one.ties:
            return (
                head
                + f"no such tie among {_listed([self.name[m] for m in members])}. Nothing is left to be an axis or a hub."
            )
        text = (
            f"{head}{one.ties} friendly tie{'s' * (one.ties != 1)} join{'s' * (one.ties == 1)} {one.pairs} of {one.possible} pairs. Density {one.density:.2f} (share of possible arrows), "
            f"reciprocity {one.reciprocity:.2f} (share of arrows answered), centralisation {one.centralisation:.2f} (0: all have as many partners; 1: one hub, the rest spokes). "
        )
        hubs = [self.name[a] for a in one.hubs]
        text += {
            "axis": "Every pair is joined: in form, an axis.",
            "hub": f"A hub with spokes: every tie runs through {_listed(hubs)}.",
            "part": f"In between: most partners has {hubs[0]}."
            if len(hubs) == 1
            else f"In between: most partners have {_listed(hubs)}, as many each.",
        }[one.form]
        heavy = axis.weighted_degree(rows, members)["share"]
        text += f" Of all their weight {heavy.max():.0%} touches {self.name[heavy.idxmax()]}."
        if self.view.value == "By year":
            measured = self._measured().set_index(["measure", "year"])["value"]
            text += (
                " "
                + f"From {axis.FIRST} to {axis.LAST} "
                + " and ".join(
                    f"{m} went from {measured[m].iloc[0]:.2f} to {measured[m].iloc[-1]:.2f}"
                    for m in ("density", "centralisation")
                )
                + "."
            )
            grown = axis.growth(self._chosen(year=None)).set_index("year")["ties"]
            text += f" The ties themselves went from {grown.iloc[0]} to {grown.iloc[-1]}."
        if one.alone:
            text += f" Without any partner: {_listed([self.name[a] for a in one.alone])}."
        if out:
            text += f" {self.name[out]} had a part in {len(self._chosen(without='')) - one.ties} more ties."
        return text

    def still(self) -> alt.TopLevelMixin:
        if self.view.value == "By year":
            return self._by_year()
        return charts.axis_map(
            self.ties,
            self.actors,
            **{name: control.value for name, control in self.controls.items()},
        )

    def _measured(self) -> pd.DataFrame:
        return axis.by_year(self._chosen(year=None), self.without.value or None)

    def _by_year(self):
        return charts.axis_years(self._measured(), self.year.value)

    def _moved(self, change=None):
        rows = self.shown().sort_values(["source", "target", "id"])
        joined = sorted(axis.tied_pairs(rows))
        options = [
            ("none", ""),
            ("all ties shown", "all"),
            *[(f"all ties of {self.name[a]} and {self.name[b]}", f"{a}-{b}") for a, b in joined],
            *[
                (f"{self.name[r.source]} → {self.name[r.target]}: {r.label} ({r.id})", r.id)
                for r in rows.itertuples()
            ],
        ]
        kept = self.opened.value if self.opened.value in {v for _, v in options} else ""
        self.opened.unobserve(self._open, "value")
        self.opened.options, self.opened.value = options, kept
        self.opened.observe(self._open, "value")
        if self.view.value == "By year" and (change is None or change["owner"] is not self.year):
            self.years.repaint(self._by_year())
        self.tell()
        self._open()

    def _turned(self, *_):
        if self.view.value == "By year":
            if self.years is None:
                self.years = LiveChart(
                    self._by_year(), "Density, reciprocity and centralisation by year"
                )
                self.years.follow(self.year, "year")
                self.years.observe(self._dated, "picked")
            else:
                self.years.repaint(self._by_year())
        self.stage.children = [self.years if self.view.value == "By year" else self.chart]
        self.tell()

    def _dated(self, change):
        year = ((change["new"].get("measured") or {}).get("year") or [None])[0]
        if year:
            self.year.value, self.opened.value = int(year), "all"

    def _clicked(self, change):
        old, new = change["old"] or {}, change["new"]
        for mark, field in (("pair", "pair"), ("tie", "id")):
            if new.get(mark) != old.get(mark):
                clicked = ((new.get(mark) or {}).get(field) or [""])[0] or ""
                clicked = "-".join(sorted(clicked.split("-"))) if mark == "pair" else clicked
                if clicked and clicked in {v for _, v in self.opened.options}:
                    self.opened.value = clicked

    def _open(self, *_):
        chosen = self.opened.value
        if chosen == "all" or "-" in chosen:
            ends = axis.MEMBERS if chosen == "all" else chosen.split("-")
            rows = self.shown()
            rows = rows[rows["source"].isin(ends) & rows["target"].isin(ends)]
            ids = ";".join(dict.fromkeys(tables.listed(rows["sources"])))
            self.details.value = tie_table(rows, self.name) + (
                source_table(ids, "Sources of these ties") if ids else ""
            )
        else:
            self.details.value = (
                tie_details(self.ties[self.ties["id"] == chosen], self.name) if chosen else ""
            )


def _kinds(ties: pd.DataFrame) -> dict[str, str]:
    """Return the kinds of tie among the members: value to label."""
    found = {"": "every kind"}
    for family, members in tables.field("ties", "kind")["families"].items():
        present = [k for k in members if (ties["kind"] == k).any()]
        if present:
            found |= {family: f"{family} (all)", **{k: f"   {k}" for k in present if k != family}}
    return found


def explore_axis(**start) -> AxisExplorer:
    """Open the axis explorer.

    Parameters
    ----------
    **start
        Where the controls stand at first: ``year`` (2013 to 2026), ``kind`` (a kind or family of ties), ``asserted`` ("commentary", "evidence"),
        ``status`` ("actual", or "" for possible ones too), ``weight`` (1 to 3, the least), ``without`` (a member taken out, such as "RUS"), ``named``
        (whether ties that rest on the word "axis" alone are counted), ``view`` ("Network", "By year").

    Returns
    -------
    AxisExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    ties = axis.member_ties()
    _known(
        "explore_axis",
        start,
        {
            "year": range(axis.FIRST, axis.LAST + 1),
            "kind": _kinds(ties),
            "asserted": ["", "commentary", "evidence"],
            "status": ["actual", ""],
            "weight": [1, 2, 3],
            "without": ["", *axis.MEMBERS],
            "named": [True, False],
            "view": ["Network", "By year"],
        },
    )
    return AxisExplorer(ties, **start)


class FlowExplorer(Explorer):
    """Published figures of one flow, by whoever estimates or claims them."""

    def __init__(self, **start):
        self.title_of = tables.read("indicators").set_index("id")
        flows = [(self.title_of.loc[i, "title"], i) for i in axis.FLOWS]
        self.flow = choose("Flow", flows, start.get("flow"), "46em")
        self.who = choose("Whose figures", self._parties(), start.get("who", ""), "26em")
        self.figure = W.Dropdown(
            description="Open a figure",
            options=self._figures(),
            value="",
            style={"description_width": "auto"},
            layout={"width": "40em"},
        )
        self.chart = LiveChart(self.still(), "Published figures by date and by who gives them")
        self.chart.follow(self.who, "who")
        self.details = W.HTML()
        super().__init__(
            "Flow explorer",
            [_row(self.flow, self.who), self.chart, W.VBox([self.figure, self.details])],
        )
        self.flow.observe(self._turned, "value")
        self.who.observe(self._moved, "value")
        self.figure.observe(self._open, "value")
        self.chart.observe(self._clicked, "picked")
        self._open()

    def _rows(self) -> pd.DataFrame:
        return axis.flow(self.flow.value)

    def shown(self) -> pd.DataFrame:
        """Return the figures that the controls let through now."""
        rows = self._rows()
        return rows[rows["who"] == self.who.value] if self.who.value else rows

    def _parties(self):
        parties = [*dict.fromkeys(self._rows()["who"])]
        return (
            [("everybody's", ""), *[(w, w) for w in parties]]
            if len(parties) > 1
            else [(f"{parties[0]} (nobody else)", "")]
        )

    def _figures(self):
        return [
            ("none", ""),
            ("all of them", "all"),
            *[
                (f"{r.date}: {axis.said(r)}, {r.who} ({r.id})", r.id)
                for r in self.shown().itertuples()
            ],
        ]

    def words(self) -> str:
        rows, about = self.shown(), self.title_of.loc[self.flow.value]
        sort = axis.FLOWS[self.flow.value]
        if sort == "series" and rows["who"].nunique() > 1:
            firsts, lasts = (
                rows.groupby("who", sort=False).first(),
                rows.groupby("who", sort=False).last(),
            )
            runs = "; ".join(
                f"{who} {axis.number(a)} ({d}) to {axis.number(b)} ({e})"
                for who, a, d, b, e in zip(
                    firsts.index, firsts["value"], firsts["date"], lasts["value"], lasts["date"]
                )
            )
            return f"{about['title']}, in {rows['unit'].iloc[0]}: {runs}."
        first, *_, last = [*rows.itertuples()] * 2
        parties = rows["who"].nunique()
        text = f"{about['title']}: {len(rows)} figure{'s' * (len(rows) != 1)} by {'one party' if parties == 1 else f'{parties} parties'}"
        text += (
            f", the first {_by(first)}, the last {_by(last)}. "
            if len(rows) > 1
            else f", {_by(first)}. "
        )
        apart = axis.spread(rows) if sort == "estimates" else None
        if apart:
            text += f"For {apart['year']} the highest, {_by(apart['high'])}, is {apart['times']:.1f} times the lowest, {_by(apart['low'])}. "
        sorts = {
            "estimate": "estimated",
            "claim": "asserted by an interested party",
            "reported": "as the source reports",
            "derived": "worked out by us",
        }
        counts = rows["basis"].astype(str).value_counts()
        return (
            text
            + "By sort: "
            + ", ".join(f"{n} {sorts[b]}" for b, n in sorted(counts.items()))
            + "."
        )

    def still(self) -> alt.TopLevelMixin:
        rows = self._rows()
        return charts.figures(
            rows, rows["unit"].iloc[0], axis.FLOWS[self.flow.value] == "series", self.who.value
        )

    def _turned(self, *_):
        self.who.unobserve(self._moved, "value")
        self.who.options = self._parties()
        self.who.value = ""
        self.who.observe(self._moved, "value")
        self.chart.repaint(self.still())
        self._moved()

    def _moved(self, *_):
        kept, figures = self.figure.value, self._figures()
        self.figure.unobserve(self._open, "value")
        self.figure.options = figures
        self.figure.value = kept if kept in {v for _, v in figures} else ""
        self.figure.observe(self._open, "value")
        self.tell()
        self._open()

    def _clicked(self, change):
        clicked = ((change["new"].get("figure") or {}).get("id") or [""])[0]
        if clicked and clicked in {v for _, v in self.figure.options}:
            self.figure.value = clicked

    def _open(self, *_):
        rows = self.shown()
        if self.figure.value != "all":
            rows = rows[rows["id"] == self.figure.value]
        if rows.empty:
            self.details.value = ""
            return
        listed = pd.DataFrame(
            {
                "Row": rows["id"],
                "Date": rows["date"],
                "Figure": [axis.said(r) for r in rows.itertuples()],
                "By": rows["who"],
                "Sort": rows["basis"].astype(str),
                "What to know": rows["note"],
            }
        )
        ids = ";".join(dict.fromkeys(tables.listed(rows["sources"])))
        self.details.value = table_html(
            listed, str(self.title_of.loc[self.flow.value, "definition"])
        ) + source_table(ids)


def _by(row) -> str:
    return f"{axis.said(row)} ({row.who}, {row.date})"


def explore_flows(**start) -> FlowExplorer:
    """Open the flow explorer: what is said to flow among the four, and who says so.

    Parameters
    ----------
    **start
        Where the controls stand at first: ``flow`` (an indicator, such as "dprk_shells_cumulative") and ``who`` (whose figures stand out).

    Returns
    -------
    FlowExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    flow = start.get("flow", next(iter(axis.FLOWS)))
    _known(
        "explore_flows",
        start,
        {
            "flow": axis.FLOWS,
            "who": ["", *(dict.fromkeys(axis.flow(flow)["who"]) if flow in axis.FLOWS else [])],
        },
    )
    return FlowExplorer(**start)
