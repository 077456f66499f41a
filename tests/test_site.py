"""Pages of the reading edition, from a folder with no network: charts move, answers stay.

Some pages are made here without Sphinx around them, and a few with it. ``THEATRES_SITE=site`` reads
every page of a site that was built (`make site`) instead: `make check-all` does.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import nbformat
import pytest

import conftest
from conftest import ROOT
from theatres import (
    compare_treaties,
    explore_dependence,
    explore_sources,
    explore_ties,
    explore_timeline,
    first_minute,
    glossary,
    my_work,
    self_check,
    whose_argument,
    work,
    worked,
)

SITE = ROOT / "scripts" / "site"
ENGINE = ROOT / ".ci" / "node_modules" / "axe-core" / "axe.min.js"
SLIDER = ".theatres-controls input[type=range]"
PAGE = """<!doctype html><html lang="en"><title>Page</title><body><article>{body}</article>
<script src="theme.js"></script><script src="vega.js"></script><script src="painter.js"></script>
<script src="elements.js"></script><script src="store.js"></script>
<script src="explorers.js"></script><script src="selfchecks.js"></script>
<script src="worked.js"></script>"""
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
        shown = [*explorers, self_check("00", "argument"), my_work()]
        outputs = [pages.shown(one, [NOTHING], page)[0] for one in shown]
        parts = [output["data"]["text/html"] for output in outputs] + [page.contents()]
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
        page.on("console", lambda said: said.type == "error" and wrong.append(said.text))
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


def keep(page) -> Path:
    """Save the reader's work out of a page."""
    with page.expect_download() as saved:
        page.click("text=Save my work as a file")
    return Path(saved.value.path())


@pytest.mark.browser
def test_work_goes_from_a_page_into_the_course_and_back(opened, page_file, tmp_path):
    file = page_file(worked("cutting"))
    page = opened(file)
    question = page.locator("fieldset", has=page.locator("input[type=radio]")).first
    asked, given = question.get_attribute("id"), question.locator("input[type=radio]").nth(1)
    given.check()
    half = page.locator(".theatres-worked details").nth(1)
    half.locator("summary").click()
    half.locator("select").first.select_option(index=1)
    answered = half.locator("select").first.input_value()

    said = work.bring_back(keep(page).read_bytes())
    kept = work.everything()
    assert said.startswith("3 of 3 entries were brought back")  # the letters of its name too
    assert kept[f"answer/{asked}"] == given.input_value()
    assert [v for k, v in kept.items() if k.startswith("worked/")] == [answered]

    work.put("stance/before", 30)
    out = tmp_path / "out.json"
    out.write_text(work.save_out(), encoding="utf-8")
    page.set_input_files("input[type=file]", out)
    page.get_by_text("1 of 4 entries were brought back").wait_for()
    assert (
        json.loads(keep(page).read_text(encoding="utf-8"))["entries"]["stance/before"]["value"]
        == 30
    )
    out.write_text(json.dumps({"course": "another", "entries": {}}), encoding="utf-8")
    page.set_input_files("input[type=file]", out)
    page.get_by_text("Nothing was changed").wait_for()


@pytest.mark.browser
def test_a_self_check_hints_and_explains_after_two_tries(opened, page_file):
    page = opened(page_file())
    questions = self_check("00", "argument").questions
    question = next(question for question in questions if question.row.kind == "choice")
    box = page.locator(f"[id='{question.row.id}']")
    reply = box.locator(".theatres-reply")
    box.get_by_role("button", name="Hint").click()
    assert question.row.hint in reply.text_content()

    wrong = question.right.index(False)
    box.get_by_label(question.options[wrong], exact=True).check()
    for told in (False, True):
        box.get_by_role("button", name="Check").click()
        assert "Not yet" in reply.text_content()
        assert (question.row.explanation in reply.text_content()) == told


@pytest.mark.browser
def test_an_exercise_is_checked_and_explained_after_two_tries(opened, page_file):
    page = opened(page_file(worked("cutting")))
    own = page.locator(".theatres-worked details").nth(2)
    own.locator("summary").click()
    own.get_by_role("button", name="Check").click()
    assert own.get_by_text("Answer at least one first.").count() == 1

    rows = worked("cutting").rows
    first = rows[(rows["step"] == "own") & (rows["part"] == "choice")].iloc[0]
    asked = own.locator("p", has=page.locator("select")).first
    choice, reply = asked.locator("select"), asked.locator(".theatres-reply")
    wrong = next(option for option in first["options"].split("|") if option != first["answer"])
    choice.select_option(label=wrong)
    for tries, told in enumerate((False, True), 1):
        own.get_by_role("button", name="Check").click()
        assert "Not yet" in reply.inner_text()
        assert (first["why"] in reply.inner_text()) == told, tries
    choice.select_option(label=first["answer"])
    own.get_by_role("button", name="Check").click()
    assert "Right" in reply.inner_text()


@pytest.mark.browser
def test_years_treaties_and_tasks_move_and_are_told(opened, page_file):
    tasks = [("Take out Russia", {"without": "RUS"}, "What is left?")]
    shown = (explore_timeline(), compare_treaties(), explore_ties(tasks=tasks))
    page = opened(page_file(*shown, states=100))
    page.wait_for_function(ALL_PAINTED)
    years, treaties, ties = (page.locator(".theatres-live").nth(i) for i in range(3))
    marks = years.locator(".theatres-stage [aria-roledescription=point]")
    told = years.locator(".theatres-words strong")

    before = marks.count()
    years.get_by_label("Years, from").focus()
    page.keyboard.press("End")
    page.wait_for_timeout(300)
    assert 0 < marks.count() < before
    assert years.locator("output").inner_text() == "2026 to 2026"
    assert told.inner_text().startswith("With Years: 2013 to 2026: ")

    heads = treaties.locator(".theatres-stage svg text")
    assert heads.filter(has_text="China-North Korea").count() == 0
    treaties.get_by_label("China-North Korea 1961").check()
    heads.filter(has_text="China-North Korea").first.wait_for()
    assert treaties.locator(".theatres-words strong").inner_text().startswith("With Shown: Russia")

    ties.get_by_role("button", name="1 of 1: Take out Russia").click()
    assert ties.get_by_text("What is left?").is_visible()
    panel = explore_ties(without="RUS")
    assert ties.locator(".theatres-words strong").inner_text() == panel.spoken.plain


@pytest.mark.browser
def test_a_search_goes_through_all_rows(opened, page_file):
    page = opened(page_file(glossary(), explore_sources()))
    for at, (word, rows) in enumerate(
        [("axis", glossary().terms), ("Yonhap", explore_sources().all)]
    ):
        figure = page.locator(".theatres-figure").nth(at)
        assert figure.locator("tbody tr").count() == len(rows)
        told = re.findall(r"\d+ rows", figure.locator("table").inner_text())
        assert set(told) <= {f"{len(rows)} rows"}
        figure.get_by_label("Search this table").fill(word)
        shown = figure.locator("tbody tr:visible").all_inner_texts()
        assert 0 < len(shown) < len(rows)
        assert all(word.casefold() in text.casefold() for text in shown)


# Whole pages, as Sphinx makes them: a few, or all of a site that was built

BUILT = os.environ.get("THEATRES_SITE")
FEW_PAGES = [
    "01_reading_an_argument",
    "91_sources",
    "92_glossary",
]  # of those that are quickly made
LESSONS = [file.removesuffix(".ipynb") for file in conftest.LESSONS]
HEAVY = 1_500_000  # bytes of one page, without what all pages share
SMALL = 11  # pixels of the smallest type
NARROW = {"width": 390, "height": 844}
ALL_PAINTED = """() => [...document.querySelectorAll(".theatres-live")].every(
    figure => figure.dataset.painted)"""
SMALLER = """least => [...document.querySelectorAll("article *")].filter(e =>
    [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())
    && e.getClientRects().length && !e.closest("script, noscript, .katex, sup")
    && parseFloat(getComputedStyle(e).fontSize) < least).map(e => e.textContent.slice(0, 40))"""
# One of two arguments is folded at first
OPEN_SIDES = """document.querySelectorAll(".theatres-side").forEach(
    side => { side.open = true; })"""
# Charts drawn without end, and type that a picture of lettering hides
BROKEN = """() => [...document.querySelectorAll(".theatres-stage svg")].filter(svg =>
    !(svg.getBoundingClientRect().height > 20 && svg.getBoundingClientRect().height < 3000)
    ).map(svg => svg.getAttribute("aria-label") + " " + svg.getAttribute("height"))"""
FIRST = "performance.getEntriesByName('theatres-first')[0].startTime"
# Tables whose caption counts other rows than there are
MISCOUNTED = """() => [...document.querySelectorAll("article table")].filter(table => {
    const told = table.caption?.textContent.match(/\\((\\d+) rows\\)/);
    return told && told[1] != table.tBodies[0].rows.length;
    }).map(table => table.caption.textContent)"""
# What scripts put in the place of a figure's picture is no row of the page
ROWS = """() => [...document.querySelectorAll("article tr")].filter(row =>
    !row.closest("noscript:not(.theatres-later)")).length"""
FINDS = """async options => (await axe.run("article", options)).violations.flatMap(
    v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 200)}`))"""
# pandas leaves the head above an index empty; a page's own frame is its theme's
LET_PASS = {"empty-table-header": {"enabled": False}, "region": {"enabled": False}}
READING = {"rules": LET_PASS, "resultTypes": ["violations"], "preload": False}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The folder of a whole site, or one with a few of its pages."""
    if BUILT:
        return Path(BUILT).resolve()
    sys.path.insert(0, str(ROOT / "scripts"))
    import run

    folder = tmp_path_factory.mktemp("built") / "site"
    begins = (page.partition("_")[0] + "_" for page in FEW_PAGES)
    run.reading_edition(folder, "--browser", *begins)
    return folder


def rows_without_scripts(chromium_browser, file: Path) -> int:
    """Count a page's rows where the browser runs no scripts."""
    context = chromium_browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    rows = page.evaluate(ROWS)
    context.close()
    return rows


@pytest.mark.browser
@pytest.mark.parametrize("name", LESSONS if BUILT else FEW_PAGES)
def test_every_page_is_light_alive_and_open_to_all(opened, chromium_browser, site, name):
    file = site / f"{name}.html"
    assert file.stat().st_size < HEAVY
    page = opened(file)
    live = page.locator(".theatres-live")
    page.wait_for_function(ALL_PAINTED, timeout=120_000)
    for at in range(live.count()):
        controls = live.nth(at).locator("input:enabled:visible, select:enabled:visible")
        for control in controls.element_handles():
            if control.is_enabled() and control.is_visible():  # a move may lay another to rest
                control.focus()
                page.keyboard.press("ArrowDown")
        assert live.nth(at).locator(".theatres-words strong").text_content().strip()
    page.wait_for_function("document.documentElement.dataset.tables")  # long ones come later
    print(f"{name}: first chart after {page.evaluate(FIRST):.0f} ms")
    assert page.evaluate(MISCOUNTED) == []
    assert page.locator(".theatres-later").count() == 0
    assert page.locator("article tr").count() == rows_without_scripts(chromium_browser, file)
    page.evaluate(OPEN_SIDES)
    page.wait_for_timeout(500)
    assert page.evaluate(BROKEN) == []

    page.add_script_tag(content=ENGINE.read_text(encoding="utf-8"))
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        page.wait_for_timeout(1000)  # every chart is drawn anew in the other colours
        assert page.evaluate(FINDS, READING) == []

    page.set_viewport_size(NARROW)
    assert page.evaluate(SMALLER, SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]

    page.emulate_media(media="print")
    for hidden in (".theatres-controls", ".theatres-buttons", ".bd-sidebar-primary"):
        assert page.locator(hidden).locator("visible=true").count() == 0, hidden
    drawn = page.locator(".theatres-stage svg")
    assert drawn.count() == live.count()
    assert len(page.pdf()) > HEAVY / 100
    page.close()


LATE = {"searchindex.js", "_static/searchtools.js", "_static/scripts/fontawesome.js"}


def test_what_only_search_or_icons_need_does_not_come_with_the_charts(site):
    text = {page.stem: page.read_text(encoding="utf-8") for page in site.glob("*.html")}
    named = {name: set(re.findall(r'(?:src|href)="([^"?]+\.js)', text[name])) for name in text}
    assert named.pop("search") & LATE
    assert [name for name, scripts in named.items() if scripts & LATE] == []


@pytest.mark.browser
def test_icons_come_after_the_charts(opened, site):
    page = opened(site / f"{FEW_PAGES[0]}.html")
    page.locator(".sidebar-toggle svg").first.wait_for(state="attached")


def test_a_page_leads_to_its_own_lesson_in_the_browser_edition(site):
    leads = 0
    for page in site.glob("[0-9]*.html"):
        text = page.read_text(encoding="utf-8")
        links = re.findall(r'href="lite/lab/index\.html\?path=([^"]+)"', text)
        assert set(links) <= {f"{page.stem}.ipynb"}
        leads += len(links)
        assert not BUILT or (site / "lite" / "files" / f"{page.stem}.ipynb").is_file()
    assert leads


def test_links_to_headings_find_them(site):
    text = {page.name: page.read_text(encoding="utf-8") for page in site.glob("[0-9]*.html")}
    for name, content in text.items():
        for page, heading in re.findall(r'href="([\w.]*)#([\w-]+)"', content):
            assert f'id="{heading}"' in text.get(page or name, f'id="{heading}"'), (name, heading)


@pytest.mark.browser
def test_a_word_is_found_in_all_pages_from_a_folder(opened, site):
    page = opened(site / "search.html")
    page.goto((site / "search.html").as_uri() + "?q=hedged")
    found = page.locator("#search-results li a").first
    found.wait_for(timeout=30_000)
    found.click()
    page.wait_for_load_state()
    assert "hedged" in page.locator("article").inner_text().casefold()
