"""Floor 1: many ways of doing a test at once.

A specification curve, and small tables of a test under a few choices.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Callable

import numpy as np
import pandas as pd

from .. import tables
from . import decoupling, independent, network, timing
from .border import BOTH, PLACE_BITS, known, share_across, theatres_of
from .chance import ROUNDING
from .choices import allowed

YEARS = {
    "2022": "end of 2022",
    "2023": "end of 2023",
    "2024": "15 July 2024, the day of the commentary",
}
GROUPS = {"in": "the West, Asia and the like count", "out": "only actors that can act"}
CHOICES = {
    "kinds": decoupling.KINDS,
    "source": decoupling.SOURCES,
    "status": decoupling.STATUS,
    "year": YEARS,
    "groups": GROUPS,
    "hubs": {
        "in": "all actors",
        "no Russia": "without Russia",
        "no Russia, China, USA": "without Russia, China and the USA",
    },
    "russia": decoupling.RUSSIA,
    "usa": decoupling.USA,
    "where": decoupling.WHERE,
    "scope": decoupling.SCOPE,
    "weights": decoupling.WEIGHTS,
    "null": decoupling.NULLS,
}
NAMES = {
    "kinds": "Kinds of tie",
    "source": "On whose word",
    "status": "Said to be",
    "year": "Year",
    "groups": "Groups of states",
    "hubs": "Hubs",
    "russia": "Russia",
    "usa": "The USA",
    "where": "Theatre of a tie",
    "scope": "Theatres",
    "weights": "Weights",
    "null": "Null model",
}
YARDSTICKS = {
    "more": "more ties cross than chance gives",
    "not fewer": "not fewer cross than chance gives",
    "half": "at least half of the ties cross",
}
FEWEST = 10
VERDICTS = {"more": "more", "like": "like chance", "fewer": "fewer", "cannot say": "cannot say"}
_TEST = {
    "network": ("network", independent.NETWORKS, "ties"),
    "year": ("end of", None, 2024),
    "kinds": ("kinds of tie", decoupling.KINDS, "all"),
    "source": ("on whose word", decoupling.SOURCES, "both"),
    "russia": ("Russia", decoupling.RUSSIA, "Europe"),
    "usa": ("the USA", decoupling.USA, "own"),
    "where": ("theatre of a tie", decoupling.WHERE, "place"),
    "scope": ("theatres", decoupling.SCOPE, "two"),
    "weights": ("weights", decoupling.WEIGHTS, "pairs"),
    "null": ("chance", decoupling.NULLS, "labels"),
    "hindsight": ("hindsight", {False: "to July 2024", True: "all"}, False),
}  # choices of the theatre test: name, options, and where its control stands at first
_EVENTS = {
    "joint": {True: "all", False: "those in one theatre"},
    "null": {"labels": "theatres dealt out", "shift": "series shifted"},
}


UPDATES = 50  # how often a run says how far it is
_BOUND = ("hubs", "russia", "usa", "scope")  # choices that can make one another void
BORDER = ("russia", "usa", "where", "scope", "weights")  # choices that draw the border
RESULTS = ["ties", "actors", "share", "expected", "effect", "p_more", "p_fewer", "verdict"]


def how_many(**allowed) -> int:
    """Return how many specifications the allowed choices make, each that differs counted once."""
    options = _checked(allowed)
    return len(_hub_choices(options)) * int(np.prod([len(options[c]) for c in _free()]))


def _free() -> list[str]:
    """Return the choices that none of the others can make void."""
    return [choice for choice in CHOICES if choice not in _BOUND]


def _hub_choices(options: dict[str, list]) -> list[tuple]:
    """Return what differs of hubs, the borders of Russia and the USA, and the scope.

    Where an actor is taken out its border is void, and its own theatre outside the two is as good
    as out: such combinations are one specification, not several.
    """
    found = {}
    for hubs, russia, usa, scope in itertools.product(*(options[c] for c in _BOUND)):
        as_good_as_out = russia == "own" and scope == "two" and hubs == "in"
        left = "no Russia" if as_good_as_out and "no Russia" in options["hubs"] else hubs
        gone = decoupling.HUBS[left]
        borders = (
            options["russia"][0] if "RUS" in gone else russia,
            options["usa"][0] if "USA" in gone else usa,
        )
        found[(left, *borders, scope)] = None
    return list(found)


def specifications(n: int = 500, *, seed: int = decoupling.SEED, **allowed) -> pd.DataFrame:
    """Draw specifications: ways of doing the test, each one choice in every column.

    Parameters
    ----------
    n : int, optional
        How many; all of them where there are no more.
    seed : int, optional
        Seed of the draw. It is balanced: every option of a choice comes equally often, as far as
        the others do not make it void; no specification comes twice.
    **allowed
        For a column of `CHOICES`, the options that are defensible in your eyes; all of them by
        default.

    Returns
    -------
    pandas.DataFrame
        One row a specification, columns as `CHOICES`.

    Raises
    ------
    ValueError
        If a column or an option does not exist, or a column is left without any.
    """
    options = _checked(allowed)
    factors = {_BOUND: _hub_choices(options), **{(c,): [(o,) for o in options[c]] for c in _free()}}
    if how_many(**allowed) <= n:
        drawn = list(itertools.product(*factors.values()))
    else:
        drawn = _balanced(list(factors.values()), n, np.random.default_rng(seed))
    rows = [sum(combination, ()) for combination in drawn]
    columns = [column for named in factors for column in named]
    return pd.DataFrame(rows, columns=columns, dtype=object)[list(CHOICES)]


def _balanced(factors: list[list], n: int, rng: np.random.Generator) -> list[tuple]:
    """Draw n different combinations in which every option of a factor comes equally often."""
    found: dict[tuple, None] = {}
    while len(found) < n:
        columns = [
            [factor[k] for k in rng.permutation(np.arange(n) % len(factor))] for factor in factors
        ]
        for combination in zip(*columns):
            if len(found) < n:
                found[combination] = None
    return list(found)


def _checked(left: dict) -> dict[str, list]:
    """Return the options of every choice that are left open, in the order of `CHOICES`."""
    for column, options in left.items():
        if column not in CHOICES:
            raise ValueError(f"there is no choice {column!r}; there are {', '.join(CHOICES)}")
        if not len(options):
            every = ", ".join(CHOICES[column])
            raise ValueError(f"leave at least one option for {column!r}: {every}")
        for option in options:
            allowed(**{column: (str(option), CHOICES[column])})
    chosen = {column: {str(option) for option in options} for column, options in left.items()}
    return {
        column: [option for option in offered if option in chosen.get(column, offered)]
        for column, offered in CHOICES.items()
    }


def curve(
    specs: pd.DataFrame,
    ties: pd.DataFrame | None = None,
    *,
    n: int = 500,
    seed: int = decoupling.SEED,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Run the theatre test under every specification.

    After Simonsohn, Simmons and Nelson (2020). The specifications share their data, so that the
    share of them that supports a thesis is no p-value; `curve_test` gives one.

    Parameters
    ----------
    specs : pandas.DataFrame
        From `specifications`.
    ties : pandas.DataFrame, optional
        Ties as `network.ties` returns them; the course's by default.
    n, seed : int, optional
        Draws of each test, and a seed; each specification has its own stream, so that its result
        does not depend on which others are run.
    progress : callable, optional
        Called with (done, all) about fifty times.

    Returns
    -------
    pandas.DataFrame
        ``specs`` with ``ties``, ``actors``, ``share``, ``expected``, ``effect`` (share less
        expected), ``p_more``, ``p_fewer``, ``verdict`` ("more", "like", "fewer", or "cannot say"
        with under ten ties or nothing to vary).
    """
    table = network.ties() if ties is None else ties
    coded, masks = decoupling.code(table), _masks(table)
    rows = []
    step = max(len(specs) // UPDATES, 1)
    for done, spec in enumerate(specs[list(CHOICES)].to_dict("records"), 1):
        rows.append(_tested(spec, coded, masks, n, seed))
        if progress and (done % step == 0 or done == len(specs)):
            progress(done, len(specs))
    results = pd.DataFrame(rows, columns=RESULTS, index=specs.index)
    return specs.assign(**results)


def _tested(spec: dict, coded: decoupling.Coded, masks: dict, n: int, seed: int) -> tuple:
    """Do the theatre test one way; values as `RESULTS` names them."""
    keep = np.logical_and.reduce([masks[choice][spec[choice]] for choice in masks])
    border = {choice: spec[choice] for choice in BORDER}
    engaged = decoupling.engagements(coded, **border, keep=keep)
    ties = int(engaged.ties.sum())
    if ties < FEWEST:
        share = decoupling.crossing_share(engaged)
        return (ties, len(set(engaged.actors)), share, *[np.nan] * 4, "cannot say")
    own = zlib.crc32("|".join(f"{c}={spec[c]}" for c in CHOICES).encode())
    test = decoupling.chance_test(engaged, n=n, seed=[seed, own], null=spec["null"])
    effect = test.observed - test.expected
    chances = (test.p_more, test.p_fewer, test.verdict())
    return (test.ties, test.actors, test.observed, test.expected, effect, *chances)


def _masks(table: pd.DataFrame) -> dict[str, dict[str, np.ndarray]]:
    """Say once for every option which ties it lets through."""

    def kept(**choice):
        return table.index.isin(decoupling.counted_ties(table, **{"status": "any", **choice}).index)

    begun = known(table)
    return {
        "kinds": {k: kept(kinds=k) for k in decoupling.KINDS},
        "source": {s: kept(source=s) for s in decoupling.SOURCES},
        "status": {s: kept(status=s) for s in decoupling.STATUS},
        "year": {y: kept(year=int(y)) & begun for y in YEARS},
        "groups": {g: kept(groups=g == "in") for g in GROUPS},
        "hubs": {h: kept(without=w) for h, w in decoupling.HUBS.items()},
    }


def rows_of(spec: dict, ties: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the ties that a specification counts."""
    table = network.ties() if ties is None else ties
    rows = decoupling.counted_ties(
        table,
        kinds=spec["kinds"],
        source=spec["source"],
        status=spec["status"],
        year=int(spec["year"]),
        groups=spec["groups"] == "in",
        without=decoupling.HUBS[spec["hubs"]],
    )
    rows = rows[known(rows)]
    _, within = decoupling.crossing(
        rows, **{c: spec[c] for c in ("russia", "usa", "where", "scope")}
    )
    return rows[within]


def supports(results: pd.DataFrame, yardstick: str = "not fewer") -> pd.Series:
    """Say which specifications support the thesis that the theatres cannot be parted.

    Parameters
    ----------
    results : pandas.DataFrame
        From `curve`.
    yardstick : str, optional
        A key of `YARDSTICKS`. What counts as support is itself a choice.

    Returns
    -------
    pandas.Series
        bool; False where a specification cannot say.
    """
    allowed(yardstick=(yardstick, YARDSTICKS))
    able = results["verdict"] != "cannot say"
    if yardstick == "more":
        return results["verdict"] == "more"
    return able & (
        (results["verdict"] != "fewer") if yardstick == "not fewer" else (results["share"] >= 0.5)
    )


def drivers(results: pd.DataFrame, yardstick: str = "not fewer") -> pd.DataFrame:
    """Say which choice drives the answer.

    Parameters
    ----------
    results : pandas.DataFrame
        From `curve`.
    yardstick : str, optional
        As in `supports`.

    Returns
    -------
    pandas.DataFrame
        Index ``choice``; ``explains`` (share of the variance of the effect, or of the share for the
        yardstick "half", that this choice adds to what the others explain, 0 to 1), ``lowest`` and
        ``highest`` (options with the lowest and highest share of support), ``from`` and ``to``
        (those shares); the strongest first. Only choices left open.
    """
    able = results[results["verdict"] != "cannot say"]
    ok = supports(able, yardstick).to_numpy(float)
    value = able["share" if yardstick == "half" else "effect"].to_numpy(float)
    taken = {c: np.unique(able[c].to_numpy(object), return_inverse=True) for c in CHOICES}
    effects = {c: _dummies(options, number) for c, (options, number) in taken.items()}
    rows = []
    for choice, (options, number) in taken.items():
        at = _not_void(able, choice)
        left, place = np.unique(number[at], return_inverse=True)
        if len(left) < 2:
            continue
        shares = np.bincount(place, ok[at]) / np.bincount(place)
        low, *_, high = np.argsort(shares, kind="stable")
        ends = (options[left[low]], shares[low], options[left[high]], shares[high])
        kept = {c: dummies[at] for c, dummies in effects.items()}
        rows.append((choice, _explained(kept, value[at], choice), *ends))
    frame = pd.DataFrame(rows, columns=["choice", "explains", "lowest", "from", "highest", "to"])
    return frame.sort_values("explains", ascending=False, kind="stable").set_index("choice")


def _not_void(rows: pd.DataFrame, choice: str) -> np.ndarray:
    """Say in which specifications a border can matter: those whose actor is not taken out."""
    actor = {"russia": "RUS", "usa": "USA"}.get(choice)
    without = [hubs for hubs, gone in decoupling.HUBS.items() if actor in gone]
    return ~rows["hubs"].isin(without).to_numpy()


def _dummies(options: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Return a column an option but the first, 1 where it was taken."""
    return np.eye(len(options))[number][:, 1:]


def _explained(effects: dict[str, np.ndarray], value: np.ndarray, choice: str) -> float:
    """Return the share of the variance that only this choice explains, the others being known."""
    total = ((value - value.mean()) ** 2).sum()
    if not total:
        return 0.0
    design = np.column_stack([np.ones(len(value)), *effects.values()])
    belongs = np.repeat(["", *effects], [1, *(columns.shape[1] for columns in effects.values())])
    # Normal equations: columns are few and hold 0 and 1, and a control waits for the answer.
    gram, moment = design.T @ design, design.T @ value

    def explained(by: np.ndarray) -> float:
        return moment[by] @ np.linalg.pinv(gram[np.ix_(by, by)], hermitian=True) @ moment[by]

    every, others = np.arange(len(moment)), np.flatnonzero(belongs != choice)
    return float((explained(every) - explained(others)) / total)


def support(results: pd.DataFrame) -> dict[str, float]:
    """Return for each yardstick the share of specifications in which the thesis finds support.

    Of those that can say; `YARDSTICKS` names them.
    """
    able = results[results["verdict"] != "cannot say"]
    return {yardstick: float(supports(able, yardstick).mean()) for yardstick in YARDSTICKS}


# --------------------------------------------------------------------------------------------------
# ---------- the joint test

SHUFFLES = 500


def curve_test(
    specs: pd.DataFrame,
    ties: pd.DataFrame | None = None,
    *,
    n: int = SHUFFLES,
    seed: int = decoupling.SEED,
    between: tuple[str, str] | tuple = (),
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Test all specifications together, as Simonsohn, Simmons and Nelson (2020) do.

    The theatres are dealt out anew among the actors once, every specification is run on that
    made-up world, and so again; an act away from home takes the place of another such act. What is
    then compared is the whole curve: its median, and how many specifications are "fewer" or "more".

    Parameters
    ----------
    specs : pandas.DataFrame
        From `specifications`; their null models are left aside, since here is only one.
    ties : pandas.DataFrame, optional
        Ties as `network.ties` returns them; the course's by default.
    n, seed : int, optional
        Made-up worlds and their seed.
    between : tuple of str, optional
        Two other regions in place of the two theatres, for a placebo.
    progress : callable, optional
        Called with (done, all) about fifty times.

    Returns
    -------
    pandas.DataFrame
        ``measure`` (median effect; specifications that find fewer; that find more), ``observed``,
        ``by chance`` (median, and the middle 95 percent), ``p`` (two-sided for the median,
        otherwise for at least as many); how many specifications are ``able`` to say.
    """
    table = network.ties() if ties is None else ties
    effects, fewer, more = [], [], []
    distinct = specs.drop(columns="null").drop_duplicates()
    worlds = _worlds(table, n, seed)
    step = max(len(distinct) // UPDATES, 1)
    for done, spec in enumerate(distinct.to_dict("records"), 1):
        found = _in_all_worlds(spec, *worlds, between)
        if found is not None:
            effect, low, high = found
            effects.append(effect)
            fewer.append(low)
            more.append(high)
        if progress and (done % step == 0 or done == len(distinct)):
            progress(done, len(distinct))
    if not effects:
        raise ValueError("no specification has ten ties and something to vary; leave more open")
    able = len(effects)
    some = ~np.isnan(effects).all(axis=0)  # with few actors a world may have none that can say
    effects, fewer, more = (np.array(found)[:, some] for found in (effects, fewer, more))
    curves = {
        "median effect": np.nanmedian(effects, axis=0),
        "specifications: fewer": np.sum(fewer, axis=0),
        "specifications: more": np.sum(more, axis=0),
    }
    rows = []
    for measure, values in curves.items():
        form = "{:+.0%}" if measure == "median effect" else "{:.0f}"
        real, chance = values[0], values[1:]
        p = (
            decoupling.p_value(np.abs(chance) >= abs(real))
            if measure == "median effect"
            else decoupling.p_value(chance >= real)
        )
        middle, low, high = np.quantile(chance, (0.5, 0.025, 0.975))
        said = f"{form.format(middle)} ({form.format(low)} to {form.format(high)})"
        rows.append((measure, form.format(real), said, round(p, 3), able))
    return pd.DataFrame(rows, columns=["measure", "observed", "by chance", "p", "able"])


def _worlds(table: pd.DataFrame, n: int, seed: int) -> tuple:
    """Return coded ties, masks, nodes of their ends, and who takes whose theatre in each world.

    The first world is ours. A node is an actor at home, or an actor in another place.
    """
    coded = decoupling.code(table)
    home = np.zeros(len(coded.actors), np.int64)
    home[coded.ends.ravel()] = coded.home.ravel()
    away = (coded.ends << PLACE_BITS) + coded.place
    abroad = np.unique(away[coded.place != coded.home])
    k = len(home)
    nodes = np.where(coded.place == coded.home, coded.ends, k + np.searchsorted(abroad, away))
    rng = np.random.default_rng(seed)
    taken = np.tile(np.arange(k + len(abroad)), (n + 1, 1))
    taken[1:, :k] = rng.permuted(taken[1:, :k], axis=1)
    taken[1:, k:] = rng.permuted(taken[1:, k:], axis=1)
    return coded, _masks(table), nodes, taken


def _in_all_worlds(
    spec: dict,
    coded: decoupling.Coded,
    masks: dict,
    nodes: np.ndarray,
    taken: np.ndarray,
    between: tuple[str, str] | tuple = (),
) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Return effect, and whether fewer or more, in each world; None where it cannot say."""
    keep = np.logical_and.reduce([masks[choice][spec[choice]] for choice in masks])
    border = {choice: spec[choice] for choice in BORDER if choice != "weights"}
    bits, use = theatres_of(coded, **border, between=between)
    if (keep & use).sum() < FEWEST:
        return None
    ends = nodes if spec["where"] == "place" else coded.ends
    label = np.zeros(taken.shape[1], np.int64)
    label[ends.ravel()] = bits.ravel()
    pairs, back = np.unique(np.sort(ends[keep], axis=1), axis=0, return_inverse=True)
    weight = {
        "pairs": np.ones(len(pairs)),
        "ties": np.bincount(back.ravel(), minlength=len(pairs)),
        "weight": np.bincount(back.ravel(), coded.weight[keep], minlength=len(pairs)),
    }[spec["weights"]]
    one, other = (label[taken[:, pairs[:, end]]] for end in (0, 1))
    if between or spec["scope"] == "two":
        inside = ~0 if between else BOTH  # beyond regions that were named there are no bits left
        weight = weight * (((one & inside) > 0) & ((other & inside) > 0))
    share = share_across(one, other, weight)
    if np.isnan(share[0]) or np.nanmax(share[1:]) - np.nanmin(share[1:]) < ROUNDING:
        return None
    order = np.sort(share[~np.isnan(share)])
    least = decoupling.LEVEL / 2 * len(order)
    low = np.searchsorted(order, share + ROUNDING, side="right") <= least
    high = len(order) - np.searchsorted(order, share - ROUNDING) <= least
    able = ~np.isnan(share)
    return share - np.nanmean(share[1:]), low & able, high & able


# --------------------------------------------------------------------------------------------------
# ---------- small tables


def versions(**choices) -> pd.DataFrame:
    """Run the theatre test in every combination of a few choices.

    Parameters
    ----------
    **choices
        For a control of the theatre test (``network``, ``year``, ``kinds``, ``source``, ``russia``,
        ``usa``, ``where``, ``scope``, ``weights``, ``null``,
        ``hindsight``), an option or a list of options. Other
        choices stay where the test opens.

    Returns
    -------
    pandas.DataFrame
        One row a combination: a column for each choice named, in words; ``ties``; where an actor
        may stand in both theatres, ``overlap`` (share of all that are its own, neither across the
        border nor inside); ``cross`` (share of the others) and ``by chance``, as text; ``p more``,
        ``p fewer``; ``verdict``. The numbers are those of the explorer at the same settings.

    Raises
    ------
    ValueError
        If a choice or an option does not exist.
    """
    unknown = set(choices) - set(_TEST)
    if unknown:
        raise ValueError(
            f"the theatre test has no choice {sorted(unknown)[0]!r}; it has {', '.join(_TEST)}"
        )
    choices = {"weights": _TEST["weights"][2], **choices}  # a choice that every table shows
    asked = {
        c: list(options) if isinstance(options, (list, tuple)) else [options]
        for c, options in choices.items()
    }
    for c, options in asked.items():
        for o in options if _TEST[c][1] else []:
            allowed(**{c: (o, _TEST[c][1])})
    course, rows = network.ties(), []
    for combination in itertools.product(*asked.values()):
        s = {c: opens for c, (_, _, opens) in _TEST.items()} | dict(zip(asked, combination))
        counted = (
            independent.ties_of(s["network"], year=s["year"])
            if s["network"] != "ties"
            else decoupling.counted_ties(
                course,
                year=s["year"],
                kinds=s["kinds"],
                source=s["source"],
                hindsight=s["hindsight"],
            )
        )
        engaged = decoupling.engagements(counted, **{c: s[c] for c in BORDER})
        t = decoupling.chance_test(engaged, null=s["null"])
        said = [_TEST[c][1][o] if _TEST[c][1] else o for c, o in zip(asked, combination)]
        rows.append(
            (
                *said,
                t.ties,
                decoupling.percent(engaged.overlap),
                decoupling.percent(t.observed),
                decoupling.percent(t.expected),
                round(t.p_more, 3),
                round(t.p_fewer, 3),
                VERDICTS[t.verdict()],
            )
        )
    table = pd.DataFrame(
        rows,
        columns=[
            *(_TEST[c][0] for c in asked),
            "ties",
            "overlap",
            "cross",
            "by chance",
            "p more",
            "p fewer",
            "verdict",
        ],
    )
    in_both = "both" in asked.get("russia", ()) or "both" in asked.get("usa", ())
    return table if in_both else table.drop(columns="overlap")


def policy_cuts(*kinds: str, year: int = 2024, hindsight: bool = False) -> pd.DataFrame:
    """Show what each policy of the debate does to the smallest cut between the two theatres.

    Parameters
    ----------
    *kinds : str
        Keys of `decoupling.KINDS`: which ties are counted; a column each.
    year : int, optional
        Ties that hold at its end.
    hindsight : bool, optional
        Whether ties that began after the commentary count.

    Returns
    -------
    pandas.DataFrame
        ``policy``, the first row without any; and, named as the kinds are, the number of pairs that
        would have to part.
    """
    names = {"": "none", **{key: p.name for key, p in decoupling.POLICIES.items()}}
    found = {"policy": list(names.values())}
    for kind in kinds:
        held, possible = (
            decoupling.counted_ties(
                network.ties(), kinds=kind, groups=False, hindsight=hindsight, **more
            )
            for more in ({"year": year}, {"status": "any"})
        )
        left = [
            decoupling.with_policies(held, [key] if key else [], proposed=possible)[0]
            for key in names
        ]
        found[decoupling.KINDS[kind]] = [len(decoupling.theatre_cut(rows)) for rows in left]
    return pd.DataFrame(found)


def orders_of_events(*, since: int = 2022, days: int = 90, hindsight: bool = False) -> pd.DataFrame:
    """Show whether events in the Asia-Pacific follow those in Europe, against two kinds of chance.

    Parameters
    ----------
    since, days : int, optional
        As in `timing.dated_events` and `timing.lead_lag`.
    hindsight : bool, optional
        Whether events after the commentary count.

    Returns
    -------
    pandas.DataFrame
        ``events``, ``chance``; ``pairs`` (Europe first) and ``by chance``, ``p``; ``lead`` (those
        pairs less the pairs the other way round), ``p of lead``; ``followers`` (events in the
        Asia-Pacific with a forerunner in Europe) and ``of them by chance``, ``p of followers``.
    """
    rows, table = [], tables.read("events")
    if not hindsight:
        table = table[~tables.is_hindsight(table["date"]).to_numpy(bool)]
    for joint, events in _EVENTS["joint"].items():
        chosen = timing.dated_events(table, since=since, joint=joint)
        for null, chance in _EVENTS["null"].items():
            r = timing.lead_lag(chosen, days=days, null=null)
            rows.append(
                (
                    events,
                    chance,
                    r["pairs"],
                    round(r["expected"]),
                    round(r["p"], 3),
                    r["lead"],
                    round(r["p_lead"], 3),
                    r["followers"],
                    round(r["expected_followers"]),
                    round(r["p_followers"], 3),
                )
            )
    return pd.DataFrame(
        rows,
        columns=[
            *("events", "chance", "pairs", "by chance", "p", "lead", "p of lead"),
            *("followers", "of them by chance", "p of followers"),
        ],
    )
