"""Floor 3: the argument map - what carries a claim, what it carries, what is said against it."""

from __future__ import annotations

import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import argument as charts
from ..model import argument, weighing
from .base import Explorer, LiveChart, choose
from .claims import claim_details
from .details import source_table, table_html

FOLDED, ONE = "", "one claim"
VOICES = {
    "for": "Voices for",
    "qualifies": "Voices that qualify",
    "against": "Voices against",
}


class ArgumentMap(Explorer):
    """Sections that fold and unfold to their claims, or one claim with what bears on it."""

    def __init__(self, unfold: str = FOLDED, claim: str = "", steps: int = 1, voices: bool = False):
        self.reasons = tables.read("reasons").astype(
            {"relation": str, "kind": str, "scheme": str, "strength": int}
        )
        sections = tables.paragraphs().set_index("id")["section"]
        self.claims = (
            tables.read("claims")
            .set_index("id")
            .assign(section=lambda f: f["paragraph"].map(sections))
        )
        self.positions, self.voices_on_map = (
            tables.read("positions").set_index("id"),
            weighing.voices(),
        )
        self.name = tables.read("actors").set_index("id")["name"]
        self.sections = list(dict.fromkeys(sections))
        self.unfold = choose(
            "Unfold",
            [
                ("nothing: all sections folded", FOLDED),
                *[(s, s) for s in self.sections],
                ("what bears on one claim", ONE),
            ],
            unfold,
            "24em",
        )
        self.claim = W.Dropdown(
            description="Open",
            style={"description_width": "auto"},
            layout={"width": "44em"},
            options=[
                ("nothing", ""),
                *[
                    (f"{i} {self.text(i)}", i)
                    for i in [*self.claims.index, *self.voices_on_map.index]
                ],
            ],
            value=claim,
        )
        self.steps = choose("Steps back from one claim", [("1", 1), ("2", 2)], steps, "17em")
        self.steps.disabled = unfold != ONE
        self.voices = W.Checkbox(
            value=voices,
            description="published voices too",
            disabled=self.positions.empty,
            indent=False,
            layout={"width": "14em"},
        )
        self.chart = LiveChart(
            self.still(), "Argument map: reasons lead to what they support or attack"
        )
        self.details = W.HTML(self.opened())
        super().__init__(
            "Argument map",
            [
                W.Box([self.unfold, self.steps, self.voices], layout={"flex_flow": "row wrap"}),
                self.chart,
                W.VBox([self.claim, self.details]),
            ],
        )
        for control in (self.unfold, self.steps, self.voices):
            control.observe(self._moved, "value")
        self.claim.observe(self._chosen, "value")
        self.chart.observe(self._clicked, "picked")

    def text(self, node: str) -> str:
        """Return the words on a box."""
        if node in self.claims.index:
            return self.claims.loc[node, "short"]
        voice = self.voices_on_map.loc[node]
        return f"{short_names(voice['author'])} {voice['year']}: {voice['position']}"

    def shown(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the boxes and the arrows that the controls let through now."""
        return (
            self._folded()
            if self.unfold.value == FOLDED
            else self._around()
            if self.unfold.value == ONE
            else self._section()
        )

    def _boxes(self, ids, **columns) -> pd.DataFrame:
        kinds = [
            str(self.claims.loc[i, "kind"]) if i in self.claims.index else "published voice"
            for i in ids
        ]
        return pd.DataFrame(
            {"id": list(ids), "kind": kinds, "text": [self.text(i) for i in ids], **columns}
        )

    def _arrows(self, keep) -> pd.DataFrame:
        rows = self.reasons[keep]
        return rows[["source", "target", "relation", "strength"]].assign(
            tells=rows["scheme"] + ": " + rows["warrant"] + rows.apply(drawn_by, axis=1)
        )

    def _spoken(self) -> pd.DataFrame:
        """Return whether a published voice stands at the source or target of each reason."""
        return self.reasons[["source", "target"]].isin(list(tables.read("positions")["id"]))

    def _section(self):
        ids = list(self.claims.index[self.claims["section"] == self.unfold.value])
        if self.voices.value:
            bears_on_them = self.reasons["target"].isin(ids) & self._spoken()["source"]
            ids += list(dict.fromkeys(self.reasons.loc[bears_on_them, "source"]))
        return self._boxes(ids), self._arrows(
            self.reasons["source"].isin(ids) & self.reasons["target"].isin(ids)
        )

    def _around(self):
        centre = self.claim.value or weighing.thesis()
        rows = (
            self.reasons
            if self.voices.value or weighing.is_voice(centre)
            else self.reasons[~self._spoken().any(axis=1)]
        )
        layer, front = {centre: 0}, {centre}
        for step in range(1, self.steps.value + 1):
            front = {s for s in rows.loc[rows["target"].isin(front), "source"] if s not in layer}
            layer |= dict.fromkeys(sorted(front, key=self._rank), -step)
        for target in rows.loc[rows["source"] == centre, "target"]:
            layer.setdefault(target, 1)
        first = min(layer.values())
        step = rows["target"].map(layer) - rows["source"].map(layer)
        boxes = self._boxes(layer, layer=[at - first for at in layer.values()])
        return boxes, self._arrows(self.reasons.index.isin(rows.index[step == 1]))

    def _rank(self, node: str) -> tuple[int, str]:
        """Order boxes of one layer: claims first, then voices by side."""
        side = self.voices_on_map["side"].get(node)
        return (1 + list(VOICES).index(side) if side else 0, node)

    def _folded(self):
        home = self.claims["section"].to_dict() | {
            v: VOICES[side] for v, side in self.voices_on_map["side"].items()
        }
        ends = pd.DataFrame(
            {
                "source": self.reasons["source"].map(home),
                "target": self.reasons["target"].map(home),
                "sign": self.reasons["relation"].map({"supports": 1, "attacks": -1}),
            }
        )
        ends = ends[(ends["source"] != ends["target"]) & ~ends["target"].str.startswith("Voices")]
        if not self.voices.value:
            ends = ends[~ends["source"].str.startswith("Voices")]
        count = ends.groupby(["source", "target"])["sign"].agg(["size", "sum"])
        rows = []
        for (a, b), (n, net) in count.iterrows():
            back = int(count["size"].get((b, a), 0))
            if n > back or (
                n == back and a < b
            ):  # one arrow a pair of sections, the way most reasons go
                rows.append(
                    (
                        a,
                        b,
                        "supports" if net >= 0 else "attacks",
                        min(3, 1 + n // 4),
                        f"{n} reasons from {a} to {b}" + (f", {back} back" if back else ""),
                    )
                )
        names = [
            s
            for s in [*self.sections, *VOICES.values()]
            if not s.startswith("Voices") or self.voices.value
        ]
        size = pd.Series(home).value_counts()
        return (
            pd.DataFrame(
                {
                    "id": names,
                    "kind": "section",
                    "text": [
                        f"{s} ({size[s]} {'voices' if s.startswith('Voices') else 'claims'})"
                        for s in names
                    ],
                }
            ),
            pd.DataFrame(rows, columns=["source", "target", "relation", "strength", "tells"]),
        )

    def words(self) -> str:
        boxes, arrows = self.shown()
        if self.unfold.value == FOLDED:
            thickest = max(arrows["tells"], key=lambda told: int(told.split()[0]), default="none")
            carried = self.reasons["relation"].eq("supports").sum()
            return (
                f"The argument, folded: {len(self.claims)} claims in {len(self.sections)} sections,"
                f" {len(self.voices_on_map)} published voices, {len(self.reasons)} reasons between"
                f" them: {carried} support, {len(self.reasons) - carried} attack."
                f" Thickest: {thickest}."
            )
        against = int((arrows["relation"] == "attacks").sum())
        if self.unfold.value == ONE:
            centre = self.claim.value or weighing.thesis()
            into, out = arrows[arrows["target"] == centre], arrows[arrows["source"] == centre]
            pro, con = (
                _listed(into.loc[into["relation"] == relation, "source"])
                for relation in ("supports", "attacks")
            )
            return (
                f"{centre} {self.text(centre).rstrip('.')}."
                f" Shown for it: {pro}; against it: {con}."
                f" It bears on {_listed(out['target'])}."
                f" {len(boxes)} boxes, {len(arrows)} reasons."
            )
        out = self.reasons[
            self.reasons["source"].isin(boxes["id"]) & ~self.reasons["target"].isin(boxes["id"])
        ]
        top = (
            arrows["target"].value_counts(sort=False).sort_index().idxmax()
            if len(arrows)
            else "none"
        )
        voices = int((boxes["kind"] == "published voice").sum())
        heard = f" and {voices} published voices" if voices else ""
        named = f"{top} {self.text(top)}" if len(arrows) else top
        return (
            f"{self.unfold.value}: {len(boxes) - voices} claims{heard},"
            f" {len(arrows)} reasons among them ({against} attack);"
            f" {len(out)} lead on to claims of other sections. Most reasons meet in {named}."
        )

    def still(self):
        boxes, arrows = self.shown()
        return charts.argument_map(
            boxes, arrows, self.claim.value if self.claim.value in set(boxes["id"]) else ""
        )

    def _repaint(self) -> None:
        drawn = self.still()
        self.chart.repaint(drawn, **drawn.params)

    def opened(self) -> str:
        """Show the opened claim or voice: reasons into and out of it, evidence, sources."""
        node = self.claim.value
        return node_details(node, self.reasons, self.text, self.name) if node else ""

    def _moved(self, *_):
        self.steps.disabled = self.unfold.value != ONE
        self._repaint()
        self.tell()

    def _chosen(self, *_):
        self._repaint()
        self.details.value = self.opened()
        self.tell()

    def _clicked(self, change):
        clicked = ((change["new"].get("node") or {}).get("id") or [""])[0]
        if clicked in self.sections:
            self.unfold.value = clicked
        elif clicked in {v for _, v in self.claim.options}:
            self.claim.value = clicked


def short_names(authors: str) -> str:
    """Name the first author, the second too where there are two."""
    several = authors.split("; ")
    return several[0] + (
        " and others" if len(several) > 2 else f" and {several[1]}" if len(several) == 2 else ""
    )


def _listed(ids) -> str:
    return ", ".join(ids) or "nothing"


def drawn_by(reason: pd.Series) -> str:
    """Say of an arrow that the text signals it, that it is ours, or that it needs another."""
    marked, linked = reason.get("marked"), reason.get("linked")
    parts = [f"the text signals it: “{marked}”"] if isinstance(marked, str) and marked else []
    if reason["kind"] == "inference":
        parts.append("ours, weak, not weighed")
    if isinstance(linked, str) and linked:
        parts.append(f"linked with {linked}: neither carries alone")
    return f" ({'; '.join(parts)})" if parts else ""


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


def node_details(node: str, reasons: pd.DataFrame, text, name: pd.Series) -> str:
    """Show as HTML what bears on a claim or voice and what it bears on, with evidence and sources.

    Parameters
    ----------
    node : str
        Id of a claim or position.
    reasons : pandas.DataFrame
        The reasons table, as plain text.
    text : callable
        Id to its words.
    name : pandas.Series
        Names of actors by id.
    """
    parts = []
    for title, mine, other in (
        (f"What bears on {node}", "target", "source"),
        (f"What {node} bears on", "source", "target"),
    ):
        rows = reasons[reasons[mine] == node]
        if len(rows):
            shown = pd.DataFrame(
                {
                    "Reason": rows["id"],
                    other.title(): [f"{i} {text(i)}" for i in rows[other]],
                    "": rows["relation"],
                    "Scheme": rows["scheme"],
                    "Because": rows["warrant"],
                    "Strength": rows["strength"],
                    "Comes as": rows["kind"] + rows.apply(drawn_by, axis=1),
                }
            )
            parts.append(table_html(shown, f"{title}: {len(rows)} reasons"))
    if weighing.is_voice(node):
        one = tables.read("positions").set_index("id").loc[node]
        parts.insert(0, table_html(_voice_opened(one, text(node)), f"{node}, opened"))
        return "".join([*parts, source_table(one["source"])])
    judged = argument.bearing_on("evidence", node)
    if len(judged):
        parts.append(
            table_html(
                pd.DataFrame(
                    {
                        "Judgement": judged["id"],
                        "": judged["bearing"].astype(str),
                        "Strength": judged["strength"],
                        "Why": judged["why"],
                        "Rows": judged["rows"].str.replace(";", ", "),
                        "Hindsight": judged["hindsight"].map({True: "yes", False: "no"}),
                    }
                ),
                f"Evidence ledger: {len(judged)} judgements on {node}",
            )
        )
    summary = f"<summary>{node} with its ties, events and their sources</summary>"
    return "".join([*parts, f"<details>{summary}{claim_details(node)}</details>"])


def argument_map(
    unfold: str = FOLDED, *, claim: str = "", steps: int = 1, voices: bool = False
) -> ArgumentMap:
    """Open the argument map.

    Parameters
    ----------
    unfold : str, optional
        A section of the commentary, as the control names it, or "one claim"; all folded by default.
    claim : str, optional
        Claim (C01 ...) or published position (D01 ...) that is opened.
    steps : int, optional
        1 or 2: how far back to go from one claim.
    voices : bool, optional
        Whether published positions are shown too.

    Returns
    -------
    ArgumentMap
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a value is not one that the control offers; the message lists those it does.
    """
    sections = list(dict.fromkeys(tables.paragraphs()["section"]))
    known = {
        "unfold": (unfold, [FOLDED, *sections, ONE]),
        "steps": (steps, [1, 2]),
        "voices": (voices, [True, False]),
    }
    for control, (value, offered) in known.items():
        if value not in offered:
            right = ", ".join(map(repr, offered))
            raise ValueError(f"argument_map has no {control} {value!r}; choose one of {right}")
    if claim and claim not in {*tables.read("claims")["id"], *weighing.voices().index}:
        raise ValueError(
            f"there is no claim or voice {claim!r} in the argument; claims run from C01 to C67"
        )
    return ArgumentMap(unfold, claim, steps, voices)
