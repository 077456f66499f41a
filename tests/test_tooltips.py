"""What a chart says under the pointer is said in words."""

from __future__ import annotations

import pytest
from openers import openers

import theatres

GIVEN = {  # what an explorer cannot open without
    "code_paragraph": ("P10",),
}
NO_CHART = {"compare_courses"}  # needs two folders; shows a table


def parts(spec):
    """Return every part of a specification that has an encoding."""
    if isinstance(spec, dict):
        if isinstance(spec.get("encoding"), dict):
            yield spec
        for inner in spec.values():
            yield from parts(inner)
    elif isinstance(spec, list):
        for inner in spec:
            yield from parts(inner)


def tooltips(explorer) -> list[dict]:
    """Return the fields that the chart on the stage tells under the pointer."""
    chart = explorer.still()
    if chart is None:
        return []
    told = [part["encoding"].get("tooltip", []) for part in parts(chart.to_dict(validate=False))]
    fields = [field for each in told for field in (each if isinstance(each, list) else [each])]
    return [field for field in fields if "field" in field]


def views(explorer):
    """Put each view of an explorer on the stage in turn."""
    yield explorer
    for name, control in getattr(explorer, "views", {}).items():
        for view in control.options:
            getattr(explorer, name).value = view
            yield explorer


@pytest.mark.parametrize("name", [name for name in openers() if name not in NO_CHART])
def test_tooltips_speak_words(work_folder, name):
    opened = getattr(theatres, name)(*GIVEN.get(name, ()))
    for explorer in views(opened):
        for field in tooltips(explorer):
            title = field.get("title")
            assert title and title[0].isupper(), f"{name}: {field['field']} has the title {title!r}"
            assert "_" not in title and title not in ("Id", "Row", field["field"]), (name, title)
