"""Layers only point down: each floor of the package imports from floors below it, and nothing knows
a notebook.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "notebooks" / "theatres"
FLOORS = {
    "codes": 0,
    "tables": 0,
    "checks": 0,
    "spreadsheets": 0,
    "work": 0,
    "course": 0,
    "model": 1,
    "charts": 2,
    "explorers": 3,
    "lesson": 4,
}


def floor_of(name: str) -> int | None:
    return FLOORS.get(name.split(".")[0])


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_imports_point_down(path):
    module = path.relative_to(PACKAGE).with_suffix("").parts
    here = floor_of(module[0])
    if here is None:
        return  # the package's own __init__ only names where things are
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = module[: len(module) - node.level]
            for alias in node.names:
                target = (
                    ".".join([*base, *(node.module or "").split("."), alias.name])
                    .strip(".")
                    .replace("..", ".")
                )
                there = floor_of(target)
                same_folder = target.split(".")[0] == module[0]
                assert there is None or same_folder or there < here or (here == there == 0), (
                    f"imports {target} from floor {there}, but stands on floor {here}"
                )


def test_no_module_names_a_notebook():
    assert not [p.name for p in PACKAGE.rglob("*.py") if ".ipynb" in p.read_text(encoding="utf-8")]


def test_only_tables_opens_the_data_folder():
    for path in PACKAGE.rglob("*.py"):
        if path.name not in ("tables.py", "course.py"):
            assert "read_csv" not in path.read_text(encoding="utf-8"), path.name
