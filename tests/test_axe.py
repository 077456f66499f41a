"""The accessibility engine over the content of every lesson, light and dark.

The application's own frame is left out: what is judged stands in a text cell or in an output.
"""

from __future__ import annotations

import os

import pytest

from conftest import ROOT

pytestmark = pytest.mark.browser
LESSONS = sorted(p.name for p in (ROOT / "notebooks").glob("*.ipynb"))
# A lesson takes the engine half a minute: each of these for its kind, all of them on demand.
IN_SHORT = (
    "00_start_here.ipynb",
    "03_an_unequal_friendship.ipynb",
    "06_where_the_rest_stands.ipynb",
)
LESSONS = LESSONS if os.environ.get("THEATRES_AXE") == "all" else IN_SHORT
ENGINE = ROOT / ".ci" / "node_modules" / "axe-core" / "axe.min.js"

# What is upstream's to mend: rule, and where it was reported.
UPSTREAM = {
    # pandas leaves the head above an index empty (told of, and let pass, in the issue named).
    "empty-table-header": "pydata/pydata-sphinx-theme#1480",
}
# In the dark only colours differ.
DARK = {"runOnly": ["color-contrast"]}

FINDS = """async options => {
    const content = '.jp-RenderedMarkdown, .jp-OutputArea-output';
    const found = await axe.run(
        {include: ['.jp-Notebook'], exclude: ['.jp-InputArea-editor', '.jp-InputArea-prompt']},
        {resultTypes: ["violations"], rules: {region: {enabled: false}}, elementRef: true,
         ...options});
    return found.violations.flatMap(v => v.nodes.filter(n => n.element?.closest(content)).map(n =>
        ({rule: v.id, impact: v.impact, html: n.html.slice(0, 300), at: n.target.join(' ')})));
}"""


def findings(page, **options) -> list[dict]:
    """What the engine finds on the lesson's content and is ours to mend."""
    return [found for found in page.evaluate(FINDS, options) if found["rule"] not in UPSTREAM]


@pytest.mark.parametrize("name", LESSONS)
def test_nothing_on_a_lesson_keeps_a_reader_out(lab, name):
    assert ENGINE.is_file(), "the accessibility engine is not installed (make tools)"
    lesson = lab(name)
    lesson.run_all()
    page = lesson.page
    page.add_script_tag(content=ENGINE.read_text(encoding="utf-8"))
    said = []
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        page.evaluate(
            "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme
        )
        page.wait_for_selector(
            f"body[data-jp-theme-light={'true' if 'Light' in theme else 'false'}]", state="attached"
        )
        page.wait_for_timeout(500)  # every chart is drawn anew in the other colours
        for found in findings(page, **(DARK if "Dark" in theme else {})):
            said.append(f"{theme}: {found['rule']} ({found['impact']}) {found['html']}")
    assert not said, f"{len(said)} findings: " + "\n".join(said[:8])
