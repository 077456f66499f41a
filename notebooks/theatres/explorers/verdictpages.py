"""Floor 3: the four pages of the policy lab - measures, grounds, objection, brief."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace

import ipywidgets as W
import pandas as pd

from .. import tables, work
from ..charts import verdict as charts
from ..codes import Bearing
from ..model import report, verdict
from .base import STATUS, LiveChart, OnItsShelf, alike, apart
from .details import source_table, table_html, tie_details
from .download import Download
from .panel import FULL_LABEL, WRAP, offer
from .verdictstore import Store

ROW = {**WRAP, "align_items": "center"}
FOOT = (
    "Written with the course Two Theatres."
    " The tables' judgements are the course's; the verdict is the writer's."
)
BEARINGS = {
    Bearing.SUPPORTS: "for it",
    Bearing.WEAKENS: "against it",
    Bearing.MIXED: "both",
}


class Page(OnItsShelf, W.VBox):
    """One step of the lab: it shows what the store holds, and asks the store for changes."""

    step = ""  # its name on the tab
    shows: frozenset[str] = frozenset()  # the parts of a choice that it depends on
    lab = None  # the lab that it lies in, which answers first

    def __init__(self, store: Store):
        self.store = store
        super().__init__(self.build())

    @property
    def choice(self) -> verdict.Choice:
        """What is chosen now."""
        return self.store.choice

    def ask(self, **changes) -> None:
        """Ask the store for another choice."""
        self.store.become(replace(self.choice, **changes), by=self.lab)

    def build(self) -> list[W.Widget]:
        """Make what the page holds."""
        raise NotImplementedError

    def show(self) -> None:
        """Bring the page into step with the choice."""
        raise NotImplementedError


def scrolls(parts: list[W.Widget], height: str, **layout) -> W.Box:
    """Put parts into a box of one height, whatever it holds; keys can scroll it too."""
    look = {"height": height, "overflow": "auto", "flex_flow": "column", **layout}
    box = alike(W.Box, parts, layout=look)
    box.add_class("theatres-scrolls")  # keyboard.js lets keys reach it
    return box


def said(text: str, **look) -> str:
    """Return a sentence as HTML."""
    attributes = "".join(f" {name}={value}" for name, value in look.items())
    return f'<div class="theatres-words"{attributes}>{html.escape(text)}</div>'


def folded(summary: str, body: str) -> str:
    """Return HTML that opens when its summary is pressed."""
    return f"<details><summary>{html.escape(summary)}</summary>{body}</details>" if body else ""


class Measures(Page):
    """Which measures: up to three, what they act on, and what is open among that."""

    step = "Measures"
    shows = frozenset({"stance", "measures"})

    def build(self):
        rows = verdict.measures_table().set_index("id")
        self.titles = rows["title"]
        self.boxes = {m: self._box(m, rows.loc[m]) for m in rows.index}
        self.groups = {s: self._group(s, rows) for s in verdict.STANCES if s != verdict.OWN}
        self.list = scrolls(list(self.groups.values()), "33em", width="20em", flex="0 0 auto")
        self.about = alike(W.HTML)
        self.chart = LiveChart(self.still(), "What the chosen measures act on")
        self.chart.observe(self._clicked, "picked")
        self.mark = alike(
            W.Dropdown,
            description="Open",
            options=[("none", "")],
            style=FULL_LABEL,
            layout={"width": "auto"},
        )
        self.mark.observe(self._opened, "value")
        self.details, self.prices = alike(W.HTML), alike(W.HTML)
        self.opened = scrolls([self.details], "6em")
        drawn = scrolls([self.chart], "25em")
        wide = {"width": "auto", "flex": "1 1 38em", "max_width": "52em"}
        acts = alike(W.VBox, [self.mark, drawn, self.opened], layout=wide)
        return [
            self.about,
            alike(W.HBox, [self.list, acts], layout={"flex_flow": "row wrap"}),
            self.prices,
        ]

    def _box(self, measure: str, row: pd.Series) -> W.Checkbox:
        box = alike(
            W.Checkbox,
            description=row["title"],
            tooltip=row["measure"],
            indent=False,
            layout={"width": "97%", "height": "auto", "flex": "0 0 auto"},
        )
        box.observe(lambda change: self._ticked(measure, change["new"]), "value")
        return box

    def _group(self, stance: str, rows: pd.DataFrame) -> W.VBox:
        heading = html.escape(verdict.STANCES[stance].partition(":")[0])
        boxes = [self.boxes[m] for m in rows.index[rows["stance"] == stance]]
        return alike(
            W.VBox,
            [alike(W.HTML, f"<strong>{heading}</strong>"), *boxes],
            layout={"flex": "0 0 auto"},
        )

    def _ticked(self, measure: str, wanted: bool) -> None:
        now = self.choice.measures
        if wanted == (measure in now):
            return
        if wanted and len(now) == verdict.ROOM:
            self.boxes[measure].value = False
            full = f"A brief has room for {verdict.ROOM} measures. Take one out first."
            self.about.value = f"<strong {STATUS}>{full}</strong>"
            return
        others = tuple(m for m in now if m != measure)
        self.ask(measures=(*others, measure) if wanted else others)

    def still(self):
        """Return the chart of what the measures act on."""
        return charts.action_grid(verdict.acted_on(self.choice.measures), self.titles)

    def show(self):
        now = self.choice
        for measure, box in self.boxes.items():
            box.value = measure in now.measures
        first = [s for s in self.groups if s == now.stance]
        order = [*first, *[s for s in self.groups if s not in first]]
        self.list.children = [self.groups[s] for s in order]
        self.about.value = said(self._advice())
        self.chart.repaint(self.still())
        on = verdict.acted_on(now.measures).drop_duplicates("id")
        offer(self.mark, [("none", ""), *[(f"{r.label} ({r.how})", r.id) for r in on.itertuples()]])
        self.prices.value = folded("What would be done, and its price", self._prices())
        self._opened()

    def _advice(self) -> str:
        rows = verdict.prescriptions(self.choice.stance).set_index("id")
        rivals = int(rows.loc[list(self.choice.measures), "rival"].sum())
        rival = f" {rivals} of yours belong to a rival stance." if rivals else ""
        return f"Choose up to {verdict.ROOM} measures.{rival}"

    def _prices(self) -> str:
        rows = verdict.measures_table().set_index("id").loc[list(self.choice.measures)]
        shown = rows[["title", "measure", "price"]]
        heads = ["Measure", "What would be done", "Its price"]
        return table_html(shown.set_axis(heads, axis=1), "Chosen") if len(rows) else ""

    def _clicked(self, change) -> None:
        clicked = (change["new"].get("mark") or {}).get("id") or [""]
        if clicked[0] in {v for _, v in self.mark.options}:
            self.mark.value = clicked[0]

    def _opened(self, *_) -> None:
        nothing = "Click a mark, or choose it above: what it is and who says so stands here."
        one = self.mark.value
        self.details.value = row_details(one) if one else said(nothing)


class Grounds(Page):
    """On what: claims and judgements taken as grounds, and what they leave out."""

    step = "Grounds"
    shows = frozenset({"measures", "grounds"})

    def build(self):
        self.claims = tables.read("claims", argument="both").set_index("id")
        self.judged = tables.read("evidence", argument="both").set_index("id")
        self.claim = _list("Claim")
        self.judgement = _list("Evidence on it")
        self.out = _list("Among your grounds")
        self.take_claim = _button("Stand on this claim", lambda: self._take(self.claim.value))
        self.take_evidence = _button(
            "Stand on this evidence", lambda: self._take(self.judgement.value)
        )
        self.leave = _button("Leave it out", lambda: self._leave(self.out.value))
        self.claim.observe(self._weighed, "value")
        for one in (self.judgement, self.out):
            one.observe(self._told, "value")
        self.told = {name: alike(W.HTML) for name in ("claim", "judgement", "out")}
        self.balance = alike(W.HTML)
        return [
            *self._asks("claim", self.claim, self.take_claim),
            *self._asks("judgement", self.judgement, self.take_evidence),
            *self._asks("out", self.out, self.leave),
            scrolls([self.balance], "12em"),
        ]

    def _asks(self, name: str, listed: W.Dropdown, button: W.Button) -> list[W.Widget]:
        return [alike(W.Box, [listed, button], layout=ROW), scrolls([self.told[name]], "3.4em")]

    def _take(self, one: str) -> None:
        if one:
            self.ask(grounds=tuple(dict.fromkeys([*self.choice.grounds, one])))

    def _leave(self, one: str) -> None:
        self.ask(grounds=tuple(g for g in self.choice.grounds if g != one))

    def text(self, ground: str) -> str:
        """Say a claim or a judgement in words."""
        if ground in self.claims.index:
            return self.claims.loc[ground, "short"]
        return self.judged["why"].get(ground, "")

    def show(self):
        leaned = verdict.leaned_on(self.choice.measures)
        against = verdict.leaned_against(self.choice.measures)
        notes = dict.fromkeys(against["claim"], "speaks against your measures if it holds")
        notes |= dict.fromkeys(leaned["claim"], "your measures lean on it")
        first = [*leaned["claim"], *[c for c in against["claim"] if c not in set(leaned["claim"])]]
        noted = [(f"{self.text(c)} ({notes[c]})", c) for c in first]
        others = [(self.text(c), c) for c in self.claims.index if c not in notes]
        offer(self.claim, [*noted, *others])
        taken = [(self.text(g), g) for g in self.choice.grounds]
        offer(self.out, taken or [("none yet", "")])
        self.balance.value = self._balance()
        self._weighed()

    def _weighed(self, *_) -> None:
        rows = verdict.evidence_on([self.claim.value])
        rows = rows.sort_values(["strength", "id"], ascending=[False, True])
        late = rows["hindsight"].map({True: ", hindsight", False: ""})
        strength = rows["strength"].astype(str)
        labels = rows["bearing"].astype(str) + ", strength " + strength + late + ": " + rows["why"]
        listed = list(zip(labels, rows["id"]))
        offer(self.judgement, listed or [("none in the table", "")])
        self._told()

    def _told(self, *_) -> None:
        """Say in full what the three lists have chosen, and shut buttons that would do nothing."""
        chosen = {
            "claim": self.claim.value,
            "judgement": self.judgement.value,
            "out": self.out.value,
        }
        for name, one in chosen.items():
            full = self._in_full(one)
            self.told[name].value = said(full + self._counted(one) if name == "claim" else full)
        taken = self.choice.grounds
        self.take_claim.disabled = chosen["claim"] in ("", *taken)
        self.take_evidence.disabled = chosen["judgement"] in ("", *taken)
        self.leave.disabled = not chosen["out"]

    def _in_full(self, one: str) -> str:
        if one in self.judged.index:
            row = self.judged.loc[one]
            rests = row["rows"].replace(";", ", ")
            return f"{row['why']} Rests on {rests}, by rule {row['rule']}."
        return str(self.claims["claim"].get(one, ""))

    def _counted(self, claim: str) -> str:
        found = verdict.evidence_on([claim])["bearing"].astype(str).value_counts()
        counts = [f"{found.get(bearing, 0)} {way}" for bearing, way in BEARINGS.items()]
        return f" In the table: {', '.join(counts)}."

    def _balance(self) -> str:
        held, now = verdict.balance(self.choice), self.choice
        notes = []
        if held["not_taken"]:
            left = "; ".join(map(self.text, held["not_taken"]))
            notes.append(f"Your measures also lean on, and your grounds leave out: {left}.")
        if now.measures and not held[Bearing.WEAKENS]:
            notes.append(
                "You have taken no evidence that weakens a claim. The table has"
                f" {len(held['against_waiting'])} judgements that speak against your measures:"
                " a reader who objects will find them."
            )
        rows = [(self._bears(g), self.text(g), g) for g in now.grounds]
        table = pd.DataFrame(rows, columns=["Bears", "It says", "Row"])
        return "".join(map(said, notes)) + (table_html(table, "Your grounds") if rows else "")

    def _bears(self, ground: str) -> str:
        if ground in self.claims.index:
            return "a claim"
        row = self.judged.loc[ground]
        return f"{row['bearing']}: {self.text(row['claim'])}"


class Objection(Page):
    """What is said against it: the strongest published objection, and the student's answer."""

    step = "Objection"
    shows = frozenset({"measures", "answer"})

    def build(self):
        self.objection = alike(W.HTML)
        self.answer = apart(_text(self, "answer", "My answer"))
        self.answer.layout.width = "98%"
        return [scrolls([self.objection], "18em"), self.answer]

    def show(self):
        self.answer.value = self.choice.answer
        self.objection.value = objections(self.choice)


class Brief(Page):
    """The page to hand in: case, what would change one's mind, two files and a preview."""

    step = "Brief"
    shows = frozenset({"stance", "measures", "grounds", "case", "answer", "mind"})

    def build(self):
        self.case = _text(self, "case", "My case")
        self.mind = _text(self, "mind", "I would change my mind if")
        page = Download(
            "Brief to read (HTML)",
            lambda: self.file(work.file_name("brief", "html"), "text/html", report.page),
        )
        edit = Download(
            "Brief to edit (Markdown)",
            lambda: self.file(work.file_name("brief", "md"), "text/markdown", report.markdown),
        )
        self.preview = alike(W.HTML)
        return [
            alike(W.HBox, [self.case, self.mind]),
            alike(W.Box, [page, edit], layout=ROW),
            scrolls([self.preview], "17em"),
        ]

    def show(self):
        self.case.value, self.mind.value = self.choice.case, self.choice.mind
        self.preview.value = preview(self.choice)

    def file(self, name: str, kind: str, write: Callable) -> tuple[str, str, str]:
        """Return name, media type and text of the brief as a file."""
        if not self.choice.measures:
            return "", "", "Choose a measure first; an empty brief is no use to anybody."
        title = "Can the theatres be parted? A brief"
        return name, kind, write(title, verdict.brief(self.choice), f"{FOOT} {report.dated()}")


PAGES = (Measures, Grounds, Objection, Brief)


def _list(label: str) -> W.Dropdown:
    return alike(W.Dropdown, description=label, style=FULL_LABEL, layout={"width": "46em"})


def _button(label: str, act: Callable[[], None]) -> W.Button:
    button = alike(W.Button, description=label, layout={"width": "auto"})
    button.on_click(lambda _: act())
    return button


def _text(page: Page, name: str, label: str) -> W.Textarea:
    """Make a field for a text of the student's; it is kept at every letter."""
    area = alike(
        W.Textarea,
        description=label,
        placeholder="in your own words",
        style=FULL_LABEL,
        layout={"width": "50%", "height": "8em"},
    )

    def typed(change):
        if change["new"] != getattr(page.choice, name):
            page.ask(**{name: change["new"]})

    area.observe(typed, "value")
    return area


def row_details(one: str) -> str:
    """Show a tie, a format or a scored forecast with its sources, as HTML."""
    ties = tables.read("ties")
    forecasts = tables.read("forecasts", argument="both").set_index("id")
    name = tables.read("actors").set_index("id")["name"]
    if one in set(ties["id"]):
        return tie_details(ties[ties["id"] == one], name)
    if one in forecasts.index:
        row = forecasts.loc[one]
        shown = {
            "Question": [row["question"]],
            "Outcome": [str(row["outcome"])],
            "What happened": [row["what"]],
            "As of": [row["as_of"]],
        }
        return table_html(pd.DataFrame(shown), f"{one}, hindsight") + source_table(row["sources"])
    return _members(one, name)


def _members(group: str, name: pd.Series) -> str:
    groups = tables.read("memberships")
    rows = groups[groups["group"] == group]
    if rows.empty:
        return said(f"{name[group]}: its members are not in the tables.")
    members = {
        "Member": rows["actor"].map(name),
        "Role": rows["role"].astype(str),
        "Since": rows["since"],
    }
    ids = tables.listed(rows["sources"]).drop_duplicates()
    table = table_html(pd.DataFrame(members), f"{name[group]}: members in the tables")
    return table + source_table(";".join(ids))


def objections(choice: verdict.Choice) -> str:
    """Show the strongest published objection to each measure, as HTML."""
    rows = verdict.strongest_objections(choice.measures)
    if rows.empty:
        return said("Choose a measure; the strongest published objection to it will stand here.")
    titles = verdict.measures_table().set_index("id")["title"]
    shown = rows.assign(measure=rows["measure"].map(titles))
    heads = ["Against", "Who", "Holds", "Because", "Published"]
    columns = ["measure", "author", "position", "reason", "date"]
    sources = source_table(";".join(rows["source"].drop_duplicates()))
    caption = "The strongest published objection to each measure, in our judgement"
    return table_html(shown[columns].set_axis(heads, axis=1), caption) + sources


def preview(choice: verdict.Choice) -> str:
    """Show the brief as it will be handed in, without its trail, as HTML."""
    if not choice.measures:
        return ""
    blocks = []
    for part in verdict.brief(choice)[:-1]:  # the trail is for the file
        blocks.append(f"<h3>{html.escape(part.heading)}</h3>")
        blocks += [f"<p>{html.escape(text)}</p>" for text in part.text]
        if part.table is not None and len(part.table):
            blocks.append(table_html(part.table))
    return f'<div class="theatres-words">{"".join(blocks)}</div>'
