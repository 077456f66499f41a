"""Floor 3: self-checks - questions with hints, explanations, and answers that are kept."""

from __future__ import annotations

import html
import random

import ipywidgets as W

from .. import work
from ..model import answers, questions
from .base import Sleeper, page
from .download import save_button

NOTHING = "choose…"


class Question(W.VBox):
    """One question: an answer that is kept as it is given, a hint, and an explanation after the first check."""

    def __init__(self, row):
        self.row, self.key = row, f"answer/{row.id}"
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
        check = W.Button(
            description="Keep" if row.kind == "written" else "Check",
            button_style="primary",
            tooltip=f"Check question {row.id}",
            layout={"width": "6em"},
        )
        hint = W.Button(
            description="Hint", tooltip=f"Hint for question {row.id}", layout={"width": "6em"}
        )
        self.reply, self.said = W.HTML(), ""
        check.on_click(self.check)
        hint.on_click(lambda _: self._say(f"<em>Hint.</em> {html.escape(row.hint)}"))
        text = W.HTML(
            f'<div class="theatres-words"><strong>{html.escape(row.question)}</strong></div>'
        )
        super().__init__([text, *self._earlier(), *self.inputs, W.HBox([check, hint]), self.reply])
        for one in self.inputs:
            one.observe(self._keep, "value")

    def _earlier(self) -> list:
        """Say what the student answered to an earlier form of the question, if this has none."""
        if self.answer() is not None:
            return []
        before = [work.get(f"answer/{one}") for one in questions.earlier_forms(self.row.id)]
        given = next((one for one in before if one is not None), None)
        if given is None:
            return []
        given = "; ".join(map(str, given)) if isinstance(given, list) else str(given)
        return [
            W.HTML(
                '<div class="theatres-words"><em>You answered an earlier form of this:</em> '
                f"{html.escape(given)}</div>"
            )
        ]

    def _choice(self):
        return [W.RadioButtons(options=self.options, value=None, layout={"width": "auto"})]

    def _several(self):
        return [
            W.Checkbox(description=o, indent=False, layout={"width": "auto"}) for o in self.options
        ]

    def _number(self):
        return [
            W.Text(
                placeholder="a number",
                description=str(self.row.unit) if isinstance(self.row.unit, str) else "",
                style={"description_width": "auto"},
                layout={"width": "18em"},
            )
        ]

    def _order(self):
        mixed = sorted(self.options)
        if mixed == self.options:
            random.Random(self.row.id).shuffle(mixed)
        return [
            W.Dropdown(
                description=f"{i}.",
                options=[NOTHING, *mixed],
                layout={"width": "34em"},
                style={"description_width": "2em"},
            )
            for i in range(1, len(mixed) + 1)
        ]

    def _written(self):
        return [
            W.Textarea(placeholder="in your own words", layout={"width": "46em", "height": "6em"})
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
            return self._say(
                "No answer yet. Give one, then check it; you can change it as often as you like."
            )
        if self.row.kind == "number" and _number(given) is None:
            return self._say(
                f"“{html.escape(given)}” is no number. Write digits, with a point for decimals, such as 0.25."
            )
        work.put(f"checked/{self.row.id}", self.is_right())
        verdict = {
            True: "Kept." if self.row.kind == "written" else "✓ Right.",
            False: "✗ Not yet.",
        }[self.is_right()]
        said = []
        if isinstance(self.row.feedback, str):
            chosen = given if isinstance(given, list) else [given]
            said = [
                f"<li>{html.escape(o)}: {html.escape(f)}</li>"
                for o, f in zip(self.options, self.row.feedback.split("|"))
                if o in chosen and f.strip()
            ]
        self._say(
            f"<strong>{verdict}</strong>{'<ul>' + ''.join(said) + '</ul>' if said else ''}"
            + (f"<p>{html.escape(self.row.explanation)}</p>" if self.is_right() else "")
        )

    def _say(self, text: str) -> None:
        """Answer the student; an answer that is not kept where it should be is told of at once."""
        self.said = text
        lost = html.escape(work.trouble())
        text += f"<p><strong>{lost}</strong></p>" if lost else ""
        self.reply.value = (
            f'<div class="theatres-words" role="status" aria-live="polite">{text}</div>'
        )


def _number(text: str) -> float | None:
    try:
        return float(text.strip().rstrip("%").replace(",", "."))
    except ValueError:
        return None


class SelfCheck(Sleeper, W.VBox):
    """The questions of one section of a lesson."""

    def __init__(self, lesson: str, section: str):
        rows = questions.asked()
        self.rows = rows[(rows["lesson"] == lesson) & (rows["section"] == section)]
        if self.rows.empty:
            raise ValueError(
                f"lesson {lesson} has no self-check {section!r}; it has {', '.join(rows.loc[rows['lesson'] == lesson, 'section'].unique())}"
            )
        self.questions = [Question(row) for row in self.rows.itertuples()]
        notices = "".join(f"<p>{html.escape(n)}</p>" for n in work.notices())
        save = [save_button()] if work.vanishes() else []
        super().__init__(
            [W.HTML(f"<strong>Check yourself</strong>{notices}"), *save, *self.questions]
        )
        self.add_class("theatres-explorer")
        self.looks = page()

    def words(self) -> str:
        """List the questions, for those who read without running."""
        return "\n".join(["Check yourself", *(f"- {q}" for q in self.rows["question"])])

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
        Name of the section in the questions table.

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
