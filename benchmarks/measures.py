"""Cost of each measure by number of ties, and the slope of its growth.

PYTHONPATH=notebooks python benchmarks/measures.py [MOST]
"""

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from theatres import tables
from theatres.model import decoupling, network, rewiring, specification, timing

# Searches, or made-up networks, of the measures that do the same again and again; at the top size
# fewer, since each takes seconds there. What is printed is the time of one.
TIMES, TIMES_AT_THE_TOP, TOP = 5, 2, 100_000


def made_up(n: int) -> pd.DataFrame:
    """Return n random ties between the course's actors and, to keep the density, made-up others."""
    rng = np.random.default_rng(n)
    home = tables.read("actors").set_index("id")["theatre"].astype(str)
    people = list(home.index) + [f"ZZ{i}" for i in range(max(0, n // 5 - len(home)))]
    theatre = {
        **home,
        **{
            p: ["Europe", "Asia-Pacific", "Middle East"][i % 3]
            for i, p in enumerate(people)
            if p.startswith("ZZ")
        },
    }
    a, b = rng.integers(0, len(people), (2, n))
    b = np.where(a == b, (b + 1) % len(people), b)
    since = rng.integers(2013, 2025, n)
    frame = pd.DataFrame(
        {
            "id": [f"T{i:06d}" for i in range(n)],
            "source": np.array(people)[a],
            "target": np.array(people)[b],
            "weight": 1.0,
            "since": since,
            "start": since.astype(str),
            "until": pd.array([pd.NA] * n, dtype="Int64"),
            "claim": [f"C{i:02d}" for i in rng.integers(0, 70, n)],
            "sign": rng.choice([-1, 1], n),
            "family": "words",
            "status": "actual",
            "asserted_by": "evidence",
        }
    )
    at_home = {end: frame[end].map(theatre) for end in ("source", "target")}
    network.homes = lambda: theatre  # the made-up others are in no table
    return frame.assign(source_theatre=at_home["source"], target_theatre=at_home["target"])


def made_up_events(n: int) -> pd.DataFrame:
    """Return n events on random days of eleven years, in either theatre."""
    rng = np.random.default_rng(n)
    theatre = rng.choice(["Europe", "Asia-Pacific"], n)
    return pd.DataFrame({"day": rng.integers(0, 4000, n), "theatre": theatre})


def costs(n: int) -> dict[str, float]:
    """Return the seconds that each measure takes on n ties, or n events."""
    rows = made_up(n)
    e = decoupling.engagements(rows)
    drawn = decoupling.graph(rows)
    ends = rows.iloc[0][["source", "target"]]
    specs = specification.specifications(20)
    times = TIMES if n < TOP else TIMES_AT_THE_TOP
    events = made_up_events(n)
    again = {
        "communities, a start": lambda: rewiring.consensus(drawn, starts=times),
        "modularity, a network": lambda: rewiring.modularity_test(drawn, n=times - 1),
        "regions, a network": lambda: rewiring.who_with_whom(rows, n=times - 1),
        "theatre cut, a network": lambda: rewiring.cut_test(drawn, n=times - 1),
    }  # the network itself is one more
    once = {
        "engagements": lambda: decoupling.engagements(rows),
        "crossing share": lambda: decoupling.crossing_share(e),
        "test, 100 shuffles": lambda: decoupling.chance_test(e, n=100),
        "test, 100 shuffles alike": lambda: decoupling.chance_test(e, null="alike", n=100),
        "test, ends joined anew 100 times": lambda: decoupling.chance_test(e, null="ends", n=100),
        "break among new ties, 99 draws": lambda: timing.break_among_new_ties(rows, n=99),
        "likeness to theatres": lambda: decoupling.likeness(drawn),
        "connection": lambda: decoupling.connection(drawn, *ends),
        "theatre cut": lambda: decoupling.theatre_cut(drawn),
        "20 specifications, 20 draws": lambda: specification.curve(specs, rows, n=20),
        "joint test of 20, 20 worlds": lambda: specification.curve_test(specs, rows, n=20),
        "order of events, labels, 20 draws": lambda: timing.lead_lag(events, n=20),
        "order of events, shift, 20 draws": lambda: timing.lead_lag(events, n=20, null="shift"),
    }
    found = {name: seconds(run) for name, run in once.items()}
    return found | {name: seconds(run) / times for name, run in again.items()}


def seconds(run: Callable) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def slope(seconds: pd.Series) -> float:
    """Return the power of the index with which a cost grows."""
    if len(seconds) < 2:
        return float("nan")
    return np.polyfit(np.log10(seconds.index.to_numpy(float)), np.log10(seconds), 1)[0]


if __name__ == "__main__":
    most = int(float(sys.argv[1])) if len(sys.argv) > 1 else 100_000
    sizes = [n for n in (100, 1_000, 10_000, 100_000) if n <= most]
    costs(100)  # imports
    table = pd.DataFrame({n: costs(n) for n in sizes})
    big = [n for n in sizes if n >= 1_000] if len(sizes) > 2 else sizes
    table["slope"] = [slope(row[big]) for _, row in table.iterrows()]
    print(
        "Seconds by number of ties; slope: power of the number of ties with which the cost grows"
        f" (from 1,000 ties on). Searches and made-up networks: one, of {TIMES}, of"
        f" {TIMES_AT_THE_TOP} at {TOP:,}"
    )
    print(table.to_string(float_format=lambda v: f"{v:.4f}"))
