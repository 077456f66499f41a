"""Two trees in turn: import, opening and every control of the explorers that both have.

python benchmarks/before_after.py OTHER_TREE [--runs 5] [--only explore_axis glossary ...]

Each tree keeps one process, which has imported the package and opens each explorer in a copy of
itself, so that every one is opened cold; the trees take turns, explorer by explorer, and a line is
printed as soon as one is done. Times are those of the processor, so that other work on the machine
hardly counts; the browser's share is in figures.py. A control is moved there and back: the slower
way is what counts. Printed are medians, and whatever is a tenth slower here than there. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
SLOWER = 1.1  # times
LEAST = 0.002  # seconds: below, nobody sees a difference
CALLS = {"code_paragraph": "P2"}  # what must be said to open it
NOT_OPENED = {"compare_courses", "keep_chart", "check_course", "open_course", "progress", "remind"}

PROGRAM = '''
import gc, json, os, sys, time
clock = time.process_time
start = clock()
import theatres
theatres.explore_ties
imported = clock() - start
import ipywidgets as W
calls = json.loads(sys.argv[1])

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

def memory():
    status = open("/proc/self/status").read()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024

def opened(name):
    return getattr(theatres, name)(*[calls[name]] if name in calls else [])

def timed(name):
    start = clock()
    explorer = opened(name)
    found = {"opening": clock() - start}
    for widget in list(inside(explorer, set())):
        move = elsewhere(widget)
        if move is None:
            continue
        trait, *ends = move
        took = {0: [], 1: []}
        try:
            for turn in range(6):
                start = clock()
                setattr(widget, trait, ends[turn % 2])
                took[turn % 2].append(clock() - start)
        except Exception:  # a list that another control has changed meanwhile
            continue
        found[getattr(widget, "description", "") or "views"] = max(min(t) for t in took.values())
    return found

def all_open(names):
    explorers = [opened(name) for name in names]
    return {"memory": memory(), "open": len(explorers)}

print(json.dumps({"import": imported, "memory": memory()}), flush=True)
gc.freeze()
for line in sys.stdin:
    asked = json.loads(line)
    if not os.fork():
        gc.enable()
        answer = timed(asked) if isinstance(asked, str) else all_open(asked)
        print(json.dumps(answer), flush=True)
        os._exit(0)
    _, ended = os.wait()
    if ended:
        print(json.dumps({}), flush=True)
'''

OFFERED = """
import inspect, json, theatres
free = []
for name in theatres.__all__:
    one = getattr(theatres, name)
    if inspect.isfunction(one) and one.__module__.startswith("theatres.explorers"):
        needed = [p for p in inspect.signature(one).parameters.values()
                  if p.default is p.empty and p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)]
        free += [] if needed else [name]
print(json.dumps(free))
"""


class Tree:
    """A tree's package, imported once, to be asked about explorers."""

    def __init__(self, tree: Path, work: str):
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, json.dumps(CALLS)],
            env=environment(tree, work),
            cwd=tree / "notebooks",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.imported = json.loads(self.process.stdout.readline())

    def ask(self, what: str | list[str]) -> dict:
        """Return the times of one explorer, or the memory with several open."""
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self.process.stdin.close()
        self.process.wait()


def environment(tree: Path, work: str) -> dict[str, str]:
    """Return the variables under which a tree's package runs, with its own work."""
    return {**os.environ, "PYTHONPATH": str(tree / "notebooks"), "THEATRES_WORK": work}


def offered(tree: Path) -> set[str]:
    """Return the entry functions of a tree that open without being told what."""
    with tempfile.TemporaryDirectory() as work:
        done = subprocess.run(
            [sys.executable, "-c", OFFERED],
            env=environment(tree, work),
            cwd=tree / "notebooks",
            capture_output=True,
            text=True,
            check=True,
        )
    return set(json.loads(done.stdout.splitlines()[-1]))


def shared(other: Path) -> list[str]:
    """Return the entry functions of both trees that open without being told what."""
    return sorted((offered(HERE) & offered(other)) - NOT_OPENED | set(CALLS))


def medians(runs: list[dict]) -> dict[str, float]:
    """Return the median of each figure that every run has."""
    both = set.intersection(*map(set, runs))
    return {what: statistics.median(run[what] for run in runs) for what in runs[0] if what in both}


def in_turn(other: Path, ask, runs: int) -> list[dict]:
    """Ask both trees in turn; return the medians of the other and of this one."""
    found: dict[Path, list[dict]] = {other: [], HERE: []}
    for _ in range(runs):
        for tree, answers in found.items():
            answers.append(ask(tree))
    return [medians(answers) for answers in found.values()]


def slower(there: float, here: float) -> bool:
    """Say whether a time, in seconds, is a tenth longer here, and by what anybody would notice."""
    return here > SLOWER * there and here - there > LEAST


def compare(other: Path, runs: int, names: list[str]) -> None:
    """Ask about explorer after explorer; print each as it is done, and the whole in the end."""
    with tempfile.TemporaryDirectory() as work:

        def fresh(tree: Path) -> dict:
            new = Tree(tree, work)
            new.close()
            return new.imported

        there, here = in_turn(other, fresh, runs)
        print(f"import: {there['import']:.2f} s there, {here['import']:.2f} s here")
        print(f"memory after import: {there['memory']:.1f}, {here['memory']:.1f} MB", flush=True)
        trees = {tree: Tree(tree, work) for tree in (other, HERE)}
        rows = []
        for name in names:
            there, here = in_turn(other, lambda tree: trees[tree].ask(name), runs)
            both = [what for what in there if what in here]
            mine = [(name, what, there[what], here[what]) for what in both]
            rows += mine
            print(line(name, mine, sorted(set(there) ^ set(here))), flush=True)
        there, here = in_turn(other, lambda tree: trees[tree].ask(names), runs)
        for tree in trees.values():
            tree.close()
    print(f"memory with {len(names)} open: {there['memory']:.1f}, {here['memory']:.1f} MB")
    summary(rows)


def line(name: str, rows: list[tuple], alone: list[str]) -> str:
    """Say how one explorer fares."""
    times = {what: (1000 * there, 1000 * here) for _, what, there, here in rows}
    opening = times.pop("opening", (float("nan"), float("nan")))
    said = [f"{name}: opening {opening[0]:.0f}, {opening[1]:.0f} ms"]
    if times:
        middle = [statistics.median(side) for side in zip(*times.values())]
        said.append(f"{len(times)} controls {middle[0]:.1f}, {middle[1]:.1f} ms")
    said += [
        f"SLOWER {what} {1000 * a:.0f}, {1000 * b:.0f}" for _, what, a, b in rows if slower(a, b)
    ]
    if alone:
        said.append(f"in one tree only: {', '.join(alone)}")
    return "; ".join(said)


def summary(rows: list[tuple]) -> None:
    """Print the medians over all explorers, and what is slower."""
    for kind in ("opening", "control"):
        mine = [row[2:] for row in rows if (row[1] == "opening") == (kind == "opening")]
        there, here = (1000 * statistics.median(side) for side in zip(*mine))
        print(f"{kind}: {there:.1f} ms there, {here:.1f} ms here (median of {len(mine)})")
    slow = [row for row in rows if slower(*row[2:])]
    print(f"slower by a tenth, and by more than {1000 * LEAST:.0f} ms: {len(slow)} of {len(rows)}")
    for name, what, there, here in sorted(slow, key=lambda row: row[2] - row[3]):
        print(f"  {name}: {what}: {1000 * there:.0f} there, {1000 * here:.0f} ms here")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("other", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="+", default=[], help="entry functions; all by default")
    asked = parser.parse_args()
    tree = asked.other.resolve()
    compare(tree, asked.runs, asked.only or shared(tree))
