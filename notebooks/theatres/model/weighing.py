"""Floor 1: the argument as a quantitative bipolar framework.

How far reasons carry their conclusions, and which ones matter.

The two semantics are DF-QuAD (Rago, Toni, Aurisicchio and Baroni 2016) and quadratic energy (Potyka
2018). Neither paper could be read in full; the rules are taken from later works that restate them,
and tested against the worked examples of Yin, Potyka and Toni (2024) and of Yin, Potyka, Rago and
Toni (2026), and against strengths printed in two repositories.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

import numpy as np
import pandas as pd

from .. import tables
from ..codes import Bearing, Relation, Stance, Whose

THESIS, RIVAL = "C58", "C65"
CONCLUSIONS = ("C58", "C67", "C66", "C57", "C61", "C62", "C63", "C64", "C65")


@dataclass(frozen=True)
class Stakes:
    """What an argument is out for: its thesis, all it concludes, and what it argues against."""

    thesis: str
    conclusions: tuple[str, ...]
    opposed: str | None = None


def stakes() -> Stakes:
    """Say what the argument in use is out for.

    The commentary's were picked by hand; of any other argument, its claims of kind thesis and its
    recommendations, and after them the commentary's if both arguments are open.
    """
    return _stakes(tables.shelf())


@lru_cache(maxsize=8)
def _stakes(shelf) -> Stakes:
    with tables.using(shelf):
        claims, first = tables.read("claims"), thesis()
    of_text = claims["argument"].eq(Whose.COMMENTARY)
    advice = claims["kind"].isin(["thesis", "normative"])
    others = tuple(claims.loc[advice & ~of_text, "id"])
    if not of_text.any():
        return Stakes(first, others or (first,))
    return Stakes(first, (*others, *CONCLUSIONS), RIVAL)


LINK = frozenset(  # what the quarrel over the link itself is about
    {"C58", "C29", "C47", "C48", "C65", "C66"}
)
EVEN = 0.5  # the credence of whatever nobody has spoken about
# An advance to whoever has not been weighed yet: the same to the text and to its critics.
TRUST = 0.75
CARRY = 0.6  # how far a reason of strength 3 moves its conclusion, unless somebody says otherwise
FULL = 3  # the strength of a reason that carries in full
DOUBTS = {  # what a doubted reason does
    "less": "counts less (as published)",
    "against": "counts against (ours)",
    "by scheme": "takes what its scheme says (ours)",
}
# What a reason takes away if it is false, as a share of what it gives if it is true: a missing part
# or a word that means something else breaks the whole; a sign not found leaves room for others.
TAKES = {"part": 1.0, "definition": 1.0} | dict.fromkeys(
    ("cause", "motive", "consequence", "practical"), 0.5
)
_VERDICTS = (
    (0.8, "strongly carried"),
    (0.6, "carried"),
    (0.4, "undecided"),
    (0.2, "doubtful"),
    (0.0, "rejected"),
)


class Link(NamedTuple):
    """A reason: source, target, +1 for support or -1 for attack, how much of it arrives (0 to 1).

    ``loss`` is how much of that it takes away if it is false. Reasons of one ``chorus`` and one
    sign say the same thing: together they count as much as the strongest of them.
    """

    source: str
    target: str
    sign: int
    weight: float = 1.0
    loss: float = 1.0
    chorus: str = ""


@dataclass(frozen=True)
class Framework:
    """Arguments, each after all that bear on it, and the links that reach each of them."""

    arguments: tuple[str, ...]
    reasons: Mapping[str, tuple[Link, ...]]


def framework(arguments: Iterable[str], links: Iterable[Link]) -> Framework:
    """Put arguments into an order in which each can be weighed after all that bear on it.

    Parameters
    ----------
    arguments : iterable of str
        Names.
    links : iterable of Link
        Supports and attacks between them.

    Returns
    -------
    Framework

    Raises
    ------
    ValueError
        If a link names an argument that is not there, or if reasons run in a circle; the message
        names the circle.
    """
    arguments = list(dict.fromkeys(arguments))
    reasons = {name: [] for name in arguments}
    for link in links:
        for end in (link.source, link.target):
            if end not in reasons:
                raise ValueError(
                    f"the reason from {link.source} to {link.target} names {end!r}, which is no"
                    f" argument here. Add {end}, or correct the reason."
                )
        reasons[link.target].append(link)
    comes_after = {name: [link.source for link in found] for name, found in reasons.items()}
    try:
        order = tuple(TopologicalSorter(comes_after).static_order())
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise ValueError(
            f"reasons run in a circle: {circle}. A claim cannot be weighed before itself; take out"
            " or turn one reason of the circle."
        ) from None
    return Framework(order, {name: tuple(found) for name, found in reasons.items()})


def df_quad(base, supports: list, attacks: list):
    """Combine a base score with what supports and attacks it.

    DF-QuAD (Rago, Toni, Aurisicchio and Baroni 2016).

    Supports are taken together as if independent, 1 - (1 - s1)(1 - s2)..., attacks likewise; the
    difference moves the base that share of the way to 1 or to 0.
    """
    gain = _together(supports) - _together(attacks)
    return np.where(gain >= 0, base + (1 - base) * gain, base + base * gain)


def _together(reasons: list):
    """Take reasons together as if independent: each leaves so much of the doubt that was left."""
    doubt = 1.0
    for reason in reasons:
        doubt = doubt * (1 - reason)
    return 1 - doubt


def quadratic_energy(base, supports: list, attacks: list):
    """Combine them by quadratic energy (Potyka 2018).

    The energy is the sum of supports less the sum of attacks; its square e² moves the base e² / (1
    + e²) of the way to 1 or to 0. Small sums hardly count, large ones nearly settle the matter.
    """
    energy = np.asarray(sum(supports) - sum(attacks), dtype=float)
    impact = energy**2 / (1 + energy**2)
    return np.where(energy >= 0, base + (1 - base) * impact, base - base * impact)


SEMANTICS: dict[str, Callable] = {"DF-QuAD": df_quad, "quadratic energy": quadratic_energy}


@dataclass(frozen=True)
class Method:
    """How reasons are added up.

    Parameters
    ----------
    semantics : str, optional
        One of `SEMANTICS`.
    doubt : str, optional
        What a reason does that is itself doubted. "less": it only counts less, as in the published
        semantics, so that even a reason held to be false still helps a little. "against", ours: a
        reason at one half says nothing, and one below it counts against its conclusion - if finding
        X is evidence for Y, then finding that X is false is evidence against Y. "by scheme", ours
        too: the same, but a false reason takes away only the share that `TAKES` gives its scheme.
        In both, with one half everywhere every conclusion stands at one half, whoever drew the
        graph.
    """

    semantics: str = "DF-QuAD"
    doubt: str = "less"

    def __post_init__(self):
        for value, known in ((self.semantics, SEMANTICS), (self.doubt, DOUBTS)):
            if value not in known:
                raise ValueError(f"there is no {value!r} here; choose {' or '.join(known)}")


def strengths(
    graph: Framework, credence: Mapping[str, float], method: Method = Method()
) -> dict[str, float]:
    """Weigh every argument.

    Parameters
    ----------
    graph : Framework
        Arguments and reasons.
    credence : mapping of str to float, or to arrays of one length
        Base score of each argument, 0 to 1: how far it is believed before its reasons are heard.
        `EVEN` where not given.
    method : Method, optional
        How reasons are added up.

    Returns
    -------
    dict
        Argument to strength, 0 to 1 (arrays if arrays were given).

    Raises
    ------
    ValueError
        If a credence lies outside 0 to 1.
    """
    combine, found = SEMANTICS[method.semantics], {}
    for name in graph.arguments:
        base = np.asarray(credence.get(name, EVEN), dtype=float)
        if not ((base >= 0) & (base <= 1)).all():
            raise ValueError(
                f"the credence of {name} is {credence[name]}; it must lie between 0 and 1"
            )
        if graph.reasons[name]:
            base = combine(base, *_sides(graph.reasons[name], found, method))
        found[name] = base
    return {name: value if np.ndim(value) else float(value) for name, value in found.items()}


def _sides(reasons: tuple[Link, ...], found: Mapping, method: Method) -> tuple[list, list]:
    """Return what supports an argument and what attacks it, each as much as arrives."""
    sides = {1: [], -1: []}
    sung = {}  # by chorus and side: the strongest so far
    for link in reasons:
        for side, told in _told(link, found[link.source], method):
            if link.chorus:
                so_far = sung.get((link.chorus, side), 0.0)
                sung[link.chorus, side] = np.maximum(so_far, told)
            else:
                sides[side].append(told)
    for (_, side), told in sung.items():
        sides[side].append(told)
    return sides[1], sides[-1]


def _told(link: Link, believed, method: Method) -> list[tuple]:
    """Return what a reason tells, as pairs of a side (+1 supports, -1 attacks) and how much."""
    if method.doubt == "less":
        return [(link.sign, link.weight * believed)]
    told = link.weight * (2 * believed - 1)  # one half says nothing
    loss = link.loss if method.doubt == "by scheme" else 1.0
    return [(link.sign, np.maximum(told, 0)), (-link.sign, np.maximum(-told * loss, 0))]


def percent(strength: float) -> int:
    """Round a strength or credence to whole percent.

    In this one place, so that words, tables and bars agree.
    """
    return round(100 * strength)


def advance(trust: float = TRUST, given: Mapping[str, float] | None = None) -> dict[str, float]:
    """Give premises and published voices one advance of trust.

    What reasons are there to carry starts at even.

    Parameters
    ----------
    trust : float, optional
        0 to 1. At one half nobody has been heard, and every conclusion stands at one half.
    given : mapping of str to float, optional
        Credences for premises and voices that have been weighed, by you or by `suggested`; others
        in it are passed over.
    """
    given = {} if given is None else given
    return {name: given.get(name, trust) for name in [*premises(), *voices().index]}


def verdict(strength: float) -> str:
    """Put a strength into words; a fifth of the scale each."""
    return next(words for least, words in _VERDICTS if strength >= least)


def argument_graph(
    heard: Iterable[str] = (),
    carry: float = CARRY,
    *,
    choruses: bool = False,
    inferences: bool = False,
) -> Framework:
    """Return the argument of the commentary, with as many published voices as wanted.

    Parameters
    ----------
    heard : iterable of str, optional
        Positions (D01 ...) that are heard. A reply is heard only if what it replies to is.
    carry : float, optional
        How far a reason of strength 3, fully accepted, moves its conclusion: 1 is the published
        semantics with such reasons in full. Weaker reasons carry two thirds or one third of it.
        (Weights on links are an extension; the papers let each reason count in full.)
    choruses : bool, optional
        Whether voices of one literature that say the same of one claim count once, as much as the
        strongest of them (ours). Otherwise each counts as if it knew nothing of the others, as
        published, and whoever brings more names gathers more.
    inferences : bool, optional
        Whether weak inferences of ours, which the text does not draw, count too.

    Returns
    -------
    Framework
    """
    arguments = [*tables.read("claims")["id"], *heard]
    rows = tables.read("reasons")
    rows = rows[rows["source"].isin(arguments) & rows["target"].isin(arguments)]
    if not inferences:
        rows = rows[rows["kind"] != "inference"]
    literature = tables.read("positions").set_index("id")["literature"].astype(str)
    chorus = rows["source"].map(literature).fillna("") if choruses else [""] * len(rows)
    links = [
        Link(
            row.source,
            row.target,
            1 if row.relation == Relation.SUPPORTS else -1,
            carry * int(row.strength) / FULL,
            TAKES.get(row.scheme, 0.0),
            sung,
        )
        for row, sung in zip(rows.itertuples(), chorus)
    ]
    return framework(arguments, links)


def conclusions(
    graph: Framework, credence: Mapping[str, float] | None = None, method: Method = Method()
) -> pd.DataFrame:
    """Say how far the thesis, the prescriptions and the opposite advice are carried.

    Parameters
    ----------
    graph : Framework
        As `argument_graph` returns it.
    credence : mapping, optional
        As for `strengths`; one advance of trust for everybody, if not given.
    method : Method, optional
        How reasons are added up.

    Returns
    -------
    pandas.DataFrame
        Index claim; ``short``, ``strength`` (percent, rounded), ``verdict``.
    """
    found = strengths(graph, advance() if credence is None else credence, method)
    short = tables.read("claims").set_index("id")["short"]
    return pd.DataFrame(
        [(c, short[c], percent(found[c]), verdict(found[c])) for c in stakes().conclusions],
        columns=["claim", "short", "strength", "verdict"],
    ).set_index("claim")


def by_method(target: str = THESIS, credence: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Weigh one conclusion by every method, with nobody, the objections and everybody heard.

    Returns
    -------
    pandas.DataFrame
        One row a method (``semantics``, what a doubted reason does); columns ``text alone``,
        ``objections heard``, ``everybody heard``, ``premises denied`` (text alone, every premise at
        0): strengths in percent.
    """
    people = voices()
    credence = advance() if credence is None else credence
    cases = {
        "text alone": ((), credence),
        "objections heard": (people.index[people["side"] == Stance.AGAINST], credence),
        "everybody heard": (people.index, credence),
        "premises denied": ((), advance(0.0)),
    }
    rows = {}
    for semantics in SEMANTICS:
        for doubt in DOUBTS:
            method = Method(semantics, doubt)
            rows[semantics, DOUBTS[doubt]] = {
                case: percent(strengths(argument_graph(heard), held, method)[target])
                for case, (heard, held) in cases.items()
            }
    return pd.DataFrame(rows).T.rename_axis(["semantics", "a doubted reason"])


def thesis() -> str:
    """Return the claim that the others are there to carry.

    The first of kind thesis, or else the last claim.
    """
    claims = tables.read("claims")
    return next(iter(claims.loc[claims["kind"] == "thesis", "id"]), claims["id"].iloc[-1])


def is_voice(name: str) -> bool:
    """Say whether an argument is a published position, and no claim of the text."""
    return name in _positions()


@tables.remembered
def _positions() -> frozenset[str]:
    return frozenset(tables.read("positions")["id"])


def voice_strength(direct: bool, party: bool, read_as: str) -> int:
    """Say how strong a voice's reason is: one rule for all voices, whichever side they take.

    Parameters
    ----------
    direct : bool
        Whether the voice speaks of the claim itself; otherwise the step to it is ours.
    party : bool
        Whether it speaks for a government or an alliance with a stake in the matter (as in rule R03
        of the ledger).
    read_as : str
        How much of its own words was read: "full", "excerpt" or "relay".

    Returns
    -------
    int
        2 for a voice that speaks of the claim, for no party, in words that were read; 1 for any
        other. (3 is kept for a work that was read whole and tests the claim; there is none yet.)
    """
    return 2 if direct and not party and read_as != "relay" else 1


@tables.remembered
def voices() -> pd.DataFrame:
    """List the published positions that stand in the argument graph.

    Returns
    -------
    pandas.DataFrame
        Index ``id``; ``side``, the stance towards the thesis ("for", "against", "qualifies"),
        ``author``, ``position``, ``reason``, ``year``, ``hindsight`` (published after 15 July
        2024), ``source``.
    """
    found = tables.read("positions").set_index("id")
    found = found[found.index.isin(tables.read("reasons")["source"])]
    return pd.DataFrame(
        {
            "side": _standing(found),
            "author": found["author"],
            "position": found["position"],
            "reason": found["reason"],
            "year": found["date"].str[:4],
            "hindsight": tables.is_hindsight(found["date"]),
            "source": found["source"],
        }
    )


def _standing(found: pd.DataFrame) -> pd.Series:
    """Say where voices stand: towards the thesis, or by what they do to another text."""
    if stakes().thesis == THESIS:
        return found["stance"].astype(str)
    rows = tables.read("reasons")
    helps = (
        (rows["relation"] == Relation.SUPPORTS).groupby(rows["source"]).mean().reindex(found.index)
    )
    sides = {1.0: Stance.FOR.value, 0.0: Stance.AGAINST.value}
    return helps.map(sides).fillna(Stance.QUALIFIES.value).astype(str)


BALANCE = ["voices", "arrows for", "strength for", "arrows against", "strength against"]


def balance(heard: Iterable[str] | None = None) -> pd.DataFrame:
    """Say how much is drawn for and against the text, and by whom: more arrows gather more.

    Parameters
    ----------
    heard : iterable of str, optional
        Voices that are heard; all, if not given.

    Returns
    -------
    pandas.DataFrame
        Index ``who`` ("the text", "for", "qualifies", "against"); ``voices``, and the arrows drawn
        for the text's conclusions and against them with the sum of their strengths: ``arrows for``,
        ``strength for``, ``arrows against``, ``strength against``.
    """
    every = dict(voices()["side"])
    side = every if heard is None else {v: every[v] for v in set(heard) & set(every)}
    who = ["the text", "for", "qualifies", "against"]
    drawn = pd.DataFrame(0, index=pd.Index(who, name="who"), columns=BALANCE).to_dict("index")
    for stance in side.values():
        drawn[stance]["voices"] += 1
    silent, opposed_claim = set(every) - set(side), stakes().opposed
    rows = tables.read("reasons")
    columns = (rows[c] for c in ("source", "target", "kind", "relation", "strength"))
    for source, target, kind, relation, strength in zip(*columns):
        if kind == "inference" or {source, target} & silent:
            continue
        # The text argues against C65, and whoever answers a voice speaks for the opposite of it.
        opposed = side.get(target) == Stance.AGAINST or target == opposed_claim
        way = "for" if (relation == Relation.SUPPORTS) != opposed else "against"
        by = drawn[side.get(source, "the text")]
        by[f"arrows {way}"] += 1
        by[f"strength {way}"] += int(strength)
    return pd.DataFrame.from_dict(drawn, orient="index", dtype=int).rename_axis("who")


def premises() -> list[str]:
    """List the claims that no other claim supports.

    Where the argument begins, and belief must come from evidence.
    """
    rows = tables.read("reasons")
    carried = set(rows.loc[(rows["kind"] == "premise"), "target"])
    opposed = stakes().opposed
    return [c for c in tables.read("claims")["id"] if c not in carried and c != opposed]


def schemes() -> pd.DataFrame:
    """List patterns of reasoning, how many reasons follow each, and the question that tests it."""
    rows = tables.read("reasons")["scheme"].astype(str).value_counts()
    words = tables.meanings("reasons", "scheme")
    return pd.DataFrame(
        [
            (name, int(n), *words[name].split(": ", 1))
            for name, n in sorted(rows.items(), key=lambda row: (-row[1], row[0]))
        ],
        columns=["scheme", "reasons", "leads", "ask"],
    )


def tornado(
    graph: Framework,
    credence: Mapping[str, float],
    target: str,
    method: Method = Method(),
    names: Iterable[str] | None = None,
    ranges: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Move one credence at a time and see how far the target moves: from 0 to 1, or within ranges.

    From 0 to 1 a plain fact moves as far as a wild guess. Ranges make bars of like doubt: those
    within which a class differs, say.

    Parameters
    ----------
    graph, credence, method
        As for `strengths`.
    target : str
        Argument that is watched.
    names : iterable of str, optional
        Arguments to move. By default all but the target and `CONCLUSIONS`: conclusions are there to
        be carried, and what you believe of them before any reason is heard is not what you would
        look up.
    ranges : pandas.DataFrame, optional
        Index argument; columns ``low`` and ``high``, as `classroom.class_summary` returns them.
        Then only arguments that stand there are moved.

    Returns
    -------
    pandas.DataFrame
        Index argument; ``low`` and ``high`` (strength of the target with its credence at 0 and at
        1, or at the ends of its range), ``swing`` (their distance), ``roads`` (see there),
        widest first.
    """
    names = movable(graph, target, names)
    tried = np.tile([0.0, 1.0], (len(names), 1))
    if ranges is not None:
        names = [name for name in names if name in ranges.index]
        tried = ranges.loc[names, ["low", "high"]].to_numpy(float)
    ways = roads(graph, target)
    ends = strengths(graph, _varied(graph, credence, names, tried), method)[target]
    ends = np.broadcast_to(ends, 2 * len(names)).reshape(len(names), 2)
    found = pd.DataFrame(ends, index=pd.Index(names, name="argument"), columns=["low", "high"])
    swing = (found["high"] - found["low"]).abs()
    found = found.assign(swing=swing, roads=[ways[name] for name in names])
    return found.sort_values("swing", ascending=False, kind="stable")


def roads(graph: Framework, target: str) -> dict[str, int]:
    """Count the chains of reasons by which each argument reaches a conclusion.

    The semantics take reasons as independent. Where one premise arrives by several roads, its doubt
    is counted once on each of them.

    Parameters
    ----------
    graph : Framework
        From `framework` or `argument_graph`.
    target : str
        Argument that is reached.

    Returns
    -------
    dict of str to int
        0 for those that bear on something else alone; 1 for the target.
    """
    found = dict.fromkeys(graph.arguments, 0)
    found[target] = 1
    for argument in reversed(graph.arguments):  # each after all that it bears on
        for reason in graph.reasons.get(argument, ()):
            found[reason.source] += found[argument]
    return found


def smallest_changes(
    graph: Framework,
    credence: Mapping[str, float],
    target: str,
    method: Method = Method(),
    names: Iterable[str] | None = None,
    line: float = 0.5,
) -> pd.DataFrame:
    """Find for each argument the least change of its credence that takes the target over a line.

    Every credence is tried in steps of one percent, since an argument may help and harm the target
    by different roads.

    Parameters
    ----------
    graph, credence, target, method, names
        As for `tornado`.
    line : float, optional
        Where the verdict turns.

    Returns
    -------
    pandas.DataFrame
        Index argument; ``now``, ``needed`` and ``change`` of its credence, smallest change first.
        Empty if no single change is enough.
    """
    names = movable(graph, target, names)
    steps = np.linspace(0, 1, 101)
    above = strengths(graph, credence, method)[target] >= line
    every = np.tile(steps, (len(names), 1))
    tried = strengths(graph, _varied(graph, credence, names, every), method)[target]
    tried = np.broadcast_to(tried, len(names) * len(steps)).reshape(len(names), len(steps))
    rows = []
    for name, across in zip(names, (tried >= line) != above):
        now = credence.get(name, EVEN)
        if across.any():
            needed = min(steps[across], key=lambda step: abs(step - now))
            rows.append((name, now, round(float(needed), 2), round(float(needed - now), 2)))
    found = pd.DataFrame(rows, columns=["argument", "now", "needed", "change"]).set_index(
        "argument"
    )
    return found.sort_values("change", key=abs, kind="stable")


def movable(graph: Framework, target: str, names: Iterable[str] | None = None) -> list[str]:
    """Return the arguments whose credence a tornado moves.

    Those of ``names`` that are there, or else all but the conclusions; never the target.
    """
    if target not in graph.reasons:
        raise ValueError(f"{target!r} is no argument of this graph")
    if names is None:
        fixed = set(stakes().conclusions)
        names = [n for n in graph.arguments if n not in fixed]
    return [n for n in names if n != target and n in graph.reasons]


def _varied(
    graph: Framework, credence: Mapping[str, float], names: list[str], values: np.ndarray
) -> dict:
    """Lay out one trial a column.

    Each name in turn takes each value of its row while the others stay, so that one pass weighs
    all.
    """
    each = values.shape[1]
    trials = {
        name: np.full(values.size, float(credence.get(name, EVEN))) for name in graph.arguments
    }
    for i, name in enumerate(names):
        trials[name][i * each : (i + 1) * each] = values[i]
    return trials


# How often each finding is met if the claim is true, for each time it is met if it is false: ours.
SLIGHT, DECISIVE = 1.5, 10.0
# Process tracing's four tests (Van Evera 1997; Collier 2011): what passing multiplies the odds by,
# and what failing divides them by.
FOUR_TESTS = {
    "straw in the wind": (SLIGHT, SLIGHT),
    "hoop": (SLIGHT, DECISIVE),
    "smoking gun": (DECISIVE, SLIGHT),
    "doubly decisive": (DECISIVE, DECISIVE),
}
COUNTS = {"our score": "strengths for and against", "the four tests": "odds, test by test"}


def kinds_of_test() -> pd.Series:
    """Say which of process tracing's four tests each judgement of the ledger amounts to.

    A rule of ours. A case that the wording excludes (R06) or a cause that would have to come first
    (R04) is a hoop: certain to be passed if the claim is true. A record that shows the fact itself
    or rivals who agree (R01, R02), at strength 3, is a smoking gun, and decides both ways where the
    claim is a plain fact. Anything else is a straw in the wind. Judgements that turn on a word
    (R07), weigh reasons (R10) or are mixed test nothing.

    Returns
    -------
    pandas.Series
        Index judgement; a name of `FOUR_TESTS`, or "no test".
    """
    rows = tables.read("evidence").set_index("id")
    plain = tables.read("claims").set_index("id")["checkable"].astype(str) == "yes"
    rule, bearing = rows["rule"].astype(str), rows["bearing"].astype(str)
    found = pd.Series("straw in the wind", rows.index, name="test")
    found[rule.isin(["R04", "R06"])] = "hoop"
    shown = rule.isin(["R01", "R02"]) & (rows["strength"] == FULL)
    found[shown] = "smoking gun"
    found[shown & rows["claim"].map(plain)] = "doubly decisive"
    found[rule.isin(["R07", "R10"]) | (bearing == Bearing.MIXED)] = "no test"
    return found


def suggested(*, hindsight: bool = False, count: str = "our score") -> pd.Series:
    """Turn the ledger into a credence for each claim, by a rule that can be checked by hand.

    "our score": add up the strengths of all judgements that support the claim (s) and of those that
    weaken it (w), give a mixed one half to each side, and take (s + 1) / (s + w + 2). "the four
    tests": start at even odds, and multiply or divide them as `FOUR_TESTS` says for each judgement
    (see `kinds_of_test`); this is the form of likelihood ratios (Fairfield and Charman 2017), with
    numbers of ours. Neither knows more than our judgements, and both count judgements that rest on
    one origin as if they were several.

    Parameters
    ----------
    hindsight : bool, optional
        Also count what was known only after July 2024.
    count : str, optional
        One of `COUNTS`.

    Returns
    -------
    pandas.Series
        Index claim; credence 0 to 1. For a recommendation it says no more than how many published
        reasons we found on each side.
    """
    if count not in COUNTS:
        raise ValueError(f"there is no count {count!r}; choose {' or '.join(COUNTS)}")
    rows = tables.read("evidence").set_index("id")
    rows = rows if hindsight else rows[~rows["hindsight"]]
    claims = tables.read("claims")["id"]
    bearing = rows["bearing"].astype(str)
    if count == "our score":
        share = bearing.map({Bearing.SUPPORTS: 1.0, Bearing.MIXED: 0.5, Bearing.WEAKENS: 0.0})
        weight = rows["strength"].astype(float)
        votes = (share * weight).groupby(rows["claim"]).sum().reindex(claims, fill_value=0.0)
        total = weight.groupby(rows["claim"]).sum().reindex(claims, fill_value=0.0)
        found = (votes + 1) / (total + 2)
    else:
        passing = kinds_of_test().map({name: up for name, (up, _) in FOUR_TESTS.items()})
        failing = kinds_of_test().map({name: 1 / down for name, (_, down) in FOUR_TESTS.items()})
        ratio = passing.where(bearing == Bearing.SUPPORTS, failing).reindex(rows.index).fillna(1.0)
        odds = ratio.groupby(rows["claim"]).prod().reindex(claims, fill_value=1.0)
        found = odds / (1 + odds)
    return found.rename("suggested").rename_axis("claim")


def most_moving(target: str = THESIS, method: Method = Method(), n: int = 10) -> tuple[str, ...]:
    """Name the premises whose credence moves a conclusion most, with nobody heard.

    Where sliders are few, these should be among them.
    """
    return _most_moving(target, method, n, tables.shelf())


@lru_cache(maxsize=16)
def _most_moving(target: str, method: Method, n: int, shelf) -> tuple[str, ...]:
    """Keep them by argument: those of one are no premises of another."""
    with tables.using(shelf):
        return tuple(tornado(argument_graph(), {}, target, method, premises()).index[:n])


@lru_cache(maxsize=16)
def _course_graph(heard: tuple[str, ...], carry: float, choruses: bool, shelf) -> Framework:
    """Keep a graph while only credences move: `shelf` tells one argument's graph from another's."""
    with tables.using(shelf):
        return argument_graph(heard, carry, choruses=choruses)


@lru_cache(maxsize=4)
def _begins(shelf) -> frozenset[str]:
    with tables.using(shelf):
        return frozenset(advance())


@dataclass(frozen=True)
class Beliefs:
    """What somebody believes, whom they hear and how they add it up.

    All that a weighing depends on.

    Parameters
    ----------
    held : mapping of str to float
        Credences given, claim or voice to 0 to 1.
    heard : tuple of str
        Published voices that are listened to.
    trust : float
        Credence of every premise and voice that is not in ``held``.
    carry : float
        How far a reason of full strength moves its conclusion.
    target : str
        The conclusion that is watched.
    method : Method
        How reasons are added up.
    choruses : bool
        Whether voices of one literature count once.
    taken : mapping of str to float
        Credences taken over from the course: they stand before those in ``held``, and apart from
        them, because they are not the student's own.
    """

    held: Mapping[str, float] = field(default_factory=dict)
    heard: tuple[str, ...] = ()
    trust: float = TRUST
    carry: float = CARRY
    target: str = THESIS
    method: Method = Method()
    choruses: bool = False
    taken: Mapping[str, float] = field(default_factory=dict)

    def but(self, **changes) -> Beliefs:
        """Return the same beliefs, with some changed."""
        return replace(self, **changes)

    def believing(self, name: str, credence: float) -> Beliefs:
        """Return the same beliefs with one credence more; a voice that is weighed is heard."""
        taken = {one: value for one, value in self.taken.items() if one != name}
        believed = self.but(held={**self.held, name: credence}, taken=taken)
        if not is_voice(name) or name in self.heard:
            return believed
        return believed.hearing([*self.heard, name])

    def hearing(self, names: Iterable[str]) -> Beliefs:
        """Return the same beliefs with other voices heard, in the order of their table."""
        wanted = set(names)
        return self.but(heard=tuple(voice for voice in voices().index if voice in wanted))

    def credence(self, name: str) -> float:
        """Return how far an argument is believed: as given, or in advance.

        A step or conclusion is at even until its reasons are heard.
        """
        advanced = self.trust if name in _begins(tables.shelf()) else EVEN
        return self.taken.get(name, self.held.get(name, advanced))

    @cached_property
    def graph(self) -> Framework:
        """The argument with the voices that are heard."""
        return _course_graph(self.heard, self.carry, self.choruses, tables.shelf())

    @cached_property
    def credences(self) -> dict[str, float]:
        """The credence of every argument in the graph."""
        return {name: self.credence(name) for name in self.graph.arguments}

    @cached_property
    def strengths(self) -> dict[str, float]:
        """How strong every argument is (see `strengths`)."""
        return strengths(self.graph, self.credences, self.method)

    @cached_property
    def tornado(self) -> pd.DataFrame:
        """How far each credence moves the watched conclusion (see `tornado`)."""
        return tornado(self.graph, self.credences, self.target, self.method)

    @cached_property
    def changes(self) -> pd.DataFrame:
        """The smallest changes that would turn the verdict on it (see `smallest_changes`)."""
        return smallest_changes(self.graph, self.credences, self.target, self.method)
