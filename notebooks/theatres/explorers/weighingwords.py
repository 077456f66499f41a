"""Floor 3: what a weighing says of beliefs - in sentences, and in the values of its charts."""

from __future__ import annotations

import textwrap

import pandas as pd

from ..charts import weighing as charts
from ..model import weighing
from ..model.argumentmap import Argument
from ..model.weighing import Beliefs, percent
from .wording import called

STRENGTHS, TORNADO, CHANGE = "Strengths", "Tornado", "Change one thing"
LABEL = 50  # letters beside a bar


def words(view: str, beliefs: Beliefs, argument: Argument) -> str:
    """Say how far the watched conclusion is carried, and what the view adds to that."""
    said = {STRENGTHS: _others_stand, TORNADO: _hangs_on, CHANGE: _would_turn}
    return f"{_stands(beliefs, argument)} {said[view](beliefs, argument)}"


def _stands(now: Beliefs, argument: Argument) -> str:
    """Say how far the watched conclusion is carried, and by whose credences and voices."""
    strength = now.strengths[now.target]
    shown = [*argument.claims.index, *now.heard]
    given = sum(name in now.held and name not in now.taken for name in shown)
    taken = sum(name in now.taken for name in shown)
    course = f" {taken} taken over from the course," if taken else ""
    return (
        f"{called(argument.text(now.target), now.target)}:"
        f" {percent(strength)} of 100, {weighing.verdict(strength)},"
        f" with {given} credence{'' if given == 1 else 's'} of yours,{course}"
        f" {round(100 * now.trust)} for the rest,"
        f" and {len(now.heard)} of {len(argument.voices)} published voices heard."
    )


def _hangs_on(now: Beliefs, argument: Argument) -> str:
    top = [
        f"{called(argument.text(name), name)}, {percent(row.low)} to {percent(row.high)}"
        for name, row in now.tornado.head(3).iterrows()
    ]
    return f"It hangs most on: {'; '.join(top)}."


def _would_turn(now: Beliefs, argument: Argument) -> str:
    ways = now.changes
    if ways.empty:
        return (
            "No single change of a credence would turn this verdict:"
            " it rests on several legs, or is opposed on several sides."
        )
    first = ways.iloc[0]
    movable = weighing.movable(now.graph, now.target)
    return (
        "The smallest change that turns the verdict:"
        f" {called(argument.text(ways.index[0]), ways.index[0])}"
        f" from {percent(first['now'])} to {percent(first['needed'])}."
        f" {len(ways)} of {len(movable)} could do it alone."
    )


def _others_stand(now: Beliefs, argument: Argument) -> str:
    found, target, stakes = now.strengths, now.target, weighing.stakes()
    opposed = stakes.opposed
    others = [c for c in stakes.conclusions if c not in (target, opposed)]
    up = max(others, key=found.get)
    said = [f"Strongest of the others: {argument.text(up)} ({percent(found[up])})"]
    if opposed and target != opposed:
        said.append(
            "the opposite advice, Asia first,"
            f" stands at {percent(found[opposed])}, {weighing.verdict(found[opposed])}"
        )
    return f"{'; '.join(said)}."


def bars(view: str, now: Beliefs, former: Beliefs, argument: Argument) -> dict:
    """Return what the chart of a view draws, as its params.

    Parameters
    ----------
    view : str
        `STRENGTHS`, `TORNADO` or `CHANGE`.
    now, former : Beliefs
        What is believed, and what was before the last move.
    argument : Argument
        As `model.argumentmap.read` returns it.
    """
    found = now.strengths
    if view == STRENGTHS:
        conclusions = weighing.stakes().conclusions
        return {
            "labels": [argument.text(c) for c in conclusions],
            "strength": [percent(found[c]) / 100 for c in conclusions],
            "said": [weighing.verdict(found[c]) for c in conclusions],
            "former": [percent(former.strengths[c]) / 100 for c in conclusions],
        }
    rows = listed(view, now)
    return {
        "labels": [_beside_bar(name, argument) for name in rows.index],
        "low": [percent(v) / 100 for v in rows["low"]],
        "high": [percent(v) / 100 for v in rows["high"]],
        "now": percent(found[now.target]) / 100,
    }


def _beside_bar(name: str, argument: Argument) -> str:
    """Name a claim by its words, a voice by who and when: what it says stands on its card."""
    text = argument.text(name)
    text = text.partition(": ")[0] if weighing.is_voice(name) else text
    return textwrap.shorten(text, LABEL, placeholder="…")


def listed(view: str, now: Beliefs) -> pd.DataFrame:
    """Return the rows of the tornado or of the changes that the chart has room for."""
    if view == TORNADO:
        return now.tornado.head(charts.ROWS)
    return now.changes.rename(columns={"now": "low", "needed": "high"}).head(charts.ROWS)


def drawn(heard: tuple[str, ...]) -> str:
    """Say how many arrows are drawn for and against the text, and how strong they are."""
    rows = weighing.balance(heard)
    text, voices = rows.loc["the text"], rows.drop("the text").sum()
    own = f"the text {text['arrows for']} ({text['strength for']})"
    ways = [
        f"{way} {voices[f'arrows {way}']} ({voices[f'strength {way}']})"
        for way in ("for", "against")
    ]
    return f"Arrows drawn (strengths): {own}; voices {', '.join(ways)}."
