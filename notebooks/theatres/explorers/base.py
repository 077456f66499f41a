"""Floor 3: what every explorer is - live widgets, a still picture, and words, all of the same state."""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import inspect
import json
import os
from pathlib import Path

import altair as alt
import anywidget
import ipywidgets as W
import pandas as pd
import traitlets

from .. import tables
from ..charts import theme
from .bundle import bundle

STILL = "application/vnd.two-theatres.still.sha256"
STYLE = """
<style>
.theatres-explorer { border-top: 3px solid #0072B2; padding: 4px 0 8px; max-width: 1000px; }
.theatres-explorer .widget-inline-hbox { margin: 2px 10px 2px 2px; }
.theatres-explorer .widget-label { color: var(--jp-ui-font-color1, #1a1a1a); }
.theatres-explorer :focus-visible { outline: 3px solid #E69F00 !important; outline-offset: 1px; }
.theatres-chart svg { max-width: 100%; height: auto; }
.theatres-words { font-size: 1.05em; line-height: 1.45; max-width: 62em; color: var(--jp-ui-font-color1, #1a1a1a); }
.theatres-table { overflow: auto; }
.theatres-table.theatres-long { max-height: 30em; }
.theatres-explorer .widget-checkbox label { white-space: normal; line-height: 1.25; }
.theatres-chart svg [class*="halo"] text { paint-order: stroke; stroke: var(--jp-layout-color0, #fff); stroke-width: 3.5px; stroke-linejoin: round; }
.theatres-table table { border-collapse: collapse; font-size: 0.95em; color: var(--jp-ui-font-color1, #1a1a1a); }
.theatres-table th, .theatres-table td { text-align: left; vertical-align: top; padding: 3px 9px 3px 0; border-bottom: 1px solid var(--jp-border-color2, #ccc); white-space: normal; max-width: 34em; line-height: 1.35; }
.theatres-table a { color: var(--jp-content-link-color, #0057a0); }
.theatres-table caption { text-align: left; font-weight: 600; padding: 4px 0; }
</style>"""


@functools.cache
def _libraries() -> anywidget.AnyWidget:
    """Bring the Vega libraries to the page, once a kernel."""
    return type("VegaLibraries", (anywidget.AnyWidget,), {"_esm": bundle()})()


@functools.cache
def keyboard() -> anywidget.AnyWidget:
    """Leave the arrow keys to the controls, which JupyterLab else takes to move from cell to cell; give sliders a name for screen readers. Once a kernel."""
    listen = """
    const quiet = (event) => event.target.closest?.(".theatres-explorer") && event.target.setAttribute("data-lm-suppress-shortcuts", "true");
    const name = () => document.querySelectorAll(".theatres-explorer .noUi-handle:not([aria-label])").forEach((handle) => {
      const label = handle.closest(".widget-inline-hbox")?.querySelector(".widget-label");
      const side = handle.classList.contains("noUi-handle-upper") && handle.closest(".noUi-base").querySelectorAll(".noUi-handle").length > 1 ? ", to" : "";
      if (label) handle.setAttribute("aria-label", (label.title || label.innerText) + side);
    });
    if (!globalThis.__twoTheatresKeys) {
      globalThis.__twoTheatresKeys = true;
      document.addEventListener("focusin", quiet);
      let waiting = 0;
      new MutationObserver(() => { waiting ||= setTimeout(() => { waiting = 0; name(); }, 300); }).observe(document.body, { childList: true, subtree: true });
    }
    export default { initialize() {}, render() {} };"""
    return type("Keyboard", (anywidget.AnyWidget,), {"_esm": listen})()


# A kernel in the browser loses each None of a message, and a hidden axis comes back: text keeps it.
_AS_TEXT = {
    "to_json": lambda value, _widget: json.dumps(value, ensure_ascii=False, default=_number),
    "from_json": lambda text, _widget: json.loads(text),
}


def _number(value) -> int | float:
    """Turn a number of numpy's, which JSON does not know, into Python's own."""
    return value.item()


class LiveChart(anywidget.AnyWidget):
    """An Altair chart whose params are traits and whose selections come back as ``picked``.

    Parameters
    ----------
    chart : altair chart
        What to paint; each of its value params becomes a trait of that name, so that ``ipywidgets.jslink`` can join
        a control to it without asking the kernel.
    described : str
        What a screen reader says of the chart.
    """

    _esm = Path(__file__).with_name("live.js")
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
        super().__init__(spec=spec, rows=rows, names=list(values), picks=picks, described=described)
        self.add_traits(
            **{name: traitlets.Any(value).tag(sync=True) for name, value in values.items()}
        )

    def follow(self, control: W.Widget, name: str) -> None:
        """Join a control to a param: in the browser where the control's value lives there, through Python otherwise."""
        if control.trait_metadata("value", "sync"):
            W.jslink((control, "value"), (self, name))
        else:
            control.observe(lambda change: setattr(self, name, change["new"]), "value")

    def repaint(self, chart, **values) -> None:
        """Paint another chart that has the same params; set some of these along with it."""
        with self.hold_sync():  # the browser paints once, with all of it
            for name, value in values.items():
                setattr(self, name, value)
            self.spec, self.rows, _ = _parted(chart)


def _parted(chart) -> tuple[dict, dict, dict]:
    """Part a chart into its specification, the rows that it draws (by name), and the values of its params.

    Where a control changes rows alone, the specification stays equal: it is not sent again, and the browser need not
    compile it again. Rows that several layers share travel once.
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
    """Let every method of a widget read the tables it was opened on, whenever a control calls it (see `tables.Shelf`)."""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        for name, method in list(vars(cls).items()):
            if inspect.isfunction(method):
                setattr(cls, name, _on_its_shelf(method))


class Explorer(OnItsShelf, W.VBox):
    """Controls and a view that say the same thing three ways.

    A subclass builds its widgets, calls ``super().__init__(title, parts)``, and gives `words` and `still`; it calls
    `tell` whenever its state changes. Displayed in a notebook, the live widgets are shown; the words travel as
    ``text/plain``; when lessons are built (environment variable THEATRES_STILLS), a picture travels too.
    """

    def __init__(self, title: str, parts: list[W.Widget], **kwargs):
        self._said = W.HTML()
        heading = W.HTML(f"{STYLE}<strong>{html.escape(title)}</strong>")
        super().__init__(
            [heading, *parts[:-1], self._said, parts[-1]]
            if len(parts) > 1
            else [heading, *parts, self._said],
            **kwargs,
        )
        self.add_class("theatres-explorer")
        self.keyboard = keyboard()
        self.title = title
        self.tell()

    def words(self) -> str:
        """Say in one or two sentences, with figures, what the explorer shows now."""
        raise NotImplementedError

    def still(self) -> alt.TopLevelMixin | None:
        """Return the chart that the explorer shows now, or None where it shows text only."""
        return None

    def tell(self, *_) -> None:
        """Bring the words beneath the chart up to date."""
        self._said.value = f'<div class="theatres-words" role="status" aria-live="polite">{html.escape(self.words())}</div>'

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

    With the environment variable THEATRES_STILLS set, the fingerprint of the chart's SVG, which nbval compares; unless it
    is set to "check", the picture too. Nothing otherwise: a student's kernel draws no stills.
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


def table_html(rows: pd.DataFrame, caption: str = "", links: dict[str, str] | None = None) -> str:
    """Turn a few rows into an HTML table that screen readers and keyboards can read.

    Parameters
    ----------
    rows : pandas.DataFrame
        What to show; text is escaped.
    caption : str, optional
        What the table is.
    links : dict, optional
        Column to link, and the column (then left out) that holds its address.

    Returns
    -------
    str
        HTML.
    """
    links = links or {}
    hidden = set(links.values())
    shown = [c for c in rows.columns if c not in hidden]
    head = "".join(f'<th scope="col">{html.escape(str(c))}</th>' for c in shown)
    body = []
    for row in rows.to_dict("records"):
        cells = []
        for c in shown:
            text = "" if pd.isna(row[c]) else html.escape(str(row[c]))
            address = row.get(links.get(c)) if c in links else None
            cells.append(
                f'<td><a href="{html.escape(address)}" target="_blank" rel="noopener">{text}</a></td>'
                if isinstance(address, str)
                else f"<td>{text}</td>"
            )
        body.append(f"<tr>{''.join(cells)}</tr>")
    title = (
        f"<caption>{html.escape(caption)}{f' ({len(rows)} rows; scroll)' if len(rows) > 15 else ''}</caption>"
        if caption
        else ""
    )
    long = " theatres-long" if len(rows) > 15 else ""
    return f'<div class="theatres-table{long}" tabindex="0" role="region" aria-label="{html.escape(caption or "table")}"><table>{title}<thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table></div>'


def choose(label: str, options, value=None, width: str = "19em") -> W.Dropdown:
    """Make a drop-down list whose label stands in full before it."""
    return W.Dropdown(
        description=label,
        options=options,
        value=value if value is not None else _first(options),
        style={"description_width": "auto"},
        layout={"width": width},
    )


def _first(options):
    first = next(iter(options))
    return first[1] if isinstance(first, tuple) else first
