"""Floor 3: dependence - who leans on whom, for what, since when, and what would become of it."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..charts import dependence as charts
from ..model import dependence, network
from .details import card, folded, observation_table, source_table, table_html
from .panel import Choice, Number, Opens, Panel, Tick, entry
from .wording import begin, count

VOTE_SOURCES = "align_bsv;align_ip"
START, BEFORE_WAR = 2013, 2021  # years at which a line is told, beside its end
PARTS = {
    "exports": "Russia's exports to China",
    "imports": "Russia's imports from China",
    "rus_exports": "all Russian exports",
    "rus_imports": "all Russian imports",
    "partner_exports": "all Chinese exports",
    "partner_imports": "all Chinese imports",
}


def _partners(_) -> dict[str, str]:
    name = tables.read("actors").set_index("id")["name"]
    return {partner: f"Russia – {name[partner]}" for partner in dependence.partners()}


def _indicators(panel: DependenceExplorer) -> dict[str, str]:
    offered = dependence.offered(panel.partner.value)
    return {indicator: dependence.KINDS[indicator] for indicator in offered}


class DependenceExplorer(Panel):
    """Russia and one partner, one kind of figure, both directions, and the rows behind each."""

    title = "Dependence explorer"
    floor = 436
    words_above = True
    sentence_lines = 3
    foremost = ("indicator", "partner", "year")
    described = "Dependence of Russia and a partner"

    partner = Choice("Dyad", _partners, start="CHN", redraws=True, width="20em")
    indicator = Choice(
        "Indicator",
        _indicators,
        follows=("partner",),
        start="share",
        redraws=True,
        width="18em",
    )
    year = Number("Up to the end of", tables.years, start=2026)
    other = Tick(
        "other records too",
        redraws=True,
        when=lambda p: p.series()["other"].any(),
        width="12em",
    )
    figure = Opens("Open a figure", mark="point", field="key")

    def series(self) -> pd.DataFrame:
        """Return every figure of the dyad and indicator."""
        return dependence.series(self.partner.value, self.indicator.value)

    def _admitted(self) -> pd.DataFrame:
        rows = self.series()
        return rows if self.other.value else rows[~rows["other"]]

    def shown(self) -> pd.DataFrame:
        """Return the figures that the controls let through now."""
        rows = self._admitted()
        return rows[rows["at"] < self.year.value + 1]

    def headline(self) -> str:
        partner, now = self.partner.label.rpartition(" – ")[2], self.now
        kind = begin(dependence.KINDS[now.indicator])
        return f"Who leans on whom, Russia or {partner}? {kind}, to the end of {now.year}"

    def words(self) -> str:
        rows, now, partner = self.shown(), self.now, network.called(self.partner.value)
        about = f"Russia and {partner}, {dependence.KINDS[now.indicator]}"
        if rows.empty:
            return (
                f"{about}: no figure by the end of {now.year}."
                " Move the year on, or tick the other records."
            )
        say = _over_time if now.indicator in dependence.OVER_TIME else _by_goods
        plain, lines = say(rows, now.indicator, partner, now.partner)
        return f"{plain}{about}: {lines}"

    def still(self):
        rows, now = self._admitted(), self.now
        if now.indicator not in dependence.OVER_TIME:
            return charts.by_goods(rows, year=now.year)
        unit = "index × 100" if now.indicator == "index" else "percent"
        return charts.over_time(rows, unit, year=now.year)

    @figure.offers
    def figures_offered(self) -> list[tuple[str, str]]:
        """Return series, time and value of each figure shown."""
        rows = self.shown().sort_values(["series", "at"]).itertuples()
        return [(f"{r.series}, {r.when}: {r.value:.1f}", r.key) for r in rows]

    @figure.cards
    def figure_card(self, figure: str) -> str:
        """Return what the card says of a figure."""
        one = self.shown().set_index("key").loc[figure]
        sources = VOTE_SOURCES
        if not one["rows"].startswith("agreement"):
            held = tables.read("observations").set_index("id")["sources"]
            sources = ";".join(held[one["rows"].split(";")])
        how = f"Worked out: {one['how']}." if isinstance(one["how"], str) else "As published."
        unit = " of 100" if self.indicator.value == "index" else " percent"
        sentence = f"{one['series']}, {one['when']}: {one['value']:.1f}{unit}."
        return card(sentence, how, sources=sources)

    @figure.shows
    def figure_opened(self, figure: str) -> str:
        """Return a figure with the rows that it is made of."""
        rows = self.shown()
        rows = rows[rows["key"] == figure]
        return figure_details(rows.iloc[0]) if len(rows) else ""


def _stops(line: pd.DataFrame) -> pd.DataFrame:
    """Return a line's figures of 2013 (or its first), of 2021 and of its end."""
    year = line["when"].str[:4].astype(int)
    first = line.head(1)
    if (line["at"] < START + 1).any():
        first = line[year <= START].tail(1)
    stops = pd.concat([first, line[year == BEFORE_WAR].tail(1), line.tail(1)])
    return stops.drop_duplicates("key").sort_values("at")


def _line_told(name: str, line: pd.DataFrame, unit: str) -> str:
    values = [f"{r.value:.1f}{{}} in {r.when}" for r in _stops(line).itertuples()]
    said = [text.format("" if i else unit) for i, text in enumerate(values)]
    return f"{begin(name)}: {', '.join(said)}."


def _over_time(rows: pd.DataFrame, kind: str, partner: str, code: str) -> tuple[str, str]:
    """Say plainly for whom the tie weighs more; follow each line from 2013 over 2021 to its end."""
    plain = ""
    unit = "" if kind == "index" else " percent"
    lines = list(rows[~rows["other"]].groupby("series", sort=False))
    told = [_line_told(name, line, unit) for name, line in lines]
    ends = {line["side"].iloc[0]: line.iloc[-1] for _, line in lines}
    theirs, ours = ends.get("RUS"), ends.get(code)
    one_sided = (theirs is None) != (ours is None)
    if kind in ("share", "gdp") and theirs is not None and ours is not None:
        if theirs["when"] == ours["when"] and theirs["value"] and ours["value"]:
            plain = _heavier(theirs["when"], theirs["value"] / ours["value"], partner)
    elif kind not in ("votes", "index") and one_sided:
        told.append("The tables hold nothing for the other direction.")
    if others := int(rows["other"].sum()):
        told.append(f"Beside it, {count(others, 'figure')} of other records.")
    return plain, " ".join(told)


def _heavier(when: str, times: float, partner: str) -> str:
    """Say for which side the tie weighs more, and how much more."""
    more, less = ("Russia", partner) if times >= 1 else (partner, "Russia")
    times = max(times, 1 / times)
    return f"In {when} the tie weighs {times:.1f} times as much for {more} as for {less}. "


def _by_goods(rows: pd.DataFrame, kind: str, partner: str, code: str) -> tuple[str, str]:
    """Say how far the latest figures of each direction reach."""
    last = rows.sort_values("at").groupby("series", sort=False).tail(1)
    sides = {
        "RUS": f"Russia leans on {partner}",
        code: f"{partner} leans on Russia",
        "": "For proportion, the West's part",
    }
    said = [_reach(last[last["side"] == side], side, begin(who)) for side, who in sides.items()]
    return "", " ".join(filter(None, said))


def _reach(mine: pd.DataFrame, side: str, who: str) -> str:
    if mine.empty:
        return f"{who}: no figure in the tables." if side else ""
    low, high = mine.loc[mine["value"].idxmin()], mine.loc[mine["value"].idxmax()]
    if len(mine) == 1:
        return f"{who}: {low['value']:.0f} percent, {low['when']} ({low['series']})."
    return (
        f"{who}: {len(mine)} measures, the latest from {low['value']:.0f} percent"
        f" ({low['series']}) to {high['value']:.0f} ({high['series']})."
    )


def figure_details(figure: pd.Series) -> str:
    """Show a figure with the rows that it is made of and their sources, as HTML."""
    head = {"Figure": f"{figure['series']}, {figure['when']}", "Value": f"{figure['value']:.2f}"}
    if isinstance(figure["how"], str):
        head["Computed from"] = figure["how"]
    about = table_html(pd.DataFrame([head]), "The figure")
    if not figure["rows"].startswith("agreement"):
        return about + observation_table(figure["rows"].split(";"))
    year, state, partner = figure["rows"].split()[1:]
    held = tables.read("agreement")
    of_pair = (held["state"] == state) & (held["partner"] == partner)
    row = held[(held["year"] == int(year)) & of_pair].astype(str)
    return about + table_html(row, "Row of the table agreement") + source_table(VOTE_SOURCES)


@entry(DependenceExplorer, "partner", "indicator")
def explore_dependence(**start) -> DependenceExplorer:
    """Open the dependence explorer.

    Parameters
    ----------
    partner : str, optional
        The other half of the dyad, beside Russia: an actor id such as "CHN", "EU", "IND".
    indicator : str, optional
        "share", "exports", "imports", "gdp", "index", "dual-use", "energy", "currency", "arms" or
        "votes", as far as the tables hold it for the dyad.
    year : int, optional
        Figures up to the end of that year.
    other : bool, optional
        Whether figures of other records stand beside the main ones.
    figure : str, optional
        Key of a figure opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    DependenceExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return DependenceExplorer(**start)


def _trade() -> pd.DataFrame:
    return dependence.parts("CHN", record="imf")


def _years_of_trade() -> tuple[int, int]:
    years = _trade().index
    return int(years[0]), int(years[-1])


class WhatIf(Panel):
    """Move one side's trade, and watch both shares and the index."""

    title = "What if?"
    described = "Both trade shares and the index of interdependence, before and after the change"

    year = Number("Trade as in", _years_of_trade, start=2024, width="34em")
    exports = Number("Russian exports to China, %", -100, 100, step=5, start=0, width="34em")
    imports = Number("Chinese exports to Russia, %", -100, 100, step=5, start=0, width="34em")
    replaced = Tick(
        "others take and give what changes: each side's whole trade stays", width="44em"
    )
    part = Opens("Open a part", width="34em")

    def headline(self) -> str:
        now = self.now
        if not (now.exports or now.imports):
            return f"What if Russia and China traded less, or more, than in {now.year}?"
        went = f"exports {_signed(now.exports)}, imports {_signed(now.imports)}"
        return f"What if Russia's trade with China had changed in {now.year}: {went}?"

    def words(self) -> str:
        now = self.now
        was = dependence.changed_trade(now.year)
        text = (
            f"As recorded for {now.year}, China makes up {was['for_russia']:.1%} of Russia's trade,"
            f" Russia {was['for_partner']:.1%} of China's, {_ratio(was)};"
            f" interdependence {100 * was['interdependence']:.1f}."
        )
        if not (now.exports or now.imports):
            return f"{text} Move a slider to change it."
        new = dependence.changed_trade(
            now.year, exports=now.exports, imports=now.imports, replaced=now.replaced
        )
        kept = "each side's whole trade stays" if now.replaced else "nobody steps in"
        return (
            f"China now makes up {new['for_russia']:.1%} of Russia's trade, Russia"
            f" {new['for_partner']:.1%} of China's: {_ratio(new)}, where the record has"
            f" {_ratio(was)}. {text} With Russian exports to China {_signed(now.exports)} and"
            f" Chinese exports to Russia {_signed(now.imports)}, if {kept},"
            f" symmetry goes from {100 * was['symmetry']:.1f} to {100 * new['symmetry']:.1f},"
            f" interdependence from {100 * was['interdependence']:.1f} to"
            f" {100 * new['interdependence']:.1f}."
        )

    def still(self):
        return charts.before_and_after(_trade(), **self.params())

    def _rows(self, columns: list[str]) -> str:
        parts = _trade().loc[self.year.value]
        return observation_table([parts[f"{column}_row"] for column in columns])

    def clicked(self, mark: str, field: dict) -> None:
        """Show the rows that a measure is made of."""
        measure = (field.get("measure") or [""])[0]
        if measure in charts.MEASURES:
            others = {"China's": "partner", "Russia's": "rus_"}
            out = next((o for who, o in others.items() if measure.startswith(who)), None)
            columns = [c for c in PARTS if out is None or not c.startswith(out)]
            self.details.value = folded("All details", self._rows(columns))
            self.card.show("part", self._measure_card(measure, columns))

    def _measure_card(self, measure: str, columns: list[str]) -> str:
        """Return what the card says of a measure: as recorded, of how many figures, by whom."""
        year, was = self.year.value, dependence.changed_trade(self.year.value)
        value = dict(
            zip(
                charts.MEASURES,
                (was[m] for m in ("for_russia", "for_partner", *charts.MEASURES[2:])),
            )
        )[measure]
        parts = _trade().loc[year]
        ids = [parts[f"{column}_row"] for column in columns]
        sources = tables.listed(tables.by_id("observations").loc[ids, "sources"])
        said = f"Worked out from {len(ids)} recorded figures, listed below."
        sentence = f"{begin(measure)}, {year}, as recorded: {100 * value:.1f} of 100."
        return card(sentence, said, sources=";".join(sources.drop_duplicates()))

    @part.offers
    def parts_offered(self) -> list[tuple[str, str]]:
        """Return name and column of each part of the sums."""
        return [(text, column) for column, text in PARTS.items()]

    @part.shows
    def part_opened(self, part: str) -> str:
        """Return the row of a part in the year chosen."""
        return self._rows([part]) if part else ""


def _ratio(shares: dict) -> str:
    if not shares["for_partner"]:
        return "no tie left to compare"
    return f"{shares['for_russia'] / shares['for_partner']:.1f} to 1"


def _signed(percent: int) -> str:
    return f"{percent:+d}%".replace("-", "−") if percent else "unchanged"


@entry(WhatIf)
def what_if(**start) -> WhatIf:
    """Open the what-if: Russia's trade with China, changed by you.

    Parameters
    ----------
    year : int, optional
        Trade as it was in that year, 2016 to 2024.
    exports, imports : int, optional
        Change of Russia's exports to, and imports from, China, in percent, -100 to 100.
    replaced : bool, optional
        Whether other partners take and give what changes, so that each side's whole trade stays.
    part : str, optional
        A part of the sums opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    WhatIf
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a value is out of the controls' reach.
    """
    return WhatIf(**start)
