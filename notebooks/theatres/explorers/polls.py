"""Floor 3: the poll explorer - what publics say of Russia, question by question."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..charts import world as charts
from ..model import alignment
from .details import card, source_table, table_html
from .panel import Choice, Opens, Panel, entry
from .wording import brief, count


def _questions(_) -> dict[str, str]:
    asked = tables.read("indicators").set_index("id")["title"]
    return {question: asked[question] for question in alignment.QUESTIONS}


class PollExplorer(Panel):
    """What publics say of Russia, question by question."""

    title = "Poll explorer"
    floor = 412  # of the longest list, in every view
    described = "What publics say"

    question = Choice(
        "Question",
        _questions,
        start="russia_favourable",
        param="asked",
        by="index",
        width="30em",
    )
    poll = Opens("Open a figure", mark="poll", width="40em")

    def rows(self) -> pd.DataFrame:
        """Return the answers to the question."""
        return alignment.polls(self.question.value)

    def headline(self) -> str:
        return f"What do publics say? {brief(self.question.label, 70)}"

    def words(self) -> str:
        rows = self.rows()
        asked = tables.read("indicators").set_index("id").loc[self.question.value]
        ends = [f"{r.value:.0f}% ({r.public}, {r.year})" for r in rows.iloc[[-1, 0]].itertuples()]
        many = int(rows["many"].sum())
        span = f"from {ends[0]} to {ends[1]}" if len(rows) > 1 else ends[0]
        return (
            f"{asked['title']}: {count(len(rows), 'figure')}, {span}."
            f" What is counted: {asked['definition']}."
            f" {many or 'None'} of them pool{'s' * (many == 1)} many publics."
        )

    def still(self):
        return charts.poll_dots(alignment.polls(), alignment.QUESTIONS, self.question.index)

    @poll.offers
    def polls_offered(self) -> list[tuple[str, str]]:
        """Return public, year and share of each answer."""
        rows = self.rows().itertuples()
        return [(f"{r.public}, {r.year}: {r.value:.0f}%", r.id) for r in rows]

    @poll.cards
    def poll_card(self, poll: str) -> str:
        """Return what the card says of a figure."""
        one = self.rows().set_index("id").loc[poll]
        sentence = f"{one['public']}, {one['year']}: {one['value']:.0f} percent."
        return card(sentence, f"Polled by {one['by']}.", sources=one["sources"])

    @poll.shows
    def poll_opened(self, poll: str) -> str:
        """Return a figure with its source."""
        rows = self.rows()
        rows = rows[rows["id"] == poll]
        if rows.empty:
            return ""
        shown = pd.DataFrame(
            {
                "Row": rows["id"],
                "Public": rows["public"],
                "Year": rows["year"],
                "Percent": rows["value"].map("{:.0f}".format),
                "Polled by": rows["by"],
                "Note": rows["note"],
            }
        )
        return table_html(shown, "The figure") + source_table(rows["sources"].iloc[0])


@entry(PollExplorer, "question")
def explore_polls(**start) -> PollExplorer:
    """Open the poll explorer.

    Parameters
    ----------
    question : str, optional
        An indicator of opinion on Russia, its president or the end of the war.
    poll : str, optional
        Id of a figure opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    PollExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return PollExplorer(**start)
