"""Every lesson in real JupyterLab with the network cut.

Run top to bottom, every control moved by keyboard, its answer read back.
"""

from __future__ import annotations

import re
import time

import pytest

from conftest import ROOT

pytestmark = pytest.mark.browser
LESSONS = sorted(p.name for p in (ROOT / "notebooks").glob("*.ipynb"))

# What an explorer says and shows, and how many controls can be seen, but not where they stand.
SAYS = """e => [...e.querySelectorAll('.theatres-words, .theatres-table, .theatres-chart svg')]
    .map(x => x.tagName === 'svg' ? x.innerHTML : x.textContent).join('¶')
    + [...e.querySelectorAll('select, input, button')].filter(x => x.offsetParent).length"""
CONTROLS = "select, input, textarea, .noUi-handle, button"


KIND = (
    "c => c.tagName === 'INPUT' ? c.type : c.tagName === 'DIV' ? 'slider' : c.tagName.toLowerCase()"
)
KEYS = {
    "checkbox": [("Space", "Space")],
    "button": [("Enter", None)],
    "radio": [("Space", None)],
    "file": [],
}


def focused(page, control) -> bool:
    for _ in range(10):  # JupyterLab may still be moving the focus to a cell that has just run
        control.focus()
        if control.evaluate("c => c === document.activeElement"):
            return True
        page.wait_for_timeout(200)
    return False


def state(lesson, explorer) -> tuple:
    """What can answer a student.

    What the explorer says and shows, and what is kept of the student's work.
    """
    kept = lesson.home / "my_work" / "my_work.json"
    return explorer.evaluate(SAYS), kept.read_text(encoding="utf-8") if kept.is_file() else ""


def changed(lesson, explorer, before: tuple, patience: float = 2.5) -> bool:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if state(lesson, explorer) != before:
            return True
        lesson.page.wait_for_timeout(40)
    return False


def moved(lesson, explorer, control) -> bool:
    """Move a control by keyboard, step by step, until the explorer says, shows or keeps something
    else; then move it back.
    """
    page, kind = lesson.page, control.evaluate(KIND)
    if kind == "select":
        steps, last = (
            [("ArrowDown", "ArrowUp")] * 3,
            control.evaluate("c => c.selectedIndex === c.options.length - 1"),
        )
        steps = [(b, a) for a, b in steps] if last else steps
    elif kind == "slider":
        top = control.evaluate(
            "c => c.getAttribute('aria-valuenow') === c.getAttribute('aria-valuemax')"
        )
        steps = [("ArrowLeft", "ArrowRight") if top else ("ArrowRight", "ArrowLeft")] * 3
    elif kind in ("text", "textarea", "number"):
        steps = [
            ("1", "Backspace"),
            ("Tab", None),
        ]  # some answer as one types, some when one leaves the field
    else:
        steps = KEYS[kind]
    before, undo = state(lesson, explorer), []
    for step, back in steps:
        if not focused(page, control):
            return False
        page.keyboard.press(step)
        undo.append(back)
        if changed(lesson, explorer, before):
            break
    else:
        return False
    for back in filter(None, undo):
        if control.evaluate("c => c.isConnected") and focused(page, control):
            before = state(lesson, explorer)
            page.keyboard.press(back)
            changed(lesson, explorer, before, 1)
    return True


@pytest.mark.parametrize("name", LESSONS)
def test_lesson_runs_and_answers_to_the_keyboard(lab, name):
    lesson = lab(name)
    lesson.run_all()
    page = lesson.page
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0, (
        "a cell printed an error or a warning"
    )
    first = name.startswith("00")
    dead, done = [], set() if first else {"Check yourself", "Relation explorer", "Claim browser"}
    for explorer in page.query_selector_all(".theatres-explorer"):
        heading = explorer.eval_on_selector("strong", "s => s.innerText")
        if heading in done:  # the same explorer on other rows: once a lesson is enough
            continue
        if heading != "Check yourself":  # whose controls differ with the kind of question
            done.add(heading)
        for i in range(len(explorer.query_selector_all(CONTROLS))):
            controls = explorer.query_selector_all(CONTROLS)  # a view may have been replaced
            if i >= len(controls):
                break
            control = controls[i]
            skip = control.evaluate(
                """c => c.disabled || c.checked && c.type === 'radio'
                || c.classList.contains('mod-active') || !c.offsetParent
                || (c.tagName === 'SELECT' && c.options.length < 2)
                || c.closest('.theatres-keyless')"""
            )
            answers = skip or moved(lesson, explorer, control)
            if not answers:  # a busy machine may have been slow: once more, after a rest
                page.wait_for_timeout(3000)
                answers = moved(lesson, explorer, control)
            if not answers:
                named = control.evaluate(
                    """c => (c.closest('.jupyter-widgets')?.innerText || c.innerText || c.type)
                    .slice(0, 60)"""
                )
                dead.append(f"{heading}: {named}")
    assert not dead, "controls that answer nothing: " + "; ".join(dead)
    nameless = page.eval_on_selector_all(
        ".theatres-explorer .noUi-handle",
        "handles => handles.filter(h => h.offsetParent && !h.getAttribute('aria-label')).length",
    )
    assert not nameless, f"{nameless} sliders have no name for a screen reader"
    assert not lesson.outside, f"reached for the network: {lesson.outside[:3]}"
    assert not lesson.errors, lesson.errors[:3]


def test_self_check_by_keyboard(lab):
    lesson = lab("00_start_here.ipynb")
    lesson.run_all()
    page = lesson.page
    check = page.query_selector(".theatres-explorer:has(input[type=radio])")
    radios = check.query_selector_all("input[type=radio]")
    radios[1].focus()
    page.keyboard.press("Space")
    check.query_selector("button:has-text('Check')").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("e => e.innerText.includes('✓ Right.')", arg=check)
    assert '"answer/Q00-01"' in (lesson.home / "my_work" / "my_work.json").read_text(
        encoding="utf-8"
    )


def test_click_on_a_tie_opens_it(lab):
    lesson = lab("00_start_here.ipynb")
    lesson.run_all()
    explorer = lesson.page.query_selector(".theatres-explorer:has(.theatres-chart)")
    tie = explorer.query_selector(".mark-shape path[aria-label]")
    tie.dispatch_event("click")
    lesson.page.wait_for_function("e => e.innerText.includes('Source: ')", arg=explorer)


def test_lists_of_the_weighing_show_claims_whatever_was_shown_before(lab):
    lesson = lab("09_weighing_the_argument.ipynb")
    lesson.run_all()
    explorer = next(
        e
        for e in lesson.page.query_selector_all(".theatres-explorer")
        if e.eval_on_selector("strong", "s => s.innerText") == "Weighing"
    )
    for view in ("Tornado", "Change one thing", "Strengths"):
        explorer.query_selector(f"button:has-text('{view}')").press("Enter")
        lesson.page.wait_for_function(
            """e => [...e.querySelectorAll('.theatres-chart svg text')]
            .filter(t => /^[CD][0-9]{2} .{12,}/.test(t.textContent)).length >= 3""",
            arg=explorer,
        )


def marks(explorer) -> list[str]:
    """What a chart shows and says, in any order of its marks; names of clips count on."""
    svg = explorer.eval_on_selector(".theatres-chart", "c => c.innerHTML")
    svg = re.sub(r"graphics-(object|symbol)|clip\d+", "", svg)
    return sorted(svg.replace("><", ">\n<").splitlines())


@pytest.mark.parametrize(
    "name, heading, control",
    [
        ("08_can_they_be_decoupled.ipynb", "Decoupling lab", "A ceasefire"),
    ],
)
def test_other_rows_are_painted_as_a_fresh_chart_would_be(lab, name, heading, control):
    lesson = lab(name)
    lesson.run_all()
    explorer = next(
        e
        for e in lesson.page.query_selector_all(".theatres-explorer")
        if e.eval_on_selector("strong", "s => s.innerText") == heading
    )
    before = marks(explorer)
    explorer.query_selector(f"label:has-text('{control}') input").press("Space")
    lesson.page.wait_for_timeout(1500)
    handed_over = marks(explorer)
    lesson.page.evaluate(
        "() => document.body.setAttribute('data-jp-theme-light', 'true')"
    )  # as a change of theme does: every chart is compiled anew
    lesson.page.wait_for_timeout(1500)
    assert before != handed_over == marks(explorer)


def test_saved_lesson_shows_stills_before_anything_runs(lab):
    lesson = lab("00_start_here.ipynb")
    lesson.page.wait_for_selector(".jp-OutputArea-output img")
    assert "model not found" not in lesson.page.inner_text(".jp-Notebook").lower()


def test_page_reload_brings_charts_back(lab):
    lesson = lab("00_start_here.ipynb")
    lesson.run_all()
    lesson.page.keyboard.press("Control+s")
    lesson.page.wait_for_timeout(1500)
    lesson.page.reload()
    lesson.page.wait_for_selector(".theatres-chart svg")


@pytest.mark.parametrize("dark", [False, True])
def test_type_is_readable_in_both_themes_at_1024(lab, dark):
    lesson = lab("00_start_here.ipynb", width=1024)
    if dark:
        lesson.page.click('.lm-MenuBar-itemLabel:text-is("Settings")')
        lesson.page.hover('.lm-Menu-itemLabel:text-is("Theme")')
        lesson.page.click('.lm-Menu-itemLabel:text-is("JupyterLab Dark")')
        lesson.page.wait_for_selector("body[data-jp-theme-light=false]", state="attached")
    lesson.run_all()
    label, back = lesson.page.evaluate("""() => {
        const of = where => getComputedStyle(document.querySelector(where));
        return [of('.theatres-chart svg .mark-text text').fill, of('.jp-Notebook').backgroundColor];
        }""")
    light = [
        sum(map(int, colour[colour.index("(") + 1 : -1].split(",")[:3])) / 3
        for colour in (label, back)
    ]
    assert abs(light[0] - light[1]) > 140, (label, back)
    assert lesson.page.evaluate(
        """() => document.querySelector('.theatres-chart svg').getBoundingClientRect().right
        <= innerWidth"""
    ), "a chart runs out of a 1024 px window"
