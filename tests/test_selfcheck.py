"""Self-checks: every key is right and every distractor wrong, and answers are kept."""

from __future__ import annotations

import html
import json
import math
import re
from pathlib import Path

import pytest
from ipywidgets import HTML, Button

import theatres
from theatres import my_work, tables, weigh, work
from theatres.explorers.base import alike, in_two
from theatres.explorers.download import Download
from theatres.explorers.selfcheck import Question, SelfCheck
from theatres.model import answers, questions, report, workwords

QUESTIONS = list(questions.asked().itertuples())


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda r: r.id)
def test_question_is_whole(row, work_folder):
    assert row.hint and row.explanation
    options = row.options.split("|") if isinstance(row.options, str) else []
    right = [o for o in options if o.startswith("*")]
    feedback = row.feedback.split("|") if isinstance(row.feedback, str) else []
    assert len(feedback) in (0, len(options))
    if row.kind == "choice":
        assert (
            len(right) == 1 and len(options) >= 3 and all(f.strip() for f in feedback) and feedback
        )
    elif row.kind == "several":
        assert 1 <= len(right) < len(options) and feedback
    elif row.kind == "order":
        assert len(options) >= 3 and not right
    elif row.kind == "number":
        assert row.tolerance >= 0 and math.isfinite(answers.key(row.answer_from))
    else:
        assert row.kind == "written" and not options


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda r: r.id)
def test_the_key_is_right_and_everything_else_wrong(row, work_folder):
    q = Question(row)
    assert not q.is_right()
    if row.kind == "choice":
        for option, right in zip(q.options, q.right):
            q.inputs[0].value = option
            assert q.is_right() == right
    elif row.kind == "several":
        for box, right in zip(q.inputs, q.right):
            box.value = right
        assert q.is_right()
        for box in q.inputs:
            box.value = not box.value
            assert not q.is_right()
            box.value = not box.value
    elif row.kind == "number":
        key = answers.key(row.answer_from)
        q.inputs[0].value = repr(key)
        assert q.is_right()
        q.inputs[0].value = repr(key + row.tolerance * 1.01 + 1e-6)
        assert not q.is_right()
        q.inputs[0].value = "many"
        q.check()
        assert "is no number" in q.reply.value
    elif row.kind == "order":
        for box, option in zip(q.inputs, q.options):
            box.value = option
        assert q.is_right()
        q.inputs[0].value, q.inputs[1].value = q.options[1], q.options[0]
        assert not q.is_right()


def test_every_lesson_has_at_least_five_questions():
    counts = questions.asked()["lesson"].value_counts()
    assert (counts >= 5).all()


def test_every_question_is_asked_in_its_lesson():
    rows = questions.asked()
    lessons = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("[0-9]*.ipynb"))
    asked = [
        pair
        for path in lessons
        for pair in re.findall(
            r'self_check\(\\"(\d\d[bc]?)\\", \\"([\w-]+)\\"\)', path.read_text(encoding="utf-8")
        )
    ]
    again = {pair for pair in asked if pair[1] == "earlier"}
    assert again == {(lesson, "earlier") for lesson in set(rows["lesson"]) - {"00"}}
    assert set(asked) - again == set(zip(rows["lesson"], rows["section"])) and len(asked) == len(
        set(asked)
    )


def test_an_answer_is_kept_as_it_is_given_and_comes_back(work_folder):
    first = SelfCheck("00", "argument").questions[0]
    first.inputs[0].value = first.options[2]
    kept = json.loads((work_folder / work.FILE).read_text(encoding="utf-8"))
    assert kept["entries"][f"answer/{first.row.id}"]["value"] == first.options[2]
    assert SelfCheck("00", "argument").questions[0].inputs[0].value == first.options[2]


def test_an_unknown_section_lists_those_there_are():
    with pytest.raises(ValueError, match="it has argument"):
        SelfCheck("00", "nowhere")


def test_on_binder_every_self_check_says_so_and_saves(work_folder, monkeypatch):
    assert not [w for w in SelfCheck("00", "stance").children if isinstance(w, Download)]
    monkeypatch.setenv("BINDER_SERVICE_HOST", "somewhere")
    check = SelfCheck("00", "stance")
    assert "Binder session" in check.children[0].value
    assert [w.label for w in check.children if isinstance(w, Download)] == [
        "Save my work as a file"
    ]


def test_an_answer_that_is_not_kept_in_its_folder_says_so_at_once(work_folder, monkeypatch):
    monkeypatch.setenv("HOME", str(work_folder.parent / "home"))
    work_folder.write_text("a file stands where the folder should be")
    question = Question(next(row for row in QUESTIONS if row.kind == "choice"))
    assert "kept in" not in question.reply.value
    question.inputs[0].value = question.options[0]
    assert str(work_folder) in question.reply.value and str(work.refuge()) in question.reply.value
    question.check()
    assert "Right." in question.reply.value or "Not yet." in question.reply.value
    assert "kept in" in question.reply.value


def test_my_work_begins_afresh_takes_back_and_bears_names(work_folder):
    work.put("answer/Q00-01", "mine")
    view = my_work()
    assert view.back.layout.display == "none"
    view.afresh.click()
    assert work.everything() == {} and "set aside" in view.result.value
    view.back.click()
    assert work.everything() == {"answer/Q00-01": "mine"}
    assert "begun" in my_work("Ana").result.value and work.everything() == {}
    assert "1 entries" in my_work("").result.value


def test_a_retired_question_leads_to_one_that_is_asked():
    rows = tables.read("questions").set_index("id")
    replaced = rows["retired"][rows["retired"].str.startswith("Q", na=False)]
    for old, new in replaced.items():
        assert new in rows.index, f"{old} was replaced by {new}, which is no question"
        assert rows.at[new, "lesson"] == rows.at[old, "lesson"], old
        assert old not in questions.earlier_forms(old), f"{old} replaces itself"


def test_an_answer_to_an_earlier_form_is_shown_as_that(work_folder):
    assert {"Q03-13", "Q03-16"} <= set(questions.earlier_forms("Q03-25"))
    work.put("answer/Q03-13", "cannot fight without")
    asked = {q.row.id: q for q in SelfCheck("03b", "lifeline").questions}
    assert "Q03-13" not in asked and asked["Q03-25"].answer() is None
    said = " ".join(w.value for w in asked["Q03-25"].children if isinstance(w, HTML))
    assert "earlier form" in said and "cannot fight without" in said
    page = report.markdown("mine", workwords.sections(work.everything()))
    assert "cannot fight without | an earlier form" in page
    assert workwords.progress(work.everything())["tried"].sum() == 0
    asked["Q03-25"].inputs[0].value = asked["Q03-25"].options[0]
    asked = {q.row.id: q for q in SelfCheck("03b", "lifeline").questions}
    assert not any("earlier form" in str(getattr(w, "value", "")) for w in asked["Q03-25"].children)


def test_every_goal_of_a_lesson_is_tested_by_two_questions():
    rows = questions.asked()
    for path in sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("[01]*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = "".join("".join(cell["source"]) for cell in cells[:4])
        goals = re.search(r"You will be able to\*\* \| (.+?) \|", text)
        asked = rows[rows["lesson"] == path.name.split("_")[0]]
        if goals is None or asked.empty:
            continue
        wanted = set(range(1, len(goals.group(1).split(";")) + 1))
        tested = asked["objective"].astype(int).value_counts()
        assert set(tested.index) == wanted and tested.min() >= 2, path.name


def test_every_lesson_asks_for_a_number_that_has_to_be_worked_out():
    rows = questions.asked()
    assert set(rows.loc[rows["kind"] == "number", "lesson"]) == set(rows["lesson"])


def test_three_questions_of_earlier_lessons_return_and_are_kept_apart(work_folder):
    core = set(tables.read("lessons").query("path == 'core'")["lesson"])
    drawn = {}
    for place, lesson in enumerate(sorted(set(questions.asked()["lesson"]))[1:]):
        rows = questions.earlier(lesson)
        assert len(set(rows["id"])) == 3 and (rows["lesson"] < lesson).all()
        assert set(rows["lesson"]) <= core, "asked about a lesson that may have been left out"
        for one in rows["id"]:
            drawn.setdefault(one, []).append(place)
    for one, places in drawn.items():
        assert len(places) < 3, f"{one} returns three times"
        assert places[-1] - places[0] not in (1, 2, 3), f"{one} returns too soon"
    first = SelfCheck("02", "earlier").questions[0]
    work.put(f"answer/{first.row.id}", first.options[0])
    first = SelfCheck("02", "earlier").questions[0]
    assert first.answer() is None, "the answer given before is not shown"
    with pytest.raises(ValueError, match="no lesson comes before '00'"):
        SelfCheck("00", "earlier")


def test_questions_of_earlier_lessons_follow_the_first_play_and_part_nothing():
    for path in sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("[01]*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in cells]
        places = [i for i, source in enumerate(sources) if '"earlier")' in source]
        if path.name.startswith("00"):
            assert not places
            continue
        (place,) = places
        played = sum(cell["cell_type"] == "code" for cell in cells[:place])
        assert played in (1, 2), path.name
        assert not sources[place - 1].rstrip().endswith(":"), "a table was announced"


def test_the_explanation_comes_after_two_tries_and_the_verdict_comes_back(work_folder):
    row = next(row for row in QUESTIONS if row.kind == "choice")
    question = Question(row)
    question.inputs[0].value = question.options[question.right.index(False)]
    question.check()
    assert "✗ Not yet." in question.reply.value and row.explanation not in html.unescape(
        question.reply.value
    )
    question.check()
    assert row.explanation in html.unescape(question.reply.value)
    assert "last checked:</em> ✗ Not yet." in Question(row).reply.value


@pytest.mark.parametrize("kind", ["choice", "several", "number", "order"])
def test_two_wrong_tries_of_any_kind_earn_the_explanation(kind, work_folder):
    question = Question(next(row for row in QUESTIONS if row.kind == kind))
    if kind == "number":
        question.inputs[0].value = "-4711"
    elif kind == "order":
        question.inputs[0].value = question.options[-1]
    elif kind == "choice":
        question.inputs[0].value = question.options[question.right.index(False)]
    else:
        question.inputs[question.right.index(False)].value = True
    for tries in (1, 2):
        question.check()
        explained = question.row.explanation in html.unescape(question.reply.value)
        assert not question.is_right() and explained == (tries == 2)


def test_an_order_says_how_many_are_in_place(work_folder):
    question = Question(next(row for row in QUESTIONS if row.kind == "order"))
    steps = question.options
    for box, step in zip(question.inputs, [steps[1], steps[0], *steps[2:]]):
        box.value = step
    question.check()
    assert f"{len(steps) - 2} of {len(steps)} in place" in question.reply.value


def test_a_button_that_comes_and_goes_hides_no_other(work_folder):
    weigh()
    question = Question(QUESTIONS[0])
    buttons = [w for row in question.children for w in getattr(row, "children", ())]
    assert [b.layout.display for b in buttons if isinstance(b, Button)] == [None, None]


def test_looks_that_are_shared_refuse_to_be_changed():
    with pytest.raises(AttributeError, match="set the widget apart"):
        alike(Button, layout={"width": "6em"}).layout.display = "none"


BOTH = "Russia-North Korea 2024", "North Atlantic Treaty 1949"


def hinted():
    """Explorers as the hints set them that send to the words beneath, by question."""
    return {
        "Q00-11": lambda: theatres.browse_claims(paragraph="P9"),
        "Q00-15": lambda: theatres.explore_ties(system="S12"),
        "Q02-17": lambda: theatres.explore_ties(asserted="evidence"),
        "Q03-20": lambda: theatres.what_if(year=2023, imports=-50, replaced=True),
        "Q04-12": lambda: theatres.compare_treaties(*BOTH),
        "Q05-17": lambda: theatres.explore_timeline(kind="hybrid", firmness="official"),
        "Q06-20": lambda: theatres.explore_alignment(resolution="A/RES/ES-11/4", among="Africa"),
        "Q07-17": lambda: theatres.explore_formats(together=["NATO", "G7"], members_only=True),
        "Q08-38": lambda: theatres.decoupling_lab(b="JPN"),
        "Q09-21": lambda: theatres.argument_map("one claim", claim="C57", voices=True),
    }


def test_a_hint_that_sends_to_the_words_says_when_they_must_be_unfolded():
    asked = {row.id: row for row in QUESTIONS}
    for name, explorer in hinted().items():
        plain, _ = in_two(explorer().words())
        key = round(answers.key(asked[name].answer_from))
        shown = re.search(rf"(?<![\d.-]){key}(?![\d-])", plain)
        assert shown or "“the numbers”" in asked[name].hint, f"{name}: {key} is not in “{plain}”"


def test_an_explanation_does_not_say_again_that_an_answer_is_kept():
    assert [row.id for row in QUESTIONS if row.explanation.startswith("Kept")] == []
