"""Floor 3: predict, then look - a result that is hidden until the guess is kept."""

from __future__ import annotations

import html

import ipywidgets as W
import pandas as pd

from .. import work
from .base import Sleeper, alike, page
from .details import frame_html


class Predict(Sleeper, W.VBox):
    """A question, a line for the guess, and the result, which shows once a guess is kept."""

    def __init__(self, name: str, question: str, result):
        self.key, self.question, self.result = f"guess/{name}", question, result
        kept = work.get(self.key)
        self.guess = alike(
            W.Text,
            value=kept if isinstance(kept, str) else "",
            description="My guess",
            placeholder="a number or a few words",
            layout={"width": "30em"},
        )
        self.button = alike(
            W.Button,
            description="Keep, then look",
            button_style="primary",
            tooltip="Keep my guess and show the result",
        )
        self.beside = alike(W.VBox)
        self.button.on_click(self.look)
        asked = alike(
            W.HTML, f'<div class="theatres-words"><strong>{html.escape(question)}</strong></div>'
        )
        super().__init__([asked, alike(W.HBox, [self.guess, self.button]), self.beside])
        self.add_class("theatres-explorer")
        self.looks = page()
        if self.guess.value:
            self._show()

    def look(self, _=None) -> None:
        """Keep the guess and show the result; ask for a guess if there is none."""
        if not self.guess.value.strip():
            return self._say("Guess first: any number or word will do.", [])
        work.put(self.key, self.guess.value.strip())
        return self._show()

    def _show(self) -> None:
        shown = self.result
        if not isinstance(shown, W.Widget):
            shown = alike(W.HTML, _written(shown))
        self._say(f"You guessed: {self.guess.value.strip()}. {work.trouble()}", [shown])

    def _say(self, text: str, below: list) -> None:
        said = alike(
            W.HTML,
            '<div class="theatres-words" role="status" aria-live="polite">'
            f"{html.escape(text)}</div>",
        )
        self.beside.children = [said, *below]

    def words(self) -> str:
        """Say the question, and nothing of the result."""
        return f"Guess first: {self.question}"

    def __repr__(self) -> str:
        return self.words()

    def _repr_mimebundle_(self, **kwargs):
        """Fold the result's words for those who read without running."""
        summary = html.escape(f"{self.words()} Then open this.")
        folded = f"<details><summary>{summary}</summary>{_written(self.result)}</details>"
        bundle = super()._repr_mimebundle_(**kwargs)
        return {**bundle, "text/plain": self.words(), "text/html": folded}


def _written(result) -> str:
    """Return a result as HTML; the cells of a table whole, and not cut after fifty letters."""
    if isinstance(result, pd.DataFrame):
        with pd.option_context("display.max_colwidth", None):
            return frame_html(result) or f"<pre>{html.escape(repr(result))}</pre>"
    own = None if isinstance(result, W.Widget) else getattr(result, "_repr_html_", lambda: None)()
    return own or f"<pre>{html.escape(repr(result))}</pre>"


def predict(name: str, question: str, result) -> Predict:
    """Hide a result until a guess is kept, and bring the guess back beside it.

    Parameters
    ----------
    name : str
        Under which the guess is kept, such as "02/without-russia".
    question : str
        What to guess.
    result : explorer, table or number
        What is shown then.

    Returns
    -------
    Predict
        Show it by leaving it as the last line of a cell.
    """
    return Predict(name, question, result)
