"""Floor 1: values that somebody chooses by name - one refusal for whatever is not offered."""

from __future__ import annotations

from collections.abc import Iterable


def known(what: str, value, offered: Iterable):
    """Return a value that is offered.

    Raises
    ------
    ValueError
        If it is not; the message names the value and lists those that are.
    """
    offered = list(offered)
    if value not in offered:
        raise ValueError(f"there is no {what} {value!r}; choose one of {listed(offered)}")
    return value


def allowed(**choices: tuple) -> None:
    """Check several choices at once.

    Parameters
    ----------
    **choices
        Name of the choice to its value and the values that are offered.

    Raises
    ------
    ValueError
        If one is not offered; the message names the choice and lists what is.
    """
    for what, (value, offered) in choices.items():
        if value not in offered:
            raise ValueError(f"{what} cannot be {value!r}; choose one of {listed(offered)}")


def listed(offered: Iterable) -> str:
    """Join what is offered; what stands for "no choice" (empty, None) is not worth naming."""
    return ", ".join(str(value) for value in offered if value not in ("", None))
