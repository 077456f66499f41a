"""Floor 3: the timeline explorer - signals, incidents, terms, summits and answers on one line of time, by firmness of attribution."""

from __future__ import annotations

import ipywidgets as W
import pandas as pd
import traitlets

from .. import tables
from ..charts import timeline as charts
from ..model import pressure
from .base import Explorer, LiveChart, choose
from .details import event_details


class TimelineExplorer(Explorer):
    """Lanes by kind, shape and colour by firmness of attribution, every mark with its row, claims and sources."""

    def __init__(self, **start):
        self.rows = pressure.happenings()
        at = {**charts.PARAMS, **start}
        first, last = tables.years()
        lanes = [
            ("every kind", ""),
            ("hybrid incidents (four lanes)", "hybrid"),
            *[(v, v) for v in [*pressure.LANES.values(), pressure.OTHER]],
        ]
        theatres = [t for t in self.rows["theatre"].astype(str).unique()]
        firms = [
            ("any", ""),
            ("contested or open", "contested"),
            *[(v, k) for k, v in pressure.FIRMNESS.items()],
        ]
        claims = tables.read("claims")
        named = set(tables.listed(self.rows["claims"]))
        self.years = W.IntRangeSlider(
            value=tuple(at["years"]),
            min=first,
            max=last,
            description="Years",
            style={"description_width": "auto"},
            layout={"width": "26em"},
        )
        self.lane = choose("Kind", lanes, at["lane"], "20em")
        self.theatre = choose(
            "Theatre",
            [("every theatre", ""), *[(t, t) for t in sorted(theatres)]],
            at["theatre"],
            "16em",
        )
        self.firm = choose("Attribution", firms, at["firm"], "20em")
        self.claim = choose(
            "Claim",
            [
                ("any", ""),
                *[
                    (f"{c.id} ({c.paragraph}) {c.short}", c.id)
                    for c in claims.itertuples()
                    if c.id in named
                ],
            ],
            at["claim"],
            "32em",
        )
        self.controls = {
            "years": self.years,
            "lane": self.lane,
            "theatre": self.theatre,
            "firm": self.firm,
            "claim": self.claim,
        }
        self.event = W.Dropdown(
            description="Open an event",
            options=[("none", "")],
            value="",
            style={"description_width": "auto"},
            layout={"width": "48em"},
        )
        self.chart = LiveChart(
            charts.timeline(self.rows, **{**at, "years": list(self.years.value)}),
            "Timeline of events in lanes by kind",
        )
        # The chart's own zoom, made by the mouse, would outlive a move of the slider; False and None both clear it.
        self.chart.add_traits(zoom_when=traitlets.Any(None).tag(sync=True))
        self.chart.names = [*self.chart.names, "zoom_when"]
        self.details = W.HTML()
        row = {"flex_flow": "row wrap"}
        super().__init__(
            "Timeline explorer",
            [
                W.Box([self.years, self.lane, self.theatre, self.firm, self.claim], layout=row),
                self.chart,
                W.VBox([self.event, self.details]),
            ],
        )
        for name, control in self.controls.items():
            self.chart.follow(control, name)
            control.observe(self._moved, "value")
        self.lane.observe(
            lambda _: self.chart.repaint(self.still()), "value"
        )  # fewer lanes need less room
        self.years.observe(self._unzoom, "value")
        self.event.observe(self._opened, "value")
        self.chart.observe(self._clicked, "picked")
        self._moved()
        if at["chosen"]:
            self.event.value = at["chosen"]

    def shown(self) -> pd.DataFrame:
        """Return the happenings that the controls let through now."""
        return pressure.select_happenings(
            self.rows, **{name: control.value for name, control in self.controls.items()}
        )

    def words(self) -> str:
        rows, (first, last) = self.shown(), self.years.value
        if rows.empty:
            return f"{first} to {last}: no event fits. Loosen a filter."
        before = int((~tables.is_hindsight(rows["date"])).sum())
        busiest = rows["year"].value_counts().sort_index().idxmax()
        text = f"{first} to {last}: {len(rows)} events, {before} of them before the commentary of July 2024 (the dashed line); most in {busiest} ({int((rows['year'] == busiest).sum())})."
        asked = rows[rows["firm"] != "open"]
        if len(asked):
            firm = int((~asked["contested"]).sum())
            text += (
                f" Of {len(asked)} where one asks who did it, {firm or 'none'} rest on a court, a government or an admission; "
                f"{len(asked) - firm or 'none'} are suspected, reported by the press only or not attributed (hollow marks)."
            )
        return (
            text + " We chose these events to teach with: their number is no measure of the world."
        )

    def still(self):
        return charts.timeline(
            self.rows,
            **{
                **{name: control.value for name, control in self.controls.items()},
                "years": list(self.years.value),
                "chosen": self.event.value or "",
            },
        )

    def _moved(self, *_):
        offer(self.event, self.shown(), self._opened)
        self._opened()
        self.tell()

    def _unzoom(self, *_):
        self.chart.zoom_when = False if self.chart.zoom_when is None else None

    def _clicked(self, change):
        take(self.event, change["new"].get("event"))

    def _opened(self, *_):
        self.chart.chosen = self.event.value or ""
        self.details.value = event_details(self.rows, self.event.value) if self.event.value else ""


def offer(control: W.Dropdown, rows: pd.DataFrame, opened) -> None:
    """Let a list offer the events shown, and keep the one that is open if it is still among them."""
    options = [("none", ""), *[(f"{r.date} {r.title} ({r.id})", r.id) for r in rows.itertuples()]]
    kept = control.value if control.value in {v for _, v in options} else ""
    control.unobserve(opened, "value")
    control.options, control.value = options, kept
    control.observe(opened, "value")


def take(control: W.Dropdown, picked: dict | None) -> None:
    """Open what was clicked, if the list offers it."""
    clicked = ((picked or {}).get("id") or [""])[0]
    if clicked in {v for _, v in control.options}:
        control.value = clicked


def explore_timeline(
    *,
    since: int | None = None,
    until: int | None = None,
    kind: str = "",
    theatre: str = "",
    firmness: str = "",
    claim: str = "",
    event: str = "",
) -> TimelineExplorer:
    """Open the timeline explorer.

    Parameters
    ----------
    since, until : int, optional
        First and last year shown.
    kind : str, optional
        A lane, such as "Nuclear signals", or "hybrid" for the four lanes of hybrid incidents.
    theatre, claim : str, optional
        A theatre; the id of a claim.
    firmness : str, optional
        court, claimed, official, suspected, press, none, open; or "contested" for the three before the last.
    event : str, optional
        Id of an event to open at once.

    Returns
    -------
    TimelineExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a value is not one that the control offers; the message lists those it does.
    """
    first, last = tables.years()
    years = (first if since is None else since, last if until is None else until)
    if not first <= years[0] <= years[1] <= last:
        raise ValueError(
            f"the timeline runs from {first} to {last}; it cannot show {years[0]} to {years[1]}"
        )
    rows = pressure.happenings()
    for what, value, known in (
        ("theatre", theatre, sorted(rows["theatre"].astype(str).unique())),
        ("claim", claim, sorted(set(tables.listed(rows["claims"])))),
        ("event", event, list(rows["id"])),
    ):
        if value and value not in known:
            raise ValueError(f"the timeline has no {what} {value!r}; it has {', '.join(known)}")
    shown = pressure.select_happenings(
        rows, lane=kind, theatre=theatre, firm=firmness, claim=claim, years=years
    )
    if event and event not in set(shown["id"]):
        raise ValueError(f"event {event} does not pass the other filters; loosen one")
    return TimelineExplorer(
        years=years, lane=kind, theatre=theatre, firm=firmness, claim=claim, chosen=event
    )
