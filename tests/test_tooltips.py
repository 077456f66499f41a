"""What a chart says under the pointer is said in words, and each of its hues means one thing."""

from __future__ import annotations

from collections import defaultdict

import pytest
from openers import openers

import theatres
from theatres.charts.theme import GREY

GIVEN = {  # what an explorer cannot open without
    "code_paragraph": ("P10",),
}
ONE_LOOK_AT_A_TIME = {"explore_alignment"}  # votes, measures or aid: never two of them
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


def meanings(explorer) -> dict[str, set]:
    """Return what each hue of the chart on the stage means, but grey, which means none."""
    chart, found = explorer.still(), defaultdict(set)
    for part in parts(chart.to_dict(validate=False)) if chart is not None else ():
        for channel in ("color", "fill", "stroke"):
            scale = (part["encoding"].get(channel) or {}).get("scale") or {}
            named, hues = scale.get("domain"), scale.get("range")
            if isinstance(named, list) and isinstance(hues, list):
                for name, hue in zip(named, hues):
                    found[hue].add(str(name))
    return {hue: said for hue, said in found.items() if hue not in (GREY, "transparent")}


@pytest.mark.parametrize("name", [name for name in openers() if name not in NO_CHART])
def test_tooltips_speak_words_and_each_hue_means_one_thing(work_folder, name):
    opened = getattr(theatres, name)(*GIVEN.get(name, ()))
    for explorer in views(opened):
        for field in tooltips(explorer):
            title = field.get("title")
            assert title and title[0].isupper(), f"{name}: {field['field']} has the title {title!r}"
            assert "_" not in title and title not in ("Id", "Row", field["field"]), (name, title)
        for hue, said in meanings(explorer).items():
            assert len(said) == 1 or name in ONE_LOOK_AT_A_TIME, (name, hue, said)
