"""Marks leave a faint trace of where they stood before a move, and what moves costs no more."""

from __future__ import annotations

import json
from functools import partial

import live_page
import pytest
from openers import openers
from test_live_chart import counts
from test_tooltips import GIVEN, NO_CHART, views

import theatres

pytestmark = pytest.mark.browser

# What leaves a trace, and a move that it shows.
MOVES = {
    "compare_counts": (partial(theatres.compare_counts, "our own sample"), {"rule": "court"}),
    "explore_axis": (partial(theatres.explore_axis, view="By year"), {"without": "RUS"}),
    "explore_dependence": (theatres.explore_dependence, {"year": 2018}),
    "what_if": (theatres.what_if, {"exports": -50}),
    "compare_states": (
        partial(theatres.compare_states, view="All votes, by year"),
        {"other": "CHN"},
    ),
    "theatres_over_time": (theatres.theatres_over_time, {"source": "evidence"}),
    "explore_formats": (theatres.explore_formats, {"year": 2016}),
    "explore_aid": (theatres.explore_aid, {"month": "2023-01"}),
    "explore_aid, ranked": (partial(theatres.explore_aid, view="Ranking"), {"month": "2023-01"}),
    "explore_polls": (theatres.explore_polls, {"question": "putin_confidence"}),
}
GHOSTS = "() => document.querySelectorAll('.theatres-ghost').length"
TRACED = """() => [...document.querySelectorAll(".theatres-ghost .mark-symbol path")]
    .map((path) => path.getAttribute("transform") + path.getAttribute("d"))"""
DRAWN = """() => [...document.querySelectorAll(".mark-symbol[class*=trace] path")]
    .filter((path) => !path.closest(".theatres-ghost"))
    .map((path) => path.getAttribute("transform") + path.getAttribute("d"))"""
BEFORE = """() => [...document.querySelectorAll("[class*=before] path")]
    .map((path) => path.getAttribute("transform"))"""
GROUND = """() => getComputedStyle(document.querySelector(".theatres-ghost .background")).fill"""
ONE_MOVE = 1100  # milliseconds: a little more than live.js takes for one


def moved(page, name: str, value) -> None:
    """Move a param, and wait until the view has followed."""
    page.evaluate("([name, value]) => window.models[0].set(name, value)", [name, value])
    page.evaluate(live_page.SETTLED)


def test_what_stood_before_a_move_stays_as_a_ghost(chromium_browser):
    chart = theatres.compare_counts("our own sample").still()
    page = live_page.paint(chromium_browser.new_context(), [live_page.state_of(chart)])
    page.wait_for_timeout(ONE_MOVE)
    moved(page, "chosen", "")
    assert page.evaluate(GHOSTS) == 0, "nothing moved"
    page.wait_for_timeout(ONE_MOVE)
    was = page.evaluate(DRAWN)
    moved(page, "level", "court")
    stood = page.evaluate(TRACED)
    assert stood == [at for at in was if at not in page.evaluate(DRAWN)] != []
    moved(page, "level", "suspected")
    assert page.evaluate(TRACED) == stood, "one move, however many steps"
    page.wait_for_timeout(ONE_MOVE)
    moved(page, "level", "any")
    assert page.evaluate(GHOSTS) == 0, "what was there stays, and hides nothing"
    page.context.close()


def test_a_line_by_year_leaves_a_trace_when_a_member_is_taken_out(chromium_browser):
    whole, without = (
        live_page.state_of(theatres.explore_axis(view="By year", without=who).still())
        for who in ("", "RUS")
    )
    page = live_page.paint(chromium_browser.new_context(), [whole])
    page.wait_for_timeout(ONE_MOVE)
    was = page.evaluate(DRAWN)
    moved(page, "rows", without["rows"])
    assert page.evaluate(GHOSTS) == 1
    now = page.evaluate(DRAWN)
    assert page.evaluate(TRACED) == [at for at in was if at not in now] != [], "copied once"
    assert page.evaluate(GROUND) == "none", "the ground of a group of lines is no black box"
    page.context.close()


def test_a_chart_that_remembers_a_move_still_does_when_the_page_turns_dark(chromium_browser):
    chart = theatres.explore_aid(month="2022-06").still()
    page = live_page.paint(chromium_browser.new_context(), [live_page.state_of(chart)])
    page.wait_for_timeout(ONE_MOVE)
    for month in ("2023-06", "2024-06"):
        now = live_page.state_of(theatres.explore_aid(month=month).still())
        moved(page, "until", now["until"])
        page.wait_for_timeout(ONE_MOVE)
    was = page.evaluate(BEFORE)
    page.evaluate("() => { document.body.dataset.jpThemeLight = 'false'; }")
    page.evaluate(live_page.SETTLED)
    assert page.evaluate(BEFORE) == was != []
    page.context.close()


def test_no_trace_stays_where_the_axis_has_moved(chromium_browser):
    few, many = (live_page.state_of(counts(n)) for n in (10, 500))
    for state in (few, many):
        spec = json.loads(state["spec"])
        spec["layer"][0]["name"] = "trace_dots"
        state["spec"] = json.dumps(spec)
    page = live_page.paint(chromium_browser.new_context(), [few])
    page.wait_for_timeout(ONE_MOVE)
    moved(page, "rows", many["rows"])
    assert page.evaluate(GHOSTS) == 0, "it would stand at another value"
    page.context.close()


def traces(spec: dict) -> bool:
    """Return whether a layer leaves a trace, by itself or as the browser remembers."""
    named = [str(layer.get("name", "")) for layer in spec.get("layer", [])]
    return any(name.startswith(("trace", "before")) for name in named)


def test_every_chart_that_leaves_a_trace_is_tried(work_folder):
    found = set()
    for name in openers():
        if name in NO_CHART:
            continue
        for explorer in views(getattr(theatres, name)(*GIVEN.get(name, ()))):
            chart = explorer.still()
            if chart is not None and traces(chart.to_dict(validate=False)):
                found.add(name)
    assert found == {name.split(",")[0] for name in MOVES}


LEFT = """() => document.querySelectorAll(
    ".theatres-ghost path, .theatres-ghost line, [class*=before] path").length"""

# Texts of the chart over which the note on what is faint lies, if there is one.
UNDER_NOTE = """() => {
  const chart = document.querySelector(".theatres-chart"), box = chart.getBoundingClientRect();
  const style = getComputedStyle(chart, "::after");
  if (style.content === "none") return [];
  const [left, top, width, height] = ["left", "top", "width", "height"].map(
    (side) => parseFloat(style[side]));
  const [x, y] = [box.left + left, box.top + top];
  return [...chart.querySelectorAll("svg text")].map((text) => [text.getBoundingClientRect(), text])
    .filter(([at]) => at.right > x && at.left < x + width && at.bottom > y && at.top < y + height)
    .map(([, text]) => text.textContent).filter((words) => words);
}"""
STYLE = live_page.EXPLORERS / "style.css"


@pytest.mark.parametrize("opened, move", MOVES.values(), ids=MOVES)
def test_a_move_leaves_a_trace_in_every_chart_that_has_one(
    work_folder, chromium_browser, opened, move
):
    explorer = opened()
    was = live_page.state_of(explorer.still())
    explorer.become(**move)
    now = live_page.state_of(explorer.still())
    assert now["spec"] == was["spec"], "a chart that is built anew leaves no trace"
    page = live_page.paint(chromium_browser.new_context(), [was])
    page.add_style_tag(path=STYLE)
    page.add_style_tag(content=".theatres-chart { width: max-content; max-width: 100%; }")
    page.wait_for_timeout(ONE_MOVE)
    assert page.evaluate(LEFT) == 0
    for name in ("rows", *was["names"]):
        if now[name] != was[name] and not name.startswith("former_"):
            moved(page, name, now[name])
    assert page.evaluate(LEFT) > 0
    assert page.evaluate(UNDER_NOTE) == []
    page.context.close()
