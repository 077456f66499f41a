"""A class of three on a real JupyterHub: nobody fails, and everybody's sliders are answered."""

from __future__ import annotations

import importlib.util
import os

import pytest

from benchmarks import hub


def lacking() -> str:
    """Say what a hub needs and this machine has not, or nothing."""
    if not hub.PROXY.exists():
        return "the hub's proxy is not installed (make tools)"
    if importlib.util.find_spec("jupyterhub") is None:
        return "jupyterhub is not installed (make tools)"
    return ""


@pytest.mark.skipif(bool(lacking()) and not os.environ.get("CI"), reason=lacking())
def test_three_students_take_a_lesson_on_one_hub():
    students = hub.hold_class(3)
    assert [s.failures for s in students] == [[], [], []]
    assert all(s.first and len(s.answers) == hub.MOVES and s.megabytes > 50 for s in students)
    assert "3 students: 0 failures" in hub.report(students)
