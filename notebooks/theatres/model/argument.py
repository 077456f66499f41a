"""Floor 1: the commentary as an argument - paragraphs, claims, and the rows that belong to them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pandas as pd

from .. import tables


def select_claims(
    *,
    paragraph: str | None = None,
    kind: str | None = None,
    speaker: str | None = None,
    hedged: bool | None = None,
    system: str | None = None,
    checkable: str | None = None,
) -> pd.DataFrame:
    """Choose claims of the commentary; every filter is optional.

    Parameters
    ----------
    paragraph : str, optional
        P1 to P16.
    kind, speaker, checkable : str, optional
        Values of the columns of that name.
    hedged : bool, optional
        Only hedged, or only unhedged, claims.
    system : str, optional
        S01 to S16.

    Returns
    -------
    pandas.DataFrame
        Rows of ``data/claims.csv``.
    """
    claims = tables.read("claims")
    keep = pd.Series(True, index=claims.index)
    for column, value in {
        "paragraph": paragraph,
        "kind": kind,
        "speaker": speaker,
        "checkable": checkable,
    }.items():
        if value is not None:
            keep &= claims[column] == value
    if hedged is not None:
        keep &= claims["hedged"] == hedged
    if system is not None:
        systems = tables.listed(claims["systems"])
        keep &= claims.index.isin(systems.index[systems == system])
    return claims[keep]


def bearing_on(table: str, claim: str) -> pd.DataFrame:
    """Return the rows of a table (ties, events, evidence, ...) that name a claim."""
    rows = tables.read(table)
    if "claim" in rows:
        return rows[rows["claim"] == claim]
    listed = tables.listed(rows["claims"])
    return rows.loc[listed.index[listed == claim]]


def fingerprint(paragraph: str) -> str:
    """Return the SHA-256 of a paragraph, white space normalised: a reader's copy is known by it."""
    return hashlib.sha256(" ".join(paragraph.split()).encode()).hexdigest()


def own_copy(path: Path | None = None) -> dict:
    """Compare a reader's own copy of the article with the record.

    Parameters
    ----------
    path : path, optional
        A text file, one paragraph a line or blank lines between; ``seeds/commentary.txt`` by
        default. Headings, captions and anything else that is no body paragraph is passed over.

    Returns
    -------
    dict
        ``found`` (paragraph id -> text) and ``missing`` (ids that no paragraph of the file
        matches); both empty if there is no file.
    """
    path = path or tables.SEEDS / "commentary.txt"
    if not path.is_file():
        return {"found": {}, "missing": []}
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    pieces = re.split(r"\n\s*\n", text) + text.splitlines()
    by_print = {fingerprint(p): " ".join(p.split()) for p in pieces if p.strip()}
    record = tables.paragraphs()
    found = {row.id: by_print[row.sha256] for row in record.itertuples() if row.sha256 in by_print}
    return {"found": found, "missing": [p for p in record["id"] if p not in found]}
