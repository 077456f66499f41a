"""Roll calls out of raw files.

Invented samples worked by hand, and the tallies of the real tables where they are merged.
"""

import pathlib

import pandas as pd
import pytest

from scripts.derivations import votes

DATA = pathlib.Path(__file__).parent.parent / "data"


@pytest.fixture
def raw(tmp_path):
    """Four states; AFG is no member in 2005, ZWE is absent.

    One roll call that no course table needs (rcid 1).
    """
    (tmp_path / "unga-votes").mkdir()
    (tmp_path / "unga-votes" / "unga_votes_1946_2024.csv").write_text(
        "rcid,date,me,nu,di,hr,co,ec,AFG,RUS,UKR,ZWE\n"
        "1,2005-12-01,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE,1,1,1,1\n"
        "4604,2005-12-16,FALSE,FALSE,FALSE,TRUE,FALSE,FALSE,9,3,1,8\n"
        "5000,2014-03-01,FALSE,FALSE,FALSE,FALSE,FALSE,FALSE,1,2,2,1\n"
        "9383,2022-12-15,FALSE,FALSE,FALSE,TRUE,FALSE,FALSE,2,3,1,9\n"
    )
    (tmp_path / "unga-ukraine").mkdir()
    (tmp_path / "unga-ukraine" / "roll_calls.csv").write_text(
        "resolution,country,vote\n68/262,Ukraine,yes\n68/262,Russia,no\n68/262,Afghanistan,abstain\n"
        "ES-11/1,Ukraine,yes\nES-11/1,Russia,no\nES-11/1,Zimbabwe,abstain\n"
    )
    return tmp_path


def test_codes_members_and_absences(raw):
    got = votes.derive(raw)["votes"]
    assert list(got.columns) == ["resolution", "state", "vote", "status"]
    assert set(got.status) == {"recorded"}
    by = {r: dict(zip(g.state, g.vote)) for r, g in got.groupby("resolution")}
    assert by == {
        "A/RES/60/173": {"RUS": "no", "UKR": "yes", "ZWE": "absent"},
        "A/RES/68/262": {"AFG": "abstain", "RUS": "no", "UKR": "yes", "ZWE": "absent"},
        "A/RES/77/229": {"AFG": "abstain", "RUS": "no", "UKR": "yes"},
        "A/RES/ES-11/1": {"AFG": "absent", "RUS": "no", "UKR": "yes", "ZWE": "abstain"},
    }


def test_unknown_name_is_an_error(raw):
    path = raw / "unga-ukraine" / "roll_calls.csv"
    path.write_text(path.read_text() + "ES-11/1,Atlantis,yes\n")
    with pytest.raises(KeyError, match="Atlantis"):
        votes.derive(raw)


def test_tally_counts_every_kind(raw):
    got = votes.tally(votes.derive(raw)["votes"]).loc["A/RES/68/262"]
    assert got.to_dict() == {"yes": 1, "no": 1, "abstain": 1, "absent": 1, "unknown": 0}


def test_yes_shares_count_absent_members_and_skip_unknown_rolls():
    table = pd.DataFrame(
        {
            "resolution": ["A"] * 4 + ["B"] * 2,
            "state": ["AFG", "RUS", "UKR", "ZWE", "RUS", "UKR"],
            "vote": ["yes", "no", "yes", "absent", "no", "unknown"],
        }
    )
    got = votes.yes_shares(table, pd.Series({"AFG": "no", "ZWE": "no", "RUS": "no", "UKR": "yes"}))
    assert got.values.tolist() == [["A", "no", 3, 1, 33.3], ["A", "yes", 1, 1, 100.0]]


@pytest.mark.skipif(
    not (DATA / "votes.csv").exists() or not (DATA / "resolutions.csv").exists(),
    reason="tables not merged",
)
def test_known_roll_calls_add_up_to_their_published_tally():
    rolls = pd.read_csv(DATA / "resolutions.csv").set_index("id")
    counts = votes.tally(pd.read_csv(DATA / "votes.csv"))
    assert (counts.sum(axis=1) == rolls.members.reindex(counts.index)).all()
    for kind in ("yes", "no", "abstain"):
        known = counts.unknown == 0
        published = rolls[kind].fillna(rolls.members).reindex(counts.index)
        assert counts[kind][known].to_dict() == published[known].astype(int).to_dict()
        assert (counts[kind][~known] <= published[~known]).all()
