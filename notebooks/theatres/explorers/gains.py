"""Floor 3: before and after - ten items on other matters, and the stance on each sense."""

from __future__ import annotations

import html
import random

import ipywidgets as W
import pandas as pd

from .. import tables, work
from ..model import choices, gains, questions
from .base import STATUS, Sleeper, alike, page
from .details import table_html


class BeforeAndAfter(Sleeper, W.VBox):
    """One of two parallel forms, and where the student stands on each sense of "decoupled"."""

    def __init__(self, when: str):
        choices.allowed(when=(when, gains.TIMES))
        self.when, self.result = when, alike(W.HTML)
        kept = work.everything()
        if gains.form_of(kept, when) is None:
            work.put("form/first", random.choice("ab"))
            kept = work.everything()
        # A folder that cannot be written keeps nothing: form a is then as good as b.
        self.rows = questions.form(gains.form_of(kept, when) or "a")
        self.items = {row.id: self._item(row, kept) for row in self.rows.itertuples()}
        self.wrong = {sense: alike(W.HTML) for sense in tables.read("senses")["id"]}
        self.senses = {row.id: self._sense(row, kept) for row in tables.read("senses").itertuples()}
        done = alike(W.Button, description="Show what moved", tooltip="Show what moved")
        done.on_click(self.show)
        asked = [
            part
            for row in self.rows.itertuples()
            for part in (_text(row.question), self.items[row.id])
        ]
        stances = [
            part
            for row in tables.read("senses").itertuples()
            for part in (
                _text(f"{row.sense}: {row.joined}"),
                alike(W.HBox, self.senses[row.id], layout={"flex_flow": "row wrap"}),
                self.wrong[row.id],
            )
        ]
        heading = alike(W.HTML, f"<strong>{when.capitalize()} the course</strong>")
        super().__init__([heading, _text(self.words()), *asked, *stances, done, self.result])
        self.add_class("theatres-explorer")
        self.looks = page()

    def _item(self, row, kept) -> W.RadioButtons:
        options = questions.shown(row.id)
        given = kept.get(f"answer/{row.id}")
        choice = alike(
            W.RadioButtons,
            options=options,
            value=given if given in options else None,
            layout={"width": "auto"},
        )
        choice.observe(lambda change: work.put(f"answer/{row.id}", change["new"]), "value")
        return choice

    def _sense(self, row, kept) -> list[W.Text]:
        key = f"sense/{self.when}/{row.id}"
        held = kept.get(key) if isinstance(kept.get(key), dict) else {}
        fields = [
            alike(
                W.Text,
                value=str(held.get(part, "")),
                description=label,
                placeholder="0 to 100",
                style={"description_width": "auto"},
                layout={"width": "22em"},
            )
            for part, label in (("joined", "true, of 100"), ("sure", "how sure, of 100"))
        ]

        def keep(_):
            numbers = [_number(field.value) for field in fields]
            given = {p: n for p, n in zip(("joined", "sure"), numbers) if n is not None}
            work.put(key, given or None)
            bad = [f.value for f in fields if f.value.strip() and _number(f.value) is None]
            said = f"“{bad[0]}” is no whole number from 0 to 100, and is not kept." if bad else ""
            self.wrong[row.id].value = f"<div {STATUS}>{html.escape(said)}</div>"

        for field in fields:
            field.observe(keep, "value")
        return fields

    def show(self, _=None) -> None:
        """Show both times side by side; which items were right is told after the second."""
        kept = work.everything()
        shares = {when: gains.answered(kept, when) for when in gains.TIMES}
        said = [f"Trouble: {work.trouble()}"] if work.trouble() else []
        for when, right in shares.items():
            if not len(right):
                missing = gains.open_items(kept, when)
                said.append(f"The form {when} is not complete yet: {missing} of its items open.")
            elif all(map(len, shares.values())):
                said.append(f"{when.capitalize()}: {right.sum()} of {len(right)} right.")
            else:
                said.append(f"The form {when} is complete; what was right is told after both.")
        moved = gains.moved(kept).set_index("sense").map(_said).reset_index()
        table = table_html(moved, "Where I stood and stand")
        skills = gains.skills(kept)
        learnt = table_html(skills, "Skill by skill") if len(skills) else ""
        missed = gains.explained(kept)
        if len(missed):
            why = table_html(missed, "Items that were not right")
            learnt += f"<details><summary>What is right, and why</summary>{why}</details>"
        told = "".join(f"<p>{html.escape(line)}</p>" for line in said)
        self.result.value = f"<div {STATUS}>{told}{learnt}{table}</div>"

    def words(self) -> str:
        """Say what it is, for those who read without running."""
        return (
            f"Ten short items and six stances, {self.when} the course. They are kept with your"
            " work and sent nowhere; no item is about states or security."
        )

    def __repr__(self) -> str:
        return self.words()

    def _repr_mimebundle_(self, **kwargs):
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": self.words()}


def _said(number: float) -> str:
    return "not given" if pd.isna(number) else f"{number:g}"


def _text(text: str) -> W.HTML:
    return alike(W.HTML, f'<div class="theatres-words">{html.escape(text)}</div>')


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isdigit() and int(text) <= 100 else None


def before_and_after(when: str = gains.BEFORE) -> BeforeAndAfter:
    """Open the ten items and six stances, before the course or after it.

    Parameters
    ----------
    when : {"before", "after"}
        Which of the two forms comes first is drawn by chance; the other one comes after.

    Returns
    -------
    BeforeAndAfter
        Show it by leaving it as the last line of a cell.
    """
    return BeforeAndAfter(when)
