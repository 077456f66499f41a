"""Floor 1: forecasts - what was expected by when, what came, how a probability is scored."""

from __future__ import annotations

import pandas as pd

from .. import tables

# What an outcome counts as when a probability is scored. "partly" has no right number; half is the
# middle of its
# range, and `score` lets it be set otherwise. "open" is not scored at all: nobody can be right or
# wrong yet.
COUNTS_AS = {"yes": 1.0, "no": 0.0, "partly": 0.5}
COIN = 0.5


def brier(probabilities, outcomes) -> float:
    """Return the mean squared distance between probabilities and outcomes.

    Parameters
    ----------
    probabilities, outcomes : sequence of float
        Of equal length, each from 0 to 1.

    Returns
    -------
    float
        0 is perfect, 0.25 is what saying 50 percent always gives when each outcome is yes or no, 1
        is sure and wrong each time.

    Raises
    ------
    ValueError
        If there is nothing to score, the lengths differ, or a number lies outside 0 to 1.

    Notes
    -----
    Brier (1950), who summed over both outcomes, yes and no; that doubles the score. Dividing by two
    is usual today.
    """
    said, came = list(probabilities), list(outcomes)
    if len(said) != len(came) or not said:
        raise ValueError(
            f"brier needs as many probabilities as outcomes, and at least one; it was given {len(said)} and {len(came)}"
        )
    if wrong := [x for x in [*said, *came] if not 0 <= x <= 1]:
        raise ValueError(
            f"brier takes numbers from 0 to 1, and {wrong[0]} is none; write 70 percent as 0.7"
        )
    return sum((p - o) ** 2 for p, o in zip(said, came)) / len(said)


def ledger(kept: dict, kind: str | None = None) -> pd.DataFrame:
    """Put the student's probabilities beside the forecasts table.

    Parameters
    ----------
    kept : dict
        The work, key to value; ``forecast/F01`` holds a whole number of percent.
    kind : {"forecast", "prescription"}, optional
        Only rows of that kind.

    Returns
    -------
    pandas.DataFrame
        Rows of ``data/forecasts.csv`` and ``percent`` (Int64, missing where nothing was kept; what
        is no number from 0 to 100 counts as nothing).
    """
    rows = tables.read("forecasts")
    given = [kept.get(f"forecast/{f}") for f in rows["id"]]
    percent = [
        g if isinstance(g, int) and not isinstance(g, bool) and 0 <= g <= 100 else None
        for g in given
    ]
    rows = rows.assign(percent=pd.array(percent, dtype="Int64"))
    return rows[rows["kind"] == kind] if kind else rows


def score(rows: pd.DataFrame, partly: float | None = COUNTS_AS["partly"]) -> dict:
    """Score the probabilities of a ledger.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `ledger` returns them; rows without a probability and rows that are still open are left
        out.
    partly : float, optional
        What "partly" counts as, from 0 to 1; None leaves such rows out too.

    Returns
    -------
    dict
        ``scored`` (rows), ``open`` and ``left_out`` (rows with a probability that are not scored),
        ``partly`` (scored rows that came partly), ``brier``, ``coin`` (the score of 50 percent each
        time on the same rows), ``expected`` (sum of the probabilities) and ``came`` (sum of the
        outcomes): the last four NaN without scored rows.
    """
    given = rows[rows["percent"].notna()]
    counts = {**COUNTS_AS, "partly": partly}
    came = given["outcome"].astype(str).map(counts).astype(float)
    said = (given["percent"] / 100).astype(float)
    is_open = given["outcome"] == "open"
    done = came.notna()
    result = {
        "scored": int(done.sum()),
        "open": int(is_open.sum()),
        "left_out": int((~done & ~is_open).sum()),
        "partly": int((done & (given["outcome"] == "partly")).sum()),
    }
    if not done.any():
        return {**result, **dict.fromkeys(("brier", "coin", "expected", "came"), float("nan"))}
    return {
        **result,
        "brier": brier(said[done], came[done]),
        "coin": brier([COIN] * int(done.sum()), came[done]),
        "expected": float(said[done].sum()),
        "came": float(came[done].sum()),
    }
