"""Declared controls: widgets, signature, refusals, links to the chart, and one answer to a move."""

from __future__ import annotations

import inspect

import altair as alt
import pandas as pd
import pytest

import theatres
from theatres import explore_aid, explore_ties
from theatres.explorers import base
from theatres.explorers.panel import (
    Choice,
    Choices,
    Number,
    Opens,
    Panel,
    Span,
    Tick,
    View,
    entry,
)

CITIES = {"north": ["Oslo", "Riga"], "south": ["Rome", "Nice", "Bari"]}


class Cities(Panel):
    """A panel with one control of each kind."""

    title = "Cities"
    described = {"Dots": "Dots", "Bars": "Bars"}

    part = Choice("Part", {"north": "the north", "south": "the south"}, redraws=("Bars",))
    city = Choice("City", lambda p: dict.fromkeys(CITIES[p.part.value], ""), follows=("part",))
    place = Choice("Place", {"x": "first", "y": "second"}, param="rank", by="index")
    size = Number("Size", 1, 9, start=5)
    share = Number("Share", 0.0, 2.0, start=1.0, step=0.2)
    span = Span("Years", 2000, 2010)
    kinds = Choices("Kinds", {"a": "A", "b": "B", "c": "C"}, param="shown")
    loud = Tick("Loud", when=lambda p: p.size.value > 3)
    view = View({"Dots": "each", "Bars": "summed", "List": "a table"}, lists=("List",))
    row = Opens("Open", mark="dot", field="name")

    def __init__(self, **start):
        self.worked = self.drawn = 0
        self.heard = []
        super().__init__(**start)

    def work_out(self):
        self.worked += 1

    def words(self):
        return f"{self.city.value}, {self.size.value}"

    def still(self):
        self.drawn += 1
        params = [
            alt.param(name, value=value)
            for name, value in self.params().items()
            if name in ("size", "rank", "shown")
        ]
        dot = alt.selection_point("dot", fields=["name"])
        other = alt.selection_point("other", fields=["name"])
        rows = pd.DataFrame({"name": CITIES[self.part.value]})
        return alt.Chart(rows).mark_point().encode(x="name:N").add_params(*params, dot, other)

    def listed(self):
        return f"<table>{self.size.value}</table>"

    def clicked(self, mark, field):
        self.heard.append((mark, field))

    @row.offers
    def rows(self):
        return [(name, name) for name in CITIES[self.part.value]]

    @row.shows
    def details_of(self, name):
        return f"about {name}" if name else ""


@entry(Cities, "part")
def explore_cities(**start):
    """Open the cities."""
    return Cities(**start)


def test_the_signature_shows_every_starting_value():
    shown = inspect.signature(explore_cities).parameters
    assert shown["part"].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    assert {n: p.default for n, p in shown.items()} == {
        "part": "north",
        "city": None,
        "place": "x",
        "size": 5,
        "share": 1.0,
        "span": None,
        "kinds": ("a", "b", "c"),
        "loud": False,
        "view": "Dots",
        "row": "",
        "controls": None,
        "tasks": None,
    }
    with pytest.raises(TypeError, match="takes by place part; name the others"):
        explore_cities("south", "Rome")


@pytest.mark.parametrize(
    "start, said",
    [
        ({"colour": "red"}, "explore_cities has no control 'colour'; it has part, city, place"),
        ({"part": "east"}, "explore_cities: part cannot be 'east'; choose one of 'north', 'south'"),
        ({"city": "Rome"}, "city cannot be 'Rome'; choose one of 'Oslo', 'Riga'"),
        ({"size": 10}, "size cannot be 10; choose from 1 to 9"),
        ({"size": 2.5}, "size cannot be 2.5; choose from 1 to 9"),
        ({"size": True}, "size cannot be True; choose from 1 to 9"),
        ({"share": 2.2}, "share cannot be 2.2; choose from 0.0 to 2.0"),
        ({"span": (2004, 2002)}, r"span cannot be \(2004, 2002\); choose two numbers in order"),
        ({"kinds": "a"}, "kinds cannot be 'a'; choose a list of some of 'a', 'b', 'c'"),
        ({"kinds": []}, "kinds cannot be"),
        ({"loud": 1}, "loud cannot be 1; choose True or False"),
        ({"row": "Rome"}, "row cannot be 'Rome'; choose one of '', 'Oslo', 'Riga'"),
        ({"controls": ("row",)}, "controls cannot name 'row'; choose among part, city"),
    ],
)
def test_a_wrong_start_is_refused_with_what_is_right(start, said):
    with pytest.raises(ValueError, match=said):
        explore_cities(**start)


def test_controls_start_where_asked():
    x = explore_cities("south", city="Bari", span=[2002, 2004], kinds=["c", "a"], row="Rome")
    assert (x.city.value, x.span.value, x.kinds.value) == ("Bari", (2002, 2004), ("a", "c"))
    assert x.row.value == "Rome" and "about Rome" in x.details.value
    assert x.chart.shown == ["a", "c"] and not x.kinds.ticks["b"].value


def test_params_follow_controls_by_value_and_by_place():
    x = explore_cities()
    x.place.value = "y"
    x.kinds.ticks["b"].value = False
    assert x.params()["rank"] == 1 and x.params()["shown"] == ["a", "c"]
    assert list(x.chart.shown) == ["a", "c"]
    assert "row" not in x.params() and "view" not in x.params()


def test_a_list_that_follows_another_is_read_again_and_keeps_what_it_can():
    x = explore_cities(row="Oslo")
    x.part.value = "south"
    assert [value for _, value in x.city.options] == CITIES["south"] and x.city.value == "Rome"
    assert x.row.value == "" and x.details.value == ""
    x.row.value = "Nice"
    x.size.value = 4
    assert x.row.value == "Nice" and "about Nice" in x.details.value


def test_a_move_is_answered_once_and_paints_only_what_it_redraws():
    x = explore_cities()
    worked, drawn = x.worked, x.drawn
    x.part.value = "south"  # moves the list of cities too
    assert x.worked == worked + 1 and x.drawn == drawn
    x.view.value = "Bars"
    assert set(x.charts) == {"Dots", "Bars"} and x.drawn == drawn + 1
    x.part.value = "north"
    assert x.drawn == drawn + 2
    x.view.value = "Dots"
    x.part.value = "south"
    assert x.drawn == drawn + 2  # out of sight
    x.view.value = "Bars"
    assert x.drawn == drawn + 3


def test_a_view_that_is_a_list_stands_on_the_stage_and_keeps_up():
    x = explore_cities(view="List")
    assert x.chart is None and x.stage.children == (x.listing,)
    x.size.value = 7
    assert "7" in x.listing.value
    x.view.value = "Dots"
    assert x.stage.children == (x.chart,) and x.chart.size == 7


def test_a_control_that_does_nothing_now_rests():
    x = explore_cities(size=2)
    assert x.loud.disabled
    x.size.value = 5
    assert not x.loud.disabled


def test_a_click_opens_its_row_and_others_are_handed_on():
    x = explore_cities()
    x.chart.picked = {"dot": {"name": ["Riga"]}}
    assert x.row.value == "Riga"
    x.chart.picked = {"dot": {"name": ["Riga"]}, "other": {"name": ["Oslo"]}}
    assert x.heard == [("other", {"name": ["Oslo"]})]
    x.chart.picked = {"dot": {}, "other": {"name": ["Oslo"]}}
    assert x.row.value == "" and len(x.heard) == 1


def test_it_becomes_another_state_with_one_answer_and_goes_back():
    x = explore_cities(size=2, row="Riga")
    worked = x.worked
    x.become(part="south", city="Nice", size=8, row="Bari")
    assert x.worked == worked + 1 and x.words() == "Nice, 8" and "about Bari" in x.details.value
    assert x._repr_mimebundle_()["text/plain"] == "Nice, 8"
    x.reset()
    assert x.values() == x.started and x.words() == "Oslo, 2" and "about Riga" in x.details.value
    with pytest.raises(ValueError, match="size cannot be 99"):
        x.become(part="south", size=99)
    assert x.chart.size == x.size.value == 2 and x.city.value == "Rome"  # what it did is answered


def test_few_controls_stand_first_the_others_wait():
    x = explore_cities(controls=("size", "loud"))
    first, folded = x.children[1], x.children[2]
    assert first.children == (x.size, x.loud, x.more, x.again, x.chips)
    assert x.part in folded.children and folded.layout.display == "none"
    x.more.value = True
    assert folded.layout.display is None
    few = explore_cities()
    assert few.children[1].children[:4] == (few.part, few.city, few.place, few.size)
    assert few.share in few.children[2].children
    assert few.row in few.children[2].children, "a click opens rows as well"


def test_what_is_set_out_of_sight_shows_as_a_chip_that_takes_it_off():
    x = explore_cities(controls=("part",), loud=True, size=7)
    assert [chip.description for chip in x.chips.children] == ["Size: 7 ×", "Loud ×"]
    x.chips.children[0].click()
    assert x.size.value == 5 and [chip.name for chip in x.chips.children] == ["loud"]
    assert explore_cities().chips.children == ()


def test_reset_is_offered_when_there_is_a_way_back():
    x = explore_cities(size=2)
    assert x.again.disabled
    x.size.value = 8
    assert not x.again.disabled
    x.again.click()
    assert x.size.value == 2 and x.again.disabled


def test_reset_is_not_offered_for_what_does_nothing_now():
    x = explore_cities(size=3)
    x.loud.value = True  # it rests: the size is too small
    assert x.again.disabled
    x.size.value = 4
    x.again.click()
    assert not x.loud.value


def test_tasks_come_one_at_a_time_and_set_the_controls_from_the_start():
    x = explore_cities(
        loud=True,
        tasks=[("Go south", {"part": "south"}, "Which city?"), ("Grow", {"size": 9}, "?")],
    )
    task = x.children[1]
    assert task.button.description == "1 of 2: Go south"
    task.button.click()
    assert x.part.value == "south" and "<b>Go south.</b> Which city?" in task.look.value
    assert task.button.description == "2 of 2: Grow"
    task.button.click()
    assert x.size.value == 9 and x.part.value == "north" and x.loud.value


def test_the_row_opened_stands_on_a_card_that_can_be_closed():
    x = explore_cities(row="Riga")
    assert "Riga" in x.card.text.value and x.card.layout.display is None
    x.card.children[0].click()
    assert x.row.value == "" and x.card.layout.display == "none" and x.details.value == ""


def test_the_first_sentence_stands_plain_and_the_others_fold():
    x = explore_cities()
    x.say("Of 9 ties, 4 cross (44%). Asserted by the U.S. alone: 9. Most: Russia.")
    assert x.spoken.plain == "Of 9 ties, 4 cross (44%)."
    assert x.spoken.figures.startswith("Asserted by the U.S. alone")


def test_a_control_cannot_take_a_name_that_panels_use():
    with pytest.raises((TypeError, RuntimeError)):  # 3.11 wraps what __set_name__ raises
        type("Bad", (Panel,), {"chart": Tick("no")})


@pytest.mark.parametrize("explore", [explore_ties, explore_aid])
def test_entry_functions_describe_every_parameter(explore):
    """Shift+Tab shows the signature and the text below it: they name the same."""
    text = inspect.getdoc(explore)
    for name in inspect.signature(explore).parameters:
        assert f"\n{name} :" in text or f", {name} :" in text or f"\n{name}, " in text, name


def test_looks_and_keys_come_from_files_once():
    page = base.page()
    assert page is base.page() and ".theatres-words" in page._css and "noUi-handle" in page._esm


def test_the_first_explorer_of_the_course_opens_with_three_controls():
    x = theatres.explore_ties(controls=("year", "kind", "without"))
    assert x.children[1].children == (x.year, x.kind, x.without, x.more, x.again, x.chips)


# What takes free words, any object, or a file: nothing to list there.
FREE = {"tasks", "credences", "folder", "text", "whose", "note", "explorer", "result", "name"}
NO_CONTROLS = {"predict", "check_course", "compare_courses", "open_course", "keep_chart", "my_work"}


def entries() -> list:
    """Return the public functions that open something to play with."""
    offered = [getattr(theatres, name) for name in theatres.__all__]
    return [
        function
        for function in offered
        if inspect.isfunction(function)
        and function.__module__.startswith("theatres.explorers")
        and function.__name__ not in NO_CONTROLS
    ]


@pytest.mark.parametrize("explore", entries(), ids=lambda function: function.__name__)
def test_every_entry_shows_its_starting_values_and_refuses_a_wrong_one(explore):
    shown = inspect.signature(explore).parameters.values()
    assert not any(p.kind is p.VAR_KEYWORD for p in shown), "Tab and Shift+Tab show nothing"
    named = [p for p in shown if p.kind is not p.VAR_POSITIONAL and p.name not in FREE]
    needed = {p.name: "none of these" for p in named if p.default is p.empty}
    for one in named:
        with pytest.raises(ValueError, match="(choose|it has) .*[a-zA-Z0-9]") as told:
            explore(**{**needed, one.name: object()})
        assert len(str(told.value)) < 2000, "a message that nobody reads to its end"
