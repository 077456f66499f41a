"""Floor 3: whose argument - one switch opens the same explorer on the commentary or its rival."""

from __future__ import annotations

import ipywidgets as W

from .. import tables
from ..model import rival as sides_by_side
from .base import Explorer, alike
from .own import Opened

SIDES = {"the commentary's": "commentary", "its rival's": "rival"}
BOTH = {"both": "both"}
TOOLS = {  # explorer, its module, whether it can hold both arguments at once
    "browse_claims": ("claims", False),
    "outline": ("outline", False),
    "explore_ties": ("relations", False),
    "evidence_ledger": ("ledger", True),
    "argument_map": ("argument", False),
    "weigh": ("weighing", True),
    "forecast_ledger": ("forecasts", False),
    "policy_lab": ("verdict", False),
}

STANCES = {"commentary": "linkage", "rival": "asia-first", "both": ""}
BESIDE_ROOM = ("weigh", "argument_map")  # what has more arrows gathers more: say how many


def _room() -> str:
    """Say what each argument has to speak with."""
    parts = [
        f"the {who} has {row['claims']:.0f} claims, {row['arrows']:.0f} arrows,"
        f" {row['judgements a checkable claim']} judgements a checkable claim"
        for who, row in sides_by_side.room().iterrows()
    ]
    return f"Room: {'; '.join(parts)}. More arrows gather more."


def _tool(name: str):
    from importlib import import_module

    return getattr(import_module(f".{TOOLS[name][0]}", __package__), name)


class Argument(Opened):
    """One argument of the course: the commentary's, its rival's, or both.

    Parameters
    ----------
    argument : str
        "commentary", "rival" or "both".
    """

    def __init__(self, argument: str):
        self.argument = argument
        self.shelf = tables.argument_shelf(argument)

    def open(self, tool: str, *first, **start):
        """Open one of the explorers of `TOOLS` on it, with the explorer's own starting values."""
        if tool == "policy_lab":  # measures of every stance lie on one bench; the stance is turned
            with tables.using(None):
                return _tool(tool)(*first, **{"stance": STANCES[self.argument], **start})
        return self._open(_tool(tool), start, *first)

    def __repr__(self) -> str:
        rows = {name: len(self.read(name)) for name in ("claims", "reasons", "evidence")}
        return (
            f"{self.argument}: {rows['claims']} claims, {rows['reasons']} reasons, "
            f"{rows['evidence']} judgements."
        )


class Whose(Explorer):
    """An explorer under a switch that says whose argument it shows; each side keeps its state."""

    def __init__(self, tool: str, argument: str, start: dict):
        self.tool, self.start = tool, start
        self.opened: dict[str, Explorer] = {}
        sides = SIDES | (BOTH if TOOLS[tool][1] else {})
        self.whose = alike(
            W.ToggleButtons,
            description="Whose argument",
            options=list(sides.items()),
            value=argument,
            style={"button_width": "11em", "description_width": "auto"},
        )
        self.inside = alike(W.VBox, [self._explorer()])
        super().__init__("Whose argument?", [self.whose, self.inside])
        switch = alike(W.HBox, [self.whose, self.spoken])
        switch.add_class("theatres-switch")
        self.add_class("theatres-whose")
        self.children = [switch, self.inside]  # one row, so that the explorer keeps its stage
        self.whose.observe(self._turn, "value")
        self.tell()

    def _explorer(self) -> Explorer:
        side = self.whose.value
        if side not in self.opened:
            self.opened[side] = Argument(side).open(self.tool, **self.start.get(side, {}))
        return self.opened[side]

    def words(self) -> str:
        shown = self._explorer()
        who = {v: k for k, v in (SIDES | BOTH).items()}[self.whose.value]
        said = f"Shown: {who}. {shown.words()}"
        return f"{said} {_room()}" if self.tool in BESIDE_ROOM else said

    def tell(self, *_) -> None:
        """Say above the explorer only what it does not say itself."""
        who = {side: words for words, side in (SIDES | BOTH).items()}[self.whose.value]
        self.say(f"Shown: {who}. {_room() if self.tool in BESIDE_ROOM else ''}")

    def still(self):
        return self._explorer().still()

    def _turn(self, _) -> None:
        if self.whose.value not in self.opened:  # the first time a side takes a moment to open
            self.say("Opening ...")
        self.inside.children = [self._explorer()]
        self.tell()


def whose_argument(
    tool: str = "browse_claims",
    argument: str = "rival",
    *,
    commentary: dict | None = None,
    rival: dict | None = None,
    both: dict | None = None,
) -> Whose:
    """Open one of the course's explorers under a switch: the commentary's argument, or its rival's.

    Parameters
    ----------
    tool : str, optional
        "browse_claims", "outline", "explore_ties", "evidence_ledger", "argument_map", "weigh",
        "forecast_ledger" or "policy_lab" (prescriptions).
    argument : str, optional
        Whose is shown first: "commentary", "rival", or (ledger and weighing) "both".
    commentary, rival, both : dict, optional
        Starting values of the explorer on that side, as it names them.

    Returns
    -------
    Whose
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If there is no such explorer or side; the message lists those there are.
    """
    if tool not in TOOLS:
        raise ValueError(f"there is no explorer {tool!r} here; choose one of {', '.join(TOOLS)}")
    sides = [*SIDES.values(), *(BOTH.values() if TOOLS[tool][1] else ())]
    if argument not in sides:
        raise ValueError(f"{tool} does not show {argument!r}; choose one of {', '.join(sides)}")
    start = {"commentary": commentary or {}, "rival": rival or {}, "both": both or {}}
    for side, given in start.items():
        if not isinstance(given, dict):
            right = "a dictionary of starting values, as the explorer names them"
            raise ValueError(f"{side} cannot be {given!r}; choose {right}")
    return Whose(tool, argument, start)


def open_argument(argument: str = "rival") -> Argument:
    """Open one argument of the course, for those who would rather call than switch.

    Parameters
    ----------
    argument : {"commentary", "rival", "both"}, optional
        Whose.

    Returns
    -------
    Argument
        The same door as for an argument of your own: ``browse_claims``, ``argument_map``,
        ``explore_ties``, ``read``; every explorer of `whose_argument` by ``open(name)``.

    Raises
    ------
    ValueError
        If there is no such argument.
    """
    sides = [*tables.ARGUMENTS, "both"]
    if argument not in sides:
        raise ValueError(f"there is no argument {argument!r}; choose one of {', '.join(sides)}")
    return Argument(argument)
