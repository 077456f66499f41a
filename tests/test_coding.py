"""Agreement between coders, against examples worked by hand."""

from __future__ import annotations

import math

import pytest

from theatres import tables
from theatres.model import coding, network


def test_percent_agreement():
    assert coding.percent_agreement(["a", "b", None], ["a", "a", "a"]) == 0.5
    assert math.isnan(coding.percent_agreement([None], ["a"]))


def test_alpha_by_hand():
    # Two coders, ten units, one disagreement: 1 - (n-1) * observed / expected pairs = 1 - 19 * 2 /
    # (2 * 9 * 11).
    one = ["a"] * 5 + ["b"] * 5
    other = ["a"] * 4 + ["b"] * 6
    assert coding.krippendorff_alpha(one, other) == pytest.approx(1 - 19 * 2 / (2 * 9 * 11))
    assert coding.krippendorff_alpha(one, one) == 1


def test_alpha_is_silent_where_chance_cannot_be_told():
    assert math.isnan(coding.krippendorff_alpha(["a", "a"], ["a", "a"]))


def test_units_hold_our_pairs_and_at_most_as_many_others():
    units = coding.units(network.ties(asserted_by="commentary"), "P10", tables.read("actors"))
    ours = (units["ours"] != coding.NO_TIE).sum()
    assert ours >= 5 and len(units) <= 2 * ours
    assert not units.duplicated(["source", "target"]).any()
    assert units.set_index(["source", "target"])["ours"].get(("KOR", "UKR")) == "arms"
