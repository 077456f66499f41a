"""Who counts: spans, growth, our sample under nested rules, and the explorer over them."""

import pandas as pd
import pytest

from theatres import compare_counts, figures, growth, incidents_by_year, tables
from theatres.explorers import counts
from theatres.model import answers, pressure


def test_every_published_figure_of_a_listed_indicator_is_there():
    observations = tables.read("observations")
    for topic in pressure.TOPICS:
        wanted = {i for i, c in pressure.COUNTS.items() if c[0] == topic}
        assert set(figures(topic)["id"]) == set(
            observations.loc[observations["indicator"].isin(wanted), "id"]
        )


def test_spans_by_hand():
    table = figures("incidents").set_index("id")
    assert tuple(table.loc["O50003", ["start", "end", "value", "text"]]) == (
        "2024-01-01",
        "2024-12-31",
        34,
        "34",
    )
    assert tuple(table.loc["O50004", ["text", "whole_year"]]) == ("30+", 2024)  # "more than 30"
    assert tuple(table.loc["O50036", ["start", "end"]]) == (
        "2024-07-01",
        "2025-06-30",
    )  # ENISA's year
    assert tuple(table.loc["O50021", ["start", "end"]]) == (
        "2025-03-01",
        "2026-02-28",
    )  # "in the past year"
    assert table.loc["O50009", "start"] == "2022-02-24" and pd.isna(
        table.loc["O50009", "whole_year"]
    )
    patrols = figures("patrols").set_index("id")
    assert pd.isna(patrols.loc["O20365", "start"]) and patrols.loc["O20365", "text"] == "100+"
    assert patrols.loc["O20363", "text"] == "no. 5" and pd.isna(patrols.loc["O20363", "whole_year"])


def test_every_rule_has_a_style_and_every_label_one_definition():
    from theatres.charts.counts import STYLE

    for topic in pressure.TOPICS:
        table = figures(topic)
        assert set(table["rule"]) <= set(STYLE)
        assert (table.groupby("label")["indicator"].nunique() == 1).all()
        assert (table["start"].fillna(table["end"]) <= table["end"]).all()


def test_covering():
    table = figures("incidents")
    assert "O50022" in set(pressure.covering(table, 2014)["id"]) and "O50022" not in set(
        pressure.covering(table, 2019)["id"]
    )
    assert set(pressure.covering(table, 2024)["id"]) >= {"O50003", "O50006", "O50035", "O50036"}


def test_growth_by_hand():
    grown = growth(figures("incidents"), 2023, 2024)
    assert grown.to_dict() == pytest.approx(
        {"CSIS, a year": 34 / 12, "AP, arson and explosives": 26}
    )
    assert growth(figures("incidents"), 2024, 2025).to_dict() == pytest.approx(
        {"AP, arson and explosives": 6 / 26}
    )
    assert growth(figures("incidents"), 1990, 1991).empty
    assert answers.key("l05_csis_growth_to_2023") == pytest.approx(12 / 3)


def test_growth_leaves_out_a_start_from_zero():
    table = pd.DataFrame(
        {
            "label": ["a", "a", "b", "b"],
            "whole_year": pd.array([2023, 2024] * 2, "Int64"),
            "value": [0.0, 5.0, 2.0, 3.0],
        }
    )
    assert growth(table, 2023, 2024).to_dict() == {"b": 1.5}


def test_a_looser_rule_never_counts_less():
    tallies = [incidents_by_year(rule) for rule in pressure.RULES]
    for strict, loose in zip(tallies, tallies[1:]):
        assert (loose >= strict).all()
    assert tallies[-1].sum() == len(pressure.incidents())


def test_kinds_add_up():
    parts = [incidents_by_year("any", kinds=(k,)) for k in ("sabotage", "cyber", "incursion")]
    assert (sum(parts) == incidents_by_year("any")).all()


def test_answers_to_incidents_are_no_incidents():
    ids = set(pressure.incidents()["id"])
    assert {"E430", "E446", "E517", "E527"} <= ids  # acts, contested or not
    assert not ids & {
        "E427",
        "E508",
        "E459",
        "E528",
        "E409",
        "E469",
    }  # expulsion, verdict, naming, charge; elsewhere


def test_bad_names_are_told():
    with pytest.raises(ValueError, match="no rule 'maybe'; choose one of court"):
        incidents_by_year("maybe")
    with pytest.raises(ValueError, match="no topic 'rain'"):
        figures("rain")
    for start, said in (
        ({"topic": "rain"}, "topic cannot be 'rain'"),
        ({"year": 1999}, "year cannot be 1999"),
        ({"rule": "maybe"}, "rule cannot be 'maybe'"),
    ):
        with pytest.raises(ValueError, match=said):
            compare_counts(**start)


def test_the_words_follow_every_control():
    explorer = compare_counts()
    assert (
        "AP, arson and explosives: 26" in explorer.words() and "CSIS times 2.83" in explorer.words()
    )
    explorer.year.value = 2025
    assert "Germany alone: 320" in explorer.words() and "times 0.231" in explorer.words()
    explorer.only.value = "attributed"
    assert "Germany" not in explorer.words()
    explorer.topic.value = "patrols"
    assert "on patrols" in explorer.words() and explorer.only.value == ""
    assert "published" not in explorer.words()  # our own counts are among them
    explorer.topic.value = counts.OURS
    said = explorer.words()
    assert "11 of them in 2025" in said and "below an earlier year" in said
    explorer.rule.value = "attributed"
    assert explorer.words() != said and "2025 is above every earlier year" in explorer.words()
    explorer.become(sabotage=False, cyber=False, incursion=False)
    assert "0 incidents" in explorer.words() and "No earlier year has any" in explorer.words()


@pytest.mark.parametrize("topic", list(counts.TOPICS))
def test_every_topic_draws_and_every_row_opens_to_sources(topic):
    explorer = compare_counts(topic)
    assert explorer.still().to_dict()["params"]
    for _, key in explorer.one.options[1:]:
        explorer.one.value = key
        assert "Sources" in explorer.details.value and 'href="http' in explorer.details.value
        assert explorer.chart.chosen == key


def test_a_click_opens_what_was_clicked():
    explorer = compare_counts()
    explorer.chart.picked = {"row": {"id": ["O50020"]}}
    assert explorer.one.value == "O50020" and "drone sightings included" in explorer.details.value
    explorer.topic.value = counts.OURS
    assert explorer.one.value == ""
    explorer.chart.picked = {"row": {"id": ["E446"]}}
    assert "Cars of an Estonian minister" in explorer.details.value
