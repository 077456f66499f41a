"""Agreement with Russia, China and the United States: an invented year worked by hand."""

import pandas as pd
import pytest

from scripts.derivations import agreement


@pytest.fixture
def raw(tmp_path):
    """Five roll calls of 2005 and 2006.

    JPN and RUS both cast a vote in three of 2006, alike in one.
    """
    (tmp_path / "unga-votes").mkdir()
    (tmp_path / "unga-votes" / "unga_votes_1946_2024.csv").write_text(
        "rcid,date,me,JPN,RUS,SRB,USA\n"
        "1,2005-05-01,FALSE,1,1,1,1\n"
        "2,2006-05-01,FALSE,1,1,1,3\n"
        "3,2006-05-02,FALSE,1,2,1,3\n"
        "4,2006-05-03,FALSE,1,3,8,1\n"
        "5,2006-05-04,FALSE,8,3,1,9\n"
        "6,1991-05-04,FALSE,1,3,1,1\n"
    )
    (tmp_path / "unga-idealpoints").mkdir()
    (tmp_path / "unga-idealpoints" / "idealpoints_1990_2024.csv").write_text(
        "iso3,year,idealpointfp\nJPN,2006,1.5\nRUS,2006,-0.25\nYUG,2006,0.75\nUSA,2006,3.0\nYUG,2005,0.5\nRUS,2005,0.0\n"
    )
    return tmp_path


@pytest.fixture
def rows(raw):
    return agreement.derive(raw)["agreement"].set_index(["year", "state", "partner"])


def test_columns_are_those_of_the_schema(raw):
    assert list(agreement.derive(raw)["agreement"].columns) == [
        "year",
        "state",
        "partner",
        "votes",
        "identical",
        "agreement",
        "distance",
    ]


def test_hand_worked_pair(rows):
    # 2006: yes-yes, yes-abstain, yes-no -> identical 1/3, score (1 + 0.5 + 0) / 3
    assert rows.loc[(2006, "JPN", "RUS")].tolist() == [3, 0.3333, 0.5, 1.75]


def test_both_directions_agree(rows):
    assert rows.loc[(2006, "RUS", "USA")].tolist() == rows.loc[(2006, "USA", "RUS")].tolist()


def test_serbia_is_recoded_and_starts_in_2006(rows):
    assert rows.loc[(2006, "SRB", "RUS"), "distance"] == 1.0
    assert (2005, "SRB", "RUS") not in rows.index


def test_no_self_pairs_no_years_outside(rows):
    frame = rows.reset_index()
    assert (frame.state != frame.partner).all()
    assert frame.year.min() == 2005
    assert pd.isna(rows.loc[(2005, "JPN", "RUS"), "distance"])


def test_periods_weigh_years_by_their_roll_calls(raw):
    # 2005: one roll call, alike; 2006: three, one alike -> (1 + 3 * 0.3333) / 4; distance known in
    # 2006 only
    got = agreement.period_shares(
        agreement.derive(raw)["agreement"], [("JPN", "RUS")], [(2005, 2006)]
    )
    assert got.values.tolist() == [["JPN", "RUS", 2005, 2006, 4, 0.5, 1.75]]
