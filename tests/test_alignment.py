"""Who stands where: counting votes, measures of likeness, the map's shapes, and the explorers that
show them.
"""

import json
import math
import re

import pytest

from theatres import tables
from theatres.charts import world as charts
from theatres.explorers import alignment as explorers
from theatres.explorers import polls, states, vietnam
from theatres.model import alignment

FIRST, SUSPEND, LATE = "A/RES/ES-11/1", "A/RES/ES-11/3", "A/RES/ES-11/7"


def test_every_known_tally_matches_the_published_one():
    for roll in tables.read("resolutions").itertuples():
        counts = alignment.tally(roll.id)
        assert counts["members"] == roll.members
        if not counts["unknown"]:
            assert (counts["yes"], counts["no"], counts["abstain"]) == (
                roll.yes,
                roll.no,
                roll.abstain,
            ), roll.id
        else:
            assert counts["yes"] <= roll.yes and counts["no"] <= roll.no, roll.id


def test_the_two_sides_of_russias_list_add_up_to_all_members():
    groups = alignment.groups()
    assert len(groups["all members"]) == 193
    assert groups["on Russia's list"] | groups["not on Russia's list"] == groups["all members"]
    assert not groups["on Russia's list"] & groups["not on Russia's list"]


def test_shares_equal_the_indicator_that_the_evidence_quotes():
    figures = tables.read("observations").query("indicator == 'unga_yes_share'")
    for row in figures.itertuples():
        symbol = re.match(r"\S+(?=:)", row.note).group()
        group = {"OTHER_MEMBERS": "not on Russia's list", "UNFRIENDLY": "on Russia's list"}[
            row.subject
        ]
        assert 100 * alignment.yes_share(symbol, group) == pytest.approx(row.value, abs=0.051), (
            symbol
        )


def test_clubs_are_those_of_july_2024():
    assert len(alignment.groups()["ASEAN"]) == 10 and "TLS" not in alignment.groups()["ASEAN"]
    assert (
        "IDN" not in alignment.groups()["BRICS"]
        and {"BRA", "RUS", "IND", "CHN", "ZAF"} <= alignment.groups()["BRICS"]
    )


def test_a_share_is_not_told_where_ayes_are_missing():
    assert not alignment.complete("A/RES/ES-11/8")
    assert math.isnan(alignment.yes_share("A/RES/ES-11/8"))
    assert math.isnan(alignment.cohesion(LATE))
    assert "A/RES/ES-11/8" not in alignment.by_resolution("all members").index


@pytest.mark.parametrize(
    "counts, index", [((10, 0, 0), 1), ((5, 5, 5), 0), ((10, 5, 0), 0.5), ((6, 3, 1), 0.4)]
)
def test_agreement_index_by_hand(counts, index):
    assert alignment.agreement_index(*counts) == pytest.approx(index)
    assert alignment.agreement_index(*reversed(counts)) == pytest.approx(index)


def test_agreement_index_of_nobody_is_missing():
    assert math.isnan(alignment.agreement_index(0, 0, 0))


def test_a_state_agrees_fully_with_itself_and_likeness_has_no_direction():
    assert alignment.same_votes("VNM", "VNM")["agreement"] == 1
    assert alignment.same_votes("VNM", "USA") == alignment.same_votes("USA", "VNM")


def test_abstention_counts_half(monkeypatch):
    import pandas as pd

    rows = pd.DataFrame(
        {
            "one": ["yes", "abstain", "no", "yes"],
            "other": ["yes", "no", "yes", "absent"],
            "same": pd.array([True, False, False, pd.NA], dtype="boolean"),
        }
    )
    monkeypatch.setattr(alignment, "compare_votes", lambda one, other: rows)
    assert alignment.same_votes("AAA", "BBB") == {
        "compared": 3,
        "same": 1,
        "agreement": 0.5,
    }  # 1 - (0 + 1/2 + 1) / 3


def test_changed_leaves_out_what_is_unknown_or_alike():
    rows = alignment.changed(FIRST, SUSPEND)
    assert (rows["first"] != rows["second"]).all()
    assert set(
        alignment.changed("A/RES/ES-11/6", LATE)[["first", "second"]].to_numpy().ravel()
    ) <= {"yes", "no", "abstain", "absent"}
    assert rows.set_index("name").loc["Vietnam"].tolist() == ["abstain", "no"]


def test_codes_say_what_the_votes_table_says():
    order = list(explorers.resolutions()["id"])
    packed = alignment.codes()["votes"]
    votes = tables.read("votes").astype({"vote": str, "status": str})
    for row in votes.itertuples():
        letter = packed[row.state][order.index(row.resolution)]
        assert letter.lower() == alignment.LETTER[row.vote]
        assert letter.isupper() == (row.status == "recorded") and letter.islower() == (
            row.status == "reconstructed"
        )
    assert packed["TWN"] == "-" * len(order)


def test_every_member_has_a_place_and_the_map_is_small():
    world = alignment.world()
    assert alignment.groups()["all members"] <= set(world["points"])
    assert {f["id"] for f in world["features"]} - set(tables.read("countries")["id"]) == {
        "FLK",
        "NCL",
        "PRI",
    }
    assert (tables.DATA / "world.json").stat().st_size < 400_000
    for feature in world["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                assert ring[0] == ring[-1]
                assert all(abs(a[0] - b[0]) < 90 for a, b in zip(ring, ring[1:])), feature["id"]


def _holds(shape: str, lon: float, lat: float) -> bool:
    feature = next(f for f in alignment.world()["features"] if f["id"] == shape)

    def inside(ring):
        return (
            sum(
                (a[1] > lat) != (b[1] > lat)
                and lon < (b[0] - a[0]) * (lat - a[1]) / (b[1] - a[1]) + a[0]
                for a, b in zip(ring, ring[1:])
            )
            % 2
            == 1
        )

    return any(inside(p[0]) for p in feature["geometry"]["coordinates"])


def test_borders_are_drawn_as_the_file_says():
    assert _holds("UKR", 34.2, 45.2) and not _holds("RUS", 34.2, 45.2)  # Crimea
    assert _holds("SOM", 44.5, 9.6)  # Hargeisa
    assert _holds("VNM", 105.5, 21.0) and _holds("TWN", 121.0, 23.8)
    assert _holds("ISR", 35.75, 33.0) and not _holds("SYR", 35.75, 33.0)  # the Golan Heights
    assert _holds("MAR", -13.2, 27.15) and _holds(
        "ESH", -10.57, 26.15
    )  # Laayoune, and Tifariti beyond the berm
    assert _holds("PSE", 35.2, 31.9) and not _holds(
        "PSE", 34.45, 31.45
    )  # the West Bank; Gaza is too small for this scale
    assert all(place in alignment.world()["borders"] for place in ("Crimea", "Golan", "West Bank"))


def test_equal_earth_against_published_points():
    x, y = charts.equal_earth(180.0, 0.0)
    assert (float(x), float(y)) == (pytest.approx(2.7066, abs=1e-3), 0)
    assert float(charts.equal_earth(0.0, 90.0)[1]) == pytest.approx(
        1.3173, abs=1e-3
    )  # the pole line lies 1.3173 above the equator


def test_vietnams_timeline_is_in_order_and_every_row_has_a_source():
    rows = alignment.vietnam()
    assert rows["date"].is_monotonic_increasing and rows["row"].is_unique
    assert set(rows["lane"]) <= set(alignment.LANES)
    known = set(tables.read("sources")["id"])
    assert all(s in known for cell in rows["sources"] for s in cell.split(";"))
    assert (
        rows.loc[rows["date"] > "2024-07-31", "hindsight"].all()
        and not rows.loc[rows["date"] < "2024-07-01", "hindsight"]
        .where(rows["date"].str.len() > 4, False)
        .any()
    )


@pytest.mark.parametrize(
    "call, text",
    [
        (lambda: alignment.votes("A/RES/1/1"), "there is no resolution 'A/RES/1/1'"),
        (lambda: alignment.votes(FIRST, "the South"), "there is no group 'the South'"),
        (lambda: alignment.compare_votes("VNM", "XXX"), "there is no member 'XXX'"),
        (lambda: alignment.agreement("FJI", "RUS"), "there is no series for state 'FJI'"),
        (lambda: explorers.explore_alignment(look="Trade"), "look cannot be 'Trade'"),
        (lambda: explorers.explore_alignment(state="TWN"), "state cannot be 'TWN'"),
        (
            lambda: states.compare_states("VNM", "IND", measure="love"),
            "measure cannot be 'love'",
        ),
        (lambda: polls.explore_polls("x"), "question cannot be 'x'"),
        (
            lambda: vietnam.explore_vietnam(since=1900),
            "since cannot be 1900; choose from 1995 to 2024",
        ),
    ],
)
def test_bad_input_is_told_in_one_sentence(call, text):
    with pytest.raises(ValueError, match=re.escape(text)):
        call()


def test_alignment_explorer_says_what_it_shows():
    e = explorers.explore_alignment()
    assert "141 yes, 5 no, 35 abstained, 12 did not vote, 0 not known" in e.words()
    e.among.value = "ASEAN"
    assert "among ASEAN (10): 8 yes" in e.words()
    e.resolution.value = SUSPEND
    assert "reconstructed (hollow marks)" in e.words()
    e.resolution.value = LATE
    assert "not known" in e.words()
    assert len(json.dumps(e.chart.get_state(["spec", "rows"]))) < 400_000
    e.look.value = "Aid"
    assert e.words().startswith("Aid to Ukraine") and e.resolution.disabled
    e.look.value = "Measures"
    assert "Not known is not none" in e.words() and "Russia itself" not in e.words()
    e.among.value = "all members"
    counted = re.findall(r"(\d+) (?:by|without|not)", e.words())
    assert sum(map(int, counted)) == 193 - 1 and "and Russia itself" in e.words()
    e.view.value = "Table"
    assert "Singapore" in e.listing.value and "<table>" in e.listing.value


def test_a_small_state_opens_by_keyboard_and_by_click_with_its_sources():
    e = explorers.explore_alignment()
    e.state.value = "TUV"
    assert "Tuvalu: 24 roll calls" in e.details.value and 'href="http' in e.details.value
    e.chart.picked = {"state": {"id": ["NRU"]}}
    assert e.state.value == "NRU" and "Nauru" in e.details.value


def test_comparer_says_what_is_reconstructed_or_missing():
    e = states.compare_states("VNM", "IND")
    assert (
        "11 of 20 roll calls" in e.words()
        and "reconstructed" in e.words()
        and "not known" in e.words()
    )
    e.view.value = "All votes, by year"
    assert "Vietnam: with Russia" in e.words()
    assert e.words().startswith(
        "By share of same votes Vietnam and India stand farther from Russia"
    )
    e.measure.value = "distance"
    assert "smaller is nearer" in e.words()
    assert "Vietnam and India stand nearer to Russia" in e.words()
    e.one.value, e.other.value = "RUS", "RUS"
    assert e.words().startswith("Distance of ideal points"), "nobody is nearer to itself"
    e.one.value, e.other.value = "FJI", "TUV"
    assert "not among them" in e.words()
    assert e.still().to_dict()


def test_vietnam_without_hindsight_knows_nothing_later():
    e = vietnam.explore_vietnam()
    assert "to July 2024" in e.words() and not e.shown()["hindsight"].any()
    e.hindsight.value = True
    assert e.shown()["hindsight"].any()
    e.fact.value = SUSPEND
    assert "votes no" in e.details.value and "href" in e.details.value


def test_polls_open_to_their_source():
    e = polls.explore_polls("putin_confidence")
    assert "79% (Vietnam, 2017)" in e.words()
    e.chart.picked = {"poll": {"id": ["O36038"]}}
    assert "Vietnam" in e.details.value and "href" in e.details.value
    e.question.value = "russia_partner"
    assert "Turkey" in " ".join(label for label, _ in e.poll.options)


def test_words_repeat():
    assert explorers.explore_alignment().words() == explorers.explore_alignment().words()
    assert vietnam.explore_vietnam().words() == vietnam.explore_vietnam().words()


def test_keys_of_the_self_checks_by_hand():
    from theatres.model import answers

    assert answers.key("l06_africa_annexations") == pytest.approx(100 * 30 / 54)
    assert answers.key("l06_latin_america_suspend") == pytest.approx(100 * 19 / 33)
    assert answers.key("l06_asean_annexations") == 7
    assert answers.key("l06_same_kazakhstan_russia") == 7


def test_members_take_the_measures_of_their_union():
    found, rows = alignment.measures(), tables.read("observations")
    told = rows[rows["indicator"] == "sanctions_on_rus"].set_index("subject")
    for state, whose in (("DEU", "EU"), ("FRA", "EU"), ("JPN", "JPN")):
        assert found.loc[state, "rows"] == told.loc[whose, "id"]
        assert found.loc[state, "measures"] == "own source"
    assert found.loc["CHN", "measures"] == "none"
