"""The specification curve: its draw, its agreement with the single test, its yardsticks, its speed."""

import time

import numpy as np
import pandas as pd
import pytest

from theatres.explorers import results
from theatres.explorers import specification as explorer
from theatres.explorers.decoupling import decoupling_lab
from theatres.explorers.theatretests import theatre_test
from theatres.explorers.timing import event_lead_lag
from theatres.model import decoupling, network, specification

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
    assert everything == np.prod([len(o) for o in specification.CHOICES.values()])
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


def test_one_specification_is_the_theatre_test():
    result = specification.curve(specification.specifications(**ONE)).iloc[0]
    rows = decoupling.counted_ties(network.ties(), year=2024)
    test = decoupling.theatre_test(decoupling.engagements(rows))
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
    for i, r in whole.sample(8, random_state=1).iterrows():
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
    assert "Test 6, all choices at once: " in results.your_results().words()
    one.keep.button.click()
    assert one.words() and "Kept for the summary" in one._said.value
    kept = one.short()
    one.yardstick.value = "more"
    said = results.your_results().words()
    assert kept in said and [line[:7] for line in said.splitlines()] == [
        f"Test {i}," for i in range(1, 8)
    ]
