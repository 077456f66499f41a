"""Floor 3: the kinds of control that an explorer may declare (how: see `panel`)."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import ipywidgets as W
import numpy as np
import traitlets

from .base import alike

if TYPE_CHECKING:
    from .panel import Declared

WRAP = {"flex_flow": "row wrap"}
FULL_LABEL = {"description_width": "auto"}  # else ipywidgets cuts labels at 80 pixels
NONE = ("none", "")  # the first line of every list that opens a row
LISTED = 40  # rows that a message names


class Control:
    """What an explorer offers for the reader to set.

    Parameters
    ----------
    label : str
        What stands before it.
    start
        Where it stands if nobody asks for another value.
    param : str, optional
        Name of the chart's param that follows it, if not its own name; "" if none does.
    by : {"value", "index"}, optional
        Whether the param takes its value, or its place in the list, which the browser knows.
    redraws : bool or tuple of str, optional
        Whether a move needs another chart, or in which views. By default as the panel says.
    when : callable, optional
        Takes the panel, says whether the control does anything now; if not, it cannot be moved.
    hides : bool, optional
        Out of sight, and not only still, when it does nothing.
    width : str, optional
        Width as CSS has it.
    """

    name = ""

    def __init__(
        self,
        label: str = "",
        *,
        start=None,
        param: str | None = None,
        by: str = "value",
        redraws: bool | tuple[str, ...] | None = None,
        when: Callable | None = None,
        hides: bool = False,
        width: str = "19em",
    ):
        self.label, self.start, self.param, self.by = label, start, param, by
        self.redraws, self.when, self.hides, self.width = redraws, when, hides, width

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def widget(self, panel: Declared, value) -> W.Widget:
        """Make the widget, at a value."""
        raise NotImplementedError

    def first(self, panel: Declared):
        """Return where it starts when nobody asks for a value."""
        return self.start

    def right(self, panel: Declared, value) -> bool:
        """Return whether it can stand at a value."""
        raise NotImplementedError

    def acts(self, panel: Declared) -> bool:
        """Return whether a move would do anything now."""
        return self.when is None or bool(self.when(panel))

    def choose(self, panel: Declared) -> str:
        """Say which values are right, as the end of "choose ..."."""
        raise NotImplementedError

    def read_again(self, panel: Declared, widget: W.Widget, moved: set[str]) -> None:
        """Bring up to date what is offered, where that depends on the controls that moved."""


class Number(Control):
    """A number on a slider.

    Parameters
    ----------
    label : str
        What stands before it.
    *between : number, or one callable
        First and last value; or a function that returns both.
    step : number, optional
        A fraction makes a slider of fractions.
    live : bool, optional
        Whether it answers while it is dragged, and not only when it is let go.
    **options
        As for `Control`.
    """

    def __init__(self, label, *between, step=1, live: bool = True, **options):
        super().__init__(label, **{"width": "24em", **options})
        self.between, self.step, self.live = between, step, live

    def bounds(self) -> tuple:
        """Return the first and the last value."""
        return self.between[0]() if callable(self.between[0]) else self.between

    def first(self, panel):
        low, high = self.bounds()
        return min(max(self.start, low), high)

    def right(self, panel, value):
        low, high = self.bounds()
        whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
        fraction = isinstance(self.step, float) and isinstance(value, float)
        return (whole or fraction) and low <= value <= high

    def choose(self, panel):
        return "from {} to {}".format(*self.bounds())

    def widget(self, panel, value):
        low, high = self.bounds()
        fraction = isinstance(self.step, float)
        return alike(
            W.FloatSlider if fraction else W.IntSlider,
            value=value,
            min=low,
            max=high,
            step=self.step,
            description=self.label,
            continuous_update=self.live,
            style=FULL_LABEL,
            layout={"width": self.width},
            **({"readout_format": ".1f"} if fraction else {}),
        )


class Span(Number):
    """From one number to another, on a slider with two handles."""

    def first(self, panel):
        return tuple(self.start or self.bounds())

    def right(self, panel, value):
        one = super().right
        return (
            isinstance(value, (tuple, list))
            and len(value) == 2
            and all(one(panel, end) for end in value)
            and value[0] <= value[1]
        )

    def choose(self, panel):
        return "two numbers in order, {} to {}".format(*self.bounds())

    def widget(self, panel, value):
        low, high = self.bounds()
        return alike(
            W.IntRangeSlider,
            value=tuple(value),
            min=low,
            max=high,
            step=self.step,
            description=self.label,
            style=FULL_LABEL,
            layout={"width": self.width},
        )


class Choice(Control):
    """One of several values.

    Parameters
    ----------
    label : str
        What stands before it.
    options : dict or callable
        Value to label, or a function of the panel that returns this.
    follows : tuple of str, optional
        Controls declared before it whose moves change what that function returns.
    look : {"list", "slider", "buttons"}, optional
        A drop-down list, a slider for what has an order, or buttons.
    **options_of_control
        As for `Control`; without ``start`` it starts at the first value.
    """

    def __init__(
        self,
        label,
        options,
        *,
        follows: tuple[str, ...] = (),
        look: str = "list",
        **options_of_control,
    ):
        super().__init__(label, **options_of_control)
        self.options, self.follows, self.look = options, follows, look
        if self.start is None and not callable(options):
            self.start = next(iter(options))

    def offered(self, panel) -> dict:
        """Return the values on offer and their labels."""
        return self.options(panel) if callable(self.options) else self.options

    def first(self, panel):
        offered = self.offered(panel)
        return self.start if self.start in offered else next(iter(offered))

    def right(self, panel, value):
        return isinstance(value, (str, int, float)) and value in self.offered(panel)

    def choose(self, panel):
        offered = [repr(value) for value in self.offered(panel)]
        if self.look == "slider":
            return f"from {offered[0]} to {offered[-1]}"
        return f"one of {', '.join(offered)}"

    def widget(self, panel, value):
        pairs = [(label, key) for key, label in self.offered(panel).items()]
        if self.look == "buttons":
            return alike(
                W.ToggleButtons,
                options=pairs,
                value=value,
                description=self.label,
                style={"button_width": self.width},
            )
        return alike(
            W.SelectionSlider if self.look == "slider" else W.Dropdown,
            options=pairs,
            value=value,
            description=self.label,
            style=FULL_LABEL,
            layout={"width": self.width},
        )

    def read_again(self, panel, widget, moved):
        if moved & set(self.follows):
            offer(widget, [(label, key) for key, label in self.offered(panel).items()])


class View(Choice):
    """Buttons that say which picture stands on the stage.

    Parameters
    ----------
    views : dict
        Name of each view, and what a tip says of it.
    lists : tuple of str, optional
        Views that are a table, from `Panel.listed`, and no chart.
    same : bool, optional
        Whether every view shows the same: words and lists of rows then need no second reading.
    **options
        As for `Control`.
    """

    def __init__(
        self,
        views: dict[str, str],
        *,
        lists: tuple[str, ...] = (),
        same: bool = False,
        **options,
    ):
        super().__init__("", {v: v for v in views}, **{"param": "", "width": "7em", **options})
        self.tips, self.lists, self.same = list(views.values()), lists, same

    def widget(self, panel, value):
        buttons = alike(
            W.ToggleButtons,
            options=list(self.options),
            value=value,
            tooltips=self.tips,
            style={"button_width": self.width},
        )
        buttons.add_class("theatres-view")
        return buttons


class Choices(Choice):
    """Any number of several values.

    Parameters
    ----------
    label : str
        What stands before it.
    options : dict or callable
        As for `Choice`.
    start : tuple, optional
        Without it all are chosen.
    look : {"ticks", "cards"}, optional
        A tick for each, or a card to press.
    tips : callable, optional
        Takes the panel, returns what a tip says of each value: tips of cards.
    whole : bool, optional
        Whether the ticks stand in a row of their own, after the label and buttons that tick all of
        them and none.
    least : int, optional
        How many must be chosen at the start.
    **options_of_control
        As for `Control`.
    """

    def __init__(
        self,
        label,
        options,
        *,
        start=None,
        look="ticks",
        least=1,
        tips: Callable | None = None,
        whole: bool = False,
        **options_of_control,
    ):
        super().__init__(label, options, start=(), look=look, **options_of_control)
        self.least, self.start, self.tips, self.whole = least, start, tips, whole
        if start is None and not callable(options):
            self.start = tuple(options)

    def first(self, panel):
        offered = self.offered(panel)
        return tuple(v for v in offered if self.start is None or v in self.start)

    def right(self, panel, value):
        return (
            isinstance(value, (list, tuple))
            and len(value) >= self.least
            and set(value) <= set(self.offered(panel))
        )

    def choose(self, panel):
        least = "some" if self.least < 2 else f"at least {self.least}"
        return f"a list of {least} of {', '.join(map(repr, self.offered(panel)))}"

    def widget(self, panel, value):
        offered, label = self.offered(panel), self.label if self.whole else ""
        if self.look == "cards":
            return Ticks(offered, value, self.width, self.tips(panel) if self.tips else {})
        return Ticks(offered, value, self.width, label=label)


class Ticks(W.Box):
    """A row of ticks with one value: the tuple of those that are set, in the order offered.

    With tips they are cards, which stay pressed; with a label, buttons tick all of them and none.
    """

    value = traitlets.Tuple()

    def __init__(
        self, offered: dict, value, width: str, tips: dict | None = None, *, label: str = ""
    ):
        layout = {"width": width}
        self.ticks = {
            key: alike(W.Checkbox, description=label, indent=False, layout=layout)
            if tips is None
            else alike(
                W.ToggleButton, description=label, tooltip=tips.get(key, label), layout=layout
            )
            for key, label in offered.items()
        }
        self._setting = False
        head = self._head(label) if label else []
        self.whole = head[1:]
        self.parts = [*self.whole, *self.ticks.values()]  # what can be moved
        full = {**WRAP, "width": "100%"} if label else WRAP
        super().__init__([*head, *self.ticks.values()], layout=full)
        if label:
            self.add_class("theatres-whole")
        if tips is not None:
            self.add_class("theatres-cards")
        self.value = value
        for box in self.ticks.values():
            box.observe(self._ticked, "value")

    def _head(self, label: str) -> list[W.Widget]:
        """Name the ticks, and offer to tick all of them and none."""
        made = [alike(W.Label, value=label)]
        for word, chosen in (("all", tuple(self.ticks)), ("none", ())):
            tip = f"{label}: tick {word}"
            button = alike(W.Button, description=word, tooltip=tip, layout={"width": "auto"})
            button.on_click(lambda _, chosen=chosen: setattr(self, "value", chosen))
            made.append(button)
        return made

    def _ticked(self, _) -> None:
        if not self._setting:
            self.value = [key for key, box in self.ticks.items() if box.value]

    @traitlets.validate("value")
    def _in_order(self, proposal) -> tuple:
        return tuple(key for key in self.ticks if key in proposal["value"])

    @traitlets.observe("value")
    def _set(self, change) -> None:
        self._setting = True
        for key, box in self.ticks.items():
            box.value = key in change["new"]
        self._setting = False
        for button, chosen in zip(self.whole, (tuple(self.ticks), ())):
            button.disabled = change["new"] == chosen  # it would do nothing


class Tick(Control):
    """Yes or no."""

    def __init__(self, label, *, start: bool = False, **options):
        super().__init__(label, start=start, **{"width": "15em", **options})

    def right(self, panel, value):
        return isinstance(value, (bool, np.bool_))

    def choose(self, panel):
        return "True or False"

    def widget(self, panel, value):
        return alike(
            W.Checkbox,
            value=bool(value),
            description=self.label,
            indent=False,
            layout={"width": self.width},
        )


class Search(Control):
    """Words to look for.

    Parameters
    ----------
    label : str
        What stands before it.
    hint : str, optional
        What stands in it while it is empty.
    live : bool, optional
        Whether it answers to every letter, and not only when the words are there.
    **options
        As for `Control`; no param follows it by default.
    """

    def __init__(self, label, hint: str = "", *, live: bool = True, **options):
        super().__init__(label, **{"start": "", "param": "", "width": "28em", **options})
        self.hint, self.live = hint, live

    def right(self, panel, value):
        return isinstance(value, str)

    def choose(self, panel):
        return "words to search for"

    def widget(self, panel, value):
        return alike(
            W.Text,
            value=value,
            description=self.label,
            placeholder=self.hint,
            continuous_update=self.live,
            style=FULL_LABEL,
            layout={"width": self.width},
        )


class Opens(Control):
    """A list of rows that opens one, below the words; a click on its mark opens it too.

    Parameters
    ----------
    label : str
        What stands before it.
    mark : str, optional
        Name of the chart's selection that a click makes.
    field : str, optional
        Column of the mark that holds the row's id.
    start : str, optional
        Row opened at first.
    **options
        As for `Control`; ``param`` is the chart's param that is told what is open, none by default.
    """

    def __init__(self, label, *, mark: str = "", field: str = "id", start="", **options):
        super().__init__(label, start=start, **{"param": "", "width": "48em", **options})
        self.mark, self.field = mark, field
        self._offers = self._shows = self._cards = ""

    def offers(self, method):
        """Mark the method that returns label and id of each row on offer."""
        self._offers = method.__name__
        return method

    def shows(self, method):
        """Mark the method that takes the id opened ("" if none is), and returns HTML."""
        self._shows = method.__name__
        return method

    def cards(self, method):
        """Mark the method that takes the id opened, and returns the HTML of its card."""
        self._cards = method.__name__
        return method

    def card(self, panel, row) -> str:
        """Return the card of a row opened, as HTML; "" if none is."""
        if row == NONE[1]:
            return ""
        if self._cards:
            return getattr(panel, self._cards)(row)
        lines = getattr(panel, self.name).options  # as they were read last
        label = next((label for label, value in lines if value == row), "")
        return f"<p>{html.escape(label.strip())}</p>"

    def offered(self, panel) -> list[tuple]:
        """Return label and id of every row on offer, after "none"."""
        return [NONE, *getattr(panel, self._offers)()]

    def details(self, panel, row) -> str:
        """Return the row opened, as HTML."""
        return getattr(panel, self._shows)(row)

    def right(self, panel, value):
        return value in {v for _, v in self.offered(panel)}

    def choose(self, panel):
        rows = [repr(value) for _, value in self.offered(panel)]
        more = f" and {len(rows) - LISTED} more" if len(rows) > LISTED else ""
        return f"one of {', '.join(rows[:LISTED])}{more}"

    def widget(self, panel, value):
        return alike(
            W.Dropdown,
            description=self.label,
            options=[NONE],
            style=FULL_LABEL,
            layout={"width": self.width},
        )

    def read_again(self, panel, widget, moved):
        offer(widget, self.offered(panel))

    def take(self, widget: W.Dropdown, clicked: dict) -> None:
        """Open what was clicked, if it is on offer; a click into the void closes."""
        row = (clicked.get(self.field) or [""])[0]
        if row in {v for _, v in widget.options}:
            widget.value = row


def offer(widget: W.Widget, options: Iterable[tuple]) -> None:
    """Offer other values; the one chosen stays if it is still among them, else the first is."""
    options, kept = list(options), widget.value
    if options != list(widget.options):
        widget.options = options  # moves to the first
        widget.value = kept if kept in {v for _, v in options} else options[0][1]
