"""Whoever reads nothing does not pass: guessers play the self-checks, by kind.

Choice and tick items are guessed by place and by length; number items by what stands above, in
print or in prose.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from theatres.explorers.selfcheck import Question
from theatres.model import answers, questions

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
FORMS = pd.concat([questions.form("a"), questions.form("b")])
ROWS = list(pd.concat([questions.asked(), FORMS]).itertuples())
LONGEST_MAY = 0.35  # of the choice items; one in four would be chance
PRINTED_MAY = 0.10  # of the number items
NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?")
SHARES = ("percent", "%", "share")  # units in which 0.64 and 64 are read as one
WINDOW = 80  # characters on either side of a number that are taken for its context


def of_kind(kind: str) -> list:
    return [row for row in ROWS if row.kind == kind]


def length_of_right(row) -> tuple[int, list[int]]:
    options = row.options.split("|")
    sizes = [len(option.removeprefix("*")) for option in options]
    return next(s for s, o in zip(sizes, options) if o.startswith("*")), sizes


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


@pytest.mark.parametrize("pick", [max, min], ids=["longest", "shortest"])
def test_length_does_not_tell_the_right_option(pick):
    hits = [right == pick(sizes) for right, sizes in map(length_of_right, of_kind("choice"))]
    assert share(hits) <= LONGEST_MAY, f"{pick.__name__}: {sum(hits)} of {len(hits)}"


@pytest.mark.parametrize("kind", ["choice", "several"])
def test_every_place_is_right_equally_often_within_one(kind, work_folder):
    places: dict[int, Counter] = {}
    for row in of_kind(kind):
        question = Question(row)
        found = places.setdefault(len(question.shown), Counter())
        right = {option for option, is_so in zip(question.options, question.right) if is_so}
        for place, option in enumerate(question.shown):
            found[place] += option in right
    for size, found in places.items():
        assert max(found.values()) - min(found.values()) <= 1, f"{kind} with {size}: {found}"


def test_no_list_stands_in_its_right_order(work_folder):
    for row in of_kind("order"):
        question = Question(row)
        assert question.shown != question.options, row.id


def printed(cell: dict) -> str:
    """Return what a cell shows, without tags."""
    said = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        text = data.get("text/plain") or data.get("text/html") or output.get("text") or ""
        said.append("".join(text))
    return html.unescape(re.sub(r"<[^>]+>", " ", "\n".join(said)))


def above() -> dict[tuple[str, str], tuple[str, list[str]]]:
    """For every self-check: the output just above it, and all that its lesson says before."""
    found = {}
    for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb")):
        seen: list[str] = []
        last = ""
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            asked = re.search(r'self_check\("(\d\d[bc]?)", "([\w-]+)"\)', source)
            if cell["cell_type"] == "markdown":
                seen.append(source)
            elif asked:
                found[asked.groups()] = (last, list(seen))
            elif text := printed(cell):
                seen.append(text)
                last = text
    return found


def number(text: str) -> float:
    return float(text.replace(",", ""))


def hits(row, guess: str | None) -> bool:
    """Say whether a number is right, also if a share is printed for a percentage or the reverse."""
    if guess is None:
        return False
    said, key = number(guess), answers.key(row.answer_from)
    readings = [said]
    if isinstance(row.unit, str) and row.unit in SHARES:
        readings += [100 * said, said / 100]
    return any(abs(reading - key) <= row.tolerance for reading in readings)


def last_number(text: str) -> str | None:
    found = NUMBER.findall(text)
    return found[-1] if found else None


def nearest_number(row, texts: list[str]) -> str | None:
    """Return the printed number that shares most words with the question, the latest of equals."""
    words = set(re.findall(r"[a-z]{4,}", row.question.lower()))
    best, guess = -1, None
    for text in texts:
        for match in NUMBER.finditer(text):
            around = text[max(0, match.start() - WINDOW) : match.end() + WINDOW].lower()
            score = len(words & set(re.findall(r"[a-z]{4,}", around)))
            if score >= best:
                best, guess = score, match.group()
    return guess


@pytest.mark.parametrize("guesser", ["last number above", "number nearest to the words"])
def test_what_is_printed_above_does_not_answer_a_number_item(guesser):
    where, caught = above(), []
    for row in of_kind("number"):
        just, seen = where[row.lesson, row.section]
        guess = last_number(just) if guesser.startswith("last") else nearest_number(row, seen)
        if hits(row, guess):
            caught.append(row.id)
    allowed = PRINTED_MAY * len(of_kind("number"))
    assert len(caught) <= allowed, f"{guesser}: {len(caught)} of {len(of_kind('number'))}: {caught}"
