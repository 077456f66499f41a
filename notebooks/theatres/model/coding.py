"""Floor 1: coding a text, and how far two coders agree."""

from __future__ import annotations

import pandas as pd

NO_TIE = "no tie"


def units(ties: pd.DataFrame, paragraph: str, actors: pd.DataFrame) -> pd.DataFrame:
    """List what there is to code in a paragraph: ordered pairs of actors it names.

    Parameters
    ----------
    ties : pandas.DataFrame
        Ties asserted by the commentary, implied ones among them.
    paragraph : str
        P1 to P16.
    actors : pandas.DataFrame
        The actors table.

    Returns
    -------
    pandas.DataFrame
        Columns ``source``, ``target``, ``ours``: the family of the tie of greatest weight that we
        coded for the pair, or "no tie", also where a tie is only implied. Every pair that we coded
        or held implied is there, and as many of the same actors' other pairs at the most.
    """
    coded = ties[ties["paragraph"] == paragraph].sort_values(
        ["weight", "id"], ascending=[False, True]
    )
    if "status" in coded:
        family = coded["family"].mask(coded["status"] == "implied", NO_TIE)
        coded = coded.assign(family=family)
    ours = (
        coded.drop_duplicates(["source", "target"])
        .sort_values("id")[["source", "target", "family"]]
        .set_axis(["source", "target", "ours"], axis=1)
    )
    named = sorted(set(ours["source"]) | set(ours["target"]))
    taken = set(coded[["source", "target"]].itertuples(index=False, name=None))
    taken |= {
        (b, a)
        for a, b in coded.loc[coded["mutual"], ["source", "target"]].itertuples(
            index=False, name=None
        )
    }
    decoys = [(a, b, NO_TIE) for a in named for b in named if a != b and (a, b) not in taken][
        : len(ours)
    ]
    both = pd.concat(
        [ours, pd.DataFrame(decoys, columns=["source", "target", "ours"])], ignore_index=True
    )
    return both.sort_values(["source", "target"], ignore_index=True)


def with_kept(units: pd.DataFrame, kept: dict[str, str], actors: set[str]) -> pd.DataFrame:
    """Add pairs that a student coded when the sheet of an earlier version asked for them.

    Parameters
    ----------
    units : pandas.DataFrame
        As `units` returns them.
    kept : dict
        The student's codes, by pair as ``source>target``.
    actors : set of str
        Ids of all actors.

    Returns
    -------
    pandas.DataFrame
        `units`, and such pairs after them; we code no tie there now.
    """
    asked = set(units["source"] + ">" + units["target"])
    pairs = [pair.split(">") for pair in kept if pair not in asked and pair.count(">") == 1]
    earlier = [(a, b, NO_TIE) for a, b in pairs if {a, b} <= actors]
    more = pd.DataFrame(earlier, columns=["source", "target", "ours"])
    return pd.concat([units, more], ignore_index=True)


def percent_agreement(one, other) -> float:
    """Return the share of units that two coders coded alike, 0 to 1.

    Units that either left out do not count.
    """
    pairs = [(a, b) for a, b in zip(one, other) if a is not None and b is not None]
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else float("nan")


def krippendorff_alpha(one, other) -> float:
    """Return Krippendorff's alpha of two coders for unordered categories.

    1 is full agreement, 0 what chance would give. Computed by the krippendorff package
    (Krippendorff 2004, ch. 11); NaN where fewer than two categories occur, since chance then cannot
    be told from agreement.

    Parameters
    ----------
    one, other : sequence of str or None
        The codes in the same order of units; None where a coder left a unit out.

    Returns
    -------
    float
        Alpha.
    """
    import krippendorff
    import numpy as np

    names = sorted({c for c in [*one, *other] if c is not None})
    if len(names) < 2:
        return float("nan")
    numbered = [[np.nan if c is None else names.index(c) for c in coder] for coder in (one, other)]
    try:
        return float(krippendorff.alpha(numbered, level_of_measurement="nominal"))
    except ValueError:  # no unit that both coded
        return float("nan")
