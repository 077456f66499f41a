"""Floor 1: formats - who sits where since when, and what a prescription would act on."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..tables import TEXT_DATE  # noqa: F401 - lessons and tests find it here
from . import network

# Formats of which the table holds only the seats of NATO's four partners in the Indo-Pacific, not
# those of all others.
PARTIAL = ("ITPP", "UDCG", "PURL")
# Whom a group stands for when the text says that it should act: our reading, needed to look up what
# ties there are.
STANDS_FOR = {
    "WEST": ("USA", "NATO", "EU", "G7"),
    "ASIA": ("AUS", "JPN", "KOR", "NZL", "IP4"),
    "IP4": ("AUS", "JPN", "KOR", "NZL"),
    **dict.fromkeys(("AUS", "JPN", "KOR", "NZL"), ("IP4",)),  # what the four do together, each does
    "EUROPE": ("EU", "DEU", "FRA", "GBR", "POL", "ITA", "NLD", "DNK", "NOR", "SWE"),
}


@tables.remembered
def seats(year: int | None = None) -> pd.DataFrame:
    """Return who sits in which format.

    Parameters
    ----------
    year : int, optional
        Only seats held at the end of that year. A seat whose start no source of ours gives counts
        as held throughout.

    Returns
    -------
    pandas.DataFrame
        The columns of ``data/memberships.csv`` and ``from_year``, ``to_year`` (Int64, missing where
        not sourced or lasting).
    """
    rows = tables.read("memberships")
    rows = rows.assign(from_year=_year(rows["since"]), to_year=_year(rows["until"]))
    if year is None:
        return rows
    held = (rows["from_year"].isna() | (rows["from_year"] <= year)) & (
        rows["to_year"].isna() | (rows["to_year"] > year)
    )
    return rows[held.astype(bool)]


def _year(dates: pd.Series) -> pd.Series:
    return pd.to_numeric(dates.astype("str").where(dates.notna()).str[:4]).astype("Int64")


def overlap(*formats: str, year: int | None = None, members_only: bool = False) -> pd.DataFrame:
    """Find who sits in every one of some formats.

    Parameters
    ----------
    *formats : str
        Ids such as "NATO", "EU", "QUAD".
    year : int, optional
        At the end of that year.
    members_only : bool, optional
        Leave out partners, observers and guests.

    Returns
    -------
    pandas.DataFrame
        Index ``actor``, one column a format with role and start ("partner since 2005"); sorted by
        actor.

    Raises
    ------
    ValueError
        If no format is named, or one that the table does not hold.
    """
    rows = seats(year)
    known = sorted(set(tables.read("memberships")["group"]))
    if not formats or set(formats) - set(known):
        named = ", ".join(map(repr, formats)) or "none"
        raise ValueError(f"name one or more formats of {', '.join(known)}; you named {named}")
    rows = rows[rows["group"].isin(formats)]
    if members_only:
        rows = rows[rows["role"] == "member"]
    rows = rows.sort_values("since", na_position="first", kind="stable").drop_duplicates(
        ["actor", "group"], keep="last"
    )  # who changed roles: the last
    said = rows["role"].astype(str) + rows["since"].map(
        lambda s: f" since {s}", na_action="ignore"
    ).fillna(", start not sourced")
    wide = (
        rows.assign(said=said)
        .pivot(index="actor", columns="group", values="said")
        .reindex(columns=list(formats))
    )
    return wide.dropna().sort_index().rename_axis(columns=None)


def jaccard(a: str, b: str, *, year: int | None = None, members_only: bool = False) -> float:
    """Return the seats two formats share, by the actors in either, 0 to 1 (Jaccard 1912)."""
    both = len(overlap(a, b, year=year, members_only=members_only))
    either = (
        len(overlap(a, year=year, members_only=members_only))
        + len(overlap(b, year=year, members_only=members_only))
        - both
    )
    return both / either if either else float("nan")


def prescriptions() -> list[str]:
    """Return the claims that propose ties, in the order of the text."""
    rows = tables.read("ties")
    return sorted(rows.loc[rows["status"] == "proposed", "claim"].unique())


def acts_on(claim: str) -> pd.DataFrame:
    """Say what a prescription would change.

    Each tie it proposes, and what stood between the same two ends already.

    Parameters
    ----------
    claim : str
        A claim that proposes ties, such as "C64".

    Returns
    -------
    pandas.DataFrame
        One row a proposed tie: ``id``, ``source``, ``target``, ``label``, ``before`` (list of ids
        of actual ties of the same sign between these ends, in either direction, that began by 15
        July 2024; of any sign where the proposal has none), ``after`` (those that evidence adds
        since), ``formats`` (list of formats in which both ends sat in mid-2024, or which are one of
        the ends).

    Raises
    ------
    ValueError
        If the claim proposes no tie; the message lists those that do.
    """
    if claim not in prescriptions():
        raise ValueError(f"{claim!r} proposes no tie; choose one of {', '.join(prescriptions())}")
    rows = network.ties()
    held = seats(2023)  # at the end of a year: the last before the text
    out = []
    for tie in rows[(rows["claim"] == claim) & (rows["status"] == "proposed")].itertuples():
        ends = [_stands_for(tie.source), _stands_for(tie.target)]
        either_way = (rows["source"].isin(ends[0]) & rows["target"].isin(ends[1])) | (
            rows["source"].isin(ends[1]) & rows["target"].isin(ends[0])
        )
        real = rows[
            either_way
            & (rows["status"] == "actual")
            & rows["sign"].isin([tie.sign] if tie.sign else [1, 0, -1])
        ]
        late = tables.is_hindsight(real["start"])
        sits = [
            set(held.loc[held["actor"].isin(e), "group"])
            | {g for g in e if g in set(held["group"])}
            for e in ends
        ]
        out.append(
            {
                "id": tie.id,
                "source": tie.source,
                "target": tie.target,
                "label": tie.label,
                "before": list(real.loc[~late].sort_values("start")["id"]),
                "after": list(real.loc[late].sort_values("start")["id"]),
                "formats": sorted(sits[0] & sits[1]),
            }
        )
    return pd.DataFrame(out)


def _stands_for(actor: str) -> set[str]:
    return {actor, *STANDS_FOR.get(actor, ())}


@tables.remembered
def leaders() -> pd.DataFrame:
    """Count the partners' leaders at each summit.

    Returns
    -------
    pandas.DataFrame
        Index ``summit``, in the order of dates; ``leaders`` (Int64; missing where attendance is not
        sourced), ``partners``.
    """
    rows = tables.read("attendance")
    rows = rows.assign(leader=rows["level"] == "leader", known=rows["level"] != "unknown")
    counts = (
        rows.groupby("summit")
        .agg(
            date=("date", "first"),
            leaders=("leader", "sum"),
            partners=("actor", "size"),
            known=("known", "all"),
        )
        .sort_values("date")
    )
    return pd.DataFrame(
        {
            "leaders": counts["leaders"].astype("Int64").where(counts["known"]),
            "partners": counts["partners"],
        }
    )
