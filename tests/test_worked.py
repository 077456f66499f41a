"""Worked, half worked, own: right keys, less help each time, answers kept."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import networkx as nx
import pytest

from theatres import deals, tables, work, worked
from theatres.explorers.worked import STEPS, TITLES
from theatres.model import report, workwords

ROWS = tables.read("exercises")
PARTS = list(ROWS[ROWS["part"] != "text"].itertuples())
NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


def step_of(exercise: str, step: str):
    rows = ROWS[(ROWS["exercise"] == exercise) & (ROWS["step"] == step)]
    parts = rows[rows["part"] != "text"]
    return rows[rows["part"] == "text"]["prompt"].item(), parts


@pytest.mark.parametrize("exercise", TITLES)
def test_help_fades(exercise):
    share = [step_of(exercise, step)[1]["given"].mean() for step in STEPS]
    assert share[0] == 1 and 0 < share[1] < 1 and share[2] == 0


@pytest.mark.parametrize("row", PARTS, ids=lambda r: r.id)
def test_a_part_has_its_answer_and_why(row):
    assert row.why
    if row.part == "choice":
        assert row.answer in row.options.split("|")
    else:
        assert float(row.answer) >= 0 and row.tolerance >= 0


def test_no_exercise_speaks_of_states_and_none_is_in_the_forms():
    texts = " ".join(ROWS["prompt"]).casefold()
    for name in tables.read("actors")["name"]:
        assert not re.search(rf"\b{re.escape(name.casefold())}\b", texts), name
    forms = " ".join(tables.read("questions").query("lesson == '00b'")["question"]).casefold()
    for text in ROWS[ROWS["part"] == "text"]["prompt"]:
        assert text.casefold() not in forms


@pytest.mark.parametrize("step", STEPS)
def test_network_answers_are_counted(step):
    text, parts = step_of("network", step)
    letters = re.findall(r"(\w+) → (\w+)", text)
    degree, answered, bridges = parts["answer"].astype(float)
    who = re.search(r"Degree of (\w+)", parts["prompt"].iloc[0]).group(1)
    assert degree == sum(who in letter for letter in letters)
    assert answered == sum(letter[::-1] in letters for letter in letters) / len(letters)
    assert bridges == len(list(nx.articulation_points(nx.Graph(letters))))


@pytest.mark.parametrize("step", STEPS)
def test_chance_answers_are_dealt(step):
    text, parts = step_of("chance", step)
    pairs = re.findall(r"\b[A-J]{2}\b", text)
    chess = "ABCDE" if "A to E" in text else "ABCD"
    crossing = sum((a in chess) != (b in chess) for a, b in pairs)
    people = 2 * len(chess)
    share, lot, p = parts["answer"].iloc[:3].astype(float)
    assert share == pytest.approx(100 * crossing / len(pairs), abs=0.01)
    assert lot == pytest.approx(100 * len(chess) ** 2 / (people * (people - 1) / 2), abs=0.01)
    assert f"{p:.2f}" == deals(" ".join(pairs), europe=chess).at[crossing, "p for fewer"]


@pytest.mark.parametrize("step", STEPS)
def test_credences_follow_from_their_strengths(step):
    text, parts = step_of("credence", step)
    strengths = {"For it": 0.0, "Against": 0.0, "Mixed": 0.0}
    for side, said in re.findall(r"(For it|Against|Mixed): ([^.]*(?:\.|$))", text):
        strengths[side] += sum(map(int, re.findall(r"\((?:strength )?(\d)\)", said)))
    half = strengths["Mixed"] / 2
    s, w = strengths["For it"] + half, strengths["Against"] + half
    answers = parts["answer"].iloc[:3].astype(float).to_list()
    assert answers == pytest.approx([s, w, 100 * (s + 1) / (s + w + 2)], abs=0.01)


def test_answers_are_kept_and_explained_after_two_tries(work_folder):
    step = worked("cutting").steps["half"]
    asked = [part for part in step.parts if part.input]
    step.check()
    assert "Answer at least one first" in step.result.value
    step.check()
    asked[0].input.value = "normative"
    step.check()
    assert "✗ Not yet." in asked[0].reply.value and asked[0].row.why not in asked[0].reply.value
    step.check()
    assert asked[0].row.why in html.unescape(asked[0].reply.value)
    assert "No answer yet" in asked[1].reply.value, "what was not tried is not told"
    asked[0].input.value = asked[0].row.answer
    step.check()
    assert "✓ Right." in asked[0].reply.value and f"1 of {len(asked)} right" in step.result.value
    again = worked("cutting").steps["half"]
    assert [p for p in again.parts if p.input][0].answer() == asked[0].row.answer
    page = report.markdown("mine", workwords.sections(work.everything()))
    assert "Exercises" in page and asked[0].row.prompt in page


def test_a_number_may_be_written_in_several_ways_and_nonsense_is_wrong(work_folder):
    part = next(p for p in worked("network").steps["own"].parts if "Recip" in p.row.prompt)
    for given, right in (("0.75", True), ("0,75", True), ("three quarters", False), ("", False)):
        part.input.value = given
        assert part.is_right() == right, given


def test_steps_turn_and_an_unknown_exercise_lists_those_there_are(work_folder):
    view = worked("coding")
    view.choice.value = "own"
    assert view.stage.children == (view.steps["own"],)
    assert all(part.input for part in view.steps["own"].parts)
    with pytest.raises(ValueError, match="choose one of cutting"):
        worked("cooking")


def test_every_exercise_stands_in_a_lesson():
    sources = [
        "".join(cell["source"])
        for path in sorted(NOTEBOOKS.glob("0*.ipynb"))
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
    ]
    called = re.findall(r'worked\("(\w+)"\)', " ".join(sources))
    assert sorted(called) == sorted(TITLES)
