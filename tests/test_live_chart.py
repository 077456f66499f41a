"""What a live chart sends to the browser."""

from __future__ import annotations

import json

import altair as alt
import live_page
import numpy as np
import pandas as pd
import pytest

import theatres
from theatres.charts.theme import Drawn, Rows, overlay
from theatres.explorers.base import LiveChart
from theatres.explorers.bundle import bundle


def test_the_libraries_take_a_kernel_one_byte_a_letter():
    assert max(bundle().read_text(encoding="utf-8")) <= "\xff"


def test_specification_and_rows_travel_as_text_that_keeps_null():
    rows = [{"x": 1, "until": None}, {"x": 2, "until": 2024}]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, np.int64(3)]))
    live = LiveChart(alt.Chart(Rows(rows)).mark_point().encode(x=x))
    sent = live.get_state(["spec", "rows"])
    assert all(isinstance(text, str) for text in sent.values())
    spec, data = json.loads(sent["spec"]), json.loads(sent["rows"])
    assert spec["encoding"]["x"]["axis"] is None
    assert spec["encoding"]["x"]["scale"]["domain"] == [0, 3]
    assert list(data.values()) == [rows]
    live.set_state(sent)
    assert live.rows == data and live.spec["encoding"]["x"]["axis"] is None


def counts(ceiling: int) -> Drawn:
    """A chart whose axis reaches as far as its rows, with a layer that may be empty."""
    return Drawn(_counts, rows={"counts": [{"n": ceiling}]}, params={"least": 0})


def _counts() -> alt.LayerChart:
    height = alt.Scale(domainMin=0, domainMax=alt.ExprRef("most"))
    base = alt.Chart(alt.NamedData("counts")).encode(
        x=alt.X("n:Q", title="Ties"), y=alt.Y("n:Q", title="High", scale=height)
    )
    over = base.transform_filter("datum.n < least").mark_rule()
    params = [alt.param(name="least", value=0), alt.param(name="most", value=1000)]
    return overlay(base.mark_point(), over, params=params)


AXES = """() => [...document.querySelectorAll('[aria-roledescription="axis"]')].map(
  (axis) => axis.getAttribute("aria-label")).join()"""
NAMELESS = """() => document.querySelectorAll(
  '[role="graphics-symbol"]:not([aria-label]):not([aria-hidden])').length"""
# What is drawn and heard in each frame after a change, before the reader gets to see it.
FRAMES = """async ([name, value]) => {
  window.models[0].set(name, value);
  const frames = [];
  for (let i = 0; i < 30; i++) {
    await new Promise(requestAnimationFrame);
    const ticks = [...document.querySelectorAll('.role-axis-label text')];
    frames.push({ drawn: ticks.map((t) => t.textContent), heard: (AXES)() });
  }
  return frames;
}""".replace("AXES", AXES)
UNSEEN = """() => [...document.querySelectorAll("[aria-roledescription*='rule']")].map(
  (layer) => layer.getAttribute("aria-hidden"))"""


@pytest.mark.browser
def test_what_is_heard_follows_what_is_drawn(chromium_browser):
    page = live_page.paint(chromium_browser.new_context(), [live_page.state_of(counts(10))])
    assert "from 0 to 10," in page.evaluate(AXES) and "from 0 to 1,000" in page.evaluate(AXES)
    assert page.evaluate(NAMELESS) == 0
    assert page.evaluate(UNSEEN) == ["true"]
    rows = live_page.state_of(counts(500))["rows"]
    page.evaluate("(rows) => window.models[0].set('rows', rows)", rows)
    page.wait_for_function(f"() => ({AXES})().includes('from 0 to 500,')")
    page.evaluate("() => window.models[0].set('most', 700)")
    page.wait_for_function(f"() => ({AXES})().includes('from 0 to 700')")
    page.evaluate("() => window.models[0].set('least', 600)")
    page.wait_for_function(f"() => !({UNSEEN})().includes('true')")
    page.context.close()


@pytest.mark.browser
def test_what_is_heard_of_an_axis_never_lags(chromium_browser):
    page = live_page.paint(chromium_browser.new_context(), [live_page.state_of(counts(10))])
    rows = live_page.state_of(counts(500))["rows"]
    # Each is another row of ticks than before, and what a listener is told of it.
    for name, value, tick, said in [
        ("rows", rows, "450", "0 to 500,"),
        ("most", 60, "60", "0 to 60"),
    ]:
        assert tick not in page.evaluate(FRAMES, ["least", 0])[-1]["drawn"]
        frames = page.evaluate(FRAMES, [name, value])
        assert said in frames[-1]["heard"]
        late = [f for f in frames if tick in f["drawn"] and said not in f["heard"]]
        assert tick in frames[-1]["drawn"] and not late, f"{name}: {len(late)} frames behind"
    page.context.close()


INKS = """() => [...document.querySelectorAll(".theatres-chart svg text")].map(
  (text) => getComputedStyle(text).fill)"""
CANVAS = """() => {
  document.body.style.color = "CanvasText";
  return getComputedStyle(document.body).color;
}"""


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_take_the_ink_of_a_contrast_theme(chromium_browser, scheme):
    context = chromium_browser.new_context(forced_colors="active", color_scheme=scheme)
    page = live_page.paint(context, [live_page.state_of(counts(10))])
    assert set(page.evaluate(INKS)) == {page.evaluate(CANVAS)}
    page.emulate_media(forced_colors="none")
    page.wait_for_function(f"() => ({INKS})().includes('rgb(26, 26, 26)')")
    context.close()


@pytest.mark.browser
def test_what_is_picked_stays_so_when_the_page_turns_dark(chromium_browser):
    chart = theatres.explore_axis().still()
    page = live_page.paint(chromium_browser.new_context(), [live_page.state_of(chart)])
    faint = """() => [...document.querySelectorAll(".mark-shape path")]
        .filter((path) => getComputedStyle(path).strokeOpacity < 0.3).length"""
    line = page.locator(".mark-shape path").first
    at = line.evaluate(
        """(path) => {
            const p = path.getPointAtLength(path.getTotalLength() / 2);
            const { x, y } = new DOMPoint(p.x, p.y).matrixTransform(path.getScreenCTM());
            return [x, y];
        }"""
    )
    page.mouse.click(*at)
    page.wait_for_function(f"() => ({faint})() > 0")
    was = page.evaluate(faint)
    page.evaluate("document.querySelector('svg').dataset.old = '1'")
    page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    page.wait_for_selector("svg:not([data-old])")
    page.evaluate(live_page.SETTLED)
    assert page.evaluate(faint) == was
    page.context.close()


# A name that only the new rows have: with half of a message it would be looked for in vain.
LINE = "lines[indexof(names_shown, datum.label)]"


@pytest.mark.browser
def test_what_one_message_changes_is_drawn_together(chromium_browser):
    few, many = ["one a", "two b"], ["three c", "four d", "five e"]
    rows = pd.DataFrame({"name": few + many})
    chart = (
        alt.Chart(Rows(rows))
        .transform_filter("indexof(names_shown, datum.name) >= 0")
        .mark_point()
        .encode(
            x=alt.X(
                "name:N",
                axis=alt.Axis(labelExpr=f"indexof({LINE}, 'b') > 0 ? 'b' : datum.label"),
                scale=alt.Scale(domain=alt.ExprRef("names_shown")),
            )
        )
        .add_params(alt.param(name="names_shown", value=few), alt.param(name="lines", value=few))
    )
    page = live_page.paint(chromium_browser.new_context(), [live_page.state_of(chart)])
    faults = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.evaluate(
        "([names, lines]) => window.models[0].hear({names_shown: names, lines})", [many, many]
    )
    page.evaluate(live_page.SETTLED)
    assert "five e" in page.content() and not faults
    page.context.close()


def test_a_card_opened_from_a_list_stands_where_its_mark_does_not(chromium_browser):
    ledger = theatres.evidence_ledger()
    page = live_page.paint(chromium_browser.new_context(), [live_page.state_of(ledger.still())])
    page.evaluate("() => document.body.classList.add('theatres-scene')")
    page.add_style_tag(content=".theatres-chart { width: max-content; }")
    right = "() => document.body.classList.contains('theatres-right')"
    claims = [claim for _, claim in ledger.claims()]
    for claim, stands_right in ((claims[-1], True), (claims[0], False)):
        page.evaluate("id => window.models[0].set('opened', id)", claim)
        assert page.evaluate(right) == stands_right
    page.context.close()


STYLE = "svg { max-width: 100%; height: auto; }"
NARROW, WIDE = 610, 1000  # pixels of the page; JupyterLab leaves 592 in a window of 1024
LEAST = 10.5  # pixels of a letter
LETTERS = """() => [...document.querySelectorAll(".theatres-chart svg")].map((svg) => Math.min(
  ...[...svg.querySelectorAll("text")].filter((text) => text.textContent).map((text) => {
    const { a, b } = text.getScreenCTM();
    return Math.hypot(a, b) * parseFloat(getComputedStyle(text).fontSize);
  })))"""


@pytest.mark.browser
def test_a_chart_that_is_shrunk_keeps_its_type_but_where_names_were_fitted(chromium_browser):
    from theatres import argument_map, explore_formats, explore_ties, explore_timeline

    shown = explore_formats("Prescriptions", claim="C64"), explore_ties(kind="arms")
    shown += explore_timeline(kind="Nuclear signals"), argument_map()
    states = [live_page.state_of(explorer.still()) for explorer in shown]
    context = chromium_browser.new_context(viewport={"width": WIDE, "height": 700})
    page = live_page.paint(context, states)
    page.add_style_tag(content=STYLE)
    page.evaluate(live_page.SETTLED)
    usual = page.evaluate(LETTERS)
    page.set_viewport_size({"width": NARROW, "height": 700})
    for _ in range(3):  # larger letters take room, which may ask for larger ones still
        page.evaluate(live_page.SETTLED)
    *free, fitted = page.evaluate(LETTERS)
    assert min(free) >= LEAST, free
    assert fitted < LEAST, "its boxes leave no room"
    page.set_viewport_size({"width": WIDE, "height": 700})
    for _ in range(3):
        page.evaluate(live_page.SETTLED)
    assert page.evaluate(LETTERS) == usual
    context.close()


STRUCK = """() => {
  const boxes = [...document.querySelectorAll(".role-axis-label text")]
    .filter((label) => label.textContent).map((label) => label.getBoundingClientRect());
  const over = (one, two) => one !== two && one.left < two.right && two.left < one.right
    && one.top + 2 < two.bottom && two.top + 2 < one.bottom;
  return boxes.filter((one) => boxes.some((two) => over(one, two))).length;
}"""
ROOM = 577  # pixels beside a scroll bar, in a window of 1024


@pytest.mark.browser
def test_the_ledger_needs_not_be_shrunk_in_a_narrow_window(chromium_browser, work_folder):
    from theatres import forecast_ledger, work
    from theatres.model import forecasts

    for question in forecasts.ledger({}, None)["id"]:
        work.put(f"forecast/{question}", 40)
    page = live_page.paint(chromium_browser, [live_page.state_of(forecast_ledger().still())])
    assert page.evaluate("() => document.querySelector('svg').width.baseVal.value") <= ROOM
    assert min(page.evaluate(LETTERS)) >= 11
    assert not page.evaluate(STRUCK), "lines of two questions lie over one another"
    page.close()
