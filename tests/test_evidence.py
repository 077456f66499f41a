"""The record: facts have sources, sources are used, claims can be weighed, figures add up."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from theatres import tables

LESSONS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
FACTS = (
    "ties",
    "events",
    "observations",
    "alliances",
    "clauses",
    "memberships",
    "attendance",
    "forecasts",
    "resolutions",
)
ROWS = ("observations", "events", "ties", "alliances", "positions", "forecasts", "resolutions")


def test_every_fact_names_its_sources_and_every_source_is_used():
    known = set(tables.read("sources")["id"])
    used = set(tables.read("positions", argument="both")["source"])
    for table in tables.description()["resources"]:
        rows = tables.read(table["name"], argument="both")
        if "sources" in rows:
            used |= set(tables.listed(rows["sources"]))
            if table["name"] in FACTS:
                assert rows["sources"].notna().all(), table["name"]
    record = {
        "brookings_2024",
        "inst_emerics_seed",
        "inst_brookings_cuse_jul24",
    }  # these carry the citation itself
    assert used <= known
    assert known - used - record - cited_in_lessons() == set()


def cited_in_lessons() -> set[str]:
    """Return the sources whose first author and year a lesson names; the author, if undated."""
    text = "\n".join(markdown_of(lesson) for lesson in LESSONS)
    cited = set()
    for row in tables.read("sources").dropna(subset=["author"]).itertuples():
        name = re.escape(row.author.split(";")[0].split()[-1])
        year = rf"\b[^.]{{0,200}}\b{row.date[:4]}" if isinstance(row.date, str) else ""
        if re.search(rf"\b{name}{year}\b", text):
            cited.add(row.id)
    return cited


def markdown_of(lesson: Path) -> str:
    cells = json.loads(lesson.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def test_works_that_a_lesson_gives_as_its_sources_stand_in_the_table():
    known = tables.read("sources").dropna(subset=["author", "date"])
    years = known.assign(year=known["date"].str[:4]).groupby("year")["author"].agg(" ".join)
    for lesson in LESSONS:
        listed = markdown_of(lesson).split("Sources of this lesson")[-1]
        if listed == markdown_of(lesson):
            continue
        for found in re.finditer(r"\((\d{4})\)", listed):
            before = listed[max(0, found.start() - 120) : found.start()]
            names = re.findall(r"[A-ZÆØÅ][\w’'-]+", before)
            authors = years.get(found[1], "")
            assert any(name in authors for name in names), f"{lesson.name}: {before}({found[1]})"


def test_sources_are_many_and_a_good_part_is_close_to_the_facts():
    kinds = tables.read("sources")["kind"].value_counts()
    assert kinds.sum() >= 150
    assert kinds[["primary", "dataset", "research"]].sum() >= kinds.sum() / 2


def test_every_checkable_claim_has_two_judgements_and_one_that_complicates():
    claims, evidence = tables.read("claims"), tables.read("evidence")
    judged = evidence.groupby("claim")["bearing"].agg(list)
    alone = []
    for claim in claims.itertuples():
        bearings = judged.get(claim.id, [])
        assert len(bearings) >= 2, f"{claim.id} has {len(bearings)} judgements"
        if not {"weakens", "mixed"} & set(bearings):
            alone.append(claim.id)
    assert set(alone) <= {"C03", "C37", "C38", "C49"}, (
        "that a meeting took place, that Moscow tries, poses and calls, is all they say; "
        "the record complicates what came of it, which they do not say"
    )
    advice = claims.query("kind == 'normative' and speaker == 'author'")["id"]
    for claim in advice:
        assert {"supports", "weakens"} <= set(judged[claim]), f"{claim}: positions for and against"


def test_judgements_rest_on_rows_that_exist():
    known = set().union(*(tables.read(t)["id"] for t in ROWS))
    rests_on = tables.listed(tables.read("evidence")["rows"])
    assert set(rests_on) <= known
    assert set(tables.listed(tables.read("forecasts")["rows"])) <= known


def test_what_an_interested_party_says_moves_a_judgement_slightly_at_most():
    evidence = tables.read("evidence")
    assert (evidence.loc[evidence["rule"] == "R03", "strength"] == 1).all()


def test_known_roll_calls_add_up_and_hold_every_member():
    votes, resolutions = tables.read("votes"), tables.read("resolutions").set_index("id")
    full = 0
    for resolution, rows in votes.groupby("resolution"):
        counts, published = rows["vote"].value_counts(), resolutions.loc[resolution]
        assert len(rows) == published["members"], resolution
        if counts["unknown"]:
            for vote in ("yes", "no", "abstain"):
                assert pd.isna(published[vote]) or counts[vote] <= published[vote], resolution
            continue
        full += 1
        assert [counts["yes"], counts["no"], counts["abstain"]] == [
            published["yes"],
            published["no"],
            published["abstain"],
        ], resolution
    assert full >= 15


def test_unknown_and_reconstructed_votes_are_marked():
    votes = tables.read("votes")
    assert ((votes["vote"] == "unknown") == (votes["status"] == "unknown")).all()
    assert set(votes.loc[votes["status"] == "reconstructed", "resolution"]) <= {
        f"A/RES/ES-11/{n}" for n in range(2, 7)
    }


def test_agreement_scores_lie_between_their_bounds():
    rows = tables.read("agreement")
    assert (
        rows["agreement"] >= rows["identical"] - 1e-9
    ).all()  # an abstention counts half, never less
    assert rows["year"].min() <= 1992 and rows["year"].max() >= 2024
    assert not rows.duplicated(["year", "state", "partner"]).any()


@pytest.mark.parametrize(
    "share, part, whole",
    [
        ("chn_share_of_rus_exports_imts", "rus_exports_imts", "rus_exports_imts"),
        ("chn_share_of_rus_imports_imts", "rus_imports_imts", "rus_imports_imts"),
    ],
)
def test_shares_recompute_from_their_parts(share, part, whole):
    o = tables.read("observations").set_index(["indicator", "object", "date"])["value"].sort_index()
    shares = tables.read("observations").query("indicator == @share").set_index("date")["value"]
    assert len(shares) >= 9
    for date, value in shares.items():
        assert value == pytest.approx(100 * o[part, "CHN", date] / o[whole, "WLD", date], abs=0.02)


def test_shares_by_customs_recompute_from_their_parts():
    o = tables.read("observations")
    value = o.set_index(["indicator", "subject", "date"])["value"].sort_index()
    for share, whole in (("chn_share_of_rus_trade", "RUS"), ("rus_share_of_chn_trade", "CHN")):
        rows = o[o["indicator"] == share]
        assert len(rows) >= 15
        for row in rows.itertuples():
            total = (
                value["merch_exports_total", whole, row.date]
                + value["merch_imports_total", whole, row.date]
            )
            assert row.value == pytest.approx(
                100 * value["bilateral_trade_cn_customs", "CHN", row.date] / total, abs=0.02
            )


def test_states_have_iso_codes():
    states = tables.read("actors").query("kind == 'state'")
    assert set(states["id"]) <= set(tables.read("countries")["id"])
    assert tables.read("countries")["un_member"].sum() == 193


def test_the_events_are_many_and_span_the_years():
    events = tables.read("events")
    assert len(events) >= 200
    assert {str(y) for y in range(2013, 2027)} <= set(events["date"].str[:4])
    by_russia = events["actors"].str.contains(
        "RUS"
    )  # an expulsion is an answer, openly given, not an incident
    incidents = events[
        events["kind"].isin(["sabotage", "cyber"]) | ((events["kind"] == "espionage") & by_russia)
    ]
    assert incidents["firmness"].notna().all()


def test_ties_begin_when_their_treaty_was_signed():
    ties, alliances = tables.read("ties"), tables.read("alliances")
    between = alliances[alliances["members"].map(lambda m: set(m.split(";")) == {"RUS", "PRK"})]
    assert "2024-06-19" in set(between["signed"]) and "2024-12-04" in set(between["in_force"])
    dates = set(between["signed"]) | set(between["in_force"])
    pact = ties[
        (ties["kind"] == "alliance") & ties[["source", "target"]].isin(["RUS", "PRK"]).all(axis=1)
    ]
    assert len(pact) >= 2 and set(pact["start"]) <= dates


def test_the_network_can_be_drawn_at_the_end_of_every_year():
    from theatres.model import network

    sizes = [
        len(network.select_ties(network.ties(asserted_by="evidence"), year=y))
        for y in range(2013, 2027)
    ]
    assert min(sizes) >= 20


def test_hybrid_incidents_are_counted_under_three_definitions_at_least():
    indicators = tables.read("indicators")
    hybrid = indicators.loc[indicators["family"] == "hybrid", "id"]
    o = tables.read("observations")
    publishers = tables.read("sources").set_index("id")["publisher"]
    by = o[o["indicator"].isin(hybrid)]
    assert by["indicator"].nunique() >= 3
    assert tables.listed(by["sources"]).map(publishers).nunique() >= 3


def test_positions_cover_every_school_for_and_against():
    positions = tables.read("positions")
    assert len(positions) >= 24 and set(positions["school"]) == set(
        tables.meanings("positions", "school")
    )
    counts = positions["stance"].value_counts()
    assert min(counts["for"], counts["against"]) >= 8


def test_the_tables_stay_small():
    size = sum(p.stat().st_size for p in tables.DATA.iterdir())
    assert size < 5_000_000
    assert len(json.dumps(tables.description())) < 200_000
