"""An honest hour: no lesson is longer than it says, and the core path fits into nine hours."""

from __future__ import annotations

import json
import re

import pytest

from scripts import lesson_minutes
from theatres.model import load, questions, teaching

ROOT = lesson_minutes.ROOT
PLAN = teaching.course_plan().set_index("lesson")
LESSONS = list(PLAN.index)
HOUR, MOST_CELLS, MOST_EXPLORERS, MOST_WORDS = 60, 60, 8, 2500
CORE_HOURS = 9
# Outputs are rebuilt apart from their sources: a table may gain or lose a row meanwhile.
DRIFT = 2
# Times in a lesson's header and in the README are said in fives.
STEP = 5


def prose(lesson: str) -> str:
    notebook = json.loads(lesson_minutes.notebook_of(lesson).read_text(encoding="utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    return "\n\n".join("".join(cell["source"]) for cell in cells)


def time_row(lesson: str) -> str:
    """Return what the folded header says of the time."""
    found = re.search(r"\*\*Time\*\* \| ([^|]+)", prose(lesson))
    assert found, "the header says no time"
    return found.group(1)


def test_every_lesson_stands_in_the_plan_in_order():
    found = sorted(p.name.split("_")[0] for p in (ROOT / "notebooks").glob("[01]*.ipynb"))
    assert found == LESSONS


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_takes_an_hour_at_most_and_as_long_as_it_says(lesson):
    found = lesson_minutes.counted(lesson)
    assert found.minutes <= HOUR, found
    assert abs(PLAN.at[lesson, "minutes"] - round(found.minutes)) <= DRIFT, (
        "run scripts/lesson_minutes.py --write"
    )
    assert PLAN.at[lesson, "discussion"] == found.discussion_minutes


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_holds_no_more_than_an_hour_can(lesson):
    found = lesson_minutes.counted(lesson)
    assert found.cells <= MOST_CELLS
    assert found.explorers <= MOST_EXPLORERS
    assert found.words <= MOST_WORDS


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_its_row_and_the_readme_say_one_title_and_one_time(lesson):
    row = PLAN.loc[lesson]
    assert prose(lesson).splitlines()[0] == f"# {row['title']}"
    said = int(re.match(r"(\d+) minutes", time_row(lesson)).group(1))
    assert row["minutes"] - DRIFT <= said < row["minutes"] + STEP + DRIFT
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    name = lesson_minutes.notebook_of(lesson).name
    assert f"| [{lesson}](notebooks/{name}) | {row['title']} | {said} |" in readme


def test_the_core_path_takes_nine_hours_at_most_and_holds_the_whole_argument():
    core = PLAN[PLAN["path"] == "core"]
    assert core["minutes"].sum() <= CORE_HOURS * 60
    assert sum(lesson_minutes.counted(one).minutes for one in core.index) <= CORE_HOURS * 60
    assert {"00", "01", "02", "07b", "08", "09", "10"} <= set(core.index)
    assert f"at most: {', '.join(core.index)}." in (ROOT / "README.md").read_text(encoding="utf-8")
    for lesson in LESSONS:
        optional = ", optional" in time_row(lesson).split(";")[0]
        assert optional == (lesson not in core.index), "the header of an optional lesson says so"


def test_what_counts_and_what_does_not():
    text = {
        "cell_type": "markdown",
        "source": [
            "One two three. <details><summary>Sources of this</summary>four</details> - |",
            "<details> when guessed </details>",
        ],
    }
    box = {"cell_type": "markdown", "source": ["> **Discuss.** Why?"]}
    table = {
        "cell_type": "code",
        "source": ["show(x)"],
        "outputs": [{"data": {"text/plain": ["a b\n", "1 2"], "text/html": "no"}}],
    }
    chart = {
        **table,
        "source": ["x()"],
        "outputs": [{"data": {"image/png": "", "text/plain": "a"}}],
    }
    guess = {**table, "source": ['predict("a", "b", x())']}
    check = {**table, "source": ['self_check("02", "earlier")']}
    found = load.of_cells([text, box, table, chart, guess, check])
    assert found == load.Load(6, 7, 4, 2, 3, 1)
    assert found.minutes == pytest.approx(7 / 180 + 4 / 150 + 2 * 3.5 + 3 * 1.2)


def test_every_lesson_has_its_answer_notes():
    notes = lesson_minutes.notebook_of("96").read_text(encoding="utf-8")
    found = re.findall(r'answer_notes\(\\"(\w+)\\"\)', notes)
    assert found == [*LESSONS, *questions.FORM_NAMES]
