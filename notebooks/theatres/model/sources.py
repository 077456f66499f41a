"""Floor 1: the sources - of what kind, how read, and which rows rest on them."""

from __future__ import annotations

import functools

import pandas as pd

from .. import tables
from . import dictionary


def uses() -> pd.DataFrame:
    """List which rows name which source.

    Returns
    -------
    pandas.DataFrame
        ``source``, ``table``, ``row`` (its key): one row a use, in every table that has a column of
        sources.
    """
    return _uses(tables.shelf()).copy()


@functools.lru_cache(maxsize=4)
def _uses(_shelf) -> pd.DataFrame:
    """List the uses once for each argument; all tables are gone through for it."""
    parts = []
    for table in (r["name"] for r in tables.description()["resources"]):
        key = tables.resource(table)["schema"]["primaryKey"]
        for column in (
            c for c, goal in dictionary.points_to(table).items() if goal[0] == "sources"
        ):
            rows = tables.read(table)
            listed = tables.listed(rows[column])
            names = (
                rows[key].astype(str).agg(" ".join, axis=1)
                if len(key) > 1
                else rows[key[0]].astype(str)
            )
            parts.append(
                pd.DataFrame(
                    {
                        "source": listed.to_numpy(),
                        "table": table,
                        "row": names.loc[listed.index].to_numpy(),
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)


def select_sources(
    *, kind: str | None = None, read_as: str | None = None, table: str | None = None, text: str = ""
) -> pd.DataFrame:
    """Choose sources; every filter is optional.

    Parameters
    ----------
    kind, read_as : str, optional
        Values of the columns of that name.
    table : str, optional
        Only sources that rows of this table rest on.
    text : str, optional
        Words that must all stand in title, author, publisher, date, note or id, in any order and
        case.

    Returns
    -------
    pandas.DataFrame
        Rows of ``data/sources.csv``.
    """
    rows = tables.read("sources")
    for column, value in {"kind": kind, "read_as": read_as}.items():
        if value is not None:
            rows = rows[rows[column] == value]
    if table is not None:
        used = uses()
        rows = rows[rows["id"].isin(used.loc[used["table"] == table, "source"])]
    return rows[matches(rows[["id", "title", "author", "publisher", "date", "note"]], text)]


def matches(rows: pd.DataFrame, text: str) -> pd.Series:
    """Say which rows hold all words of a text, in any column, order and case."""
    if not text.strip():
        return pd.Series(True, index=rows.index)
    hay = (
        rows.astype(object).fillna("").astype(str).agg(" ".join, axis=1).str.casefold()
        if len(rows)
        else pd.Series(dtype=str, index=rows.index)
    )
    keep = pd.Series(True, index=rows.index)
    for word in text.casefold().split():
        keep &= hay.str.contains(word, regex=False).astype(bool)
    return keep


def source_counts() -> pd.DataFrame:
    """Count sources by kind and by how they were read.

    Returns
    -------
    pandas.DataFrame
        ``kind``, ``meaning``, ``full``, ``excerpt``, ``relay``, ``all``.
    """
    rows, kinds = tables.read("sources"), tables.meanings("sources", "kind")
    table = pd.crosstab(rows["kind"].astype(str), rows["read_as"].astype(str)).reindex(
        index=list(kinds), columns=list(tables.meanings("sources", "read_as")), fill_value=0
    )
    table["all"] = table.sum(axis=1)
    table.insert(0, "meaning", pd.Series(kinds))
    return table.rename_axis(index="kind", columns=None).reset_index()
