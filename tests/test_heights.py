"""Every explorer fits its page, and nothing below it moves when a control does.

The explorers of a lesson, with what the lesson asks of them, are opened by themselves: the page of
one notebook is filled with them, lesson after lesson.
"""

from __future__ import annotations

import ast
import json
import os
import sys

import pytest

import theatres
from conftest import LISTEN, ROOT, SETTLED, settled
from theatres.explorers.base import Explorer

pytestmark = pytest.mark.browser

LESSONS = sorted(p.name for p in (ROOT / "notebooks").glob("*.ipynb"))
# Width and height of the window; pixels that JupyterLab leaves, with its list of files open.
WIDE, NARROW = (1280, 800, 679), (1024, 768, 647)
STEADY = 10  # pixels by which what stands below may move
SOME, ALL = 12, 1000  # options of a list
# The narrow window, and every option of every explorer, take long: `make check-all`.
# The ordinary run plays those whose sentence and chart differ most from choice to choice.
PLAYED = ("explore_alignment", "explore_formats")
EVERY_OPTION = os.environ.get("THEATRES_BROWSER") == "all"
# Self-checks, reports and lists are read to their end and scrolled, like any page.
NO_STAGE = {"SelfCheck", "MyWork", "OwnResults", "Glossary", "DataDictionary", "Outline"}
NO_STAGE |= {"ClassComparison", "BeforeAndAfter", "Comparison"}

OUTERMOST = """const explorers = [...document.querySelectorAll('.theatres-explorer')]
  .filter(e => !e.parentElement.closest('.theatres-explorer'));"""
ALL_OPEN = f"many => {{ {OUTERMOST} return explorers.length === many; }}"
HEIGHTS = f"() => {{ {OUTERMOST} return explorers.map(e => e.getBoundingClientRect().height); }}"
# Folds of details share the line in which a sentence ends: which of them lie over its words.
OVER_WORDS = f"""() => {{ {OUTERMOST}
  const lines = part => {{
    const range = document.createRange();
    range.selectNodeContents(part);
    return [...range.getClientRects()];
  }};
  const meet = (a, b) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return explorers.map(e => [...e.querySelectorAll('.theatres-fold summary')]
    .filter(fold => fold.offsetParent && !fold.parentElement.open).flatMap(lines).some(fold =>
      [...e.querySelectorAll('.theatres-words strong')].filter(words => words.offsetParent)
        .flatMap(lines).some(line => meet(fold, line))));
}}"""
# Moves each control to all its options, once from the start, and says how far things moved.
MOVES = (ROOT / "tests" / "fixtures" / "moves.js").read_text(encoding="utf-8")
MOVES = MOVES.replace("SETTLED", SETTLED)


def entries() -> dict[str, str]:
    """Return every function that opens an explorer, and the explorer's class."""
    found = {}
    for name in theatres.__all__:
        function = getattr(theatres, name)
        opens = getattr(function, "__annotations__", {}).get("return")
        kind = vars(sys.modules[function.__module__]).get(opens) if opens else None
        if isinstance(kind, type) and issubclass(kind, Explorer) and opens not in NO_STAGE:
            found[name] = opens
    return found


def calls(lesson: str, openers: dict[str, str]) -> list[str]:
    """Return what a lesson writes to open its explorers, each once."""
    cells = json.loads((ROOT / "notebooks" / lesson).read_text(encoding="utf-8"))["cells"]
    code = ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
    found = [node for text in code for node in ast.walk(ast.parse(text))]
    called = [n for n in found if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    return list(dict.fromkeys(ast.unparse(n) for n in called if n.func.id in openers))


def stage(lab, lesson: str) -> tuple:
    """Fill a page of JupyterLab with a lesson's explorers; return it and what opened them."""
    openers = entries()
    wanted = calls(lesson, openers)
    filled = lab.filled(f"from theatres import {', '.join(sorted(openers))}", *wanted)
    filled.page.wait_for_function(ALL_OPEN, arg=len(wanted))
    filled.shown()
    return filled.page, wanted


def at(page, width: int, height: int) -> list[float]:
    """Return the heights of all explorers in a window of a size."""
    page.set_viewport_size({"width": width, "height": height})
    return settled(page, HEIGHTS)


def first_of_each_sort() -> set[tuple[str, str]]:
    """Return lesson and call where the course first opens each explorer that is always played."""
    openers, found = entries(), {}
    for lesson in LESSONS:
        for call in calls(lesson, openers):
            found.setdefault(call.partition("(")[0], (lesson, call))
    return {found[name] for name in PLAYED}


FIRST = first_of_each_sort()
OPENING = [lesson for lesson in LESSONS if calls(lesson, entries())]


@pytest.mark.parametrize("lesson", OPENING)
def test_every_explorer_fits_its_page_and_holds_still(lab, lesson):
    page, wanted = stage(lab, lesson)
    faults = []
    for width, height, room in (NARROW, WIDE) if EVERY_OPTION else (WIDE,):
        heights = at(page, width, height)
        faults += [f"{c}: {h:.0f} of {room}" for c, h in zip(wanted, heights) if h > room]
        over = page.evaluate(OVER_WORDS)
        faults += [f"{c}: a fold lies over its sentence" for c, lies in zip(wanted, over) if lies]
    page.evaluate(LISTEN)
    for which, call in enumerate(wanted):
        if EVERY_OPTION or (lesson, call) in FIRST:
            moves = page.evaluate(MOVES, [which, ALL if EVERY_OPTION else SOME])
            faults += [f"{call}: {c} {o!r} moves {by}" for c, o, by in moves if by > STEADY]
    assert not faults, "\n".join(faults)
