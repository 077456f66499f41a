"""Floor 3: the aid explorer - what the four partners gave Ukraine, beside Europe and America."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..charts import aid as charts
from ..model import aid
from .details import card, source_table, table_html
from .panel import Choice, Opens, Panel, View, entry

NAMES = {"FOUR": "The four partners", "EUROPE10": "Europe (nine states, EU)"}
STATES_ALONE = {"EUROPE10": "Europe (nine states)"}  # the institutions have no GDP
VIEWS = {
    "Over time": "sums of aid, month by month",
    "Ranking": "all donors of the table at one month",
}
SETS = {
    "blocs": "Europe, America, Canada and the four",
    "four": "the four, one by one",
    "peers": "the four together and single donors",
}
LINES = {
    "blocs": list(aid.BLOCS),
    "four": aid.PARTNERS,
    "peers": ["FOUR", "JPN", "FRA", "POL", "NOR", "CAN"],
}
KINDS = {"total": "of all kinds", "military": "military only"}
UNITS = {"EUR bn": "billion euros", "percent of GDP": "percent of GDP of 2021"}
AXIS = {
    "EUR bn": "Aid so far, EUR bn",
    "percent of GDP": "Aid so far, percent of GDP (2021)",
}


class AidExplorer(Panel):
    """Sums of aid until a month: absolute or by GDP, all or military, as lines or as a ranking."""

    title = "Aid explorer"
    floor = 409  # names of states alone take the legend a row more
    foremost = ("view", "series", "kind", "unit")
    described = VIEWS

    view = View(VIEWS, width="8em")
    series = Choice(
        "Lines",
        SETS,
        redraws=("Over time",),
        when=lambda p: p.view.value == "Over time",
        width="26em",
    )
    kind = Choice("Aid", KINDS, redraws=True, width="14em")
    unit = Choice("Measured in", UNITS, redraws=True, width="20em")
    month = Choice(
        "January 2022 until",
        lambda p: {month: month for month in aid.months()},
        start="2024-06",
        look="slider",
        param="until",
        by="index",
        width="34em",
    )
    donor = Opens("Open a donor", mark="point", field="series", width="30em")

    def __init__(self, **start):
        name = tables.read("actors").set_index("id")["name"]
        self.called_by = {**{d: name[d] for d in aid.donors()}, **NAMES, "USA": "United States"}
        self._sums: dict[tuple, pd.DataFrame] = {}
        super().__init__(**start)

    def _cumulative(self, series: str) -> pd.DataFrame:
        """Sum up once for each way of looking, so that moving the month needs no sums."""
        key = (self.kind.value, self.unit.value, series)
        if key not in self._sums:
            self._sums[key] = aid.cumulative(*key)
        return self._sums[key]

    def _until(self, series: str) -> pd.Series:
        """Return each sum until the month chosen."""
        rows = self._cumulative(series)
        return rows[rows["month"] == self.month.value].set_index("series")["value"]

    def sums(self) -> pd.DataFrame:
        """Return the sums, month by month, that the controls ask for."""
        parts = [self._cumulative("donors")]
        if self.view.value == "Over time":
            blocs = self._cumulative("blocs")
            parts.append(blocs[~blocs["series"].isin(parts[0]["series"])])
        rows = pd.concat(parts, ignore_index=True)
        by_gdp = self.unit.value != "EUR bn"
        called = {**self.called_by, **STATES_ALONE} if by_gdp else self.called_by
        return rows.assign(name=rows["series"].map(called))

    def shown(self) -> list[str]:
        """Return the series drawn as lines now."""
        return LINES[self.series.value]

    def headline(self) -> str:
        now = self.now
        what = "military aid" if now.kind == "military" else "aid"
        by = ", measured by GDP" if now.unit != "EUR bn" else ""
        if now.view == "Ranking":
            return f"Who gave Ukraine most {what} until {now.month}{by}?"
        return f"How did {what} for Ukraine grow until {now.month}{by}?"

    def words(self) -> str:
        now, blocs, each = self.now, self._until("blocs"), _ranked(self._until("donors"))
        four, absolute = _ranked(each.reindex(aid.PARTNERS)), now.unit == "EUR bn"
        said = _euros if absolute else _percent
        what = "military aid" if now.kind == "military" else "aid"
        of = "" if absolute else " of their GDP of 2021"
        amounts = ", ".join(f"{self.called_by[donor]} {said(sum)}" for donor, sum in four.items())
        first = four.index[0]
        text = [
            f"From January 2022 to {now.month} the four partners gave Ukraine {what} of"
            f" {said(blocs['FOUR'])}{of}, Europe {said(blocs['EUROPE10'])},"
            f" the United States {said(blocs['USA'])}.",
            f"Of the four: {amounts}.",
            f"{self.called_by[first]} is number {list(each.index).index(first) + 1}"
            f" of {len(each)} donors in our table.",
        ]
        if not absolute:
            text.append("The EU institutions have no GDP of their own and are left out here.")
        elif blocs["FOUR"]:
            whose = "Japanese" if first == "JPN" else f"{self.called_by[first]}’s"
            share = four.iloc[0] / blocs["FOUR"]
            text.append(f"{share:.0%} of what the four gave is {whose}.")
            if whole := aid.everybody(now.kind, now.month):
                text.append(
                    f"Of all {what} that the tracker counts until then,"
                    f" the four gave {blocs['FOUR'] / whole:.1%}."
                )
        return " ".join(text)

    def still(self):
        unit, until = AXIS[self.unit.value], self.month.index
        if self.view.value == "Ranking":
            return charts.ranking(self.sums(), aid.PARTNERS, unit, until)
        return charts.running_sums(self.sums(), self.shown(), unit, until)

    @donor.offers
    def donors(self) -> list[tuple[str, str]]:
        """Return name and id of each donor or bloc drawn now."""
        ids = self.shown() if self.view.value == "Over time" else aid.donors()
        return [(self.called_by[donor], donor) for donor in ids]

    @donor.cards
    def donor_card(self, donor: str) -> str:
        """Return what the card says of a donor or a bloc."""
        sums = self.sums()
        at = (sums["series"] == donor) & (sums["month"] == self.month.value)
        said = _euros if self.unit.value == "EUR bn" else _percent
        given = said(sums.loc[at, "value"].iloc[0]) if at.any() else "nothing in the tables"
        what = "Military aid" if self.kind.value == "military" else "Aid"
        sources = ";".join(dict.fromkeys(tables.listed(aid.behind(donor)["sources"])))
        when = f"{what} from January 2022 until {self.month.value}."
        return card(f"{self.called_by[donor]}: {given}.", when, sources=sources)

    @donor.shows
    def aid_of(self, donor: str) -> str:
        """Return the months with aid of a donor, with their sources."""
        if not donor:
            return ""
        rows = aid.behind(donor, self.kind.value)
        rows = rows[rows["date"] <= self.month.value].sort_values(["date", "subject"])
        shown = pd.DataFrame(
            {
                "Row": rows["id"],
                "Donor": rows["subject"].map(self.called_by),
                "Month": rows["date"],
                "EUR bn": rows["value"].map("{:.4f}".format),
                "Basis": rows["basis"].astype(str),
            }
        )
        what = "military aid" if self.kind.value == "military" else "aid"
        caption = (
            f"{self.called_by[donor]}: {len(rows)} months with {what},"
            f" EUR {rows['value'].sum():.2f} bn in all"
        )
        sources = ";".join(dict.fromkeys(tables.listed(aid.behind(donor)["sources"])))
        return table_html(shown, caption) + source_table(sources)


def _ranked(sums: pd.Series) -> pd.Series:
    return sums.sort_values(ascending=False, kind="stable")


def _euros(amount: float) -> str:
    return f"EUR {amount:.1f} bn" if amount >= 1 else f"EUR {amount * 1000:.0f} m"


def _percent(share: float) -> str:
    return f"{share:.2f} percent" if share >= 0.01 else f"{share:.3f} percent"


@entry(AidExplorer, "view")
def explore_aid(**start) -> AidExplorer:
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
    donor : str, optional
        A donor or bloc opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    AidExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return AidExplorer(**start)
