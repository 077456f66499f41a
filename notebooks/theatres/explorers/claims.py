"""Floor 3: the claim browser - what the commentary says, sentence by sentence, and what each claim rests on."""

from __future__ import annotations

import altair as alt
import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import claims as charts
from ..model import argument, ledger
from .base import Explorer, LiveChart, choose
from .details import source_table, table_html, tie_table
from .ledger import judgement_tables


class ClaimBrowser(Explorer):
    """Filter the claims, see where in the text each kind stands, and open one to its ties, events and evidence."""

    def __init__(self, **start):
        claims = tables.read("claims")
        self.name = tables.read("actors").set_index("id")["name"]

        def options(column):
            return [("any", ""), *[(v, v) for v in tables.meanings("claims", column)]]

        self.paragraph = choose(
            "Paragraph",
            [("all", ""), *[(p, p) for p in tables.paragraphs()["id"]]],
            start.get("paragraph", ""),
            "11em",
        )
        self.kind = choose("Kind", options("kind"), start.get("kind", ""), "13em")
        self.speaker = choose("Who speaks", options("speaker"), start.get("speaker", ""), "15em")
        self.hedged = choose(
            "Hedged",
            [("either", ""), ("hedged", "yes"), ("not hedged", "no")],
            start.get("hedged", ""),
            "13em",
        )
        self.checkable = choose(
            "Checkable", options("checkable"), start.get("checkable", ""), "13em"
        )
        self.system = choose(
            "System",
            [
                ("all", ""),
                *[(f"{r.id} {r.title}", r.id) for r in tables.read("systems").itertuples()],
            ],
            start.get("system", ""),
            "24em",
        )
        self.controls = [
            self.paragraph,
            self.kind,
            self.speaker,
            self.hedged,
            self.checkable,
            self.system,
        ]
        self.claim = W.Dropdown(
            description="Open a claim",
            options=[("none", "")],
            style={"description_width": "auto"},
            layout={"width": "48em"},
        )
        self.chart = LiveChart(
            charts.claim_strip(claims, list(claims["id"])), "Claims by paragraph and kind"
        )
        self.details = W.HTML()
        row = {"flex_flow": "row wrap"}
        super().__init__(
            "Claim browser",
            [W.Box(self.controls, layout=row), self.chart, W.VBox([self.claim, self.details])],
        )
        for control in self.controls:
            control.observe(self._moved, "value")
        self.claim.observe(self._opened, "value")
        self.chart.observe(self._clicked, "picked")
        self._moved()
        if start.get("claim"):
            self.claim.value = start["claim"]

    def shown(self) -> pd.DataFrame:
        """Return the claims that the controls let through now."""
        hedged = {"yes": True, "no": False}.get(self.hedged.value)
        return argument.select_claims(
            paragraph=self.paragraph.value or None,
            kind=self.kind.value or None,
            speaker=self.speaker.value or None,
            hedged=hedged,
            system=self.system.value or None,
            checkable=self.checkable.value or None,
        )

    def words(self) -> str:
        rows = self.shown()
        if rows.empty:
            return "No claim fits. Loosen a filter."
        kinds = ", ".join(f"{n} {k}" for k, n in rows["kind"].value_counts().items() if n)
        return (
            f"{len(rows)} of {len(tables.read('claims'))} claims: {kinds}. {int(rows['hedged'].sum())} hedged; "
            f"{int((rows['speaker'] != 'author').sum())} put in somebody else's mouth; {int((rows['checkable'] == 'yes').sum())} that a source could confirm or deny outright."
        )

    def still(self) -> alt.Chart:
        return charts.claim_strip(tables.read("claims"), list(self.shown()["id"]))

    def _moved(self, *_):
        rows = self.shown()
        kept = self.claim.value
        self.claim.options = [
            ("none", ""),
            *[(f"{r.id} ({r.paragraph}, {r.kind}): {r.short}", r.id) for r in rows.itertuples()],
        ]
        self.claim.value = kept if kept in set(rows["id"]) else ""
        self.chart.shown = list(rows["id"])
        self.tell()

    def _clicked(self, change):
        clicked = (change["new"].get("claim") or {}).get("id") or [""]
        if clicked[0] in {v for _, v in self.claim.options}:
            self.claim.value = clicked[0]

    def _opened(self, *_):
        self.details.value = claim_details(self.claim.value, self.name) if self.claim.value else ""


def claim_details(claim: str, name: pd.Series) -> str:
    """Show a claim with its paragraph, ties, events, judgements and their sources, as HTML."""
    claims, record = tables.read("claims").set_index("id"), tables.paragraphs().set_index("id")
    one = claims.loc[claim]
    about = {
        "Claim": one["claim"],
        "Stands in": f"{one['paragraph']}: {record.loc[one['paragraph'], 'summary']}",
        "Kind": f"{one['kind']} ({tables.meanings('claims', 'kind')[one['kind']]})",
        "Who speaks": tables.meanings("claims", "speaker")[one["speaker"]],
        "Hedge": one["hedge"] if one["hedged"] else "none",
        "To weigh it, look up": one["needs"],
    }
    parts = [
        table_html(
            pd.DataFrame({claim: about.keys(), one["short"]: about.values()}), f"{claim}, opened"
        )
    ]
    ties = argument.bearing_on("ties", claim)
    if len(ties):
        parts.append(tie_table(ties, name))
    events = argument.bearing_on("events", claim).sort_values("date")
    if len(events):
        parts.append(
            table_html(
                pd.DataFrame(
                    {
                        "Event": events["id"],
                        "Date": events["date"],
                        "What happened": events["title"],
                        "Where": events["theatre"].astype(str),
                    }
                ),
                f"{len(events)} events",
            )
        )
    judged = ledger.judgements(claim=claim)
    parts.append(judgement_tables(judged))
    ids = pd.concat(
        [
            tables.listed(ties["sources"]),
            tables.listed(events["sources"]),
            pd.Series(ledger.sources_of(judged), dtype=object),
        ]
    ).drop_duplicates()
    if len(ids):
        parts.append(source_table(";".join(ids), f"{len(ids)} sources of these rows"))
    return "".join(parts)


def browse_claims(**start) -> ClaimBrowser:
    """Open the claim browser.

    Parameters
    ----------
    **start
        Where the controls stand at first: ``paragraph``, ``kind``, ``speaker``, ``hedged`` ("yes", "no"), ``checkable``,
        ``system``, and ``claim`` (opened at once).

    Returns
    -------
    ClaimBrowser
        Show it by leaving it as the last line of a cell.
    """
    return ClaimBrowser(**start)
