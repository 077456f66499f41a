"""How dense the code is: the same measures of any trees of the course, side by side.

python benchmarks/density.py TREE [OTHER_TREE]
"""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
from pathlib import Path

WIDE = 100  # columns
MACHINERY = {"panel", "controls", "base"}  # what explorers stand on, and no explorers
TEXT = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)


def code_lines(source: str) -> int:
    """Count lines that hold code, and no docstring or comment alone."""
    tree = ast.parse(source)
    said = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        first = body[0] if isinstance(body, list) and body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            said |= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    lines = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in (*TEXT, tokenize.ENDMARKER):
            lines |= set(range(token.start[0], token.end[0] + 1))
    return len(lines - said)


def size(node: ast.AST) -> int:
    """Count the things that a piece of code is made of."""
    return sum(1 for _ in ast.walk(node))


def explorer_classes(package: Path) -> dict[str, int]:
    """Return the size of each class of the explorers' floor, machinery left out."""
    paths = [p for p in (package / "explorers").glob("*.py") if p.stem not in MACHINERY]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return {node.name: size(node) for node in nodes if isinstance(node, ast.ClassDef)}


def private_uses(package: Path) -> int:
    """Count private names that are taken from another module of the package."""
    found = 0
    for path in package.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.level:
                names = [alias.name for alias in node.names]
                found += sum(bool(re.match("_[^_]", name)) for name in names)
                imported |= {alias.asname or alias.name for alias in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found += node.value.id in imported and bool(re.match("_[^_]", node.attr))
    return found


def complex_functions(tree: Path) -> int:
    """Count functions beyond a complexity of 15."""
    run = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "C901", "--quiet"]
    run += ["--config", "lint.mccabe.max-complexity=15", "--output-format", "concise"]
    done = subprocess.run([*run, "notebooks/theatres"], cwd=tree, capture_output=True, text=True)
    return done.stdout.count("C901")


def measures(tree: Path) -> dict[str, str]:
    """Return the measures of a tree, by name."""
    package = tree / "notebooks" / "theatres"
    texts = [path.read_text(encoding="utf-8") for path in sorted(package.rglob("*.py"))]
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    nodes, coded = sum(size(ast.parse(t)) for t in texts), sum(map(code_lines, texts))
    classes = explorer_classes(package)
    wide = sum(len(line) > WIDE for line in lines)
    return {
        "lines that are not blank": f"{len(lines):,}",
        f"lines over {WIDE} columns": f"{100 * wide / len(lines):.1f}%",
        "code lines": f"{coded:,}",
        "nodes a code line": f"{nodes / coded:.1f}",
        "hand-wired observers": str(sum(len(re.findall(r"\.observe\(", t)) for t in texts)),
        "explorer classes": str(len(classes)),
        "nodes an explorer class": f"{sum(classes.values()) / len(classes):.0f}",
        "functions over complexity 15": str(complex_functions(tree)),
        "private names of other modules": str(private_uses(package)),
    }


if __name__ == "__main__":
    trees = [Path(given).resolve() for given in sys.argv[1:]] or [Path(__file__).parents[1]]
    found = [measures(tree) for tree in trees]
    for name in found[0]:
        print(f"{name:34}", *(f"{one[name]:>10}" for one in found))
    if len(trees) > 1:
        first, last = (explorer_classes(t / "notebooks/theatres") for t in (trees[0], trees[-1]))
        both = [name for name in first if name in last]
        was, now = (sum(classes[name] for name in both) for classes in (first, last))
        print(f"{len(both)} explorer classes in both: {was:,} and {now:,} nodes", end="")
        print(f" ({now / was - 1:+.0%})")
