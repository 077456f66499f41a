"""Floor 1: the theatres over time - measures at year ends, breaks, and the order of events."""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import decoupling, network
from .choices import allowed
from .decoupling import FIRST, LAST, SEED


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
        between them; agreement of communities with home theatres.
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
    rows, coded = [], decoupling.code(table)
    for year in years:
        holds = network.held(table, year)
        value = expected = low = high = float("nan")
        if measure in ("share", "ei"):
            test = decoupling.theatre_test(
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
            found = decoupling.communities(table[holds])
            value = decoupling.normalised_mutual_information(found["community"], found["theatre"])
        else:
            joined = decoupling.connection(table[holds], a, b)
            value = len(joined.paths) if measure == "paths" else joined.ties_to_cut
        rows.append((year, int(holds.sum()), value, expected, low, high))
    return pd.DataFrame(rows, columns=["year", "ties", "value", "expected", "low", "high"])


def break_among_new_ties(
    table: pd.DataFrame, year: int = 2022, *, n: int = 999, seed: int = SEED, **border
) -> dict:
    """Test whether ties that begin in or after a year cross theatres more often than older ones.

    The crossings are dealt out anew among the starting years. Ties of one sentence or one summit
    are no separate draws, so that the p-values are too small rather than too large.

    Parameters
    ----------
    table : pandas.DataFrame
        Ties with ``since``.
    year : int, optional
        First year of the later period.
    n, seed : int, optional
        Draws and their seed.
    **border
        Choices of `engagements`, ``weights`` apart.

    Returns
    -------
    dict
        ``before``, ``after`` (shares), ``n_before``, ``n_after`` (ties), ``difference``, ``p``
        (two-sided), ``by_year`` (frame: ``year``, ``difference``, ``n_before`` for every year that
        leaves five ties on each side), ``largest`` (year of the largest absolute difference, each
        weighed by its standard error), ``p_any`` (two-sided, corrected for having looked at every
        year).
    """
    crosses, within = decoupling.crossing(table, **border)
    crosses, since = crosses[within], table["since"].to_numpy(int)[within]
    rng = np.random.default_rng(seed)
    years = [
        y for y in range(FIRST + 1, LAST + 1) if min((since < y).sum(), (since >= y).sum()) >= 5
    ]
    if year not in years:
        return {
            "before": float("nan"),
            "after": float("nan"),
            "n_before": int((since < year).sum()),
            "n_after": int((since >= year).sum()),
            "difference": float("nan"),
            "p": float("nan"),
            "by_year": pd.DataFrame(columns=["year", "difference", "n_before"]),
            "largest": None,
            "p_any": float("nan"),
        }
    dealt = np.vstack([crosses, rng.permuted(np.tile(crosses, (n, 1)), axis=1)])
    in_order = np.argsort(since, kind="stable")
    n_early = np.searchsorted(since[in_order], years)
    n_late = len(since) - n_early
    so_far = dealt[:, in_order].cumsum(
        axis=1, dtype=np.int32
    )  # crossings among the ties that begin first
    in_early = so_far[:, n_early - 1]
    differences = (so_far[:, -1:] - in_early) / n_late - in_early / n_early
    weighed = np.abs(differences) / np.sqrt(1 / n_late + 1 / n_early)
    at = years.index(year)
    return {
        "before": float(crosses[since < year].mean()),
        "after": float(crosses[since >= year].mean()),
        "n_before": int(n_early[at]),
        "n_after": int(n_late[at]),
        "difference": float(differences[0, at]),
        "p": decoupling.p_value(np.abs(differences[1:, at]) >= abs(differences[0, at]) - 1e-12),
        "by_year": pd.DataFrame(
            {"year": years, "difference": differences[0], "n_before": n_early.astype(int)}
        ),
        "largest": int(years[int(np.argmax(weighed[0]))]),
        "p_any": decoupling.p_value(weighed[1:].max(axis=1) >= weighed[0].max() - 1e-12),
    }


def break_among_years(series: pd.DataFrame, year: int = 2022) -> dict:
    """Test for a step in a series of year ends by turning the series round.

    Years are not independent: ties last. So the series is rotated as a whole, which keeps the
    likeness of neighbours; with 14 years there are 14 rotations, and no p-value can fall below
    1/14.

    Returns
    -------
    dict
        ``before``, ``after`` (means), ``difference``, ``p`` (one-sided: a step up at least as
        large), ``smallest_p``.
    """
    rows = series.dropna(subset=["value"])
    value, late = rows["value"].to_numpy(float), (rows["year"] >= year).to_numpy()
    if late.all() or not late.any():
        return {
            "before": float("nan"),
            "after": float("nan"),
            "difference": float("nan"),
            "p": float("nan"),
            "smallest_p": float("nan"),
        }
    steps = np.array(
        [
            np.roll(value, k)[late].mean() - np.roll(value, k)[~late].mean()
            for k in range(len(value))
        ]
    )
    return {
        "before": float(value[~late].mean()),
        "after": float(value[late].mean()),
        "difference": float(steps[0]),
        "p": float((steps >= steps[0] - 1e-12).mean()),
        "smallest_p": 1 / len(value),
    }


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
        ``p`` (one-sided: more); ``lead`` (those pairs less the pairs the other way round),
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
            "lead": 0,
            "p_lead": float("nan"),
            "bars": empty,
        }
    # Pairs with low < lag <= high, for every draw at once. Sums, not products of matrices: on a
    # busy machine the threads of
    # these wait for one another, a tenth of a second at times.
    if null == "labels":
        dealt = np.vstack([is_first, rng.permuted(np.tile(is_first, (n, 1)), axis=1)])
        order = np.argsort(day, kind="stable")
        early, late = np.triu_indices(len(day), 1)
        apart = day[order][late] - day[order][early]
        near = np.flatnonzero((apart > 0) & (apart <= max(reach, days)))
        near = near[np.argsort(apart[near], kind="stable")]
        apart, early, late = apart[near], dealt[:, order[early[near]]], dealt[:, order[late[near]]]
        ahead, behind = early & ~late, late & ~early

        def count(low, high):
            within = slice(
                *np.searchsorted(
                    apart, (low, high) if low >= 0 else (-high - 1, -low - 1), side="right"
                )
            )
            return np.count_nonzero((ahead if low >= 0 else behind)[:, within], axis=1)
    else:
        span, start = day.max() - day.min() + 1, day.min()
        at, other = day[is_first] - start, np.bincount(day[~is_first] - start, minlength=span)
        turned = np.stack(
            [np.roll(other, s) for s in np.concatenate([[0], rng.integers(1, span, n)])]
        )
        so_far = np.pad(
            turned.cumsum(axis=1), ((0, 0), (1, 0))
        )  # events of the second series before each day

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
        "lead": int(lead[0]),
        "p_lead": decoupling.p_value(lead[1:] >= lead[0]),
        "bars": frame,
    }
