"""Explorers: live, still and in words say the same, and a student's kernel does no work that only
builds need.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from theatres import browse_claims, code_paragraph, explore_ties, outline
from theatres.explorers import base, details
from theatres.model import network

ROOT = Path(__file__).resolve().parents[1]


def test_words_and_rows_agree_as_controls_move():
    e = explore_ties(asserted="commentary")
    e.year.value = 2022
    assert f"{len(e.shown())} ties" in e.words() and "End of 2022" in e.words()
    e.crossing.value = True
    assert e.shown()["crosses"].all() and "(100%)" in e.words()
    e.actor.value = "PRK"
    assert set(e.shown()[["source", "target"]].stack()) >= {"PRK"}
    assert e.chart.actor == "PRK"


def test_taking_an_actor_out_says_what_remains():
    e = explore_ties(asserted="commentary", without="RUS")
    left = network.remaining(
        network.select_ties(network.ties(asserted_by="commentary"), year=2024), "RUS"
    )
    assert f"Without Russia, {left.ties_lost} ties go" in e.words()


def test_opening_a_tie_shows_claim_and_sources():
    e = explore_ties()
    e.tie.value = "T153"
    assert "C59" in e.details.value and "Sources" in e.details.value and "href=" in e.details.value


def test_a_click_opens_what_was_clicked():
    e = explore_ties()
    e.chart.picked = {"tie": {"id": ["T153"]}}
    assert e.tie.value == "T153"


def test_claim_browser_filters_and_opens():
    b = browse_claims(kind="causal")
    assert set(b.shown()["kind"]) == {"causal"} and b.chart.shown == list(b.shown()["id"])
    b.claim.value = "C09"
    assert (
        "C09, opened" in b.details.value
        and "Sources" in b.details.value
        or "sources" in b.details.value
    )


def test_outline_and_coding_say_what_they_hold():
    assert "16 paragraphs" in outline().words() and "67 claims" in outline().words()
    assert code_paragraph("P10").words().startswith("0 of ")


@pytest.mark.parametrize(
    "call",
    [
        lambda: explore_ties(yaer=2020),
        lambda: explore_ties(system="S77"),
        lambda: code_paragraph("P99"),
    ],
)
def test_an_impossible_choice_gets_one_clear_message(call):
    with pytest.raises(ValueError, match="(has no control|there is no|system cannot be)"):
        call()


def test_stills_travel_only_when_lessons_are_built(monkeypatch):
    e = explore_ties(kind="arms")
    assert "image/png" not in e._repr_mimebundle_()
    monkeypatch.setenv("THEATRES_STILLS", "1")
    data = e._repr_mimebundle_()
    assert data["image/png"] and data["text/plain"] == e.words() and len(data[base.STILL]) == 64
    monkeypatch.setenv("THEATRES_STILLS", "check")
    again = e._repr_mimebundle_()
    assert "image/png" not in again and again[base.STILL] == data[base.STILL]


def test_text_from_a_table_cannot_become_markup():
    import pandas as pd

    assert "<script>" not in details.table_html(pd.DataFrame({"a": ["<script>alert(1)</script>"]}))


def test_a_lesson_loads_only_what_it_calls():
    heavy = ("vl_convert", "frictionless", "krippendorff", "networkx", "nbformat")
    program = "import sys, theatres; theatres.explore_ties; "
    program += f"print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "notebooks"), "PATH": ""},
    )
    assert done.stdout.strip() == "[]", done.stderr
