"""Floor 1: can two theatres be told apart?

Shares, communities, cuts, breaks and sequences, each beside its null model.

Theatres are sets of bits here, so that an actor may belong to two of them: a tie crosses when its
ends share none.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from .. import tables
from . import network

SEED, DRAWS = 8, 500
FIRST, LAST = 2013, 2026
KINDS = {
    "all": "every tie",
    "friendly": "friendly ties",
    "material": "arms, troops, goods, money",
    "pacts": "treaties, formats, exercises",
    "words": "support, narratives, appeals",
    "pressure": "sanctions, threats, attacks",
}
_FAMILIES = {
    "material": ["arms", "economy"],
    "pacts": ["cooperation"],
    "words": ["words"],
    "pressure": ["pressure"],
}
SOURCES = {"both": "commentary and evidence", "commentary": "commentary", "evidence": "evidence"}
STATUS = {"actual": "said to exist", "any": "feared or proposed too"}
RUSSIA = {"Europe": "in Europe", "own": "its own theatre", "both": "in both theatres"}
USA = {"own": "its own theatre", "Europe": "with Europe", "both": "in both theatres"}
WHERE = {"place": "where the act takes place", "home": "where the actor is at home"}
SCOPE = {"all": "all theatres", "two": "only Europe and Asia-Pacific"}
WEIGHTS = {"ties": "each tie once", "weight": "by weight 1 to 3", "pairs": "each pair once"}
HUBS = {"in": (), "no Russia": ("RUS",), "no Russia, China, USA": ("RUS", "CHN", "USA")}
NULLS = {
    "labels": "shuffle the theatres of all actors",
    "alike": "shuffle among actors with about as many ties",
    "ends": "keep theatres, shuffle who is tied to whom",
}
_BIT = {
    "Europe": 1,
    "Asia-Pacific": 2,
    "Eurasia": 4,
    "Middle East": 8,
    "North America": 16,
    "Latin America": 32,
    "Africa": 64,
    "Global": 128,
}


def counted_ties(
    table: pd.DataFrame,
    *,
    kinds: str = "all",
    source: str = "both",
    status: str = "actual",
    year: int | None = None,
    groups: bool = True,
    without: tuple | list = (),
) -> pd.DataFrame:
    """Choose the ties that a test counts.

    Parameters
    ----------
    table : pandas.DataFrame
        Ties as `network.ties` returns them.
    kinds, source, status : str, optional
        A key of `KINDS`, `SOURCES`, `STATUS`.
    year : int, optional
        Only ties that hold at the end of that year.
    groups : bool, optional
        Whether sets of states spoken of as one (the West, Asia) stay in.
    without : sequence of str, optional
        Actors taken out with all their ties.

    Returns
    -------
    pandas.DataFrame
        The rows that fit, same columns.

    Raises
    ------
    ValueError
        If a choice or an actor does not exist.
    """
    _allowed(kinds=(kinds, KINDS), source=(source, SOURCES), status=(status, STATUS))
    rows = network.select_ties(table, year=year, without=list(without))
    keep = np.ones(len(rows), bool)
    if kinds == "friendly":
        keep &= (rows["sign"] == 1).to_numpy()
    elif kinds != "all":
        keep &= rows["family"].isin(_FAMILIES[kinds]).to_numpy()
    if source != "both":
        keep &= (rows["asserted_by"] == source).to_numpy()
    if status == "actual":
        keep &= (rows["status"] == "actual").to_numpy()
    if not groups:
        spoken = _spoken_of()
        keep &= ~(rows["source"].isin(spoken) | rows["target"].isin(spoken)).to_numpy()
    return rows[keep]


def _allowed(**choices) -> None:
    for what, (value, allowed) in choices.items():
        if value not in allowed:
            raise ValueError(
                f"{what} cannot be {value!r}; choose one of {', '.join(map(str, allowed))}"
            )


def _spoken_of() -> set[str]:
    actors = tables.read("actors")
    return set(actors.loc[actors["kind"] == "group", "id"])


# --------------------------------------------------------------------------------------------------
# -------------- shares


@dataclass(frozen=True)
class Coded:
    """Ties as numbers: actors at both ends, their home theatres and the place of the tie as bits."""

    actors: np.ndarray
    ends: np.ndarray
    home: np.ndarray
    place: np.ndarray
    weight: np.ndarray


@dataclass(frozen=True)
class Engagements:
    """Who is engaged where: a node an actor (in a place), its theatres, weighted pairs of nodes."""

    actors: np.ndarray
    theatres: np.ndarray
    pairs: np.ndarray
    weight: np.ndarray
    ties: np.ndarray

    @property
    def crosses(self) -> np.ndarray:
        """Whether the ends of each pair share no theatre."""
        return (self.theatres[self.pairs[:, 0]] & self.theatres[self.pairs[:, 1]]) == 0


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
        return p_value(self.draws >= self.observed - 1e-12)

    @property
    def p_fewer(self) -> float:
        """Chance of a value at least as low under the null model."""
        return p_value(self.draws <= self.observed + 1e-12)

    def verdict(self, level: float = 0.05) -> str:
        """Return "more", "fewer", "like", or "cannot say" where the null model leaves nothing to vary."""
        if not len(self.draws) or np.isnan(self.observed) or np.ptp(self.draws) < 1e-12:
            return "cannot say"
        return (
            "more" if self.p_more <= level / 2 else "fewer" if self.p_fewer <= level / 2 else "like"
        )


def p_value(as_extreme: np.ndarray) -> float:
    """Return (hits + 1) / (draws + 1).

    The p-value of a permutation test with random draws (Phipson and Smyth 2010).
    """
    return (int(np.sum(as_extreme)) + 1) / (len(as_extreme) + 1)


def code(table: pd.DataFrame) -> Coded:
    """Turn ties into numbers once, so that many tests can share them."""
    home = _homes()
    ends = np.column_stack([table[end].to_numpy(object) for end in ("source", "target")])
    actors = np.array(sorted(set(ends.ravel())), object)
    number = {a: i for i, a in enumerate(actors)}
    ends = np.array([[number[a], number[b]] for a, b in ends], np.int64).reshape(-1, 2)
    places = np.column_stack(
        [table[end].to_numpy(object) for end in ("source_theatre", "target_theatre")]
    )
    named = sorted({*home.values(), *places.ravel()} - set(_BIT))
    bit = {
        **_BIT,
        **{t: 256 << i for i, t in enumerate(named)},
    }  # an argument of one's own may name other theatres
    bits = np.array([bit[home[a]] for a in actors], np.int64)
    place = np.array([[bit[a], bit[b]] for a, b in places], np.int64).reshape(-1, 2)
    return Coded(
        actors, ends, bits[ends] if len(actors) else place, place, table["weight"].to_numpy(float)
    )


def _homes() -> dict[str, str]:
    actors = tables.read("actors")
    return dict(zip(actors["id"], actors["theatre"].astype(object)))


def engagements(
    table: pd.DataFrame | Coded,
    *,
    russia: str = "Europe",
    usa: str = "own",
    where: str = "place",
    scope: str = "all",
    weights: str = "ties",
    keep: np.ndarray | None = None,
) -> Engagements:
    """Draw the border of the theatres.

    Parameters
    ----------
    table : pandas.DataFrame or Coded
        Ties; only ``source``, ``target``, ``source_theatre``, ``target_theatre`` and ``weight`` are
        used.
    russia, usa, where, scope, weights : str, optional
        Keys of `RUSSIA`, `USA`, `WHERE`, `SCOPE`, `WEIGHTS`. By place, one actor in two places
        counts as two nodes.
    keep : array of bool, optional
        Which ties to use.

    Returns
    -------
    Engagements
        Pairs of nodes that are tied, with the number or weight of their ties.

    Raises
    ------
    ValueError
        If a choice does not exist.
    """
    _allowed(weights=(weights, WEIGHTS))
    c = table if isinstance(table, Coded) else code(table)
    bits, use = _border(c, russia, usa, where, scope)
    nodes = c.ends.astype(np.int64) * 2**24 + (c.place if where == "place" else 0)
    if keep is not None:
        use = use & keep
    names, flat = np.unique(nodes[use], return_inverse=True)
    pairs = np.sort(flat.reshape(-1, 2), axis=1)
    theatres = np.zeros(len(names), np.int64)
    theatres[flat.ravel()] = bits[use].ravel()
    pairs, back = np.unique(pairs, axis=0, return_inverse=True)
    count = np.bincount(back.ravel(), minlength=len(pairs))
    weight = {
        "ties": count,
        "pairs": np.ones(len(pairs)),
        "weight": np.bincount(back.ravel(), c.weight[use], minlength=len(pairs)),
    }[weights]
    return Engagements(
        c.actors[names // 2**24] if len(names) else names,
        theatres,
        pairs.reshape(-1, 2),
        weight.astype(float),
        count,
    )


def _border(
    c: Coded, russia: str, usa: str, where: str, scope: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return the theatres of both ends of each tie, as bits, and which ties lie within the scope."""
    _allowed(russia=(russia, RUSSIA), usa=(usa, USA), where=(where, WHERE), scope=(scope, SCOPE))
    bits = (c.place if where == "place" else c.home).copy()
    for actor, choice in (("RUS", russia), ("USA", usa)):
        at = np.flatnonzero(c.actors == actor)
        if choice == "both":
            bits[np.isin(c.ends, at)] = 3
        elif choice == "own" and actor == "RUS":
            bits[np.isin(c.ends, at)] = _BIT["Eurasia"]
    if usa == "Europe":
        bits[bits == _BIT["North America"]] = (
            1  # North America as a whole: the Atlantic as one theatre
        )
    return bits, ((bits & 3) > 0).all(axis=1) if scope == "two" else np.ones(len(bits), bool)


def crossing(
    table: pd.DataFrame | Coded,
    *,
    russia: str = "Europe",
    usa: str = "own",
    where: str = "place",
    scope: str = "all",
) -> tuple[np.ndarray, np.ndarray]:
    """Return of each tie whether it crosses the border as drawn, and whether it is in scope (bool)."""
    bits, within = _border(
        table if isinstance(table, Coded) else code(table), russia, usa, where, scope
    )
    return (bits[:, 0] & bits[:, 1]) == 0, within


def crossing_share(e: Engagements) -> float:
    """Return the weighted share of ties that cross theatres, 0 to 1; NaN without ties."""
    return float(e.weight @ e.crosses / e.weight.sum()) if len(e.pairs) else float("nan")


def percent(share: float) -> str:
    """Write a share in words: a few in a thousand are not none."""
    return "none" if np.isnan(share) else "under 1%" if 0 < share < 0.005 else f"{share:.0%}"


def ei_index(share: float) -> float:
    """Return the E-I index of Krackhardt and Stern (1988): (external.

    Internal) / all ties, which is twice the share less one.
    """
    return 2 * share - 1


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
    _allowed(null=(null, NULLS))
    rng = np.random.default_rng(seed)
    observed, (a, b), k = crossing_share(e), e.pairs.T, len(e.theatres)
    if k < 3:
        return ChanceTest(observed, np.array([]), int(e.ties.sum()), k)
    if null == "ends":
        other = rng.permuted(np.tile(b, (n, 1)), axis=1)
        crosses = (e.theatres[a] & e.theatres[other]) == 0
        weight = np.where(other == a, 0.0, e.weight)  # nobody is tied to itself
        draws = (weight * crosses).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-12)
    else:
        strata = [np.arange(k)]
        if null == "alike":
            degree = np.bincount(e.pairs.ravel(), minlength=k)
            strata = np.array_split(np.argsort(degree, kind="stable"), 3)
        dealt = np.empty((n, k), np.int64)
        for s in strata:
            dealt[:, s] = rng.permuted(np.tile(e.theatres[s], (n, 1)), axis=1)
        draws = ((dealt[:, a] & dealt[:, b]) == 0) @ e.weight / e.weight.sum()
    return ChanceTest(observed, draws, int(e.ties.sum()), len(set(e.actors)))


# --------------------------------------------------------------------------------------------------
# --------- communities


class Graph(NamedTuple):
    """Actors as numbers in order of name, since sets of text change theirs; pairs weighted by ties."""

    graph: object
    names: list[str]


def graph(table: pd.DataFrame | Graph) -> Graph:
    """Draw the graph of ties once, so that several measures can share it."""
    import networkx as nx

    if isinstance(table, Graph):
        return table
    counts = Counter(pair_of(table))
    pairs = [(*p.split(" "), counts[p]) for p in sorted(counts)]
    names = sorted({a for p in pairs for a in p[:2]})
    number = {a: i for i, a in enumerate(names)}
    g = nx.Graph()
    g.add_nodes_from(range(len(names)))
    g.add_edges_from((number[a], number[b], {"weight": w, "one": 1}) for a, b, w in pairs)
    return Graph(g, names)


def communities(
    table: pd.DataFrame | Graph, *, resolution: float = 1.0, seed: int = SEED
) -> pd.DataFrame:
    """Find communities and say who sits among actors of another theatre.

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

    Returns
    -------
    pandas.DataFrame
        Columns ``actor``, ``community`` (1 is the largest), ``theatre`` (home), ``majority`` (most
        frequent home theatre of the community; ties broken by name), ``wrong`` (bool: home is not
        the majority), ``ties``; by community and actor.
    """
    import networkx as nx

    g, names = graph(table)
    home = _homes()
    found = (
        nx.community.louvain_communities(g, weight="weight", resolution=resolution, seed=seed)
        if len(g)
        else []
    )
    found = sorted((sorted(c) for c in found), key=lambda c: (-len(c), c))
    rows = []
    for k, members in enumerate(found, 1):
        frequency = Counter(home[names[i]] for i in members)
        most = min(frequency, key=lambda t: (-frequency[t], t))
        rows += [
            (
                names[i],
                k,
                home[names[i]],
                int(g.degree(i, weight="weight")),
                most,
                home[names[i]] != most,
            )
            for i in members
        ]
    return pd.DataFrame(
        rows, columns=["actor", "community", "theatre", "ties", "majority", "wrong"]
    ).astype({"wrong": bool})


def pair_of(table: pd.DataFrame) -> pd.Series:
    """Return the two actors of each tie, in order of name and joined by a space.

    "KOR UKR" whichever way the tie goes.
    """
    ends = np.sort(table[["source", "target"]].astype(object).to_numpy(), axis=1)
    return pd.Series([f"{a} {b}" for a, b in ends], index=table.index, dtype=object)


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
    return np.clip(2 * (apart - entropy(joint)) / apart, 0, 1) if apart > 1e-12 else np.ones(len(b))


def community_test(found: pd.DataFrame, *, n: int = DRAWS, seed: int = SEED) -> ChanceTest:
    """Set the agreement of communities with home theatres against theatres dealt out at random."""
    rng = np.random.default_rng(seed)
    theatre, community = (pd.factorize(found[c])[0] for c in ("theatre", "community"))
    dealt = [rng.permutation(theatre) for _ in range(n)]
    return ChanceTest(
        normalised_mutual_information(community, theatre),
        _likeness(community, dealt),
        int(found["ties"].sum() // 2),
        len(found),
    )


# --------------------------------------------------------------------------------------------------
# ------------- cutting


@dataclass(frozen=True)
class Connection:
    """How two actors hang together.

    Paths that share no pair, and the smallest cuts between them.
    """

    paths: list[list[str]]
    pairs_to_cut: list[tuple[str, str]]
    ties_to_cut: int
    actors_to_cut: list[str] | None


def connection(table: pd.DataFrame | Graph, a: str, b: str) -> Connection:
    """Find how two actors are connected and what would part them.

    Direction and sign of ties are left aside: a threat joins as a gift does. Edge-disjoint paths
    and minimum cuts by networkx; their numbers are equal (Menger's theorem). Cutting whole pairs
    and cutting single ties are different questions, so both are answered.

    Parameters
    ----------
    table : pandas.DataFrame or Graph
        Ties.
    a, b : str
        Two different actors.

    Returns
    -------
    Connection
        ``paths`` (shortest first), ``pairs_to_cut``, ``ties_to_cut`` (smallest number of single
        ties), ``actors_to_cut`` (smallest set of others to take out; None where the two are tied
        directly). All empty where no path joins them.

    Raises
    ------
    ValueError
        If the two are the same.
    """
    import networkx as nx

    if a == b:
        raise ValueError(f"choose two different actors; both are {a!r}")
    g, names = graph(table)
    if a not in names or b not in names:
        return Connection([], [], 0, [])
    i, j = names.index(a), names.index(b)
    if not nx.has_path(g, i, j):
        return Connection([], [], 0, [])
    augment = (
        nx.algorithms.flow.edmonds_karp
    )  # the quickest where the flow is small, as between two actors
    paths = sorted(
        (list(p) for p in nx.edge_disjoint_paths(g, i, j, flow_func=augment)),
        key=lambda p: (len(p), p),
    )
    _, (side, _) = nx.minimum_cut(g, i, j, capacity="one", flow_func=augment)
    pairs = sorted(
        tuple(sorted((names[u], names[v]))) for u, v in g.edges if (u in side) != (v in side)
    )
    actors = None if g.has_edge(i, j) else sorted(names[k] for k in nx.minimum_node_cut(g, i, j))
    return Connection(
        [[names[k] for k in p] for p in paths],
        pairs,
        int(nx.maximum_flow_value(g, i, j, capacity="weight", flow_func=augment)),
        actors,
    )


def theatre_cut(
    table: pd.DataFrame | Graph,
    *,
    left: str = "Europe",
    right: str = "Asia-Pacific",
    bridging: tuple | list = (),
) -> list[tuple[str, str]]:
    """Find the fewest pairs of actors to part so that no path leads from one theatre to the other.

    Parameters
    ----------
    table : pandas.DataFrame or Graph
        Ties.
    left, right : str, optional
        Home theatres.
    bridging : sequence of str, optional
        Actors that belong to neither side, whatever their home.

    Returns
    -------
    list of tuple of str
        Pairs of actors, sorted; empty where nothing joins the theatres.
    """
    import networkx as nx

    drawn, names = graph(table)
    g, home = drawn.copy(), _homes()
    for end, theatre in ((-1, left), (-2, right)):
        g.add_node(end)
        g.add_edges_from(
            (end, i) for i, a in enumerate(names) if home[a] == theatre and a not in bridging
        )  # no capacity: never cut
    if not nx.has_path(g, -1, -2):
        return []
    _, (side, _) = nx.minimum_cut(g, -1, -2, capacity="one")
    return sorted(
        tuple(sorted((names[u], names[v])))
        for u, v in g.edges
        if u >= 0 and v >= 0 and (u in side) != (v in side)
    )


@dataclass(frozen=True)
class Policy:
    """A policy of the debate, read as ties that end or begin.

    A simplification that the words state.
    """

    name: str
    reading: str
    claims: tuple[str, ...]
    positions: tuple[str, ...]


POLICIES = {
    "asia": Policy(
        "Prioritise Asia",
        "ends every tie of the United States with an actor of Europe, treaties and memberships apart",
        ("C65",),
        ("D11", "D13", "D14"),
    ),
    "arms": Policy(
        "End arms flows",
        "ends every tie of arms, troops and dual-use technology",
        ("C09", "C59"),
        (),
    ),
    "ceasefire": Policy(
        "A ceasefire",
        "ends attacks between Russia and Ukraine, and arms, troops and aid to either",
        ("C33",),
        (),
    ),
    "nato4": Policy(
        "NATO+4",
        "counts the ties that the commentary proposes in P14 and P15 as real",
        ("C57", "C62", "C63", "C64"),
        ("D02", "D07"),
    ),
    "stay": Policy(
        "NATO stays home",
        "ends every tie of NATO and the EU with an actor of the Asia-Pacific",
        ("C57", "C64"),
        ("D20", "D22", "D23"),
    ),
}


def policies() -> pd.DataFrame:
    """Return the policies of the lab.

    Name, how we read it, and the claims and published positions that speak of it.
    """
    rows = [
        (p.name, p.reading, ";".join(p.claims), ";".join(p.positions)) for p in POLICIES.values()
    ]
    return pd.DataFrame(rows, columns=["policy", "read as: it ...", "claims", "positions"])


def with_policies(
    table: pd.DataFrame, names: list[str] | tuple = (), *, proposed: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Apply policies to ties.

    Parameters
    ----------
    table : pandas.DataFrame
        Ties that hold.
    names : sequence of str
        Keys of `POLICIES`.
    proposed : pandas.DataFrame, optional
        Ties that NATO+4 may add; those of the commentary by default.

    Returns
    -------
    tuple of pandas.DataFrame
        Ties afterwards, and ties that went. Nothing reacts: no tie is rerouted, and no actor
        answers.
    """
    _allowed(**{f"policy {n}": (n, POLICIES) for n in names})
    home = _homes()
    source, target, kind = table["source"], table["target"], table["kind"].astype(str)

    def between(one, theatre):
        return (source.isin(one) & (target.map(home) == theatre)) | (
            target.isin(one) & (source.map(home) == theatre)
        )

    gone = pd.Series(False, index=table.index)
    if "asia" in names:
        gone |= between(["USA"], "Europe") & ~kind.isin(["alliance", "membership"])
    if "arms" in names:
        gone |= kind.isin(["arms", "troops", "technology"])
    if "ceasefire" in names:
        foes = source.isin(["RUS", "UKR"]) & target.isin(["RUS", "UKR"]) & (kind == "attack")
        gone |= foes | (target.isin(["RUS", "UKR"]) & kind.isin(["arms", "troops", "aid"]))
    if "stay" in names:
        gone |= between(["NATO", "EU"], "Asia-Pacific")
    after = table[~gone]
    if "nato4" in names:
        new = network.ties() if proposed is None else proposed
        new = new[
            (new["status"] == "proposed")
            & new["claim"].isin(POLICIES["nato4"].claims)
            & ~new["id"].isin(after["id"])
        ]
        if "stay" not in names:  # the two exclude each other; the narrower one then wins
            after = pd.concat([after, new])
    return after, table[gone]
