"""Floor 3: declared controls - what an explorer offers is said once, at the top of its class.

How to write an explorer
------------------------
::

    class VietnamCase(Panel):
        \"\"\"Votes, visits, partnerships and arms of Vietnam on one timeline.\"\"\"

        title = "Vietnam between the camps"
        described = "Vietnam between the camps: a timeline"
        since = Number("From", 1995, 2024, start=2010)
        towards = Choice("Turned to, or about", {"": "all", "Russia": "Russia"}, by="index")
        hindsight = Tick("also after July 2024")
        fact = Opens("Open a fact", mark="fact", field="row")

        def words(self): ...             # the sentence; self.now.since is where a control stands
        def still(self): ...             # the chart; **self.params() are the values its params take

        @fact.offers
        def facts(self): ...             # (label, id) of each row that the list offers now

        @fact.shows
        def fact_details(self, id): ...  # HTML of the row opened

    @entry(VietnamCase)
    def explore_vietnam(**start) -> VietnamCase:
        \"\"\"Open the case of Vietnam ...\"\"\"
        return VietnamCase(**start)

Eight kinds: `Number`, `Span`, `Choice`, `Choices`, `Tick`, `Search`, `Opens`, `View`. From them a
panel

- makes the widgets, which are called as the controls are (``panel.since.value``), and gives the
  entry function its signature; a wrong starting value is refused with one message that lists the
  right ones;
- links each to the chart's param of the same name, in the browser where that can be (another
  name: ``param=``; none: ``param=""``; by the place in the list and not the value:
  ``by="index"``);
- after a move reads the lists again that it changes (``follows=``), calls `work_out`, paints
  again if the control says ``redraws`` (True, or the names of the views whose chart changes),
  sets what `painted` returns, keeps open what is open, and says the words;
- opens what is clicked: a selection named as the ``mark`` of an `Opens`; other clicks go to
  `clicked`;
- folds all but the foremost controls, or those asked for (``controls=("year", "kind")``), under
  *More choices*, and lists of rows that a click opens too; a control that was set and waits there
  shows as a chip that takes it off. *Reset* goes back to where it started. `become` sets several
  controls with one answer;
- offers tasks, one at a time, above all that: ``tasks=[("Go back", {"year": 2021}, "What is
  left?")]``, each a label, the values it sets, and what to look for;
- opens a card in the chart's box for the row opened, its details folded below. `Opens.cards`
  marks a method that takes the id and returns the card's HTML; without it the row's label stands.

A panel that reads tables of its own does so in ``__init__`` before ``super().__init__(**start)``.
"""

from __future__ import annotations

import contextlib
import functools
import html
import inspect
from collections.abc import Callable, Iterable
from types import SimpleNamespace

import ipywidgets as W

from .base import Explorer, LiveChart, alike, apart
from .controls import (
    FULL_LABEL,
    NONE,
    WRAP,
    Choice,
    Choices,
    Control,
    Number,
    Opens,
    Search,
    Span,
    Tick,
    Ticks,
    View,
    offer,
)
from .details import folded

__all__ = [  # one door for whoever writes an explorer
    "FULL_LABEL",
    "NONE",
    "WRAP",
    "Choice",
    "Choices",
    "Control",
    "Declared",
    "Number",
    "Opens",
    "Panel",
    "RowCard",
    "Search",
    "Span",
    "Tick",
    "Ticks",
    "View",
    "entry",
    "offer",
]

LINES = 2  # that every explorer keeps for its sentence
LEAST_WIDE = 420  # pixels below which a chart is scrolled, not shrunk: see live.js
FEW = 4  # things to move that a reader meets at first, lists of rows and buttons among them
Task = tuple[str, dict, str]  # what to do, the values that do it, what to look for


class Declared(Explorer):
    """An explorer that says at its top which controls it has, and puts them where it likes."""

    called = ""  # the entry function, for messages
    declared: dict[str, Control] = {}  # every control, as the class says them

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        own = {name: part for name, part in vars(cls).items() if isinstance(part, Control)}
        for name in own:
            if not isinstance(getattr(super(cls, cls), name, own[name]), Control):
                raise TypeError(f"a control cannot be called {name!r}: every explorer has one")
        cls.declared = {**cls.declared, **own}

    def make(self, start: dict) -> None:
        """Make the widgets, each at the value asked for; None asks for nothing, but in a search."""
        self._answering = True  # nothing is answered before all is there
        for name in start:
            self._known(name)
        for name, control in self.declared.items():
            value = start.get(name)
            # The words of a search are words, if only none: there None is no way to ask nothing.
            asked = name in start if isinstance(control, Search) else value is not None
            if not asked:
                value = control.first(self)
            elif not isinstance(control, Opens):  # its rows are not there yet
                self._check(name, value)
            widget = control.widget(self, value)
            setattr(self, name, apart(widget) if control.hides else widget)

    def listen(self) -> None:
        """Answer from now on when a control is moved."""
        for name in self.declared:
            getattr(self, name).observe(self._moved, "value")
        self._answering = False

    def answer(self, moved: set[str]) -> None:
        """Bring everything up to date after some controls have moved."""
        raise NotImplementedError

    @property
    def now(self) -> SimpleNamespace:
        """Where each control stands, by name."""
        return SimpleNamespace(**self.values())

    def values(self) -> dict:
        """Return where each control stands, by name."""
        return {name: getattr(self, name).value for name in self.declared}

    def _moved(self, change) -> None:
        if not self._answering:
            self.answer({n for n in self.declared if getattr(self, n) is change["owner"]})

    def _known(self, name: str) -> None:
        if name not in self.declared:
            has = ", ".join(self.declared)
            raise ValueError(f"{self.called} has no control {name!r}; it has {has}")

    def _check(self, name: str, value) -> None:
        """Refuse a value that a control cannot take."""
        self._known(name)
        control = self.declared[name]
        if not control.right(self, value):
            right = control.choose(self)
            raise ValueError(f"{self.called}: {name} cannot be {value!r}; choose {right}")


class Panel(Declared):
    """Declared controls on a common stage (how to write one: see the module)."""

    title = ""
    described: str | dict[str, str] = ""  # what a screen reader says of the chart, or each view's
    redraws: bool | tuple[str, ...] = False  # what a control does that does not say
    words_above = False  # for a chart so tall that words below it would be out of sight
    foremost: tuple[str, ...] | None = None  # controls that do not wait under *More*; None: a few
    first_met: tuple[str, ...] = ()  # those that do not wait here, where a call may have asked
    tasks: tuple[Task, ...] = ()  # what a reader may try first
    room = 0  # height of the stage in pixels, if all views and choices share one,
    wide = 740  # and width of its widest picture: where there is less, the room shrinks with it
    floor = 0  # least height of the stage, where charts differ: what stands below does not move
    sentence_lines = LINES  # kept for it; 3 where it names parties and dates
    opens: dict[str, Opens] = {}  # those of them that open rows,
    views: dict[str, View] = {}  # and that change the stage
    charts: dict[str, LiveChart] = {}  # made so far, by view
    chart: LiveChart | None = None  # the one on the stage
    stage = listing = details = more = opened = started = card = chips = again = None

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.opens = {n: c for n, c in cls.declared.items() if isinstance(c, Opens)}
        cls.views = {n: c for n, c in cls.declared.items() if isinstance(c, View)}

    def __init__(
        self,
        *,
        controls: Iterable[str] | None = None,
        tasks: Iterable[Task] | None = None,
        **start,
    ):
        self.tasks = tuple(self.tasks if tasks is None else tasks)
        self.charts, self._stale = {}, set()
        self.make(start)
        self._rest()
        self.work_out()
        self.opened = {name: alike(W.HTML) for name in self.opens}
        self.details = next(iter(self.opened.values()), None)
        self._fill(start)
        if any(
            c.redraws and getattr(self, name).value != NONE[1] for name, c in self.opens.items()
        ):
            self.work_out()  # what is open counts
        self.stage, self.listing = alike(W.Box), alike(W.HTML)
        if self.room or self.floor:
            tall = self.room or self.floor
            least = LEAST_WIDE * tall / self.wide
            tall = f"min({tall}px, max({100 * tall / self.wide:.0f}cqw, {least:.0f}px))"
            most = {"max_height": tall, "overflow": "auto"} if self.room else {}
            self.stage.layout = {"min_height": tall, **most}
        self.card = RowCard(self._closed)
        scene = alike(W.Box, [self.stage, self.card])
        scene.add_class("theatres-scene")
        self._turn()
        below = []
        for name, control in self.opens.items():
            below += (
                [self.opened[name]] if control.mark else [getattr(self, name), self.opened[name]]
            )
            self.opened[name].add_class("theatres-fold" if control.mark else "theatres-opened")
        stage, below = [scene], alike(W.VBox, [*below, *self.beneath()])
        below.add_class("theatres-below")
        if self.words_above:
            stage, below = [], alike(W.VBox, [scene, below])
        super().__init__(self.title, [*self._controls(controls), *stage, below])
        if self.sentence_lines > LINES:
            self.add_class("theatres-wordy")
        self.listen()
        self._paint(set())
        self._open(self.opens)
        self.answered()
        self.started = self.values()
        self._set_off = [n for n in self._behind if self.started[n] != self._at_rest(n)]
        self._settle()

    # What a subclass may say

    def work_out(self) -> None:
        """Work out what words, chart and lists share, before each of them is asked."""

    def painted(self) -> dict:
        """Return params of the chart that the kernel works out, by name."""
        return {}

    def listed(self) -> str:
        """Return the table of a view that is no chart, as HTML."""
        return ""

    def clicked(self, mark: str, field: dict) -> None:
        """Answer a click on a mark that opens no row."""

    def answered(self) -> None:
        """Do what comes last in every answer."""

    def buttons(self) -> list[W.Widget]:
        """Return buttons that stand after the controls."""
        return []

    def beneath(self) -> list[W.Widget]:
        """Return what stands below the lists of rows."""
        return []

    # Where the controls stand

    def params(self) -> dict:
        """Return the values that a chart's params take, by name of the param."""
        values = {}
        for name, control in self.declared.items():
            if control.param != "":
                value = getattr(getattr(self, name), control.by)
                values[control.param or name] = list(value) if isinstance(value, tuple) else value
        return values

    def become(self, **values) -> None:
        """Set several controls with one answer; rows are opened when the others stand."""
        for name in values:
            self._known(name)
        was, self._answering = self.values(), True
        try:
            for name, control in self.declared.items():
                if name in values and name not in self.opens:
                    control.read_again(self, getattr(self, name), set(values))
                    self._check(name, values[name])
                    getattr(self, name).value = values[name]
        finally:
            self._answering = False
            self.answer({name for name, value in self.values().items() if value != was[name]})
        for name in self.opens:
            if name in values:
                self._check(name, values[name])
                getattr(self, name).value = values[name]

    @contextlib.contextmanager
    def imagined(self, **values):
        """Let controls stand elsewhere for a moment, unanswered: words then say what would be."""
        was, answering = self.values(), self._answering
        self._answering = True
        try:
            self._put(values)
            yield self
        finally:
            self._put({name: was[name] for name in values})
            self._answering = answering

    def _put(self, values: dict) -> None:
        """Put controls elsewhere, and work out what words need."""
        for name, value in values.items():
            getattr(self, name).value = value
        self._rest()
        self.work_out()

    def renew(self) -> None:
        """Answer as if all had moved, after a button that is no control."""
        self.answer(set(self.declared))

    def reset(self) -> None:
        """Go back to where the panel started."""
        self.become(**self.started)

    def moved_off(self) -> bool:
        """Return whether anything that acts now stands elsewhere than at the start."""
        now = self.values()
        moved = [name for name in now if now[name] != self.started[name]]
        return any(self.declared[name].acts(self) for name in moved)

    # Making

    def _controls(self, asked: Iterable[str] | None) -> list[W.Widget]:
        """Put the controls asked for first, the others under a button that unfolds them."""
        names = [name for name in self.declared if name not in self.opens]
        if asked is None:
            asked = self._first(names)
        asked = list(asked) if isinstance(asked, (list, tuple)) else [asked]
        self.first_met = tuple(asked)
        for name in asked:
            if name not in names:
                has = ", ".join(names)
                raise ValueError(
                    f"{self.called}: controls cannot name {name!r}; choose among {has}"
                )
        self._behind = [name for name in names if name not in asked]
        self.again = alike(
            W.Button,
            description="Reset",
            tooltip="Back to where this explorer started",
            icon="undo",
            disabled=True,
            layout={"width": "7em"},
        )
        self.again.on_click(lambda _: self.reset())
        self.chips = alike(W.Box, layout=WRAP)
        first = alike(
            W.Box, [*(getattr(self, name) for name in asked), *self.buttons()], layout=WRAP
        )
        first.add_class("theatres-controls")
        task = [_Tasks(self)] if self.tasks else []
        lists = [name for name, control in self.opens.items() if control.mark]
        rest = [getattr(self, name) for name in [*self._behind, *lists]]
        if not rest:
            first.children = (*first.children, self.again)
            return [*task, first]
        self.more = alike(
            W.ToggleButton,
            description="More choices",
            tooltip=f"Show or hide {len(rest)} more choices",
            icon="sliders",
            layout={"width": "10em"},
        )
        hidden = W.Box(rest, layout={**WRAP, "display": "none"})
        self.more.observe(
            lambda change: setattr(hidden.layout, "display", None if change["new"] else "none"),
            "value",
        )
        first.children = (*first.children, self.more, self.again, self.chips)
        return [*task, first, hidden]

    def _first(self, names: list[str]) -> list[str]:
        """Return the controls that do not wait, where neither class nor call names them."""
        if self.foremost:
            return list(self.foremost)
        most = max(FEW - sum(not control.mark for control in self.opens.values()), 2)
        plain = [name for name in names if name not in self.views]
        return [name for name in names if name in self.views or name in plain[:most]]

    def _settle(self) -> None:
        """Show what is set out of sight, and whether there is a way back."""
        if self.started is None:
            return
        self.again.disabled = not self.moved_off()
        if self.more is None:
            return
        now = self.values()
        set_off = [name for name in self._set_off if now[name] != self._at_rest(name)]
        if [chip.name for chip in self.chips.children] != set_off:
            self.chips.children = [_Chip(self, name) for name in set_off]
        for chip in self.chips.children:
            chip.say()

    def _at_rest(self, name: str):
        """Return where a control stands if nobody asks for anything."""
        return self.declared[name].first(self)

    def _fill(self, start: dict) -> None:
        """Fill the lists of rows, each at the row asked for."""
        for name, control in self.opens.items():
            control.read_again(self, getattr(self, name), set())
            row = control.start if start.get(name) is None else start[name]
            if row != NONE[1]:
                self._check(name, row)
                getattr(self, name).value = row

    # Answering

    def answer(self, moved: set[str]) -> None:
        """Bring everything up to date after some controls have moved."""
        if all(name in self.opens and not self.declared[name].redraws for name in moved):
            self._open(moved)
            return self._settle()
        if all(name in self.views and self.views[name].same for name in moved):
            self._paint(moved)
            return self._settle()
        self._answering = True
        with self.chart.hold_sync() if self.chart else contextlib.nullcontext():
            try:
                moved = self._read_again(moved)
                self._rest()
                self.work_out()
                self._list_again()
                self._paint(moved)
            finally:
                self._answering = False
        self.tell()
        self._open(self.opens)
        self.answered()
        self._settle()

    def _list_again(self) -> None:
        """List the rows on offer again, but not where nobody can open one now."""
        for name, control in self.opens.items():
            if control.acts(self):
                control.read_again(self, getattr(self, name), set())

    def _read_again(self, moved: set[str]) -> set[str]:
        """Read lists again that depend on others; return what has moved with that."""
        moved = set(moved)
        for name, control in self.declared.items():
            if name not in self.opens:
                widget = getattr(self, name)
                before = widget.value
                control.read_again(self, widget, moved)
                moved |= {name} if widget.value != before else set()
        return moved

    def _rest(self) -> None:
        """Let controls rest that do nothing now."""
        for name, control in self.declared.items():
            if control.when is not None:
                widget, acts = getattr(self, name), control.acts(self)
                for part in widget.parts if isinstance(widget, Ticks) else [widget]:
                    part.disabled = not acts
                if control.hides:
                    widget.layout.display = None if acts else "none"

    def _view(self) -> str:
        """Return the view on the stage; "" where there is but one."""
        return next((getattr(self, name).value for name in self.views), "")

    def _is_list(self, view: str) -> bool:
        return any(view in control.lists for control in self.views.values())

    def _paint(self, moved: set[str]) -> None:
        """Paint again what is redrawn; charts out of sight when they are next seen."""
        for name in moved - set(self.views):
            redraws = self.declared[name].redraws
            redraws = self.redraws if redraws is None else redraws
            self._stale |= set(self.charts) if redraws is True else set(redraws or ())
        view = self._view()
        if self._is_list(view) or view not in self.charts or moved & set(self.views):
            self._turn()
        if self._is_list(view) or view not in self.charts:
            return
        if view not in self._stale:
            return self.chart.become(**self.painted())
        values, drawn = self.painted(), self.still()
        if drawn is None:  # nothing to draw now: no chart of what was
            self.stage.children = ()
            return
        self._stale.discard(view)
        self.chart.repaint(drawn, **values)
        self._stand()

    def _turn(self) -> None:
        """Put the view chosen on the stage; its chart is made when it is first seen."""
        view = self._view()
        if self._is_list(view):
            self.listing.value = self.listed()
            self.stage.children = (self.listing,)
            return
        if view not in self.charts:
            chart = self.still()
            if chart is None:
                self.stage.children = ()
                return
            said = self.described if isinstance(self.described, str) else self.described[view]
            self.charts[view] = self._joined(LiveChart(chart, said))
            self._stale.discard(view)
        self.chart = self.charts[view]
        self._stand()

    def _stand(self) -> None:
        """Put the chart on the stage, if it is not there."""
        if self.stage.children != (self.chart,):
            self.stage.children = (self.chart,)

    def _joined(self, chart: LiveChart) -> LiveChart:
        """Link a chart's params to the controls, and hear its clicks."""
        for name, control in self.declared.items():
            param = name if control.param is None else control.param
            if param in chart.names:
                chart.follow(getattr(self, name), param, control.by)
        chart.observe(self._clicked, "picked")
        return chart

    def _open(self, names: Iterable[str]) -> None:
        """Show the rows that are open: one on the card, and then all that is known folded below."""
        cards = {}
        for name in names:
            row, control = getattr(self, name).value, self.opens[name]
            details, cards[name] = control.details(self, row), control.card(self, row)
            opened = row != NONE[1] and details  # with a card or without one
            self.opened[name].value = folded("All details", details) if opened else details
        last = [
            name
            for name in names
            if getattr(self, name).value != NONE[1] and self.opens[name].acts(self)
        ]
        if last:
            self.card.show(last[-1], cards[last[-1]])
        elif self.card.name in names:
            self.card.show("", "")

    def _closed(self) -> None:
        """Close the row whose card is shown."""
        getattr(self, self.card.name).value = NONE[1]
        self.card.show(self.card.name, "")  # also where its list stands on none already
        if self.chart:
            self.chart.picked = {}

    def _clicked(self, change) -> None:
        """Answer a click: a row opens, or the panel knows what to do."""
        old, new = change["old"] or {}, change["new"]
        for mark, fields in new.items():
            if fields == old.get(mark):
                continue
            name = next((n for n, c in self.opens.items() if c.mark == mark), None)
            if name:
                self.opens[name].take(getattr(self, name), fields or {})
            else:
                self.clicked(mark, fields or {})


class _Chip(W.Button):
    """What was set where no control shows it; a press takes it off."""

    def __init__(self, panel: Panel, name: str):
        self.panel, self.name = panel, name
        super().__init__(layout={"width": "auto"})
        self.add_class("theatres-chip")
        self.say()
        self.on_click(lambda _: panel.become(**{name: panel.declared[name].first(panel)}))

    def say(self) -> None:
        """Name the control and where it stands."""
        control, value = self.panel.declared[self.name], getattr(self.panel, self.name).value
        offered = control.offered(self.panel) if isinstance(control, Choice) else {}
        chosen = value if isinstance(value, tuple) else (value,)
        said = ", ".join(str(offered.get(v, v)).strip() for v in chosen)
        alone = isinstance(control, Tick)
        self.description = f"{control.label} ×" if alone else f"{control.label}: {said} ×"
        self.tooltip = f"Take off: {control.label}"


class _Tasks(W.HBox):
    """Things to try, one at a time: a button sets the controls and says what to look for."""

    def __init__(self, panel: Panel):
        self.panel, self.at = panel, 0
        self.button = alike(W.Button, layout={"width": "auto", "min_width": "16em"}, icon="play")
        self.look = alike(W.HTML)
        super().__init__([self.button, self.look])
        self.add_class("theatres-tasks")
        self.button.on_click(self._done)
        self._name()

    def _name(self) -> None:
        label, _, _ = self.panel.tasks[self.at]
        self.button.description = f"{self.at + 1} of {len(self.panel.tasks)}: {label}"

    def _done(self, _) -> None:
        label, values, look = self.panel.tasks[self.at]
        self.panel.reset()
        self.panel.become(**values)
        # The button names the next task by then: say to which one the question belongs.
        asked = f"<b>{html.escape(label)}.</b> {html.escape(look)}"
        self.look.value = f'<div class="theatres-words" role="status">{asked}</div>'
        self.at = (self.at + 1) % len(self.panel.tasks)
        self._name()


class RowCard(W.VBox):
    """What was clicked, said in the chart's own box, with a way to close it."""

    def __init__(self, closed: Callable):
        self.name, self.text = "", alike(W.HTML)
        close = alike(
            W.Button, description="×", tooltip="Close this card", layout={"width": "2.4em"}
        )
        close.add_class("theatres-close")
        close.on_click(lambda _: closed())
        super().__init__([close, self.text], layout={"display": "none"})
        self.add_class("theatres-card")
        self.left = False

    def stand(self, *, left: bool) -> None:
        """Stand left or right: a mark's card leaves the mark in sight."""
        self.left = left
        (self.add_class if left else self.remove_class)("theatres-left")

    def show(self, name: str, text: str) -> None:
        """Show a row's card, or none."""
        self.name, self.text.value = name, text
        self.layout.display = None if text else "none"


def entry(panel: type[Declared], *places: str):
    """Give an entry function the signature that its panel's controls make.

    Parameters
    ----------
    panel : type
        What it opens.
    *places : str
        Controls that may be given by place, in their order; all others by name.

    Returns
    -------
    callable
        A decorator of a function that takes the starting values as ``**start``.
    """
    kind = inspect.Parameter

    def dress(function):
        panel.called = function.__name__
        own = inspect.signature(function).parameters.values()
        own = [p for p in own if p.kind is not kind.VAR_KEYWORD]
        given = {name: control.start for name, control in panel.declared.items()}
        if issubclass(panel, Panel):
            given["controls"] = given["tasks"] = None
        by_place = [kind(n, kind.POSITIONAL_OR_KEYWORD, default=given.pop(n)) for n in places]
        by_name = [kind(n, kind.KEYWORD_ONLY, default=start) for n, start in given.items()]

        @functools.wraps(function)
        def opened(*args, **start):
            if len(args) > len(places):
                takes = ", ".join(places) or "nothing"
                raise TypeError(f"{function.__name__} takes by place {takes}; name the others")
            return function(**dict(zip(places, args)), **start)

        opened.__signature__ = inspect.Signature([*by_place, *own, *by_name])
        return opened

    return dress
