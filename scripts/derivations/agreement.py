"""How often a state votes like Russia, China or the United States in the General Assembly, year by
year.

Measure, for a state, a partner and a calendar year, over the roll calls in which **both** voted
yes, abstained or voted no (absent and non-member left out):

- identical share: roll calls with the same vote, divided by those roll calls;
- agreement score: mean of 1 - |difference| / 2 with yes 1, abstain 2, no 3, so that an abstention
counts half; - distance: absolute difference of the two ideal points of the year (final passage;
Bailey, Strezhnev and Voeten 2017).

Shares rest on the regular sessions only and move with the agenda; ideal points are built to part
agenda from preference, and from 2022 they include the emergency sessions. The roll calls end in
June 2024: that year rests on six of them at most, too few for a share. Serbia is carried as YUG in
the ideal points: recoded to SRB, all its rows given from 2006.
"""

import pathlib

import pandas as pd

PARTNERS = ("RUS", "CHN", "USA")
STATES = (
    "ARE",
    "ARG",
    "AUS",
    "BLR",
    "BRA",
    "CAN",
    "CHN",
    "CUB",
    "DEU",
    "EGY",
    "FRA",
    "GBR",
    "HUN",
    "IDN",
    "IND",
    "IRN",
    "ISR",
    "JPN",
    "KAZ",
    "KOR",
    "MEX",
    "MYS",
    "NGA",
    "NZL",
    "PAK",
    "PHL",
    "POL",
    "PRK",
    "RUS",
    "SAU",
    "SGP",
    "SRB",
    "THA",
    "TUR",
    "UKR",
    "USA",
    "VNM",
    "ZAF",
)
YEARS = (1992, 2024)
SERBIA_FROM = 2006
CAST = (1, 2, 3)
COLUMNS = ["year", "state", "partner", "votes", "identical", "agreement", "distance"]


def derive(raw: pathlib.Path) -> dict[str, pd.DataFrame]:
    """Yearly agreement with each partner as rows of `agreement`.

    Parameters
    ----------
    raw : pathlib.Path
        Folder that holds `unga-votes/` and `unga-idealpoints/`.

    Returns
    -------
    dict of str to pandas.DataFrame
        `agreement`: year, state, partner, votes (roll calls compared), identical and agreement (0
        to 1), distance (scale of the data set; missing where one of the two has no ideal point).
    """
    calls = pd.read_csv(raw / "unga-votes" / "unga_votes_1946_2024.csv", low_memory=False)
    year = calls.date.str[:4].astype(int)
    inside = year.between(*YEARS)
    cast = calls.loc[inside, [s for s in STATES if s in calls]].apply(pd.to_numeric)
    cast = cast.where(cast.isin(CAST))
    shares = pd.concat(
        _pair(cast, year[inside], s, p) for s in cast for p in PARTNERS if p in cast and s != p
    )
    points = pd.read_csv(raw / "unga-idealpoints" / "idealpoints_1990_2024.csv")
    points = points.assign(state=points.iso3.replace("YUG", "SRB")).drop_duplicates(
        ["state", "year"]
    )
    point = points.set_index(["year", "state"]).idealpointfp
    own, other = (
        point.reindex(pd.MultiIndex.from_frame(shares[["year", c]])).to_numpy()
        for c in ("state", "partner")
    )
    rows = shares.assign(distance=abs(own - other).round(4))
    rows = rows[(rows.state != "SRB") | (rows.year >= SERBIA_FROM)]
    return {"agreement": rows.sort_values(["state", "partner", "year"], ignore_index=True)[COLUMNS]}


def _pair(cast, year, state, partner):
    both = cast[[state, partner]].dropna()
    gap = (both[state] - both[partner]).abs()
    by = gap.groupby(year.loc[both.index])
    out = pd.DataFrame(
        {
            "votes": by.size(),
            "identical": by.agg(lambda g: (g == 0).mean()).round(4),
            "agreement": (1 - by.mean() / 2).round(4),
        }
    )
    return out.rename_axis("year").reset_index().assign(state=state, partner=partner)


def period_shares(rows: pd.DataFrame, pairs, periods) -> pd.DataFrame:
    """Pool the years of each period.

    Identical share weighted by roll calls, distance as the mean of the years.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of `agreement`.
    pairs : iterable of (state, partner)
        Pairs wanted.
    periods : iterable of (first year, last year)
        Periods, both years included.

    Returns
    -------
    pandas.DataFrame
        state, partner, first, last, votes, identical (0 to 1), distance.
    """
    out = []
    for state, partner in pairs:
        for first, last in periods:
            part = rows[
                (rows.state == state) & (rows.partner == partner) & rows.year.between(first, last)
            ]
            same = (part.identical * part.votes).sum() / part.votes.sum()
            out.append(
                (
                    state,
                    partner,
                    first,
                    last,
                    int(part.votes.sum()),
                    round(same, 4),
                    round(part.distance.mean(), 4),
                )
            )
    return pd.DataFrame(
        out, columns=["state", "partner", "first", "last", "votes", "identical", "distance"]
    )
