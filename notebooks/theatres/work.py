"""Floor 0: the student's work - answers, codings, credences, notes - kept as they are given.

One readable JSON file in ``my_work/`` beside the lessons (git ignores it). Nothing leaves the machine and no name is asked for.
"""
from __future__ import annotations

import contextlib
import json
import os
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path

FILE = "my_work.json"
_MARK = "two-theatres"


def folder() -> Path:
    """Return the folder of the work: ``my_work`` beside the lessons, or what THEATRES_WORK names (tests, builds)."""
    return Path(os.environ.get("THEATRES_WORK") or Path(__file__).resolve().parents[2] / "my_work")


def get(key: str, default=None):
    """Return what was last kept under a key, such as ``answer/Q02-03`` or ``credence/C13``."""
    return everything().get(key, default)


def everything() -> dict:
    """Return all that is kept, key to value; empty if there is nothing yet."""
    return {key: entry["value"] for key, entry in _load()["entries"].items()}


def put(key: str, value) -> None:
    """Keep a value at once.

    The file is read again under a lock before it is written, and replaced as a whole: two tabs do not destroy each
    other's answers, and a kernel killed at any moment leaves the old file or the new one.

    Parameters
    ----------
    key : str
        Kind and name, joined by a stroke.
    value : JSON value
        None forgets the key.
    """
    with _locked():
        work = _load()
        if value is None:
            work["entries"].pop(key, None)
        else:
            work["entries"][key] = {"value": value, "at": datetime.now(timezone.utc).isoformat(timespec="seconds")}
        write(work)


def write(work: dict) -> None:
    """Replace the whole file atomically."""
    folder().mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder(), suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(work, file, ensure_ascii=False, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    os.replace(name, folder() / FILE)


def problem_in(text: str) -> str:
    """Say in one sentence why a text is no work file of this course, or return an empty string."""
    try:
        work = json.loads(text)
    except ValueError as error:
        return f"it is no JSON ({str(error).splitlines()[0]})"
    if not isinstance(work, dict) or work.get("course") != _MARK:
        return "it does not say that it belongs to this course"
    entries = work.get("entries")
    if not isinstance(entries, dict) or not all(isinstance(e, dict) and "value" in e for e in entries.values()):
        return "its entries are damaged"
    return ""


def empty() -> dict:
    """Return a work file's content with nothing in it."""
    return {"course": _MARK, "version": 1, "entries": {}}


def notices() -> list[str]:
    """Name the damaged or foreign files that were set aside, each in a sentence."""
    return [f"{path.name} could not be read as your work and was set aside, unchanged, in {folder().name}/; a new file was begun." for path in sorted(folder().glob("set-aside-*"))]


def _load() -> dict:
    path = folder() / FILE
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return empty()
    except UnicodeDecodeError:
        text = ""
    if problem_in(text):
        with contextlib.suppress(FileNotFoundError):  # another tab may have set it aside already
            os.replace(path, folder() / f"set-aside-{datetime.now():%Y%m%d-%H%M%S-%f}.json")
        return empty()
    return json.loads(text)


@contextlib.contextmanager
def _locked(patience: float = 3.0):
    """Hold a lock file; one older than `patience` seconds belongs to a killed kernel and is taken over."""
    folder().mkdir(parents=True, exist_ok=True)
    lock = folder() / ".lock"
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            with contextlib.suppress(FileNotFoundError):
                if time.time() - lock.stat().st_mtime > patience:
                    lock.unlink()
            time.sleep(0.01)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
