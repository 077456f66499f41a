"""Floor 3: the aid explorer - what the four partners gave Ukraine, beside Europe and America."""

from __future__ import annotations

import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import aid as charts
from ..model import aid
from .base import Explorer, LiveChart, choose, table_html
from .relations import source_table

NAMES = {"FOUR": "The four partners", "EUROPE10": "Europe (nine states, EU)"}
VIEWS = {
    "Over time": "sums of aid, month by month",
    "Ranking": "all donors of the table at one month",
}
SETS = {
    "blocs": "Europe, America, Canada and the four",
    "four": "the four, one by one",
    "peers": "the four together and single donors",
}
PEERS = ["FOUR", "JPN", "FRA", "POL", "NOR", "CAN"]


class AidExplorer(Explorer):
    """Sums of aid until a month: absolute or by GDP, all or military, as lines or as a ranking."""

    def __init__(self, *, view: str, series: str, kind: str, unit: str, month: str):
        name = tables.read("actors").set_index("id")["name"]
        self.called = {**{d: name[d] for d in aid.donors()}, **NAMES, "USA": "United States"}
        self.view = W.ToggleButtons(
            options=list(VIEWS),
            value=view,
            tooltips=list(VIEWS.values()),
            style={"button_width": "8em"},
        )
        self.series = choose("Lines", [(v, k) for k, v in SETS.items()], series, "26em")
        self.kind = choose(
            "Aid", [("of all kinds", "total"), ("military only", "military")], kind, "14em"
        )
        self.unit = choose(
            "Measured in",
            [("billion euros", "EUR bn"), ("percent of GDP of 2021", "percent of GDP")],
            unit,
            "20em",
        )
        months = aid.months()
        self.until = W.IntSlider(
            value=months.index(month),
            min=0,
            max=len(months) - 1,
            readout=False,
            description=f"January 2022 until {month}",
            style={"description_width": "auto"},
            layout={"width": "34em"},
        )
        self.donor = W.Dropdown(
            description="Open a donor",
            options=[("none", "")],
            style={"description_width": "auto"},
            layout={"width": "30em"},
        )
        self._charts, self._months, self._sums = {}, months, {}
        self.stage, self.details = W.Box(), W.HTML()
        row = {"flex_flow": "row wrap"}
        super().__init__(
            "Aid explorer",
            [
                self.view,
                W.Box([self.series, self.kind, self.unit, self.until], layout=row),
                self.stage,
                W.VBox([self.donor, self.details]),
            ],
        )
        for control in (self.series, self.kind, self.unit):
            control.observe(self._redrawn, "value")
        self.view.observe(self._turned, "value")
        self.until.observe(self._moved, "value")
        self.donor.observe(self._opened, "value")
        self._turned()

    def month(self) -> str:
        """Return the month until which aid is summed."""
        return self._months[self.until.value]

    def _cumulative(self, series: str) -> pd.DataFrame:
        """Sum up once for each way of looking, so that moving the month needs no sums."""
        key = (self.kind.value, self.unit.value, series)
        if key not in self._sums:
            self._sums[key] = aid.cumulative(*key)
        return self._sums[key]

    def sums(self) -> pd.DataFrame:
        """Return the sums, month by month, that the controls ask for."""
        unit = self.unit.value
        parts = [self._cumulative("donors")]
        if self.view.value == "Over time":
            blocs = self._cumulative("blocs")
            parts.append(blocs[~blocs["series"].isin(parts[0]["series"])])
        rows = pd.concat(parts, ignore_index=True)
        called = (
            self.called if unit == "EUR bn" else {**self.called, "EUROPE10": "Europe (nine states)"}
        )  # the institutions have no GDP
        return rows.assign(name=rows["series"].map(called))

    def shown(self) -> list[str]:
        """Return the series drawn as lines now."""
        return {"blocs": list(aid.BLOCS), "four": aid.PARTNERS, "peers": PEERS}[self.series.value]

    def words(self) -> str:
        kind, unit, month = self.kind.value, self.unit.value, self.month()
        blocs = self._cumulative("blocs").query("month == @month").set_index("series")["value"]
        each = (
            self._cumulative("donors")
            .query("month == @month")
            .set_index("series")["value"]
            .sort_values(ascending=False, kind="stable")
        )
        what = "military aid" if kind == "military" else "aid"
        four = each.reindex(aid.PARTNERS).sort_values(ascending=False, kind="stable")
        said = _amounts(unit)
        of = "" if unit == "EUR bn" else " of their GDP of 2021"
        text = (
            f"From January 2022 to {month} the four partners gave Ukraine {what} of {said(blocs['FOUR'])}{of}, Europe {said(blocs['EUROPE10'])}, the United States {said(blocs['USA'])}. "
            f"Of the four: {', '.join(f'{self.called[d]} {said(v)}' for d, v in four.items())}."
        )
        first = four.index[0]
        text += f" {self.called[first]} is number {list(each.index).index(first) + 1} of {len(each)} donors in our table."
        if unit == "EUR bn" and blocs["FOUR"]:
            text += f" {four.iloc[0] / blocs['FOUR']:.0%} of what the four gave is {'Japanese' if first == 'JPN' else self.called[first] + chr(8217) + 's'}."
            whole = aid.everybody(kind, month)
            text += (
                f" Of all {what} that the tracker counts until then, the four gave {blocs['FOUR'] / whole:.1%}."
                if whole
                else ""
            )
        if unit != "EUR bn":
            text += " The EU institutions have no GDP of their own and are left out here."
        return text

    def still(self):
        unit = {
            "EUR bn": "Aid so far, EUR bn",
            "percent of GDP": "Aid so far, percent of GDP (2021)",
        }[self.unit.value]
        if self.view.value == "Ranking":
            return charts.ranking(self.sums(), aid.PARTNERS, unit, self.until.value)
        return charts.running_sums(self.sums(), self.shown(), unit, self.until.value)

    def _turned(self, *_):
        view = self.view.value
        if view not in self._charts:
            self._charts[view] = LiveChart(self.still(), VIEWS[view])
            self._charts[view].follow(self.until, "until")
            self._charts[view].observe(self._clicked, "picked")
        self._charts[view].repaint(self.still())
        self.series.layout.display = "none" if view == "Ranking" else None
        self.stage.children = [self._charts[view]]
        self._offer()
        self._moved()

    def _redrawn(self, *_):
        self._charts[self.view.value].repaint(self.still())
        self._offer()
        self._moved()

    def _offer(self):
        ids, kept = (
            (self.shown() if self.view.value == "Over time" else aid.donors()),
            self.donor.value,
        )
        self.donor.options = [("none", ""), *[(self.called[s], s) for s in ids]]
        self.donor.value = kept if kept in ids else ""

    def _moved(self, *_):
        self.until.description = f"January 2022 until {self.month()}"
        self.tell()
        self._opened()

    def _clicked(self, change):
        clicked = (change["new"].get("point") or {}).get("series") or [""]
        if clicked[0] in {v for _, v in self.donor.options}:
            self.donor.value = clicked[0]

    def _opened(self, *_):
        if not self.donor.value:
            self.details.value = ""
            return
        rows = aid.behind(self.donor.value, self.kind.value)
        rows = rows[rows["date"] <= self.month()].sort_values(["date", "subject"])
        shown = pd.DataFrame(
            {
                "Row": rows["id"],
                "Donor": rows["subject"].map(self.called),
                "Month": rows["date"],
                "EUR bn": rows["value"].map("{:.4f}".format),
                "Basis": rows["basis"].astype(str),
            }
        )
        caption = f"{self.called[self.donor.value]}: {len(rows)} months with {'military ' * (self.kind.value == 'military')}aid, EUR {rows['value'].sum():.2f} bn in all"
        sources = ";".join(dict.fromkeys(tables.listed(aid.behind(self.donor.value)["sources"])))
        self.details.value = table_html(shown, caption) + source_table(sources)


def _amounts(unit: str):
    def euros(v: float) -> str:
        return f"EUR {v:.1f} bn" if v >= 1 else f"EUR {v * 1000:.0f} m"

    def percent(v: float) -> str:
        return f"{v:.2f} percent" if v >= 0.01 else f"{v:.3f} percent"

    return euros if unit == "EUR bn" else percent


def explore_aid(
    view: str = "Over time",
    *,
    series: str = "blocs",
    kind: str = "total",
    unit: str = "EUR bn",
    month: str = "2024-06",
) -> AidExplorer:
    """Open the aid explorer.

    Parameters
    ----------
    view : {"Over time", "Ranking"}, optional
        Lines over the months, or all donors as bars.
    series : {"blocs", "four", "peers"}, optional
        Which lines.
    kind : {"total", "military"}, optional
        All aid, or military aid only.
    unit : {"EUR bn", "percent of GDP"}, optional
        Absolute, or by the donor's GDP.
    month : str, optional
        Sum until that month, as YYYY-MM; by default the last before the Washington summit.

    Returns
    -------
    AidExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If an argument is none of those offered.
    """
    months = aid.months()
    for what, value, allowed in (
        ("view", view, VIEWS),
        ("set of lines", series, SETS),
        ("kind", kind, aid.KINDS),
        ("unit", unit, aid.UNITS),
    ):
        if value not in allowed:
            raise ValueError(f"there is no {what} {value!r}; choose one of {', '.join(allowed)}")
    if month not in months:
        raise ValueError(
            f"there is no month {month!r}; choose one from {months[0]} to {months[-1]}, as YYYY-MM"
        )
    return AidExplorer(view=view, series=series, kind=kind, unit=unit, month=month)
