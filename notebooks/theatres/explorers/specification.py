"""Floor 3: every specification at once, and the student's own results of all tests."""

from __future__ import annotations

import html

import ipywidgets as W
import pandas as pd

from .. import work
from ..charts import decoupling as charts
from ..model import network, specification
from .base import Explorer, LiveChart, choose
from .details import table_html
from .drawer import LATEST, WRAP, Drawer, Keeper, pick, put
from .wording import in_p


class SpecificationCurve(Explorer):
    """Every way of doing the theatre test that the student finds defensible, run at once."""

    def __init__(self, **start):
        self.ties = network.ties()
        self.allowed = {
            c: W.SelectMultiple(
                options=[(meaning, key) for key, meaning in options.items()],
                value=tuple(options),
                rows=min(len(options), 6),
                layout={"width": "21em"},
                tooltip=f"{specification.NAMES[c]}: hold Ctrl to choose several",
            )
            for c, options in specification.CHOICES.items()
        }
        boxes = [
            W.VBox([W.HTML(f"<b>{html.escape(specification.NAMES[c])}</b>"), select])
            for c, select in self.allowed.items()
        ]
        for c, select in self.allowed.items():
            select.description, select.style = "", {"description_width": "0"}
        self.boxes = W.Box(boxes, layout={"flex_flow": "row wrap", "display": "none"})
        self.fold = W.ToggleButton(
            value=False,
            description="Which choices are defensible?",
            tooltip="Show or hide the choices; press Run after a change",
            icon="list",
            layout={"width": "20em"},
        )
        self.fold.observe(
            lambda change: setattr(
                self.boxes.layout, "display", "flex" if change["new"] else "none"
            ),
            "value",
        )
        self.many = W.IntSlider(
            value=500,
            min=100,
            max=2000,
            step=100,
            description="Specifications",
            continuous_update=False,
            style={"description_width": "auto"},
            layout={"width": "26em"},
        )
        self.yardstick = pick("Supports the thesis if", specification.YARDSTICKS, "32em")
        self.yardstick.value = "not fewer"
        self.below = choose(
            "Below the curve",
            [(name, c) for c, name in specification.NAMES.items()],
            "source",
            "22em",
        )
        put(
            "specification_curve",
            {**self.allowed, "n": self.many, "yardstick": self.yardstick, "below": self.below},
            start,
        )
        self.run = W.Button(
            description="Run",
            button_style="primary",
            tooltip="Run the test under the choices left open",
            layout={"width": "6em"},
        )
        self.bar = W.IntProgress(value=0, max=100, layout={"width": "14em"})
        self.keep, self.drawer = Keeper("curve"), Drawer("Open ties")
        self.spec = W.Dropdown(
            description="Open a specification",
            options=[("none", -1)],
            value=-1,
            style={"description_width": "auto"},
            layout={"width": "46em"},
        )
        self.details = W.HTML()
        self.stale = False
        self._compute()
        if "below" not in start and len(self.able):  # the chart shows what the words name
            self.below.value = next(iter(self._drivers().index), self.below.value)
        self.chart = LiveChart(
            self.still(), "Specification curve: one mark a specification, sorted by effect"
        )
        super().__init__(
            "Specification curve",
            [
                W.Box([self.fold, self.many, self.run, self.bar], layout=WRAP),
                self.boxes,
                W.Box([self.yardstick, self.below, self.keep.button], layout=WRAP),
                self.chart,
                W.VBox([self.spec, self.details, self.drawer]),
            ],
        )
        for control in [*self.allowed.values(), self.many]:
            control.observe(self._changed, "value")
        self.yardstick.observe(self._judged, "value")
        self.below.observe(self._repaint, "value")
        self.spec.observe(self._opened, "value")
        self.run.on_click(self._run)
        self.chart.observe(self._clicked, "picked")
        self.keep.wire(self, self.short)
        self._offer()

    def _chosen(self) -> dict:
        return {c: list(s.value) or list(specification.CHOICES[c]) for c, s in self.allowed.items()}

    def _compute(self) -> None:
        chosen = self._chosen()
        self.all = specification.how_many(**chosen)
        done = specification.curve(
            specification.specifications(self.many.value, **chosen),
            self.ties,
            progress=lambda i, n: setattr(self.bar, "value", round(100 * i / n)),
        )
        self.results, self.able, self.driven = done, done[done["verdict"] != "cannot say"], {}

    def _drivers(self) -> pd.DataFrame:
        """Say what each choice explains by the yardstick chosen, worked out once a run."""
        if self.yardstick.value not in self.driven:
            self.driven[self.yardstick.value] = specification.drivers(
                self.able, self.yardstick.value
            )
        return self.driven[self.yardstick.value]

    def short(self) -> str:
        """Say the result in one line, for the summary."""
        if self.able.empty:
            return "No specification can say."
        return f"{len(self.able)} specifications. {self._support()}"

    def _support(self) -> str:
        """Say the share of support by every yardstick, so that none speaks alone."""
        shares = [
            f"{share:.0%} ({specification.YARDSTICKS[y]})"
            for y, share in specification.support(self.able).items()
        ]
        return f"In support of the thesis, by yardstick: {', '.join(shares)}."

    def words(self) -> str:
        if self.able.empty:
            return f"None of {len(self.results)} specifications has ten ties and something to vary. Leave more choices open."
        counts = self.able["verdict"].value_counts()
        drive = self._drivers()
        text = (
            f"{len(self.results)} of {self.all:,} specifications run; {len(self.results) - len(self.able)} cannot say (under ten ties, or nothing to vary). Of the other {len(self.able)}, more ties cross than chance gives in {counts.get('more', 0)}, "
            f"fewer in {counts.get('fewer', 0)}, neither in {counts.get('like', 0)}. {self._support()}"
        )
        if len(drive):
            top = drive.iloc[0]
            meaning = specification.CHOICES[drive.index[0]]
            text += f" By the yardstick “{specification.YARDSTICKS[self.yardstick.value]}”, what drives the answer most is “{specification.NAMES[drive.index[0]].lower()}” ({top['explains']:.0%} of the variance): from {top['from']:.0%} support ({meaning[top['lowest']]}) to {top['to']:.0%} ({meaning[top['highest']]})."
        return (
            text
            + (
                f" Choices have changed: {self.open:,} specifications are now open, of which {min(self.open, self.many.value):,} will be drawn. Press Run."
                if self.stale
                else ""
            )
            + self.keep.note(self.short())
        )

    def still(self):
        if self.able.empty:
            return None
        measure = "share" if self.yardstick.value == "half" else "effect"
        return charts.specification_chart(
            self.able,
            self.below.value,
            specification.NAMES[self.below.value],
            specification.CHOICES[self.below.value],
            measure,
        )

    def _offer(self) -> None:
        """List the specifications, and what each choice does to the answer."""
        measure = "share" if self.yardstick.value == "half" else "effect"
        rows = self.able.sort_values(measure)
        self.spec.unobserve(self._opened, "value")
        self.spec.options = [("none", -1)] + [
            (
                f"{r.effect:+.0%} ({r.verdict}), {r.ties} ties: {r.kinds}, {r.source}, {r.year}, Russia {r.russia}, USA {r.usa} (no. {i})",
                i,
            )
            for i, r in zip(rows.index, rows.itertuples())
        ]
        self.spec.value = -1
        self.spec.observe(self._opened, "value")
        self._opened()

    def _opened(self, *_) -> None:
        i = self.spec.value
        if i is None or i < 0:
            drive = self._drivers()
            shown = pd.DataFrame(
                {
                    "Choice": [specification.NAMES[c] for c in drive.index],
                    "Explains": [f"{v:.0%}" for v in drive["explains"]],
                    "Least support": [
                        f"{p:.0%}: {specification.CHOICES[c][o]}"
                        for c, o, p in zip(drive.index, drive["lowest"], drive["from"])
                    ],
                    "Most support": [
                        f"{p:.0%}: {specification.CHOICES[c][o]}"
                        for c, o, p in zip(drive.index, drive["highest"], drive["to"])
                    ],
                }
            )
            self.details.value = f"<details><summary>What each choice does to the answer</summary>{table_html(shown, 'Share of specifications in support, by choice')}</details>"
            return self.drawer.fill({})
        one = self.able.loc[i]
        shown = pd.DataFrame(
            {
                "Choice": list(specification.NAMES.values()),
                "Taken": [specification.CHOICES[c][one[c]] for c in specification.NAMES],
            }
        )
        result = f"Specification {i}: {one['share']:.0%} of {one['ties']} ties cross, chance gives {one['expected']:.0%} ({in_p(one['p_more'])} for more, {in_p(one['p_fewer'])} for fewer)"
        self.details.value = table_html(shown, result)
        self.drawer.fill(
            {"ties of this specification": specification.rows_of(one.to_dict(), self.ties)}
        )

    def _changed(self, *_) -> None:
        self.stale = True
        self.open = specification.how_many(**self._chosen())
        self.tell()

    def _run(self, _) -> None:
        self.run.disabled = True
        try:
            self._compute()
        finally:
            self.run.disabled = False
        self.stale = False
        self._judged()

    def _repaint(self, *_) -> None:
        chart = self.still()
        if chart is not None:
            self.chart.repaint(chart)

    def _judged(self, *_) -> None:
        self._repaint()
        self._offer()
        self.tell()

    def _clicked(self, change) -> None:
        clicked = (change["new"].get("spec") or {}).get("spec") or [-1]
        if clicked[0] in {v for _, v in self.spec.options}:
            self.spec.value = clicked[0]


def specification_curve(**start) -> SpecificationCurve:
    """Open the specification curve and run it.

    Parameters
    ----------
    **start
        For each choice (``kinds``, ``source``, ``status``, ``year``, ``groups``, ``hubs``, ``russia``, ``usa``, ``where``, ``scope``,
        ``weights``, ``null``) the list of options that stay open; ``n`` (100 to 2,000), ``yardstick`` ("more", "not fewer",
        "half"), ``below`` (the choice shown below the curve; the one that drives the answer most, if not given).

    Returns
    -------
    SpecificationCurve
        Show it by leaving it as the last line of a cell.
    """
    return SpecificationCurve(**start)


TESTS = {
    "share": (
        "Test 1, shares against chance",
        "whether the border of the theatres holds ties back, as the border is drawn",
        "whether a crossing tie matters; whether chance is the right yardstick",
    ),
    "communities": (
        "Test 2, communities",
        "whether the network falls apart along geography or along camps",
        "whether a community acts together; another start or resolution may give others",
    ),
    "cut": (
        "Test 3, cutting",
        "how much would have to go before nothing joins the theatres",
        "whether the rest would react; one thin path counts as much as a strong one",
    ),
    "time": (
        "Test 4, a break in 2022",
        "whether newer ties cross more often than older ones",
        "why; and whether newer ties are merely better recorded",
    ),
    "events": (
        "Test 5, order of events",
        "whether events in one theatre tend to come after those in the other",
        "causes; the events were chosen, and often for being linked",
    ),
    "curve": (
        "Test 6, all choices at once",
        "how much of the answer is made by choices, and by which",
        "which choices are right; many specifications are not many pieces of evidence",
    ),
    "independent": (
        "Test 7, networks nobody drew up for this",
        "whether the border shows where no one chose the ties with this argument in mind",
        "whether promises, votes and trade are what the argument is about; what these networks leave out",
    ),
}


class OwnResults(Explorer):
    """The student's own results, each beside what its test can and cannot say."""

    def __init__(self):
        self.again = W.Button(
            description="Bring up to date",
            tooltip="Read the results again",
            layout={"width": "11em"},
        )
        self.table = W.HTML()
        super().__init__("What the tests say in your numbers", [self.again, self.table])
        self.again.on_click(self._refresh)
        self._refresh()

    def results(self) -> dict[str, str]:
        """Return the student's result of each test: the one kept, else the last one shown in this session."""
        return {t: work.get(f"test/{t}") or LATEST.get(t) or "Not run yet." for t in TESTS}

    def words(self) -> str:
        return "\n".join(f"{TESTS[t][0]}: {said}" for t, said in self.results().items())

    def _refresh(self, *_) -> None:
        said = self.results()
        kept = {
            t: "kept" if work.get(f"test/{t}") else "as last shown" if t in LATEST else ""
            for t in TESTS
        }
        shown = pd.DataFrame(
            {
                "Test": [v[0] for v in TESTS.values()],
                "Your result": list(said.values()),
                "": list(kept.values()),
                "It can show": [v[1] for v in TESTS.values()],
                "It cannot show": [v[2] for v in TESTS.values()],
            }
        )
        self.table.value = table_html(shown, "Seven tests, your settings")
        self._said.layout.display = "none"  # the table says the same
        self.tell()


def your_results() -> OwnResults:
    """Show your results of the seven tests, each beside what it can and cannot say.

    Returns
    -------
    OwnResults
        Show it by leaving it as the last line of a cell.
    """
    return OwnResults()
