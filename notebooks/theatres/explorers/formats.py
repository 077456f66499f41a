"""Floor 3: the formats explorer - who sits where, who came to the summits, and what each prescription would act on."""

from __future__ import annotations

import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import formats as charts
from ..model import formats, network
from .base import Explorer, LiveChart, choose
from .details import source_table, table_html, tie_details, tie_table

# Those of whom the argument speaks, from the four partners over NATO's side to the four of the axis and the states between.
KEY = [
    "AUS",
    "JPN",
    "NZL",
    "KOR",
    "USA",
    "CAN",
    "GBR",
    "FRA",
    "DEU",
    "POL",
    "TUR",
    "UKR",
    "RUS",
    "BLR",
    "CHN",
    "IRN",
    "PRK",
    "IND",
    "VNM",
    "IDN",
    "KAZ",
    "ARM",
]
VIEWS = {
    "Seats": "who sits in which format",
    "Summits": "who of the four came to NATO's summits",
    "Prescriptions": "what each proposal would act on",
}


class FormatsExplorer(Explorer):
    """Three views: seats in formats and their overlaps, attendance at summits, and prescriptions with what they act on."""

    def __init__(
        self,
        *,
        view: str,
        together: list[str],
        year: int,
        actors: str,
        members_only: bool,
        who: str,
        claim: str,
        after: bool,
    ):
        self.name = tables.read("actors").set_index("id")["name"]
        self.seats, self.ties, self.attendance = (
            formats.seats(),
            network.ties(),
            tables.read("attendance"),
        )
        self.short = tables.read("claims").set_index("id")["short"]
        first, last = tables.years()
        self.view = W.ToggleButtons(
            options=list(VIEWS),
            value=view,
            tooltips=list(VIEWS.values()),
            style={"button_width": "8em"},
        )
        self.year = W.IntSlider(
            value=year,
            min=first,
            max=last,
            description="End of year",
            style={"description_width": "auto"},
            layout={"width": "26em"},
        )
        theatre = tables.read("actors").set_index("id")["theatre"].astype(str)
        self.columns = {"": [a for a in KEY if a in self.name]}
        for t in dict.fromkeys(theatre):
            self.columns[t] = sorted(
                (a for a in self.seats["actor"].unique() if theatre[a] == t),
                key=lambda a: self.name[a],
            )
        self.columns = {t: kept for t, kept in self.columns.items() if kept}
        self.actors = choose(
            "Actors",
            [("those the argument turns on", ""), *[(t, t) for t in self.columns if t]],
            actors,
            "24em",
        )
        self.members = W.Checkbox(
            value=members_only,
            description="full members only",
            indent=False,
            layout={"width": "12em"},
        )
        groups = [g for g in charts.ORDER if g in set(self.seats["group"])] + sorted(
            set(self.seats["group"]) - set(charts.ORDER)
        )
        self.boxes = {
            g: W.Checkbox(
                value=g in together,
                description=charts.label(g),
                indent=False,
                layout={"width": "max-content", "margin": "0 12px 0 0"},
            )
            for g in groups
        }
        self.seat = W.Dropdown(
            description="Open a seat",
            options=[("none", "")],
            style={"description_width": "auto"},
            layout={"width": "48em"},
        )
        self.who = choose(
            "Partner",
            [("all four", ""), *[(self.name[a], a) for a in sorted(set(self.attendance["actor"]))]],
            who,
        )
        rows = self.attendance.sort_values(["date", "actor"])
        self.guest = W.Dropdown(
            description="Open an attendance",
            options=[
                ("none", ""),
                *[
                    (f"{r.summit}: {self.name[r.actor]}, {r.level}", f"{r.summit}|{r.actor}")
                    for r in rows.itertuples()
                ],
            ],
            style={"description_width": "auto"},
            layout={"width": "40em"},
        )
        self.claim = choose(
            "Prescription",
            [(f"{c}: {self.short[c]}", c) for c in formats.prescriptions()],
            claim,
            "40em",
        )
        self.after = W.Checkbox(
            value=after,
            description="with what came after July 2024",
            indent=False,
            layout={"width": "20em"},
        )
        self.tie = W.Dropdown(
            description="Open a tie",
            options=[("none", "")],
            style={"description_width": "auto"},
            layout={"width": "48em"},
        )
        row = {"flex_flow": "row wrap"}
        self.panels = {
            "Seats": [
                W.Box([self.year, self.actors, self.members], layout=row),
                W.Box([W.HTML("<em>Who sits in all of:</em>"), *self.boxes.values()], layout=row),
            ],
            "Summits": [self.who],
            "Prescriptions": [W.Box([self.claim, self.after], layout=row)],
        }
        self.openers = {"Seats": self.seat, "Summits": self.guest, "Prescriptions": self.tie}
        self.stage, self.panel, self.foot, self.details = W.Box(), W.VBox(), W.VBox(), W.HTML()
        self._charts, self._acts = {}, {}
        super().__init__(
            "Formats explorer",
            [self.view, self.panel, self.stage, W.VBox([self.foot, self.details])],
        )
        for control in (self.year, self.members, *self.boxes.values()):
            control.observe(self._moved, "value")
        self.view.observe(self._turned, "value")
        self.actors.observe(self._redrawn, "value")
        self.claim.observe(self._redrawn, "value")
        self.who.observe(self.tell, "value")
        self.after.observe(self._moved, "value")
        for control in self.openers.values():
            control.observe(self._opened, "value")
        self._turned()

    def chosen(self) -> list[str]:
        """Return the formats whose overlap is asked for."""
        return [g for g, box in self.boxes.items() if box.value]

    def both(self) -> pd.DataFrame:
        """Return who sits in every chosen format now; empty if none is chosen."""
        return (
            formats.overlap(*self.chosen(), year=self.year.value, members_only=self.members.value)
            if self.chosen()
            else pd.DataFrame()
        )

    def proposals(self) -> pd.DataFrame:
        """Return what the chosen prescription acts on, looked up once."""
        if self.claim.value not in self._acts:
            self._acts[self.claim.value] = formats.acts_on(self.claim.value)
        return self._acts[self.claim.value]

    def words(self) -> str:
        return {
            "Seats": self._say_seats,
            "Summits": self._say_summits,
            "Prescriptions": self._say_prescription,
        }[self.view.value]()

    def _say_seats(self) -> str:
        held, chosen, year = formats.seats(self.year.value), self.chosen(), self.year.value
        if self.members.value:
            held = held[held["role"] == "member"]
        if not chosen:
            counts = held[held["actor"].isin(self.columns[self.actors.value])][
                "actor"
            ].value_counts()
            none = [self.name[a] for a in self.columns[self.actors.value] if a not in counts]
            top = ", ".join(
                f"{self.name[a]} {n}"
                for a, n in sorted(counts.items(), key=lambda p: (-p[1], p[0]))[:4]
            )
            return f"End of {year}: most seats of those shown: {top}. With no seat in our table: {', '.join(none) or 'nobody'}. Tick formats to see who sits in all of them."
        plain = {g: charts.label(g).rstrip("*").split(" (")[0] for g in chosen}
        rows, listed = self.both(), " and ".join(charts.label(g) for g in chosen)
        unknown = int(held[held["group"].isin(chosen)]["from_year"].isna().sum())
        if len(rows) == 0:
            found = "nobody"
        elif len(rows) <= 4:
            found = "; ".join(
                f"{self.name[a]} ({', '.join(f'{plain[g]} {rows.at[a, g]}' for g in chosen)})"
                for a in rows.index
            )
        else:
            names = [self.name[a] for a in rows.index]
            found = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
        text = f"End of {year}: {len(rows)} sit in {listed}{' as full members' if self.members.value else ''}: {found}."
        if len(chosen) == 2:
            share = formats.jaccard(*chosen, year=year, members_only=self.members.value)
            text += f" Of all who sit in either, that is {share:.0%}." if share == share else ""
        if set(chosen) & set(formats.PARTIAL):
            text += " Of a format with a star the table holds only seats of the four."
        return text + (
            f" {unknown} of the seats have no sourced start and count throughout."
            if unknown
            else ""
        )

    def _say_summits(self) -> str:
        counts = formats.leaders()
        known = counts["leaders"].dropna()
        said = ", ".join(f"{s} {n} of {counts.at[s, 'partners']}" for s, n in known.items())
        missing = [s for s in counts.index if s not in known.index]
        text = f"Leaders of the four at NATO summits: {said}." + (
            f" {', '.join(missing)}: attendance not found." if missing else ""
        )
        if self.who.value:
            mine = self.attendance[self.attendance["actor"] == self.who.value].sort_values("date")
            text += (
                f" {self.name[self.who.value]}: "
                + ", ".join(f"{r.summit} {r.level}" for r in mine.itertuples())
                + "."
            )
        return text

    def _say_prescription(self) -> str:
        rows = self.proposals()
        had = rows[rows["before"].map(len) > 0]
        starts = [self.ties.set_index("id").at[t, "start"] for ids in had["before"] for t in ids]
        shared = sorted({f for fs in rows["formats"] for f in fs})
        n = len(rows)
        text = (
            f"{self.claim.value} ({self.short[self.claim.value]}) proposes {n} tie{'s' * (n != 1)}. In {len(had)} of {n} something stood between the two ends when it was written"
            + (
                f", the oldest since {min(starts)[:4]}: there it would change what exists, not create it."
                if starts
                else ": it would be new."
            )
            + f" Formats in which both ends had a seat: {', '.join(charts.label(f) for f in shared) or 'none in our table'}."
        )
        if self.after.value:
            later = len({t for ids in rows["after"] for t in ids})
            text += f" Hindsight: evidence adds {later} tie{'s' * (later != 1)} between these ends after July 2024."
        return text

    def still(self):
        if self.view.value == "Seats":
            return charts.seat_matrix(
                self.seats,
                self.columns[self.actors.value],
                self.name,
                year=self.year.value,
                both=list(self.both().index),
                chosen=self.chosen(),
            )
        if self.view.value == "Summits":
            return charts.attendance_grid(self.attendance, self.name, self.who.value)
        return charts.acting_timeline(self.proposals(), self.ties, self.name, self.after.value)

    def _turned(self, *_):
        """Show the controls and the chart of the chosen view."""
        view = self.view.value
        if view not in self._charts:
            chart = LiveChart(self.still(), VIEWS[view])
            for control, param, where in (
                (self.year, "year", "Seats"),
                (self.who, "who", "Summits"),
                (self.after, "after", "Prescriptions"),
            ):
                if where == view:
                    chart.follow(control, param)
            chart.observe(self._clicked, "picked")
            self._charts[view] = chart
        self.panel.children, self.stage.children, self.foot.children = (
            self.panels[view],
            [self._charts[view]],
            [self.openers[view]],
        )
        self._moved()
        self._opened()

    def _redrawn(self, *_):
        """Paint anew what the browser cannot filter by itself."""
        self._charts[self.view.value].repaint(self.still())
        self._moved()

    def _moved(self, *_):
        if self.view.value == "Seats":
            self._charts["Seats"].both, self._charts["Seats"].chosen = (
                list(self.both().index),
                self.chosen(),
            )
            held = formats.seats(self.year.value)
            rows = held[
                held["actor"].isin(self.columns[self.actors.value])
                & (held["group"].isin(self.chosen()) if self.chosen() else True)
            ]
            _offer(
                self.seat,
                [
                    (
                        f"{self.name[r.actor]}, {r.role} of {charts.label(r.group)}",
                        f"{r.actor}|{r.group}",
                    )
                    for r in rows.itertuples()
                ],
            )
        if self.view.value == "Prescriptions":
            proposals, by_id = self.proposals(), self.ties.set_index("id")
            ids = [
                t
                for p in proposals.itertuples()
                for t in (p.id, *p.before, *(p.after if self.after.value else []))
            ]
            _offer(
                self.tie,
                [
                    (
                        f"{by_id.at[t, 'status']}: {self.name[by_id.at[t, 'source']]} {by_id.at[t, 'label']} {self.name[by_id.at[t, 'target']]} ({t})",
                        t,
                    )
                    for t in dict.fromkeys(ids)
                ],
            )
        self.tell()

    def _clicked(self, change):
        for pick, fields, opener in (
            ("seat", ("actor", "group"), self.seat),
            ("guest", ("summit", "actor"), self.guest),
            ("tie", ("id",), self.tie),
        ):
            new = change["new"].get(pick) or {}
            if new != (change["old"] or {}).get(pick) and all(new.get(f) for f in fields):
                key = "|".join(str(new[f][0]) for f in fields)
                if key in {v for _, v in opener.options}:
                    opener.value = key
                elif (
                    pick == "seat"
                ):  # a seat in a format that is not ticked: shown, though not offered in the list
                    self.details.value = self._show_seat(key)

    def _opened(self, *_):
        key = self.openers[self.view.value].value
        show = {
            "Seats": self._show_seat,
            "Summits": self._show_guest,
            "Prescriptions": self._show_tie,
        }[self.view.value]
        self.details.value = show(key) if key else self._overview()

    def _overview(self) -> str:
        """Show the whole of a prescription's ties where nothing is open yet; a summit or a seat needs no such table."""
        if self.view.value != "Prescriptions":
            return ""
        rows = self.proposals()
        return tie_table(self.ties[self.ties["id"].isin(rows["id"])], self.name)

    def _show_seat(self, key: str) -> str:
        actor, group = key.split("|")
        rows = self.seats[(self.seats["actor"] == actor) & (self.seats["group"] == group)]
        now = rows[
            rows.index.isin(formats.seats(self.year.value).index)
        ]  # who changed roles holds two rows
        one = (now if len(now) else rows).iloc[-1]
        shown = pd.DataFrame(
            {
                "Who": [self.name[actor]],
                "In": self.name.get(group, group),
                "As": str(one["role"]),
                "Since": one["since"] if isinstance(one["since"], str) else "not sourced",
                "Until": one["until"] if isinstance(one["until"], str) else "lasting",
                "Note": one["note"],
            }
        )
        return table_html(shown, "The seat") + source_table(one["sources"])

    def _show_guest(self, key: str) -> str:
        summit, actor = key.split("|")
        one = self.attendance[
            (self.attendance["summit"] == summit) & (self.attendance["actor"] == actor)
        ].iloc[0]
        shown = pd.DataFrame(
            {
                "Summit": [summit],
                "From": one["date"],
                "Partner": self.name[actor],
                "Highest level": str(one["level"]),
                "Note": one["note"],
            }
        )
        return table_html(shown, "The attendance") + source_table(one["sources"])

    def _show_tie(self, key: str) -> str:
        return tie_details(self.ties[self.ties["id"] == key], self.name)


def _offer(control: W.Dropdown, options: list) -> None:
    """Give a list new options and keep what was open, if it is still among them."""
    kept = control.value
    control.options = [("none", ""), *options]
    control.value = kept if kept in {v for _, v in options} else ""


def explore_formats(
    view: str = "Seats",
    *,
    together: list[str] = (),
    year: int = 2024,
    actors: str = "",
    members_only: bool = False,
    who: str = "",
    claim: str = "C64",
    after: bool = False,
) -> FormatsExplorer:
    """Open the formats explorer.

    Parameters
    ----------
    view : {"Seats", "Summits", "Prescriptions"}, optional
        What is shown first.
    together : list of str, optional
        Formats whose overlap is shown, such as ``["NATO", "IP4"]``.
    year : int, optional
        Seats at the end of that year.
    actors : str, optional
        A theatre; empty for the actors that the argument turns on.
    members_only : bool, optional
        Leave out partners, observers and guests in overlaps.
    who : str, optional
        One of the four, to stand out among the summits.
    claim : str, optional
        The prescription.
    after : bool, optional
        Show ties that began after July 2024 beside it.

    Returns
    -------
    FormatsExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    first, last = tables.years()
    guests = sorted(set(tables.read("attendance")["actor"]))
    theatres = sorted(
        tables.read("actors")
        .set_index("id")["theatre"]
        .astype(str)
        .reindex(formats.seats()["actor"])
        .dropna()
        .unique()
    )
    _among("view", [view], VIEWS)
    _among("format", together, sorted(set(formats.seats()["group"])))
    _among("year", [year], range(first, last + 1))
    _among("theatre", [actors], ["", *theatres])
    _among("partner", [who], ["", *guests])
    _among("prescription", [claim], formats.prescriptions())
    return FormatsExplorer(
        view=view,
        together=list(together),
        year=year,
        actors=actors,
        members_only=members_only,
        who=who,
        claim=claim,
        after=after,
    )


def _among(what: str, values, allowed) -> None:
    for value in values:
        if value not in allowed:
            raise ValueError(
                f"there is no {what} {value!r}; choose among {', '.join(map(repr, allowed))}"
            )
