"""What a reader meets before the first act of each lesson, and what *Start the lesson* shows.

python benchmarks/first_screen.py [--tree FOLDER] [--pictures FOLDER] [--dark] [LESSON ...]

The first act is the first thing that can be moved in an explorer. Before it: words read, words of
code, pixels from the lesson's top; then things to move and stops of Tab in the explorer that holds
it, and how high its cell is. After *Start*: pixels of the window in which the question, the
explorer's title and the end of its controls stand, and how much of its chart is in sight.
JupyterLab at 1280 by 800, as `make lab` opens it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
DARK = """() => window.jupyterapp.commands.execute(
    "apputils:change-theme", {theme: "JupyterLab Dark"})"""
COLUMNS = {
    "words": "words",
    "code": "of code",
    "controls": "controls",
    "pixels": "pixels",
    "stops": "tab stops",
    "cell": "cell's height",
    "room": "window",
    "question": "question at",
    "title": "title at",
    "touched": "controls end",
    "chart": "chart's height",
    "chartSeen": "chart in sight",
}


def asked() -> argparse.Namespace:
    """Read what is asked for."""
    ask = argparse.ArgumentParser(description="What a reader meets first in each lesson.")
    ask.add_argument("lessons", nargs="*", metavar="LESSON", help="numbers, as 03b; else all")
    ask.add_argument("--tree", type=Path, default=ROOT, help="another copy of the course")
    ask.add_argument("--pictures", type=Path, help="a folder for a picture of each first screen")
    ask.add_argument("--dark", action="store_true", help="in the dark theme of JupyterLab")
    return ask.parse_args()


def main() -> None:
    """Print a row for each lesson."""
    from playwright.sync_api import sync_playwright

    import conftest

    wanted = asked()
    conftest.ROOT = wanted.tree.resolve()
    met_by_start = (ROOT / "tests" / "fixtures" / "first_screen.js").read_text(encoding="utf-8")
    print("lesson", *COLUMNS.values(), sep=" | ")
    with sync_playwright() as driver:
        lab = conftest.open_lab(Path(tempfile.mkdtemp(prefix="lab")), driver)
        open_lesson = next(lab)
        for path in sorted((conftest.ROOT / "notebooks").glob("*.ipynb")):
            if wanted.lessons and path.name.partition("_")[0] not in wanted.lessons:
                continue
            lesson = open_lesson.turned(path.name)
            if wanted.dark:
                lesson.page.evaluate(DARK)
            lesson.start()
            met = conftest.settled(lesson.page, met_by_start)
            row = [met[column] for column in COLUMNS] if met else ["no explorer"]
            print(path.stem, *row, sep=" | ", flush=True)
            if wanted.pictures:
                wanted.pictures.mkdir(parents=True, exist_ok=True)
                lesson.page.screenshot(path=wanted.pictures / f"{path.stem}.png")
        next(lab, None)


if __name__ == "__main__":
    main()
