"""The appendices: the data dictionary says what the description says, every source can be found,
every term too.
"""

from __future__ import annotations

import pytest

from theatres import (
    data_dictionary,
    describe_columns,
    describe_tables,
    describe_values,
    explore_sources,
    glossary,
    source_counts,
    tables,
)
from theatres.model import dictionary, sources

TABLES = [r["name"] for r in tables.description()["resources"]]


def test_the_list_of_tables_is_whole():
    listed = describe_tables().set_index("table")
    assert list(listed.index) == TABLES
    assert listed.at["claims", "rows"] == 67 and listed.at["votes", "key"] == ", ".join(
        tables.resource("votes")["schema"]["primaryKey"]
    )


@pytest.mark.parametrize("table", TABLES)
def test_each_table_is_described_column_by_column(table):
    columns, rows = describe_columns(table), tables.read(table)
    assert list(columns["column"]) == list(rows.columns) and columns["holds"].str.len().min() > 3
    for column in columns.itertuples():
        filled = int(rows[column.column].notna().sum())
        assert column.filled == ("always" if filled == len(rows) else f"{filled} of {len(rows)}")
    values = describe_values(table)
    for column in values["column"].unique():
        assert values.loc[values["column"] == column, "rows"].sum() == rows[column].notna().sum(), (
            column
        )
    e = data_dictionary(table)
    assert e.words().startswith(f"{table}: ") and all(c in e.view.value for c in rows.columns)


def test_meanings_and_links_are_told():
    values = describe_values("evidence").set_index(["column", "value"])
    assert (
        values.at[("bearing", "weakens"), "meaning"]
        == tables.meanings("evidence", "bearing")["weakens"]
    )
    assert describe_columns("evidence").set_index("column").at["claim", "points_to"] == "claims.id"
    assert (
        describe_columns("events").set_index("column").at["claims", "type"]
        == "text, several joined by ';'"
    )
    assert (
        describe_columns("observations").set_index("column").at["value", "unit"]
        == "see column unit"
    )
    assert dictionary.points_to("positions")["source"] == (
        "sources",
        "id",
    ) and "source" not in dictionary.points_to("reasons")


def test_an_unknown_table_is_named():
    with pytest.raises(ValueError, match="table cannot be 'tyes'"):
        data_dictionary("tyes")


def test_uses_against_a_count_by_hand():
    used = sources.uses()
    cell = tables.read("alliances").set_index("id").at["A003", "sources"]
    assert set(used.loc[(used["table"] == "alliances") & (used["row"] == "A003"), "source"]) == set(
        cell.split(";")
    )
    assert set(used["source"]) <= set(tables.read("sources")["id"])
    assert len(used[used["table"] == "positions"]) == len(tables.read("positions"))


def test_source_counts_add_up():
    counts = source_counts()
    assert (
        counts["all"].sum() == len(tables.read("sources"))
        and (counts[["full", "excerpt", "relay"]].sum(axis=1) == counts["all"]).all()
    )


def test_sources_are_filtered_searched_and_opened():
    e = explore_sources(kind="dataset")
    assert (
        set(e.shown()["kind"]) == {"dataset"}
        and e.chart.shown == list(e.shown()["id"])
        and e.words().startswith(f"{len(e.shown())} of ")
    )
    e.read_as.value = "full"
    assert set(e.shown()["read_as"]) == {"full"}
    e = explore_sources(table="positions")
    assert set(e.shown()["id"]) == set(tables.read("positions")["source"])
    e = explore_sources(text="MISSION ramaphosa")
    assert "align_africanews" in set(e.shown()["id"]) and len(e.shown()) < 10
    e.source.value = e.shown()["id"].iloc[0]
    assert (
        "The source, opened" in e.details.value
        and "href=" in e.details.value
        and "that rest on it" in e.details.value
    )
    e.text.value = "(no such [ words"
    assert e.words().startswith("No source fits") and e.list.value == "" and e.source.value == ""


def test_every_source_can_be_reached_page_by_page():
    e, seen = explore_sources(), set()
    for _, at in e.page.options:
        e.page.value = at
        seen |= {value for _, value in e.source.options if value}
    assert seen == set(tables.read("sources")["id"])


def test_another_question_begins_with_the_first_page():
    e = explore_sources()
    e.page.value = 80
    e.text.value = "russia"
    assert e.page.value == 0 and len(e.page.options) > 3


def test_a_click_on_a_bar_becomes_the_filter():
    e = explore_sources()
    e.chart.picked = {"bar": {"kind": ["opinion"], "read_as": ["excerpt"]}}
    assert set(e.shown()["kind"]) == {"opinion"} and set(e.shown()["read_as"]) == {"excerpt"}


def test_terms_are_found_and_opened():
    terms = tables.read("terms")
    g = glossary()
    assert g.words().startswith(f"{len(terms)} of {len(terms)} terms")
    g.text.value = "BRIER"
    assert "Brier score" in set(g.shown()["term"]) and len(g.shown()) < len(terms)
    g.text.value = ""
    g.lesson.value = "07c"
    assert set(g.shown()["lesson"]) == {"07c"}
    g.term.value = "Brier score"
    assert "Sources" in g.details.value and "href=" in g.details.value
    assert "Brier score, opened" in glossary(term="Brier score").details.value


@pytest.mark.parametrize(
    "call",
    [
        lambda: explore_sources(kind="blog"),
        lambda: explore_sources(text=3),
        lambda: explore_sources(colour="red"),
        lambda: glossary(lesson="77"),
        lambda: glossary(text=None),
        lambda: glossary(term="no such term"),
    ],
)
def test_an_impossible_start_gets_one_clear_message(call):
    with pytest.raises(ValueError, match="cannot be|must be|has no control"):
        call()
