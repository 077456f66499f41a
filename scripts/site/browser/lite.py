"""Build the browser edition: the whole course on JupyterLite, with everything it needs beside it.

python scripts/site/browser/lite.py PYODIDE WHEELS FOLDER

PYODIDE is npm's package, WHEELS a folder of all wheels, FOLDER where the edition goes. Run by the
Python that builder.txt was installed into; `scripts/run.py site` does all that.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
COURSE = "two_theatres_course"  # the folder, beside the packages, that the kernel has the course in
PACKAGES = f"/lib/python3.12/site-packages/{COURSE}/notebooks"
KERNEL = "@jupyterlite/pyodide-kernel-extension"
# The kernel asks for these by name and does without them; IPython names what it keeps history with.
NO_DATABASE = b"""class Connection: ...
class DatabaseError(Exception): ...
class OperationalError(DatabaseError): ...
class IntegrityError(DatabaseError): ...
"""
STANDS_IN = {"ssl": {}, "sqlite3": {"sqlite3.py": NO_DATABASE}}
PARTS = ("pyodide.js", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
NOT_OURS = {"__pycache__", ".ipynb_checkpoints", "commentary.txt"}  # that text is not ours to ship
ANY_DAY = (1980, 1, 1, 0, 0, 0)  # of files in a wheel: the same content makes the same file


def wheel(folder: Path, name: str, files: dict[str, bytes]) -> Path:
    """Write a wheel of some files, so that Pyodide can lay them beside its packages."""
    info = f"{name}-1.dist-info"
    about = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": b"",
    }
    path = folder / f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for inside, content in {**files, **about}.items():
            packed.writestr(zipfile.ZipInfo(inside, ANY_DAY), content, zipfile.ZIP_DEFLATED)
    return path


def course_files(libraries: Path) -> dict[str, bytes]:
    """Return the package, its tables, and the chart libraries where `bundle` looks for them."""
    wanted = [
        *(ROOT / "notebooks" / "theatres").rglob("*"),
        *(ROOT / "data").rglob("*"),
        *(ROOT / "own_argument").rglob("*"),
        *(ROOT / "seeds").iterdir(),
    ]
    files = {
        f"{COURSE}/{path.relative_to(ROOT).as_posix()}": path.read_bytes()
        for path in wanted
        if path.is_file() and not NOT_OURS & {path.name, *path.parts}
    }
    files[f"{COURSE}/notebooks/theatres/explorers/vega.js"] = libraries.read_bytes()
    return files


def lock(pyodide: Path, wheels: list[Path]) -> dict:
    """Describe the wheels as Pyodide reads it."""
    packages = {}
    for path in wheels:
        name, version = path.name.split("-")[:2]
        called = name.lower().replace("_", "-")
        packages[called] = {
            "name": called,
            "version": version,
            "file_name": path.name,
            "install_dir": "site",
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "package_type": "package",
            "imports": [],
            "depends": [],
            "unvendored_tests": False,
        }
    own = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    return {"info": own["info"], "packages": packages}


def python(pyodide: Path, wheels: Path, libraries: Path, into: Path) -> list[str]:
    """Lay Pyodide, all packages and the course into a folder; return the packages' names."""
    into.mkdir(parents=True)
    for part in PARTS:
        shutil.copy(pyodide / part, into)
    for path in wheels.glob("*.whl"):
        shutil.copy(path, into)
    for path in extension().glob("static/pypi/*.whl"):
        if not path.name.startswith("widgetsnbextension"):
            shutil.copy(path, into)
    for name, files in STANDS_IN.items():
        wheel(into, name, files)
    wheel(into, COURSE, course_files(libraries))
    locked = lock(pyodide, sorted(into.glob("*.whl")))
    (into / "pyodide-lock.json").write_text(json.dumps(locked), encoding="utf-8")
    # The kernel looks for some of its parts by the names of their modules.
    also = {"pyodide-kernel": "pyodide_kernel"}
    return [also.get(name, name) for name in locked["packages"]]


def extension() -> Path:
    """Return where the kernel's JupyterLab extension was installed."""
    return Path(sys.prefix) / "share" / "jupyter" / "labextensions" / KERNEL


def settings(packages: list[str]) -> dict:
    """Return the site's configuration: a kernel that has all at its start and asks nobody else."""
    kernel = {
        "pyodideUrl": "./static/pyodide/pyodide.js",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {
            "packages": packages,
            "env": {
                "HOME": "/home/pyodide",
                "PYTHONPATH": PACKAGES,
                # what the browser keeps: it is the reader's own, as a folder beside the lessons
                "THEATRES_WORK": "/drive/my_work",
            },
        },
    }
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "Two Theatres",
            "exposeAppInBrowser": True,  # as `window.jupyterapp`: the tests drive it
            "litePluginSettings": {f"{KERNEL}:kernel": kernel},
        },
    }


def contents(into: Path) -> None:
    """Copy what a reader finds in the file list: lessons, and the argument of one's own."""
    into.mkdir(parents=True)
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        shutil.copy(path, into)
    shutil.copytree(ROOT / "own_argument", into / "own_argument")


def build(pyodide: Path, wheels: Path, libraries: Path, site: Path) -> None:
    """Build the edition into ``site``."""
    with tempfile.TemporaryDirectory(prefix="two-theatres-lite-") as folder:
        here = Path(folder)
        packages = python(pyodide, wheels, libraries, here / "pyodide")
        contents(here / "contents")
        (here / "jupyter-lite.json").write_text(json.dumps(settings(packages)), encoding="utf-8")
        overrides = ROOT / ".jupyter" / "labconfig" / "default_setting_overrides.json"
        shutil.copy(overrides, here / "overrides.json")
        command = [
            *(sys.executable, "-m", "jupyterlite_core.app", "build"),
            *("--lite-dir", here, "--contents", here / "contents", "--output-dir", site),
            *("--apps", "lab", "--no-sourcemaps", "--no-unused-shared-packages"),
            "--no-libarchive",
        ]
        done = subprocess.run([str(part) for part in command], cwd=here)
        if done.returncode:
            sys.exit(done.returncode)
        shutil.copytree(here / "pyodide", site / "static" / "pyodide", dirs_exist_ok=True)


if __name__ == "__main__":
    build(*(Path(given).resolve() for given in sys.argv[1:]))
