"""Floor 1: the network of ties - which ties hold, and what they add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import tables
from .choices import known


def theatres() -> tuple[str, ...]:
    """Return the two theatres that the argument is about: the first two of the actors table."""
    return tuple(map(str, tables.read("actors")["theatre"].cat.categories[:2]))


def both_theatres() -> str:
    """Name the two theatres as they stand within a sentence."""
    return " and ".join("the " + t if t == "Asia-Pacific" else t for t in theatres())


def ties(
    *, asserted_by: str | None = None, people: bool = False, implied: bool = False
) -> pd.DataFrame:
    """Return the course's ties, ready to be counted.

    Parameters
    ----------
    asserted_by : {"commentary", "evidence"}, optional
        Only ties that come from the commentary, or only those that evidence adds.
    people : bool, optional
        Whether ties of a person stay with the person; by default they go to the state or
        organisation that the person speaks for, so that the network is one of states, organisations
        and groups.
    implied : bool, optional
        Whether ties that only follow from a word of the text are kept; by default no count has
        them.

    Returns
    -------
    pandas.DataFrame
        The columns of ``data/ties.csv`` and ``since`` (year, int), ``until`` (year after which it
        no longer holds, Int64), ``family`` (of the kind; "pressure" where a kind of cooperation is
        turned against the target), ``crosses`` (bool: it joins the two theatres, one end in each),
        ``leaves`` (bool: the ends are engaged in different theatres, whichever these are).
    """
    table = tables.read("ties")
    if not implied:
        table = table[table["status"] != "implied"]
        table = table.assign(status=table["status"].cat.remove_categories("implied"))
    if asserted_by:
        table = table[table["asserted_by"] == asserted_by]
    if not people:
        speaks_for = tables.read("actors").set_index("id")["represents"].dropna()
        table = table.assign(
            **{end: table[end].replace(speaks_for) for end in ("source", "target")}
        )
        table = table[table["source"] != table["target"]]
    return with_years(table).reset_index(drop=True)


def with_years(table: pd.DataFrame) -> pd.DataFrame:
    """Add ``since``, ``until``, ``family``, ``crosses`` and ``leaves`` to a table of ties."""
    families = {
        kind: family
        for family, kinds in tables.field("ties", "kind")["families"].items()
        for kind in kinds
    }
    family = table["kind"].astype(str).map(families)
    against = (table["sign"] == -1) & (
        family == "cooperation"
    )  # a drill or a veto aimed at somebody is no cooperation with them
    last = pd.to_numeric(table["end"].str[:4]).astype("Int64")
    ended_within = ~table["end"].str[4:].fillna("").isin(["", "-12", "-12-31"])
    here, there = (table[f"{end}_theatre"].astype(str) for end in ("source", "target"))
    leaves = here != there
    return table.assign(
        since=table["start"].str[:4].astype(int),
        until=last - ended_within.astype("Int64"),
        family=family.mask(against, "pressure"),
        crosses=leaves & here.isin(theatres()) & there.isin(theatres()),
        leaves=leaves,
    )


def select_ties(
    table: pd.DataFrame,
    *,
    year: int | None = None,
    actor: str | None = None,
    kind: str | None = None,
    sign: int | None = None,
    status: str | None = None,
    cross_theatre: bool = False,
    without: str | list[str] = (),
    system: str | None = None,
) -> pd.DataFrame:
    """Choose ties.

    Parameters
    ----------
    table : pandas.DataFrame
        Ties as `ties` returns them.
    year : int, optional
        Only ties that hold at the end of that year.
    actor : str, optional
        Only ties that go out from or to that actor.
    kind : str, optional
        A kind of tie, or a family of kinds.
    sign : {1, -1, 0}, optional
        Only friendly, hostile or neutral ties.
    status : str, optional
        Only ties said to be actual, possible, proposed or implied.
    cross_theatre : bool, optional
        Only ties that join the two theatres (Europe and the Asia-Pacific).
    without : str or list of str, optional
        Actors taken out, with all their ties.
    system : str, optional
        Only ties of claims that belong to that system (S01 to S16).

    Returns
    -------
    pandas.DataFrame
        The rows that fit, same columns.

    Raises
    ------
    ValueError
        If an actor, kind or system does not exist.
    """
    keep = pd.Series(True, index=table.index)
    if year is not None:
        keep &= held(table, year)
    if actor is not None:
        known("actor", actor, sorted(tables.read("actors")["id"]))
        keep &= (table["source"] == actor) | (table["target"] == actor)
    if kind is not None:
        families = tables.field("ties", "kind")["families"]
        known("kind", kind, sorted([*tables.meanings("ties", "kind"), *families]))
        keep &= (table["kind"] == kind) | (table["family"] == kind)
    if sign is not None:
        keep &= table["sign"] == sign
    if status is not None:
        known("status", status, tables.meanings("ties", "status"))
        keep &= table["status"] == status
    if cross_theatre:
        keep &= table["crosses"]
    keep &= untouched(table, [without] if isinstance(without, str) else without)
    if system is not None:
        known("system", system, tables.read("systems")["id"])
        keep &= table["claim"].isin(claims_of(system))
    return table[keep]


def untouched(table: pd.DataFrame, actors: Iterable[str]) -> np.ndarray:
    """Return, tie by tie, whether it stays when some actors are taken out (bool)."""
    stays = np.ones(len(table), bool)
    for gone in actors:
        known("actor", gone, sorted(tables.read("actors")["id"]))
        stays &= ((table["source"] != gone) & (table["target"] != gone)).to_numpy()
    return stays


def held(table: pd.DataFrame, year: int) -> np.ndarray:
    """Return, tie by tie, whether it holds at the end of a year (bool)."""
    until = table["until"].to_numpy(float, na_value=np.inf)
    return (table["since"].to_numpy(int) <= year) & (until >= year)


def claims_of(system: str) -> list[str]:
    """Return the ids of the claims that belong to a system."""
    claims = tables.read("claims")
    systems = tables.listed(claims["systems"])
    return list(claims.loc[systems.index[systems == system], "id"])


def homes() -> dict[str, str]:
    """Return the home theatre of each actor."""
    actors = tables.read("actors")
    return dict(zip(actors["id"], actors["theatre"].astype(object)))


def arcs(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Return who is tied to whom: an arc a tie, and one back where it is mutual."""
    ties = list(zip(table["source"], table["target"], table["mutual"]))
    return [(a, b) for a, b, _ in ties] + [(b, a) for a, b, mutual in ties if mutual]


def degree(table: pd.DataFrame) -> pd.DataFrame:
    """Count each actor's ties and partners.

    Parameters
    ----------
    table : pandas.DataFrame
        Ties.

    Returns
    -------
    pandas.DataFrame
        Index ``actor``; columns ``ties`` (ties that touch it), ``out`` and ``in`` (arcs; a mutual
        tie counts in both), ``partners`` (different actors at the other end); most ties first, then
        by actor.
    """
    directed = arcs(table)
    out, into = (Counter(ends) for ends in (zip(*directed) if directed else ((), ())))
    touching = Counter([*table["source"], *table["target"]])
    partners = Counter(a for a, _ in {*directed, *((b, a) for a, b in directed)})
    actors = sorted(touching, key=lambda actor: (-touching[actor], actor))
    counts = {"ties": touching, "out": out, "in": into, "partners": partners}
    return pd.DataFrame(
        {name: [each[actor] for actor in actors] for name, each in counts.items()},
        index=pd.Index(actors, dtype=table["source"].dtype, name="actor"),
        dtype=int,
    )


def reciprocity(table: pd.DataFrame) -> float:
    """Return the share of arcs that are answered by an arc the other way, 0 to 1.

    Arcs are counted once a dyad and direction, whatever their kind and number (Wasserman and Faust
    1994, ch. 13); NaN without ties.
    """
    found = set(arcs(table))
    return sum((b, a) in found for a, b in found) / len(found) if found else float("nan")


def density(table: pd.DataFrame) -> float:
    """Return the share of possible ordered pairs of actors that are tied, 0 to 1.

    NaN with fewer than two actors.
    """
    found = set(arcs(table))
    n = len({a for arc in found for a in arc})
    return len(found) / (n * (n - 1)) if n > 1 else float("nan")


def dyad(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return the two ends of each tie in order of name, whichever way the tie goes."""
    # Least and largest across columns of text: pandas takes fifty times as long.
    one, other = table["source"], table["target"]
    return one.where(one <= other, other), other.where(one <= other, one)


def graph(table: pd.DataFrame):
    """Return the ties as an undirected networkx graph.

    One edge a dyad, its weight the number of ties.
    """
    import networkx as nx

    g = nx.Graph()
    for (a, b), n in table.groupby(list(dyad(table))).size().items():
        g.add_edge(a, b, weight=int(n))
    return g


def bridges(table: pd.DataFrame) -> pd.DataFrame:
    """Find the actors without whom the network falls into more pieces.

    Parameters
    ----------
    table : pandas.DataFrame
        Ties.

    Returns
    -------
    pandas.DataFrame
        Index ``actor``; column ``cut_off``: how many actors lose their way to the largest rest when
        it is taken out. Only actors with at least one; most first. (Articulation points, networkx.)
    """
    import networkx as nx

    g = graph(table)
    whole = {frozenset(c) for c in nx.connected_components(g)}
    lost = {}
    for actor in nx.articulation_points(g):
        part = next(c for c in whole if actor in c) - {actor}
        pieces = sorted(map(len, nx.connected_components(g.subgraph(part))))
        lost[actor] = sum(pieces[:-1])
    return (
        pd.DataFrame({"cut_off": pd.Series(lost, dtype=int)})
        .rename_axis("actor")
        .sort_index()
        .sort_values("cut_off", ascending=False, kind="stable")
    )


@dataclass(frozen=True)
class Remaining:
    """What is left when an actor is taken out.

    Ties lost, pieces of two or more actors (largest first), actors left alone.
    """

    without: str
    ties_lost: int
    pieces: list[list[str]]
    alone: list[str]

    def __repr__(self) -> str:
        name = tables.read("actors").set_index("id")["name"]
        sizes = " and ".join(str(len(p)) for p in self.pieces)
        held = (
            f"the rest hangs together in one piece of {sizes} actors"
            if len(self.pieces) == 1
            else f"the rest falls into pieces of {sizes} actors"
            if self.pieces
            else "no two others stay tied"
        )
        alone = (
            f"left without any tie: {', '.join(name.get(a, a) for a in self.alone)}"
            if self.alone
            else "nobody is left alone"
        )
        go = "tie goes" if self.ties_lost == 1 else "ties go"
        return f"Without {called(self.without)}, {self.ties_lost} {go}; {held}; {alone}."


def called(actor: str) -> str:
    """Return an actor's name as it stands within a sentence."""
    name = tables.read("actors").set_index("id")["name"].get(actor, actor)
    return "the EU" if actor == "EU" else f"the {name}" if name.startswith("United") else name


def remaining(table: pd.DataFrame, without: str) -> Remaining:
    """Say what stays connected when an actor is taken out.

    Parameters
    ----------
    table : pandas.DataFrame
        Ties.
    without : str
        The actor.

    Returns
    -------
    Remaining
        ``ties_lost`` (int), ``pieces`` (list of sorted lists of actors, largest first, of two or
        more actors), ``alone`` (sorted list of actors left without any tie); it prints as a
        sentence.
    """
    import networkx as nx

    g = graph(table)
    actors = set(g) - {without}
    pieces = [sorted(c) for c in nx.connected_components(g.subgraph(actors))]
    touching = (table["source"] == without) | (table["target"] == without)
    return Remaining(
        without,
        int(touching.sum()),
        sorted((p for p in pieces if len(p) > 1), key=lambda p: (-len(p), p)),
        sorted(p[0] for p in pieces if len(p) == 1),
    )


def cross_theatre_share(table: pd.DataFrame) -> float:
    """Return the share of ties that join the two theatres, 0 to 1; NaN without ties."""
    return float(table["crosses"].mean()) if len(table) else float("nan")
