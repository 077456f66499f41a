"""Floor 3: who counts - published counts side by side, each with its definition, and our own sample under a chosen rule."""

from __future__ import annotations

import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import counts as charts
from ..model import pressure
from .base import Explorer, LiveChart, choose
from .details import event_details, judgements, source_table, table_html
from .timeline import offer, take

OURS = "our own sample"
TOPICS = {
    "incidents": "hybrid incidents",
    "patrols": "joint patrols",
    "espionage": "espionage",
    "nuclear signals": "nuclear signals",
    OURS: "hybrid incidents, our own sample",
}
RULES = {
    "court": "a court found so",
    "attributed": "… or a government or the actor says so",
    "suspected": "… or officials or the press suspect it",
    "any": "… or nobody is named at all",
}


class CountComparison(Explorer):
    """One topic at a time: what each counter counts, over which time, and how much it comes to."""

    def __init__(self, topic: str, year: int, rule: str):
        self.topic = choose("Count", [(v, k) for k, v in TOPICS.items()], topic, "22em")
        self.year = W.IntSlider(
            value=year,
            min=2014,
            max=2026,
            description="Year that stands out",
            style={"description_width": "auto"},
            layout={"width": "26em"},
        )
        self.only = choose("What it takes to be counted", [("any rule", "")], "", "26em")
        self.rule = choose("We count an act if", [(v, k) for k, v in RULES.items()], rule, "34em")
        self.kinds = [
            W.Checkbox(value=True, description=k, indent=False, layout={"width": "8em"})
            for k in ("sabotage", "cyber", "incursion")
        ]
        self.one = W.Dropdown(
            description="Open",
            options=[("none", "")],
            value="",
            style={"description_width": "auto"},
            layout={"width": "48em"},
        )
        self.stage, self.extra, self.details = (
            W.Box(),
            W.Box(layout={"flex_flow": "row wrap"}),
            W.HTML(),
        )
        self._load()
        super().__init__(
            "Who counts",
            [
                W.Box([self.topic, self.year, self.extra], layout={"flex_flow": "row wrap"}),
                self.stage,
                W.VBox([self.one, self.details]),
            ],
        )
        self._show()
        self.topic.observe(self._turned, "value")
        self.only.observe(self._moved, "value")
        for control in (self.year, self.rule, *self.kinds):
            control.observe(self._moved, "value")
        self.one.observe(self._opened, "value")
        self._moved()

    @property
    def ours(self) -> bool:
        """Whether our own sample is shown."""
        return self.topic.value == OURS

    def _load(self) -> None:
        self.rows = pressure.incidents() if self.ours else pressure.figures(self.topic.value)

    def _show(self) -> None:
        """Put the chart of the topic on the stage, with the controls that act on it."""
        if self.ours:
            self.extra.children = (self.rule, *self.kinds)
        else:
            rules = list(dict.fromkeys(self.rows["rule"]))
            self.only.options = [("any rule", ""), *[(r, r) for r in rules]]
            self.extra.children = (self.only,) if len(rules) > 1 else ()
        self.chart = LiveChart(self.still(), TOPICS[self.topic.value])
        self.chart.follow(self.year, "year")
        if self.ours:
            self.chart.follow(self.rule, "level")
            for box in self.kinds:
                self.chart.follow(box, box.description)
        else:
            self.chart.follow(self.only, "only")
        self.chart.observe(
            lambda change: take(
                self.one, change["new"].get("event") or change["new"].get("figure")
            ),
            "picked",
        )
        self.stage.children = [self.chart]

    def shown(self) -> pd.DataFrame:
        """Return the incidents, or the published figures, that the controls let through now."""
        if self.ours:
            kinds = [box.description for box in self.kinds if box.value]
            return self.rows[
                self.rows["firm"].isin(pressure.RULES[self.rule.value])
                & self.rows["kind"].astype(str).isin(kinds)
            ]
        return self.rows[self.rows["rule"] == self.only.value] if self.only.value else self.rows

    def words(self) -> str:
        return self._words_ours() if self.ours else self._words_published()

    def _words_ours(self) -> str:
        year, counts = self.year.value, self.shown()["year"].value_counts()
        n, before = int(counts.get(year, 0)), counts[counts.index < year]
        text = f"Our sample under this rule: {len(self.shown())} incidents in Europe from 2014 to 2026, {n} of them in {year}. "
        if len(before):
            most = int(before.max())
            when = ", ".join(map(str, sorted(before.index[before == most])))
            verdict = (
                f"{year} is {'above' if n > most else 'level with' if n == most else 'below'} every earlier year"
                if n >= most
                else f"{year} is below an earlier year"
            )
            text += f"The most in any earlier year: {most} ({when}). By this count {verdict}. "
            later = counts[(counts.index > year) & (counts > n)]
            text += (
                f"Later years with more: {', '.join(f'{y} ({k})' for y, k in later.sort_index().items())}. "
                if len(later)
                else ""
            )
        else:
            text += "No earlier year has any. "
        return (
            text
            + "We chose these cases to teach with, from what was reported: the sample shows what a rule does, not how much there is."
        )

    def _words_published(self) -> str:
        year, rows = self.year.value, self.shown()
        touching = pressure.covering(rows, year)
        whole = touching[touching["whole_year"] == year]
        published = "" if (rows["rule"] == "counted by us").any() else "published "
        text = (
            f"{len(rows)} {published}figures on {self.topic.value}; {len(touching)} touch {year}. "
        )
        text += (
            f"For just that year: {_listed(whole)}. "
            if len(whole)
            else "None is for just that year. "
        )
        longer = touching.drop(whole.index)
        if len(longer):
            text += f"For another span of time, or no count of that year: {_listed(longer) if len(longer) < 7 else f'{len(longer)} more'}. "
        grown = pressure.growth(rows, year - 1, year)
        if len(grown):
            text += (
                f"From {year - 1}: "
                + "; ".join(
                    f"{label.removesuffix(', a year')} times {factor:.3g}"
                    for label, factor in grown.items()
                )
                + ". "
            )
        return text + "Each counts something else: open one to read what."

    def still(self):
        if self.ours:
            return charts.sample(
                self.rows,
                level=self.rule.value,
                year=self.year.value,
                chosen=self.one.value or "",
                **{box.description: box.value for box in self.kinds},
            )
        return charts.spans(
            self.rows, year=self.year.value, only=self.only.value or "", chosen=self.one.value or ""
        )

    def _turned(self, *_):
        self._load()
        self.only.unobserve(self._moved, "value")
        self._offer([])
        self._show()
        self.only.observe(self._moved, "value")
        self._moved()

    def _offer(self, rows) -> None:
        if self.ours and len(rows):
            return offer(self.one, rows, self._opened)
        options = [
            ("none", ""),
            *(
                [(f"{r.label}: {r.text}, to {r.end} ({r.id})", r.id) for r in rows.itertuples()]
                if len(rows)
                else []
            ),
        ]
        kept = self.one.value if self.one.value in {v for _, v in options} else ""
        self.one.unobserve(self._opened, "value")
        self.one.options, self.one.value = options, kept
        self.one.observe(self._opened, "value")

    def _moved(self, *_):
        self._offer(self.shown())
        self._opened()
        self.tell()

    def _opened(self, *_):
        self.chart.chosen = self.one.value or ""
        show = event_details if self.ours else figure_details
        self.details.value = show(self.rows, self.one.value) if self.one.value else ""


def _listed(rows: pd.DataFrame) -> str:
    return "; ".join(f"{r.label.removesuffix(', a year')}: {r.text}" for r in rows.itertuples())


def figure_details(rows: pd.DataFrame, figure: str) -> str:
    """Show a published figure with its definition, the judgements that rest on it and its sources, as HTML."""
    one = rows[rows["id"] == figure].iloc[0]
    about = {
        "Figure": one["text"],
        "For the time": f"{one['start'] or 'start not stated'} to {one['end']}",
        "What is counted": one["definition"],
        "What it takes to be counted": one["rule"],
        "What sort of figure": tables.meanings("observations", "basis")[one["basis"]],
        "What to know": one["note"],
    }
    about = {k: v for k, v in about.items() if isinstance(v, str) and v}
    return (
        table_html(
            pd.DataFrame({one["id"]: about.keys(), one["label"]: about.values()}),
            f"{one['id']}, opened",
        )
        + judgements([figure])
        + source_table(one["sources"])
    )


def compare_counts(
    topic: str = "incidents", *, year: int = 2024, rule: str = "any"
) -> CountComparison:
    """Open the comparison of counts.

    Parameters
    ----------
    topic : str, optional
        "incidents", "patrols", "espionage", "nuclear signals" (each as others counted them), or "our own sample".
    year : int, optional
        The year that stands out, 2014 to 2026.
    rule : {"court", "attributed", "suspected", "any"}, optional
        For our own sample: what it takes for an act to be counted.

    Returns
    -------
    CountComparison
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If the topic, year or rule is not on offer; the message lists what is.
    """
    for what, value, known in (
        ("topic", topic, list(TOPICS)),
        ("year", year, list(range(2014, 2027))),
        ("rule", rule, list(RULES)),
    ):
        if value not in known:
            raise ValueError(
                f"there is no {what} {value!r}; choose one of {', '.join(map(str, known))}"
            )
    return CountComparison(topic, year, rule)
