"""An explorer as a page can carry it: its charts, its words, and the controls a browser answers.

Controls that only set a param of the chart are answered in the browser. Those that need another
chart, or words that follow, are tried out here, one state after another, as long as these are
few; the rest stay where the lesson put them, and the words then name the state they describe.
"""

from __future__ import annotations

import html
import itertools
import json
import math

import ipywidgets as W
import nbformat

from theatres.explorers import base, panel

MOST_STATES = 150  # of words: some 30 kB
MOST_CHARTS = 12
MOST_BYTES = 600_000  # of one explorer, before compression
EDITION = ""  # address of the browser edition, up to a lesson's name; "": none is built yet


def as_json(data) -> str:
    """Write data so that it can stand inside a page's script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return text.replace("</", "<\\/")


def live(explorer: base.Explorer, output: nbformat.NotebookNode, lesson: str) -> str:
    """Return an explorer as HTML: live where it can be, else as still, table and words.

    Parameters
    ----------
    explorer : Explorer
        As the lesson's cell opened it.
    output : NotebookNode
        The cell's committed output, with the still.
    lesson : str
        Name of the notebook, for the link to the browser edition.

    Returns
    -------
    str
        HTML of one figure.
    """
    words = html.escape(explorer.words()).replace("\n", "<br>")
    title = html.escape(getattr(explorer, "title", ""))
    data = tried_out(explorer, lesson) if isinstance(explorer, panel.Panel) else None
    body = still(output, explorer.words()) + table(explorer)
    if data is not None:
        body = (
            f'<script type="application/json">{as_json(data)}</script><noscript>{body}</noscript>'
        )
    more = opener(lesson, data is not None)
    return (
        f'<figure class="theatres-figure{" theatres-live" if data else ""}">'
        f'<figcaption class="theatres-title">{title}</figcaption>{body}'
        f'<div class="theatres-words" role="status" aria-live="polite">{words}</div>{more}</figure>'
    )


def opener(lesson: str, moves: bool) -> str:
    """Say what the page cannot do here, and link to where it can be done, if that is anywhere."""
    said = (
        "More choices, and what lies behind each mark: in the course itself."
        if moves
        else "This does not move here; in the course itself it does."
    )
    link = f' <a href="{EDITION}{lesson}.ipynb">Open it in the browser edition</a>'
    return f'<p class="theatres-open">{said}{link if EDITION else ""}</p>'


def still(output: nbformat.NotebookNode, words: str) -> str:
    """Return the committed picture as HTML, nothing where there is none."""
    picture = output.get("data", {}).get("image/png")
    if not picture:
        return ""
    inside = "".join(picture).replace("\n", "")
    return f'<img loading="lazy" alt="{html.escape(words)}" src="data:image/png;base64,{inside}">'


def table(explorer: base.Explorer) -> str:
    """Return what an explorer shows as HTML text: the tables of one that has no chart."""
    if explorer.still() is not None:
        return ""
    return "".join(p.value for p in _widgets(explorer) if type(p) is W.HTML and "<table" in p.value)


def _widgets(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        if child.layout is None or child.layout.display != "none":
            yield from _widgets(child)


def tried_out(explorer: panel.Panel, lesson: str) -> dict | None:
    """Return what a page needs to move an explorer; say so where a state of it cannot be had."""
    try:
        return page_data(explorer)
    except (KeyError, TypeError, ValueError) as error:
        print(f"{lesson}: {type(explorer).__name__} stays a picture: {error!r}", flush=True)
        return None


def page_data(explorer: panel.Panel) -> dict | None:
    """Say what a page needs to move an explorer without a kernel; None if nothing can move."""
    if explorer.chart is None:
        return None
    start = explorer.values()
    own, tried = _parted(explorer)
    shelf = Shelf()
    try:
        states = {}
        for values in itertools.product(*(tried[name] for name in tried)):
            explorer.become(**dict(zip(tried, values)))
            states[as_json([_plain(v) for v in values])] = shelf.put(explorer)
            if shelf.size > MOST_BYTES:
                return None
    finally:
        explorer.become(**start)
    if not own and len(states) < 2:
        return None
    shown = [n for n in explorer.declared if n in own or n in tried]
    return {
        "controls": [_control(explorer, name, name in tried) for name in shown],
        "described": str(explorer.chart.described),
        "states": states,
        **shelf.contents(),
    }


class Shelf:
    """Charts, rows and words of all states, each kept once."""

    def __init__(self):
        self.kept: dict[str, dict[str, int]] = {"charts": {}, "rows": {}, "words": {}}
        self.size = 0
        self._latest: dict[str, tuple] = {}  # what was written last: most moves leave it as it is

    def put(self, explorer: panel.Panel) -> dict:
        """Keep what an explorer shows now; return where each part lies, and its params."""
        chart = explorer.chart
        entry = {"words": self._at("words", explorer.words())}
        if chart in explorer.stage.children:  # else a table stands on the stage
            params = {name: getattr(chart, name) for name in chart.names}
            entry |= {
                "chart": self._written("charts", "", chart.spec),
                "rows": {name: self._written("rows", name, v) for name, v in chart.rows.items()},
                "params": params,
            }
        return entry

    def _written(self, kind: str, name: str, value) -> int:
        """Keep a specification or rows, which are written out only if they are other objects."""
        before, place = self._latest.get(kind + name, (None, -1))
        if before is not value:
            place = self._at(kind, as_json(value))
            self._latest[kind + name] = (value, place)
        return place

    def _at(self, kind: str, text: str) -> int:
        kept = self.kept[kind]
        if text not in kept:
            kept[text] = len(kept)
            self.size += len(text)
        return kept[text]

    def contents(self) -> dict:
        """Return all that is kept, in order, as data."""
        kept = {kind: list(texts) for kind, texts in self.kept.items()}
        return kept  # charts and rows stay text, as the painter takes them


def _parted(explorer: panel.Panel) -> tuple[set[str], dict[str, list]]:
    """Part the controls: those the browser answers alone, and those whose values are tried."""
    own, tried = set(), {}
    pictures = states = 1
    for name in explorer.declared:
        values = _values(explorer, name)
        if values is None:
            continue
        alone = _alone(explorer, name)
        more = len(values)
        fits = states * more <= MOST_STATES and (alone or pictures * more <= MOST_CHARTS)
        if fits and more > 1:
            tried[name] = values
            states *= more
            pictures *= 1 if alone else more
        elif alone and not _works_out(explorer):
            own.add(name)
    return own, tried


def _alone(explorer: panel.Panel, name: str) -> bool:
    """Say whether a control only sets a param of the chart."""
    control = explorer.declared[name]
    redraws = explorer.redraws if control.redraws is None else control.redraws
    param = name if control.param is None else control.param
    return not redraws and not isinstance(control, panel.View) and param in explorer.chart.names


def _works_out(explorer: panel.Panel) -> bool:
    """Say whether the kernel works out params of the chart after each move."""
    return type(explorer).painted is not panel.Panel.painted


def _values(explorer: panel.Panel, name: str) -> list | None:
    """Return the values that a page can offer of a control; None if only a kernel can."""
    control = explorer.declared[name]
    if isinstance(control, panel.Opens) or (control.when and not control.when(explorer)):
        return None
    if isinstance(control, (panel.Span, panel.Choices)):
        return None
    if isinstance(control, panel.Number):
        low, high = control.bounds()
        return [low + i * control.step for i in range(math.floor((high - low) / control.step) + 1)]
    if isinstance(control, panel.Tick):
        return [False, True]
    if callable(control.options):
        return None
    return list(control.options)


def _control(explorer: panel.Panel, name: str, tried: bool) -> dict:
    """Describe a control as a page has to make it."""
    control, widget = explorer.declared[name], getattr(explorer, name)
    values = _values(explorer, name)
    labels = [control.options[v] for v in values] if isinstance(control, panel.Choice) else None
    kind = (
        "tick"
        if isinstance(control, panel.Tick)
        else "slider"
        if isinstance(control, panel.Number) or getattr(control, "look", "") == "slider"
        else "list"
    )
    param = name if control.param is None else control.param
    place = control.by == "index"
    return {
        "name": name,
        "label": control.label or "View",
        "kind": kind,
        "values": [_plain(v) for v in values],
        "labels": labels,
        "start": values.index(widget.value),
        "param": param if param in explorer.chart.names else "",
        "sends": list(range(len(values))) if place else [_plain(v) for v in values],
        "tried": tried,
    }


def _plain(value):
    """Return a value as JSON has it."""
    return (
        value.item()
        if hasattr(value, "item")
        else list(value)
        if isinstance(value, tuple)
        else value
    )
