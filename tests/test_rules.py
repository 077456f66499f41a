"""The rules of judgement (`data/rules.csv`) are kept by the judgements that name them."""

from __future__ import annotations

import pandas as pd
import pytest

from theatres import tables

PUBLISHED = "2024-07-15"
MOST_WORDS = 6  # as many as the course quotes of any text
OPPOSITE = {"supports": "weakens", "weakens": "supports"}
NAMES_ITS_CLAIM = {"events": "claims", "positions": "claims", "ties": "claim", "forecasts": "claim"}
DATED = ("events", "observations", "positions", "resolutions", "ties", "alliances")


@pytest.fixture(scope="module", params=["commentary", "rival"])
def argument(request):
    """Both arguments meet the same rules."""
    return request.param


@pytest.fixture(scope="module")
def evidence(argument):
    rows = tables.read("evidence", argument=argument)
    kinds = tables.read("claims", argument=argument).set_index("id")["kind"].astype(str)
    return rows.assign(
        bearing=rows["bearing"].astype(str),
        kind=rows["claim"].map(kinds),
        note=rows["note"].fillna(""),
    )


@pytest.fixture(scope="module")
def uses(evidence):
    """Join judgements to rows: ``row``, ``late``, ``names`` the claim, ``said`` in the note."""
    cited = tables.listed(evidence["rows"]).rename("row")
    found = evidence.join(cited, how="right")
    dates, claims = _dates(), _claims()
    found["late"] = found["row"].map(dates).map(_late)
    found.loc[found["row"].str.fullmatch(r"[FG]\d+"), "late"] = (
        True  # outcomes were filled in later
    )
    found["names"] = [c in claims.get(r, {c}) for r, c in zip(found["row"], found["claim"])]
    found["said"] = [r in n for r, n in zip(found["row"], found["note"])]
    return found


def _dates() -> pd.Series:
    parts = []
    for name in DATED:
        rows = tables.read(name, argument="both").set_index("id")
        column = next(c for c in ("date", "signed", "start") if c in rows)
        parts.append(rows[column].astype(str))
    return pd.concat(parts)


def _claims() -> dict[str, set[str]]:
    named = {}
    for name, column in NAMES_ITS_CLAIM.items():
        rows = tables.read(name, argument="both")
        for row, cell in zip(rows["id"], rows[column].fillna("")):
            named[row] = set(cell.split(";"))
    return named


def _late(date) -> bool:
    """Say whether a date lies after the commentary; a figure for the whole of 2024 does."""
    return isinstance(date, str) and (date > PUBLISHED or date == PUBLISHED[:4])


def test_a_verdict_that_turns_on_a_word_is_mixed(evidence):
    broken = evidence.query("rule == 'R07' and bearing != 'mixed'")
    assert list(broken["id"]) == []


def test_only_forecasts_are_scored_by_what_happened(evidence):
    assert list(evidence.query("rule == 'R08' and kind != 'forecast'")["id"]) == []


def test_only_recommendations_are_weighed_by_reasons(evidence):
    off = evidence.query("rule == 'R10' and kind not in ['normative', 'thesis']")
    assert list(off["id"]) == []  # the rival's thesis is a recommendation


def test_what_came_later_is_hindsight_and_slight(evidence):
    later = evidence.query("rule == 'R11'")
    assert len(later) > 0
    assert list(later.query("not hindsight")["id"]) == []
    assert list(later.query("strength > 1 and note == ''")["id"]) == []
    assert set(later["kind"]) & {"forecast", "normative"} == set(), "those have R08 and R10"


def test_a_counter_case_names_the_words_that_exclude_it(evidence):
    claims = tables.read("claims", argument="both").set_index("id")["claim"]
    for row in evidence.query("rule == 'R06'").itertuples():
        assert isinstance(row.words, str), f"{row.id} names no words of {row.claim}"
        assert row.words in claims[row.claim], f"{row.id}: {row.words!r} is not in {row.claim}"
        assert len(row.words.split()) <= MOST_WORDS and row.bearing == "weakens", row.id
    assert evidence.query("rule != 'R06'")["words"].isna().all()


def test_a_search_that_found_nothing_weakens_slightly(evidence):
    searched = evidence.query("rule == 'R09'")
    assert list(searched.query("bearing != 'weakens' or strength != 1")["id"]) == []


def test_rows_name_the_claim_or_the_note_says_why_not(uses, argument):
    silent = uses.query("not names and not said")
    if argument == "rival":  # a voice lists the claims of the commentary
        silent = silent[~silent["row"].str.fullmatch(r"D\d+")]
    assert [f"{u.id} {u.claim} {u.row}" for u in silent.itertuples()] == []


def test_rows_are_all_of_before_or_all_of_after(uses):
    """A row on the other side of July 2024 is named in the note, which says what it is for."""
    stray = uses[(uses["late"] != uses["hindsight"]) & ~uses["said"]]
    assert [f"{u.id} {u.claim} {u.row}" for u in stray.itertuples()] == []


def test_no_claim_hears_one_side_early_and_the_other_late_from_early_events(uses):
    early = uses.query("not hindsight").groupby("claim")["bearing"].agg(set)
    for claim, bearings in early.items():
        sides = bearings - {"mixed"}
        if len(sides) != 1:
            continue
        other = OPPOSITE[next(iter(sides))]
        held_back = uses[
            (uses["claim"] == claim)
            & uses["hindsight"]
            & (uses["bearing"] == other)
            & ~uses["late"]
            & ~uses["said"]
        ]
        assert list(held_back["id"]) == [], claim


def test_a_row_speaks_once_on_each_side_of_a_claim(uses):
    spoken = uses[uses["bearing"] != "mixed"]
    twice = spoken[spoken.duplicated(["claim", "bearing", "row"], keep=False)]
    assert [f"{u.id} {u.claim} {u.row}" for u in twice.itertuples()] == []


def test_unnamed_sources_weigh_the_same_on_both_sides(uses):
    """The report of July 2025 by unnamed sources (E509) is slight wherever it is used."""
    assert (uses.query("row == 'E509'")["strength"] == 1).all()


def test_one_literature_weighs_the_same_on_both_sides(uses):
    """Of judgements on voices alone: the strongest that a literature gives, for and against."""
    literature = tables.read("positions", argument="both").set_index("id")["literature"]
    voiced = uses.assign(literature=uses["row"].map(literature).astype(object))
    alone = voiced.groupby("id")["literature"].transform(lambda cells: cells.notna().all())
    voiced = voiced[alone].query("bearing != 'mixed'")
    strongest = voiced.groupby(["claim", "literature", "bearing"])["strength"].max().unstack()
    both = strongest.reindex(columns=["supports", "weakens"]).dropna()
    assert len(both) > 0
    unequal = both[both["supports"] != both["weakens"]]
    assert list(unequal.index) == []


def test_what_is_known_through_others_is_slight(uses):
    """A judgement that rests on voices of which only a report was read has strength 1."""
    read_as = tables.read("positions", argument="both").set_index("id")["read_as"].astype(str)
    relayed = uses["row"].map(read_as) == "relay"
    alone = relayed.groupby(uses["id"]).transform("all")
    assert list(uses[alone].query("strength > 1")["id"]) == []
