"""The argument graph's table: one rule for every voice, whichever side it takes."""

from __future__ import annotations

import pandas as pd
import pytest

from theatres import tables
from theatres.model import weighing

RIVAL = (
    weighing.RIVAL
)  # the advice that the commentary argues against: what speaks for it speaks against the text
CLAIM = "[CR]"


@pytest.fixture(scope="module")
def positions() -> pd.DataFrame:
    return tables.read("positions").set_index("id")


def voiced(argument: str) -> pd.DataFrame:
    """Return the reasons that come from a voice, with what was read of it."""
    positions = tables.read("positions", argument=argument).set_index("id")
    rows = tables.read("reasons", argument=argument)
    columns = ["stance", "literature", "party", "read_as", "date"]
    found = rows.merge(positions[columns], left_on="source", right_index=True)
    words = dict.fromkeys(["relation", "kind", "direct", "stance", "read_as"], str)
    return found.astype(words | {"strength": int})


@pytest.fixture(scope="module")
def spoken() -> pd.DataFrame:
    return voiced("commentary")


@pytest.fixture(scope="module")
def spoken_on_both() -> pd.DataFrame:
    """The rival's graph keeps the same rule of strength."""
    return voiced("both")


def without_edge(cell) -> set[str]:
    return (
        {one.split(":")[0].strip() for one in cell.split("|")} if isinstance(cell, str) else set()
    )


def test_whoever_answers_a_claim_has_a_reason_to_it_or_a_note(positions, spoken):
    to_claims = spoken[spoken["target"].str.match(CLAIM)].groupby("source")["target"].agg(set)
    for name, one in positions.iterrows():
        cell, silent = set(one["claims"].split(";")), without_edge(one["no_edge"])
        drawn = to_claims.get(name, set())
        assert drawn | silent == cell, (
            f"{name}: reasons to {drawn}, notes for {silent}, cell {cell}"
        )
        assert not drawn & silent, f"{name}: a reason and a note why there is none"


def test_the_sign_follows_the_stance(spoken):
    rows = spoken[spoken["target"].str.match(CLAIM)]
    helps_text = (rows["relation"] == "supports") != (rows["target"] == RIVAL)
    assert helps_text[rows["stance"] == "for"].all()
    assert not helps_text[rows["stance"] == "against"].any()


def test_who_qualifies_speaks_both_ways(positions, spoken):
    rows = spoken[(spoken["stance"] == "qualifies") & spoken["target"].str.match(CLAIM)]
    ways = rows.groupby("source")["relation"].agg(set)
    one_way = set(ways.index[ways.map(len) == 1])
    noted = {name for name in one_way if isinstance(positions.loc[name, "no_edge"], str)}
    assert one_way == noted
    twice = rows.groupby(["source", "target"]).filter(lambda pair: len(pair) == 2)
    assert (twice.groupby(["source", "target"])["relation"].nunique() == 2).all()


def test_strengths_follow_the_rule(spoken_on_both):
    by_rule = [
        weighing.voice_strength(r.direct == "direct", r.party, r.read_as)
        for r in spoken_on_both.itertuples()
    ]
    wrong = spoken_on_both[spoken_on_both["strength"] != by_rule]
    assert wrong.empty, list(wrong["id"])


def test_what_was_read_bounds_the_strength(spoken_on_both):
    assert (spoken_on_both.loc[spoken_on_both["read_as"] == "relay", "strength"] == 1).all()
    assert (spoken_on_both.loc[spoken_on_both["strength"] == 3, "read_as"] == "full").all()


def test_a_work_read_through_others_is_not_called_read(positions):
    source = tables.read("sources").set_index("id")["read_as"].astype(str)
    through_others = positions.index[positions["source"].map(source) == "relay"]
    assert (positions.loc[through_others, "read_as"] == "relay").all()


def test_one_literature_weighs_alike_on_both_sides(spoken_on_both):
    alike = spoken_on_both.groupby(["literature", "direct", "party", "read_as"], observed=True)[
        "strength"
    ]
    assert (alike.nunique() == 1).all()


def test_an_answer_follows_what_it_answers(positions, spoken):
    replies = spoken[spoken["kind"] == "reply"]
    answered = replies["target"].map(positions["date"])
    assert (replies["date"] > answered).all(), list(replies.loc[replies["date"] <= answered, "id"])
    stance = positions["stance"].astype(str)
    speaker, other = replies["stance"], replies["target"].map(stance)
    assert {("for", "against"), ("against", "for")} <= set(zip(speaker, other))
    assert (speaker != other).all()


def test_arrows_that_the_text_signals_are_marked():
    rows = tables.read("reasons")
    marked = rows.dropna(subset=["marked"])
    assert (marked["kind"] == "premise").all()
    assert (marked["marked"].str.split().str.len() <= 6).all()
    thus = marked[marked["marked"] == "Thus"]
    assert set(zip(thus["source"], thus["target"])) == {(c, "C29") for c in ("C24", "C27", "C28")}


def test_weak_inferences_are_called_ours_and_are_not_weighed_unasked():
    rows = tables.read("reasons")
    ours = rows[rows["kind"] == "inference"]
    assert {"W018", "W022", "W023", "W024"} <= set(ours["id"])
    assert ours["note"].str.startswith("Ours, and weak").all()
    weighed = weighing.argument_graph().reasons
    asked = weighing.argument_graph(inferences=True).reasons
    for row in ours.itertuples():
        assert row.source not in {link.source for link in weighed[row.target]}
        assert row.source in {link.source for link in asked[row.target]}


def test_no_author_fills_one_side(positions):
    against = positions[positions["stance"] == "against"]
    assert against["author"].str.contains("DePetris").sum() <= 3
    mandate = positions[positions["school"] == "mandate"]
    assert {"Emmanuel Macron", "Quinn Marschik"} <= set(mandate["author"])
