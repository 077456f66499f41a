"""Floor 3: what every explorer is - live widgets, a still picture and words of one state."""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import inspect
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import anywidget
import ipywidgets as W
import traitlets
from IPython.display import display

from .. import tables, work
from ..charts import theme
from . import messages
from .bundle import bundle

if TYPE_CHECKING:
    import altair as alt

messages.keep_none()  # before the first widget speaks
STILL = "application/vnd.two-theatres.still.sha256"
STATUS = 'role="status" aria-live="polite"'  # screen readers say what changes here


@functools.cache
def _libraries() -> anywidget.AnyWidget:
    """Bring the Vega libraries to the page, once a kernel."""
    return type("VegaLibraries", (anywidget.AnyWidget,), {"_esm": bundle()})()


_SHARED: dict[tuple, W.Widget] = {}  # layouts and styles, by what they say


def shared(kind: type[W.Widget], **values) -> W.Widget:
    """Return the one layout, or style, of a kernel that says this.

    Where every control has its own, half of the models that a page keeps, and of the time that an
    explorer takes to open, are theirs. One that is shared refuses to be changed.
    """
    said = (kind, *sorted(values.items()))
    if said not in _SHARED or _SHARED[said].comm is None:  # closed with all other widgets
        look = _SHARED[said] = kind(**values)
        look.observe(_refuse, [name for name in look.keys if not name.startswith("_")])
    return _SHARED[said]


def _refuse(change) -> None:
    """Let no widget hide, or move, all those that look like it."""
    raise AttributeError(f"a shared look may not change its {change['name']}: set the widget apart")


def alike(kind: type[W.Widget], *args, layout: dict | None = None, style=None, **options):
    """Make a widget that shares layout and style with all that look like it.

    One whose layout changes later is made without this, or set `apart`.
    """
    looks = {"layout": shared(W.Layout, **(layout or {}))}
    if hasattr(kind, "style"):
        looks["style"] = shared(kind.style.klass, **(style or {}))
    return kind(*args, **looks, **options)


def apart(widget: W.Widget) -> W.Widget:
    """Give a widget a layout of its own, which may change; return the widget."""
    state = widget.layout.get_state(drop_defaults=True)
    widget.layout = {name: value for name, value in state.items() if not name.startswith("_")}
    return widget


def from_file(name: str) -> traitlets.Unicode:
    """Return what a widget runs or wears in the browser, from a file beside this one."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return traitlets.Unicode(text).tag(sync=True)


class OfOneClass(anywidget.AnyWidget):
    """A widget of ours whose instances are of one class, which names its file itself.

    anywidget makes a class for every instance, to add what it runs: time and memory for nothing.
    """

    _anywidget_id = traitlets.Unicode().tag(sync=True)

    @traitlets.default("_anywidget_id")
    def _called(self) -> str:
        return f"{type(self).__module__}.{type(self).__name__}"

    def add_traits(self, **named) -> None:
        """Add the traits that the class has not."""
        if new := {name: trait for name, trait in named.items() if not self.has_trait(name)}:
            super().add_traits(**new)


class _Start(OfOneClass):
    """The view stays where the student was while a lesson runs."""

    _esm = from_file("start.js")


class _Present(OfOneClass):
    """The switch of presentation mode in the toolbar of every lesson."""

    _esm = from_file("present.js")


class _Wake(OfOneClass):
    """What was slow to load answers all the same."""

    _esm = from_file("wake.js")


class _Page(OfOneClass):
    """What a page with explorers needs: their looks, and arrow keys left to their controls."""

    _esm = from_file("keyboard.js")
    _css = from_file("style.css")


@functools.cache
def page() -> anywidget.AnyWidget:
    """Bring looks and keys to the page, and hold its place, once a kernel."""
    here = _Page()
    here.start, here.present, here.wake = _Start(), _Present(), _Wake()
    return here


WAKE = (
    "To make it live, press <strong>Start the lesson</strong> above the page,"
    " or choose <strong>Run → Run All Cells</strong>."
)
# A view whose kernel is gone is a bare "model not found"; the words beside it say more.
_NO_GHOST = (
    "<style>.jp-OutputArea:has(.theatres-asleep) .jp-OutputArea-output:not(:has(*))"
    "{display:none}</style>"
)


class Sleeper:
    """A widget that says, wherever it is seen without a kernel, what it is and how it wakes.

    Beside the view goes a second output: one line under a still, the words too where a student's
    kernel drew none. A live explorer hides it.
    """

    def _ipython_display_(self) -> None:
        data = self._repr_mimebundle_()
        data, metadata = data if isinstance(data, tuple) else (data, {})
        display(data, metadata=metadata, raw=True)
        built = bool(os.environ.get("THEATRES_STILLS"))
        what = "This is a picture." if STILL in data else "This is not live yet."
        said = html.escape(data["text/plain"]).replace("\n", "<br>")
        words = "" if built else f"{_NO_GHOST}<p>{said}</p>"
        line = f'<div class="theatres-asleep">{words}<em>{what} {WAKE}</em></div>'
        display({"text/html": line, "text/plain": ""}, raw=True)


# A kernel in the browser loses each None of a message, and a hidden axis comes back: text keeps it.
_AS_TEXT = {
    "to_json": lambda value, _widget: json.dumps(value, ensure_ascii=False, default=messages.plain),
    "from_json": lambda text, _widget: json.loads(text),
}


class LiveChart(OfOneClass):
    """An Altair chart whose params are traits and whose selections come back as ``picked``.

    Parameters
    ----------
    chart : altair chart
        What to paint; each of its value params becomes a trait of that name, so that
        ``ipywidgets.jslink`` can join a control to it without asking the kernel.
    described : str
        What a screen reader says of the chart.
    """

    _esm = from_file("live.js")
    spec = traitlets.Dict().tag(sync=True, **_AS_TEXT)
    rows = traitlets.Dict().tag(sync=True, **_AS_TEXT)
    names = traitlets.List().tag(sync=True)
    picks = traitlets.List().tag(sync=True)
    picked = traitlets.Dict().tag(sync=True)
    described = traitlets.Unicode().tag(sync=True)

    def __init__(self, chart, described: str = ""):
        spec, rows, values = _parted(chart)
        picks = [
            p["name"]
            for p in _params(spec)
            if "select" in p
            and isinstance(p["select"], dict)
            and p["select"].get("type") == "point"
        ]
        if taken := set(values) & set(self.trait_names()):
            raise ValueError(
                f"a param cannot be called {sorted(taken)[0]!r}: LiveChart has a trait of that name"
            )
        self.libraries = _libraries()
        self.__class__ = _with_params(type(self), tuple(values))
        super().__init__(
            spec=spec,
            rows=rows,
            names=list(values),
            picks=picks,
            described=described,
            layout=shared(W.Layout),
            **values,
        )

    def follow(self, control: W.Widget, name: str, by: str = "value") -> None:
        """Join a control to a param: in the browser where that can be, through Python otherwise.

        Parameters
        ----------
        control : widget
            A list's value is known to Python alone; its place, the ``index``, to the browser too.
        name : str
            The param.
        by : {"value", "index"}, optional
            What the param takes.
        """
        if by == "index":
            W.jsdlink((control, "index"), (self, name))
        elif control.trait_metadata("value", "sync"):
            W.jslink((control, "value"), (self, name))
        else:
            control.observe(lambda change: setattr(self, name, change["new"]), "value")

    def become(self, **values) -> None:
        """Set several params at once."""
        with self.hold_sync():  # the browser paints once, with all of it
            for name, value in values.items():
                setattr(self, name, value)

    def repaint(self, chart, **values) -> None:
        """Paint another chart that has the same params; set some of these along with it."""
        with self.hold_sync():
            self.become(**values)
            self.spec, self.rows, _ = _parted(chart)


@functools.cache
def _with_params(kind: type[LiveChart], names: tuple[str, ...]) -> type[LiveChart]:
    """Return the class of the charts whose params have these names."""
    return type(
        kind.__name__,
        (kind,),
        {
            "__module__": kind.__module__,
            **{name: traitlets.Any().tag(sync=True) for name in names},
        },
    )


def _parted(chart) -> tuple[dict, dict, dict]:
    """Part a chart into its specification, the rows it draws (by name), and its params' values.

    Where a control changes rows alone, the specification stays equal: it is not sent again, and
    the browser need not compile it again. Rows that several layers share travel once.
    """
    spec = dict(
        chart if isinstance(chart, dict) else chart.to_dict(validate=False)
    )  # stills are validated, in tests; a student should not wait for it
    rows, names = dict(spec.pop("datasets", {})), {}

    def bare(part):
        if isinstance(part, list):
            return [bare(p) for p in part]
        if not isinstance(part, dict):
            return part
        data = part.get("data")
        if isinstance(data, dict) and "values" in data:
            name = names.setdefault(id(data["values"]), f"rows{len(names)}")
            rows[name] = data["values"]
            part = {**part, "data": {**data, "name": name}}
            del part["data"]["values"]
        return {key: bare(p) for key, p in part.items()}

    spec = bare(spec)
    values = {
        p["name"]: p.pop("value")
        for p in spec.get("params", [])
        if "select" not in p and "value" in p
    }
    return spec, rows, values


def _params(spec: dict) -> list[dict]:
    found = list(spec.get("params", []))
    for part in ("layer", "concat", "hconcat", "vconcat"):
        for child in spec.get(part, []):
            found += _params(child)
    return list({p["name"]: p for p in found}.values())


def _on_its_shelf(method):
    @functools.wraps(method)
    def inside(self, *args, **kwargs):
        with tables.using(self.__dict__.setdefault("_shelf", tables.shelf())):
            return method(self, *args, **kwargs)

    return inside


class OnItsShelf:
    """Let a widget read the tables it was opened on, whenever a control calls one of its methods.

    See `tables.Shelf`. A function that is no method, such as a lambda, is not let.
    """

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        for name, method in list(vars(cls).items()):
            if inspect.isfunction(method):
                setattr(cls, name, _on_its_shelf(method))


class Words(OfOneClass):
    """A plain sentence in bold, and the figures behind it, folded."""

    _esm = from_file("words.js")
    plain = traitlets.Unicode().tag(sync=True)
    figures = traitlets.Unicode().tag(sync=True)

    @property
    def value(self) -> str:
        """All that is said, as text."""
        return " ".join(filter(None, (self.plain, self.figures)))


# A sentence ends where the next begins with a capital; an initial or "no." ends none.
_SENTENCE = re.compile(r"(?<![A-Z]\.)(?<!no\.)(?<=[.!?”])\s+(?=[A-Z“])")


def in_two(text: str) -> tuple[str, str]:
    """Part words into the first sentence, which is said plainly, and the rest, which is folded."""
    first, *rest = _SENTENCE.split(text, maxsplit=1)
    return first, " ".join(rest)


class Explorer(OnItsShelf, Sleeper, W.VBox):
    """Controls and a view that say the same thing three ways.

    A subclass builds its widgets, calls ``super().__init__(title, parts)``, and gives `words` and
    `still`; it calls `tell` whenever its state changes (`panel.Panel` does all that for declared
    controls). Displayed in a notebook, the live widgets are shown; the words travel as
    ``text/plain``; when lessons are built (environment variable THEATRES_STILLS), a picture
    travels too.
    """

    def __init__(self, title: str, parts: list[W.Widget], **kwargs):
        self.spoken, self._heading = alike(Words), alike(W.HTML)
        heading = self._heading
        super().__init__(
            [heading, *parts[:-1], self.spoken, parts[-1]]
            if len(parts) > 1
            else [heading, *parts, self.spoken],
            **kwargs,
        )
        self.add_class("theatres-explorer")
        self.looks = page()  # explorers may have a page of their own
        self.title = title
        self.tell()

    def headline(self) -> str:
        """Return what stands above: a question or finding that follows the choice."""
        return self.title

    def words(self) -> str:
        """Say in one or two sentences, with figures, what the explorer shows now."""
        raise NotImplementedError

    def still(self) -> alt.TopLevelMixin | None:
        """Return the chart that the explorer shows now, or None where it shows text only."""
        return None

    def entitle(self) -> None:
        """Bring the title up to date; the explorer's name stands in its tip."""
        name, asks = html.escape(self.title), html.escape(self.headline())
        self._heading.value = f'<strong title="{name}">{asks}</strong>'

    def tell(self, *_) -> None:
        """Bring title and words up to date."""
        self.entitle()
        self.say(self.words())

    def say(self, text: str) -> None:
        """Say the first sentence plainly and fold the rest; tell of work that is not kept."""
        first, rest = in_two(text)
        with self.spoken.hold_sync():
            self.spoken.plain = " ".join(filter(None, (first, work.trouble())))
            self.spoken.figures = rest

    def __repr__(self) -> str:
        return self.words()

    def _repr_mimebundle_(self, **kwargs):
        words = self.words()
        return {
            **super()._repr_mimebundle_(**kwargs),
            "text/plain": words,
            **stills(self.still, words),
        }


def stills(draw, words: str) -> dict:
    """Return what travels with a live view when lessons are built or tested.

    With the environment variable THEATRES_STILLS set, the fingerprint of the chart's SVG, which
    nbval compares; unless it is set to "check", the picture too. Nothing otherwise: a student's
    kernel draws no stills.
    """
    wanted = os.environ.get("THEATRES_STILLS")
    chart = draw() if wanted else None
    if chart is None:
        return {}
    svg = theme.still_svg(
        chart, words, checked=wanted != "check"
    )  # a picture that is the same needs no second check of its specification
    data = {STILL: hashlib.sha256(svg.encode()).hexdigest()}
    if wanted != "check":
        data["image/png"] = base64.b64encode(theme.still_png(chart, words)).decode()
    return data


def choose(label: str, options, value=None, width: str = "19em") -> W.Dropdown:
    """Make a drop-down list whose label stands in full before it."""
    return alike(
        W.Dropdown,
        description=label,
        options=options,
        value=value if value is not None else _first(options),
        style={"description_width": "auto"},
        layout={"width": width},
    )


def _first(options):
    first = next(iter(options))
    return first[1] if isinstance(first, tuple) else first
