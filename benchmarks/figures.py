"""The figures that we watch; `make bench` prints them. Not a test: machines differ.

python benchmarks/figures.py [--quick]

--quick leaves out the browser, the growth of the measures and the hub of thirty.
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
        f"import pandas, ipywidgets: {base - nothing:.2f} s; the package with what lesson 00 calls: {course - nothing:.2f} s"
    )
    load = "import time; from theatres import tables; tables.read('claims'); t = time.perf_counter(); [tables.read(n) for n in ('ties', 'actors', 'systems', 'sources', 'events', 'questions')]; print(time.perf_counter() - t)"
    print(
        "tables that a lesson needs, read for the first time:",
        f"{1000 * float(subprocess.run([sys.executable, '-c', load], env=ENV, capture_output=True, text=True).stdout):.0f} ms",
    )


def memory() -> None:
    """Run the code of each lesson in one process and report what it holds at the end."""
    for path in NOTEBOOKS:
        cells = [
            "".join(c["source"])
            for c in json.loads(path.read_text(encoding="utf-8"))["cells"]
            if c["cell_type"] == "code"
        ]
        program = "from ipykernel.inprocess.ipkernel import InProcessKernel\nimport io, contextlib\nspace = {}\n"
        program += f"for cell in {cells!r}:\n    with contextlib.redirect_stdout(io.StringIO()):\n        exec(cell, space)\n"
        program += (
            "print(next(l.split()[1] for l in open('/proc/self/status') if l.startswith('VmRSS')))"
        )
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=ENV,
            capture_output=True,
            text=True,
            cwd=ROOT / "notebooks",
        )
        print(
            f"{path.stem}: {int(done.stdout.split()[-1]) / 1024:.0f} MB"
            if done.returncode == 0
            else f"{path.stem}: {done.stderr.splitlines()[-1]}"
        )


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
        print(
            f"nbval {path.stem}: {time.perf_counter() - start:.1f} s{'' if done.returncode == 0 else ' FAILED'}"
        )


# From the key's event to the frame after the last change of the chart that the key caused.
WATCH = """e => {
  const chart = e.querySelector('.theatres-chart'), seen = window.__paint = {start: null, last: null, before: chart.innerHTML};
  window.__watch?.disconnect();
  window.addEventListener('keydown', () => { seen.start = performance.now(); }, {capture: true, once: true});
  window.__watch = new MutationObserver(() => requestAnimationFrame(() => { seen.last = performance.now(); }));
  window.__watch.observe(chart, {subtree: true, childList: true, attributes: true, characterData: true});
}"""
PAINTED = """e => { const seen = window.__paint; window.__watch.disconnect();
  return seen.last && seen.before !== e.querySelector('.theatres-chart').innerHTML ? seen.last - seen.start : null; }"""
MOVES = {
    "slider": ("ArrowLeft", "ArrowRight"),
    "select": ("ArrowDown", "ArrowUp"),
    "checkbox": ("Space", "Space"),
}


def paints(page, explorer, control, kind: str, moves: int) -> list[float]:
    """Move a control back and forth by key; return the milliseconds of each move that changed the chart."""
    times = []
    for i in range(moves):
        if not control.evaluate("c => c.isConnected"):
            break
        control.focus()
        explorer.evaluate(WATCH)
        page.keyboard.press(MOVES[kind][i % 2])
        page.wait_for_timeout(
            400
        )  # long enough for the slowest chart; a later change would not be counted
        took = explorer.evaluate(PAINTED)
        if took is not None:
            times.append(took)
    return times


def browser(moves: int = 6) -> None:
    """Time from Run All to the first chart, and from a control's key to the painted chart, for every control of every explorer that paints."""
    sys.path.insert(0, str(ROOT / "tests"))
    import conftest

    class Factory:
        def mktemp(self, name):
            return Path(tempfile.mkdtemp(prefix=name))

    lab = (
        conftest.lab.__wrapped__(Factory())
        if hasattr(conftest.lab, "__wrapped__")
        else conftest.lab.__pytest_wrapped__.obj(Factory())
    )
    open_lesson = next(lab)
    everything, done = [], set()
    for path in NOTEBOOKS:
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
                if not control.evaluate(
                    "c => c.isConnected && c.offsetParent && !c.disabled && !(c.tagName === 'SELECT' && c.options.length < 2)"
                ):
                    continue
                kind = control.evaluate(
                    "c => c.tagName === 'DIV' ? 'slider' : c.tagName === 'SELECT' ? 'select' : 'checkbox'"
                )
                label = control.evaluate(
                    "c => (c.closest('.widget-inline-hbox, .widget-checkbox')?.querySelector('label, .widget-label, span')?.innerText || '').slice(0, 40)"
                )
                times = sorted(paints(lesson.page, explorer, control, kind, moves))
                everything += times
                if times:
                    print(
                        f"  {name}: {kind} {label!r}: {statistics.median(times):.0f} ms median, {times[-1]:.0f} ms slowest of {len(times)}",
                        flush=True,
                    )
    everything.sort()
    print(
        f"all: control to paint {statistics.median(everything):.0f} ms median, {everything[int(0.95 * (len(everything) - 1))]:.0f} ms p95 ({len(everything)} moves)"
    )
    next(lab, None)


if __name__ == "__main__":
    imports()
    memory()
    nbval()
    if "--quick" not in sys.argv:
        browser()
        subprocess.run([sys.executable, ROOT / "benchmarks" / "measures.py"], env=ENV)
        subprocess.run([sys.executable, ROOT / "benchmarks" / "hub.py", "30"], env=ENV)
