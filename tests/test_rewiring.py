"""Networks with the same degrees: what rewiring keeps, Menger's theorem, other libraries."""

import itertools

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from theatres.model import decoupling, independent, network, rewiring

CLUB = [tuple(sorted(edge)) for edge in nx.karate_club_graph().edges]


def coded(**choice) -> pd.DataFrame:
    return decoupling.counted_ties(network.ties(), year=2024, groups=False, **choice)


def test_rewiring_keeps_degrees_and_makes_no_pair_twice():
    rng = np.random.default_rng(1)
    made = rewiring.rewired(CLUB, rng)
    assert np.array_equal(np.bincount(np.ravel(CLUB)), np.bincount(np.ravel(made)))
    assert len({frozenset(p) for p in made}) == len(CLUB) and all(a != b for a, b in made)
    moved = {frozenset(p) for p in made} - {frozenset(p) for p in CLUB}
    assert len(moved) > len(CLUB) / 2


def test_rewiring_visits_every_network_alike():
    """Four nodes with two pairs can be joined in three ways, each as likely as another."""
    rng = np.random.default_rng(2)
    seen = pd.Series(
        [str(sorted(map(sorted, rewiring.rewired([(0, 1), (2, 3)], rng)))) for _ in range(3000)]
    )
    shares = seen.value_counts(normalize=True)
    assert len(shares) == 3 and shares.between(0.29, 0.38).all()


def test_a_star_cannot_be_rewired():
    star = [(0, k) for k in range(1, 6)]
    assert rewiring.rewired(star, np.random.default_rng(3)) == star


def test_cut_of_the_karate_club_is_the_published_one():
    """Zachary (1977): ten pairs without weights, between instructor and president."""
    assert rewiring.fewest_pairs(CLUB, {0}, {33}) == 10


def test_cut_of_single_ties_is_the_weighted_one():
    """A pair named three times takes three cuts: the karate club with its weights."""
    weighted = nx.karate_club_graph()
    ties = [(u, v) for u, v, w in weighted.edges(data="weight") for _ in range(int(w))]
    expected = nx.minimum_cut_value(weighted, 0, 33, capacity="weight")
    assert rewiring.fewest_pairs(ties, {0}, {33}) == expected > 10


def test_cuts_agree_with_networkx_and_igraph():
    igraph = pytest.importorskip("igraph")
    club, other = nx.Graph(CLUB), igraph.Graph(edges=CLUB)
    for a, b in itertools.islice(itertools.combinations(range(34), 2), 0, None, 23):
        ours = rewiring.fewest_pairs(CLUB, {a}, {b})
        assert ours == nx.edge_connectivity(club, a, b) == other.edge_connectivity(a, b)


@pytest.mark.parametrize("kinds", ["all", "material", "hostile"])
def test_cut_of_the_theatres_agrees_with_the_lab(kinds):
    rows = coded(kinds=kinds)
    assert rewiring.cut_test(rows, n=1).observed == len(decoupling.theatre_cut(rows))


def test_paths_agree_with_the_lab_and_stay_within_the_smaller_degree():
    rows = coded()
    test = rewiring.path_test(rows, "UKR", "KOR", n=30)
    assert test.observed == len(decoupling.connection(rows, "UKR", "KOR").paths)
    drawn, names = decoupling.graph(rows)
    smaller = min(drawn.degree[names.index(a)] for a in ("UKR", "KOR"))
    assert (test.draws <= smaller).all()
    with pytest.raises(ValueError, match="b cannot be 'UKR'"):
        rewiring.path_test(rows, "UKR", "UKR")


def two_camps() -> pd.DataFrame:
    asia, europe = ["CHN", "JPN", "KOR", "PRK", "VNM"], ["UKR", "FRA", "DEU", "POL", "ITA"]
    pairs = [p for side in (asia, europe) for p in itertools.combinations(side, 2)]
    pairs += [("UKR", "KOR")]
    return pd.DataFrame(pairs, columns=["source", "target"])


def test_two_camps_are_beyond_chance_by_every_measure():
    rows = two_camps()
    assert rewiring.cut_test(rows, n=99).verdict() == "fewer"
    assert rewiring.modularity_test(rows, n=99).verdict() == "more"
    agreed = rewiring.consensus(rows, starts=6)
    assert (agreed["divisions"], agreed["fewest"], agreed["settled"]) == (1, 2, 1.0)


def test_a_random_network_has_communities_and_they_are_like_chance():
    names = [a for a, home in network.homes().items() if home in ("Europe", "Asia-Pacific")][:40]
    g = nx.gnm_random_graph(40, 100, seed=5)
    rows = pd.DataFrame([(names[a], names[b]) for a, b in g.edges], columns=["source", "target"])
    test = rewiring.modularity_test(rows, n=60)
    assert test.observed > 0.25 and test.verdict() == "like"


def test_modularity_agrees_with_igraph_on_the_division_found():
    igraph = pytest.importorskip("igraph")
    rows = two_camps()
    drawn, names = decoupling.graph(rows)
    found = decoupling.communities(rows).set_index("actor")["community"]
    other = igraph.Graph(n=len(names), edges=list(drawn.edges))
    expected = other.modularity(found.reindex(names).tolist())
    assert rewiring.modularity_test(rows, n=1).observed == pytest.approx(expected)


def test_beside_chosen_ties_there_is_no_verdict():
    rows = rewiring.placebo_cuts(coded(), n=5)
    assert set(rows["verdict"]) == {rewiring.LOOKED}
    assert rows["regions"].tolist()[0] == "Europe and Asia-Pacific"
    treaties = independent.ties_of("alliances")
    found = rewiring.who_with_whom(treaties, n=20).set_index("regions")
    assert rewiring.LOOKED not in set(found["verdict"])
    inside = found.loc["inside Europe"]
    homes = network.homes()
    both = [(homes[a], homes[b]) for a, b in zip(treaties["source"], treaties["target"])]
    assert inside["tied"] == both.count(("Europe", "Europe"))
    assert inside["possible"] >= inside["tied"]


def test_tables_are_the_tests_beside_them():
    rows = decoupling.counted_ties(
        network.ties(), year=2024, kinds="material", groups=False, hindsight=False
    )
    found = rewiring.cuts_beside_chance("material", n=20).iloc[0]
    assert found["cut"] == rewiring.cut_test(rows, n=1).observed
    assert found["paths"] == rewiring.path_test(rows, "UKR", "KOR", n=1).observed
    assert found["paths"] <= min(map(int, found["partners"].split(", ")))
    parts = rewiring.communities_beside_chance("material", n=20).iloc[0]
    assert parts["modularity"] == f"{rewiring.modularity_test(rows, n=1).observed:.2f}"
    agreed = rewiring.consensus(rows)
    assert parts["divisions"] == agreed["divisions"]
    low, high = agreed["fewest"], agreed["most"]
    assert parts["communities"] == (f"{low} to {high}" if low < high else f"{low}")
