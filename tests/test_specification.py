"""The specification curve: its draw, agreement with the single test, yardsticks, speed."""

import itertools
import time

import numpy as np
import pandas as pd
import pytest

from theatres import tables
from theatres.explorers import results
from theatres.explorers import specification as explorer
from theatres.explorers.decoupling import decoupling_lab
from theatres.explorers.theatretests import theatre_test
from theatres.explorers.timing import event_lead_lag
from theatres.model import border, decoupling, network, specification

ONE = {
    "kinds": ["all"],
    "source": ["both"],
    "status": ["actual"],
    "year": ["2024"],
    "groups": ["in"],
    "hubs": ["in"],
    "russia": ["Europe"],
    "usa": ["own"],
    "where": ["place"],
    "scope": ["all"],
    "weights": ["pairs"],
    "null": ["labels"],
}


def test_draw():
    everything = specification.how_many()
    assert everything < np.prod([len(o) for o in specification.CHOICES.values()])
    specs = specification.specifications(500)
    assert (
        len(specs) == 500
        and not specs.duplicated().any()
        and specs.equals(specification.specifications(500))
    )
    assert not specs.equals(specification.specifications(500, seed=1))
    small = specification.specifications(
        500, **{**ONE, "russia": ["both", "own"], "kinds": ["all", "words", "pacts"]}
    )
    assert len(small) == 6 and set(small["russia"]) == {"both", "own"}
    assert all(specs[c].nunique() == len(o) for c, o in specification.CHOICES.items())


def test_void_choices_make_no_specification():
    """With Russia out, its three borders are one; with all three out, nine borders are one."""
    one = {**ONE, "russia": ["Europe", "own", "both"], "usa": ["own", "Europe", "both"]}
    assert specification.how_many(**one) == 9
    assert specification.how_many(**{**one, "hubs": ["no Russia"]}) == 3
    assert specification.how_many(**{**one, "hubs": ["no Russia, China, USA"]}) == 1
    # Within the two theatres a Russia of its own is as good as out.
    within = {**one, "usa": ["own"], "scope": ["two"]}
    assert specification.how_many(**within) == 3
    assert specification.how_many(**{**within, "hubs": ["in", "no Russia"]}) == 3
    every = specification.specifications(9999, **{**one, "hubs": list(decoupling.HUBS)})
    assert len(every) == 13 and not every.duplicated().any()
    gone = every[every["hubs"] != "in"]
    assert gone["russia"].nunique() == 1


def test_the_draw_is_balanced():
    specs = specification.specifications(500)
    for choice in ("kinds", "source", "weights", "null", "year", "where"):
        counts = specs[choice].value_counts()
        assert counts.max() - counts.min() <= 8, choice


def test_no_year_is_before_the_claim_or_after_the_commentary():
    assert set(specification.YEARS) == {"2022", "2023", "2024"}
    late = specification.rows_of({c: o[0] for c, o in ONE.items()})
    assert not tables.is_hindsight(late["start"]).any()


def test_one_specification_is_the_theatre_test():
    result = specification.curve(specification.specifications(**ONE)).iloc[0]
    rows = decoupling.counted_ties(network.ties(), year=2024)
    rows = rows[border.known(rows)]
    test = decoupling.chance_test(decoupling.engagements(rows))
    assert result["ties"] == test.ties == len(rows) and result["share"] == pytest.approx(
        test.observed
    )
    assert result["expected"] == pytest.approx(test.expected, abs=0.02)
    assert len(specification.rows_of(result.to_dict())) == result["ties"]


def test_result_does_not_depend_on_company():
    specs = specification.specifications(40)
    whole = specification.curve(specs, n=100)
    part = specification.curve(specs.iloc[10:20], n=100)
    pd.testing.assert_frame_equal(whole.iloc[10:20], part)
    for _, r in whole.sample(8, random_state=1).iterrows():
        assert len(specification.rows_of(r.to_dict())) == r["ties"]


@pytest.mark.parametrize("many, step", [(7, 1), (99, 1), (120, 2), (151, 3)])
def test_progress_counts_what_is_done(many, step):
    specs = specification.specifications(many)
    said = []
    specification.curve(specs, n=2, progress=lambda done, all_: said.append((done, all_)))
    whole = [(done, many) for done in range(step, many + 1, step)]
    assert said == whole + ([] if many % step == 0 else [(many, many)])


def test_bounds_and_verdicts():
    done = specification.curve(specification.specifications(200), n=200)
    able = done[done["verdict"] != "cannot say"]
    assert (done.loc[done["ties"] < specification.FEWEST, "verdict"] == "cannot say").all()
    assert (
        able["share"].between(0, 1).all()
        and able["p_more"].between(1 / 201, 1).all()
        and (able["effect"] == able["share"] - able["expected"]).all()
    )
    ok = {y: specification.supports(done, y) for y in specification.YARDSTICKS}
    assert not (
        ok["more"] & ~ok["not fewer"]
    ).any()  # what passes the stricter yardstick passes the looser
    assert not ok["not fewer"][done["verdict"] == "cannot say"].any()


def test_yardsticks_and_drivers_by_hand():
    frame = pd.DataFrame({c: [next(iter(o))] * 4 for c, o in specification.CHOICES.items()}).assign(
        russia=["both", "both", "own", "own"],
        share=[0.2, 0.3, 0.6, 0.7],
        effect=[-0.2, -0.2, 0.2, 0.2],
        verdict=["fewer", "like", "more", "cannot say"],
    )
    assert specification.supports(frame, "more").tolist() == [False, False, True, False]
    assert specification.supports(frame, "not fewer").tolist() == [False, True, True, False]
    assert specification.supports(frame, "half").tolist() == [False, False, True, False]
    assert specification.support(frame) == pytest.approx(
        {"more": 1 / 3, "not fewer": 2 / 3, "half": 1 / 3}
    )
    drive = specification.drivers(frame, "not fewer")
    assert list(drive.index) == ["russia"] and drive.loc["russia", "explains"] == pytest.approx(1)
    assert tuple(drive.loc["russia", ["lowest", "from", "highest", "to"]]) == (
        "both",
        0.5,
        "own",
        1.0,
    )


def test_our_own_world_is_the_first_of_the_joint_test():
    """The curve and the joint test see the same share, less what either expects."""
    specs = specification.specifications(25, null=["labels"])
    done = specification.curve(specs, n=300)
    able = done[done["verdict"] != "cannot say"]
    found = specification.curve_test(specs, n=300).set_index("measure")
    assert found["able"].iloc[0] >= len(able)
    observed = int(found.loc["specifications: fewer", "observed"])
    assert abs(observed - (able["verdict"] == "fewer").sum()) <= 4  # other draws, same worlds


def made_of(pairs) -> pd.DataFrame:
    """Make all ties of the course ties between given pairs, at home."""
    table, home = network.ties().head(len(pairs)).copy(), network.homes()
    for end, k in (("source", 0), ("target", 1)):
        table[end] = [pair[k] for pair in pairs]
        table[f"{end}_theatre"] = [home[pair[k]] for pair in pairs]
    return table.assign(since=2016, start="2016", until=pd.NA, status="actual", sign=1)


ASIA = ["CHN", "JPN", "KOR", "PRK", "VNM", "AUS", "IND"]
EUROPE = ["UKR", "FRA", "DEU", "POL", "GBR", "ITA", "ESP"]
LEFT_OPEN = {
    "kinds": ["all"],
    "source": ["both"],
    "groups": ["in"],
    "hubs": ["in"],
    "russia": ["Europe"],
    "usa": ["own"],
}


@pytest.mark.parametrize(
    "pairs, measure",
    [
        (
            [p for side in (ASIA, EUROPE) for p in itertools.combinations(side, 2)],
            "specifications: fewer",
        ),
        ([(a, b) for a in ASIA for b in EUROPE], "specifications: more"),
    ],
)
def test_the_joint_test_finds_what_is_planted(pairs, measure):
    specs = specification.specifications(**LEFT_OPEN)
    found = specification.curve_test(specs, made_of(pairs), n=199).set_index("measure")
    assert found.loc[measure, "p"] <= 0.02 and found.loc["median effect", "p"] <= 0.02
    assert int(found.loc[measure, "observed"]) == found.loc[measure, "able"]


def hand_made(side: int) -> pd.DataFrame:
    """Tie all of each theatre to all at home, twice, and nobody across."""
    inside = [
        pair for people in (ASIA, EUROPE) for pair in itertools.combinations(people[:side], 2)
    ]
    return made_of([*inside, *inside])


@pytest.mark.parametrize(
    "side, p_median, p_fewer",
    # Of C(6, 3) = 20 deals two let nothing cross: p = 0.1, so that no world can say "fewer".
    # Of C(10, 5) = 252 two do: p = 1/126, and these two worlds say it.
    [(3, 2 / 20, 1.0), (5, 2 / 252, 2 / 252)],
)
def test_the_joint_test_worked_by_hand(side, p_median, p_fewer):
    specs = specification.specifications(**{**LEFT_OPEN, "weights": ["pairs", "ties"]})
    found = specification.curve_test(specs, hand_made(side), n=2000).set_index("measure")
    # All of 2 C(side, 2) pairs stay inside; dealt out, side squared of C(2 side, 2) would cross.
    expected = -(side**2) / (side * (2 * side - 1))
    assert found.loc["median effect", "observed"] == f"{expected:+.0%}"
    assert found.loc["median effect", "p"] == pytest.approx(p_median, abs=0.02)
    assert found.loc["specifications: fewer", "p"] == pytest.approx(p_fewer, abs=0.006)
    seen = "0" if side == 3 else str(found.loc["specifications: fewer", "able"])
    assert found.loc["specifications: fewer", "observed"] == seen
    assert found.loc["specifications: more", "p"] == 1.0


def test_the_joint_test_holds_its_level():
    """In random networks a p of a tenth or less comes about one time in ten, not more."""
    rng = np.random.default_rng(4)
    people = ASIA + EUROPE
    every = list(itertools.combinations(people, 2))
    specs = specification.specifications(12, **LEFT_OPEN)
    p = []
    for seed in range(40):
        drawn = [every[k] for k in rng.choice(len(every), 40, replace=False)]
        found = specification.curve_test(specs, made_of(drawn), n=49, seed=seed)
        p.append(found["p"].iloc[0])
    assert np.mean(np.array(p) <= 0.1) <= 0.25 and np.median(p) > 0.2


def test_the_joint_test_is_seeded_tells_how_far_it_is_and_is_in_time():
    specs, seen = specification.specifications(500), []
    start = time.process_time()
    one = specification.curve_test(specs, progress=lambda done, all_: seen.append((done, all_)))
    assert time.process_time() - start < 10 and len(seen) >= 50 and seen[-1][0] == seen[-1][1]
    few = specification.specifications(30)
    pd.testing.assert_frame_equal(*(specification.curve_test(few, n=50) for _ in range(2)))
    assert list(one["measure"])[0] == "median effect"
    with pytest.raises(ValueError, match="no specification has ten ties"):
        specification.curve_test(few, network.ties().head(3))


def test_a_driver_is_what_a_choice_adds_to_the_others():
    """Russia and the source move together here: neither adds to the other, so neither is blamed."""
    first = {c: next(iter(o)) for c, o in specification.CHOICES.items()}
    frame = pd.DataFrame([first] * 4).assign(
        russia=["both", "both", "own", "own"],
        source=["both", "both", "evidence", "evidence"],
        share=[0.2, 0.2, 0.6, 0.6],
        effect=[-0.2, -0.2, 0.2, 0.2],
        verdict=["fewer", "fewer", "more", "more"],
    )
    assert specification.drivers(frame)["explains"].tolist() == pytest.approx([0, 0], abs=1e-9)


def test_bad_choices_are_named():
    with pytest.raises(ValueError, match="there is no choice 'mood'"):
        specification.specifications(mood=["good"])
    with pytest.raises(ValueError, match="year cannot be '1999'"):
        specification.specifications(year=["1999"])
    with pytest.raises(ValueError, match="at least one option for 'usa'"):
        specification.how_many(usa=[])
    with pytest.raises(ValueError, match="yardstick cannot be"):
        specification.supports(pd.DataFrame({"verdict": []}), "certain")


def test_five_hundred_by_five_hundred_in_time():
    seen = []
    start = time.perf_counter()
    done = specification.curve(
        specification.specifications(500), n=500, progress=lambda i, n: seen.append((i, n))
    )
    assert time.perf_counter() - start < 10
    assert len(done) == 500 and seen[-1] == (500, 500) and len(seen) >= 50


def test_explorer_recomputes_for_own_choices():
    one = explorer.specification_curve(n=100)
    before = one.words()
    one.russia.value = ("both",)
    assert "Press Run" in one.words()
    one.run.click()
    assert one.words() != before and set(one.results["russia"]) == {"both"} and one.bar.value == 100
    said = one.words()
    one.yardstick.value = "more"
    assert one.words() != said
    for text in (one.words(), one.short()):  # all yardsticks speak, whichever is chosen
        assert all(
            f"{share:.0%} ({specification.YARDSTICKS[y]})" in text
            for y, share in specification.support(one.able).items()
        )
    one.below.value = "usa"
    assert "The USA" in str(one.still().to_dict())
    one.spec.value = one.spec.options[1][1]
    assert "chance gives" in one.details.value and len(one.drawer.list.options) > 1
    with pytest.raises(ValueError, match="russia cannot be 'Europe'; choose a list of some of"):
        explorer.specification_curve(russia="Europe")


def test_explorer_runs_the_joint_test_with_a_bar():
    one = explorer.specification_curve(n=100)
    assert "Joint test" not in one.words() and one.bar.value == 100
    one.bar.value, seen = 0, []
    one.bar.observe(lambda change: seen.append(change["new"]), "value")
    one.joint_run.click()
    assert len(seen) > 20 and seen == sorted(seen) and seen[-1] == 100
    found = specification.curve_test(one.specs).set_index("measure")
    said = f"median effect {found.loc['median effect', 'observed']}"
    assert f"Joint test of {found['able'].iloc[0]} specifications: {said}" in one.words()
    assert not one.run.disabled and not one.joint_run.disabled
    one.run.click()  # its choices are others', so the old result goes
    assert "Joint test" not in one.words()


def test_the_still_shows_the_choice_that_the_words_name():
    for asked in ({}, {"source": ["evidence"], "status": ["actual"]}):
        one = explorer.specification_curve(n=200, **asked)
        drive = specification.drivers(one.able, "not fewer").index[0]
        assert one.below.value == drive and f"“{specification.NAMES[drive].lower()}”" in one.words()
        assert specification.NAMES[drive] in str(one.still().to_dict())
    assert explorer.specification_curve(n=100, below="usa").below.value == "usa"


def test_versions_are_the_theatre_test():
    found = specification.versions(russia=["Europe", "both"], source=["both", "evidence"])
    assert (
        list(found.columns)
        == [
            "weights",
            "Russia",
            "on whose word",
            "ties",
            "overlap",
            "cross",
            "by chance",
            "p more",
            "p fewer",
            "verdict",
        ]
        and len(found) == 4
    )
    for (_, row), (russia, source) in zip(
        found.iterrows(),
        [("Europe", "both"), ("Europe", "evidence"), ("both", "both"), ("both", "evidence")],
    ):
        words = theatre_test(year=2024, russia=russia, source=source).words()
        assert (
            f"{row['ties']} ties" in words
            and f"{row['cross']} cross; shuffled: {row['by chance']} on average" in words
            and f"p = {row['p fewer']:.3f} for fewer" in words
        )
    assert specification.versions(russia="both")["overlap"][0] != "0%"
    treaties = specification.versions(network="alliances", scope=["two", "all"])
    assert treaties["verdict"].tolist() == ["fewer", "fewer"] and treaties[
        "network"
    ].unique().tolist() == ["defence treaties in force"]
    assert (
        "439 ties" in theatre_test(network="alliances", scope="two").words()
        and treaties["ties"][0] == 439
        and treaties["cross"][0] == "under 1%"
    )
    with pytest.raises(ValueError, match="the theatre test has no choice 'mood'"):
        specification.versions(mood="good")
    with pytest.raises(ValueError, match="russia cannot be 'Asia'"):
        specification.versions(russia="Asia")


def test_policy_cuts_are_those_of_the_lab():
    found = specification.policy_cuts("material", "all").set_index("policy")
    for kind, column in (("material", "arms, troops, goods, money"), ("all", "every tie")):
        for key, policy in decoupling.POLICIES.items():
            lab = decoupling_lab(kinds=kind, policies=[key])
            assert (found.loc["none", column], found.loc[policy.name, column]) == (
                lab.cut["before"],
                lab.cut["after"],
            )


def test_policy_cuts_count_what_holds_at_the_end_of_2024(monkeypatch):
    rows = made_of([("UKR", "KOR"), ("FRA", "JPN"), ("POL", "CHN")]).assign(kind="trade")
    rows["until"] = pd.array([2023, 2024, pd.NA], dtype="Int64")
    monkeypatch.setattr(network, "ties", lambda: rows)
    assert specification.policy_cuts("all").set_index("policy").loc["none", "every tie"] == 2


def test_orders_of_events_are_those_of_the_explorer():
    for (_, row), (joint, null) in zip(
        specification.orders_of_events().iterrows(),
        [(True, "labels"), (True, "shift"), (False, "labels"), (False, "shift")],
    ):
        words = event_lead_lag(joint=joint, null=null).words()
        assert (
            f"{row['pairs']} times" in words
            and f"chance gives {row['by chance']} (" in words
            and f"That is {row['lead']} more" in words
        )


def test_own_results(monkeypatch, tmp_path):
    monkeypatch.setenv("THEATRES_WORK", str(tmp_path))
    one = explorer.specification_curve(n=100)
    assert "Test 7, all choices at once: " in results.your_results().words()
    one.keep.button.click()
    assert one.words() and "Kept for the summary" in one.spoken.value
    kept = one.short()
    one.yardstick.value = "more"
    said = results.your_results().words()
    assert kept in said and [line[:7] for line in said.splitlines()] == [
        f"Test {i}," for i in range(1, 8)
    ]


def test_defensible_choices_are_ticks_with_all_and_none(work_folder):
    curve = explorer.specification_curve(n=100)
    ticks = curve.kinds
    assert all(box.description for box in ticks.ticks.values())
    everything, nothing = ticks.whole
    one = next(iter(ticks.ticks))
    assert everything.disabled and not nothing.disabled
    nothing.click()
    assert ticks.value == () and not any(box.value for box in ticks.ticks.values())
    ticks.ticks[one].value = True  # a plain click adds, and drops no other
    assert ticks.value == (one,)
    everything.click()
    assert ticks.value == tuple(ticks.ticks)
    assert curve.chosen()["kinds"] == list(ticks.ticks)
