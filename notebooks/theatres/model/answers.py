"""Floor 1: keys of the numeric self-checks, computed from the tables so that none can go stale."""
from __future__ import annotations

from .. import tables
from . import network


def key(name: str) -> float:
    """Compute the key called ``name`` in the ``answer_from`` column of the questions table."""
    return float(globals()[name]())


def claims_in_all():
    """How many claims the commentary makes."""
    return len(tables.read("claims"))


def hedged_claims():
    """How many of them are hedged."""
    return tables.read("claims")["hedged"].sum()


def asserted_ties():
    """How many ties the commentary asserts."""
    return (tables.read("ties")["asserted_by"] == "commentary").sum()


def russia_ties_2024():
    """Ties that touch Russia at the end of 2024, as the commentary tells it."""
    return network.degree(network.select_ties(network.ties(asserted_by="commentary"), year=2024)).loc["RUS", "ties"]
