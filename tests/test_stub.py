"""The stub that editors read names what the package offers, each from its home."""

from __future__ import annotations

from pathlib import Path

import theatres
from scripts import write_stub

STUB = Path(theatres.__file__).with_suffix(".pyi")


def test_the_stub_names_every_public_name_at_its_home():
    held = STUB.read_text(encoding="utf-8")
    assert held == write_stub.stub(), "run PYTHONPATH=notebooks python scripts/write_stub.py"
    assert all(f" as {name}\n" in held for name in theatres.__all__)
