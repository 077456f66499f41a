"""Floor 3: the evidence ledger - by claim, what supports and what weakens, down to sources."""

from __future__ import annotations

import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import ledger as charts
from ..model import ledger, verdict
from .base import alike
from .details import card, folded, source_table, table_html
from .panel import Choice, Opens, Panel, entry
from .wording import called, count

HINDSIGHT = {"": None, "before": False, "after": True}
RESTS = {"": "all that is known", "before": "known by July 2024", "after": "hindsight only"}
VERBS = {"supports": "support", "weakens": "weaken", "mixed": "cut both ways"}
ASKS = {
    "": "What speaks for and against",
    "supports": "What supports",
    "weakens": "What weakens",
    "mixed": "What cuts both ways on",
}
KINDS = {
    "kind": "Kind of source",
    "sources": "Sources",
    "supports": "Judgements that support",
    "mixed": "mixed",
    "weakens": "that weaken",
}
UNDER_EACH = (
    "What kinds of source the judgements shown rest on"
    " (one that rests on several kinds is counted under each)"
)


def _values(table: str, column: str) -> dict[str, str]:
    return {"": "any", **{value: value for value in tables.meanings(table, column)}}


def _rows(table: str, first: str, text: str) -> dict[str, str]:
    """Return id and text of each row of a table, after a first line."""
    rows = tables.read(table)
    return {"": first, **dict(zip(rows["id"], map(called, rows[text], rows["id"])))}


class EvidenceLedger(Panel):
    """Judgements claim by claim, and on what kinds of source they rest; a claim opens to these."""

    title = "Evidence ledger"
    sentence_lines = 3
    described = (
        "Judgements on each claim: supporting ones above the line, weakening ones below,"
        " mixed ones across it"
    )

    system = Choice(
        "System", lambda p: _rows("systems", "all", "title"), start="", param="", width="24em"
    )
    kind = Choice("Kind of claim", lambda p: _values("claims", "kind"), start="", param="")
    bearing = Choice("Judgement", lambda p: _values("evidence", "bearing"), start="", param="")
    hindsight = Choice("Rests on", RESTS, param="", width="17em")
    rule = Choice("Rule", lambda p: _rows("rules", "any", "rule"), start="", param="", width="40em")
    claim = Opens("Open a claim", mark="block", field="claim", param="opened")

    def __init__(self, **start):
        self.evidence = tables.read("evidence")
        claims = tables.read("claims")
        self.short = claims.set_index("id")["short"]
        fewer = claims.dropna(subset=["brief"])
        self.brief = dict(zip(fewer["short"], fewer["brief"]))
        self.kinds = alike(W.HTML)
        self.kinds.add_class("theatres-opened")  # its line is kept where nothing is listed
        super().__init__(**start)

    def shown(self) -> pd.DataFrame:
        """Return the judgements that the controls let through now."""
        return self.rows

    def headline(self) -> str:
        now = self.now
        claims = f"each {now.kind} claim" if now.kind else "each claim"
        known = {"": "", "before": ", as known by July 2024", "after": ", in hindsight alone"}
        return f"{ASKS[now.bearing]} {claims}{known[now.hindsight]}?"

    def words(self) -> str:
        rows = self.shown()
        if rows.empty:
            return "No judgement fits. Loosen a filter."
        strengths = rows["strength"].astype(int).groupby(rows["bearing"].astype(str))
        told = [
            f"{len(strength)} {VERBS[bearing]} (strength {strength.sum()})"
            for bearing, strength in sorted(strengths, key=lambda pair: list(VERBS).index(pair[0]))
        ]
        kinds = self.counted
        sources = ", ".join(f"{r.sources} {r.kind}" for r in kinds.itertuples())
        return (
            f"{count(len(rows), 'judgement')} on {count(rows['claim'].nunique(), 'claim')}:"
            f" {', '.join(told)}. {int(rows['hindsight'].sum()) or 'None'} with hindsight."
            f" Beneath them: {count(len(ledger.rows_of(rows['rows'])), 'row')}"
            f" from {count(int(kinds['sources'].sum()), 'source')} ({sources})."
            " The sums say what we found and how we judged it, not who is right."
        )

    def painted(self) -> dict:
        rows = self.shown()
        claims = [str(self.short[claim]) for claim in sorted(set(rows["claim"]))]
        return {
            "shown": list(rows["id"]),
            "claims": claims,
            "lines": charts.on_axis(claims, self.brief),
        }

    def still(self):
        claims = self.painted()["claims"]
        shown = list(self.shown()["id"])
        return charts.ledger(
            self.evidence, self.short, shown, claims, self.claim.value, brief=self.brief
        )

    def beneath(self) -> list[W.Widget]:
        """Return on what kinds of source the judgements shown rest."""
        return [self.kinds]

    def work_out(self) -> None:
        """Choose the judgements, once a move, and count the kinds of source beneath them."""
        now = self.now
        self.rows = ledger.judgements(
            system=now.system or None,
            kind=now.kind or None,
            bearing=now.bearing or None,
            rule=now.rule or None,
            hindsight=HINDSIGHT[now.hindsight],
        )
        self.counted = ledger.by_kind_of_source(self.rows)
        kinds = self.counted.rename(columns=KINDS)
        table = table_html(kinds, UNDER_EACH) if len(kinds) else ""
        self.kinds.value = folded("The kinds of source that they rest on", table) if table else ""

    @claim.offers
    def claims(self) -> list[tuple[str, str]]:
        """Return each claim with the number of its judgements, and its id."""
        rows = self.shown()
        tally = pd.crosstab(rows["claim"], rows["bearing"].astype(str))
        tally = tally.reindex(columns=list(charts.BEARINGS), fill_value=0)
        return [
            (f"{called(self.short[c], c)}: +{n['supports']} ±{n['mixed']} –{n['weakens']}", c)
            for c, n in tally.iterrows()
        ]

    @claim.cards
    def claim_card(self, claim: str) -> str:
        """Return what the card says of a claim: our judgement that weighs most, and its source."""
        rows = ledger.judgements(claim=claim)
        top = rows.sort_values("strength", ascending=False, kind="stable").iloc[0]
        said = f"{len(rows)} judgements. One of the strongest {top['bearing']} it: {top['why']}"
        sources = ";".join(ledger.sources_of(rows[rows["id"] == top["id"]]))
        return card(str(self.short[claim]), said, sources=sources)

    @claim.shows
    def claim_opened(self, claim: str) -> str:
        """Return all judgements on a claim, whatever the filters: half a ledger would mislead."""
        if not claim:
            return ""
        rows = ledger.judgements(claim=claim)
        text = tables.read("claims").set_index("id").loc[claim]
        about = pd.DataFrame(
            {
                "Claim": [text["claim"]],
                "Paragraph": [text["paragraph"]],
                "Kind": [str(text["kind"])],
                "To weigh it, look up": [text["needs"]],
            }
        )
        sources = ledger.sources_of(rows)
        cited = source_table(";".join(sources), f"{count(len(sources), 'source')} of these rows")
        return table_html(about, f"{claim}, opened") + judgement_tables(rows) + cited


def _quoted(words) -> str:
    """Quote the words of the claim that exclude a case (rule R06 alone has any)."""
    return f" Here: “{words}”." if isinstance(words, str) else ""


def judgement_tables(rows: pd.DataFrame) -> str:
    """Show judgements with their reasons and rules, and the rows they rest on, as HTML.

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
            "It does": bearing.map(lambda b: f"{charts.BEARINGS[b][1]} {b}"),
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


@entry(EvidenceLedger)
def evidence_ledger(**start) -> EvidenceLedger:
    """Open the evidence ledger.

    Parameters
    ----------
    system : str, optional
        Only claims of that system, S01 to S16.
    kind : str, optional
        Only claims of that kind.
    bearing : {"", "supports", "weakens", "mixed"}, optional
        Only such judgements.
    hindsight : {"", "before", "after"}, optional
        Only what was known by July 2024, or only what came after.
    rule : str, optional
        Only judgements by that rule, R01 and so on.
    claim : str, optional
        Id of a claim opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.

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
