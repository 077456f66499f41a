"""Floor 2: pure functions, table in and Altair chart out; one theme, one palette."""

import sys
from typing import Any

# Altair's checker of charts learns every format that it finds a reader for, two megabytes in each
# kernel; a chart holds addresses and nothing of these. They count as missing while it is loaded.
_UNASKED = (
    "fqdn",
    "idna",
    "isoduration",
    "jsonpointer",
    "rfc3339_validator",
    "uri_template",
    "webcolors",
)
_modules: dict[str, Any] = sys.modules
_spared = [name for name in _UNASKED if _modules.setdefault(name, None) is None]
import altair  # noqa: E402, F401

for _name in _spared:
    del _modules[_name]
