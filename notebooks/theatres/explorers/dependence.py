"""Floor 3: the dependence explorer - who leans on whom, for what, since when - and what would become of it."""

from __future__ import annotations

import altair as alt
import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import dependence as charts
from ..model import dependence, network
from .base import Explorer, LiveChart, choose
from .details import observation_table, source_table, table_html

VOTE_SOURCES = "align_bsv;align_ip"
_ROW = {"flex_flow": "row wrap"}


class DependenceExplorer(Explorer):
    """Russia and one partner, one kind of figure, both directions, and the rows behind every figure."""

    def __init__(self, partner: str, indicator: str, year: int, other: bool):
        self.name = tables.read("actors").set_index("id")["name"]
        first, last = tables.years()
        self.partner = choose(
            "Dyad",
            [(f"Russia – {self.name[p]}", p) for p in dependence.partners()],
            partner,
            "20em",
        )
        self.indicator = choose("Indicator", self._indicators(partner), indicator, "18em")
        self.year = W.IntSlider(
            value=year,
            min=first,
            max=last,
            description="Up to the end of",
            style={"description_width": "auto"},
            layout={"width": "24em"},
        )
        self.other = W.Checkbox(
            value=other, description="other records too", indent=False, layout={"width": "12em"}
        )
        self.figure = W.Dropdown(
            description="Open a figure",
            options=[("none", "")],
            value="",
            style={"description_width": "auto"},
            layout={"width": "48em"},
        )
        self.details = W.HTML()
        self.chart = LiveChart(self.still(), "Dependence of Russia and a partner")
        self.chart.follow(self.year, "year")
        super().__init__(
            "Dependence explorer",
            [
                W.Box([self.partner, self.indicator, self.year, self.other], layout=_ROW),
                self.chart,
                W.VBox([self.figure, self.details]),
            ],
        )
        self.partner.observe(self._met, "value")
        self.indicator.observe(self._redrawn, "value")
        self.year.observe(self._moved, "value")
        self.other.observe(self._redrawn, "value")
        self.figure.observe(self._opened, "value")
        self.chart.observe(self._clicked, "picked")
        self._moved()

    def _indicators(self, partner: str) -> list[tuple[str, str]]:
        return [(dependence.KINDS[k], k) for k in dependence.offered(partner)]

    def shown(self) -> pd.DataFrame:
        """Return the figures that the controls let through now."""
        rows = dependence.series(self.partner.value, self.indicator.value)
        return self._admitted(rows[rows["at"] < self.year.value + 1])

    def _admitted(self, rows: pd.DataFrame) -> pd.DataFrame:
        return rows if self.other.value else rows[~rows["other"]]

    def words(self) -> str:
        rows, kind, partner = self.shown(), self.indicator.value, network.called(self.partner.value)
        about = f"Russia and {partner}, {dependence.KINDS[kind]}"
        if rows.empty:
            return f"{about}: no figure by the end of {self.year.value}. Move the year on, or tick the other records."
        say = _over_time if kind in dependence.OVER_TIME else _by_goods
        return f"{about}. {say(rows, kind, partner, self.partner.value)}"

    def still(self) -> alt.LayerChart:
        rows = self._admitted(dependence.series(self.partner.value, self.indicator.value))
        if self.indicator.value in dependence.OVER_TIME:
            return charts.over_time(
                rows,
                "index × 100" if self.indicator.value == "index" else "percent",
                year=self.year.value,
            )
        return charts.by_goods(rows, year=self.year.value)

    def _met(self, *_):
        """Another dyad: offer what the tables hold for it, and stay with the indicator if they can."""
        offered, kept = self._indicators(self.partner.value), self.indicator.value
        self.indicator.unobserve(self._redrawn, "value")
        self.indicator.options = offered
        self.indicator.value = kept if kept in {v for _, v in offered} else offered[0][1]
        self.indicator.observe(self._redrawn, "value")
        self._redrawn()

    def _redrawn(self, *_):
        self.chart.repaint(self.still())
        self._moved()

    def _moved(self, *_):
        rows = dependence.series(self.partner.value, self.indicator.value)
        self.other.disabled = not rows["other"].any()
        options = [
            ("none", ""),
            *[
                (f"{r.series}, {r.when}: {r.value:.1f}", r.key)
                for r in self.shown().sort_values(["series", "at"]).itertuples()
            ],
        ]
        kept = self.figure.value if self.figure.value in {v for _, v in options} else ""
        self.figure.unobserve(self._opened, "value")
        self.figure.options, self.figure.value = options, kept
        self.figure.observe(self._opened, "value")
        self.tell()
        self._opened()

    def _clicked(self, change):
        clicked = (change["new"].get("point") or {}).get("key") or [""]
        if clicked[0] in {v for _, v in self.figure.options}:
            self.figure.value = clicked[0]

    def _opened(self, *_):
        rows = self.shown()
        rows = rows[rows["key"] == self.figure.value]
        self.details.value = figure_details(rows.iloc[0]) if len(rows) else ""


def _over_time(rows: pd.DataFrame, kind: str, partner: str, code: str) -> str:
    """Follow each line from 2013, or its start, over 2021 to its end."""
    unit = "" if kind == "index" else " percent"
    told, ends = [], {}
    for name, line in rows[~rows["other"]].groupby("series", sort=False):
        stops = (
            pd.concat(
                [
                    line[line["when"].str[:4].astype(int) <= 2013].tail(1)
                    if (line["at"] < 2014).any()
                    else line.head(1),
                    line[line["when"].str[:4] == "2021"].tail(1),
                    line.tail(1),
                ]
            )
            .drop_duplicates("key")
            .sort_values("at")
        )
        told.append(
            f"{name[0].upper()}{name[1:]}: "
            + ", ".join(
                f"{r.value:.1f}{unit if i == 0 else ''} in {r.when}"
                for i, r in enumerate(stops.itertuples())
            )
            + "."
        )
        ends[line["side"].iloc[0]] = line.iloc[-1]
    if (
        kind in ("share", "gdp")
        and {"RUS", code} <= set(ends)
        and ends["RUS"]["when"] == ends[code]["when"]
    ):
        told.append(
            f"In {ends['RUS']['when']} the tie weighs {ends['RUS']['value'] / ends[code]['value']:.1f} times as much for Russia as for {partner}."
        )
    elif kind not in ("votes", "index") and len(set(ends) & {"RUS", code}) == 1:
        told.append("The tables hold nothing for the other direction.")
    others = int(rows["other"].sum())
    if others:
        told.append(f"Beside it, {others} figure{'s' * (others != 1)} of other records.")
    return " ".join(told)


def _by_goods(rows: pd.DataFrame, kind: str, partner: str, code: str) -> str:
    """Say how far the latest figures of each direction reach."""
    last = rows.sort_values("at").groupby("series", sort=False).tail(1)
    told = []
    for side, who in (
        ("RUS", f"Russia leans on {partner}"),
        (code, f"{partner} leans on Russia"),
        ("", "For proportion, the West's part"),
    ):
        mine = last[last["side"] == side]
        if len(mine):
            low, high = mine.loc[mine["value"].idxmin()], mine.loc[mine["value"].idxmax()]
            who = who[0].upper() + who[1:]
            told.append(
                f"{who}: {len(mine)} measure{'s' * (len(mine) != 1)}, the latest from {low['value']:.0f} percent ({low['series']}) to {high['value']:.0f} ({high['series']})."
                if len(mine) > 1
                else f"{who}: {low['value']:.0f} percent, {low['when']} ({low['series']})."
            )
        elif side:
            told.append(f"{who[0].upper()}{who[1:]}: no figure in the tables.")
    return " ".join(told)


def figure_details(figure: pd.Series) -> str:
    """Show a figure with the rows that it is made of and their sources, as HTML."""
    head = {"Figure": f"{figure['series']}, {figure['when']}", "Value": f"{figure['value']:.2f}"}
    if isinstance(figure["how"], str):
        head["Computed from"] = figure["how"]
    parts = [table_html(pd.DataFrame([head]), "The figure")]
    if figure["rows"].startswith("agreement"):
        year, state, partner = figure["rows"].split()[1:]
        a = tables.read("agreement")
        row = a[(a["year"] == int(year)) & (a["state"] == state) & (a["partner"] == partner)]
        return (
            "".join(parts)
            + table_html(row.astype(str), "Row of the table agreement")
            + source_table(VOTE_SOURCES)
        )
    return "".join(parts) + observation_table(figure["rows"].split(";"))


def explore_dependence(
    partner: str = "CHN", indicator: str = "share", *, year: int = 2026, other: bool = False
) -> DependenceExplorer:
    """Open the dependence explorer.

    Parameters
    ----------
    partner : str, optional
        The other half of the dyad, beside Russia: an actor id such as "CHN", "EU", "IND".
    indicator : str, optional
        "share", "exports", "imports", "gdp", "index", "dual-use", "energy", "currency", "arms" or "votes", as far as the tables
        hold it for the dyad.
    year : int, optional
        Figures up to the end of that year.
    other : bool, optional
        Whether figures of other records stand beside the main ones.

    Returns
    -------
    DependenceExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a value is not one that the control offers; the message lists those it does.
    """
    if partner not in dependence.partners():
        raise ValueError(
            f"there is no dyad of Russia and {partner!r}; choose one of {', '.join(dependence.partners())}"
        )
    if indicator not in dependence.offered(partner):
        raise ValueError(
            f"the tables hold no indicator {indicator!r} for Russia and {partner}; choose one of {', '.join(dependence.offered(partner))}"
        )
    first, last = tables.years()
    if not first <= year <= last:
        raise ValueError(f"year {year} is out of reach; choose {first} to {last}")
    return DependenceExplorer(partner, indicator, year, bool(other))


class WhatIf(Explorer):
    """Move one side's trade, and watch both shares and the index."""

    def __init__(self, **start):
        self.parts = dependence.parts("CHN", record="imf")
        years = self.parts.index
        wide = {"style": {"description_width": "15em"}, "layout": {"width": "34em"}}
        self.year = W.IntSlider(
            value=start["year"],
            min=int(years[0]),
            max=int(years[-1]),
            description="Trade as in",
            **wide,
        )
        self.exports = W.IntSlider(
            value=start["exports"],
            min=-100,
            max=100,
            step=5,
            description="Russian exports to China, %",
            **wide,
        )
        self.imports = W.IntSlider(
            value=start["imports"],
            min=-100,
            max=100,
            step=5,
            description="Chinese exports to Russia, %",
            **wide,
        )
        self.replaced = W.Checkbox(
            value=start["replaced"],
            description="others take and give what changes: each side's whole trade stays",
            indent=False,
            layout={"width": "44em"},
        )
        self.part = W.Dropdown(
            description="Open a part",
            options=[("none", ""), *[(text, column) for column, text in _PARTS.items()]],
            value="",
            style={"description_width": "auto"},
            layout={"width": "34em"},
        )
        self.details = W.HTML()
        self.controls = {
            "year": self.year,
            "exports": self.exports,
            "imports": self.imports,
            "replaced": self.replaced,
        }
        self.chart = LiveChart(
            self.still(),
            "Both trade shares and the index of interdependence, before and after the change",
        )
        for name, control in self.controls.items():
            self.chart.follow(control, name)
        super().__init__(
            "What if?",
            [W.VBox(list(self.controls.values())), self.chart, W.VBox([self.part, self.details])],
        )
        for control in self.controls.values():
            control.observe(self._moved, "value")
        self.part.observe(self._opened, "value")
        self.chart.observe(self._clicked, "picked")

    def words(self) -> str:
        changes = {name: self.controls[name].value for name in ("exports", "imports", "replaced")}
        was, now = (
            dependence.changed_trade(self.year.value),
            dependence.changed_trade(self.year.value, **changes),
        )
        text = (
            f"{self.year.value} as recorded: China makes up {was['for_russia']:.1%} of Russia's trade, Russia {was['for_partner']:.1%} of China's, {was['for_russia'] / was['for_partner']:.1f} to 1; "
            f"interdependence {100 * was['interdependence']:.1f}."
        )
        if not (changes["exports"] or changes["imports"]):
            return f"{text} Move a slider to change it."
        kept = "each side's whole trade stays" if changes["replaced"] else "nobody steps in"
        text += f" With Russian exports to China {_signed(changes['exports'])} and Chinese exports to Russia {_signed(changes['imports'])}, if {kept}: {now['for_russia']:.1%} and {now['for_partner']:.1%}, "
        ratio = (
            f"{now['for_russia'] / now['for_partner']:.1f} to 1"
            if now["for_partner"]
            else "no tie left to compare"
        )
        return (
            text
            + f"{ratio}; symmetry {100 * was['symmetry']:.1f} to {100 * now['symmetry']:.1f}, interdependence {100 * now['interdependence']:.1f}."
        )

    def still(self) -> alt.LayerChart:
        return charts.before_and_after(
            self.parts, **{name: control.value for name, control in self.controls.items()}
        )

    def _moved(self, *_):
        self.tell()
        self._opened()

    def _clicked(self, change):
        measure = ((change["new"].get("measure") or {}).get("measure") or [""])[0]
        if measure in charts.MEASURES:
            columns = [
                c
                for c in _PARTS
                if not (measure.startswith("China's") and c.startswith("partner"))
                and not (measure.startswith("Russia's") and c.startswith("rus_"))
            ]
            self.details.value = observation_table(
                [self.parts.loc[self.year.value, f"{c}_row"] for c in columns]
            )

    def _opened(self, *_):
        self.details.value = (
            observation_table([self.parts.loc[self.year.value, f"{self.part.value}_row"]])
            if self.part.value
            else ""
        )


_PARTS = {
    "exports": "Russia's exports to China",
    "imports": "Russia's imports from China",
    "rus_exports": "all Russian exports",
    "rus_imports": "all Russian imports",
    "partner_exports": "all Chinese exports",
    "partner_imports": "all Chinese imports",
}


def _signed(percent: int) -> str:
    return f"{percent:+d}%".replace("-", "−") if percent else "unchanged"


def what_if(
    *, year: int = 2024, exports: int = 0, imports: int = 0, replaced: bool = False
) -> WhatIf:
    """Open the what-if: Russia's trade with China, changed by you.

    Parameters
    ----------
    year : int, optional
        Trade as it was in that year, 2016 to 2024.
    exports, imports : int, optional
        Change of Russia's exports to, and imports from, China, in percent, -100 to 100.
    replaced : bool, optional
        Whether other partners take and give what changes, so that each side's whole trade stays.

    Returns
    -------
    WhatIf
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a value is out of the controls' reach.
    """
    years = dependence.parts("CHN", record="imf").index
    if year not in years:
        raise ValueError(
            f"the parts for {year} are not in the tables; choose {years[0]} to {years[-1]}"
        )
    for name, value in (("exports", exports), ("imports", imports)):
        if not -100 <= value <= 100:
            raise ValueError(f"{name} can change by -100 to 100 percent, not by {value}")
    return WhatIf(year=year, exports=exports, imports=imports, replaced=bool(replaced))
