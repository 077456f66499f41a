"""Every lesson in real JupyterLab with the network cut.

Run top to bottom, every control moved by keyboard, its answer read back; seen enlarged.
"""

from __future__ import annotations

import os
import re
import time

import pytest

from conftest import LESSONS, LISTEN, SETTLED, SLOW

pytestmark = pytest.mark.browser

# The title follows the choice; the explorer's name stands in its tip.
NAME = "s => s.title || s.innerText"
# The same in every lesson: the first of them plays these for all.
EVERYWHERE = {"Relation explorer", "Claim browser", "My work"}
CONTROLS = "select, input, textarea, .noUi-handle, button"
# What an explorer says and shows, and how many controls can be seen, but not where they stand.
# It is read in the page, which remembers it: a chart is too much to send at every look.
SAYS = """e => [...e.querySelectorAll('.theatres-words, .theatres-table, .theatres-chart svg')]
    .map(x => x.tagName === 'svg' ? x.innerHTML : x.textContent).join('¶')
    + [...e.querySelectorAll('select, input, button')].filter(x => x.offsetParent).length"""
SAYS_ELSE = f"async e => {{ await ({SETTLED})(); return e.said !== ({SAYS})(e); }}"

# Every control of an explorer: what it is, its label, and whether it can be moved now.
OFFERS = f"""e => [...e.querySelectorAll("{CONTROLS}")].map((c, i, all) => {{
    const slider = c.closest(".noUi-target");
    const rests = c.disabled || slider?.hasAttribute("disabled");
    const nothing = c.type === "radio" && c.checked || c.classList.contains("mod-active")
        || c.tagName === "SELECT" && c.options.length < 2 || c.closest(".theatres-keyless");
    const kind = slider ? "slider" : c.tagName === "INPUT" ? c.type : c.tagName.toLowerCase();
    const label = (c.closest(".jupyter-widgets")?.innerText || c.innerText || c.type).slice(0, 60);
    const first = all.findIndex(o => o.closest(".widget-radio") === c.closest(".widget-radio"));
    return {{kind, label, rests, group: kind === "radio" ? `radio ${{first}}` : "",
            acts: !rests && !nothing && !!c.offsetParent}};
}})"""
# Give a control the focus; say whether it has it, and whether it stands at its end.
TAKE = f"""(e, i) => {{
    const c = e.querySelectorAll("{CONTROLS}")[i];
    c?.focus();
    const [now, most] = ["now", "max"].map(end => c?.getAttribute(`aria-value${{end}}`));
    const last = now ? now === most : c?.selectedIndex === c?.options?.length - 1;
    e.said = ({SAYS})(e);
    return {{last, focused: !!c && c === document.activeElement}};
}}"""
# The place of the button beside a field, which takes what was typed.
BUTTON = f"""(e, i) => {{
    const all = [...e.querySelectorAll("{CONTROLS}")];
    return all.indexOf(all[i].closest(".widget-hbox, .widget-vbox")?.querySelector("button"));
}}"""
PRESS = "the button beside it"
# Keys that move a control, and those that move it back; the other way where it stands at its end.
KEYS = {
    "select": [("ArrowDown", "ArrowUp")] * 3,
    "slider": [("ArrowRight", "ArrowLeft")] * 3,
    "checkbox": [("Space", "Space")],
    "button": [("Enter", "")],
    "radio": [("Space", "")],
    "file": [],
    # Some answer as one types, some when one leaves the field, some when a button is pressed.
    **dict.fromkeys(("text", "textarea", "number"), [("1", "Backspace"), ("Tab", ""), (PRESS, "")]),
}
LATE = 10  # seconds until a control that seemed to answer nothing is given up
RESET = "Reset"
LOOK = 250  # milliseconds from one look at such a one to the next


def called(control: dict) -> str:
    """Name a control in a message."""
    return f"{control['kind']} {control['label']!r}"


class Played:
    """An explorer whose controls are moved by keyboard, one by one."""

    def __init__(self, lesson, explorer):
        self.lesson, self.page, self.explorer = lesson, lesson.page, explorer
        self.work = lesson.home / "my_work" / "my_work.json"
        self.silent: dict[int, str] = {}
        self.page.evaluate(LISTEN)

    def play(self) -> list[str]:
        """Move every control; return those that answer nothing, whatever else is chosen."""
        i, done, played = 0, set(), set()
        while i < len(offered := self.explorer.evaluate(OFFERS)):  # a view may be replaced
            one = offered[i]
            if one["acts"] and i not in done and one["group"] not in played:
                played |= {one["group"]} - {""}  # of radio buttons, which are one control
                done |= self.try_out(i, offered)
            i += 1
        for other in sorted(done):
            offered = self.explorer.evaluate(OFFERS)
            if self.silent and other < len(offered) and offered[other]["acts"]:
                self.try_out(other, offered)
        for i in list(self.silent):
            offered = self.explorer.evaluate(OFFERS)
            if i < len(offered) and self.moved(i, offered[i]["kind"], late=LATE):
                del self.silent[i]
        return list(self.silent.values())

    def try_out(self, i: int, offered: list[dict]) -> set[int]:
        """Move a control until something is answered, then what that woke, then all of it back."""
        one = offered[i]
        # Later there may be nothing left to go back to: Reset is waited for where it acts.
        late = LATE if one["label"].strip() == RESET else 0
        undo = self.moved(i, one["kind"], late)
        if not undo:
            self.silent[i] = called(one)
            return {i}
        self.silent.pop(i, None)
        now = self.explorer.evaluate(OFFERS)
        same = [one["label"] for one in now] == [one["label"] for one in offered]
        resting = {j for j, one in enumerate(offered) if one["rests"]} if same else set()
        silent = {j for j in self.silent if j < len(now) and self.silent[j] == called(now[j])}
        woken = {j for j in resting | silent if now[j]["acts"]}
        for j in woken:
            self.try_out(j, now)
        for key in filter(None, undo):
            self.back(i, key)
        return {i} | woken

    def moved(self, i: int, kind: str, late: float = 0) -> list[str]:
        """Press the keys of a control until something is answered; return those that undo it."""
        keys, undo = KEYS[kind], []
        self.kept = self.keeps()
        taken = self.take(i)
        if kind in ("select", "slider") and taken["last"]:
            keys = [(back, key) for key, back in keys]
        for key, back in keys:
            if key == PRESS:
                i = self.explorer.evaluate(BUTTON, i)
            if undo:
                taken = self.take(i)
            if not taken["focused"]:
                return []
            self.page.keyboard.press("Enter" if key == PRESS else key)
            undo.append(back)
            if self.answered():
                return undo
        end = time.monotonic() + late
        while time.monotonic() < end:
            self.page.wait_for_timeout(LOOK)
            if self.answered():
                return undo
        return []

    def back(self, i: int, key: str) -> None:
        """Press a key that undoes a move, if the control still stands there."""
        if self.take(i)["focused"]:
            self.page.keyboard.press(key)
            self.page.evaluate(SETTLED)

    def take(self, i: int) -> dict:
        """Give a control the focus, which JupyterLab may still be moving elsewhere; remember what
        the explorer says.
        """
        for _ in range(50):
            taken = self.explorer.evaluate(TAKE, i)
            if taken["focused"]:
                break
            self.page.wait_for_timeout(40)
        return taken

    def keeps(self) -> str:
        """Return what is kept of the student's work."""
        return self.work.read_text(encoding="utf-8") if self.work.is_file() else ""

    def answered(self) -> bool:
        """Return whether the explorer says, shows or keeps something else, when all is done."""
        return self.explorer.evaluate(SAYS_ELSE) or self.keeps() != self.kept


# An explorer within another is played with it, and replaced by it.
OUTERMOST = ".theatres-explorer:not(.theatres-explorer *)"
NAMELESS = """() => [...document.querySelectorAll(".theatres-explorer .noUi-handle")]
    .filter(h => h.offsetParent && !h.getAttribute("aria-label")).length"""
PASSED_OVER = """() => [...document.querySelectorAll(
    ".theatres-explorer .noUi-target[disabled] .noUi-handle"
)].every(h => h.getAttribute("aria-disabled") === "true" && h.tabIndex === -1)"""

HEARD_OF_AXES = """() => [...document.querySelectorAll(".theatres-chart")].map(chart =>
    [...chart.querySelectorAll('[aria-roledescription="axis"]')]
        .map(axis => axis.getAttribute("aria-label")).sort().join("; "))"""
# As a change of theme does: every chart is compiled anew.
PAINT_ANEW = """() => {
    for (const svg of document.querySelectorAll(".theatres-chart svg")) svg.dataset.before = "1";
    document.body.setAttribute("data-jp-theme-light", "true");
}"""
PAINTED_ANEW = "() => !document.querySelector('.theatres-chart svg[data-before]')"


REFLOW = 500  # milliseconds in which boxes are laid out anew, and can then be reached
ENLARGED = {"width": 640, "height": 400}  # the room that 1280 by 800 give at 200 percent
CUT_OFF = """() => [...document.querySelectorAll(".theatres-explorer")].flatMap(explorer => {
    const parts = "select, input, textarea, button, .noUi-target, .widget-label, svg";
    const end = explorer.closest(".jp-OutputArea-output").parentElement;
    const cut = part => {
        let box = part.getBoundingClientRect();
        for (let up = part.parentElement; up !== end; up = up.parentElement) {
            const room = up.getBoundingClientRect();
            const reached = up.tabIndex >= 0 && up.scrollWidth > up.clientWidth;  // and scrolled
            const clips = getComputedStyle(up).overflowX !== "visible" || up === explorer;
            if (reached) box = room;
            else if (clips && (box.right > room.right + 1 || box.left < room.left - 1)) return true;
        }
        return part.matches("button, .widget-label") && part.scrollWidth > part.clientWidth + 1;
    };
    const title = explorer.querySelector("strong")?.innerText;
    return [...parts.split(", ")].flatMap(kind => [...explorer.querySelectorAll(kind)])
        .filter(part => part.getClientRects().length && !part.closest(".theatres-table"))
        .filter(cut)
        .map(part => `${title}: ${part.tagName} ${part.innerText ?? ""}`.slice(0, 100));
})"""


# All lessons by keyboard and enlarged take a quarter of an hour: the ordinary run plays those that
# are short, and enlarges some; `make check-all` does both with all.
SHORT = ("03b", "04b", "06b", "09b", "10b", "90", "91", "92", "95", "97")
SOME = ("00", "01", "02", "04b", "07", "09", "90", "91", "92", "95", "96")


def here(numbers: tuple[str, ...]) -> list[str]:
    """Return the lessons that this run asks."""
    every = os.environ.get("THEATRES_BROWSER") == "all"
    return [name for name in LESSONS if every or name.split("_")[0] in numbers]


@pytest.mark.parametrize("lesson", here(SOME))
def test_nothing_to_move_or_to_see_is_cut_off_at_200_percent(lab, lesson):
    page = lab.ran(lesson).page
    size = page.viewport_size
    page.set_viewport_size(ENLARGED)  # with the list of files as it stands: open
    try:
        page.wait_for_function("() => document.querySelector('.jp-Notebook').clientWidth < 640")
        page.wait_for_timeout(REFLOW)
        cut_off = page.evaluate(CUT_OFF)
        room = page.evaluate("() => document.querySelector('.theatres-explorer')?.clientWidth")
    finally:
        page.set_viewport_size(size)
    wide = f"of {room} pixels, "
    assert not cut_off, wide + f"{len(cut_off)} are cut off: " + "; ".join(cut_off[:12])


@pytest.mark.parametrize("lesson", here(SHORT))
def test_lesson_runs_and_answers_to_the_keyboard(lab, lesson):
    opened = lab.ran(lesson)
    opened.changed()
    page = opened.page
    errors = page.locator("[data-mime-type='application/vnd.jupyter.stderr']")
    assert errors.count() == 0, "a cell printed an error or a warning"
    dead, done = [], set() if lesson == LESSONS[0] else set(EVERYWHERE)
    for explorer in page.query_selector_all(OUTERMOST):
        heading = explorer.eval_on_selector("strong", NAME)
        if heading in done:  # the same explorer on other rows: once a lesson is enough
            continue
        if heading != "Check yourself":  # whose controls differ with the kind of question
            done.add(heading)
        dead += [f"{heading}: {one}" for one in Played(opened, explorer).play()]
    assert not dead, "controls that answer nothing: " + "; ".join(dead)
    assert not page.evaluate(NAMELESS), "sliders have no name for a screen reader"
    page.wait_for_function(PASSED_OVER)  # a slider that rests takes no focus
    assert not opened.outside, f"reached for the network: {opened.outside[:3]}"
    assert not opened.errors, opened.errors[:3]
    heard = page.evaluate(HEARD_OF_AXES)
    page.evaluate(PAINT_ANEW)
    page.wait_for_function(PAINTED_ANEW)
    assert page.evaluate(HEARD_OF_AXES) == heard, "what is said of an axis is not what is drawn"


# What a busy machine does to anywidget: every model is given up before its module is there.
NO_PATIENCE = """() => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = () => timeout(0);
}"""
BLANK = """() => [...document.querySelectorAll(".theatres-said")]
    .filter(said => !said.querySelector("strong").textContent).length"""


def test_what_was_slow_to_load_speaks_and_answers_all_the_same(lab):
    opened = lab("04b_pyongyang_and_moscow.ipynb")
    given_up = []
    for event in ("console", "pageerror"):
        opened.page.on(event, lambda said: given_up.append(said) if SLOW in str(said) else None)
    opened.page.evaluate(NO_PATIENCE)
    opened.run_all()
    opened.page.wait_for_function(f"() => ({BLANK})() === 0")
    charted = [
        explorer
        for explorer in opened.page.query_selector_all(OUTERMOST)
        if explorer.query_selector(".theatres-chart")
    ]
    assert charted and given_up, "nothing was slow to load"
    assert not Played(opened, charted[0]).play()
    assert not opened.errors, opened.errors[:3]


def test_self_check_by_keyboard(lab):
    lesson = lab("00_start_here.ipynb")
    lesson.run_all()
    page = lesson.page
    asked = ".theatres-explorer:has(input[type=radio]):has-text('states the thesis')"
    check = page.query_selector(asked)
    right = "What threatens Europe and what threatens Asia can no longer be treated apart."
    check.query_selector(f"label:has-text('{right}') input").focus()
    page.keyboard.press("Space")
    check.query_selector("button:has-text('Check')").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("e => e.innerText.includes('✓ Right.')", arg=check)
    assert '"answer/Q00-09"' in (lesson.home / "my_work" / "my_work.json").read_text(
        encoding="utf-8"
    )


def test_click_on_a_tie_opens_it(lab):
    lesson = lab("00_start_here.ipynb")
    lesson.run_all()
    explorer = lesson.page.query_selector(".theatres-explorer:has(.theatres-chart)")
    tie = explorer.query_selector(".mark-shape path[aria-label]")
    tie.dispatch_event("click")
    lesson.page.wait_for_function("e => e.innerText.includes('Source: ')", arg=explorer)


LONG_NAME = re.compile(r"^[A-Z].{15,}")  # a claim, and no id of one


def test_lists_of_the_weighing_show_claims_whatever_was_shown_before(lab):
    lesson = lab("09_weighing_the_argument.ipynb")
    lesson.run_all()
    page = lesson.page
    # Found anew at every step: what came late may have put the explorer on the page again.
    explorer = page.locator(".theatres-explorer", has=page.locator("button:text('Tornado')")).last
    for view in ("Tornado", "Change one thing", "Strengths"):
        explorer.locator(f"button:has-text('{view}')").press("Enter")
        named = explorer.locator(".theatres-chart svg text").filter(has_text=LONG_NAME)
        named.nth(2).wait_for(state="attached")


def marks(explorer) -> list[str]:
    """What a chart shows and says, in any order of its marks; names of clips count on."""
    svg = explorer.eval_on_selector(".theatres-chart", "c => c.innerHTML")
    svg = re.sub(r"graphics-(object|symbol)|clip\d+", "", svg)
    return sorted(svg.replace("><", ">\n<").splitlines())


REST = 1000  # milliseconds without a change


def at_rest(page, explorer, before: list[str]) -> list[str]:
    """Wait until a chart shows something else than before, and then no longer changes."""
    was, now = before, marks(explorer)
    while now == before or now != was:
        page.wait_for_timeout(REST)
        was, now = now, marks(explorer)
    return now


@pytest.mark.parametrize("name, control", [("08_can_they_be_decoupled.ipynb", "A ceasefire")])
def test_other_rows_are_painted_as_a_fresh_chart_would_be(lab, name, control):
    lesson = lab(name)
    lesson.run_all()
    card = f"button:has-text('{control}')"
    explorer = lesson.page.query_selector(f".theatres-explorer:has({card})")
    before = marks(explorer)
    explorer.query_selector(card).press("Space")
    handed_over = at_rest(lesson.page, explorer, before)
    lesson.page.evaluate(PAINT_ANEW)
    lesson.page.wait_for_function(PAINTED_ANEW)
    assert handed_over == marks(explorer)


def test_saved_lesson_shows_stills_before_anything_runs(lab):
    lesson = lab("00_start_here.ipynb")
    lesson.page.wait_for_selector(".jp-OutputArea-output img")
    assert "model not found" not in lesson.page.inner_text(".jp-Notebook").lower()


def test_page_reload_brings_charts_back(lab):
    lesson = lab("00_start_here.ipynb")
    lesson.run_all()
    lesson.save()
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
