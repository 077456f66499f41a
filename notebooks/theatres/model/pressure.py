"""Floor 1: pressure on Europe.

Dated happenings by lane, published counts by definition, and the escalation loop of P10.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from .. import tables
from .choices import known
from .network import claims_of

# Kinds of event that have a lane of their own; what else bears on the lesson's claims stands in the
# last lane.
LANES = {
    "nuclear": "Nuclear signals",
    "terms": "Peace terms",
    "permission": "Permissions",
    "sabotage": "Sabotage",
    "cyber": "Cyber",
    "espionage": "Espionage",
    "incursion": "Incursions",
    "summit": "Summits",
    "exercise": "Patrols and drills",
}
OTHER = "Warnings and answers"
HYBRID = ("sabotage", "cyber", "espionage", "incursion")
SYSTEMS = ("S05", "S06", "S10", "S12")
# How firmly an act is laid at somebody's door, firmest first. Events without the question (a
# speech, a summit) are open acts.
FIRMNESS = {
    "court": "a court found so",
    "claimed": "the actor admits it",
    "official": "a government attributes it",
    "suspected": "officials suspect it",
    "press": "only the press says so",
    "none": "not attributed",
    "open": "done openly",
}
CONTESTED = ("suspected", "press", "none")
# What a count lets in: each rule takes all that the one before it takes, and more.
RULES = {
    "court": ["court"],
    "attributed": ["court", "claimed", "official"],
    "suspected": ["court", "claimed", "official", "suspected", "press"],
    "any": ["court", "claimed", "official", "suspected", "press", "none"],
}


def happenings() -> pd.DataFrame:
    """Return the events that the lesson's timeline shows.

    Returns
    -------
    pandas.DataFrame
        The columns of ``data/events.csv``, one row a happening, in order of date, and ``lane``,
        ``firm`` (a key of `FIRMNESS`), ``contested`` (bool), ``when`` (milliseconds since 1970,
        UTC; the beginning of the month or year where no more is known), ``year`` (int).
    """
    rows = tables.read("events")
    wanted = {c for s in SYSTEMS for c in claims_of(s)} - {
        "C01"
    }  # C01, the war itself, would bring in every battle
    listed = tables.listed(rows["claims"])
    bearing = rows.index.isin(listed.index[listed.isin(wanted)])
    kinds = rows["kind"].astype(str)
    found = dated(rows[kinds.isin(LANES) | bearing])
    found = found[found["year"].between(*tables.years())]
    return found.assign(lane=found["kind"].astype(str).map(LANES).fillna(OTHER)).reset_index(
        drop=True
    )


def dated(rows: pd.DataFrame) -> pd.DataFrame:
    """Put events in order of time, and say how firm each is.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of the events table.

    Returns
    -------
    pandas.DataFrame
        These and ``firm``, ``contested``, ``year`` and ``when``, as `happenings` has them.
    """
    firm = rows["firmness"].astype(object).where(rows["firmness"].notna(), "open").astype(str)
    day = pd.to_datetime(
        rows["date"].map(lambda d: d + "-01-01"[len(d) - 10 :] if len(d) < 10 else d)
    )
    return rows.assign(
        firm=firm,
        contested=firm.isin(CONTESTED),
        year=day.dt.year,
        when=(day - pd.Timestamp(0)) // pd.Timedelta(milliseconds=1),
    ).sort_values(["when", "id"])


def select_happenings(
    rows: pd.DataFrame,
    *,
    lane: str = "",
    theatre: str = "",
    firm: str = "",
    claim: str = "",
    years: tuple[int, int] = (1900, 2100),
) -> pd.DataFrame:
    """Choose happenings; an empty filter lets everything through.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `happenings` returns them.
    lane : str, optional
        A lane, or "hybrid" for the four lanes of hybrid incidents.
    theatre, claim : str, optional
        A theatre; the id of a claim.
    firm : str, optional
        A key of `FIRMNESS`, or "contested" for whatever is suspected, reported by the press only or
        not attributed.
    years : tuple of int, optional
        First and last year.

    Returns
    -------
    pandas.DataFrame
        The rows that fit.

    Raises
    ------
    ValueError
        If a lane or firmness does not exist.
    """
    known("lane", lane, ["", "hybrid", *LANES.values(), OTHER])
    known("firmness", firm, ["", "contested", *FIRMNESS])
    keep = rows["year"].between(*years)
    if lane:
        keep &= rows["kind"].astype(str).isin(HYBRID) if lane == "hybrid" else rows["lane"] == lane
    if theatre:
        keep &= rows["theatre"].astype(str) == theatre
    if firm:
        keep &= rows["contested"] if firm == "contested" else rows["firm"] == firm
    if claim:
        keep &= rows["claims"].fillna("").str.split(";").map(lambda c: claim in c)
    return rows[keep]


def incidents() -> pd.DataFrame:
    """Return the hybrid incidents in Europe that the course has rows of: a sample, no census.

    An expulsion, a charge or a verdict against Russia is an answer and not an incident: rows aimed
    at Russia alone are left out, and so is espionage, of which the rows hold answers only. Columns
    as `happenings`.
    """
    rows = happenings()
    listed = tables.listed(rows["claims"])
    ours = rows.index.isin(listed.index[listed.isin(["C02", "C35"])])
    answer = (rows["targets"] == "RUS") & ~rows["actors"].str.contains("RUS|BLR")
    return rows[
        ours
        & ~answer
        & (rows["theatre"] == "Europe")
        & rows["kind"].astype(str).isin(["sabotage", "cyber", "incursion"])
    ]


def incidents_by_year(
    rule: str = "any", kinds: tuple[str, ...] = ("sabotage", "cyber", "incursion")
) -> pd.Series:
    """Count our sample of hybrid incidents by year under a rule of attribution.

    Parameters
    ----------
    rule : {"court", "attributed", "suspected", "any"}, optional
        Whether a court must have found so; or a government or the actor; or whether suspicion and
        press reports are enough; or whether even acts that nobody is named for count.
    kinds : tuple of str, optional
        Which of sabotage, cyber, incursion.

    Returns
    -------
    pandas.Series
        Incidents by year, from the first year of the sample to the last, zeros included.
    """
    known("rule", rule, list(RULES))
    rows = incidents()
    span = range(rows["year"].min(), rows["year"].max() + 1)
    rows = rows[rows["firm"].isin(RULES[rule]) & rows["kind"].astype(str).isin(kinds)]
    return (
        rows["year"]
        .value_counts()
        .reindex(span, fill_value=0)
        .rename_axis("year")
        .rename("incidents")
    )


# Published counts. Topic, name on the chart, whether it counts acts on the ground, on networks or
# both, what it takes to be
# counted, and the span of a figure: "year" (calendar year of its date), "june" (twelve months to
# June), "back" (twelve months to
# its date), a first day, or "" where the source states none.
COUNTS = {
    "hyb_csis": ("incidents", "CSIS, a year", "acts on the ground", "attributed", "year"),
    "hyb_ap_fire": (
        "incidents",
        "AP, arson and explosives",
        "acts on the ground",
        "attributed",
        "year",
    ),
    "hyb_iiss": (
        "incidents",
        "IISS, infrastructure",
        "acts on the ground",
        "suspicion counts",
        "year",
    ),
    "hyb_leiden_y": ("incidents", "Leiden, a year", "both", "attributed", "year"),
    "hyb_leiden": ("incidents", "Leiden", "both", "attributed", "2022-02-24"),
    "hyb_ap": ("incidents", "AP", "both", "attributed", "2022-02-24"),
    "hyb_icct": ("incidents", "ICCT", "acts on the ground", "attributed", "2022-02-24"),
    "hyb_asd": ("incidents", "ASD", "both", "attributed", "2000-01-01"),
    "hyb_isw": ("incidents", "ISW, suspicious", "both", "suspicion counts", "back"),
    "hyb_deu": ("incidents", "Germany alone", "acts on the ground", "suspicion counts", "year"),
    "hyb_cyber": ("incidents", "ENISA, all actors", "networks", "whoever did it", "june"),
    "hyb_spy": (
        "espionage",
        "FOI, all convictions",
        "both",
        "convicted",
        {"2021": "2010-01-01", "2024": "2008-01-01"},
    ),
    "hyb_spy_rus": (
        "espionage",
        "FOI, for Russia",
        "both",
        "convicted",
        {"2021": "2010-01-01", "2024": "2008-01-01"},
    ),
    "hyb_exp": (
        "espionage",
        "Russians expelled",
        "both",
        "expelled",
        {
            "2016-12": "2016-12-01",
            "2018-03": "2018-03-01",
            "2022-04": "2022-04-01",
            "2022-11": "2022-01-01",
        },
    ),
    "hyb_exp_spy": ("espionage", "Spies among them, by MI5", "both", "estimated", "2022-01-01"),
    "hyb_nuc": (
        "nuclear signals",
        "",
        "both",
        "coded",
        {"2025-01": "2021-09-01", "2024-12": "2022-02-24"},
    ),
    "bomber_patrols": ("patrols", "Bomber patrols, by our rows", "both", "counted by us", "year"),
    "naval_patrols": ("patrols", "Ships, by our rows", "both", "counted by us", "year"),
    "naval_patrols_official": (
        "patrols",
        "Ships, number they give",
        "both",
        "said by the parties",
        "year",
    ),
    "joint_exercises_year": ("patrols", "All exercises, NDU", "both", "published", "year"),
    "joint_exercises_total": (
        "patrols",
        "",
        "both",
        "published",
        {"2022-06": "2003-01-01", "2024-10": "", "2025": "2003-01-01", "2023-08": "2012-11-01"},
    ),
}
_EXPELLED_BY = {
    "O50029": "the United States",
    "O50030": "over 20 states",
    "O50031": "Germany",
    "O50032": "France",
    "O50033": "Europe, 2022",
}
TOPICS = tuple(dict.fromkeys(c[0] for c in COUNTS.values()))


@tables.remembered
def figures(topic: str = "incidents") -> pd.DataFrame:
    """Return what others have counted, each figure with the span of time it is for.

    Parameters
    ----------
    topic : {"incidents", "espionage", "nuclear signals", "patrols"}, optional
        What was counted.

    Returns
    -------
    pandas.DataFrame
        One row a figure: ``id`` (of the observation), ``indicator``, ``label``, ``counts`` (acts on
        the ground, networks, both), ``rule``, ``start`` and ``end`` (days; no start where the
        source states none), ``whole_year`` (the calendar year it is for, or missing), ``value``,
        ``text`` (with "+" where the source says more than or at least), ``definition``, ``note``,
        ``basis``, ``sources``.

    Raises
    ------
    ValueError
        If there is no such topic.
    """
    known("topic", topic, list(TOPICS))
    rows = tables.read("observations").merge(
        tables.read("indicators")[["id", "title", "definition"]].rename(
            columns={"id": "indicator"}
        ),
        on="indicator",
    )
    rows = rows[rows["indicator"].map(lambda i: i in COUNTS and COUNTS[i][0] == topic)]
    found = []
    for r in rows.itertuples():
        _, label, counts, rule, span = COUNTS[r.indicator]
        start, end = _span(span, r.date)
        many = isinstance(span, dict) or span[:1] == "2"
        whole = int(r.date[:4]) if span == "year" else None
        label = label or r.by if isinstance(r.by, str) else label
        if r.indicator == "hyb_exp":
            label = f"Expelled by {_EXPELLED_BY[r.id]}"
        elif many and topic != "nuclear signals" and r.indicator != "hyb_exp_spy":
            label = f"{label}, {start[:4] + ' to ' if start else 'to '}{r.date}"
        text = f"{r.value:g}" + ("+" if r.low == r.value else "")
        if r.unit == "ordinal":  # the number of a patrol is no count of patrols in its year
            text, whole = f"no. {text}", None
        found.append(
            (
                r.id,
                r.indicator,
                label,
                counts,
                rule,
                start or None,
                end,
                whole,
                r.value,
                text,
                r.definition,
                r.note,
                str(r.basis),
                r.sources,
            )
        )
    columns = [
        "id",
        "indicator",
        "label",
        "counts",
        "rule",
        "start",
        "end",
        "whole_year",
        "value",
        "text",
        "definition",
        "note",
        "basis",
        "sources",
    ]
    table = pd.DataFrame(found, columns=columns).astype({"whole_year": "Int64"})
    order = {i: n for n, i in enumerate(COUNTS)}
    return (
        table.sort_values("end", kind="stable")
        .sort_values("indicator", key=lambda s: s.map(order), kind="stable")
        .reset_index(drop=True)
    )


def _span(span, date: str) -> tuple[str, str]:
    """Return first and last day of the time that a figure of that date is for."""
    end = pd.Period(date).end_time.strftime("%Y-%m-%d")
    if isinstance(span, dict):
        return span[date], end
    if span == "year":
        return f"{date[:4]}-01-01", end
    if span == "june":
        return f"{int(date[:4]) - 1}-07-01", f"{date[:4]}-06-30"
    if span == "back":
        return (
            pd.Period(date).start_time - pd.DateOffset(years=1) + pd.DateOffset(months=1)
        ).strftime("%Y-%m-%d"), end
    return span, end


def covering(table: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the figures whose span touches a year."""
    return table[
        (table["start"].fillna(table["end"]) <= f"{year}-12-31") & (table["end"] >= f"{year}-01-01")
    ]


def growth(table: pd.DataFrame, before: int, after: int) -> pd.Series:
    """Say by which factor each yearly count grew from one calendar year to another.

    Parameters
    ----------
    table : pandas.DataFrame
        Figures as `figures` returns them; only those for whole calendar years are compared.
    before, after : int
        The two years.

    Returns
    -------
    pandas.Series
        Factor by label of the count; counts that lack one of the years, or start from zero, are
        left out.
    """
    yearly = table.dropna(subset=["whole_year"]).pivot_table(
        index="label", columns="whole_year", values="value", sort=False
    )
    if before not in yearly or after not in yearly:
        return pd.Series(dtype=float)
    both = yearly[[before, after]].dropna()
    return (both[after] / both[before])[both[before] > 0].rename("times")


@dataclass(frozen=True)
class Step:
    """One step of the loop: what a reader of that day knew, what to guess, and what came."""

    name: str
    asked: str  # the day on which the guess is asked
    question: str
    options: tuple[str, ...]
    came: int  # which option the record comes nearest to
    before: tuple[str, ...]  # events known on that day
    after: tuple[str, ...]  # events that answer
    verdict: str

    @property
    def choices(self) -> str:
        """The options in one text."""
        return f"{'; '.join(self.options[:-1])}; or {self.options[-1]}"


STEPS = (
    Step(
        "Permission",
        "2024-05-31",
        "It is 31 May 2024. Washington and Berlin have let Ukraine fire their weapons at targets "
        "in Russia near Kharkiv. A year ago Moscow spoke of colossal risks when F-16 jets were "
        "discussed. What will Moscow do within six weeks?",
        (
            "strike the territory of a NATO state",
            "warn in words that it may arm others",
            "nothing that is recorded",
        ),
        1,
        ("E434", "E440", "E441", "E024", "E025"),
        ("E026", "E467"),
        "Two warnings within eight days, and no strike on a NATO state in the rows we have. The "
        "second added that it was not for tomorrow.",
    ),
    Step(
        "Warning",
        "2024-06-07",
        "It is 7 June 2024. Putin has said that Russia may arm others, who could hit sensitive "
        "sites of the suppliers. He named nobody. Where will the first answer that Moscow itself "
        "calls an answer land?",
        (
            "on a Western target, by the hand of a third party",
            "on Ukraine",
            "nowhere: none is recorded",
        ),
        1,
        ("E439", "E026", "E467"),
        ("E203", "E208", "E218", "E480", "E482", "E483", "E484"),
        "One report has missiles for the Houthis planned as an answer and dropped. The strikes "
        "that Moscow presented as its answer, in November 2024, hit Ukraine.",
    ),
    Step(
        "Arms for Pyongyang",
        "2024-06-20",
        "It is 20 June 2024. In Hanoi Putin has said that he may arm Pyongyang; a former "
        "president had threatened it in 2023. What will be shown to have arrived by July 2026?",
        (
            "long-range weapons to hit Western targets",
            "air defence, jammers and perhaps help with submarines",
            "nothing",
        ),
        1,
        ("E439", "E026", "E034"),
        ("E221", "E225", "E234"),
        "Air defence and jammers are reported from November 2024. No source read shows long-range"
        " arms handed over as an answer to strikes; whether these were an answer, or payment for "
        "shells and soldiers, cannot be shown.",
    ),
    Step(
        "Arms from Seoul",
        "2024-06-20",
        "It is still 20 June 2024. Seoul has said that it will reconsider arms for Ukraine. What "
        "will it have done by July 2026?",
        (
            "sent lethal arms to Ukraine directly",
            "talked on, and sent none directly",
            "ruled them out by law",
        ),
        1,
        ("E279", "E185", "E186", "E439", "E034", "E035"),
        ("E202", "E342", "E351", "E299", "E376", "E377"),
        "Talk in July and October 2024, then a new president who had opposed arms, then talks "
        "about non-lethal help. Shells lent to the United States in 2023 were an indirect road.",
    ),
    Step(
        "Back to permission",
        "2024-10-24",
        "It is 24 October 2024. North Korean soldiers are in Russia. What will Washington do with"
        " the limits on its missiles?",
        (
            "tighten them, so as not to provoke more",
            "leave them as they are",
            "widen them, with those soldiers as the reason reported",
        ),
        2,
        ("E024", "E203", "E351", "E217"),
        ("E480", "E481", "E482", "E483"),
        "By report the circle closed: the limits were widened in November 2024, and unnamed "
        "officials called it an answer to the soldiers. But the step had been weighed for "
        "months, and it was over troops, which P10 did not foresee, rather than over arms for "
        "Pyongyang.",
    ),
)
# Which station of the loop an event belongs to, by what it is; the rest of a step's events are
# answers of another sort.
STATIONS = {
    "Permission": ("E434", "E440", "E024", "E025", "E480"),
    "Warning": ("E441", "E439", "E026", "E467", "E034", "E377", "E481"),
    "Arms for Pyongyang": ("E221", "E225", "E234"),
    "Arms from Seoul": ("E279", "E185", "E186", "E035", "E202", "E342", "E351", "E299", "E376"),
}
ELSEWHERE = "Other answers"


def loop_table() -> pd.DataFrame:
    """Return the whole loop in a table, for those who read without running.

    It gives the answers away.

    Returns
    -------
    pandas.DataFrame
        One row a step: ``step`` (number and name), ``asked`` (the day on which the guess is asked),
        ``question``, ``options`` (all of them in one text), ``came`` (the option that the record
        comes nearest to), ``judged`` (what that rests on, and how far it goes).
    """
    rows = [
        (f"{n} {s.name}", s.asked, s.question, s.choices, s.options[s.came], s.verdict)
        for n, s in enumerate(STEPS, 1)
    ]
    return pd.DataFrame(rows, columns=["step", "asked", "question", "options", "came", "judged"])


def loop_events() -> pd.DataFrame:
    """Return the events of the escalation loop, in order of date.

    Returns
    -------
    pandas.DataFrame
        Columns as `happenings`, without ``lane``; ``station`` (Permission, Warning, Arms for
        Pyongyang, Arms from Seoul, Other answers).
    """
    ids = {i for step in STEPS for i in (*step.before, *step.after)}
    station = {i: name for name, members in STATIONS.items() for i in members}
    events = tables.read("events")
    rows = dated(events[events["id"].isin(ids)])
    return rows.assign(station=rows["id"].map(station).fillna(ELSEWHERE)).reset_index(drop=True)
