"""An explorer as a page can carry it: its charts, its words, and the controls a browser answers.

Controls that only set a param of the chart are answered in the browser. Those that need another
chart, or words that follow, are tried out here, one state after another, as long as these are
few; the rest stay where the lesson put them, and the words then name the state they describe.
"""

from __future__ import annotations

import base64
import html
import itertools
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path

import ipywidgets as W
import nbformat

from theatres.charts import theme
from theatres.explorers import base, opening, panel, whose

MOST_STATES = 350  # of words: some 90 kB
MOST_CHARTS = 12
MOST_BYTES = 600_000  # that one explorer may add to its page, before compression
KEPT = {opening.Opening: {"stance": opening.STANCE}}  # controls whose place is the student's work


def as_json(data) -> str:
    """Write data so that it can stand inside a page's script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return text.replace("</", "<\\/")


class Page:
    """What the explorers of one page share: charts and rows, each once, and a folder of stills.

    Parameters
    ----------
    lesson : str
        Name of the notebook.
    stills : Path
        Folder for pictures, as files: a page then need not bring those that nobody sees.
    edition : str
        Address of the browser edition up to a lesson's name; "" if none is built.
    """

    def __init__(self, lesson: str, stills: Path, edition: str = ""):
        self.lesson, self.stills, self.edition = lesson, stills, edition
        self.shelves: dict[str, dict[str, int]] = {"charts": {}, "rows": {}}
        self.size = 0
        self._pictures = 0

    def put(self, kind: str, text: str) -> int:
        """Keep a chart or rows, if they are not here yet; return their place."""
        kept = self.shelves[kind]
        if text not in kept:
            kept[text] = len(kept)
            self.size += len(text)
        return kept[text]

    def lengths(self) -> dict[str, int]:
        """Say how much is kept, to go back to it."""
        return {kind: len(kept) for kind, kept in self.shelves.items()}

    def go_back(self, lengths: dict[str, int]) -> None:
        """Forget what was kept since then."""
        for kind, kept in self.shelves.items():
            for text in list(kept)[lengths[kind] :]:
                del kept[text]
                self.size -= len(text)

    def contents(self) -> str:
        """Return all that is kept as HTML: data that a script finds by its id."""
        return "".join(
            f'<script type="application/json" id="theatres-{kind}-{at}">{text}</script>'
            for kind, kept in self.shelves.items()
            for at, text in enumerate(kept)
        )

    def still(self, explorer: base.Explorer, output: nbformat.NotebookNode, words: str) -> str:
        """Return the committed picture as HTML, else one drawn now; nothing where there is none."""
        committed = output.get("data", {}).get("image/png")
        chart = None if committed else explorer.still()
        if not committed and chart is None:
            return ""
        picture = (
            base64.b64decode("".join(committed)) if committed else theme.still_png(chart, words)
        )
        self._pictures += 1
        name = f"{self.lesson}_{self._pictures}.png"
        self.stills.mkdir(parents=True, exist_ok=True)
        (self.stills / name).write_bytes(picture)
        said = html.escape(words)
        return f'<img loading="lazy" alt="{said}" src="_static/{self.stills.name}/{name}">'


def live(explorer: base.Explorer, output: nbformat.NotebookNode, page: Page) -> str:
    """Return an explorer as HTML: live where it can be, else as still, table and words.

    Parameters
    ----------
    explorer : Explorer
        As the lesson's cell opened it.
    output : NotebookNode
        The cell's committed output, with the still.
    page : Page
        The page that it stands on.

    Returns
    -------
    str
        HTML of one figure.
    """
    if isinstance(explorer, whose.Whose):
        return sides(explorer, output, page)
    words, title = explorer.words(), explorer.headline()
    data, listed = None, ""
    if isinstance(explorer, panel.Panel):
        data, listed = tried_out(explorer, page), searched(explorer)
    body = page.still(explorer, output, words) or listed or text_of(explorer) or lists_of(explorer)
    if data is not None:
        body = (
            f'<script type="application/json">{as_json(data)}</script><noscript>{body}</noscript>'
        )
    return (
        f'<figure class="theatres-figure{" theatres-live" if data else ""}">'
        f'<figcaption class="theatres-title">{html.escape(title)}</figcaption>{body}'
        f"{said(words)}{listed if listed != body else ''}{opener(page, data is not None)}</figure>"
    )


def sides(switch: whose.Whose, output: nbformat.NotebookNode, page: Page) -> str:
    """Return all sides of a switch as HTML: the one shown first is open, the others are folded."""
    first, parts = switch.whose.value, []
    for label, side in switch.whose.options:
        switch.whose.value = side
        picture = output if side == first else nbformat.v4.new_output("display_data")
        inside = live(switch.inside.children[0], picture, page)
        summary = f"<summary>Whose argument: {html.escape(label)}</summary>"
        opened = " open" if side == first else ""
        parts.append(f'<details class="theatres-side"{opened}>{summary}{inside}</details>')
    switch.whose.value = first
    return "".join(parts)


def said(words: str) -> str:
    """Return words as the course shows them: a plain sentence, and what lies behind it, folded."""
    plain, more = (html.escape(part).replace("\n", "<br>") for part in base.in_two(words))
    return (
        f'<div class="theatres-words"><strong role="status">{plain}</strong>'
        f"<details{'' if more else ' hidden'}><summary>the numbers</summary>"
        f"<div>{more}</div></details></div>"
    )


def opener(page: Page, moves: bool) -> str:
    """Say what the page cannot do here, and link to where it can be done, if that is anywhere."""
    told = (
        "More choices, and what lies behind each mark: in the course itself."
        if moves
        else "This does not move here; in the course itself it does."
    )
    link = (
        f' <a href="{page.edition}{page.lesson}.ipynb">Open it in the browser edition</a>'
        if page.edition
        else ""
    )
    return f'<p class="theatres-open">{told}{link}</p>'


def text_of(explorer: base.Explorer) -> str:
    """Return the tables and folds that an explorer shows, as HTML: of one that has no chart."""
    shown = (part.value for part in _widgets(explorer) if type(part) is W.HTML)
    return "".join(text for text in shown if "<table" in text or "<details" in text)


def lists_of(explorer: base.Explorer) -> str:
    """Return what the lists of an explorer offer, folded, where it shows nothing before a move."""
    parts = []
    for name, control in getattr(explorer, "declared", {}).items():
        if isinstance(control, panel.Choice):
            labels = _offered(explorer, name).values()
            items = "".join(f"<li>{html.escape(str(label))}</li>" for label in labels)
            summary = f"<summary>{html.escape(control.label)}</summary>"
            parts.append(f"<details>{summary}<ul>{items}</ul></details>")
    return "".join(parts)


def searched(explorer: panel.Panel) -> str:
    """Return the rows that an explorer's search goes through, all its pages in one table, as HTML.

    The page itself then searches them. Nothing where an explorer has no search.
    """
    declared = explorer.declared
    searches = {n for n, c in declared.items() if isinstance(c, panel.Search) and c.live}
    if not searches:
        return ""
    turns = [n for n, c in declared.items() if searches & set(getattr(c, "follows", ()))]
    if not turns:
        return counted(text_of(explorer))
    start, pages = explorer.values(), []
    try:
        for at in list(_offered(explorer, turns[0])):
            explorer.become(**{turns[0]: at})
            pages.append(text_of(explorer))
    finally:
        explorer.become(**start)
    first, *others = pages
    before, end, after = first.rpartition("</tbody>")
    rows = [page.partition("<tbody>")[2].rpartition("</tbody>")[0] for page in others]
    return counted("".join([before, *rows, end, after]))


def counted(table: str) -> str:
    """Let a long table's caption count all rows: on a page nothing of it waits to be scrolled."""
    return re.sub(r"\(\d+ rows; scroll\)", f"({table.count('<tr>') - 1} rows)", table)


def _widgets(widget) -> Iterator[W.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        if child.layout is None or child.layout.display != "none":
            yield from _widgets(child)


def tried_out(explorer: panel.Panel, page: Page) -> dict | None:
    """Return what a page needs to move an explorer; say so where a state of it cannot be had."""
    before = page.lengths()
    try:
        data = page_data(explorer, page)
    except (KeyError, TypeError, ValueError) as error:
        called = type(explorer).__name__
        print(f"{page.lesson}: {called} stays a picture: {error!r}", flush=True)
        data = None
    if data is None:
        page.go_back(before)
    return data


def page_data(explorer: panel.Panel, page: Page) -> dict | None:
    """Say what a page needs to move an explorer without a kernel; None if nothing can move."""
    if explorer.chart is None:
        return None
    start, size = explorer.values(), page.size
    own, pictures, spoken = _parted(explorer)
    kept = KEPT.get(type(explorer), {})
    tried = [name for name in _in_order(explorer) if name in pictures or name in spoken]
    offered = [n for n in _in_order(explorer) if n in own or n in tried or n in kept]
    words: dict[tuple, int] = {}
    states = {}
    try:
        for drawn in _products(pictures):
            _stand(explorer, drawn)
            shown = put(explorer, page)
            for values in _products(spoken):
                with explorer.imagined(**values):
                    states[_key(explorer, tried)] = {
                        "words": words.setdefault(_text(explorer), len(words)),
                        "rests": [n for n in tried if _rests(getattr(explorer, n))],
                        **shown,
                        **({"params": _params(explorer)} if shown else {}),
                    }
            if page.size - size > MOST_BYTES:
                return None
    finally:
        explorer.become(**start)
    if not own and len(states) < 2:
        return None
    controls = [_control(explorer, n, n in tried, kept.get(n, "")) for n in offered]
    tasks, told = [], {}
    for label, values, look in explorer.tasks:
        if set(values) <= set(offered):
            explorer.become(**{**start, **values})
            told[_key(explorer, offered)] = words.setdefault(_text(explorer), len(words))
            places = {c["name"]: _place(explorer, c["name"]) for c in controls if not c["keeps"]}
            tasks.append({"label": label, "places": places, "look": look})
            explorer.become(**start)
    return {
        "controls": controls,
        "described": str(explorer.chart.described),
        "states": states,
        "words": list(words),
        "tasks": tasks,
        "told": told,
    }


def _text(explorer: panel.Panel) -> tuple:
    """Return headline and words of where the controls stand."""
    return (explorer.headline(), *base.in_two(explorer.words()))


def _key(explorer: panel.Panel, names: list[str]) -> str:
    """Return where some controls stand, as the page's script writes it too."""
    now = explorer.values()
    return as_json([_plain(now[name]) for name in names])


def _place(explorer: panel.Panel, name: str) -> int | list[int]:
    """Return where a control stands among the values that a page offers of it."""
    value, values = getattr(explorer, name).value, _values(explorer, name, set())
    return [values.index(one) for one in value] if isinstance(value, tuple) else values.index(value)


def _products(values: dict[str, list]) -> Iterator[dict]:
    """Go through every combination of some controls' values."""
    for combined in itertools.product(*values.values()):
        yield dict(zip(values, combined))


def _stand(explorer: panel.Panel, values: dict) -> None:
    """Set controls; again where one answered by moving another, as a bet moves the year."""
    for _ in range(2):
        explorer.become(**values)
        now = explorer.values()
        if all(now[name] == value for name, value in values.items()):
            return


def put(explorer: panel.Panel, page: Page) -> dict:
    """Keep an explorer's chart on the page's shelves; return where its parts lie."""
    chart = explorer.chart
    if chart not in explorer.stage.children:
        return {}  # a table stands on the stage
    return {
        "chart": page.put("charts", as_json(chart.spec)),
        "rows": {name: page.put("rows", as_json(value)) for name, value in chart.rows.items()},
    }


def _params(explorer: panel.Panel) -> dict:
    """Return the values of the chart's params, from controls or worked out."""
    chart = explorer.chart
    values = {name: getattr(chart, name) for name in chart.names}
    asked = {**explorer.params(), **explorer.painted()}
    return {name: asked.get(name, value) for name, value in values.items()}


def _parted(explorer: panel.Panel) -> tuple[set[str], dict[str, list], dict[str, list]]:
    """Part the controls: those the browser answers alone, and those whose values are tried.

    Of the latter some need other pictures, the others other words only. What readers meet first
    is tried first, so that its words follow.
    """
    own: set[str] = set()
    pictures: dict[str, list] = {}
    spoken: dict[str, list] = {}
    n_pictures = n_states = 1
    # Of several values at once there are many combinations: they are tried when the others are in.
    in_turn = sorted(_in_order(explorer), key=lambda name: _has_several(explorer, name))
    for name in in_turn:
        tried = {**pictures, **spoken}
        values = _values(explorer, name, {*own, *tried})
        if values is None:
            continue
        values = _combined(explorer, name, values)
        rests = _rests(getattr(explorer, name))
        if rests and not _wakes(explorer, name, tried):
            continue
        alone, more = _alone(explorer, name), len(values)
        if _has_several(explorer, name) and not alone:
            continue  # each of many combinations would be a chart of its own
        fits = n_states * more <= MOST_STATES and (alone or n_pictures * more <= MOST_CHARTS)
        if fits and more > 1:
            (spoken if alone else pictures)[name] = values
            n_states *= more
            n_pictures *= 1 if alone else more
        elif alone and not rests and not _works_out(explorer):
            own.add(name)
    return own, pictures, spoken


def _in_order(explorer: panel.Panel) -> list[str]:
    """Return the controls as readers meet them: the foremost first."""
    foremost = explorer.first_met
    return [*foremost, *(name for name in explorer.declared if name not in foremost)]


def _rests(widget: W.Widget) -> bool:
    """Say whether a control does nothing now."""
    parts = widget.ticks.values() if isinstance(widget, panel.Ticks) else [widget]
    return all(part.disabled for part in parts)


def _has_several(explorer: panel.Panel, name: str) -> bool:
    """Say whether a control stands at several values at once."""
    return isinstance(explorer.declared[name], (panel.Span, panel.Choices))


def _combined(explorer: panel.Panel, name: str, values: list) -> list:
    """Return where a control can stand; too many combinations are not worked out: they are own."""
    control = explorer.declared[name]
    if isinstance(control, panel.Span):
        return list(itertools.combinations_with_replacement(values, 2))
    if isinstance(control, panel.Choices):
        if 2 ** len(values) > MOST_STATES:
            return [None] * (MOST_STATES + 1)
        sizes = range(len(values) + 1)
        return [chosen for n in sizes for chosen in itertools.combinations(values, n)]
    return values


def _wakes(explorer: panel.Panel, name: str, tried: dict[str, list]) -> bool:
    """Say whether a control that rests wakes when one of those tried is moved."""
    for other, values in tried.items():
        for value in values:
            with explorer.imagined(**{other: value}):
                if not _rests(getattr(explorer, name)):
                    return True
    return False


def _alone(explorer: panel.Panel, name: str) -> bool:
    """Say whether a control only sets a param of the chart."""
    control = explorer.declared[name]
    redraws = explorer.redraws if control.redraws is None else control.redraws
    param = name if control.param is None else control.param
    return not redraws and not isinstance(control, panel.View) and param in explorer.chart.names


def _works_out(explorer: panel.Panel) -> bool:
    """Say whether the kernel works out params of the chart after each move."""
    return type(explorer).painted is not panel.Panel.painted


def _values(explorer: panel.Panel, name: str, moving: set[str]) -> list | None:
    """Return the values that a page can offer of a control; None if only a kernel can.

    Of a control that stands at several at once: those that it can be made of.
    """
    control = explorer.declared[name]
    if isinstance(control, (panel.Opens, panel.Search)):
        return None
    if isinstance(control, panel.Number):
        low, high = control.bounds()
        return [low + i * control.step for i in range(math.floor((high - low) / control.step) + 1)]
    if isinstance(control, panel.Tick):
        return [False, True]
    if moving & set(control.follows):
        return None  # its list would be another after a move
    tables = getattr(control, "lists", ())
    return [value for value in _offered(explorer, name) if value not in tables]


def _offered(explorer: panel.Panel, name: str) -> dict:
    """Return what a list offers now, value to label."""
    control = explorer.declared[name]
    if isinstance(control, panel.Choices):
        return control.offered(explorer)
    pairs = [o if isinstance(o, tuple) else (o, o) for o in getattr(explorer, name).options]
    return {value: label for label, value in pairs}


def _control(explorer: panel.Panel, name: str, tried: bool, keeps: str) -> dict:
    """Describe a control as a page has to make it."""
    control = explorer.declared[name]
    values = _values(explorer, name, set())
    offered = _offered(explorer, name) if isinstance(control, panel.Choice) else {}
    param = name if control.param is None else control.param
    by_place = control.by == "index"
    return {
        "name": name,
        "label": control.label or ("View" if isinstance(control, panel.View) else "Shown"),
        "kind": _kind(control),
        "values": [_plain(v) for v in values],
        "labels": [offered[v] for v in values] if offered else None,
        "start": _place(explorer, name),
        "param": param if param in explorer.chart.names else "",
        "sends": list(range(len(values))) if by_place else [_plain(v) for v in values],
        "tried": tried,
        "keeps": keeps,
        "waits": name not in explorer.first_met,
    }


def _kind(control: panel.Control) -> str:
    """Return how a page makes a control."""
    if isinstance(control, panel.Span):
        return "span"
    if isinstance(control, panel.Choices):
        return "ticks"
    if isinstance(control, panel.Tick):
        return "tick"
    if isinstance(control, panel.Number) or getattr(control, "look", "") == "slider":
        return "slider"
    return "list"


def _plain(value):
    """Return a value as JSON has it."""
    return (
        value.item()
        if hasattr(value, "item")
        else list(value)
        if isinstance(value, tuple)
        else value
    )
