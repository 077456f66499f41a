"""Floor 3: the forecast ledger - your probability first, then what came, and in the end a score."""

from __future__ import annotations

import html

import ipywidgets as W
import pandas as pd

from .. import tables, work
from ..charts import forecasts as charts
from ..model import forecasts, network
from .base import STATUS, alike
from .details import folded, source_table, table_html, tie_table
from .panel import FULL_LABEL, WRAP, Choice, Panel, entry
from .wording import brief

KINDS = {
    "": "forecasts and prescriptions",
    "forecast": "forecasts",
    "prescription": "prescriptions",
}
PARTLY = {"half": "half", "yes": "yes", "no": "no", "out": "nothing: leave it out"}
AS_NUMBER = {"half": 0.5, "yes": 1.0, "no": 0.0, "out": None}
KEPT = "forecast/"  # what keys of the numbers kept begin with
LONGEST = 120  # characters of a question in the list
ENOUGH = 3  # answers; before them a chart would hold little but empty rows
IN_SIGHT = 264  # pixels of the chart
ALMOST = 1e-9  # scores closer than this are the same
SEEN = 0.0005  # and closer than this they are said alike
# Tables whose rows bear on an outcome, and what is shown of them.
SHOWN = {
    "events": ["id", "date", "title", "firmness"],
    "observations": ["id", "indicator", "date", "value", "unit", "note"],
    "positions": ["id", "author", "date", "position"],
}


class ForecastLedger(Panel):
    """Questions with a date. The outcome of each stays hidden until your probability is kept."""

    title = "Forecast ledger"
    described = "Your probabilities and what came"
    foremost = ("kind", "question")

    kind = Choice("Show", KINDS, param="", redraws=True, width="24em")
    question = Choice(
        "Question", lambda p: p.lines(), follows=("kind",), param="opened", width="60em"
    )
    partly = Choice("“Partly” counts as", PARTLY, param="", width="22em")

    def __init__(self, **start):
        self._kept, self._asked_of = None, None
        self.asked, self.came = alike(W.HTML), alike(W.HTML)
        self.asked.add_class("theatres-restated")
        self._score = self._former = ("", float("nan"))  # of which kind of question, and how much
        self._forgotten = None  # the number of the open question that was forgotten just now,
        self._about = ""  # and which question that is
        self.percent = alike(
            W.IntSlider,
            value=50,
            description="Your probability of yes, %",
            style=FULL_LABEL,
            layout={"width": "34em"},
        )
        self.keep = alike(
            W.Button,
            description="Keep it, and show what came",
            button_style="primary",
            layout={"width": "18em"},
        )
        self.next = alike(W.Button, description="Next open question", layout={"width": "12em"})
        self.forget = alike(
            W.Button,
            description="Forget this answer",
            tooltip="Take your number for this question away, and hide its outcome again",
            layout={"width": "14em"},
        )
        self.keep.on_click(self._keep)
        self.next.on_click(self._next)
        self.forget.on_click(self._forget)
        super().__init__(**start)
        # Shrunk until all rows are in sight, none could be read: they scroll.
        self.add_class("theatres-foreseen")
        self.stage.layout = {"max_height": f"{IN_SIGHT}px", "overflow": "auto"}
        self.stage.add_class("theatres-scrolls")  # keyboard.js lets keys reach it
        self.percent.observe(self.tell, "value")

    def buttons(self) -> list[W.Widget]:
        """Return the card: the question in full, the slider, and the answer in the same place."""
        number = alike(W.Box, [self.percent, self.keep], layout=WRAP)
        after = alike(W.Box, [self.next, self.forget], layout=WRAP)
        return [alike(W.VBox, [self.asked, number, self.came, after], layout={"width": "100%"})]

    def answer(self, moved: set[str]) -> None:
        """Keep the score that stood before the move."""
        self._former = self._score
        super().answer(moved)

    def rows(self, kind: str | None = None) -> pd.DataFrame:
        """Return the ledger's rows as they are kept now."""
        kind = self.kind.value if kind is None else kind
        kept = {key: value for key, value in work.everything().items() if key.startswith(KEPT)}
        if self._kept != kept:  # one answer asks for them several times
            self._kept, self._ledgers = kept, {}
        if kind not in self._ledgers:
            self._ledgers[kind] = forecasts.ledger(kept, kind or None)
        return self._ledgers[kind]

    def _labelled(self) -> pd.DataFrame:
        rows = self.rows()
        short = rows["question"].str.replace(r"^By [^,]*, ", "", regex=True)
        return rows.assign(short=short.str[0].str.upper() + short.str[1:])

    def lines(self) -> dict[str, str]:
        """Return a line for each question, by its id."""
        rows = self._labelled()
        return {r.id: f"{brief(r.short, LONGEST)} ({r.kind})" for r in rows.itertuples()}

    def headline(self) -> str:
        rows = self.rows()
        done = int(rows["percent"].notna().sum())
        what = KINDS[self.kind.value]
        return f"How well do you foresee? {done} of {len(rows)} {what} answered"

    def words(self) -> str:
        rows = self.rows()
        done = int(rows["percent"].notna().sum())
        if not done:
            return " ".join(
                [
                    f"{len(rows)} questions, each of the form: by this date, did it happen?"
                    " None has your number yet, so no outcome is shown.",
                    f"What came partly will count as: {self.partly.label}.",
                    self._standing(rows),
                ]
            )
        s = forecasts.score(rows, AS_NUMBER[self.partly.value])
        has = "has" if done == 1 else "have"
        text = [f"{done} of {len(rows)} questions {has} your number.", self._standing(rows)]
        if s["scored"]:
            text += self._scored(s)
        left = []
        if s["open"]:
            left.append(f"{s['open']} still open")
        if s["left_out"]:
            left.append(f"{s['left_out']} that came partly")
        if left:
            text.append(f"Not scored: {' and '.join(left)}.")
        return " ".join(text)

    def _standing(self, rows: pd.DataFrame) -> str:
        """Say where the reader stands with the question that is open."""
        question = self.question.value
        at = list(rows["id"]).index(question)
        percent, outcome = rows["percent"].iloc[at], rows["outcome"].iloc[at]
        if pd.isna(percent):
            return f"The slider stands at {self.percent.value} percent, not kept yet."
        return f"On this question you said {percent} percent; what came: {outcome}."

    def _scored(self, s: dict) -> list[str]:
        """Say the Brier score, beside that of a coin and of the share that came true."""
        if abs(s["brier"] - s["coin"]) <= ALMOST:
            against = "the same as"
        else:
            against = "better than" if s["brier"] < s["coin"] else "worse than"
        self._score = (self.kind.value, s["brier"])
        kind, was = self._former
        moved = kind == self.kind.value and abs(was - s["brier"]) >= SEEN
        before = f" (before your move: {was:.3f})" * moved
        text = [
            f"Your Brier score on {s['scored']}: {s['brier']:.3f}{before}, {against} saying"
            f" 50 percent each time ({s['coin']:.3f}); 0 is perfect."
        ]
        if s["partly"] and self.partly.value == "half":
            text.append("Where it came partly, 50 is the best number.")
        text += [
            f"Your numbers expected {s['expected']:.1f} of them to come true; {s['came']:g} did.",
            f"Saying {s['base']:.0%} each time, the share that came true, would have scored"
            f" {s['base_brier']:.3f}; nobody could know that share.",
        ]
        return text

    def still(self):
        if self.rows()["percent"].notna().sum() < ENOUGH:
            return None
        return charts.ledger_dots(self._labelled(), self.question.value)

    def work_out(self) -> None:
        """Ask the open question, or show what came if it has been answered."""
        question = self.question.value
        asked_of = (question, work.get(f"{KEPT}{question}"))
        if asked_of == self._asked_of:
            return
        self._asked_of = asked_of
        rows, claims = self.rows(""), tables.read("claims")
        one = rows[rows["id"] == question].iloc[0]
        claim = claims[claims["id"] == one["claim"]].iloc[0]
        asked = html.escape(one["question"])
        restated = html.escape(f"{claim['paragraph']}: {claim['claim']}")
        self.asked.value = (
            f'<div class="theatres-words"><strong>{asked}</strong><br>It restates {restated}</div>'
        )
        answered = not pd.isna(one["percent"])
        self.percent.value = int(one["percent"]) if answered else 50
        self.percent.disabled = self.keep.disabled = answered
        self._offer_to_forget(answered)
        self.came.value = answer(question) if answered else ""

    def _keep(self, _) -> None:
        work.put(f"{KEPT}{self.question.value}", self.percent.value)
        self.renew()

    def _forget(self, _) -> None:
        """Forget the answer to the open question; pressed again, bring it back."""
        question, given = self.question.value, self._forgotten
        if given is None:
            self._forgotten = self.percent.value
            work.put(f"{KEPT}{question}", None)
        else:
            work.put(f"{KEPT}{question}", given)
        self.renew()

    def _offer_to_forget(self, answered: bool) -> None:
        """Offer to forget an answer, or to bring back one that was forgotten just now."""
        if answered or self._about != self.question.value:
            self._forgotten, self._about = None, self.question.value
        undo = self._forgotten is not None
        self.forget.description = "Undo: bring it back" if undo else "Forget this answer"
        self.forget.icon = "undo" if undo else ""
        self.forget.disabled = not (answered or undo)

    def _next(self, _) -> None:
        """Go to the next question without a number, round the list; stay if there is none."""
        percent = self.rows().set_index("id")["percent"]
        ids = list(percent.index)
        at = ids.index(self.question.value)
        waiting = [one for one in ids[at + 1 :] + ids[:at] if pd.isna(percent[one])]
        if waiting:
            self.question.value = waiting[0]

    def clicked(self, mark: str, field: dict) -> None:
        """Ask the question that was clicked."""
        question = (field.get("id") or [""])[0]
        if question in self.lines():
            self.question.value = question


def answer(forecast: str) -> str:
    """Say what came of a forecast in a sentence, with rows and sources folded, as HTML."""
    one = tables.by_id("forecasts").loc[forecast]
    came = html.escape(f"What came: {one['outcome']}.")
    what = html.escape(f"{one['what']} (As of {one['as_of']}.)")
    said = f'<div class="theatres-words" {STATUS}><strong>{came}</strong> {what}</div>'
    return said + folded("What shows it, and the sources", outcome_details(forecast))


def outcome_details(forecast: str) -> str:
    """Show what came of a forecast, the rows that show it, and their sources, as HTML."""
    one = tables.by_id("forecasts").loc[forecast]
    meaning = tables.meanings("forecasts", "outcome")[one["outcome"]]
    outcome = {
        "Outcome": [f"{one['outcome']} ({meaning})"],
        "What happened": [one["what"]],
        "As of": [one["as_of"]],
        "Note": [one["note"]],
    }
    parts = [table_html(outcome, "What came")]
    rows = one["rows"].split(";") if isinstance(one["rows"], str) else []
    for table, columns in SHOWN.items():
        found = tables.read(table)
        found = found.loc[found["id"].isin(rows), columns]
        if len(found):
            parts.append(table_html(found, f"{len(found)} {table} that bear on it"))
    ties = network.ties()
    ties = ties[ties["id"].isin(rows)]
    if len(ties):
        parts.append(tie_table(ties, tables.by_id("actors")["name"]))
    return "".join(parts) + source_table(one["sources"])


@entry(ForecastLedger, "kind")
def forecast_ledger(**start) -> ForecastLedger:
    """Open the forecast ledger.

    Parameters
    ----------
    kind : {"", "forecast", "prescription"}, optional
        Only questions of that kind.
    question : str, optional
        Id of the question asked first.
    partly : {"half", "yes", "no", "out"}, optional
        What an outcome "partly" counts as in the score.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.

    Returns
    -------
    ForecastLedger
        Show it by leaving it as the last line of a cell. Your numbers are kept with your work,
        under ``forecast/F01`` and so on.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return ForecastLedger(**start)
