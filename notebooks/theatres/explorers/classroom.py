"""Floor 3: a class together - where it stood and stands, what it missed, what it believes."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

import ipywidgets as W
import pandas as pd

from .. import work
from ..charts import classroom as charts
from ..model import argumentmap, classroom, gains, weighing
from ..model.classroom import ClassWork
from .argument import node_details
from .details import table_html
from .download import Download
from .panel import Choice, Opens, Panel, Search, Tick, View, entry
from .wording import called

STANCE, MISSED = "Stance before and after", "Most missed"
BELIEVED, LEARNT = "Credences", "What was learnt"
VIEWS = {
    STANCE: "A line for each student, from stance before to stance after",
    MISSED: "Self-checks by how many students have not got them yet",
    BELIEVED: "A dot for each student's credence in each claim",
    LEARNT: "The ten items of before and after: a line for each student",
}
ASKS = {
    STANCE: "Where did the class stand before, and where does it stand now?",
    MISSED: "Which self-checks has the class not got yet?",
    BELIEVED: "How likely does the class hold each claim?",
    LEARNT: "What did the class learn, from before to after?",
}
ORDERS = {
    "spread": "where we disagree most",
    "close": "where we agree most",
    "median": "what we believe most",
}
BY = {"spread": ("spread", False), "close": ("spread", True), "median": ("median", False)}
SHOWN = 12  # claims or questions in a chart
LABEL = 48  # letters of a question beside its bar
# What is offered only where credences are shown.
OF_CREDENCES = {"param": "", "when": lambda panel: panel.view.value == BELIEVED, "hides": True}


class ClassComparison(Panel):
    """A class's stances, what it misses, believes and has learnt, and a table of marks."""

    title = "The class"
    described = VIEWS
    foremost = ("folder", "example", "view", "order", "own")
    redraws = True

    folder = Search("Folder of work files", start="class_work", live=False)
    example = Tick("an invented class instead", param="", width="16em")
    view = View(VIEWS, width="15em")
    order = Choice("Show first", ORDERS, width="22em", **OF_CREDENCES)
    own = Tick("and my own credences", start=True, width="14em", **OF_CREDENCES)
    look = Opens("Open", width="40em", **OF_CREDENCES)

    def __init__(self, **start):
        self.argument = argumentmap.read()
        self.short = self.argument.claims["short"]
        self._place = None  # whose work was read last
        self.figures = W.HTML()
        super().__init__(**start)

    @property
    def place(self) -> Path:
        """The whole path of the folder."""
        place = Path(self.folder.value)
        return place if place.is_absolute() else Path(__file__).resolve().parents[2] / place

    def work_out(self) -> None:
        """Read the class's work again if another is asked for."""
        asked = "invented" if self.example.value else self.place
        if asked == self._place:
            return
        self._place, self.left_out = asked, []
        if self.example.value:
            self.found = classroom.invented()
            return
        works, self.left_out = work.class_work(self.place)
        credences = {name: work.credences_among(kept) for name, kept in works.items()}
        self.found = classroom.ClassWork(works, credences)

    def shown(self) -> pd.DataFrame:
        """Return the twelve claims that stand first."""
        by, up = BY[self.order.value]
        rows = self.found.summary.sort_values(by, ascending=up, kind="stable").head(SHOWN)
        return rows.assign(label=[self.short[c] for c in rows.index])

    def headline(self) -> str:
        return ASKS[self.view.value]

    def words(self) -> str:
        left = f" Left out: {' '.join(self.left_out)}" if self.left_out else ""
        works = self.found.works
        if not works:
            return (
                f"No students' work was found in the folder {self.place}."
                " Each saves a file with my_work(); put the files into one folder beside the"
                f" lessons and write its name above.{left}"
            )
        kind = "An invented class" if self.example.value else "The class"
        return f"{kind}: {len(works)} students. {self._said()}{left}"

    def _said(self) -> str:
        if self.view.value == STANCE:
            return _stood(self.found.stances)
        if self.view.value == MISSED:
            return _lacked(self.found.missed)
        if self.view.value == LEARNT:
            return _learnt(self.found.learnt)
        return _believed(self.found, self.shown(), len(self._mine()) if self.own.value else None)

    def _mine(self) -> dict[str, float]:
        """Return the reader's own credences in the claims shown, by label."""
        kept = work.kept_credences()
        return {label: kept[c] for c, label in self.shown()["label"].items() if c in kept}

    def still(self):
        if self.view.value == STANCE:
            stances = self.found.stances
            return None if stances.empty else charts.stance_dots(stances)
        if self.view.value == MISSED:
            rows = _labelled(self.found.missed.head(SHOWN))
            return None if rows.empty else charts.missed_bars(rows)
        if self.view.value == LEARNT:
            gain = self.found.learnt["gain"]
            return None if gain.empty else charts.gain_dots(gain)
        if self.found.summary.empty:
            return None
        people = classroom.one_a_row(self.found.people, self.shown()["label"])
        return charts.credence_dots(people, self._mine() if self.own.value else None)

    def gradebook(self) -> tuple[str, str, str]:
        """Return name, media type and text of a table with one row a student."""
        if not self.found.works:
            return "", "", f"There is no work in {self.place} to make a table of."
        text = classroom.gradebook(self.found.works).to_csv(index=False, lineterminator="\n")
        return work.file_name("class", "csv"), "text/csv", text

    def answered(self) -> None:
        """Show the figures of what was learnt, where that is looked at."""
        learnt = self.view.value == LEARNT
        self.figures.value = _learnt_tables(self.found.learnt) if learnt else ""
        self.figures.layout.display = None if learnt else "none"

    def beneath(self) -> list:
        marks = Download("One row a student, for a gradebook (CSV)", self.gradebook)
        return [self.figures, marks]

    def clicked(self, mark: str, field: dict) -> None:
        """Open the claim that was clicked."""
        label = (field.get("label") or [""])[0]
        if label:
            self.look.value = label.split()[0]

    @look.offers
    def claims_offered(self) -> list[tuple[str, str]]:
        """Return every claim."""
        return [(called(short, claim), claim) for claim, short in self.short.items()]

    @look.shows
    def claim_opened(self, claim: str) -> str:
        """Show what the class holds of a claim, and what bears on it."""
        if not claim:
            return ""
        return _of_class(self.found.summary, claim, self.short) + node_details(claim, self.argument)


def _labelled(missed: pd.DataFrame) -> pd.DataFrame:
    """Name each question missed beside its bar, within the room there is."""
    cut = [textwrap.shorten(question, LABEL, placeholder="…") for question in missed["question"]]
    label = missed["lesson"].astype(str) + ": " + cut + " (" + missed["id"] + ")"
    return missed.assign(label=label)


def _stood(stances: pd.DataFrame) -> str:
    """Say where the class stood and stands."""
    both = stances.dropna()
    if stances.empty:
        return "Nobody has said yet where they stand."
    if both.empty:
        before = stances["before"].median()
        return f"{len(stances)} have said where they stood (median {before:.0f} of 100)."
    moved = both["after"] - both["before"]
    return (
        f"{len(both)} gave a stance before and after: median {both['before'].median():.0f}"
        f" then, {both['after'].median():.0f} now; {(moved > 0).sum()} moved towards “cannot"
        f" be parted”, {(moved < 0).sum()} away, {(moved == 0).sum()} stayed."
    )


def _lacked(missed: pd.DataFrame) -> str:
    """Say how many self-checks somebody lacks, and which most."""
    if missed.empty:
        return "No self-check is missed by anybody so far."
    first = missed.iloc[0]
    return (
        f"{len(missed)} self-checks are not right yet for somebody. Most missed:"
        f" {first['id']} in lesson {first['lesson']}, by {first['missed']} of"
        f" {first['tried']} who tried: {first['question']}"
    )


def _learnt(learnt: Mapping) -> str:
    """Say what the class knew of the ten items before and knows after."""
    gain = learnt["gain"]
    if gain.empty:
        return "Nobody has taken both forms of before and after (lesson 97)."
    before, after = (100 * gain[when].mean() for when in gains.TIMES)
    said = [f"Right of the ten items: {before:.0f} percent before, {after:.0f} after."]
    if gain["gain"].notna().any():
        part = 100 * gain["gain"].mean()
        said.append(f"Of what could still be learnt, {part:.0f} percent was, on average.")
    return " ".join([*said, learnt["said"]])


def _learnt_tables(learnt: Mapping) -> str:
    """Show each item's difficulty and discrimination, and where minds moved, as HTML."""
    items = learnt["items"].round(2).astype(object)
    items = items.where(items.notna(), "too few to tell")
    minds = learnt["minds"].reset_index()
    difficulty = "Each item: difficulty is the share right, discrimination how far it goes"
    return table_html(items, f"{difficulty} with the rest of its form") + table_html(
        minds, "Each sense of “decoupled”: medians of those who gave both"
    )


def _believed(found: ClassWork, shown: pd.DataFrame, marked: int | None) -> str:
    """Say what the class believes; of the reader's own credences, how many are marked."""
    if found.summary.empty:
        return "No claim has been weighed by two or more."
    first = shown.iloc[0]
    said = [
        f"{len(found.summary)} claims that two or more have weighed.",
        f"First here: {first['label']}, median {100 * first['median']:.0f},"
        f" middle half from {100 * first['low']:.0f} to {100 * first['high']:.0f}.",
    ]
    thesis = weighing.thesis()
    if thesis in found.summary.index:
        median = 100 * found.summary.loc[thesis, "median"]
        said.append(f"On {thesis}, the thesis: median {median:.0f}.")
    said.append("Yours are left out." if marked is None else f"Your own are marked: {marked}.")
    return " ".join(said)


def _of_class(summary: pd.DataFrame, claim: str, short: pd.Series) -> str:
    """Show what the class holds of a claim, as HTML."""
    if claim not in summary.index:
        return ""
    row = summary.loc[[claim]]
    shown = {
        "Students": row["students"],
        "Median": (100 * row["median"]).round(),
        "Middle half from": (100 * row["low"]).round(),
        "to": (100 * row["high"]).round(),
    }
    return table_html(pd.DataFrame(shown), f"The class on {short[claim]}")


@entry(ClassComparison, "folder")
def compare_class(**start) -> ClassComparison:
    """Compare the work of a class, from files that students saved out.

    Parameters
    ----------
    folder : str, optional
        A folder beside the lessons, or anywhere. No name of a student is asked for or shown.
    example : bool, optional
        Show an invented class instead, to see what the comparison looks like.
    view : str, optional
        "Stance before and after", "Most missed", "Credences" or "What was learnt".
    order : {"spread", "close", "median"}, optional
        Which claims are shown first.
    own : bool, optional
        Whether the reader's own credences are marked.
    look : str, optional
        Claim that is opened.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    ClassComparison
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return ClassComparison(**start)
