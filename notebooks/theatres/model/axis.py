"""Floor 1: the four members of the axis.

The shape of their network, what flows among them, and what their treaties say.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from .. import tables
from . import network

MEMBERS = ("RUS", "CHN", "IRN", "PRK")
FIRST, LAST = tables.YEARS
# What flows: indicator -> how its figures hang together: rival "estimates" of one thing, a "series"
# that a line may join, or
# "separate" figures of kindred things or of different days.
FLOWS = {
    "dprk_shells_cumulative": "estimates",
    "dprk_shells_year": "estimates",
    "dprk_shell_share": "separate",
    "dprk_containers": "estimates",
    "dprk_voyages": "separate",
    "dprk_missiles_delivered": "estimates",
    "dprk_artillery": "estimates",
    "dprk_troops": "separate",
    "dprk_troops_sent": "estimates",
    "dprk_killed": "estimates",
    "shahed_launches_month": "series",
    "geran_production": "separate",
    "iran_missiles_rus": "estimates",
    "su35_iran": "separate",
    "su35_iran_ordered": "estimates",
    "rus_fuel_dprk": "estimates",
    "rus_pantsir_dprk": "estimates",
    "chn_share_of_rus_machine_tools": "separate",
    "chn_priority_exports_monthly": "separate",
    "rus_exports_imts": "series",
    "unga_identical_share": "series",
}
# What flows, for a first look: sort of thing -> the flows that show it.
TRAFFIC = {
    "drones": ["shahed_launches_month"],
    "shells": ["dprk_shells_cumulative"],
    "missiles": ["dprk_missiles_delivered", "iran_missiles_rus"],
    "troops": ["dprk_troops_sent"],
    "air defence": ["rus_pantsir_dprk"],
    "aircraft": ["su35_iran"],
    "oil": ["rus_fuel_dprk"],
    "technology": ["chn_share_of_rus_machine_tools", "chn_priority_exports_monthly"],
    "votes": ["unga_identical_share"],
}
_DYADS = {
    "rus_exports_imts": " to ",
    "unga_identical_share": " and ",
}  # series of several pairs: how the pair is written


def member_ties(members=MEMBERS) -> pd.DataFrame:
    """Return the friendly ties among the members, as `network.ties` returns them.

    Friction between members (banks that refuse payments, say) is left out: an axis is made of help,
    and counting quarrels as links would make any feud an alliance. Implied ties are among them, so
    that `select` can switch them on.
    """
    table = network.ties(implied=True)
    inside = table["source"].isin(members) & table["target"].isin(members)
    return table[inside & (table["sign"] == 1)].reset_index(drop=True)


def by_name_only(table: pd.DataFrame) -> pd.Series:
    """Say of each tie whether it rests on nothing but the word "axis", given to the four."""
    return table["status"] == "implied"


def select(
    table: pd.DataFrame,
    *,
    year: int | None = None,
    kind: str | None = None,
    asserted: str | None = None,
    status: str | None = "actual",
    weight: int = 1,
    without: str | None = None,
    named: bool = False,
) -> pd.DataFrame:
    """Choose ties among the members.

    Parameters
    ----------
    table : pandas.DataFrame
        Ties as `member_ties` returns them.
    year, kind, status, without
        As in `network.select_ties`; only actual ties by default, None or "" for any.
    asserted : {"commentary", "evidence"}, optional
        On whose word.
    weight : {1, 2, 3}, optional
        The least weight a tie must have.
    named : bool, optional
        Whether ties that rest on the word "axis" alone are kept, whatever ``status`` asks for.

    Returns
    -------
    pandas.DataFrame
        The rows that fit.
    """
    keep = table["weight"] >= weight
    if asserted:
        keep &= table["asserted_by"] == asserted
    said = table["status"] == status if status else ~by_name_only(table)
    keep &= said | (by_name_only(table) & named)
    return network.select_ties(
        table[keep.astype(bool)], year=year, kind=kind or None, without=without or ()
    )


def tied_pairs(table: pd.DataFrame) -> set[tuple[str, str]]:
    """Return the pairs with at least one tie, whatever its direction; each pair once, sorted."""
    return {(a, b) if a < b else (b, a) for a, b in zip(table["source"], table["target"])}


def centralisation(table: pd.DataFrame, members=None) -> float:
    """Return Freeman's degree centralisation: 0 if all actors have as many partners, 1 for a star.

    The differences between the largest number of partners and each actor's own are summed, and
    divided by the most they can come to with n actors, (n - 1)(n - 2), which only a star reaches
    (Freeman 1978/79, "Centrality in social networks: conceptual clarification", Social Networks 1,
    215-239).

    Parameters
    ----------
    table : pandas.DataFrame
        Ties; direction and number are ignored, a pair is tied or not.
    members : sequence of str, optional
        The actors, those without any tie among them; by default those that have one.

    Returns
    -------
    float
        NaN with fewer than three actors, where no star can be told from a line.
    """
    pairs = tied_pairs(table)
    actors = set(members) if members is not None else {a for pair in pairs for a in pair}
    n = len(actors)
    if n < 3:
        return float("nan")
    partners = [sum(a in pair for pair in pairs) for a in actors]
    return sum(max(partners) - p for p in partners) / ((n - 1) * (n - 2))


def density(table: pd.DataFrame, members) -> float:
    """Return `network.density` among given actors, those without any tie among them.

    A member that stands apart must count.
    """
    present = len({a for pair in tied_pairs(table) for a in pair})
    n = len(members)
    return network.density(table) * present * (present - 1) / (n * (n - 1)) if present else 0.0


@dataclass(frozen=True)
class Shape:
    """The measures of a small network: shares from 0 to 1, and who has most partners."""

    ties: int
    pairs: int
    possible: int
    density: float
    reciprocity: float
    centralisation: float
    partners: dict[str, int]

    @property
    def hubs(self) -> list[str]:
        """Those with most partners; empty if all have as many."""
        top = max(self.partners.values(), default=0)
        return (
            [a for a, n in self.partners.items() if n == top]
            if len(set(self.partners.values())) > 1
            else []
        )

    @property
    def alone(self) -> list[str]:
        """Those without any partner."""
        return [a for a, n in self.partners.items() if not n]

    @property
    def form(self) -> str:
        """What the shape is, in a word: axis, hub, part or nothing."""
        if not self.pairs:
            return "nothing"
        if self.pairs == self.possible:
            return "axis"
        return "hub" if len(self.partners) > 2 and self.centralisation == 1 else "part"


def shape(table: pd.DataFrame, members=MEMBERS) -> Shape:
    """Measure a network of a few actors.

    Parameters
    ----------
    table : pandas.DataFrame
        Ties among the actors, already chosen.
    members : sequence of str, optional
        The actors; the four of the axis by default.

    Returns
    -------
    Shape
        ``density`` is a share of ordered pairs, ``pairs`` and ``possible`` count unordered ones.
    """
    pairs = tied_pairs(table)
    return Shape(
        ties=len(table),
        pairs=len(pairs),
        possible=len(members) * (len(members) - 1) // 2,
        density=density(table, members),
        reciprocity=network.reciprocity(table),
        centralisation=centralisation(table, members),
        partners={a: sum(a in pair for pair in pairs) for a in members},
    )


def by_year(
    table: pd.DataFrame, without: str | None = None, years=range(FIRST, LAST + 1)
) -> pd.DataFrame:
    """Measure the network at the end of each year.

    Parameters
    ----------
    table : pandas.DataFrame
        Ties of all years, other choices made.
    without : str, optional
        A member to take out.
    years : iterable of int, optional
        Which years.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``measure`` (density, reciprocity, centralisation), ``value`` (0 to 1; rows
        without a value are left out).
    """
    members = [m for m in MEMBERS if m != without]
    inside = table["source"].isin(members) & table["target"].isin(members)
    table = table.loc[inside, ["source", "target", "mutual", "since", "until"]]
    rows, known = [], {}
    for year in years:
        standing = table[network.held(table, year)]
        arcs = frozenset(network.arcs(standing))
        # Few years change who is tied to whom, and a control must answer at once.
        if arcs not in known:
            known[arcs] = shape(standing, members)
        rows += [
            (year, measure, getattr(known[arcs], measure))
            for measure in ("density", "reciprocity", "centralisation")
        ]
    return pd.DataFrame(rows, columns=["year", "measure", "value"]).dropna(ignore_index=True)


def pairs(year: int = 2024) -> pd.DataFrame:
    """Say of each of the six pairs what joins it at the end of a year.

    Parameters
    ----------
    year : int, optional
        Which year.

    Returns
    -------
    pandas.DataFrame
        ``pair``; ``commentary`` and ``evidence`` (actual friendly ties from each; those that rest
        on the word "axis" alone are not counted); ``arms`` (evidenced ties of that family);
        ``treaty`` (the strongest in force by the alliances table).
    """
    name = tables.read("actors").set_index("id")["name"]
    held = select(member_ties(), year=year)
    treaties = tables.read("alliances")
    treaties = treaties[
        (treaties["signed"].notna())
        & (treaties["signed"].str[:4].astype("Int64") <= year)
        & ~(treaties["ended"].str[:4].astype("Int64") <= year).fillna(False).astype(bool)
    ]
    rank = ["defence", "consultation", "non-aggression", "partnership"]
    rows = []
    for a, b in combinations(MEMBERS, 2):
        mine = held[held["source"].isin([a, b]) & held["target"].isin([a, b])]
        kinds = set(
            treaties.loc[treaties["members"] == ";".join(sorted([a, b])), "kind"].astype(str)
        )
        rows.append(
            (
                f"{name[a]} and {name[b]}",
                *((mine["asserted_by"] == w).sum() for w in ("commentary", "evidence")),
                ((mine["family"] == "arms") & (mine["asserted_by"] == "evidence")).sum(),
                next((k for k in rank if k in kinds), "none"),
            )
        )
    return pd.DataFrame(rows, columns=["pair", "commentary", "evidence", "arms", "treaty"])


def flow(indicator: str) -> pd.DataFrame:
    """Return the published figures of one flow, each with whose it is and what sort of bound.

    Parameters
    ----------
    indicator : str
        A key of `FLOWS`.

    Returns
    -------
    pandas.DataFrame
        The columns of ``data/observations.csv`` and ``when`` (ISO day; a year stands at its
        middle), ``who`` (estimator; the pair, where several pairs are compared), ``least`` and
        ``most`` (the range, or the value), ``bound`` ("at least", "up to", "range" or "").

    Raises
    ------
    ValueError
        If there is no such flow.
    """
    if indicator not in FLOWS:
        raise ValueError(f"there is no flow {indicator!r}; choose one of {', '.join(FLOWS)}")
    rows = tables.read("observations")
    rows = rows[
        (rows["indicator"] == indicator)
        & (rows["object"].isin(MEMBERS) | ~rows["indicator"].isin(_DYADS))
    ]
    rows = rows[rows["subject"].isin(MEMBERS)].copy()
    padded = rows["date"].map(
        lambda d: d if len(d) == 10 else f"{d}-15" if len(d) == 7 else f"{d}-07-01"
    )
    name = tables.read("actors").set_index("id")["name"]
    if indicator in _DYADS:
        who = rows["subject"].map(name) + _DYADS[indicator] + rows["object"].map(name)
    else:
        who = (
            rows["by"]
            .astype(object)
            .where(
                rows["by"].notna(),
                {"derived": "counted by us", "reported": "as reported"}.get(
                    str(rows["basis"].iloc[0]), "as reported"
                ),
            )
        )
    low, high = rows["low"].notna(), rows["high"].notna()
    bound = (
        pd.Series("", index=rows.index)
        .mask(low & ~high, "at least")
        .mask(high & ~low, "up to")
        .mask(low & high, "range")
    )
    return (
        rows.assign(
            when=padded,
            who=who,
            least=rows["low"].fillna(rows["value"]),
            most=rows["high"].fillna(rows["value"]),
            bound=bound,
        )
        .sort_values(["when", "id"])
        .reset_index(drop=True)
    )


def number(value: float) -> str:
    """Write a number with commas, and with a decimal only where it is small and has one."""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"


def said(row) -> str:
    """Write a figure as its source bounds it, with its unit.

    ``row`` is a row of `flow`, as a named tuple.
    """
    unit = row.unit.removesuffix("s") if row.value == 1 else row.unit
    text = {"at least": "at least ", "up to": "up to "}.get(
        row.bound, ""
    ) + f"{number(row.value)} {unit}"
    return (
        f"{text} (range {number(row.least)} to {number(row.most)})"
        if row.bound == "range"
        else text
    )


def latest_flows(traffic: dict[str, list[str]] = TRAFFIC) -> pd.DataFrame:
    """Return the latest figure of each flow, and whose word it is.

    Rival figures of the same date stand side by side.

    Parameters
    ----------
    traffic : dict of list of str, optional
        Sort of thing, and the keys of `FLOWS` that show it.

    Returns
    -------
    pandas.DataFrame
        ``what`` (sort of thing), ``flow`` (title of the indicator; the pair, where several are
        compared), ``date``, ``figure`` (as its source bounds it, with its unit), ``by`` (who
        estimates, claims or counts it), ``id`` (of the observation).

    Raises
    ------
    ValueError
        If there is no such flow.
    """
    title = tables.read("indicators").set_index("id")["title"]
    found = []
    for what, names in traffic.items():
        for name in names:
            rows = flow(name)
            for r in rows[rows["when"] == rows["when"].max()].itertuples():
                pairs = name in _DYADS
                by = (
                    (
                        r.by
                        if isinstance(r.by, str)
                        else "counted by us"
                        if str(r.basis) == "derived"
                        else "as reported"
                    )
                    if pairs
                    else r.who
                )
                found.append(
                    (
                        what,
                        f"{title[name]}: {r.who}" if pairs else title[name],
                        r.date,
                        said(r),
                        by,
                        r.id,
                    )
                )
    return pd.DataFrame(found, columns=["what", "flow", "date", "figure", "by", "id"])


def spread(rows: pd.DataFrame) -> dict | None:
    """Find the last year for which several parties give a figure, and how far apart they are.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `flow` returns them, of a flow whose figures are rival estimates.

    Returns
    -------
    dict or None
        ``year``, ``low`` and ``high`` (rows, as named tuples) and ``times`` (high over low); None
        if no year has two parties.
    """
    for year in sorted(rows["when"].str[:4].unique(), reverse=True):
        one = rows[rows["when"].str[:4] == year].drop_duplicates("who", keep="last")
        if one["who"].nunique() > 1 and one["value"].min() > 0:
            low, high = (
                next(one.loc[[i]].itertuples())
                for i in (one["value"].idxmin(), one["value"].idxmax())
            )
            return {"year": year, "low": low, "high": high, "times": high.value / low.value}
    return None


def treaty_names() -> list[str]:
    """Return the treaties of the clauses table.

    That of 2024 first, then those it is likened to, then the others.
    """
    first = ["Russia-North Korea 2024", "North Atlantic Treaty 1949", "USSR-North Korea 1961"]
    return first + sorted(set(tables.read("clauses")["treaty"]) - set(first))


# Whether a treaty says anything on a clause.
SETTLES, SILENT, UNREAD = "settles it", "silent", "not in what we read"


def clauses(treaties=None, aspect: str | None = None) -> pd.DataFrame:
    """Return what treaties say, clause by clause, and whether they say anything.

    Parameters
    ----------
    treaties : list of str, optional
        Names as in `treaty_names`; all by default.
    aspect : str, optional
        One clause, such as "duty".

    Returns
    -------
    pandas.DataFrame
        The columns of ``data/clauses.csv`` for each treaty and aspect in the order of the
        description, and ``says``: "settles it", "silent", or "not in what we read" (then the other
        columns are empty).

    Raises
    ------
    ValueError
        If there is no such treaty or clause.
    """
    chosen = list(treaties) if treaties is not None else treaty_names()
    for one in chosen:
        if one not in treaty_names():
            raise ValueError(f"there is no treaty {one!r}; choose from {', '.join(treaty_names())}")
    aspects = list(tables.meanings("clauses", "aspect"))
    if aspect and aspect not in aspects:
        raise ValueError(f"there is no clause {aspect!r}; choose one of {', '.join(aspects)}")
    grid = pd.MultiIndex.from_product(
        [chosen, [aspect] if aspect else aspects], names=["treaty", "aspect"]
    ).to_frame(index=False)
    rows = grid.merge(
        tables.read("clauses").astype({"aspect": str}), on=["treaty", "aspect"], how="left"
    )
    says = rows["text"].str.startswith("silent").map({True: SILENT, False: SETTLES})
    return rows.assign(says=says.where(rows["text"].notna(), UNREAD))


def side_by_side(
    treaties, aspects=("trigger", "duty", "means", "discretion", "area")
) -> pd.DataFrame:
    """Put treaties in columns and clauses in rows.

    Parameters
    ----------
    treaties : list of str
        Names as in `treaty_names`.
    aspects : sequence of str, optional
        Which clauses.

    Returns
    -------
    pandas.DataFrame
        Column ``clause`` and one column a treaty; "-" where we read nothing on it.
    """
    rows = clauses(treaties)
    meaning = tables.meanings("clauses", "aspect")
    wide = (
        rows.pivot(index="aspect", columns="treaty", values="text")
        .reindex(index=list(aspects), columns=list(treaties))
        .fillna("-")
    )
    return wide.rename(index=meaning).rename_axis(columns=None).rename_axis("clause").reset_index()


# Fours to set beside the axis: one that nobody calls an axis, one that all call an alliance.
REFERENCES = {
    "the four of the text": MEMBERS,
    "America and three Pacific allies": ("USA", "JPN", "KOR", "AUS"),
    "four European allies": ("FRA", "DEU", "POL", "GBR"),
}


def weighted_degree(table: pd.DataFrame, members=MEMBERS) -> pd.DataFrame:
    """Return how many ties, and how much weight, touch each member.

    Whether a pair is tied at all says little where most pairs are; weighted degree says who carries
    the network.

    Parameters
    ----------
    table : pandas.DataFrame
        Ties among the members, already chosen.
    members : sequence of str, optional
        The actors; the four of the axis by default.

    Returns
    -------
    pandas.DataFrame
        Index ``actor``; ``partners``, ``ties``, ``weight`` (sum of the ties' weights, 1 to 3) and
        ``share`` (of all weight that touches it, 0 to 1; the shares add up to 2).
    """
    ties = list(zip(table["source"], table["target"], table["weight"]))
    rows = []
    for member in members:  # tie by tie: a frame for each member costs a reader's patience
        mine = [(a, b, weight) for a, b, weight in ties if member in (a, b)]
        partners = {end for a, b, _ in mine for end in (a, b)} - {member}
        rows.append((member, len(partners), len(mine), int(sum(weight for *_, weight in mine))))
    counted = pd.DataFrame(rows, columns=["actor", "partners", "ties", "weight"])
    total = int(table["weight"].sum())
    share = counted["weight"] / total if total else float("nan")
    return counted.assign(share=share).set_index("actor")


def growth(table: pd.DataFrame, years=range(FIRST, LAST + 1)) -> pd.DataFrame:
    """Count pairs, ties and weight at the end of each year.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``pairs`` (with at least one tie), ``ties``, ``weight``.
    """
    ends = select(table)[["source", "target", "since", "until", "weight"]]
    held = [(year, ends[network.held(ends, year)]) for year in years]
    rows = [(y, len(tied_pairs(t)), len(t), int(t["weight"].sum())) for y, t in held]
    return pd.DataFrame(rows, columns=["year", "pairs", "ties", "weight"])


def beside(year: int = 2024) -> pd.DataFrame:
    """Set the four beside other fours: by the ties we coded, and by defence treaties.

    Ties were gathered around the claims of one text, so their numbers count where we looked;
    treaties were not.

    Returns
    -------
    pandas.DataFrame
        ``group``; ``coded pairs`` (of six, friendly ties by evidence), ``centralisation``,
        ``heaviest`` (who touches most weight) and ``its share``; ``treaty pairs`` (of six, a
        duty to defend in force).
    """
    from . import independent

    name = tables.read("actors").set_index("id")["name"]
    treaties = independent.ties_of("alliances", year=year)
    rows = []
    for group, members in REFERENCES.items():
        coded = select(member_ties(members), year=year, asserted="evidence")
        sworn = treaties[treaties["source"].isin(members) & treaties["target"].isin(members)]
        one, heavy = shape(coded, members), weighted_degree(coded, members)
        most = name[heavy["weight"].idxmax()] if len(coded) else "nobody"
        share = heavy["share"].max()
        rows.append((group, one.pairs, one.centralisation, most, share, len(tied_pairs(sworn))))
    columns = ["group", "coded pairs", "centralisation", "heaviest", "its share", "treaty pairs"]
    return pd.DataFrame(rows, columns=columns).round(2)


def votes_beside(year: int = 2023) -> pd.DataFrame:
    """Set the voting of the four beside that of other groups, in the period that holds a year.

    Parameters
    ----------
    year : int, optional
        From 2014 to 2024.

    Returns
    -------
    pandas.DataFrame
        ``group``, ``pairs``, and the ``lowest``, ``median`` and ``highest`` share of the General
        Assembly's recorded roll calls in which a pair cast the same vote, in percent.
    """
    rows = tables.read("voting")
    rows = rows[(rows["since"] <= year) & (rows["until"] >= year)]
    if rows.empty:
        raise ValueError(f"no voting is held for {year}; choose a year from 2014 to 2024")
    groups = {
        **REFERENCES,
        "members of ASEAN": _members_of("ASEAN", year),
        "members of the European Union": _members_of("EU", year),
    }
    shares = {
        group: 100 * rows.loc[rows[["a", "b"]].isin(states).all(axis=1), "identical"]
        for group, states in groups.items()
    }
    shares["every two states of the table"] = 100 * rows["identical"]
    said = [(g, len(s), s.min(), s.median(), s.max()) for g, s in shares.items()]
    columns = ["group", "pairs", "lowest", "median", "highest"]
    return pd.DataFrame(said, columns=columns).round(0).astype(dict.fromkeys(columns[1:], int))


def _members_of(group: str, year: int) -> set[str]:
    """Return who belonged to an organisation at some time in a year."""
    rows = tables.read("memberships").astype({"group": str, "role": str})
    since, until = (rows[c].astype("string").str[:4].astype("Float64") for c in ("since", "until"))
    stood = (since.isna() | (since <= year)) & (until.isna() | (until >= year))
    return set(rows.loc[(rows["group"] == group) & (rows["role"] == "member") & stood, "actor"])
