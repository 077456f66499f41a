"""Write the stub that tells editors what `theatres` offers.

PYTHONPATH=notebooks python scripts/write_stub.py
"""

from __future__ import annotations

from pathlib import Path

import theatres

HEAD = """\
# What `from theatres import ...` offers, for editors and type checkers, which cannot see through a
# package that brings its parts when they are asked for. scripts/write_stub.py writes it.
"""
TAIL = """
class SetUpError(ImportError): ...

def in_the_way() -> str: ...
"""


def stub() -> str:
    """Return the stub: each public name from the module that defines it."""
    homes = {name: getattr(theatres, name).__module__ for name in theatres.__all__}
    lines = [
        f"from {home.removeprefix('theatres')} import {name} as {name}"
        for name, home in sorted(homes.items(), key=lambda pair: (pair[1], pair[0]))
    ]
    return HEAD + "\n".join(lines) + "\n" + TAIL


if __name__ == "__main__":
    Path(theatres.__file__).with_suffix(".pyi").write_text(stub(), encoding="utf-8", newline="\n")
