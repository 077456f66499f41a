"""Beliefs: the one state of a weighing, which says all that charts and words need."""

from __future__ import annotations

import dataclasses

import pytest

from theatres.model import weighing as w
from theatres.model.weighing import Beliefs


def test_beliefs_say_what_the_functions_say():
    heard = tuple(w.voices().index[:5])
    b = Beliefs({"C13": 0.2}, heard, trust=0.6, carry=0.5, target="C62")
    graph = w.argument_graph(heard, 0.5)
    credences = {n: b.credence(n) for n in graph.arguments}
    assert b.graph == graph and b.credences == credences
    assert b.strengths == w.strengths(graph, credences)
    assert b.tornado.equals(w.tornado(graph, credences, "C62"))
    assert b.changes.equals(w.smallest_changes(graph, credences, "C62"))


def test_who_is_given_an_advance():
    b = Beliefs({"C13": 0.2}, trust=0.6)
    step = next(c for c in w.CONCLUSIONS if c != w.RIVAL)
    assert (b.credence("C13"), b.credence(w.premises()[0]), b.credence(step)) == (0.2, 0.6, w.EVEN)
    assert b.credence(w.voices().index[0]) == 0.6


def test_beliefs_change_only_as_a_whole():
    b = Beliefs()
    with pytest.raises(dataclasses.FrozenInstanceError):
        b.trust = 0.1
    other = b.but(trust=0.1, method=w.Method("quadratic energy"))
    assert b.trust == w.TRUST and other.trust == 0.1
    assert b.strengths != other.strengths and b.strengths == Beliefs().strengths


def test_whoever_is_weighed_is_heard_in_the_order_of_the_table():
    voices = list(w.voices().index)
    b = Beliefs().believing(voices[3], 0.9).believing(voices[1], 0.1).believing("C13", 0.4)
    assert b.heard == (voices[1], voices[3])
    assert b.held == {voices[3]: 0.9, voices[1]: 0.1, "C13": 0.4}


def test_premises_that_move_most_are_those_of_the_tornado():
    whole = w.tornado(w.argument_graph(), {}, "C58", names=w.premises())
    assert list(w.most_moving("C58", n=4)) == list(whole.index[:4])


def test_voices_are_positions_and_claims_are_none():
    assert w.is_voice(w.voices().index[0]) and not w.is_voice("C58") and not w.is_voice("D")
