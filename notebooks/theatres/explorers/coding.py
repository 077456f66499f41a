"""Floor 3: code a paragraph yourself and compare with our coding."""

from __future__ import annotations

import math

import ipywidgets as W
import pandas as pd

from .. import tables, work
from ..model import coding, network
from .base import Explorer, alike
from .details import table_html

NOT_YET = "choose…"


class CodeParagraph(Explorer):
    """Code, for each pair of actors in a paragraph, whether it asserts a tie and of which kind."""

    def __init__(self, paragraph: str):
        self.paragraph = paragraph
        name = tables.read("actors").set_index("id")["name"]
        self.units = coding.units(
            network.ties(asserted_by="commentary", implied=True), paragraph, tables.read("actors")
        )
        kept = work.get(f"coding/{paragraph}", {})
        self.units = coding.with_kept(self.units, kept, set(name.index))
        families = list(tables.field("ties", "kind")["families"])
        self.choices = []
        for row in self.units.itertuples():
            one = alike(
                W.Dropdown,
                description=f"{name[row.source]} → {name[row.target]}",
                options=[NOT_YET, coding.NO_TIE, *families],
                style={"description_width": "18em"},
                layout={"width": "32em"},
            )
            if kept.get(f"{row.source}>{row.target}") in one.options:
                one.value = kept[f"{row.source}>{row.target}"]
            one.observe(self._coded, "value")
            self.choices.append(one)
        compare = alike(
            W.Button,
            description="Compare with our coding",
            button_style="primary",
            layout={"width": "16em"},
        )
        compare.on_click(self._against_ours)
        self.result = alike(W.HTML)
        super().__init__(
            f"Code paragraph {paragraph} yourself",
            [alike(W.VBox, self.choices), compare, self.result],
        )

    def codes(self) -> list[str | None]:
        """Return the student's codes, None where not coded yet."""
        return [None if c.value == NOT_YET else c.value for c in self.choices]

    def words(self) -> str:
        done = [c for c in self.codes() if c is not None]
        return f"{len(done)} of {len(self.units)} pairs of {self.paragraph} coded by you."

    def _coded(self, _) -> None:
        work.merge(
            f"coding/{self.paragraph}",
            {
                f"{r.source}>{r.target}": c
                for r, c in zip(self.units.itertuples(), self.codes())
                if c
            },
        )
        self.tell()

    def _against_ours(self, _) -> None:
        mine, ours = self.codes(), list(self.units["ours"])
        if not any(mine):
            self.result.value = (
                '<div class="theatres-words" role="status">Code at least one pair first.</div>'
            )
            return
        agree, alpha = coding.percent_agreement(mine, ours), coding.krippendorff_alpha(mine, ours)
        differ = pd.DataFrame(
            {"Pair": [c.description for c in self.choices], "You": mine, "We": ours}
        )
        differ = differ[differ["You"].notna() & (differ["You"] != differ["We"])]
        chance = (
            "cannot be told apart from chance here (only one category in use)"
            if math.isnan(alpha)
            else f"{alpha:.2f} once chance is allowed for"
            " (Krippendorff's alpha: 1 is full agreement, 0 is chance)"
        )
        said = f"You agree with us on {agree:.0%} of the pairs you coded; agreement is {chance}."
        table = table_html(differ, "Where we differ: who is right?") if len(differ) else ""
        self.result.value = f'<div class="theatres-words" role="status">{said}</div>{table}'


def code_paragraph(paragraph: str) -> CodeParagraph:
    """Open a coding sheet for one paragraph.

    Parameters
    ----------
    paragraph : str
        P1 to P16; it must assert at least one tie.

    Returns
    -------
    CodeParagraph
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If there is no such paragraph.
    """
    if paragraph not in set(tables.paragraphs()["id"]):
        raise ValueError(f"there is no paragraph {paragraph!r}; choose one of P1 to P16")
    return CodeParagraph(paragraph)
