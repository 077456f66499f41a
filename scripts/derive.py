"""Derive the rows that come from raw data files, and say where they differ from the committed
tables.

    python scripts/derive.py RAW [NAME ...]            compare (the default)
    python scripts/derive.py RAW [NAME ...] --write    replace the rows of the same keys

RAW is a folder that holds the raw files in the folders that each module of ``scripts/derivations``
names. The files are not part of the course: users get the committed tables.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
MODULES = sorted(p.stem for p in (ROOT / "scripts" / "derivations").glob("[a-z]*.py"))


def keys(table: str) -> list[str]:
    """Return the primary key of a table."""
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    return next(r["schema"]["primaryKey"] for r in package["resources"] if r["name"] == table)


def as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame as it would be read back from CSV: all text."""
    lines = frame.to_csv(index=False, lineterminator="\n")
    from io import StringIO

    return pd.read_csv(StringIO(lines), dtype=str, keep_default_na=False)


def same(one: str, other: str) -> bool:
    """Say whether two cells agree, numbers as numbers."""
    try:
        return abs(float(one) - float(other)) <= 1e-9 * max(1, abs(float(one)))
    except ValueError:
        return one.lower() == other.lower()


def compare(
    table: str, derived: pd.DataFrame, committed: pd.DataFrame
) -> tuple[int, int, list[str]]:
    """Count rows that agree, and describe those that differ or are missing.

    `sources` and `note` may have been edited.
    """
    key = keys(table)
    kept = committed.set_index(key)
    agree, missing, differ = 0, 0, []
    for row in as_text(derived).to_dict("records"):
        at = tuple(row[k] for k in key) if len(key) > 1 else row[key[0]]
        if at not in kept.index:
            missing += 1
            continue
        wrong = [
            c
            for c, v in row.items()
            if c not in (*key, "sources", "note") and not same(v, kept.loc[at, c])
        ]
        agree += not wrong
        differ += [
            f"{table} {at} {c}: derived {row[c]!r}, committed {kept.loc[at, c]!r}" for c in wrong
        ]
    return agree, missing, differ


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("raw", type=Path)
    parser.add_argument(
        "names", nargs="*", default=MODULES, metavar="NAME", help=", ".join(MODULES)
    )
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    worst = 0
    for name in chosen.names:
        if name not in MODULES:
            parser.error(f"there is no derivation {name!r}; there are {', '.join(MODULES)}")
        try:
            results = importlib.import_module(f"scripts.derivations.{name}").derive(chosen.raw)
        except FileNotFoundError as error:
            print(f"{name}: not run, {error.filename} is not there")
            continue
        for table, derived in results.items():
            path = ROOT / "data" / f"{table}.csv"
            committed = pd.read_csv(path, dtype=str, keep_default_na=False)
            agree, missing, differ = compare(table, derived, committed)
            print(
                f"{name}: {table}: {agree} rows agree, {len(differ)} cells differ,"
                f" {missing} derived rows are not in the table"
            )
            print(*differ[:5], sep="\n", end="\n" if differ else "")
            worst = max(worst, len(differ))
            if chosen.write:
                key = keys(table)
                both = (
                    pd.concat([as_text(derived)[committed.columns], committed])
                    .drop_duplicates(key)
                    .sort_values(key, kind="stable")
                )
                both.to_csv(path, index=False, lineterminator="\n")
    return int(worst > 0 and not chosen.write)


if __name__ == "__main__":
    raise SystemExit(main())
