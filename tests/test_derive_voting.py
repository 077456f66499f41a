"""Votes of pairs of states: invented roll calls worked by hand, and the committed table."""

import pandas as pd
import pytest

from scripts.derivations import voting
from theatres import tables


@pytest.fixture
def raw(tmp_path):
    """Sixty roll calls of 2015: JPN and RUS agree in fifteen of the fifty that both voted in."""
    lines = ["rcid,date,me,JPN,KOR,RUS,XXX"]
    for k in range(60):
        japan = 8 if k < 10 else 1
        russia = 1 if k < 25 else 3
        korea = 9 if k < 20 else 1  # too few for a share
        lines.append(f"{k},2015-05-{k % 28 + 1:02d},FALSE,{japan},{korea},{russia},1")
    lines.append("99,2003-01-01,FALSE,1,1,1,1")
    (tmp_path / "unga-votes").mkdir()
    (tmp_path / "unga-votes" / "unga_votes_1946_2024.csv").write_text("\n".join(lines))
    return tmp_path


def test_a_pair_by_hand(raw):
    rows = voting.derive(raw)["voting"]
    assert rows.to_dict("records") == [
        {"since": 2014, "until": 2017, "a": "JPN", "b": "RUS", "votes": 50, "identical": 0.3}
    ]


def test_the_committed_table():
    rows = tables.read("voting")
    assert list(rows.columns) == voting.COLUMNS
    assert (rows["a"] < rows["b"]).all() and not rows.duplicated(["since", "a", "b"]).any()
    kinds = tables.read("actors").set_index("id")["kind"].astype(str)
    assert set(kinds[pd.unique(rows["a"])]) == {"state"}
    assert (rows["votes"] >= voting.FEWEST).all() and rows["identical"].between(0, 1).all()
    allies = rows.set_index(["since", "a", "b"])["identical"]
    assert allies[2022, "DEU", "FRA"] > allies[2022, "PRK", "USA"]
