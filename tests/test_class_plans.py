"""Class plans: minutes add up, jigsaws have roles and products, links lead somewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
CELLS = json.loads((NOTEBOOKS / "95b_class_plans.ipynb").read_text(encoding="utf-8"))["cells"]
TEXTS = ["".join(cell["source"]) for cell in CELLS if cell["cell_type"] == "markdown"]
MINUTES = re.compile(r"\((\d+)\)")
PARTS = ("one", "two", "three", "four")


def about(heading: str) -> str:
    return next(text for text in TEXTS if text.startswith(f"## {heading}"))


def rows_of(text: str) -> list[list[str]]:
    """Return the rows of the tables in a text, without heads and rules."""
    lines = text.splitlines()
    tables = [line for line in lines if line.startswith("|")]
    heads = {lines[i - 1] for i, line in enumerate(lines) if line.startswith("|---")}
    kept = [line for line in tables if line not in heads and not line.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in kept]


def minutes(text: str) -> int:
    return sum(map(int, MINUTES.findall(text)))


def jigsaws() -> dict[str, tuple[int, list[list[str]]]]:
    """Return name to the minutes that a jigsaw takes and its steps."""
    found = {}
    for piece in about("Three jigsaws").split("\n\n**")[1:]:
        name, length = re.match(r"([\w ]+)\*\* \((\d+)", piece).groups()
        found[name] = int(length), rows_of(piece)
    return found


def test_one_class_adds_up():
    plan = about("One class of 50 minutes")
    assert sum(minutes(row[0]) for row in rows_of(plan)) == 50
    swapped = {row[0].split(" (")[0]: minutes(row[0]) for row in rows_of(plan)}
    said = int(re.search(r"(\d+) minutes as well", plan).group(1))
    assert swapped["Map"] + swapped["Lab"] == said


@pytest.mark.parametrize(
    "heading, meetings, length",
    [("A week: five classes of 50 minutes", 5, 50), ("Two weeks: ten meetings of 75", 10, 75)],
)
def test_every_meeting_of_a_longer_plan_adds_up(heading, meetings, length):
    rows = rows_of(about(heading))
    assert len(rows) == meetings
    for row in rows:
        assert minutes(row[2]) == length, row[0]
        assert row[3], "something is handed in"


def test_jigsaws_have_roles_products_and_the_minutes_that_plans_give_them():
    found = jigsaws()
    assert len(found) == 3
    plans = about("A week") + about("Two weeks")
    for name, (length, steps) in found.items():
        assert sum(minutes(step[0]) for step in steps) == length, name
        assert all(len(step) == 3 and all(step) for step in steps), name
        booked = [int(m) for m in re.findall(rf"\*\*{name}\*\* \((\d+)\)", plans)]
        assert booked and min(booked) == length, name


def test_the_pairs_task_takes_what_plans_give_it():
    rows = rows_of(about("The pairs' task"))
    parts = {row[0].split(" (")[0].lower(): minutes(row[0]) for row in rows if len(row) == 2}
    assert list(parts) == list(PARTS)
    plans = about("A week") + about("Two weeks")
    for last, booked in re.findall(r"parts one to (\w+) \((\d+)\)", plans):
        upto = PARTS[: PARTS.index(last) + 1]
        assert sum(parts[part] for part in upto) == int(booked)
    rubric = [row for row in rows if len(row) == 5]
    assert f"{4 * len(rubric)} in all" in about("The pairs' task")


def test_lessons_named_in_the_plans_are_there():
    there = {path.name.split("_")[0] for path in NOTEBOOKS.glob("*.ipynb")}
    named = set(re.findall(r"\b([09]\d[bc]?)\b", about("A week") + about("Two weeks")))
    assert named and named <= there
    for text in TEXTS:
        for target in re.findall(r"\]\((\w+\.ipynb)", text):
            assert (NOTEBOOKS / target).is_file()
