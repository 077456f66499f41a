"""Floor 1: networks that nobody drew up to argue the thesis - treaties, votes, trade.

In the form of ties.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import tables
from .choices import allowed

NETWORKS = {
    "ties": "the course's ties",
    "alliances": "defence treaties in force",
    "votes": "voting alike in the General Assembly",
    "trade": "Russia's trade",
}


def ties_of(name: str, *, year: int = 2024, alike: float = 0.9) -> pd.DataFrame:
    """Return a network that nobody drew up to argue the thesis, as ties.

    Parameters
    ----------
    name : {"alliances", "votes", "trade"}
        Pairs of states bound to defend each other at the end of the year, NATO's and the CSTO's
        members pair by pair; pairs of states that gave the same vote on at least ``alike`` of the
        roll calls in our tables up to that year, ten at least (from 2022 on only those since 2022);
        Russia's goods trade with the partners in our tables (to 2024), weighted by US$ billions.
    year : int, optional
        Year.
    alike : float, optional
        Share of equal votes from which a pair counts as tied.

    Returns
    -------
    pandas.DataFrame
        Columns ``id`` (row or rows it comes from), ``source``, ``target``, ``source_theatre``,
        ``target_theatre``, ``weight``, ``label``, ``sources`` (ids joined by ';'). States without a
        home theatre in the actors table are left out.
    """
    allowed(name=(name, [n for n in NETWORKS if n != "ties"]))
    rows = {"alliances": _alliances, "votes": lambda y: _votes(y, alike), "trade": _trade}[name](
        year
    )
    home = tables.read("actors").set_index("id")["theatre"].astype(str)
    frame = pd.DataFrame(rows, columns=["id", "source", "target", "weight", "label", "sources"])
    frame = frame[frame["source"].isin(home.index) & frame["target"].isin(home.index)]
    return frame.assign(
        source_theatre=frame["source"].map(home), target_theatre=frame["target"].map(home)
    ).reset_index(drop=True)


def _holds(start, end, year: int) -> bool:
    return not (isinstance(start, str) and int(start[:4]) > year) and not (
        isinstance(end, str) and int(end[:4]) <= year
    )


def _alliances(year: int) -> list[tuple]:
    members, pairs = tables.read("memberships"), {}
    for row in tables.read("alliances").itertuples():
        start = row.in_force if isinstance(row.in_force, str) else row.signed
        if str(row.kind) != "defence" or not _holds(start, row.ended, year):
            continue
        parties = row.members.split(";")
        sources = row.sources
        if "NATO" in parties:
            belong = members[(members["group"] == "NATO") & (members["role"] == "member")]
            belong = belong[[_holds(s, u, year) for s, u in zip(belong["since"], belong["until"])]]
            parties = list(belong["actor"])
        for i, a in enumerate(sorted(parties)):
            for b in sorted(parties)[i + 1 :]:
                pairs.setdefault((a, b), (row.id, a, b, 1.0, row.treaty, sources))
    return list(pairs.values())


def _votes(year: int, alike: float) -> list[tuple]:
    calls = tables.read("resolutions")
    when = calls["date"].str[:4].astype(int)
    calls = calls[(when <= year) & ((when >= 2022) if year >= 2022 else True)]
    votes = tables.read("votes")
    votes = votes[
        votes["resolution"].isin(calls["id"]) & votes["vote"].isin(["yes", "no", "abstain"])
    ]
    grid = (
        votes.assign(vote=votes["vote"].astype(str).map({"no": 1, "abstain": 2, "yes": 3}))
        .pivot(index="state", columns="resolution", values="vote")
        .fillna(0)
    )
    states, v = list(grid.index), grid.to_numpy(int)
    both = (v > 0).astype(float) @ (v > 0).T.astype(float)
    same = sum((v == k).astype(float) @ (v == k).T.astype(float) for k in (1, 2, 3))
    least = min(10, len(calls) // 2 or 1)
    i, j = np.nonzero(np.triu((both >= least) & (same >= alike * both), 1))
    sources = ";".join(sorted(set(tables.listed(calls["sources"]))))
    return [
        (
            "votes",
            states[a],
            states[b],
            1.0,
            f"same vote on {int(same[a, b])} of {int(both[a, b])} roll calls",
            sources,
        )
        for a, b in zip(i, j)
    ]


def _trade(year: int) -> list[tuple]:
    rows = tables.read("observations")
    rows = rows[
        rows["indicator"].isin(["rus_exports_imts", "rus_imports_imts"])
        & (rows["date"] == str(min(year, 2024)))
    ]
    rows = rows[
        ~rows["object"].isin(["WLD", "DEU"])
    ]  # the total, and a member already counted with the EU
    return [
        (
            ";".join(g["id"]),
            "RUS",
            partner,
            float(g["value"].sum()),
            f"trades {g['value'].sum():.1f} billion dollars with",
            ";".join(sorted(set(tables.listed(g["sources"])))),
        )
        for partner, g in rows.groupby("object")
    ]
