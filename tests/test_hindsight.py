"""The day of the commentary is said once; every part of the course draws hindsight there."""

from __future__ import annotations

import json
import re
from functools import partial

import pandas as pd
import pytest

import theatres
from theatres import tables
from theatres.charts import world
from theatres.explorers import positions, vietnam
from theatres.model import alignment, weighing

DAY = json.loads((tables.SEEDS / "citation.json").read_text(encoding="utf-8"))["date"]
LATER = {"D07": False, "D46": True, "D54": False, "D63": True}  # 11, 19, 11 and 21 July 2024


def test_the_day_stands_in_no_module():
    package = tables.ROOT / "notebooks" / "theatres"
    said = [p.name for p in package.rglob("*.py") if re.search(r'"2024-07(-\d\d)?"', p.read_text())]
    assert said == []
    assert tables.TEXT_DATE == DAY


@pytest.mark.parametrize(
    "when, happening, figure",
    [
        ("2024-07-15", False, False),
        ("2024-07-16", True, True),
        ("2024-07", False, True),
        ("2024", False, True),
        ("2024-06", False, False),
        ("2023", False, False),
        ("2024-08", True, True),
        ("2025", True, True),
        (None, False, False),
    ],
)
def test_a_date_of_any_precision_is_hindsight_or_not(when, happening, figure):
    dates = pd.Series([when], dtype="str")
    assert tables.is_hindsight(dates).tolist() == [happening]
    assert tables.is_hindsight(dates, spans=True).tolist() == [figure]


@pytest.mark.parametrize("position, later", LATER.items())
def test_published_in_the_same_month_is_not_published_after(position, later):
    for when in ("until", "after"):
        shown = positions.explore_debate(when=when).shown()
        assert (position in set(shown["id"])) == (later == (when == "after"))
    people = weighing.voices()
    if position in people.index:
        assert people.loc[position, "hindsight"] == later


def test_until_and_after_share_no_position_and_lose_none():
    until, after = (set(positions.explore_debate(when=w).shown()["id"]) for w in ("until", "after"))
    assert not until & after and until | after == set(tables.read("positions")["id"])


def test_vietnams_timeline_is_cut_and_marked_at_the_day():
    rows = alignment.vietnam()
    assert rows.loc[rows["date"] > DAY, "hindsight"].all()
    figures = rows["table"] == "observations"
    assert not rows.loc[~figures & (rows["date"] <= DAY), "hindsight"].any()
    drawn = world.case_timeline(rows, list(alignment.LANES)).to_dict()
    rows = [row for rows in drawn["datasets"].values() for row in rows]
    assert {row["since"] for row in rows if "since" in row} == {DAY}
    assert "to July 2024" in vietnam.explore_vietnam().words()


@pytest.mark.parametrize(
    "opened",
    [
        theatres.explore_timeline,
        theatres.explore_aid,
        theatres.explore_vietnam,
        theatres.compare_counts,
        partial(theatres.explore_formats, "Prescriptions"),
        partial(theatres.explore_flows, flow="dprk_shells_cumulative"),
        partial(theatres.theatres_over_time, hindsight=True),
        theatres.explore_dependence,
        partial(theatres.explore_axis, view="By year"),
        theatres.compare_states,
        partial(theatres.compare_states, view="All votes, by year"),
        partial(theatres.compare_counts, "patrols"),
        partial(theatres.compare_counts, "our own sample"),
    ],
)
def test_hindsight_bears_its_name_in_every_chart_of_time(opened):
    drawn = opened().still().to_dict()
    words = [
        layer["encoding"]["text"].get("value")
        for layer in drawn["layer"]
        if "text" in layer["encoding"]
    ]
    assert {"commentary", "hindsight"} <= set(words)


def test_the_day_stands_between_two_year_ends_and_two_roll_calls():
    end_2023, end_2024 = 2023, 2024  # on an axis of year ends
    for explorer in (
        theatres.explore_axis(view="By year"),
        theatres.theatres_over_time(hindsight=True),
    ):
        assert end_2023 < since(explorer) < end_2024
    first = since(theatres.compare_states())
    calls = alignment.compare_votes("VNM", "IND")["date"]
    assert first[:4] == min(date for date in calls if date > DAY)[:4]


def test_an_incident_of_the_years_first_half_stands_left_of_the_day():
    drawn = theatres.compare_counts("our own sample").still().to_dict()
    rows = [r for rows in drawn["datasets"].values() for r in rows if "late" in r]
    assert rows and all(r["late"] == (r["date"] > DAY) for r in rows if len(r["date"]) == len(DAY))


def since(explorer):
    """Return where hindsight begins in an explorer's chart."""
    drawn = explorer.still().to_dict()
    found = {r["since"] for rows in drawn["datasets"].values() for r in rows if "since" in r}
    assert len(found) == 1
    return found.pop()
