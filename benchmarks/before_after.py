"""Two trees in turn: import, opening and every control of the explorers that both have.

python benchmarks/before_after.py OTHER_TREE [--runs 5] [--only explore_axis glossary ...]

Times are those of the processor, so that other work on the machine hardly counts; the browser's
share is in figures.py. Printed are medians, and whatever is a tenth slower here than there.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
SLOWER = 1.1  # times
LEAST = 0.002  # seconds: below, nobody sees a difference
CALLS = {"code_paragraph": "P2"}  # what must be said to open it
NOT_OPENED = {"compare_courses", "keep_chart", "check_course", "open_course", "progress", "remind"}

PROGRAM = '''
import inspect, json, sys, time
clock = time.process_time
start = clock()
import theatres
theatres.explore_ties
found = {"import": clock() - start}
import ipywidgets as W
calls, names = json.loads(sys.argv[1]), json.loads(sys.argv[2])

def inside(widget, seen):
    if id(widget) in seen:
        return
    seen.add(id(widget))
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child, seen)

def elsewhere(widget):
    """Return the trait to move, a value elsewhere, and the one it has."""
    if getattr(widget, "disabled", False):
        return None
    if isinstance(widget, W.Checkbox):
        return "value", not widget.value, widget.value
    if isinstance(widget, (W.IntSlider, W.FloatSlider)):
        return "value", widget.min if widget.value > widget.min else widget.max, widget.value
    lists = (W.Dropdown, W.ToggleButtons, W.SelectionSlider)
    if isinstance(widget, lists) and len(widget.options) > 1 and widget.index is not None:
        return "index", widget.index + 1 if widget.index == 0 else 0, widget.index
    return None

for name in names:
    explore = getattr(theatres, name)
    start = clock()
    explorer = explore(*[calls[name]] if name in calls else [])
    found[f"{name}: opening"] = clock() - start
    for widget in list(inside(explorer, set())):
        move = elsewhere(widget)
        if move is None:
            continue
        trait, other, back = move
        took = []
        try:
            for value in (other, back, other, back):
                start = clock()
                setattr(widget, trait, value)
                took.append(clock() - start)
        except Exception:  # a list that another control has changed meanwhile
            continue
        found[f"{name}: {getattr(widget, 'description', '') or 'views'}"] = sorted(took)[1]
status = open("/proc/self/status").read()
found["memory"] = int(status.split("VmRSS:")[1].split()[0]) / 1024
print(json.dumps(found))
'''

OFFERED = """
import inspect, json, theatres
from theatres.explorers import base
free = []
for name in theatres.__all__:
    one = getattr(theatres, name)
    if inspect.isfunction(one) and one.__module__.startswith("theatres.explorers"):
        needed = [p for p in inspect.signature(one).parameters.values()
                  if p.default is p.empty and p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)]
        free += [] if needed else [name]
print(json.dumps(free))
"""


def said(tree: Path, program: str, *arguments: str) -> list | dict:
    """Run a program on a tree's package; return what it prints."""
    with tempfile.TemporaryDirectory() as work:
        env = {**os.environ, "PYTHONPATH": str(tree / "notebooks"), "THEATRES_WORK": work}
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env=env,
            cwd=tree / "notebooks",
            capture_output=True,
            text=True,
            check=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


def shared(other: Path) -> list[str]:
    """Return the entry functions of both trees that open without being told what."""
    names = set(said(HERE, OFFERED)) & set(said(other, OFFERED)) - NOT_OPENED
    return sorted(names | set(CALLS))


def compare(other: Path, runs: int, names: list[str]) -> None:
    """Run both trees in turn; print medians side by side."""
    found = {tree: defaultdict(list) for tree in (other, HERE)}
    for _ in range(runs):
        for tree, values in found.items():
            for what, value in said(tree, PROGRAM, json.dumps(CALLS), json.dumps(names)).items():
                values[what].append(value)
    there, here = (
        {what: statistics.median(each) for what, each in values.items()}
        for values in found.values()
    )
    both = [what for what in there if what in here]
    print(f"import: {there['import']:.2f} s there, {here['import']:.2f} s here")
    print(
        f"memory with {len(names)} explorers open: {there['memory']:.0f}, {here['memory']:.0f} MB"
    )
    for kind, ends in (("opening", True), ("control", False)):
        rows = [w for w in both if ": " in w and w.endswith(": opening") == ends]
        medians = (1000 * statistics.median(side[w] for w in rows) for side in (there, here))
        print(f"{kind}: {next(medians):.1f} ms there, {next(medians):.1f} ms here ({len(rows)})")
    slow = [w for w in both if here[w] > SLOWER * there[w] and here[w] - there[w] > LEAST]
    print(f"slower by a tenth, and by more than {1000 * LEAST:.0f} ms: {len(slow)} of {len(both)}")
    for what in sorted(slow, key=lambda w: there[w] - here[w]):
        unit, scale = ("MB", 1) if what == "memory" else ("ms", 1000)
        print(f"  {what}: {scale * there[what]:.0f} there, {scale * here[what]:.0f} {unit} here")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("other", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="+", default=[], help="entry functions; all by default")
    asked = parser.parse_args()
    tree = asked.other.resolve()
    compare(tree, asked.runs, asked.only or shared(tree))
