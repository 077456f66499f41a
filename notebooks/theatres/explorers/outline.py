"""Floor 3: the argument outline - sections, paragraphs and claims, beside one's own copy."""

from __future__ import annotations

import html
from collections import defaultdict

import ipywidgets as W
import pandas as pd

from .. import tables
from ..model import argument
from .base import Explorer, alike

ROOM = "168px"  # of six sections folded: the rival's, under whose switch nothing may move


class Outline(Explorer):
    """A foldable outline: paragraphs, their claims and, where there is a copy, their text."""

    def __init__(self):
        self.copy, self.claims = argument.own_copy(), tables.read("claims")
        self._items = defaultdict(list)
        for claim in self.claims.itertuples():
            self._items[claim.paragraph].append(_item(claim))
        sections = tables.paragraphs().groupby("section", sort=False)
        folds = "".join(self._section(title, rows) for title, rows in sections)
        told = alike(W.HTML, folds, layout={"min_height": ROOM})
        super().__init__("Argument outline", [told])

    def _section(self, title: str, rows: pd.DataFrame) -> str:
        first, last = rows["id"].iloc[0], rows["id"].iloc[-1]
        ends = f"({first})" if first == last else f"({first} to {last})"
        inner = "".join(self._paragraph(row) for row in rows.itertuples())
        summary = f"<strong>{html.escape(title)}</strong> {ends}"
        return f"<details><summary>{summary}</summary>{inner}</details>"

    def _paragraph(self, row) -> str:
        items = self._items[row.id]
        text = self.copy["found"].get(row.id, "")
        beside = f'<blockquote style="max-width:46em">{html.escape(text)}</blockquote>'
        # The steps of a case that is put together from several texts have no length.
        length = f"{row.words} words, " if row.words == row.words else ""
        size = f"<em>({length}{len(items)} claims)</em>"
        return (
            '<details style="margin-left:1.4em">'
            f"<summary>{row.id}: {html.escape(row.summary)} {size}</summary>"
            f"{beside if text else ''}<ul>{''.join(items)}</ul></details>"
        )

    def words(self) -> str:
        record, each = tables.paragraphs(), self.claims["paragraph"].value_counts(sort=False)
        fullest = each.index[each == each.max()]
        several = len(fullest) > 1
        make, per = ("make", " each") if several else ("makes", "")
        made = f"the fullest, {', '.join(fullest)}, {make} {each.max()} claims{per}."
        if bool(record["words"].isna().any()):
            said = [f"{len(record)} steps, {len(self.claims)} claims; {made}"]
        else:
            longest = record.loc[record["words"].idxmax()]
            said = [
                f"{record['section'].nunique()} sections, {len(record)} paragraphs,"
                f" {record['words'].sum()} words, {len(self.claims)} claims.",
                f"The longest paragraph, {longest['id']}, has {longest['words']} words; {made}",
            ]
        if self.copy["found"]:
            missing = ", ".join(self.copy["missing"])
            unknown = f", not recognised: {missing}" if missing else ""
            known = f"Your own copy: {len(self.copy['found'])} paragraphs recognised"
            said.append(f"{known}{unknown}.")
        return " ".join(said)


def _item(claim) -> str:
    """Return a claim as an item of a list, with its kind and, if not the author, its speaker."""
    about = [claim.kind]
    if claim.hedged:
        about.append("hedged")
    if claim.speaker != "author":
        about.append(claim.speaker)
    text = html.escape(claim.claim)
    return f"<li><strong>{claim.id}</strong> {text} <em>({', '.join(about)})</em></li>"


def outline() -> Outline:
    """Open the argument outline.

    Save the article's text as ``seeds/commentary.txt`` to see each paragraph beside its claims.

    Returns
    -------
    Outline
        Show it by leaving it as the last line of a cell.
    """
    return Outline()
