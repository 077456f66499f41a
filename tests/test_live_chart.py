"""What a live chart sends to the browser."""

from __future__ import annotations

import json

import altair as alt
import numpy as np

from theatres.charts.theme import Rows
from theatres.explorers.base import LiveChart


def test_specification_and_rows_travel_as_text_that_keeps_null():
    rows = [{"x": 1, "until": None}, {"x": 2, "until": 2024}]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, np.int64(3)]))
    live = LiveChart(alt.Chart(Rows(rows)).mark_point().encode(x=x))
    sent = live.get_state(["spec", "rows"])
    assert all(isinstance(text, str) for text in sent.values())
    spec, data = json.loads(sent["spec"]), json.loads(sent["rows"])
    assert spec["encoding"]["x"]["axis"] is None
    assert spec["encoding"]["x"]["scale"]["domain"] == [0, 3]
    assert list(data.values()) == [rows]
    live.set_state(sent)
    assert live.rows == data and live.spec["encoding"]["x"]["axis"] is None
