"""Names stand where a reader looks: no axis, text, legend or tooltip begins with a bare id."""

from __future__ import annotations

import pytest
from openers import openers
from test_tooltips import GIVEN, NO_CHART, parts, views

import theatres
from theatres import tables

TABLES = ("claims", "ties", "events", "evidence", "observations", "reasons", "positions", "rules")
TABLES += ("systems", "forecasts", "prescriptions", "questions", "sources")
SEEN = ("x", "y", "text", "color", "fill", "stroke", "shape", "strokeDash", "row", "column")
# An axis may cut an id off that keeps two equal names apart.
CUT_OFF = {"policy_lab"}


@pytest.fixture(scope="module")
def ids() -> set[str]:
    """Every id of a row that has a name, of both arguments."""
    with tables.using(None):
        return {row for table in TABLES for row in tables.read(table, argument="both")["id"]}


def values(spec, field: str):
    """Yield what a field holds in any of a specification's rows."""
    if isinstance(spec, dict):
        if isinstance(spec.get(field), str):
            yield spec[field]
        for inner in spec.values():
            yield from values(inner, field)
    elif isinstance(spec, list):
        for inner in spec:
            yield from values(inner, field)


def told(spec):
    """Yield the fields whose values a reader sees or is told."""
    for part in parts(spec):
        for channel, encoded in part["encoding"].items():
            if channel in SEEN and encoded.get("legend", "") is None:
                continue
            if channel in SEEN or channel == "tooltip":
                for one in encoded if isinstance(encoded, list) else [encoded]:
                    if "field" in one and one.get("axis", "") is not None:
                        yield one["field"]


def bare(value: str, ids: set[str]) -> bool:
    """Return whether a label begins with an id."""
    return value.split(" ")[0].strip("(:,;)") in ids


@pytest.mark.parametrize("name", [name for name in openers() if name not in NO_CHART])
def test_no_label_begins_with_a_bare_id(work_folder, ids, name):
    for explorer in views(getattr(theatres, name)(*GIVEN.get(name, ()))):
        chart = explorer.still()
        spec = chart.to_dict(validate=False) if chart is not None else {}
        rows = [spec.get("datasets", {}), *(part.get("data") for part in parts(spec))]
        for field in set(told(spec)):
            shown = {value for data in (rows, spec) for value in values(data, field)}
            seen = {value for value in shown if bare(value, ids)}
            assert not seen or name in CUT_OFF, (name, field, sorted(seen)[:3])


def test_a_bare_id_would_be_seen(ids):
    spec = {
        "data": {"values": [{"claim": "C07", "short": "Dependence deepened"}]},
        "encoding": {"x": {"field": "claim"}, "tooltip": [{"field": "short"}]},
    }
    assert set(told(spec)) == {"claim", "short"}
    assert [bare(v, ids) for v in values(spec, "claim")] == [True]
    assert not any(bare(v, ids) for v in values(spec, "short"))


@pytest.mark.parametrize("name", [name for name in openers() if name not in NO_CHART])
def test_lists_name_a_row_before_its_id(work_folder, ids, name):
    explorer = getattr(theatres, name)(*GIVEN.get(name, ()))
    for called in getattr(explorer, "declared", {}):
        for option in getattr(getattr(explorer, called), "options", ()):
            label = option[0] if isinstance(option, tuple) else option
            assert not bare(str(label), ids), (name, called, label)
