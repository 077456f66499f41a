"""Work written by an earlier version opens in this one.

Nothing that a student gave is lost or shown as something else.
"""

import json
import shutil
from pathlib import Path

import pytest

from theatres import (
    code_paragraph,
    escalation_loop,
    forecast_ledger,
    policy_lab,
    tables,
    weigh,
    work,
)
from theatres.explorers import mywork, selfcheck

FIXTURES = Path(__file__).parent / "fixtures"
WRITTEN = sorted(FIXTURES.glob("my_work_*.json"))


@pytest.fixture(params=WRITTEN, ids=lambda path: path.stem)
def kept(request, work_folder):
    """An old work file in the student's folder; returns what it holds, key to value."""
    work_folder.mkdir()
    shutil.copy(request.param, work_folder / work.FILE)
    return {
        key: entry["value"]
        for key, entry in json.loads(request.param.read_text(encoding="utf-8"))["entries"].items()
    }


def of_kind(kept: dict, kind: str) -> dict:
    return {
        key.partition("/")[2]: value for key, value in kept.items() if key.startswith(f"{kind}/")
    }


def test_the_whole_of_it_is_read_and_saved_out_again(kept):
    assert work.everything() == kept
    assert work.problem_in(work.save_out()) == ""


def test_every_answer_stands_at_its_question(kept):
    questions = tables.read("questions").set_index("id", drop=False)
    answers = of_kind(kept, "answer")
    assert set(answers) <= set(questions.index), "a question that was answered is gone"
    for one, given in answers.items():
        assert selfcheck.Question(questions.loc[one]).answer() == given, one


def test_credences_and_voices_stand_in_the_weighing(kept):
    lab = weigh()
    assert lab.heard == kept["weighing/heard"]
    assert {name: lab.credence(name) for name in of_kind(kept, "credence")} == of_kind(
        kept, "credence"
    )


def test_forecasts_codings_guesses_and_the_verdict_come_back(kept):
    rows = forecast_ledger().rows().set_index("id")["percent"]
    assert {one: rows[one] for one in of_kind(kept, "forecast")} == of_kind(kept, "forecast")
    for paragraph, codes in of_kind(kept, "coding").items():
        sheet = code_paragraph(paragraph)
        assert {
            f"{r.source}>{r.target}": c
            for r, c in zip(sheet.units.itertuples(), sheet.codes(), strict=True)
            if c
        } == codes
    loop = escalation_loop()
    for step, guess in of_kind(kept, "guess").items():
        loop.step.value = int(step.removeprefix("loop/"))
        assert loop.guess.value == guess
    choice = vars(policy_lab().choice)
    for part, value in kept["verdict"].items():
        assert choice[part] == (tuple(value) if isinstance(value, list) else value)


def test_the_report_tells_of_all_kinds(kept):
    page = mywork.report_markdown()
    for heading in (
        "How far I am",
        "How likely I hold it",
        "What I expected",
        "What I coded",
        "My verdict",
        "My charts",
    ):
        assert f"## {heading}" in page
