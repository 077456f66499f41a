"""Lessons exported by nbconvert: stills and words, as a page without a kernel shows no control."""

import os

c = get_config()  # noqa: F821  (given by Jupyter)
os.environ.setdefault("THEATRES_STILLS", "1")
c.NbConvertBase.display_data_priority = [
    "text/html",
    "text/markdown",
    "image/png",
    "text/latex",
    "text/plain",
]
