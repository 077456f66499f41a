"""Floor 1: what parts two actors or two theatres, and what policies would take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from .. import tables
from . import network
from .choices import allowed
from .communities import Graph, graph

# Two nodes more, tied to all of a theatre: actors are numbered from 0 on.
LEFT_END, RIGHT_END = -1, -2


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
    # The quickest where the flow is small, as between two actors.
    augment = nx.algorithms.flow.edmonds_karp
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
    g, home = drawn.copy(), network.homes()
    ends = {LEFT_END: left, RIGHT_END: right}
    for end, theatre in ends.items():
        members = [i for i, a in enumerate(names) if home[a] == theatre and a not in bridging]
        g.add_node(end)
        g.add_edges_from((end, member) for member in members)  # no capacity: never cut
    if not nx.has_path(g, LEFT_END, RIGHT_END):
        return []
    _, (side, _) = nx.minimum_cut(g, LEFT_END, RIGHT_END, capacity="one")
    return sorted(
        tuple(sorted((names[u], names[v])))
        for u, v in g.edges
        if u not in ends and v not in ends and (u in side) != (v in side)
    )


def _none_ends(table: pd.DataFrame) -> pd.Series:
    return pd.Series(False, index=table.index)


def _between(table: pd.DataFrame, actors: list[str], theatre: str) -> pd.Series:
    """Say which ties join one of some actors with an actor at home in a theatre."""
    home = network.homes()
    source, target = table["source"], table["target"]
    out = source.isin(actors) & (target.map(home) == theatre)
    return out | (target.isin(actors) & (source.map(home) == theatre))


# The measures that the lab's "Prioritise Asia" stands for, the same as in the lesson on policy.
ASIA_FIRST = ("V07", "V08", "V14")


def _asia_first(table: pd.DataFrame) -> pd.Series:
    measures = tables.read("prescriptions").set_index("id").loc[list(ASIA_FIRST)]
    return table["id"].isin(tables.listed(measures["weakens"]))


def _arms(table: pd.DataFrame) -> pd.Series:
    return table["kind"].isin(["arms", "troops", "technology"])


def _the_war(table: pd.DataFrame) -> pd.Series:
    foes = ["RUS", "UKR"]
    to_a_foe = table["target"].isin(foes)
    attacks = table["source"].isin(foes) & to_a_foe & (table["kind"] == "attack")
    return attacks | (to_a_foe & table["kind"].isin(["arms", "troops", "aid"]))


def _nato_in_asia(table: pd.DataFrame) -> pd.Series:
    return _between(table, ["NATO", "EU"], "Asia-Pacific")


@dataclass(frozen=True)
class Policy:
    """A policy of the debate, read as ties that end or begin: a simplification, and said to be one.

    Parameters
    ----------
    name, reading : str
        What it is called, and how we read it: "it ...".
    claims, positions : tuple of str
        Claims and published positions that speak of it.
    ends : callable, optional
        Takes ties, says of each whether it ends.
    adds : bool, optional
        Whether ties that its claims propose begin.
    excludes : str, optional
        The policy that it gives way to: one cannot have both.
    """

    name: str
    reading: str
    claims: tuple[str, ...]
    positions: tuple[str, ...]
    ends: Callable[[pd.DataFrame], pd.Series] = _none_ends
    adds: bool = False
    excludes: str = ""


POLICIES = {
    "asia": Policy(
        "Prioritise Asia",
        "ends what three measures of those who put Asia first would weaken (lesson 10):"
        " American forces, sales and enablers in Europe, and arms and aid to Ukraine",
        ("C65",),
        ("D11", "D13", "D14"),
        _asia_first,
    ),
    "arms": Policy(
        "End arms flows",
        "ends every tie of arms, troops and dual-use technology",
        ("C09", "C59"),
        (),
        _arms,
    ),
    "ceasefire": Policy(
        "A ceasefire",
        "ends attacks between Russia and Ukraine, and arms, troops and aid to either",
        ("C33",),
        (),
        _the_war,
    ),
    "nato4": Policy(
        "NATO+4",
        "counts the ties that the commentary proposes in P14 and P15 as real",
        ("C57", "C62", "C63", "C64"),
        ("D02", "D07"),
        adds=True,
        excludes="stay",  # the narrower one wins
    ),
    "stay": Policy(
        "NATO stays home",
        "ends every tie of NATO and the EU with an actor of the Asia-Pacific",
        ("C57", "C64"),
        ("D20", "D22", "D23"),
        _nato_in_asia,
    ),
}


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

    Raises
    ------
    ValueError
        If there is no such policy; the message lists those there are.
    """
    allowed(**{f"policy {n}": (n, POLICIES) for n in names})
    chosen = [POLICIES[name] for name in names]
    gone = _none_ends(table)
    for policy in chosen:
        gone |= policy.ends(table)
    after = table[~gone]
    for policy in chosen:
        if policy.adds and policy.excludes not in names:
            offered = network.ties() if proposed is None else proposed
            named = (offered["status"] == "proposed") & offered["claim"].isin(policy.claims)
            after = pd.concat([after, offered[named & ~offered["id"].isin(after["id"])]])
    return after, table[gone]
