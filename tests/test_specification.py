"""The specification curve: its draw, its agreement with the single test, its yardsticks, its speed."""
import time

import numpy as np
import pandas as pd
import pytest

from theatres.explorers import specification as explorer
from theatres.model import decoupling, network, specification

ONE = {"kinds": ["all"], "source": ["both"], "status": ["actual"], "year": ["2024"], "groups": ["in"], "hubs": ["in"], "russia": ["Europe"], "usa": ["own"],
       "where": ["place"], "scope": ["all"], "weights": ["ties"], "null": ["labels"]}


def test_draw():
    everything = specification.how_many()
    assert everything == np.prod([len(o) for o in specification.CHOICES.values()])
    specs = specification.specifications(500)
    assert len(specs) == 500 and not specs.duplicated().any() and specs.equals(specification.specifications(500))
    assert not specs.equals(specification.specifications(500, seed=1))
    small = specification.specifications(500, **{**ONE, "russia": ["both", "own"], "kinds": ["all", "words", "pacts"]})
    assert len(small) == 6 and set(small["russia"]) == {"both", "own"}
    assert all(specs[c].nunique() == len(o) for c, o in specification.CHOICES.items())


def test_one_specification_is_the_theatre_test():
    result = specification.curve(specification.specifications(**ONE)).iloc[0]
    rows = decoupling.counted_ties(network.ties(), year=2024)
    test = decoupling.theatre_test(decoupling.engagements(rows))
    assert result["ties"] == test.ties == len(rows) and result["share"] == pytest.approx(test.observed)
    assert result["expected"] == pytest.approx(test.expected, abs=0.02)
    assert len(specification.rows_of(result.to_dict())) == result["ties"]


def test_result_does_not_depend_on_company():
    specs = specification.specifications(40)
    whole = specification.curve(specs, n=100)
    part = specification.curve(specs.iloc[10:20], n=100)
    pd.testing.assert_frame_equal(whole.iloc[10:20], part)
    for i, r in whole.sample(8, random_state=1).iterrows():
        assert len(specification.rows_of(r.to_dict())) == r["ties"]


def test_bounds_and_verdicts():
    done = specification.curve(specification.specifications(200), n=200)
    able = done[done["verdict"] != "cannot say"]
    assert (done.loc[done["ties"] < specification.FEWEST, "verdict"] == "cannot say").all()
    assert able["share"].between(0, 1).all() and able["p_more"].between(1 / 201, 1).all() and (able["effect"] == able["share"] - able["expected"]).all()
    ok = {y: specification.supports(done, y) for y in specification.YARDSTICKS}
    assert not (ok["more"] & ~ok["not fewer"]).any()  # what passes the stricter yardstick passes the looser
    assert not ok["not fewer"][done["verdict"] == "cannot say"].any()


def test_yardsticks_and_drivers_by_hand():
    frame = pd.DataFrame({c: [next(iter(o))] * 4 for c, o in specification.CHOICES.items()}).assign(
        russia=["both", "both", "own", "own"], share=[0.2, 0.3, 0.6, 0.7], effect=[-0.2, -0.2, 0.2, 0.2], verdict=["fewer", "like", "more", "cannot say"])
    assert specification.supports(frame, "more").tolist() == [False, False, True, False]
    assert specification.supports(frame, "not fewer").tolist() == [False, True, True, False]
    assert specification.supports(frame, "half").tolist() == [False, False, True, False]
    drive = specification.drivers(frame, "not fewer")
    assert list(drive.index) == ["russia"] and drive.loc["russia", "explains"] == pytest.approx(1)
    assert tuple(drive.loc["russia", ["lowest", "from", "highest", "to"]]) == ("both", 0.5, "own", 1.0)


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
    done = specification.curve(specification.specifications(500), n=500, progress=lambda i, n: seen.append((i, n)))
    assert time.perf_counter() - start < 10
    assert len(done) == 500 and seen[-1] == (500, 500) and len(seen) >= 50


def test_explorer_recomputes_for_own_choices():
    one = explorer.specification_curve(n=100)
    before = one.words()
    one.allowed["russia"].value = ("both",)
    assert "Press Run" in one.words()
    one.run.click()
    assert one.words() != before and set(one.results["russia"]) == {"both"} and one.bar.value == 100
    said = one.words()
    one.yardstick.value = "more"
    assert one.words() != said
    one.below.value = "usa"
    assert "The USA" in str(one.still().to_dict())
    one.spec.value = one.spec.options[1][1]
    assert "chance gives" in one.details.value and len(one.drawer.list.options) > 1
    with pytest.raises(ValueError, match="russia must be a list of some of 'Europe'"):
        explorer.specification_curve(russia="Europe")


def test_own_results(monkeypatch, tmp_path):
    monkeypatch.setenv("THEATRES_WORK", str(tmp_path))
    one = explorer.specification_curve(n=100)
    assert "All choices at once: " in explorer.your_results().words()
    one.keep.button.click()
    assert one.words() and "Kept for the summary" in one._said.value
    kept = one.short()
    one.yardstick.value = "more"
    assert kept in explorer.your_results().words()
