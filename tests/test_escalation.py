"""The escalation loop: what is known at a step is older than its question, what came is younger,
and the guess comes first.
"""

import ipywidgets as W
import pytest

from theatres import escalation_loop, loop_table, tables, work
from theatres.model import answers, pressure


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("THEATRES_WORK", str(tmp_path))


@pytest.mark.parametrize("step", pressure.STEPS, ids=lambda s: s.name)
def test_known_events_are_not_younger_than_the_question_nor_answers_older(step):
    date = tables.read("events").set_index("id")["date"]
    assert all(date[i] <= step.asked for i in step.before if len(date[i]) == 10)
    assert all(date[i][:7] <= step.asked[:7] for i in step.before)
    assert all(date[i] > step.asked[: len(date[i])] for i in step.after)
    assert not set(step.before) & set(step.after)
    assert 0 <= step.came < len(step.options) == len(set(step.options))


def test_every_event_of_a_step_is_in_the_table_and_has_a_station():
    rows = pressure.loop_events()
    wanted = {i for s in pressure.STEPS for i in (*s.before, *s.after)}
    assert set(rows["id"]) == wanted
    assert set(rows["station"]) <= {*pressure.STATIONS, pressure.ELSEWHERE}
    assert {i for members in pressure.STATIONS.values() for i in members} <= wanted


def test_steps_agree_with_the_forecasts():
    outcome = tables.read("forecasts").set_index("id")["outcome"].astype(str)
    assert (
        outcome["F06"] == "no"
        and pressure.STEPS[3].options[pressure.STEPS[3].came] == "talked on, and sent none directly"
    )
    assert outcome["F05"] == "no" and "cannot be shown" in pressure.STEPS[2].verdict


def test_nothing_is_shown_before_a_guess():
    explorer = escalation_loop()
    hidden = explorer.words()
    explorer.reveal.click()
    assert "Guess first" in explorer.reply.value and explorer.words() == hidden
    assert set(explorer.shown()["id"]) == set(pressure.STEPS[0].before) == set(explorer.chart.ids)
    assert pressure.STEPS[0].verdict not in hidden


def test_guess_then_see():
    explorer = escalation_loop()
    explorer.guess.value = pressure.STEPS[0].options[0]
    assert (
        "Your guess: strike the territory" in explorer.words()
        and "still hidden" in explorer.words()
    )
    explorer.reveal.click()
    assert (
        "nearer to another answer" in explorer.reply.value
        and pressure.STEPS[0].verdict in explorer.words()
    )
    assert set(explorer.chart.ids) == {*pressure.STEPS[0].before, *pressure.STEPS[0].after}
    assert explorer.chart.fresh == list(pressure.STEPS[0].after)  # ringed
    assert pressure.STEPS[0].verdict in explorer.reply.value  # beside the choice, and there alone
    on_the_page = [part.value for part in explorer.children if isinstance(part, W.HTML)]
    assert pressure.STEPS[0].verdict not in "".join(on_the_page)
    explorer.step.value = 2
    assert "still hidden" in explorer.words()  # what came is shown step by step
    explorer.step.value = 1
    assert pressure.STEPS[0].verdict in explorer.words()


def test_a_guess_is_kept_for_the_next_time():
    escalation_loop(4).guess.value = pressure.STEPS[3].options[1]
    assert work.get("guess/loop/4") == pressure.STEPS[3].options[1]
    again = escalation_loop(4)
    assert again.guess.value == pressure.STEPS[3].options[1]
    again.reveal.click()
    assert "nearest to the record" in again.reply.value


def test_a_kept_guess_that_is_no_option_any_more_is_left_out():
    work.put("guess/loop/2", "something old")
    assert escalation_loop(2).guess.value is None


def test_events_open_by_list_and_by_click():
    explorer = escalation_loop(5, came=True)
    assert "came after" in explorer.details.value and "known then" in explorer.details.value
    explorer.chart.picked = {"event": {"id": ["E480"]}}
    assert explorer.event.value == "E480" == explorer.chart.chosen
    assert "Sources" in explorer.details.value and "C44" in explorer.details.value
    explorer.step.value = 1
    assert explorer.event.value == ""


def test_the_words_begin_with_the_question_and_its_options():
    for number, step in enumerate(pressure.STEPS, 1):
        explorer = escalation_loop(number)
        assert explorer.words().startswith(step.question) and all(
            option in explorer.words() for option in step.options
        )
        on_the_page = [part.value for part in explorer.children if isinstance(part, W.HTML)]
        assert "To choose from" not in "".join(on_the_page)
        assert step.question.split(".")[0] in explorer.question.value  # once, above the guess
    explorer.step.value = 1
    assert explorer.words().startswith(pressure.STEPS[0].question)


def test_the_table_of_the_loop_holds_every_step_and_its_answer():
    rows = loop_table()
    assert list(rows.columns) == ["step", "asked", "question", "options", "came", "judged"] and len(
        rows
    ) == len(pressure.STEPS)
    assert rows["step"].iloc[0] == "1 Permission" and rows["options"].iloc[0].endswith(
        "; or nothing that is recorded"
    )
    for row, step in zip(rows.itertuples(), pressure.STEPS):
        assert row.came in row.options and (row.asked, row.judged) == (step.asked, step.verdict)


def test_days_to_the_warning():
    assert answers.key("l05_days_to_warning") == 6  # 30 May to 5 June 2024


@pytest.mark.parametrize("step", [0, 6, "warning"])
def test_a_step_that_is_not_there(step):
    with pytest.raises(ValueError, match="choose one of 1, 2, 3, 4, 5"):
        escalation_loop(step)
