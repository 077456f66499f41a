"""A click beside a thin mark opens the nearest one; one into the void opens nothing."""

from __future__ import annotations

import altair as alt
import live_page
import pytest

from theatres.charts.theme import Drawn, overlay

pytestmark = pytest.mark.browser

SIDE = 100  # pixels; a unit of the axes is a pixel
PICKED = "() => window.models[0].get('picked')"


def two_lines() -> Drawn:
    """Draw two lines ten pixels apart, and a line through two figures far from each other."""
    rules = [
        {"id": "low", "y": 40, "from": 0, "to": SIDE},
        {"id": "high", "y": 50, "from": 0, "to": SIDE},
    ]
    figures = [{"key": "first", "x": 5, "y": 80}, {"key": "last", "x": 95, "y": 80}]
    return Drawn(_two_lines, rows={"rules": rules, "figures": figures})


def _two_lines() -> alt.LayerChart:
    scale = alt.Scale(domain=[0, SIDE], range=[0, SIDE])
    across, down = (
        {"scale": scale, "axis": None},
        {"scale": scale, "axis": None},
    )
    tie = alt.selection_point(name="tie", fields=["id"], on="click", clear="dblclick")
    rules = (
        alt.Chart(alt.NamedData("rules"))
        .mark_rule(strokeWidth=1)
        .encode(x=alt.X("from:Q", **across), x2="to:Q", y=alt.Y("y:Q", **down))
        .add_params(tie)
    )
    point = alt.selection_point(name="point", fields=["key"], on="click", clear="dblclick")
    base = alt.Chart(alt.NamedData("figures")).encode(
        x=alt.X("x:Q", **across), y=alt.Y("y:Q", **down), color=alt.value("#0072B2")
    )
    dots = base.mark_point(filled=True).add_params(point)
    return overlay(base.mark_line(), dots, rules, width=SIDE, height=SIDE)


@pytest.mark.parametrize(
    "x, y, opens",
    [
        (30, 43, {"id": ["low"]}),
        (30, 47, {"id": ["high"]}),
        (30, 20, {}),
        (30, 80, {"key": ["first"]}),
        (70, 80, {"key": ["last"]}),
    ],
)
def test_the_nearest_mark_is_hit(chromium_browser, x, y, opens):
    page = live_page.paint(chromium_browser.new_context(), [live_page.state_of(two_lines())])
    frame = page.locator(".theatres-chart svg .background").first.bounding_box()
    page.mouse.click(frame["x"] + x, frame["y"] + y)
    page.evaluate(live_page.SETTLED)
    picked = {k: v for fields in page.evaluate(PICKED).values() for k, v in fields.items() if v}
    assert picked == opens
    page.context.close()
