"""Floor 3: weighing - set what you believe, hear who you like, see what conclusions it carries."""

from __future__ import annotations

import html
import time

import ipywidgets as W
import pandas as pd

from .. import work
from ..charts import weighing as charts
from ..codes import Stance
from ..model import argumentmap, interchange, weighing
from ..model.weighing import Beliefs
from .argument import node_details
from .base import LiveChart, alike, apart
from .claims import claim_card
from .credencecards import Cards
from .details import folded
from .download import Download
from .panel import WRAP, Choice, Declared, Number, RowCard, Tick, View, entry
from .positions import position_card
from .weighingwords import CHANGE, STRENGTHS, TORNADO, bars, drawn, listed, words
from .wording import brief, called

OPENED = "All that bears on it, and its sources"
MATTER = "those that matter most"
GROUPS = {  # first and last paragraph of each
    "Russia and China (P1 to P4)": (1, 4),
    "The four and the Koreas (P5, P6)": (5, 6),
    "Threats and appeals (P7, P8)": (7, 8),
    "Asia and the summit (P9 to P13)": (9, 13),
    "Thesis and advice (P14 to P16)": (14, 16),
}
LINK = "Voices against the link"
VOICES = {
    LINK: Stance.AGAINST,
    "Voices against axis and advice": Stance.AGAINST,
    "Voices that qualify": Stance.QUALIFIES,
    "Voices for": Stance.FOR,
}
QUALIFYING = "those who qualify"
HEARD = {
    "nobody": (),
    "those against": (Stance.AGAINST,),
    QUALIFYING: (Stance.QUALIFIES,),
    "those for": (Stance.FOR,),
    "everybody": tuple(Stance),
}
OWN = "as I tick them"
VIEWS = {
    STRENGTHS: "how far each conclusion is carried",
    TORNADO: "which credence moves the watched conclusion most",
    CHANGE: "which single change would turn the verdict",
}
CHARTS = {
    STRENGTHS: (charts.strength_bars, "Strength of each conclusion"),
    TORNADO: (charts.tornado_bars, "How far one credence moves the conclusion"),
    CHANGE: (charts.change_arrows, "Smallest changes that turn the verdict"),
}
CARDS = 6  # sliders shown at a time
ONE_MOVE = 1.5  # seconds: a slider that is dragged sends many values, and is one move
KEPT_HEARD = "weighing/heard"  # key of whom the student hears
HIDDEN = "not shown"


def _same(names) -> dict[str, str]:
    return {name: name for name in names}


def _conclusions(explorer: Weighing) -> dict[str, str]:
    texts = explorer.argument.nodes
    return {claim: called(texts[claim], claim) for claim in weighing.stakes().conclusions}


def _nodes(explorer: Weighing) -> dict[str, str]:
    nodes = explorer.argument.nodes.items()
    return {"": "nothing", **{node: called(text, node) for node, text in nodes}}


class Weighing(Declared):
    """Credences in, strengths out; every move of a slider is answered and kept at once."""

    target = Choice("Watch", _conclusions, width="36em")
    semantics = Choice("Semantics", _same(weighing.SEMANTICS), width="16em")
    doubt = Choice("A reason I doubt", weighing.DOUBTS, width="30em")
    hear = Choice("Hear", lambda _: _same([*HEARD, OWN]), width="15em")
    trust = Number(
        "Trust in whatever I have not weighed, %",
        0,
        100,
        start=round(100 * weighing.TRUST),
        step=5,
        width="34em",
    )
    carry = Number(
        "A reason carries at most, %",
        10,
        100,
        start=round(100 * weighing.CARRY),
        step=5,
        width="27em",
    )
    choruses = Tick("a literature counts once (ours)", width="17em")
    view = View(VIEWS, width="11em")
    group = Choice("Sliders", _same([MATTER, *GROUPS, *VOICES]), width="19em")
    ledger = Choice(
        "Our evidence suggests",
        _same([HIDDEN, "as of July 2024", "with hindsight"]),
        width="25em",
    )
    count = Choice("Counted by", _same(weighing.COUNTS), width="16em")
    look = Choice("Open", _nodes, width="30em")

    def __init__(self, *, credences: dict[str, float] | None = None, **start):
        self.argument = argumentmap.read()
        side = self.argument.voices["side"]
        self.groups = {who: tuple(side.index[side.isin(sides)]) for who, sides in HEARD.items()}
        start = {name: value for name, value in start.items() if value is not None}
        self.make({"target": weighing.stakes().thesis, **start})
        kept = _kept() if credences is None else Beliefs(held=credences)
        if start.get("hear", OWN) != OWN:
            kept = kept.hearing(self.groups[self.hear.value])
        known = self.argument.nodes
        self.beliefs = self.former = kept.but(
            held={name: value for name, value in kept.held.items() if name in known},
            taken={name: value for name, value in kept.taken.items() if name in known},
            **self._asked(),
        )
        self.before, self.moved_at, self.page = self.beliefs, 0.0, 0
        self.charts: dict[str, LiveChart] = {}
        self.qualifying = alike(
            W.Checkbox, description="and who qualifies", indent=False, layout={"width": "11em"}
        )
        self.balance, self.note, self.details = alike(W.HTML), alike(W.HTML), alike(W.HTML)
        self.sheet = Cards(self.argument, self.become, self.beliefs)
        self.stage, self.card = alike(W.Box, [self._chart()]), None
        super().__init__("Weighing", self._arranged())
        self.add_class("theatres-weighing")
        self._follow()
        self._say_balance()
        self.qualifying.observe(self._hear_qualifying, "value")
        self.listen()
        self._sheet_again()
        self.started = self.values(), self.beliefs

    def _reset(self, _) -> None:
        """Go back to the start; the credences given are work, and stay."""
        stood, began = self.started
        for name in ("view", "group", "ledger", "count", "look"):
            getattr(self, name).value = stood[name]
        self.become(began.but(held=self.beliefs.held, taken=self.beliefs.taken))

    def _arranged(self) -> list[W.Widget]:
        """Put the controls where they belong: the rules of the sum wait behind a button."""
        self.rules = alike(
            W.ToggleButton,
            tooltip="How reasons are added up, who is trusted, and what our evidence suggests",
            layout={"width": "auto"},
        )
        self.rules.observe(self._unfold, "value")
        self.take = _button("Take it over", self._take, "8em")
        self.take.tooltip = "Set the sliders shown to what our evidence suggests"
        self.forget = _button("Forget my credences", self._even, "13em")
        self.forget.tooltip = "Forget every credence given so far"
        self.undo = apart(_button("Undo", self._undo, "6em"))  # it comes and goes
        self.undo.icon = "undo"
        self.next = _button("Next six", self._turn_page, "8em")
        self.next.tooltip = "Show the next sliders"
        aif = Download("Take the argument as a file (AIF)", self._as_file, link=True)
        self.folded = W.VBox(
            [
                alike(W.Box, [self.semantics, self.doubt], layout=WRAP),
                alike(W.Box, [self.trust, self.carry], layout=WRAP),
                alike(W.Box, [self.qualifying, self.choruses, self.balance], layout=WRAP),
                alike(W.Box, [self.ledger, self.count, self.take, self.forget], layout=WRAP),
                aif,
            ],
            layout={"display": "none"},
        )
        below = [
            alike(W.Box, [self.group, self.next, self.look], layout=WRAP),
            alike(W.Box, [self.note, self.undo], layout=WRAP),
            self.sheet,
            self.details,
        ]
        self.again = _button("Reset", self._reset, "7em")
        self.again.icon, self.again.tooltip = "undo", "Back to the start; credences given stay"
        # Hear and rules share a row in narrow windows: Tab goes as the rows do.
        foremost = [self.hear, self.rules, self.target, self.view, self.again]
        first = alike(W.Box, foremost, layout=WRAP)
        first.add_class("theatres-controls")
        self.scene = alike(W.Box, [self.stage])
        self.scene.add_class("theatres-scene")
        return [first, self.folded, self.scene, alike(W.VBox, below)]

    # What is believed and heard

    @property
    def rows(self) -> dict:
        """The cards made so far, by claim or voice."""
        return self.sheet.rows

    @property
    def held(self) -> dict[str, float]:
        """The credences given so far."""
        return dict(self.beliefs.held)

    @property
    def heard(self) -> list[str]:
        """The published voices that are heard."""
        return list(self.beliefs.heard)

    def credence(self, node: str) -> float:
        """Return how far a claim or voice is believed (see `Beliefs.credence`)."""
        return self.beliefs.credence(node)

    def become(self, beliefs: Beliefs) -> None:
        """Believe something else: keep what changed in one rewrite, then show it everywhere."""
        was, self.beliefs = self.beliefs, beliefs
        if time.monotonic() - self.moved_at > ONE_MOVE:
            self.former = was
        self.moved_at = time.monotonic()
        _keep(was, beliefs)
        self._follow()
        if was.heard != beliefs.heard:
            self._say_balance()
        if was.target != beliefs.target and self.group.value == MATTER:
            self._first_page()
        self._paint()
        self.tell()

    def _follow(self) -> None:
        """Move every control to where the beliefs are."""
        now, self._answering = self.beliefs, True
        stands = {
            "target": now.target,
            "semantics": now.method.semantics,
            "doubt": now.method.doubt,
            "trust": round(100 * now.trust),
            "carry": round(100 * now.carry),
            "choruses": now.choruses,
            "hear": next((who for who, they in self.groups.items() if they == now.heard), OWN),
            "qualifying": set(self.groups[QUALIFYING]) <= set(now.heard),
        }
        try:
            for name, value in stands.items():
                getattr(self, name).value = value
        finally:
            self._answering = False
        self.sheet.follow(now)
        self.sheet.hint(self._suggested())
        self.undo.layout.display = "none"
        usual = now.but(held={}, taken={}, heard=(), target=weighing.THESIS) == Beliefs()
        self.rules.description = f"The rules of the sum{'' if usual else ' (changed)'}"

    def answer(self, moved: set[str]) -> None:
        """Believe, hear or show what a control asks for."""
        answers = {
            "hear": self._hear,
            "view": self._turned,
            "group": self._first_page,
            "ledger": self._suggest,
            "count": self._suggest,
            "look": self._opened,
        }
        for name in moved:
            answers.get(name, lambda: self.become(self.beliefs.but(**self._asked())))()

    def _asked(self) -> dict:
        """Return what the controls ask for, as `Beliefs` has it."""
        now = self.now
        return {
            "target": now.target,
            "method": weighing.Method(now.semantics, now.doubt),
            "trust": now.trust / 100,
            "carry": now.carry / 100,
            "choruses": now.choruses,
        }

    def _hear(self) -> None:
        if self.hear.value != OWN:
            self.become(self.beliefs.hearing(self.groups[self.hear.value]))

    def _hear_qualifying(self, change) -> None:
        if not self._answering:
            they = self.groups[QUALIFYING]
            others = [voice for voice in self.beliefs.heard if voice not in they]
            self.become(self.beliefs.hearing([*others, *they] if change["new"] else others))

    # What is shown

    def headline(self) -> str:
        claim = brief(self.argument.nodes[self.beliefs.target], 55)
        asks = {
            STRENGTHS: f"How far is “{claim}” carried?",
            TORNADO: f"Which credence moves “{claim}” most?",
            CHANGE: f"Which single change would turn “{claim}”?",
        }
        return asks[self.view.value]

    def words(self) -> str:
        return words(self.view.value, self.beliefs, self.argument)

    def still(self):
        draw, _ = CHARTS[self.view.value]
        return draw(**self.bars())

    def bars(self) -> dict:
        """Return what the chart in view draws, as its params."""
        return bars(self.view.value, self.beliefs, self.former, self.argument)

    def _chart(self) -> LiveChart:
        view = self.view.value
        if view not in self.charts:
            self.charts[view] = LiveChart(self.still(), CHARTS[view][1])
            self.charts[view].observe(self._clicked, "picked")
        return self.charts[view]

    def _paint(self) -> None:
        chart, values = self._chart(), self.bars()
        chart.become(**{name: value for name, value in values.items() if chart.has_trait(name)})

    def _turned(self) -> None:
        self.stage.children = [self._chart()]
        self._paint()
        self.tell()

    def _unfold(self, change) -> None:
        self.folded.layout.display = None if change["new"] else "none"

    def _say_balance(self) -> None:
        self.balance.value = f'<div class="theatres-words">{html.escape(self.drawn())}</div>'

    def drawn(self) -> str:
        """Say how many arrows are drawn for and against the text, and how strong they are."""
        return drawn(self.beliefs.heard)

    def _say(self, text: str) -> None:
        self.note.value = f'<div class="theatres-words" role="status">{html.escape(text)}</div>'

    # Sliders

    def members(self) -> list[str]:
        """Return the claims or voices whose sliders are shown."""
        return members(self.group.value, self.beliefs, self.argument)

    def on_page(self) -> list[str]:
        """Return those of them that are shown at a time."""
        first = CARDS * self.page
        return self.members()[first : first + CARDS]

    def _turn_page(self, _) -> None:
        last = (len(self.members()) - 1) // CARDS
        self.page = self.page + 1 if self.page < last else 0
        self._sheet_again()

    def _first_page(self) -> None:
        self.page = 0
        self._sheet_again()

    def _sheet_again(self) -> None:
        self.sheet.show(self.on_page())
        self.next.disabled = len(self.members()) <= CARDS
        self._suggest()

    def _suggested(self) -> pd.Series | dict:
        if self.ledger.value == HIDDEN:
            return {}
        hindsight = self.ledger.value == "with hindsight"
        return weighing.suggested(hindsight=hindsight, count=self.count.value)

    def _suggest(self) -> None:
        names, suggested = self.members(), self._suggested()
        self.sheet.hint(suggested)
        matter = " for the claim watched" if self.group.value == MATTER else ""
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

    def _take(self, _) -> None:
        if self.ledger.value == HIDDEN:
            self.ledger.value = "as of July 2024"
        suggested = self._suggested()
        names = [name for name in self.members() if name in suggested]
        taken = {name: round(100 * suggested[name]) / 100 for name in names}
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
        graph = self.beliefs.graph
        reasons = sum(map(len, graph.reasons.values()))
        self._say(
            f"The argument as a file: {len(graph.arguments)} arguments, {reasons} reasons,"
            " in the Argument Interchange Format."
        )
        text = interchange.argument_interchange(graph)
        return "two-theatres-argument.json", "application/json", text

    # Looking closer

    def _clicked(self, change) -> None:
        bar = change["new"].get("bar") or {}
        if bar.get("label"):
            claims = {self.argument.text(c): c for c in weighing.stakes().conclusions}
            self.look.value = claims[bar["label"][0]]
        elif bar.get("i"):
            rows, place = listed(self.view.value, self.beliefs), bar["i"][0]
            if place < len(rows):
                self.look.value = rows.index[place]

    def _opened(self) -> None:
        node = self.look.value
        self.details.value = folded(OPENED, node_details(node, self.argument)) if node else ""
        if self.card is None:  # made when it is first needed: the weighing opens no slower
            self.card = RowCard(self._closed)
            self.scene.children = [self.stage, self.card]
        card = position_card if weighing.is_voice(node) else claim_card
        self.card.show("look", card(node) if node else "")

    def _closed(self) -> None:
        """Close the card; the bar can then be clicked again."""
        self.look.value = ""
        self._chart().picked = {}


def _button(label: str, pressed, width: str) -> W.Button:
    button = alike(W.Button, description=label, layout={"width": width})
    button.on_click(pressed)
    return button


def members(group: str, beliefs: Beliefs, argument: argumentmap.Argument) -> list[str]:
    """Return the claims or voices of a group of sliders, voices with the strongest arrows first."""
    if group == MATTER:
        return list(weighing.most_moving(beliefs.target, beliefs.method))
    if group in GROUPS:
        place = argument.claims["paragraph"].str.removeprefix("P")
        inside = pd.to_numeric(place, errors="coerce").between(*GROUPS[group])
        return list(argument.claims.index[inside])
    voices, reasons = argument.voices, argument.reasons
    side = voices.index[voices["side"] == VOICES[group]]
    told = reasons.groupby("source")["strength"].sum().reindex(side, fill_value=0)
    names = told.sort_values(ascending=False, kind="stable").index
    if VOICES[group] != Stance.AGAINST:
        return list(names)
    objects = reasons[reasons["kind"].isin(["objection", "backing"])]
    link = set(objects.loc[objects["target"].isin(weighing.LINK), "source"])
    return [voice for voice in names if (voice in link) == (group == LINK)]


def _kept() -> Beliefs:
    """Return what the student has given and heard so far."""
    heard = work.get(KEPT_HEARD, [])
    beliefs = Beliefs(held=work.kept_credences(), taken=work.taken_credences())
    return beliefs.hearing(heard if isinstance(heard, list) else [])


def _keep(was: Beliefs, now: Beliefs) -> None:
    """Keep what has changed in one rewrite of the student's file."""
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


@entry(Weighing, "target")
def weigh(*, credences: dict[str, float] | None = None, **start) -> Weighing:
    """Open the weighing.

    Parameters
    ----------
    target : str, optional
        The conclusion that is watched; the thesis, if not given.
    credences : dict, optional
        Claim to 0 to 1, in the place of those the student has given so far; kept only where a
        slider is moved.
    semantics, doubt : str, optional
        How reasons are added up (see `model.weighing.Method`).
    hear : str, optional
        Which published voices are heard at first: "nobody", "those against", "those who qualify",
        "those for", "everybody"; whom the student ticked last, if not given.
    trust : int, optional
        Credence, 0 to 100, of every premise and voice that has not been weighed yet: the same for
        the text and its critics.
    carry : int, optional
        How far, in percent, a reason of full strength moves its conclusion.
    choruses : bool, optional
        Whether voices of one literature count once.
    view : str, optional
        "Strengths", "Tornado" or "Change one thing".
    group : str, optional
        Which sliders are shown first, as the control names them.
    ledger, count : str, optional
        Whether our evidence suggests credences, and how it is counted.
    look : str, optional
        Claim (C01 ...) or voice (D01 ...) that is opened.

    Returns
    -------
    Weighing
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a value is not one that the control offers; the message lists those it does.
    """
    for name, value in (credences or {}).items():
        if not 0 <= value <= 1:
            raise ValueError(f"the credence of {name} is {value}; it must lie between 0 and 1")
    return Weighing(credences=credences, **start)
