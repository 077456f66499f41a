"""Forecasts: the Brier score against hand-worked numbers and its properties, and outcomes kept
hidden until a number is given.
"""

import json
import random

import pandas as pd
import pytest

from theatres import tables, work
from theatres.explorers.forecasts import forecast_ledger
from theatres.model import forecasts


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("THEATRES_WORK", str(tmp_path))


def test_brier_by_hand():
    assert forecasts.brier([0.8, 0.3], [1, 0]) == pytest.approx((0.04 + 0.09) / 2)
    assert forecasts.brier([1, 0], [1, 0]) == 0 and forecasts.brier([1, 0], [0, 1]) == 1
    assert forecasts.brier([0.5] * 5, [1, 0, 0, 1, 0]) == 0.25


def test_brier_is_half_of_the_sum_over_both_outcomes():
    """Brier (1950) sums the squares over all classes of outcome."""
    chance = random.Random(1950)
    said, came = [chance.random() for _ in range(50)], [chance.randint(0, 1) for _ in range(50)]
    original = sum((p - o) ** 2 + ((1 - p) - (1 - o)) ** 2 for p, o in zip(said, came)) / 50
    assert forecasts.brier(said, came) == pytest.approx(original / 2)


def test_brier_is_proper():
    """Whoever believes 70 percent does best, in expectation, by saying 70 percent."""
    expected = {
        p: 0.7 * forecasts.brier([p / 100], [1]) + 0.3 * forecasts.brier([p / 100], [0])
        for p in range(101)
    }
    assert min(expected, key=expected.get) == 70


@pytest.mark.parametrize("said, came", [([], []), ([0.5], [1, 0]), ([70], [1]), ([0.7], [-1])])
def test_brier_refuses_what_it_cannot_score(said, came):
    with pytest.raises(ValueError, match="brier"):
        forecasts.brier(said, came)


def rows(*pairs):
    return pd.DataFrame(
        {
            "percent": pd.array([p for p, _ in pairs], dtype="Int64"),
            "outcome": [o for _, o in pairs],
        }
    )


def test_partly_counts_half_and_open_is_not_scored():
    table = rows((90, "yes"), (20, "no"), (50, "partly"), (99, "open"), (None, "no"))
    s = forecasts.score(table)
    assert (s["scored"], s["open"], s["left_out"]) == (3, 1, 0)
    assert s["brier"] == pytest.approx((0.01 + 0.04 + 0) / 3) and s["coin"] == pytest.approx(
        (0.25 + 0.25 + 0) / 3
    )
    assert s["expected"] == pytest.approx(1.6) and s["came"] == 1.5


@pytest.mark.parametrize(
    "partly, brier, scored, left_out", [(1.0, 0.25, 1, 0), (0.0, 0.25, 1, 0), (None, None, 0, 1)]
)
def test_partly_can_be_ruled_otherwise(partly, brier, scored, left_out):
    s = forecasts.score(rows((50, "partly")), partly)
    assert (s["scored"], s["left_out"]) == (scored, left_out)
    assert s["brier"] == brier if brier is not None else s["brier"] != s["brier"]


def test_saying_50_each_time_ties_with_the_coin_on_the_real_table():
    s = forecasts.score(forecasts.ledger({}).assign(percent=50))
    assert s["brier"] == s["coin"] <= 0.25


def test_the_ledger_passes_over_what_is_no_percent():
    kept = {
        "forecast/F01": 40,
        "forecast/F02": True,
        "forecast/F03": 140,
        "forecast/F04": "70",
        "forecast/F05": {"a": 1},
    }
    given = forecasts.ledger(kept).set_index("id")["percent"]
    assert given["F01"] == 40 and given.notna().sum() == 1


def test_no_outcome_is_shown_before_a_number_is_kept():
    table = tables.read("forecasts").set_index("id")
    for one in table.index[:3]:
        work.put(f"forecast/{one}", 50)
    x = forecast_ledger()
    assert x.question.value == table.index[0] and "what came" in x.words()
    for one in table.index[3:]:
        x.question.value = one
        drawn = json.dumps([x.chart.spec, x.chart.rows], ensure_ascii=False)
        seen = drawn + x.words() + x.came.value + x.asked.value
        assert table.at[one, "what"] not in seen
        told = [r for rows in x.chart.rows.values() for r in rows if "outcome" in r]
        assert {r["id"] for r in told} == set(table.index[:3])
        assert "what came" not in x.words()


def test_a_number_is_kept_locked_scored_and_forgotten():
    x = forecast_ledger()
    x.question.value, x.percent.value = "F02", 10
    x.keep.click()
    assert work.get("forecast/F02") == 10
    assert x.percent.disabled and x.keep.disabled and not x.forget.disabled
    assert "https://" in x.came.value and "No strike was found" in x.came.value
    assert (
        "Your Brier score on 1: 0.010, better than saying 50 percent each time (0.250)" in x.words()
    )
    assert forecast_ledger().rows().set_index("id").at["F02", "percent"] == 10  # and it comes back
    x.forget.click()
    assert work.get("forecast/F02") is None and x.came.value == "" and not x.percent.disabled


def test_the_chart_comes_with_the_third_answer():
    x = forecast_ledger()
    for one in ("F01", "F02", "F03"):
        assert x.still() is None and not x.stage.children
        x.question.value = one
        x.keep.click()
    assert x.stage.children == (x.chart,) and x.chart.opened == "F03"


def test_the_ruling_on_partly_changes_the_words(monkeypatch):
    real = forecasts.ledger  # no question of the text came partly by its criteria

    def partly(kept, kind=None):
        return real(kept, kind).assign(outcome="partly")

    monkeypatch.setattr(forecasts, "ledger", partly)
    work.put("forecast/F14", 10)
    x, said = forecast_ledger(), set()
    for ruling in ("half", "yes", "no", "out"):
        x.partly.value = ruling
        said.add(x.words())
    assert len(said) == 4


def test_next_goes_round_to_the_first_without_a_number():
    for one in tables.read("forecasts")["id"]:
        if one not in ("F03", "F17"):
            work.put(f"forecast/{one}", 50)
    x = forecast_ledger()
    x.question.value = "F17"
    x.next.click()
    assert x.question.value == "F03"


def test_kind_filters_and_a_click_opens():
    for one in ("F08", "F09", "F10"):
        work.put(f"forecast/{one}", 50)
    x = forecast_ledger("prescription")
    assert set(x.rows()["kind"]) == {"prescription"} and x.question.value == "F08"
    x.chart.picked = {"question": {"id": ["F10"]}}
    assert x.question.value == "F10" and x.chart.opened == "F10"


@pytest.mark.parametrize("wrong", [{"kind": "hope"}, {"partly": "maybe"}])
def test_a_wrong_start_is_refused(wrong):
    with pytest.raises(ValueError, match="forecast_ledger: .* cannot be .*; choose one of"):
        forecast_ledger(**wrong)


def test_murphy_s_parts_add_up_to_the_score():
    chance = random.Random(1973)
    said = [chance.choice([0.1, 0.3, 0.5, 0.9]) for _ in range(60)]
    came = [chance.randint(0, 1) for _ in range(60)]
    parts = forecasts.murphy(said, came)
    whole = parts["reliability"] - parts["resolution"] + parts["uncertainty"]
    assert whole == pytest.approx(forecasts.brier(said, came))
    assert forecasts.murphy([0.8, 0.3], [1, 0])["reliability"] == 0.065, "as it is printed"
    assert forecasts.murphy([0.5, 0.5], [1, 0]) == {
        "reliability": 0,
        "resolution": 0,
        "uncertainty": 0.25,
    }


def test_skill_is_nothing_for_whoever_says_the_base_rate():
    came = [1, 0, 0, 0]
    assert forecasts.skill([0.25] * 4, came) == pytest.approx(0)
    assert forecasts.skill(came, came) == 1
    assert forecasts.skill([0.5] * 4, came) < 0
    assert forecasts.skill([0.5], [1]) != forecasts.skill([0.5], [1])  # nothing to beat


def test_only_open_questions_have_criteria_from_before():
    rows = tables.read("forecasts", argument="both")
    before = rows[rows["criteria"] == "before"]
    assert len(before) and set(before["outcome"].astype(str)) == {"open"}
    assert (before["by"] > before["as_of"]).all() and before["yes_if"].notna().all()
    assert "homeland" not in rows.set_index("id").at["F15", "question"]  # one thing a question
    due = rows[rows["criteria"] == "afterwards"]
    assert len(due) and due[["yes_if", "no_if", "open_if"]].notna().all(axis=None)
    ours = rows.set_index("id").loc[["F16", "F17"], "whose"]
    assert set(ours.astype(str)) == {"ours"}


@pytest.mark.parametrize("argument", ["commentary", "rival"])
def test_both_arguments_are_scored_by_criteria_and_have_questions_still_open(argument):
    rows = tables.read("forecasts", argument=argument).astype({"criteria": str, "whose": str})
    scored = rows[(rows["criteria"] != "none") & (rows["whose"] == "author")]
    assert len(scored) >= 4 and scored["outcome"].astype(str).isin(["yes", "no", "open"]).all()
    assert (
        rows.loc[rows["criteria"] != "none", ["yes_if", "no_if", "open_if"]].notna().all(axis=None)
    )
    assert (rows["criteria"] == "before").sum() >= 5


def test_an_answer_that_was_forgotten_can_be_brought_back(work_folder):
    ledger = forecast_ledger()
    ledger.percent.value = 80
    ledger.keep.click()
    question = ledger.question.value
    ledger.forget.click()
    assert work.get(f"forecast/{question}") is None and "Undo" in ledger.forget.description
    ledger.forget.click()
    assert work.get(f"forecast/{question}") == 80 and ledger.forget.description.startswith("Forget")
    ledger.forget.click()
    ledger.next.click()
    assert ledger.forget.disabled, "what was forgotten belongs to its own question"
