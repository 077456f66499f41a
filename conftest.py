"""Every test, lessons included, runs as if nothing had been answered, and never touches the student's own work."""

import os
import tempfile

import nbval.kernel

os.environ["THEATRES_WORK"] = tempfile.mkdtemp(prefix="two-theatres-")

# nbval spells out every kernel message for its debug log, wanted or not: a quarter of a lesson's time. The log itself still can.
nbval.kernel.pformat = lambda message: message
