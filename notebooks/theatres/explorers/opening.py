"""Floor 3: the first minute - where do you stand, one map, and one bet before anything is told."""

from __future__ import annotations

from .. import tables, work
from ..charts import network as charts
from ..codes import Whose
from ..model import network
from .panel import Choice, Number, entry
from .relations import RelationExplorer, kinds_of, whose_word

LOW = 255  # pixels of the map, so that its words stand at full size on the first screen
STANCE = "stance/before"  # where the slider is kept, for the report and the class
THEN = 2021  # the last year before the full-scale invasion
BETS = {"": "choose…", "none": "none", "1-3": "1 to 3", "4-6": "4 to 6", "7": "7 or more"}
FIRST_OF = {"none": 0, "1-3": 1, "4-6": 4, "7": 7}  # the smallest count that each bet names


class Opening(RelationExplorer):
    """A stance, kept; the commentary's ties of arms; a bet on what stood before the war."""

    foremost = ("stance", "bet", "year")
    room = 290

    stance = Number(
        "Can they be kept apart (0), or not (100)?",
        0,
        100,
        start=50,
        param="",
        live=False,
        width="38em",
    )
    bet = Choice(
        f"Your bet: how many of these lines stood in {THEN}?",
        BETS,
        start="",
        param="",
        width="33em",
    )
    year = Number(
        "End of year", tables.years, start=2024, width="19em", when=lambda p: bool(p.bet.value)
    )

    kind = Choice("Kind", lambda p: kinds_of(p.ties), start="arms", redraws=True, width="16em")
    asserted = Choice("On whose word", whose_word, start="commentary", width="17em")

    def __init__(self, ties, actors, **start):
        kept = work.get(STANCE)
        self.told = isinstance(kept, (int, float)) and not isinstance(kept, bool)
        self.betted = False
        super().__init__(ties, actors, **({"stance": round(kept)} if self.told else {}), **start)
        self.add_class("theatres-opening")
        self.stance.observe(self._stands, "value")

    def tallness(self) -> float:
        """Return the height of the map: few actors trade arms, and fit the first screen."""
        return LOW if self.kind.value == "arms" else charts.HEIGHT

    def headline(self) -> str:
        return "Who arms whom? Say where you stand, then bet, then look"

    def words(self) -> str:
        if self.betted:
            said = [self._answer_to_the_bet(), super().words()]
            # The first sentence stands in bold: once the year moves on, it tells of that year.
            return " ".join(said if self.year.value == THEN else said[::-1])
        if self.told:
            return f"{super().words()} Now the bet: it opens the years."
        return (
            "Move the first slider to say where you stand, or place the bet: then the words open."
        )

    def _answer_to_the_bet(self) -> str:
        """Say how many ties stood then, beside what was bet."""
        was, now = (len(self._at_the_end_of(year)) for year in (THEN, 2024))
        lowest = max(low for low in FIRST_OF.values() if low <= was)
        right = FIRST_OF.get(self.bet.value) == lowest
        found = f"{was or 'none'} of the {now} stood at the end of {THEN}"
        verdict = "Right" if right else f"You bet {BETS[self.bet.value]}"
        return f"{verdict}: {found}, on the word of the text. Now move the year yourself."

    def _at_the_end_of(self, year: int):
        return network.select_ties(
            self.ties[self.ties["asserted_by"] == Whose.COMMENTARY], year=year, kind="arms"
        )

    def reset(self) -> None:
        """Go back to the start; what the reader said of the question stays said."""
        self.become(**{**self.started, "stance": self.stance.value})

    def moved_off(self) -> bool:
        return self.values() != {**self.started, "stance": self.stance.value}

    def work_out(self) -> None:
        """Open the words once the reader has moved something; a bet is answered when it is made."""
        if self.started is not None:
            self.told = True
            self.betted = bool(self.bet.value)

    def answered(self) -> None:
        """Go back to the year of the bet when it has just been made."""
        if self.betted and not self._went:
            self._went = True
            self.year.value = THEN
        elif not self.betted:
            self._went = False

    _went = False

    def _stands(self, change) -> None:
        work.put(STANCE, change["new"])


@entry(Opening)
def first_minute(**start) -> Opening:
    """Open the first minute of the course: a stance, a map and a bet.

    Parameters
    ----------
    stance : int, optional
        Where the slider stands, 0 (the theatres can be kept apart) to 100 (they cannot); what was
        kept before, if not given. It is kept as it is moved.
    bet : {"", "none", "1-3", "4-6", "7"}, optional
        How many of the lines stood at the end of 2021.
    system, year, actor, kind, sign, asserted, status, crossing, without, view, tie : optional
        As for `explore_ties`.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    Opening
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return Opening(network.ties(), tables.read("actors"), **start)
