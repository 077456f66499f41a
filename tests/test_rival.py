"""The rival argument: coded by the same rules, and given the same room, as the commentary."""

from __future__ import annotations

import pytest

import theatres
from theatres import tables
from theatres.explorers import whose
from theatres.model import rival, verdict, weighing

DAY = "2024-07-15"  # when the commentary appeared


def checkable(argument):
    claims = tables.read("claims", argument=argument)
    return claims.loc[claims["checkable"] != "no", "id"]


def test_every_claim_was_made_in_print_by_the_day_of_the_commentary():
    claims = tables.read("claims", argument="rival")
    assert 15 <= len(claims) <= 30 and claims["id"].str.startswith("R").all()
    dated = tables.read("sources").set_index("id")["date"]
    for claim in claims.itertuples():
        days = [dated[s] for s in claim.sources.split(";")]
        assert all(day <= DAY[: len(day)] for day in days), f"{claim.id}: {days}"


def test_claims_and_rules_do_not_share_an_id():
    assert not set(tables.read("claims", argument="both")["id"]) & set(tables.read("rules")["id"])


def test_reasons_run_between_claims_and_positions_that_exist():
    known = {*tables.read("claims", argument="both")["id"]}
    known |= {*tables.read("positions", argument="both")["id"]}
    rows = tables.read("reasons", argument="both")
    assert set(rows["source"]) | set(rows["target"]) <= known
    rival = tables.read("reasons", argument="rival")
    reached = set(rival["source"]) | set(rival["target"])
    assert set(tables.read("claims", argument="rival")["id"]) <= reached


def test_the_conclusion_meets_published_objections():
    rows = tables.read("reasons", argument="rival").query("target == 'R38'")
    assert {"D15", "D16", "D44"} <= set(rows.loc[rows["relation"] == "attacks", "source"])


def test_both_arguments_get_the_same_room():
    room = {}
    for argument in ("commentary", "rival"):
        judged = tables.read("evidence", argument=argument)["claim"]
        weighed = checkable(argument)
        room[argument] = judged.isin(weighed).sum() / len(weighed)
    assert max(room.values()) <= min(room.values()) * 4 / 3, room


def test_every_checkable_claim_has_two_judgements_and_one_that_complicates():
    evidence = tables.read("evidence", argument="rival")
    for claim in checkable("rival"):
        bearings = evidence.loc[evidence["claim"] == claim, "bearing"]
        assert len(bearings) >= 2 and {"weakens", "mixed"} & set(bearings), claim


def test_judgements_keep_the_rules_and_rest_on_rows_that_exist():
    evidence = tables.read("evidence", argument="rival")
    kinds = tables.read("claims", argument="rival").set_index("id")["kind"].astype(str)
    kind = evidence["claim"].map(kinds)
    rule = evidence["rule"]
    assert (evidence.loc[rule == "R07", "bearing"] == "mixed").all()
    assert (kind[rule == "R08"] == "forecast").all() and evidence.loc[
        rule == "R08", "hindsight"
    ].all()
    assert kind[rule == "R10"].isin(["normative", "thesis"]).all()
    assert (evidence.loc[rule == "R03", "strength"] == 1).all()
    assert evidence.loc[(rule == "R11") & (evidence["strength"] > 1), "note"].notna().all()
    homes = ("observations", "events", "ties", "alliances", "positions", "forecasts", "resolutions")
    known = set().union(*(tables.read(t, argument="rival")["id"] for t in homes))
    assert set(tables.listed(evidence["rows"])) <= known


@pytest.mark.parametrize("argument, other", [("commentary", "R"), ("rival", "C")])
def test_no_reader_of_one_argument_meets_claims_of_the_other(argument, other):
    for table in ("positions", "prescriptions", "events", "indicators"):
        rows = tables.read(table, argument=argument)
        cells = [c for c in ("claims", "leans_on") if c in rows]
        for column in cells:
            assert not tables.listed(rows[column]).str.startswith(other).any(), (table, column)


def test_every_indicator_of_means_has_a_figure_and_says_who_counted():
    indicators = tables.read("indicators").query("family == 'means'")
    figures = tables.read("observations")
    assert len(indicators) >= 40 and set(indicators["id"]) <= set(figures["indicator"])


def test_the_two_meet_head_on_where_the_commentary_reports_its_rival():
    found = rival.meetings()
    assert {"C66", "C65"} <= set(found["from"]) | set(found["to"])
    assert set(found["how"]) == {"head on", "shared"}
    claims = tables.read("claims", argument="both").set_index("id")["argument"]
    assert (found["from"].map(claims) != found["to"].map(claims)).all()


def test_the_claim_that_moves_both_pulls_them_apart():
    table = rival.moves_both(3)
    assert table.index[0] == "R37" and {"R21", "C18"} <= set(table.index)
    assert (table["commentary"] * table["rival"] < 0).all()
    assert (table["both"] == table[["commentary", "rival"]].abs().min(axis=1)).all()


def test_the_two_arguments_make_no_circle_together():
    with tables.using(tables.argument_shelf("both")):
        everybody = weighing.voices().index
        assert len(weighing.argument_graph(everybody).arguments) > 100


def test_stakes_of_the_commentary_are_those_picked_by_hand():
    assert weighing.stakes() == weighing.Stakes("C58", weighing.CONCLUSIONS, "C65")
    with tables.using(tables.argument_shelf("rival")):
        assert weighing.stakes().thesis == "R38" and weighing.stakes().opposed is None
        assert set(weighing.voices()["side"]) == {"for", "against", "qualifies"}


@pytest.mark.parametrize("tool", whose.TOOLS)
def test_one_switch_opens_every_tool_on_either_argument(tool):
    seen = whose.whose_argument(tool)
    of_rival = seen.words()
    seen.whose.value = "commentary"
    assert seen.words() != of_rival and "the commentary's" in seen.words()
    assert "its rival's" in of_rival
    start = {"stance": whose.STANCES["commentary"]} if tool == "policy_lab" else {}
    plain = getattr(theatres, tool)(**start)
    inside = seen.inside.children[0]
    assert inside.words() == plain.words()


def test_the_switch_says_what_it_does_not_offer():
    with pytest.raises(ValueError, match="no explorer 'explore_aid'"):
        whose.whose_argument("explore_aid")
    with pytest.raises(ValueError, match="outline does not show 'both'"):
        whose.whose_argument("outline", "both")
    with pytest.raises(ValueError, match="no argument 'mine'"):
        whose.open_argument("mine")


def test_the_door_is_the_one_for_own_arguments():
    door = whose.open_argument("rival")
    assert len(door.read("claims")) == len(tables.read("claims", argument="rival"))
    assert door.browse_claims().words().startswith(f"{len(door.read('claims'))} of")
    assert tables.shelf() is None


def test_figures_on_means_come_with_their_titles():
    found = theatres.means("twn_backlog")
    assert list(found["value"]) == sorted(found["value"]) and found["what"].nunique() == 1
    assert len(theatres.means()) >= 80
    with pytest.raises(ValueError, match="no figure 'shells'; there are .*155_us"):
        theatres.means("shells")


def test_what_moves_most_is_asked_of_one_argument_at_a_time():
    with tables.using(tables.argument_shelf("both")):
        weighing.most_moving()
    alone = set(tables.read("claims")["id"])
    assert set(weighing.most_moving()) <= alone


FEWEST = 4  # judgements for a measure, and as many against it, from which a brief can choose
MARKS = ("for", "against")


def test_every_measure_has_grounds_on_both_sides_and_somebody_who_argues_each():
    offer = theatres.grounds_on_offer()
    assert (offer[[*MARKS]] >= FEWEST).all(axis=None), offer[[*MARKS]].min()
    assert (offer[["advocates", "objections"]] >= 1).all(axis=None)
    known = offer["known in July 2024"] / offer[[*MARKS, "both ways"]].sum(axis=1)
    assert (known >= 1 / 3).all(), "a brief without hindsight would have too little"


def test_the_three_stances_get_the_same_room():
    offer = theatres.grounds_on_offer()
    stances = offer.groupby("stance")
    assert stances.size().nunique() == 1
    room = stances[[*MARKS]].sum().sum(axis=1) / stances.size()
    assert room.max() <= room.min() * 4 / 3, room


@pytest.mark.parametrize("stance", ["linkage", "asia-first", "restraint"])
def test_a_brief_of_any_stance_reaches_full_marks_from_the_tables_alone(stance):
    """The rubric of the teaching guide, row by row, as far as the tables can answer it."""
    measures = tuple(verdict.prescriptions(stance).query("not rival")["id"][:3])
    acted = verdict.acted_on(measures).groupby("measure")["on"].agg(set)
    assert all("tie" in acted[m] for m in measures), "Recommendation: each changes a tie"
    rows = verdict.measures_table().set_index("id").loc[list(measures)]
    assert rows["price"].notna().all() and rows["formats"].notna().all()
    needed = verdict.leaned_on(measures)["claim"]
    judged = verdict.evidence_on(needed)
    sides = [judged[judged["bearing"] == way].iloc[0] for way in ("supports", "weakens")]
    grounds = (needed.iloc[0], *(side["id"] for side in sides))
    traced = verdict.trail(grounds)
    assert (traced["source"] != "").all(), "Evidence: for and against, each traced to a source"
    objections = verdict.strongest_objections(measures)
    assert objections["position"].notna().all(), "Objection: the strongest one, with its author"
    whole = verdict.Choice(stance, measures, grounds, "a case", "an answer", "a sign, by a date")
    assert verdict.missing(whole) == []


def test_every_judgement_of_either_argument_leads_to_a_source():
    judged = tables.read("evidence", argument="both")["id"]
    trail = verdict.trail(judged)
    assert set(trail["ground"]) == set(judged)
    assert list(trail.loc[trail["source"] == "", "row"]) == []
