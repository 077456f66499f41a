"""Terms before use: whoever reads the lessons in order meets a term where it is defined."""

from __future__ import annotations

import json
import re

import pytest

from scripts import lesson_minutes
from theatres import tables
from theatres.model import teaching

PLAN = teaching.course_plan().set_index("lesson")
LESSONS = list(PLAN.index)
TERMS = tables.read("terms").set_index("term")["lesson"]
# The words in which a lesson defines a term, where they are not those of the glossary.
DEFINED_AS = {
    "asserted and evidenced tie": "evidence",
    "causal claim": "causal",
    "claim about intention": "intention",
    "convergent reasons": "convergent",
    "descriptive claim": "descriptive",
    "edge-disjoint paths": "edge-disjoint",
    "implied tie": "implied",
    "linked reasons": "linked",
    "normative claim": "normative",
    "reconstructed vote": "reconstructed",
    "rewiring": "rewires",
    "semantics (of an argument graph)": "semantics",
    "strength (of a claim)": "strength",
    "tornado chart": "tornado",
}
# Words of every day, used as such before a lesson gives them a sense of its own.
EVERYDAY = {
    *("alliance", "attack", "axis", "capacity", "cut", "evidence", "format", "hub", "lifeline"),
    *("power", "prescription", "strength (of a claim)", "support", "yardstick", "claim", "thesis"),
    *("asserted and evidenced tie", "linkage", "linked reasons", "decoupling", "theatre"),
    # kinds of claim, which controls name before the lesson explains them
    *("causal claim", "descriptive claim", "normative claim", "claim about intention", "forecast"),
}
CORE = set(PLAN[PLAN["path"] == "core"].index)
# What is folded, headings, and the names of other lessons in links.
UNSEEN = re.compile(r"<details>[\s\S]*?</details>|^#[^\n]*|\[[^\]]*\]\([^)]*\)", re.MULTILINE)


def cells_of(lesson: str) -> list[str]:
    """Return the prose of a lesson, without what is folded, headings and links."""
    notebook = json.loads(lesson_minutes.notebook_of(lesson).read_text(encoding="utf-8"))
    cells = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown"]
    return [UNSEEN.sub("", cell) for cell in cells]


PROSE = {lesson: cells_of(lesson) for lesson in LESSONS}


def words(term: str) -> str:
    return rf"\b{re.escape(DEFINED_AS.get(term, term))}(s|es|d|ed)?\b"


def places(pattern: str) -> list[tuple[int, int]]:
    """List where a pattern stands: numbers of the lesson and of the cell in it."""
    return [
        (number, cell)
        for number, lesson in enumerate(LESSONS)
        for cell, text in enumerate(PROSE[lesson])
        if re.search(pattern, text, re.IGNORECASE)
    ]


def definitions(term: str) -> list[tuple[int, int]]:
    """List where a term stands in bold."""
    return places(rf"\*\*[^*\n]*{words(term)}[^*\n]*\*\*")


@pytest.mark.parametrize("term", TERMS.index)
def test_a_term_is_defined_in_the_lesson_that_the_glossary_names(term):
    assert TERMS[term] in {LESSONS[number] for number, _ in definitions(term)}


@pytest.mark.parametrize("term", sorted(set(TERMS.index) - EVERYDAY))
def test_a_term_is_defined_before_it_is_used(term):
    first, defined = places(words(term))[0], definitions(term)[0]
    assert first >= defined, f"used in {LESSONS[first[0]]}, cell {first[1]} of its prose"


@pytest.mark.parametrize("term", sorted(set(TERMS.index) - EVERYDAY))
def test_the_core_path_needs_no_term_of_a_lesson_that_is_left_out(term):
    def in_core(found):
        return [place for place in found if LESSONS[place[0]] in CORE]

    used, defined = in_core(places(words(term))), in_core(definitions(term))
    assert not used or (defined and defined[0] <= used[0])


def test_no_p_is_told_before_it_is_explained():
    explained = definitions("p-value")[0]
    assert all(place >= explained for place in places(r"\bp = 0|\bp-values?\b"))


def test_every_exception_is_a_term():
    assert EVERYDAY | set(DEFINED_AS) <= set(TERMS.index)
