"""Floor 1: tests 4 to 7 where nobody expects a finding - other regions, other years, other orders.

A test that finds as much there measures something else. All of it rests on ties and events that
somebody chose with two regions in mind; so these tables give no verdict, but say where we looked.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import tables
from . import decoupling, independent, network, specification, timing
from .border import KINDS, known, percent
from .chance import LEVEL, SEED
from .communities import adjusted, communities, community_test
from .rewiring import DRAWS, LOOKED, PLACEBOS, VERDICTS, known_ties

CLAIMED = 2022  # the year of the claim on time
YEARS = (2016, 2018, 2020)  # in which nobody claims a break
VOTES = "votes, 2022 to 2024"
FEWEST = 2  # actors of each region, for a division to say anything of both
HOW = {"labels": "dealt out", "shift": "shifted"}
HALVES = 100  # times that events are parted by lot


def placebo_communities(*kinds: str, n: int = DRAWS) -> pd.DataFrame:
    """Set communities beside other pairs of regions, and those of votes beside all.

    Parameters
    ----------
    *kinds : str
        Keys of `border.KINDS`; friendly ties if none is named.
    n : int, optional
        Times that the two regions are dealt out anew among their actors.

    Returns
    -------
    pandas.DataFrame
        ``network``, ``regions``, ``actors`` (of each); ``likeness`` (normalised mutual information
        of communities and regions, among actors of the two), ``by chance`` (mean), ``adjusted``
        (see `communities.adjusted`), ``p more``, ``verdict``. Pairs with a region of fewer than
        two actors are left out.
    """
    drawn = {KINDS[kind]: known_ties(kind) for kind in kinds or ("friendly",)}
    drawn[VOTES] = independent.ties_of("votes")
    rows = []
    for called, table in drawn.items():
        found = communities(table)
        sizes = found["theatre"].value_counts()
        for one, other in PLACEBOS:
            actors = [int(sizes.get(region, 0)) for region in (one, other)]
            if min(actors) < FEWEST:
                continue
            test = community_test(found, n=n, sides=(one, other))
            numbers = [f"{v:.2f}" for v in (test.observed, test.expected, adjusted(test))]
            p = round(test.p_more, 3)
            verdict = VERDICTS[test.verdict()] if called == VOTES else LOOKED
            sizes_said = ", ".join(map(str, actors))
            rows.append((called, f"{one} and {other}", sizes_said, *numbers, p, verdict))
    columns = ["network", "regions", "actors", "likeness", "by chance", "adjusted", "p more"]
    return pd.DataFrame(rows, columns=[*columns, "verdict"])


def placebo_breaks() -> pd.DataFrame:
    """Look for breaks where nobody claims one: in other years, and between other regions.

    Years before the claimed break see only ties that began before it, so that it cannot leak into
    them.

    Returns
    -------
    pandas.DataFrame
        ``regions``, ``break in``; ``before`` and ``after`` (share of ties that cross, of how many),
        ``difference``, ``p``, ``needed`` (smallest difference that would have had p of 0.05),
        ``verdict``. Ties of commentary and evidence known on the day of the commentary.
    """
    ties = network.ties()
    ties = decoupling.counted_ties(ties[known(ties)])
    earlier = ties[ties["since"] < CLAIMED]
    two = PLACEBOS[0]
    asked = [(two, CLAIMED, ties), *[(two, year, earlier) for year in YEARS]]
    asked += [(couple, CLAIMED, ties) for couple in PLACEBOS[1:]]
    rows = []
    for couple, year, table in asked:
        found = timing.break_among_new_ties(table, year, between=couple)
        counts = [found["n_before"], found["n_after"]]
        if pd.isna(found["p"]):
            said = [*(f"of {count}" for count in counts), "", "", "", timing.reading(found)]
        else:
            shares = [percent(found[when]) for when in ("before", "after")]
            said = [f"{share} of {count}" for share, count in zip(shares, counts)]
            said += [f"{found['difference']:+.0%}", f"{found['p']:.3f}", f"{found['needed']:.0%}"]
            said += [LOOKED]
        rows.append((" and ".join(couple), year, *said))
    columns = ["regions", "break in", "before", "after", "difference", "p", "needed", "verdict"]
    return pd.DataFrame(rows, columns=columns)


def placebo_orders(*, days: int = 90, n: int = HALVES, seed: int = SEED) -> pd.DataFrame:
    """Ask of series of events that no claim joins whether one follows the other.

    The other way round, the years before the claim, and two halves of one theatre's events drawn by
    lot: whoever finds an order there finds that our record is denser in some months than in others.

    Parameters
    ----------
    days : int, optional
        As in `timing.lead_lag`.
    n, seed : int, optional
        Times that Europe's events are parted by lot, and the seed of it.

    Returns
    -------
    pandas.DataFrame
        ``first``, ``then``, ``years``, ``events`` (of each), ``pairs``; ``p, dealt out`` and ``p,
        shifted`` (for the halves: in how many of the lots it is at most 0.025); ``verdict``. Events
        that stay in one theatre, known on the day of the commentary.
    """
    events = tables.read("events")
    events = events[~tables.is_hindsight(events["date"]).to_numpy(bool)]
    events = timing.dated_events(events, joint=False)
    years = events["date"].str[:4].astype(int)
    late, early = events[years >= CLAIMED], events[years < CLAIMED]
    europe, asia = PLACEBOS[0]
    after, before = f"{CLAIMED} on", f"before {CLAIMED}"
    rows = []
    for first, then, when, chosen in (
        (europe, asia, after, late),
        (asia, europe, after, late),
        (europe, asia, before, early),
    ):
        dealt, shifted = (
            timing.lead_lag(chosen, first=first, then=then, days=days, null=null) for null in HOW
        )
        counts = (f"{dealt['n_first']}, {dealt['n_then']}", str(dealt["pairs"]))
        rows.append((first, then, when, *counts, *(f"{r['p']:.3f}" for r in (dealt, shifted))))
    at_home = late[late["theatre"] == europe]
    lots = _halves(at_home, days, n, seed)
    half = len(at_home) // 2
    counts = (f"{len(at_home) - half}, {half}", f"{lots['pairs'].mean():.0f} on average")
    alarms = [f"at most 0.025 in {(lots[null] <= LEVEL / 2).sum()} of {n}" for null in HOW]
    rows.append((f"half of {europe}", "the other half", after, *counts, *alarms))
    columns = ["first", "then", "years", "events", "pairs", *(f"p, {how}" for how in HOW.values())]
    return pd.DataFrame(rows, columns=columns).assign(verdict=LOOKED)


def _halves(events: pd.DataFrame, days: int, n: int, seed: int) -> pd.DataFrame:
    """Part events by lot into two series, again and again; pairs, and p by either null model."""
    rng = np.random.default_rng(seed)
    label = np.arange(len(events)) % 2
    found = []
    for _ in range(n):
        parted = events.assign(theatre=np.where(rng.permutation(label), "second", "first"))
        tests = [
            timing.lead_lag(parted, first="first", then="second", days=days, null=h) for h in HOW
        ]
        found.append((tests[0]["pairs"], *(test["p"] for test in tests)))
    return pd.DataFrame(found, columns=["pairs", *HOW])


def placebo_curves(most: int = 500, *, n: int = specification.SHUFFLES) -> pd.DataFrame:
    """Run the joint test of the specification curve on other pairs of regions.

    Choices that mean nothing there are left aside, for the two theatres as well: an actor in both
    of them, the USA with Europe, theatres beyond the pair.

    Parameters
    ----------
    most : int, optional
        Specifications drawn.
    n : int, optional
        Made-up worlds.

    Returns
    -------
    pandas.DataFrame
        ``regions``; ``able`` (specifications that can say); ``median effect``, what it is ``by
        chance`` and its ``p``; ``fewer`` (specifications), ``fewer by chance`` and ``p of fewer``;
        ``verdict``.
    """
    specs = specification.specifications(most, russia=["Europe", "own"], usa=["own"], scope=["two"])
    rows = []
    for couple in PLACEBOS:
        called = " and ".join(couple)
        try:
            found = specification.curve_test(specs, n=n, between=couple)
        except ValueError:  # no specification can say
            rows.append((called, 0, *[""] * 6, "too few to tell"))
            continue
        found = found.set_index("measure")
        said = [
            value
            for measure in ("median effect", "specifications: fewer")
            for value in found.loc[measure, ["observed", "by chance", "p"]]
        ]
        rows.append((called, int(found["able"].iloc[0]), *said, LOOKED))
    columns = ["regions", "able", "median effect", "by chance", "p"]
    columns += ["fewer", "fewer by chance", "p of fewer", "verdict"]
    return pd.DataFrame(rows, columns=columns)
