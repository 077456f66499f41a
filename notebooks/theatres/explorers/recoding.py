"""Floor 3: our own coding, coded again - how far others agree, and every row that differs."""

from __future__ import annotations

import ipywidgets as W
import pandas as pd

from ..charts import reliability as charts
from ..model import reliability
from .base import alike
from .details import folded, table_html
from .panel import Choice, Panel, entry
from .wording import count

AMONG, WITH_US, ALONE = reliability.GROUPS  # in the order of that table
BORDERS = {"tentative": reliability.TENTATIVE, "conclusions": reliability.FIRM}


class Recoding(Panel):
    """How far other coders, and we, agree on each coding; where we differ, row by row."""

    title = "Our own coding, coded again"
    sentence_lines = 3
    described = "Krippendorff's alpha of each coding, with intervals"

    coding = Choice(
        "Coding",
        lambda panel: {what: what for what in reliability.measured()["what"].astype(str).unique()},
    )

    def _alphas(self) -> pd.DataFrame:
        rows = reliability.measured()
        return rows[rows["what"] == self.coding.value].set_index("coders")

    def headline(self) -> str:
        return f"Do other coders agree with us on the {self.coding.value}?"

    def words(self) -> str:
        alphas = self._alphas()
        apart = count(len(reliability.disagreements(self.coding.value)), "row")
        told = f"{self.coding.value.capitalize()}, {alphas['units'].iloc[0]} rows: "
        if ALONE in alphas.index:
            return (
                f"{told}one reader, who wrote the mended rule and saw none of our codes, agrees "
                f"with us with an alpha of {_said(alphas.loc[ALONE])}. On {apart} the two differ."
            )
        return (
            f"{told}two neutral coders agree among themselves with an alpha of "
            f"{_said(alphas.loc[AMONG])}, and with us {_said(alphas.loc[WITH_US])}. On {apart} at "
            f"least one of the three stands apart."
        )

    def still(self):
        return charts.agreement_dots(reliability.measured(), BORDERS, self.coding.value)

    def clicked(self, mark, field):
        what = (field.get("what") or [""])[0]
        if what:
            self.become(coding=what)

    def answered(self) -> None:
        """Bring the list of rows up to date."""
        self.rows_apart.value = apart_html(self.coding.value)

    def beneath(self):
        self.rows_apart = alike(W.HTML, apart_html(self.coding.value))
        return [self.rows_apart]


def _said(alpha: pd.Series) -> str:
    """Say an alpha, its interval, and what it is enough for."""
    between = f"{alpha['low']:.2f} to {alpha['high']:.2f}"
    return f"{alpha['alpha']:.2f} ({between}: {alpha['enough_for']})"


def apart_html(what: str) -> str:
    """List the rows that not all coded alike, as an HTML table."""
    rows = reliability.disagreements(what).drop(columns="what")
    table = table_html(rows.rename(columns={"row": "Row"}), f"{what}: where coders differ")
    return folded("The rows where coders differ", table)


@entry(Recoding, "coding")
def explore_recoding(**start) -> Recoding:
    """Open our own coding, coded again by others.

    Parameters
    ----------
    coding : str, optional
        Which coding, such as "kind of claim".
    controls : iterable of str, optional
        Controls that stand first; the others are folded away.

    Returns
    -------
    Recoding
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If there is no such coding.
    """
    return Recoding(**start)
