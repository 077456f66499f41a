"""What does not fit into `.ci/run`: time zones, other Pythons, a class of thirty, whole editions.

python benchmarks/check_all.py [PART ...]    all parts by default: zones, pythons, site, "browser
edition", heights, keyboard, hub; or one zone or Python: Asia/Tokyo, 3.14

Ends with what failed and, just as plainly, what could not be run on this machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ZONES = ["America/New_York", "Europe/Berlin", "Asia/Tokyo"]
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
STUDENTS = 30
TWO = ["-m", "pytest", "-q", "-n", "2", "--dist"]  # what needs no browser, on two cores
QUICK = [*TWO, "loadgroup", "-m", "not browser", "tests"]
STRICT = ["--nbval", "--nbval-current-env", "--nbval-cell-timeout", "120", "-p", "no:cacheprovider"]
LESSONS = [*TWO, "loadfile", *STRICT, "notebooks"]

failed: list[str] = []
left_out: list[str] = []


def ran(title: str, command: list, **more) -> bool:
    """Run one check, say how it went, and remember a failure."""
    print(f"== {title}", flush=True)
    start = time.monotonic()
    done = subprocess.run([str(c) for c in command], **more)
    print(f"   {title}: {time.monotonic() - start:.0f} seconds", flush=True)
    if done.returncode:
        failed.append(title)
    return done.returncode == 0


def zone(name: str) -> None:
    """Run every lesson as a test in a time zone: not a label may differ."""
    if not (Path("/usr/share/zoneinfo") / name).is_file():
        left_out.append(f"lessons in {name}: this machine does not know the zone")
        return
    env = {**os.environ, "TZ": name, "THEATRES_STILLS": "check"}
    ran(f"lessons in {name}", [sys.executable, *LESSONS], cwd=ROOT, env=env)


def other_python(version: str) -> str | None:
    """Return the program of another Python on this machine: on the path, or kept by pyenv or uv."""
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT") or home / ".pyenv") / "versions"
    uv = home / ".local" / "share" / "uv" / "python"
    name = f"python{version}"
    kept = [*pyenv.glob(f"{version}.*/bin/{name}"), *uv.glob(f"*-{version}.*/bin/{name}")]
    for program in filter(None, [shutil.which(name), *sorted(kept)]):
        asked = subprocess.run([program, "--version"], capture_output=True, text=True)
        if asked.stdout.startswith(f"Python {version}."):  # pyenv's own names may start nothing
            return str(program)
    return None


def on_python(version: str) -> None:
    """Build and test the course, browser apart, with another Python."""
    if version == f"{sys.version_info[0]}.{sys.version_info[1]}":
        return  # `make test` runs on this one
    program = other_python(version)
    if not program:
        left_out.append(f"Python {version}: not on this machine")
        return
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        subprocess.run(["git", "clone", "-q", ROOT, course], check=True)
        build = [program, "scripts/run.py", "build"]
        if not ran(f"build with Python {version}", build, cwd=course):
            return
        python = course / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        env = {k: v for k, v in os.environ.items() if k not in ("CI", "PYTHONPATH")}
        ran(f"tests with Python {version}", [python, *QUICK], cwd=course, env=env)
        env["THEATRES_STILLS"] = "check"
        ran(f"lessons with Python {version}", [python, *LESSONS], cwd=course, env=env)


def site() -> None:
    """Build the editions and read every page: light, dark, on a phone, by keyboard."""
    if not ran("site", [sys.executable, "scripts/run.py", "site"], cwd=ROOT):
        return
    env = {**os.environ, "THEATRES_SITE": str(ROOT / "site")}
    ran("pages", [sys.executable, "-m", "pytest", "-q", "tests/test_site.py"], cwd=ROOT, env=env)


def browser_edition() -> None:
    """Make the browser edition and play lessons in it beside JupyterLab, with the network cut."""
    if not shutil.which("emcc") and not os.environ.get("PYODIDE_DISTRIBUTION"):
        left_out.append("browser edition: this machine cannot compile for it (emscripten)")
        return
    for step in ("wasm", "site"):
        if not ran(f"browser edition: {step}", [sys.executable, "scripts/run.py", step], cwd=ROOT):
            return
    env = {**os.environ, "THEATRES_LITE": str(ROOT / "site" / "lite")}
    command = [sys.executable, "-m", "pytest", "-q", "tests/test_lite.py"]
    ran("browser edition: lessons", command, cwd=ROOT, env=env)


def heights() -> None:
    """Measure explorers in a narrow window too, and what each option of each control moves."""
    env = {**os.environ, "THEATRES_BROWSER": "all"}
    command = [sys.executable, "-m", "pytest", "-q", "tests/test_heights.py"]
    ran("heights and shifts", command, cwd=ROOT, env=env)


def keyboard() -> None:
    """Play every lesson by keyboard and enlarge it; the ordinary run does so with some."""
    env = {**os.environ, "THEATRES_BROWSER": "all"}
    command = [sys.executable, *TWO, "loadgroup", "tests/test_browser.py"]
    ran("lessons by keyboard", command, cwd=ROOT, env=env)


def hub() -> None:
    """Let thirty students take a lesson on one hub."""
    sys.path.insert(0, str(ROOT))
    from benchmarks import hub as school

    if not school.PROXY.exists():
        left_out.append(f"a hub of {STUDENTS}: its proxy is not installed (make tools)")
        return
    students = school.hold_class(STUDENTS)
    print(school.report(students), flush=True)
    if any(student.failures for student in students):
        failed.append(f"a hub of {STUDENTS}")


CHECKS = {
    "zones": lambda: [zone(name) for name in ZONES],
    "pythons": lambda: [on_python(version) for version in PYTHONS],
    "site": site,
    "browser edition": browser_edition,
    "heights": heights,
    "keyboard": keyboard,
    "hub": hub,
}
PARTS = {
    **{name: lambda name=name: zone(name) for name in ZONES},
    **{version: lambda version=version: on_python(version) for version in PYTHONS},
}


if __name__ == "__main__":
    parts = {**CHECKS, **PARTS}
    if unknown := [name for name in sys.argv[1:] if name not in parts]:
        sys.exit(f"no part is called {unknown[0]!r}; there are {', '.join(parts)}")
    for chosen in sys.argv[1:] or CHECKS:
        parts[chosen]()
    left_out.append("Windows, macOS, Binder: continuous integration's workflow and the README only")
    print("\nCould not be run here:\n" + "\n".join(f"  {one}" for one in left_out))
    print(
        "\nFailed:\n" + "\n".join(f"  {one}" for one in failed)
        if failed
        else "\nAll the rest passed."
    )
    sys.exit(bool(failed))
