"""Floor 4: what a lesson calls to show a few rows.

Everything else it calls lives on the floors below.
"""

from __future__ import annotations

import re

import pandas as pd


class Rows:
    """A few rows to be read: a plain table in the notebook, plain text where there is none."""

    def __init__(self, frame: pd.DataFrame):
        said = {
            column: frame[column].map(lambda yes: "yes" if yes else "no")
            for column in frame.select_dtypes("bool")
        }
        self.frame = frame.assign(**said)

    def __repr__(self) -> str:
        return self.frame.fillna("").to_string(index=False)

    def _repr_html_(self) -> str:
        with pd.option_context("display.max_colwidth", None):
            plain = (
                self.frame.astype(object)
                .fillna("")
                .to_html(index=False, render_links=True, justify="left", border=0)
            )
        plain = re.sub(
            "<(td|th)>", r'<\1 style="text-align: left">', plain
        )  # JupyterLab sets every cell to the right
        return plain.replace("<a href", '<a style="overflow-wrap: anywhere" href')


def show(rows: pd.DataFrame, *columns: str) -> Rows:
    """Show rows in full: whole sentences, no row numbers, addresses as links.

    Parameters
    ----------
    rows : pandas.DataFrame
        What to show.
    *columns : str
        Which columns, in which order; all by default.

    Returns
    -------
    Rows
        Leave it as the last line of a cell.
    """
    return Rows(rows.loc[:, list(columns)] if columns else rows)
