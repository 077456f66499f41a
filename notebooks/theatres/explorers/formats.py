"""Floor 3: the formats explorer - who sits where, who came to summits, what proposals act on."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..charts import formats as charts
from ..model import formats, network
from .details import card, folded, source_table, table_html, tie_card, tie_details, tie_table
from .panel import Choice, Choices, Number, Opens, Panel, Tick, View, entry
from .wording import all_of, brief, called, count

# Those of whom the argument speaks: the four partners, NATO's side, the axis, the states between.
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
FEW, SOME = 4, 8  # names: up to the first with what they sit as; beyond the second, a number


def _of(view: str) -> dict:
    """Keep a control for one view."""
    return {"when": lambda p: p.view.value == view, "hides": True}


class FormatsExplorer(Panel):
    """Seats in formats and their overlaps, attendance at summits, and what prescriptions act on."""

    title = "Formats explorer"
    floor = 470
    described = VIEWS
    foremost = ("view", "year", "actors", "members_only", "who", "claim", "after")

    view = View(VIEWS, width="8em")
    year = Number("End of year", tables.years, start=2024, width="26em", **_of("Seats"))
    actors = Choice(
        "Actors",
        lambda p: p.theatres,
        start="",
        param="",
        redraws=("Seats",),
        width="24em",
        **_of("Seats"),
    )
    members_only = Tick("full members only", param="", width="12em", **_of("Seats"))
    who = Choice("Partner", lambda p: p.partners, start="", **_of("Summits"))
    claim = Choice(
        "Prescription",
        lambda p: p.prescriptions,
        start="C64",
        param="",
        redraws=("Prescriptions",),
        width="40em",
        **_of("Prescriptions"),
    )
    after = Tick("with what came after July 2024", width="20em", **_of("Prescriptions"))
    together = Choices(
        "Who sits in all of",
        lambda p: p.groups,
        start=(),
        least=0,
        width="max-content",
        **_of("Seats"),
    )
    seat = Opens("Open a seat", mark="seat", **_of("Seats"))
    guest = Opens("Open an attendance", mark="guest", width="40em", **_of("Summits"))
    tie = Opens("Open a tie", mark="tie", **_of("Prescriptions"))

    def __init__(self, **start):
        actors = tables.read("actors").set_index("id")
        self.name, self.theatre = actors["name"], actors["theatre"].astype(str)
        self.seats, self.ties = formats.seats(), network.ties()
        self.attendance = tables.read("attendance").sort_values(["date", "actor"])
        short = tables.read("claims").set_index("id")["short"]
        self.prescriptions = {c: called(short[c], c) for c in formats.prescriptions()}
        guests = sorted(set(self.attendance["actor"]))
        self.partners = {"": "all four", **{a: self.name[a] for a in guests}}
        self.columns = self._columns()
        theatres = {t: t for t in self.columns if t}
        self.theatres = {"": "those the argument turns on", **theatres}
        self.groups = {g: charts.label(g) for g in charts.in_order(self.seats["group"])}
        self._acts: dict[str, pd.DataFrame] = {}
        self._named: set[str] = (
            set()
        )  # formats whose names have been clicked an odd number of times
        super().__init__(**start)

    def _columns(self) -> dict[str, list[str]]:
        """Return the actors shown, by theatre; "" for those that the argument turns on."""
        seated = set(self.seats["actor"])
        columns = {"": [a for a in KEY if a in self.name]}
        for theatre in dict.fromkeys(self.theatre):
            there = [a for a in seated if self.theatre[a] == theatre]
            columns[theatre] = sorted(there, key=lambda a: self.name[a])
        return {theatre: there for theatre, there in columns.items() if there}

    def both(self) -> pd.DataFrame:
        """Return who sits in every chosen format now; empty if none is chosen."""
        now = self.now
        if not now.together:
            return pd.DataFrame()
        return formats.overlap(*now.together, year=now.year, members_only=now.members_only)

    def proposals(self) -> pd.DataFrame:
        """Return what the chosen prescription acts on, looked up once."""
        if self.claim.value not in self._acts:
            self._acts[self.claim.value] = formats.acts_on(self.claim.value)
        return self._acts[self.claim.value]

    def headline(self) -> str:
        now = self.now
        if now.view == "Summits":
            who = self.partners[now.who] if now.who else "the four partners"
            return f"How high did {who} send somebody to NATO's summits?"
        if now.view == "Prescriptions":
            short = self.prescriptions[now.claim].rpartition(" (")[0]
            return f"What would this act on? {brief(short)}"
        if now.together:
            named = brief(all_of(charts.label(g) for g in now.together), 50)
            return f"Who sits in all of {named}? End of {now.year}"
        return f"Who sits where? {'Full members, end' if now.members_only else 'End'} of {now.year}"

    def words(self) -> str:
        say = {
            "Seats": self._say_overlap if self.together.value else self._say_seats,
            "Summits": self._say_summits,
            "Prescriptions": self._say_prescription,
        }
        return say[self.view.value]()

    def _held(self) -> pd.DataFrame:
        """Return the seats that count in the year chosen."""
        held = formats.seats(self.year.value)
        return held[held["role"] == "member"] if self.members_only.value else held

    def _say_seats(self) -> str:
        held, columns = self._held(), self.columns[self.actors.value]
        counts = held[held["actor"].isin(columns)]["actor"].value_counts()
        none = ", ".join(self.name[a] for a in columns if a not in counts)
        first = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:FEW]
        top = ", ".join(f"{self.name[actor]} {n}" for actor, n in first)
        return (
            f"End of {self.year.value}: most seats of those shown: {top}."
            f" With no seat in our table: {none or 'nobody'}."
            " Tick formats to see who sits in all of them."
        )

    def _say_overlap(self) -> str:
        now, held, rows = self.now, self._held(), self.both()
        listed = " and ".join(self.groups[g] for g in now.together)
        only = " as full members" if now.members_only else ""
        names = self._named_few(rows)
        text = [f"End of {now.year}: {len(rows)} sit in {listed}{only}: {names}."]
        if 0 < len(rows) <= FEW:
            text.append(f"As what: {self._seated(rows)}.")
        if len(now.together) == 2:
            share = formats.jaccard(*now.together, year=now.year, members_only=now.members_only)
            if share == share:  # not where nobody sits in either
                text.append(f"Of all who sit in either, that is {share:.0%}.")
        if set(now.together) & set(formats.PARTIAL):
            text.append("Of a format with a star the table holds only seats of the four.")
        unknown = int(held[held["group"].isin(now.together)]["from_year"].isna().sum())
        if unknown:
            text.append(f"{unknown} of the seats have no sourced start and count throughout.")
        return " ".join(text)

    def _named_few(self, rows: pd.DataFrame) -> str:
        """Name those who sit in every chosen format, or some of them."""
        names = ", ".join(self.name[a] for a in rows.index[:SOME])
        more = f" and {len(rows) - SOME} more" if len(rows) > SOME else ""
        return names + more or "nobody"

    def _seated(self, rows: pd.DataFrame) -> str:
        """Say as what each of those sits who sit in every chosen format."""
        plain = {g: self.groups[g].rstrip("*").split(" (")[0] for g in self.together.value}
        said = []
        for actor in rows.index:
            roles = ", ".join(f"{plain[g]} {rows.at[actor, g]}" for g in plain)
            said.append(f"{self.name[actor]} ({roles})")
        return "; ".join(said)

    def _say_summits(self) -> str:
        counts, who = formats.leaders(), self.who.value
        known = counts["leaders"].dropna()
        said = ", ".join(f"{s} {n} of {counts.at[s, 'partners']}" for s, n in known.items())
        text = [f"Leaders of the four at NATO summits: {said}."]
        missing = [summit for summit in counts.index if summit not in known.index]
        if missing:
            text.append(f"{', '.join(missing)}: attendance not found.")
        if who:
            mine = self.attendance[self.attendance["actor"] == who]
            levels = ", ".join(f"{r.summit} {r.level}" for r in mine.itertuples())
            text.append(f"{self.name[who]}: {levels}.")
        return " ".join(text)

    def _say_prescription(self) -> str:
        rows, claim = self.proposals(), self.claim.value
        had = rows[rows["before"].map(len) > 0]
        begun = self.ties.set_index("id")["start"]
        starts = [begun[tie] for ties in had["before"] for tie in ties]
        shared = sorted({one for both in rows["formats"] for one in both})
        short = self.prescriptions[claim].rpartition(" (")[0]
        stood = (
            f", the oldest since {min(starts)[:4]}: there it would change what exists,"
            " not create it."
            if starts
            else ": it would be new."
        )
        text = [
            f"“{short}” proposes {count(len(rows), 'tie')}. In {len(had)} of {len(rows)}"
            f" something stood between the two ends when it was written{stood}",
            "Formats in which both ends had a seat:"
            f" {', '.join(charts.label(one) for one in shared) or 'none in our table'}.",
        ]
        if self.after.value:
            later = count(len({tie for ties in rows["after"] for tie in ties}), "tie")
            text.append(f"Hindsight: evidence adds {later} between these ends after July 2024.")
        return " ".join(text)

    def painted(self) -> dict:
        return {"both": list(self.both().index)} if self.view.value == "Seats" else {}

    def still(self):
        now = self.now
        if now.view == "Seats":
            return charts.seat_matrix(
                self.seats,
                self.columns[now.actors],
                self.name,
                year=now.year,
                together=list(now.together),
                **self.painted(),
            )
        if now.view == "Summits":
            return charts.attendance_grid(self.attendance, self.name, now.who)
        return charts.acting_timeline(self.proposals(), self.ties, self.name, now.after)

    def clicked(self, mark: str, field: dict) -> None:
        """Take a format among those chosen, or out of them, when its name is clicked."""
        named = {group for group in field.get("row") or [] if group in self.groups}
        turned, self._named = named ^ self._named, named
        if turned:
            self.become(together=tuple(set(self.together.value) ^ turned))

    @seat.offers
    def seats_offered(self) -> list[tuple[str, str]]:
        """Return who sits where as what, and the ids of both."""
        held = formats.seats(self.year.value)
        held = held[held["actor"].isin(self.columns[self.actors.value])]
        return [
            (f"{self.name[r.actor]}, {r.role} of {charts.label(r.group)}", f"{r.actor}|{r.group}")
            for r in held.itertuples()
        ]

    @seat.cards
    def seat_card(self, seat: str) -> str:
        """Return what the card says of a seat."""
        one, actor, group = self._seat(seat)
        since = one["since"] if isinstance(one["since"], str) else "a time not sourced"
        sentence = f"{self.name[actor]}: {one['role']} of {charts.label(group)}, since {since}."
        return card(sentence, str(one["note"] or ""), sources=one["sources"])

    def _seat(self, seat: str) -> tuple[pd.Series, str, str]:
        """Return the row of a seat in the year chosen, and who sits where."""
        actor, group = seat.split("|")
        rows = self.seats[(self.seats["actor"] == actor) & (self.seats["group"] == group)]
        # Who changed roles holds two rows.
        now = rows[rows.index.isin(formats.seats(self.year.value).index)]
        return (now if len(now) else rows).iloc[-1], actor, group

    @seat.shows
    def seat_opened(self, seat: str) -> str:
        """Return a seat with its sources."""
        if not seat or self.view.value != "Seats":
            return ""
        one, actor, group = self._seat(seat)
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

    @guest.offers
    def guests(self) -> list[tuple[str, str]]:
        """Return who came to which summit, and the ids of both."""
        return [
            (f"{r.summit}: {self.name[r.actor]}, {r.level}", f"{r.summit}|{r.actor}")
            for r in self.attendance.itertuples()
        ]

    @guest.cards
    def guest_card(self, guest: str) -> str:
        """Return what the card says of an attendance."""
        one = self.attendance.set_index(["summit", "actor"]).loc[tuple(guest.split("|"))]
        summit, actor = one.name
        sentence = f"{self.name[actor]} at {summit}: highest level, {one['level']}."
        note = one["note"] if isinstance(one["note"], str) else ""
        return card(sentence, note, sources=one["sources"])

    @guest.shows
    def guest_opened(self, guest: str) -> str:
        """Return an attendance with its sources."""
        if not guest or self.view.value != "Summits":
            return ""
        one = self.attendance.set_index(["summit", "actor"]).loc[tuple(guest.split("|"))]
        summit, actor = one.name
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

    @tie.offers
    def ties_offered(self) -> list[tuple[str, str]]:
        """Return each proposed tie, and those that stand between the same ends."""
        if self.view.value != "Prescriptions":
            return []
        late = self.after.value
        ids = [
            tie
            for p in self.proposals().itertuples()
            for tie in (p.id, *p.before, *(p.after if late else ()))
        ]
        rows = self.ties.set_index("id").loc[list(dict.fromkeys(ids))]
        ends = zip(rows["source"].map(self.name), rows["target"].map(self.name))
        said = zip(rows.index, rows["status"], ends, rows["label"])
        return [(f"{status}: {a} {label} {b} ({tie})", tie) for tie, status, (a, b), label in said]

    @tie.cards
    def tie_card(self, tie: str) -> str:
        """Return what the card says of a tie."""
        return tie_card(self.ties[self.ties["id"] == tie], self.name)

    @tie.shows
    def tie_opened(self, tie: str) -> str:
        """Return a tie with its sources; while none is open, all that the prescription proposes."""
        if self.view.value != "Prescriptions":
            return ""
        if tie:
            return tie_details(self.ties[self.ties["id"] == tie], self.name)
        proposed = self.ties[self.ties["id"].isin(self.proposals()["id"])]
        return folded("The ties proposed", tie_table(proposed, self.name))


@entry(FormatsExplorer, "view")
def explore_formats(**start) -> FormatsExplorer:
    """Open the formats explorer.

    Parameters
    ----------
    view : {"Seats", "Summits", "Prescriptions"}, optional
        What is shown first.
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
    together : list of str, optional
        Formats whose overlap is shown, such as ``["NATO", "IP4"]``.
    seat, guest, tie : str, optional
        What is opened at once: "JPN|NATO", "Madrid 2022|JPN", the id of a tie.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.

    Returns
    -------
    FormatsExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return FormatsExplorer(**start)
