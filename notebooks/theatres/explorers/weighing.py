"""Floor 3: weighing - set what you believe, hear who you like, and see how far the conclusions are carried."""

from __future__ import annotations

import html
import textwrap
from pathlib import Path
from types import SimpleNamespace

import ipywidgets as W
import pandas as pd

from .. import tables, work
from ..charts import weighing as charts
from ..model import classroom, interchange, weighing
from .argument import _names, node_details
from .base import Explorer, LiveChart, choose
from .details import table_html
from .download import Download

MATTER = "those that matter most"
GROUPS = {
    "Russia and China (P1 to P4)": range(1, 18),
    "The four and the Koreas (P5, P6)": range(18, 29),
    "Threats and appeals (P7, P8)": range(29, 39),
    "Asia and the summit (P9 to P13)": range(39, 56),
    "Thesis and advice (P14 to P16)": range(56, 68),
}
VOICES = (
    "Voices against the link",
    "Voices against axis and advice",
    "Voices that qualify",
    "Voices for",
)
SIDE = {"Voices that qualify": "qualifies", "Voices for": "for"}  # the other two are against
HEARD = {
    "nobody": (),
    "those against": ("against",),
    "those who qualify": ("qualifies",),
    "those for": ("for",),
    "everybody": ("against", "qualifies", "for"),
}
OWN = "as I tick them"
VIEWS = ("Strengths", "Tornado", "Change one thing")
ROW = {"flex_flow": "row wrap"}


class Weighing(Explorer):
    """Credences in, strengths out; every move of a slider is answered and kept at once."""

    def __init__(
        self,
        target: str,
        semantics: str,
        doubt: str,
        hear: str | None,
        trust: int,
        view: str,
        group: str,
        credences: dict | None,
    ):
        self.claims = tables.read("claims").set_index("id")
        self.people = weighing.voices()
        self.reasons = tables.read("reasons").astype(
            {"relation": str, "kind": str, "scheme": str, "strength": int}
        )
        self.actors = tables.read("actors").set_index("id")["name"]
        kept = work.kept_credences() if credences is None else credences
        known = {*self.claims.index, *self.people.index}
        self.held = {name: value for name, value in kept.items() if name in known}
        heard = (
            work.get("weighing/heard", [])
            if hear is None
            else [v for v in self.people.index if self.people.loc[v, "side"] in HEARD[hear]]
        )
        self.heard = [v for v in self.people.index if isinstance(heard, list) and v in heard]
        self.begins = set(weighing.advance())
        self.rows, self.ticks, self._known = {}, {}, {}
        full = {"style": {"description_width": "auto"}}
        self.semantics = choose("Semantics", list(weighing.SEMANTICS), semantics, "16em")
        self.doubt = W.Dropdown(
            description="A reason I doubt",
            options=[(words, doubt) for doubt, words in weighing.DOUBTS.items()],
            value=doubt,
            layout={"width": "23em"},
            **full,
        )
        self.carry = W.IntSlider(
            description="A reason carries at most, %",
            value=round(100 * weighing.CARRY),
            min=10,
            max=100,
            step=5,
            layout={"width": "27em"},
            **full,
        )
        self.trust = W.IntSlider(
            description="Trust in whatever I have not weighed, %",
            value=trust,
            min=0,
            max=100,
            step=5,
            layout={"width": "34em"},
            **full,
        )
        self.target = choose(
            "Watch",
            [(f"{c} {self.claims.loc[c, 'short']}", c) for c in weighing.CONCLUSIONS],
            target,
            "22em",
        )
        self.hear = choose("Hear", [*HEARD, OWN], self._who(), "15em")
        self.qualifying = W.Checkbox(
            value=self._all_heard("qualifies"),
            description="and who qualifies",
            indent=False,
            layout={"width": "11em"},
        )
        self.choruses = W.Checkbox(
            value=False,
            description="a literature counts once (ours)",
            indent=False,
            layout={"width": "17em"},
        )
        self.balance = W.HTML()
        self.view = W.ToggleButtons(
            options=VIEWS,
            value=view,
            style={"button_width": "11em"},
            tooltips=[
                "how far each conclusion is carried",
                "which credence moves the watched conclusion most",
                "which single change would turn the verdict",
            ],
        )
        self.group = choose("Sliders", [MATTER, *GROUPS, *VOICES], group, "19em")
        self.ledger = choose(
            "Our evidence suggests",
            ["not shown", "as of July 2024", "with hindsight"],
            "not shown",
            "21em",
        )
        self.count = choose("Counted by", list(weighing.COUNTS), "our score", "16em")
        self.take = W.Button(
            description="Take it over",
            tooltip="Set the sliders shown to what our evidence suggests",
            layout={"width": "8em"},
        )
        self.look = W.Dropdown(
            description="Open",
            options=[
                ("nothing", ""),
                *[(f"{i} {self.text(i)}", i) for i in [*self.claims.index, *self.people.index]],
            ],
            layout={"width": "44em"},
            **full,
        )
        self.reset = W.Button(
            description="Forget my credences",
            tooltip="Forget every credence given so far",
            layout={"width": "13em"},
        )
        self.note, self.sheet, self.details = (
            W.HTML(),
            W.GridBox(
                layout={"grid_template_columns": "repeat(2, minmax(0, 1fr))", "grid_gap": "0 14px"}
            ),
            W.HTML(),
        )
        self._graph_again()
        self.charts = {}
        self.stage = W.Box([self._chart()])
        aif = Download("Take the argument as a file (AIF)", self._as_file)
        super().__init__(
            "Weighing",
            [
                W.Box([self.target, self.semantics, self.doubt], layout=ROW),
                W.Box([self.trust, self.carry], layout=ROW),
                W.Box([self.view, self.hear, self.qualifying], layout=ROW),
                W.Box([self.choruses, self.balance], layout=ROW),
                self.stage,
                W.VBox(
                    [
                        W.Box(
                            [self.group, self.ledger, self.count, self.take, self.reset],
                            layout=ROW,
                        ),
                        self.note,
                        self.sheet,
                        self.look,
                        self.details,
                        aif,
                    ]
                ),
            ],
        )
        for control, act in (
            (self.semantics, self._moved),
            (self.doubt, self._moved),
            (self.carry, self._graphed),
            (self.choruses, self._graphed),
            (self.target, self._watched),
            (self.hear, self._hear_all),
            (self.qualifying, self._hear_qualifying),
            (self.view, self._turned),
            (self.group, self._sheet_again),
            (self.ledger, self._suggest),
            (self.count, self._suggest),
            (self.trust, self._trusted),
            (self.look, self._opened),
        ):
            control.observe(act, "value")
        self.take.on_click(self._take)
        self.reset.on_click(self._even)
        self._sheet_again()

    # What is believed and heard

    def text(self, node: str) -> str:
        """Return the label of a claim or voice."""
        if node in self.claims.index:
            return self.claims.loc[node, "short"]
        return f"{_names(self.people.loc[node, 'author'])} {self.people.loc[node, 'year']}: {self.people.loc[node, 'position']}"

    def credence(self, node: str) -> float:
        """Return how far a claim or voice is believed: as given, or in advance; a step or conclusion is at even until its reasons are heard."""
        return self.held.get(node, self.trust.value / 100 if node in self.begins else weighing.EVEN)

    def method(self) -> weighing.Method:
        """Return how reasons are added up now."""
        return weighing.Method(self.semantics.value, self.doubt.value)

    def credences(self) -> dict[str, float]:
        """Return the credence of every argument in the graph now."""
        return {name: self.credence(name) for name in self.graph.arguments}

    def strengths(self) -> dict[str, float]:
        """Return how strong every argument is now."""
        return self._once(
            "strengths", lambda: weighing.strengths(self.graph, self.credences(), self.method())
        )

    def tornado(self) -> pd.DataFrame:
        """Return how far each credence moves the watched conclusion."""
        return self._once(
            "tornado",
            lambda: weighing.tornado(
                self.graph, self.credences(), self.target.value, self.method()
            ),
        )

    def changes(self) -> pd.DataFrame:
        """Return the smallest changes that would turn the verdict on it."""
        return self._once(
            "changes",
            lambda: weighing.smallest_changes(
                self.graph, self.credences(), self.target.value, self.method()
            ),
        )

    def _once(self, what: str, compute):
        """Compute once for chart and words; every move forgets it."""
        if what not in self._known:
            self._known[what] = compute()
        return self._known[what]

    # What is shown

    def words(self) -> str:
        found, target = self.strengths(), self.target.value
        strength = found[target]
        given = sum(name in self.held for name in [*self.claims.index, *self.heard])
        text = f"{target} {self.claims.loc[target, 'short']}: {weighing.percent(strength)} of 100, {weighing.verdict(strength)}, with {given} credences of yours, {self.trust.value} for the rest, and {len(self.heard)} of {len(self.people)} published voices heard. "
        if self.view.value == "Tornado":
            top = self.tornado().head(3)
            return (
                text
                + "It hangs most on "
                + ", ".join(
                    f"{n} ({weighing.percent(r.low)} to {weighing.percent(r.high)})"
                    for n, r in top.iterrows()
                )
                + "."
            )
        if self.view.value == "Change one thing":
            ways = self.changes()
            if ways.empty:
                return (
                    text
                    + "No single change of a credence would turn this verdict: it rests on several legs, or is opposed on several sides."
                )
            first = ways.iloc[0]
            return (
                text
                + f"The smallest change that turns the verdict: {ways.index[0]} from {weighing.percent(first['now'])} to {weighing.percent(first['needed'])}. {len(ways)} of {len(weighing.movable(self.graph, target))} could do it alone."
            )
        others = [c for c in weighing.CONCLUSIONS if c not in (target, weighing.RIVAL)]
        up, rival = max(others, key=found.get), found[weighing.RIVAL]
        return (
            text
            + f"Strongest of the others: {up} {self.claims.loc[up, 'short']} ({weighing.percent(found[up])})"
            + (
                f"; the opposite advice, {weighing.RIVAL} Asia first, stands at {weighing.percent(rival)}, {weighing.verdict(rival)}."
                if target != weighing.RIVAL
                else "."
            )
        )

    def still(self):
        return {
            "Strengths": charts.strength_bars,
            "Tornado": charts.tornado_bars,
            "Change one thing": charts.change_arrows,
        }[self.view.value](**self._values())

    def _values(self) -> dict:
        """Return what the chart in view draws, as its params."""
        found = self.strengths()
        if self.view.value == "Strengths":
            return {
                "labels": [f"{c} {self.claims.loc[c, 'short']}" for c in weighing.CONCLUSIONS],
                "strength": [weighing.percent(found[c]) / 100 for c in weighing.CONCLUSIONS],
                "said": [weighing.verdict(found[c]) for c in weighing.CONCLUSIONS],
            }
        now = weighing.percent(found[self.target.value]) / 100
        if self.view.value == "Tornado":
            rows = self.tornado().head(charts.ROWS)
        else:
            rows = self.changes().head(charts.ROWS).rename(columns={"now": "low", "needed": "high"})
        self.listed = list(rows.index)
        return {
            "labels": [
                textwrap.shorten(f"{n} {self.text(n)}", 50, placeholder="…") for n in rows.index
            ],
            "low": [weighing.percent(v) / 100 for v in rows["low"]],
            "high": [weighing.percent(v) / 100 for v in rows["high"]],
            "now": now,
        }

    def _chart(self) -> LiveChart:
        view = self.view.value
        if view not in self.charts:
            self.charts[view] = LiveChart(
                self.still(),
                {
                    "Strengths": "Strength of each conclusion",
                    "Tornado": "How far one credence moves the conclusion",
                    "Change one thing": "Smallest changes that turn the verdict",
                }[view],
            )
            self.charts[view].observe(self._clicked, "picked")
        return self.charts[view]

    def _paint(self) -> None:
        chart = self._chart()
        with chart.hold_sync():
            for name, value in self._values().items():
                if chart.has_trait(name):
                    setattr(chart, name, value)

    _setting = False  # whether a slider is being moved by us

    def _moved(self, *_) -> None:
        self._known = {}
        self._paint()
        self.tell()

    def _graph_again(self) -> None:
        self.graph = weighing.argument_graph(
            self.heard, self.carry.value / 100, choruses=self.choruses.value
        )
        self.balance.value = f'<div class="theatres-words">{html.escape(self.drawn())}</div>'

    def drawn(self) -> str:
        """Say how many arrows are drawn for and against the text, and how strong they are together."""
        rows = weighing.balance(self.heard)
        text, heard = rows.loc["the text"], rows.drop("the text").sum()
        own = f"the text {text['arrows for']} ({text['strength for']})"
        voices = [
            f"{way} {heard[f'arrows {way}']} ({heard[f'strength {way}']})"
            for way in ("for", "against")
        ]
        return f"Arrows drawn (strengths): {own}; voices {', '.join(voices)}."

    def _graphed(self, *_) -> None:
        self._graph_again()
        self._moved()

    def _turned(self, *_) -> None:
        self._known = {}
        self.stage.children = [self._chart()]
        self._moved()

    def _watched(self, *_) -> None:
        if self.group.value == MATTER:
            self._sheet_again()
        self._moved()

    # Sliders

    def _members(self) -> list[str]:
        group = self.group.value
        if group == MATTER:
            graph = weighing.argument_graph()
            return list(
                weighing.tornado(
                    graph, {}, self.target.value, self.method(), weighing.premises()
                ).index[:10]
            )  # as many as fit a screen beside the bars
        if group in GROUPS:
            return [f"C{i:02d}" for i in GROUPS[group] if f"C{i:02d}" in self.claims.index]
        side = self.people.index[self.people["side"] == SIDE.get(group, "against")]
        if group in SIDE:
            return list(side)
        objects = self.reasons[self.reasons["kind"].isin(["objection", "backing"])]
        link = set(objects.loc[objects["target"].isin(weighing.LINK), "source"])
        return [v for v in side if (v in link) == (group == "Voices against the link")]

    def _sheet_again(self, *_) -> None:
        self.sheet.children = [self._row(name) for name in self._members()]
        self._suggest()

    def _row(self, name: str) -> W.HBox:
        if name not in self.rows:
            slider = W.IntSlider(
                value=round(100 * self.credence(name)),
                min=0,
                max=100,
                step=1,
                description=name,
                tooltip=self.text(name),
                readout=True,
                style={"description_width": "2.4em"},
                layout={"width": "15em", "flex": "0 0 auto"},
            )
            slider.observe(
                lambda change: None if self._setting else self._believed(name, change["new"]),
                "value",
            )
            said, hint = (
                W.HTML(
                    f'<div class="theatres-words" style="line-height: 1.15; font-size: 0.95em">{html.escape(_short(self.text(name)))}</div>',
                    layout={"min_width": "0", "flex": "1 1 auto"},
                ),
                W.Label("", layout={"flex": "0 0 auto"}),
            )
            boxes = [slider, said, hint]
            if weighing.is_voice(name):
                self.ticks[name] = W.Checkbox(
                    value=name in self.heard,
                    description="heard",
                    indent=False,
                    layout={"width": "5em", "flex": "0 0 auto"},
                )
                self.ticks[name].observe(self._ticked, "value")
                boxes.insert(0, self.ticks[name])
            self.rows[name] = SimpleNamespace(
                box=W.HBox(boxes, layout={"align_items": "center", "overflow": "hidden"}),
                slider=slider,
                hint=hint,
            )
        return self.rows[name].box

    def _believed(self, name: str, percent: int) -> None:
        self.held[name] = percent / 100
        work.put(f"credence/{name}", percent / 100)
        if name in self.ticks and name not in self.heard:
            self.ticks[name].value = True  # whoever is weighed is heard; this repaints too
        else:
            self._moved()

    def _suggested(self) -> pd.Series | dict:
        return (
            {}
            if self.ledger.value == "not shown"
            else weighing.suggested(
                hindsight=self.ledger.value == "with hindsight", count=self.count.value
            )
        )

    def _suggest(self, *_) -> None:
        suggested, names = self._suggested(), self._members()
        shown = [name for name in names if name in suggested]
        for name in names:
            self.rows[name].hint.value = (
                f"ours: {100 * suggested[name]:.0f}" if name in shown else ""
            )
        mean = (
            f"; our evidence suggests, {self.ledger.value}, {100 * sum(suggested[n] for n in shown) / len(shown):.0f} on average"
            if shown
            else "; our evidence weighs claims, not voices"
            if len(suggested)
            else ""
        )
        self._say(
            f"Sliders for {len(names)} of {len(self.begins | set(self.claims.index))}: {self.group.value}{f' for {self.target.value}' if self.group.value == MATTER else ''}{mean}."
        )

    def _say(self, text: str) -> None:
        self.note.value = f'<div class="theatres-words" role="status">{html.escape(text)}</div>'

    def _take(self, _) -> None:
        if self.ledger.value == "not shown":
            self.ledger.value = "as of July 2024"
        suggested = self._suggested()
        taken = [name for name in self._members() if name in suggested]
        for name in taken:
            self._set(name, round(100 * suggested[name]))
            self.held[name] = self.rows[name].slider.value / 100
        work.put_many({f"credence/{name}": self.held[name] for name in taken})
        self._say(f"{len(taken)} sliders set to what our evidence suggests, {self.ledger.value}.")
        self._moved()

    def _even(self, _) -> None:
        work.put_many({f"credence/{name}": None for name in self.held})
        self._say(
            f"{len(self.held)} credences forgotten; the sliders are back where you had not touched them."
        )
        self.held = {}
        self._trusted()

    def _trusted(self, *_) -> None:
        for name in self.rows:
            self._set(name, round(100 * self.credence(name)))
        self._moved()

    def _set(self, name: str, percent: int) -> None:
        """Move a slider without taking it for the student's own move."""
        self._setting = True
        self.rows[name].slider.value = percent
        self._setting = False

    def _as_file(self) -> tuple[str, str, str]:
        self._say(
            f"The argument as a file: {len(self.graph.arguments)} arguments, {sum(map(len, self.graph.reasons.values()))} reasons, in the Argument Interchange Format."
        )
        return (
            "two-theatres-argument.json",
            "application/json",
            interchange.argument_interchange(self.graph),
        )

    # Voices

    def _who(self) -> str:
        """Name the choice of the control that fits who is heard."""
        return next(
            (
                k
                for k, sides in HEARD.items()
                if self.heard
                == [v for v in self.people.index if self.people.loc[v, "side"] in sides]
            ),
            OWN,
        )

    def _hear_all(self, change) -> None:
        if change["new"] != OWN:
            self._listen(
                [v for v in self.people.index if self.people.loc[v, "side"] in HEARD[change["new"]]]
            )

    def _all_heard(self, side: str) -> bool:
        return set(self.people.index[self.people["side"] == side]) <= set(self.heard)

    def _hear_qualifying(self, change) -> None:
        if change["new"] == self._all_heard("qualifies"):
            return
        side = self.people["side"]
        self._listen(
            [
                v
                for v in self.people.index
                if (change["new"] if side[v] == "qualifies" else v in self.heard)
            ]
        )

    def _ticked(self, _) -> None:
        ticked = {v: tick.value for v, tick in self.ticks.items()}
        self._listen([v for v in self.people.index if ticked.get(v, v in self.heard)])

    def _listen(self, heard: list[str]) -> None:
        if heard == self.heard:
            return
        self.heard = heard
        work.put("weighing/heard", heard or None)
        for name, tick in self.ticks.items():
            tick.unobserve(self._ticked, "value")
            tick.value = name in heard
            tick.observe(self._ticked, "value")
        self.hear.value = self._who()
        self.qualifying.value = self._all_heard("qualifies")
        self._graphed()

    # Looking closer

    def _clicked(self, change) -> None:
        bar = change["new"].get("bar") or {}
        if bar.get("label"):
            self.look.value = bar["label"][0].split()[0]
        elif bar.get("i") and bar["i"][0] < len(self.listed):
            self.look.value = self.listed[bar["i"][0]]

    def _opened(self, *_) -> None:
        self.details.value = (
            node_details(self.look.value, self.reasons, self.text, self.actors)
            if self.look.value
            else ""
        )


def _short(text: str) -> str:
    """Cut a text to what fits beside a slider; the rest stands under Open."""
    return textwrap.shorten(text, 76, placeholder="…")


def weigh(
    target: str = weighing.THESIS,
    *,
    semantics: str = "DF-QuAD",
    doubt: str = "less",
    hear: str | None = None,
    trust: int = round(100 * weighing.TRUST),
    view: str = "Strengths",
    group: str = MATTER,
    credences: dict | None = None,
) -> Weighing:
    """Open the weighing.

    Parameters
    ----------
    target : str, optional
        The conclusion that is watched.
    semantics, doubt : str, optional
        How reasons are added up (see `model.weighing.Method`).
    hear : str, optional
        Which published voices are heard at first: "nobody", "those against", "those who qualify", "those for",
        "everybody"; whom the student ticked last, if not given.
    trust : int, optional
        Credence, 0 to 100, of every premise and voice that has not been weighed yet: the same for the text and its critics.
    view : str, optional
        "Strengths", "Tornado" or "Change one thing".
    group : str, optional
        Which sliders are shown first, as the control names them.
    credences : dict, optional
        Claim to 0 to 1, in the place of those the student has given so far; kept only where a slider is moved.

    Returns
    -------
    Weighing
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a value is not one that the control offers; the message lists those it does.
    """
    known = {
        "target": (target, weighing.CONCLUSIONS),
        "semantics": (semantics, list(weighing.SEMANTICS)),
        "doubt": (doubt, list(weighing.DOUBTS)),
        "hear": (hear, [None, *HEARD]),
        "trust": (trust, range(101)),
        "view": (view, VIEWS),
        "group": (group, [MATTER, *GROUPS, *VOICES]),
    }
    for control, (value, offered) in known.items():
        if value not in offered:
            raise ValueError(
                f"weigh has no {control} {value!r}; choose one of {', '.join(str(o) for o in offered if o is not None)}"
            )
    for name, value in (credences or {}).items():
        if not 0 <= value <= 1:
            raise ValueError(f"the credence of {name} is {value}; it must lie between 0 and 1")
    return Weighing(target, semantics, doubt, hear, trust, view, group, credences)


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
            return f"No two students' credences were found in the folder “{Path(self.folder.value).name}”. Each saves a file with my_work(); put the files into one folder beside the lessons and write its name above.{left}"
        rows, first = self.summary, self.shown().iloc[0]
        kind = "An invented class" if self.example.value else "The class"
        thesis = (
            f" On {weighing.THESIS}, the thesis: median {100 * rows.loc[weighing.THESIS, 'median']:.0f}."
            if weighing.THESIS in rows.index
            else ""
        )
        mine = len(work.kept_credences()) if self.own.value else 0
        left = (
            f" Your own credences are marked: {mine}."
            if self.own.value
            else " Your own are left out."
        ) + left
        return (
            f"{kind}: {len(self.credences)} students, {len(rows)} claims that two or more have weighed. First here: {first['label']}, median {100 * first['median']:.0f}, "
            f"middle half from {100 * first['low']:.0f} to {100 * first['high']:.0f}.{thesis}{left}"
        )

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
