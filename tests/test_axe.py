"""The accessibility engine over the content of every lesson, light and dark.

The application's own frame is left out: what is judged stands in a text cell or in an output.
"""

from __future__ import annotations

import pandas as pd
import pytest

from conftest import LESSONS, ROOT
from theatres.explorers.details import frame_html, table_html

ENGINE = ROOT / ".ci" / "node_modules" / "axe-core" / "axe.min.js"

# What is upstream's to mend: rule, and where it was reported.
UPSTREAM: dict[str, str] = {}
THEMES = {"JupyterLab Light": {}, "JupyterLab Dark": {"runOnly": ["color-contrast"]}}

FINDS = """async options => {
    const content = '.jp-RenderedMarkdown, .jp-OutputArea-output';
    const found = await axe.run(
        {include: ['.jp-Notebook'], exclude: ['.jp-InputArea-editor', '.jp-InputArea-prompt']},
        {resultTypes: ["violations"], rules: {region: {enabled: false}}, elementRef: true,
         selectors: false, preload: false, ...options});
    return found.violations.flatMap(v => v.nodes.filter(n => n.element?.closest(content)).map(n =>
        ({rule: v.id, impact: v.impact, html: n.html.slice(0, 300)})));
}"""
USE = """async theme => {
    if (document.body.dataset.jpThemeName === theme) return;
    for (const svg of document.querySelectorAll(".theatres-chart svg")) svg.dataset.before = "1";
    await window.jupyterapp.commands.execute('apputils:change-theme', {theme});
}"""
# Every chart is drawn anew in the colours of a theme.
WORN = """theme => document.body.dataset.jpThemeName === theme
    && !document.querySelector(".theatres-chart svg[data-before]")
    && [...document.querySelectorAll(".theatres-chart")].every(c => c.querySelector("svg"))"""

# A slider gets its name a moment after it is drawn; one that never does fails here.
NAMED = """() => !document.querySelector(".theatres-explorer .noUi-handle:not([aria-label])")"""


def wear(page, theme: str) -> None:
    """Change the theme and wait until every chart is drawn in its colours."""
    page.evaluate(USE, theme)
    page.wait_for_function(WORN, arg=theme)


def test_tables_have_no_empty_heads():
    frame = pd.DataFrame({"ties": [1]}, index=pd.Index(["arms"], name="kind"))
    assert "<th></th>" in frame._repr_html_(), "pandas mended it: frame_html may go"
    assert "<th></th>" not in frame_html(frame) and "<th>kind</th>" in frame_html(frame)
    assert table_html(pd.DataFrame({"": ["chance"], "ties": [1]})).count("<th") == 2  # with thead


@pytest.mark.browser
@pytest.mark.parametrize("lesson", LESSONS)
def test_nothing_on_a_lesson_keeps_a_reader_out(lab, lesson):
    assert ENGINE.is_file(), "the accessibility engine is not installed (make tools)"
    page = lab.ran(lesson).page
    page.add_script_tag(content=ENGINE.read_text(encoding="utf-8"))
    page.wait_for_function(NAMED)
    said = []
    for theme, options in THEMES.items():
        wear(page, theme)
        for found in page.evaluate(FINDS, options):
            if found["rule"] not in UPSTREAM:
                said.append(f"{theme}: {found['rule']} ({found['impact']}) {found['html']}")
    wear(page, "JupyterLab Light")
    assert not said, f"{len(said)} findings: " + "\n".join(said[:8])
