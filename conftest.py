"""Every test, lessons included, runs as if nothing had been answered.

The student's own work is never touched.
"""

import os
import tempfile

import nbval.kernel

os.environ["THEATRES_WORK"] = tempfile.mkdtemp(prefix="two-theatres-")

# nbval spells out every kernel message for its debug log, wanted or not: a quarter of a lesson's
# time. The log itself still can.
nbval.kernel.pformat = lambda message: message


def pytest_configure(config):
    """Let lessons say what their charts look like: plain `pytest --nbval notebooks` passes too."""
    if config.getoption("nbval", False):
        os.environ.setdefault("THEATRES_STILLS", "check")


def pytest_terminal_summary(terminalreporter):
    """Name the cure where a lesson was saved by JupyterLab, whose outputs are other ones."""
    failed = terminalreporter.stats.get("failed", [])
    if any(".ipynb" in report.nodeid for report in failed):
        terminalreporter.write_line(
            "A lesson that JupyterLab saved has other outputs than the committed one: "
            "`git checkout notebooks` restores it, `make notebooks` saves it afresh.",
            yellow=True,
        )
