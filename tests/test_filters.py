"""What the browser filters and what pandas filters are the same rows, whatever the controls say."""

from __future__ import annotations

import random
import re

import altair as alt
import pandas as pd
import pytest
import vl_convert

from theatres import tables
from theatres.charts import network as network_charts
from theatres.charts import timeline as timeline_charts
from theatres.model import network, pressure

TRIES = 24


def passed(rows: pd.DataFrame, expression: str, params: dict) -> set[str]:
    """Let Vega itself filter the rows: the ids that it draws."""
    plain = rows.astype(object).where(rows.notna(), None)
    chart = (
        alt.Chart(alt.Data(values=plain.to_dict("records")))
        .transform_filter(expression)
        .transform_calculate(told="'<' + datum.id + '>'")
        .mark_text()
        .encode(text="told:N")
        .add_params(*[alt.param(name=name, value=value) for name, value in params.items()])
    )
    svg = vl_convert.vegalite_to_svg(chart.to_json())
    return set(re.findall(r">&lt;([^&]+)&gt;<", svg))


def some(rng: random.Random, offered: list):
    """Choose nothing half of the time, else one of what is offered."""
    return "" if rng.random() < 0.5 else rng.choice(offered)


@pytest.mark.parametrize("seed", range(TRIES))
def test_ties(seed):
    rng = random.Random(seed)
    ties = network.ties()
    actors = ["RUS", "CHN", "USA", "UKR", "PRK", "JPN"]
    families = list(tables.field("ties", "kind")["families"])
    chosen = {
        "year": rng.randint(2013, 2026),
        "actor": some(rng, actors),
        "kind": some(rng, [*families, *ties["kind"].astype(str).unique()]),
        "sign": some(rng, ["1", "0", "-1"]),
        "asserted": some(rng, ["commentary", "evidence"]),
        "status": some(rng, ["actual", "possible", "proposed"]),
        "crossing": rng.random() < 0.4,
        "without": some(rng, actors),
        "chosen": "",
    }
    columns = ["id", "source", "target", "kind", "family", "sign", "asserted_by", "status"]
    drawn = ties[[*columns, "crosses", "since", "until"]].astype(
        {"kind": str, "family": str, "asserted_by": str, "status": str}
    )
    assert set(chosen) == set(network_charts.PARAMS)
    found = network.select_ties(
        ties,
        year=chosen["year"],
        actor=chosen["actor"] or None,
        kind=chosen["kind"] or None,
        sign=int(chosen["sign"]) if chosen["sign"] else None,
        status=chosen["status"] or None,
        cross_theatre=chosen["crossing"],
        without=chosen["without"] or (),
    )
    if chosen["asserted"]:
        found = found[found["asserted_by"] == chosen["asserted"]]
    assert passed(drawn, network_charts.FILTER, chosen) == set(found["id"])


@pytest.mark.parametrize("seed", range(TRIES))
def test_happenings(seed):
    rng = random.Random(seed)
    rows = pressure.happenings()
    lanes = ["hybrid", *rows["lane"].unique()]
    firmness = ["contested", *rows["firm"].unique()]
    claims = sorted(set(tables.listed(rows["claims"])))
    years = sorted(rng.choices(range(2013, 2027), k=2))
    chosen = {
        "lane": some(rng, lanes),
        "theatre": some(rng, list(rows["theatre"].astype(str).unique())),
        "firm": some(rng, firmness),
        "claim": some(rng, claims),
    }
    drawn = rows[["id", "year", "lane", "theatre", "firm", "contested", "claims"]].assign(
        hybrid=rows["kind"].astype(str).isin(pressure.HYBRID), theatre=rows["theatre"].astype(str)
    )
    assert {*chosen, "years", "chosen"} == set(timeline_charts.PARAMS)
    found = pressure.select_happenings(rows, **chosen, years=tuple(years))
    params = {**chosen, "years": years}
    assert passed(drawn, timeline_charts.FILTER, params) == set(found["id"])


def test_a_filter_that_forgets_a_control_would_be_found():
    rows = network.ties()[["id", "since", "until"]]
    assert passed(rows, "datum.since <= year", {"year": 2020}) != set(
        network.select_ties(network.ties(), year=2020)["id"]
    )
