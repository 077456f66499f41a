"""Floor 3: the evidence ledger - claim by claim, what supports and what weakens, down to rows and sources."""

from __future__ import annotations

import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import ledger as charts
from ..model import ledger, verdict
from .base import Explorer, LiveChart, choose
from .details import source_table, table_html
from .drawer import WRAP, put
from .wording import count

HINDSIGHT = {"": None, "before": False, "after": True}


class EvidenceLedger(Explorer):
    """Judgements claim by claim; filter them, see on what kinds of source they rest, open a claim down to its sources."""

    def __init__(self, **start):
        self.evidence = tables.read("evidence")
        self.short = tables.read("claims").set_index("id")["short"]

        def offered(table, column):
            return [("any", ""), *[(v, v) for v in tables.meanings(table, column)]]

        self.controls = {
            "system": choose(
                "System",
                [
                    ("all", ""),
                    *[(f"{s.id} {s.title}", s.id) for s in tables.read("systems").itertuples()],
                ],
                "",
                "24em",
            ),
            "kind": choose("Kind of claim", offered("claims", "kind"), "", "16em"),
            "bearing": choose("Judgement", offered("evidence", "bearing"), "", "14em"),
            "hindsight": choose(
                "Rests on",
                [
                    ("all that is known", ""),
                    ("known by July 2024", "before"),
                    ("hindsight only", "after"),
                ],
                "",
                "17em",
            ),
            "rule": choose(
                "Rule",
                [
                    ("any", ""),
                    *[(f"{r.id} {r.rule}", r.id) for r in tables.read("rules").itertuples()],
                ],
                "",
                "40em",
            ),
        }
        self.claim = W.Dropdown(
            description="Open a claim",
            options=[("none", "")],
            value="",
            style={"description_width": "auto"},
            layout={"width": "48em"},
        )
        self.chart = LiveChart(
            charts.ledger(self.evidence, self.short, list(self.evidence["id"])),
            "Judgements on each claim: supporting ones above the line, weakening ones below, mixed ones across it",
        )
        self.kinds, self.details = W.HTML(), W.HTML()
        super().__init__(
            "Evidence ledger",
            [
                W.Box(list(self.controls.values()), layout=WRAP),
                self.chart,
                W.VBox([self.kinds, self.claim, self.details]),
            ],
        )
        for control in self.controls.values():
            control.observe(self._moved, "value")
        self.claim.observe(self._opened, "value")
        self.chart.observe(self._clicked, "picked")
        self._moved()
        known = {**self.controls, "claim": self.claim}
        put(
            "evidence_ledger",
            known,
            {name: start[name] for name in sorted(start, key=lambda n: n == "claim")},
        )  # the filters first: they say which claims are offered

    def shown(self) -> pd.DataFrame:
        """Return the judgements that the controls let through now."""
        asked = {
            name: control.value or None
            for name, control in self.controls.items()
            if name != "hindsight"
        }
        return ledger.judgements(**asked, hindsight=HINDSIGHT[self.controls["hindsight"].value])

    def words(self) -> str:
        rows = self.shown()
        if rows.empty:
            return "No judgement fits. Loosen a filter."
        bearing, strength = rows["bearing"].astype(str), rows["strength"].astype(int)
        told = [
            f"{n} {verb} (strength {strength[bearing == b].sum()})"
            for b, verb in (
                ("supports", "support"),
                ("weakens", "weaken"),
                ("mixed", "cut both ways"),
            )
            if (n := int((bearing == b).sum()))
        ]
        kinds = ledger.by_kind_of_source(rows)
        return (
            f"{count(len(rows), 'judgement')} on {count(rows['claim'].nunique(), 'claim')}: {', '.join(told)}. {int(rows['hindsight'].sum()) or 'None'} with hindsight. "
            f"Beneath them: {count(len(ledger.rows_of(rows['rows'])), 'row')} from {count(int(kinds['sources'].sum()), 'source')} ({', '.join(f'{r.sources} {r.kind}' for r in kinds.itertuples())}). "
            "The sums say what we found and how we judged it, not who is right."
        )

    def still(self):
        return charts.ledger(
            self.evidence, self.short, list(self.shown()["id"]), self.claim.value or ""
        )

    def _moved(self, *_):
        rows = self.shown()
        self.chart.shown = list(rows["id"])
        kinds = ledger.by_kind_of_source(rows).rename(
            columns={
                "kind": "Kind of source",
                "sources": "Sources",
                "supports": "Judgements that support",
                "mixed": "mixed",
                "weakens": "that weaken",
            }
        )
        self.kinds.value = (
            table_html(
                kinds,
                "What kinds of source the judgements shown rest on (one that rests on several kinds is counted under each)",
            )
            if len(kinds)
            else ""
        )
        bearing = rows["bearing"].astype(str)
        tally = pd.crosstab(rows["claim"], bearing).reindex(
            columns=list(charts.BEARINGS), fill_value=0
        )
        options = [
            ("none", ""),
            *[
                (f"{c} (+{n['supports']} ±{n['mixed']} –{n['weakens']}) {self.short[c]}", c)
                for c, n in tally.iterrows()
            ],
        ]
        kept = self.claim.value if self.claim.value in tally.index else ""
        self.claim.unobserve(self._opened, "value")
        self.claim.options, self.claim.value = options, kept
        self.claim.observe(self._opened, "value")
        self._opened()
        self.tell()

    def _clicked(self, change):
        clicked = (change["new"].get("block") or {}).get("claim") or [""]
        if clicked[0] in {v for _, v in self.claim.options}:
            self.claim.value = clicked[0]

    def _opened(self, *_):
        """Show all judgements on the claim, whatever the filters: half a ledger would mislead."""
        claim = self.claim.value
        self.chart.opened = claim or ""
        if not claim:
            self.details.value = ""
            return
        rows = ledger.judgements(claim=claim)
        text = tables.read("claims").set_index("id").loc[claim]
        self.details.value = (
            table_html(
                pd.DataFrame(
                    {
                        "Claim": [text["claim"]],
                        "Paragraph": [text["paragraph"]],
                        "Kind": [str(text["kind"])],
                        "To weigh it, look up": [text["needs"]],
                    }
                ),
                f"{claim}, opened",
            )
            + judgement_tables(rows)
            + source_table(
                ";".join(ledger.sources_of(rows)),
                f"{count(len(ledger.sources_of(rows)), 'source')} of these rows",
            )
        )


def _quoted(words) -> str:
    """Quote the words of the claim that exclude a case (rule R06 alone has any)."""
    return f" Here: “{words}”." if isinstance(words, str) else ""


def judgement_tables(rows: pd.DataFrame) -> str:
    """Show judgements with their reasons and rules, and the rows they rest on, as HTML; nothing if there are none.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of the evidence table.
    """
    if rows.empty:
        return ""
    rule = tables.read("rules").set_index("id")["rule"]
    bearing = rows["bearing"].astype(str)
    judged = pd.DataFrame(
        {
            "Judgement": rows["id"],
            "": bearing.map(lambda b: f"{charts.BEARINGS[b][1]} {b}"),
            "Strength (1 to 3)": rows["strength"],
            "Why": rows["why"],
            "By the rule": rows["rule"] + " " + rows["rule"].map(rule) + rows["words"].map(_quoted),
            "Note": rows["note"].fillna(""),
            "Hindsight": rows["hindsight"].map({True: "yes", False: "no"}),
            "Rows": rows["rows"].str.replace(";", ", "),
        }
    )
    found = ledger.rows_of(rows["rows"])
    told = pd.DataFrame(
        {
            "Row": found["id"],
            "Table": found["table"],
            "What it says": [verdict.look_up(one)[0] for one in found["id"]],
        }
    )
    return table_html(judged, f"Evidence ledger: {count(len(judged), 'judgement')}") + table_html(
        told, f"{count(len(told), 'row')} that they rest on"
    )


def evidence_ledger(**start) -> EvidenceLedger:
    """Open the evidence ledger.

    Parameters
    ----------
    **start
        Where the controls stand at first: ``system`` (S01 to S16), ``kind`` (of claim), ``bearing`` ("supports", "weakens", "mixed"),
        ``hindsight`` ("before" or "after" July 2024), ``rule`` (R01 ...), and ``claim`` (opened at once).

    Returns
    -------
    EvidenceLedger
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return EvidenceLedger(**start)
