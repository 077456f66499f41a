"""Russia's goods trade by partner, China's and Russia's merchandise totals, and the shares between
them.

How: exports (FOB) and imports (CIF) of Russia by partner are taken from the file of the IMF, in
US$ billions; merchandise totals of China and Russia from the World Bank. China's share of
Russian trade is set against the world row of the same IMF file. Russia's share of Chinese trade
is set against China's World Bank totals: Russia's exports against China's imports, Russia's
imports against China's exports. An empty cell gives no row, so Kazakhstan lacks 2024.
From 2022 on the Russian figures rest on partners' reports and on estimates of the IMF.
"""

import pathlib

import pandas as pd

FILE = "econ_imf_russia_trade/RU_trade.csv"
TOTALS = {"exports": "econ_worldbank_wdi/tx.val.mrch.cd.wt.csv",
          "imports": "econ_worldbank_wdi/tm.val.mrch.cd.wt.csv"}  # fmt: skip
TOTALS_SOURCE = {"exports": "econ_wdi_exp", "imports": "econ_wdi_imp"}
FLOWS = {"exports": "XG_FOB_USD", "imports": "MG_CIF_USD"}
PARTNERS = {"WLD": "G001", "EU": "G998", "CHN": "CHN", "IND": "IND", "TUR": "TUR", "BLR": "BLR",
            "KAZ": "KAZ", "DEU": "DEU", "KOR": "KOR", "JPN": "JPN", "USA": "USA", "GBR": "GBR",
            "VNM": "VNM", "HKG": "HKG", "ARE": "ARE", "IRN": "IRN"}  # fmt: skip
ASIANS = ["JPN", "KOR", "SGP", "TWN"]
# The last is the Russian list of 7 March 2022 without Andorra, Liechtenstein and Monaco (no data)
GROUPS = {
    "ip4_share_of_rus_trade_imts": ["JPN", "KOR", "AUS", "NZL"],
    "asian_sanctioners_share_of_rus_trade_imts": ASIANS,
    "unfriendly_share_of_rus_trade_imts": [
        *ASIANS,
        *("EU", "GBR", "USA", "CAN", "CHE", "NOR", "ISL", "AUS"),
        *("NZL", "UKR", "ALB", "MNE", "MKD", "SMR", "FSM"),
    ],
}  # fmt: skip
YEARS = range(2016, 2025)
TOTAL_YEARS = range(2010, 2026)
ESTIMATED = 2022  # from this year Russia no longer published detailed records
COLUMNS = ["id", "indicator", "subject", "object", "date", "value", "low", "high",
           "unit", "basis", "by", "sources", "note"]  # fmt: skip


def derive(raw: pathlib.Path) -> dict[str, pd.DataFrame]:
    """List Russia's trade by partner, the totals, and the shares both ways.

    Parameters
    ----------
    raw : pathlib.Path
        Folder that holds the source folders.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``observations``: trade by partner (ids O11000 to O12999), shares of China, of Russia and
        of groups of partners (O13xxx, percent), merchandise totals (O14xxx); money in US$ billions.
    """
    flows = {flow: _flow(raw, code) for flow, code in FLOWS.items()}
    totals = {flow: _total(raw, file) for flow, file in TOTALS.items()}
    rows = _partners(flows) + _shares(flows, totals) + _groups(flows) + _totals(totals)
    return {"observations": pd.DataFrame(rows, columns=COLUMNS)}


def _flow(raw: pathlib.Path, code: str) -> pd.DataFrame:
    """Give US$ billions, partners as rows and years as columns, for one flow."""
    data = pd.read_csv(raw / FILE, encoding="utf-8-sig")
    data = data[data["INDICATOR.ID"] == code].set_index("COUNTERPART_COUNTRY.ID")
    table = data[[str(year) for year in YEARS]].rename(columns=int) / 1e3
    return table.rename(index={code: name for name, code in PARTNERS.items()})


def _total(raw: pathlib.Path, file: str) -> pd.Series:
    """Give US$ billions by state and year."""
    data = pd.read_csv(raw / file)
    return data.set_index(["Country Code", "Year"]).Value / 1e9


def _partners(flows: dict[str, pd.DataFrame]) -> list[dict]:
    rows = []
    for first, (flow, table) in zip((11000, 12000), flows.items(), strict=True):
        for place, partner in enumerate(PARTNERS):
            if partner not in table.index:
                continue
            for year, value in table.loc[partner].dropna().items():
                number = first + 20 * place + year - YEARS[0]
                rows.append(
                    _row(
                        number,
                        f"rus_{flow}_imts",
                        "RUS",
                        partner,
                        year,
                        value,
                        "econ_imts",
                        basis="estimate" if year >= ESTIMATED else "reported",
                    )
                )
    return rows


def _shares(flows: dict[str, pd.DataFrame], totals: dict[str, pd.Series]) -> list[dict]:
    rows = []
    out, into = flows["exports"], flows["imports"]
    for year in YEARS:
        sold, bought = out.at["CHN", year], into.at["CHN", year]
        world_sold, world_bought = out.at["WLD", year], into.at["WLD", year]
        china_sold, china_bought = totals["exports"]["CHN", year], totals["imports"]["CHN", year]
        cases = (
            ("chn_share_of_rus_exports_imts", "CHN", sold, world_sold),
            ("chn_share_of_rus_imports_imts", "CHN", bought, world_bought),
            ("chn_share_of_rus_trade_imts", "CHN", sold + bought, world_sold + world_bought),
            ("rus_share_of_chn_imports_imts", "RUS", sold, china_bought),
            ("rus_share_of_chn_exports_imts", "RUS", bought, china_sold),
            ("rus_share_of_chn_trade_imts", "RUS", sold + bought, china_sold + china_bought),
        )
        for place, (indicator, subject, part, whole) in enumerate(cases):
            sources = "econ_imts" if subject == "CHN" else "econ_imts;econ_wdi_exp;econ_wdi_imp"
            other = "RUS" if subject == "CHN" else "CHN"
            rows.append(
                _row(
                    13000 + 20 * place + year - YEARS[0],
                    indicator,
                    subject,
                    other,
                    year,
                    100 * part / whole,
                    sources,
                    unit="percent",
                    basis="derived",
                )
            )
    return rows


def _groups(flows: dict[str, pd.DataFrame]) -> list[dict]:
    both = flows["exports"].add(flows["imports"], fill_value=0).fillna(0)
    rows = []
    for place, (indicator, names) in enumerate(GROUPS.items()):
        members = both[both.index.isin(names)]
        for year in YEARS:
            share = 100 * members[year].sum() / both.at["WLD", year]
            number = 13200 + 20 * place + year - YEARS[0]
            said = (indicator, "RUS", None, year, share, "econ_imts")
            rows.append(_row(number, *said, unit="percent", basis="derived"))
    return rows


def _totals(totals: dict[str, pd.Series]) -> list[dict]:
    rows = []
    for block, (state, flow) in enumerate((s, f) for s in ("CHN", "RUS") for f in TOTALS):
        for year in TOTAL_YEARS:
            if (state, year) in totals[flow]:
                number = 14000 + 50 * block + year - TOTAL_YEARS[0]
                rows.append(_row(number, f"merch_{flow}_total", state, "WLD", year,
                                 totals[flow][state, year], TOTALS_SOURCE[flow]))  # fmt: skip
    return rows


def _row(number: int, indicator: str, subject: str, partner: str | None, year: int, value: float,
         sources: str, *, unit: str = "USD bn", basis: str = "reported") -> dict:  # fmt: skip
    by, note = None, None
    if basis == "estimate":
        by = "IMF"
        note = "Rests on partners' reports and IMF estimates:"
        note += " Russia stopped detailed reporting in 2022."
    elif basis == "derived":
        note = "100 * part / total of the sources named (scripts/derivations/trade.py)."
        note += " Numerator estimated by the IMF." if year >= ESTIMATED else ""
    return {"id": f"O{number}", "indicator": indicator, "subject": subject, "object": partner,
            "date": str(year), "value": round(value, 3), "low": None, "high": None, "unit": unit,
            "basis": basis, "by": by, "sources": sources, "note": note}  # fmt: skip
