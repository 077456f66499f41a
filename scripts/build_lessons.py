"""Run lessons from the top and save them as they are committed.

With stills and words, without widget state.

python scripts/build_lessons.py [LESSON ...]     (all lessons by default)
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
VIEW, STATE = (
    "application/vnd.jupyter.widget-view+json",
    "application/vnd.jupyter.widget-state+json",
)


# Code that a student is to change or to run again says so in its first line.
TO_EDIT = ("# Change me", "# Run me")


def fold(cell: nbformat.NotebookNode) -> None:
    """Fold the code of a cell that nobody is to change: it still runs, and a click unfolds it."""
    kept = dict(cell.metadata.get("jupyter", {}))
    kept.pop("source_hidden", None)
    if not cell.source.startswith(TO_EDIT):
        kept["source_hidden"] = True
    if kept:
        cell.metadata["jupyter"] = kept
    else:
        cell.metadata.pop("jupyter", None)


def clean(lesson: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Drop what would not reopen (widget views and state) and what only this machine and moment
    know.
    """
    lesson.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    for cell in lesson.cells:
        cell.metadata = nbformat.from_dict(
            {k: v for k, v in cell.metadata.items() if k in ("jupyter", "tags")}
        )
        if cell.cell_type == "code":
            fold(cell)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(VIEW, None)
            output.get("metadata", {}).pop(STATE, None)
    return lesson


def build(path: Path) -> None:
    """Run one lesson in a fresh kernel, as if nothing had been answered, and save it in place."""
    lesson = nbformat.read(path, as_version=4)
    for cell in lesson.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    NotebookClient(
        lesson,
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        store_widget_state=False,
    ).execute()
    nbformat.write(clean(lesson), path)
    print(path.name, "saved")


if __name__ == "__main__":
    os.environ["THEATRES_STILLS"] = "1"
    os.environ["THEATRES_WORK"] = tempfile.mkdtemp()
    chosen = [FOLDER / Path(a).name for a in sys.argv[1:]] or sorted(FOLDER.glob("*.ipynb"))
    for one in chosen:
        build(one)
