"""Floor 3: self-checks - questions with hints, explanations, and answers that are kept."""

from __future__ import annotations

import html

import ipywidgets as W

from .. import work
from ..charts.theme import BLUE, VERMILION
from ..model import answers, choices, questions
from .base import Sleeper, alike, page
from .download import save_button

NOTHING = "choose…"
EARLIER = "earlier"  # the section that asks three questions of earlier lessons
TRIES = 2  # wrong answers after which the explanation is shown
RIGHT, WRONG = BLUE, VERMILION
SAID = {  # what a check answers; the pages of the reading edition say the same
    "empty": "No answer yet. Give one, then check it; you can change it as often as you like.",
    "malformed": "“{given}” is no number. Write digits, with a point for decimals, such as 0.25.",
    "kept": "Kept.",
    "right": "✓ Right.",
    "wrong": "✗ Not yet.",
}


class Question(W.VBox):
    """One question: an answer that is kept as it is given, a hint, and an explanation.

    Parameters
    ----------
    row : row of the questions table
        As `DataFrame.itertuples` gives it.
    again : str, optional
        The lesson in which it is asked again; the answer is then kept apart from the first one.
    """

    def __init__(self, row, again: str = ""):
        self.row, self.again = row, again
        self.key = f"again/{again}/{row.id}" if again else f"answer/{row.id}"
        self.tries = 0
        self.shown = questions.shown(row.id)
        self.options = (
            [o.removeprefix("*") for o in row.options.split("|")]
            if isinstance(row.options, str)
            else []
        )
        self.right = (
            [o.startswith("*") for o in row.options.split("|")]
            if isinstance(row.options, str)
            else []
        )
        self.inputs = getattr(self, f"_{row.kind}")()
        self._recall(work.get(self.key))
        check = alike(
            W.Button,
            description="Keep" if row.kind == "written" else "Check",
            button_style="primary",
            tooltip=f"Check question {row.id}",
            layout={"width": "6em"},
        )
        hint = alike(
            W.Button,
            description="Hint",
            tooltip=f"Hint for question {row.id}",
            layout={"width": "6em"},
        )
        self.reply, self.said = alike(W.HTML), ""
        check.on_click(self.check)
        hint.on_click(lambda _: self._say(f"<em>Hint.</em> {html.escape(row.hint)}"))
        asked = f"From lesson {row.lesson}: {row.question}" if again else row.question
        text = alike(
            W.HTML, f'<div class="theatres-words"><strong>{html.escape(asked)}</strong></div>'
        )
        super().__init__(
            [text, *self._earlier(), *self._displayed(), alike(W.HBox, [check, hint]), self.reply]
        )
        self._say_again()
        for one in self.inputs:
            one.observe(self._keep, "value")

    def _earlier(self) -> list:
        """Say what the student answered to an earlier form of the question, if this has none."""
        if self.answer() is not None or self.again:
            return []
        before = [work.get(f"answer/{one}") for one in questions.earlier_forms(self.row.id)]
        given = next((one for one in before if one is not None), None)
        if given is None:
            return []
        given = "; ".join(map(str, given)) if isinstance(given, list) else str(given)
        return [
            alike(
                W.HTML,
                '<div class="theatres-words"><em>You answered an earlier form of this:</em> '
                f"{html.escape(given)}</div>",
            )
        ]

    def _displayed(self) -> list:
        """Return the inputs in the order in which they are shown."""
        if self.row.kind != "several":
            return list(self.inputs)
        return [self.inputs[self.options.index(option)] for option in self.shown]

    def _say_again(self) -> None:
        """Bring the verdict back with the answer."""
        checked = None if self.again else work.get(f"checked/{self.row.id}")
        if isinstance(checked, bool) and self.answer() is not None and self.row.kind != "written":
            self._say(f"<em>When you last checked:</em> {_verdict(checked)}", right=checked)

    def _choice(self):
        return [alike(W.RadioButtons, options=self.shown, value=None, layout={"width": "auto"})]

    def _several(self):
        return [
            alike(W.Checkbox, description=o, indent=False, layout={"width": "auto"})
            for o in self.options
        ]

    def _number(self):
        return [
            alike(
                W.Text,
                placeholder="a number",
                description=str(self.row.unit) if isinstance(self.row.unit, str) else "",
                style={"description_width": "auto"},
                layout={"width": "18em"},
            )
        ]

    def _order(self):
        return [
            alike(
                W.Dropdown,
                description=f"{i}.",
                options=[NOTHING, *self.shown],
                layout={"width": "34em"},
                style={"description_width": "2em"},
            )
            for i in range(1, len(self.shown) + 1)
        ]

    def _written(self):
        return [
            alike(
                W.Textarea,
                placeholder="in your own words",
                layout={"width": "46em", "height": "6em"},
            )
        ]

    def answer(self):
        """Return the answer as it stands, as it is kept; None if there is none."""
        values = [one.value for one in self.inputs]
        if self.row.kind == "several":
            return [o for o, ticked in zip(self.options, values) if ticked] or None
        if self.row.kind == "order":
            return values if any(v != NOTHING for v in values) else None
        return values[0] or None

    def _recall(self, kept) -> None:
        """Put a kept answer back; one that no longer fits the question is left out."""
        for i, one in enumerate(self.inputs):
            if self.row.kind == "several":
                one.value = isinstance(kept, list) and self.options[i] in kept
            elif self.row.kind == "order":
                if isinstance(kept, list) and i < len(kept) and kept[i] in one.options:
                    one.value = kept[i]
            elif isinstance(kept, str) and (self.row.kind != "choice" or kept in self.options):
                one.value = kept

    def _keep(self, _) -> None:
        work.put(self.key, self.answer())
        if work.trouble():
            self._say(self.said)

    def is_right(self) -> bool:
        """Say whether the answer is right; a written one is whenever there is one."""
        given = self.answer()
        if given is None:
            return False
        if self.row.kind == "written":
            return True
        if self.row.kind == "number":
            number = _number(given)
            return (
                number is not None
                and abs(number - answers.key(self.row.answer_from)) <= self.row.tolerance
            )
        if self.row.kind == "order":
            return given == self.options
        right = [o for o, r in zip(self.options, self.right) if r]
        return given == (right if self.row.kind == "several" else right[0])

    def check(self, _=None) -> None:
        """Answer the student: what was right or wrong, and why."""
        given = self.answer()
        if given is None:
            return self._say(SAID["empty"])
        if self.row.kind == "number" and _number(given) is None:
            return self._say(SAID["malformed"].format(given=html.escape(given)))
        right = self.is_right()
        if not self.again:
            work.put(f"checked/{self.row.id}", right)
        self.tries += 1
        if self.row.kind == "written":
            verdict = f"<strong>{SAID['kept']}</strong>"
        else:
            verdict = f"<strong>{_verdict(right)}</strong>{self._in_place(given)}"
        enough = right or self.tries >= TRIES
        explained = f"<p>{html.escape(self.row.explanation)}</p>" if enough else ""
        self._say(verdict + self._feedback(given) + explained, right=right)

    def _in_place(self, given) -> str:
        """Say how many steps of an order stand where they belong."""
        if self.row.kind != "order":
            return ""
        placed = sum(mine == step for mine, step in zip(given, self.options))
        return f" {placed} of {len(self.options)} in place."

    def _feedback(self, given) -> str:
        """Say what each chosen option has for it or against it."""
        if not isinstance(self.row.feedback, str):
            return ""
        chosen = given if isinstance(given, list) else [given]
        said = [
            f"<li>{html.escape(option.removesuffix('.'))}: {html.escape(word)}</li>"
            for option, word in zip(self.options, self.row.feedback.split("|"))
            if option in chosen and word.strip()
        ]
        return f"<ul>{''.join(said)}</ul>" if said else ""

    def _say(self, text: str, right: bool | None = None) -> None:
        """Answer the student; an answer that is not kept where it should be is told of at once."""
        edge = {True: RIGHT, False: WRONG, None: "transparent"}[right]
        self.said = text
        lost = html.escape(work.trouble())
        text += f"<p><strong>{lost}</strong></p>" if lost else ""
        self.reply.value = (
            f'<div class="theatres-words" role="status" aria-live="polite" '
            f'style="border-left: 4px solid {edge}; padding-left: 8px">{text}</div>'
        )


def _verdict(right: bool) -> str:
    """Say right or wrong by a sign and a word; the colour stands at the edge."""
    return SAID["right" if right else "wrong"]


def _number(text: str) -> float | None:
    try:
        return float(text.strip().rstrip("%").replace(",", "."))
    except ValueError:
        return None


class SelfCheck(Sleeper, W.VBox):
    """The questions of one section of a lesson."""

    def __init__(self, lesson: str, section: str):
        if section == EARLIER:
            self.rows = questions.earlier(lesson)
            self.heading, again = "From earlier lessons: what do you still know?", lesson
        else:
            self.rows, self.heading, again = self._section(lesson, section), "Check yourself", ""
        self.questions = [Question(row, again) for row in self.rows.itertuples()]
        notices = "".join(f"<p>{html.escape(n)}</p>" for n in work.notices())
        save = [save_button()] if work.vanishes() else []
        super().__init__(
            [alike(W.HTML, f"<strong>{self.heading}</strong>{notices}"), *save, *self.questions]
        )
        self.add_class("theatres-explorer")
        self.looks = page()

    @staticmethod
    def _section(lesson: str, section: str):
        """Return the questions of a section; refuse one that there is not."""
        rows = questions.asked()
        choices.known("self-check of lesson", lesson, dict.fromkeys(rows["lesson"]))
        rows = rows[rows["lesson"] == lesson]
        if section not in set(rows["section"]):
            there = ", ".join(rows["section"].unique())
            raise ValueError(f"lesson {lesson} has no self-check {section!r}; it has {there}")
        return rows[rows["section"] == section]

    def words(self) -> str:
        """List the questions, for those who read without running."""
        return "\n".join([self.heading, *(f"- {q}" for q in self.rows["question"])])

    def __repr__(self) -> str:
        return self.words()

    def _repr_mimebundle_(self, **kwargs):
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": self.words()}


def self_check(lesson: str, section: str) -> SelfCheck:
    """Open the self-check of a section.

    Parameters
    ----------
    lesson : str
        Two digits, such as "02".
    section : str
        Name of the section in the questions table, or "earlier" for three of earlier lessons.

    Returns
    -------
    SelfCheck
        Show it by leaving it as the last line of a cell.
    """
    return SelfCheck(lesson, section)


def progress() -> str:
    """Say, lesson by lesson, how many self-checks have been answered rightly or kept."""
    kept = work.everything()
    rows = questions.asked()
    done = rows["id"].map(lambda q: bool(kept.get(f"checked/{q}")))
    counts = done.groupby(rows["lesson"]).agg(["sum", "size"])
    return "\n".join(
        f"Lesson {lesson}: {int(n)} of {int(of)} self-checks"
        for lesson, n, of in counts.itertuples()
    )
