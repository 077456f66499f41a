"""Floor 1: the argument as a map - which boxes and arrows stand in each of its views."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from .. import tables
from ..codes import Relation, Stance
from . import weighing

VOICE = "published voice"
VOICES = {
    Stance.FOR: "Voices for",
    Stance.QUALIFIES: "Voices that qualify",
    Stance.AGAINST: "Voices against",
}
BOXES = ["id", "kind", "text", "brief"]
ARROWS = ["source", "target", "relation", "strength", "tells"]
STEP = 4  # reasons between two sections by which their arrow grows


@dataclass(frozen=True, eq=False)
class Argument:
    """Sections, claims with theirs, published voices, and the reasons between all of them."""

    sections: tuple[str, ...]
    claims: pd.DataFrame
    voices: pd.DataFrame
    reasons: pd.DataFrame

    @cached_property
    def nodes(self) -> dict[str, str]:
        """Every claim and voice, with its words."""
        claims = self.claims["short"].to_dict()
        return claims | {voice.Index: voice_words(voice) for voice in self.voices.itertuples()}

    def text(self, node: str) -> str:
        """Return the words of a claim or voice."""
        return self.nodes[node]

    def brief(self, node: str) -> str:
        """Name a claim in few words, a voice by who and when, for where boxes are small."""
        if node in self.voices.index:
            return self.nodes[node].partition(": ")[0]
        few = self.claims["brief"].get(node)
        return few if isinstance(few, str) else self.nodes[node]


def read() -> Argument:
    """Read the argument in use."""
    plain = {"relation": str, "kind": str, "scheme": str, "strength": int}
    section = tables.paragraphs().set_index("id")["section"]
    claims = tables.read("claims").set_index("id")
    return Argument(
        sections=tuple(dict.fromkeys(section)),
        claims=claims.assign(section=claims["paragraph"].map(section)),
        voices=weighing.voices(),
        reasons=tables.read("reasons").astype(plain),
    )


def voice_words(voice) -> str:
    """Say who holds a position, when, and what is held."""
    return f"{short_names(voice.author)} {voice.year}: {voice.position}"


def short_names(authors: str) -> str:
    """Name the first author, the second too where there are two."""
    first, *others = authors.split("; ")
    if not others:
        return first
    return f"{first} and {others[0]}" if len(others) == 1 else f"{first} and others"


def drawn_by(reason: pd.Series) -> str:
    """Say of an arrow that the text signals it, that it is ours, or that it needs another."""
    marked, linked = reason.get("marked"), reason.get("linked")
    parts = [f"the text signals it: “{marked}”"] if isinstance(marked, str) and marked else []
    if reason["kind"] == "inference":
        parts.append("ours, weak, not weighed")
    if isinstance(linked, str) and linked:
        parts.append(f"linked with {linked}: neither carries alone")
    return f" ({'; '.join(parts)})" if parts else ""


def of_section(
    argument: Argument, section: str, voices: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the claims of a section and the reasons among them.

    Parameters
    ----------
    argument : Argument
        As `read` returns it.
    section : str
        One of its sections.
    voices : bool, optional
        Whether published voices that bear on those claims are shown too.

    Returns
    -------
    tuple of pandas.DataFrame
        Boxes (``id``, ``kind``, ``text``, ``brief``) and arrows (``source``, ``target``,
        ``relation``, ``strength``, ``tells``).
    """
    reasons, claims = argument.reasons, argument.claims
    ids = list(claims.index[claims["section"] == section])
    if voices:
        spoken = reasons["source"].isin(argument.voices.index) & reasons["target"].isin(ids)
        ids += list(dict.fromkeys(reasons.loc[spoken, "source"]))
    return _boxes(argument, ids), _arrows(
        reasons[reasons["source"].isin(ids) & reasons["target"].isin(ids)]
    )


def around(
    argument: Argument, centre: str, steps: int = 1, voices: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what bears on one claim or voice, some steps back, and what it bears on.

    Parameters
    ----------
    argument : Argument
        As `read` returns it.
    centre : str
        Id of a claim or position.
    steps : int, optional
        How far to go back.
    voices : bool, optional
        Whether published voices are shown too; around a voice they are in any case.

    Returns
    -------
    tuple of pandas.DataFrame
        As for `of_section`; boxes have a ``layer`` too, 0 for what lies furthest back.
    """
    rows = argument.reasons
    if not voices and centre not in argument.voices.index:
        spoken = rows[["source", "target"]].isin(list(argument.voices.index))
        rows = rows[~spoken.any(axis=1)]
    sides = list(VOICES)
    side = argument.voices["side"]

    def rank(node: str) -> tuple[int, str]:
        """Order boxes of one layer: claims first, then voices by side."""
        return (1 + sides.index(side[node]) if node in side.index else 0, node)

    layer, front = {centre: 0}, {centre}
    for step in range(1, steps + 1):
        front = {s for s in rows.loc[rows["target"].isin(front), "source"] if s not in layer}
        layer |= dict.fromkeys(sorted(front, key=rank), -step)
    for target in rows.loc[rows["source"] == centre, "target"]:
        layer.setdefault(target, 1)
    first = min(layer.values())
    step = rows["target"].map(layer) - rows["source"].map(layer)
    boxes = _boxes(argument, layer).assign(layer=[at - first for at in layer.values()])
    return boxes, _arrows(rows[step == 1])


def folded(argument: Argument, voices: bool = False) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the sections as boxes, and one arrow a pair of them, the way most reasons go.

    Parameters
    ----------
    argument : Argument
        As `read` returns it.
    voices : bool, optional
        Whether published voices are shown too, a box for each side.

    Returns
    -------
    tuple of pandas.DataFrame
        As for `of_section`.
    """
    of_voices = argument.voices["side"].map(VOICES)
    home = argument.claims["section"].to_dict() | of_voices.to_dict()
    signs = {Relation.SUPPORTS: 1, Relation.ATTACKS: -1}
    reasons = argument.reasons
    ends = pd.DataFrame({end: reasons[end].map(home) for end in ("source", "target")})
    ends["sign"] = reasons["relation"].map(signs)
    hidden = list(VOICES.values())
    ends = ends[(ends["source"] != ends["target"]) & ~ends["target"].isin(hidden)]
    if not voices:
        ends = ends[~ends["source"].isin(hidden)]
    count = ends.groupby(["source", "target"])["sign"].agg(["size", "sum"])
    arrows = []
    for (source, target), (number, net) in count.iterrows():
        back = int(count["size"].get((target, source), 0))
        if number > back or (number == back and source < target):
            tells = f"{number} reasons from {source} to {target}"
            tells += f", {back} back" if back else ""
            relation = Relation.SUPPORTS if net >= 0 else Relation.ATTACKS
            arrows.append((source, target, relation.value, min(3, 1 + number // STEP), tells))
    size = pd.Series(home).value_counts()
    named = [(s, f"{s} ({size[s]} claims)") for s in argument.sections]
    if voices:
        named += [(v, f"{v} ({size[v]} voices)") for v in hidden]
    boxes = [(node, "section", name, name) for node, name in named]
    return pd.DataFrame(boxes, columns=BOXES), pd.DataFrame(arrows, columns=ARROWS)


def _boxes(argument: Argument, ids) -> pd.DataFrame:
    kind = argument.claims["kind"].astype(str)
    rows = [(n, kind.get(n, VOICE), argument.text(n), argument.brief(n)) for n in ids]
    return pd.DataFrame(rows, columns=BOXES)


def _arrows(rows: pd.DataFrame) -> pd.DataFrame:
    drawn = [drawn_by(reason) for _, reason in rows.iterrows()]
    told = rows["scheme"] + ": " + rows["warrant"] + drawn
    return rows[ARROWS[:-1]].assign(tells=told)
