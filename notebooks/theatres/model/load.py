"""Floor 1: what a lesson asks of a student's hour, counted from its cells.

Reads no file: whoever asks hands over the notebook as it was parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import questions

# Rates: plain prose for a first-year student; tables are scanned, so each word in them is slower.
WORDS_A_MINUTE = 180
OUTPUT_WORDS_A_MINUTE = 150
MINUTES_AN_EXPLORER = 3.5
MINUTES_A_QUESTION = 1.2
MINUTES_A_DISCUSSION = 6
QUESTIONS_OF_EARLIER_LESSONS = 3

# Folds that are looked up; an answer that is folded until one has guessed is read as well.
FOLDED = re.compile(r"<details><summary>(?:Time, goals|For whom|Sources).*?</details>", re.DOTALL)
SELF_CHECK = re.compile(r"""self_check\("(\w+)", "([\w-]+)"\)""")
TAG = re.compile(r"</?(?:details|summary|br|pre)\b[^>]*>")
DISCUSSION = "**Discuss.**"
STILL = "image/png"
# Explorers that save no still, so as not to give away what is to be guessed first.
UNSEEN = re.compile(r"\b(predict|forecast_ledger)\(")
WORKED = "worked("  # an exercise is played with, and its text is read as well
WORK = "my_work("  # what one has done, not something to explore


@dataclass(frozen=True)
class Load:
    """What a lesson holds, and how long it takes by the rates of this module.

    Attributes
    ----------
    cells : int
        Cells of every kind.
    words : int
        Words of prose in sight: what stands folded (goals, references) is looked up, not read.
    output_words : int
        Words and numbers in tables and other results; an explorer's own words count with it.
    explorers, items, discussions : int
        Charts with controls; questions, those of earlier lessons too; boxes for class.
    """

    cells: int
    words: int
    output_words: int
    explorers: int
    items: int
    discussions: int

    @property
    def minutes(self) -> float:
        """Minutes of one student who reads all, plays with all and answers all."""
        return (
            self.words / WORDS_A_MINUTE
            + self.output_words / OUTPUT_WORDS_A_MINUTE
            + self.explorers * MINUTES_AN_EXPLORER
            + self.items * MINUTES_A_QUESTION
        )

    @property
    def discussion_minutes(self) -> int:
        """Minutes of class discussion, which come on top."""
        return self.discussions * MINUTES_A_DISCUSSION


def words_in(text: str) -> int:
    """Count words and numbers; marks of layout and lone signs are none."""
    return sum(1 for piece in TAG.sub(" ", text).split() if re.search(r"\w", piece))


def of(notebook: dict) -> Load:
    """Count what a lesson holds.

    Parameters
    ----------
    notebook : dict
        A notebook as parsed from its file, with the outputs that are committed.

    Returns
    -------
    Load
        Counts, and the minutes that follow from them.
    """
    return of_cells(notebook["cells"])


def of_cells(cells: list[dict]) -> Load:
    """Count what some cells of a lesson hold, such as one section."""
    words = output_words = explorers = items = discussions = 0
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            seen = FOLDED.sub("", source)
            words += words_in(seen)
            discussions += seen.count(DISCUSSION)
        elif asked := SELF_CHECK.search(source):
            items += _items(*asked.groups())
        elif WORK not in source:
            shown = bool(UNSEEN.search(source)) or _has_still(cell)
            explorers += shown or WORKED in source
            output_words += 0 if shown else sum(map(_output_words, cell["outputs"]))
    return Load(len(cells), words, output_words, explorers, items, discussions)


def _items(lesson: str, section: str) -> int:
    if section == "earlier":
        return QUESTIONS_OF_EARLIER_LESSONS
    rows = questions.asked()
    return int(((rows["lesson"] == lesson) & (rows["section"] == section)).sum())


def _has_still(cell: dict) -> bool:
    return any(STILL in output.get("data", {}) for output in cell["outputs"])


def _output_words(output: dict) -> int:
    text = output.get("data", {}).get("text/plain") or output.get("text", "")
    return words_in("".join(text))
