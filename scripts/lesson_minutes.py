"""Count the minutes of each lesson from its notebook and write them into the table of lessons.

    PYTHONPATH=notebooks python scripts/lesson_minutes.py           say where the table differs
    PYTHONPATH=notebooks python scripts/lesson_minutes.py --write   put it right

Run it after lessons have been built: words in tables are counted from their outputs.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

from theatres.model import load

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "data" / "lessons.csv"


def notebook_of(lesson: str) -> Path:
    """Return the path of a lesson by its number, such as "07b"."""
    return next((ROOT / "notebooks").glob(f"{lesson}_*.ipynb"))


def counted(lesson: str) -> load.Load:
    """Count what a lesson holds."""
    return load.of(json.loads(notebook_of(lesson).read_text(encoding="utf-8")))


def main(write: bool) -> int:
    """Compare the table with the notebooks; return how many lessons differ."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    differ = 0
    for row in rows:
        found = counted(row["lesson"])
        now = {"minutes": round(found.minutes), "discussion": found.discussion_minutes}
        if any(int(row[name]) != value for name, value in now.items()):
            differ += 1
            print(f"{row['lesson']}: {row['minutes']} minutes in the table, {found} counted")
            row.update(now)
    if write:
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            out.writeheader()
            out.writerows(rows)
    return differ


if __name__ == "__main__":
    sys.exit(0 if main("--write" in sys.argv) == 0 or "--write" in sys.argv else 1)
