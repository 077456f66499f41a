"""Floor 1: what chance alone would give - a measure beside its values under a null model."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from .border import Engagements, crossing_share, share_across
from .choices import allowed

SEED, DRAWS = 8, 500
LEVEL = 0.05  # of both sides together: a verdict needs p of 0.025 on its side
ROUNDING = 1e-12  # equal shares, summed in another order, differ by less
MIDDLE = 0.95  # of the draws, given as a range
NULLS = {
    "labels": "shuffle the theatres of all actors",
    "alike": "shuffle among actors with about as many partners",
    "ends": "keep theatres, shuffle who is tied to whom",
}


@dataclass(frozen=True)
class ChanceTest:
    """An observed measure beside its values under a null model."""

    observed: float
    draws: np.ndarray
    ties: int
    actors: int
    pairs: int = 0

    @cached_property
    def expected(self) -> float:
        """Mean under the null model."""
        return float(self.draws.mean()) if len(self.draws) else float("nan")

    @property
    def low(self) -> float:
        """Lower end of the middle 95 percent of the draws."""
        return self._at((1 - MIDDLE) / 2)

    @property
    def high(self) -> float:
        """Upper end of the middle 95 percent of the draws."""
        return self._at((1 + MIDDLE) / 2)

    def _at(self, share: float) -> float:
        return float(np.quantile(self.draws, share)) if len(self.draws) else float("nan")

    def seen(self, level: float = LEVEL) -> tuple[float, float]:
        """Return how low, and how high, the measure would have to be for a verdict.

        The smallest effect that the test could have seen. NaN where the draws are too many at one
        value, or too few, for any value to be rare enough.
        """
        steps, hits = np.unique(self.draws, return_counts=True)
        rare = level / 2 * (len(self.draws) + 1) - 1  # draws that may lie as far out
        below, above = hits.cumsum(), hits[::-1].cumsum()[::-1]
        low, high = steps[below <= rare], steps[above <= rare]
        return (
            float(low[-1]) if len(low) else float("nan"),
            float(high[0]) if len(high) else float("nan"),
        )

    @cached_property
    def p_more(self) -> float:
        """Chance of a value at least as high under the null model.

        Never 0, since the data are one of the draws.
        """
        return p_value(self.draws >= self.observed - ROUNDING)

    @cached_property
    def p_fewer(self) -> float:
        """Chance of a value at least as low under the null model."""
        return p_value(self.draws <= self.observed + ROUNDING)

    def verdict(self, level: float = LEVEL) -> str:
        """Return "more", "fewer", "like", or "cannot say" where nothing varies by chance."""
        if not len(self.draws) or np.isnan(self.observed) or np.ptp(self.draws) < ROUNDING:
            return "cannot say"
        if self.p_more <= level / 2:
            return "more"
        return "fewer" if self.p_fewer <= level / 2 else "like"


def p_value(as_extreme: np.ndarray) -> float:
    """Return (hits + 1) / (draws + 1).

    The p-value of a permutation test with random draws (Phipson and Smyth 2010).
    """
    return (int(np.count_nonzero(as_extreme)) + 1) / (len(as_extreme) + 1)


def chance_test(
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
        Stern 1988 do for groups); "alike" only among nodes whose numbers of partners differ by
        less than a factor of two, so that a hub without an equal keeps its theatre; "ends" keeps
        theatres and joins all ends of ties anew at random.

    Returns
    -------
    ChanceTest
        Share observed, and its draws; no draws with fewer than three nodes.
    """
    allowed(null=(null, NULLS))
    rng = np.random.default_rng(seed)
    observed, (a, b), k = crossing_share(e), e.pairs.T, len(e.theatres)
    if k < 3:
        return ChanceTest(observed, np.array([]), int(e.ties.sum()), k, len(e.pairs))
    # Whole words are dealt out fastest, and compared in as few bytes as they need.
    small = np.min_scalar_type(int(e.theatres.max()))
    if null == "ends":
        # All ends in one hat: were only the second ends dealt out, early names could never meet.
        stubs = deal(e.pairs.ravel(), n, rng)
        one, other, bits = stubs[:, ::2], stubs[:, 1::2], e.theatres.astype(small)
        weight = e.weight * (one != other)  # nobody is tied to itself
        draws = share_across(bits.take(one), bits.take(other), weight)
    else:
        strata = _alike(e) if null == "alike" else [slice(None)]
        dealt = np.empty((n, k), small)
        for s in strata:
            dealt[:, s] = deal(e.theatres[s], n, rng)
        draws = share_across(dealt[:, a], dealt[:, b], e.weight)
    draws = draws[~np.isnan(draws)]
    return ChanceTest(observed, draws, int(e.ties.sum()), len(set(e.actors)), len(e.pairs))


def deal(values: np.ndarray, n: int, rng: np.random.Generator) -> np.ndarray:
    """Deal values out anew.

    Parameters
    ----------
    values : array
        What is dealt out.
    n : int
        How often.
    rng : numpy.random.Generator
        Where chance comes from.

    Returns
    -------
    array
        ``n`` rows, in each of them the values in another order.
    """
    rows = np.empty((n, len(values)), values.dtype)
    rows[:] = values  # shuffled in place: such rows are too long to copy often
    return rng.permuted(rows, axis=1, out=rows)


def _alike(e: Engagements) -> list[np.ndarray]:
    """Part nodes by partners: 1, 2 to 3, 4 to 7 and so on, less than a factor of two within."""
    partners = np.bincount(e.pairs.ravel(), minlength=len(e.theatres))
    stratum = np.log2(np.maximum(partners, 1)).astype(int)
    return [np.flatnonzero(stratum == s) for s in np.unique(stratum)]


def coins(tosses: int = 10) -> pd.DataFrame:
    """Show what a fair coin does: every count of heads, its chance, and that of at least as many.

    Parameters
    ----------
    tosses : int, optional
        How often it is tossed.

    Returns
    -------
    pandas.DataFrame
        Index ``heads``; ``chance`` and ``at least``, as text.
    """
    ways = np.array([math.comb(tosses, heads) for heads in range(tosses + 1)]) / 2**tosses
    at_least = ways[::-1].cumsum()[::-1]
    shown = {"chance": ways, "at least": at_least}
    frame = pd.DataFrame({name: [f"{p:.3f}" for p in values] for name, values in shown.items()})
    return frame.rename_axis("heads")


def deals(pairs: str, *, europe: str) -> pd.DataFrame:
    """Deal two labels among a few actors in every possible way, and count pairs that cross.

    Parameters
    ----------
    pairs : str
        Tied pairs, such as "AB AC CD": each actor a letter.
    europe : str
        Actors that bear the label in fact, such as "ABC".

    Returns
    -------
    pandas.DataFrame
        Index ``crossing`` (pairs); ``deals`` (how many), ``ours`` (which we see), ``p for fewer``.
    """
    ends = pairs.split()
    actors = sorted(set("".join(ends)))
    crossing = pd.Series(
        [
            sum((a in dealt) != (b in dealt) for a, b in ends)
            for dealt in map(set, itertools.combinations(actors, len(europe)))
        ]
    )
    seen = sum((a in europe) != (b in europe) for a, b in ends)
    counts = crossing.value_counts().sort_index()
    share = counts.cumsum() / counts.sum()
    return pd.DataFrame(
        {
            "deals": counts,
            "ours": ["this one" if k == seen else "" for k in counts.index],
            "p for fewer": [f"{p:.2f}" for p in share],
        }
    ).rename_axis("crossing")
