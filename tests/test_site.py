"""Pages of the reading edition, from a folder with no network: charts move, answers stay."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import nbformat
import pytest

from theatres import explore_dependence, self_check, work

SITE = Path(__file__).resolve().parents[1] / "scripts" / "site"
SLIDER = ".theatres-controls input[type=range]"
PAGE = """<!doctype html><html lang="en"><title>Page</title><body>{body}
<script src="theme.js"></script><script src="vega.js"></script><script src="painter.js"></script>
<script src="explorers.js"></script><script src="selfchecks.js"></script>"""


@pytest.fixture
def page_file(tmp_path, monkeypatch):
    """A page with one explorer, one self-check and the student's work, without Sphinx around it."""
    monkeypatch.setenv("THEATRES_WORK", str(tmp_path / "work"))
    monkeypatch.setattr(sys, "path", [str(SITE), *sys.path])
    import explorer_page
    import pages

    nothing = nbformat.v4.new_output("display_data")
    parts = [
        explorer_page.live(explore_dependence(), nothing, "03_an_unequal_friendship"),
        pages.selfcheck_html(self_check("00", "argument")),
        '<div class="theatres-work"></div>',
    ]
    for script in (SITE / "static").glob("*.js"):
        (tmp_path / script.name).write_bytes(script.read_bytes())
    pages.scripts(tmp_path)
    file = tmp_path / "page.html"
    file.write_text(PAGE.format(body="".join(parts)), encoding="utf-8")
    return file


@pytest.mark.browser
def test_a_page_from_a_folder_moves_asks_keeps_and_saves(chromium_browser, page_file):
    context = chromium_browser.new_context(accept_downloads=True)
    outside, errors = [], []
    context.route(re.compile("^https?:"), lambda r: (outside.append(r.request.url), r.abort()))
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(page_file.as_uri())
    page.wait_for_selector(".theatres-live[data-painted] svg")

    before = page.inner_text(".theatres-words")
    page.focus(SLIDER)
    page.keyboard.press("Home")
    assert page.inner_text(".theatres-words") != before
    page.click("text=Reset")
    assert page.inner_text(".theatres-words") == before

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
    assert not outside and not errors
    context.close()
