"""Floor 3: the Vega libraries as one JavaScript file, built once into the user's cache folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_path

_SNIPPET = """
const shelf = (globalThis.__twoTheatres ??= (() => {
  let bring;
  const vegaEmbed = new Promise((resolve) => { bring = resolve; });
  return { vegaEmbed, bring };
})());
shelf.bring(vegaEmbed);
export default { initialize() {}, render() {} };
"""
# Nine dashes and dots beyond Latin-1, all of them in strings, are spelt out: they would make Python
# keep two bytes a letter, a megabyte in every kernel.
_BUILD = r"""
import re, sys, vl_convert
made = vl_convert.javascript_bundle(sys.stdin.read(), vl_version="6.4")
spelt = re.sub("[^\x00-\xff]", lambda wide: f"\\u{ord(wide[0]):04x}", made)
sys.stdout.buffer.write(spelt.encode())
"""


# An edition that can start no process, as in a browser, brings the file along.
BROUGHT = Path(__file__).with_name("vega.js")


def bundle() -> Path:
    """Return the file that holds vega, vega-lite and vega-embed; build it if there is none yet.

    Built from what the vl-convert package ships (no network), in a process of its own: it takes a
    second and 90 MB that the kernel need not keep. Written under another name first, so that two
    kernels starting at once do no harm.

    Raises
    ------
    RuntimeError
        If vl-convert cannot build it; the message says how to repair the installation.
    """
    if BROUGHT.is_file():
        return BROUGHT
    path = user_cache_path("two-theatres") / f"vega-{version('vl-convert-python')}-2.js"
    if not path.is_file():
        built = subprocess.run(
            [sys.executable, "-c", _BUILD],
            input=_SNIPPET.encode(),
            capture_output=True,
            check=False,
        )
        if built.returncode:
            raise RuntimeError(
                "The chart library could not be prepared."
                " Run `make clean lab` to install the course again."
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(built.stdout)
        os.replace(name, path)
    return path


if __name__ == "__main__":
    print(f"charts ready: {bundle().stat().st_size / 1e6:.1f} MB")
