"""The policy lab: what measures act on, what is held against them, the brief and its trail."""

import pytest

from theatres import tables, work
from theatres.explorers import verdict as lab
from theatres.model import report, verdict


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("THEATRES_WORK", str(tmp_path / "w"))


def test_every_measure_acts_on_something_and_meets_an_objection():
    rows = verdict.prescriptions()
    for m in rows["id"]:
        on = verdict.acted_on([m])
        assert {"tie", "format"} <= set(on["on"]), m
        objection = verdict.strongest_objections([m]).iloc[0]
        assert objection["position"] and objection["source"] in set(tables.read("sources")["id"]), m
    assert not tables.check(tables=["prescriptions"], references=False)


def test_every_stance_has_rivals_and_no_school_is_argued_for_only():
    rows = verdict.measures_table()
    assert set(rows["stance"].astype(str)) == set(verdict.STANCES) - {verdict.OWN}
    assert rows["stance"].value_counts().nunique() == 1  # the same depth for each
    for stance in set(rows["stance"].astype(str)):
        table = verdict.prescriptions(stance)
        assert list(table["rival"]) == sorted(table["rival"]) and table["rival"].any()
    assert not verdict.prescriptions(verdict.OWN)["rival"].any()
    assert all(
        not set(a.split(";")) & set(o.split(";"))
        for a, o in zip(rows["argued_by"], rows["objections"])
    )


def test_a_measure_leans_one_way_on_a_claim_and_never_on_itself():
    for row in verdict.measures_table().fillna("").itertuples():
        on, against = set(row.leans_on.split(";")), set(row.leans_against.split(";"))
        assert on and against - {""} and not on & against, row.id
        assert not on & set(row.claims.split(";")), f"{row.id} leans on the advice that it is"


def test_what_speaks_against_a_measure_waits_with_its_sign():
    """Support for "lessons travel" speaks against a measure that denies it, not for it."""
    evidence = tables.read("evidence", argument="both").set_index("id")
    waiting = evidence.loc[
        verdict.balance(verdict.Choice("restraint", ("V11",)))["against_waiting"]
    ]
    travels = waiting[waiting["claim"] == "C48"]
    assert len(travels) and set(travels["bearing"].astype(str)) == {"supports"}


def test_no_measure_strengthens_and_weakens_one_tie():
    for m in verdict.measures_table()["id"]:
        assert verdict.conflicts([m]).empty, m


def test_conflicts_are_found_between_an_upgrade_and_keeping_to_one_s_area():
    found = verdict.conflicts(["V01", "V09"])
    assert set(found["id"]) >= {"T167", "T168", "T169", "T170"}
    assert set(found["strengthened_by"]) == {"V01"} and set(found["weakened_by"]) == {"V09"}
    assert verdict.conflicts(["V01", "V02"]).empty


def test_balance_counts_what_is_taken_and_what_waits():
    rows = tables.read("evidence")
    claims = list(verdict.leaned_on(["V01"])["claim"])
    opposed = verdict.leaned_against(["V01"])["claim"]
    weakens, supports = (rows["bearing"].astype(str) == b for b in ("weakens", "supports"))
    against = [
        *rows[rows["claim"].isin(claims) & weakens]["id"],
        *rows[rows["claim"].isin(opposed) & supports]["id"],
    ]
    empty = verdict.balance(verdict.Choice("linkage", ("V01",)))
    assert (
        empty["not_taken"] == claims
        and empty["against_waiting"] == against
        and empty["weakens"] == 0
    )
    taken = verdict.balance(verdict.Choice("linkage", ("V01",), (claims[0], against[0])))
    assert taken["claims"] == 1 and taken["weakens"] == 1
    assert against[0] not in taken["against_waiting"] and claims[0] not in taken["not_taken"]


def test_the_trail_leads_every_judgement_to_a_source():
    judged = tables.read("evidence")
    trail = verdict.trail(judged["id"])
    assert set(trail["ground"]) == set(judged["id"])
    assert not trail["says"].str.contains("not in the tables").any()
    assert (trail["source"] != "").all()
    assert trail.loc[trail["url"] != "", "url"].str.startswith("http").all()


def test_a_claim_s_trail_ends_at_the_commentary():
    row = verdict.trail(["C58"]).iloc[0]
    assert row["row"] == "P14" and "Brookings" in row["source"]


def test_the_brief_names_what_is_missing_and_is_complete_when_all_is_there():
    bare = verdict.Choice("restraint", ("V10",))
    assert verdict.missing(bare) == [
        "a claim to stand on",
        "evidence",
        "your case in words",
        "an answer to the objection",
        "what would change your mind",
    ]
    assert verdict.brief(bare)[0].heading == "Draft"
    full = verdict.Choice("restraint", ("V10",), ("C67", "J040"), "a case", "an answer", "a sign")
    assert verdict.missing(full) == []
    text = report.markdown("Brief", verdict.brief(full))
    for said in (
        "Deal with the four one by one",
        "C67",
        "a case",
        "an answer",
        "a sign",
        "(hindsight)",
        "https://",
    ):
        assert said in text
    page = report.page("Brief", verdict.brief(full))
    assert "<script" not in page and page.count("<h2>") == text.count("\n## ")


def test_one_page_holds_the_brief_without_its_trail():
    full = verdict.Choice(
        "linkage",
        ("V01", "V03", "V05"),
        ("C58", "C59", "J040", "J200"),
        "word " * 150,
        "word " * 80,
        "word " * 40,
    )
    assert len(report.markdown("Brief", verdict.brief(full)[:-1]).split()) < 1000


def test_the_lab_in_words_and_its_steps():
    view = lab.policy_lab()
    offered = len(tables.read("prescriptions"))
    assert view.words().startswith(f"No measure chosen yet; {offered} are on offer")
    assert "Stance: no stance yet." in view.words()
    view.stance.value = "linkage"
    for measure in ("V01", "V09"):
        view.measures.boxes[measure].value = True
    assert "V01" not in view.words() and "pull against each other on" in view.words()
    assert "“Upgrade NATO's format with the four” + “Keep NATO to its own area”" in view.words()
    view.tabs.selected_index = 1
    page = view.grounds
    page.claim.value = "C58"
    page.take_claim.click()
    page.take_evidence.click()
    assert view.choice.grounds[0] == "C58" and view.choice.grounds[1].startswith("J")
    assert page.take_claim.disabled and page.take_evidence.disabled
    objection = view.objection.objection
    assert not objection.value  # a page that lies beneath another is not worked out
    view.tabs.selected_index = 2
    assert "DePetris" in objection.value
    view.objection.answer.value = "my answer"
    view.tabs.selected_index = 3
    view.brief.case.value, view.brief.mind.value = "my case", "my mind"
    assert view.words().endswith("Your brief is complete.")
    view.brief.case.value = "my better case"
    assert "my better case" in view.brief.preview.value
    _, _, text = view.brief.file("b.html", "text/html", report.page)
    assert "my better case" in text and "Draft" not in text
    page.out.value = "C58"
    page.leave.click()
    assert "C58" not in view.choice.grounds


def test_measures_and_claims_go_by_their_names():
    view = lab.policy_lab(measures=["V01"], grounds=["C58"])
    labels = [box.description for box in view.measures.boxes.values()]
    labels += [label for label, _ in view.measures.mark.options]
    view.tabs.selected_index = 1
    for listed in (view.grounds.claim, view.grounds.judgement, view.grounds.out):
        labels += [label for label, _ in listed.options]
    ids = set(view.measures.boxes) | set(tables.read("claims", argument="both")["id"])
    assert not [label for label in labels if label.split()[0] in ids]


def test_a_fourth_measure_is_refused():
    view = lab.policy_lab(measures=["V01", "V02", "V03"])
    view.measures.boxes["V04"].value = True
    assert not view.measures.boxes["V04"].value
    assert view.choice.measures == ("V01", "V02", "V03")
    assert "room for 3" in view.measures.about.value


def test_what_is_chosen_is_kept_and_shown_by_every_lab():
    one, two = lab.policy_lab(1), lab.policy_lab(4)
    one.stance.value = "asia-first"
    one.measures.boxes["V08"].value = True
    two.brief.case.value = "scarce means"
    assert two.choice is one.choice and two.stance.value == "asia-first"
    one.tabs.selected_index = 3
    assert one.brief.case.value == "scarce means"
    assert work.get("verdict") == {
        "stance": "asia-first",
        "measures": ["V08"],
        "case": "scarce means",
    }
    again = lab.policy_lab(measures=["V01"])
    assert again.choice.measures == ("V08",) and again.choice.case == "scarce means"


def test_a_lab_becomes_another_choice_everywhere_at_once():
    one, two = lab.policy_lab(1), lab.policy_lab(2)
    one.become(verdict.Choice("restraint", ("V10",), ("C67",)))
    assert one.measures.boxes["V10"].value and one.stance.value == "restraint"
    assert two.grounds.out.value == "C67" and two.words() == one.words()
    assert work.get("verdict")["grounds"] == ["C67"]


def test_a_lab_reads_what_was_brought_back():
    lab.policy_lab().become(verdict.Choice("restraint", ("V10",)))
    work.put("verdict", {"stance": "linkage", "measures": ["V02"]})
    assert lab.policy_lab().choice == verdict.Choice("linkage", ("V02",))


@pytest.mark.parametrize(
    "kept",
    [
        "x",
        [],
        3,
        {"stance": 3, "measures": "V01"},
        {"measures": [["V01"], "V99", "V02"], "grounds": {"a": 1}, "case": ["x"]},
        {"grounds": ["C99", None, "C58"]},
    ],
)
def test_a_damaged_verdict_is_read_as_far_as_it_fits(kept):
    work.put("verdict", kept)
    view = lab.policy_lab()
    assert (
        view.words()
        and set(view.choice.measures) <= {"V02"}
        and set(view.choice.grounds) <= {"C58"}
    )


def test_opening_a_tie_a_format_and_a_forecast():
    view = lab.policy_lab(measures=["V01"])
    for one, said in (("T167", "should upgrade"), ("NATO", "members"), ("F14", "hindsight")):
        view.measures.mark.value = one
        assert said in view.measures.details.value
    view.measures.chart.picked = {"mark": {"id": ["F11"]}}
    assert view.measures.mark.value == "F11"


@pytest.mark.parametrize(
    "wrong",
    [
        {"step": 9},
        {"stance": "war"},
        {"measures": ["V99"]},
        {"grounds": ["X1"]},
        {"measures": ["V01", "V02", "V03", "V04"]},
    ],
)
def test_a_wrong_start_gets_one_clear_message(wrong):
    with pytest.raises(ValueError, match="policy_lab has no|room for 3"):
        lab.policy_lab(**wrong)


def test_a_choice_does_not_change():
    one = verdict.Choice(stance="linkage")
    with pytest.raises(AttributeError):
        one.stance = "restraint"
    assert len({one, verdict.Choice(stance="linkage")}) == 1


def test_the_lab_turns_to_a_step_by_its_name():
    view = lab.policy_lab(3)
    assert view.step == "Objection" and view.pages["Objection"] is view.objection
    view.turn_to("Grounds")
    assert view.step == "Grounds" and view.tabs.selected_index == 1
