"""Floor 1: who stands where.

Roll calls, sanctions, aid, opinion, how alike two states vote, and Vietnam as a case.
"""

from __future__ import annotations

import functools
import json
import re

import pandas as pd

from .. import tables
from .choices import known

KNOWN = ["yes", "no", "abstain"]
LETTER = {"yes": "y", "no": "n", "abstain": "a", "absent": "x", "unknown": "?"}
AID_UNTIL = "2024-06"


@functools.cache
def world() -> dict:
    """Return the shapes and places of the world's countries, and the ``borders`` they follow."""
    return json.loads((tables.DATA / "world.json").read_text(encoding="utf-8"))


@functools.cache
def groups() -> dict[str, frozenset[str]]:
    """Return groups of members of the United Nations among whom votes can be counted.

    Returns
    -------
    dict
        Name to alpha-3 codes. "on Russia's list" is the list of unfriendly states of March 2022,
        "not on Russia's list" all others, Russia itself among them, as in the indicator
        ``unga_yes_share``; ASEAN, BRICS and G20 are their member states of July 2024.
    """
    members = tables.read("countries").query("un_member")
    unfriendly = members["unfriendly"].fillna(False).astype(bool)
    found = {
        "all members": members["id"],
        "not on Russia's list": members["id"][~unfriendly],
        "on Russia's list": members["id"][unfriendly],
    }
    for region, rows in members.groupby(members["region"].astype(str)):
        found[region] = rows["id"]
    belongs = tables.read("memberships")
    for club in ("ASEAN", "BRICS", "G20"):
        in_time = ~tables.is_hindsight(belongs["since"]) & (
            belongs["until"].isna() | tables.is_hindsight(belongs["until"])
        )
        found[club] = belongs.loc[
            in_time
            & (belongs["group"] == club)
            & (belongs["role"] == "member")
            & belongs["actor"].isin(members["id"]),
            "actor",
        ]
    return {name: frozenset(ids) for name, ids in found.items() if len(ids)}


def votes(resolution: str, among: str = "all members") -> pd.DataFrame:
    """Return how each member voted.

    Parameters
    ----------
    resolution : str
        Symbol, such as "A/RES/ES-11/1".
    among : str, optional
        One of `groups`.

    Returns
    -------
    pandas.DataFrame
        ``state``, ``name``, ``region``, ``vote``, ``status`` (recorded, reconstructed, unknown), by
        name.

    Raises
    ------
    ValueError
        If there is no such resolution or group.
    """
    known("resolution", resolution, tables.read("resolutions")["id"])
    chosen = groups()[known("group", among, groups())]
    table = tables.read("votes")
    rows = table[(table["resolution"] == resolution) & table["state"].isin(chosen)]
    about = tables.read("countries")[["id", "name", "region"]].rename(columns={"id": "state"})
    return (
        rows.merge(about, on="state")[["state", "name", "region", "vote", "status"]]
        .astype({"vote": str, "status": str, "region": str})
        .sort_values("name", ignore_index=True)
    )


def tally(resolution: str, among: str = "all members") -> dict[str, int]:
    """Count the votes of a group.

    Returns
    -------
    dict
        ``members``, ``yes``, ``no``, ``abstain``, ``absent``, ``unknown``, and ``reconstructed``
        (how many of the known are).
    """
    return dict(_tally(resolution, among))


@functools.cache
def _tally(resolution: str, among: str) -> dict[str, int]:
    rows = votes(resolution, among)
    counts = rows["vote"].value_counts()
    return {
        "members": len(rows),
        **{v: int(counts.get(v, 0)) for v in LETTER},
        "reconstructed": int((rows["status"] == "reconstructed").sum()),
    }


def complete(resolution: str) -> bool:
    """Say whether all ayes of a roll call are listed by state, so that a share can be told."""
    published = tables.read("resolutions").set_index("id").loc[resolution, "yes"]
    return bool(published == tally(resolution)["yes"])


def yes_share(resolution: str, among: str = "all members") -> float:
    """Return the share of a group's members that voted yes, 0 to 1.

    NaN where not all ayes are listed.

    Those absent count in the group: they are members that did not vote yes.
    """
    counts = tally(resolution, among)
    return counts["yes"] / counts["members"] if complete(resolution) else float("nan")


def cohesion(resolution: str, among: str = "all members") -> float:
    """Return how much a group voted as one: Hix, Noury and Roland's agreement index (2005), 0 to 1.

    1 where all who voted did so alike, 0 where yes, no and abstain are of one size. Those absent do
    not count; NaN where a vote of the group is unknown, since those found are not a fair sample.
    """
    counts = tally(resolution, among)
    return (
        float("nan")
        if counts["unknown"]
        else agreement_index(counts["yes"], counts["no"], counts["abstain"])
    )


def by_group(resolution: str) -> pd.DataFrame:
    """Count one roll call in every group.

    Returns
    -------
    pandas.DataFrame
        ``group``, ``members``, ``yes``, ``no``, ``abstain``, ``absent``, ``unknown``, ``yes_share``
        and ``cohesion`` (0 to 1, two digits; missing where votes are).
    """
    rows = []
    for group in groups():
        counts = tally(resolution, group)
        counts.pop("reconstructed")
        rows.append(
            {
                "group": group,
                **counts,
                "yes_share": round(yes_share(resolution, group), 2),
                "cohesion": round(cohesion(resolution, group), 2),
            }
        )
    return pd.DataFrame(rows)


def agreement_index(yes: int, no: int, abstain: int) -> float:
    """Return (max - (all - max) / 2) / all for three counts; NaN without votes."""
    top, everyone = max(yes, no, abstain), yes + no + abstain
    return (top - (everyone - top) / 2) / everyone if everyone else float("nan")


def changed(first: str, second: str, among: str = "all members") -> pd.DataFrame:
    """List who voted otherwise on a second resolution than on a first; unknown votes are left out.

    Returns
    -------
    pandas.DataFrame
        ``name``, ``first``, ``second``, by both votes and name.
    """
    both = votes(first, among).merge(
        votes(second, among)[["state", "vote"]], on="state", suffixes=("", "_2")
    )
    both = both[
        (both["vote"] != both["vote_2"])
        & (both["vote"] != "unknown")
        & (both["vote_2"] != "unknown")
    ]
    shown = both[["name", "vote", "vote_2"]].set_axis(["name", "first", "second"], axis=1)
    return shown.sort_values(["first", "second", "name"], ignore_index=True)


def by_resolution(among: str = "not on Russia's list", topic: str | None = None) -> pd.DataFrame:
    """Count a group's votes on every roll call of which all ayes are listed.

    Parameters
    ----------
    among : str, optional
        One of `groups`.
    topic : {"ukraine", "crimea", "north-korea"}, optional
        Only resolutions on that.

    Returns
    -------
    pandas.DataFrame
        Index ``resolution`` in order of time; ``date``, ``title``, ``members``, ``yes``, ``no``,
        ``abstain``, ``absent``, ``yes_share``, ``cohesion``.
    """
    rolls = tables.read("resolutions").sort_values("date")
    rows = []
    for roll in rolls[(rolls["topic"] == topic) if topic else slice(None)].itertuples():
        if complete(roll.id):
            counts = tally(roll.id, among)
            rows.append(
                {
                    "resolution": roll.id,
                    "date": roll.date,
                    "title": roll.title,
                    **{k: counts[k] for k in ("members", "yes", "no", "abstain", "absent")},
                    "yes_share": round(yes_share(roll.id, among), 3),
                    "cohesion": round(cohesion(roll.id, among), 3),
                }
            )
    return pd.DataFrame(rows).set_index("resolution")


@tables.remembered
def compare_votes(one: str, other: str) -> pd.DataFrame:
    """Set two states' votes on the course's roll calls side by side.

    Parameters
    ----------
    one, other : str
        Alpha-3 codes of members.

    Returns
    -------
    pandas.DataFrame
        ``resolution``, ``date``, ``title``, ``one``, ``other``, ``status_one``, ``status_other``,
        ``same`` (True, False, or missing where a vote is unknown or a state was absent), in order
        of time.
    """
    for state in (one, other):
        known("member", state, sorted(groups()["all members"]))
    table = tables.read("votes").astype({"vote": str, "status": str})
    rows = tables.read("resolutions")[["id", "date", "title"]].rename(columns={"id": "resolution"})
    for state, called in ((one, "one"), (other, "other")):
        mine = table.loc[table["state"] == state, ["resolution", "vote", "status"]].set_axis(
            ["resolution", called, f"status_{called}"], axis=1
        )
        rows = rows.merge(mine, on="resolution")
    comparable = rows["one"].isin(KNOWN) & rows["other"].isin(KNOWN)
    rows["same"] = (rows["one"] == rows["other"]).where(comparable).astype("boolean")
    return rows.sort_values(["date", "resolution"], ignore_index=True)


def same_votes(one: str, other: str) -> dict[str, float]:
    """Say how alike two states voted on the course's roll calls.

    Returns
    -------
    dict
        ``compared`` (roll calls in which both voted or abstained), ``same`` (with the same vote)
        and ``agreement`` (0 to 1, three digits; abstention against yes or no counts half, as in
        Voeten's data); NaN where none can be compared.
    """
    rows = compare_votes(one, other)
    rows = rows[rows["same"].notna()]
    place = {"yes": 1.0, "abstain": 0.5, "no": 0.0}
    gap = (rows["one"].map(place) - rows["other"].map(place)).abs()
    return {
        "compared": len(rows),
        "same": int(rows["same"].sum()),
        "agreement": round(float(1 - gap.mean()), 3) if len(rows) else float("nan"),
    }


def agreement(state: str, partner: str, measure: str = "identical") -> pd.Series:
    """Return how far a state agreed with Russia, China or the USA in recorded votes by year.

    Parameters
    ----------
    state : str
        Alpha-3 code of a state with a series.
    partner : {"RUS", "CHN", "USA"}
        Compared with whom.
    measure : {"identical", "agreement", "distance"}, optional
        Column of the agreement table.

    Returns
    -------
    pandas.Series
        By year; years of fewer than 20 roll calls are left out (2024 breaks off after five).
    """
    known("measure", measure, ["identical", "agreement", "distance"])
    known("partner", partner, ["RUS", "CHN", "USA"])
    found = _agreements()
    if (state, partner) in found:
        return found[state, partner][measure]
    known("series for state", state, sorted(with_series()))
    return pd.Series(name=measure, dtype=float)


@tables.remembered
def with_series() -> frozenset[str]:
    """Return the codes of the states of which the agreement table holds any year."""
    return frozenset(tables.read("agreement")["state"].unique())


@functools.cache
def _agreements() -> dict[tuple[str, str], pd.DataFrame]:
    """Part the agreement table by state and partner, once.

    A chart of 38 states asks for a hundred parts.
    """
    table = tables.read("agreement")
    rows = table[table["votes"] >= 20].astype({"state": str, "partner": str}).set_index("year")
    return dict(list(rows.groupby(["state", "partner"])))


@tables.remembered
def aid(until: str = AID_UNTIL) -> pd.DataFrame:
    """Return aid to Ukraine so far, of the donors that the course holds.

    Parameters
    ----------
    until : {"2024-06", "2026-04"}, optional
        Sum from January 2022 to that month.

    Returns
    -------
    pandas.DataFrame
        Index ``donor`` (alpha-3; institutions of the EU and the sum of all donors are left out);
        ``eur_bn``, ``gdp_share`` (percent), ``rows`` (ids).
    """
    table = tables.read("observations")
    table = table[(table["date"] == until) & table["subject"].isin(groups()["all members"])]
    wide = table[table["indicator"].isin(["aid_total_sum", "aid_gdp_share"])].pivot(
        index="subject", columns="indicator", values=["value", "id"]
    )
    return (
        pd.DataFrame(
            {
                "eur_bn": wide["value"]["aid_total_sum"].astype(float),
                "gdp_share": wide["value"]["aid_gdp_share"].astype(float),
                "rows": wide["id"]["aid_total_sum"] + ";" + wide["id"]["aid_gdp_share"],
            }
        )
        .rename_axis("donor")
        .sort_values("gdp_share", ascending=False)
    )


@functools.cache
def measures() -> pd.DataFrame:
    """Return which states took measures against Russia because of the war, and how we know.

    Returns
    -------
    pandas.DataFrame
        Index ``state``; ``measures``: "own source" (a source on the state itself, or on the
        European Union for its members), "list only" (inferred from Russia's list of unfriendly
        states), "none" (a source says so), "unknown"; ``rows`` (ids of observations, joined by ';')
        and ``sources``.
    """
    countries = tables.read("countries").set_index("id")
    figures = (
        tables.read("observations").query("indicator == 'sanctions_on_rus'").set_index("subject")
    )
    union = tables.read("memberships").query("group == 'EU' and role == 'member' and until.isna()")[
        "actor"
    ]
    own = {s: s for s in figures.index} | {s: "EU" for s in union if s not in figures.index}
    found = []
    for state, row in countries.iterrows():
        sources = [] if pd.isna(row["sources"]) else row["sources"].split(";")
        told = {
            "yes": "list only" if "list only" in str(row["note"]) else "own source",
            "no": "none",
        }.get(row["sanctions"], "unknown")
        ids = ""
        if state in own:
            figure = figures.loc[own[state]]
            told, ids = ("own source" if figure["value"] == 1 else "none"), figure["id"]
            sources = [*figure["sources"].split(";"), *sources]
        found.append((state, told, ids, ";".join(dict.fromkeys(sources))))
    return pd.DataFrame(found, columns=["state", "measures", "rows", "sources"]).set_index("state")


def stands(resolution: str, among: str = "all members") -> pd.DataFrame:
    """Set vote, measures against Russia and aid to Ukraine of each member side by side.

    Returns
    -------
    pandas.DataFrame
        ``state``, ``name``, ``region``, ``vote``, ``status``, ``measures`` (as `measures`),
        ``listed`` (on Russia's list), ``aid`` (percent of GDP to June 2024, of the donors the
        course holds), by name.
    """
    about = tables.read("countries").set_index("id")
    rows = votes(resolution, among)
    return rows.assign(
        measures=rows["state"].map(measures()["measures"]),
        listed=rows["state"].map(about["unfriendly"].fillna(False).astype(bool)),
        aid=rows["state"].map(aid()["gdp_share"]).round(2),
    )


@functools.cache
def codes() -> pd.DataFrame:
    """Pack the votes of every state into one string, so that a map needs no table of votes.

    Returns
    -------
    pandas.DataFrame
        Index ``state``; ``votes``: one letter a resolution in order of time (y n a x for yes, no,
        abstain, absent; capital: recorded, small: reconstructed; ?: unknown; -: no member then);
        ``measures``: one letter (M: measures with a source of their own, m: by Russia's list only,
        O: none, ?: unknown); ``aid``: one letter (4 to 1: over 1, over 0.5, over 0.1 percent of
        GDP, less; ?: not in the tables); ``groups``: one digit a group, 1 where it belongs.
    """
    table = tables.read("votes").astype({"vote": str, "status": str})
    letter = table["vote"].map(LETTER)
    table = table.assign(letter=letter.where(table["status"] != "recorded", letter.str.upper()))
    order = tables.read("resolutions").sort_values(["date", "id"])["id"]
    wide = table.pivot(index="state", columns="resolution", values="letter")[list(order)].fillna(
        "-"
    )
    countries = tables.read("countries").set_index("id")
    took, gave = measures()["measures"], aid()["gdp_share"].reindex(countries.index)
    member = countries.index.isin(groups()["all members"])
    steps = (
        pd.cut(gave, [0, 0.1, 0.5, 1, 100], labels=list("1234"))
        .astype(object)
        .where(gave.notna(), "?")
    )
    return pd.DataFrame(
        {
            "votes": wide.agg("".join, axis=1).reindex(
                countries.index, fill_value="-" * len(order)
            ),
            "measures": took.map(
                {"own source": "M", "list only": "m", "none": "O", "unknown": "?"}
            ).where(countries.index != "RUS", "-"),
            "aid": steps.where(member, "-"),
            "groups": [
                "".join("1" if c in ids else "0" for ids in groups().values())
                for c in countries.index
            ],
        }
    ).rename_axis("state")


QUESTIONS = [
    "russia_favourable",
    "russia_unfavourable",
    "putin_confidence",
    "putin_no_confidence",
    "russia_partner",
    "end_war_soon",
]


@tables.remembered
def polls(indicator: str | None = None) -> pd.DataFrame:
    """Return what polls found about Russia and its president.

    Parameters
    ----------
    indicator : str, optional
        One of `QUESTIONS`; all by default.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``indicator``, ``public``, ``year``, ``value`` (percent), ``many`` (bool: a median
        or mean of many publics), ``by``, ``note``, ``sources``; highest value first.
    """
    names = {
        **tables.read("countries").set_index("id")["name"],
        **tables.read("actors").set_index("id")["name"],
    }
    table = tables.read("observations")
    rows = table[
        table["indicator"].isin(
            [known("question", indicator, QUESTIONS)] if indicator else QUESTIONS
        )
    ]
    shown = rows.assign(
        public=rows["subject"]
        .map(names)
        .fillna(rows["subject"])
        .str.replace(r", \d{4}$", "", regex=True),
        year=rows["date"].str[:4].astype(int),
        many=~rows["subject"].isin(tables.read("countries")["id"]),
    )
    return shown[
        ["id", "indicator", "public", "year", "value", "many", "by", "note", "sources"]
    ].sort_values(["value", "public"], ascending=[False, True], ignore_index=True)


LANES = [
    "votes yes",
    "abstains",
    "votes no",
    "visits and words",
    "partnerships",
    "arms",
    "trade and opinion",
]


def vietnam() -> pd.DataFrame:
    """Return what the tables hold of Vietnam between the camps, as one list in order of time.

    Returns
    -------
    pandas.DataFrame
        ``row`` (id in its table), ``table``, ``lane`` (one of `LANES`), ``date``, ``until`` (of
        figures for a span), ``towards`` (Russia, United States, others), ``what``, ``hindsight``
        (after 15 July 2024), ``sources``.
    """
    found = []
    rolls = (
        tables.read("votes")
        .query("state == 'VNM'")
        .merge(tables.read("resolutions"), left_on="resolution", right_on="id")
        .astype({"vote": str, "status": str, "topic": str})
    )
    lane = {"yes": "votes yes", "no": "votes no", "abstain": "abstains"}
    for r in rolls[rolls["vote"].isin(KNOWN)].itertuples():
        towards = "others" if r.topic == "north-korea" else "Russia"
        found.append(
            (
                r.id,
                "resolutions",
                lane[r.vote],
                r.date,
                None,
                towards,
                f"{lane[r.vote]} ({r.status}): {r.title}",
                r.sources,
            )
        )
    events = tables.read("events").astype({"kind": str})
    for e in events[_names(events["actors"]) | _names(events["targets"])].itertuples():
        parties = f"{e.actors};{e.targets}".split(";")
        found.append(
            (
                e.id,
                "events",
                {"treaty": "partnerships", "arms": "arms"}.get(e.kind, "visits and words"),
                e.date,
                None,
                _towards(parties),
                e.title,
                e.sources,
            )
        )
    for a in tables.read("alliances").itertuples():
        told = {
            (lane, date) for _, _, lane, date, *_ in found
        }  # a signature that stands among the events already
        if "VNM" in a.members.split(";") and ("partnerships", a.signed) not in told:
            found.append(
                (
                    a.id,
                    "alliances",
                    "partnerships",
                    a.signed,
                    None,
                    _towards(a.members.split(";")),
                    a.treaty,
                    a.sources,
                )
            )
    for m in tables.read("memberships").query("actor == 'VNM'").astype({"role": str}).itertuples():
        found.append(
            (
                f"VNM in {m.group}",
                "memberships",
                "partnerships",
                m.since,
                None,
                "Russia" if m.group in ("BRICS", "SCO", "EAEU") else "others",
                f"{m.role} of {m.group}",
                m.sources,
            )
        )
    figures = tables.read("observations")
    for o in figures[figures["indicator"] == "vnm_arms_from_rus"].itertuples():
        first, last = re.match(
            r"(\d{4}) to (\d{4})", o.note
        ).groups()  # the years that the share is taken over
        found.append(
            (
                o.id,
                "observations",
                "arms",
                first,
                last,
                "Russia",
                f"{o.value:.0f}% of arms imports from Russia, {first} to {last}",
                o.sources,
            )
        )
    for o in figures[
        (figures["subject"] == "VNM") & (figures["indicator"] == "putin_confidence")
    ].itertuples():
        found.append(
            (
                o.id,
                "observations",
                "trade and opinion",
                o.date,
                None,
                "Russia",
                f"{o.value:.0f}% of the public trust Putin",
                o.sources,
            )
        )
    trade = figures[
        figures["indicator"].isin(["rus_exports_imts", "rus_imports_imts"])
        & (figures["object"] == "VNM")
    ]
    for year, rows in trade.groupby("date"):
        found.append(
            (
                ";".join(rows["id"]),
                "observations",
                "trade and opinion",
                year,
                None,
                "Russia",
                f"trade with Russia: {rows['value'].sum():.1f} billion dollars",
                ";".join(sorted(set(rows["sources"]))),
            )
        )
    table = pd.DataFrame(
        found, columns=["row", "table", "lane", "date", "until", "towards", "what", "sources"]
    )
    measured = table["table"] == "observations"
    table["hindsight"] = tables.is_hindsight(table["date"], spans=True).where(
        measured, tables.is_hindsight(table["date"])
    )
    return table.sort_values(["date", "row"], ignore_index=True)


def _names(column: pd.Series) -> pd.Series:
    return column.fillna("").str.split(";").apply(lambda ids: "VNM" in ids)


def _towards(parties: list[str]) -> str:
    """Name the power that a row about Vietnam is turned to."""
    for power, ids in (("Russia", {"RUS", "PUTIN"}), ("United States", {"USA", "BIDEN"})):
        if ids & set(parties):
            return power
    return "others"
