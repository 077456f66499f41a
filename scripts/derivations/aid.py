"""Aid to Ukraine by donor, from the monthly allocations of the Kiel Institute's Ukraine Support
Tracker.

Donors: the four Indo-Pacific partners of NATO, the United States, the EU institutions, and the ten
largest others by total. Total and military aid stay monthly (months without aid left out);
financial and humanitarian aid are summed by year. Sums to June 2024 (the eve of the commentary) and
to the last month are added, with their share of the GDP that the tracker uses, and the same sums
for all donors together. All figures are as known at the release, so sums to 2024 hold later
corrections.

Ids: the donors in alphabetical order have 200 numbers each from O30000; within them the slot is
fixed by series and date.
"""

import pathlib

import pandas as pd

PARTNERS = ("AUS", "EU", "JPN", "KOR", "NZL", "USA")
LARGEST = 10
FIRST_YEAR = 2022
EVE = "2024-06"
ALL = "ALL_DONORS"
SOURCE = "align_kiel"
BILLION, PERCENT = "EUR bn", "percent of GDP"
SERIES = ("total", "military", "financial", "humanitarian")
MONTHLY = {"total": 0, "military": 72}
YEARLY = {"financial": 144, "humanitarian": 152}
SUMS = {"total": 160, "military": 162, "financial": 164, "humanitarian": 166}
SHARE, GDP, BLOCK = 168, 170, 200
COLUMNS = [
    "id",
    "indicator",
    "subject",
    "object",
    "date",
    "value",
    "low",
    "high",
    "unit",
    "basis",
    "by",
    "sources",
    "note",
]


def derive(raw: pathlib.Path) -> dict[str, pd.DataFrame]:
    """Aid to Ukraine as rows of `observations`.

    Parameters
    ----------
    raw : pathlib.Path
        Folder that holds `ukraine-support-tracker/`.

    Returns
    -------
    dict of str to pandas.DataFrame
        `observations` of the indicators aid_total and aid_military (EUR bn a month),
        aid_financial_year and aid_humanitarian_year (EUR bn a year), aid_total_sum,
        aid_military_sum, aid_financial_sum, aid_humanitarian_sum (EUR bn from January 2022 to the
        date), aid_gdp_share (percent) and aid_gdp (EUR bn).
    """
    folder = raw / "ukraine-support-tracker"
    table = pd.read_csv(folder / "data_explorer.csv")
    table = table.assign(date=_month(table), slot=(table.year - FIRST_YEAR) * 12 + table.month - 1)
    everyone = pd.read_csv(folder / "total_allocations.csv").rename(
        columns={"total_allocations": "total"}
    )
    everyone["date"] = _month(everyone)
    last = everyone.date.max()
    sums = table.groupby("iso").total.sum().drop(list(PARTNERS), errors="ignore")
    donors = sorted([*PARTNERS, *sums.nlargest(LARGEST).index])
    rows = [
        row
        for n, donor in enumerate(donors)
        for row in _donor(donor, n, table[table.iso == donor], last)
    ]
    rows += _sums(ALL, len(donors), everyone, last)
    frame = pd.DataFrame(
        rows, columns=["number", "indicator", "subject", "date", "value", "unit", "basis", "note"]
    )
    frame = frame.assign(
        id="O" + frame.number.astype(str),
        object="UKR",
        low=None,
        high=None,
        by=None,
        sources=SOURCE,
        value=frame.value.round(6),
    )
    frame.loc[frame.indicator == "aid_gdp", "object"] = None
    return {"observations": frame.sort_values("id", ignore_index=True)[COLUMNS]}


def _month(table):
    return table.year.astype(str) + "-" + table.month.astype(str).str.zfill(2)


def _donor(donor, n, table, last):
    base = 30000 + BLOCK * n
    for kind, start in MONTHLY.items():
        for _, r in table[table[kind] > 0].iterrows():
            yield (
                base + start + r.slot,
                f"aid_{kind}",
                donor,
                r.date,
                r[kind],
                BILLION,
                "reported",
                None,
            )
    for kind, start in YEARLY.items():
        years = table.groupby("year")[kind].sum()
        for year, value in years[years > 0].items():
            note = (
                f"January to {last}"
                if last.startswith(str(year)) and not last.endswith("12")
                else None
            )
            yield (
                base + start + year - FIRST_YEAR,
                f"aid_{kind}_year",
                donor,
                str(year),
                value,
                BILLION,
                "derived",
                note,
            )
    yield from _sums(donor, n, table, last)
    gdp = table.gdp[table.gdp > 0]
    if len(gdp):
        yield (
            base + GDP,
            "aid_gdp",
            donor,
            "2021",
            gdp.iloc[0],
            BILLION,
            "reported",
            "GDP that the tracker divides by",
        )
        for k, until in enumerate((EVE, last)):
            share = 100 * table.total[table.date <= until].sum() / gdp.iloc[0]
            yield base + SHARE + k, "aid_gdp_share", donor, until, share, PERCENT, "derived", None


def _sums(donor, n, table, last):
    for kind, start in SUMS.items():
        for k, until in enumerate((EVE, last)):
            value = table[kind][table.date <= until].sum()
            yield (
                30000 + BLOCK * n + start + k,
                f"aid_{kind}_sum",
                donor,
                until,
                value,
                BILLION,
                "derived",
                None,
            )
