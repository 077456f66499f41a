"""Measures of coupling: hand-worked and published examples, known graphs, properties, an
independent library.
"""

import numpy as np
import pandas as pd
import pytest

from theatres import tables
from theatres.explorers import decoupling as lab
from theatres.explorers import theatretests
from theatres.explorers import timing as over_time
from theatres.model import border, decoupling, independent, network, specification, timing


def ties(*pairs, weight=1, **columns):
    """Make ties of (source, target) pairs of real actors, at home."""
    home = tables.read("actors").set_index("id")["theatre"].astype(str)
    frame = pd.DataFrame([(a, b) for a, b in pairs], columns=["source", "target"])
    frame = frame.assign(
        id=[f"T{i:03d}" for i in range(len(frame))],
        source_theatre=frame["source"].map(home),
        target_theatre=frame["target"].map(home),
        weight=weight,
        kind="trade",
        sign=1,
        since=2020,
        until=pd.array([pd.NA] * len(frame), dtype="Int64"),
        status="actual",
        asserted_by="evidence",
        claim="C01",
        mutual=False,
    )
    return frame.assign(**columns)


# Two in Europe, two in Asia-Pacific: one tie in each theatre, two across.
FOUR = [("UKR", "FRA"), ("CHN", "JPN"), ("UKR", "CHN"), ("FRA", "JPN")]


def test_share_and_index_worked_by_hand():
    e = decoupling.engagements(ties(*FOUR))
    assert decoupling.crossing_share(e) == 0.5
    assert decoupling.ei_index(0.5) == 0
    # Two external, one internal: (2 - 1) / 3.
    assert decoupling.ei_index(
        decoupling.crossing_share(decoupling.engagements(ties(*FOUR[1:])))
    ) == pytest.approx(1 / 3)


def test_weights_count_as_said():
    rows = ties(("UKR", "CHN"), ("UKR", "CHN"), ("UKR", "FRA"), weight=[3, 1, 2])
    share = {
        w: decoupling.crossing_share(decoupling.engagements(rows, weights=w))
        for w in decoupling.WEIGHTS
    }
    assert share == {"ties": pytest.approx(2 / 3), "weight": pytest.approx(4 / 6), "pairs": 0.5}


@pytest.mark.parametrize(
    ("border", "crossing"),
    [
        ({}, 3),
        ({"russia": "own"}, 4),
        ({"russia": "both"}, 1),
        ({"usa": "Europe"}, 2),
        ({"usa": "both"}, 2),
        ({"usa": "both", "russia": "both"}, 0),
    ],
)
def test_border_moves_ties(border, crossing):
    rows = ties(("RUS", "CHN"), ("RUS", "UKR"), ("USA", "UKR"), ("RUS", "PRK"))
    crosses, within = decoupling.crossing(rows, **border)
    assert within.all() and crosses.sum() == crossing


def test_membership_in_both_theatres_is_overlap_and_no_separation():
    """Russia in both: its pairs with China and Ukraine leave the count; that with Iran crosses."""
    rows = ties(("RUS", "CHN"), ("RUS", "UKR"), ("UKR", "FRA"), ("RUS", "IRN"))
    e = decoupling.engagements(rows, russia="both")
    named = [tuple(sorted(e.actors[list(pair)])) for pair in e.pairs]
    assert dict(zip(named, e.overlaps)) == {
        ("CHN", "RUS"): True,
        ("RUS", "UKR"): True,
        ("FRA", "UKR"): False,
        ("IRN", "RUS"): False,
    }
    assert decoupling.crossing_share(e) == 0.5 and e.overlap == 0.5
    assert not (e.overlaps & e.crosses).any()
    assert decoupling.overlapping(rows, russia="both").sum() == 2
    assert not decoupling.overlapping(rows).any()
    only = decoupling.engagements(rows.head(2), russia="both")
    assert np.isnan(decoupling.crossing_share(only))
    assert decoupling.chance_test(only).verdict() == "cannot say"


def test_pairs_count_once_unless_weights_are_asked_for():
    repeated = ties(*[("RUS", "CHN")] * 32, ("UKR", "FRA"))
    assert decoupling.crossing_share(decoupling.engagements(repeated)) == 0.5
    assert next(iter(decoupling.WEIGHTS)) == "pairs"
    assert "weights" in specification.versions(russia="both").columns


def test_alike_means_less_than_a_factor_of_two_and_hubs_stay():
    """A hub of nine partners has no equal, so that its theatre never moves."""
    asia = ["CHN", "JPN", "KOR", "PRK", "AUS", "NZL", "IND", "VNM", "THA"]
    rows = ties(*[("UKR", a) for a in asia], ("FRA", "CHN"), ("FRA", "JPN"), ("DEU", "POL"))
    e = decoupling.engagements(rows)
    partners = np.bincount(e.pairs.ravel())
    one, other = np.array([partners[np.array(p)] for p in e.pairs]).T
    assert partners.max() == 9
    test = decoupling.chance_test(e, null="alike", n=400)
    # Of the hub's nine pairs those with leaves move; FRA, CHN and JPN exchange among themselves.
    assert len(np.unique(test.draws)) > 1
    strata = np.log2(partners).astype(int)
    for s in np.unique(strata):
        inside = partners[strata == s]
        assert inside.max() < 2 * inside.min()


def test_ends_in_one_hat_meet_the_formula_of_stub_matching():
    """Two ends drawn of all: they cross unless both are of Europe or both of Asia-Pacific."""
    people = ["UKR", "FRA", "DEU", "POL", "CHN", "JPN", "KOR"]
    rows = ties(*[(a, b) for i, a in enumerate(people) for b in people[i + 1 :]][::2])
    e = decoupling.engagements(rows)
    degree = np.bincount(e.pairs.ravel())
    left, both = degree[e.theatres == 1].sum(), degree.sum()
    other = both - left
    met = 2 * left * other / (both * (both - 1))
    itself = (degree * (degree - 1)).sum() / (both * (both - 1))
    test = decoupling.chance_test(e, null="ends", n=4000)
    assert test.expected == pytest.approx(met / (1 - itself), abs=0.01)


def test_the_smallest_effect_that_a_test_could_have_seen():
    """Of 99 draws and a level of 0.05 one may lie as far out as the observed value, not two."""
    draws = np.arange(1, 100) / 100
    test = decoupling.ChanceTest(0.5, draws, 1, 3)
    low, high = test.seen()
    assert (low, high) == (0.01, 0.99)
    assert decoupling.ChanceTest(low, draws, 1, 3).verdict() == "fewer"
    assert decoupling.ChanceTest(0.02, draws, 1, 3).verdict() == "like"
    assert decoupling.ChanceTest(high, draws, 1, 3).verdict() == "more"
    assert np.isnan(decoupling.ChanceTest(0.5, np.full(99, 0.5), 1, 3).seen()).all()


def test_those_of_one_partner_are_not_like_those_of_two():
    """All of one partner are European, all of two Asian: dealt out among equals nothing moves."""
    rows = ties(("UKR", "CHN"), ("CHN", "FRA"), ("POL", "JPN"), ("JPN", "DEU"))
    alike = decoupling.chance_test(decoupling.engagements(rows), null="alike", n=50)
    assert np.ptp(alike.draws) == 0 and alike.verdict() == "cannot say"
    dealt = decoupling.chance_test(decoupling.engagements(rows), n=50)
    assert np.ptp(dealt.draws) > 0


def test_friendly_and_hostile_are_told_by_sign():
    rows = network.ties()
    for kinds, sign in (("friendly", 1), ("hostile", -1)):
        found = decoupling.counted_ties(rows, kinds=kinds, status="any")
        assert len(found) == (rows["sign"] == sign).sum() > 0 and (found["sign"] == sign).all()


def test_place_and_scope():
    rows = ties(("RUS", "PRK"), ("USA", "UKR"))
    rows.loc[0, "source_theatre"] = "Asia-Pacific"  # a visit to Pyongyang
    assert decoupling.crossing(rows, where="place")[0].tolist() == [False, True]
    assert decoupling.crossing(rows, where="home")[0].tolist() == [True, True]
    assert decoupling.crossing(rows, scope="two")[1].tolist() == [True, False]


def test_chance_meets_its_formula():
    """Under dealt-out labels a pair crosses with probability 1 - sum n(n-1) / N(N-1)."""
    people = ["UKR", "FRA", "DEU", "POL", "CHN", "JPN", "KOR"]
    rows = ties(*[(a, b) for i, a in enumerate(people) for b in people[i + 1 :]][::2])
    test = decoupling.chance_test(decoupling.engagements(rows, where="home"), n=4000)
    assert test.expected == pytest.approx(1 - (4 * 3 + 3 * 2) / (7 * 6), abs=0.01)


@pytest.mark.parametrize("null", decoupling.NULLS)
def test_theatre_test_properties(null):
    rows = network.select_ties(network.ties(), year=2024)
    e = decoupling.engagements(rows)
    one, again = (decoupling.chance_test(e, null=null, n=200) for _ in range(2))
    assert (one.draws == again.draws).all()  # seeded
    assert ((one.draws >= 0) & (one.draws <= 1)).all() and 0 <= one.observed <= 1
    assert 0 < one.p_more <= 1 and 0 < one.p_fewer <= 1 and one.p_more + one.p_fewer >= 1
    mixed = decoupling.chance_test(
        decoupling.engagements(rows.sample(frac=1, random_state=1)), null=null, n=200
    )
    assert mixed.observed == one.observed and np.allclose(
        mixed.draws, one.draws
    )  # the order of rows does not matter


def test_labels_that_agree_with_ties_are_found():
    asia, europe = (
        ["CHN", "JPN", "KOR", "PRK", "VNM", "AUS"],
        ["UKR", "FRA", "DEU", "POL", "GBR", "ITA"],
    )
    inside = [(a, b) for side in (asia, europe) for i, a in enumerate(side) for b in side[i + 1 :]]
    assert decoupling.chance_test(decoupling.engagements(ties(*inside))).verdict() == "fewer"
    across = [(a, b) for a in asia for b in europe]
    assert decoupling.chance_test(decoupling.engagements(ties(*across))).verdict() == "more"
    assert (
        decoupling.chance_test(decoupling.engagements(ties(*inside[:3]))).verdict() == "cannot say"
    )  # one theatre only


def test_coins_and_deals_by_hand():
    tossed = decoupling.coins(10)
    assert tossed.loc[9, "at least"] == "0.011" and tossed.loc[10, "chance"] == "0.001"
    # Two triangles and a bridge: of 20 deals the two that split them cross once.
    dealt = decoupling.deals("AB AC BC DE DF CD", europe="ABC")
    assert dealt["deals"].sum() == 20 and dealt.loc[1, "deals"] == 2
    assert dealt.loc[1, "ours"] == "this one" and dealt.loc[1, "p for fewer"] == "0.10"


def test_p_value_is_never_zero():
    assert decoupling.p_value(np.zeros(99, bool)) == 0.01
    assert decoupling.p_value(np.ones(99, bool)) == 1


def test_mutual_information():
    nmi = decoupling.normalised_mutual_information
    assert nmi([1, 1, 2, 2], ["b", "b", "a", "a"]) == pytest.approx(1)
    assert nmi([1, 1, 2, 2], [1, 2, 1, 2]) == pytest.approx(0)
    # Groups {12}{34} and {123}{4}: I = ln 2 - (3/4) ln (3/2) ... over the mean of ln 2 and H(3/4).
    h1, h2, joint = (
        np.log(2),
        -(0.75 * np.log(0.75) + 0.25 * np.log(0.25)),
        -(0.5 * np.log(0.5) + 2 * 0.25 * np.log(0.25)),
    )
    assert nmi([1, 1, 2, 2], [1, 1, 1, 2]) == pytest.approx(2 * (h1 + h2 - joint) / (h1 + h2))
    rng = np.random.default_rng(1)
    a, b = rng.integers(0, 4, 50), rng.integers(0, 3, 50)
    assert nmi(a, b) == pytest.approx(nmi(b, a)) and 0 <= nmi(a, b) <= 1
    order = rng.permutation(50)
    assert nmi(a[order], b[order]) == pytest.approx(nmi(a, b))
    with pytest.raises(ValueError, match="same things"):
        nmi([1, 2], [1])


def karate() -> pd.DataFrame:
    """Zachary's (1977) club as ties: as many of a pair as its weight, members named A00 to A33."""
    import networkx as nx

    g = nx.karate_club_graph()
    return pd.DataFrame(
        [(f"A{u:02d}", f"A{v:02d}") for u, v, w in g.edges(data="weight") for _ in range(int(w))],
        columns=["source", "target"],
    )


def test_cut_of_the_karate_club_is_the_published_one():
    """Zachary (1977) foretold the fission by the smallest cut between instructor and president, all
    but one member of 34.
    """
    import networkx as nx

    rows = karate()
    joined = decoupling.connection(rows, "A00", "A33")
    assert len(joined.paths) == len(joined.pairs_to_cut) == 10
    g, names = decoupling.graph(rows)
    value, (side, _) = nx.minimum_cut(g, 0, 33, capacity="weight")
    assert joined.ties_to_cut == value
    club = nx.karate_club_graph().nodes(data="club")
    assert [i for i in range(34) if (club[i] == club[0]) != (i in side)] == [8]  # his person 9


def test_communities_of_the_karate_club(monkeypatch):
    """Modularity of the known split is 0.358 without weights, and the best known division reaches
    0.4198.
    """
    import networkx as nx

    rows = karate().drop_duplicates()
    clubs = ("Mr. Hi", "Officer")
    actors = pd.DataFrame(
        {
            "id": [f"A{i:02d}" for i in range(34)],
            "theatre": [c for _, c in nx.karate_club_graph().nodes(data="club")],
        }
    )
    monkeypatch.setattr(decoupling.tables, "read", lambda name: actors)
    found = decoupling.communities(rows, sides=clubs)
    best = decoupling.modularity(rows, dict(zip(found["actor"], found["community"])))
    assert 0.40 < best <= 0.4198
    assert decoupling.modularity(rows, dict(zip(actors["id"], actors["theatre"]))) == pytest.approx(
        0.3582, abs=1e-4
    )
    test = decoupling.community_test(found, sides=clubs)
    assert test.p_more < 0.01  # the communities know the split
    assert 0 < found["wrong"].sum() < 10


def test_two_cliques_are_two_communities():
    asia, europe = ["CHN", "JPN", "KOR", "PRK"], ["UKR", "FRA", "DEU", "POL"]
    inside = [(a, b) for side in (asia, europe) for i, a in enumerate(side) for b in side[i + 1 :]]
    found = decoupling.communities(ties(*inside, ("UKR", "KOR")))
    assert found["community"].nunique() == 2 and not found["wrong"].any()
    assert decoupling.normalised_mutual_information(
        found["community"], found["theatre"]
    ) == pytest.approx(1)
    moved = decoupling.communities(ties(*inside, ("RUS", "CHN"), ("RUS", "JPN")))
    assert moved.loc[moved["wrong"], "actor"].tolist() == ["RUS"]


def test_only_the_two_theatres_say_who_sits_among_the_other():
    """Three of the Middle East outnumber Asia here, and yet take no part in the comparison."""
    people = ["CHN", "JPN", "IRN", "ISR", "SAU"]
    whole = [(a, b) for i, a in enumerate(people) for b in people[i + 1 :]]
    found = decoupling.communities(ties(*whole, ("UKR", "CHN"), ("UKR", "IRN"), ("UKR", "ISR")))
    assert found["community"].nunique() == 1 and set(found["majority"]) == {"Asia-Pacific"}
    assert found.loc[found["wrong"], "actor"].tolist() == ["UKR"]
    assert decoupling.community_test(found, n=5).actors == 3
    nobody = decoupling.communities(ties(("IRN", "ISR"), ("ISR", "SAU"), ("SAU", "IRN")))
    assert set(nobody["majority"]) == {""} and not nobody["wrong"].any()


def test_connection_on_known_graphs():
    ring = [("UKR", "FRA"), ("FRA", "KOR"), ("KOR", "CHN"), ("CHN", "UKR")]
    joined = decoupling.connection(ties(*ring), "UKR", "KOR")
    assert len(joined.paths) == len(
        joined.pairs_to_cut
    ) == joined.ties_to_cut == 2 and joined.actors_to_cut == ["CHN", "FRA"]
    doubled = decoupling.connection(ties(*ring, ("UKR", "FRA"), ("FRA", "KOR")), "UKR", "KOR")
    assert len(doubled.pairs_to_cut) == 2 and doubled.ties_to_cut == 3
    assert decoupling.connection(ties(*ring, ("UKR", "KOR")), "UKR", "KOR").actors_to_cut is None
    assert decoupling.connection(ties(*ring), "UKR", "JPN").paths == []
    assert (
        decoupling.connection(ties(("UKR", "FRA"), ("KOR", "CHN")), "UKR", "KOR").ties_to_cut == 0
    )
    with pytest.raises(ValueError, match="two different actors"):
        decoupling.connection(ties(*ring), "UKR", "UKR")


@pytest.mark.parametrize("without", [(), ("RUS",), ("RUS", "CHN", "USA")])
def test_paths_equal_cut_and_cutting_parts(without):
    """Menger's theorem, and the cut does what it says."""
    rows = decoupling.counted_ties(network.ties(), year=2024, without=without)
    joined = decoupling.connection(rows, "UKR", "KOR")
    assert len(joined.paths) == len(joined.pairs_to_cut) <= joined.ties_to_cut
    steps = [tuple(sorted(step)) for p in joined.paths for step in zip(p, p[1:])]
    assert len(steps) == len(set(steps))
    cut = {" ".join(p) for p in joined.pairs_to_cut}
    assert (
        decoupling.connection(rows[~decoupling.pair_of(rows).isin(cut)], "UKR", "KOR").paths == []
    )


def test_theatre_cut():
    rows = ties(("UKR", "CHN"), ("FRA", "USA"), ("USA", "JPN"), ("UKR", "FRA"))
    assert (
        len(decoupling.theatre_cut(rows)) == 2
    )  # the direct pair, and one of the two over the United States
    assert decoupling.theatre_cut(ties(("UKR", "FRA"), ("CHN", "JPN"))) == []
    table = decoupling.counted_ties(network.ties(), year=2024)
    cut = {" ".join(p) for p in decoupling.theatre_cut(table)}
    assert decoupling.theatre_cut(table[~decoupling.pair_of(table).isin(cut)]) == []


def test_agrees_with_igraph():
    """Modularity, minimum cut and mutual information, computed by a library that shares no code
    with ours.
    """
    igraph = pytest.importorskip("igraph")
    rows = decoupling.counted_ties(network.ties(), year=2024)
    g, names = decoupling.graph(rows)
    other = igraph.Graph(
        n=len(names),
        edges=[(u, v) for u, v in g.edges],
        edge_attrs={"weight": [w for *_, w in g.edges(data="weight")]},
    )
    found = decoupling.communities(rows)
    member = found.set_index("actor").loc[names, "community"].tolist()
    home = found.set_index("actor").loc[names, "theatre"].tolist()
    code = [sorted(set(home)).index(t) for t in home]
    assert decoupling.modularity(rows, dict(zip(names, member))) == pytest.approx(
        other.modularity(member, weights="weight")
    )
    assert decoupling.normalised_mutual_information(member, home) == pytest.approx(
        igraph.compare_communities(member, code, method="nmi")
    )
    a, b = names.index("UKR"), names.index("KOR")
    joined = decoupling.connection(rows, "UKR", "KOR")
    assert (
        len(joined.paths) == other.edge_connectivity(a, b)
        and joined.ties_to_cut == other.mincut(a, b, capacity="weight").value
    )


def test_policies_do_what_their_reading_says():
    table = decoupling.counted_ties(network.ties(), year=2024)
    for name in decoupling.POLICIES:
        after, gone = decoupling.with_policies(table, [name])
        assert set(table["id"]) - set(gone["id"]) <= set(after["id"])
    assert set(decoupling.with_policies(table, ["arms"])[1]["kind"].astype(str)) <= {
        "arms",
        "troops",
        "technology",
    }
    gone = decoupling.with_policies(table, ["asia"])[1]
    assert set(gone["source"]) == {"USA"} and set(gone["source_theatre"].astype(str)) | set(
        gone["target_theatre"].astype(str)
    ) <= {"Europe", "North America"}
    assert {"troops", "arms", "support"} <= set(gone["kind"].astype(str))  # withdrawal shows
    assert (gone["sign"] == 1).all()  # nobody's threats end because Washington looks elsewhere
    added = decoupling.with_policies(table, ["nato4"])[0]
    new = added[~added["id"].isin(table["id"])]
    assert len(new) and set(new["status"].astype(str)) == {"proposed"}
    assert len(decoupling.with_policies(table, ["stay", "nato4"])[0]) < len(
        table
    )  # they exclude each other
    with pytest.raises(ValueError, match="choose one of asia"):
        decoupling.with_policies(table, ["peace"])
    known = set(tables.read("positions")["id"]) | set(tables.read("claims")["id"])
    assert {x for p in decoupling.POLICIES.values() for x in (*p.claims, *p.positions)} <= known


def test_counted_ties_refuses_what_it_does_not_know():
    with pytest.raises(ValueError, match="kinds cannot be 'gossip'; choose one of all"):
        decoupling.counted_ties(network.ties(), kinds="gossip")
    with pytest.raises(ValueError, match="russia cannot be 'Asia'"):
        decoupling.engagements(ties(*FOUR), russia="Asia")


# --------------------------------------------------------------------------------------------------
# ---------------- time


def spread(*shares, per_year=12, first=2014, claims=None):
    """Make ties of a share that crosses in each year; a claim each unless they share one."""
    made = []
    for year, share in enumerate(shares, first):
        across = round(share * per_year)
        pairs = [("UKR", "KOR")] * across + [("UKR", "FRA")] * (per_year - across)
        made.append(ties(*pairs, since=year))
    rows = pd.concat(made, ignore_index=True)
    own = [f"C{i:03d}" for i in range(len(rows))]
    return rows.assign(id=own, claim=own if claims is None else claims(rows))


def test_break_is_found_where_it_is():
    step = timing.break_among_new_ties(spread(*[0.25] * 8, *[0.75] * 4), 2022)
    assert (step["before"], step["after"], step["largest"]) == (0.25, 0.75, 2022)
    assert step["p"] < 0.01 and step["p_any"] < 0.01 and step["p_step"] < 0.01
    assert step["step"] == pytest.approx(0.5) and step["needed"] < step["difference"]
    assert timing.reading(step) == "a step beyond a trend"
    flat = spread(*[0.5] * 12)
    assert timing.break_among_new_ties(flat, 2022)["p"] > 0.5
    few = timing.break_among_new_ties(flat[flat["since"] < 2022], 2022)
    assert np.isnan(few["p"]) and timing.reading(few) == "too few to tell"


def test_a_trend_is_no_step():
    """A straight line differs early and late at any year, and exceeds itself nowhere."""
    line = spread(*np.arange(1, 13) / 12)
    for year in (2018, 2020, 2022):
        found = timing.break_among_new_ties(line, year)
        assert found["p"] < 0.01 and abs(found["step"]) < 0.02 and found["p_step"] > 0.3
        assert timing.reading(found) == "a change; step or trend cannot be told"


def test_two_years_cannot_tell_a_step_from_a_line():
    found = timing.break_among_new_ties(spread(0.1, 0.9, first=2021), 2022)
    assert found["p"] < 0.01 and np.isnan(found["step"]) and np.isnan(found["p_step"])
    assert timing.reading(found) == "a change; step or trend cannot be told"


def test_ties_of_one_claim_are_one_draw():
    """A step made by one claim alone is no evidence, however many ties it has."""
    apart = spread(*[0.25] * 8, *[0.75] * 4)

    def by_two(rows):
        late = rows["since"] >= 2022
        return np.where(late, "L", np.where(rows.index < 48, "A", "B"))

    together = spread(*[0.25] * 8, *[0.75] * 4, claims=by_two)
    one, other = (timing.break_among_new_ties(rows, 2022) for rows in (apart, together))
    assert one["difference"] == other["difference"] and other["clusters"] == 3
    assert one["p"] < 0.01 and other["p"] > 0.05


def test_step_is_that_of_least_squares():
    """Against a regression written out by numpy's own solver."""
    rows = spread(0.2, 0.3, 0.1, 0.4, 0.3, 0.6, 0.5, 0.4, 0.9, 0.8)
    x = rows["since"].to_numpy(float)
    design = np.column_stack([np.ones(len(x)), x, x >= 2020])
    y = decoupling.crossing(rows)[0].astype(float)
    expected = np.linalg.lstsq(design, y, rcond=None)[0][-1]
    assert timing.break_among_new_ties(rows, 2020)["step"] == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(6))
def test_the_year_that_parts_most_is_weighed_by_its_standard_error(seed):
    rng = np.random.default_rng(seed)
    rows = spread(*rng.random(12))
    rows = rows[rng.random(len(rows)) < np.linspace(0.15, 1, len(rows))]
    crosses = decoupling.crossing(rows)[0]
    weighed = {}
    for year in range(2013, 2027):
        late = (rows["since"] >= year).to_numpy()
        if min(late.sum(), (~late).sum()) < timing.FEWEST:
            continue
        apart = abs(crosses[late].mean() - crosses[~late].mean())
        weighed[year] = apart / np.sqrt(1 / late.sum() + 1 / (~late).sum())
    found = timing.break_among_new_ties(rows, 2020, n=9)
    assert weighed[found["largest"]] == pytest.approx(max(weighed.values()))


def test_each_pair_counts_at_its_first_tie():
    rows = ties(*[("UKR", "KOR")] * 9, since=range(2014, 2023))
    assert timing.break_among_new_ties(rows, 2022, first=True)["n_before"] == 1


def test_breaks_keep_commentary_evidence_and_hindsight_apart():
    before, after = timing.breaks(), timing.breaks(hindsight=True)
    assert list(before["on the word of"])[::2] == list(decoupling.SOURCES.values())
    table = network.ties()
    assert not tables.is_hindsight(table[border.known(table)]["start"]).any()
    sizes = [int(rows["after"].iloc[0].split(" of ")[1]) for rows in (before, after)]
    assert sizes[0] < sizes[1]


def test_windows_are_the_lead_lag_at_each_length():
    found = timing.windows()
    assert list(found["days"]) == list(timing.WINDOWS)
    events_ = tables.read("events")
    events_ = events_[~tables.is_hindsight(events_["date"])]
    one = timing.lead_lag(timing.dated_events(events_, since=2022, joint=False), days=60)
    row = found.set_index("days").loc[60]
    assert (row["pairs"], row["p, dealt out"]) == (one["pairs"], round(one["p"], 3))
    assert found["pairs"].is_monotonic_increasing


def test_paths_and_cut_at_year_ends_are_those_of_the_lab():
    table = decoupling.counted_ties(network.ties())
    for year in (2014, 2023):
        joined = decoupling.connection(table[network.held(table, year)], "UKR", "KOR")
        for measure, expected in (("paths", len(joined.paths)), ("cut", joined.ties_to_cut)):
            series = timing.at_year_ends(table, measure, years=[year])
            assert series["value"].tolist() == [expected]
    nobody = timing.at_year_ends(table, "paths", a="UKR", b="ATLANTIS", years=[2023])
    assert nobody["value"].tolist() == [0]


def test_a_break_after_the_last_year_is_too_few_to_tell():
    one = over_time.theatres_over_time()
    one.year.value = 2025
    assert "too few to tell" in one.words().lower() and "On average" not in one.words()


@pytest.mark.parametrize("measure", ["share", "ei", "paths", "cut", "nmi"])
def test_year_ends(measure):
    series = timing.at_year_ends(
        decoupling.counted_ties(network.ties()), measure, years=(2014, 2024), n=50
    )
    assert list(series["year"]) == [2014, 2024]
    low, high = {"share": (0, 1), "ei": (-1, 1), "nmi": (0, 1)}.get(measure, (0, 500))
    assert series["value"].between(low, high).all()


def events(*rows):
    return pd.DataFrame(rows, columns=["day", "theatre"])


def test_lead_lag_counts_pairs():
    europe, asia = (
        [(d, "Europe") for d in (0, 200, 400, 600)],
        [(d, "Asia-Pacific") for d in (10, 210, 410, 610)],
    )
    found = timing.lead_lag(events(*europe, *asia), days=30)
    assert (
        found["pairs"] == 4 and found["lead"] == 4 and (found["n_first"], found["n_then"]) == (4, 4)
    )
    bars = found["bars"].set_index("lag")["pairs"]
    assert bars[15.0] == 4 and bars[-15.0] == 0 and bars.sum() == 4
    back = timing.lead_lag(events(*europe, *asia), first="Asia-Pacific", then="Europe", days=30)
    assert back["lead"] == -4 and back["p_lead"] > 0.9
    same_day = timing.lead_lag(
        events((5, "Europe"), (5, "Asia-Pacific"), (900, "Europe"), (1900, "Asia-Pacific")), days=30
    )
    assert same_day["pairs"] == 0 and same_day["bars"]["pairs"].sum() == 0


@pytest.mark.parametrize("null", ["labels", "shift"])
@pytest.mark.parametrize("days", [1, 20])
def test_pairs_and_lead_are_counted_one_by_one(null, days):
    """A day apart, as many as the window, one more, the same day; early and late in the series."""
    made = [(0, "Europe"), (1, "Asia-Pacific"), (2, "Europe"), (21, "Asia-Pacific")]
    made += [(22, "Europe"), (22, "Asia-Pacific"), (43, "Europe"), (44, "Asia-Pacific")]
    made += [(70, "Asia-Pacific"), (71, "Europe"), (91, "Europe"), (92, "Europe")]
    rows = events(*made)
    europe, asia = (rows.loc[rows["theatre"] == t, "day"] for t in ("Europe", "Asia-Pacific"))
    lags = np.subtract.outer(asia.to_numpy(), europe.to_numpy())
    after = int(((lags >= 1) & (lags <= days)).sum())
    before = int(((lags <= -1) & (lags >= -days)).sum())
    found = timing.lead_lag(rows, days=days, null=null, n=9)
    assert (found["pairs"], found["lead"]) == (after, after - before)


def with_forerunner(days: int, rows: pd.DataFrame) -> int:
    """Count, event by event, who in the Asia-Pacific had one in Europe 1 to `days` days before."""
    europe = rows.loc[rows["theatre"] == "Europe", "day"]
    asia = rows.loc[rows["theatre"] == "Asia-Pacific", "day"]
    return sum(((d - europe >= 1) & (d - europe <= days)).any() for d in asia)


@pytest.mark.parametrize("null", ["labels", "shift"])
def test_followers_have_a_forerunner(null):
    """Five in one burst have one forerunner and are five, however many pairs they make."""
    burst = [(0, "Europe"), (1, "Europe"), *[(d, "Asia-Pacific") for d in (1, 3, 4, 5, 200)]]
    found = timing.lead_lag(events(*burst), days=10, null=null)
    assert (found["followers"], found["pairs"]) == (4, 7)
    rng = np.random.default_rng(5)
    for days in (1, 7, 30):
        made = [
            (int(day), theatre)
            for theatre in ("Europe", "Asia-Pacific")
            for day in rng.integers(0, 400, 25)
        ]
        rows = events(*made)
        one = timing.lead_lag(rows, days=days, null=null, n=99)
        assert one["followers"] == with_forerunner(days, rows)
        assert 0 <= one["expected_followers"] <= one["n_then"]


def test_followers_by_chance_meet_their_formula():
    """Two events far from others: dealt out, the later follows the earlier in one of two deals."""
    rows = events((0, "Europe"), (5, "Asia-Pacific"), (900, "Europe"), (1900, "Asia-Pacific"))
    found = timing.lead_lag(rows, days=30, n=6000)
    # Of six deals of two labels to four events two let the first lead and the second follow.
    assert found["expected_followers"] == pytest.approx(2 / 6, abs=0.03)


@pytest.mark.parametrize("null", ["labels", "shift"])
def test_lead_lag_finds_a_planted_lead_and_no_other(null):
    rng = np.random.default_rng(3)
    first = np.sort(rng.choice(3000, 60, replace=False))
    planted = events(
        *[(int(d), "Europe") for d in first], *[(int(d) + 5, "Asia-Pacific") for d in first]
    )
    assert timing.lead_lag(planted, days=10, null=null)["p"] < 0.02
    free = events(
        *[(int(d), "Europe") for d in first],
        *[(int(d), "Asia-Pacific") for d in np.sort(rng.choice(3000, 60, replace=False))],
    )
    assert timing.lead_lag(free, days=10, null=null)["p"] > 0.02


def test_lead_lag_both_ways_of_counting_agree():
    rows = timing.dated_events(tables.read("events"), since=2022)
    dealt, shifted = (timing.lead_lag(rows, null=null, n=20) for null in ("labels", "shift"))
    assert (
        dealt["pairs"] == shifted["pairs"]
        and dealt["bars"]["pairs"].tolist() == shifted["bars"]["pairs"].tolist()
    )
    with pytest.raises(ValueError, match="two different theatres"):
        timing.lead_lag(rows, first="Europe", then="Europe")
    assert np.isnan(timing.lead_lag(rows.head(1))["p"])


# --------------------------------------------------------------------------------------------------
# - independent networks


def test_alliances():
    pairs = {(r.source, r.target) for r in independent.ties_of("alliances", year=2024).itertuples()}
    assert {("PRK", "RUS"), ("CHN", "PRK"), ("JPN", "USA"), ("FIN", "SWE")} <= pairs
    assert ("CHN", "RUS") not in pairs  # a treaty without a duty to defend
    before = {
        (r.source, r.target) for r in independent.ties_of("alliances", year=2021).itertuples()
    }
    assert ("PRK", "RUS") not in before and ("FIN", "SWE") not in before


def test_votes():
    votes = independent.ties_of("votes", year=2024)
    pairs = {(r.source, r.target) for r in votes.itertuples()}
    assert ("DEU", "ITA") in pairs and ("CHN", "USA") not in pairs and ("RUS", "UKR") not in pairs
    few = independent.ties_of("votes", year=2024, alike=0.97)
    assert 0 < len(few) < len(votes)
    assert not independent.ties_of("votes", year=2016).equals(votes)  # its own period
    with pytest.raises(ValueError, match="name cannot be 'trade'"):
        independent.ties_of("trade")


def test_guarantors_worked_by_hand(monkeypatch):
    """One guarantor of one European and two Asian states; an alliance without it."""
    bound = pd.DataFrame(
        [
            ("A1", "one", ("FRA", "USA"), "s"),
            ("A2", "two", ("JPN", "USA"), "s"),
            ("A3", "three", ("KOR", "USA"), "s"),
            ("A4", "four", ("CHN", "PRK"), "s"),
        ],
        columns=["id", "treaty", "parties", "sources"],
    )
    monkeypatch.setattr(independent, "treaties", lambda year: bound)
    found = independent.guarantors().set_index("regions").loc["Europe and Asia-Pacific"]
    assert (found["bound"], found["guarantor"], found["through"]) == (0, 2, "USA")
    atlantic = independent.guarantors().set_index("regions").loc["Europe and North America"]
    assert (atlantic["bound"], atlantic["guarantor"]) == (1, 0)
    inside = independent.guarantors().set_index("regions").loc["inside Asia-Pacific"]
    assert (inside["bound"], inside["guarantor"], inside["through"]) == (1, 1, "USA")


def test_treaties_keep_their_parties():
    rows = independent.treaties(2024).set_index("treaty")
    nato = [p for p in rows["parties"] if {"USA", "FIN", "SWE"} <= set(p)]
    assert len(nato) == 1 and len(nato[0]) == 32
    before = independent.treaties(2021)["parties"]
    assert not any({"FIN", "USA"} <= set(p) for p in before)


def test_votes_by_region_are_means_over_pairs():
    found = independent.votes_by_region(n=50).set_index("regions")
    rows, home = tables.read("voting"), network.homes()
    last = rows[rows["since"] == 2022]
    across = last[
        [{home[a], home[b]} == {"Europe", "Asia-Pacific"} for a, b in zip(last["a"], last["b"])]
    ]
    shown = found.loc["Europe and Asia-Pacific", "2022 to 2024"]
    assert shown == decoupling.percent(across["identical"].mean())
    four = ["AUS", "JPN", "KOR", "NZL"]
    with_four = last[last["a"].isin(four) != last["b"].isin(four)]
    other = with_four["a"].where(~with_four["a"].isin(four), with_four["b"]).map(home)
    for region, called in (("Europe", "Europe"), ("Asia-Pacific", "other Asia-Pacific")):
        shown = found.loc[f"four Asian partners and {called}", "2022 to 2024"]
        assert shown == decoupling.percent(with_four.loc[other == region, "identical"].mean())


# --------------------------------------------------------------------------------------------------
# ------------ explorers


def test_lab_takes_out_and_puts_back():
    one = lab.decoupling_lab(a="UKR", b="KOR", year=2024)
    before = one.words()
    assert "Ukraine and South Korea are joined by" in before and "(before:" not in before
    one.policies.ticks["arms"].value = True
    assert "End arms flows here ends every tie of arms" in one.words() and "(before:" in one.words()
    one.policies.ticks["arms"].value = False
    one.pair.value = "KOR UKR"
    one.take.click()
    assert "taken out" in one.words() and "KOR UKR" in one.by_hand
    assert (one.states.set_index(["a", "b"])["state"]["KOR", "UKR"]) == "taken out"
    assert "KOR UKR" in {row["pair"] for row in one.still().to_dict()["datasets"]["pairs"]}
    one.again.click()
    assert one.words() == before
    for tick in one.hubs_out.ticks.values():
        tick.value = True
    assert "Russia" not in one.joined["after"].paths[0] and not {"RUS", "CHN", "USA"} & set(
        one.left["source"]
    )
    one.b.value = "UKR"
    assert "two different actors" in one.spoken.value


def test_lab_refuses_bad_starts():
    with pytest.raises(ValueError, match="has no control 'planet'"):
        lab.decoupling_lab(planet="Mars")
    with pytest.raises(ValueError, match="year cannot be 1999; choose from 2013 to 2026"):
        lab.decoupling_lab(year=1999)
    with pytest.raises(
        ValueError, match="policies cannot be 'arms'; choose a list of some of 'asia'"
    ):
        lab.decoupling_lab(policies="arms")
    with pytest.raises(ValueError, match="both are 'UKR'"):
        lab.decoupling_lab(b="UKR")


def test_every_control_of_the_tests_changes_the_words():
    for explorer, changes in (
        (
            theatretests.theatre_test(),
            [
                ("hindsight", True),
                ("network", "votes"),
                ("network", "ties"),
                ("year", 2016),
                ("kinds", "friendly"),
                ("source", "evidence"),
                ("russia", "both"),
                ("usa", "Europe"),
                ("where", "home"),
                ("scope", "all"),
                ("weights", "weight"),
                ("null", "ends"),
                ("index", True),
            ],
        ),
        (
            theatretests.explore_communities(),
            [
                ("year", 2021),
                ("kinds", "all"),
                ("source", "evidence"),
                ("groups", True),
                ("resolution", 1.6),
            ],
        ),
        (
            over_time.theatres_over_time(),
            [
                ("measure", "cut"),
                ("measure", "new"),
                ("year", 2020),
                ("kinds", "friendly"),
                ("source", "evidence"),
                ("dated", True),
                ("first", True),
                ("hindsight", True),
                ("russia", "both"),
                ("scope", "all"),
            ],
        ),
        (
            over_time.event_lead_lag(),
            [
                ("days", 30),
                ("since", 2018),
                ("joint", True),
                ("hindsight", True),
                ("null", "shift"),
                ("then", "Middle East"),
                ("first", "Asia-Pacific"),
            ],
        ),
    ):
        for control, value in changes:
            before = explorer.words()
            getattr(explorer, control).value = value
            assert explorer.words() != before, control
            assert explorer.still() is not None and "nan" not in explorer.words()


def test_too_small_a_group_has_no_share_of_votes(monkeypatch):
    """Three states make three pairs, fewer than five; nine places in a square are no pairs."""
    home = dict.fromkeys(network.homes(), "Europe")
    home |= dict.fromkeys(["IRN", "ISR", "SAU"], "Middle East")
    home |= dict.fromkeys(["CHN", "JPN", "KOR", "IND"], "Asia-Pacific")
    monkeypatch.setattr(network, "homes", lambda: home)
    found = independent.votes_by_region(n=5)["regions"].tolist()
    assert "inside Middle East" not in found and "inside Asia-Pacific" in found
    assert "Asia-Pacific and Middle East" in found


def test_rows_lead_to_sources():
    one = theatretests.theatre_test(network="alliances")
    one.drawer.list.value = next(v for _, v in one.drawer.list.options if v.startswith("row:"))
    assert "<a href=" in one.drawer.view.value
    other = over_time.event_lead_lag()
    other.drawer.list.value = next(v for _, v in other.drawer.list.options if v.startswith("row:"))
    assert "<a href=" in other.drawer.view.value


def test_a_click_cuts_a_pair_and_another_restores_it_and_reset_puts_all_back():
    one = lab.decoupling_lab()
    pair = " ".join(one.joined["after"].pairs_to_cut[0])
    was = one.words()
    one.chart.picked = {"pair": {"pair": [pair]}}
    assert one.by_hand == {pair} and "You cut 1 pair" in one.headline() and one.words() != was
    one.chart.picked = {"pair": {"pair": [pair]}}
    assert not one.by_hand and one.words() == was
    one.chart.picked = {"pair": {"pair": [pair]}}
    assert not one.again.disabled
    one.again.click()
    assert not one.by_hand and one.words() == was and one.again.disabled


def test_a_theatre_is_never_held_against_itself():
    order = over_time.event_lead_lag()
    order.first.value = "Asia-Pacific"
    assert (
        order.then.value == "Europe" and "in Europe follow those in Asia-Pacific" in order.words()
    )
    with pytest.raises(ValueError, match="choose one of 'Asia-Pacific', 'Middle East'"):
        over_time.event_lead_lag(first="Europe", then="Europe")
