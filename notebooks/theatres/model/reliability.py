"""Floor 1: how far others, who coded our rows from the written rules, agree with us."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import tables
from ..codes import Bearing, Relation

OURS = "ours"
NEUTRAL = ("neutral 1", "neutral 2")
PARTISAN = ("defender", "attacker")  # shown as the direction of bias, never counted in alpha
# The mended rules of strength were tried by one reader, who had written them and saw none of our
# codes of those rows: less than two readers who know neither.
READER = "one reader"
FIRM, TENTATIVE = 0.80, 0.667  # Krippendorff (2004, p. 241): conclusions, tentative conclusions

# Codings whose codes have an order, lowest first; all others have none.
ORDER = {
    "checkable": ("no", "partly", "yes"),
    "strength of a reason": ("0", "1", "2", "3"),
    "strength of a judgement": ("1", "2", "3"),
    "strength of a judgement, second rule": ("1", "2", "3"),
    "strength of a reason, second rule": ("0", "1", "2", "3"),
    "strength of a judgement, third rule": ("1", "2", "3"),
    "strength of a judgement, fourth rule": ("1", "2", "3"),
    "strength of a reason, second rule, two readers": ("0", "1", "2", "3"),
    "strength of a judgement, fourth rule, two readers": ("1", "2", "3"),
}
# Which groups of coders alpha is worked out for.
GROUPS = {
    "neutral coders": NEUTRAL,
    "neutral coders and us": (*NEUTRAL, OURS),
    "one reader and us": (READER, OURS),
}

DRAWS = 1000
SEED = 20261127
MIDDLE = (2.5, 97.5)  # percent: the interval that holds 95 of 100 draws
# Which way a code leans; others do not.
POINTS = {Relation.SUPPORTS: 1, Relation.ATTACKS: -1, Bearing.WEAKENS: -1}


def measure(codes: pd.DataFrame, draws: int = DRAWS) -> pd.DataFrame:
    """Work out Krippendorff's alpha for each coding and group of coders, with a bootstrap interval.

    Units are drawn with replacement, `draws` times by seed; where a draw holds one code only,
    chance cannot be told from agreement and the draw is left out.

    Parameters
    ----------
    codes : pandas.DataFrame
        Columns ``what``, ``row``, ``coder``, ``code``, as the table recodings has them.
    draws : int, optional
        How often units are drawn.

    Returns
    -------
    pandas.DataFrame
        ``what``, ``coders`` (a key of `GROUPS`), ``units``, ``level``, ``agree``
        (share of units that all coded alike, 0 to 1), ``alpha``, ``low`` and ``high``.
    """
    rows = []
    for what, group in codes.groupby("what", sort=False):
        grid = group.pivot(index="coder", columns="row", values="code")
        order = ORDER.get(what) or sorted(grid.stack().unique())
        place = {code: i for i, code in enumerate(order)}
        for called, coders in GROUPS.items():
            if not set(coders) <= set(grid.index):
                continue
            numbers = grid.loc[list(coders)].map(place.get).to_numpy(float)
            level = "ordinal" if what in ORDER else "nominal"
            alpha, low, high = _alpha_between(numbers, level, draws)
            agree = float((numbers == numbers[0]).all(axis=0).mean())
            rows.append((what, called, numbers.shape[1], level, agree, alpha, low, high))
    names = ["what", "coders", "units", "level", "agree", "alpha", "low", "high"]
    return pd.DataFrame(rows, columns=names).round(3)


def _alpha_between(numbers: np.ndarray, level: str, draws: int) -> tuple[float, float, float]:
    """Return alpha, and the ends of its bootstrap interval."""
    random = np.random.default_rng(SEED)
    drawn = []
    for _ in range(draws):
        units = random.integers(0, numbers.shape[1], numbers.shape[1])
        drawn.append(_alpha(numbers[:, units], level))
    drawn = [a for a in drawn if not np.isnan(a)]
    low, high = np.percentile(drawn, MIDDLE) if drawn else (np.nan, np.nan)
    return _alpha(numbers, level), float(low), float(high)


def _alpha(numbers: np.ndarray, level: str) -> float:
    import krippendorff

    if len(np.unique(numbers[~np.isnan(numbers)])) < 2:
        return float("nan")
    return float(krippendorff.alpha(numbers, level_of_measurement=level))


def measured() -> pd.DataFrame:
    """Return the table of alphas, with a word on each (see `FIRM` and `TENTATIVE`).

    Returns
    -------
    pandas.DataFrame
        The columns of `measure`, and ``enough_for``.
    """
    rows = tables.read("reliability")
    words = np.select(
        [rows["alpha"] >= FIRM, rows["alpha"] >= TENTATIVE],
        ["enough for conclusions", "enough for tentative conclusions"],
        "too low: the rule wants mending",
    )
    return rows.assign(enough_for=words)


def disagreements(what: str | None = None) -> pd.DataFrame:
    """List the rows that we and those who coded from the rules alone did not all code alike.

    Parameters
    ----------
    what : str, optional
        One coding only, such as "kind of claim".

    Returns
    -------
    pandas.DataFrame
        ``what``, ``row``, and a column a coder, the partisan ones last.
    """
    codes = tables.read("recodings").astype(str)
    if what is not None:
        known = list(codes["what"].unique())
        if what not in known:
            raise ValueError(f"there is no coding {what!r}; choose one of {', '.join(known)}")
        codes = codes[codes["what"] == what]
    grid = codes.pivot(index=["what", "row"], columns="coder", values="code")
    counted = grid[[c for c in (OURS, *NEUTRAL, READER) if c in grid]]
    grid = counted.join(grid[[c for c in PARTISAN if c in grid]])  # later rounds: no partisans
    differ = counted.ne(counted[OURS], axis=0).any(axis=1)
    return grid[differ].reset_index().rename_axis(columns=None)


def leanings() -> pd.DataFrame:
    """Say which way each coder leans: the mean of sign times strength, for reasons and judgements.

    Returns
    -------
    pandas.DataFrame
        ``coder``; ``reasons`` and ``judgements``, -3 (all against, at full strength) to 3.
    """
    grid = tables.read("recodings").astype(str)
    grid = grid.pivot(index=["coder", "row"], columns="what", values="code")
    pairs = {
        "reasons": ("relation of a reason", "strength of a reason"),
        "judgements": ("bearing of a judgement", "strength of a judgement"),
    }
    means = {
        called: (grid[way].map(lambda code: POINTS.get(code, 0)) * grid[much].astype(float))
        .where(grid[way].notna())
        .groupby("coder")
        .mean()
        for called, (way, much) in pairs.items()
    }
    frame = pd.DataFrame(means).loc[[OURS, *NEUTRAL, *PARTISAN]]
    return frame.round(2).reset_index()
