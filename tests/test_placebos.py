"""Placebos of tests 4 to 7: a planted finding is found where it was planted, and nowhere else."""

import itertools
import random

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from theatres import tables
from theatres.model import border, communities, network, placebos, rewiring, specification, timing
from theatres.model.chance import LEVEL, ChanceTest

EUROPE, ASIA = ["UKR", "FRA", "DEU", "POL"], ["CHN", "JPN", "KOR", "PRK"]


def ties(*pairs: str, since: int = 2020) -> pd.DataFrame:
    """Return ties such as "UKR-FRA", each of a claim of its own."""
    home = network.homes()
    ends = [pair.split("-") for pair in pairs]
    return pd.DataFrame(
        {
            "id": [f"T{k}" for k in range(len(ends))],
            "source": [a for a, _ in ends],
            "target": [b for _, b in ends],
            "source_theatre": [home[a] for a, _ in ends],
            "target_theatre": [home[b] for _, b in ends],
            "weight": 1,
            "claim": None,
            "since": since,
        }
    )


def test_a_border_between_other_regions():
    table = ties("UKR-USA", "UKR-FRA", "RUS-USA", "KOR-JPN", "USA-KOR")
    crosses, within = border.crossing(table, between=("Europe", "North America"))
    assert within.tolist() == [True, True, True, False, False]
    assert crosses[within].tolist() == [True, False, True]
    engaged = border.engagements(table, between=("Europe", "North America"))
    assert border.crossing_share(engaged) == pytest.approx(2 / 3)
    # Who stands in both theatres stands in the one of the two that was asked for.
    both = border.engagements(table, russia="both", between=("Europe", "North America"))
    assert border.crossing_share(both) == pytest.approx(2 / 3) and both.overlap == 0


def test_a_border_between_the_two_theatres_is_that_of_the_scope():
    table = network.ties()
    named = border.crossing(table, between=network.theatres())
    scope = border.crossing(table, scope="two")
    assert (named[1] == scope[1]).all() and (named[0] == scope[0])[scope[1]].all()


def test_adjusted_mutual_information_by_every_deal():
    """Groups 000111 and 001122 over all deals; scikit-learn's manual has 0.22504 for them, over the
    larger entropy. Ours stands over the mean of both.
    """
    one, other = [0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]
    deals = [
        communities.normalised_mutual_information(one, deal)
        for deal in itertools.permutations(other)
    ]
    seen = communities.normalised_mutual_information(one, other)
    test = ChanceTest(seen, np.array(deals), 0, 6)
    assert seen == pytest.approx(0.5158, abs=1e-4)
    mean, larger = (np.log(2) + np.log(3)) / 2, np.log(3)
    published = (seen * mean - test.expected * mean) / (larger - test.expected * mean)
    assert published == pytest.approx(0.22504, abs=1e-5)
    assert communities.adjusted(test) == pytest.approx(0.29879, abs=1e-5)
    assert communities.adjusted(ChanceTest(1.0, np.array(deals), 0, 6)) == 1


def expected_information(one: np.ndarray, other: np.ndarray) -> float:
    """Return the mean mutual information of two groupings of given sizes, by the formula."""
    from math import comb, log

    n, mean = len(one), 0.0
    for a, b in itertools.product(np.bincount(one), np.bincount(other)):
        for k in range(max(1, a + b - n), min(a, b) + 1):
            chance = comb(int(b), k) * comb(int(n - b), int(a - k)) / comb(n, int(a))
            mean += chance * k / n * log(n * k / (a * b))
    return mean


def test_what_chance_gives_is_the_expected_mutual_information():
    found = communities.communities(rewiring.known_ties("friendly"))
    test = communities.community_test(found, n=2000)
    found = found[found["theatre"].isin(network.theatres())]
    one, other = (pd.factorize(found[c])[0] for c in ("community", "theatre"))
    sizes = [np.bincount(x) / len(x) for x in (one, other)]
    entropies = [-(p * np.log(p)).sum() for p in sizes]
    assert test.expected == pytest.approx(
        expected_information(one, other) / np.mean(entropies), abs=0.003
    )


@pytest.mark.parametrize("kinds", ["friendly", "hostile", "all"])
def test_leiden_finds_no_better_division(kinds):
    igraph = pytest.importorskip("igraph")
    table = rewiring.known_ties(kinds)
    drawn, names = communities.graph(table)
    other = igraph.Graph(n=len(names), edges=list(drawn.edges))
    weights = [weight for *_, weight in drawn.edges(data="weight")]
    igraph.set_random_number_generator(random.Random(1))
    leiden = max(
        other.modularity(
            other.community_leiden("modularity", weights=weights, n_iterations=-1), weights=weights
        )
        for _ in range(20)
    )
    assert rewiring.consensus(table)["highest"] == pytest.approx(leiden, abs=0.005)


def test_likeness_is_what_the_test_of_communities_observes():
    for kinds in ("friendly", "hostile", "all"):
        table = rewiring.known_ties(kinds)
        found = communities.communities(table)
        assert communities.likeness(table) == pytest.approx(
            communities.community_test(found, n=0).observed
        )
    assert np.isnan(communities.likeness(ties()))


def test_communities_that_follow_a_map_are_found_on_that_map_alone(monkeypatch):
    middle_east, allies = ["IRN", "ISR", "SYR", "SAU"], ["USA", "CAN"]
    known = set(network.homes())
    groups = [[a for a in group if a in known] for group in (EUROPE + allies, ASIA, middle_east)]
    inside = [f"{a}-{b}" for group in groups for a, b in itertools.combinations(group, 2)]
    monkeypatch.setattr(placebos, "known_ties", lambda kind: ties(*inside))
    found = placebos.placebo_communities("all")
    found = found[found["network"] == "every tie"].set_index("regions")
    assert (found["verdict"] == rewiring.LOOKED).all()
    assert found.loc["Europe and Asia-Pacific", "likeness"] == "1.00"
    assert found.loc["Europe and Asia-Pacific", "adjusted"] == "1.00"
    assert float(found.loc["Europe and North America", "adjusted"]) <= 0


def test_of_votes_alone_there_is_a_verdict():
    found = placebos.placebo_communities(n=50)
    votes = found["network"] == placebos.VOTES
    assert set(found.loc[~votes, "verdict"]) == {rewiring.LOOKED}
    assert votes.any() and rewiring.LOOKED not in set(found.loc[votes, "verdict"])


def test_breaks_elsewhere_count_what_they_say():
    found = placebos.placebo_breaks()
    claimed = timing.breaks().iloc[0]
    assert found.loc[0, ["before", "after"]].tolist() == claimed[["before", "after"]].tolist()
    assert float(found.loc[0, "p"]) == pytest.approx(claimed["p"], abs=1e-3)
    before = int(claimed["before"].split()[-1])
    for row in found[found["break in"] < placebos.CLAIMED].itertuples():
        # a year that nobody claims sees no tie from the claimed one on
        assert int(row.before.split()[-1]) + int(row.after.split()[-1]) == before
    assert set(found["verdict"]) <= {rewiring.LOOKED, "too few to tell"}


def test_a_break_planted_between_other_regions_shows_there_alone(monkeypatch):
    inside = [f"{a}-{b}" for a, b in itertools.combinations(EUROPE, 2)] * 4
    across = [f"{a}-USA" for a in EUROPE] * 4
    asian = [f"{a}-{b}" for a, b in itertools.product(EUROPE, ASIA)]
    parts = [ties(*inside, since=2018), ties(*asian, since=2018)]
    parts += [ties(*across, since=2023), ties(*asian, since=2023)]
    rows = pd.concat(parts, ignore_index=True)
    rows = rows.assign(id=[f"T{k}" for k in rows.index], start=rows["since"].astype(str))
    monkeypatch.setattr(network, "ties", lambda: rows)
    monkeypatch.setattr(border, "counted_ties", lambda table: table)
    monkeypatch.setattr(placebos.decoupling, "counted_ties", lambda table: table)
    found = placebos.placebo_breaks()
    found = found[found["break in"] == placebos.CLAIMED].set_index("regions")
    assert float(found.loc["Europe and North America", "p"]) < 0.01
    assert found.loc["Europe and Middle East", "verdict"] == "too few to tell"


def test_orders_elsewhere_are_those_of_the_explorer():
    found = placebos.placebo_orders(n=3)
    claimed = specification.orders_of_events()
    claimed = claimed[claimed["events"] == "those in one theatre"]
    assert found.loc[0, "pairs"] == str(claimed["pairs"].iloc[0])
    assert [float(found.loc[0, f"p, {how}"]) for how in ("dealt out", "shifted")] == [
        pytest.approx(p, abs=1e-3) for p in claimed["p"]
    ]
    assert found.loc[1, "events"] == ", ".join(reversed(found.loc[0, "events"].split(", ")))
    assert set(found["verdict"]) == {rewiring.LOOKED}


def test_halves_of_a_random_record_raise_no_more_alarms_than_the_level(monkeypatch):
    rng = np.random.default_rng(4)
    days = pd.to_datetime("2022-01-01") + pd.to_timedelta(rng.integers(0, 900, 60), "D")
    table = pd.DataFrame(
        {
            "id": [f"E{k:03d}" for k in range(60)],
            "date": days.strftime("%Y-%m-%d"),
            "precision": "day",
            "theatre": ["Europe", "Asia-Pacific"] * 30,
            "cross_theatre": False,
        }
    )
    monkeypatch.setattr(tables, "read", lambda name: table)
    halves = placebos.placebo_orders(n=100).iloc[-1]
    alarms = int(halves["p, dealt out"].split()[-3])
    assert alarms <= 100 * LEVEL  # twice the level of one side


def test_the_curve_between_the_two_theatres_is_their_curve():
    found = placebos.placebo_curves(60, n=40)
    specs = specification.specifications(60, russia=["Europe", "own"], usa=["own"], scope=["two"])
    ours = specification.curve_test(specs, n=40).set_index("measure")
    assert found.loc[0, "able"] == ours["able"].iloc[0]
    assert found.loc[0, "median effect"] == ours.loc["median effect", "observed"]
    assert found.loc[0, "fewer"] == ours.loc["specifications: fewer", "observed"]
    assert set(found["verdict"]) <= {rewiring.LOOKED, "too few to tell"}


@pytest.mark.parametrize("seed", range(6))
def test_the_fewest_pairs_of_random_networks_are_those_of_networkx(seed):
    rng = np.random.default_rng(seed)
    many = 30
    pairs = [tuple(sorted(p)) for p in rng.integers(0, many, (90, 2)).tolist() if p[0] != p[1]]
    left, right = set(range(6)), set(range(6, 14))
    g = nx.Graph()
    for a, b in pairs:  # a pair may come twice: then it takes two cuts
        g.add_edge(a, b, capacity=g.get_edge_data(a, b, {"capacity": 0})["capacity"] + 1)
    g.add_edges_from(("left", a) for a in left)
    g.add_edges_from(("right", b) for b in right)
    assert rewiring.fewest_pairs(pairs, left, right) == nx.minimum_cut_value(g, "left", "right")


def test_settled_pairs_are_counted_one_by_one():
    table = rewiring.known_ties("all")
    drawn = communities.graph(table)
    starts = range(1, 6)
    parts = [communities.communities(drawn, seed=s).set_index("actor")["community"] for s in starts]
    same = [
        {part[a] == part[b] for part in parts} for a, b in itertools.combinations(drawn.names, 2)
    ]
    settled = np.mean([len(seen) == 1 for seen in same])
    assert rewiring.consensus(drawn, starts=5)["settled"] == pytest.approx(settled)
