"""Floor 3: the argument outline - sections, paragraphs and claims, beside the reader's own copy of the article."""

from __future__ import annotations

import html

import ipywidgets as W

from .. import tables
from ..model import argument
from .base import Explorer


class Outline(Explorer):
    """A foldable outline; a paragraph opens to its claims and, where the reader has a copy, to its text."""

    def __init__(self):
        self.copy = argument.own_copy()
        self.claims = tables.read("claims")
        record = tables.paragraphs()
        folds = []
        for section, group in record.groupby("section", sort=False):
            inner = "".join(self._paragraph(row) for row in group.itertuples())
            folds.append(
                f"<details><summary><strong>{html.escape(section)}</strong> ({group['id'].iloc[0]} to {group['id'].iloc[-1]})</summary>{inner}</details>"
            )
        super().__init__("Argument outline", [W.HTML("".join(folds))])

    def _paragraph(self, row) -> str:
        mine = self.claims[self.claims["paragraph"] == row.id]
        items = "".join(
            f"<li><strong>{c.id}</strong> {html.escape(c.claim)} <em>({c.kind}{', hedged' if c.hedged else ''}{'' if c.speaker == 'author' else ', ' + c.speaker})</em></li>"
            for c in mine.itertuples()
        )
        text = self.copy["found"].get(row.id)
        beside = (
            f'<blockquote style="max-width:46em">{html.escape(text)}</blockquote>' if text else ""
        )
        return (
            f'<details style="margin-left:1.4em"><summary>{row.id}: {html.escape(row.summary)} <em>({row.words} words, {len(mine)} claims)</em></summary>'
            f"{beside}<ul>{items}</ul></details>"
        )

    def words(self) -> str:
        record = tables.paragraphs()
        fullest = self.claims["paragraph"].value_counts(sort=False)
        most = fullest.index[fullest == fullest.max()]
        text = (
            f"{record['section'].nunique()} sections, {len(record)} paragraphs, {record['words'].sum()} words, {len(self.claims)} claims. "
            f"The longest paragraph, {record.loc[record['words'].idxmax(), 'id']}, has {record['words'].max()} words; the fullest, {', '.join(most)}, {'make' if len(most) > 1 else 'makes'} {fullest.max()} claims{' each' if len(most) > 1 else ''}."
        )
        if self.copy["found"]:
            text += f" Your own copy: {len(self.copy['found'])} paragraphs recognised" + (
                f", not recognised: {', '.join(self.copy['missing'])}."
                if self.copy["missing"]
                else "."
            )
        return text


def outline() -> Outline:
    """Open the argument outline.

    Save the article's text as ``seeds/commentary.txt`` to see each paragraph beside its claims.

    Returns
    -------
    Outline
        Show it by leaving it as the last line of a cell.
    """
    return Outline()
