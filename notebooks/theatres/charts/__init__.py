"""Floor 2: pure functions, table in and Altair chart out; one theme, one palette."""

import sys
from typing import Any

# Altair's checker of charts would learn to read durations too, if it could: a megabyte in every
# kernel, and no chart holds one. For as long as Altair is loaded the module counts as missing.
_modules: dict[str, Any] = sys.modules
_spared = _modules.setdefault("isoduration", None) is None
import altair  # noqa: E402, F401

if _spared:
    del _modules["isoduration"]
