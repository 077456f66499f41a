"""Floor 3: cards with a slider each - how far claims and voices are believed, and who is heard."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Iterable, Mapping

import ipywidgets as W

from ..model import weighing
from ..model.argumentmap import Argument
from ..model.weighing import Beliefs
from .base import OnItsShelf, alike

TEXT = 104  # letters beside a slider; the rest stands under Open
SAID = '<div class="theatres-words" style="line-height: 1.2; font-size: 0.95em">{}</div>'
FRAME = {"border": "1px solid var(--jp-border-color2, #ccc)", "padding": "1px 6px"}


class Card(W.VBox):
    """A claim or voice: a slider, what our evidence suggests, and its words.

    Parameters
    ----------
    name : str
        Id of the claim or voice.
    text : str
        Its words.
    """

    def __init__(self, name: str, text: str):
        self.slider = alike(
            W.IntSlider,
            min=0,
            max=100,
            description=name,
            tooltip=text,
            style={"description_width": "2.4em"},
            layout={"width": "14em", "flex": "0 1 auto"},
        )
        self.hint = alike(W.HTML, layout={"flex": "0 0 auto"})
        first, self.tick = [self.slider, self.hint], None
        if weighing.is_voice(name):
            self.tick = alike(
                W.Checkbox,
                description="heard",
                indent=False,
                layout={"width": "5em", "flex": "0 0 auto"},
            )
            first.insert(0, self.tick)
        said = html.escape(textwrap.shorten(text, TEXT, placeholder="…"))
        top = alike(W.HBox, first, layout={"align_items": "center", "overflow": "hidden"})
        super().__init__([alike(W.HTML, SAID.format(said)), top], layout=FRAME)

    def follow(self, name: str, beliefs: Beliefs) -> None:
        """Stand where the beliefs are."""
        self.slider.value = round(100 * beliefs.credence(name))
        if self.tick:
            self.tick.value = name in beliefs.heard


class Cards(OnItsShelf, W.GridBox):
    """Some cards at a time; each is made when it is first shown, and follows the beliefs.

    Parameters
    ----------
    argument : Argument
        As `model.argumentmap.read` returns it.
    asked : callable
        Takes what the student believes after a move of a slider or a tick.
    beliefs : Beliefs
        What is believed at first.
    """

    def __init__(self, argument: Argument, asked: Callable[[Beliefs], None], beliefs: Beliefs):
        self.argument, self.asked, self.beliefs = argument, asked, beliefs
        self.rows: dict[str, Card] = {}
        self._following = False  # whether cards are moved by the beliefs, and not by the student
        columns = "repeat(3, minmax(0, 1fr))"
        super().__init__(layout={"grid_template_columns": columns, "grid_gap": "4px"})
        self.add_class("theatres-sheet")

    def show(self, names: Iterable[str]) -> None:
        """Show the cards of some claims or voices."""
        self.children = [self.rows.get(name) or self._make(name) for name in names]

    def follow(self, beliefs: Beliefs) -> None:
        """Move every card to where the beliefs are."""
        self.beliefs, self._following = beliefs, True
        try:
            for name, card in self.rows.items():
                card.follow(name, beliefs)
        finally:
            self._following = False

    def hint(self, suggested: Mapping[str, float]) -> None:
        """Say on each card what our evidence suggests, and whether it was taken over."""
        for name, card in self.rows.items():
            parts = [f"ours: {100 * suggested[name]:.0f}"] if name in suggested else []
            parts += ["taken over"] if name in self.beliefs.taken else []
            card.hint.value = ", ".join(parts)

    def _make(self, name: str) -> Card:
        self.rows[name] = card = Card(name, self.argument.text(name))
        card.follow(name, self.beliefs)
        for control in filter(None, (card.slider, card.tick)):
            control.observe(lambda change: self._moved(name, change["owner"]), "value")
        return card

    def _moved(self, name: str, control: W.Widget) -> None:
        """Believe a claim or voice as its slider says, or hear whoever is ticked."""
        if self._following:
            return
        now = self.beliefs
        if isinstance(control, W.Checkbox):
            others = [voice for voice in now.heard if voice != name]
            self.asked(now.hearing([*others, name] if control.value else others))
        else:
            self.asked(now.believing(name, control.value / 100))
