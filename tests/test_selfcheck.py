"""Self-checks: every key is right and every distractor wrong, and answers are kept."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest
from ipywidgets import HTML

from theatres import my_work, tables, work
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
            r'self_check\(\\"(\d\db?)\\", \\"([\w-]+)\\"\)', path.read_text(encoding="utf-8")
        )
    ]
    assert set(asked) == set(zip(rows["lesson"], rows["section"])) and len(asked) == len(set(asked))


def test_an_answer_is_kept_as_it_is_given_and_comes_back(work_folder):
    first = SelfCheck("00", "argument").questions[0]
    first.inputs[0].value = first.options[2]
    kept = json.loads((work_folder / work.FILE).read_text(encoding="utf-8"))
    assert kept["entries"]["answer/Q00-01"]["value"] == first.options[2]
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
    assert "Q03-13" in questions.earlier_forms("Q03-16")
    work.put("answer/Q03-13", "cannot fight without")
    asked = {q.row.id: q for q in SelfCheck("03", "lifeline").questions}
    assert "Q03-13" not in asked and asked["Q03-16"].answer() is None
    said = " ".join(w.value for w in asked["Q03-16"].children if isinstance(w, HTML))
    assert "earlier form" in said and "cannot fight without" in said
    page = report.markdown("mine", workwords.sections(work.everything()))
    assert "cannot fight without | an earlier form" in page
    assert workwords.progress(work.everything())["tried"].sum() == 0
    asked["Q03-16"].inputs[0].value = asked["Q03-16"].options[0]
    asked = {q.row.id: q for q in SelfCheck("03", "lifeline").questions}
    assert not any("earlier form" in str(getattr(w, "value", "")) for w in asked["Q03-16"].children)
