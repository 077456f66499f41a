"""Floor 3: the timeline explorer - happenings on one line of time, by firmness of attribution."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..charts import timeline as charts
from ..model import pressure
from .details import event_card, event_details
from .panel import Choice, Opens, Panel, Span, entry
from .wording import begin, called, count

LANES = {
    "": "every kind",
    "hybrid": "hybrid incidents (four lanes)",
    **{lane: lane for lane in [*pressure.LANES.values(), pressure.OTHER]},
}
FIRMNESS = {"": "any", "contested": "contested or open", **pressure.FIRMNESS}
TEXT_YEAR = int(tables.TEXT_DATE[:4])


def listed_events(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the line that a list has for each event, and its id."""
    return [(f"{r.date} {r.title} ({r.id})", r.id) for r in rows.itertuples()]


class TimelineExplorer(Panel):
    """Lanes by kind, marks by firmness; each opens with its row, claims and sources."""

    title = "Timeline explorer"
    floor = 473
    words_above = True
    described = "Timeline of events in lanes by kind"

    years = Span("Years", tables.years, width="26em")
    kind = Choice("Kind", LANES, param="lane", redraws=True, width="20em")
    theatre = Choice("Theatre", lambda p: p.theatres, start="", width="16em")
    firmness = Choice("Attribution", FIRMNESS, param="firm", width="20em")
    claim = Choice("Claim", lambda p: p.claims, start="", width="32em")
    event = Opens("Open an event", mark="event", param="chosen")

    def __init__(self, **start):
        self.rows = pressure.happenings()
        theatres = sorted(self.rows["theatre"].astype(str).unique())
        self.theatres = {"": "every theatre", **{t: t for t in theatres}}
        named = set(tables.listed(self.rows["claims"]))
        claims = tables.read("claims")
        claims = claims[claims["id"].isin(named)]
        said = map(called, claims["short"] + ", " + claims["paragraph"], claims["id"])
        self.claims = {"": "any", **dict(zip(claims["id"], said))}
        super().__init__(**start)

    def shown(self) -> pd.DataFrame:
        """Return the happenings that the controls let through now."""
        now = self.now
        return pressure.select_happenings(
            self.rows,
            years=now.years,
            lane=now.kind,
            theatre=now.theatre,
            firm=now.firmness,
            claim=now.claim,
        )

    def headline(self) -> str:
        now, (first, last) = self.now, self.years.value
        what = LANES[now.kind].partition(" (")[0] if now.kind else "What"
        where = f" in {now.theatre}" if now.theatre else ""
        asks = f"{what}: what happened" if now.kind else f"{what} happened"
        return f"{begin(asks)}{where}, {first} to {last}, and how sure is it who did it?"

    def words(self) -> str:
        rows, (first, last) = self.shown(), self.years.value
        if rows.empty:
            return f"{first} to {last}: no event fits. Loosen a filter."
        years = rows["year"].value_counts().sort_index()
        found = [count(len(rows), "event")]
        if first <= TEXT_YEAR <= last:  # else the line that the sentence speaks of is out of view
            before = int((~tables.is_hindsight(rows["date"])).sum())
            found.append(f"{before} of them before the commentary of July 2024 (the dashed line)")
        text = [f"{first} to {last}: {', '.join(found)}; most in {years.idxmax()} ({years.max()})."]
        asked = rows[rows["firm"] != "open"]
        if len(asked):
            firm = int((~asked["contested"]).sum())
            loose = len(asked) - firm
            text.append(
                f"Of {len(asked)} where one asks who did it, {firm or 'none'}"
                f" rest{'s' * (firm == 1)} on a court, a government or an admission;"
                f" {loose or 'none'} {'is' if loose == 1 else 'are'} suspected,"
                " reported by the press only or not attributed (hollow marks)."
            )
        text.append("We chose these events to teach with: their number is no measure of the world.")
        return " ".join(text)

    def still(self):
        return charts.timeline(self.rows, **self.params())

    @event.offers
    def events(self) -> list[tuple[str, str]]:
        """Return a line and the id of each event shown."""
        return listed_events(self.shown())

    @event.cards
    def event_card(self, event: str) -> str:
        """Return what the card says of an event."""
        return event_card(self.rows, event)

    @event.shows
    def event_opened(self, event: str) -> str:
        """Return an event with claims, judgements and sources."""
        return event_details(self.rows, event) if event else ""


@entry(TimelineExplorer)
def explore_timeline(
    *, since: int | None = None, until: int | None = None, **start
) -> TimelineExplorer:
    """Open the timeline explorer.

    Parameters
    ----------
    since, until : int, optional
        First and last year shown.
    years : tuple of int, optional
        Both of them.
    kind : str, optional
        A lane, such as "Nuclear signals", or "hybrid" for the four lanes of hybrid incidents.
    theatre, claim : str, optional
        A theatre; the id of a claim.
    firmness : str, optional
        court, claimed, official, suspected, press, none, open; or "contested" for the three before
        the last.
    event : str, optional
        Id of an event to open at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    TimelineExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    if since is not None or until is not None:
        first, last = start.get("years") or tables.years()
        start["years"] = (first if since is None else since, last if until is None else until)
    return TimelineExplorer(**start)
