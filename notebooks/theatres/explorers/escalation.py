"""Floor 3: the escalation loop of P10, step by step - first your guess, then what came."""

from __future__ import annotations

import html

import ipywidgets as W
import pandas as pd

from .. import work
from ..charts import timeline as charts
from ..model import pressure
from .base import Explorer, LiveChart
from .details import event_details, table_html
from .timeline import offer, take


class EscalationLoop(Explorer):
    """Permission, warning, arms for Pyongyang, arms from Seoul, and back: what was known, your guess, what came."""

    def __init__(self, step: int, came: bool):
        self.rows = pressure.loop_events()
        self.seen = {step - 1} if came else set()
        self.step = W.ToggleButtons(
            options=[(f"{i + 1} {s.name}", i) for i, s in enumerate(pressure.STEPS)],
            value=step - 1,
            style={"button_width": "auto"},
        )
        self.question = W.HTML()
        self.guess = W.RadioButtons(
            options=list(pressure.STEPS[step - 1].options), value=None, layout={"width": "auto"}
        )
        self.reveal = W.Button(
            description="Show what came",
            button_style="primary",
            tooltip="Show what came after this step",
            layout={"width": "11em"},
        )
        self.reply = W.HTML()
        self.event = W.Dropdown(
            description="Open an event",
            options=[("none", "")],
            value="",
            style={"description_width": "auto"},
            layout={"width": "48em"},
        )
        self.details = W.HTML()
        self.chart = LiveChart(self.still(), "Events of the escalation loop by station")
        super().__init__(
            "Escalation loop",
            [
                self.step,
                self.question,
                self.guess,
                W.HBox([self.reveal]),
                self.reply,
                self.chart,
                W.VBox([self.event, self.details]),
            ],
        )
        self.step.observe(self._turned, "value")
        self.guess.observe(self._guessed, "value")
        self.reveal.on_click(self._reveal)
        self.event.observe(self._opened, "value")
        self.chart.observe(lambda change: take(self.event, change["new"].get("event")), "picked")
        self._turned()

    @property
    def now(self) -> pressure.Step:
        """The step that is open."""
        return pressure.STEPS[self.step.value]

    @property
    def came(self) -> bool:
        """Whether what came after the open step is shown."""
        return self.step.value in self.seen

    def shown(self) -> pd.DataFrame:
        """Return the events that may be seen now: those of the step known on its day and, once shown, those that came."""
        return self.rows[
            self.rows["id"].isin([*self.now.before, *(self.now.after if self.came else ())])
        ]

    def words(self) -> str:
        return f"{self.now.question} To choose from: {self.now.choices}. {self._standing()}"

    def tell(self, *_) -> None:
        """Bring the words up to date; on the page question and options stand above the chart, and are not said again beneath it."""
        self._said.value = _said(self._standing())

    def _standing(self) -> str:
        """Say how far the reader has come with the open step."""
        place = f"Step {self.step.value + 1} of {len(pressure.STEPS)} ({self.now.name}), asked on {self.now.asked}"
        guess = f" Your guess: {self.guess.value}." if self.guess.value else " No guess yet."
        if not self.came:
            return f"{place}: {len(self.now.before)} events lead up to it.{guess} {len(self.now.after)} events that came after are still hidden."
        return f"{place}.{guess} What came, in {len(self.now.after)} events, is nearest to: {self.now.options[self.now.came]}. {self.now.verdict}"

    def still(self):
        return charts.loop(
            self.rows,
            ids=[*self.now.before, *(self.now.after if self.came else ())],
            asked=self.now.asked,
            chosen=self.event.value or "",
        )

    def _turned(self, *_):
        self.question.value = f'<div class="theatres-words">{html.escape(self.now.question)}</div>'
        kept = work.get(f"guess/loop/{self.step.value + 1}")
        self.guess.unobserve(self._guessed, "value")
        self.guess.options = list(self.now.options)
        self.guess.value = kept if kept in self.now.options else None
        self.guess.observe(self._guessed, "value")
        self.reply.value = ""
        self._bring()

    def _guessed(self, *_):
        if self.guess.value:
            work.put(f"guess/loop/{self.step.value + 1}", self.guess.value)
            self.reply.value = _said(
                "Kept. Now look at what came."
                if not self.came
                else "Kept, though you had seen what came."
            )
        self.tell()

    def _reveal(self, *_):
        if self.guess.value is None:
            self.reply.value = _said(
                "Guess first: what you expect before you know is worth more than what you find obvious afterwards."
            )
            return
        self.seen.add(self.step.value)
        near = self.guess.value == self.now.options[self.now.came]
        self.reply.value = _said(
            (
                "Your guess is nearest to the record."
                if near
                else "The record is nearer to another answer."
            )
            + " Read the events before you believe either."
        )
        self._bring()

    def _bring(self) -> None:
        """Bring chart, list and words to the open step."""
        self.chart.ids = [*self.now.before, *(self.now.after if self.came else ())]
        self.chart.asked = self.now.asked
        offer(self.event, self.shown(), self._opened)
        self._opened()
        self.tell()

    def _opened(self, *_):
        self.chart.chosen = self.event.value or ""
        if self.event.value:
            self.details.value = event_details(self.rows, self.event.value)
            return
        rows = self.shown()
        table = pd.DataFrame(
            {
                "Date": rows["date"],
                "What happened": rows["title"],
                "Station": rows["station"],
                "": ["known then" if i in self.now.before else "came after" for i in rows["id"]],
                "Claims": rows["claims"].fillna(""),
                "Event": rows["id"],
            }
        )
        self.details.value = table_html(
            table, f"{len(rows)} events of this step; open one for its sources"
        )


def _said(text: str) -> str:
    return f'<div class="theatres-words" role="status" aria-live="polite">{html.escape(text)}</div>'


def escalation_loop(step: int = 1, *, came: bool = False) -> EscalationLoop:
    """Open the escalation loop.

    Parameters
    ----------
    step : int, optional
        1 permission, 2 warning, 3 arms for Pyongyang, 4 arms from Seoul, 5 back to permission.
    came : bool, optional
        Whether what came after that step is shown without a guess.

    Returns
    -------
    EscalationLoop
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If there is no such step.
    """
    if step not in range(1, len(pressure.STEPS) + 1):
        raise ValueError(f"the loop has steps 1 to {len(pressure.STEPS)}, and none called {step!r}")
    return EscalationLoop(step, came)
