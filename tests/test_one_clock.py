"""Charts say and show the same in every time zone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import live_page
import pytest

from conftest import ROOT

ZONES = ["America/New_York", "Europe/Berlin", "Asia/Tokyo"]
# Every explorer that draws dates, with each of its ways to set out an axis of time.
DATED = """
from theatres import (compare_counts, escalation_loop, explore_aid, explore_flows, explore_formats,
                      explore_timeline, explore_vietnam)
dated = [
    explore_aid(), explore_vietnam(since=2000), escalation_loop(),
    explore_timeline(), explore_timeline(kind="Peace terms", since=2014),
    compare_counts(), compare_counts("nuclear signals"), compare_counts("espionage", year=2022),
    explore_formats("Prescriptions", after=True),
    *(explore_flows(flow=f) for f in ("shahed_launches_month", "dprk_shells_cumulative",
                                      "dprk_shells_year", "unga_identical_share", "dprk_killed")),
]
"""
STILLS = """
import json
from theatres.charts.theme import still_svg
print(json.dumps([still_svg(one.still(), checked=False) for one in dated]))
"""


def stills(zone: str) -> list[str]:
    """Draw every dated chart in a process whose clock stands in a zone."""
    env = {**os.environ, "TZ": zone, "PYTHONPATH": str(ROOT / "notebooks")}
    program = [sys.executable, "-c", DATED + STILLS]
    done = subprocess.run(program, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def dated() -> list:
    space: dict = {}
    exec(DATED, space)
    return space["dated"]


def test_stills_are_the_same_in_every_zone():
    in_utc = stills("UTC")
    assert len(in_utc) > 10 and all("role-axis" in svg for svg in in_utc)
    for zone in ZONES:
        assert stills(zone) == in_utc, zone


def test_no_chart_asks_for_local_time(dated):
    import vl_convert

    for one in dated:
        vega = json.dumps(vl_convert.vegalite_to_vega(one.still().to_dict(validate=False)))
        assert '"type": "utc"' in vega.replace('":"', '": "')
        local = r"(?<!\w)(timeFormat|timeParse|year|month|date|hours)\(|\"type\": ?\"time\""
        assert not re.search(local, vega), one.words()


@pytest.mark.browser
def test_browsers_show_and_tell_the_same_in_every_zone(dated, chromium_browser):
    states = [live_page.state_of(one.still()) for one in dated[:9]]
    seen = {}
    for zone in ["UTC", "America/Los_Angeles", *ZONES]:
        context = chromium_browser.new_context(timezone_id=zone)
        seen[zone] = live_page.paint(context, states).evaluate(live_page.SEEN)
        context.close()
    in_utc = seen.pop("UTC")
    assert all(chart["texts"] and chart["heard"] and chart["tips"] for chart in in_utc)
    for zone, charts in seen.items():
        assert charts == in_utc, zone
