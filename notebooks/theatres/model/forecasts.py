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
DIGITS = 12  # of what students print: a machine's last digits are nobody's finding


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
            "brier needs as many probabilities as outcomes, and at least one;"
            f" it was given {len(said)} and {len(came)}"
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
        time on the same rows), ``base`` (share that came true), ``base_brier`` (the score of saying
        that share each time, which only hindsight knows), ``skill`` (see `skill`), ``expected``
        (sum of the probabilities) and ``came`` (sum of the outcomes): NaN without scored rows.
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
        names = ("brier", "coin", "base", "base_brier", "skill", "expected", "came")
        return {**result, **dict.fromkeys(names, float("nan"))}
    base = float(came[done].mean())
    return {
        **result,
        "brier": brier(said[done], came[done]),
        "coin": brier([COIN] * int(done.sum()), came[done]),
        "base": base,
        "base_brier": brier([base] * int(done.sum()), came[done]),
        "skill": skill(said[done], came[done]),
        "expected": float(said[done].sum()),
        "came": float(came[done].sum()),
    }


def skill(probabilities, outcomes) -> float:
    """Return the Brier skill score against the base rate of the same outcomes.

    Returns
    -------
    float
        1 is perfect, 0 as good as saying each time the share that came true, below 0 worse; NaN if
        all outcomes are alike, where nothing is left to beat.
    """
    came = list(outcomes)
    base = sum(came) / len(came) if came else 0.0
    reference = brier([base] * len(came), came)
    return 1 - brier(probabilities, came) / reference if reference else float("nan")


def murphy(probabilities, outcomes) -> dict[str, float]:
    """Split a Brier score into reliability, resolution and uncertainty.

    Parameters
    ----------
    probabilities, outcomes : sequence of float
        Of equal length; answers with the same probability form a group.

    Returns
    -------
    dict
        ``reliability`` (how far each group's share that came true lies from its probability; 0 is
        best), ``resolution`` (how far those shares lie from the base rate; more is better) and
        ``uncertainty`` (of the base rate, nobody's merit). Brier = reliability - resolution +
        uncertainty, exactly where outcomes are 0 or 1.

    Notes
    -----
    Murphy's decomposition, as Siegert (2017) sums it up; the paper of 1973 was not opened.
    """
    pairs = pd.DataFrame({"said": list(probabilities), "came": list(outcomes)}, dtype=float)
    brier(pairs["said"], pairs["came"])  # refuses what cannot be scored
    base = pairs["came"].mean()
    shares = pairs.groupby("said")["came"].transform("mean")
    parts = {
        "reliability": ((pairs["said"] - shares) ** 2).mean(),
        "resolution": ((shares - base) ** 2).mean(),
        "uncertainty": base * (1 - base),
    }
    return {name: round(float(part), DIGITS) for name, part in parts.items()}
