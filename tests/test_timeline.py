"""The timeline: each happening once, lanes and firmness, filters, words, and the way from a mark to
its sources.
"""

import pandas as pd
import pytest

from theatres import explore_timeline, tables
from theatres.charts import timeline as charts
from theatres.charts.theme import still_svg
from theatres.model import answers, pressure


@pytest.fixture(scope="module")
def rows():
    return pressure.happenings()


def test_every_event_of_a_lane_kind_is_there_once(rows):
    events = tables.read("events")
    laned = events[events["kind"].astype(str).isin(pressure.LANES) & (events["date"] >= "2013")]
    assert set(laned["id"]) <= set(rows["id"])
    assert rows["id"].is_unique and not rows["lane"].isna().any()


def test_no_happening_stands_in_two_rows():
    """Two coders may enter the same happening: same day, kind and an actor.

    These pairs were looked at and are different acts.
    """
    looked_at = {
        ("E022", "E449"),
        ("E033", "E034"),
        ("E033", "E201"),
        ("E034", "E201"),
        ("E042", "E345"),
        ("E146", "E488"),
        ("E296", "E297"),
        ("E346", "E347"),
    }
    events = tables.read("events")
    daily = events[events["date"].str.len() == 10].dropna(subset="actors")
    daily = daily.assign(actors=daily["actors"].str.split(";")).explode("actors")
    pairs = daily.merge(daily, on=["date", "kind", "actors"]).query("id_x < id_y")[["id_x", "id_y"]]
    assert set(pairs.itertuples(index=False, name=None)) - looked_at == set()


@pytest.mark.parametrize(
    ("date", "year", "stamp"),
    [
        ("2015", 2015, "2015-01-01"),
        ("2024-10", 2024, "2024-10-01"),
        ("2022-09-26", 2022, "2022-09-26"),
    ],
)
def test_a_date_of_partial_precision_begins_where_it_may(date, year, stamp):
    row = tables.read("events").head(1).assign(date=date)
    dated = pressure.dated(row).iloc[0]
    assert dated["year"] == year and dated["when"] == pd.Timestamp(stamp).timestamp() * 1000


def test_contested_cases_are_contested(rows):
    contested = set(rows.loc[rows["contested"], "id"])
    assert {"E430", "E460", "E489", "E445", "E479", "E444"} <= contested
    assert not contested & {"E446", "E455", "E410"}


def test_select_happenings_filters(rows):
    hybrid = pressure.select_happenings(rows, lane="hybrid", firm="court", years=(2023, 2024))
    assert (
        set(hybrid["kind"].astype(str)) <= set(pressure.HYBRID)
        and set(hybrid["year"]) <= {2023, 2024}
        and set(hybrid["firm"]) == {"court"}
    )
    assert all(
        "C46" in c.split(";") for c in pressure.select_happenings(rows, claim="C46")["claims"]
    )
    assert len(pressure.select_happenings(rows)) == len(rows)
    with pytest.raises(ValueError, match="no lane 'Weather'; choose one of"):
        pressure.select_happenings(rows, lane="Weather")
    with pytest.raises(ValueError, match="no firmness"):
        pressure.select_happenings(rows, firm="sure")


def test_neighbours_in_a_lane_get_different_heights():
    day = 86_400_000
    close = pd.DataFrame(
        {"id": list("abcd"), "lane": ["x", "x", "x", "y"], "when": [0, 5 * day, 10 * day, 0]}
    )
    assert list(charts.levels(close, "lane")) == [0, 1, 2, 0]
    far = close.assign(when=[0, 200 * day, 400 * day, 0])
    assert list(charts.levels(far, "lane")) == [0, 0, 0, 0]


def test_every_firmness_has_its_own_colour_and_shape():
    assert set(charts.FIRM) == set(pressure.FIRMNESS)
    assert (
        len({c for c, _ in charts.FIRM.values()})
        == len({s for _, s in charts.FIRM.values()})
        == len(charts.FIRM)
    )
    assert set(tables.meanings("events", "firmness")) | {"open"} == set(pressure.FIRMNESS)


def test_the_words_follow_the_controls(rows):
    explorer = explore_timeline()
    assert explorer.words().startswith(f"2013 to 2026: {len(rows)} events")
    explorer.years.value = (2014, 2021)
    explorer.firmness.value = "contested"
    shown = explorer.shown()
    assert len(shown) == 1
    said = explorer.words()
    assert said.startswith("2014 to 2021: 1 event; most in 2016 (1). Of 1 where")
    assert "none rest on a court" in said and "1 is suspected" in said
    explorer.kind.value, explorer.theatre.value = "Permissions", "Middle East"
    assert explorer.words() == "2014 to 2021: no event fits. Loosen a filter."
    assert [label for label, _ in explorer.event.options] == ["none"]


def test_the_browser_filters_as_python_does(rows):
    explorer = explore_timeline(kind="hybrid", firmness="contested", since=2022)
    params = {p["name"]: p["value"] for p in explorer.still().to_dict()["params"] if "value" in p}
    assert (
        params["lane"] == "hybrid"
        and params["firm"] == "contested"
        and params["years"] == [2022, 2026]
    )
    for name in charts.PARAMS:
        assert name in explorer.chart.names


def test_an_event_opens_to_row_claims_judgements_and_sources_by_list_and_by_click():
    explorer = explore_timeline()
    explorer.event.value = "E430"
    listed = explorer.details.value
    for part in (
        "Explosions destroy Nord Stream lines",
        "C35",
        "Our judgements that rest on it",
        "Sources",
        'href="http',
    ):
        assert part in listed
    explorer.event.value = ""
    assert explorer.details.value == ""
    explorer.chart.picked = {"event": {"id": ["E430"]}}
    assert explorer.details.value == listed and explorer.chart.chosen == "E430"


def test_the_mouse_cannot_leave_the_years_chosen():
    drawn = explore_timeline(since=2020).still().to_dict()
    assert not [part for part in drawn["layer"] for p in part.get("params", []) if "bind" in p]


def test_the_day_of_the_commentary_and_what_came_after_bear_their_words():
    drawn = explore_timeline().still().to_dict()
    texts = [part["encoding"].get("text", {}).get("value") for part in drawn["layer"]]
    assert {"commentary", "hindsight"} <= set(texts)


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ({"kind": "x"}, "kind cannot be 'x'"),
        ({"firmness": "x"}, "firmness cannot be 'x'"),
        ({"theatre": "Mars"}, "theatre cannot be 'Mars'"),
        ({"claim": "C99"}, "claim cannot be 'C99'"),
        ({"event": "E0"}, "event cannot be 'E0'"),
        ({"since": 1999}, "two numbers in order, 2013 to 2026"),
        ({"since": 2024, "until": 2020}, "two numbers in order, 2013 to 2026"),
        ({"event": "E430", "firmness": "court"}, "event cannot be 'E430'"),  # filtered out
    ],
)
def test_bad_starts_are_told_in_one_sentence(start, said):
    with pytest.raises(ValueError, match=said):
        explore_timeline(**start)


def test_keys_of_the_self_checks():
    assert answers.key("l05_signals_2023_2024") == 10
    assert answers.key("l05_bomber_patrols_to_2023") == 7
    assert answers.key("l05_court_2019") == 1


@pytest.mark.parametrize("kind", ["Nuclear signals", "Peace terms", "Sabotage"])
def test_a_legend_is_never_drawn_at_minus_infinity(kind):
    drawn = still_svg(explore_timeline(kind=kind, firmness="contested").still(), checked=False)
    assert "role-legend" in drawn and "e+308" not in drawn


def test_a_single_lane_stands_close_below_its_controls(rows):
    """In the middle of a chart for all lanes it was at the edge of a lesson's first screen."""
    lanes = ["", "hybrid", *pressure.LANES.values(), pressure.OTHER]
    tall = {kind: charts.timeline(rows, lane=kind).to_dict()["height"] for kind in lanes}
    lone = {kind for kind in lanes if len(charts.lanes(kind)) == 1}
    assert lone and max(tall[kind] for kind in lone) <= 200
    assert min(tall[kind] for kind in set(lanes) - lone) >= charts.LOWEST
