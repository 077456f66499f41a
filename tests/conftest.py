"""What the tests share: a folder of work of their own, and JupyterLab in a browser."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
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


# Files whose browser tests play whole lessons for a quarter of an hour: `make check-all` runs them.
LONG = ("test_browser.py", "test_work_browser.py")


def pytest_collection_modifyitems(config, items):
    if os.environ.get("THEATRES_BROWSER") != "all":
        long = [i for i in items if i.get_closest_marker("browser") and i.path.name in LONG]
        config.hook.pytest_deselected(items=long)
        items[:] = [i for i in items if i not in long]
    lacking = missing_for_browser()
    if lacking and not os.environ.get(
        "CI"
    ):  # continuous integration installs both and lets nothing skip
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
    """JupyterLab on a copy of the course, as `make lab` starts it, and a chromium.

    Yields a function that opens a lesson.
    """
    home = tmp_path_factory.mktemp("lab")
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
        browser = play.chromium.launch(
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
        opened = []

        def open_lesson(name: str, width: int = 1280, height: int = 800) -> Lesson:
            while opened:
                opened.pop().close()
            shutil.copy(
                ROOT / "notebooks" / name, home / "notebooks" / name
            )  # as committed: JupyterLab may have saved the last run
            lesson = Lesson(
                browser.new_context(viewport={"width": width, "height": height}),
                f"http://localhost:{port}/lab/tree/notebooks/{name}?token=course&reset",
                home,
            )
            opened.append(lesson)
            return lesson

        yield open_lesson
        while opened:
            opened.pop().close()
        browser.close()
    finally:
        server.terminate()
        server.wait(20)


class Lesson:
    """One lesson open in JupyterLab, with the network cut but for the course's own server."""

    def __init__(self, context, address: str, home: Path):
        self.home, self.context = home, context
        self.outside, self.errors = [], []
        context.route(
            re.compile(r"^https?://(?!localhost|127\.0\.0\.1)"),
            lambda route: (self.outside.append(route.request.url), route.abort()),
        )
        self.page = context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.goto(address)
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self.page.evaluate("""async () => { const panel = window.jupyterapp.shell.currentWidget;
            await panel.context.ready; await panel.revealed; await panel.sessionContext.ready; }""")

    def run_all(self) -> None:
        """Run every cell from the top and wait until the kernel rests."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
        self.page.wait_for_function(
            """() => [...document.querySelectorAll(
                "[data-mime-type='application/vnd.jupyter.widget-view+json']")]
            .every(o => o.querySelector('.jupyter-widgets'))""",
            timeout=60_000,
        )
        self.page.wait_for_function(
            """() => [...document.querySelectorAll('.theatres-chart')]
            .every(c => c.querySelector('svg'))""",
            timeout=60_000,
        )

    def shut_kernel(self) -> None:
        """End the lesson's kernel, so that the next lesson starts on a free machine."""
        self.page.evaluate("""async () => {
            const api = location.pathname.split('/lab')[0] + '/api/sessions';
            const xsrf = document.cookie.match(/_xsrf=([^;]+)/)?.[1];
            const gone = {method: 'DELETE', headers: {'X-XSRFToken': xsrf}};
            for (const s of await (await fetch(api)).json()) await fetch(api + '/' + s.id, gone);
        }""")

    def close(self) -> None:
        self.shut_kernel()
        self.context.close()
