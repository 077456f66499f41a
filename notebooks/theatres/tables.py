"""Floor 0: the course's tables, read as pandas frames and checked against their description.

The only module that touches ``data/`` and ``seeds/``; what a column may hold is said once, in
``datapackage.json``.
"""

from __future__ import annotations

import contextlib
import copy
import csv
import functools
import json
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from . import checks
from .checks import Problem, TableError
from .codes import Whose

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
SEEDS = ROOT / "seeds"
YEARS = (2013, 2026)  # first and last that the course speaks of
# The day of the commentary: whatever came later is hindsight.
TEXT_DATE: str = json.loads((SEEDS / "citation.json").read_text(encoding="utf-8"))["date"]


@dataclass(frozen=True, eq=False)
class Shelf:
    """The tables of another argument, to stand in the place of the course's own.

    `course.open_folder` fills one.
    """

    description: dict
    frames: dict[str, pd.DataFrame]
    record: pd.DataFrame  # its paragraphs
    years: tuple[int, int]  # first and last that its ties and events speak of


_shelf: ContextVar[Shelf | None] = ContextVar("shelf", default=None)


def shelf() -> Shelf | None:
    """Return the shelf that tables are read from now; None stands for the course's own."""
    return _shelf.get()


@contextlib.contextmanager
def using(other: Shelf | None):
    """Let everything within read its tables from another shelf (None: the course's own)."""
    before = _shelf.set(other)
    try:
        yield
    finally:
        _shelf.reset(before)


REMEMBERED = 64  # answers of one function, over all shelves


def remembered(function):
    """Let a function that only reads tables do so once: for each shelf, and each choice made.

    Parameters
    ----------
    function : callable
        Its arguments can be hashed, and what it returns depends on them and on the tables alone.

    Returns
    -------
    callable
        The same function; a frame comes back as a copy, so that nobody changes what is remembered.
    """

    @functools.lru_cache(maxsize=REMEMBERED)
    def found(_shelf: Shelf | None, _reader: object, *args, **kwargs):
        return function(*args, **kwargs)

    @functools.wraps(function)
    def again(*args, **kwargs):
        # Another reader, as a test may put in this one's place, has answers of its own.
        answer = found(shelf(), read, *args, **kwargs)
        return answer.copy(deep=False) if isinstance(answer, pd.DataFrame) else answer

    return again


@remembered
def by_id(table: str) -> pd.DataFrame:
    """Return a table of the commentary's argument with its ids as the index."""
    return read(table).set_index("id")


def description() -> dict:
    """Return ``datapackage.json`` as a dictionary, or the description of the shelf in use."""
    other = shelf()
    return other.description if other else _own_description()


_in_use = description  # for functions with a parameter of that name


@functools.cache
def _own_description() -> dict:
    return json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))


def years() -> tuple[int, int]:
    """Return the first and the last year that sliders over time offer."""
    other = shelf()
    return other.years if other else YEARS


def resource(table: str, description: dict | None = None) -> dict:
    """Return the description of one table.

    Parameters
    ----------
    table : str
        Its name.
    description : dict, optional
        Where to look it up; the description in use by default.

    Raises
    ------
    KeyError
        If there is no such table; the message lists those there are.
    """
    described = description or _in_use()
    found = {resource["name"]: resource for resource in described["resources"]}
    if table not in found:
        raise KeyError(f"there is no table {table!r}; there are {', '.join(found)}")
    return found[table]


def edition() -> dict[str, str]:
    """Return the course's ``version``, and ``data_as_of``: the day of the latest event recorded."""
    with using(None):
        days = read("events")["date"].dropna()
        return {"version": description()["version"], "data_as_of": str(days.max())}


def field(table: str, column: str) -> dict:
    """Return the description of one column."""
    return next(f for f in resource(table)["schema"]["fields"] if f["name"] == column)


def meanings(table: str, column: str) -> dict[str, str]:
    """Return the values that a column may hold, each with its meaning (empty where none is)."""
    described = field(table, column)
    return dict(described.get("meanings") or dict.fromkeys(described["constraints"]["enum"], ""))


# Each argument, with the letters that its claims and its forecasts begin with.
ARGUMENTS = {
    "commentary": {"claims": "C", "forecasts": "F"},
    "rival": {"claims": "R", "forecasts": "G"},
}
# Where a table says whose argument a row belongs to, if elsewhere than in the column `argument`.
_WHOSE = {"ties": "asserted_by"}
# What pandas is told to read; closed lists and yes/no are looked at cell by cell.
DTYPES = {"number": "float64", "integer": "Int64"}


def read(
    table: str,
    folder: Path | str = DATA,
    *,
    argument: str = "commentary",
    description: dict | None = None,
) -> pd.DataFrame:
    """Read one table with proper types.

    Parameters
    ----------
    table : str
        Name of a table described in ``datapackage.json``.
    folder : path, optional
        Where the table lies; the course's own by default.
    argument : {"commentary", "rival", "both"}, optional
        Whose argument: claims, reasons, judgements, forecasts, prescriptions and asserted ties of
        the other are left out. What both share (events, observations, sources, actors and the like)
        is always read. Another argument on the shelf has no rival, so there it says nothing.
    description : dict, optional
        What the table must fit; the one in use by default.

    Returns
    -------
    pandas.DataFrame
        The columns that the description names: text as ``str`` (missing: NaN), closed lists as
        ordered-as-described ``category``, yes/no as ``bool``, whole numbers as ``Int64``, numbers
        as ``float64``.

    Raises
    ------
    TableError
        If the file is missing or does not fit its description; the message names file, row, column
        and cure.
    ValueError
        If there is no such argument.
    """
    if argument not in tuple(Whose):
        raise ValueError(
            f"there is no argument {argument!r}; choose {', '.join(ARGUMENTS)} or both"
        )
    other = shelf()
    if other and folder is DATA:
        resource(table)  # so that an unknown name gets the same message
        return other.frames[table].copy(deep=False)
    described = description or _in_use()
    if described is _own_description() and Path(folder) == DATA:
        return _own(table, argument).copy(deep=False)
    # Files of one's own are corrected and read again, so nothing of them is remembered.
    fields = resource(table, described)["schema"]["fields"]
    return _of_argument(table, _read(table, Path(folder), described), argument, fields)


@remembered
def size(table: str) -> int:
    """Return how many rows `read` returns of a table, without keeping what is in them."""
    path, whose = DATA / resource(table)["path"], _WHOSE.get(table, "argument")
    if other := shelf():
        return len(other.frames[table])
    (rival,) = set(ARGUMENTS) - {Whose.COMMENTARY}
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    at = head.index(whose) if whose in head else None
    return len(rows) if at is None else sum(row[at] != rival for row in rows)


@functools.cache
def _own(table: str, argument: str) -> pd.DataFrame:
    """Remember the course's own tables, as its own description has them: neither ever changes."""
    if argument == Whose.BOTH:
        return _read(table, DATA, _own_description())
    fields = resource(table, _own_description())["schema"]["fields"]
    return _of_argument(table, _own(table, "both"), argument, fields)


def _of_argument(table: str, rows: pd.DataFrame, argument: str, fields: list) -> pd.DataFrame:
    """Leave out the rows of the other argument, and its claims and forecasts from lists of ids."""
    if argument == Whose.BOTH:
        return rows
    (other,) = set(ARGUMENTS) - {argument}
    whose = _WHOSE.get(table, "argument")
    if whose in rows:
        rows = rows.loc[rows[whose] != other].reset_index(drop=True)
    rows = rows.copy(deep=False)
    for field in fields:
        letter = ARGUMENTS[other].get(field.get("references", {}).get("resource"))
        if letter is None:
            continue
        column: Any = rows[field["name"]]
        theirs = rf"(?:^|;){letter}\d+(?=;|$)"
        if column.str.contains(theirs).any():
            kept = column.str.replace(theirs, "", regex=True).str.strip(";")
            rows[field["name"]] = kept.mask(kept == "")
    return rows


def _read(table: str, folder: Path, described: dict) -> pd.DataFrame:
    path = folder / resource(table, described)["path"]
    try:
        return _typed(path, resource(table, described)["schema"])
    except (ValueError, OSError) as error:
        # UnicodeDecodeError and pandas' parser errors are ValueErrors. What exactly is wrong is
        # looked for only now: it takes longer than reading.
        problems = checks.check(folder, described, [table], references=False)
        cure = "Save it again as UTF-8 CSV with commas."
        unknown = Problem(path.name, 0, "", f"cannot be read: {error}.", cure)
        raise TableError(problems or [unknown]) from None


def _typed(path: Path, schema: dict) -> pd.DataFrame:
    """Read a file into typed columns; a ValueError if anything is not as described."""
    fields = schema["fields"]
    frame = pd.read_csv(
        path,
        encoding="utf-8",
        keep_default_na=False,
        na_values=[""],
        dtype={f["name"]: DTYPES.get(f["type"], "str") for f in fields},
    )
    if list(frame.columns) != [f["name"] for f in fields] or frame.empty:
        raise ValueError("columns")
    gaps = {name for name, column in frame.items() if column.hasnans}
    for (name, column), described in zip(list(frame.items()), fields):
        limits = described.get("constraints", {})
        if limits.get("required") and name in gaps:
            raise ValueError("required")
        if described["type"] == "boolean":
            frame[name] = _yes_or_no(column)
        elif described["type"] == "string" and "enum" in limits:
            frame[name] = _of_closed_list(column, limits["enum"])
    if frame.duplicated(schema["primaryKey"]).any():
        raise ValueError("key")
    return frame


def _yes_or_no(column: pd.Series) -> pd.Series:
    """Read true and false as spreadsheets write them too, TRUE."""
    read = column.str.lower().map({"true": True, "false": False})
    return read.astype("bool" if bool(read.notna().all()) else "object")


def _of_closed_list(column: pd.Series, values: list[str]) -> pd.Series:
    """Read a column whose values are listed; a ValueError if any is not."""
    if not (column.isna() | column.isin(values)).all():
        raise ValueError("enum")
    return column.astype(pd.CategoricalDtype(values))


def check(
    folder: Path | str = DATA,
    tables: list[str] | None = None,
    *,
    description: dict | None = None,
    references: bool = True,
) -> list[Problem]:
    """Check tables and return every mistake found (see `checks.check`).

    Parameters
    ----------
    folder : path, optional
        Where the tables lie; the course's own by default.
    tables : list of str, optional
        Which tables; all that are described by default.
    description : dict, optional
        What they must fit; the description in use by default.
    references : bool, optional
        Whether ids that point to other tables must exist there.

    Returns
    -------
    list of Problem
        Sorted by file and row; empty if all is well.
    """
    described = description or _in_use()
    for table in tables or []:
        resource(table, described)  # so that an unknown name gets the same message
    return checks.check(folder, described, tables, references=references)


def is_hindsight(dates: pd.Series, *, spans: bool = False) -> pd.Series:
    """Say of each date whether it lies after the day of the commentary (15 July 2024).

    Parameters
    ----------
    dates : pandas.Series
        ISO text of any precision: ``2024``, ``2024-07``, ``2024-07-21``; missing ones are not
        hindsight.
    spans : bool, optional
        Whether a month or a year stands for a figure over the whole of it, which nobody could know
        before it was over; otherwise for a happening within it, which is hindsight only if all of
        that month or year is.

    Returns
    -------
    pandas.Series
        bool, same index.
    """
    last = dates.str.ljust(len(TEXT_DATE), "~") if spans else dates  # "~" sorts after every digit
    return last.fillna("") > TEXT_DATE


def listed(column: pd.Series) -> pd.Series:
    """Turn a column of ids joined by ';' into one row an id, keeping the index.

    Missing cells vanish.
    """
    return column.dropna().astype(str).str.split(";").explode()


def paragraphs() -> pd.DataFrame:
    """Return the record of the commentary's paragraphs.

    Id, section, position, words, sha256, our summary.
    """
    other = shelf()
    return other.record if other else _record("paragraphs")


@functools.cache
def _record(name: str) -> pd.DataFrame:
    return pd.read_csv(SEEDS / f"{name}.csv", encoding="utf-8")


@functools.cache
def argument_shelf(argument: str) -> Shelf | None:
    """Put the rival argument, or both arguments, on a shelf, so that every explorer opens on it.

    Parameters
    ----------
    argument : {"commentary", "rival", "both"}
        Whose claims, reasons, judgements, forecasts and prescriptions lie on it; whatever is shared
        lies on each.

    Returns
    -------
    Shelf or None
        None for the commentary, which needs no shelf. The rival has no paragraphs of one text but
        the steps of its case (``seeds/rival.csv``).
    """
    if argument == Whose.COMMENTARY:
        return None
    described = copy.deepcopy(_own_description())
    with using(None):
        frames = {r["name"]: read(r["name"], argument=argument) for r in described["resources"]}
    claims = frames["claims"]
    spoken = list(dict.fromkeys(claims["speaker"].astype(str)))
    frames["claims"] = claims.assign(speaker=claims["speaker"].cat.set_categories(spoken))
    speakers = next(
        f
        for r in described["resources"]
        if r["name"] == "claims"
        for f in r["schema"]["fields"]
        if f["name"] == "speaker"
    )
    speakers["constraints"]["enum"] = spoken
    speakers["meanings"] = {who: speakers["meanings"][who] for who in spoken}
    for name in ("ties", "events"):  # what another text says of a fact is no part of this one
        rows, ours = frames[name], list(claims["paragraph"])
        frames[name] = rows.assign(paragraph=rows["paragraph"].where(rows["paragraph"].isin(ours)))
    ties = frames["ties"]
    frames["ties"] = ties.assign(claim=ties["claim"].where(ties["claim"].isin(list(claims["id"]))))
    known = [*claims["id"], *frames["positions"]["id"]]
    reasons = frames["reasons"]
    both_ends = reasons["source"].isin(known) & reasons["target"].isin(known)
    frames["reasons"] = pd.DataFrame(reasons[both_ends]).reset_index(drop=True)
    record = _record("rival")
    if argument == Whose.BOTH:
        record = pd.concat([_record("paragraphs"), record], ignore_index=True)
        record["position"] = range(1, len(record) + 1)
    return Shelf(described, frames, record, YEARS)
