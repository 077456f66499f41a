"""Size of the economy and military spending of the main actors, from the World Bank.

How: gross domestic product (current US$) and military spending as a share of it (the World Bank
takes it from SIPRI) are read as they stand; spending in US$ is their product, which may differ
by a few percent from SIPRI's own dollar figure. North Korea and Taiwan are not in the source,
and a state's year without a figure gives no row.
"""

import pathlib

import pandas as pd

GDP = "econ_worldbank_wdi/ny.gdp.mktp.cd.csv"
MILITARY = "econ_worldbank_wdi/ms.mil.xpnd.gd.zs.csv"
ACTORS = ["RUS", "CHN", "USA", "UKR", "IRN", "JPN", "KOR", "AUS",
          "NZL", "DEU", "FRA", "GBR", "POL", "IND", "VNM", "TUR"]  # fmt: skip
FIRST = 2013
COLUMNS = ["id", "indicator", "subject", "object", "date", "value", "low", "high",
           "unit", "basis", "by", "sources", "note"]  # fmt: skip


def derive(raw: pathlib.Path) -> dict[str, pd.DataFrame]:
    """List GDP, military share and military spending of the main actors since 2013.

    Parameters
    ----------
    raw : pathlib.Path
        Folder that holds the source folders.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``observations``: GDP in US$ billions (ids O15xxx), military share in percent of GDP
        (O16xxx), military spending in US$ billions (O17xxx, derived).
    """
    gdp, share = _read(raw, GDP) / 1e9, _read(raw, MILITARY)
    spent = (gdp * share / 100).dropna()
    rows = _rows(15000, gdp, "gdp_current", "USD bn", "econ_wdi_gdp", 2)
    rows += _rows(16000, share, "military_gdp_share", "percent", "econ_wdi_mil", 3)
    rows += _rows(
        17000,
        spent,
        "military_spending_usd",
        "USD bn",
        "econ_wdi_gdp;econ_wdi_mil",
        2,
        # Fmt: skip
        basis="derived",
        note="GDP times share (scripts/derivations/economy.py).",
    )
    return {"observations": pd.DataFrame(rows, columns=COLUMNS)}


def _read(raw: pathlib.Path, file: str) -> pd.Series:
    data = pd.read_csv(raw / file)
    data = data[data["Country Code"].isin(ACTORS) & (data.Year >= FIRST)]
    return data.set_index(["Country Code", "Year"]).Value.dropna()


def _rows(first: int, values: pd.Series, indicator: str, unit: str, sources: str, digits: int,
          *, basis: str = "reported", note: str | None = None) -> list[dict]:  # fmt: skip
    order = sorted(values.index, key=lambda key: (ACTORS.index(key[0]), key[1]))
    return [{"id": f"O{first + 40 * ACTORS.index(state) + year - FIRST}", "indicator": indicator,
             "subject": state, "object": None, "date": str(year),
             "value": round(values[state, year], digits), "low": None, "high": None, "unit": unit,
             "basis": basis, "by": None, "sources": sources, "note": note}
            for state, year in order]  # fmt: skip
