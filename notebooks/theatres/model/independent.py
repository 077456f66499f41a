"""Floor 1: networks that nobody drew up to argue the thesis - treaties and votes.

In the form of ties, and group by group. Trade would belong here; a table of all pairs to 2023 under
a free licence was not to be had, and Russia's own trade is a star in which shuffling moves little.
"""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pandas as pd

from .. import tables
from . import network
from .aid import PARTNERS
from .border import percent
from .chance import SEED, ChanceTest
from .choices import allowed
from .rewiring import FEWEST, PLACEBOS, VERDICTS

NETWORKS = {
    "ties": "the course's ties",
    "alliances": "defence treaties in force",
    "votes": "voting alike in the General Assembly",
}
SHUFFLES = 500
FOUR = "four Asian partners"


def ties_of(name: str, *, year: int = 2024, alike: float = 0.9) -> pd.DataFrame:
    """Return a network that nobody drew up to argue the thesis, as ties.

    Parameters
    ----------
    name : {"alliances", "votes"}
        Pairs of states bound to defend each other at the end of the year, NATO's and the CSTO's
        members pair by pair; pairs of states that gave the same vote on at least ``alike`` of all
        roll calls of the General Assembly's regular sessions in the period of the year (2014 to
        2017, 2018 to 2021, 2022 to June 2024; earlier and later years take the nearest).
    year : int, optional
        Year.
    alike : float, optional
        Share of equal votes from which a pair counts as tied.

    Returns
    -------
    pandas.DataFrame
        Columns ``id`` (row or rows it comes from), ``source``, ``target``, ``source_theatre``,
        ``target_theatre``, ``weight``, ``label``, ``sources`` (ids joined by ';'). States without a
        home theatre in the actors table are left out.
    """
    allowed(name=(name, [n for n in NETWORKS if n != "ties"]))
    rows = _alliances(year) if name == "alliances" else _votes(year, alike)
    home = network.homes()
    frame = pd.DataFrame(rows, columns=["id", "source", "target", "weight", "label", "sources"])
    frame = frame[frame["source"].isin(home) & frame["target"].isin(home)]
    return frame.assign(
        source_theatre=frame["source"].map(home), target_theatre=frame["target"].map(home)
    ).reset_index(drop=True)


def _holds(start, end, year: int) -> bool:
    return not (isinstance(start, str) and int(start[:4]) > year) and not (
        isinstance(end, str) and int(end[:4]) <= year
    )


def treaties(year: int = 2024) -> pd.DataFrame:
    """Return defence treaties in force with their parties: two kinds of node, treaties and states.

    Parameters
    ----------
    year : int, optional
        In force at its end.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``treaty``, ``parties`` (tuple of states; NATO's members one by one), ``sources``.
        What ATOP codes ends with 2018: a promise in force then is taken to last, and later ones
        are coded from their texts.
    """
    members = tables.read("memberships")
    rows = []
    for row in tables.read("alliances").itertuples():
        start = row.in_force if isinstance(row.in_force, str) else row.signed
        if str(row.kind) != "defence" or not _holds(start, row.ended, year):
            continue
        parties = row.members.split(";")
        if "NATO" in parties:
            belong = members[(members["group"] == "NATO") & (members["role"] == "member")]
            belong = belong[[_holds(s, u, year) for s, u in zip(belong["since"], belong["until"])]]
            parties = list(belong["actor"])
        rows.append((row.id, row.treaty, tuple(sorted(parties)), row.sources))
    return pd.DataFrame(rows, columns=["id", "treaty", "parties", "sources"])


def _alliances(year: int) -> list[tuple]:
    pairs: dict = {}
    for row in treaties(year).itertuples():
        for a, b in combinations(row.parties, 2):
            pairs.setdefault((a, b), (row.id, a, b, 1.0, row.treaty, row.sources))
    return list(pairs.values())


def guarantors(year: int = 2024) -> pd.DataFrame:
    """Count, inside regions and across, who is bound to whom and who has a common guarantor.

    A pair of states has a common guarantor where a third has promised to defend the one in one
    treaty and the other in the same or another. Pairs of a network lose that third state.

    Parameters
    ----------
    year : int, optional
        Treaties in force at its end.

    Returns
    -------
    pandas.DataFrame
        ``regions``, ``possible`` (pairs of states), ``bound`` (directly), ``guarantor`` (through a
        third state only), ``share`` (of possible, either way), ``through`` (those third states, the
        most frequent first).
    """
    home = network.homes()
    actors = tables.read("actors")
    states = sorted(actors.loc[actors["kind"].astype(str) == "state", "id"])
    bound: dict[str, set] = {state: set() for state in states}
    for row in treaties(year).itertuples():
        for a, b in combinations(row.parties, 2):
            bound.setdefault(a, set()).add(b)
            bound.setdefault(b, set()).add(a)
    rows = []
    regions = sorted({region for couple in PLACEBOS for region in couple})
    for one, other in [(region, region) for region in regions] + list(PLACEBOS):
        inside = one == other
        here, there = ([s for s in states if home[s] == region] for region in (one, other))
        pairs = list(combinations(here, 2) if inside else product(here, there))
        if len(pairs) < FEWEST:
            continue
        direct = [(a, b) for a, b in pairs if b in bound[a]]
        third = {p: bound[p[0]] & bound[p[1]] for p in pairs if p not in set(direct)}
        through = pd.Series([g for found in third.values() for g in sorted(found)], dtype=object)
        only = sum(bool(found) for found in third.values())
        called = ", ".join(through.value_counts(sort=True).index[:3])
        share = percent((len(direct) + only) / len(pairs))
        regions_said = f"inside {one}" if inside else f"{one} and {other}"
        rows.append((regions_said, len(pairs), len(direct), only, share, called))
    columns = ["regions", "possible", "bound", "guarantor", "share", "through"]
    return pd.DataFrame(rows, columns=columns)


def _period(year: int) -> pd.DataFrame:
    """Return the votes of the period that a year lies in, or of the nearest."""
    rows = tables.read("voting")
    begun = rows.loc[rows["since"] <= year, "since"]
    return rows[rows["since"] == (begun.max() if len(begun) else rows["since"].min())]


def _votes(year: int, alike: float) -> list[tuple]:
    rows = _period(year)
    return [
        (
            f"{r.since} {r.a} {r.b}",
            r.a,
            r.b,
            1.0,
            f"same vote on {r.identical:.0%} of {r.votes} roll calls, {r.since} to {r.until}",
            "align_bsv",
        )
        for r in rows[rows["identical"] >= alike].itertuples()
    ]


def votes_by_region(*, n: int = SHUFFLES, seed: int = SEED) -> pd.DataFrame:
    """Show who votes with whom, region by region and period by period, over all roll calls.

    Parameters
    ----------
    n, seed : int, optional
        Times that the regions are dealt out anew among the states, and their seed.

    Returns
    -------
    pandas.DataFrame
        ``regions``, and at the end NATO's four Asian partners with Europe and with the others of
        their region; a column a period, such as "2022 to 2024", with the mean share of equal votes
        over pairs of states; ``by chance`` (mean, and the middle 95 percent) and ``verdict`` for
        the last period.
    """
    rows, home = tables.read("voting"), network.homes()
    regions = sorted({region for couple in PLACEBOS for region in couple})
    split = {**home, **dict.fromkeys(PARTNERS, FOUR)}  # Asia's partners of NATO, and its others
    inside = [(region, region) for region in regions]
    table = [
        *_votes_beside(rows, home, [*inside, *PLACEBOS], n, seed),
        *_votes_beside(rows, split, [(FOUR, "Europe"), (FOUR, "Asia-Pacific")], n, seed),
    ]
    called = [f"{a} to {b}" for a, b in rows[["since", "until"]].drop_duplicates().to_numpy()]
    frame = pd.DataFrame(table, columns=["regions", *called, "by chance", "verdict"])
    others = f"{FOUR} and other Asia-Pacific"
    return frame.replace({"regions": {f"{FOUR} and Asia-Pacific": others}})


def _votes_beside(
    rows: pd.DataFrame, home: dict[str, str], couples: list[tuple[str, str]], n: int, seed: int
) -> list[tuple]:
    """Say for couples of regions how alike their states vote, period by period, beside chance."""
    number = {
        region: k for k, region in enumerate(sorted({r for couple in couples for r in couple}))
    }
    rest = len(number)  # everybody else
    periods = []
    for _, part in rows.groupby("since"):
        states = sorted({*part["a"], *part["b"]})
        at = {state: i for i, state in enumerate(states)}
        ends = np.array([[at[a], at[b]] for a, b in zip(part["a"], part["b"])])
        region = np.array([number.get(home[s], rest) for s in states])
        periods.append((ends, part["identical"].to_numpy(float), region))
    means = [_means(*one, rest + 1) for one in periods]
    ends, same, region = periods[-1]
    rng = np.random.default_rng(seed)
    drawn = np.array([_means(ends, same, rng.permutation(region), rest + 1) for _ in range(n)])
    found = []
    for a, b in couples:
        i, j = sorted((number[a], number[b]))
        left, right = ((region == k).sum() for k in (i, j))
        if (left * (left - 1) // 2 if i == j else left * right) < FEWEST:
            continue
        observed = [mean[i, j] for mean in means]
        test = ChanceTest(observed[-1], drawn[:, i, j], len(ends), len(region))
        chance = f"{percent(test.expected)} ({percent(test.low)} to {percent(test.high)})"
        called = f"inside {a}" if a == b else f"{a} and {b}"
        found.append((called, *map(percent, observed), chance, VERDICTS[test.verdict()]))
    return found


def _means(ends: np.ndarray, same: np.ndarray, region: np.ndarray, size: int) -> np.ndarray:
    """Return the mean share of equal votes by the regions of both states, lower number first."""
    one, other = np.sort(region[ends], axis=1).T
    cell = one * size + other
    total = np.bincount(cell, same, minlength=size**2)
    count = np.bincount(cell, minlength=size**2)
    return (total / np.maximum(count, 1)).reshape(size, size)
