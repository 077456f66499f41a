"""Floor 3: the policy lab - take a stance, choose measures and grounds, meet the strongest objection, leave with a brief."""

from __future__ import annotations

import functools
import html
import weakref
from datetime import date

import ipywidgets as W
import pandas as pd

from .. import tables, work
from ..charts import verdict as charts
from ..model import report, verdict
from .base import Explorer, LiveChart, choose
from .details import source_table, table_html, tie_details
from .download import Download

KEY = "verdict"
STEPS = ["Measures", "Grounds", "Objection", "Brief"]
_open: weakref.WeakSet = weakref.WeakSet()  # all labs of this kernel show one and the same verdict


class PolicyLab(Explorer):
    """Four steps to one page; what is chosen is kept, and every lab on the page shows it."""

    def __init__(self, step: int, start: verdict.Choice):
        self.choice = _kept(start)
        self.titles = verdict.prescriptions().set_index("id")["title"]
        self.claims = tables.read("claims", argument="both").set_index("id")
        self.judged = tables.read("evidence", argument="both").set_index("id")
        self.quiet = False
        self.stance = choose(
            "Stance",
            [("choose…", ""), *[(said, s) for s, said in verdict.STANCES.items()]],
            self.choice.stance,
            "34em",
        )
        self.boxes = {
            m: W.Checkbox(
                description=f"{m} {title}", indent=False, layout={"width": "100%", "height": "auto"}
            )
            for m, title in self.titles.items()
        }
        rows = verdict.prescriptions()
        self.list = W.VBox(
            [
                part
                for stance, said in verdict.STANCES.items()
                if stance != verdict.OWN
                for part in (
                    W.HTML(
                        f'<div style="line-height: 1.3"><strong>{html.escape(said)}</strong></div>'
                    ),
                    W.VBox([self.boxes[m] for m in rows.loc[rows["stance"] == stance, "id"]]),
                )
            ],
            layout={"width": "20em", "flex": "0 0 auto"},
        )
        self.chart = LiveChart(self.still(), "What the chosen measures act on")
        self.mark = W.Dropdown(
            description="Open what is acted on",
            options=[("none", "")],
            style={"description_width": "auto"},
            layout={"width": "48em"},
        )
        self.details = W.HTML()
        self.about = W.HTML()
        self.taken = W.HTML()
        self.told = {name: W.HTML() for name in ("claim", "judgement", "out")}
        self.claim = W.Dropdown(
            description="Claim", style={"description_width": "auto"}, layout={"width": "40em"}
        )
        self.judgement = W.Dropdown(
            description="Evidence on it",
            style={"description_width": "auto"},
            layout={"width": "56em"},
        )
        self.out = W.Dropdown(
            description="Among your grounds",
            style={"description_width": "auto"},
            layout={"width": "40em"},
        )
        self.buttons = buttons = [
            W.Button(description=said, tooltip=tip, layout={"width": "auto"})
            for said, tip in (
                ("Take as a ground", "Stand on this claim"),
                ("Take as a ground ", "Stand on this evidence"),
                ("Leave it out", "Take it out of your grounds"),
            )
        ]
        self.grounds = W.HTML()
        self.objection = W.HTML()
        self.texts = {
            name: W.Textarea(
                description=said,
                placeholder="in your own words",
                style={"description_width": "14em"},
                layout={"width": "60em", "height": "7em"},
            )
            for name, said in (
                ("case", "My case"),
                ("answer", "My answer"),
                ("mind", "I would change my mind if"),
            )
        }
        today = f"{date.today():%Y-%m-%d}"
        self.page = Download(
            "Brief to read (HTML)",
            lambda: self._file(f"brief-{today}.html", "text/html", report.page),
        )
        self.edit = Download(
            "Brief to edit (Markdown)",
            lambda: self._file(f"brief-{today}.md", "text/markdown", report.markdown),
        )
        self.preview = W.HTML()
        row = {"flex_flow": "row wrap", "align_items": "center"}
        pages = [
            W.VBox(
                [
                    self.about,
                    W.Box([self.list, self.chart], layout={"flex_flow": "row wrap"}),
                    self.mark,
                    self.details,
                    self.taken,
                ]
            ),
            W.VBox(
                [
                    W.Box([self.claim, buttons[0]], layout=row),
                    self.told["claim"],
                    W.Box([self.judgement, buttons[1]], layout=row),
                    self.told["judgement"],
                    W.Box([self.out, buttons[2]], layout=row),
                    self.told["out"],
                    self.grounds,
                ]
            ),
            W.VBox([self.objection, self.texts["answer"]]),
            W.VBox(
                [
                    self.texts["case"],
                    self.texts["mind"],
                    W.Box([self.page, self.edit], layout=row),
                    self.preview,
                ]
            ),
        ]
        self.tabs = W.Tab(
            children=pages,
            titles=[f"{n}. {said}" for n, said in enumerate(STEPS, 1)],
            selected_index=step - 1,
        )
        super().__init__("Policy lab: your verdict", [self.stance, self.tabs])
        self.stance.observe(self._chosen, "value")
        for one in [*self.boxes.values(), *self.texts.values()]:
            one.observe(self._chosen, "value")
        self.mark.observe(self._opened, "value")
        self.chart.observe(self._clicked, "picked")
        self.claim.observe(self._weighed, "value")
        self.judgement.observe(self._told, "value")
        self.out.observe(self._told, "value")
        buttons[0].on_click(lambda _: self._ground(self.claim.value, True))
        buttons[1].on_click(lambda _: self._ground(self.judgement.value, True))
        buttons[2].on_click(lambda _: self._ground(self.out.value, False))
        self.tabs.observe(self._catch_up, "selected_index")
        _open.add(self)
        self._show()

    def words(self) -> str:
        return _said(self.choice)

    def still(self):
        return charts.action_grid(verdict.acted_on(self.choice.measures), self.titles)

    def _chosen(self, change) -> None:
        """Keep what was changed; a fourth measure is refused."""
        if self.quiet:
            return
        chosen = [m for m, box in self.boxes.items() if box.value]
        if len(chosen) > verdict.ROOM:
            change["owner"].value = False
            self.about.value = f'<div class="theatres-words" role="status"><strong>A one-page brief has room for {verdict.ROOM} measures. Take one out first.</strong></div>'
            return
        order = [m for m in self.choice.measures if m in chosen] + [
            m for m in chosen if m not in self.choice.measures
        ]
        self._keep(
            stance=self.stance.value,
            measures=order,
            **{name: text.value for name, text in self.texts.items()},
        )

    def _ground(self, one: str, take: bool) -> None:
        if one:
            self._keep(
                grounds=[*dict.fromkeys([*self.choice.grounds, one])]
                if take
                else [g for g in self.choice.grounds if g != one]
            )

    def _keep(self, **changes) -> None:
        now = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in changes.items()
        }
        changed = {
            name: value for name, value in now.items() if value != getattr(self.choice, name)
        }
        if not changed:
            return
        before, choice = (
            verdict.missing(self.choice),
            verdict.Choice(**{**vars(self.choice), **changed}),
        )
        self._turn_to(
            choice, changed, before
        )  # the reader looks at this one; a safe copy on disk may take as long again
        work.merge(
            KEY,
            {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in changed.items()
            },
        )
        for lab in _open - {self}:
            lab._turn_to(choice, changed, before)

    def _turn_to(self, choice: verdict.Choice, changed: dict, before: list[str]) -> None:
        """Show another choice; while somebody types, only what a letter changes."""
        self.choice = choice
        if not changed.keys() <= self.texts.keys():
            return self._show()
        self._write_texts()
        self.behind[3] = self._brief
        self._catch_up()
        if before != verdict.missing(choice):
            self.tell()

    def _show(self) -> None:
        """Bring the lab into step with the choice; a page that lies beneath another waits until it is turned up."""
        c, self.quiet = self.choice, True
        self.stance.value = c.stance
        for m, box in self.boxes.items():
            box.value = m in c.measures
        self._write_texts()
        self.quiet = False
        self.behind = {0: self._measures, 1: self._grounds, 2: self._objection, 3: self._brief}
        self._catch_up()
        self.tell()

    def _catch_up(self, *_) -> None:
        self.behind.pop(self.tabs.selected_index, lambda: None)()

    def _measures(self) -> None:
        c, rows = self.choice, verdict.prescriptions(self.choice.stance)
        rivals = int(rows.loc[rows["id"].isin(c.measures), "rival"].sum())
        self.about.value = f'<div class="theatres-words">Choose up to {verdict.ROOM} measures.{f" {rivals} of yours belong to a rival stance." if rivals else ""}</div>'
        self.chart.repaint(self.still())
        self.taken.value = (
            table_html(
                rows[rows["id"].isin(c.measures)]
                .set_index("id")
                .loc[list(c.measures)]
                .reset_index()[["id", "measure", "price"]]
                .set_axis(["Measure", "What would be done", "Its price"], axis=1),
                "Chosen",
            )
            if c.measures
            else ""
        )
        on = verdict.acted_on(c.measures).drop_duplicates("id")
        _offer(
            self.mark,
            [
                ("none", ""),
                *[(f"{r.label} ({r.on} {r.id}, {r.how})", r.id) for r in on.itertuples()],
            ],
        )
        self._opened()

    def _grounds(self) -> None:
        c, leaned = self.choice, verdict.leaned_on(self.choice.measures)
        first = [
            (f"{r.claim} {r.short} (your measures lean on it)", r.claim)
            for r in leaned.itertuples()
        ]
        against = verdict.leaned_against(self.choice.measures)
        first += [
            (f"{r.claim} {r.short} (speaks against your measures if it holds)", r.claim)
            for r in against.itertuples()
            if r.claim not in set(leaned["claim"])
        ]
        offered = {claim for _, claim in first}
        _offer(
            self.claim,
            first
            + [
                (f"{i} {short}", i) for i, short in self.claims["short"].items() if i not in offered
            ],
        )
        _offer(
            self.out,
            [
                (f"{g} {self.claims['short'].get(g, self.judged['why'].get(g, ''))}", g)
                for g in c.grounds
            ]
            or [("none yet", "")],
        )
        self.grounds.value = self._balance()
        self._weighed()

    def _objection(self) -> None:
        self.objection.value = _objections(self.choice)

    def _brief(self) -> None:
        self.preview.value = _preview(self.choice)

    def _write_texts(self) -> None:
        was, self.quiet = self.quiet, True
        for name, text in self.texts.items():
            if text.value != getattr(self.choice, name):
                text.value = getattr(self.choice, name)
        self.quiet = was

    def _weighed(self, *_) -> None:
        rows = verdict.evidence_on([self.claim.value]).sort_values(
            ["strength", "id"], ascending=[False, True]
        )
        _offer(
            self.judgement,
            [
                (
                    f"{r.bearing}, strength {r.strength}{', hindsight' if r.hindsight else ''}: {r.why} ({r.id})",
                    r.id,
                )
                for r in rows.itertuples()
            ]
            or [("none in the table", "")],
        )
        self._told()

    def _told(self, *_) -> None:
        """Say in full what the three lists have chosen, and shut the buttons that would do nothing."""
        taken, judged = self.choice.grounds, self.judged
        bearing = verdict.evidence_on([self.claim.value])["bearing"].astype(str).value_counts()
        full = {
            "claim": f"{self.claims['claim'].get(self.claim.value, '')} In the table: "
            + ", ".join(
                f"{bearing.get(b, 0)} {said}"
                for b, said in (
                    ("supports", "for it"),
                    ("weakens", "against it"),
                    ("mixed", "both"),
                )
            )
            + "."
        }
        for name, one in (("judgement", self.judgement.value), ("out", self.out.value)):
            full[name] = (
                f"{judged.loc[one, 'why']} Rests on {judged.loc[one, 'rows'].replace(';', ', ')}, by rule {judged.loc[one, 'rule']}."
                if one in judged.index
                else str(self.claims["claim"].get(one, ""))
            )
        for name, told in self.told.items():
            told.value = f'<div class="theatres-words">{html.escape(full[name])}</div>'
        for button, one in zip(
            self.buttons, (self.claim.value, self.judgement.value, self.out.value)
        ):
            button.disabled = not one or (button is not self.buttons[2] and one in taken)

    def _balance(self) -> str:
        held, c = verdict.balance(self.choice), self.choice
        said = []
        if held["not_taken"]:
            said.append(
                f"Your measures also lean on {', '.join(held['not_taken'])}, on which you have taken nothing yet."
            )
        if c.measures and not held["weakens"]:
            waiting = len(held["against_waiting"])
            said.append(
                "You have taken no evidence that weakens a claim. The table has"
                f" {waiting} judgements that speak against your measures:"
                " a reader who objects will find them."
            )
        rows = pd.DataFrame(
            [
                (
                    g,
                    "claim"
                    if g in self.claims.index
                    else f"{self.judged.loc[g, 'bearing']} {self.judged.loc[g, 'claim']}",
                    self.claims["claim"].get(g, self.judged["why"].get(g, "")),
                )
                for g in c.grounds
            ],
            columns=["Row", "Bears", "It says"],
        )
        return "".join(f'<div class="theatres-words">{html.escape(s)}</div>' for s in said) + (
            table_html(rows, "Your grounds") if len(rows) else ""
        )

    def _clicked(self, change) -> None:
        clicked = (change["new"].get("mark") or {}).get("id") or [""]
        if clicked[0] in {v for _, v in self.mark.options}:
            self.mark.value = clicked[0]

    def _opened(self, *_) -> None:
        self.details.value = _row_details(self.mark.value) if self.mark.value else ""

    def _file(self, name: str, kind: str, write) -> tuple[str, str, str]:
        if not self.choice.measures:
            return "", "", "Choose a measure first; an empty brief is no use to anybody."
        return (
            name,
            kind,
            write(
                "Can the theatres be parted? A brief",
                verdict.brief(self.choice),
                "Written with the course Two Theatres. The tables' judgements are the course's; the verdict is the writer's.",
            ),
        )


@functools.lru_cache(maxsize=8)
def _said(c: verdict.Choice) -> str:
    """Say what a choice comes to; every lab on the page says the same."""
    on = verdict.acted_on(c.measures)
    stance = verdict.STANCES.get(c.stance, "no stance yet").split(":")[0]
    if not c.measures:
        return f"Stance: {stance}. No measure chosen yet; {len(tables.read('prescriptions'))} are on offer, and a brief has room for {verdict.ROOM}."
    ties, past = (
        on[on["on"] == "tie"].drop_duplicates("id"),
        on[on["on"] == "forecast"].drop_duplicates("id"),
    )
    clash, held = verdict.conflicts(c.measures), verdict.balance(c)
    said = (
        f"Stance: {stance}. {', '.join(c.measures)} would act on {len(ties)} ties and work through {on.loc[on['on'] == 'format', 'id'].nunique()} organisations or formats; "
        f"{len(past)} scored questions bear on them, of which {(past['how'] == 'yes').sum()} came about by July 2026."
    )
    if len(clash):
        said += f" On {len(clash)} ties the measures pull against each other."
    said += f" Grounds: {held['claims']} claims and {held['supports'] + held['weakens'] + held['mixed']} judgements, {held['weakens']} of which weaken a claim; {len(held['against_waiting'])} more that speak against the measures wait unread."
    lacks = verdict.missing(c)
    return said + (f" Still missing: {', '.join(lacks)}." if lacks else " Your brief is complete.")


def _offer(control: W.Dropdown, options: list[tuple[str, str]]) -> None:
    """Give a drop-down new options and keep its value where it still exists."""
    kept = control.value
    if list(control.options) != options:
        control.options = options
        control.value = kept if kept in {v for _, v in options} else options[0][1]


def _kept(start: verdict.Choice) -> verdict.Choice:
    """Return the verdict kept so far, the start where there is none; what does not fit the tables is left out."""
    kept = work.get(KEY)
    if not isinstance(kept, dict):
        return start
    measures, grounds = (
        set(verdict.measures_table()["id"]),
        set(tables.read("claims", argument="both")["id"])
        | set(tables.read("evidence", argument="both")["id"]),
    )

    def known(name, allowed):
        listed = kept.get(name, list(getattr(start, name)))
        return (
            tuple(x for x in listed if isinstance(x, str) and x in allowed)
            if isinstance(listed, list)
            else ()
        )

    texts = {
        name: kept[name] for name in ("case", "answer", "mind") if isinstance(kept.get(name), str)
    }
    stance = kept.get("stance", start.stance)
    return verdict.Choice(
        stance=stance if isinstance(stance, str) and stance in verdict.STANCES else "",
        measures=known("measures", measures)[: verdict.ROOM],
        grounds=known("grounds", grounds),
        **texts,
    )


def _row_details(one: str) -> str:
    """Show a tie, a format or a scored forecast with its sources."""
    ties = tables.read("ties")
    forecasts = tables.read("forecasts", argument="both").set_index("id")
    name = tables.read("actors").set_index("id")["name"]
    if one in set(ties["id"]):
        return tie_details(ties[ties["id"] == one], name)
    if one in forecasts.index:
        row = forecasts.loc[one]
        return table_html(
            pd.DataFrame(
                {
                    "Question": [row["question"]],
                    "Outcome": [str(row["outcome"])],
                    "What happened": [row["what"]],
                    "As of": [row["as_of"]],
                }
            ),
            f"{one}, hindsight",
        ) + source_table(row["sources"])
    groups = tables.read("memberships")
    rows = groups[groups["group"] == one]
    members = pd.DataFrame(
        {
            "Member": rows["actor"].map(name),
            "Role": rows["role"].astype(str),
            "Since": rows["since"],
        }
    )
    ids = tables.listed(rows["sources"]).drop_duplicates()
    return (
        (table_html(members, f"{name[one]}: members in the tables") + source_table(";".join(ids)))
        if len(rows)
        else f'<div class="theatres-words">{html.escape(name[one])}: its members are not in the tables.</div>'
    )


def _objections(c: verdict.Choice) -> str:
    rows = verdict.strongest_objections(c.measures)
    if rows.empty:
        return '<div class="theatres-words">Choose a measure; the strongest published objection to it will stand here.</div>'
    ids = ";".join(rows["source"].drop_duplicates())
    shown = rows[["measure", "author", "position", "reason", "date"]].set_axis(
        ["Against", "Who", "Holds", "Because", "Published"], axis=1
    )
    return table_html(
        shown, "The strongest published objection to each measure, in our judgement"
    ) + source_table(ids)


def _preview(c: verdict.Choice) -> str:
    parts = verdict.brief(c)[:-1]  # the trail is for the file
    blocks = []
    for part in parts:
        blocks.append(
            f"<h4>{html.escape(part.heading)}</h4>"
            + "".join(f"<p>{html.escape(t)}</p>" for t in part.text)
        )
        if part.table is not None and len(part.table):
            blocks.append(table_html(part.table))
    return f'<div class="theatres-words">{"".join(blocks)}</div>' if c.measures else ""


def policy_lab(
    step: int = 1,
    *,
    stance: str = "",
    measures: list[str] | tuple[str, ...] = (),
    grounds: list[str] | tuple[str, ...] = (),
) -> PolicyLab:
    """Open the policy lab.

    Parameters
    ----------
    step : {1, 2, 3, 4}, optional
        Which page lies on top: measures, grounds, objection, brief.
    stance : {"linkage", "asia-first", "restraint", "own"}, optional
        Where to begin if nothing was chosen before.
    measures : list of str, optional
        Measures to begin with (V01 to V18), at most three.
    grounds : list of str, optional
        Claims and judgements to begin with.

    Returns
    -------
    PolicyLab
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value does not exist; the message lists what does.
    """
    offered = {
        "step": (step, [1, 2, 3, 4]),
        "stance": (stance, ["", *verdict.STANCES]),
        **{f"measures, {m}": (m, list(verdict.measures_table()["id"])) for m in measures},
        **{
            f"grounds, {g}": (
                g,
                [
                    *tables.read("claims", argument="both")["id"],
                    *tables.read("evidence", argument="both")["id"],
                ],
            )
            for g in grounds
        },
    }
    for what, (value, allowed) in offered.items():
        if value not in allowed:
            raise ValueError(
                f"policy_lab has no {what.split(',')[0]} {value!r}; choose from {', '.join(map(str, allowed[:20]))}{', …' if len(allowed) > 20 else ''}"
            )
    if len(measures) > verdict.ROOM:
        raise ValueError(f"a brief has room for {verdict.ROOM} measures, not {len(measures)}")
    return PolicyLab(
        step, verdict.Choice(stance=stance, measures=tuple(measures), grounds=tuple(grounds))
    )
