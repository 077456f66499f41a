"""Floor 0: codes of the tables that several modules compare, each with one name.

The tables say what each means (`tables.meanings`); tests hold these against them. A code is a
string, and stays one in frames, files and messages.
"""

from __future__ import annotations

from enum import StrEnum


class Relation(StrEnum):
    """What a reason does to the claim it leads to (``reasons.relation``)."""

    SUPPORTS = "supports"
    ATTACKS = "attacks"


class Bearing(StrEnum):
    """What a judgement does to the claim it is about (``evidence.bearing``)."""

    SUPPORTS = "supports"
    WEAKENS = "weakens"
    MIXED = "mixed"


class Stance(StrEnum):
    """Where a published voice stands towards the thesis (``positions.stance``)."""

    FOR = "for"
    QUALIFIES = "qualifies"
    AGAINST = "against"


class Whose(StrEnum):
    """Whose argument a row belongs to (``claims.argument`` and its like)."""

    COMMENTARY = "commentary"
    RIVAL = "rival"
    BOTH = "both"
