"""The browser edition: its locks, its parts, and its first lesson played with the network cut.

Continuous integration makes the edition from its locks; elsewhere it is played once `make wasm` has
compiled numpy. ``THEATRES_LITE=site/lite`` plays one that was built, and more of it than the
ordinary run has time for: `make check-all` does.
"""

from __future__ import annotations

import functools
import http.server
import importlib.util
import json
import os
import re
import sys
import threading
import time
import zipfile
from pathlib import Path

import nbformat
import pytest

from conftest import LESSONS, ROOT, Lesson, chromium
from theatres import course, work
from theatres.explorers import bundle, messages

BROWSER = ROOT / "scripts" / "site" / "browser"
BUILT = os.environ.get("THEATRES_LITE", "")
PLAYED = [name for name in LESSONS if name.startswith(("00_", "02_", "10_", "10b_"))]


@pytest.fixture
def maker(monkeypatch):
    """The module that builds the edition."""
    monkeypatch.setattr(sys, "path", [str(BROWSER), *sys.path])
    import lite

    return lite


# What needs no browser


def locked(path: Path) -> dict[str, str]:
    """Return what a lock holds, package to version."""
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", path.read_text(encoding="utf-8"), re.M))


def test_charts_and_controls_are_of_the_same_versions_as_in_jupyterlab():
    here, there = locked(BROWSER / "wheels.txt"), locked(ROOT / "requirements.txt")
    drawn = ("altair", "anywidget", "ipywidgets", "networkx", "krippendorff")
    assert {name: here[name] for name in drawn} == {name: there[name] for name in drawn}


def test_every_locked_package_is_fetched_or_made_and_none_twice():
    fetched, made = locked(BROWSER / "wheels.txt"), locked(BROWSER / "sources.txt")
    assert "numpy" in made and not set(fetched) & set(made)
    for lock in BROWSER.glob("*.txt"):
        assert lock.read_text(encoding="utf-8").count("--hash=sha256:") >= len(locked(lock)) > 0


def test_the_edition_holds_the_course_and_nobodys_work(maker, tmp_path):
    pyodide, wheels, into = tmp_path / "pyodide", tmp_path / "wheels", tmp_path / "into"
    for folder in (pyodide, wheels):
        folder.mkdir()
    for part in maker.PARTS:
        (pyodide / part).write_bytes(b"")
    (pyodide / "pyodide-lock.json").write_text('{"info": {"abi_version": "2024_0"}}')
    (tmp_path / "vega.js").write_text("// libraries")
    maker.wheel(wheels, "some_package", {"some_package.py": b""})

    names = maker.python(pyodide, wheels, tmp_path / "vega.js", into)
    told = json.loads((into / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    assert {"some-package", "two-theatres-course", *maker.STANDS_IN} <= set(names)
    assert all((into / package["file_name"]).is_file() for package in told.values())
    with zipfile.ZipFile(into / told["two-theatres-course"]["file_name"]) as packed:
        held = {name.removeprefix(f"{maker.COURSE}/") for name in packed.namelist()}
    assert {
        "notebooks/theatres/work.py",
        "notebooks/theatres/explorers/vega.js",
        "data/ties.csv",
        "own_argument/example/ties.csv",
    } <= held
    assert not [name for name in held if re.search("my_work|commentary|__pycache__", name)]


def test_messages_of_a_kernel_in_a_browser_keep_none_and_what_files_hold():
    sent, got = [], []

    class Comm:
        def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
            sent.append((msg_type, data, keys))

        def handle_msg(self, msg):
            got.append(msg)

    class OfJavaScript:
        def to_memoryview(self):
            return memoryview(b"{}")

    made = messages.as_json(Comm, lambda text: ("read by the page", text))()
    made.publish_msg("comm_msg", data={"state": {"display": None}}, buffers=[])
    made.publish_msg("comm_close", data=None, metadata=None, target_name="widget")
    (_, (_, text), _), (_, (_, nothing), keys) = sent
    assert json.loads(text) == {"state": {"display": None}}
    assert json.loads(nothing) == {} and keys == {"target_name": "widget"}
    made.handle_msg({"content": {}, "buffers": [OfJavaScript(), b"[]"]})
    made.handle_msg({"content": {}})
    assert [bytes(buffer) for buffer in got[0]["buffers"]] == [b"{}", b"[]"]
    assert got[1] == {"content": {}, "buffers": []}


def test_a_lesson_finds_the_example_from_wherever_it_is_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert course.found("../own_argument/example") == course.EXAMPLE
    (tmp_path / "mine").mkdir()
    assert course.found("mine") == (tmp_path / "mine").resolve()
    assert course.check_folder("nowhere")[0].wrong == "there is no such folder."


# A browser, and a folder served as any static host does


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as any static host does."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Keep the requests to itself."""


class LiteLesson(Lesson):
    """A lesson open in the browser edition, with the network cut but for the folder's server."""

    def __init__(self, context, home: Path):
        super().__init__(context, home)
        self.page.on("response", lambda answer: self.answered(answer.status, answer.url))

    def answered(self, status: int, url: str) -> None:
        """Remember what the folder lacks, but for the work: the browser alone has that."""
        if status >= 400 and "/my_work/" not in url:
            self.errors.append(f"{status} {url}")

    def hear(self, error: str) -> None:
        """Remember an error; of what the folder lacks its answer says more."""
        if not error.startswith("Failed to load resource"):
            super().hear(error)

    def shut_kernel(self) -> None:
        """Nothing to do: the kernel goes with the page."""


# What needs a browser and the edition itself


def runner():
    """Return scripts/run.py as a module: it makes the edition."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "scripts" / "run.py")
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    return run


@pytest.fixture(scope="module")
def edition(tmp_path_factory) -> Path:
    """The edition that was named, or one made here: numpy compiled, the rest as locked."""
    if BUILT:
        return (ROOT / BUILT).resolve()
    run = runner()
    if not (os.environ.get("CI") or run.wasm_stands()):
        pytest.skip("`make wasm` first; continuous integration does, some minutes long")
    run.wasm()
    site = tmp_path_factory.mktemp("lite") / "site"
    run.browser_edition(site, libraries=bundle.bundle())
    return site


@pytest.fixture(scope="module")
def address(edition):
    """Where the edition is served: beneath the folder it lies in, as on a project's page."""
    handler = functools.partial(Handler, directory=str(edition.parent))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{edition.name}"
    server.shutdown()


@pytest.fixture(scope="module")
def lite(address, edition, play):
    """A function that opens a lesson in the edition."""
    cut = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # for its workers too
    browser = play.chromium.launch(
        executable_path=chromium(), args=["--no-sandbox", "--disable-gpu", cut]
    )
    opened = []

    def open_lesson(name: str, afresh: bool = True) -> LiteLesson:
        """Open a lesson in a browser that knows nothing, or in that of the lesson before."""
        context = opened[-1].page.context if opened and not afresh else browser.new_context()
        while opened:
            old = opened.pop()
            old.page.close()
            if old.page.context is not context:
                old.page.context.close()
        lesson = LiteLesson(context, edition)
        opened.append(lesson)
        lesson.open(f"{address}/lab/index.html?path={name}", 1280, 800)
        return lesson

    yield open_lesson
    browser.close()


@pytest.fixture(scope="module")
def first(lite):
    """The first lesson, run once for the tests that follow."""
    lesson = lite(PLAYED[0])
    lesson.run_all()
    return lesson


# Axes, legends and marks of each chart.
DRAWN = """() => [...document.querySelectorAll(".theatres-chart")].map(chart =>
    [".role-axis", ".role-legend", ".role-mark"].map(
        part => chart.querySelectorAll(part).length))"""
NOTICE = "only this browser keeps your work"  # said here alone
FAILED = """() => [...document.querySelectorAll(
    "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type$='stderr']")]
    .map(e => e.textContent.slice(-800))"""


def drawn(lesson) -> list[list[int]]:
    """Count what each chart of a run lesson is made of; nothing in it may have failed."""
    lesson.page.wait_for_timeout(2000)  # charts redraw once all their rows are there
    assert lesson.page.evaluate(FAILED) == []
    assert lesson.errors == [] and lesson.outside == []
    return lesson.page.evaluate(DRAWN)


@pytest.mark.browser
def test_the_file_list_holds_lessons_and_a_place_for_ones_own_text(edition, first):
    wheels = {path.name for path in (edition / "static" / "pyodide").glob("*.whl")}
    for compiled in ("numpy", "pandas"):
        assert any(name.startswith(f"{compiled}-") and "wasm32" in name for name in wheels)
    files = first.page.evaluate(
        "async () => (await window.jupyterapp.serviceManager.contents.get('')).content"
        ".map(file => file.name)"
    )
    assert {*LESSONS, "own_argument"} <= set(files)


@pytest.mark.browser
def test_the_first_lesson_draws_what_it_does_in_jupyterlab(first, lab):
    assert NOTICE in first.page.locator(".jp-Notebook").inner_text()
    here = drawn(first)
    there = lab(PLAYED[0])
    there.run_all()
    assert here == drawn(there) != []


SOON = 30_000  # milliseconds in which a kernel in a browser has answered
KEPT = """async () => {
    const { contents } = window.jupyterapp.serviceManager;
    try {
        const file = await contents.get("my_work/my_work.json", {content: true});
        if (file.format !== "base64") return file.content;
        return new TextDecoder().decode(Uint8Array.from(atob(file.content), c => c.charCodeAt(0)));
    } catch { return ""; }
}"""


def kept(page) -> str:
    """Return what the browser keeps of the student's work, as text."""
    said = page.evaluate(KEPT)
    return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)


def wait_kept(page, what: str) -> None:
    """Wait until something is among the kept work."""
    end = time.monotonic() + SOON / 1000
    while what not in kept(page):
        assert time.monotonic() < end, f"{what} is not kept: {kept(page)}"
        page.wait_for_timeout(500)


def save_out(page) -> str:
    """Save the work as a file, by keyboard; return what the file holds."""
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my work as a file").last.press("Enter")
    return saved.value.path().read_text(encoding="utf-8")


def bring(page, name: str, content: str) -> None:
    """Bring a file of work back."""
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name="Bring work back").press("Enter")
    file = {"name": name, "mimeType": "application/json", "buffer": content.encode()}
    asked.value.set_files(file)


@pytest.mark.browser
def test_a_slider_moves_and_work_is_kept_saved_begun_afresh_and_brought_back(first):
    page = first.page
    explorer = page.locator(".theatres-explorer:has(.theatres-chart)", has_text="End of 2024:")
    explorer.last.locator(".noUi-handle").first.press("ArrowLeft")
    page.wait_for_selector(".theatres-words:has-text('End of 2023:')", timeout=SOON)

    check = page.locator(".theatres-explorer:has(input[type=radio])").first
    check.locator("input[type=radio]").first.check()
    check.get_by_role("button", name="Check").first.press("Enter")
    wait_kept(page, '"answer/')
    text = save_out(page)
    assert work.problem_in(text) == "" and '"answer/' in text

    page.get_by_role("button", name="Begin afresh").last.press("Enter")
    page.wait_for_selector("text=set aside in", timeout=SOON)
    assert '"answer/' not in kept(page)
    elsewhere = json.loads(text)
    answer = next(iter(elsewhere["entries"].values()))
    elsewhere["entries"]["stance/before"] = {**answer, "value": 30}  # given in another browser
    bring(page, "out.json", json.dumps(elsewhere))
    page.wait_for_selector("text=entries were brought back", timeout=SOON)
    wait_kept(page, '"stance/before"')
    assert '"answer/' in kept(page)
    page.get_by_role("button", name="Take back").last.press("Enter")
    page.wait_for_selector("text=were here already", timeout=SOON)
    assert first.outside == []  # of errors only that, before an answer, no file was there


# Until it rests the kernel may be about a file, and waits for ever for one that goes meanwhile.
RESTS = """() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status
    === 'idle'"""
REMOVED = "() => window.jupyterapp.serviceManager.contents.delete('my_work')"


@pytest.mark.browser
def test_an_answer_is_kept_after_the_folder_was_removed_in_the_file_list(first):
    page = first.page
    check = page.locator(".theatres-explorer:has(input[type=radio])").first
    for choice in (0, 1):
        check.locator("input[type=radio]").nth(choice).check()
        check.get_by_role("button", name="Check").first.press("Enter")
        wait_kept(page, '"answer/')
        page.wait_for_function(RESTS)
        page.evaluate(REMOVED)
        assert kept(page) == ""


# numpy takes another way with arrays above 256 kB; a kernel that ends says nothing
LARGE = """async wait => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    const code = "import numpy; big = numpy.ones(40_000); float((big * 2 + big).sum())";
    const future = kernel.requestExecute({code, store_history: false});
    let said = "nothing";
    future.onIOPub = ({content}) => { said = content.data?.["text/plain"] ?? said; };
    await Promise.race([future.done, new Promise(end => setTimeout(end, wait))]);
    return said;
}"""


@pytest.mark.browser
def test_sums_of_large_arrays_do_not_end_the_kernel(first):
    assert first.page.evaluate(LARGE, SOON) == "120000.0"


# What takes too long for the ordinary run: an edition that was built, lesson by lesson


@pytest.mark.browser
@pytest.mark.parametrize("lesson", PLAYED[1:])
def test_a_lesson_draws_what_it_does_in_jupyterlab(lite, lab, lesson):
    played = lite(lesson)
    played.run_all()
    here = drawn(played)
    there = lab(lesson)
    there.run_all()
    assert here == drawn(there) != []


@pytest.mark.browser
def test_a_page_of_the_reading_edition_opens_its_lesson(lite, address):
    page = lite(PLAYED[0]).page
    page.goto(f"{address.rpartition('/')[0]}/{Path(PLAYED[1]).stem}.html")
    page.get_by_role("link", name="Open it in the browser edition").first.click()
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    assert PLAYED[1] in page.evaluate("window.jupyterapp.shell.currentWidget.context.path")


@pytest.mark.browser
def test_an_answer_stands_when_the_page_was_left(lite):
    lesson = lite(PLAYED[0])
    lesson.run_all()
    check = lesson.page.locator(".theatres-explorer:has(input[type=radio])").first
    check.locator("input[type=radio]").first.check()
    check.get_by_role("button", name="Check").first.press("Enter")
    wait_kept(lesson.page, '"answer/')
    answer = re.search(r'"(answer/[^"]+)"', kept(lesson.page))[1]

    again = lite(PLAYED[0], afresh=False)
    assert answer in kept(again.page)
    again.run_all()
    check = again.page.locator(".theatres-explorer:has(input[type=radio])").first
    assert check.locator("input[type=radio]").first.is_checked()
    assert again.errors == [] and again.outside == []


@pytest.mark.browser
def test_work_is_brought_into_another_browser_and_into_the_course(lite, work_folder):
    lesson = lite("10_your_verdict.ipynb")
    lesson.run_all()
    page = lesson.page
    page.locator("textarea[placeholder='in your own words']:visible").first.fill("as I type")
    wait_kept(page, "as I type")
    text = save_out(page)
    assert work.problem_in(text) == "" and "as I type" in text
    assert "were brought back" in work.bring_back(text)  # on a machine with the course
    with page.expect_download() as report:
        page.get_by_role("button", name="Report to read (HTML)").press("Enter")
    assert "as I type" in report.value.path().read_text(encoding="utf-8")

    other = lite("10_your_verdict.ipynb")
    other.run_all()
    assert "as I type" not in kept(other.page)
    bring(other.page, "foreign.json", "[1, 2]")
    other.page.wait_for_selector("text=Nothing was changed")
    bring(other.page, "out.json", text)
    other.page.wait_for_selector("text=entries were brought back")
    wait_kept(other.page, "as I type")


AFRESH = """import os, tempfile
os.environ["THEATRES_WORK"] = tempfile.mkdtemp()
"""
# What each code cell of a lesson answers, as text; an error stands there as its last lines.
ANSWERS = """async ({name, afresh}) => {
    const { serviceManager, shell } = window.jupyterapp;
    const kernel = shell.currentWidget.sessionContext.session.kernel;
    const lesson = (await serviceManager.contents.get(name, {content: true})).content;
    const SHOWN = ["execute_result", "display_data"];
    const PATIENCE = 300_000;  // milliseconds for one cell: a kernel that died never answers
    const text = part => Array.isArray(part) ? part.join("") : part;
    const ask = async code => {
        const said = [];
        const future = kernel.requestExecute({code, store_history: false});
        future.onIOPub = ({header, content}) => {
            const words = SHOWN.includes(header.msg_type) ? content.data["text/plain"] : undefined;
            if (words !== undefined) said.push(words);
            if (header.msg_type === "error") said.push(content.traceback.join("\\n").slice(-900));
        };
        const late = new Promise((_, fail) => setTimeout(fail, PATIENCE, `no end: ${code}`));
        await Promise.race([future.done, late]);
        return said;
    };
    await ask(afresh);
    const answers = [];
    for (const cell of lesson.cells) {
        if (cell.cell_type === "code") answers.push(await ask(text(cell.source)));
    }
    return answers;
}"""


def committed(name: str) -> list[list[str]]:
    """Return what each code cell of a committed lesson answers, as text."""
    lesson = nbformat.read(ROOT / "notebooks" / name, as_version=4)
    outputs = [cell.outputs for cell in lesson.cells if cell.cell_type == "code"]
    return [[o.data["text/plain"] for o in of_cell if "data" in o] for of_cell in outputs]


@pytest.mark.browser
@pytest.mark.parametrize("lesson", LESSONS)
def test_every_cell_answers_in_the_same_words(lite, lesson):
    answers = lite(lesson).page.evaluate(ANSWERS, {"name": lesson, "afresh": AFRESH})
    pairs = zip(answers, committed(lesson), strict=True)
    assert [pair for pair in pairs if pair[0] != pair[1]] == []


if not BUILT:  # tests that cannot run would count as skipped, and none may
    del (
        test_a_lesson_draws_what_it_does_in_jupyterlab,
        test_a_page_of_the_reading_edition_opens_its_lesson,
        test_an_answer_stands_when_the_page_was_left,
        test_work_is_brought_into_another_browser_and_into_the_course,
        test_every_cell_answers_in_the_same_words,
    )
