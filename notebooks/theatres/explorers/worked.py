"""Floor 3: worked, half worked, own - one skill on three short texts, with less help each time."""

from __future__ import annotations

import html

import ipywidgets as W

from .. import tables, work
from .base import STATUS, Sleeper, alike, page

NOT_YET = "choose…"
TRIES = 2  # wrong checks after which a part is explained
STEPS = {"worked": "1 Worked", "half": "2 Half of it is yours", "own": "3 All yours"}
# What is said of an answer; pages without a kernel say the same.
SAID = {
    "empty": "No answer yet.",
    "right": "✓ Right.",
    "wrong": "✗ Not yet.",
    "answer": "It is: {answer}.",
    "result": "{right} of {asked} right.",
    "untried": "Answer at least one first.",
}
TITLES = {
    "cutting": "Cut a sentence into claims",
    "coding": "Code the ties",
    "network": "Degree, reciprocity, bridges",
    "chance": "A share against chance",
    "credence": "A credence from judgements",
}


class Part(W.VBox):
    """One part of a step: shown with its answer, or asked and kept as it is answered."""

    def __init__(self, row):
        self.row, self.key, self.tries = row, f"worked/{row.id}", 0
        self.reply = alike(W.HTML)
        self.input = None if row.given else self._input()
        if row.given:
            shown = f"{_asked(row)} <b>{html.escape(row.answer)}.</b> {html.escape(row.why)}"
            super().__init__([_words(shown)])
            return
        asked = _words(_asked(row), layout={"flex": "0 1 24em"})
        super().__init__(
            [alike(W.HBox, [asked, self.input], layout={"flex_flow": "row wrap"}), self.reply]
        )

    def _input(self) -> W.Dropdown | W.Text:
        """Make the control, with the kept answer in it."""
        kept = work.get(self.key)
        if self.row.part == "choice":
            options = [NOT_YET, *self.row.options.split("|")]
            given = kept if kept in options else NOT_YET
            control = alike(
                W.Dropdown,
                options=options,
                value=given,
                tooltip=self.row.prompt,
                layout={"width": "17em"},
            )
        else:
            given = kept if isinstance(kept, str) else ""
            control = alike(
                W.Text,
                value=given,
                placeholder="a number",
                tooltip=self.row.prompt,
                layout={"width": "10em"},
            )
        control.observe(lambda change: work.put(self.key, self.answer()), "value")
        return control

    def answer(self) -> str | None:
        """Return the student's answer; None if there is none."""
        given = self.input.value if self.input else ""
        return given.strip() if given and given != NOT_YET else None

    def is_right(self) -> bool:
        """Say whether the answer is right; what was given with the text is."""
        if self.input is None:
            return True
        given = self.answer()
        if self.row.part == "choice":
            return given == self.row.answer
        try:
            number = float((given or "").rstrip("%").replace(",", "."))
        except ValueError:
            return False
        return abs(number - float(self.row.answer)) <= self.row.tolerance

    def check(self) -> None:
        """Mark the answer; say why where it is right, or after tries enough."""
        if self.answer() is None:
            self.reply.value = _said(SAID["empty"])
            return
        self.tries += 1
        why = html.escape(self.row.why)
        if self.is_right():
            self.reply.value = _said(f"<b>{SAID['right']}</b> {why}")
        elif self.tries >= TRIES:
            right = html.escape(SAID["answer"].format(answer=self.row.answer))
            self.reply.value = _said(f"<b>{SAID['wrong']}</b> {right} {why}")
        else:
            self.reply.value = _said(f"<b>{SAID['wrong']}</b>")


def _asked(row) -> str:
    """Return what a part asks, ending in a mark."""
    return html.escape(row.prompt if row.prompt.endswith("?") else f"{row.prompt}:")


def _words(text: str, **looks) -> W.HTML:
    return alike(W.HTML, f'<div class="theatres-words">{text}</div>', **looks)


def _said(text: str) -> str:
    """Return an answer that screen readers tell at once."""
    return f'<div class="theatres-words" {STATUS}>{text}</div>'


class Step(W.VBox):
    """A text and its parts, checked together."""

    def __init__(self, rows):
        text = rows[rows["part"] == "text"]["prompt"].iloc[0]
        self.parts = [Part(row) for row in rows[rows["part"] != "text"].itertuples()]
        self.result = alike(W.HTML)
        button = alike(
            W.Button, description="Check", button_style="primary", tooltip="Check this step"
        )
        button.on_click(self.check)
        below = [alike(W.HBox, [button, self.result])] if self.asked() else []
        super().__init__([_words(f"<p>{html.escape(text)}</p>"), *self.parts, *below])

    def asked(self) -> list[Part]:
        """Return the parts that are the student's."""
        return [part for part in self.parts if part.input]

    def check(self, _=None) -> None:
        """Mark every part, and say how many are right."""
        asked = self.asked()
        tried = any(part.answer() is not None for part in asked)
        for part in asked:
            part.check()
        right = sum(part.is_right() for part in asked)
        said = SAID["result"].format(right=right, asked=len(asked)) if tried else SAID["untried"]
        self.result.value = _said(f"{said} {html.escape(work.trouble())}")


class Worked(Sleeper, W.VBox):
    """One skill three times: done for the student, half done, and theirs."""

    def __init__(self, exercise: str):
        rows = tables.read("exercises")
        self.exercise, self.rows = exercise, rows[rows["exercise"] == exercise]
        self.steps = {step: Step(self.rows[self.rows["step"] == step]) for step in STEPS}
        self.choice = alike(
            W.ToggleButtons,
            options=[(said, step) for step, said in STEPS.items()],
            style={"button_width": "12em"},
            tooltips=["An example with all answers", "An example half done", "One without help"],
        )
        self.choice.observe(self._turn, "value")
        self.stage = alike(W.VBox, [self.steps["worked"]])
        heading = alike(W.HTML, f"<strong>{TITLES[exercise]}</strong>")
        super().__init__([heading, self.choice, self.stage])
        self.add_class("theatres-explorer")
        self.looks = page()

    def _turn(self, change) -> None:
        self.stage.children = (self.steps[change["new"]],)

    def words(self) -> str:
        """Tell the worked example whole, and of the other two the texts, without answers."""
        told = [TITLES[self.exercise]]
        for step, said in STEPS.items():
            told.append(f"{said}:")
            rows = self.rows[self.rows["step"] == step]
            told += [_line(row) for row in rows.itertuples()]
        return "\n".join(told)

    def __repr__(self) -> str:
        return self.words()

    def _repr_mimebundle_(self, **kwargs):
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": self.words()}


def _line(row) -> str:
    """Tell a text, or a part with the answer that was given with it."""
    if row.part == "text":
        return row.prompt
    if not row.given:
        return f"- {row.prompt}"
    mark = "" if row.prompt.endswith("?") else ":"
    return f"- {row.prompt}{mark} {row.answer}. {row.why}"


def worked(exercise: str) -> Worked:
    """Open an exercise: an example that is worked, one that is half worked, and one of one's own.

    Parameters
    ----------
    exercise : {"cutting", "coding", "network", "chance", "credence"}
        Which skill; the texts are in the table `exercises`.

    Returns
    -------
    Worked
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If there is no such exercise.
    """
    if exercise not in TITLES:
        raise ValueError(f"there is no exercise {exercise!r}; choose one of {', '.join(TITLES)}")
    return Worked(exercise)
