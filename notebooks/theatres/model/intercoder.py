"""Floor 1: how far two coders of one text agree, and where they differ."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..tables import Shelf
from . import coding, network

LEFT_OUT = "not in this folder"


def codes(shelf: Shelf) -> pd.DataFrame:
    """List what a coder decided, one decision a row.

    Parameters
    ----------
    shelf : tables.Shelf
        A folder as `course.open_folder` returns it.

    Returns
    -------
    pandas.DataFrame
        ``what`` (which judgement), ``unit`` (on what), ``code``. Claims are known by their id, ties
        by the pair of actors, reasons by the pair of claims; of several ties of a pair the
        weightiest counts.
    """
    with tables.using(shelf):
        claims, reasons = tables.read("claims"), tables.read("reasons")
        ties = (
            network.with_years(tables.read("ties"))
            .sort_values(["weight", "id"], ascending=[False, True])
            .drop_duplicates(["source", "target"])
        )
    rows = [("kind of claim", c.id, str(c.kind)) for c in claims.itertuples()]
    rows += [("hedged", c.id, "yes" if c.hedged else "no") for c in claims.itertuples()]
    rows += [("checkable", c.id, str(c.checkable)) for c in claims.itertuples()]
    rows += [
        ("family of tie", f"{t.source} → {t.target}", str(t.family)) for t in ties.itertuples()
    ]
    rows += [("sign of tie", f"{t.source} → {t.target}", str(t.sign)) for t in ties.itertuples()]
    rows += [
        ("reason", f"{r.source} → {r.target}", str(r.relation))
        for r in reasons.drop_duplicates(["source", "target"]).itertuples()
    ]
    return pd.DataFrame(rows, columns=["what", "unit", "code"])


def side_by_side(one: Shelf, other: Shelf) -> pd.DataFrame:
    """Set two coders' decisions side by side.

    Returns
    -------
    pandas.DataFrame
        ``what``, ``unit``, ``first``, ``second``; `LEFT_OUT` where one coder has no such unit.
    """
    both = codes(one).merge(
        codes(other), on=["what", "unit"], how="outer", suffixes=("_one", "_other"), sort=False
    )
    return both.set_axis(["what", "unit", "first", "second"], axis=1).fillna(LEFT_OUT)


def agreement(one: Shelf, other: Shelf) -> pd.DataFrame:
    """Measure agreement, judgement by judgement.

    Returns
    -------
    pandas.DataFrame
        Index ``what``; ``units`` (coded by both), ``agree`` (share coded alike, 0 to 1), ``alpha``
        (Krippendorff's alpha for unordered categories, from `coding.krippendorff_alpha`),
        ``left_out`` (units that only one has). For ties and reasons, whether there is one at all is
        a judgement of its own: there, a unit that one left out counts as a category.
    """
    rows = []
    for what, group in side_by_side(one, other).groupby("what", sort=False):
        both = group[(group["first"] != LEFT_OUT) & (group["second"] != LEFT_OUT)]
        counted = group if what in ("family of tie", "reason") else both
        rows.append(
            (
                what,
                len(both),
                coding.percent_agreement(counted["first"], counted["second"]),
                coding.krippendorff_alpha(list(counted["first"]), list(counted["second"])),
                len(group) - len(both),
            )
        )
    return pd.DataFrame(rows, columns=["what", "units", "agree", "alpha", "left_out"]).set_index(
        "what"
    )
