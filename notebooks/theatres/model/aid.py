"""Floor 1: aid to Ukraine by donor and month, absolute and measured by the size of the donor."""

from __future__ import annotations

import pandas as pd

from .. import tables

PARTNERS = ["JPN", "KOR", "AUS", "NZL"]
EUROPEAN_STATES = ["DEU", "DNK", "FRA", "GBR", "ITA", "NLD", "NOR", "POL", "SWE"]
# Sums of donors. The tracker counts aid of the EU institutions apart from that of member states, so
# that adding them
# counts nothing twice; the institutions have no GDP of their own and drop out where aid is measured
# by GDP.
BLOCS = {"FOUR": PARTNERS, "EUROPE10": [*EUROPEAN_STATES, "EU"], "USA": ["USA"], "CAN": ["CAN"]}
KINDS = {"total": "aid_total", "military": "aid_military"}
UNITS = ("EUR bn", "percent of GDP")


def donors() -> list[str]:
    """Return the donors of which the table has monthly figures, largest first."""
    rows = tables.read("observations")
    return list(
        rows[rows["indicator"] == KINDS["total"]]
        .groupby("subject")["value"]
        .sum()
        .sort_values(ascending=False)
        .index
    )


def months() -> list[str]:
    """Return every month from the first to the last of the tracker, as YYYY-MM."""
    rows = tables.read("observations")
    seen = rows.loc[rows["indicator"] == KINDS["total"], "date"]
    return [str(p) for p in pd.period_range(seen.min(), seen.max(), freq="M")]


def cumulative(kind: str = "total", unit: str = "EUR bn", series: str = "blocs") -> pd.DataFrame:
    """Sum aid up, month by month.

    Parameters
    ----------
    kind : {"total", "military"}, optional
        All allocations, or military ones only.
    unit : {"EUR bn", "percent of GDP"}, optional
        Absolute, or divided by the GDP of 2021 by which the tracker divides.
    series : {"blocs", "donors"}, optional
        The four partners together, Europe, the United States and Canada; or each donor by itself.

    Returns
    -------
    pandas.DataFrame
        ``series`` (id), ``month`` (YYYY-MM), ``n`` (0 for the first month), ``value`` (sum from the
        first month to this).

    Raises
    ------
    ValueError
        If an argument is none of those listed.
    """
    for what, value, allowed in (
        ("kind", kind, KINDS),
        ("unit", unit, UNITS),
        ("series", series, ("blocs", "donors")),
    ):
        if value not in allowed:
            raise ValueError(f"there is no {what} {value!r}; choose one of {', '.join(allowed)}")
    rows = tables.read("observations")
    given = rows[rows["indicator"] == KINDS[kind]].pivot_table(
        index="date", columns="subject", values="value", aggfunc="sum"
    )
    every, all_months = donors(), months()
    grid = given.reindex(index=all_months, columns=every).fillna(0).cumsum()
    parts = BLOCS if series == "blocs" else {d: [d] for d in every}
    if unit == "percent of GDP":
        gdp = rows[rows["indicator"] == "aid_gdp"].set_index("subject")["value"]
        parts = {s: kept for s, of in parts.items() if (kept := [d for d in of if d in gdp])}
        grid = pd.DataFrame(
            {s: 100 * grid[of].sum(axis=1) / gdp[of].sum() for s, of in parts.items()}
        )
    else:
        grid = pd.DataFrame({s: grid[of].sum(axis=1) for s, of in parts.items()})
    long = (
        grid.rename_axis("month").reset_index().melt("month", var_name="series", value_name="value")
    )
    return long.assign(n=long["month"].map({m: i for i, m in enumerate(all_months)}))[
        ["series", "month", "n", "value"]
    ]


def behind(series: str, kind: str = "total") -> pd.DataFrame:
    """Return the rows of the observations table that a series is summed from."""
    rows = tables.read("observations")
    return rows[
        (rows["indicator"] == KINDS[kind]) & rows["subject"].isin(BLOCS.get(series, [series]))
    ]


def everybody(kind: str, month: str) -> float | None:
    """Return the aid of all donors of the tracker until a month, EUR bn.

    None for a month whose sum the table does not hold.
    """
    rows = tables.read("observations")
    found = rows[
        (rows["indicator"] == f"{KINDS[kind]}_sum")
        & (rows["subject"] == "ALL_DONORS")
        & (rows["date"] == month)
    ]
    return float(found["value"].iloc[0]) if len(found) else None
