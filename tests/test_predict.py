"""Predict, then look: nothing of the result before the guess is kept, the guess beside it after."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from theatres import predict, work

LESSONS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("[01]*.ipynb"))


def everything_said(widget) -> str:
    below = "".join(everything_said(child) for child in getattr(widget, "children", ()))
    return f"{getattr(widget, 'value', '')}{below}"


def test_the_result_waits_for_the_guess(work_folder):
    view = predict("test/one", "How many?", 4711)
    assert "4711" not in everything_said(view)
    view.look()
    assert "4711" not in everything_said(view) and "Guess first" in everything_said(view)
    view.guess.value = "12"
    view.look()
    assert "4711" in everything_said(view) and "You guessed: 12" in everything_said(view)
    assert work.get("guess/test/one") == "12"
    again = everything_said(predict("test/one", "How many?", 4711))
    assert "4711" in again and "You guessed: 12" in again


def test_who_reads_without_running_finds_it_folded(work_folder):
    bundle = predict("test/two", "How many?", 4711)._repr_mimebundle_()
    assert "4711" not in bundle["text/plain"]
    assert bundle["text/html"].startswith("<details>") and "4711" in bundle["text/html"]


def test_a_table_is_told_whole(work_folder):
    long = "a sentence of more than fifty letters, whose end is the answer"
    view = predict("test/three", "Which?", pd.DataFrame({"came": [long]}))
    assert long in view._repr_mimebundle_()["text/html"]
    view.guess.value = "none"
    view.look()
    assert long in everything_said(view)


# Explorers that keep what came to themselves until a guess is kept.
HIDE = ("predict(", "escalation_loop(", "forecast_ledger", "first_minute(")
HIDDEN = ("<details><summary>What", "## ")  # folded, or a new section on another matter
ASKS = re.compile(r"guess first|guess before|before you (?:run the next|look:)", re.I)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_where_a_lesson_says_guess_first_what_came_is_hidden(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell, after in zip(cells, cells[1:]):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and ASKS.search(source):
            assert any(hides in "".join(after["source"]) for hides in HIDE), source


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_text_after_a_guess_folds_what_came(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell, after in zip(cells, cells[1:]):
        if re.search(r"^predict\(", "".join(cell["source"]), re.M):
            told = "".join(after["source"])
            assert after["cell_type"] == "code" or told.startswith(HIDDEN), told
