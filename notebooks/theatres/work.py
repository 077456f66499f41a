"""Floor 0: the student's work - answers, codings, credences, notes - kept as they are given.

One readable JSON file in ``my_work/`` beside the lessons (git ignores it). Nothing leaves the
machine and no name is asked for.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

FILE = "my_work.json"
_MARK = "two-theatres"
CREDENCE = "credence/"  # begins the key of each credence
# What no disk would take, folder by folder, so that at least this kernel still has it.
_unkept: dict[Path, dict] = {}


def folder() -> Path:
    """Return the folder of the work.

    ``my_work`` beside the lessons, or what THEATRES_WORK names (tests, builds).
    """
    return Path(os.environ.get("THEATRES_WORK") or Path(__file__).resolve().parents[2] / "my_work")


def get(key: str, default=None):
    """Return what was last kept under a key, such as ``answer/Q02-03`` or ``credence/C13``."""
    return everything().get(key, default)


def everything() -> dict:
    """Return all that is kept, key to value; empty if there is nothing yet."""
    return {key: entry["value"] for key, entry in entries().items()}


def entries() -> dict:
    """Return all that is kept, key to its ``value`` and ``at``, its moment (UTC, ISO 8601)."""
    work, problem = _read()
    if problem:
        with contextlib.suppress(OSError), _locked():
            work = _sound()
    return {**work["entries"], **_held()}


def _held() -> dict:
    """Return what this kernel alone has, because the folder took nothing."""
    return _unkept.get(folder(), {})


def put(key: str, value) -> None:
    """Keep a value at once.

    The file is read again under a lock before it is written, and replaced as a whole: two tabs do
    not destroy each other's answers, and a kernel killed at any moment leaves the old file or the
    new one.

    Parameters
    ----------
    key : str
        Kind and name, joined by a stroke.
    value : JSON value
        None forgets the key.
    """
    put_many({key: value})


def put_many(values: dict) -> None:
    """Keep many values in one rewrite of the file: all of them, or none.

    Parameters
    ----------
    values : dict
        Key to value, each as in `put`.
    """

    def change(entries):
        for key, value in values.items():
            _set(entries, key, value)

    if values:
        _change(change)


def merge(key: str, changes: dict) -> None:
    """Change some parts of a value that is a dictionary, and leave what another tab may have given.

    Parameters
    ----------
    key : str
        As in `put`.
    changes : dict
        Part to value; None forgets the part.
    """

    def change(entries):
        kept = entries.get(key, {}).get("value")
        before = kept if isinstance(kept, dict) else {}
        parts = {part: value for part, value in {**before, **changes}.items() if value is not None}
        _set(entries, key, parts or None)

    _change(change)


def save_out() -> str:
    """Return the whole work as the text of one file, to be taken elsewhere and brought back there."""
    return _text({**empty(), "entries": entries()})


def bring_back(text: str | bytes) -> str:
    """Take in a file that was saved out; of two answers to one question the later one stays.

    Parameters
    ----------
    text : str or bytes
        Content of the file.

    Returns
    -------
    str
        What was done, in a sentence. A damaged or foreign file changes nothing, and the sentence
        says why.
    """
    text, problem = _decoded(text)
    problem = problem or problem_in(text)
    if problem:
        return (
            f"Nothing was changed: this file is not work saved out of this course; {problem}. "
            "Choose the file that the button “Save my work as a file” made."
        )
    brought = json.loads(text)["entries"]
    taken = []

    def change(entries):
        for key, entry in brought.items():
            if key not in entries or _moment(entries[key]) < _moment(entry):
                entries[key] = entry
                taken.append(key)

    _change(change)
    same = len(brought) - len(taken)
    said = f"{len(taken)} of {len(brought)} entries were brought back"
    if same:
        said += f"; {same} were here already, as new or newer, and stay"
    return f"{said}. Run the lesson again from the top to see them in place."


def _decoded(raw: str | bytes) -> tuple[str, str]:
    """Return a file's text, and what is wrong where there is none."""
    if isinstance(raw, str):
        return raw, ""
    try:
        return raw.decode("utf-8"), ""
    except UnicodeDecodeError:
        return "", "it is no text in UTF-8"


def problem_in(text: str) -> str:
    """Say in one sentence why a text is no work file of this course, or return an empty string."""
    try:
        work = json.loads(text)
    except (ValueError, RecursionError) as error:
        return f"it is no JSON ({str(error).splitlines()[0]})"
    if not isinstance(work, dict) or work.get("course") != _MARK:
        return "it does not say that it belongs to this course"
    entries = work.get("entries")
    if not isinstance(entries, dict):
        return "its entries are damaged"
    sound = all(isinstance(entry, dict) and "value" in entry for entry in entries.values())
    return "" if sound else "its entries are damaged"


def empty() -> dict:
    """Return a work file's content with nothing in it."""
    return {"course": _MARK, "version": 1, "entries": {}}


def vanishes() -> bool:
    """Say whether this is a Binder session, which is deleted with all that is on it when it ends."""
    return bool(os.environ.get("BINDER_SERVICE_HOST"))


def notices() -> list[str]:
    """Say what the student must know.

    Files set aside, a disk that takes nothing, a machine that vanishes.
    """
    place = f"{folder().name}/"
    said = [
        f"{path.name} could not be read as your work and was set aside, unchanged, in {place};"
        " a new file was begun."
        for path in sorted(folder().glob("set-aside-*"))
    ]
    if _held():
        said.append(
            f"Your last {len(_held())} answers are held in memory only: {place} cannot be written."
            " Free some space or make the folder writable,"
            " or save your work as a file before you close."
        )
    if vanishes():
        said.append(
            "This is a Binder session: it ends after some minutes without use, and everything on"
            " it is deleted. Save your work as a file before you leave;"
            " `my_work()` has the button."
        )
    return said


def is_credence(value) -> bool:
    """Say whether a value can be a credence: a number from 0 to 1."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1


def kept_credences() -> dict[str, float]:
    """Return the credences that the student has given so far, claim or position to 0 to 1."""
    return _credences(everything())


def _credences(values: dict) -> dict[str, float]:
    return {
        key.removeprefix(CREDENCE): float(value)
        for key, value in values.items()
        if key.startswith(CREDENCE) and is_credence(value)
    }


def keep_credences(values: dict[str, float | None]) -> None:
    """Keep credences in one rewrite of the file.

    Parameters
    ----------
    values : dict
        Claim or position to 0 to 1; None forgets one.
    """
    put_many({CREDENCE + name: value for name, value in values.items()})


def credences_in(text: str) -> dict[str, float]:
    """Return the credences in the text of a work file that was saved out (see `problem_in`)."""
    entries = json.loads(text)["entries"]
    return _credences({key: entry["value"] for key, entry in entries.items()})


def _set(entries: dict, key: str, value) -> None:
    entries.pop(key, None)
    if value is not None:
        entries[key] = {
            "value": value,
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        }


def _moment(entry: dict) -> str:
    return at if isinstance(at := entry.get("at"), str) else ""


def class_credences(folder: Path | str) -> tuple[list[dict[str, float]], list[str]]:
    """Read the credences in a folder of work files that students saved out.

    Parameters
    ----------
    folder : path
        Files of any name that ends in .json; no name of a student is read or shown.

    Returns
    -------
    tuple
        One dictionary a file, claim or position to 0 to 1; and one sentence for each file left out.
    """
    found, left_out = [], []
    for path in sorted(Path(folder).glob("*.json")):
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            left_out.append(f"{path.name}: it cannot be read as text.")
            continue
        if problem := problem_in(text):
            left_out.append(f"{path.name}: {problem}.")
        elif given := credences_in(text):
            found.append(given)
        else:
            left_out.append(f"{path.name}: it holds no credences.")
    return found, left_out


def _change(change: Callable[[dict], None]) -> None:
    """Read the file, change its entries and write it, all under the lock."""
    try:
        with _locked():
            work = _sound()
            work["entries"].update(_held())
            change(work["entries"])
            _write(work)
            _unkept.pop(folder(), None)
    except OSError:
        # A full disk or a read-only stick must not cost the answer, nor stop the lesson.
        held = dict(_held())
        change(held)
        _unkept[folder()] = held


def _text(work: dict) -> str:
    return json.dumps(work, ensure_ascii=False, indent=1, sort_keys=True)


def _write(work: dict) -> None:
    """Replace the whole file atomically."""
    # Left by a process that was killed while it wrote: nobody else writes under the lock.
    for left in folder().glob("*.part"):
        left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(dir=folder(), suffix=".part")
    try:
        # Half a character, pasted, is no reason to fail: it becomes a question mark.
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(_text(work))
            file.flush()
            os.fsync(file.fileno())
        _patiently(lambda: os.replace(name, folder() / FILE))
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _patiently(act, tries: int = 50) -> None:
    """Do it again while Windows says that another process has the file open."""
    for left in range(tries, -1, -1):
        try:
            return act()
        except PermissionError:
            if not left:
                raise
            time.sleep(0.01)


def _read() -> tuple[dict, str]:
    """Return the file's content and what is wrong with it.

    Where something is, the content is empty.
    """
    try:
        text = (folder() / FILE).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return empty(), ""
    except UnicodeDecodeError:
        return empty(), "it is no text in UTF-8"
    except OSError:  # a folder of that name, no right to read: nothing can be set aside
        return empty(), "it cannot be opened"
    problem = problem_in(text)
    return (empty() if problem else json.loads(text)), problem


def _sound() -> dict:
    """Return the content; set a damaged or foreign file aside first.

    Only under the lock, or a good file could go.
    """
    work, problem = _read()
    if problem:
        os.replace(folder() / FILE, folder() / f"set-aside-{datetime.now():%Y%m%d-%H%M%S-%f}.json")
    return work


@contextlib.contextmanager
def _locked() -> Iterator[None]:
    """Hold the operating system's lock on a file beside the work.

    It goes with the process, however that ends.
    """
    folder().mkdir(parents=True, exist_ok=True)
    with open(folder() / ".lock", "a+b") as file:
        if fcntl := _module("fcntl"):
            # Some network disks have no locks; one student with one tab is still safe.
            with contextlib.suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX)
            yield
        elif msvcrt := _module("msvcrt"):
            with _first_byte_locked(file, msvcrt):
                yield
        else:  # a kernel in a browser: it is alone with its files
            yield


def _module(name: str) -> ModuleType | None:
    """Import what only some systems have: fcntl is Unix's, msvcrt Windows's."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return None


@contextlib.contextmanager
def _first_byte_locked(file, msvcrt: Any) -> Iterator[None]:
    """Lock the first byte as Windows does it.

    From where the file stands, and given back from there.
    """
    file.seek(0)
    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
    try:
        yield
    finally:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
