"""Floor 3: every specification at once - what of the answer is made by choices, and by which."""

from __future__ import annotations

from contextlib import contextmanager

import ipywidgets as W
import pandas as pd

from ..charts import decoupling as charts
from ..model import network, specification
from .base import alike
from .details import card, folded, sources_of, table_html
from .panel import Choice, Choices, Number, Opens, entry
from .thesistest import ThesisTest
from .wording import in_p

TOLD = 4  # choices that a card names: its source stays in sight


def _open(choice: str) -> Choices:
    """Declare which options of a choice stay open."""
    name, options = specification.NAMES[choice], specification.CHOICES[choice]
    return Choices(name, options, whole=True, width="max-content")


class SpecificationCurve(ThesisTest):
    """Every way of doing the theatre test that the student finds defensible, run at once."""

    title = "Specification curve"
    described = "Specification curve: one mark a specification, sorted by effect"
    keeps = "curve"
    rows_called = "Open ties"
    redraws = False
    foremost = ("yardstick", "below")

    n = Number("Specifications", 100, 2000, step=100, start=500, live=False, width="26em")
    yardstick = Choice(
        "Supports the thesis if",
        specification.YARDSTICKS,
        start="not fewer",
        redraws=True,
        width="32em",
    )
    below = Choice(
        "Below the curve", specification.NAMES, start="source", redraws=True, width="22em"
    )
    kinds = _open("kinds")
    source = _open("source")
    status = _open("status")
    year = _open("year")
    groups = _open("groups")
    hubs = _open("hubs")
    russia = _open("russia")
    usa = _open("usa")
    where = _open("where")
    scope = _open("scope")
    weights = _open("weights")
    null = _open("null")
    spec = Opens("Open a specification", mark="spec", field="spec", param="opened", width="46em")

    def __init__(self, **start):
        self.ties, self.results, self.joint = network.ties(), None, None
        self._to_run, self._below_given = True, "below" in start
        self.run = alike(
            W.Button,
            description="Run",
            button_style="primary",
            tooltip="Run the test under the choices left open",
            layout={"width": "6em"},
        )
        self.joint_run = alike(
            W.Button,
            description="Joint test",
            tooltip="Deal the theatres out 500 times and run every specification each time",
            layout={"width": "8em"},
        )
        hidden = {"width": "14em", "visibility": "hidden"}  # its room is kept: nothing moves
        self.bar = W.IntProgress(value=0, max=100, layout=hidden)
        super().__init__(**start)
        self.add_class("theatres-curve")
        self.run.on_click(self._run)
        self.joint_run.on_click(self._run_joint)

    def buttons(self) -> list:
        return [self.run, self.joint_run, self.bar, self.keep.button]

    def chosen(self) -> dict[str, list]:
        """Return the options of each choice that stay open; all, where none is ticked."""
        values = self.values()
        return {c: list(values[c]) or list(specification.CHOICES[c]) for c in specification.CHOICES}

    def work_out(self) -> None:
        """Run at first and when asked to; else count what is open now."""
        asked = (self.n.value, self.chosen())
        if self._to_run:
            self._to_run, self._ran = False, asked
            self._compute(*asked)
        self.stale = asked != self._ran
        self.open_now = specification.how_many(**asked[1]) if self.stale else self.all

    def _compute(self, most: int, chosen: dict) -> None:
        self.all = specification.how_many(**chosen)
        first = self.results is None
        self.specs, self.joint = specification.specifications(most, **chosen), None
        self.results = specification.curve(self.specs, self.ties, progress=self._far)
        self.able = self.results[self.results["verdict"] != "cannot say"]
        self._driven, self._lines, self._counted = {}, {}, (None, None)
        self._shares = specification.support(self.able)
        if first and not self._below_given and len(self.able):
            # the chart shows what the words name
            self.below.value = next(iter(self._drivers().index), self.below.value)

    def _far(self, done: int, of: int) -> None:
        """Move the bar: how far a run is."""
        self.bar.value = round(100 * done / of)

    def _drivers(self) -> pd.DataFrame:
        """Say what each choice explains by the yardstick chosen, worked out once a run."""
        yardstick = self.yardstick.value
        if yardstick not in self._driven:
            self._driven[yardstick] = specification.drivers(self.able, yardstick)
        return self._driven[yardstick]

    def headline(self) -> str:
        support = specification.YARDSTICKS[self.yardstick.value]
        return f"Is the answer made by our choices? Support means: {support}"

    def short(self) -> str:
        if self.able.empty:
            return "No specification can say."
        return f"{len(self.able)} specifications. {self._support()}"

    def _support(self) -> str:
        """Say the share of support by every yardstick, so that none speaks alone."""
        shares = [
            f"{share:.0%} ({specification.YARDSTICKS[y]})" for y, share in self._shares.items()
        ]
        return f"In support of the thesis, by yardstick: {', '.join(shares)}."

    def words(self) -> str:
        if self.able.empty:
            return (
                f"None of {len(self.results)} specifications has ten ties and something to vary."
                " Leave more choices open."
            )
        return super().words()

    def result(self) -> str:
        counts, run = self.able["verdict"].value_counts(), len(self.results)
        more, fewer, like = (counts.get(verdict, 0) for verdict in ("more", "fewer", "like"))
        said = [
            f"Of {len(self.able)} specifications that can say, more ties cross than chance gives in"
            f" {more}, fewer in {fewer}, neither in {like}.",
            f"In all, {run} of {self.all:,} were run; {run - len(self.able)} cannot say (under ten"
            " ties, or nothing to vary).",
            self._support(),
            *self._most_driving(),
            *self._jointly(),
        ]
        if self.stale:
            drawn = min(self.open_now, self.n.value)
            said.append(
                f"Choices have changed: {self.open_now:,} specifications are now open,"
                f" of which {drawn:,} will be drawn. Press Run."
            )
        return " ".join(said)

    def _most_driving(self) -> list[str]:
        """Say which choice drives the answer most, if any does."""
        drive = self._drivers()
        if drive.empty:
            return []
        choice, top = drive.index[0], drive.iloc[0]
        meaning = specification.CHOICES[choice]
        return [
            f"By the yardstick “{specification.YARDSTICKS[self.yardstick.value]}”, what drives the"
            f" answer most is “{specification.NAMES[choice].lower()}” ({top['explains']:.0%} of"
            f" the variance): from {top['from']:.0%} support ({meaning[top['lowest']]}) to"
            f" {top['to']:.0%} ({meaning[top['highest']]})."
        ]

    def _jointly(self) -> list[str]:
        """Say what chance gives in all specifications together, once it has been asked."""
        if self.joint is None:
            return []
        found = [
            f"{r.measure} {r.observed}, chance gives {r.chance} ({in_p(r.p)})"
            for r in self.joint.rename(columns={"by chance": "chance"}).itertuples()
        ]
        return [f"Joint test of {self.joint['able'].iloc[0]} specifications: {'; '.join(found)}."]

    def _measure(self) -> str:
        return "share" if self.yardstick.value == "half" else "effect"

    def still(self):
        if self.able.empty:
            return None
        below = self.below.value
        names, options = specification.NAMES[below], specification.CHOICES[below]
        return charts.specification_chart(
            self.able, below, names, options, self._measure(), self.spec.value
        )

    @spec.offers
    def specs_offered(self) -> list[tuple[str, int]]:
        """Return each specification that can say, by what it found."""
        measure = self._measure()
        if measure not in self._lines:  # a run has hundreds
            self._lines[measure] = [
                (
                    f"{r.effect:+.0%} ({r.verdict}), {r.ties} ties: {r.kinds}, {r.source},"
                    f" {r.year}, Russia {r.russia}, USA {r.usa} (no. {r.Index})",
                    r.Index,
                )
                for r in self.able.sort_values(measure).itertuples()
            ]
        return self._lines[measure]

    @spec.cards
    def spec_card(self, spec: int) -> str:
        """Return what the card says of a specification: what it found, and by which choices."""
        one = self.able.loc[spec]
        found = f"{one['share']:.0%} of {one['ties']} ties cross; chance gives"
        said = {"more": "more than chance", "fewer": "fewer than chance", "like": "like chance"}
        taken = [
            f"{name}: {specification.CHOICES[choice][one[choice]]}"
            for choice, name in list(specification.NAMES.items())[:TOLD]
        ]
        return card(
            f"{found} {one['expected']:.0%}: {said[one['verdict']]}.",
            f"Specification {spec}: our own choices, no fact. All choices and sources are below.",
            told=f"{'; '.join(taken)}.",
            sources=sources_of(self._rows_of(spec)),
        )

    def _rows_of(self, spec: int) -> pd.DataFrame:
        """Return the ties of a specification, counted once for card, drawer and list."""
        if self._counted[0] != spec:
            rows = specification.rows_of(self.able.loc[spec].to_dict(), self.ties)
            self._counted = spec, rows
        return self._counted[1]

    @spec.shows
    def spec_opened(self, spec) -> str:
        """Return a specification with its ties, or what each choice does to the answer."""
        self.drawer.fill(self.behind())
        if spec == "":
            inner = table_html(self._effects(), "Share of specifications in support, by choice")
            return folded("By choice", inner)
        one = self.able.loc[spec]
        taken = [specification.CHOICES[choice][one[choice]] for choice in specification.NAMES]
        shown = pd.DataFrame({"Choice": list(specification.NAMES.values()), "Taken": taken})
        return table_html(
            shown,
            f"Specification {spec}: {one['share']:.0%} of {one['ties']} ties cross, chance gives"
            f" {one['expected']:.0%} ({in_p(one['p_more'])} for more,"
            f" {in_p(one['p_fewer'])} for fewer)",
        )

    def _effects(self) -> pd.DataFrame:
        drive = self._drivers()

        def said(share: str, option: str) -> list[str]:
            rows = zip(drive.index, drive[share], drive[option])
            return [f"{p:.0%}: {specification.CHOICES[choice][o]}" for choice, p, o in rows]

        return pd.DataFrame(
            {
                "Choice": [specification.NAMES[choice] for choice in drive.index],
                "Explains": [f"{share:.0%}" for share in drive["explains"]],
                "Least support": said("from", "lowest"),
                "Most support": said("to", "highest"),
            }
        )

    def answered(self) -> None:
        """Leave the drawer as opening a specification has filled it."""

    def behind(self) -> dict[str, pd.DataFrame]:
        spec = self.spec.value
        if spec == "":
            return {}
        return {"ties of this specification": self._rows_of(spec)}

    def _run(self, _) -> None:
        with self._busy():
            self.spec.value = ""  # its number will be another's
            self._to_run = True
            self.renew()

    def _run_joint(self, _) -> None:
        with self._busy():
            if len(self.able):
                self.joint = specification.curve_test(self.specs, self.ties, progress=self._far)
                self.renew()

    @contextmanager
    def _busy(self):
        """Take no second order before the first is done."""
        self.run.disabled = self.joint_run.disabled = True
        self.bar.layout.visibility = "visible"
        try:
            yield
        finally:
            self.run.disabled = self.joint_run.disabled = False
            self.bar.layout.visibility = "hidden"


@entry(SpecificationCurve)
def specification_curve(**start) -> SpecificationCurve:
    """Open the specification curve and run it.

    Parameters
    ----------
    n : int, optional
        How many specifications are drawn, 100 to 2,000.
    yardstick : {"more", "not fewer", "half"}, optional
        What counts as support of the thesis.
    below : str, optional
        The choice shown below the curve; the one that drives the answer most, if not given.
    kinds, source, status, year, groups, hubs : list of str, optional
        Options of each choice that stay open.
    russia, usa, where, scope, weights, null : list of str, optional
        The same.
    spec : int, optional
        Number of a specification opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    SpecificationCurve
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return SpecificationCurve(**start)
