"""Floor 3: the claim browser - what the commentary says, sentence by sentence, and its ground."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..charts import claims as charts
from ..model import argument, ledger
from .details import card, source_table, table_html, tie_table
from .ledger import judgement_tables
from .panel import Choice, Opens, Panel, entry
from .wording import begin, called

HEDGED = {"": "either", "yes": "hedged", "no": "not hedged"}


def _any_of(column: str):
    """Return what a list offers of a column's meanings."""
    return lambda _: {"": "any", **{value: value for value in tables.meanings("claims", column)}}


def _who(speaker: str) -> str:
    """Name a speaker; how the text comes to the words, after the comma, is the card's to say."""
    return tables.meanings("claims", "speaker")[speaker].split(",")[0]


def _speakers(_) -> dict[str, str]:
    heard = set(tables.read("claims")["speaker"])
    listed = (who for who in tables.meanings("claims", "speaker") if who in heard)
    return {"": "any", **{who: begin(_who(who)) for who in listed}}


def _paragraphs(_) -> dict[str, str]:
    return {"": "all", **{paragraph: paragraph for paragraph in tables.paragraphs()["id"]}}


def _systems(_) -> dict[str, str]:
    systems = tables.read("systems").itertuples()
    return {"": "all", **{system.id: called(system.title, system.id) for system in systems}}


class ClaimBrowser(Panel):
    """Filter the claims, see where each kind stands in the text, and open one to its evidence."""

    title = "Claim browser"
    foremost = ("kind", "paragraph", "speaker")
    described = "Claims by paragraph and kind"

    paragraph = Choice("Paragraph", _paragraphs, start="", width="11em")
    kind = Choice("Kind", _any_of("kind"), start="", width="13em")
    speaker = Choice("Who speaks", _speakers, start="", width="17em")
    hedged = Choice("Hedged", HEDGED, width="13em")
    checkable = Choice("Checkable", _any_of("checkable"), start="", width="13em")
    system = Choice("System", _systems, start="", width="24em")
    claim = Opens("Open a claim", mark="claim", param="opened")

    def work_out(self) -> None:
        """Select the claims once for words, chart and list."""
        asked = {name: value or None for name, value in self.values().items()}
        asked |= {"hedged": {"yes": True, "no": False}.get(self.hedged.value)}
        del asked["claim"]
        self._rows = argument.select_claims(**asked)

    def shown(self) -> pd.DataFrame:
        """Return the claims that the controls let through now."""
        return self._rows

    def headline(self) -> str:
        now = self.now
        kind = f"{now.kind} " if now.kind else ""
        where = f" in {now.paragraph}" if now.paragraph else ""
        who = f" with {_who(now.speaker)} speaking" if now.speaker else ""
        hedge = {"": "", "yes": " under a hedge", "no": " without a hedge"}[now.hedged]
        return f"Which {kind}claims are made{where}{who}{hedge}, and of what kind?"

    def words(self) -> str:
        rows = self.shown()
        if rows.empty:
            return "No claim fits. Loosen a filter."
        counts = rows["kind"].value_counts()
        kinds = ", ".join(f"{number} {kind}" for kind, number in counts.items() if number)
        told = f"{int((rows['speaker'] != 'author').sum())} put in somebody else's mouth"
        if "author" not in tables.meanings("claims", "speaker"):  # no one text makes this case
            told = f"{rows['speaker'].nunique()} speakers"
        plain = int((rows["checkable"] == "yes").sum())
        return (
            f"{len(rows)} of {len(tables.read('claims'))} claims: {kinds}."
            f" {int(rows['hedged'].sum())} hedged; {told};"
            f" {plain} that a source could confirm or deny outright."
        )

    def still(self):
        claims = tables.read("claims")
        claims = claims.assign(speaker=claims["speaker"].map(_who))
        return charts.claim_strip(claims, list(self.shown()["id"]), self.claim.value)

    def painted(self) -> dict:
        """Return the claims that stand out."""
        return {"shown": list(self.shown()["id"])}

    @claim.offers
    def claims_offered(self) -> list[tuple[str, str]]:
        """Return number, place and short form of each claim shown."""
        rows = self.shown().itertuples()
        return [(f"{r.short}: {r.paragraph}, {r.kind} ({r.id})", r.id) for r in rows]

    @claim.cards
    def claim_card(self, claim: str) -> str:
        """Return what the card says of a claim."""
        return claim_card(claim)

    @claim.shows
    def claim_opened(self, claim: str) -> str:
        """Return a claim with what it rests on."""
        return claim_details(claim) if claim else ""


def claim_card(claim: str) -> str:
    """Say a claim: who speaks, its paragraph in our words, what evidence we found, a source."""
    one = tables.by_id("claims").loc[claim]
    judged = ledger.judgements(claim=claim)
    found = judged["bearing"].astype(str).value_counts()
    told = ", ".join(f"{n} {bearing}" for bearing, n in found.items()) or "none yet"
    speaker = tables.meanings("claims", "speaker")[one["speaker"]]
    summary = tables.paragraphs().set_index("id")["summary"][one["paragraph"]]
    return card(
        one["claim"],
        f"{one['paragraph']}, {one['kind']}; {speaker}. Our judgements: {told}.",
        told=str(summary),
        sources=";".join(ledger.sources_of(judged)),
    )


def claim_details(claim: str) -> str:
    """Show a claim with its paragraph, ties, events, judgements and their sources, as HTML."""
    one = tables.read("claims").set_index("id").loc[claim]
    summary = tables.paragraphs().set_index("id").loc[one["paragraph"], "summary"]
    about = {
        "Claim": one["claim"],
        "Stands in": f"{one['paragraph']}: {summary}",
        "Kind": f"{one['kind']} ({tables.meanings('claims', 'kind')[one['kind']]})",
        "Who speaks": tables.meanings("claims", "speaker")[one["speaker"]],
        "Hedge": one["hedge"] if one["hedged"] else "none",
        "To weigh it, look up": one["needs"],
    }
    rows = pd.DataFrame({claim: about.keys(), one["short"]: about.values()})
    parts = [table_html(rows, f"{claim}, opened")]
    made = list(tables.listed(pd.Series([one.get("sources")])))
    if made:  # no one text makes the rival's case: say which ones make this claim
        parts.append(source_table(";".join(made), "Texts that make the claim"))
    ties = argument.bearing_on("ties", claim)
    if len(ties):
        parts.append(tie_table(ties, tables.read("actors").set_index("id")["name"]))
    events = argument.bearing_on("events", claim).sort_values("date")
    if len(events):
        parts.append(_event_table(events))
    judged = ledger.judgements(claim=claim)
    parts.append(judgement_tables(judged))
    ids = [*tables.listed(ties["sources"]), *tables.listed(events["sources"])]
    ids = list(dict.fromkeys([*ids, *ledger.sources_of(judged)]))
    if ids:
        parts.append(source_table(";".join(ids), f"{len(ids)} sources of these rows"))
    return "".join(parts)


def _event_table(events: pd.DataFrame) -> str:
    shown = {
        "Event": events["id"],
        "Date": events["date"],
        "What happened": events["title"],
        "Where": events["theatre"].astype(str),
    }
    return table_html(pd.DataFrame(shown), f"{len(events)} events")


@entry(ClaimBrowser)
def browse_claims(**start) -> ClaimBrowser:
    """Open the claim browser.

    Parameters
    ----------
    paragraph : str, optional
        A paragraph, P1 to P16.
    kind, speaker, checkable : str, optional
        What sort of claim, who speaks, whether a source can settle it.
    hedged : {"", "yes", "no"}, optional
        Whether it is hedged.
    system : str, optional
        One of the sixteen systems, S01 to S16.
    claim : str, optional
        Id of a claim opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    ClaimBrowser
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return ClaimBrowser(**start)
