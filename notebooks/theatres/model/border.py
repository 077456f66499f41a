"""Floor 1: which ties a test counts, and where the border between theatres runs.

Theatres are sets of bits here, so that an actor may belong to two of them: a tie crosses when its
ends share none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntFlag

import numpy as np
import pandas as pd

from .. import tables
from . import network
from .choices import allowed

KINDS = {
    "all": "every tie",
    "friendly": "friendly ties",
    "hostile": "hostile ties",
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
WEIGHTS = {"pairs": "each pair once", "ties": "each tie once", "weight": "by weight 1 to 3"}
HUBS = {"in": (), "no Russia": ("RUS",), "no Russia, China, USA": ("RUS", "CHN", "USA")}


class Theatre(IntFlag):
    """The course's theatres as bits."""

    EUROPE = 1
    ASIA_PACIFIC = 2
    EURASIA = 4
    MIDDLE_EAST = 8
    NORTH_AMERICA = 16
    LATIN_AMERICA = 32
    AFRICA = 64
    GLOBAL = 128


BOTH = Theatre.EUROPE | Theatre.ASIA_PACIFIC
_SIGNS = {"friendly": 1, "hostile": -1}
PLACE_BITS = 24  # room for the bits of the theatres below an actor's number


def bits_of(theatres: Iterable[str]) -> dict[str, int]:
    """Give each theatre its bit; those that only an argument of one's own names come after ours."""
    ours = {theatre.name.replace("_", "-"): int(theatre) for theatre in Theatre}
    bits = {name: ours[key] for name in theatres if (key := _as_member(name)) in ours}
    first = 2 * max(Theatre)
    others = sorted(set(theatres) - set(bits))
    return {**bits, **{name: first << place for place, name in enumerate(others)}}


def _as_member(name: str) -> str:
    """Return a theatre's name as members are spelt here: "Middle East" is MIDDLE-EAST."""
    return name.upper().replace(" ", "-")


def counted_ties(
    table: pd.DataFrame,
    *,
    kinds: str = "all",
    source: str = "both",
    status: str = "actual",
    year: int | None = None,
    groups: bool = True,
    without: tuple | list = (),
    hindsight: bool = True,
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
    hindsight : bool, optional
        Whether ties that began after the commentary count.

    Returns
    -------
    pandas.DataFrame
        The rows that fit, same columns.

    Raises
    ------
    ValueError
        If a choice or an actor does not exist.
    """
    allowed(kinds=(kinds, KINDS), source=(source, SOURCES), status=(status, STATUS))
    keep = network.untouched(table, without)
    if year is not None:
        keep &= network.held(table, year)
    if kinds in _SIGNS:
        keep &= (table["sign"] == _SIGNS[kinds]).to_numpy()
    elif kinds != "all":
        keep &= table["family"].isin(_FAMILIES[kinds]).to_numpy()
    if source != "both":
        keep &= (table["asserted_by"] == source).to_numpy()
    if status == "actual":
        keep &= (table["status"] == "actual").to_numpy()
    if not hindsight:
        keep &= known(table)
    if not groups:
        spoken = _spoken_of()
        keep &= ~(table["source"].isin(spoken) | table["target"].isin(spoken)).to_numpy()
    return table[keep]


def known(table: pd.DataFrame) -> np.ndarray:
    """Say which ties had begun by the day of the commentary (bool)."""
    return ~tables.is_hindsight(table["start"].astype(object)).to_numpy(bool)


def _spoken_of() -> set[str]:
    actors = tables.read("actors")
    return set(actors.loc[actors["kind"] == "group", "id"])


@dataclass(frozen=True)
class Coded:
    """Ties as numbers: actors at both ends; their homes and the places of the tie as bits."""

    actors: np.ndarray
    ends: np.ndarray
    home: np.ndarray
    place: np.ndarray
    weight: np.ndarray
    drawn: dict[tuple, tuple] = field(default_factory=dict)  # borders and nodes so far, by choices


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
        return pairs_cross(*self.theatres[self.pairs].T)

    @property
    def overlaps(self) -> np.ndarray:
        """Whether the ends share a theatre only because one of them belongs to several."""
        return pairs_overlap(*self.theatres[self.pairs].T)

    @property
    def overlap(self) -> float:
        """Weighted share of pairs that overlap, 0 to 1: neither across the border nor inside it."""
        total = self.weight.sum()
        return float(self.weight @ self.overlaps / total) if total else float("nan")


def pairs_cross(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Say where two ends, given as bits of theatres, share none."""
    return (one & other) == 0


def pairs_overlap(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Say where two ends share a theatre and one of them has another beside it."""
    several = ((one & (one - 1)) | (other & (other - 1))) != 0
    return several & ((one & other) != 0)


def share_across(one: np.ndarray, other: np.ndarray, weight: np.ndarray) -> np.ndarray | float:
    """Return the weighted share of pairs that cross, of those that do not overlap.

    An actor in both theatres links them by its membership. To count its pairs as inside would
    score that link as separation; so they are left out, and reported as overlap.

    Parameters
    ----------
    one, other : array of int
        Theatres of the ends as bits; a row a draw where there are several.
    weight : array of float
        Weight of each pair.

    Returns
    -------
    array of float or float
        0 to 1; NaN where every pair overlaps.
    """
    overlap, crosses = pairs_overlap(one, other), pairs_cross(one, other)
    total = _weighed(~overlap, weight)
    across = _weighed(crosses, weight)
    return np.divide(across, total, out=np.full(np.shape(total), np.nan), where=total > 0)


def _weighed(pairs: np.ndarray, weight: np.ndarray) -> np.ndarray | float:
    """Sum the weights of the pairs marked (bool), draw by draw."""
    if weight.ndim > 1:
        return (pairs * weight).sum(axis=-1)
    return pairs.astype(float) @ weight  # numpy is several times slower at bool


def code(table: pd.DataFrame) -> Coded:
    """Turn ties into numbers once, so that many tests can share them."""
    home = network.homes()
    ends = np.column_stack([table[end].to_numpy(object) for end in ("source", "target")])
    actors = np.array(sorted(set(ends.ravel())), object)
    number = {a: i for i, a in enumerate(actors)}
    ends = np.array([[number[a], number[b]] for a, b in ends], np.int64).reshape(-1, 2)
    places = np.column_stack(
        [table[end].to_numpy(object) for end in ("source_theatre", "target_theatre")]
    )
    bit = bits_of({*home.values(), *places.ravel()})
    bits = np.array([bit[home[a]] for a in actors], np.int64)
    place = np.array([[bit[a], bit[b]] for a, b in places], np.int64).reshape(-1, 2)
    at_home = bits[ends] if len(actors) else place
    return Coded(actors, ends, at_home, place, table["weight"].to_numpy(float))


def engagements(
    table: pd.DataFrame | Coded,
    *,
    russia: str = "Europe",
    usa: str = "own",
    where: str = "place",
    scope: str = "all",
    weights: str = "pairs",
    between: tuple[str, str] | tuple = (),
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
        counts as two nodes. A pair counts once unless weights are asked for: the E-I index is
        defined on pairs, and the many ties of one pair are no separate draws.
    between : tuple of str, optional
        Other regions in place of the two theatres; see `theatres_of`.
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
    allowed(weights=(weights, WEIGHTS))
    c = table if isinstance(table, Coded) else code(table)
    bits, use = theatres_of(c, russia, usa, where, scope, between)
    nodes, everyone = _nodes(c, where)
    if keep is not None:
        use = use & keep
    here, flat = _renumbered(nodes[use], len(everyone))
    names = everyone[here]
    pairs = np.sort(flat.reshape(-1, 2), axis=1)
    theatres = np.zeros(len(names), np.int64)
    theatres[flat.ravel()] = bits[use].ravel()
    # One number a pair, in the order of its ends.
    numbers, back = _renumbered(pairs[:, 0] * len(names) + pairs[:, 1], len(names) ** 2)
    pairs = np.column_stack(np.divmod(numbers, max(len(names), 1)))
    count = np.bincount(back, minlength=len(pairs))
    weight = {
        "ties": count,
        "pairs": np.ones(len(pairs)),
        "weight": np.bincount(back, c.weight[use], minlength=len(pairs)),
    }[weights]
    return Engagements(
        c.actors[names >> PLACE_BITS] if len(names) else names,
        theatres,
        pairs.reshape(-1, 2),
        weight.astype(float),
        count,
    )


def _nodes(c: Coded, where: str) -> tuple[np.ndarray, np.ndarray]:
    """Give nodes at both ends of ties a number; return these, and what each number stands for.

    By place, an actor in two places is two nodes: its number stands above the bits of the place.
    """
    key = ("nodes", where == "place")
    if key not in c.drawn:
        nodes = (c.ends << PLACE_BITS) + (c.place if where == "place" else 0)
        everyone, number = np.unique(nodes, return_inverse=True)
        c.drawn[key] = number.reshape(-1, 2), everyone
    return c.drawn[key]


def _renumbered(numbers: np.ndarray, below: int) -> tuple[np.ndarray, np.ndarray]:
    """Close the gaps in numbers below a bound; return the old ones, and the new one of each.

    As numpy's `unique` with its inverse does, which sorts and takes several times as long.
    """
    there = np.zeros(below, bool)
    there[numbers] = True
    return np.flatnonzero(there), (there.cumsum() - 1)[numbers]


def theatres_of(
    c: Coded,
    russia: str,
    usa: str,
    where: str,
    scope: str,
    between: tuple[str, str] | tuple = (),
) -> tuple[np.ndarray, np.ndarray]:
    """Return the theatres of both ends of each tie as bits, and which ties lie in the scope.

    Parameters
    ----------
    c : Coded
        Ties as numbers.
    russia, usa, where, scope : str
        Keys of `RUSSIA`, `USA`, `WHERE`, `SCOPE`.
    between : tuple of str, optional
        Two other regions, for a placebo: they take the place of the two theatres, and nothing else
        is in scope.

    Returns
    -------
    tuple of array
        Bits, two a tie; and bool, one a tie.
    """
    allowed(russia=(russia, RUSSIA), usa=(usa, USA), where=(where, WHERE), scope=(scope, SCOPE))
    choices = (russia, usa, where, scope, tuple(between))
    if choices not in c.drawn:  # a curve draws a few borders hundreds of times
        c.drawn[choices] = _border(c, *choices)
    return c.drawn[choices]


def _border(
    c: Coded, russia: str, usa: str, where: str, scope: str, between: tuple
) -> tuple[np.ndarray, np.ndarray]:
    """Draw one border: see `theatres_of`."""
    bits = (c.place if where == "place" else c.home).copy()
    elsewhere = {"RUS": {"both": BOTH, "own": Theatre.EURASIA}, "USA": {"both": BOTH}}
    for actor, choice in (("RUS", russia), ("USA", usa)):
        if choice in elsewhere[actor]:
            bits[(c.actors == actor)[c.ends]] = elsewhere[actor][choice]
    if usa == "Europe":  # North America as a whole: the Atlantic as one theatre
        bits[bits == Theatre.NORTH_AMERICA] = Theatre.EUROPE
    if between:
        bits &= sum(bits_of(between).values())  # an actor in both theatres is in one of these
        return bits, (bits > 0).all(axis=1)
    everywhere = np.ones(len(bits), bool)
    return bits, ((bits & BOTH) > 0).all(axis=1) if scope == "two" else everywhere


def crossing(
    table: pd.DataFrame | Coded,
    *,
    russia: str = "Europe",
    usa: str = "own",
    where: str = "place",
    scope: str = "all",
    between: tuple[str, str] | tuple = (),
) -> tuple[np.ndarray, np.ndarray]:
    """Return whether each tie crosses the border as drawn, and whether it is in scope (bool)."""
    coded = table if isinstance(table, Coded) else code(table)
    bits, within = theatres_of(coded, russia, usa, where, scope, between)
    return pairs_cross(*bits.T), within


def overlapping(table: pd.DataFrame | Coded, **border: str) -> np.ndarray:
    """Say which ties overlap under a border: an end in both theatres, the other in one of them.

    Parameters
    ----------
    table : pandas.DataFrame or Coded
        Ties.
    **border : str
        ``russia``, ``usa``, ``where``, ``scope``, as for `crossing`.

    Returns
    -------
    array of bool
        One value a tie; such a tie neither crosses nor stays inside.
    """
    opens = {"russia": "Europe", "usa": "own", "where": "place", "scope": "all"}
    coded = table if isinstance(table, Coded) else code(table)
    bits, _ = theatres_of(coded, **{**opens, **border})
    return pairs_overlap(*bits.T)


def crossing_share(e: Engagements) -> float:
    """Return the weighted share of pairs that cross theatres; see `share_across`."""
    return float(share_across(*e.theatres[e.pairs].T, e.weight)) if len(e.pairs) else float("nan")


def percent(share: float) -> str:
    """Write a share in words: a few in a thousand are not none."""
    return "none" if np.isnan(share) else "under 1%" if 0 < share < 0.005 else f"{share:.0%}"


def ei_index(share: float) -> float:
    """Return the E-I index of Krackhardt and Stern (1988), twice the share less one.

    External less internal, over all.
    """
    return 2 * share - 1
