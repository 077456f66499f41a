"""Floor 3: the escalation loop of P10, step by step - first your guess, then what came."""

from __future__ import annotations

import html

import ipywidgets as W
import pandas as pd

from .. import work
from ..charts import timeline as charts
from ..model import choices, pressure
from .base import STATUS, alike
from .details import event_card, event_details, folded, table_html
from .panel import Choice, Opens, Panel, entry
from .timeline import listed_events

NUMBERS = {number: str(number) for number in range(1, len(pressure.STEPS) + 1)}
GUESS_FIRST = (
    "Guess first: what you expect before you know is worth more than what you find obvious"
    " afterwards."
)


class EscalationLoop(Panel):
    """Permission, warning, arms for Pyongyang and from Seoul: known, guessed, and what came."""

    title = "Escalation loop"
    described = "Events of the escalation loop by station"

    step = Choice("Step", NUMBERS, look="buttons", param="", width="3em")
    event = Opens("Open an event", mark="event", param="chosen")

    def __init__(self, *, came: bool = False, **start):
        choices.allowed(came=(came, (True, False)))
        self.rows = pressure.loop_events()
        self.seen: set[int] = set()  # steps whose outcome is shown
        self.question, self.reply = alike(W.HTML), alike(W.HTML, layout={"flex": "1 1 20em"})
        self.guess = alike(W.RadioButtons, layout={"width": "auto"})
        self.reveal = alike(
            W.Button,
            description="Show what came",
            button_style="primary",
            tooltip="Show what came after this step",
            layout={"width": "11em"},
        )
        self.question.add_class("theatres-asked")
        super().__init__(**start)
        if came:
            self.seen.add(self.step.value)
            self.renew()
        self.guess.observe(self._guessed, "value")
        self.reveal.on_click(self._reveal)

    def buttons(self) -> list[W.Widget]:
        """Return the question, the guess and, beside it, what is said of the guess."""
        choice = alike(W.VBox, [self.guess, self.reveal], layout={"flex": "0 1 auto"})
        return [
            alike(
                W.VBox,
                [self.question, alike(W.HBox, [choice, self.reply])],
                layout={"width": "100%"},
            )
        ]

    @property
    def open_step(self) -> pressure.Step:
        """The step that is open."""
        return pressure.STEPS[self.step.value - 1]

    @property
    def came(self) -> bool:
        """Whether what came after the open step is shown."""
        return self.step.value in self.seen

    def shown(self) -> pd.DataFrame:
        """Return the events that may be seen now: those known then and, once shown, what came."""
        return self.rows[self.rows["id"].isin(self.painted()["ids"])]

    def headline(self) -> str:
        asked = self.open_step.asked
        if self.came:
            return f"Asked on {asked}: this is what came (ringed)"
        return f"It is {asked}. What will come? Guess before you look"

    def words(self) -> str:
        step = self.open_step
        verdict = f" {step.verdict}" if self.came else ""
        return f"{step.question} To choose from: {step.choices}. {self._standing()}{verdict}"

    def tell(self, *_) -> None:
        """Bring the words up to date, without what stands beside the choice on the page."""
        self.entitle()
        self.say(self._standing())

    def _standing(self) -> str:
        """Say how far the reader has come with the open step."""
        step, after = self.open_step, len(self.open_step.after)
        place = f"Step {self.step.value} of {len(NUMBERS)} ({step.name}), asked on {step.asked}"
        guess = f"Your guess: {self.guess.value}." if self.guess.value else "No guess yet."
        if self.came:
            nearest = step.options[step.came]
            return f"{place}. {guess} What came, in {after} events, is nearest to: {nearest}."
        return (
            f"{place}: {len(step.before)} events lead up to it. {guess}"
            f" {after} events that came after are still hidden."
        )

    def work_out(self) -> None:
        """Put the open step's question and options, and the guess that was kept."""
        step, kept = self.open_step, work.get(self._key())
        self.question.value = f'<div class="theatres-words">{html.escape(step.question)}</div>'
        self.guess.options = list(step.options)
        self.guess.value = kept if kept in step.options else None
        self._answer_guess(self._verdict() if self.came else "")

    def painted(self) -> dict:
        """Return the events drawn, those of them that came after, and the day of the question."""
        step = self.open_step
        after = list(step.after) if self.came else []
        return {"ids": [*step.before, *after], "fresh": after, "asked": step.asked}

    def still(self):
        return charts.loop(self.rows, **self.params(), **self.painted())

    def _key(self) -> str:
        return f"guess/loop/{self.step.value}"

    def _answer_guess(self, text: str) -> None:
        said = f'<div class="theatres-words" {STATUS}>{html.escape(text)}</div>'
        self.reply.value = said if text else ""

    def _verdict(self) -> str:
        """Say how near the guess came to the record."""
        step, parts = self.open_step, []
        if self.guess.value == step.options[step.came]:
            parts.append("Your guess is nearest to the record.")
        elif self.guess.value:
            parts.append("The record is nearer to another answer.")
        return " ".join([*parts, step.verdict, "Read the events before you believe either."])

    def _guessed(self, _) -> None:
        if self._answering:
            return  # another step was opened, and brought the guess that was kept
        if self.guess.value:
            work.put(self._key(), self.guess.value)
            self._answer_guess(
                "Kept, though you had seen what came."
                if self.came
                else "Kept. Now look at what came."
            )
        self.tell()

    def _reveal(self, _) -> None:
        if self.guess.value is None:
            return self._answer_guess(GUESS_FIRST)
        self.seen.add(self.step.value)
        self.renew()

    @event.offers
    def events(self) -> list[tuple[str, str]]:
        """Return a line and the id of each event shown."""
        return listed_events(self.shown())

    @event.cards
    def event_card(self, event: str) -> str:
        """Return what the card says of an event."""
        return event_card(self.rows, event)

    @event.shows
    def event_opened(self, event: str) -> str:
        """Return an event with its sources, or a table of the step's events."""
        if event:
            return event_details(self.rows, event)
        rows, before = self.shown(), self.open_step.before
        table = pd.DataFrame(
            {
                "Date": rows["date"],
                "What happened": rows["title"],
                "Station": rows["station"],
                "When": ["known then" if i in before else "came after" for i in rows["id"]],
                "Claims": rows["claims"].fillna(""),
                "Event": rows["id"],
            }
        )
        told = table_html(table, f"{len(rows)} events of this step; open one for its sources")
        return folded("The events of this step", told)


@entry(EscalationLoop, "step")
def escalation_loop(*, came: bool = False, **start) -> EscalationLoop:
    """Open the escalation loop.

    Parameters
    ----------
    step : int, optional
        1 permission, 2 warning, 3 arms for Pyongyang, 4 arms from Seoul, 5 back to permission.
    came : bool, optional
        Whether what came after that step is shown without a guess.
    event : str, optional
        Id of an event opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    EscalationLoop
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return EscalationLoop(came=came, **start)
