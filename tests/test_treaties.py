"""Treaties clause by clause.

Nothing is passed off as read that was not, and every cell leads to its sources.
"""

import pytest

from theatres import compare_treaties, tables
from theatres.model import answers, axis

PACT, NATO, OLD = axis.treaty_names()[:3]


def test_every_treaty_meets_every_clause_once():
    rows = axis.clauses()
    assert len(rows) == len(axis.treaty_names()) * len(tables.meanings("clauses", "aspect"))
    assert not rows.duplicated(["treaty", "aspect"]).any()
    assert (rows["says"] == "not in what we read").equals(rows["text"].isna())
    assert rows["text"].notna().sum() == len(tables.read("clauses"))


def test_silence_is_told_from_a_gap_in_reading():
    says = axis.clauses().set_index(["treaty", "aspect"])["says"]
    assert (
        says[PACT, "area"] == says[OLD, "area"] == "silent" and says[NATO, "area"] == "settles it"
    )
    assert says[OLD, "institutions"] == "not in what we read"


def test_side_by_side_keeps_the_order_asked_for():
    wide = axis.side_by_side([NATO, PACT], ("duty", "trigger"))
    assert list(wide.columns) == ["clause", NATO, PACT] and list(wide["clause"]) == [
        "what is owed",
        "what calls the duty into being",
    ]


def test_unknown_names_are_answered_with_those_there_are():
    with pytest.raises(ValueError, match="at least 2 of 'Russia-North Korea 2024'"):
        compare_treaties(PACT, "Versailles")
    with pytest.raises(ValueError, match="clause cannot be 'price'; choose one of '', 'trigger'"):
        compare_treaties(clause="price")
    with pytest.raises(ValueError, match="choose a list of at least 2 of"):
        compare_treaties(NATO)


def test_words_give_each_treaty_its_own_text():
    shown = compare_treaties(clause="means")
    texts = axis.clauses([PACT, NATO, OLD], "means")["text"]
    assert all(text in shown.words() for text in texts)
    shown.clause.value = ""
    assert shown.words().startswith(
        "3 treaties, 10 clauses: all settle 6 of them."
        " Silent: Russia-North Korea 2024 on where it holds"
    )
    shown.treaties.value = [PACT]
    assert shown.words() == "Tick at least two treaties to compare them."


@pytest.mark.parametrize("clause", tables.meanings("clauses", "aspect"))
def test_the_sentence_on_a_clause_says_what_was_found(clause):
    shown = compare_treaties(*axis.treaty_names(), clause=clause)
    settled = (shown.shown()["says"] == axis.SETTLES).sum()
    counted = "all 6" if settled == 6 else f"{settled or 'none'} of 6"
    assert f": {counted} treaties settle" in shown.spoken.plain
    assert len(shown.spoken.plain) < 180, "the two lines that are kept for it"
    assert axis.treaty_names()[0] in shown.spoken.figures


def test_the_key_of_the_self_check_is_what_the_words_say():
    said = compare_treaties(PACT, NATO).words()
    assert f"all settle {answers.key('l04_clauses_settled_by_2024_and_nato'):.0f} of them" in said


def test_a_cell_opens_its_clause_and_its_sources():
    shown = compare_treaties()
    assert "Sources: all treaties shown" in shown.details.value
    shown.chart.picked = {"cell": {"id": [f"{NATO}: duty"]}}
    assert shown.cell.value == shown.chart.opened == f"{NATO}: duty"
    text = axis.clauses([NATO], "duty")["text"].iloc[0]
    assert f"Sources: {NATO}" in shown.details.value and "href" in shown.details.value
    assert text in shown.details.value
    shown.treaties.value = [PACT, OLD]
    assert shown.cell.value == "" and "Sources: all treaties shown" in shown.details.value


def test_a_cell_says_its_clause_in_a_few_words():
    rows = tables.read("clauses")
    assert rows["brief"].str.split().str.len().max() <= 5
    silent = rows["text"].str.startswith("silent")
    assert rows.loc[silent, "brief"].str.startswith("silent").all()
    assert not rows.loc[~silent, "brief"].str.startswith("silent").any()


def test_the_grid_marks_what_is_chosen():
    shown = compare_treaties(PACT, OLD, clause="law")
    assert shown.chart.shown == [PACT, OLD] and shown.chart.clause == "law"
    assert {p["name"]: p["value"] for p in shown.still().to_dict()["params"] if "value" in p} == {
        "shown": [PACT, OLD],
        "clause": "law",
        "opened": "",
    }
