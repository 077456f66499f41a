"""The figures that we watch; `make bench` prints them. Not a test: machines differ.

python benchmarks/figures.py [--quick | --paint LESSON ...]

--quick leaves out the browser, the growth of the measures and the hub of thirty; --paint times
nothing but controls in the browser, of lessons such as 08 and 08b.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ENV = {**os.environ, "PYTHONPATH": str(ROOT / "notebooks"), "THEATRES_WORK": tempfile.mkdtemp()}


LOAD = """
import time
from theatres import tables
tables.read("claims")
start = time.perf_counter()
for name in ("ties", "actors", "systems", "sources", "events", "questions"):
    tables.read(name)
print(time.perf_counter() - start)
"""
# Runs the code cells of a lesson, then tells the memory that the process holds.
LESSON = """
import contextlib, io
from ipykernel.inprocess.ipkernel import InProcessKernel
space = {}
for cell in CELLS:
    with contextlib.redirect_stdout(io.StringIO()):
        exec(cell, space)
print(next(l.split()[1] for l in open("/proc/self/status") if l.startswith("VmRSS")))
"""


def said(program: str) -> str:
    """Return what a program prints in a fresh process."""
    run = [sys.executable, "-c", program]
    return subprocess.run(
        run, env=ENV, cwd=ROOT / "notebooks", capture_output=True, text=True, check=True
    ).stdout


def seconds(program: str, times: int = 5) -> float:
    """Return the shortest of several runs of a program in a fresh, warm process."""
    runs = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], env=ENV, check=True, capture_output=True)
        runs.append(time.perf_counter() - start)
    return min(runs)


def imports() -> None:
    nothing = seconds("pass")
    base = seconds("import pandas, ipywidgets")
    course = seconds(
        "from theatres import explore_ties, browse_claims, self_check, read; explore_ties"
    )
    print(
        f"import pandas, ipywidgets: {base - nothing:.2f} s;"
        f" the package with what lesson 00 calls: {course - nothing:.2f} s"
    )
    took = float(said(LOAD))
    print(f"tables that a lesson needs, read for the first time: {1000 * took:.0f} ms")


def memory() -> None:
    """Run the code of each lesson in one process and report what it holds at the end."""
    for path in NOTEBOOKS:
        cells = [
            "".join(c["source"])
            for c in json.loads(path.read_text(encoding="utf-8"))["cells"]
            if c["cell_type"] == "code"
        ]
        try:
            kilobytes = int(said(LESSON.replace("CELLS", repr(cells))).split()[-1])
        except subprocess.CalledProcessError as error:
            print(f"{path.stem}: {error.stderr.splitlines()[-1]}")
        else:
            print(f"{path.stem}: {kilobytes / 1024:.0f} MB")


def nbval() -> None:
    empty = Path(tempfile.mkdtemp()) / "empty.ipynb"
    empty.write_text(
        json.dumps(
            {
                "cells": [
                    {
                        "cell_type": "code",
                        "id": "a",
                        "metadata": {},
                        "source": "1",
                        "outputs": [
                            {
                                "output_type": "execute_result",
                                "data": {"text/plain": "1"},
                                "metadata": {},
                                "execution_count": 1,
                            }
                        ],
                        "execution_count": 1,
                    }
                ],
                "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
                "nbformat": 4,
                "nbformat_minor": 5,
            }
        )
    )
    for path in [empty, *NOTEBOOKS]:
        start = time.perf_counter()
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "--nbval",
                "--nbval-current-env",
                "-p",
                "no:cacheprovider",
                str(path),
            ],
            env={**ENV, "THEATRES_STILLS": "check"},
            cwd=ROOT,
            capture_output=True,
        )
        failed = " FAILED" if done.returncode else ""
        print(f"nbval {path.stem}: {time.perf_counter() - start:.1f} s{failed}")


# From the key's event to the frame after the last change of the chart that the key caused.
WATCH = """e => {
  const chart = e.querySelector('.theatres-chart');
  const seen = window.__paint = {start: null, last: null, before: chart.innerHTML};
  window.__watch?.disconnect();
  window.addEventListener(
    'keydown', () => { seen.start = performance.now(); }, {capture: true, once: true});
  window.__watch = new MutationObserver(
    () => requestAnimationFrame(() => { seen.last = performance.now(); }));
  const all = {subtree: true, childList: true, attributes: true, characterData: true};
  window.__watch.observe(chart, all);
}"""
PAINTED = """e => {
  const seen = window.__paint; window.__watch.disconnect();
  const after = e.querySelector('.theatres-chart')?.innerHTML;
  const painted = seen.last && after && seen.before !== after;
  return painted ? seen.last - seen.start : null;
}"""
RESTS = """c => !(c.isConnected && c.offsetParent && !c.disabled
  && !(c.tagName === 'SELECT' && c.options.length < 2))"""
KIND = "c => ({DIV: 'slider', SELECT: 'select'})[c.tagName] || 'checkbox'"
LABEL = """c => (c.closest('.widget-inline-hbox, .widget-checkbox')
  ?.querySelector('label, .widget-label, span')?.innerText || '').slice(0, 40)"""
MOVES = {
    "slider": ("ArrowLeft", "ArrowRight"),
    "select": ("ArrowDown", "ArrowUp"),
    "checkbox": ("Space", "Space"),
}


def paints(page, explorer, control, kind: str, moves: int) -> list[float]:
    """Move a control back and forth by key; return the milliseconds of each move that painted."""
    times = []
    for i in range(moves):
        charted = explorer.query_selector(".theatres-chart")  # a view may be a table
        if not charted or not control.evaluate("c => c.isConnected"):
            break
        control.focus()
        explorer.evaluate(WATCH)
        page.keyboard.press(MOVES[kind][i % 2])
        page.wait_for_timeout(400)  # the slowest chart's; a later change would not be counted
        took = explorer.evaluate(PAINTED)
        if took is not None:
            times.append(took)
    return times


def browser(lessons: list[Path], moves: int = 6) -> None:
    """Time from Run All to the first chart, and from each control's key to the painted chart."""
    sys.path.insert(0, str(ROOT / "tests"))
    from playwright.sync_api import sync_playwright

    import conftest

    with sync_playwright() as driver:
        lab = conftest.open_lab(Path(tempfile.mkdtemp(prefix="lab")), driver)
        everything = _timed(next(lab), lessons, moves)
        next(lab, None)
    everything.sort()
    slow = everything[int(0.95 * (len(everything) - 1))]
    print(
        f"all: control to paint {statistics.median(everything):.0f} ms median,"
        f" {slow:.0f} ms p95 ({len(everything)} moves)"
    )


def _timed(open_lesson, lessons: list[Path], moves: int) -> list[float]:
    """Run lessons, move the controls of each explorer once, and return what each move took."""
    everything, done = [], set()
    for path in lessons:
        lesson = open_lesson(path.name)
        start = time.perf_counter()
        lesson.page.evaluate(
            "() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }"
        )
        try:
            lesson.page.wait_for_selector(".theatres-chart svg", timeout=30_000)
        except Exception:
            print(f"{path.stem}: no chart")
            continue
        first = time.perf_counter() - start
        lesson.run_all()
        print(f"{path.stem}: Run All to first chart {first:.1f} s", flush=True)
        for explorer in lesson.page.query_selector_all(".theatres-explorer:has(.theatres-chart)"):
            name = explorer.eval_on_selector("strong", "s => s.innerText")
            if name in done:
                continue
            done.add(name)
            for control in explorer.query_selector_all(
                ".noUi-handle, select, input[type=checkbox]"
            ):
                if control.evaluate(RESTS):
                    continue
                kind, label = control.evaluate(KIND), control.evaluate(LABEL)
                times = sorted(paints(lesson.page, explorer, control, kind, moves))
                everything += times
                if times:
                    print(
                        f"  {name}: {kind} {label!r}: {statistics.median(times):.0f} ms median,"
                        f" {times[-1]:.0f} ms slowest of {len(times)}",
                        flush=True,
                    )
    return everything


if __name__ == "__main__":
    if "--paint" in sys.argv:
        asked = sys.argv[sys.argv.index("--paint") + 1 :]
        browser([path for path in NOTEBOOKS if path.stem.split("_")[0] in asked])
        sys.exit()
    imports()
    memory()
    nbval()
    if "--quick" not in sys.argv:
        browser(NOTEBOOKS)
        subprocess.run([sys.executable, ROOT / "benchmarks" / "measures.py"], env=ENV)
        subprocess.run([sys.executable, ROOT / "benchmarks" / "hub.py", "30"], env=ENV)
