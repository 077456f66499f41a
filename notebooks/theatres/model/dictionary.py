"""Floor 1: the data dictionary.

Tables, columns and closed lists, as the description of the data says them.
"""

from __future__ import annotations

import pandas as pd

from .. import tables

_TYPES = {"string": "text", "integer": "whole number", "number": "number", "boolean": "yes or no"}


def describe_tables() -> pd.DataFrame:
    """List the tables.

    Returns
    -------
    pandas.DataFrame
        ``table``, ``holds`` (what it is), ``rows``, ``columns``, ``key`` (columns that name a row).
    """
    return pd.DataFrame(
        [
            (
                r["name"],
                r["description"],
                tables.size(r["name"]),
                len(r["schema"]["fields"]),
                ", ".join(r["schema"]["primaryKey"]),
            )
            for r in tables.description()["resources"]
        ],
        columns=["table", "holds", "rows", "columns", "key"],
    )


def describe_columns(table: str) -> pd.DataFrame:
    """List the columns of a table.

    Parameters
    ----------
    table : str
        Name of a table.

    Returns
    -------
    pandas.DataFrame
        ``column``, ``holds``, ``type`` ("date" may be a year or a month only), ``filled`` (cells
        that are, of all), ``unit`` (of a figure: fixed, or the column that says it), ``points_to``
        (table and column that its ids come from), ``form`` (what a cell must look like).

    Raises
    ------
    ValueError
        If there is no such table; the message lists those there are.
    """
    described, rows = _described(table), tables.read(table)
    names = [f["name"] for f in described["schema"]["fields"]]
    goals = points_to(table)
    found = []
    for f in described["schema"]["fields"]:
        limits = f.get("constraints", {})
        kind = (
            "closed list"
            if "enum" in limits
            else "date"
            if f.get("partialDate")
            else _TYPES.get(f["type"], f["type"])
        )
        kind += ", several joined by ';'" if f.get("references") else ""
        unit = f.get("unit") or (
            "see column unit" if f["type"] == "number" and "unit" in names else ""
        )
        filled = int(rows[f["name"]].notna().sum())
        found.append(
            (
                f["name"],
                f["description"],
                kind,
                "always" if filled == len(rows) else f"{filled} of {len(rows)}",
                unit,
                ".".join(goals.get(f["name"], ())),
                limits.get("pattern", ""),
            )
        )
    return pd.DataFrame(
        found, columns=["column", "holds", "type", "filled", "unit", "points_to", "form"]
    )


def describe_values(table: str) -> pd.DataFrame:
    """List what the closed lists of a table may hold, and the units of its figures.

    Parameters
    ----------
    table : str
        Name of a table.

    Returns
    -------
    pandas.DataFrame
        ``column``, ``value``, ``meaning`` (empty where the value says it all), ``rows`` (how many
        have it).
    """
    rows, found = tables.read(table), []
    for f in _described(table)["schema"]["fields"]:
        count = rows[f["name"]].value_counts()
        if "enum" in f.get("constraints", {}):
            meanings = tables.meanings(table, f["name"])
            found += [
                (f["name"], str(v), meanings.get(str(v), meanings.get(v, "")), int(count.get(v, 0)))
                for v in f["constraints"]["enum"]
            ]
        elif f["name"] == "unit":
            found += [(f["name"], str(v), "", int(n)) for v, n in count.sort_index().items()]
    return pd.DataFrame(found, columns=["column", "value", "meaning", "rows"])


def points_to(table: str) -> dict[str, tuple[str, str]]:
    """Return, for each column that holds ids of another table, that table and its column."""
    schema = _described(table)["schema"]
    goals = {
        k["fields"][0]: (k["reference"]["resource"] or table, k["reference"]["fields"][0])
        for k in schema.get("foreignKeys", [])
    }
    return goals | {
        f["name"]: (f["references"]["resource"], f["references"]["field"])
        for f in schema["fields"]
        if f.get("references")
    }


def _described(table: str) -> dict:
    try:
        return tables.resource(table)
    except KeyError as error:
        raise ValueError(error.args[0]) from None
