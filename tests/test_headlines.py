"""The title of a chart is its finding or its question, and follows the choice."""

from __future__ import annotations

from functools import partial

import pytest
from openers import openers

import theatres
from theatres.explorers.base import Explorer

# Lists, reports and self-checks have a name; so has what lays another explorer under a switch.
NAMED = {"MyWork", "Outline", "OwnResults", "Glossary", "DataDictionary", "Whose", "SelfCheck"}
NAMED |= {"CodeParagraph", "Comparison", "BeforeAndAfter", "MyStance", "OwnArgument"}
WIDEST = 92  # letters that stand in one line of the narrow window
AIRED = "A/RES/ES-11/4"
MOVES = {  # what opens an explorer, and one move that asks another question
    "argument_map": {"unfold": "one claim"},
    "browse_claims": {"kind": "causal"},
    "compare_counts": {"year": 2023},
    "compare_states": {"other": "CHN"},
    "compare_treaties": {"clause": "duty"},
    "decoupling_lab": {"b": "JPN"},
    "escalation_loop": {"step": 2},
    "event_lead_lag": {"days": 30},
    "evidence_ledger": {"bearing": "weakens"},
    "explore_aid": {"kind": "military"},
    "explore_alignment": {"resolution": AIRED},
    "explore_axis": {"without": "RUS"},
    "explore_communities": {"kinds": "pacts"},
    "explore_debate": {"when": "after"},
    "explore_dependence": {"indicator": "votes"},
    "explore_flows": {"flow": "dprk_troops"},
    "explore_formats": {"year": 2020},
    "explore_polls": {"question": "putin_confidence"},
    "explore_recoding": {},
    "explore_sources": {"kind": "press"},
    "explore_ties": {"kind": "arms"},
    "explore_timeline": {"years": (2022, 2024)},
    "explore_vietnam": {"hindsight": True},
    "forecast_ledger": {"kind": "forecast"},
    "specification_curve": {"yardstick": "more"},
    "theatre_test": {"kinds": "pacts"},
    "theatres_over_time": {"year": 2023},
    "what_if": {"exports": -50},
}


@pytest.mark.parametrize("name", [n for n, k in openers().items() if k.__name__ not in NAMED])
def test_every_chart_has_a_title_of_its_own(name):
    assert openers()[name].headline is not Explorer.headline


@pytest.mark.parametrize("name, move", MOVES.items())
def test_the_title_follows_the_choice(work_folder, name, move):
    explorer = getattr(theatres, name)()
    shown = explorer.children[0]
    was = shown.value
    assert len(explorer.headline()) <= WIDEST, explorer.headline()
    if not move:  # every value is one of many: take the last
        offered = explorer.declared["coding"].offered(explorer)
        move = {"coding": list(offered)[-1]}
    explorer.become(**move)
    assert shown.value != was and len(explorer.headline()) <= WIDEST, explorer.headline()


def test_the_titles_of_the_weighing_and_of_the_policy_lab_follow_too(work_folder):
    weighing = theatres.weigh()
    was = weighing.children[0].value
    weighing.view.value = list(weighing.declared["view"].options)[1]
    assert weighing.children[0].value != was
    lab = theatres.policy_lab()
    was = lab.children[0].value
    lab.tabs.selected_index = 1
    assert lab.children[0].value != was


@pytest.mark.parametrize(
    "opened, late",
    [
        (partial(theatres.explore_ties, year=2023), False),
        (partial(theatres.explore_ties, year=2025), True),
        (partial(theatres.explore_ties, year=2025, asserted="commentary"), False),
        (partial(theatres.explore_axis, year=2025), True),
    ],
)
def test_a_map_says_that_the_end_of_a_year_is_partly_hindsight(opened, late):
    assert ("hindsight" in opened().headline()) == late


def test_the_name_of_an_explorer_stays_in_the_tip_of_its_title():
    explorer = theatres.explore_axis()
    assert '<strong title="Axis explorer">Are the four' in explorer.children[0].value
