"""Floor 3: messages between widgets and the page, as a kernel in a browser must pass them.

Such a kernel hands Python's dictionaries to JavaScript as they are, and each None in them is lost:
a hidden axis comes back, a hidden button stays hidden. As JSON they keep it. What a file holds
arrives as an object of JavaScript's.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import comm


def keep_none() -> None:
    """Let widgets of this kernel send None as null; only a kernel in a browser needs it."""
    if sys.platform == "emscripten" and isinstance(comm.create_comm, type):  # a kernel's own kind
        from js import JSON  # what a kernel in a browser has of JavaScript

        comm.create_comm = as_json(comm.create_comm, JSON.parse)


def as_json(made: Any, parse) -> type:
    """Return a kind of comm whose messages are written as JSON, then read by JavaScript.

    Parameters
    ----------
    made : type
        The kernel's own kind of comm.
    parse : callable
        Makes a JavaScript object of JSON text.
    """

    class AsJson(made):
        def publish_msg(self, msg_type, data=None, **more):
            text = json.dumps(data or {}, default=plain)
            super().publish_msg(msg_type, data=parse(text), **more)

        def handle_msg(self, msg):
            buffers = [as_bytes(buffer) for buffer in msg.get("buffers") or []]
            super().handle_msg({**msg, "buffers": buffers})

    return AsJson


def plain(value) -> int | float:
    """Turn a number of numpy's, which JSON does not know, into Python's own."""
    return value.item()


def as_bytes(buffer) -> memoryview:
    """Return what a buffer holds, whether it is Python's or JavaScript's."""
    return buffer.to_memoryview() if hasattr(buffer, "to_memoryview") else memoryview(buffer)
