"""Monthly and yearly launches of Shahed-type drones at Ukraine, from the bulletins of its air
force.

How: rows of ``ua-air-attacks/missile_attacks_daily.csv`` whose ``model`` begins with the name of
the drone are kept (a row that counts it together with other weapons is left out), ``launched`` is
summed by the month and the year in which the reporting window began, and rows without a number
are skipped. The figures are what Ukraine's air force said, not counts of ours.
"""

import pathlib

import pandas as pd

FILE = "ua-air-attacks/missile_attacks_daily.csv"
MODEL = "Shahed-136/131"
INDICATORS = {"month": "shahed_launches_month", "year": "shahed_launches_year"}
COLUMNS = ["id", "indicator", "subject", "object", "date", "value", "low", "high",
           "unit", "basis", "by", "sources", "note"]  # fmt: skip
FIRST = 2022  # ids count months and years from here, so new data never renumber old rows


def derive(raw: pathlib.Path) -> dict[str, pd.DataFrame]:
    """Sum the launches of Shahed-type drones.

    Parameters
    ----------
    raw : pathlib.Path
        Folder that holds the source folders.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``observations``, one row a month (ids from O20001) and one a year (from O20200).
        A month or year that the file does not cover whole says so in ``note``.
    """
    data = pd.read_csv(raw / FILE, usecols=["time_start", "time_end", "model", "launched"])
    first, last = data.time_start.dropna().min()[:10], data.time_end.dropna().max()[:10]
    drones = data[(data.model == MODEL) & data.launched.notna()]
    months, years = drones.time_start.str[:7], drones.time_start.str[:4]
    rows = [
        _row("month", m, v, first, last) for m, v in drones.launched.groupby(months).sum().items()
    ]
    rows += [
        _row("year", y, v, first, last) for y, v in drones.launched.groupby(years).sum().items()
    ]
    return {"observations": pd.DataFrame(rows, columns=COLUMNS)}


def _row(span: str, date: str, value: float, first: str, last: str) -> dict:
    year = int(date[:4]) - FIRST
    number = 20200 + year if span == "year" else 20000 + 12 * year + int(date[5:])
    notes = ["Sum of the bulletins; early years undercount; decoys may be in it"]
    if first.startswith(date):
        notes.append(f"from {first}")
    if last.startswith(date):
        notes.append(f"to {last}")
    return {"id": f"O{number}", "indicator": INDICATORS[span], "subject": "RUS", "object": "UKR",
            "date": date, "value": int(value), "low": None, "high": None, "unit": "drones",
            "basis": "claim", "by": "Ukrainian Air Force", "sources": "mil_uaair",
            "note": "; ".join(notes) + "."}  # fmt: skip
