"""Floor 3: the flow explorer - what is said to flow among the four, and whose figures say so."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..charts import axis as charts
from ..model import axis
from .details import card, source_table, table_html
from .panel import Choice, Opens, Panel, entry
from .wording import LINE, brief, count

ALL = "all"  # opens every figure shown
BASIS = {
    "estimate": "estimated",
    "claim": "asserted by an interested party",
    "reported": "as the source reports",
    "derived": "worked out by us",
}


def _flows(_) -> dict[str, str]:
    title = tables.read("indicators").set_index("id")["title"]
    return {flow: title[flow] for flow in axis.FLOWS}


def _parties(panel: FlowExplorer) -> dict[str, str]:
    parties = list(dict.fromkeys(panel.rows()["who"]))
    if len(parties) == 1:
        return {"": f"{parties[0]} (nobody else)"}
    return {"": "everybody's", **{who: who for who in parties}}


class FlowExplorer(Panel):
    """Published figures of one flow, by whoever estimates or claims them."""

    title = "Flow explorer"
    floor = 393
    sentence_lines = 3
    described = "Published figures by date and by who gives them"

    flow = Choice("Flow", _flows, start=next(iter(axis.FLOWS)), redraws=True, width="46em")
    who = Choice("Whose figures", _parties, follows=("flow",), start="", width="26em")
    figure = Opens("Open a figure", mark="figure", width="40em")

    _read: tuple[str, pd.DataFrame] = ("", pd.DataFrame())

    def rows(self) -> pd.DataFrame:
        """Return every figure of the flow, read once for list, words, card and table."""
        flow = self.flow.value
        if self._read[0] != flow:
            self._read = flow, axis.flow(flow)
        return self._read[1]

    def shown(self) -> pd.DataFrame:
        """Return the figures that the controls let through now."""
        rows = self.rows()
        return rows[rows["who"] == self.who.value] if self.who.value else rows

    def headline(self) -> str:
        title = self.flow.label
        who = f" by {self.who.value}" if self.who.value else ""
        asks = f"How much{who}, and who says so? "
        return asks + brief(title, LINE - len(asks))

    def words(self) -> str:
        rows, flow = self.shown(), self.flow.value
        title = tables.read("indicators").set_index("id").loc[flow, "title"]
        if axis.FLOWS[flow] == "series" and rows["who"].nunique() > 1:
            parts = dict(tuple(rows.groupby("who", sort=False)))
            runs = "; ".join(_run(who, part) for who, part in parts.items())
            last = {who: part.iloc[-1]["value"] for who, part in parts.items()}
            high, low = max(last, key=last.get), min(last, key=last.get)
            return (
                f"{title}, in {rows['unit'].iloc[0]}: the last figure is highest for {high},"
                f" lowest for {low}. From first to last: {runs}."
            )
        parties = rows["who"].nunique()
        by = "one party" if parties == 1 else f"{parties} parties"
        first, last = next(rows.itertuples()), next(rows.iloc[[-1]].itertuples())
        ends = f"the first {_by(first)}, the last {_by(last)}" if len(rows) > 1 else _by(first)
        said = [f"{title}: {count(len(rows), 'figure')} by {by}, {ends}."]
        apart = axis.spread(rows) if axis.FLOWS[flow] == "estimates" else None
        if apart:
            said.append(
                f"For {apart['year']} the highest, {_by(apart['high'])}, is"
                f" {apart['times']:.1f} times the lowest, {_by(apart['low'])}."
            )
        counts = sorted(rows["basis"].astype(str).value_counts().items())
        sorts = ", ".join(f"{number} {BASIS[basis]}" for basis, number in counts)
        return " ".join([*said, f"By sort: {sorts}."])

    def still(self):
        rows = self.rows()
        series = axis.FLOWS[self.flow.value] == "series"
        return charts.figures(rows, rows["unit"].iloc[0], series, self.who.value)

    @figure.offers
    def figures_offered(self) -> list[tuple[str, str]]:
        """Return all figures, and each."""
        each = [
            (f"{r.date}: {axis.said(r)}, {r.who} ({r.id})", r.id) for r in self.shown().itertuples()
        ]
        return [("all of them", ALL), *each]

    @figure.cards
    def figure_card(self, figure: str) -> str:
        """Return what the card says of a figure, or of all."""
        if figure == ALL:
            return ""
        one = next(self.rows().query("id == @figure").itertuples())
        sort = BASIS[str(one.basis)]
        return card(f"{axis.said(one)}, {one.date}.", f"By {one.who}: {sort}.", sources=one.sources)

    @figure.shows
    def figure_opened(self, figure: str) -> str:
        """Return a figure, or all shown, with sources."""
        rows = self.shown()
        rows = rows if figure == ALL else rows[rows["id"] == figure]
        if rows.empty:
            return ""
        listed = pd.DataFrame(
            {
                "Row": rows["id"],
                "Date": rows["date"],
                "Figure": [axis.said(r) for r in rows.itertuples()],
                "By": rows["who"],
                "Sort": rows["basis"].astype(str),
                "What to know": rows["note"],
            }
        )
        about = tables.read("indicators").set_index("id").loc[self.flow.value, "definition"]
        ids = ";".join(dict.fromkeys(tables.listed(rows["sources"])))
        return table_html(listed, str(about)) + source_table(ids)


def _run(who: str, rows: pd.DataFrame) -> str:
    first, last = rows.iloc[0], rows.iloc[-1]
    return (
        f"{who} {axis.number(first['value'])} ({first['date']})"
        f" to {axis.number(last['value'])} ({last['date']})"
    )


def _by(row) -> str:
    return f"{axis.said(row)} ({row.who}, {row.date})"


@entry(FlowExplorer)
def explore_flows(**start) -> FlowExplorer:
    """Open the flow explorer: what is said to flow among the four, and who says so.

    Parameters
    ----------
    flow : str, optional
        An indicator, such as "dprk_shells_cumulative".
    who : str, optional
        Whose figures stand out.
    figure : str, optional
        Id of a figure opened at once, or "all".
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    FlowExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return FlowExplorer(**start)
