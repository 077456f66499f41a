"""From any mark to a fact, a sentence and a source: a click opens a card that has all three."""

from __future__ import annotations

from functools import partial

import pytest

import theatres
from conftest import PATIENCE

OPENERS = [
    theatres.explore_ties,
    theatres.explore_axis,
    theatres.explore_timeline,
    theatres.compare_counts,
    partial(theatres.compare_counts, "our own sample"),
    theatres.explore_dependence,
    partial(theatres.explore_dependence, indicator="votes"),
    theatres.explore_flows,
    theatres.explore_polls,
    theatres.explore_vietnam,
    theatres.browse_claims,
    theatres.evidence_ledger,
    theatres.compare_treaties,
    theatres.explore_formats,
    partial(theatres.explore_formats, "Summits"),
    partial(theatres.explore_formats, "Prescriptions"),
    theatres.compare_states,
    partial(theatres.compare_states, view="All votes, by year"),
    theatres.theatre_test,
    partial(theatres.theatre_test, index=True),
    partial(theatres.theatre_test, network="alliances"),
    *(partial(theatres.theatres_over_time, measure=m) for m in ("share", "cut", "new")),
    theatres.explore_aid,
    theatres.explore_alignment,
    theatres.explore_debate,
    partial(theatres.escalation_loop, came=True),
    theatres.argument_map,
    theatres.explore_communities,
]


def acting(explorer):
    """Return the lists of rows that act now."""
    return [n for n, c in explorer.opens.items() if c.when is None or c.when(explorer)]


@pytest.mark.parametrize("opened", OPENERS)
def test_every_mark_opens_a_card_with_a_sentence_and_a_source(work_folder, opened):
    explorer = opened()
    for name in acting(explorer):
        rows = [v for _, v in getattr(explorer, name).options if v and v != "all"]
        for row in {rows[0], rows[len(rows) // 2], rows[-1]}:
            getattr(explorer, name).value = row
            said = explorer.card.text.value
            assert "<strong>" in said and 'Source: <a href="http' in said, (name, row, said)
            getattr(explorer, name).value = ""
            assert explorer.card.layout.display == "none"


def test_a_pair_of_the_axis_is_clicked_and_says_whose_word_its_ties_are():
    explorer = theatres.explore_axis()
    explorer.clicked("pair", {"pair": ["PRK-RUS"]})
    assert "on the word of the evidence" in explorer.card.text.value


@pytest.mark.parametrize(
    "tie, sentence",
    [
        ("T309", "United States – NATO: North Atlantic Treaty."),
        ("T320", "<strong>Japan gives Ukraine aid.</strong>"),
    ],
)
def test_a_tie_named_by_a_treaty_is_no_broken_sentence(tie, sentence):
    assert sentence in theatres.explore_ties(tie=tie).card.text.value


def test_an_actor_and_a_cell_of_the_matrix_open_a_card_too():
    explorer = theatres.explore_ties(kind="arms")
    explorer.clicked("node", {"actor": ["PRK"]})
    said = explorer.card.text.value
    assert "The ties of North Korea" in said and "Source: <a href" in said
    explorer.view.value = "Matrix"
    explorer.clicked("cell", {"pair": ["PRK>RUS"]})
    assert "Ties from North Korea to Russia" in explorer.card.text.value
    assert "cell" in explorer.chart.picks


def test_a_card_on_the_map_of_reasons_leaves_its_box_in_sight():
    explorer = theatres.argument_map("one claim", claim="C01")
    assert explorer.card.layout.display == "none", "it covers what the map was opened for"
    for node in ("D01", "C01"):
        explorer.claim.value = node
        box = next(b for b in explorer.still().rows["boxes"] if b["id"] == node)
        right = box["left"] + box["right"] > 740
        assert explorer.card.text.value and explorer.card.left == right
    explorer.card.children[0].click()
    assert explorer.card.layout.display == "none" and "(C01)" in explorer.words()
    explorer.reset()
    assert "(C01)" in explorer.words()
    explorer = theatres.argument_map("one claim")
    explorer.claim.value = "C28"
    explorer.reset()
    assert "(C58)" in explorer.words(), "the thesis stood in the middle at the start"


def test_a_bar_of_the_weighing_opens_the_card_of_its_claim_and_closes_again(work_folder):
    explorer = theatres.weigh()
    next(iter(explorer.charts.values())).picked = {"bar": {"label": ["NATO+4 could be upgraded"]}}
    said = explorer.card.text.value
    assert "<strong>" in said and 'Source: <a href="http' in said
    explorer.card.children[0].click()
    assert explorer.card.layout.display == "none" and not explorer.look.value


def test_a_measure_of_what_if_says_what_it_is_made_of():
    explorer = theatres.what_if()
    explorer.chart.picked = {"measure": {"measure": ["symmetry"]}}
    said = explorer.card.text.value
    assert "Symmetry, 2024, as recorded: 70.4 of 100." in said
    assert "6 recorded figures" in said and 'Source: <a href="http' in said


def test_a_specification_is_ringed_and_says_that_it_is_our_choice(work_folder):
    explorer = theatres.specification_curve(n=100)
    spec = explorer.specs_offered()[0][1]
    explorer.spec.value = spec
    said = explorer.card.text.value
    assert "no fact" in said and "chance gives" in said and 'Source: <a href="http' in said
    assert explorer.chart.opened == spec


def test_a_bar_of_the_order_of_events_counts_the_pairs_that_the_test_counted(work_folder):
    explorer = theatres.event_lead_lag()
    for row in explorer.found["bars"].itertuples():
        explorer.bar.value = row.lag
        said = explorer.card.text.value
        assert f": {row.pairs} pairs of events" in said, row
        assert "Source: <a href" in said or not row.pairs
        assert explorer.chart.opened == row.lag


def test_a_bar_of_a_year_becomes_the_year_of_the_break(work_folder):
    explorer = theatres.theatres_over_time(measure="new")
    explorer.chart.picked = {"break": {"year": [2018]}}
    assert explorer.year.value == 2018 and "2018" in explorer.headline()
    assert "from 2018 on" in explorer.card.text.value
    assert explorer.chart.opened == 2018
    explorer.chart.picked = {"break": {}}  # the browser says so when the bars are drawn anew
    assert explorer.end.value == 2018


def test_a_bar_of_chance_says_how_many_shuffles_gave_it_and_is_no_move():
    explorer = theatres.theatre_test()
    explorer.year.value = 2021
    former = explorer.former
    bars = {bar["mark"]: bar for bar in explorer.still().rows["bars"] if bar["draws"]}
    mark, bar = next(iter(bars.items()))
    explorer.chart.picked = {"mark": {"mark": [mark]}}
    said = explorer.card.text.value
    assert f"{bar['draws']} of {len(explorer.test.draws)} shuffles" in said and "no fact" in said
    assert explorer.chart.opened == mark and explorer.former == former
    assert sum(bar["draws"] for bar in bars.values()) == len(explorer.test.draws)


def test_a_card_of_another_view_is_put_away():
    explorer = theatres.compare_states("VNM", "IND", roll="A/RES/ES-11/1")
    assert "Vietnam: abstained" in explorer.card.text.value
    explorer.view.value = "All votes, by year"
    assert explorer.card.layout.display == "none"
    explorer.chart.picked = {"figure": {"key": ["Vietnam Russia 2022"]}}
    assert "Vietnam with Russia, 2022" in explorer.card.text.value
    assert "P9" in explorer.card.text.value  # the paragraph that names both


# What opens an explorer, a mark of its chart (by a selector), and what its card then says.
CLICKED = [
    ("theatre_test()", ".mark-rect path:not([aria-label*='Shuffles: 0'])", "shuffles give"),
    ("theatres_over_time(measure='share')", ".mark-symbol path[aria-label*='2022']", "End of 2022"),
    ("theatres_over_time(measure='new')", ".mark-rect path[aria-label*='2018']", "from 2018 on"),
    (
        "compare_states('VNM', 'IND', view='All votes, by year')",
        ".mark-symbol path[aria-label*='2022']",
        "Source: ",
    ),
    ("what_if()", ".mark-symbol path[aria-label*='symmetry']", "of 100."),
    ("weigh()", ".mark-rect path", "Source: "),
    ("specification_curve(n=100)", ".mark-symbol path[aria-label*='Ties']", "no fact"),
]

RINGED = ".theatres-chart svg [stroke='currentColor']"


@pytest.mark.browser
def test_a_click_on_a_mark_opens_its_card_in_the_browser_and_rings_it(lab):
    names = sorted({call.partition("(")[0] for call, _, _ in CLICKED})
    lesson = lab.filled(f"from theatres import {', '.join(names)}", *(c for c, _, _ in CLICKED))
    outermost = ".theatres-explorer:not(.theatres-explorer .theatres-explorer)"
    lesson.page.wait_for_function(
        f"many => document.querySelectorAll('{outermost}').length === many", arg=len(CLICKED)
    )
    lesson.shown()
    for at, (call, mark, says) in enumerate(CLICKED):
        explorer = lesson.page.locator(outermost).nth(at)
        explorer.locator(".theatres-chart").locator(mark).first.dispatch_event("click")
        card = explorer.locator(".theatres-card:visible")
        card.filter(has_text="Source: ").filter(has_text=says).wait_for(timeout=PATIENCE)
        assert explorer.locator(RINGED).count(), call
        inside = explorer.locator(".theatres-scene").first.bounding_box()
        stands = card.bounding_box()
        assert stands["y"] < inside["y"] + inside["height"], call
        source = card.locator("a").last.bounding_box()
        assert source["y"] + source["height"] < stands["y"] + stands["height"], call
