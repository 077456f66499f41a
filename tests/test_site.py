"""Pages of the reading edition, from a folder with no network: charts move, answers stay.

Two pages are made here, without Sphinx around them. ``THEATRES_SITE=site`` reads every page of a
site that was built (`make site`): `make check-all` does.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import nbformat
import pytest

from conftest import ROOT
from theatres import explore_dependence, first_minute, self_check, whose_argument, work

SITE = ROOT / "scripts" / "site"
ENGINE = ROOT / ".ci" / "node_modules" / "axe-core" / "axe.min.js"
SLIDER = ".theatres-controls input[type=range]"
PAGE = """<!doctype html><html lang="en"><title>Page</title><body>{body}
<script src="theme.js"></script><script src="vega.js"></script><script src="painter.js"></script>
<script src="store.js"></script><script src="explorers.js"></script>
<script src="selfchecks.js"></script>"""
FEW = 30  # states of an explorer that a test has time for
NOTHING = nbformat.v4.new_output("display_data")


@pytest.fixture
def maker(work_folder, monkeypatch):
    """The modules that write pages."""
    monkeypatch.setattr(sys, "path", [str(SITE), *sys.path])
    import explorer_page
    import pages

    return explorer_page, pages


@pytest.fixture
def page_file(tmp_path, maker, monkeypatch):
    """Write a page of explorers, a self-check and the student's work, without Sphinx around it."""
    explorer_page, pages = maker

    def write(*explorers, states=FEW):
        monkeypatch.setattr(explorer_page, "MOST_STATES", states)
        page = explorer_page.Page("03_an_unequal_friendship", tmp_path / "stills")
        parts = [explorer_page.live(explorer, NOTHING, page) for explorer in explorers]
        parts += [pages.selfcheck_html(self_check("00", "argument")), page.contents()]
        parts.append('<div class="theatres-work"></div>')
        for script in (SITE / "static").glob("*.js"):
            (tmp_path / script.name).write_bytes(script.read_bytes())
        pages.scripts(tmp_path)
        file = tmp_path / "page.html"
        file.write_text(PAGE.format(body="".join(parts)), encoding="utf-8")
        return file

    return write


@pytest.fixture
def opened(chromium_browser):
    """Open a file with the network cut; at the end nothing was asked for and nothing failed."""
    context = chromium_browser.new_context(accept_downloads=True)
    wrong = []
    context.route(re.compile("^https?:"), lambda r: (wrong.append(r.request.url), r.abort()))

    def go(file: Path, **options):
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.emulate_media(**options)
        page.goto(file.as_uri())
        return page

    yield go
    context.close()
    assert not wrong


@pytest.mark.browser
def test_a_page_from_a_folder_moves_asks_keeps_and_saves(opened, page_file):
    page = opened(page_file(explore_dependence()))
    page.wait_for_selector(".theatres-live[data-painted] svg")

    words = page.locator(".theatres-words")
    before = words.text_content()
    page.focus(SLIDER)
    page.keyboard.press("Home")
    assert words.text_content() != before
    page.click("text=Reset")
    assert words.text_content() == before

    question = page.locator("fieldset", has=page.locator("input[type=radio]")).first
    question.locator("input[type=radio]").first.check()
    question.get_by_role("button", name="Check").click()
    assert re.search("Right|Not yet", question.locator(".theatres-reply").inner_text())
    page.reload()
    assert question.locator("input[type=radio]").first.is_checked()

    with page.expect_download() as saved:
        page.click("text=Save my work as a file")
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert work.problem_in(text) == ""
    assert f"answer/{question.get_attribute('id')}" in text


@pytest.mark.browser
def test_the_first_minute_takes_a_stance_and_a_bet_on_a_page(opened, page_file):
    page = opened(page_file(first_minute(), states=5 * 14))  # five bets, fourteen years
    page.wait_for_selector(".theatres-live[data-painted] svg")
    said = page.locator(".theatres-words strong")
    stance, year = (page.get_by_label(label) for label in ("Can they be kept apart", "End of year"))
    assert "first slider" in said.inner_text() and year.is_disabled()

    stance.focus()
    page.keyboard.press("End")
    kept = json.loads(page.evaluate("localStorage['two-theatres-work']"))["entries"]
    assert kept["stance/before"]["value"] == 100
    assert "Now the bet" in page.locator(".theatres-words").text_content()

    page.get_by_label("Your bet").select_option(label="7 or more")
    assert year.is_enabled()
    assert "stood at the end of 2021" in page.locator(".theatres-words").text_content()
    page.reload()
    assert stance.input_value() == "100"


def test_both_arguments_stand_on_a_page_with_the_same_controls(page_file):
    text = page_file(whose_argument("browse_claims")).read_text(encoding="utf-8")
    _, *sides = text.split('<details class="theatres-side"')
    labels = [re.findall(r'"label":"([^"]*)"', side) for side in sides]
    assert len(sides) == 2 and labels[0] == labels[1] != []
    assert text.count('class="theatres-side" open') == 1


def test_explorers_of_a_page_share_what_they_draw(page_file):
    def weight(*explorers):
        text = page_file(*explorers).read_text(encoding="utf-8")
        return sum(map(len, re.findall(r'id="theatres-(?:rows|charts)-\d+">[^<]*', text)))

    assert weight(explore_dependence(), explore_dependence()) == weight(explore_dependence())


# Every page of a site that was built

BUILT = Path(os.environ.get("THEATRES_SITE") or ROOT / "no site").resolve()
PAGES = sorted(BUILT.glob("[0-9]*.html"))
HEAVY = 1_500_000  # bytes of one page, without what all pages share
SMALL = 11  # pixels of the smallest type
NARROW = {"width": 390, "height": 844}
SMALLER = """least => [...document.querySelectorAll("article *")].filter(e =>
    [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())
    && e.getClientRects().length && !e.closest("script, noscript, .katex, sup")
    && parseFloat(getComputedStyle(e).fontSize) < least).map(e => e.textContent.slice(0, 40))"""
FINDS = """async options => (await axe.run("article", {resultTypes: ["violations"], ...options}))
    .violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 200)}`))"""
# pandas leaves the head above an index empty; a page's own frame is its theme's
LET_PASS = {"empty-table-header": {"enabled": False}, "region": {"enabled": False}}


@pytest.mark.browser
@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_every_page_is_light_alive_and_open_to_all(opened, file):
    assert file.stat().st_size < HEAVY
    page = opened(file)
    live = page.locator(".theatres-live")
    page.wait_for_function("""() => [...document.querySelectorAll(".theatres-live")].every(
        figure => figure.dataset.painted)""", timeout=120_000)  # fmt: skip
    for at in range(live.count()):
        control = live.nth(at).locator("input:enabled, select:enabled").first
        control.focus()
        page.keyboard.press("ArrowDown")
        assert live.nth(at).locator(".theatres-words strong").inner_text().strip()

    page.add_script_tag(content=ENGINE.read_text(encoding="utf-8"))
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        page.wait_for_timeout(1000)  # every chart is drawn anew in the other colours
        assert page.evaluate(FINDS, {"rules": LET_PASS}) == []

    page.set_viewport_size(NARROW)
    assert page.evaluate(SMALLER, SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.close()


if not PAGES:  # an empty list of pages would count as a test that was skipped
    del test_every_page_is_light_alive_and_open_to_all
