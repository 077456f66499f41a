"""Floor 1: networks with the same degrees - what cuts, paths and communities give by chance.

A hub has many paths because it has many partners. So a measure stands beside networks in which
everybody keeps the number of partners and nothing else is kept.
"""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pandas as pd

from .. import tables
from . import network
from .border import KINDS, counted_ties, percent
from .chance import SEED, ChanceTest
from .choices import allowed
from .communities import Graph, communities, graph, modularity, normalised_mutual_information

Pairs = list[tuple[int, int]]
DRAWS = 200
SWAPS = 10  # tries a pair: enough that nothing but the degrees is left
FEWEST = 5  # pairs that two groups could have, for a share of them to say anything
STARTS = 20  # of the search for communities
PLACEBOS = (
    ("Europe", "Asia-Pacific"),
    ("Europe", "North America"),
    ("Europe", "Middle East"),
    ("Asia-Pacific", "North America"),
    ("Asia-Pacific", "Middle East"),
)
LOOKED = "counts where we looked"  # in place of a verdict, beside ties that somebody chose
VERDICTS = {"more": "more", "like": "like chance", "fewer": "fewer", "cannot say": "cannot say"}


def rewired(pairs: Pairs, rng: np.random.Generator) -> Pairs:
    """Join the same nodes anew so that each keeps its number of partners.

    Two pairs at a time exchange partners, and no pair is made twice (double edge swaps, as in
    Maslov and Sneppen's null model).

    Parameters
    ----------
    pairs : list of tuple of int
        Each pair of nodes once.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    list of tuple of int
        As many pairs, each once, none with itself.
    """
    made, known = [tuple(p) for p in pairs], {frozenset(p) for p in pairs}
    tries = SWAPS * len(made)
    chosen = rng.integers(0, max(len(made), 1), (tries, 2)).tolist()
    turns = (rng.random(tries) < 0.5).tolist()
    for (i, j), turn in zip(chosen, turns):
        (a, b), (c, d) = made[i], made[j]
        if turn:
            c, d = d, c
        one, other = frozenset((a, d)), frozenset((c, b))
        if len({a, b, c, d}) < 4 or one in known or other in known:
            continue
        known -= {frozenset((a, b)), frozenset((c, d))}
        known |= {one, other}
        made[i], made[j] = (a, d), (c, b)
    return made


def fewest_pairs(pairs: Pairs, left: set[int], right: set[int]) -> int:
    """Count the fewest pairs to part so that no path leads from one set of nodes to the other.

    As many as there are paths that share no pair (Menger's theorem).

    Parameters
    ----------
    pairs : list of tuple of int
        Each pair once; or each tie, and then the fewest ties are counted.
    left, right : set of int
        Nodes of either side; they share none.

    Returns
    -------
    int
        Number of pairs.
    """
    room: dict[int, dict[int, int]] = {}
    for a, b in pairs:
        for one, other in ((a, b), (b, a)):
            free = room.setdefault(one, {})
            free[other] = free.get(other, 0) + 1
    found = 0
    while (steps := _steps(room, left, right)) is not None:
        found += _filled(room, steps, left, right)
    return found


def _steps(room: dict, left: set[int], right: set[int]) -> dict[int, int] | None:
    """Say how many steps with room lead from the left to each node; None if none to the right."""
    steps = dict.fromkeys(sorted(left & room.keys()), 0)
    edge, far = list(steps), 0
    while edge:
        far += 1
        reached = []
        for node in edge:
            for other, free in room[node].items():
                if free and other not in steps:
                    steps[other] = far
                    reached.append(other)
        if not right.isdisjoint(reached):
            return steps
        edge = reached
    return None


def _filled(room: dict, steps: dict[int, int], left: set[int], right: set[int]) -> int:
    """Take up shortest ways until none has room, and return how many.

    All ways of one length at a time (Dinic's method): one after the other each would ask for a
    search of the whole network.
    """
    untried = {node: iter(room[node]) for node in steps}  # each step is tried once
    found = 0
    for start in steps:
        if start not in left:
            break  # those of the left come first
        way = [start]
        while way:
            node = way[-1]
            if node in right:
                for one, other in pairwise(way):
                    room[one][other] -= 1
                    room[other][one] += 1
                found += 1
                way = [start]
                continue
            further = steps[node] + 1
            step = next(
                (o for o in untried[node] if steps.get(o) == further and room[node][o]), None
            )
            if step is None:
                way.pop()
            else:
                way.append(step)
    return found


def _drawn(table: pd.DataFrame | Graph) -> tuple[Pairs, list[str]]:
    drawn, names = graph(table)
    return sorted(tuple(sorted(edge)) for edge in drawn.edges), names


def _beside(measure, pairs: Pairs, actors: int, ties: int, n: int, seed: int) -> ChanceTest:
    """Set a measure of pairs beside its values in rewired networks."""
    rng = np.random.default_rng(seed)
    draws = np.array([measure(rewired(pairs, rng)) for _ in range(n)], float)
    return ChanceTest(float(measure(pairs)), draws, ties, actors, len(pairs))


def cut_test(
    table: pd.DataFrame | Graph,
    left: str = "Europe",
    right: str = "Asia-Pacific",
    *,
    n: int = DRAWS,
    seed: int = SEED,
) -> ChanceTest:
    """Set the fewest pairs that part two theatres beside networks with the same degrees.

    Parameters
    ----------
    table : pandas.DataFrame or Graph
        Ties.
    left, right : str, optional
        Home theatres.
    n, seed : int, optional
        Rewired networks and their seed.

    Returns
    -------
    ChanceTest
        Pairs to part; fewer than by chance means that the theatres hang together less than the
        numbers of partners alone would have it.
    """
    pairs, names = _drawn(table)
    sides = _sides(names, left, right)
    return _beside(lambda p: fewest_pairs(p, *sides), pairs, len(names), len(table), n, seed)


def _sides(names: list[str], *theatres: str) -> list[set[int]]:
    home = network.homes()
    return [{i for i, a in enumerate(names) if home[a] == theatre} for theatre in theatres]


def path_test(
    table: pd.DataFrame | Graph, a: str, b: str, *, n: int = DRAWS, seed: int = SEED
) -> ChanceTest:
    """Set the separate paths between two actors beside networks with the same degrees.

    Parameters
    ----------
    table : pandas.DataFrame or Graph
        Ties.
    a, b : str
        Two different actors of the network.
    n, seed : int, optional
        Rewired networks and their seed.

    Returns
    -------
    ChanceTest
        Paths that share no pair.

    Raises
    ------
    ValueError
        If an actor has no tie, or both are the same.
    """
    pairs, names = _drawn(table)
    allowed(a=(a, names), b=(b, [name for name in names if name != a]))
    ends = ({names.index(a)}, {names.index(b)})
    return _beside(lambda p: fewest_pairs(p, *ends), pairs, len(names), len(table), n, seed)


def modularity_test(table: pd.DataFrame, *, n: int = DRAWS, seed: int = SEED) -> ChanceTest:
    """Set the modularity of the communities found beside networks with the same degrees.

    Any network has communities if one looks for them. Pairs count once here: nothing says how
    often the pairs of a made-up network would be tied.

    Parameters
    ----------
    table : pandas.DataFrame
        Ties.
    n, seed : int, optional
        Rewired networks, and the seed of these and of every search.

    Returns
    -------
    ChanceTest
        Modularity (Newman 2006) of the division that the Louvain method finds from one start.
    """
    import networkx as nx

    pairs, names = _drawn(table)

    def best(joined: Pairs) -> float:
        g = nx.Graph()
        g.add_nodes_from(range(len(names)))
        g.add_edges_from(joined)
        return nx.community.modularity(g, nx.community.louvain_communities(g, seed=seed))

    return _beside(best, pairs, len(names), len(table), n, seed)


def consensus(
    table: pd.DataFrame | Graph, *, starts: int = STARTS, resolution: float = 1.0
) -> dict[str, float]:
    """Say how far the search for communities agrees with itself from several starts.

    Parameters
    ----------
    table : pandas.DataFrame or Graph
        Ties.
    starts : int, optional
        How many, from 1 on.
    resolution : float, optional
        As in `communities`.

    Returns
    -------
    dict
        ``divisions`` (different ones found), ``fewest`` and ``most`` (communities), ``lowest`` and
        ``highest`` (modularity), ``likeness`` (mean normalised mutual information of two
        divisions), ``settled`` (share of the pairs of actors that are together in every division
        or in none).
    """
    drawn = graph(table)
    found = [
        communities(drawn, resolution=resolution, seed=s).set_index("actor")["community"]
        for s in range(1, starts + 1)
    ]
    parts = np.array([part.reindex(drawn.names).to_numpy() for part in found])
    values = [modularity(drawn, dict(part)) for part in found]
    likeness = [normalised_mutual_information(a, b) for a, b in combinations(parts, 2)]
    divisions = {tuple(pd.factorize(part)[0]) for part in parts}
    return {
        "divisions": len(divisions),
        "fewest": int(parts.max(axis=1).min()),
        "most": int(parts.max(axis=1).max()),
        "lowest": min(values),
        "highest": max(values),
        "likeness": float(np.mean(likeness)) if likeness else 1.0,
        "settled": _settled(parts),
    }


def _settled(parts: np.ndarray) -> float:
    """Return the share of the pairs of actors that are together in every division or in none.

    A row a division, a column an actor. Those that all divisions put together are taken as one.
    """
    classes, sizes = np.unique(parts, axis=1, return_counts=True)
    settled = (sizes * (sizes - 1) // 2).sum()
    for k in range(len(sizes) - 1):
        apart = (classes[:, k + 1 :] != classes[:, [k]]).all(axis=0)
        settled += sizes[k] * sizes[k + 1 :][apart].sum()
    actors = parts.shape[1]
    return float(settled / (actors * (actors - 1) / 2)) if actors > 1 else float("nan")


def placebo_cuts(
    table: pd.DataFrame | None = None, *, chosen: bool = True, n: int = 100, seed: int = SEED
) -> pd.DataFrame:
    """Cut other pairs of regions as the two theatres are cut.

    Nobody says that North America and Europe are parted; so a measure that parts them more easily
    than Europe and the Asia-Pacific measures something else.

    Parameters
    ----------
    table : pandas.DataFrame, optional
        Ties; the course's at the day of the commentary by default.
    chosen : bool, optional
        Whether somebody chose these ties with an argument in mind. Then no verdict is given.
    n, seed : int, optional
        Rewired networks and their seed.

    Returns
    -------
    pandas.DataFrame
        ``regions``, ``actors`` (of each), ``pairs`` (tied across), ``cut`` (fewest pairs to part),
        ``by chance`` (mean, and the middle 95 percent), ``verdict``.
    """
    table = known_ties("all") if table is None else table
    pairs, names = _drawn(table)
    rng = np.random.default_rng(seed)
    networks = [rewired(pairs, rng) for _ in range(n)]
    rows = []
    for one, other in PLACEBOS:
        left, right = _sides(names, one, other)
        draws = np.array([fewest_pairs(p, left, right) for p in networks], float)
        test = ChanceTest(float(fewest_pairs(pairs, left, right)), draws, len(table), len(names))
        across = sum((a in left) != (b in left) for a, b in pairs if {a, b} <= left | right)
        chance = _range(test)
        verdict = LOOKED if chosen else VERDICTS[test.verdict()]
        sizes = f"{len(left)}, {len(right)}"
        rows.append((f"{one} and {other}", sizes, across, int(test.observed), chance, verdict))
    columns = ["regions", "actors", "pairs", "cut", "by chance", "verdict"]
    return pd.DataFrame(rows, columns=columns)


def who_with_whom(
    table: pd.DataFrame | None = None,
    *,
    chosen: bool | None = None,
    n: int = 100,
    seed: int = SEED,
) -> pd.DataFrame:
    """Count pairs group by group: inside each region and across, beside the same degrees.

    Parameters
    ----------
    table : pandas.DataFrame, optional
        Ties; the course's at the day of the commentary by default.
    chosen : bool, optional
        As in `placebo_cuts`; by default true of the course's ties alone.
    n, seed : int, optional
        Rewired networks and their seed.

    Returns
    -------
    pandas.DataFrame
        ``regions``; ``possible`` (pairs there could be), ``tied``, ``share`` (of them), ``by
        chance`` (share, mean and middle 95 percent), ``verdict``.
    """
    chosen = table is None if chosen is None else chosen
    table = known_ties("all") if table is None else table
    pairs, names = _drawn(table)
    regions = sorted({region for couple in PLACEBOS for region in couple})
    number = {region: k for k, region in enumerate(regions)}
    home = network.homes()
    at = np.array([number.get(home[a], len(regions)) for a in names])

    def tied(joined: Pairs) -> np.ndarray:
        """Count pairs by the regions of their ends, whichever end comes first."""
        ends = np.sort(at[np.array(joined)], axis=1)
        size = len(regions) + 1
        return np.bincount(ends[:, 0] * size + ends[:, 1], minlength=size**2).reshape(size, size)

    rng = np.random.default_rng(seed)
    here = tied(pairs)
    drawn = np.array([tied(rewired(pairs, rng)) for _ in range(n)])
    rows = []
    for one, other in [(r, r) for r in regions] + list(PLACEBOS):
        i, j = sorted((number[one], number[other]))
        left, right = (at == i).sum(), (at == j).sum()
        same = one == other
        possible = int(left * (left - 1) // 2 if same else left * right)
        if possible < FEWEST:
            continue
        test = ChanceTest(here[i, j] / possible, drawn[:, i, j] / possible, len(table), len(names))
        chance = f"{percent(test.expected)} ({percent(test.low)} to {percent(test.high)})"
        verdict = LOOKED if chosen else VERDICTS[test.verdict()]
        called = f"inside {one}" if same else f"{one} and {other}"
        rows.append((called, possible, int(here[i, j]), percent(test.observed), chance, verdict))
    columns = ["regions", "possible", "tied", "share", "by chance", "verdict"]
    return pd.DataFrame(rows, columns=columns)


def cuts_beside_chance(*kinds: str, a: str = "UKR", b: str = "KOR", n: int = 100) -> pd.DataFrame:
    """Show cuts and paths at the day of the commentary beside networks with the same degrees.

    Parameters
    ----------
    *kinds : str
        Keys of `border.KINDS`; every tie if none is named.
    a, b : str, optional
        The two actors whose separate paths are counted.
    n : int, optional
        Rewired networks.

    Returns
    -------
    pandas.DataFrame
        ``ties``; ``partners`` (of the two actors); ``paths`` between them and what chance gives;
        ``cut`` between the theatres, what chance gives, and ``p fewer``; ``verdict``, which is
        that somebody chose these ties.
    """
    rows = []
    for kind in kinds or ("all",):
        table = known_ties(kind)
        drawn, names = graph(table)
        partners = ", ".join(str(drawn.degree[names.index(end)]) for end in (a, b))
        paths, cut = path_test(table, a, b, n=n), cut_test(table, n=n)
        found = [value for t in (paths, cut) for value in (int(t.observed), _range(t))]
        rows.append((KINDS[kind], partners, *found, round(cut.p_fewer, 3), LOOKED))
    columns = ["ties", "partners", "paths", "by chance", "cut", "cut by chance", "p fewer"]
    return pd.DataFrame(rows, columns=[*columns, "verdict"])


def communities_beside_chance(*kinds: str, n: int = 100) -> pd.DataFrame:
    """Show communities at the day of the commentary beside chance, and how settled they are.

    Parameters
    ----------
    *kinds : str
        Keys of `border.KINDS`; every tie if none is named.
    n : int, optional
        Rewired networks.

    Returns
    -------
    pandas.DataFrame
        ``ties``; ``modularity`` (each pair once), what chance gives, ``p more``; from twenty
        starts: ``divisions`` (different ones), ``communities`` (fewest to most), ``settled`` (share
        of pairs of actors that are together in all or in none).
    """
    rows = []
    for kind in kinds or ("all",):
        table = known_ties(kind)
        test, agreed = modularity_test(table, n=n), consensus(table)
        low, high = agreed["fewest"], agreed["most"]
        many = str(low) if low == high else f"{low} to {high}"
        beside = (f"{test.observed:.2f}", _range(test, "{:.2f}"), round(test.p_more, 3))
        rows.append((KINDS[kind], *beside, agreed["divisions"], many, percent(agreed["settled"])))
    columns = ["ties", "modularity", "by chance", "p more", "divisions", "communities", "settled"]
    return pd.DataFrame(rows, columns=columns)


def known_ties(kind: str) -> pd.DataFrame:
    """Return the ties of a kind at the day of the commentary, groups spoken of as one left out."""
    year = int(tables.TEXT_DATE[:4])
    return counted_ties(network.ties(), kinds=kind, year=year, groups=False, hindsight=False)


def _range(test: ChanceTest, form: str = "{:.0f}") -> str:
    """Say what chance gives: the mean, and the middle 95 percent."""
    mean, low, high = (form.format(value) for value in (test.expected, test.low, test.high))
    return f"{mean} ({low} to {high})"
