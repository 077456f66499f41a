"""Floor 1: the graph of tied pairs, the communities it falls into, their likeness to theatres."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
import pandas as pd

from . import network
from .chance import DRAWS, ROUNDING, SEED, ChanceTest


class Graph(NamedTuple):
    """Actors as numbers in order of name, since sets of text have none; pairs weighted by ties."""

    graph: object
    names: list[str]


def graph(table: pd.DataFrame | Graph) -> Graph:
    """Draw the graph of ties once, so that several measures can share it."""
    import networkx as nx

    if isinstance(table, Graph):
        return table
    ends = zip(table["source"], table["target"])
    counts = Counter((a, b) if a < b else (b, a) for a, b in ends)
    pairs = [(*pair, counts[pair]) for pair in sorted(counts)]
    names = sorted({a for pair in counts for a in pair})
    number = {a: i for i, a in enumerate(names)}
    g = nx.Graph()
    g.add_nodes_from(range(len(names)))
    g.add_edges_from((number[a], number[b], {"weight": w, "one": 1}) for a, b, w in pairs)
    return Graph(g, names)


def pair_of(table: pd.DataFrame) -> pd.Series:
    """Return the two actors of each tie, in order of name and joined by a space.

    "KOR UKR" whichever way the tie goes.
    """
    ends = np.sort(table[["source", "target"]].astype(object).to_numpy(), axis=1)
    return pd.Series([f"{a} {b}" for a, b in ends], index=table.index, dtype=object)


def communities(
    table: pd.DataFrame | Graph,
    *,
    resolution: float = 1.0,
    seed: int = SEED,
    sides: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Find communities and say who sits among actors of the other theatre.

    Louvain method (Blondel and others 2008) on pairs weighted by their number of ties, by networkx,
    with a fixed start.

    Parameters
    ----------
    table : pandas.DataFrame or Graph
        Ties.
    resolution : float, optional
        Above 1 gives more and smaller communities.
    seed : int, optional
        Start of the search.
    sides : tuple of str, optional
        Home theatres that are compared; the two of the argument by default. A plurality of all
        eight would call most actors misplaced, whatever the division.

    Returns
    -------
    pandas.DataFrame
        Columns ``actor``, ``community`` (1 is the largest), ``theatre`` (home), ``majority`` (the
        more frequent of the sides in the community; ties broken by name; empty if neither is
        there), ``wrong`` (bool: home is a side and not the majority), ``ties``; by community and
        actor.
    """
    g, names = graph(table)
    home, sides = network.homes(), sides or network.theatres()
    rows = []
    for k, members in enumerate(_divided(g, resolution, seed), 1):
        frequency = Counter(home[names[i]] for i in members if home[names[i]] in sides)
        most = min(frequency, key=lambda t: (-frequency[t], t), default="")
        rows += [
            (
                names[i],
                k,
                home[names[i]],
                int(g.degree(i, weight="weight")),
                most,
                home[names[i]] in sides and home[names[i]] != most,
            )
            for i in members
        ]
    return pd.DataFrame(
        rows, columns=["actor", "community", "theatre", "ties", "majority", "wrong"]
    ).astype({"wrong": bool})


def _divided(g, resolution: float = 1.0, seed: int = SEED) -> list[list[int]]:
    """Return the members of each community, the largest first."""
    import networkx as nx

    if not len(g):
        return []
    found = nx.community.louvain_communities(g, weight="weight", resolution=resolution, seed=seed)
    return sorted((sorted(c) for c in found), key=lambda c: (-len(c), c))


def modularity(table: pd.DataFrame | Graph, groups: dict[str, object]) -> float:
    """Return how much more of the ties lies inside groups than chance puts there (Newman 2006)."""
    import networkx as nx

    g, names = graph(table)
    parts: dict = {}
    for i, a in enumerate(names):
        parts.setdefault(groups[a], set()).add(i)
    return (
        float(nx.community.modularity(g, parts.values(), weight="weight"))
        if g.number_of_edges()
        else float("nan")
    )


def normalised_mutual_information(one, other) -> float:
    """Return how much two groupings of the same things say about each other.

    0 nothing, 1 everything.

    Mutual information over the mean of the two entropies (Danon and others 2005); 1 where both put
    all in one group.

    Parameters
    ----------
    one, other : sequence
        Group of each thing, in the same order.

    Returns
    -------
    float
        0 to 1; NaN for no things.
    """
    a, b = (np.unique(np.asarray(x, str), return_inverse=True)[1] for x in (one, other))
    if len(a) != len(b):
        raise ValueError(
            f"the groupings must be of the same things; they have {len(a)} and {len(b)}"
        )
    return float(_likeness(a, [b])[0]) if len(a) else float("nan")


def _likeness(one: np.ndarray, others: list[np.ndarray]) -> np.ndarray:
    """Return the normalised mutual information of one grouping with several of the same sizes."""
    if not len(one) or not others:
        return np.full(len(others), np.nan)
    b = np.array(others)
    rows, columns = int(one.max()) + 1, int(b.max()) + 1
    cells = (np.arange(len(b))[:, None] * rows + one) * columns + b
    joint = np.bincount(cells.ravel(), minlength=len(b) * rows * columns).reshape(len(b), -1) / len(
        one
    )

    def entropy(p):
        return -np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0).sum(axis=-1)

    apart = entropy(np.bincount(one) / len(one)) + entropy(np.bincount(b[0]) / len(one))
    return (
        np.clip(2 * (apart - entropy(joint)) / apart, 0, 1) if apart > ROUNDING else np.ones(len(b))
    )


def likeness(table: pd.DataFrame | Graph, *, sides: tuple[str, ...] = ()) -> float:
    """Return the agreement of communities with home theatres: what `community_test` observes."""
    g, names = graph(table)
    home, sides = network.homes(), sides or network.theatres()
    found = [
        (k, sides.index(home[names[i]]))
        for k, members in enumerate(_divided(g))
        for i in members
        if home[names[i]] in sides
    ]
    return normalised_mutual_information(*zip(*found)) if found else float("nan")


def community_test(
    found: pd.DataFrame, *, n: int = DRAWS, seed: int = SEED, sides: tuple[str, ...] = ()
) -> ChanceTest:
    """Set the agreement of communities with home theatres against theatres dealt out at random.

    Parameters
    ----------
    found : pandas.DataFrame
        From `communities`.
    n, seed : int, optional
        Draws and their seed.
    sides : tuple of str, optional
        Only actors at home in these count; the two theatres of the argument by default.

    Returns
    -------
    ChanceTest
        Normalised mutual information.
    """
    rng = np.random.default_rng(seed)
    found = found[found["theatre"].isin(sides or network.theatres())]
    theatre, community = (pd.factorize(found[c])[0] for c in ("theatre", "community"))
    dealt = [rng.permutation(theatre) for _ in range(n)]
    observed = _likeness(community, [theatre]) if len(found) else [float("nan")]
    return ChanceTest(
        float(observed[0]),
        _likeness(community, dealt),
        int(found["ties"].sum() // 2),
        len(found),
    )


def adjusted(test: ChanceTest) -> float:
    """Turn a likeness and what chance gives into one number, 0 by chance and 1 for the same.

    Adjusted mutual information (Vinh, Epps and Bailey 2010; read about, not read), over the mean of
    the two entropies: since both groupings keep their sizes when they are dealt out, nothing but
    the mutual information varies.

    Parameters
    ----------
    test : ChanceTest
        From `community_test`.

    Returns
    -------
    float
        At most 1; below 0 where the groupings tell less of each other than chance would.
    """
    return (test.observed - test.expected) / (1 - test.expected)
