"""Floor 1: the theatres over time - measures at year ends, breaks, and the order of events."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from .. import tables
from . import decoupling, network
from .border import known
from .chance import LEVEL, ROUNDING, deal
from .choices import allowed
from .decoupling import FIRST, LAST, SEED
from .rewiring import fewest_pairs

FEWEST = 5  # ties on each side of a year
WINDOWS = (14, 30, 60, 90, 180)  # days


def at_year_ends(
    table: pd.DataFrame,
    measure: str = "share",
    *,
    a: str = "UKR",
    b: str = "KOR",
    years=range(FIRST, LAST + 1),
    n: int = 200,
    seed: int = SEED,
    **border,
) -> pd.DataFrame:
    """Compute a measure at the end of each year.

    Parameters
    ----------
    table : pandas.DataFrame
        Ties.
    measure : {"share", "ei", "paths", "cut", "nmi"}
        Crossing share; E-I index; edge-disjoint paths between ``a`` and ``b``; single ties to cut
        between them; agreement of communities with home theatres, among actors of the two.
    a, b : str, optional
        The two actors of "paths" and "cut".
    years, n, seed : optional
        Years; draws a year, and their seed, for "share" and "ei".
    **border
        Choices of `engagements`.

    Returns
    -------
    pandas.DataFrame
        Columns ``year``, ``ties``, ``value``, ``expected``, ``low``, ``high`` (middle 95 percent of
        the draws; empty for measures without draws).
    """
    allowed(measure=(measure, ("share", "ei", "paths", "cut", "nmi")))
    rows, coded, ends = [], decoupling.code(table), table[["source", "target"]]
    for year in years:
        holds = network.held(table, year)
        value = expected = low = high = float("nan")
        if measure in ("share", "ei"):
            test = decoupling.chance_test(
                decoupling.engagements(coded, keep=holds, **border), n=n, seed=seed
            )
            value, expected = test.observed, test.expected
            if len(test.draws):
                low, high = np.quantile(test.draws, [0.025, 0.975])
            if measure == "ei":
                value, expected, low, high = (
                    decoupling.ei_index(x) for x in (value, expected, low, high)
                )
        elif measure == "nmi":
            value = decoupling.likeness(ends[holds])
        else:
            value = _to_part(ends[holds], a, b, each_tie=measure == "cut")
        rows.append((year, int(holds.sum()), value, expected, low, high))
    return pd.DataFrame(rows, columns=["year", "ties", "value", "expected", "low", "high"])


def _to_part(table: pd.DataFrame, a: str, b: str, *, each_tie: bool) -> int:
    """Count the pairs, or the single ties, whose cut leaves no path between two actors."""
    ends = table[["source", "target"]].astype(object).to_numpy()
    number = {actor: i for i, actor in enumerate(sorted(set(ends.ravel())))}
    if a not in number or b not in number:
        return 0
    ties = [tuple(sorted((number[one], number[other]))) for one, other in ends]
    pairs = sorted(ties if each_tie else set(ties))
    return fewest_pairs(pairs, {number[a]}, {number[b]})


def break_among_new_ties(
    table: pd.DataFrame,
    year: int = 2022,
    *,
    first: bool = False,
    n: int = 999,
    seed: int = SEED,
    **border,
) -> dict:
    """Test whether ties that begin in or after a year cross theatres more often than older ones.

    Ties of one claim were found together and are no separate draws. So what chance varies is whole
    claims: under the null model the residuals of all ties of a claim keep or change their sign
    together (the wild cluster bootstrap of Cameron, Gelbach and Miller 2008, with the null model
    imposed; read about, not read). Two null models: nothing
    changes; and the share follows a straight line over the years, which a step must exceed.

    Parameters
    ----------
    table : pandas.DataFrame
        Ties with ``since`` and ``claim``; a tie without a claim stands alone.
    year : int, optional
        First year of the later period.
    first : bool, optional
        Whether each pair of actors counts once, at its first tie.
    n, seed : int, optional
        Draws and their seed.
    **border
        Choices of `engagements`, ``weights`` apart.

    Returns
    -------
    dict
        ``before``, ``after`` (shares), ``n_before``, ``n_after`` (ties), ``clusters``,
        ``difference``, ``p`` (two-sided, nothing changes), ``step`` (what the difference exceeds a
        straight line by), ``p_step`` (two-sided, a straight line), ``needed`` (the smallest
        difference that would have had p of 0.05), ``by_year`` (frame: ``year``, ``difference``,
        ``n_before`` for every year that leaves five ties on each side), ``largest`` (year of the
        largest absolute difference, each weighed by its standard error), ``p_any`` (two-sided,
        corrected for having looked at every year). NaN where five ties a side are not there.
    """
    if first:
        table = table.sort_values(["since", "id"], kind="stable")
        table = table[~decoupling.pair_of(table).duplicated()]
    crosses, within = decoupling.crossing(table, **border)
    rows = table[within]
    crosses, since = crosses[within].astype(float), rows["since"].to_numpy(int)
    named = rows["claim"].astype(object).where(rows["claim"].notna(), rows["id"])
    cluster, clusters = pd.factorize(named)
    years = [y for y in range(FIRST + 1, LAST + 1) if _both_sides(since, y) >= FEWEST]
    counted = {"n_before": int((since < year).sum()), "n_after": int((since >= year).sum())}
    if year not in years:
        empty = pd.DataFrame(columns=["year", "difference", "n_before"])
        missing = ("before", "after", "difference", "p", "step", "p_step", "needed", "p_any")
        unknown = dict.fromkeys(missing, float("nan"))
        return {**counted, **unknown, "clusters": len(clusters), "by_year": empty, "largest": None}
    rng = np.random.default_rng(seed)
    signs = rng.choice([-1.0, 1.0], (n, len(clusters)))

    def drawn(weights: np.ndarray, residual: np.ndarray) -> np.ndarray:
        """Return the weighted sums of residuals, once each claim keeps or changes its sign."""
        by_claim = np.zeros((len(clusters), weights.shape[1]))
        np.add.at(by_claim, cluster, weights * residual[:, None])
        return np.einsum("ng,gy->ny", signs, by_claim)

    late = since[:, None] >= np.array(years)
    n_late = late.sum(axis=0)
    n_early = len(since) - n_late
    weights = np.where(late, 1 / n_late, -1 / n_early)
    differences = crosses @ weights
    by_chance = drawn(weights, crosses - crosses.mean())
    spread = np.sqrt(1 / n_late + 1 / n_early)
    weighed, at = np.abs(differences) / spread, years.index(year)
    most = np.abs(by_chance / spread).max(axis=1)
    step, p_step = _beyond_a_line(crosses, since, year, drawn)
    return {
        **counted,
        "before": float(crosses[since < year].mean()),
        "after": float(crosses[since >= year].mean()),
        "clusters": len(clusters),
        "difference": float(differences[at]),
        "p": _two_sided(by_chance[:, at], differences[at]),
        "step": step,
        "p_step": p_step,
        "needed": float(np.quantile(np.abs(by_chance[:, at]), 1 - LEVEL)),
        "by_year": pd.DataFrame(
            {"year": years, "difference": differences, "n_before": n_early.astype(int)}
        ),
        "largest": int(years[int(np.argmax(weighed))]),
        "p_any": decoupling.p_value(most >= weighed.max() - ROUNDING),
    }


def _both_sides(since: np.ndarray, year: int) -> int:
    """Return how many ties the smaller side of a year has."""
    return int(min((since < year).sum(), (since >= year).sum()))


def _two_sided(draws: np.ndarray, observed: float) -> float:
    return decoupling.p_value(np.abs(draws) >= abs(observed) - ROUNDING)


def _beyond_a_line(
    crosses: np.ndarray, since: np.ndarray, year: int, drawn: Callable
) -> tuple[float, float]:
    """Fit a line and a step by least squares; return the step and its p under the line alone."""
    line = np.column_stack([np.ones(len(since)), since - year])
    both = np.column_stack([line, since >= year])
    if np.linalg.matrix_rank(both) < both.shape[1]:  # too few years to tell the one from the other
        return float("nan"), float("nan")
    weights = np.linalg.pinv(both)[-1][:, None]
    step = (crosses @ weights)[0]
    residual = crosses - line @ (np.linalg.pinv(line) @ crosses)
    return float(step), _two_sided(drawn(weights, residual)[:, 0], step)


def breaks(year: int = 2022, *, hindsight: bool = False) -> pd.DataFrame:
    """Show the break among new ties within the two theatres: by source, ties and pairs apart.

    Parameters
    ----------
    year : int, optional
        First year of the later period.
    hindsight : bool, optional
        Whether ties that began after the commentary count too.

    Returns
    -------
    pandas.DataFrame
        ``on the word of``, ``counted``; ``before`` and ``after`` (share that crosses, of how many);
        ``p``; ``needed`` (smallest difference that would have had p of 0.05); ``beyond a trend``
        and ``p beyond``; ``reading``.
    """
    rows = []
    table = network.ties()
    if not hindsight:
        table = table[known(table)]
    for source, called in decoupling.SOURCES.items():
        counted = decoupling.counted_ties(table, source=source)
        for first, how in ((False, "each tie"), (True, "each pair at its first tie")):
            found = break_among_new_ties(counted, year, first=first, scope="two")
            shares = [
                f"{decoupling.percent(found[when])} of {found[f'n_{when}']}"
                for when in ("before", "after")
            ]
            ps = (round(found["p"], 3), f"{found['needed']:.0%}", f"{found['step']:+.0%}")
            rows.append((called, how, *shares, *ps, round(found["p_step"], 3), reading(found)))
    columns = ["on the word of", "counted", "before", "after", "p", "needed", "beyond a trend"]
    return pd.DataFrame(rows, columns=[*columns, "p beyond", "reading"])


def reading(found: dict) -> str:
    """Say what a break test allows one to say, at 0.05 for both sides together."""
    if np.isnan(found["p"]):
        return "too few to tell"
    if found["p"] > LEVEL:
        return "cannot be told from chance"
    if not found["p_step"] <= LEVEL:  # neither where the two cannot be told apart
        return "a change; step or trend cannot be told"
    return "a step beyond a trend"


def dated_events(events: pd.DataFrame, *, since: int = FIRST, joint: bool = True) -> pd.DataFrame:
    """Choose events known to the day; add ``day`` (days since 1970).

    ``joint=False`` leaves out those coded as joining two theatres.
    """
    rows = events[(events["precision"] == "day") & (events["date"].str[:4].astype(int) >= since)]
    if not joint:
        rows = rows[~rows["cross_theatre"].astype(bool)]
    day = rows["date"].to_numpy("datetime64[D]").astype(int)
    return rows.assign(day=day, theatre=rows["theatre"].astype(str)).sort_values(["day", "id"])


def lead_lag(
    events: pd.DataFrame,
    *,
    first: str = "Europe",
    then: str = "Asia-Pacific",
    days: int = 90,
    width: int = 30,
    reach: int = 180,
    n: int = 300,
    seed: int = SEED,
    null: str = "labels",
) -> dict:
    """Test whether events in one theatre follow events in another more often than chance.

    Parameters
    ----------
    events : pandas.DataFrame
        Events with ``day`` and ``theatre``, as `dated_events` returns them.
    first, then : str, optional
        Theatre that would lead, and theatre that would follow.
    days : int, optional
        How long after an event another still counts as following it.
    width, reach : int, optional
        Width of a bar and longest lag drawn, in days.
    n, seed : int, optional
        Draws and their seed.
    null : {"labels", "shift"}, optional
        Deal out the theatres anew among the events; or shift one series against the other, end to
        beginning, which keeps the bursts within each.

    Returns
    -------
    dict
        ``n_first``, ``n_then``; ``pairs`` (first before then, 1 to ``days`` days), ``expected``,
        ``p`` (one-sided: more), ``needed`` (about the smallest number with p of 0.025, the level of
        one side); ``followers`` (events of ``then`` with at least one forerunner within ``days``,
        what event coincidence analysis counts: Donges and others 2016), ``expected_followers``,
        ``p_followers``; ``lead`` (those pairs less the pairs the other way round),
        ``p_lead`` (one-sided); ``bars`` (frame: ``lag`` (middle of the bar, days), ``pairs``,
        ``expected``, ``low``, ``high``).

    Raises
    ------
    ValueError
        If the two theatres are one, or the null model does not exist.
    """
    allowed(null=(null, ("labels", "shift")))
    if first == then:
        raise ValueError(f"choose two different theatres; both are {first!r}")
    rows = events[events["theatre"].isin([first, then])]
    day, is_first = rows["day"].to_numpy(int), (rows["theatre"] == first).to_numpy()
    rng = np.random.default_rng(seed)
    edges = np.arange(-reach, reach + 1, width)
    if is_first.sum() < 2 or (~is_first).sum() < 2:
        empty = pd.DataFrame(columns=["lag", "pairs", "expected", "low", "high"])
        return {
            "n_first": int(is_first.sum()),
            "n_then": int((~is_first).sum()),
            "pairs": 0,
            "expected": float("nan"),
            "p": float("nan"),
            "needed": float("nan"),
            "followers": 0,
            "expected_followers": float("nan"),
            "p_followers": float("nan"),
            "lead": 0,
            "p_lead": float("nan"),
            "bars": empty,
        }
    # Pairs with low < lag <= high, for every draw at once. Sums, not products of matrices: on a
    # busy machine the threads of these wait for one another, a tenth of a second at times.
    if null == "labels":
        dealt = np.vstack([is_first, deal(is_first, n, rng)])
        order = np.argsort(day, kind="stable")
        leads, in_time = dealt[:, order], day[order]
        so_many = np.pad(leads.cumsum(axis=1, dtype=np.int32), ((0, 0), (1, 0)))

        def before(low, high):
            """Count for each event those of the first series by which it lags within bounds."""
            begins, ends = (np.searchsorted(in_time, in_time - lag) for lag in (high, low))
            return np.where(leads, 0, so_many[:, ends] - so_many[:, begins])

        followers = (before(0, days) > 0).sum(axis=1)

        def count(low, high):
            return before(low, high).sum(axis=1)
    else:
        span, start = day.max() - day.min() + 1, day.min()
        at, other = day[is_first] - start, np.bincount(day[~is_first] - start, minlength=span)
        turned = np.stack(
            [np.roll(other, s) for s in np.concatenate([[0], rng.integers(1, span, n)])]
        )
        so_far = np.pad(
            turned.cumsum(axis=1), ((0, 0), (1, 0))
        )  # events of the second series before each day
        so_many = np.pad(np.bincount(at, minlength=span).cumsum(), (1, 0))
        each = np.arange(span)
        followers = (turned * (so_many[each] > so_many[np.maximum(each - days, 0)])).sum(axis=1)

        def count(low, high):
            return (
                so_far[:, np.clip(at + high + 1, 0, span)]
                - so_far[:, np.clip(at + low + 1, 0, span)]
            ).sum(axis=1)

    forward, backward = count(0, days), count(-days - 1, -1)
    bars = np.column_stack(
        [
            count(low if low >= 0 else low - 1, high if high > 0 else high - 1)
            for low, high in zip(edges[:-1], edges[1:])
        ]
    )
    drawn = bars[1:]
    frame = pd.DataFrame(
        {
            "lag": (edges[:-1] + edges[1:]) / 2,
            "pairs": bars[0].astype(int),
            "expected": drawn.mean(axis=0),
            "low": np.quantile(drawn, 0.025, axis=0),
            "high": np.quantile(drawn, 0.975, axis=0),
        }
    )
    lead = forward - backward
    return {
        "n_first": int(is_first.sum()),
        "n_then": int((~is_first).sum()),
        "pairs": int(forward[0]),
        "expected": float(forward[1:].mean()),
        "p": decoupling.p_value(forward[1:] >= forward[0]),
        "needed": float(np.quantile(forward[1:], 1 - LEVEL / 2)) + 1,
        "followers": int(followers[0]),
        "expected_followers": float(followers[1:].mean()),
        "p_followers": decoupling.p_value(followers[1:] >= followers[0]),
        "lead": int(lead[0]),
        "p_lead": decoupling.p_value(lead[1:] >= lead[0]),
        "bars": frame,
    }


def windows(*, since: int = 2022, joint: bool = False, hindsight: bool = False) -> pd.DataFrame:
    """Show how the order of events depends on how long after still counts as following.

    Parameters
    ----------
    since : int, optional
        First year of the events.
    joint : bool, optional
        Whether events that join two theatres by themselves count.
    hindsight : bool, optional
        Whether events after the commentary count.

    Returns
    -------
    pandas.DataFrame
        ``days``; ``events`` (Europe, Asia-Pacific); ``pairs`` (Europe first); for theatres dealt
        out and for a series shifted: ``by chance``, ``needed`` (pairs for p of 0.025), ``p``.
    """
    events = tables.read("events")
    if not hindsight:
        events = events[~tables.is_hindsight(events["date"]).to_numpy(bool)]
    chosen = dated_events(events, since=since, joint=joint)
    rows = []
    for days in WINDOWS:
        dealt, shifted = (lead_lag(chosen, days=days, null=null) for null in ("labels", "shift"))
        counts = (days, f"{dealt['n_first']}, {dealt['n_then']}", dealt["pairs"])
        tests = [
            value
            for r in (dealt, shifted)
            for value in (round(r["expected"]), round(r["needed"]), round(r["p"], 3))
        ]
        rows.append((*counts, *tests))
    shown = ["by chance", "needed", "p"]
    columns = [f"{name}, {how}" for how in ("dealt out", "shifted") for name in shown]
    return pd.DataFrame(rows, columns=["days", "events", "pairs", *columns])
