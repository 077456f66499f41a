"""Floor 1: the policy lab - what a measure acts on, what speaks against it, and a brief."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import pandas as pd

from .. import tables
from ..codes import Bearing, Whose
from .report import Section

OWN = "own"
ROOM = 3  # measures on one page: a brief that recommends everything recommends nothing
STANCES = {
    "linkage": "Linkage: act on both theatres together",
    "asia-first": "Asia first: put scarce means in the Indo-Pacific",
    "restraint": "Restraint: do less, or keep the problems apart",
    OWN: "My own",
}
# Tables that a judgement or a trail may point into, by the letter that their ids begin with.
_TABLES = {
    "C": "claims",
    "R": "claims",
    "T": "ties",
    "E": "events",
    "O": "observations",
    "A": "alliances",
    "D": "positions",
    "F": "forecasts",
    "G": "forecasts",
}


@dataclass(frozen=True)
class Choice:
    """What a student has chosen so far."""

    stance: str = ""
    measures: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()  # ids of claims (C) and judgements (J)
    case: str = ""
    answer: str = ""
    mind: str = ""


# Claims of the commentary and of its rival: a measure may lean on either.
CLAIM_LETTERS = "".join(letters["claims"] for letters in tables.ARGUMENTS.values())
JUDGEMENT_LETTERS = "JK"


def measures_table() -> pd.DataFrame:
    """Return the measures of the lab, with what they lean on in both arguments."""
    rows = tables.read("prescriptions", argument="both")
    return rows[rows["argument"] != Whose.RIVAL].reset_index(drop=True)


def prescriptions(stance: str | None = None) -> pd.DataFrame:
    """Return the measures, those of a stance first, then its rivals.

    Parameters
    ----------
    stance : {"linkage", "asia-first", "restraint", "own"}, optional
        Whose measures come first.

    Returns
    -------
    pandas.DataFrame
        The columns of ``data/prescriptions.csv`` and ``rival`` (bool).
    """
    rows = measures_table()
    rows = rows.assign(rival=(rows["stance"] != stance) if stance in set(rows["stance"]) else False)
    return rows.sort_values(["rival", "id"], kind="stable", ignore_index=True)


def acted_on(measures) -> pd.DataFrame:
    """List what measures act on.

    Parameters
    ----------
    measures : iterable of str
        Ids of prescriptions.

    Returns
    -------
    pandas.DataFrame
        ``measure``; ``on`` ("tie", "format" or "forecast"); ``id``; ``label``; ``how``:
        "strengthens" or "weakens" a tie, "works through" a format, and for a forecast what came of
        it by July 2026: "yes", "partly", "no" or "open".
    """
    return _acted_on(tuple(measures), tables.shelf()).copy()


@functools.lru_cache(maxsize=64)
def _acted_on(measures: tuple[str, ...], _shelf) -> pd.DataFrame:
    chosen = measures_table().set_index("id").loc[list(measures)]
    name = tables.read("actors").set_index("id")["name"]
    ties = tables.read("ties").set_index("id")
    forecasts = tables.read("forecasts", argument="both").set_index("id")
    rows = []

    def said(tie: str) -> str:
        source, target, label = ties.loc[tie, ["source", "target", "label"]]
        return f"{name[source]} → {name[target]}: {label}"

    for measure, row in chosen.iterrows():
        for how in ("strengthens", "weakens"):
            rows += [(measure, "tie", tie, said(tie), how) for tie in _ids(row[how])]
        rows += [(measure, "format", a, name[a], "works through") for a in _ids(row["formats"])]
        rows += [
            (measure, "forecast", f, forecasts.loc[f, "question"], str(forecasts.loc[f, "outcome"]))
            for f in _ids(row["forecasts"])
        ]
    return pd.DataFrame(rows, columns=["measure", "on", "id", "label", "how"])


def conflicts(measures) -> pd.DataFrame:
    """Find ties that one of the measures would strengthen and another weaken.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``label``, ``strengthened_by``, ``weakened_by`` (ids joined by ';').
    """
    rows = acted_on(measures)
    ways = (
        rows[rows["on"] == "tie"]
        .groupby(["id", "label", "how"])["measure"]
        .agg(";".join)
        .unstack("how")
        .reindex(columns=["strengthens", "weakens"])
        .dropna()
    )
    return ways.reset_index().set_axis(["id", "label", "strengthened_by", "weakened_by"], axis=1)


def leaned_on(measures) -> pd.DataFrame:
    """Return the claims that should hold if the measures are to make sense.

    ``claim``, ``short``, ``for_measures``.
    """
    return _listed_claims(measures, "leans_on")


def leaned_against(measures) -> pd.DataFrame:
    """Return the claims that speak against the measures if they hold: columns as in `leaned_on`."""
    return _listed_claims(measures, "leans_against")


def _listed_claims(measures, column: str) -> pd.DataFrame:
    chosen = measures_table().set_index("id").loc[list(measures)]
    short = tables.read("claims", argument="both").set_index("id")["short"]
    by_claim = {}
    for measure, claim in tables.listed(chosen[column]).items():
        by_claim.setdefault(claim, []).append(measure)
    return pd.DataFrame(
        [(c, short[c], ";".join(m)) for c, m in sorted(by_claim.items())],
        columns=["claim", "short", "for_measures"],
    )


def strongest_objections(measures) -> pd.DataFrame:
    """Return, for each measure, the published objection that the course holds to be the strongest.

    Returns
    -------
    pandas.DataFrame
        ``measure`` and the columns of ``data/positions.csv``.
    """
    chosen = measures_table().set_index("id").loc[list(measures)]
    first = chosen["objections"].str.split(";").str[0].rename("id")
    return (
        first.rename_axis("measure")
        .reset_index()
        .merge(tables.read("positions", argument="both"), on="id", how="left")
    )


def evidence_on(claims) -> pd.DataFrame:
    """Return the judgements on some claims, those that weaken as readily as those that support."""
    rows = tables.read("evidence", argument="both")
    return rows[rows["claim"].isin(list(claims))]


def bearings(measures) -> pd.DataFrame:
    """Count which way judgements bear, on both arguments together.

    Parameters
    ----------
    measures : list of str
        Ids of measures.

    Returns
    -------
    pandas.DataFrame
        ``bearing``, ``whole table``, ``leaned on`` and ``leaned against``: judgements in all, on
        claims that the measures lean on, and on claims that they lean against.
    """
    evidence = tables.read("evidence", argument="both")
    bearing = evidence["bearing"].astype(str)
    counts = {"whole table": bearing.value_counts()}
    for name, claims in (
        ("leaned on", leaned_on(measures)),
        ("leaned against", leaned_against(measures)),
    ):
        counts[name] = bearing[evidence["claim"].isin(claims["claim"])].value_counts()
    table = pd.DataFrame(counts).fillna(0).astype(int)
    return table.loc[counts["whole table"].index].rename_axis("bearing").reset_index()


def balance(choice: Choice) -> dict:
    """Count what a choice rests on, and what it passes over.

    Returns
    -------
    dict
        ``claims``, ``supports``, ``weakens``, ``mixed``, ``hindsight`` (counts of the grounds
        chosen), ``not_taken`` (claims that the measures lean on and the grounds leave out),
        ``against_waiting`` (judgements that speak against the measures and are not among the
        grounds: those that weaken what they lean on, and those that support what they lean
        against).
    """
    taken = [g for g in choice.grounds if g[0] in JUDGEMENT_LETTERS]
    judged = tables.read("evidence", argument="both").set_index("id")
    mine = judged.loc[[j for j in taken if j in judged.index]]
    claims = {g for g in choice.grounds if g[0] in CLAIM_LETTERS}
    needed = list(leaned_on(choice.measures)["claim"])
    opposed = list(leaned_against(choice.measures)["claim"])
    against = pd.concat(
        [
            evidence_on([*needed, *claims]).query("bearing == 'weakens'"),
            evidence_on(opposed).query("bearing == 'supports'"),
        ]
    ).drop_duplicates("id")
    against = against[~against["id"].isin(taken)]
    bearing = mine["bearing"].astype(str)
    return {
        "claims": len(claims),
        **{b.value: int((bearing == b).sum()) for b in Bearing},
        "hindsight": int(mine["hindsight"].sum()),
        "not_taken": [c for c in needed if c not in claims and not (mine["claim"] == c).any()],
        "against_waiting": list(against["id"]),
    }


def grounds_on_offer() -> pd.DataFrame:
    """Count the judgements that a brief can cite for each measure, and against it.

    A judgement helps a measure if it supports a claim that the measure leans on, or weakens one
    that it leans against; the other way round it hurts.

    Returns
    -------
    pandas.DataFrame
        Index ``measure``; ``stance``, ``title``; ``for``, ``against`` and ``both ways`` (counts of
        judgements), ``known in July 2024`` (how many of these are no hindsight); ``advocates`` and
        ``objections`` (counts of published positions).
    """
    judged = tables.read("evidence", argument="both").astype({"bearing": str})
    table = measures_table()
    rows = {}
    for measure in table.itertuples():
        needed = judged["claim"].isin(_ids(measure.leans_on))
        opposed = judged["claim"].isin(_ids(measure.leans_against))
        supports, weakens = (
            judged["bearing"] == way for way in (Bearing.SUPPORTS, Bearing.WEAKENS)
        )
        on_it = needed | opposed
        rows[measure.id] = {
            "stance": measure.stance,
            "title": measure.title,
            "for": int((needed & supports | opposed & weakens).sum()),
            "against": int((needed & weakens | opposed & supports).sum()),
            "both ways": int((on_it & ~supports & ~weakens).sum()),
            "known in July 2024": int((on_it & ~judged["hindsight"]).sum()),
            "advocates": len(_ids(measure.argued_by)),
            "objections": len(_ids(measure.objections)),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("measure")


def trail(grounds) -> pd.DataFrame:
    """Follow grounds down to their sources.

    Parameters
    ----------
    grounds : iterable of str
        Ids of claims and judgements.

    Returns
    -------
    pandas.DataFrame
        One row a source: ``ground``, ``row`` (id in the tables), ``says``, ``source`` (title,
        publisher, date), ``url``.
    """
    judged, claims = (
        tables.read("evidence", argument="both").set_index("id"),
        tables.read("claims", argument="both").set_index("id"),
    )
    sources = tables.read("sources").set_index("id")
    text = sources.loc[_commentary(sources)] if _commentary(sources) else None
    rows = []
    for ground in grounds:
        if ground in claims.index:
            rows.append(
                (
                    ground,
                    claims.loc[ground, "paragraph"],
                    claims.loc[ground, "claim"],
                    *_cited(_text_of(claims.loc[ground], sources, text)),
                )
            )
        elif ground in judged.index:
            for one in _ids(judged.loc[ground, "rows"]):
                says, cited = look_up(one)
                rows += [
                    (ground, one, says, *_cited(sources.loc[s]))
                    for s in cited
                    if s in sources.index
                ] or [(ground, one, says, "", "")]
    return pd.DataFrame(rows, columns=["ground", "row", "says", "source", "url"])


def look_up(row: str) -> tuple[str, list[str]]:
    """Return what a row of any table says, in a line, and the ids of its sources.

    The table is told by the id's first letter.
    """
    table = _TABLES.get(row[:1], "resolutions") if row[1:].isdigit() else "resolutions"
    found = tables.read(table, argument="both")  # a brief may rest on rows of either argument
    found = found[found["id"] == row]
    if found.empty:
        return f"{row} (not in the tables)", []
    one = found.iloc[0]
    name = tables.read("actors").set_index("id")["name"]
    if table == "ties":
        says = f"{name[one['source']]} {one['label']} {name[one['target']]} ({one['start']})"
    elif table == "observations":
        title = (
            tables.read("indicators")
            .set_index("id")["title"]
            .get(one["indicator"], one["indicator"])
        )
        ends = " → ".join(
            str(name.get(one[c], one[c])) for c in ("subject", "object") if isinstance(one[c], str)
        )
        says = f"{title}, {ends}, {one['date']}: {one['value']:g} {one['unit']}"
    elif table == "alliances":
        says = str(one["treaty"])
    elif table == "positions":
        says = f"{one['author']}: {one['position']}"
    elif table == "forecasts":
        says = f"{one['question']} {one['outcome']}: {one['what']}"
    else:
        says = f"{one['title']} ({one['date']})"
    return says, _ids(one["source"] if table == "positions" else one.get("sources"))


def _commentary(sources: pd.DataFrame) -> str:
    found = sources.index[sources["title"].str.contains("cannot be decoupled", na=False)]
    return found[0] if len(found) else ""


def _text_of(claim: pd.Series, sources: pd.DataFrame, commentary):
    """Return the text that makes a claim: its own first source, or the commentary."""
    own = _ids(claim.get("sources"))
    return sources.loc[own[0]] if own else commentary


def _cited(source) -> tuple[str, str]:
    if source is None:
        return "the commentary", ""
    return ", ".join(
        str(source[c]) for c in ("title", "publisher", "date") if isinstance(source[c], str)
    ), source["url"] if isinstance(source["url"], str) else ""


def _ids(cell) -> list[str]:
    return [i for i in cell.split(";") if i] if isinstance(cell, str) else []


def missing(choice: Choice) -> list[str]:
    """Say what a brief still lacks, each in a few words; empty when it is ready to hand in."""
    lacks = []
    if choice.stance not in STANCES:
        lacks.append("a stance")
    if not choice.measures:
        lacks.append("a measure")
    if not any(g[0] in CLAIM_LETTERS for g in choice.grounds):
        lacks.append("a claim to stand on")
    if not any(g[0] in JUDGEMENT_LETTERS for g in choice.grounds):
        lacks.append("evidence")
    lacks += [
        said
        for said, text in (
            ("your case in words", choice.case),
            ("an answer to the objection", choice.answer),
            ("what would change your mind", choice.mind),
        )
        if not text.strip()
    ]
    return lacks


def brief(choice: Choice) -> list[Section]:
    """Write a brief of one page, with its evidence trail after it.

    Parameters
    ----------
    choice : Choice
        What the student chose; parts that are missing are named as missing.

    Returns
    -------
    list of report.Section
        Recommendation, case, grounds, what it acts on, hindsight, objection and answer, what would
        change the verdict, trail.
    """
    rows = measures_table().set_index("id")
    claims, judged = (
        tables.read("claims", argument="both").set_index("id"),
        tables.read("evidence", argument="both").set_index("id"),
    )
    on = acted_on(choice.measures)
    gone = missing(choice)
    blank = "(Not written yet.)"
    advice = [f"Stance: {STANCES.get(choice.stance, 'not taken yet')}."]
    for title, measure, price in rows.loc[
        list(choice.measures), ["title", "measure", "price"]
    ].itertuples(index=False):
        advice.append(f"{title}. {measure} Its price: {price}")
    parts = [
        Section("What I recommend", advice),
        Section("My case", [choice.case.strip() or blank]),
    ]
    told = [
        (g, claims.loc[g, "claim"], "claim of the commentary")
        for g in choice.grounds
        if g in claims.index
    ]
    for ground in [g for g in choice.grounds if g in judged.index]:
        row = judged.loc[ground]
        later = ", hindsight" if row["hindsight"] else ""
        bears = f"{row['bearing']} {row['claim']}, strength {row['strength']}{later}"
        told.append((ground, row["why"], bears))
    parts.append(
        Section(
            "What it rests on", table=pd.DataFrame(told, columns=["Row", "It says", "How it bears"])
        )
    )
    ties = on[on["on"] == "tie"]
    ways = ties["how"].value_counts()
    through = ", ".join(dict.fromkeys(on.loc[on["on"] == "format", "label"]))
    acts = [
        f"It would strengthen {ways.get('strengthens', 0)} ties and weaken"
        f" {ways.get('weakens', 0)}, working through {through or 'no standing format'}."
    ]
    at_odds = conflicts(choice.measures).groupby(["strengthened_by", "weakened_by"])
    for (one, other), group in at_odds:
        about = ", ".join(f"{row.label} ({row.id})" for row in group.itertuples())
        acts.append(f"At odds with itself: {one} strengthens, and {other} weakens, {about}.")
    parts.append(Section("What it acts on", acts if choice.measures else [blank]))
    past = on[on["on"] == "forecast"].drop_duplicates("id")
    if len(past):
        parts.append(
            Section(
                "What came of it by July 2026 (hindsight)",
                table=past[["id", "label", "how"]].set_axis(["Row", "Question", "Outcome"], axis=1),
            )
        )
    against = strongest_objections(choice.measures)
    parts.append(
        Section(
            "The strongest objection, and my answer",
            [
                *[
                    f"{r.author}, {r.title} ({r.date}): {r.position} {r.reason}"
                    for r in against.drop_duplicates("id").itertuples()
                ],
                choice.answer.strip() or blank,
            ],
        )
    )
    parts.append(Section("What would change my mind", [choice.mind.strip() or blank]))
    followed = trail(choice.grounds)
    parts.append(
        Section(
            "Evidence trail",
            ["Every ground, the row of the tables behind it, and who published it."],
            followed.set_axis(["Ground", "Row", "It says", "Source", "Address"], axis=1)
            if len(followed)
            else None,
        )
    )
    if gone:
        parts.insert(0, Section("Draft", [f"Still missing: {', '.join(gone)}."]))
    return parts
