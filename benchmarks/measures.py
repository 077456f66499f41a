"""Cost of each measure by number of ties, and the slope of its growth.

PYTHONPATH=notebooks python benchmarks/measures.py [MOST]
"""

import sys
import time

import numpy as np
import pandas as pd

from theatres import tables
from theatres.model import decoupling, timing


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
    frame = pd.DataFrame(
        {
            "source": np.array(people)[a],
            "target": np.array(people)[b],
            "weight": 1.0,
            "since": rng.integers(2013, 2027, n),
            "until": pd.array([pd.NA] * n, dtype="Int64"),
        }
    )
    frame["source_theatre"], frame["target_theatre"] = (
        frame["source"].map(theatre),
        frame["target"].map(theatre),
    )
    read = tables.read
    actors = read("actors")
    extra = pd.DataFrame({"id": [p for p in people if p.startswith("ZZ")]}).assign(
        theatre=lambda f: f["id"].map(theatre), kind="state"
    )
    decoupling.tables = type(
        "Tables",
        (),
        {
            "read": staticmethod(
                lambda name: pd.concat([actors, extra]) if name == "actors" else read(name)
            )
        },
    )
    return frame


def costs(n: int) -> dict[str, float]:
    rows = made_up(n)
    e = decoupling.engagements(rows)
    g, _ = decoupling.graph(rows)
    ends = rows.iloc[0][["source", "target"]]
    measures = {
        "engagements": lambda: decoupling.engagements(rows),
        "crossing share": lambda: decoupling.crossing_share(e),
        "test, 100 shuffles": lambda: decoupling.chance_test(e, n=100),
        "break among new ties": lambda: timing.break_among_new_ties(rows, n=99),
        "communities": lambda: decoupling.communities(rows),
        "connection": lambda: decoupling.connection(rows, *ends),
        "theatre cut": lambda: decoupling.theatre_cut(rows),
    }
    found = {}
    for name, run in measures.items():
        start = time.perf_counter()
        run()
        found[name] = time.perf_counter() - start
    return found


if __name__ == "__main__":
    most = int(float(sys.argv[1])) if len(sys.argv) > 1 else 100_000
    sizes = [n for n in (100, 1_000, 10_000, 100_000) if n <= most]
    costs(100)  # imports
    table = pd.DataFrame({n: costs(n) for n in sizes})
    big = table[[n for n in sizes if n >= 1_000]] if len(sizes) > 2 else table
    table["slope"] = [
        np.polyfit(np.log10(big.columns.to_numpy(float)), np.log10(row), 1)[0]
        for row in big.to_numpy()
    ]
    print(
        "Seconds by number of ties; slope: power of the number of ties with which the cost grows"
        " (from 1,000 ties on)"
    )
    print(table.to_string(float_format=lambda v: f"{v:.4f}"))
