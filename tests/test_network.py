"""The network of ties, against networks small enough to count by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from theatres import tables
from theatres.charts import network as charts
from theatres.model import network


def made(*rows) -> pd.DataFrame:
    """Make ties from (source, target[, mutual[, source theatre, target theatre]])."""
    full = [(*r, *(False, "Europe", "Europe")[len(r) - 2 :]) for r in rows]
    table = pd.DataFrame(
        full, columns=["source", "target", "mutual", "source_theatre", "target_theatre"]
    )
    table["id"] = [f"T{i:03d}" for i in range(len(table))]
    table["crosses"] = table["source_theatre"] != table["target_theatre"]
    return table


def test_joining_the_two_theatres_is_not_leaving_ones_own():
    rows = tables.read("ties").iloc[:3].copy()
    rows["source_theatre"] = ["Asia-Pacific", "North America", "Europe"]
    rows["target_theatre"] = ["Europe", "Europe", "Europe"]
    coded = network.with_years(rows)
    assert coded["crosses"].tolist() == [True, False, False]
    assert coded["leaves"].tolist() == [True, True, False]
    assert network.both_theatres() == "Europe and the Asia-Pacific"


def test_degree_counts_ties_arcs_and_partners():
    d = network.degree(made(("A", "B"), ("A", "B"), ("A", "C", True)))
    assert d.loc["A"].to_dict() == {"ties": 3, "out": 3, "in": 1, "partners": 2}
    assert d.loc["C"].to_dict() == {"ties": 1, "out": 1, "in": 1, "partners": 1}


def test_who_sends_nothing_or_receives_nothing_counts_none():
    d = network.degree(made(("A", "B"), ("A", "C")))
    assert d.loc["A"].to_dict() == {"ties": 2, "out": 2, "in": 0, "partners": 2}
    assert d.loc["B"].to_dict() == {"ties": 1, "out": 0, "in": 1, "partners": 1}


def test_reciprocity_and_density_by_hand():
    ties = made(("A", "B"), ("B", "A"), ("A", "C"))
    assert network.reciprocity(ties) == pytest.approx(2 / 3)
    assert network.density(ties) == pytest.approx(3 / 6)
    assert network.reciprocity(made(("A", "B", True))) == 1
    assert math.isnan(network.reciprocity(made())) and math.isnan(network.density(made()))


def test_a_star_falls_apart_without_its_middle_and_a_ring_does_not():
    star = made(("M", "A"), ("M", "B"), ("M", "C"))
    assert network.bridges(star).to_dict() == {"cut_off": {"M": 2}}
    assert network.remaining(star, "M") == network.Remaining("M", 3, [], ["A", "B", "C"])
    ring = made(("A", "B"), ("B", "C"), ("C", "D"), ("D", "A"))
    assert network.bridges(ring).empty
    assert network.remaining(ring, "A") == network.Remaining("A", 2, [["B", "C", "D"]], [])


def test_cross_theatre_share():
    assert (
        network.cross_theatre_share(made(("A", "B", False, "Europe", "Asia-Pacific"), ("A", "C")))
        == 0.5
    )
    assert math.isnan(network.cross_theatre_share(made()))


def test_the_order_of_rows_does_not_matter():
    ties = network.ties()
    mixed = ties.sample(frac=1, random_state=1)
    assert network.reciprocity(ties) == network.reciprocity(mixed)
    pd.testing.assert_frame_equal(network.degree(ties), network.degree(mixed))


@pytest.mark.parametrize(
    "end, year, holds",
    [
        (None, 2030, True),
        ("2023", 2022, True),
        ("2023", 2023, True),
        ("2023", 2024, False),
        ("2023-12-31", 2023, True),
        ("2023-06-01", 2023, False),
        ("2023-06", 2022, True),
    ],
)
def test_a_tie_holds_at_the_end_of_a_year(end, year, holds):
    row = tables.read("ties").iloc[[0]].assign(start="2020", end=pd.array([end], dtype="str"))
    assert len(network.select_ties(network.with_years(row), year=year)) == holds


def test_people_act_for_those_they_speak_for():
    actors = tables.read("actors").set_index("id")
    ends = set(network.ties()["source"]) | set(network.ties()["target"])
    assert not any(isinstance(actors.loc[a, "represents"], str) for a in ends)
    assert len(network.ties(people=True)) >= len(network.ties())


@pytest.mark.parametrize(
    "wrong",
    [{"actor": "XYZ"}, {"kind": "love"}, {"status": "gone"}, {"system": "S99"}, {"without": "XYZ"}],
)
def test_an_impossible_choice_lists_the_possible_ones(wrong):
    with pytest.raises(ValueError, match="choose one of"):
        network.select_ties(network.ties(), **wrong)


def test_taking_out_removes_every_tie_of_an_actor():
    rows = network.select_ties(network.ties(), without="RUS")
    assert not ((rows["source"] == "RUS") | (rows["target"] == "RUS")).any()


def test_a_tie_by_evidence_has_two_heads_on_the_map_and_one_by_the_text_has_one():
    ties, actors = network.ties(), tables.read("actors")
    at = charts.places(ties, actors)
    shapes = charts.curves(ties, at)
    heads = [len(shape["coordinates"]) - 1 for shape in shapes]
    for tie, count in zip(ties.itertuples(), heads):
        each = 2 if str(tie.asserted_by) == "evidence" else 1
        assert count == each * (2 if tie.mutual else 1), tie.id
