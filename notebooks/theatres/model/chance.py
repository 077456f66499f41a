"""Floor 1: what chance alone would give - a measure beside its values under a null model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .border import Engagements, crossing_share
from .choices import allowed

SEED, DRAWS = 8, 500
LEVEL = 0.05  # of both sides together
ROUNDING = 1e-12  # equal shares, summed in another order, differ by less
STRATA = 3  # few, middling and many ties
NULLS = {
    "labels": "shuffle the theatres of all actors",
    "alike": "shuffle among actors with about as many ties",
    "ends": "keep theatres, shuffle who is tied to whom",
}


@dataclass(frozen=True)
class ChanceTest:
    """An observed measure beside its values under a null model."""

    observed: float
    draws: np.ndarray
    ties: int
    actors: int

    @property
    def expected(self) -> float:
        """Mean under the null model."""
        return float(self.draws.mean()) if len(self.draws) else float("nan")

    @property
    def p_more(self) -> float:
        """Chance of a value at least as high under the null model.

        Never 0, since the data are one of the draws.
        """
        return p_value(self.draws >= self.observed - ROUNDING)

    @property
    def p_fewer(self) -> float:
        """Chance of a value at least as low under the null model."""
        return p_value(self.draws <= self.observed + ROUNDING)

    def verdict(self, level: float = LEVEL) -> str:
        """Return "more", "fewer", "like", or "cannot say" where nothing varies under the null model."""
        if not len(self.draws) or np.isnan(self.observed) or np.ptp(self.draws) < ROUNDING:
            return "cannot say"
        if self.p_more <= level / 2:
            return "more"
        return "fewer" if self.p_fewer <= level / 2 else "like"


def p_value(as_extreme: np.ndarray) -> float:
    """Return (hits + 1) / (draws + 1).

    The p-value of a permutation test with random draws (Phipson and Smyth 2010).
    """
    return (int(np.sum(as_extreme)) + 1) / (len(as_extreme) + 1)


def theatre_test(
    e: Engagements, *, n: int = DRAWS, seed: int = SEED, null: str = "labels"
) -> ChanceTest:
    """Set the share of crossing ties against a null model.

    Parameters
    ----------
    e : Engagements
        From `engagements`.
    n, seed : int, optional
        Number of draws, and their seed.
    null : str, optional
        A key of `NULLS`: "labels" deals the theatres out anew among all nodes (as Krackhardt and
        Stern 1988 do for groups); "alike" only among nodes of about as many ties (thirds), so that
        a hub's theatre goes to a hub; "ends" keeps theatres and deals out the second ends of the
        ties.

    Returns
    -------
    ChanceTest
        Share observed, and its draws; no draws with fewer than three nodes.
    """
    allowed(null=(null, NULLS))
    rng = np.random.default_rng(seed)
    observed, (a, b), k = crossing_share(e), e.pairs.T, len(e.theatres)
    if k < 3:
        return ChanceTest(observed, np.array([]), int(e.ties.sum()), k)
    if null == "ends":
        other = rng.permuted(np.tile(b, (n, 1)), axis=1)
        crosses = (e.theatres[a] & e.theatres[other]) == 0
        weight = np.where(other == a, 0.0, e.weight)  # nobody is tied to itself
        draws = (weight * crosses).sum(axis=1) / np.maximum(weight.sum(axis=1), ROUNDING)
    else:
        strata = [np.arange(k)]
        if null == "alike":
            degree = np.bincount(e.pairs.ravel(), minlength=k)
            strata = np.array_split(np.argsort(degree, kind="stable"), STRATA)
        dealt = np.empty((n, k), np.int64)
        for s in strata:
            dealt[:, s] = rng.permuted(np.tile(e.theatres[s], (n, 1)), axis=1)
        draws = ((dealt[:, a] & dealt[:, b]) == 0) @ e.weight / e.weight.sum()
    return ChanceTest(observed, draws, int(e.ties.sum()), len(set(e.actors)))
