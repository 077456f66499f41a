"""Floor 1: dependence - who leans on whom, how much, and by which measure.

Trade share (Barbieri 1996) and trade over GDP (Oneal and Russett; see Gartzke and Li 2003) are
computed here from their parts, each of which is a row of the observations table; the idea that an
unequal tie gives power is Hirschman's (1945).
"""

from __future__ import annotations

import functools
import re

import pandas as pd

from .. import tables
from . import network

RUSSIA = "RUS"
CRIMEA, INVASION = 2014.21, 2022.15  # 18 March 2014, 24 February 2022, as parts of a year
KINDS = {
    "share": "share of trade",
    "exports": "share of exports",
    "imports": "share of imports",
    "gdp": "trade over GDP",
    "index": "dependence index",
    "dual-use": "dual-use goods",
    "energy": "energy",
    "currency": "currency",
    "arms": "arms",
    "votes": "votes agreed",
}
OVER_TIME = {
    "share",
    "exports",
    "imports",
    "gdp",
    "index",
    "currency",
    "votes",
}  # the others compare goods, before and after
COLUMNS = ["key", "series", "side", "at", "when", "value", "other", "rows", "how"]
FEWEST_VOTES = (
    30  # a share of fewer roll calls says little; the record breaks off in 2024 after six
)

# Published shares that are rows as they stand: indicator, whether the leaning side is its subject
# or its object, and whose record it
# is beside our own ("other"). What a row is called is said by the indicators table.
_PUBLISHED = {
    "share": [
        ("chn_share_of_rus_trade_published", "object"),
        ("rus_share_of_chn_trade_published", "object"),
        ("eu_share_of_rus_trade_published", "object"),
    ],
    "exports": [
        ("chn_share_of_rus_exports_published", "object"),
        ("rus_share_of_chn_exports_published", "object"),
    ],
    "imports": [
        ("chn_share_of_rus_imports_published", "object"),
        ("rus_share_of_chn_imports_published", "object"),
    ],
    "dual-use": [
        (i, "object")
        for i in (
            "chn_share_of_rus_priority_imports",
            "chn_hkg_share_of_battlefield_goods",
            "chn_share_of_rus_microelectronics",
            "chn_share_of_rus_machine_tools",
            "chn_share_of_rus_machine_tool_parts",
            "chn_share_of_rus_ammonium_perchlorate",
        )
    ]
    + [
        ("western_share_of_battlefield_goods", "subject"),
        ("western_share_of_components_found", "subject"),
    ],
    "energy": [
        ("share_of_rus_oil_exports", "object"),
        ("europe_share_of_rus_energy_exports", "object"),
        *[
            (i, "object")
            for i in (
                "rus_share_of_chn_crude_imports",
                "rus_share_of_chn_seaborne_oil",
                "rus_share_of_chn_pipeline_gas",
                "rus_share_of_chn_lng",
                "rus_share_of_chn_gas_use",
                "rus_share_of_eu_imports",
            )
        ],
    ],
    "currency": [
        ("yuan_share_rus_export_settlement", "subject"),
        ("yuan_share_rus_import_settlement", "subject"),
        ("yuan_share_rus_reserves", "subject"),
        ("hard_currency_share_rus_export_settlement", "subject"),
        ("rouble_share_rus_export_settlement", "subject"),
        ("friendly_share_rus_export_settlement", "subject"),
    ],
    "arms": [
        ("rus_exports_to_chn", "subject"),
        ("chn_arms_from_rus", "subject"),
        ("ind_arms_from_rus", "subject"),
        ("vnm_arms_from_rus", "subject"),
    ],
}
_OF_CHINA = {
    "western_share_of_battlefield_goods",
    "western_share_of_components_found",
    "hard_currency_share_rus_export_settlement",
    "rouble_share_rus_export_settlement",
    "friendly_share_rus_export_settlement",
}  # no partner of their own: they set China's part in proportion
_SAME_PARTNER = {"EUROPE": "EU"}
_SEVERAL_GOODS = {
    "chn_share_of_rus_machine_tools": "China's share of imports of {}",
    "rus_share_of_eu_imports": "Russia's share of EU {} imports",
    "europe_share_of_rus_energy_exports": "Europe's share of Russian {} exports",
}  # the note names the good


def trade_share(trade: float, total: float) -> float:
    """Return which share of a state's trade a partner makes up, 0 to 1 (Barbieri 1996).

    Raises
    ------
    ValueError
        If a figure is negative, the total is zero, or the part is larger than the whole.
    """
    if total <= 0 or trade < 0:
        raise ValueError(
            f"trade {trade} of a total of {total}:"
            " trade cannot be negative, nor a total zero or less"
        )
    if trade > total:
        raise ValueError(
            f"trade with one partner ({trade}) cannot exceed trade with all ({total});"
            " are both in the same unit?"
        )
    return trade / total


def asymmetry(share_a: float, share_b: float) -> float:
    """Return how many times more the tie weighs for A than for B.

    The share of A over the share of B.

    Both sides count the same trade, so this is B's whole trade over A's whole trade: it tells
    sizes, whatever the two exchange.
    """
    if not share_b:
        raise ValueError("B does not trade with A at all; a ratio needs a share above zero")
    return share_a / share_b


def salience(share_a, share_b):
    """Return how much a tie matters to both, 0 to 1.

    The geometric mean of the two trade shares (Barbieri 1996).
    """
    return (share_a * share_b) ** 0.5


def symmetry(share_a, share_b):
    """Return how equally a tie weighs on both, 0 to 1.

    One minus the distance of the two trade shares (Barbieri 1996).
    """
    return 1 - abs(share_a - share_b)


def interdependence(share_a, share_b):
    """Return salience times symmetry, 0 to 1 (Barbieri 1996).

    High only if the tie matters to both, and equally.
    """
    return salience(share_a, share_b) * symmetry(share_a, share_b)


def _figures(indicator: str) -> pd.DataFrame:
    """Return the observations of one indicator."""
    return _by_indicator(tables.shelf()).get(indicator, tables.read("observations").iloc[:0])


@functools.lru_cache(maxsize=2)
def _by_indicator(_shelf) -> dict[str, pd.DataFrame]:
    return {
        str(k): rows for k, rows in tables.read("observations").groupby("indicator", observed=True)
    }


def _known(indicator: str, subject: str, partner: str | None = None) -> pd.DataFrame:
    """Return one yearly series of the observations, by year: ``value`` and ``id``."""
    o = _figures(indicator)
    keep = (o["subject"] == subject) & (o["date"].str.len() == 4)
    rows = o[keep & (o["object"] == partner)] if partner else o[keep]
    return rows.assign(year=rows["date"].astype(int)).set_index("year")[["value", "id"]]


@tables.remembered
def parts(partner: str = "CHN", *, record: str = "customs") -> pd.DataFrame:
    """Return Russia's goods trade with a partner and what it is measured against, in US$ billions.

    Parameters
    ----------
    partner : str, optional
        Actor id.
    record : {"customs", "imf"}, optional
        For China: trade by Chinese customs against the World Bank's totals (2010 to 2025), or trade
        by the IMF (2016 to 2024). Others stand in the file of the IMF only.

    Returns
    -------
    pandas.DataFrame
        By year: ``trade``; with the IMF's record also ``exports`` (of Russia) and ``imports``; the
        totals ``rus_exports``, ``rus_imports``, ``partner_exports``, ``partner_imports`` (missing
        where the tables hold none), ``rus_gdp``, ``partner_gdp``; and for each a column of that
        name and ``_row`` with the observation's id.

    Raises
    ------
    ValueError
        If there is no trade with that partner in the tables.
    """
    if record == "customs" and partner == "CHN":
        found = {
            "trade": _known("bilateral_trade_cn_customs", "CHN", RUSSIA),
            **{
                f"rus_{flow}": _known(f"merch_{flow}_total", RUSSIA)
                for flow in ("exports", "imports")
            },
        }
    else:
        found = {
            **{
                flow: _known(f"rus_{flow}_imts", RUSSIA, partner) for flow in ("exports", "imports")
            },
            **{
                f"rus_{flow}": _known(f"rus_{flow}_imts", RUSSIA, "WLD")
                for flow in ("exports", "imports")
            },
        }
    if next(iter(found.values())).empty:
        held = ", ".join(sorted(_traders()))
        raise ValueError(f"the tables hold no trade of Russia with {partner!r}; they hold {held}")
    found |= {
        f"partner_{flow}": _known(f"merch_{flow}_total", partner) for flow in ("exports", "imports")
    }
    found |= {
        "rus_gdp": _known("gdp_current", RUSSIA),
        "partner_gdp": _known("gdp_current", partner),
    }
    years = next(iter(found.values())).index
    frame = pd.concat(
        [
            f.rename(columns={"value": name, "id": f"{name}_row"}).reindex(years)
            for name, f in found.items()
        ],
        axis=1,
    )
    if "trade" not in frame:
        frame["trade"] = frame["exports"] + frame["imports"]
        frame["trade_row"] = frame["exports_row"] + ";" + frame["imports_row"]
    return frame.sort_index()


def trade_shares(partner: str = "CHN", *, record: str = "customs") -> pd.DataFrame:
    """Return both sides' trade shares and what Barbieri (1996) makes of them, 0 to 1.

    Parameters
    ----------
    partner, record
        As for `parts`.

    Returns
    -------
    pandas.DataFrame
        By year: ``for_russia`` (the partner's share of Russian trade), ``for_partner`` (Russia's
        share of the partner's), ``ratio``, ``salience``, ``symmetry``, ``interdependence``; missing
        where the tables hold no total of the partner.
    """
    p = parts(partner, record=record)
    a, b = (
        p["trade"] / (p["rus_exports"] + p["rus_imports"]),
        p["trade"] / (p["partner_exports"] + p["partner_imports"]),
    )
    return pd.DataFrame(
        {
            "for_russia": a,
            "for_partner": b,
            "ratio": a / b,
            "salience": salience(a, b),
            "symmetry": symmetry(a, b),
            "interdependence": interdependence(a, b),
        }
    )


def changed_trade(
    year: int,
    *,
    exports: float = 0,
    imports: float = 0,
    replaced: bool = False,
    partner: str = "CHN",
) -> dict[str, float]:
    """Say what both shares and the index would be, had the trade of a year been another.

    Parameters
    ----------
    year : int
        A year of the IMF's record (2016 to 2024).
    exports, imports : float, optional
        Change of Russia's exports to, and imports from, the partner, in percent: -100 (none left)
        to any gain.
    replaced : bool, optional
        Whether other partners take or give what changes, so that each side's whole trade stays as
        it was.

    Returns
    -------
    dict
        ``trade`` (US$ billions), ``for_russia``, ``for_partner``, ``salience``, ``symmetry``,
        ``interdependence`` (0 to 1).

    Raises
    ------
    ValueError
        If the year is not in the record, or more than all is taken away.
    """
    p = parts(partner, record="imf")
    if year not in p.index:
        raise ValueError(
            f"the parts for {year} are not in the tables; choose {p.index[0]} to {p.index[-1]}"
        )
    if min(exports, imports) < -100:
        raise ValueError("trade cannot fall by more than 100 percent")
    row = p.loc[year]
    trade = row["exports"] * (1 + exports / 100) + row["imports"] * (1 + imports / 100)
    change = 0 if replaced else trade - row["trade"]
    a = trade_share(trade, row["rus_exports"] + row["rus_imports"] + change)
    b = trade_share(trade, row["partner_exports"] + row["partner_imports"] + change)
    return {
        "trade": trade,
        "for_russia": a,
        "for_partner": b,
        "salience": salience(a, b),
        "symmetry": symmetry(a, b),
        "interdependence": interdependence(a, b),
    }


def _traders() -> set[str]:
    return set(_figures("rus_exports_imts")["object"]) - {"WLD"}


def partners() -> list[str]:
    """Return the partners of Russia that the tables say something about.

    China first, the others by trade in 2023, those without last.
    """
    trade = (
        pd.concat([_figures("rus_exports_imts"), _figures("rus_imports_imts")])
        .query("date == '2023'")
        .groupby("object")["value"]
        .sum()
    )
    return [
        "CHN",
        *[p for p in trade.sort_values(ascending=False).index if p not in ("CHN", "WLD")],
        "PRK",
    ]


def offered(partner: str) -> list[str]:
    """Return which kinds of comparison the tables allow for Russia and a partner."""
    return [kind for kind in KINDS if len(series(partner, kind))]


def series(partner: str, kind: str) -> pd.DataFrame:
    """Return every figure of one kind for Russia and a partner, both ways if there are two.

    Parameters
    ----------
    partner : str
        Actor id.
    kind : str
        One of `KINDS`.

    Returns
    -------
    pandas.DataFrame
        A figure a row: ``key``, ``series`` (what it measures), ``side`` (who leans: an actor id, or
        "both", or "" for a figure that sets the others in proportion), ``at`` (moment as a decimal
        year; a year counts from its middle), ``when`` (text), ``value`` (percent; the index of the
        kind "index" is 0 to 100), ``other`` (not our main series), ``rows`` (observation ids, or
        "agreement" and a key), ``how`` (the sum, where it is computed).

    Raises
    ------
    ValueError
        If there is no such kind.
    """
    if kind not in KINDS:
        raise ValueError(f"there is no indicator {kind!r}; choose one of {', '.join(KINDS)}")
    return _series(partner, kind, tables.shelf()).copy()


@functools.lru_cache(maxsize=256)
def _series(partner: str, kind: str, _shelf) -> pd.DataFrame:
    name = network.called(partner)
    rows = []
    if kind == "votes":
        rows += _votes(partner, name)
    elif partner in _traders():
        rows += _computed(partner, name, kind)
    rows += _as_published(partner, name, kind)
    frame = pd.DataFrame(rows, columns=COLUMNS[1:])
    frame["series"] = frame["series"].str[:1].str.upper() + frame["series"].str[1:]
    frame["other"] = frame["other"].astype(bool)
    order = (
        frame["side"].map({RUSSIA: 0, "": 2}).fillna(1)
    )  # Russia's side first, what only sets it in proportion last
    frame = (
        frame.assign(order=order)
        .sort_values(["other", "order", "series", "at"], kind="stable")
        .drop(columns="order")
        .reset_index(drop=True)
    )
    frame.insert(0, "key", [f"{kind}-{partner}-{i}" for i in range(len(frame))])
    return frame


def _computed(partner: str, name: str, kind: str) -> list[tuple]:
    """Compute the figures of one kind from their parts."""
    russian = f"{name}'s share of Russian"
    theirs = f"Russia's share of {name}'s"
    records = [("imf", False)] if partner != "CHN" else [("customs", False), ("imf", True)]
    if kind in ("exports", "imports"):
        records = [("imf", False)]
    rows = []
    for record, other in records if kind in ("share", "exports", "imports", "gdp") else []:
        p, suffix = parts(partner, record=record), " (IMF)" if other else ""
        if kind == "share":
            rows += _lines(
                p,
                f"{russian} trade{suffix}",
                RUSSIA,
                ["trade"],
                ["rus_exports", "rus_imports"],
                other,
            )
            rows += _lines(
                p,
                f"{theirs} trade{suffix}",
                partner,
                ["trade"],
                ["partner_exports", "partner_imports"],
                other,
            )
        elif kind == "gdp":
            rows += _lines(
                p, f"their trade over Russia's GDP{suffix}", RUSSIA, ["trade"], ["rus_gdp"], other
            )
            rows += _lines(
                p,
                f"their trade over {name}'s GDP{suffix}",
                partner,
                ["trade"],
                ["partner_gdp"],
                other,
            )
        else:  # what one side exports, the other imports
            mirror = {"exports": "imports", "imports": "exports"}[kind]
            rows += _lines(p, f"{russian} {kind}", RUSSIA, [kind], [f"rus_{kind}"], other)
            rows += _lines(p, f"{theirs} {kind}", partner, [mirror], [f"partner_{kind}"], other)
    if kind == "index":
        p, s = parts(partner), trade_shares(partner)
        ids = p[
            [
                "trade_row",
                "rus_exports_row",
                "rus_imports_row",
                "partner_exports_row",
                "partner_imports_row",
            ]
        ]
        for measure, how in (
            ("salience", "square root of {a:.4f} × {b:.4f}"),
            ("symmetry", "1 − |{a:.4f} − {b:.4f}|"),
            ("interdependence", "salience × symmetry of {a:.4f} and {b:.4f}"),
        ):
            for year, row in s.dropna().iterrows():
                rows.append(
                    (
                        measure,
                        "both",
                        year + 0.5,
                        str(year),
                        round(100 * row[measure], 2),
                        False,
                        ";".join(ids.loc[year]),
                        how.format(a=row["for_russia"], b=row["for_partner"]),
                    )
                )
    return rows


def _lines(
    p: pd.DataFrame, label: str, side: str, above: list[str], below: list[str], other: bool
) -> list[tuple]:
    """Divide one sum of columns by another, year by year, and keep which rows went in."""
    rows = []
    for year, row in p.dropna(subset=[*above, *below]).iterrows():
        part, whole = sum(row[c] for c in above), sum(row[c] for c in below)
        how = f"{part:.1f} of {' + '.join(f'{row[c]:.1f}' for c in below)} US$ billions"
        rows.append(
            (
                label,
                side,
                year + 0.5,
                str(year),
                round(100 * part / whole, 2),
                other,
                ";".join(row[f"{c}_row"] for c in [*above, *below]),
                how,
            )
        )
    return rows


def _as_published(partner: str, name: str, kind: str) -> list[tuple]:
    """Take the figures of one kind that are rows as they stand."""
    titles = tables.read("indicators").set_index("id")["title"]
    rows = []
    for indicator, leaning in _PUBLISHED.get(kind, []):
        for r in _figures(indicator).itertuples():
            ends = {_SAME_PARTNER.get(e, e) for e in (r.subject, r.object) if isinstance(e, str)}
            if indicator in _OF_CHINA:
                ends, side = {RUSSIA, "CHN"}, ""
            else:
                side = _SAME_PARTNER.get(r.subject, r.subject) if leaning == "subject" else r.object
            if ends != {RUSSIA, partner}:
                continue
            title = titles[indicator]
            if indicator in _SEVERAL_GOODS:
                title = _SEVERAL_GOODS[indicator].format(re.split("[,.:;]", r.note)[0].lower())
            elif indicator == "share_of_rus_oil_exports":
                title = f"{name}'s {title[0].lower()}{title[1:]}"
            when = (
                re.split("[,;.]", r.note)[0] if kind == "arms" else r.date
            )  # arms are counted over several years, which the note names
            rows.append(
                (
                    title,
                    side,
                    _moment(r.date),
                    when,
                    r.value,
                    kind in ("share", "exports", "imports"),
                    r.id,
                    None,
                )
            )
    return rows


def _votes(partner: str, name: str) -> list[tuple]:
    """Take the yearly shares of same votes: with Russia, and beside it with the United States."""
    a = tables.read("agreement")
    rows = []
    for with_whom, label in (
        (RUSSIA, f"{name} votes as Russia does"),
        ("USA", f"{name} votes as the United States does"),
    ):
        for r in a[
            (a["state"] == partner)
            & (a["partner"] == with_whom)
            & (a["votes"] >= FEWEST_VOTES)
            & (a["year"] >= 2008)
        ].itertuples():
            if partner != with_whom:
                rows.append(
                    (
                        label,
                        "both" if with_whom == RUSSIA else "",
                        r.year + 0.5,
                        str(r.year),
                        round(100 * r.identical, 2),
                        False,
                        f"agreement {r.year} {partner} {with_whom}",
                        f"same vote in {r.identical:.1%} of {r.votes} roll calls",
                    )
                )
    return rows


def _moment(date: str) -> float:
    """Turn a year or a month into a decimal year, at its middle."""
    year, _, month = date.partition("-")
    return int(year) + ((int(month[:2]) - 0.5) / 12 if month else 0.5)
