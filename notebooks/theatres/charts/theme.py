"""Floor 2: one look for every chart, in colours that colour-blind readers tell apart; stills."""

from __future__ import annotations

import functools
import json
import re
import textwrap
import zlib

import altair as alt
import pandas as pd

from ..tables import TEXT_DATE

# Okabe and Ito (2008), in an order in which neighbours differ in lightness too; black is left to
# text.
BLUE, ORANGE, GREEN, PINK, SKY, VERMILION, YELLOW, GREY = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
    "#F0E442",
    "#888888",
)
FAMILY_COLOUR = {
    "cooperation": BLUE,
    "arms": VERMILION,
    "economy": GREEN,
    "words": PINK,
    "pressure": ORANGE,
}
FAMILY_DASH = {
    "cooperation": [1, 0],
    "arms": [8, 3],
    "economy": [12, 3, 3, 3],
    "words": [2, 3],
    "pressure": [5, 5],
}
THEATRE_COLOUR = {
    "Europe": BLUE,
    "Asia-Pacific": VERMILION,
    "Middle East": GREEN,
    "North America": SKY,
    "Eurasia": ORANGE,
    "Global": GREY,
    "Africa": YELLOW,
    "Latin America": PINK,
}
# A hue means one thing on every chart that has it. These three stand for what answers a question,
# and GREY for what is not known; the hues of theatres, states and kinds of tie are named above
# and in the tables of the charts (tests/test_hues.py reads them all).
YES, NO, BETWEEN = BLUE, VERMILION, ORANGE
# Beside chance: what was observed, what chance gives on average, and its draws.
OBSERVED, CHANCE, DRAWS = VERMILION, BLUE, SKY
STATE_COLOUR = {"Russia": BLUE, "China": VERMILION, "United States": GREEN}
# Around what is open: the ink of the page, which no kind of mark has. Light or dark, it is seen.
RING = "currentColor"
WIDTH = 720
# Of a chart whose names were fitted to their places: the browser draws them no larger.
FITTED = {"fitted": True}

_DAY = pd.Timestamp(TEXT_DATE)
# The day of the commentary on an axis of years (2024.0 is New Year's Day), and on one of year ends,
# where 2024 is the last day of that year.
TEXT_IN_YEARS = round(_DAY.year + (_DAY.day_of_year - 1) / (365 + _DAY.is_leap_year), 2)
TEXT_IN_YEAR_ENDS = TEXT_IN_YEARS - 1

# Altair else checks each part as it is made, a third of the time; stills check whole charts.
alt.utils.schemapi.disable_debug_mode()

# Labels of layers called halo… are edged with the paper's colour, so that lines do not strike them
# through (live: see base.py).
_HALO = '<text paint-order="stroke" stroke="#ffffff" stroke-width="3.5" stroke-linejoin="round" '
_STILL = {
    "background": "white",
    "font": "DejaVu Sans",
    "view": {"stroke": None},
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "gridColor": "#dddddd"},
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "labelLimit": 300},
    "title": {"fontSize": 14, "anchor": "start"},
    "text": {"fontSize": 11},
}


class Rows(alt.InlineData):
    """Rows that a chart carries along, which Altair neither copies nor checks.

    It would copy every value some forty times for a chart of six layers: seconds for a map.

    Parameters
    ----------
    rows : pandas.DataFrame or list of dict
        What to draw; in a list, plain JSON values.
    """

    _class_is_valid_at_instantiation = False

    def __init__(self, rows: pd.DataFrame | list[dict]):
        super().__init__(values=_plain(rows) if isinstance(rows, pd.DataFrame) else rows)

    def __deepcopy__(self, memo=None) -> Rows:
        return self

    def copy(self, *args, **kwargs) -> Rows:
        return self

    def to_dict(self, *args, **kwargs) -> dict:
        return {"values": self.values}


class Drawn:
    """A chart whose specification is made once for each look, and whose rows are handed over anew.

    Altair takes longer to put a chart together than a reader should wait for an answer.

    Parameters
    ----------
    draw : function
        Given a look, returns an Altair chart that takes its rows from `altair.NamedData`.
    *look : hashable
        All that the chart depends on but rows and params.
    rows : dict
        Name to what is drawn: pandas.DataFrame, or list of dict with plain JSON values.
    params : dict, optional
        Values of the chart's params that differ from those that ``draw`` gave.
    """

    def __init__(self, draw, *look, rows: dict, params: dict | None = None):
        self.draw, self.look, self.rows, self.params = draw, look, rows, params or {}

    def to_dict(self, validate: bool = True, **_) -> dict:
        """Return the Vega-Lite specification, as `altair.Chart.to_dict` does."""
        spec = self.draw(*self.look).to_dict() if validate else _specification(self.draw, self.look)
        params = [
            {**p, "value": self.params[p["name"]]} if p["name"] in self.params else p
            for p in spec.get("params", [])
        ]
        rows = {
            name: _plain(r) if isinstance(r, pd.DataFrame) else r for name, r in self.rows.items()
        }
        return {
            **spec,
            **({"params": params} if params else {}),
            "datasets": {**spec.get("datasets", {}), **rows},
        }


@functools.lru_cache(maxsize=128)
def _specification(draw, look: tuple) -> dict:
    return draw(*look).to_dict(validate=False)


def overlay(*charts: alt.Chart, params: list = (), **properties) -> alt.LayerChart:
    """Lay charts over one another, with params and properties, in one go.

    Each further step would copy all layers twice.
    """
    first, *others = charts
    return alt.layer(first.add_params(*params) if params else first, *others, **properties)


def picks(name: str, field: str) -> alt.Parameter:
    """Hear clicks on marks, and tell one column of the mark; a double click lets go."""
    return alt.selection_point(name=name, fields=[field], on="click", clear="dblclick")


def ringed(pick: alt.Parameter) -> alt.Stroke:
    """Ring the mark that was clicked, while its card is open."""
    ring = alt.condition(pick, alt.value(RING), alt.value("transparent"), empty=False)
    return alt.Stroke(**ring)


def either(channel: type, test, yes: float, no: float):
    """Return a channel that has one value where a test holds and another where it does not."""
    return channel(**alt.condition(test, alt.value(yes), alt.value(no)))


def colour_and_shape(field: str, title: str | None, looks: dict[str, tuple], **legend) -> dict:
    """Return the two channels that tell kinds apart, so that nobody needs to see colours.

    Parameters
    ----------
    field : str
        Column of the kind, with its type.
    title : str or None
        Title of the legend.
    looks : dict
        Kind to its colour and shape.
    **legend
        As `altair.Legend` takes it.

    Returns
    -------
    dict
        ``color`` and ``shape``.
    """
    colours, shapes = zip(*looks.values())
    kinds = list(looks)
    return {
        "color": alt.Color(
            field,
            title=title,
            scale=alt.Scale(domain=kinds, range=list(colours)),
            legend=alt.Legend(**legend),
        ),
        "shape": alt.Shape(field, title=title, scale=alt.Scale(domain=kinds, range=list(shapes))),
    }


def by_date(field: str, title=alt.Undefined, axis=alt.Undefined, **scale) -> alt.X:
    """Place marks by date, in UTC whatever the reader's zone.

    Vega draws local time unless a scale says otherwise: east of Greenwich an axis then loses its
    first label, and west of it a screen reader hears the day, month or year before.

    Parameters
    ----------
    field : str
        Column of dates: ISO text of ten characters, or milliseconds since 1970 (UTC).
    title : str or None, optional
        Title of the axis; None for an axis without one.
    axis : altair.Axis, optional
        How the axis is drawn.
    **scale
        Properties of the scale, as `altair.Scale` takes them.

    Returns
    -------
    altair.X
        The horizontal channel. Each layer of a chart needs it, the marks of one day too: Vega-Lite
        words the description of a mark by the scale that its own layer names.
    """
    return alt.X(f"{field}:T", title=title, axis=axis, scale=alt.Scale(type="utc", **scale))


def hindsight(
    until: str,
    *,
    seen: str = "true",
    since: str | float = TEXT_DATE,
    across=by_date,
    to: alt.X2 | None = None,
    worded: bool = True,
) -> tuple[alt.Chart, list[alt.Chart]]:
    """Shade the ground after the day of the commentary, in every chart of time alike.

    Parameters
    ----------
    until : str
        Vega expression of the axis's end.
    seen : str, optional
        Vega expression that says whether that day is in view.
    since : str or float, optional
        That day on the axis.
    across : callable, optional
        Given a field, returns the axis's channel.
    to : altair.X2, optional
        Channel of the field ``until``, where the axis is one of classes.
    worded : bool, optional
        Whether to draw the line and its words too.

    Returns
    -------
    tuple
        The ground, to lie beneath all else; the line and the two words, to lie above it.
    """
    day = (
        alt.Chart(Rows([{"since": since}])).transform_filter(seen).transform_calculate(until=until)
    )
    kind = "T" if across is by_date else "Q"
    told = (
        {"hindsight, from": in_words("since"), "until": in_words("until")}
        if kind == "T"
        else {"hindsight, from": f"'{TEXT_DATE}'"}
    )
    ground = day.mark_rect(opacity=0.12, color=GREY, clip=True).encode(
        x=across("since"), x2=to or alt.X2(f"until:{kind}"), description=heard(told)
    )
    if not worded:
        return ground, []
    line = day.mark_rule(strokeDash=[4, 3], strokeWidth=1.5).encode(x=across("since"))
    words = [
        day.mark_text(align=align, dx=dx, dy=-7, fontSize=12).encode(
            x=across("since"), y=alt.YValue(0), text=alt.TextValue(word)
        )
        for word, align, dx in (("commentary", "right", -2), ("hindsight", "left", 4))
    ]
    return ground, [line, *words]


def by_year(scale: alt.Scale, **options):
    """Return what `hindsight` takes as ``across`` for an axis of years.

    Parameters
    ----------
    scale : altair.Scale
        That of the other layers.
    **options
        Further properties of the channel, as `altair.X` takes them.
    """
    return lambda field: alt.X(f"{field}:Q", scale=scale, **options)


def in_words(field: str, stamp: str = "%b %d, %Y") -> str:
    """Return the Vega expression that words a date, in UTC."""
    return f"utcFormat(datum.{field}, '{stamp}')"


def heard(said: dict[str, str]) -> alt.DescriptionValue:
    """Say what a screen reader hears of marks that span two dates, in the form of the others.

    Left to itself, Vega-Lite words the second date in the reader's zone, whatever the scale.

    Parameters
    ----------
    said : dict
        What each part is called, and the Vega expression of its words.

    Returns
    -------
    altair.DescriptionValue
        The channel.
    """
    parts = [f"{json.dumps(f'{name}: ')} + {words}" for name, words in said.items()]
    return alt.DescriptionValue(alt.ExprRef(" + '; ' + ".join(parts)))


def _plain(frame: pd.DataFrame) -> list[dict]:
    """Turn a table into what JSON can hold: missing values are null, dates are ISO 8601 in UTC."""
    columns = []
    for _, column in frame.items():
        dates = pd.api.types.is_datetime64_any_dtype(column)
        values = (column.dt.strftime("%Y-%m-%dT%H:%M:%SZ") if dates else column).tolist()
        missing = column.isna()
        if missing.any():
            values = [None if gone else value for value, gone in zip(values, missing)]
        columns.append(values)
    names = list(map(str, frame.columns))  # once: an index is slow to walk along
    return [dict(zip(names, row)) for row in zip(*columns)]


def still_svg(chart: alt.TopLevelMixin, words: str = "", checked: bool = True) -> str:
    """Draw a chart as SVG, with its words as a caption beneath.

    Parameters
    ----------
    chart : altair chart
        What to draw.
    words : str, optional
        Caption; wrapped to the chart's width.
    checked : bool, optional
        Whether Altair first checks the specification against Vega-Lite's schema, which takes most
        of the time.

    Returns
    -------
    str
        SVG text, the same to the byte on every machine.
    """
    import vl_convert  # only when stills are made: 0.45 s and 75 MB that no student needs

    svg = vl_convert.vegalite_to_svg(_captioned(chart, words, checked), vl_version="6.4")
    numbers = {}  # clip paths are counted on from chart to chart; begin again at nought in each
    svg = re.sub(
        r"\b(clip|gradient_)(\d+)\b",
        lambda m: f"{m[1]}{numbers.setdefault(m[0], len(numbers))}",
        svg,
    )
    return re.sub(
        r'(?s)<g class="[^"]*halo[^>]*(?<!/)>.*?</g>', lambda m: m[0].replace("<text ", _HALO), svg
    )


def still_png(chart: alt.TopLevelMixin, words: str = "") -> bytes:
    """Draw a chart as PNG (as `still_svg`), half as large again for sharp projection."""
    import vl_convert

    return _squeezed(vl_convert.svg_to_png(still_svg(chart, words), scale=1.5))


def _squeezed(png: bytes) -> bytes:
    """Pack a PNG's pixels as tightly as zlib can, without changing them.

    A committed lesson shrinks to a quarter.
    """
    head, pixels, rest, at = [], b"", [], 8
    while at < len(png):
        size, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + size]
        if kind == b"IDAT":
            pixels += body
        else:
            (rest if pixels else head).append((kind, body))
        at += size + 12
    packed = (b"IDAT", zlib.compress(zlib.decompress(pixels), 9))
    return png[:8] + b"".join(
        len(b).to_bytes(4) + k + b + zlib.crc32(k + b).to_bytes(4)
        for k, b in [*head, packed, *rest]
    )


def _captioned(chart, words: str, checked: bool) -> dict:
    spec = chart.to_dict(validate=checked)
    if (
        words
    ):  # charts carry no title of their own: an explorer's heading stands above, its words beneath
        lines = [line for part in words.splitlines() for line in textwrap.wrap(part, 100)]
        spec["title"] = {
            "text": lines,
            "orient": "bottom",
            "anchor": "start",
            "fontSize": 13,
            "fontWeight": "normal",
            "lineHeight": 18,
            "offset": 14,
        }
    own = spec.get("config", {})
    spec["config"] = {
        k: {**_STILL.get(k, {}), **own.get(k, {})}
        if isinstance(_STILL.get(k, own.get(k)), dict)
        else own.get(k, _STILL.get(k))
        for k in {**_STILL, **own}
    }
    return spec
