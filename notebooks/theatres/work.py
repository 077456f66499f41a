"""Floor 0: the student's work - answers, codings, credences, notes - kept as they are given.

One readable JSON file in ``my_work/`` beside the lessons (git ignores it), or in the home folder
where that cannot be written. Nothing leaves the machine and no name is asked for.
"""

from __future__ import annotations

import contextlib
import fnmatch
import hashlib
import importlib
import json
import os
import re
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from . import tables

FILE = "my_work.json"
_MARK = "two-theatres"
CREDENCE = "credence/"  # begins the key of each credence
TAKEN = "taken/"  # begins the key of each credence that was taken over from the course
# What no disk would take, folder by folder, so that at least this kernel still has it.
_unkept: dict[Path, dict] = {}
_whose: dict[Path, str] = {}  # the name that this kernel was given, where several share an account
_WHOSE = "whose.txt"
_BEFORE = "before-"  # begins the names of work that was set aside to begin afresh
_LONGEST_NAME = 40
NICKNAME = "file/nickname"  # key of what a student wants in the names of files
_LETTERS = "file/letters"  # key of the letters by which no two students' files share a name
_DRAWN_FROM, _DRAWN = "bcdfghjkmnpqrstvwxz", 6


def _base() -> Path:
    """Return the folder of everybody's work on this account.

    ``my_work`` beside the lessons, or what the environment variable THEATRES_WORK names.
    """
    return Path(os.environ.get("THEATRES_WORK") or Path(__file__).resolve().parents[2] / "my_work")


def folder() -> Path:
    """Return the folder of the work: the account's, or its part that bears a name (see `name`)."""
    base = _base()
    named = _whose.get(base)
    if named is None:
        try:
            named = (base / _WHOSE).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            named = ""
    return base / named if named else base


def refuge() -> Path:
    """Return where work is kept when its folder takes nothing: a folder in the home folder."""
    place = hashlib.sha256(str(folder().absolute()).encode()).hexdigest()[:8]
    return Path.home() / "two-theatres-work" / place


def name(whose: str) -> str:
    """Open, or begin, the work that bears a name, for students who share one account.

    This kernel stays with it; lessons opened later begin with the name given last.

    Parameters
    ----------
    whose : str
        Any name; only letters, digits, ``-`` and ``_`` are kept. Empty: the work without a name.

    Returns
    -------
    str
        What was opened, in a sentence.
    """
    called = _as_name(whose)
    if whose.strip() and not called:
        raise ValueError(f"{whose!r} holds no letter or digit; name the work with some")
    _whose[_base()] = called
    with contextlib.suppress(OSError):  # the next kernel asks again
        _base().mkdir(parents=True, exist_ok=True)
        (_base() / _WHOSE).write_text(called, encoding="utf-8")
    n = len(everything())
    title = f"The work of “{called}”" if called else "The work without a name"
    return f"{title} is open: {n} entries." if n else f"{title} is begun."


def _as_name(text: str) -> str:
    """Return what of a text can stand in a file's name."""
    return re.sub(r"[^\w-]+", "_", text.strip()).strip("_").casefold()[:_LONGEST_NAME]


def file_name(what: str, ending: str) -> str:
    """Name a file that a student saves out, as no other student's is named.

    Parameters
    ----------
    what : str
        What is in it, such as "work".
    ending : str
        Its type, such as "json".

    Returns
    -------
    str
        With the nickname, if there is one, the day, and letters drawn once for this work.
    """
    letters, nickname = get(_LETTERS), get(NICKNAME)
    if not isinstance(letters, str) or not letters.isalpha():
        letters = "".join(secrets.choice(_DRAWN_FROM) for _ in range(_DRAWN))
        put(_LETTERS, letters)
    called = _as_name(nickname) if isinstance(nickname, str) else ""
    parts = ["two-theatres", what, called, f"{date.today():%Y-%m-%d}", letters]
    return f"{'-'.join(filter(None, parts))}.{ending}"


def begin_afresh() -> str:
    """Set the work aside, named by the day, and begin with nothing; `take_back` undoes it.

    Returns
    -------
    str
        What was done, in a sentence.
    """
    n = len(everything())
    if not n:
        return "There is nothing to set aside."
    aside = folder() / f"{_BEFORE}{datetime.now():%Y-%m-%d-%H%M%S-%f}.json"
    try:
        with _locked(folder()):
            text = _text({**empty(), "entries": _without_forgotten(_all())})
            aside.write_text(text, encoding="utf-8", errors="replace")
            (folder() / FILE).unlink(missing_ok=True)
    except OSError as error:
        return f"Nothing was changed: {folder()} cannot be written ({error.strerror})."
    _unkept.pop(folder(), None)
    _forget_refuge()
    entries = "1 entry was" if n == 1 else f"{n} entries were"
    return f"{entries} set aside in {aside}. Run the lesson again from the top."


def set_aside() -> list[str]:
    """Return the names of the files that `begin_afresh` made here, the latest last."""
    return _named(f"{_BEFORE}*.json")


def take_back() -> str:
    """Undo the latest `begin_afresh`: of two answers to one question the later one stays.

    Returns
    -------
    str
        What was done, in a sentence.
    """
    if not set_aside():
        return "No work was set aside here."
    latest = folder() / set_aside()[-1]
    said = bring_back(latest.read_bytes())
    if not trouble():
        latest.unlink()
    return said


def trouble() -> str:
    """Say in one sentence that answers are not kept where they should be; empty if all is well."""
    if _held():
        return (
            f"Your last {len(_held())} answers are held in memory only:"
            f" neither {folder()} nor {refuge()} can be written."
            " Free some space or make the folder writable,"
            " or save your work as a file before you close."
        )
    if (refuge() / FILE).is_file():
        return f"{folder()} cannot be written: your work is kept in {refuge()}."
    return ""


def get(key: str, default=None):
    """Return what was last kept under a key, such as ``answer/Q02-03`` or ``credence/C13``."""
    return everything().get(key, default)


def everything() -> dict:
    """Return all that is kept, key to value; empty if there is nothing yet."""
    return {key: entry["value"] for key, entry in entries().items()}


def entries() -> dict:
    """Return all that is kept, key to its ``value`` and ``at``, the moment it was given (UTC)."""
    _, problem = _read(folder())
    if problem:
        with contextlib.suppress(OSError), _locked(folder()):
            _set_damaged_aside(folder())
    return _without_forgotten(_all())


def _all() -> dict:
    """Return the entries of the folder, of the refuge and of memory; of two, the later one.

    An entry without a value was forgotten while the folder could not be written.
    """
    merged, _ = _read(folder())
    for later in (_read(refuge())[0], _held()):
        for key, entry in later.items():
            if key not in merged or _moment(merged[key]) <= _moment(entry):
                merged[key] = entry
    return merged


def _without_forgotten(entries: dict) -> dict:
    return {key: entry for key, entry in entries.items() if entry["value"] is not None}


def _held() -> dict:
    """Return what this kernel alone has, because no folder took it."""
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
    """Return the whole work as the text of one file, to be brought back elsewhere.

    It says with which edition of the course, and of its data, the work was done.
    """
    return _text({**empty(), "edition": tables.edition(), "entries": entries()})


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


_ON_BINDER = (
    "This is a Binder session: it ends after some minutes without use, and everything on it is"
    " deleted. Save your work as a file before you leave; `my_work()` has the button."
)
_IN_A_BROWSER = (
    "This course runs in your browser, and only this browser keeps your work: it goes when the"
    " site's data are cleared, and at once in a private window. Save your work as a file before"
    " you leave; `my_work()` has the button."
)


def _passing() -> str:
    """Say where work may be deleted behind the student's back; empty on an ordinary machine."""
    if os.environ.get("BINDER_SERVICE_HOST"):
        return _ON_BINDER
    return _IN_A_BROWSER if sys.platform == "emscripten" else ""


def vanishes() -> bool:
    """Say whether work may be deleted with the machine or the browser that it is on."""
    return bool(_passing())


def notices() -> list[str]:
    """Say what the student must know.

    Files set aside, a disk that takes nothing, a machine that vanishes.
    """
    place = f"{folder().name}/"
    said = [
        f"{name} could not be read as your work and was set aside, unchanged, in {place};"
        " a new file was begun."
        for name in _named("set-aside-*")
    ]
    if trouble():
        said.append(trouble())
    if vanishes():
        said.append(_passing())
    return said


def is_credence(value) -> bool:
    """Say whether a value can be a credence: a number from 0 to 1."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1


def kept_credences() -> dict[str, float]:
    """Return the credences that the student has given so far, claim or position to 0 to 1."""
    return credences_among(everything())


def taken_credences() -> dict[str, float]:
    """Return the credences taken over from the course; they are not the student's own."""
    return credences_among(everything(), TAKEN)


def credences_among(values: dict, begins: str = CREDENCE) -> dict[str, float]:
    """Return the credences among kept values, claim or position to 0 to 1."""
    return {
        key.removeprefix(begins): float(value)
        for key, value in values.items()
        if key.startswith(begins) and is_credence(value)
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
    return credences_among({key: entry["value"] for key, entry in entries.items()})


def _set(entries: dict, key: str, value) -> None:
    entries[key] = {"value": value, "at": datetime.now(UTC).isoformat(timespec="milliseconds")}


def _moment(entry: dict) -> str:
    return at if isinstance(at := entry.get("at"), str) else ""


def class_work(folder: Path | str) -> tuple[dict[str, dict], list[str]]:
    """Read a folder of work files that students saved out.

    Parameters
    ----------
    folder : path
        Files of any name that ends in .json; no name of a student is read.

    Returns
    -------
    tuple
        Name of the file to the work in it, key to value; and one sentence for each file left out.
    """
    found, left_out = {}, []
    for path in sorted(Path(folder).glob("*.json")):
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            left_out.append(f"{path}: it cannot be read as text.")
            continue
        if problem := problem_in(text):
            left_out.append(f"{path}: {problem}.")
        else:
            entries = json.loads(text)["entries"]
            found[path.name] = {key: entry["value"] for key, entry in entries.items()}
    return found, left_out


def class_credences(folder: Path | str) -> tuple[list[dict[str, float]], list[str]]:
    """Read the credences in a folder of work files that students saved out (see `class_work`).

    Returns
    -------
    tuple
        One dictionary a file, claim or position to 0 to 1; and one sentence for each file left out.
    """
    files, left_out = class_work(folder)
    given = {name: credences_among(values) for name, values in files.items()}
    empty_ones = [name for name in given if not given[name]]
    left_out += [f"{Path(folder) / name}: it holds no credences." for name in empty_ones]
    return [held for held in given.values() if held], left_out


def _change(change: Callable[[dict], None]) -> None:
    """Change the entries and write them under the lock: in the folder, the refuge, or memory.

    A full disk or a read-only stick must not cost the answer, nor stop the lesson.
    """
    for place in (folder(), refuge()):
        try:
            with _locked(place):
                _set_damaged_aside(place)
                changed = _all()
                change(changed)
                if place == folder():  # nothing elsewhere that a forgotten entry must outlive
                    changed = _without_forgotten(changed)
                _write(place, {**empty(), "entries": changed})
        except OSError:
            continue
        _unkept.pop(folder(), None)
        if place == folder():
            _forget_refuge()
        return
    before = _all()
    after = dict(before)
    change(after)
    _unkept[folder()] = {**_held(), **{k: e for k, e in after.items() if before.get(k) != e}}


def _forget_refuge() -> None:
    """Remove what was kept in the home folder, once the work's own folder has it all."""
    if (refuge() / FILE).is_file():
        with contextlib.suppress(OSError):
            (refuge() / FILE).unlink()
            (refuge() / ".lock").unlink(missing_ok=True)
            refuge().rmdir()


def _text(work: dict) -> str:
    return json.dumps(work, ensure_ascii=False, indent=1, sort_keys=True)


def _write(place: Path, work: dict) -> None:
    """Replace the whole file atomically."""
    # Left by a process that was killed while it wrote: nobody else writes under the lock.
    for left in place.glob("*.part"):
        left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(dir=place, suffix=".part")
    try:
        # Half a character, pasted, is no reason to fail: it becomes a question mark.
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(_text(work))
            file.flush()
            os.fsync(file.fileno())
        _patiently(lambda: os.replace(name, place / FILE))
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


def _read(place: Path) -> tuple[dict, str]:
    """Return the entries of the file in a folder and what is wrong with it; then there are none."""
    try:
        # Asked of the folder first: a kernel in a browser remembers a file that is gone, whoever
        # removed it, and would wait for what it holds for ever.
        if FILE not in _names(place):
            return {}, ""
        text = (place / FILE).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return {}, ""
    except UnicodeDecodeError:
        return {}, "it is no text in UTF-8"
    except OSError:  # a folder of that name, no right to read: nothing can be set aside
        return {}, "it cannot be opened"
    problem = problem_in(text)
    return ({} if problem else json.loads(text)["entries"]), problem


def _names(place: Path) -> list[str]:
    """Return the names of what a folder holds."""
    _forget_removed(place)
    return os.listdir(place)


def _named(pattern: str) -> list[str]:
    """Return the names of files of the work that fit a pattern, sorted."""
    with contextlib.suppress(OSError):
        return sorted(fnmatch.filter(_names(folder()), pattern))
    return []


def _forget_removed(place: Path) -> None:
    """Make a kernel in a browser forget a folder that was removed in the file list.

    It remembers the folder, can neither list nor make it, and would wait for an answer for ever.
    """
    if sys.platform != "emscripten":
        return
    for path in [*reversed(place.parents), place][1:]:
        if path.name not in os.listdir(path.parent):
            with contextlib.suppress(Exception):  # JavaScript's: the kernel does not remember it
                files = importlib.import_module("pyodide_js").FS
                files.destroyNode(files.lookupPath(str(path)).node)
            return


def _set_damaged_aside(place: Path) -> None:
    """Set a damaged or foreign file aside. Only under the lock, or a good file could go."""
    if _read(place)[1]:
        os.replace(place / FILE, place / f"set-aside-{datetime.now():%Y%m%d-%H%M%S-%f}.json")


@contextlib.contextmanager
def _locked(place: Path) -> Iterator[None]:
    """Hold the operating system's lock on a file beside the work; it goes with the process."""
    _forget_removed(place)
    place.mkdir(parents=True, exist_ok=True)
    # A kernel in a browser is alone with its files, and one file more may keep it waiting.
    if sys.platform == "emscripten":
        yield
        return
    with open(place / ".lock", "a+b") as file:
        if fcntl := _module("fcntl"):
            # Some network disks have no locks; one student with one tab is still safe.
            with contextlib.suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX)
            yield
        elif msvcrt := _module("msvcrt"):
            with _first_byte_locked(file, msvcrt):
                yield
        else:
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
