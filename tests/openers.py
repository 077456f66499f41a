"""The functions that open an explorer, and what each opens."""

from __future__ import annotations

import sys

import theatres
from theatres.explorers.base import Explorer


def openers() -> dict[str, type[Explorer]]:
    """Return the class of explorer that each function opens, by the function's name."""
    found = {}
    for name in theatres.__all__:
        function = getattr(theatres, name)
        opens = getattr(function, "__annotations__", {}).get("return")
        kind = vars(sys.modules[function.__module__]).get(opens) if opens else None
        if isinstance(kind, type) and issubclass(kind, Explorer):
            found[name] = kind
    return found
