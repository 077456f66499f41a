"""Floor 3: a button that hands the student a file, made at the moment it is pressed."""

from __future__ import annotations

from collections.abc import Callable

import traitlets

from .. import work
from .base import OfOneClass, from_file


class Download(OfOneClass):
    """Save something as a file, through the browser: works offline, on a hub and on Binder alike.

    Parameters
    ----------
    label : str
        What the button says.
    make : callable
        Called at each press; returns the file's name, its media type and its text. An empty name
        saves nothing, and the text is shown as the reason.
    link : bool, optional
        Whether it looks like a link and not like a button, where it is not what to press first.
    """

    _esm = from_file("download.js")
    label = traitlets.Unicode().tag(sync=True)
    link = traitlets.Bool(False).tag(sync=True)

    def __init__(self, label: str, make: Callable[[], tuple[str, str, str]], link: bool = False):
        self.make = make
        super().__init__(label=label, link=link)
        self.on_msg(self.answer)

    def answer(self, _, message, __) -> None:
        """Send the file, or the reason why there is none, when the browser says it was pressed."""
        if isinstance(message, dict) and message.get("wanted"):
            name, kind, text = self.make()
            self.send(
                {
                    "name": name,
                    "type": kind,
                    "text": text if name else "",
                    "said": f" Saved as {name}; look in your downloads." if name else f" {text}",
                }
            )


def save_button() -> Download:
    """Return the button that saves the student's whole work as a file."""
    return Download(
        "Save my work as a file",
        lambda: (
            work.file_name("work", "json"),
            "application/json",
            work.save_out(),
        ),
    )
