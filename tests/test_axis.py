"""The four members: measures against examples worked by hand, figures that keep their range and
their author, and the words of both explorers.
"""

import math

import pandas as pd
import pytest

from theatres import explore_axis, explore_flows, tables
from theatres.explorers.flows import FlowExplorer
from theatres.model import axis, network

FOUR = list("abcd")


def made(*arcs) -> pd.DataFrame:
    return pd.DataFrame(map(tuple, arcs), columns=["source", "target"]).assign(mutual=False)


STAR, RING = made("ab", "ac", "ad"), made("ab", "bc", "cd", "da")
ALL = made("ab", "ac", "ad", "bc", "bd", "cd")


@pytest.mark.parametrize(
    "ties, value",
    [
        (STAR, 1),
        (RING, 0),
        (ALL, 0),
        (made("ab", "bc", "cd"), 1 / 3),
        (made("ab", "ac", "ad", "bc"), 2 / 3),
        (made("ab"), 1 / 3),
    ],
)
def test_centralisation_of_small_networks_worked_by_hand(ties, value):
    assert axis.centralisation(ties, FOUR) == pytest.approx(value)


def test_centralisation_ignores_direction_number_and_order():
    twice = pd.concat([STAR, STAR, made("ba", "ca")])
    assert axis.centralisation(twice.iloc[::-1], FOUR) == 1


def test_a_member_without_ties_counts():
    pair = made("ab", "ba")
    assert math.isnan(axis.centralisation(pair))  # two actors: no star can be told from a line
    assert axis.density(pair, FOUR) == pytest.approx(2 / 12) and network.density(pair) == 1
    assert axis.density(made(), FOUR) == 0


def test_a_shape_has_a_form_and_hubs():
    assert axis.shape(STAR, FOUR).form == "hub" and axis.shape(STAR, FOUR).hubs == ["a"]
    assert axis.shape(ALL, FOUR).form == "axis" and axis.shape(ALL, FOUR).hubs == []
    assert axis.shape(made(), FOUR).form == "nothing" and axis.shape(made(), FOUR).alone == FOUR
    assert axis.shape(made("ab", "ac", "ad", "bc"), FOUR).form == "part"


def test_without_the_word_the_commentary_draws_a_star():
    ties = axis.member_ties()
    told = axis.select(ties, year=2024, asserted="commentary", named=True)
    assert axis.shape(told).form == "axis"
    bare = axis.select(ties, year=2024, asserted="commentary")
    assert axis.shape(bare).form == "hub" and axis.shape(bare).hubs == ["RUS"]
    assert len(told) - len(bare) == len({"T045", "T046", "T047"})
    counted = network.ties()
    assert not set(told["id"]) - set(bare["id"]) & set(counted["id"])
    assert not (counted["status"] == "implied").any()


def test_only_friendly_ties_among_the_four_are_counted():
    ties = axis.member_ties()
    assert (ties["sign"] == 1).all() and set(ties["source"]) | set(ties["target"]) == set(
        axis.MEMBERS
    )
    assert (tables.read("ties").set_index("id").loc["T227", "sign"]) == -1 and "T227" not in set(
        ties["id"]
    )


def test_each_year_measures_what_select_gives_for_that_year():
    ties = axis.select(axis.member_ties(), asserted="evidence")
    measured = axis.by_year(ties, without="CHN").set_index(["year", "measure"])["value"]
    for year in (2013, 2016, 2024):
        one = axis.shape(axis.select(ties, year=year, without="CHN"), ["RUS", "IRN", "PRK"])
        assert measured[year, "centralisation"] == pytest.approx(one.centralisation) and measured[
            year, "density"
        ] == pytest.approx(one.density)


def test_pairs_agree_with_the_treaties():
    pairs = axis.pairs(2024).set_index("pair")
    assert len(pairs) == 6 and pairs.loc["Russia and North Korea", "treaty"] == "defence"
    assert (
        axis.pairs(2021).set_index("pair").loc["Russia and North Korea", "treaty"] == "consultation"
    )  # the treaty of 2000


def test_every_flow_keeps_its_figures_ranges_and_authors():
    for name in axis.FLOWS:
        rows = axis.flow(name)
        assert len(rows) and rows["who"].notna().all() and rows["sources"].notna().all()
        assert ((rows["least"] <= rows["value"]) & (rows["value"] <= rows["most"])).all()
        assert rows["when"].is_monotonic_increasing
    february = axis.flow("dprk_shells_cumulative").set_index("id").loc["O20318"]
    assert (february["least"], february["most"], february["bound"]) == (500000, 3000000, "range")


def test_the_latest_figure_of_each_flow_keeps_its_bound_and_its_author():
    rows = axis.latest_flows()
    assert set(rows["what"]) == set(axis.TRAFFIC) and {
        n for names in axis.TRAFFIC.values() for n in names
    } <= set(axis.FLOWS)
    by_id = tables.read("observations").set_index("id")
    for row in rows.itertuples():
        own = axis.flow(by_id.loc[row.id, "indicator"])
        assert (
            own.set_index("id").loc[row.id, "when"] == own["when"].max()
            and row.date == by_id.loc[row.id, "date"]
            and row.by
        )
    missiles = axis.latest_flows(
        {"missiles": ["dprk_missiles_delivered"]}
    )  # two parties, one year: neither is left out
    assert list(zip(missiles["figure"], missiles["by"])) == [
        ("148 missiles", "Ukrainian military intelligence"),
        ("at least 100 missiles", "MSMT"),
    ]
    votes = rows[rows["what"] == "votes"]
    assert (
        set(votes["by"]) == {"counted by us"}
        and votes["flow"].str.contains("North Korea and Russia").sum() == 1
    )
    with pytest.raises(ValueError, match="there is no flow 'gold'"):
        axis.latest_flows({"metals": ["gold"]})


def test_figures_are_written_as_their_source_bounds_them():
    february = next(axis.flow("dprk_shells_cumulative").query("id == 'O20318'").itertuples())
    assert axis.said(february) == "3,000,000 rounds (range 500,000 to 3,000,000)"
    assert axis.said(next(axis.flow("rus_pantsir_dprk").itertuples())) == "at least 1 vehicle"
    assert [axis.number(n) for n in (0, 2.5, 100.4, 4560)] == ["0", "2.5", "100", "4,560"]


def test_spread_compares_the_last_figure_of_each_party():
    rows = pd.DataFrame(
        {
            "when": ["2024-01-01", "2024-06-01", "2024-06-01", "2025-01-01"],
            "who": ["x", "x", "y", "y"],
            "value": [1.0, 8.0, 2.0, 5.0],
        }
    )
    found = axis.spread(rows)
    assert (found["year"], found["times"]) == ("2024", 4)
    assert axis.spread(rows[rows["who"] == "x"]) is None


def test_unknown_flow_and_starting_values_are_named():
    with pytest.raises(
        ValueError, match="there is no flow 'gold'; choose one of dprk_shells_cumulative"
    ):
        axis.flow("gold")
    with pytest.raises(ValueError, match="explore_axis has no control 'yeer'; it has year, kind"):
        explore_axis(yeer=2024)
    with pytest.raises(ValueError, match="without cannot be 'USA'; choose one of '', 'RUS'"):
        explore_axis(without="USA")
    with pytest.raises(ValueError, match="explore_flows: flow cannot be 'gold'"):
        explore_flows(flow="gold")


def test_the_axis_explorer_says_what_the_model_finds():
    shown = explore_axis(asserted="evidence", without="RUS")
    assert (
        "without Russia: 6 friendly ties join 3 of 3 pairs" in shown.words()
        and "touches China" in shown.words()
    )
    shown.kind.value = "arms"
    assert "no such tie among China, Iran and North Korea" in shown.words()
    shown.without.value = ""
    assert "every tie runs through Russia" in shown.words()
    shown.view.value = "By year"
    assert "From 2013 to 2026" in shown.words() and shown.stage.children == (
        shown.charts["By year"],
    )


def test_each_mark_of_the_axis_explorer_opens_rows_and_sources():
    shown = explore_axis(asserted="evidence")
    shown.chart.picked = {"pair": {"pair": ["PRK-RUS"]}}
    assert (
        shown.tie.value == "PRK-RUS"
        and "T254" in shown.details.value
        and "href" in shown.details.value
    )
    shown.chart.picked = {"pair": {"pair": ["PRK-RUS"]}, "tie": {"id": ["T280"]}}
    assert shown.tie.value == "T280" and "Sources" in shown.details.value
    shown.view.value = "By year"
    shown.charts["By year"].picked = {"measured": {"year": [2019]}}
    assert (
        shown.year.value == 2019
        and "T279" in shown.details.value
        and "T254" not in shown.details.value
    )


def test_the_flow_explorer_never_hides_whose_figure_it_is():
    shown = explore_flows(flow="dprk_shells_year")
    assert (
        "up to 9,000,000 rounds (MSMT, 2024), is 3.0 times the lowest,"
        " 3,000,000 rounds (Western intelligence, The Times, 2024)" in shown.words()
    )
    shown.chart.picked = {"figure": {"id": ["O20324"]}}
    assert (
        "The Times" in shown.details.value
        and "O20323" not in shown.details.value
        and "href" in shown.details.value
    )
    shown.flow.value = "dprk_killed"
    assert shown.who.value == "" and "North Korea, 2025-09" in shown.words()
    shown.who.value = "South Korea"
    assert "by one party" in shown.words() and shown.chart.who == "South Korea"


@pytest.mark.parametrize("flow", axis.FLOWS)
def test_every_flow_can_be_drawn_and_told(flow):
    shown = FlowExplorer(flow=flow)
    assert shown.still().to_dict()["layer"] and len(shown.words()) > 40


def test_weight_says_what_pairs_do_not():
    weighed = STAR.assign(weight=[3, 2, 1])
    counted = axis.weighted_degree(weighed, FOUR)
    assert counted["share"].tolist() == [1, 3 / 6, 2 / 6, 1 / 6]
    assert counted["partners"].tolist() == [3, 1, 1, 1]
    assert axis.weighted_degree(weighed.iloc[:0], FOUR)["share"].isna().all()


def test_pairs_stay_while_ties_grow():
    grown = axis.growth(axis.select(axis.member_ties(), asserted="evidence")).set_index("year")
    assert grown.at[2021, "pairs"] == grown.at[2024, "pairs"]
    assert grown.at[2024, "ties"] >= 2 * grown.at[2021, "ties"]


def test_a_disputed_tie_names_who_denies_it():
    ties = tables.read("ties").set_index("id")
    assert "Iran answered" in ties.at["T467", "note"] and "Iran denied" in ties.at["T465", "note"]


def test_the_four_stand_beside_other_fours():
    fours = axis.beside(2024).set_index("group")
    assert fours.at["four European allies", "treaty pairs"] == 6
    assert fours.at["the four of the text", "treaty pairs"] == 2
    votes = axis.votes_beside(2023).set_index("group")
    assert votes.loc["the four of the text", "pairs"] == 6
    assert votes.loc["members of the European Union", "pairs"] == 26 * 27 / 2
    assert votes.at["members of ASEAN", "median"] > votes.at["the four of the text", "median"]
    assert (votes["lowest"] <= votes["median"]).all()
    with pytest.raises(ValueError, match="choose a year from 2014"):
        axis.votes_beside(2001)


def test_the_legend_names_the_kinds_that_are_drawn():
    drawn = explore_axis(kind="arms").still().to_dict()
    legends = [
        layer["encoding"]["color"]["legend"]["values"]["expr"]
        for layer in drawn["layer"]
        if layer["encoding"].get("color", {}).get("legend", {}).get("values")
    ]
    assert legends and all(expr.startswith("kind == ''") for expr in legends)
