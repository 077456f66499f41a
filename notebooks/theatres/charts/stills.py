"""Floor 2: stills of charts for files that a student takes away, drawn in a process of their own.

vl-convert takes half a second and 75 MB that a student's kernel need not keep.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


def svgs(specs: list[dict]) -> list[str]:
    """Draw Vega-Lite specifications as SVG.

    Parameters
    ----------
    specs : list of dict
        Specifications, as ``chart.to_dict()`` gives them.

    Returns
    -------
    list of str
        SVG text in the same order; empty where a specification cannot be drawn.
    """
    if not specs:
        return []
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    try:
        drawn = subprocess.run(
            [sys.executable, "-m", "theatres.charts.stills"],
            input=json.dumps(specs).encode(),
            capture_output=True,
            check=False,  # what cannot be drawn is empty
            env=here,
        )
        return json.loads(drawn.stdout)
    except (ValueError, OSError):  # OSError: a kernel in a browser starts no process
        return [""] * len(specs)


def _fetches(spec) -> bool:
    """Say whether a specification loads data from somewhere: one that was brought back may."""
    if isinstance(spec, list):
        return any(map(_fetches, spec))
    if not isinstance(spec, dict):
        return False
    data = spec.get("data")
    return (isinstance(data, dict) and "url" in data) or any(
        _fetches(v) for k, v in spec.items() if k not in ("values", "datasets")
    )


if __name__ == "__main__":
    from . import theme

    class Given:
        """A specification that is a dictionary already."""

        def __init__(self, spec):
            self.to_dict = lambda **_: dict(spec)

    pictures = []
    for one in json.load(sys.stdin):
        try:
            pictures.append("" if _fetches(one) else theme.still_svg(Given(one)))
        except Exception:  # a specification from a file that a student brought may be anything
            pictures.append("")
    json.dump(pictures, sys.stdout)
