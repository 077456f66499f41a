"""How often two states vote the same way in the General Assembly, over all recorded roll calls.

Measure, for two states and a period, over the roll calls of the regular sessions in which **both**
voted yes, abstained or voted no (absent and non-member left out): their number, and the share in
which the two votes are the same. Nobody chose the roll calls with Europe or Asia in mind. States
are those that the actors table has at home in a region. The file ends in June 2024, so that the
last period ends before the commentary; emergency sessions are not in it.
"""

import csv
import itertools
import pathlib

import numpy as np
import pandas as pd

FILE = "unga-votes/unga_votes_1946_2024.csv"
ACTORS = pathlib.Path(__file__).resolve().parents[2] / "data" / "actors.csv"
PERIODS = ((2014, 2017), (2018, 2021), (2022, 2024))
CAST = (1, 2, 3)  # yes, abstain, no
FEWEST = 50  # roll calls compared
COLUMNS = ["since", "until", "a", "b", "votes", "identical"]


def derive(raw: pathlib.Path) -> dict[str, pd.DataFrame]:
    """Identical votes of each pair of states in each period as rows of `voting`.

    Parameters
    ----------
    raw : pathlib.Path
        Folder that holds `unga-votes/`.

    Returns
    -------
    dict of str to pandas.DataFrame
        `voting`: since and until (years, both included), a and b (in order of name), votes (roll
        calls compared), identical (share with the same vote, 0 to 1).
    """
    calls = pd.read_csv(raw / FILE, low_memory=False)
    with ACTORS.open(encoding="utf-8") as file:
        states = sorted(
            r["id"] for r in csv.DictReader(file) if r["kind"] == "state" and r["id"] in calls
        )
    year = calls["date"].str[:4].astype(int)
    rows = []
    for since, until in PERIODS:
        cast = calls.loc[year.between(since, until), states].apply(pd.to_numeric).to_numpy()
        voted = np.isin(cast, CAST)
        for i, j in itertools.combinations(range(len(states)), 2):
            both = voted[:, i] & voted[:, j]
            if both.sum() >= FEWEST:
                same = (cast[both, i] == cast[both, j]).mean()
                rows.append((since, until, states[i], states[j], int(both.sum()), round(same, 3)))
    return {"voting": pd.DataFrame(rows, columns=COLUMNS)}
