"""Floor 3: a class's credences together - what it believes, and where it disagrees most."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as W
import pandas as pd

from .. import tables, work
from ..charts import weighing as charts
from ..model import classroom, weighing
from .argument import node_details
from .base import Explorer, LiveChart, choose
from .details import table_html

ROW = {"flex_flow": "row wrap"}


class ClassComparison(Explorer):
    """Median and spread of a class's credences, and where it disagrees most."""

    def __init__(self, folder: str, example: bool):
        self.short = tables.read("claims").set_index("id")["short"]
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
        self.order = choose(
            "Show first",
            [
                ("where we disagree most", "spread"),
                ("where we agree most", "close"),
                ("what we believe most", "median"),
            ],
            "spread",
            "22em",
        )
        self.own = W.Checkbox(
            value=True, description="and my own credences", indent=False, layout={"width": "14em"}
        )
        self.look = choose(
            "Open", [("nothing", ""), *[(f"{c} {s}", c) for c, s in self.short.items()]], "", "40em"
        )
        self.details = W.HTML()
        self._read()
        self.chart = LiveChart(self.still(), "Credences of the class")
        super().__init__(
            "The class",
            [
                W.Box([self.folder, self.example, self.order, self.own], layout=ROW),
                self.chart,
                W.VBox([self.look, self.details]),
            ],
        )
        for control in (self.folder, self.example):
            control.observe(self._again, "value")
        for control in (self.order, self.own):
            control.observe(self._moved, "value")
        self.look.observe(self._opened, "value")
        self.chart.observe(self._clicked, "picked")

    def _read(self) -> None:
        place = Path(self.folder.value)
        place = place if place.is_absolute() else Path(__file__).resolve().parents[2] / place
        self.credences, self.left_out = (
            (classroom.invented_class(), []) if self.example.value else work.class_credences(place)
        )
        found = (
            classroom.class_summary(self.credences)
            if len(self.credences)
            else pd.DataFrame(columns=["students", "median", "low", "high", "spread"])
        )
        self.summary = found[found.index.isin(self.short.index)]

    def shown(self) -> pd.DataFrame:
        """Return the twelve claims that stand first."""
        by, up = {
            "spread": ("spread", False),
            "close": ("spread", True),
            "median": ("median", False),
        }[self.order.value]
        rows = self.summary.sort_values(by, ascending=up, kind="stable").head(12)
        return rows.assign(label=[f"{c} {self.short[c]}" for c in rows.index])

    def words(self) -> str:
        left = f" Left out: {' '.join(self.left_out)}" if self.left_out else ""
        if self.summary.empty:
            place = Path(self.folder.value).name
            return (
                f"No two students' credences were found in the folder “{place}”."
                " Each saves a file with my_work(); put the files into one folder beside the"
                f" lessons and write its name above.{left}"
            )
        rows, first = self.summary, self.shown().iloc[0]
        kind = "An invented class" if self.example.value else "The class"
        said = [
            f"{kind}: {len(self.credences)} students,"
            f" {len(rows)} claims that two or more have weighed.",
            f"First here: {first['label']}, median {100 * first['median']:.0f},"
            f" middle half from {100 * first['low']:.0f} to {100 * first['high']:.0f}.",
        ]
        if weighing.THESIS in rows.index:
            median = 100 * rows.loc[weighing.THESIS, "median"]
            said.append(f"On {weighing.THESIS}, the thesis: median {median:.0f}.")
        if self.own.value:
            said.append(f"Your own credences are marked: {len(work.kept_credences())}.")
        else:
            said.append("Your own are left out.")
        return " ".join(said) + left

    def still(self):
        own = (
            {
                f"{c} {self.short[c]}": v
                for c, v in work.kept_credences().items()
                if c in self.short.index
            }
            if self.own.value
            else None
        )
        return charts.class_spread(self.shown(), own)

    def _again(self, *_) -> None:
        self._read()
        self._moved()

    def _moved(self, *_) -> None:
        self.chart.repaint(self.still())
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
        table = self.summary.loc[[claim]] if claim in self.summary.index else pd.DataFrame()
        shown = (
            pd.DataFrame(
                {
                    "Students": table["students"],
                    "Median": (100 * table["median"]).round(),
                    "Middle half from": (100 * table["low"]).round(),
                    "to": (100 * table["high"]).round(),
                }
            )
            if len(table)
            else pd.DataFrame()
        )
        reasons = tables.read("reasons").astype(
            {"relation": str, "kind": str, "scheme": str, "strength": int}
        )
        positions = tables.read("positions").set_index("id")["position"]
        self.details.value = (
            table_html(shown, f"The class on {claim}") if len(shown) else ""
        ) + node_details(
            claim,
            reasons,
            lambda n: self.short.get(n, positions.get(n)),
            tables.read("actors").set_index("id")["name"],
        )


def compare_class(folder: str = "class_work", *, example: bool = False) -> ClassComparison:
    """Compare the credences of a class, from files that students saved out.

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
