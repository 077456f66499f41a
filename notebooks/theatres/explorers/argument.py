"""Floor 3: the argument map - what carries a claim, what it carries, what is said against it."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..charts import argument as charts
from ..codes import Relation
from ..model import argumentmap, weighing
from ..model.argument import bearing_on
from ..model.argumentmap import Argument, drawn_by
from .claims import claim_card, claim_details
from .details import folded, source_table, table_html
from .panel import Choice, Opens, Panel, Tick, entry
from .positions import position_card
from .wording import brief, called

FOLDED, ONE = "", "one claim"
IN_FULL = " Names in full: point, or Open"  # where boxes are too small for them
NAMED = 3  # claims or voices that a sentence names


def _foldings(explorer: ArgumentMap) -> dict[str, str]:
    """Return what may be unfolded: nothing, a section, or what bears on one claim."""
    sections = {section: section for section in explorer.argument.sections}
    return {FOLDED: "nothing: all sections folded", **sections, ONE: "what bears on one claim"}


class ArgumentMap(Panel):
    """Sections that fold and unfold to their claims, or one claim with what bears on it."""

    title = "Argument map"
    described = "Argument map: reasons lead to what they support or attack"
    redraws = True

    unfold = Choice("Unfold", _foldings, start=FOLDED, param="", width="24em")
    steps = Choice(
        "Steps back from one claim",
        {1: "1", 2: "2"},
        param="",
        when=lambda panel: panel.unfold.value == ONE,
        width="17em",
    )
    voices = Tick(
        "published voices too",
        param="",
        when=lambda panel: len(panel.argument.voices),
        width="14em",
    )
    claim = Opens("Open", redraws=True, width="44em")

    def __init__(self, **start):
        self.argument, self._last = argumentmap.read(), ""
        super().__init__(**start)
        if self.unfold.value == ONE:
            self.card.show("", "")  # it would cover what bears on the claim

    def reset(self) -> None:
        """Go back to where the map started, with the claim that stood there in the middle."""
        self._last = ""
        super().reset()

    def work_out(self) -> None:
        """Find the boxes and arrows of the view, and arrange them, once for words and chart."""
        now = self.now
        if now.unfold == FOLDED:
            self._shown = argumentmap.folded(self.argument, now.voices)
        elif now.unfold == ONE:
            self._shown = argumentmap.around(self.argument, self._centre(), now.steps, now.voices)
        else:
            self._shown = argumentmap.of_section(self.argument, now.unfold, now.voices)
        boxes, arrows = self._shown
        chosen = now.claim if now.claim in set(boxes["id"]) else ""
        self._drawn = charts.argument_map(boxes, arrows, chosen)

    def _centre(self) -> str:
        """Return the claim in the middle: the one opened last, also when its card was closed."""
        self._last = self.claim.value or self._last
        return self._last or weighing.thesis()

    def shown(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the boxes and the arrows that the controls let through now."""
        return self._shown

    def headline(self) -> str:
        cut = any("…" in box["label"] for box in self._drawn.rows["boxes"])
        return f"{self._question()}{IN_FULL * cut}"

    def _question(self) -> str:
        now = self.now
        if now.unfold == FOLDED:
            return f"What carries what, section by section?{' With published voices' * now.voices}"
        if now.unfold == ONE:
            return f"What bears on “{brief(self.argument.nodes[self._centre()])}”?"
        return f"What carries what in “{brief(now.unfold)}”?"

    def words(self) -> str:
        if self.unfold.value == FOLDED:
            return _folded_words(self.argument, *self.shown())
        if self.unfold.value == ONE:
            return _one_words(self.argument, self._centre(), *self.shown())
        return _section_words(self.argument, self.unfold.value, *self.shown())

    def still(self):
        return self._drawn

    def painted(self) -> dict:
        """Return how the map looks, which follows from what is on it."""
        return self._drawn.params

    def clicked(self, mark: str, field: dict) -> None:
        """Unfold the section, or open the claim or voice, that was clicked."""
        box = (field.get("id") or [""])[0]
        if box in self.argument.sections:
            self.unfold.value = box
        elif not box or box in self.argument.nodes:
            self.claim.value = box

    @claim.offers
    def nodes_offered(self) -> list[tuple[str, str]]:
        """Return every claim and voice of the argument."""
        return [(called(text, node), node) for node, text in self.argument.nodes.items()]

    @claim.shows
    def node_opened(self, node: str) -> str:
        """Show a claim or voice: reasons into and out of it, evidence, sources."""
        return node_details(node, self.argument) if node else ""

    @claim.cards
    def card_of(self, node: str) -> str:
        """Return the card of a claim or voice, on the side where its box does not stand."""
        boxes = self._drawn.rows["boxes"]
        right = any(b["id"] == node and b["left"] + b["right"] > charts.WIDTH for b in boxes)
        self.card.stand(left=right)
        return position_card(node) if weighing.is_voice(node) else claim_card(node)


def _folded_words(argument: Argument, boxes: pd.DataFrame, arrows: pd.DataFrame) -> str:
    """Say what the whole argument is made of, and where it is thickest."""
    thickest = max(arrows["tells"], key=lambda told: int(told.split()[0]), default="none")
    reasons = argument.reasons["relation"]
    carried = reasons.eq(Relation.SUPPORTS).sum()
    return (
        f"The argument, folded: {len(argument.claims)} claims in {len(argument.sections)}"
        f" sections, {len(argument.voices)} published voices, {len(reasons)} reasons between"
        f" them: {carried} support, {len(reasons) - carried} attack. Thickest: {thickest}."
    )


def _one_words(argument: Argument, centre: str, boxes: pd.DataFrame, arrows: pd.DataFrame) -> str:
    """Say what is shown for and against one claim, and what it bears on."""
    into, out = arrows[arrows["target"] == centre], arrows[arrows["source"] == centre]
    pro, con = (
        _listed(argument, into.loc[into["relation"] == relation, "source"])
        for relation in (Relation.SUPPORTS, Relation.ATTACKS)
    )
    return (
        f"{argument.text(centre).rstrip('.')} ({centre}). Shown for it: {pro}; against it: {con}."
        f" It bears on {_listed(argument, out['target'])}."
        f" {len(boxes)} boxes, {len(arrows)} reasons."
    )


def _section_words(
    argument: Argument, section: str, boxes: pd.DataFrame, arrows: pd.DataFrame
) -> str:
    """Say how many claims and reasons a section has, and where most of them meet."""
    reasons, inside = argument.reasons, set(boxes["id"])
    out = reasons[reasons["source"].isin(inside) & ~reasons["target"].isin(inside)]
    against = int((arrows["relation"] == Relation.ATTACKS).sum())
    voices = int((boxes["kind"] == argumentmap.VOICE).sum())
    heard = f" and {voices} published voices" if voices else ""
    named = "none"
    if len(arrows):
        top = arrows["target"].value_counts(sort=False).sort_index().idxmax()
        named = called(argument.text(top), top)
    return (
        f"{section}: {len(boxes) - voices} claims{heard},"
        f" {len(arrows)} reasons among them ({against} attack);"
        f" {len(out)} lead on to claims of other sections. Most reasons meet in {named}."
    )


def _listed(argument: Argument, ids) -> str:
    """Name the first of several claims or voices, and count the others."""
    ids = list(ids)
    names = [f"“{argument.text(one).rstrip('.')}” ({one})" for one in ids[:NAMED]]
    more = [f"{len(ids) - NAMED} more"] if len(ids) > NAMED else []
    return ", ".join([*names, *more]) or "nothing"


def _voice_opened(one: pd.Series, title: str) -> pd.DataFrame:
    """List what a voice holds, who it is and how much of it was read."""
    told = {
        "What is held": one["position"],
        "Strongest reason given": one["reason"],
        "Who": one["author"],
        "Where": one["title"],
        "When": one["date"],
        "Read": tables.meanings("positions", "read_as")[str(one["read_as"])],
        "Asks": tables.meanings("positions", "literature")[str(one["literature"])],
        "No arrow to": one["no_edge"],
        "Note": one["note"],
    }
    shown = {name: value for name, value in told.items() if isinstance(value, str) and value}
    return pd.DataFrame({one.name: shown.keys(), title.split(":")[0]: shown.values()})


def node_details(node: str, argument: Argument) -> str:
    """Show as HTML what bears on a claim or voice and what it bears on, with evidence and sources.

    Parameters
    ----------
    node : str
        Id of a claim or position.
    argument : Argument
        As `model.argumentmap.read` returns it.
    """
    parts = [
        _reason_table(argument, f"What bears on {node}", node, "target", "source"),
        _reason_table(argument, f"What {node} bears on", node, "source", "target"),
    ]
    if weighing.is_voice(node):
        one = tables.read("positions").set_index("id").loc[node]
        opened = table_html(_voice_opened(one, argument.text(node)), f"{node}, opened")
        return "".join([opened, *parts, source_table(one["source"])])
    judged = bearing_on("evidence", node)
    if len(judged):
        shown = {
            "Judgement": judged["id"],
            "": judged["bearing"].astype(str),
            "Strength": judged["strength"],
            "Why": judged["why"],
            "Rows": judged["rows"].str.replace(";", ", "),
            "Hindsight": judged["hindsight"].map({True: "yes", False: "no"}),
        }
        title = f"Evidence ledger: {len(judged)} judgements on {node}"
        parts.append(table_html(pd.DataFrame(shown), title))
    more = folded(f"{node} with its ties, events and their sources", claim_details(node))
    return "".join([*parts, more])


def _reason_table(argument: Argument, title: str, node: str, mine: str, other: str) -> str:
    """List the reasons that have a node at one end, as HTML; nothing if there are none."""
    rows = argument.reasons[argument.reasons[mine] == node]
    if rows.empty:
        return ""
    shown = {
        "Reason": rows["id"],
        other.title(): [called(argument.text(end), end) for end in rows[other]],
        "": rows["relation"],
        "Scheme": rows["scheme"],
        "Because": rows["warrant"],
        "Strength": rows["strength"],
        "Comes as": rows["kind"] + rows.apply(drawn_by, axis=1),
    }
    return table_html(pd.DataFrame(shown), f"{title}: {len(rows)} reasons")


@entry(ArgumentMap, "unfold")
def argument_map(**start) -> ArgumentMap:
    """Open the argument map.

    Parameters
    ----------
    unfold : str, optional
        A section of the commentary, as the control names it, or "one claim"; all folded by default.
    steps : int, optional
        1 or 2: how far back to go from one claim.
    voices : bool, optional
        Whether published positions are shown too.
    claim : str, optional
        Claim (C01 ...) or published position (D01 ...) that is opened.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    ArgumentMap
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a value is not one that the control offers; the message lists those it does.
    """
    return ArgumentMap(**start)
