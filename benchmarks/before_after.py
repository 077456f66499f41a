"""Two trees in turn: import, opening and every control of the explorers that both have.

python benchmarks/before_after.py OTHER_TREE [--runs 5] [--part 1/4] [--only explore_axis ...]

Each tree keeps one process, which has imported the package and opens each explorer in a copy of
itself, so that every one is opened cold; the trees take turns, explorer by explorer, and a line is
printed as soon as one is done. Told apart are the processor's time, on which other work on the
machine hardly counts, and the clock's; the browser's share is in figures.py. A control is moved
there and back: the slower way is what counts. Buttons are pressed last. Printed are medians, and
whatever is a tenth slower here than there by the processor. The first part measures import and
memory too. As on a student's machine, modules are compiled before they are timed. Linux only.
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
from typing import NamedTuple

HERE = Path(__file__).resolve().parents[1]
SLOWER = 1.1  # times
LEAST = 0.002  # seconds: below, nobody sees a difference
CALLS = {"code_paragraph": "P2"}  # what must be said to open it
RENAMED = {  # what controls were called before
    "compare_counts": {"Count": "views"},
    "compare_treaties": {"Sources of": "Open a clause"},
    "escalation_loop": {"views": "Step"},
    "explore_aid": {"January 2022 until 2024-06": "January 2022 until"},
    "explore_ties": {"only across theatres": "only between the two theatres"},
}
NOT_OPENED = {"compare_courses", "keep_chart", "check_course", "open_course", "progress", "remind"}

PROGRAM = '''
import collections, gc, json, os, sys, time

def clock():
    return time.process_time(), time.perf_counter()

def since(start):
    return [now - then for now, then in zip(clock(), start)]

start = clock()
import theatres
theatres.explore_ties
imported = since(start)
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
    if isinstance(widget, (W.Checkbox, W.ToggleButton)):
        return "value", not widget.value, widget.value
    if isinstance(widget, (W.IntSlider, W.FloatSlider)):
        return "value", widget.min if widget.value > widget.min else widget.max, widget.value
    if isinstance(widget, W.IntRangeSlider):
        low, high = widget.value
        return "value", (low, high - 1) if high - 1 > low else (low - 1, high), widget.value
    if isinstance(widget, W.Text):
        return "value", "war", widget.value
    if isinstance(widget, W.SelectMultiple) and widget.options:
        return "index", widget.index[1:] or (0,), widget.index
    lists = (W.Dropdown, W.ToggleButtons, W.SelectionSlider)
    if isinstance(widget, lists) and len(widget.options) > 1 and widget.index is not None:
        return "index", widget.index + 1 if widget.index == 0 else 0, widget.index
    return None

def memory():
    status = open("/proc/self/status").read()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024

def opened(name):
    return getattr(theatres, name)(*[calls[name]] if name in calls else [])

def moved(widget):
    """Return how long the slower way takes, there or back; None where it cannot be moved."""
    move = elsewhere(widget)
    if move is None:
        return None
    trait, *ends = move
    took = {0: [], 1: []}
    for turn in range(6):
        start = clock()
        setattr(widget, trait, ends[turn % 2])
        took[turn % 2].append(since(start))
    return max(min(times) for times in took.values())

def pressed(widget):
    start = clock()
    widget.click()
    return since(start)

def timed(name):
    start = clock()
    explorer = opened(name)
    found, named = {"opening": since(start)}, collections.Counter()
    widgets = list(inside(explorer, set()))
    buttons = [one for one in widgets if isinstance(one, W.Button) and not one.disabled]
    for measure, those in ((moved, widgets), (pressed, buttons)):
        for widget in those:
            try:
                took = measure(widget)
            except Exception:  # a list that another control has changed meanwhile
                continue
            if took:
                called = getattr(widget, "description", "") or "views"
                named[called] += 1
                found[called + f" ({named[called]})" * (named[called] > 1)] = took
    return found

def all_open(names):
    explorers = [opened(name) for name in names]
    return {"memory": [memory()] * 2, "open": [len(explorers)] * 2}

print(json.dumps({"import": imported, "memory": [memory()] * 2}), flush=True)
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


class Took(NamedTuple):
    """How long something took, in seconds; memory, in MB, stands in both places."""

    processor: float
    clock: float
    least: float = 0.0  # of several runs, by the processor


class Row(NamedTuple):
    """What was measured of an explorer, in the other tree and in this one."""

    name: str
    what: str
    there: Took
    here: Took

    @property
    def slower(self) -> bool:
        """Whether it is a tenth longer here, and by what anybody would notice.

        By the median and by the shortest run: work beside it slows the processor too, now and then.
        """
        there, here = self.there, self.here
        pairs = ((there.processor, here.processor), (there.least, here.least))
        return all(now > SLOWER * was and now - was > LEAST for was, now in pairs)

    def __str__(self) -> str:
        there, here = self.there, self.here
        return (
            f"{self.what}: {1000 * there.processor:.0f} there, {1000 * here.processor:.0f} ms here"
            f" (at least {1000 * there.least:.0f}, {1000 * here.least:.0f};"
            f" by the clock {1000 * there.clock:.0f}, {1000 * here.clock:.0f})"
        )


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
        self.imported = self._answer()

    def _answer(self) -> dict[str, Took]:
        return {
            what: Took(*took) for what, took in json.loads(self.process.stdout.readline()).items()
        }

    def ask(self, what: str | list[str]) -> dict[str, Took]:
        """Return the times of one explorer, or the memory with several open."""
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        """End the process."""
        self.process.stdin.close()
        self.process.wait()


def environment(tree: Path, work: str) -> dict[str, str]:
    """Return the variables under which a tree's package runs, with its own work."""
    inherited = {n: value for n, value in os.environ.items() if n != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, "PYTHONPATH": str(tree / "notebooks"), "THEATRES_WORK": work}


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


def medians(runs: list[dict[str, Took]]) -> dict[str, Took]:
    """Return the median of each figure that every run has."""
    both = set.intersection(*map(set, runs))
    found = {what: [run[what] for run in runs] for what in runs[0] if what in both}
    return {
        what: Took(
            statistics.median(took.processor for took in times),
            statistics.median(took.clock for took in times),
            min(took.processor for took in times),
        )
        for what, times in found.items()
    }


def in_turn(other: Path, ask, runs: int) -> list[dict[str, Took]]:
    """Ask both trees in turn; return the medians of the other and of this one."""
    found: dict[Path, list[dict]] = {other: [], HERE: []}
    for _ in range(runs):
        for tree, answers in found.items():
            answers.append(ask(tree))
    return [medians(answers) for answers in found.values()]


def compare(other: Path, runs: int, names: list[str], in_memory: list[str]) -> None:
    """Ask about explorer after explorer; print each as it is done, and the whole in the end."""
    with tempfile.TemporaryDirectory() as work:

        def fresh(tree: Path) -> dict[str, Took]:
            new = Tree(tree, work)
            new.close()
            return new.imported

        in_turn(other, fresh, 1)  # compiles
        if in_memory:
            there, here = in_turn(other, fresh, runs)
            print(Row("import", "import", there["import"], here["import"]))
            print(f"memory after import: {_memory(there, here)}", flush=True)
        trees = {tree: Tree(tree, work) for tree in (other, HERE)}
        if in_memory:
            there, here = in_turn(other, lambda tree: trees[tree].ask(in_memory), runs)
            print(f"memory with {len(in_memory)} open: {_memory(there, here)}", flush=True)
        rows = []
        for name in names:
            there, here = in_turn(other, lambda tree: trees[tree].ask(name), runs)
            now = RENAMED.get(name, {})
            there = {now.get(what, what): took for what, took in there.items()}
            mine = [Row(name, what, there[what], here[what]) for what in there if what in here]
            rows += mine
            alone = {
                "there": sorted(set(there) - set(here)),
                "here": sorted(set(here) - set(there)),
            }
            print(line(name, mine, alone), flush=True)
        for tree in trees.values():
            tree.close()
    summary(rows)


def _memory(there: dict[str, Took], here: dict[str, Took]) -> str:
    return f"{there['memory'].clock:.1f} there, {here['memory'].clock:.1f} MB here"


def line(name: str, rows: list[Row], alone: dict[str, list[str]]) -> str:
    """Say how one explorer fares."""
    said = [str(row) for row in rows if row.what == "opening"]
    controls = [row for row in rows if row.what != "opening"]
    if controls:
        there, here = (
            1000 * statistics.median(side) for side in zip(*map(_by_processor, controls))
        )
        said.append(f"{len(controls)} controls {there:.1f}, {here:.1f} ms")
    said += [f"SLOWER {row}" for row in rows if row.slower]
    said += [f"only {tree}: {', '.join(names)}" for tree, names in alone.items() if names]
    return f"{name}: {'; '.join(said)}"


def _by_processor(row: Row) -> tuple[float, float]:
    return row.there.processor, row.here.processor


def summary(rows: list[Row]) -> None:
    """Print the medians over all explorers, and what is slower."""
    for kind in ("opening", "control"):
        mine = [row for row in rows if (row.what == "opening") == (kind == "opening")]
        there, here = (1000 * statistics.median(side) for side in zip(*map(_by_processor, mine)))
        print(f"{kind}: {there:.1f} ms there, {here:.1f} ms here (median of {len(mine)})")
    slow = [row for row in rows if row.slower]
    print(f"slower by a tenth, and by more than {1000 * LEAST:.0f} ms: {len(slow)} of {len(rows)}")
    for row in sorted(slow, key=lambda row: row.there.processor - row.here.processor):
        print(f"  {row.name}: {row}")


def part_of(names: list[str], part: str) -> list[str]:
    """Return every so-manieth name: "2/4" is the second of four parts."""
    which, parts = map(int, part.split("/"))
    return names[which - 1 :: parts]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("other", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--part", default="1/1", help="such as 2/4: the second of four parts")
    parser.add_argument("--only", nargs="+", default=[], help="entry functions; all by default")
    asked = parser.parse_args()
    tree = asked.other.resolve()
    every = asked.only or shared(tree)
    first = asked.part.startswith("1/") and not asked.only
    compare(tree, asked.runs, part_of(every, asked.part), every if first else [])
