"""Floor 3: who counts - published counts side by side, and our own sample under a chosen rule."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..charts import counts as charts
from ..model import pressure
from .details import card, event_card, event_details, judgements, source_table, table_html
from .panel import Choice, Number, Opens, Panel, Tick, View, entry
from .timeline import listed_events

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
ENOUGH = {
    "court": "a court must have found so",
    "attributed": "a government or the actor must say so",
    "suspected": "a suspicion is enough",
    "any": "nobody need be named",
}
MANY = 7  # figures; so many are no longer read out one by one
CHOSEN_BY_US = (
    "We chose these cases to teach with, from what was reported: the sample shows what a rule does,"
    " not how much there is."
)


def _rules(panel) -> dict[str, str]:
    """Return what it takes to be counted, of the topic shown."""
    rules = [] if panel.ours else pressure.figures(panel.topic.value)["rule"]
    return {"": "any rule", **{rule: rule for rule in rules}}


def _kind(label: str) -> Tick:
    """Let in one kind of incident of our sample."""
    return Tick(label, start=True, width="8em", when=lambda p: p.ours, hides=True)


class CountComparison(Panel):
    """One topic at a time: what each counter counts, over which time, and how much it comes to."""

    title = "Who counts"
    floor = 440
    words_above = True
    described = TOPICS
    foremost = ("topic", "year")

    topic = View(TOPICS, width="auto")
    year = Number("Year that stands out", 2014, 2026, start=2024, width="26em")
    only = Choice(
        "What it takes to be counted",
        _rules,
        start="",
        follows=("topic",),
        when=lambda p: len(_rules(p)) > 2,  # one rule is no choice
        hides=True,
        width="26em",
    )
    rule = Choice(
        "We count an act if",
        RULES,
        start="any",
        param="level",
        when=lambda p: p.ours,
        hides=True,
        width="34em",
    )
    sabotage, cyber, incursion = _kind("sabotage"), _kind("cyber"), _kind("incursion")
    one = Opens("Open", mark="row", param="chosen")

    @property
    def ours(self) -> bool:
        """Whether our own sample is shown."""
        return self.topic.value == OURS

    def work_out(self) -> None:
        """Read the rows of the topic."""
        self.rows = pressure.incidents() if self.ours else pressure.figures(self.topic.value)

    def shown(self) -> pd.DataFrame:
        """Return the incidents, or the published figures, that the controls let through now."""
        rows, now = self.rows, self.now
        if not self.ours:
            return rows[rows["rule"] == now.only] if now.only else rows
        kinds = [kind for kind in charts.KINDS if getattr(now, kind)]
        firm = rows["firm"].isin(pressure.RULES[now.rule])
        return rows[firm & rows["kind"].astype(str).isin(kinds)]

    def headline(self) -> str:
        now = self.now
        if self.ours:
            return f"How many incidents in {now.year}, if {ENOUGH[now.rule]}?"
        return f"Who counts {TOPICS[now.topic]}, how, and how many in {now.year}?"

    def words(self) -> str:
        return self._words_ours() if self.ours else self._words_published()

    def _words_ours(self) -> str:
        year, counts = self.year.value, self.shown()["year"].value_counts()
        n, before = int(counts.get(year, 0)), counts[counts.index < year]
        text = [
            f"Our sample under this rule: {len(self.shown())} incidents in Europe"
            f" from 2014 to 2026, {n} of them in {year}."
        ]
        if len(before):
            text += _against_earlier(year, n, before)
            later = counts[(counts.index > year) & (counts > n)].sort_index()
            if len(later):
                more = ", ".join(f"{y} ({k})" for y, k in later.items())
                text.append(f"Later years with more: {more}.")
        else:
            text.append("No earlier year has any.")
        return " ".join([*text, CHOSEN_BY_US])

    def _words_published(self) -> str:
        year, rows = self.year.value, self.shown()
        touching = pressure.covering(rows, year)
        whole = touching[touching["whole_year"] == year]
        longer = touching.drop(whole.index)
        published = "" if (rows["rule"] == "counted by us").any() else "published "
        text = [
            f"{len(rows)} {published}figures on {self.topic.value}; {len(touching)} touch {year}.",
            f"For just that year: {_listed(whole)}."
            if len(whole)
            else "None is for just that year.",
        ]
        if len(longer):
            said = _listed(longer) if len(longer) < MANY else f"{len(longer)} more"
            text.append(f"For another span of time, or no count of that year: {said}.")
        grown = pressure.growth(rows, year - 1, year)
        if len(grown):
            times = [f"{_plain(label)} times {factor:.3g}" for label, factor in grown.items()]
            text.append(f"From {year - 1}: {'; '.join(times)}.")
        return " ".join([*text, "Each counts something else: open one to read what."])

    def still(self):
        draw, takes = (
            (charts.sample, charts.SAMPLE_PARAMS) if self.ours else (charts.spans, charts.PARAMS)
        )
        return draw(self.rows, **{k: v for k, v in self.params().items() if k in takes})

    @one.offers
    def offered(self) -> list[tuple[str, str]]:
        """Return a line and the id of each incident or figure shown."""
        rows = self.shown()
        if self.ours:
            return listed_events(rows)
        return [(f"{r.label}: {r.text}, to {r.end} ({r.id})", r.id) for r in rows.itertuples()]

    @one.cards
    def row_card(self, row: str) -> str:
        """Return what the card says of an incident or a figure."""
        if self.ours:
            return event_card(self.rows, row)
        one = self.rows[self.rows["id"] == row].iloc[0]
        said = f"For {one['start'] or 'a start not stated'} to {one['end']}."
        if isinstance(one["definition"], str):
            said += f" Counted: {one['definition']}"
        return card(f"{one['label']}: {one['text']}", said, sources=one["sources"])

    @one.shows
    def row_opened(self, row: str) -> str:
        """Return an incident, or a figure with its definition, with their sources."""
        show = event_details if self.ours else figure_details
        return show(self.rows, row) if row else ""


def _against_earlier(year: int, n: int, before: pd.Series) -> list[str]:
    """Say how a year stands beside the highest of the years before it."""
    most = int(before.max())
    when = ", ".join(map(str, sorted(before.index[before == most])))
    if n < most:
        verdict = "below an earlier year"
    else:
        verdict = f"{'above' if n > most else 'level with'} every earlier year"
    return [
        f"The most in any earlier year: {most} ({when}).",
        f"By this count {year} is {verdict}.",
    ]


def _plain(label: str) -> str:
    return label.removesuffix(", a year")


def _listed(rows: pd.DataFrame) -> str:
    return "; ".join(f"{_plain(r.label)}: {r.text}" for r in rows.itertuples())


def figure_details(rows: pd.DataFrame, figure: str) -> str:
    """Show a published figure with its definition, judgements and sources, as HTML."""
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


@entry(CountComparison, "topic")
def compare_counts(**start) -> CountComparison:
    """Open the comparison of counts.

    Parameters
    ----------
    topic : str, optional
        "incidents", "patrols", "espionage", "nuclear signals" (each as others counted them), or
        "our own sample".
    year : int, optional
        The year that stands out, 2014 to 2026.
    only : str, optional
        For published counts: what it takes to be counted.
    rule : {"court", "attributed", "suspected", "any"}, optional
        For our own sample: what it takes for an act to be counted.
    sabotage, cyber, incursion : bool, optional
        For our own sample: whether acts of that kind are counted.
    one : str, optional
        Id of a figure or incident opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    CountComparison
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return CountComparison(**start)
