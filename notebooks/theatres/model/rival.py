"""Floor 1: two arguments side by side - room, meeting points, what would move both."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..codes import Relation
from . import weighing

ADVICE = {"commentary": "C66", "rival": "R38"}  # the reply to the rival, and the rival's conclusion


def room() -> pd.DataFrame:
    """Count what each argument has to speak with: an argument with more arrows gathers more.

    Returns
    -------
    pandas.DataFrame
        Index ``argument`` ("commentary", "rival"); ``claims``, ``checkable`` (evidence could bear
        on them), ``arrows`` (reasons from claims and voices), ``judgements``, ``judgements a
        checkable claim``, ``forecasts``.
    """
    rows = {}
    for argument in tables.ARGUMENTS:
        claims = tables.read("claims", argument=argument)
        judged = tables.read("evidence", argument=argument)["claim"]
        weighed = claims.loc[claims["checkable"] != "no", "id"]
        rows[argument] = {
            "claims": len(claims),
            "checkable": len(weighed),
            "arrows": len(tables.read("reasons", argument=argument)),
            "judgements": len(judged),
            "judgements a checkable claim": round(judged.isin(weighed).sum() / len(weighed), 1),
            "forecasts": len(tables.read("forecasts", argument=argument)),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("argument")


def meetings() -> pd.DataFrame:
    """List where the two arguments meet: arrows from a claim of one to a claim of the other.

    Returns
    -------
    pandas.DataFrame
        ``from``, ``to`` (claims), ``says`` and ``meets`` (their short forms), ``how`` ("head on"
        for an attack, "shared" for a support), ``warrant``; attacks first.
    """
    rows = tables.read("reasons", argument="both")
    claims = tables.read("claims", argument="both").set_index("id")
    whose, short = claims["argument"].astype(str), claims["short"]
    ends = pd.DataFrame({end: rows[end].map(whose) for end in ("source", "target")})
    rows = rows[ends.notna().all(axis=1) & (ends["source"] != ends["target"])]
    how = (
        rows["relation"].astype(str).map({Relation.ATTACKS: "head on", Relation.SUPPORTS: "shared"})
    )
    found = pd.DataFrame(
        {
            "from": rows["source"],
            "says": rows["source"].map(short),
            "how": how,
            "to": rows["target"],
            "meets": rows["target"].map(short),
            "warrant": rows["warrant"],
        }
    )
    return found.sort_values("how", kind="stable").reset_index(drop=True)


def moves_both(n: int = 8) -> pd.DataFrame:
    """Find the single claims whose truth would move both conclusions most.

    Both arguments are weighed as one graph, nobody heard and nothing believed yet; each claim that
    is no conclusion is moved alone from 0 to 1, as in `weighing.tornado`, once for the reply to the
    rival and once for the rival's advice. What is found false counts against what leans on it
    (`weighing.DOUBTS`); in the published semantics the distances shrink and the first
    stays first.

    Parameters
    ----------
    n : int, optional
        How many.

    Returns
    -------
    pandas.DataFrame
        Index ``claim``; ``short``, ``whose``, ``checkable``, how far each conclusion goes, in
        points of a hundred with its sign (up if the claim is true), and ``both``, the smaller of
        the two distances, largest first.
    """
    with tables.using(tables.argument_shelf("both")):
        graph, method = weighing.argument_graph(), weighing.Method(doubt="against")
        claims = tables.read("claims").set_index("id")
        found = {}
        for argument, target in ADVICE.items():
            ends = weighing.tornado(graph, {}, target, method)
            found[argument] = (100 * (ends["high"] - ends["low"])).round(1)
    table = pd.DataFrame(found)
    table["both"] = table.abs().min(axis=1)
    table.insert(0, "short", claims["short"].reindex(table.index))
    table.insert(1, "whose", claims["argument"].astype(str).reindex(table.index))
    table.insert(2, "checkable", claims["checkable"].astype(str).reindex(table.index))
    return table.sort_values("both", ascending=False, kind="stable").head(n).rename_axis("claim")


def means(*indicators: str) -> pd.DataFrame:
    """Look up figures on military means: stocks, output, orders and forces.

    Parameters
    ----------
    *indicators : str
        Ids of indicators of the family ``means``, with or without their prefix ``riv_``; all, if
        none is named.

    Returns
    -------
    pandas.DataFrame
        One row a figure, by date: ``id``, ``what`` (the title), ``whose``, ``date``, ``value``,
        ``unit``, ``by`` (who counts or claims), ``note``.

    Raises
    ------
    ValueError
        If there is no such indicator; the message lists those there are.
    """
    offered = tables.read("indicators").query("family == 'means'").set_index("id")["title"]
    wanted = [i if i.startswith("riv_") else f"riv_{i}" for i in indicators] or list(offered.index)
    for name in wanted:
        if name not in offered.index:
            listed = ", ".join(i.removeprefix("riv_") for i in offered.index)
            raise ValueError(
                f"there is no figure {name.removeprefix('riv_')!r}; there are {listed}"
            )
    rows = tables.read("observations")
    rows = rows[rows["indicator"].isin(wanted)].sort_values(["date", "id"])
    rows = rows.assign(what=rows["indicator"].map(offered))
    rows = rows.rename(columns={"subject": "whose"})
    return rows[["id", "what", "whose", "date", "value", "unit", "by", "note"]]
