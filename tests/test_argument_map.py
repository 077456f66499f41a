"""The argument map: its layout, its foldings, and its words."""

from __future__ import annotations

import pandas as pd
import pytest

from theatres import tables
from theatres.charts import argument as charts
from theatres.explorers.argument import ONE, argument_map
from theatres.model import argumentmap, weighing


def test_layers_follow_the_reasons():
    place = charts.layered(list("abcde"), [("a", "b"), ("b", "c"), ("a", "c"), ("d", "c")])
    assert {n: place[n][0] for n in "abcd"} == {
        "a": 0,
        "b": 1,
        "c": 2,
        "d": 1,
    }  # d stands next to what it carries
    assert ("a", "c", 1) in place  # the long line passes layer 1 at a place of its own
    assert len({place[n] for n in place}) == len(place)
    assert place["e"][0] in (0, 1, 2)  # linked to nothing: wherever there is room


def test_sweeps_untangle():
    place = charts.layered(list("abxy"), [("a", "y"), ("b", "x")])
    assert (place["a"][1] < place["b"][1]) == (place["y"][1] < place["x"][1])


def test_a_circle_is_no_map():
    with pytest.raises(ValueError):
        charts.layered(list("ab"), [("a", "b"), ("b", "a")])


@pytest.mark.parametrize("unfold", ["", *dict.fromkeys(tables.paragraphs()["section"]), ONE])
@pytest.mark.parametrize("voices", [False, True])
def test_every_view_can_be_drawn_and_fits(unfold, voices):
    view = argument_map(unfold, voices=voices)
    spec = view.still().to_dict()  # with Altair's checks
    assert spec["width"] == 720 and spec["height"] == 460
    boxes = pd.DataFrame(spec["datasets"]["boxes"])
    assert (
        boxes["left"].min() >= 0
        and boxes["right"].max() <= 720
        and boxes["top"].min() >= -1
        and boxes["bottom"].max() <= 461
    )
    for one in boxes.itertuples():  # no box lies on another
        others = boxes[
            (boxes["id"] != one.id)
            & (boxes["left"] < one.right)
            & (boxes["right"] > one.left)
            & (boxes["top"] < one.bottom)
            & (boxes["bottom"] > one.top)
        ]
        assert others.empty, f"{one.id} lies on {list(others['id'])}"
    quick = view.still().to_dict(validate=False)  # what a reader's browser gets
    assert quick["datasets"] == spec["datasets"] and quick["layer"] == spec["layer"]
    assert {p["name"]: p.get("value") for p in quick["params"]} == {
        p["name"]: p.get("value") for p in spec["params"]
    }


@pytest.mark.parametrize("voices", [False, True])
@pytest.mark.parametrize("unfold", [*dict.fromkeys(tables.paragraphs()["section"]), ONE])
def test_a_name_is_whole_or_the_title_says_where_it_is(unfold, voices):
    view = argument_map(unfold, voices=voices)
    boxes = view.still().to_dict()["datasets"]["boxes"]
    cut = [box["label"] for box in boxes if "…" in box["label"]]
    assert bool(cut) == ("Names in full" in view.headline())
    if len(boxes) < 25 and unfold != "What NATO should do":  # which is a chain of ten
        assert len(cut) <= 2, cut


def test_every_claim_is_in_one_section():
    view, seen = argument_map(), []
    for section in view.argument.sections:
        view.unfold.value = section
        seen += list(view.shown()[0]["id"])
    assert sorted(seen) == sorted(tables.read("claims")["id"])


def test_words_and_opening():
    view = argument_map()
    rows = tables.read("reasons")
    assert view.words().startswith(
        f"The argument, folded: 67 claims in 4 sections, 68 published voices, {len(rows)} reasons"
    )
    view.unfold.value = ONE
    said = view.words()
    assert said.startswith(
        "European and Asian security cannot be decoupled (C58)."
        " Shown for it: “European and Asian security interconnected since 2022” (C29), "
    )
    assert ", 3 more; against it: nothing." in said
    view.voices.value = True
    reasons = view.shown()[1]
    against = reasons[(reasons["target"] == "C58") & (reasons["relation"] == "attacks")]
    assert {"D24", "D55", "D49"} <= set(against["source"])
    assert f", {len(against) - 3} more. It bears on" in view.words()
    view.steps.value = 2
    deep = len(view.shown()[0])
    view.steps.value = 1
    assert deep > len(view.shown()[0])
    view.claim.value = "C09"
    for part in (
        "What C09 bears on: 3 reasons",
        "Evidence ledger",
        "sources of these rows",
        "C09, opened",
    ):
        assert part in view.details.value, part
    view.claim.value = "C29"
    assert "the text signals it: “Thus”" in view.details.value
    view.claim.value = "C59"
    assert "neither carries alone" in view.details.value
    view.claim.value = "C33"
    assert "ours, weak, not weighed" in view.details.value
    view.claim.value = "D38"
    assert "not its own words" in view.details.value
    view.claim.value = "D24"
    assert (
        "Barry Buzan and Ole Waever 2003" in view.words()
        and "Sources" in view.details.value
        and "http" in view.details.value
    )


def test_clicks_unfold_and_open():
    view = argument_map()
    view.chart.picked = {"node": {"id": ["Opening"]}}
    assert view.unfold.value == "Opening"
    view.chart.picked = {"node": {"id": ["C10"]}}
    assert view.claim.value == "C10" and view.chart.chosen == "C10"


def test_bad_starts():
    with pytest.raises(ValueError, match="argument_map: unfold cannot be 'P3'; choose one of"):
        argument_map("P3")
    with pytest.raises(ValueError, match="argument_map: claim cannot be 'C99'; choose one of"):
        argument_map(claim="C99")


def test_another_argument():
    from theatres import open_course

    view = open_course().argument_map(unfold=ONE)
    assert view.words().startswith("The river cannot be governed in parts (C12).")
    assert weighing.thesis() == "C58"


def test_a_folded_arrow_goes_the_way_most_reasons_go_and_supports_where_they_are_even():
    argument = argumentmap.read()
    home = argument.claims["section"].to_dict()
    home |= argument.voices["side"].map(argumentmap.VOICES).to_dict()
    signs = {"supports": 1, "attacks": -1}
    net: dict[tuple, int] = {}
    for reason in argument.reasons.itertuples():
        ends = (home[reason.source], home[reason.target])
        net[ends] = net.get(ends, 0) + signs[reason.relation]
    _, arrows = argumentmap.folded(argument, voices=True)
    ends = list(zip(arrows["source"], arrows["target"]))
    assert 0 in {net[pair] for pair in ends}
    expected = ["attacks" if net[pair] < 0 else "supports" for pair in ends]
    assert arrows["relation"].tolist() == expected
