"""What does not fit into `.ci/run`: time zones, other Pythons, a class of thirty, whole editions.

python benchmarks/check_all.py [PART ...]    all parts by default: zones, pythons, site, "browser
edition", heights, keyboard, hub

Ends with what failed and, just as plainly, what could not be run on this machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ZONES = ["America/New_York", "Europe/Berlin", "Asia/Tokyo"]
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
STUDENTS = 30
STRICT = ["--nbval", "--nbval-current-env", "--nbval-cell-timeout", "120", "-p", "no:cacheprovider"]

failed: list[str] = []
left_out: list[str] = []


def ran(title: str, command: list, **more) -> bool:
    """Run one check, say how it went, and remember a failure."""
    print(f"== {title}", flush=True)
    done = subprocess.run([str(c) for c in command], **more)
    if done.returncode:
        failed.append(title)
    return done.returncode == 0


def zones() -> None:
    """Run every lesson as a test in three time zones: not a label may differ."""
    for zone in ZONES:
        if not (Path("/usr/share/zoneinfo") / zone).is_file():
            left_out.append(f"lessons in {zone}: this machine does not know the zone")
            continue
        env = {**os.environ, "TZ": zone, "THEATRES_STILLS": "check"}
        command = [sys.executable, "-m", "pytest", "-q", *STRICT, "notebooks"]
        ran(f"lessons in {zone}", command, cwd=ROOT, env=env)


def other_python(version: str) -> str | None:
    """Return the program of another Python on this machine."""
    found = shutil.which(f"python{version}")
    said = found and subprocess.run([found, "--version"], capture_output=True, text=True).stdout
    return found if said and said.startswith(f"Python {version}.") else None


def pythons() -> None:
    """Build and test the course, browser apart, with every other Python that it runs on."""
    for version in PYTHONS:
        if version == f"{sys.version_info[0]}.{sys.version_info[1]}":
            continue  # `make test` runs on this one
        program = other_python(version)
        if not program:
            left_out.append(f"Python {version}: not on this machine")
            continue
        with tempfile.TemporaryDirectory() as folder:
            course = Path(folder) / "course"
            subprocess.run(["git", "clone", "-q", ROOT, course], check=True)
            if not ran(
                f"build with Python {version}", [program, "scripts/run.py", "build"], cwd=course
            ):
                continue
            python = course / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
            env = {k: v for k, v in os.environ.items() if k not in ("CI", "PYTHONPATH")}
            quick = [python, "-m", "pytest", "-q", "-m", "not browser", "tests"]
            ran(f"tests with Python {version}", quick, cwd=course, env=env)
            env["THEATRES_STILLS"] = "check"
            lessons = [python, "-m", "pytest", "-q", *STRICT, "notebooks"]
            ran(f"lessons with Python {version}", lessons, cwd=course, env=env)


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
    command = [sys.executable, "-m", "pytest", "-q", "tests/test_browser.py"]
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
    "zones": zones,
    "pythons": pythons,
    "site": site,
    "browser edition": browser_edition,
    "heights": heights,
    "keyboard": keyboard,
    "hub": hub,
}


if __name__ == "__main__":
    for chosen in sys.argv[1:] or CHECKS:
        CHECKS[chosen]()
    left_out.append("Windows, macOS, Binder: continuous integration's workflow and the README only")
    print("\nCould not be run here:\n" + "\n".join(f"  {one}" for one in left_out))
    print(
        "\nFailed:\n" + "\n".join(f"  {one}" for one in failed)
        if failed
        else "\nAll the rest passed."
    )
    sys.exit(bool(failed))
