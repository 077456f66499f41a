"""Lessons as they are committed.

Executed in order, without errors, widget state or a machine's traces, in the house's measure.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scripts import build_lessons

LESSONS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))
VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(params=LESSONS, ids=lambda p: p.stem)
def lesson(request):
    return request.param, json.loads(request.param.read_text(encoding="utf-8"))


def code(notebook):
    return [c for c in notebook["cells"] if c["cell_type"] == "code"]


def test_cells_are_executed_in_order_without_error(lesson):
    _, notebook = lesson
    cells = code(notebook)
    assert [c["execution_count"] for c in cells] == list(range(1, len(cells) + 1))
    outputs = [o for c in cells for o in c["outputs"]]
    assert not [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]


def test_nothing_is_saved_that_would_not_reopen(lesson):
    _, notebook = lesson
    assert "widgets" not in notebook["metadata"]
    assert not [1 for c in code(notebook) for o in c["outputs"] if VIEW in o.get("data", {})]


def test_no_trace_of_a_machine(lesson):
    path, notebook = lesson
    assert set(notebook["metadata"]) <= {"kernelspec", "language_info"}
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(home|root|tmp|work|Users)/\w", text)
    assert not re.search(r" at 0x[0-9a-f]{6,}", text)


def test_cells_are_short(lesson):
    path, notebook = lesson
    assert len(notebook["cells"]) <= 60
    lengths = sorted(len("".join(c["source"]).splitlines()) for c in code(notebook))
    assert lengths[-1] <= 15 and lengths[len(lengths) // 2] <= 3


def test_every_still_has_its_words(lesson):
    _, notebook = lesson
    for c in code(notebook):
        for o in c["outputs"]:
            if "image/png" in o.get("data", {}):
                assert len("".join(o["data"]["text/plain"])) > 30


@pytest.mark.parametrize("path", [p for p in LESSONS if p.stem[:2] <= "10"], ids=lambda p: p.stem)
def test_a_lesson_asks_says_where_next_and_checks(path):
    text = path.read_text(encoding="utf-8")
    notebook = json.loads(text)
    assert "?" in "".join(notebook["cells"][0]["source"]).splitlines()[0], "the title is a question"
    assert (
        text.count("self_check(") >= 3
        and "Discuss." in text
        and ("What you take with you" in text or "What you have done" in text)
    )


def test_code_is_folded_unless_a_student_is_to_change_it(lesson):
    _, notebook = lesson
    for cell in code(notebook):
        folded = cell["metadata"].get("jupyter", {}).get("source_hidden", False)
        assert folded != "".join(cell["source"]).startswith(build_lessons.TO_EDIT), cell["id"]


def test_whatever_prose_tells_to_call_is_at_hand(lesson):
    _, notebook = lesson
    brought = "\n".join("".join(cell["source"]) for cell in code(notebook))
    prose = [c for c in notebook["cells"] if c["cell_type"] == "markdown"]
    for cell in prose:
        for snippet in re.findall(r"`([^`\n]+)`", "".join(cell["source"])):
            for name in re.findall(r"(?<![.\w])(\w+)\(", snippet):
                assert re.search(rf"\b{name}\b", brought), f"{name} is not imported: {snippet}"
