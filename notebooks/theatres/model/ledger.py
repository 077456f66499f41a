"""Floor 1: the evidence ledger.

Judgements, the rows they rest on, and the sources behind those rows.
"""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..codes import Bearing
from . import argument

# Tables that a judgement may rest on (said of the column `rows` in the description of `evidence`).
RESTS_ON = ("observations", "events", "ties", "alliances", "positions", "forecasts", "resolutions")


def rows_of(judgement_rows) -> pd.DataFrame:
    """Find the rows that judgements rest on, and the sources of those rows.

    Parameters
    ----------
    judgement_rows : str or iterable of str
        A cell of the column ``rows`` of the evidence table (ids joined by ';'), or several such
        cells.

    Returns
    -------
    pandas.DataFrame
        One row an id, in the order of their first mention: ``id``, ``table`` (where it stands),
        ``sources`` (ids joined by ';').

    Raises
    ------
    ValueError
        If an id stands in none of the tables that a judgement may rest on.
    """
    cells = [judgement_rows] if isinstance(judgement_rows, str) else list(judgement_rows)
    ids = list(dict.fromkeys(one for cell in cells for one in cell.split(";") if one))
    places = homes()
    unknown = [one for one in ids if one not in places.index]
    if unknown:
        raise ValueError(f"there is no row {unknown[0]!r} in {', '.join(RESTS_ON)}")
    return places.loc[ids].rename_axis("id").reset_index()


@tables.remembered
def homes() -> pd.DataFrame:
    """Return where each row that a judgement may rest on stands.

    Returns
    -------
    pandas.DataFrame
        By id: its ``table``, and its ``sources`` (ids joined by ';').
    """
    parts = []
    for table in RESTS_ON:
        rows = tables.read(table)
        parts.append(
            pd.DataFrame(
                {
                    "table": table,
                    "sources": rows["source" if table == "positions" else "sources"].to_numpy(),
                },
                index=rows["id"].to_numpy(),
            )
        )
    return pd.concat(parts)


def judgements(
    *,
    claim: str | None = None,
    system: str | None = None,
    kind: str | None = None,
    bearing: str | None = None,
    hindsight: bool | None = None,
    rule: str | None = None,
) -> pd.DataFrame:
    """Choose judgements; every filter is optional.

    Parameters
    ----------
    claim, bearing, rule : str, optional
        Values of the columns of that name.
    system, kind : str, optional
        Only on claims of that system (S01 to S16), of that kind.
    hindsight : bool, optional
        Only those that rest on what was known after July 2024, or only those that do not.

    Returns
    -------
    pandas.DataFrame
        Rows of ``data/evidence.csv``, claims in the order of the text.
    """
    rows = tables.read("evidence")
    rows = rows[rows["claim"].isin(argument.select_claims(system=system, kind=kind)["id"])]
    for column, value in {
        "claim": claim,
        "bearing": bearing,
        "hindsight": hindsight,
        "rule": rule,
    }.items():
        if value is not None:
            rows = rows[rows[column] == value]
    return rows.sort_values(["claim", "id"])


def sources_of(rows: pd.DataFrame) -> list[str]:
    """List the ids of the sources that judgements rest on, each once, in the order of mention."""
    return list(dict.fromkeys(tables.listed(rows_of(rows["rows"])["sources"])))


def by_kind_of_source(rows: pd.DataFrame) -> pd.DataFrame:
    """Count, by kind of source, the sources that judgements rest on and the judgements themselves.

    Parameters
    ----------
    rows : pandas.DataFrame
        Judgements, as `judgements` returns them.

    Returns
    -------
    pandas.DataFrame
        ``kind``, ``sources`` (each counted once), ``supports``, ``mixed``, ``weakens`` (judgements
        that rest on at least one source of that kind; one that rests on several kinds is counted
        under each); the most used kind first.
    """
    kinds = tables.read("sources").set_index("id")["kind"].astype(str)
    found = rows_of(rows["rows"]).set_index("id")["sources"]
    cited = tables.listed(tables.listed(rows.set_index("id")["rows"]).map(found))
    pairs = pd.DataFrame(
        {"judgement": cited.index, "source": cited.to_numpy(), "kind": cited.map(kinds).to_numpy()}
    )
    pairs["bearing"] = pairs["judgement"].map(rows.set_index("id")["bearing"].astype(str))
    table = pairs.groupby("kind")["source"].nunique().rename("sources").to_frame()
    for bearing in (Bearing.SUPPORTS, Bearing.MIXED, Bearing.WEAKENS):
        table[bearing] = (
            pairs[pairs["bearing"] == bearing]
            .groupby("kind")["judgement"]
            .nunique()
            .reindex(table.index, fill_value=0)
        )
    return table.sort_values("sources", ascending=False, kind="stable").reset_index()
