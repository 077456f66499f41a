"""Defence obligations among the course's main states to 2018, from ATOP dyad-years.

How: rows of ``alliances/atop_dyad_years_1990_2018.csv`` with a defence obligation and both states
in ``MAIN`` are kept, Correlates of War abbreviations become ISO alpha-3, and each unbroken run of
years of a pair becomes one row. Which treaty obliges is not in the extract, so a pair bound by two
treaties has one run. ATOP dates by its own rules: a run may begin with a signature.
"""

import pathlib

import pandas as pd

FILE = "alliances/atop_dyad_years_1990_2018.csv"
ISO = {"USA": "USA", "CAN": "CAN", "UKG": "GBR", "FRN": "FRA", "GMY": "DEU", "POL": "POL",
       "RUS": "RUS", "UKR": "UKR", "BLR": "BLR", "ARM": "ARM", "KZK": "KAZ", "KYR": "KGZ",
       "TAJ": "TJK", "IRN": "IRN", "ISR": "ISR", "CHN": "CHN", "TAW": "TWN", "PRK": "PRK",
       "ROK": "KOR", "JPN": "JPN", "IND": "IND", "DRV": "VNM", "THI": "THA", "PHI": "PHL",
       "AUL": "AUS", "NEW": "NZL"}  # fmt: skip
MAIN = ("USA", "RUS", "CHN", "PRK", "KOR", "JPN", "AUS", "NZL", "PHL", "THA", "VNM", "IND",
        "TWN", "IRN", "ISR", "UKR", "BLR", "ARM", "KAZ", "KGZ", "TJK")  # fmt: skip
COLUMNS = [
    "id",
    "members",
    "kind",
    "treaty",
    "signed",
    "in_force",
    "ended",
    "article",
    "sources",
    "note",
]


def derive(raw: pathlib.Path) -> dict[str, pd.DataFrame]:
    """Turn dyad-years with a defence obligation into runs of years.

    Parameters
    ----------
    raw : pathlib.Path
        Folder that holds the source folders.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``alliances``, one row a run, ids from A101 in the order of pair and first year.
        ``in_force`` is empty where a run is already there in the first year of the file,
        ``ended`` is the last year of a run, empty where it lasts to the file's last year.
    """
    data = pd.read_csv(raw / FILE, keep_default_na=False)
    first, last = data.year.min(), data.year.max()
    data = data[data.atop_defense == 1].assign(a=data.state_a.map(ISO), b=data.state_b.map(ISO))
    data = data[data.a.isin(MAIN) & data.b.isin(MAIN)]
    data["pair"] = [";".join(sorted(p)) for p in zip(data.a, data.b)]
    data = data.drop_duplicates(["pair", "year"]).sort_values(["pair", "year"])
    run = (data.groupby("pair").year.diff() != 1).cumsum().rename("run")
    runs = data.groupby(["pair", run]).year.agg(["min", "max"]).reset_index()
    rows = [_row(101 + i, r, first, last) for i, r in enumerate(runs.to_dict("records"))]
    return {"alliances": pd.DataFrame(rows, columns=COLUMNS)}


def _row(number: int, run: dict, first: int, last: int) -> dict:
    began, ended = run["min"], run["max"]
    note = f"Coded dyad-years {began} to {ended}; the extract covers {first} to {last}."
    return {"id": f"A{number}", "members": run["pair"], "kind": "defence",
            "treaty": "Defence obligation coded by ATOP 5", "signed": None,
            "in_force": None if began == first else str(began),
            "ended": None if ended == last else str(ended),
            "article": None, "sources": "mil_atop", "note": note}  # fmt: skip
