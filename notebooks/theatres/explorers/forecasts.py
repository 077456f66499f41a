"""Floor 3: the forecast ledger - your probability first, then what came, and in the end a score."""

from __future__ import annotations

import html

import ipywidgets as W
import pandas as pd

from .. import tables, work
from ..charts import forecasts as charts
from ..model import forecasts, network
from .base import Explorer, LiveChart, choose
from .details import source_table, table_html, tie_table

KINDS = [
    ("forecasts and prescriptions", ""),
    ("forecasts", "forecast"),
    ("prescriptions", "prescription"),
]
PARTLY = [("half", "half"), ("yes", "yes"), ("no", "no"), ("nothing: leave it out", "out")]
AS_NUMBER = {"half": 0.5, "yes": 1.0, "no": 0.0, "out": None}


class ForecastLedger(Explorer):
    """Questions with a date. The outcome of each stays hidden until your probability is kept."""

    def __init__(self, kind: str, partly: str):
        self.kind = choose("Show", KINDS, kind, "24em")
        self.partly = choose("“Partly” counts as", PARTLY, partly, "22em")
        self.question = W.Dropdown(
            description="Question", style={"description_width": "auto"}, layout={"width": "60em"}
        )
        self.asked = W.HTML()
        self.percent = W.IntSlider(
            value=50,
            min=0,
            max=100,
            step=1,
            description="Your probability of yes, %",
            style={"description_width": "auto"},
            layout={"width": "34em"},
        )
        self.keep = W.Button(
            description="Keep it, and show what came",
            button_style="primary",
            layout={"width": "18em"},
        )
        self.next = W.Button(description="Next open question", layout={"width": "12em"})
        self.forget = W.Button(
            description="Forget this answer",
            tooltip="Take your number for this question away, and hide its outcome again",
            layout={"width": "12em"},
        )
        self.chart = LiveChart(
            charts.ledger_dots(self._labelled(kind)), "Your probabilities and what came"
        )
        self.details = W.HTML()
        row = {"flex_flow": "row wrap"}
        super().__init__(
            "Forecast ledger",
            [
                W.Box([self.kind, self.partly], layout=row),
                W.VBox(
                    [
                        self.question,
                        self.asked,
                        W.Box([self.percent, self.keep, self.next, self.forget], layout=row),
                    ]
                ),
                self.chart,
                self.details,
            ],
        )
        self.kind.observe(self._filtered, "value")
        self.partly.observe(self.tell, "value")
        self.question.observe(self._turned, "value")
        self.percent.observe(self.tell, "value")
        self.keep.on_click(self._keep)
        self.next.on_click(self._next)
        self.forget.on_click(self._forget)
        self.chart.observe(self._clicked, "picked")
        self._filtered()

    def rows(self, kind: str | None = None) -> pd.DataFrame:
        """Return the ledger's rows as they are kept now."""
        return forecasts.ledger(
            work.everything(), (self.kind.value if kind is None else kind) or None
        )

    def _labelled(self, kind: str | None = None) -> pd.DataFrame:
        rows = self.rows(kind)
        return rows.assign(
            short=rows["question"]
            .str.replace(r"^By [^,]*, ", "", regex=True)
            .map(lambda q: q[0].upper() + q[1:])
        )

    def words(self) -> str:
        rows = self.rows()
        done = int(rows["percent"].notna().sum())
        open_one = self.question.value
        now = ""
        if open_one:
            kept = rows.set_index("id").at[open_one, "percent"]
            now = (
                f" {open_one}: the slider stands at {self.percent.value} percent, not kept yet."
                if pd.isna(kept)
                else f" {open_one}: you said {kept} percent; what came: {rows.set_index('id').at[open_one, 'outcome']}."
            )
        if not done:
            return f"{len(rows)} questions, each of the form: by this date, did it happen? None has your number yet, so no outcome is shown. What came partly will count as: {self.partly.label}.{now}"
        s = forecasts.score(rows, AS_NUMBER[self.partly.value])
        text = f"{done} of {len(rows)} questions {'has' if done == 1 else 'have'} your number.{now}"
        if s["scored"]:
            against = (
                "better than"
                if s["brier"] < s["coin"] - 1e-9
                else "worse than"
                if s["brier"] > s["coin"] + 1e-9
                else "the same as"
            )
            text += (
                f" Your Brier score on {s['scored']}: {s['brier']:.3f}, {against} saying 50 percent each time ({s['coin']:.3f}); 0 is perfect.{' Where it came partly, 50 is the best number.' if s['partly'] and self.partly.value == 'half' else ''}"
                f" Your numbers expected {s['expected']:.1f} of them to come true; {s['came']:g} did."
            )
            text += (
                f" Saying {s['base']:.0%} each time, the share that came true, would have scored"
                f" {s['base_brier']:.3f}; nobody could know that share."
            )
        left = [
            f"{s['open']} still open" if s["open"] else "",
            f"{s['left_out']} that came partly" if s["left_out"] else "",
        ]
        return text + (f" Not scored: {' and '.join(filter(None, left))}." if any(left) else "")

    def still(self):
        return charts.ledger_dots(self._labelled(), self.question.value or "")

    def _filtered(self, *_):
        rows, kept = self._labelled(), self.question.value
        self.question.options = [
            (f"{r.id} ({r.kind}) {r.short}"[:120], r.id) for r in rows.itertuples()
        ]
        self.question.value = kept if kept in set(rows["id"]) else rows["id"].iloc[0]
        self.chart.repaint(self.still())
        self._turned()

    def _turned(self, *_):
        """Ask the open question, or show what came if it has been answered."""
        one = self.rows("").set_index("id").loc[self.question.value]
        claims = tables.read("claims").set_index("id")
        answered = not pd.isna(one["percent"])
        self.asked.value = (
            f'<div class="theatres-words"><strong>{html.escape(self.question.value)}: {html.escape(one["question"])}</strong><br>It restates {one["claim"]} '
            f"({claims.at[one['claim'], 'paragraph']}): {html.escape(claims.at[one['claim'], 'claim'])}</div>"
        )
        self.percent.value = int(one["percent"]) if answered else 50
        self.percent.disabled = self.keep.disabled = answered
        self.forget.disabled = not answered
        self.chart.opened = self.question.value
        self.details.value = outcome_details(self.question.value) if answered else ""
        self.tell()

    def _keep(self, _):
        work.put(f"forecast/{self.question.value}", self.percent.value)
        self._again()

    def _forget(self, _):
        work.put(f"forecast/{self.question.value}", None)
        self._again()

    def _again(self):
        self.chart.repaint(self.still())
        self._turned()

    def _next(self, _):
        """Go to the next question without a number, round the list; stay if there is none."""
        rows = self.rows()
        ids = list(rows["id"])
        at = ids.index(self.question.value)
        waiting = [
            f for f in ids[at + 1 :] + ids[:at] if pd.isna(rows.set_index("id").at[f, "percent"])
        ]
        if waiting:
            self.question.value = waiting[0]

    def _clicked(self, change):
        clicked = (change["new"].get("question") or {}).get("id") or [""]
        if clicked[0] in {v for _, v in self.question.options}:
            self.question.value = clicked[0]


def outcome_details(forecast: str) -> str:
    """Show what came of a forecast, the rows that show it, and their sources, as HTML."""
    one = tables.read("forecasts").set_index("id").loc[forecast]
    parts = [
        table_html(
            pd.DataFrame(
                {
                    "Outcome": [
                        f"{one['outcome']} ({tables.meanings('forecasts', 'outcome')[one['outcome']]})"
                    ],
                    "What happened": one["what"],
                    "As of": one["as_of"],
                    "Note": one["note"],
                }
            ),
            "What came",
        )
    ]
    rows = one["rows"].split(";") if isinstance(one["rows"], str) else []
    for table, columns in (
        ("events", ["id", "date", "title", "firmness"]),
        ("observations", ["id", "indicator", "date", "value", "unit", "note"]),
        ("positions", ["id", "author", "date", "position"]),
    ):
        found = tables.read(table)
        found = found.loc[found["id"].isin(rows), columns]
        if len(found):
            parts.append(
                table_html(
                    found.astype(str).replace("nan", ""), f"{len(found)} {table} that bear on it"
                )
            )
    ties = network.ties()
    if len(ties := ties[ties["id"].isin(rows)]):
        parts.append(tie_table(ties, tables.read("actors").set_index("id")["name"]))
    return "".join(parts) + source_table(one["sources"])


def forecast_ledger(kind: str = "", *, partly: str = "half") -> ForecastLedger:
    """Open the forecast ledger.

    Parameters
    ----------
    kind : {"", "forecast", "prescription"}, optional
        Only questions of that kind.
    partly : {"half", "yes", "no", "out"}, optional
        What an outcome "partly" counts as in the score.

    Returns
    -------
    ForecastLedger
        Show it by leaving it as the last line of a cell. Your numbers are kept with your work, under ``forecast/F01`` and so on.

    Raises
    ------
    ValueError
        If an argument is none of those listed.
    """
    for what, value, allowed in (
        ("kind", kind, [v for _, v in KINDS]),
        ("partly", partly, list(AS_NUMBER)),
    ):
        if value not in allowed:
            raise ValueError(
                f"there is no {what} {value!r}; choose one of {', '.join(map(repr, allowed))}"
            )
    return ForecastLedger(kind, partly)
