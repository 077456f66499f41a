"""What the tests share: a folder of work of their own, and JupyterLab in a browser."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
os.environ.pop("THEATRES_STILLS", None)


@pytest.fixture
def work_folder(tmp_path, monkeypatch):
    """An empty folder for the student's work."""
    monkeypatch.setenv("THEATRES_WORK", str(tmp_path / "my_work"))
    return tmp_path / "my_work"


def missing_for_browser() -> str:
    """Say what browser tests lack here, or nothing."""
    try:
        import playwright  # noqa: F401
    except ImportError:
        return "playwright is not installed (pip install -r .ci/requirements.txt)"
    if not chromium():
        return "chromium is not installed (apt-get install chromium, or set CHROMIUM to its path)"
    return ""


def chromium() -> str | None:
    """Find a chromium on this machine."""
    return os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )


LESSONS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


def lesson_of(item) -> str:
    """Return the lesson that a test is about, if its parameters name one; else nothing."""
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    lesson = parameters.get("lesson")
    return lesson if lesson in LESSONS else ""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Send the tests of one lesson, or file, to one process, which opens or builds it once.

    pytest-xdist's own groups are marks in the names of tests, which pytest 9 no longer takes.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByLesson(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((name for name in LESSONS if name in nodeid), nodeid.split("::")[0])

    return ByLesson(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Put the tests of one lesson together: one process opens and runs it once for all of them."""
    items.sort(key=lesson_of)
    lacking = missing_for_browser()
    if lacking and not os.environ.get("CI"):  # which installs both and lets nothing skip
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=lacking))


def pytest_sessionfinish(session, exitstatus):
    """In continuous integration, nothing may skip but what needs the article's text, which is not
    ours to ship.
    """
    if os.environ.get("CI") and hasattr(session.config, "workerinput") is False:
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        skipped = [
            r
            for r in reporter.stats.get("skipped", [])
            if "own copy of the article" not in str(r.longrepr)
        ]
        if skipped:
            reporter.write_line(f"{len(skipped)} tests were skipped that should have run", red=True)
            session.exitstatus = 1


@pytest.fixture(scope="session")
def play():
    """The browser's driver; a process may start but one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium_browser(play):
    """A chromium alone, for charts on a page of their own (see live_page)."""
    browser = play.chromium.launch(
        executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory, play):
    """A function that opens a lesson in JupyterLab."""
    yield from open_lab(tmp_path_factory.mktemp("lab"), play)


def open_lab(home: Path, driver):
    """Serve a copy of the course in JupyterLab, as `make lab` does, and start a chromium.

    Yields a function that opens a lesson.
    """
    for part in ("notebooks", "data", "seeds", ".jupyter", "own_argument"):
        if (ROOT / part).exists():
            shutil.copytree(
                ROOT / part,
                home / part,
                ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"),
            )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {
        **os.environ,
        "JUPYTER_CONFIG_PATH": str(home / ".jupyter"),
        "PYTHONPATH": str(home / "notebooks"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "THEATRES_WORK": str(home / "my_work"),
    }
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "jupyter",
            "lab",
            "--no-browser",
            "--allow-root",
            f"--port={port}",
            "--IdentityProvider.token=course",
            "--LabApp.expose_app_in_browser=True",
            "--JupyterNotebookApp.expose_app_in_browser=True",
            f"--ServerApp.root_dir={home}",
        ],
        env=env,
        stdout=open(home / "lab.log", "w"),  # noqa: SIM115 - open while the server runs
        stderr=subprocess.STDOUT,
    )
    try:
        for _ in range(240):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, (home / "lab.log").read_text()
            time.sleep(0.25)
        browser = driver.chromium.launch(
            executable_path=chromium(),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        # One for all lessons: what the browser has compiled of JupyterLab, it need not again.
        context = browser.new_context()
        opened = []

        def open_lesson(name: str, width=1280, height=800, face="lab") -> Lesson:
            """Open a lesson in a window of its own."""
            while opened:
                opened.pop().close()
            as_committed(name, home)
            path = f"{FACES[face]}/notebooks/{name}?token=course&reset"
            lesson = Lesson(context, home)
            opened.append(lesson)
            lesson.open(f"http://localhost:{port}/{path}", width, height)
            return lesson

        def turned(name: str) -> Lesson:
            """Return a lesson that was not run, in the window that the last one was run in."""
            if not opened or not opened[-1].lent:
                open_lesson(name).lent = True
            else:
                as_committed(name, home)
                opened[-1].turn_to(name)
            opened[-1].changed()
            return opened[-1]

        def ran(name: str) -> Lesson:
            """Return a lesson that was run, in the window that the last one was run in."""
            if opened and opened[-1].lent and opened[-1].name == name:
                return opened[-1]
            lesson = turned(name)
            lesson.name = name
            lesson.run_all()
            return lesson

        def filled(*sources: str) -> Lesson:
            """Return a page that holds only these code cells, run."""
            if not opened or not opened[-1].lent:
                open_lesson(LESSONS[-1]).lent = True
            opened[-1].fill(*sources)
            return opened[-1]

        open_lesson.turned, open_lesson.ran, open_lesson.filled = turned, ran, filled
        yield open_lesson
        while opened:
            opened.pop().close()
        browser.close()
    finally:
        server.terminate()
        server.wait(20)


def as_committed(name: str, home: Path) -> None:
    """Lay a lesson as it is committed: JupyterLab may have saved the last run."""
    shutil.copy(ROOT / "notebooks" / name, home / "notebooks" / name)


START = ".jp-NotebookPanel-toolbar >> text=Start the lesson"
FACES = {"lab": "lab/tree", "notebook": "notebooks"}  # JupyterLab, and Notebook 7 on its server
PATIENCE = 180_000  # milliseconds; a machine may be slow, and no test may fail for that
# anywidget says so after two seconds of its own, and goes on: what it shows is tested.
SLOW = "[anywidget] Failed to initialize model."
ALL_SHOWN = """() => {
  const views = "[data-mime-type='application/vnd.jupyter.widget-view+json']";
  return [...document.querySelectorAll(views)].every(v => v.querySelector(".jupyter-widgets"))
    && [...document.querySelectorAll(".theatres-chart")].every(c => c.querySelector("svg"));
}"""

# Widgets are heard by a thread of their own in the kernel, and may be answered after a cell that
# was run later: each message to them is remembered until the kernel says that it is done.
LISTEN = """() => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    if (kernel.unanswered) return;
    kernel.unanswered = new Set();
    kernel.anyMessage.connect((_, {msg, direction}) => {
        if (direction === "send" && msg.header.msg_type === "comm_msg")
            kernel.unanswered.add(msg.header.msg_id);
        else if (msg.header.msg_type === "status" && msg.content.execution_state === "idle")
            kernel.unanswered.delete(msg.parent_header.msg_id);
    });
}"""
# When the kernel has answered what was sent, and this too, and what came of it is drawn, every
# answer to a key has come that will come.
SETTLED = """async () => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    const frame = () => new Promise(requestAnimationFrame);
    const late = performance.now() + PATIENCE;
    while (kernel.unanswered?.size && performance.now() < late) await frame();
    const stuck = new Promise((_, fail) => setTimeout(fail, PATIENCE, "the kernel is stuck"));
    const asked = {code: "", silent: true, store_history: false};
    await Promise.race([kernel.requestExecute(asked).done, stuck]);
    const paints = () => document.querySelector(".theatres-chart[aria-busy]");
    for (let i = 0; i < 2 || i < 600 && paints(); i++) await frame();
}""".replace("PATIENCE", str(PATIENCE))

LOOK = 250  # milliseconds in which what still moves is seen to move


def settled(page, ask: str, arg=None):
    """Ask the page until it answers the same twice; return that answer."""
    was, now = None, page.evaluate(ask, arg)
    while now != was:
        page.wait_for_timeout(LOOK)
        was, now = now, page.evaluate(ask, arg)
    return now


FILL = """async cells => {
    const model = window.jupyterapp.shell.currentWidget.context.model;
    const metadata = model.toJSON().metadata;
    model.fromJSON({cells, metadata, nbformat: 4, nbformat_minor: 5});
    await new Promise(requestAnimationFrame);
    await window.jupyterapp.commands.execute('notebook:run-all-cells');
}"""


TURN = """async path => {
    const {commands, shell} = window.jupyterapp;
    for (const panel of [...shell.widgets("main")]) panel.dispose();  // nobody is asked to save
    await commands.execute("docmanager:open", {path, factory: "Notebook"});
}"""


class Lesson:
    """One lesson open in JupyterLab, with the network cut but for the course's own server."""

    def __init__(self, context, home: Path):
        self.home = home
        self.name = ""  # of the lesson that stands as its run left it
        self.lent = False  # whether the next lesson may be run in this window too
        self.outside, self.errors = [], []
        self.page = context.new_page()
        self.page.route(
            re.compile(r"^https?://(?!localhost|127\.0\.0\.1)"),
            lambda route: (self.outside.append(route.request.url), route.abort()),
        )
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", lambda m: self.hear(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.hear(str(e)))

    def hear(self, error: str) -> None:
        """Remember an error of the page, unless it only says that the machine is slow."""
        if SLOW not in error:
            self.errors.append(error)

    def open(self, address: str, width: int, height: int) -> None:
        """Go to the lesson."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.goto(address)
        self.ready()

    def ready(self) -> None:
        """Wait until the lesson stands and its kernel can be asked."""
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self.page.evaluate("""async () => {
            const panel = window.jupyterapp.shell.currentWidget;
            await panel.context.ready; await panel.revealed; await panel.sessionContext.ready;
        }""")

    def turn_to(self, name: str) -> None:
        """Open another lesson in this window, which saves loading JupyterLab once more."""
        self.outside.clear()
        self.errors.clear()
        self.shut_kernel()
        self.page.evaluate(TURN, f"notebooks/{name}")
        self.ready()

    def changed(self) -> None:
        """Say that controls were moved: the next test must open the lesson anew."""
        self.name = ""

    def run_all(self) -> None:
        """Run every cell from the top and wait until all that it shows stands."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
        self.shown()

    def start(self) -> None:
        """Press the button that starts a lesson, and wait until all that it shows stands."""
        self.page.click(START)
        self.idle()  # what was asked after it is answered after it
        self.shown()

    def shown(self) -> None:
        """Wait until all that the lesson's cells show stands."""
        self.page.wait_for_function(ALL_SHOWN, timeout=PATIENCE)

    def fill(self, *sources: str) -> None:
        """Put code cells in the place of all that the lesson holds, and run them."""
        self.changed()
        empty = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
        cells = [{**empty, "id": uuid.uuid4().hex[:8], "source": source} for source in sources]
        self.page.evaluate(FILL, cells)

    def idle(self) -> None:
        """Wait until the kernel has answered all that was asked."""
        self.page.evaluate("""async () => {
            const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            await kernel.requestExecute({code: "", silent: true, store_history: false}).done;
        }""")

    def save(self) -> None:
        """Save the lesson as it stands."""
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.context.save()")

    def shut_kernel(self) -> None:
        """End the lesson's kernel, so that the next lesson starts on a free machine."""
        self.page.evaluate("""async () => {
            const xsrf = document.cookie.match(/_xsrf=([^;]+)/)?.[1];
            const request = {method: "DELETE", headers: {"X-XSRFToken": xsrf}};
            for (const session of await (await fetch("/api/sessions")).json())
                await fetch("/api/sessions/" + session.id, request);
        }""")

    def close(self) -> None:
        self.shut_kernel()
        self.page.close()
