"""Formats: seats and overlaps against rows read by hand, and what a prescription acts on."""

import pandas as pd
import pytest

from theatres import tables
from theatres.explorers.formats import explore_formats
from theatres.model import formats, network


@pytest.fixture
def invented(monkeypatch):
    """Four seats in two clubs: A in both all along, B in X only until 2020, C in Y from an unknown
    date, D a guest of Y.
    """
    rows = pd.DataFrame(
        [
            ("A", "X", "member", "2000", None),
            ("A", "Y", "member", "2010-05", None),
            ("B", "X", "member", "2000", "2020-06"),
            ("B", "Y", "partner", "2015", None),
            ("C", "Y", "member", None, None),
            ("D", "Y", "guest", "2012", None),
        ],
        columns=["actor", "group", "role", "since", "until"],
    )
    real = tables.read
    monkeypatch.setattr(
        tables,
        "read",
        lambda table, *a, **k: rows.copy() if table == "memberships" else real(table, *a, **k),
    )
    return rows


def test_seats_held_at_the_end_of_a_year(invented):
    def held(year):
        return set(formats.seats(year)[["actor", "group"]].itertuples(index=False, name=None))

    assert held(2009) == {("A", "X"), ("B", "X"), ("C", "Y")}  # no sourced start counts throughout
    assert ("B", "X") in held(2019) and ("B", "X") not in held(2020)


def test_overlap_and_jaccard_by_hand(invented):
    assert list(formats.overlap("X", "Y", year=2016).index) == ["A", "B"]
    assert list(formats.overlap("X", "Y", year=2016, members_only=True).index) == ["A"]
    assert formats.overlap("X", "Y", year=2016).at["B", "Y"] == "partner since 2015"
    assert formats.overlap("Y").at["C", "Y"] == "member, start not sourced"
    assert formats.jaccard("X", "Y", year=2016) == pytest.approx(2 / 4)
    assert formats.jaccard("X", "Y", year=2016, members_only=True) == pytest.approx(1 / 3)
    assert formats.jaccard("X", "X", year=2016) == 1


def test_overlap_says_which_formats_there_are(invented):
    for wrong in ((), ("X", "Z")):
        with pytest.raises(ValueError, match="X, Y"):
            formats.overlap(*wrong)


def test_the_four_are_partners_and_the_alliance_grew_to_32():
    assert set(formats.overlap("NATO", "IP4").index) == {"AUS", "JPN", "KOR", "NZL"}
    assert formats.overlap("NATO", "IP4", members_only=True).empty
    assert [
        len(formats.overlap("NATO", year=y, members_only=True)) for y in (2022, 2023, 2024)
    ] == [30, 31, 32]
    assert list(formats.overlap("SCO", "BRICS", "QUAD", year=2024).index) == ["IND"]
    assert "PRK" not in set(formats.seats()["actor"])


def test_who_changes_roles_is_listed_once():
    """Mongolia was an observer of the SCO until the summit of Tianjin and is a partner since."""
    assert formats.overlap("SCO").at["MNG", "SCO"] == "partner since 2025-09-01"
    assert formats.overlap("SCO", year=2024).at["MNG", "SCO"] == "observer, start not sourced"
    x = explore_formats(together=["SCO"], year=2024)
    assert "observer" in x.seat_opened("MNG|SCO")
    x.year.value = 2026
    assert "partner" in x.seat_opened("MNG|SCO")


def test_partial_formats_hold_nobody_but_the_four():
    rows = formats.seats()
    assert set(rows.loc[rows["group"].isin(formats.PARTIAL), "actor"]) <= {
        "AUS",
        "JPN",
        "KOR",
        "NZL",
    }


@pytest.mark.parametrize("claim", formats.prescriptions())
def test_what_a_prescription_acts_on(claim):
    rows, ties = formats.acts_on(claim), network.ties().set_index("id")
    assert set(ties.loc[rows["id"], "claim"]) == {claim} and set(
        ties.loc[rows["id"], "status"]
    ) == {"proposed"}
    for row in rows.itertuples():
        for found, late in ((row.before, False), (row.after, True)):
            assert all((ties.at[t, "start"] > formats.TEXT_DATE) is late for t in map(str, found))
            assert all(ties.at[t, "status"] == "actual" for t in found)
            if ties.at[row.id, "sign"]:
                assert all(ties.at[t, "sign"] == ties.at[row.id, "sign"] for t in found)


def test_the_g7_had_no_tie_with_the_four_and_nato_had():
    assert formats.acts_on("C64")["before"].map(len).min() > 0
    new = formats.acts_on("C63").set_index("source").loc["G7"].query("target == 'IP4'")
    assert new["before"].iloc[0] == []
    with pytest.raises(ValueError, match="C64"):
        formats.acts_on("C01")


def test_leaders_agree_with_the_observations():
    counted = (
        tables.read("observations")
        .query("indicator == 'nato_summit_ip4_leaders'")
        .sort_values("date")["value"]
    )
    assert list(formats.leaders()["leaders"].dropna()) == list(counted) == [4, 4, 3, 1]
    assert pd.isna(formats.leaders().at["Ankara 2026", "leaders"])


def test_words_follow_every_control():
    x = explore_formats(together=["EU", "NATO"])
    said = {x.words()}
    for control, value in (
        (x.year, 2015),
        (x.members_only, True),
        (x.together, ["EU", "NATO", "G7"]),
    ):
        control.value = value
        said.add(x.words())
    assert len(said) == 4
    assert (
        "23 sit in NATO and EU"
        in explore_formats(together=["EU", "NATO"], members_only=True).words()
    )
    assert "North Korea" in explore_formats().words()


def test_columns_follow_the_theatre():
    x = explore_formats()
    spec = x.chart.spec
    x.actors.value = "Europe"
    assert x.chart.spec != spec


def test_summits_and_prescriptions_in_words():
    x = explore_formats("Summits", who="AUS")
    assert "Washington 2024 3 of 4" in x.words() and "Washington 2024 deputy" in x.words()
    y = explore_formats("Prescriptions", claim="C64")
    before = y.words()
    y.after.value = True
    assert "Hindsight" in y.words() and "Hindsight" not in before
    y.claim.value = "C65"
    assert y.words().startswith("“Prioritisers")


def test_every_mark_leads_to_a_source():
    x = explore_formats(together=["NATO"])
    for view, name in {"Seats": "seat", "Summits": "guest", "Prescriptions": "tie"}.items():
        x.view.value = view
        opener = getattr(x, name)
        shown = [html.value for one, html in x.opened.items() if one != name]
        assert not any(shown), "what another view opened is out of sight"
        for _, key in opener.options[1:]:
            opener.value = key
            assert "Sources" in x.opened[name].value and "https://" in x.opened[name].value


def test_a_click_opens_and_an_unticked_seat_too():
    x = explore_formats(together=["NATO"])
    x.chart.picked = {"seat": {"id": ["JPN|NATO"]}}
    assert x.seat.value == "JPN|NATO"
    x.chart.picked = {"seat": {"id": ["JPN|QUAD"]}}
    assert "Quad" in x.details.value
    x.view.value = "Prescriptions"
    x.chart.picked = {"tie": {"id": ["T168"]}}
    assert x.tie.value == "T168"


def test_a_click_on_a_formats_name_chooses_it_and_the_next_lets_it_go():
    x = explore_formats(together=["NATO"])
    x.chart.picked = {"format": {"row": ["EU"]}}
    assert x.together.value == ("NATO", "EU") and "sit in NATO and EU" in x.words()
    assert x.chart.together == ("NATO", "EU") and set(x.chart.both) == set(x.both().index)
    x.chart.picked = {"format": {"row": ["EU", None]}}  # a seat was clicked, and no name
    x.chart.picked = {"format": {"row": ["EU", "NATO"]}}
    assert x.together.value == ("EU",)
    x.chart.picked = {"format": {}}  # both names a second time
    assert x.together.value == ("NATO",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"view": "Map"},
        {"together": ["WTO"]},
        {"year": 1900},
        {"actors": "Mars"},
        {"who": "FRA"},
        {"claim": "C01"},
    ],
)
def test_a_wrong_start_is_refused_with_what_there_is(wrong):
    with pytest.raises(ValueError, match="explore_formats: .* cannot be .*; choose"):
        explore_formats(**wrong)
