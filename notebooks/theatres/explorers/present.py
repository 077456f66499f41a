"""Floor 3: presentation mode - charts as large as the page allows, no code, for a projector."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from ..model import choices


class Present(anywidget.AnyWidget):
    """A switch for the whole page; it leaves no trace in the notebook."""

    _esm = Path(__file__).with_name("present.js")
    on = traitlets.Bool(True).tag(sync=True)

    def __repr__(self) -> str:
        return (
            "Presentation mode: a button here switches big type and big charts on and off,"
            " and code off and on."
        )

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return {**data, "text/plain": repr(self)}, metadata


def present(on: bool = True) -> Present:
    """Switch presentation mode on: charts as large as the page allows, larger type, no code.

    Every lesson has the same switch in its toolbar, and under Alt+Shift+P, once it has run.

    Parameters
    ----------
    on : bool, optional
        False switches it off again; so does the button, and so does closing the page.

    Returns
    -------
    Present
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If it is neither True nor False.
    """
    choices.allowed(on=(on, (True, False)))
    return Present(on=on)
