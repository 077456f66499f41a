"""The evidence ledger: judgements lead to rows, rows to sources, and both sides of a claim are
always shown.
"""

from __future__ import annotations

import re

import pandas as pd
import pytest

from theatres import browse_claims, evidence_ledger, open_argument, rows_of, tables
from theatres.charts import ledger as charts
from theatres.model import ledger


def test_rows_lead_to_their_table_and_sources():
    found = rows_of("A001;D01;A001")
    assert list(found["id"]) == ["A001", "D01"] and list(found["table"]) == [
        "alliances",
        "positions",
    ]
    assert list(found["sources"]) == [
        tables.read("alliances").set_index("id").at["A001", "sources"],
        tables.read("positions").set_index("id").at["D01", "source"],
    ]
    assert list(rows_of(["A001", "A/RES/68/262;A001"])["table"]) == ["alliances", "resolutions"]


def test_an_unknown_row_is_named():
    with pytest.raises(ValueError, match="'X999'"):
        rows_of("A001;X999")


def test_no_id_stands_in_two_tables():
    assert ledger.homes().index.is_unique


def test_every_judgement_reaches_a_source_that_exists():
    known = set(tables.read("sources")["id"])
    for row in tables.read("evidence").itertuples():
        sources = set(tables.listed(rows_of(row.rows)["sources"]))
        assert sources and sources <= known, row.id


def test_counts_by_kind_against_a_count_by_hand():
    """C09 again, with plain loops instead of joins."""
    rows = ledger.judgements(claim="C09")
    kinds = dict(
        zip(tables.read("sources")["id"], tables.read("sources")["kind"].astype(str), strict=True)
    )
    seen, judged = {}, {}
    for row in rows.itertuples():
        for cell in rows_of(row.rows)["sources"]:
            for source in cell.split(";"):
                seen.setdefault(kinds[source], set()).add(source)
                judged.setdefault((kinds[source], row.bearing), set()).add(row.id)
    counted = ledger.by_kind_of_source(rows).set_index("kind")
    assert counted["sources"].to_dict() == {k: len(v) for k, v in seen.items()}
    for kind in counted.index:
        for bearing in ("supports", "mixed", "weakens"):
            assert counted.at[kind, bearing] == len(judged.get((kind, bearing), ()))
    assert counted["sources"].sum() == len(ledger.sources_of(rows))


def test_filters_narrow_and_words_agree():
    e = evidence_ledger()
    everything = len(e.shown())
    assert everything == len(tables.read("evidence")) and e.words().startswith(
        f"{everything} judgements on 67 claims"
    )
    for name, value in {
        "system": "S06",
        "kind": "causal",
        "bearing": "weakens",
        "hindsight": "after",
        "rule": "R01",
    }.items():
        getattr(e, name).value = value
        assert (
            0 < len(e.shown()) < everything
            and e.chart.shown == list(e.shown()["id"])
            and str(len(e.shown())) in e.words()
        )
        getattr(e, name).value = ""
    assert len(e.shown()) == everything


def test_parts_by_bearing_and_by_hindsight_add_up():
    every = len(ledger.judgements())
    assert (
        sum(len(ledger.judgements(bearing=b)) for b in charts.BEARINGS)
        == every
        == sum(len(ledger.judgements(hindsight=h)) for h in (True, False))
    )


def test_a_combination_without_judgements_says_so():
    e = evidence_ledger(rule="R10")
    e.kind.value = "descriptive"
    assert (
        e.shown().empty
        and e.words() == "No judgement fits. Loosen a filter."
        and e.kinds.value == ""
    )


def test_an_opened_claim_shows_both_sides_whatever_the_filter():
    e = evidence_ledger(bearing="supports", claim="C29")
    every = ledger.judgements(claim="C29")
    assert {"supports", "weakens"} <= set(every["bearing"])
    assert all(j in e.details.value for j in every["id"]) and "href=" in e.details.value
    assert (
        all(row in e.details.value for row in rows_of(every["rows"])["id"])
        and every["why"].iloc[0].split("'")[0] in e.details.value
    )


def test_a_click_opens_the_claim_and_rings_it():
    e = evidence_ledger()
    e.chart.picked = {"block": {"claim": ["C29"]}}
    assert e.claim.value == "C29" == e.chart.opened and "C29, opened" in e.details.value
    e.system.value = "S06"
    assert e.claim.value == "" == e.chart.opened == e.details.value


@pytest.mark.parametrize(
    "bad",
    [
        {"bearing": "proves"},
        {"claim": "C99"},
        {"system": "S06", "claim": "C29"},
        {"colour": "red"},
        {"rule": "R99"},
    ],
)
def test_an_impossible_start_gets_one_clear_message(bad):
    with pytest.raises(ValueError, match="cannot be|has no control"):
        evidence_ledger(**bad)


def test_blocks_are_stacked_from_the_middle_without_gaps():
    """Drawn by hand: mixed straddles nought by half its sum.

    Supports go up from there, weakens down.
    """
    frame = pd.DataFrame(
        {
            "id": ["J1", "J2", "J3"],
            "claim": "C01",
            "bearing": ["supports", "weakens", "mixed"],
            "strength": [3, 2, 1],
            "why": "w",
            "hindsight": [True, False, False],
        }
    )
    spec = charts.ledger(frame, pd.Series({"C01": "short"}), ["J1", "J2", "J3"], ["short"])
    vl_convert = pytest.importorskip("vl_convert")
    svg = vl_convert.vegalite_to_svg(spec.to_dict(), vl_version="6.4")
    assert all(f">{sign}<" in svg for _, sign in charts.BEARINGS.values())
    bars = sorted(
        (float(m[2]), abs(float(m[3])))
        for m in re.finditer(
            r'aria-roledescription="bar" d="M([-\d.]+),([-\d.]+)h[-\d.]+v([-\d.]+)', svg
        )
    )
    tops, heights = zip(*bars, strict=True)
    assert heights[0] / heights[1] == pytest.approx(3) and heights[2] / heights[1] == pytest.approx(
        2
    )  # supports, mixed, weakens from the top
    assert tops[1] == pytest.approx(tops[0] + heights[0]) and tops[2] == pytest.approx(
        tops[1] + heights[1]
    )


def test_the_claim_browser_shows_the_judgements():
    b = browse_claims(claim="C09")
    assert all(j in b.details.value for j in ledger.judgements(claim="C09")["id"])
    assert "Evidence ledger" in b.details.value
    first = (
        tables.read("sources")
        .set_index("id")
        .loc[ledger.sources_of(ledger.judgements(claim="C09"))[0], "url"]
    )
    assert first.replace("&", "&amp;") in b.details.value


ROOM = 27  # letters of the plain size that the axis has room for


def test_every_name_on_the_axis_is_whole_when_all_claims_are_shown():
    e = evidence_ledger()
    claims, lines = e.painted()["claims"], e.painted()["lines"]
    assert len(claims) > charts.PAIRED
    assert len(set(lines)) == len(claims) and max(map(len, lines)) <= ROOM
    assert max(map(len, claims)) > ROOM  # else fewer words would not be needed
    both = open_argument("both").open("evidence_ledger").painted()
    assert len(both["claims"]) > charts.MOST_CLAIMS and max(map(len, both["lines"])) <= ROOM
    assert len(set(both["lines"])) == len(both["claims"])
    few = charts.on_axis(claims[:3], e.brief)
    assert [name.replace("\n", " ").replace("- ", "-") for name in few] == claims[:3]
