"""Floor 1: a class's credences together - what it thinks of each claim, and where it disagrees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from . import weighing

STUDENTS = 12  # of the invented class
SEED = 9


def class_summary(credences: pd.DataFrame | Iterable[Mapping[str, float]]) -> pd.DataFrame:
    """Say of each claim what the class thinks of it, and where it disagrees most.

    Parameters
    ----------
    credences : pandas.DataFrame, or mappings of str to float
        One row a student, one column a claim; or one mapping a student, claim to 0 to 1, as
        `work.class_credences` returns them.

    Returns
    -------
    pandas.DataFrame
        Index claim; ``students`` (who gave one), ``median``, ``low`` and ``high`` (quartiles),
        ``spread`` (their distance), widest spread first. Claims that only one student spoke about
        are left out: a median of one would name the one.
    """
    credences = pd.DataFrame(credences)
    found = pd.DataFrame(
        {
            "students": credences.count(),
            "median": credences.median(),
            "low": credences.quantile(0.25),
            "high": credences.quantile(0.75),
        }
    )
    found = (
        found[found["students"] > 1]
        .assign(spread=lambda f: f["high"] - f["low"])
        .rename_axis("claim")
    )
    return found.sort_index().sort_values("spread", ascending=False, kind="stable")


def invented_class(students: int = STUDENTS) -> pd.DataFrame:
    """Make up a class for practice: seeded chance around our ledger's suggestion.

    Nobody real has answered.
    """
    chance = np.random.default_rng(SEED)
    claims = [*weighing.premises(), *weighing.CONCLUSIONS]
    centre = weighing.suggested(hindsight=True).loc[claims].to_numpy()
    lean = chance.normal(0, 0.15, (students, 1))  # a student who trusts the text trusts most of it
    drawn = (
        centre
        + lean
        + chance.normal(0, 0.06, (students, len(claims))) * chance.uniform(0.5, 3, len(claims))
    )
    return pd.DataFrame(drawn.clip(0, 1).round(2), columns=claims)
