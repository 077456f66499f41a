"""Floor 3: weighing - set what you believe, hear who you like, see what conclusions it carries."""

from __future__ import annotations

import html
import textwrap
import time
from types import SimpleNamespace

import ipywidgets as W
import pandas as pd

from .. import work
from ..charts import weighing as charts
from ..model import argumentmap, interchange, weighing
from ..model.weighing import Beliefs
from .argument import node_details
from .base import Explorer, LiveChart, choose
from .details import folded
from .download import Download

OPENED = "All that bears on it, and its sources"
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
ON_CARD = '<div class="theatres-words" style="line-height: 1.2; font-size: 0.95em">{}</div>'
CARDS = 6  # sliders shown at a time
CARD = {"border": "1px solid var(--jp-border-color2, #ccc)", "padding": "2px 6px"}
ONE_MOVE = 1.5  # seconds: a slider that is dragged sends many values, and is one move
KEPT_HEARD = "weighing/heard"  # key of whom the student hears
CHARTS = {
    "Strengths": (charts.strength_bars, "Strength of each conclusion"),
    "Tornado": (charts.tornado_bars, "How far one credence moves the conclusion"),
    "Change one thing": (charts.change_arrows, "Smallest changes that turn the verdict"),
}


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
        self.argument = argumentmap.read()
        self.claims, self.people = self.argument.claims, self.argument.voices
        self.stakes = weighing.stakes()
        kept = work.kept_credences() if credences is None else credences
        taken = work.taken_credences() if credences is None else {}
        known = {*self.claims.index, *self.people.index}
        kept_heard = work.get(KEPT_HEARD, [])
        heard = kept_heard if isinstance(kept_heard, list) else []
        self.beliefs = Beliefs(
            held={name: value for name, value in kept.items() if name in known},
            heard=self._in_order(heard) if hear is None else self._on(HEARD[hear]),
            trust=trust / 100,
            target=target,
            method=weighing.Method(semantics, doubt),
            taken={name: value for name, value in taken.items() if name in known},
        )
        self.former, self.moved_at = self.beliefs, 0.0
        self.page = 0  # of the sliders
        arrows = self.argument.reasons.groupby("source")["strength"].sum()
        self.telling = arrows.reindex(self.people.index, fill_value=0)
        self.begins = set(weighing.advance())
        self.rows, self.ticks = {}, {}
        full = {"style": {"description_width": "auto"}}
        self.semantics = choose("Semantics", list(weighing.SEMANTICS), semantics, "16em")
        self.doubt = W.Dropdown(
            description="A reason I doubt",
            options=[(words, doubt) for doubt, words in weighing.DOUBTS.items()],
            value=doubt,
            layout={"width": "30em"},
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
            [(f"{c} {self.claims.loc[c, 'short']}", c) for c in self.stakes.conclusions],
            target,
            "31em",
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
            "25em",
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
                *[(f"{i} {text}", i) for i, text in self.argument.nodes.items()],
            ],
            layout={"width": "30em"},
            **full,
        )
        self.forget = W.Button(
            description="Forget my credences",
            tooltip="Forget every credence given so far",
            layout={"width": "13em"},
        )
        self.undo = W.Button(
            description="Undo", layout={"width": "6em", "display": "none"}, icon="undo"
        )
        self.next = W.Button(
            description="Next six", tooltip="Show the next sliders", layout={"width": "8em"}
        )
        self.note, self.sheet, self.details = (
            W.HTML(),
            W.GridBox(
                layout={"grid_template_columns": "repeat(3, minmax(0, 1fr))", "grid_gap": "4px"}
            ),
            W.HTML(),
        )
        self.sheet.add_class("theatres-sheet")
        self._say_balance()
        self.charts = {}
        self.stage = W.Box([self._chart()])
        aif = Download("Take the argument as a file (AIF)", self._as_file, link=True)
        self.rules = W.ToggleButton(
            description="The rules of the sum",
            tooltip="How reasons are added up, who is trusted, and what our evidence suggests",
            layout={"width": "auto"},
        )
        self.folded = W.VBox(
            [
                W.Box([self.semantics, self.doubt], layout=ROW),
                W.Box([self.trust, self.carry], layout=ROW),
                W.Box([self.qualifying, self.choruses, self.balance], layout=ROW),
                W.Box([self.ledger, self.count, self.take, self.forget], layout=ROW),
                aif,
            ],
            layout={"display": "none"},
        )
        super().__init__(
            "Weighing",
            [
                W.Box([self.hear, self.target, self.rules], layout=ROW),
                self.folded,
                self.view,
                self.stage,
                W.VBox(
                    [
                        W.Box([self.group, self.next, self.look], layout=ROW),
                        W.Box([self.note, self.undo], layout=ROW),
                        self.sheet,
                        self.details,
                    ]
                ),
            ],
        )
        self._say_rules()
        self.rules.observe(self._unfold, "value")
        self.next.on_click(self._turn_page)
        self.undo.on_click(self._undo)
        for control in (
            self.target,
            self.semantics,
            self.doubt,
            self.trust,
            self.carry,
            self.choruses,
        ):
            control.observe(self._asked, "value")
        self.hear.observe(self._hear_all, "value")
        self.qualifying.observe(self._hear_qualifying, "value")
        self.view.observe(self._turned, "value")
        self.group.observe(self._first_page, "value")
        for control in (self.ledger, self.count):
            control.observe(self._suggest, "value")
        self.look.observe(self._opened, "value")
        self.take.on_click(self._take)
        self.forget.on_click(self._even)
        self._sheet_again()

    # What is believed and heard

    def text(self, node: str) -> str:
        """Return the label of a claim or voice."""
        return self.argument.text(node)

    @property
    def held(self) -> dict[str, float]:
        """The credences given so far."""
        return dict(self.beliefs.held)

    @property
    def heard(self) -> list[str]:
        """The published voices that are heard."""
        return list(self.beliefs.heard)

    @property
    def graph(self) -> weighing.Framework:
        """The argument with them."""
        return self.beliefs.graph

    def credence(self, node: str) -> float:
        """Return how far a claim or voice is believed (see `Beliefs.credence`)."""
        return self.beliefs.credence(node)

    def strengths(self) -> dict[str, float]:
        """Return how strong every argument is now."""
        return self.beliefs.strengths

    def become(self, beliefs: Beliefs) -> None:
        """Believe something else: keep what changed in one rewrite, then show it everywhere."""
        was, self.beliefs = self.beliefs, beliefs
        if time.monotonic() - self.moved_at > ONE_MOVE:
            self.former = was
        self.moved_at = time.monotonic()
        self.undo.layout.display = "none"
        self._keep(was)
        self._say_rules()
        self._follow()
        if was.heard != beliefs.heard:
            self._say_balance()
        if was.target != beliefs.target and self.group.value == MATTER:
            self._first_page()
        self._paint()
        self.tell()

    def _keep(self, was: Beliefs) -> None:
        now = self.beliefs
        changed = {
            begins + name: after.get(name)
            for begins, before, after in (
                (work.CREDENCE, was.held, now.held),
                (work.TAKEN, was.taken, now.taken),
            )
            for name in {*before, *after}
            if before.get(name) != after.get(name)
        }
        if was.heard != now.heard:
            changed[KEPT_HEARD] = list(now.heard) or None
        work.put_many(changed)

    _following = False  # whether controls are being moved by us, and not by the student

    def _follow(self) -> None:
        """Move every control to where the beliefs are."""
        now = self.beliefs
        stands = [
            (self.target, now.target),
            (self.semantics, now.method.semantics),
            (self.doubt, now.method.doubt),
            (self.trust, round(100 * now.trust)),
            (self.carry, round(100 * now.carry)),
            (self.choruses, now.choruses),
            (self.hear, self._who()),
            (self.qualifying, self._all_heard("qualifies")),
            *[(row.slider, round(100 * now.credence(name))) for name, row in self.rows.items()],
            *[(tick, name in now.heard) for name, tick in self.ticks.items()],
        ]
        self._hint()
        self._following = True
        try:
            for control, value in stands:
                control.value = value
        finally:
            self._following = False

    def _asked(self, _) -> None:
        if self._following:
            return
        self.become(
            self.beliefs.but(
                target=self.target.value,
                method=weighing.Method(self.semantics.value, self.doubt.value),
                trust=self.trust.value / 100,
                carry=self.carry.value / 100,
                choruses=self.choruses.value,
            )
        )

    def _unfold(self, change) -> None:
        self.folded.layout.display = None if change["new"] else "none"

    def _say_rules(self) -> None:
        usual = self.beliefs.but(held={}, taken={}, heard=(), target=weighing.THESIS) == Beliefs()
        self.rules.description = f"The rules of the sum{'' if usual else ' (changed)'}"

    # What is shown

    def words(self) -> str:
        now, found = self.beliefs, self.beliefs.strengths
        strength = found[now.target]
        shown = [*self.claims.index, *now.heard]
        given = sum(name in now.held and name not in now.taken for name in shown)
        taken = sum(name in now.taken for name in shown)
        course = f" {taken} taken over from the course," if taken else ""
        stands = (
            f"{now.target} {self.claims.loc[now.target, 'short']}:"
            f" {weighing.percent(strength)} of 100, {weighing.verdict(strength)},"
            f" with {given} credence{'' if given == 1 else 's'} of yours,{course}"
            f" {round(100 * now.trust)} for the rest,"
            f" and {len(now.heard)} of {len(self.people)} published voices heard."
        )
        said = {
            "Strengths": self._others_stand,
            "Tornado": self._hangs_on,
            "Change one thing": self._would_turn,
        }[self.view.value]()
        return f"{stands} {said}"

    def _hangs_on(self) -> str:
        top = [
            f"{name} ({weighing.percent(row.low)} to {weighing.percent(row.high)})"
            for name, row in self.beliefs.tornado.head(3).iterrows()
        ]
        return f"It hangs most on {', '.join(top)}."

    def _would_turn(self) -> str:
        ways = self.beliefs.changes
        if ways.empty:
            return (
                "No single change of a credence would turn this verdict:"
                " it rests on several legs, or is opposed on several sides."
            )
        first = ways.iloc[0]
        movable = weighing.movable(self.graph, self.beliefs.target)
        return (
            f"The smallest change that turns the verdict: {ways.index[0]}"
            f" from {weighing.percent(first['now'])} to {weighing.percent(first['needed'])}."
            f" {len(ways)} of {len(movable)} could do it alone."
        )

    def _others_stand(self) -> str:
        found, target = self.beliefs.strengths, self.beliefs.target
        opposed = self.stakes.opposed
        others = [c for c in self.stakes.conclusions if c not in (target, opposed)]
        up = max(others, key=found.get)
        strongest = f"{up} {self.claims.loc[up, 'short']} ({weighing.percent(found[up])})"
        said = [f"Strongest of the others: {strongest}"]
        if opposed and target != opposed:
            said.append(
                f"the opposite advice, {opposed} Asia first,"
                f" stands at {weighing.percent(found[opposed])}, {weighing.verdict(found[opposed])}"
            )
        return f"{'; '.join(said)}."

    def still(self):
        draw, _ = CHARTS[self.view.value]
        return draw(**self.values())

    def values(self) -> dict:
        """Return what the chart in view draws, as its params."""
        found = self.beliefs.strengths
        if self.view.value == "Strengths":
            return {
                "labels": [f"{c} {self.claims.loc[c, 'short']}" for c in self.stakes.conclusions],
                "strength": [weighing.percent(found[c]) / 100 for c in self.stakes.conclusions],
                "said": [weighing.verdict(found[c]) for c in self.stakes.conclusions],
                "former": [
                    weighing.percent(self.former.strengths[c]) / 100
                    for c in self.stakes.conclusions
                ],
            }
        rows = self._listed()
        labels = [f"{name} {self.text(name)}" for name in rows.index]
        return {
            "labels": [textwrap.shorten(label, 50, placeholder="…") for label in labels],
            "low": [weighing.percent(v) / 100 for v in rows["low"]],
            "high": [weighing.percent(v) / 100 for v in rows["high"]],
            "now": weighing.percent(found[self.beliefs.target]) / 100,
        }

    def _listed(self) -> pd.DataFrame:
        """Return the rows of the tornado or of the changes that the chart has room for."""
        if self.view.value == "Tornado":
            return self.beliefs.tornado.head(charts.ROWS)
        changes = self.beliefs.changes.rename(columns={"now": "low", "needed": "high"})
        return changes.head(charts.ROWS)

    def _chart(self) -> LiveChart:
        view = self.view.value
        if view not in self.charts:
            self.charts[view] = LiveChart(self.still(), CHARTS[view][1])
            self.charts[view].observe(self._clicked, "picked")
        return self.charts[view]

    def _paint(self) -> None:
        chart = self._chart()
        with chart.hold_sync():
            for name, value in self.values().items():
                if chart.has_trait(name):
                    setattr(chart, name, value)

    def _say_balance(self) -> None:
        self.balance.value = f'<div class="theatres-words">{html.escape(self.drawn())}</div>'

    def drawn(self) -> str:
        """Say how many arrows are drawn for and against the text, and how strong they are."""
        rows = weighing.balance(self.heard)
        text, heard = rows.loc["the text"], rows.drop("the text").sum()
        own = f"the text {text['arrows for']} ({text['strength for']})"
        voices = [
            f"{way} {heard[f'arrows {way}']} ({heard[f'strength {way}']})"
            for way in ("for", "against")
        ]
        return f"Arrows drawn (strengths): {own}; voices {', '.join(voices)}."

    def _turned(self, *_) -> None:
        self.stage.children = [self._chart()]
        self._paint()
        self.tell()

    # Sliders

    def members(self) -> list[str]:
        """Return the claims or voices whose sliders are shown."""
        group = self.group.value
        if group == MATTER:
            return list(weighing.most_moving(self.beliefs.target, self.beliefs.method))
        if group in GROUPS:
            return [f"C{i:02d}" for i in GROUPS[group] if f"C{i:02d}" in self.claims.index]
        side = self.people.index[self.people["side"] == SIDE.get(group, "against")]
        side = self.telling[side].sort_values(ascending=False, kind="stable").index
        if group in SIDE:
            return list(side)
        reasons = self.argument.reasons
        objects = reasons[reasons["kind"].isin(["objection", "backing"])]
        link = set(objects.loc[objects["target"].isin(weighing.LINK), "source"])
        return [v for v in side if (v in link) == (group == "Voices against the link")]

    def on_page(self) -> list[str]:
        """Return those of them that are shown at a time."""
        first = CARDS * self.page
        return self.members()[first : first + CARDS]

    def _turn_page(self, _) -> None:
        last = (len(self.members()) - 1) // CARDS
        self.page = self.page + 1 if self.page < last else 0
        self._sheet_again()

    def _first_page(self, *_) -> None:
        self.page = 0
        self._sheet_again()

    def _sheet_again(self, *_) -> None:
        self.sheet.children = [self._row(name) for name in self.on_page()]
        self.next.disabled = len(self.members()) <= CARDS
        self._suggest()

    def _row(self, name: str) -> W.VBox:
        if name not in self.rows:
            self.rows[name] = self._card(name)
        return self.rows[name].box

    def _card(self, name: str) -> SimpleNamespace:
        slider = W.IntSlider(
            value=round(100 * self.credence(name)),
            min=0,
            max=100,
            step=1,
            description=name,
            tooltip=self.text(name),
            readout=True,
            style={"description_width": "2.4em"},
            layout={"width": "14em", "flex": "0 1 auto"},
        )
        slider.observe(lambda change: self._believed(name, change["new"]), "value")
        hint = W.HTML(layout={"flex": "0 0 auto"})
        first = [slider, hint]
        if weighing.is_voice(name):
            self.ticks[name] = W.Checkbox(
                value=name in self.heard,
                description="heard",
                indent=False,
                layout={"width": "5em", "flex": "0 0 auto"},
            )
            self.ticks[name].observe(self._ticked, "value")
            first.insert(0, self.ticks[name])
        said = W.HTML(ON_CARD.format(html.escape(_short(self.text(name)))))
        top = W.HBox(first, layout={"align_items": "center", "overflow": "hidden"})
        return SimpleNamespace(box=W.VBox([top, said], layout=CARD), slider=slider, hint=hint)

    def _believed(self, name: str, percent: int) -> None:
        if not self._following:
            self.become(self.beliefs.believing(name, percent / 100))

    def _suggested(self) -> pd.Series | dict:
        return (
            {}
            if self.ledger.value == "not shown"
            else weighing.suggested(
                hindsight=self.ledger.value == "with hindsight", count=self.count.value
            )
        )

    def _suggest(self, *_) -> None:
        self._hint()
        names, suggested = self.members(), self._suggested()
        matter = f" for {self.beliefs.target}" if self.group.value == MATTER else ""
        first = CARDS * self.page
        last = min(first + CARDS, len(names))
        said = [f"{first + 1} to {last} of {len(names)}: {self.group.value}{matter}"]
        if self.group.value in VOICES:
            said[0] += ", those with the strongest arrows first"
        shown = [name for name in names if name in suggested]
        if shown:
            mean = 100 * sum(suggested[n] for n in shown) / len(shown)
            said.append(f"our evidence suggests, {self.ledger.value}, {mean:.0f} on average")
        elif len(suggested):
            said.append("our evidence weighs claims, not voices")
        self._say(f"{'; '.join(said)}.")

    def _hint(self) -> None:
        """Say on each card what our evidence suggests, and whether it was taken over."""
        suggested = self._suggested()
        for name, row in self.rows.items():
            parts = [f"ours: {100 * suggested[name]:.0f}"] if name in suggested else []
            parts += ["taken over"] if name in self.beliefs.taken else []
            row.hint.value = ", ".join(parts)

    def _say(self, text: str) -> None:
        self.note.value = f'<div class="theatres-words" role="status">{html.escape(text)}</div>'

    def _take(self, _) -> None:
        if self.ledger.value == "not shown":
            self.ledger.value = "as of July 2024"
        suggested = self._suggested()
        taken = {
            name: round(100 * suggested[name]) / 100 for name in self.members() if name in suggested
        }
        self._undoably(
            self.beliefs.but(taken={**self.beliefs.taken, **taken}),
            f"{len(taken)} sliders set to what our evidence suggests, {self.ledger.value};"
            " they are marked as taken over, and your own are kept.",
        )

    def _even(self, _) -> None:
        n = len({*self.beliefs.held, *self.beliefs.taken})
        self._undoably(self.beliefs.but(held={}, taken={}), f"{n} forgotten.")

    def _undoably(self, beliefs: Beliefs, said: str) -> None:
        """Believe something else, and offer the way back until the next move."""
        before = self.beliefs
        self.become(beliefs)
        self.before = before
        self._say(said)
        self.undo.layout.display = None

    def _undo(self, _) -> None:
        self.become(self.before)
        self._say("As it was before.")

    def _as_file(self) -> tuple[str, str, str]:
        reasons = sum(map(len, self.graph.reasons.values()))
        self._say(
            f"The argument as a file: {len(self.graph.arguments)} arguments, {reasons} reasons,"
            " in the Argument Interchange Format."
        )
        return (
            "two-theatres-argument.json",
            "application/json",
            interchange.argument_interchange(self.graph),
        )

    # Voices

    def _in_order(self, voices) -> tuple[str, ...]:
        """Return some voices in the order of the table, and no others."""
        return tuple(voice for voice in self.people.index if voice in voices)

    def _on(self, sides: tuple[str, ...]) -> tuple[str, ...]:
        """Return the voices on some sides."""
        return tuple(self.people.index[self.people["side"].isin(sides)])

    def _who(self) -> str:
        """Name the choice of the control that fits who is heard."""
        fits = [name for name, sides in HEARD.items() if self.beliefs.heard == self._on(sides)]
        return fits[0] if fits else OWN

    def _hear_all(self, change) -> None:
        if not self._following and change["new"] != OWN:
            self.become(self.beliefs.but(heard=self._on(HEARD[change["new"]])))

    def _all_heard(self, side: str) -> bool:
        return set(self._on((side,))) <= set(self.beliefs.heard)

    def _hear_qualifying(self, change) -> None:
        if not self._following:
            others = set(self.beliefs.heard) - set(self._on(("qualifies",)))
            wanted = self._on(("qualifies",)) if change["new"] else ()
            self.become(self.beliefs.but(heard=self._in_order(others | set(wanted))))

    def _ticked(self, _) -> None:
        if self._following:
            return
        ticked = {voice for voice, tick in self.ticks.items() if tick.value}
        unseen = set(self.beliefs.heard) - set(self.ticks)
        self.become(self.beliefs.but(heard=self._in_order(ticked | unseen)))

    # Looking closer

    def _clicked(self, change) -> None:
        bar = change["new"].get("bar") or {}
        if bar.get("label"):
            self.look.value = bar["label"][0].split()[0]
        elif bar.get("i") and bar["i"][0] < len(rows := self._listed()):
            self.look.value = rows.index[bar["i"][0]]

    def _opened(self, *_) -> None:
        node = self.look.value
        self.details.value = folded(OPENED, node_details(node, self.argument)) if node else ""


def _short(text: str) -> str:
    """Cut a text to what fits beside a slider; the rest stands under Open."""
    return textwrap.shorten(text, 104, placeholder="…")


def weigh(
    target: str | None = None,
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
        The conclusion that is watched; the thesis, if not given.
    semantics, doubt : str, optional
        How reasons are added up (see `model.weighing.Method`).
    hear : str, optional
        Which published voices are heard at first: "nobody", "those against", "those who qualify",
        "those for", "everybody"; whom the student ticked last, if not given.
    trust : int, optional
        Credence, 0 to 100, of every premise and voice that has not been weighed yet: the same for
        the text and its critics.
    view : str, optional
        "Strengths", "Tornado" or "Change one thing".
    group : str, optional
        Which sliders are shown first, as the control names them.
    credences : dict, optional
        Claim to 0 to 1, in the place of those the student has given so far; kept only where a
        slider is moved.

    Returns
    -------
    Weighing
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a value is not one that the control offers; the message lists those it does.
    """
    stakes = weighing.stakes()
    target = target or stakes.thesis
    known = {
        "target": (target, stakes.conclusions),
        "semantics": (semantics, list(weighing.SEMANTICS)),
        "doubt": (doubt, list(weighing.DOUBTS)),
        "hear": (hear, [None, *HEARD]),
        "trust": (trust, range(101)),
        "view": (view, VIEWS),
        "group": (group, [MATTER, *GROUPS, *VOICES]),
    }
    for control, (value, offered) in known.items():
        if value not in offered:
            listed = ", ".join(str(o) for o in offered if o is not None)
            raise ValueError(f"weigh has no {control} {value!r}; choose one of {listed}")
    for name, value in (credences or {}).items():
        if not 0 <= value <= 1:
            raise ValueError(f"the credence of {name} is {value}; it must lie between 0 and 1")
    return Weighing(target, semantics, doubt, hear, trust, view, group, credences)
