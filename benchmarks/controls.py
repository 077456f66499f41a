"""How long a kernel takes to answer each control of an explorer: every option, median and p95.

PYTHONPATH=notebooks python benchmarks/controls.py [EXPLORER ...]

Without names, the tests of lessons 08 and 08b. The browser's share is in figures.py.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator

import numpy as np

import theatres
from theatres.explorers.panel import Choice, Choices, Number, Panel, Tick

TESTS = (
    "decoupling_lab",
    "theatre_test",
    "explore_communities",
    "theatres_over_time",
    "event_lead_lag",
    "specification_curve",
)
ROUNDS = 3
STOPS = 5  # of a slider


def moves(panel: Panel, name: str) -> Iterator[tuple[object, str, object]]:
    """Yield widget, trait and value: every option of a control, and back to where it began."""
    control, widget = panel.declared[name], getattr(panel, name)
    if isinstance(control, Choices):
        for tick in getattr(widget, "ticks", {}).values():
            yield from [(tick, "value", not tick.value), (tick, "value", tick.value)]
        if not hasattr(widget, "ticks"):  # a list of which several may be chosen
            began = widget.index
            yield from [(widget, "index", (k,)) for k in range(len(widget.options))]
            yield (widget, "index", began)
    elif isinstance(control, Tick):
        yield from [(widget, "value", not widget.value), (widget, "value", widget.value)]
    elif isinstance(control, Choice):
        places, began = range(len(widget.options)), widget.index
        yield from [(widget, "index", place) for place in places if place != began]
        yield (widget, "index", began)
    elif isinstance(control, Number):
        kind, began = type(widget.value), widget.value
        places = {kind(value) for value in np.linspace(widget.min, widget.max, STOPS)}
        yield from [(widget, "value", value) for value in sorted(places - {began})]
        yield (widget, "value", began)


def timed(panel: Panel, name: str) -> list[float]:
    """Return the milliseconds of every move of a control."""
    took = []
    for widget, trait, value in list(moves(panel, name)):
        if getattr(widget, "disabled", False):
            continue
        start = time.perf_counter()
        setattr(widget, trait, value)
        took.append(1000 * (time.perf_counter() - start))
    return took


def said(called: str, took: list[float]) -> str:
    """Say median, 95th percentile and slowest."""
    took = sorted(took)
    p95 = took[min(int(0.95 * len(took)), len(took) - 1)]
    return (
        f"{called}: {statistics.median(took):.0f} ms median, {p95:.0f} p95,"
        f" {took[-1]:.0f} slowest of {len(took)}"
    )


def main(names: list[str]) -> None:
    """Open each explorer afresh, so that nothing is kept from the round before, and move all."""
    everything = []
    for name in names:
        found: dict[str, list[float]] = {}
        for _ in range(ROUNDS):
            panel = getattr(theatres, name)()
            for control in panel.declared:
                if control not in panel.opens:
                    found.setdefault(control, []).extend(timed(panel, control))
        print(said(name, [ms for took in found.values() for ms in took]))
        for control, took in found.items():
            if took:
                everything += took
                print("  " + said(control, took))
    print(said("all", everything))


if __name__ == "__main__":
    main(sys.argv[1:] or list(TESTS))
