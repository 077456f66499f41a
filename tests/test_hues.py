"""Each hue of a chart means one thing, and what is named alike has one hue on every chart."""

from __future__ import annotations

from collections import defaultdict

import pytest
from openers import openers
from test_tooltips import GIVEN, NO_CHART, parts, views

import theatres
from theatres.charts import theme

# Words that answer a question share a hue with all that answer it alike.
ANSWERS = {
    theme.YES: {"yes", "for", "supports", "carried", "strengthens", "came about", "more"}
    | {"measures against Russia", "right or kept", "settles it"},
    theme.NO: {"no", "none", "against", "weakens", "not carried", "did not", "fewer", "absent"}
    | {"answered, not right yet"},
    theme.BETWEEN: {"abstained", "qualifies", "mixed", "came about in part", "silent"},
}
ONE_LOOK_AT_A_TIME = {"explore_alignment"}  # votes, measures or aid: never two of them
LINKS = {"argument_map"}  # there a claim supports another, and no evidence a claim
UNKNOWN = (theme.GREY, "transparent")  # means nothing


def meanings(spec: dict) -> dict[str, set]:
    """Return what each hue of a chart means, by its scales."""
    found = defaultdict(set)
    for part in parts(spec):
        for channel in ("color", "fill", "stroke"):
            scale = (part["encoding"].get(channel) or {}).get("scale") or {}
            named, hues = scale.get("domain"), scale.get("range")
            if isinstance(named, list) and isinstance(hues, list):
                for name, hue in zip(named, hues):
                    found[hue].add(str(name))
    return {hue: said for hue, said in found.items() if hue not in UNKNOWN}


def one_thing(hue: str, said: set) -> bool:
    """Return whether a hue's words mean one thing: there is one, or all answer alike."""
    return len(said) == 1 or said <= ANSWERS.get(hue, set())


@pytest.fixture(scope="module")
def charts(tmp_path_factory) -> list[tuple[str, dict]]:
    """Every chart's hues and what they mean, with the name of what opens it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THEATRES_WORK", str(tmp_path_factory.mktemp("work")))
        found = []
        for name in sorted(set(openers()) - NO_CHART):
            for explorer in views(getattr(theatres, name)(*GIVEN.get(name, ()))):
                chart = explorer.still()
                if chart is not None:
                    found.append((name, meanings(chart.to_dict(validate=False))))
        return found


def test_each_hue_of_a_chart_means_one_thing(charts):
    for name, found in charts:
        if name not in ONE_LOOK_AT_A_TIME:
            for hue, said in found.items():
                assert one_thing(hue, said), (name, hue, said)


def test_what_is_named_alike_has_one_hue_on_every_chart(charts):
    hues = defaultdict(set)
    for name, found in charts:
        for hue, said in found.items() if name not in LINKS else ():
            for word in said:
                hues[word].add(hue)
    assert len(hues) > 50
    assert not {word: seen for word, seen in hues.items() if len(seen) > 1}


def test_what_answers_a_question_has_the_hue_of_its_answer(charts):
    answer = {word: hue for hue, words in ANSWERS.items() for word in words}
    seen = set()
    for name, found in charts:
        for hue, said in found.items() if name not in LINKS else ():
            for word in said & set(answer):
                assert hue == answer[word], (name, word, hue)
                seen.add(word)
    assert len(seen) > 15


def hues_of(spec, kind: str):
    """Yield the hue of each layer of marks of a kind."""
    for part in parts(spec):
        mark = part["mark"]
        if mark["type"] == kind:
            yield mark.get("color") or part["encoding"]["color"]["value"]


@pytest.mark.parametrize(
    "opened, kind, hues",
    [
        (theatres.theatre_test, "bar", {theme.DRAWS}),
        (theatres.theatres_over_time, "area", {theme.DRAWS}),
        (theatres.theatres_over_time, "line", {theme.CHANCE, theme.OBSERVED}),
        (lambda: theatres.theatres_over_time(measure="new"), "bar", {theme.OBSERVED}),
        (theatres.event_lead_lag, "bar", {theme.OBSERVED}),
        (theatres.event_lead_lag, "point", {theme.CHANCE}),
    ],
)
def test_what_was_observed_and_what_chance_gives_have_one_hue_in_every_test(opened, kind, hues):
    spec = opened().still().to_dict(validate=False)
    found = set(hues_of(spec, kind)) - {theme.RING}
    assert found == hues


def test_no_kind_of_mark_has_the_ink_of_a_ring(charts):
    assert not [name for name, found in charts if theme.RING in found]


def test_a_hue_with_two_meanings_would_be_seen():
    scale = {"domain": ["arms", "hostile"], "range": [theme.BLUE, theme.BLUE]}
    found = meanings({"mark": "point", "encoding": {"color": {"scale": scale}}})
    assert found == {theme.BLUE: {"arms", "hostile"}}
    assert not one_thing(theme.BLUE, found[theme.BLUE])
    assert one_thing(theme.YES, {"yes", "for"}) and not one_thing(theme.NO, {"yes", "for"})
