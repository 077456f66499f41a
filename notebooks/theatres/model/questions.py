"""Floor 1: the questions of the self-checks - which are asked, and where an old one went."""

from __future__ import annotations

import pandas as pd

from .. import tables


def asked() -> pd.DataFrame:
    """Return the questions that are asked today, without the retired ones.

    Returns
    -------
    pandas.DataFrame
        Rows of the questions table.
    """
    rows = tables.read("questions")
    return rows[rows["retired"].isna()]


def earlier_forms(question: str) -> list[str]:
    """List the retired forms of a question, newest first.

    Parameters
    ----------
    question : str
        Id of a question.

    Returns
    -------
    list of str
        Ids of the questions that it replaced, and of those that they replaced.
    """
    rows = tables.read("questions")
    before = rows.loc[rows["retired"] == question, "id"].to_list()
    return before + [older for one in before for older in earlier_forms(one)]
