"""Marks leave a faint trace of where they stood before a move, and what moves costs no more."""

from __future__ import annotations

import live_page
import pytest

import theatres

pytestmark = pytest.mark.browser

GHOSTS = "() => document.querySelectorAll('.theatres-ghost').length"
TRACED = """() => [...document.querySelectorAll(".theatres-ghost .mark-symbol path")]
    .map((path) => path.getAttribute("transform"))"""
DRAWN = """() => [...document.querySelectorAll(".mark-symbol[class*=trace] path")]
    .filter((path) => !path.closest(".theatres-ghost"))
    .map((path) => path.getAttribute("transform"))"""
GROUND = """() => getComputedStyle(document.querySelector(".theatres-ghost .background")).fill"""
SETTLED = 300  # milliseconds
ONE_MOVE = 1100


def moved(page, name: str, value) -> None:
    """Move a param, and wait until the view has followed."""
    page.evaluate("([name, value]) => window.models[0].set(name, value)", [name, value])
    page.wait_for_timeout(SETTLED)


def test_what_stood_before_a_move_stays_as_a_ghost(chromium_browser):
    chart = theatres.compare_counts("our own sample").still()
    page = live_page.paint(chromium_browser.new_context(), [live_page.state_of(chart)])
    page.wait_for_timeout(ONE_MOVE)
    moved(page, "chosen", "")
    assert page.evaluate(GHOSTS) == 0, "nothing moved"
    page.wait_for_timeout(ONE_MOVE)
    was = page.evaluate(DRAWN)
    moved(page, "level", "court")
    assert page.evaluate(TRACED) == was != page.evaluate(DRAWN)
    moved(page, "level", "suspected")
    assert page.evaluate(TRACED) == was, "one move, however many steps"
    page.wait_for_timeout(ONE_MOVE)
    between = page.evaluate(DRAWN)
    moved(page, "level", "any")
    assert page.evaluate(GHOSTS) == 1 and page.evaluate(TRACED) == between
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
    assert page.evaluate(TRACED) == was != page.evaluate(DRAWN), "each mark is copied once"
    assert page.evaluate(GROUND) == "none", "the ground of a group of lines is no black box"
    page.context.close()
