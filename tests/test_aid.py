"""Aid: sums against the tracker's own, and against an invented tracker worked by hand.

The debate beside it.
"""

import pandas as pd
import pytest

from theatres import tables
from theatres.explorers.aid import explore_aid
from theatres.explorers.positions import explore_debate
from theatres.model import aid


@pytest.fixture
def invented(monkeypatch):
    """Japan 1 + 2 over three months, one of them without aid; Korea 1; the EU 6 and Norway 4.

    GDP 100, 50 and 200.
    """
    rows = [
        ("aid_total", "JPN", "2022-01", 1.0),
        ("aid_total", "JPN", "2022-03", 2.0),
        ("aid_total", "KOR", "2022-02", 1.0),
        ("aid_total", "EU", "2022-02", 6.0),
        ("aid_total", "NOR", "2022-03", 4.0),
        ("aid_gdp", "JPN", "2021", 100.0),
        ("aid_gdp", "KOR", "2021", 50.0),
        ("aid_gdp", "NOR", "2021", 200.0),
    ]
    table = pd.DataFrame(rows, columns=["indicator", "subject", "date", "value"])
    monkeypatch.setattr(aid.tables, "read", lambda name: table)
    monkeypatch.setattr(aid, "BLOCS", {"FOUR": ["JPN", "KOR"], "EUROPE10": ["NOR", "EU"]})


def last(frame):
    return frame[frame["n"] == frame["n"].max()].set_index("series")["value"]


def test_sums_by_hand(invented):
    assert aid.months() == ["2022-01", "2022-02", "2022-03"]
    japan = aid.cumulative(series="donors").query("series == 'JPN'")
    assert list(japan["value"]) == [1, 1, 3]
    assert dict(last(aid.cumulative())) == {"FOUR": 4, "EUROPE10": 10}


def test_per_gdp_pools_the_members_and_leaves_out_the_eu(invented):
    by_gdp = last(aid.cumulative(unit="percent of GDP"))
    assert by_gdp["FOUR"] == pytest.approx(100 * 4 / 150) and by_gdp["EUROPE10"] == pytest.approx(
        100 * 4 / 200
    )
    assert "EU" not in last(aid.cumulative(unit="percent of GDP", series="donors"))


@pytest.mark.parametrize("kind", ["total", "military"])
@pytest.mark.parametrize("month", ["2024-06", "2026-04"])
def test_sums_of_months_are_the_tracker_s_sums(kind, month):
    rows = tables.read("observations")
    theirs = (
        rows[(rows["indicator"] == f"aid_{kind}_sum") & (rows["date"] == month)]
        .set_index("subject")["value"]
        .drop("ALL_DONORS")
    )
    ours = (
        aid.cumulative(kind, series="donors").query("month == @month").set_index("series")["value"]
    )
    assert set(ours.index) == set(theirs.index)
    assert ours[theirs.index].to_numpy() == pytest.approx(theirs.to_numpy(), abs=1e-3)
    assert aid.everybody(kind, month) >= ours.sum() - 1e-3


def test_shares_of_gdp_are_the_tracker_s():
    rows = tables.read("observations")
    theirs = rows[(rows["indicator"] == "aid_gdp_share") & (rows["date"] == "2024-06")].set_index(
        "subject"
    )["value"]
    ours = (
        aid.cumulative(unit="percent of GDP", series="donors")
        .query("month == '2024-06'")
        .set_index("series")["value"]
    )
    assert ours[theirs.index].to_numpy() == pytest.approx(theirs.to_numpy(), abs=1e-3)


def test_sums_never_fall():
    for kind in aid.KINDS:
        for unit in aid.UNITS:
            assert (
                aid.cumulative(kind, unit, "donors").groupby("series")["value"].diff().dropna() >= 0
            ).all()


@pytest.mark.parametrize("wrong", [{"kind": "loans"}, {"unit": "yen"}, {"series": "all"}])
def test_wrong_arguments_of_the_model(wrong):
    with pytest.raises(ValueError, match="choose one of"):
        aid.cumulative(**wrong)


def test_words_follow_every_control():
    x = explore_aid()
    assert "the four partners gave Ukraine aid of EUR 8.6 bn" in x.words() and "4.3%" in x.words()
    said = {x.words()}
    for control, value in ((x.kind, "military"), (x.unit, "percent of GDP"), (x.month, "2022-11")):
        control.value = value
        said.add(x.words())
    assert len(said) == 4
    spec = x.charts["Over time"].spec
    x.series.value = "four"
    assert x.charts["Over time"].spec != spec


def test_opening_a_donor_shows_rows_that_add_up_and_their_source():
    x = explore_aid(month="2024-06")
    for s in ("FOUR", "EUROPE10"):
        x.donor.value = s
        total = aid.behind(s).query("date <= '2024-06'")["value"].sum()
        assert (
            f"EUR {total:.2f} bn in all" in x.details.value
            and "Ukraine Support Tracker" in x.details.value
        )
    x.charts["Over time"].picked = {"point": {"series": ["USA"]}}
    assert x.donor.value == "USA"
    x.view.value = "Ranking"
    x.donor.value = "KOR"
    assert "South Korea" in x.details.value


@pytest.mark.parametrize(
    "wrong", [{"view": "Map"}, {"series": "x"}, {"kind": "x"}, {"unit": "x"}, {"month": "2030-01"}]
)
def test_a_wrong_start_is_refused(wrong):
    with pytest.raises(ValueError, match="explore_aid: .* cannot be .*; choose"):
        explore_aid(**wrong)


def test_the_debate_gives_each_stance_the_same_room():
    x = explore_debate(system="S15")
    assert f"{len(x.shown())} of {len(tables.read('positions'))} published" in x.words()
    assert 0 < len(x.shown()) < len(x.positions)
    places = pd.DataFrame(
        next(d for d in x.still().to_dict()["datasets"].values() if "stance" in d[0])
    )
    for i, stance in enumerate(("for", "qualifies", "against")):
        mine = places[places["stance"] == stance]
        assert (
            mine["x"].between(10 * i, 10 * i + 10).all()
            and not mine.duplicated(["school", "x"]).any()
        )
    x.one.value = x.one.options[1][1]
    other = next(v for t, v in x.other.options[1:] if v != x.one.value)
    x.other.value = other
    assert (
        x.one.value in x.opened["other"].value
        and other in x.opened["other"].value
        and "https://" in x.opened["other"].value
    )
    assert x.chart.pair == [x.one.value, other]


def test_every_filter_of_the_debate_changes_the_words():
    x = explore_debate()
    whole = x.words()
    for control, value in (
        (x.system, "S11"),
        (x.claim, "C48"),
        (x.school, "credibility"),
        (x.when, "after"),
    ):
        control.value = value
        assert x.words() != whole
        control.value = ""
    x.school.value, x.claim.value = "restraint", "C67"
    assert "No position fits" in x.words()


def test_a_click_of_another_stance_goes_beside():
    x = explore_debate()
    x.chart.picked = {"position": {"id": ["D37"]}}
    x.chart.picked = {"position": {"id": ["D38"]}}
    assert (x.one.value, x.other.value) == ("D37", "D38")
    x.school.value = "restraint"
    x.chart.picked = {"position": {"id": ["D01"]}}
    assert x.one.value == "" and "Kishida" in x.opened["other"].value  # faint, and yet it opens


def test_the_debate_refuses_what_it_does_not_have():
    with pytest.raises(
        ValueError, match="explore_debate: school cannot be 'realists'; choose one of"
    ):
        explore_debate(school="realists")
