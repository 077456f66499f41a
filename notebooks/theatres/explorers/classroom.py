"""Floor 3: a class together - where it stood and stands, what it missed, what it believes."""

from __future__ import annotations

import textwrap
from pathlib import Path

import ipywidgets as W
import pandas as pd

from .. import work
from ..charts import classroom as charts
from ..model import argumentmap, classroom, gains, weighing
from .argument import node_details
from .base import Explorer, LiveChart, choose
from .details import table_html
from .download import Download

ROW = {"flex_flow": "row wrap"}
STANCE, MISSED = "Stance before and after", "Most missed"
BELIEVED, LEARNT = "Credences", "What was learnt"
VIEWS = {
    STANCE: "A line for each student, from stance before to stance after",
    MISSED: "Self-checks by how many students have not got them yet",
    BELIEVED: "A dot for each student's credence in each claim",
    LEARNT: "The ten items of before and after: a line for each student",
}
ORDERS = {
    "spread": ("where we disagree most", ("spread", False)),
    "close": ("where we agree most", ("spread", True)),
    "median": ("what we believe most", ("median", False)),
}
SHOWN = 12  # claims or questions in a chart
LABEL = 48  # letters of a question beside its bar


class ClassComparison(Explorer):
    """A class's stances, what it misses, believes and has learnt, and a table of marks."""

    def __init__(self, folder: str, example: bool):
        self.argument = argumentmap.read()
        self.short = self.argument.claims["short"]
        self.folder = W.Text(
            value=folder,
            description="Folder of work files",
            style={"description_width": "auto"},
            layout={"width": "28em"},
            continuous_update=False,
        )
        self.example = W.Checkbox(
            value=example,
            description="an invented class instead",
            indent=False,
            layout={"width": "16em"},
        )
        self.view = W.ToggleButtons(
            options=list(VIEWS), tooltips=list(VIEWS.values()), style={"button_width": "15em"}
        )
        orders = [(said, order) for order, (said, _) in ORDERS.items()]
        self.order = choose("Show first", orders, "spread", "22em")
        self.own = W.Checkbox(
            value=True, description="and my own credences", indent=False, layout={"width": "14em"}
        )
        opened = [("nothing", ""), *[(f"{c} {s}", c) for c, s in self.short.items()]]
        self.look = choose("Open", opened, "", "40em")
        self.details, self.stage, self.charts = W.HTML(), W.Box(), {}
        self.credences_only = W.Box([self.order, self.own], layout={**ROW, "display": "none"})
        self.closer = W.VBox([self.look, self.details], layout={"display": "none"})
        self.figures = W.HTML(layout={"display": "none"})
        marks = Download("One row a student, for a gradebook (CSV)", self.gradebook)
        self._read()
        self._paint()
        super().__init__(
            "The class",
            [
                W.Box([self.folder, self.example], layout=ROW),
                self.view,
                self.credences_only,
                self.stage,
                W.VBox([self.closer, self.figures, marks]),
            ],
        )
        for control in (self.folder, self.example):
            control.observe(self._again, "value")
        for control in (self.order, self.own, self.view):
            control.observe(self._moved, "value")
        self.look.observe(self._opened, "value")

    @property
    def place(self) -> Path:
        """The whole path of the folder."""
        place = Path(self.folder.value)
        return place if place.is_absolute() else Path(__file__).resolve().parents[2] / place

    def _read(self) -> None:
        if self.example.value:
            self.works, self.left_out = classroom.invented_work(), []
        else:
            self.works, self.left_out = work.class_work(self.place)
        self.stances, self.missed = classroom.stances(self.works), classroom.missed(self.works)
        self.learnt = gains.class_gain(self.works)
        self.people = pd.DataFrame(
            {
                name: {
                    key.removeprefix(work.CREDENCE): value
                    for key, value in kept.items()
                    if key.startswith(work.CREDENCE) and work.is_credence(value)
                }
                for name, kept in self.works.items()
            }
        ).T
        found = classroom.class_summary(self.people)
        self.summary = found[found.index.isin(self.short.index)]

    def shown(self) -> pd.DataFrame:
        """Return the twelve claims that stand first."""
        by, up = ORDERS[self.order.value][1]
        rows = self.summary.sort_values(by, ascending=up, kind="stable").head(SHOWN)
        return rows.assign(label=[f"{c} {self.short[c]}" for c in rows.index])

    def words(self) -> str:
        left = f" Left out: {' '.join(self.left_out)}" if self.left_out else ""
        if not self.works:
            return (
                f"No students' work was found in the folder {self.place}."
                " Each saves a file with my_work(); put the files into one folder beside the"
                f" lessons and write its name above.{left}"
            )
        kind = "An invented class" if self.example.value else "The class"
        told = {
            STANCE: self._stood,
            MISSED: self._lacked,
            BELIEVED: self._believed,
            LEARNT: self._learnt,
        }
        return f"{kind}: {len(self.works)} students. {told[self.view.value]()}{left}"

    def _stood(self) -> str:
        both = self.stances.dropna()
        if self.stances.empty:
            return "Nobody has said yet where they stand."
        if both.empty:
            before = self.stances["before"].median()
            return f"{len(self.stances)} have said where they stood (median {before:.0f} of 100)."
        moved = both["after"] - both["before"]
        return (
            f"{len(both)} gave a stance before and after: median {both['before'].median():.0f}"
            f" then, {both['after'].median():.0f} now; {(moved > 0).sum()} moved towards “cannot"
            f" be parted”, {(moved < 0).sum()} away, {(moved == 0).sum()} stayed."
        )

    def _lacked(self) -> str:
        if self.missed.empty:
            return "No self-check is missed by anybody so far."
        first = self.missed.iloc[0]
        return (
            f"{len(self.missed)} self-checks are not right yet for somebody. Most missed:"
            f" {first['id']} in lesson {first['lesson']}, by {first['missed']} of"
            f" {first['tried']} who tried: {first['question']}"
        )

    def _believed(self) -> str:
        if self.summary.empty:
            return "No claim has been weighed by two or more."
        first = self.shown().iloc[0]
        said = [
            f"{len(self.summary)} claims that two or more have weighed.",
            f"First here: {first['label']}, median {100 * first['median']:.0f},"
            f" middle half from {100 * first['low']:.0f} to {100 * first['high']:.0f}.",
        ]
        thesis = weighing.thesis()
        if thesis in self.summary.index:
            median = 100 * self.summary.loc[thesis, "median"]
            said.append(f"On {thesis}, the thesis: median {median:.0f}.")
        marked = len(self._mine())
        said.append(f"Your own are marked: {marked}." if self.own.value else "Yours are left out.")
        return " ".join(said)

    def _learnt(self) -> str:
        gain = self.learnt["gain"]
        if gain.empty:
            return "Nobody has taken both forms of before and after (lesson 97)."
        before, after = (100 * gain[when].mean() for when in gains.TIMES)
        said = [f"Right of the ten items: {before:.0f} percent before, {after:.0f} after."]
        if gain["gain"].notna().any():
            part = 100 * gain["gain"].mean()
            said.append(f"Of what could still be learnt, {part:.0f} percent was, on average.")
        return " ".join([*said, self.learnt["said"]])

    def _learnt_tables(self) -> str:
        """Show each item's difficulty and discrimination, and where minds moved, as HTML."""
        items = self.learnt["items"].round(2).astype(object)
        items = items.where(items.notna(), "too few to tell")
        minds = self.learnt["minds"].reset_index()
        difficulty = "Each item: difficulty is the share right, discrimination how far it goes"
        return table_html(items, f"{difficulty} with the rest of its form") + table_html(
            minds, "Each sense of “decoupled”: medians of those who gave both"
        )

    def _mine(self) -> dict[str, float]:
        """Return the reader's own credences in the claims shown, by label."""
        kept = work.kept_credences()
        rows = self.shown()
        return {label: kept[c] for c, label in rows["label"].items() if c in kept}

    def still(self):
        if self.view.value == STANCE:
            return None if self.stances.empty else charts.stance_dots(self.stances)
        if self.view.value == MISSED:
            rows = self.missed.head(SHOWN)
            cut = [textwrap.shorten(q, LABEL, placeholder="…") for q in rows["question"]]
            labels = rows["lesson"].astype(str) + ": " + cut + " (" + rows["id"] + ")"
            return None if rows.empty else charts.missed_bars(rows.assign(label=labels))
        if self.view.value == LEARNT:
            gain = self.learnt["gain"]
            return None if gain.empty else charts.gain_dots(gain)
        if self.summary.empty:
            return None
        rows = [
            (label, round(100 * value, 1))
            for claim, label in self.shown()["label"].items()
            for value in self.people[claim].dropna().sort_values()
        ]
        people = pd.DataFrame(rows, columns=["label", "percent"])
        return charts.credence_dots(people, self._mine() if self.own.value else None)

    def gradebook(self) -> tuple[str, str, str]:
        """Return name, media type and text of a table with one row a student."""
        if not self.works:
            return "", "", f"There is no work in {self.place} to make a table of."
        text = classroom.gradebook(self.works).to_csv(index=False, lineterminator="\n")
        return work.file_name("class", "csv"), "text/csv", text

    def _paint(self) -> None:
        """Show the chart of the view; none, and so no axis, where there is nothing to draw."""
        view, drawn = self.view.value, self.still()
        if drawn is None:
            self.stage.children = ()
            return
        if view in self.charts:
            self.charts[view].repaint(drawn)
        else:
            self.charts[view] = LiveChart(drawn, VIEWS[view])
            self.charts[view].observe(self._clicked, "picked")
        self.stage.children = (self.charts[view],)

    def _again(self, *_) -> None:
        self._read()
        self._moved()

    def _moved(self, *_) -> None:
        shown = None if self.view.value == BELIEVED else "none"
        self.credences_only.layout.display = self.closer.layout.display = shown
        learnt = self.view.value == LEARNT
        self.figures.layout.display = None if learnt else "none"
        self.figures.value = self._learnt_tables() if learnt else ""
        self._paint()
        self.tell()

    def _clicked(self, change) -> None:
        label = ((change["new"].get("bar") or {}).get("label") or [""])[0]
        if label:
            self.look.value = label.split()[0]

    def _opened(self, *_) -> None:
        if not self.look.value:
            self.details.value = ""
            return
        claim = self.look.value
        self.details.value = self._of_claim(claim) + node_details(claim, self.argument)

    def _of_claim(self, claim: str) -> str:
        """Show what the class holds of a claim, as HTML."""
        if claim not in self.summary.index:
            return ""
        row = self.summary.loc[[claim]]
        shown = {
            "Students": row["students"],
            "Median": (100 * row["median"]).round(),
            "Middle half from": (100 * row["low"]).round(),
            "to": (100 * row["high"]).round(),
        }
        return table_html(pd.DataFrame(shown), f"The class on {self.short[claim]}")


def compare_class(folder: str = "class_work", *, example: bool = False) -> ClassComparison:
    """Compare the work of a class, from files that students saved out.

    Parameters
    ----------
    folder : str, optional
        A folder beside the lessons, or anywhere. No name of a student is asked for or shown.
    example : bool, optional
        Show an invented class instead, to see what the comparison looks like.

    Returns
    -------
    ClassComparison
        Show it by leaving it as the last line of a cell.
    """
    return ClassComparison(folder, example)
