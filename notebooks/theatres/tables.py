"""Floor 0: the course's tables, read as pandas frames and checked against their description.

The only module that touches ``data/`` and ``seeds/``; what a column may hold is said once, in
``datapackage.json``.
"""

from __future__ import annotations

import contextlib
import csv
import functools
import io
import json
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
SEEDS = ROOT / "seeds"
YEARS = (2013, 2026)  # first and last that the course speaks of
# The day of the commentary: whatever came later is hindsight.
TEXT_DATE: str = json.loads((SEEDS / "citation.json").read_text(encoding="utf-8"))["date"]


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a table: where it stands, what is wrong, and what to do."""

    file: str
    row: int
    column: str
    wrong: str
    cure: str

    def __str__(self) -> str:
        place = (
            self.file
            + (f", row {self.row}" if self.row else "")
            + (f", column {self.column}" if self.column else "")
        )
        return f"{place}: {self.wrong} {self.cure}"


class TableError(Exception):
    """A table that cannot be used.

    Its text is the whole message; notebooks show it without a traceback.
    """

    def __init__(self, problems: list[Problem]):
        self.problems = list(problems)
        super().__init__("\n".join(map(str, problems)))

    def _render_traceback_(self) -> list[str]:
        """What IPython prints in place of a traceback."""
        return [str(self)]


@dataclass(frozen=True, eq=False)
class Shelf:
    """The tables of another argument, to stand in the place of the course's own (`course.open_folder` fills one)."""

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


def description() -> dict:
    """Return ``datapackage.json`` as a dictionary, or the description of the shelf in use."""
    return shelf().description if shelf() else _own_description()


@functools.cache
def _own_description() -> dict:
    return json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))


def years() -> tuple[int, int]:
    """Return the first and the last year that sliders over time offer."""
    return shelf().years if shelf() else YEARS


def resource(table: str) -> dict:
    """Return the description of one table.

    Raises
    ------
    KeyError
        If the course has no such table; the message lists those it has.
    """
    found = {r["name"]: r for r in description()["resources"]}
    if table not in found:
        raise KeyError(f"there is no table {table!r}; there are {', '.join(found)}")
    return found[table]


def field(table: str, column: str) -> dict:
    """Return the description of one column."""
    return next(f for f in resource(table)["schema"]["fields"] if f["name"] == column)


def meanings(table: str, column: str) -> dict[str, str]:
    """Return the values that a column may hold, each with its meaning (empty where none is given)."""
    f = field(table, column)
    return dict(f.get("meanings") or dict.fromkeys(f["constraints"]["enum"], ""))


# Each argument, with the letter that its claims begin with.
ARGUMENTS = {"commentary": "C", "rival": "R"}
# Where a table says whose argument a row belongs to, if elsewhere than in the column `argument`.
_WHOSE = {"ties": "asserted_by"}


def read(table: str, folder: Path | str = DATA, *, argument: str = "commentary") -> pd.DataFrame:
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
    if argument not in (*ARGUMENTS, "both"):
        raise ValueError(
            f"there is no argument {argument!r}; choose {', '.join(ARGUMENTS)} or both"
        )
    if shelf() and folder is DATA:
        resource(table)  # so that an unknown name gets the same message
        return shelf().frames[table].copy(deep=False)
    return _read(table, Path(folder).resolve(), argument).copy(deep=False)


@functools.cache
def _read(table: str, folder: Path, argument: str) -> pd.DataFrame:
    path = folder / resource(table)["path"]
    fields = resource(table)["schema"]["fields"]
    dtypes = {"number": "float64", "integer": "Int64"}
    try:
        frame = pd.read_csv(
            path,
            encoding="utf-8",
            keep_default_na=False,
            na_values=[""],
            dtype={f["name"]: dtypes.get(f["type"], "str") for f in fields},
        )
        if list(frame.columns) != [f["name"] for f in fields] or frame.empty:
            raise ValueError("columns")
        for f in fields:
            limits, column = f.get("constraints", {}), frame[f["name"]]
            if limits.get("required") and column.isna().any():
                raise ValueError("required")
            if f["type"] == "boolean":
                column = column.str.lower().map(
                    {"true": True, "false": False}
                )  # spreadsheets write TRUE
                frame[f["name"]] = column.astype("bool" if column.notna().all() else "object")
            elif f["type"] == "string" and "enum" in limits:
                if not column.dropna().isin(limits["enum"]).all():
                    raise ValueError("enum")
                frame[f["name"]] = column.astype(pd.CategoricalDtype(limits["enum"]))
        keys = resource(table)["schema"]["primaryKey"]
        if frame.duplicated(keys).any():
            raise ValueError("key")
    except (
        ValueError,
        OSError,
    ) as error:  # UnicodeDecodeError and pandas' parser errors are ValueErrors
        problems = check(folder, [table], references=False)
        raise TableError(
            problems
            or [
                Problem(
                    path.name,
                    0,
                    "",
                    f"cannot be read: {error}.",
                    "Save it again as UTF-8 CSV with commas.",
                )
            ]
        ) from None
    return frame if argument == "both" else _of_one(argument, table, frame)


def _of_one(argument: str, table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out the rows of the other argument, and its claims where a cell lists several."""
    (other,) = set(ARGUMENTS) - {argument}
    whose = _WHOSE.get(table, "argument")
    if whose in frame:
        frame = frame[frame[whose] != other].reset_index(drop=True)
    for f in resource(table)["schema"]["fields"]:
        column = f["name"]
        if f.get("references", {}).get("resource") == "claims" and column in frame:
            theirs = rf"(?:^|;){ARGUMENTS[other]}\d+(?=;|$)"
            if frame[column].str.contains(theirs).any():
                kept = frame[column].str.replace(theirs, "", regex=True).str.strip(";")
                frame[column] = kept.mask(kept == "")
    return frame


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


def check(
    folder: Path | str = DATA, tables: list[str] | None = None, *, references: bool = True
) -> list[Problem]:
    """Check tables against ``datapackage.json`` and return every mistake found.

    Types, closed lists, patterns, keys and foreign keys are checked by frictionless; lists of ids,
    and files that are no UTF-8 table with commas at all, by us.

    Parameters
    ----------
    folder : path, optional
        Where the tables lie.
    tables : list of str, optional
        Which tables; all that are described by default.
    references : bool, optional
        Whether ids that point to other tables must exist there.

    Returns
    -------
    list of Problem
        Sorted by file and row; empty if all is well.
    """
    folder = Path(folder)
    wanted = tables or [r["name"] for r in description()["resources"]]
    problems, sound = [], []
    for name in wanted:
        found = _unreadable(folder / resource(name)["path"], resource(name))
        problems += found
        if not found:
            sound.append(name)
    if sound:
        problems += _check_rows(folder, sound, references)
    return sorted(set(problems))


def _unreadable(path: Path, table: dict) -> list[Problem]:
    """Look for what makes a file no table of ours, before any row is read."""
    names = [f["name"] for f in table["schema"]["fields"]]

    def problem(wrong, cure, row=0, column=""):
        return [Problem(path.name, row, column, wrong, cure)]

    if not path.is_file():
        return problem(
            "the file is missing.",
            f"Put it beside the other tables, with the columns {', '.join(names)}.",
        )
    raw = path.read_bytes()
    if not raw.strip():
        return problem("the file is empty.", f"Begin it with the line {','.join(names)}.")
    if raw.startswith(b"\xef\xbb\xbf"):
        return problem(
            "the file begins with a byte-order mark.",
            "Save it as plain UTF-8 (in Excel: not 'CSV UTF-8', or remove the mark with an editor).",
            1,
            names[0],
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        return problem(
            f"byte {error.start} is not UTF-8 (probably Latin-1 or Windows text).",
            "Save the file again with encoding UTF-8.",
            row,
        )
    header = next(csv.reader(text.splitlines()[:1]), [])
    for mark, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and len(names) > 1 and mark in header[0]:
            return problem(
                f"the cells are separated by {called}.",
                "Save it again with commas between the cells.",
                1,
            )
    if header != names:
        missing = [n for n in names if n not in header]
        extra = [h for h in header if h not in names]
        what = (
            "; ".join(
                filter(
                    None,
                    [
                        missing and f"missing: {', '.join(missing)}",
                        extra and f"not known: {', '.join(extra)}",
                    ],
                )
            )
            or "they are in another order"
        )
        return problem(
            f"the columns are not those described ({what}).",
            f"Write the first line as {','.join(names)}.",
            1,
            (extra or missing or names)[0],
        )
    try:
        rows = sum(1 for row in csv.reader(io.StringIO(text, newline="")) if row)
    except csv.Error as error:
        return problem(
            f"the file cannot be split into cells ({error}).",
            "Look for a quotation mark that is never closed, and save the file again as CSV.",
        )
    if rows < 2:
        return problem("the table has no rows.", "Add at least one row below the names.")
    return []


def _check_rows(folder: Path, tables: list[str], references: bool) -> list[Problem]:
    from frictionless import (
        Checklist,
        Package,
    )  # only here: a quarter of a second that no lesson needs

    descriptor = json.loads(json.dumps(description()))
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] in tables]
    for r in descriptor["resources"]:
        for f in r["schema"]["fields"]:
            if f["type"] == "boolean":  # what `read` takes, and no more
                f.update(
                    trueValues=["true", "TRUE", "True"], falseValues=["false", "FALSE", "False"]
                )
        if not references:
            r["schema"].pop("foreignKeys", None)
        # A table that could not be read is reported once, not again by each that points to it
        else:
            kept = [
                k
                for k in r["schema"].get("foreignKeys", [])
                if k["reference"]["resource"] in tables
            ]
            for key in kept:
                if key["reference"]["resource"] == r["name"]:
                    key["reference"]["resource"] = ""
            r["schema"]["foreignKeys"] = kept
    package = Package.from_descriptor(descriptor, basepath=str(folder))
    problems = []
    for task in package.validate(Checklist(skip_errors=["source-error"])).tasks:
        table = resource(task.name)
        ragged = {
            e.row_number
            for e in task.errors
            if e.type in ("extra-cell", "missing-cell", "blank-row")
        }
        for error in task.errors:  # of a ragged row, one word is enough
            if getattr(error, "row_number", None) not in ragged or error.type in (
                "extra-cell",
                "missing-cell",
                "blank-row",
            ):
                problems.append(_in_words(table, error))
    for name in tables:
        problems += _beyond_schema(folder, name, tables if references else [])
    return problems


def _in_words(table: dict, error) -> Problem:
    """Put one of frictionless's errors into a sentence with a cure."""
    row = getattr(error, "row_number", None) or 0
    column = getattr(error, "field_name", "") or ""
    cell = getattr(error, "cell", "")
    known = {f["name"]: f for f in table["schema"]["fields"]}
    limits = known.get(column, {}).get("constraints", {})
    wrong, cure = (
        error.note.rstrip(".") + ".",
        "Compare it with the description in datapackage.json.",
    )
    if error.type == "constraint-error":
        if "enum" in limits and str(cell) not in map(str, limits["enum"]):
            wrong, cure = (
                f"{cell!r} is not one of the values allowed.",
                f"Use one of: {', '.join(map(str, limits['enum']))}.",
            )
        elif not cell and limits.get("required"):
            wrong, cure = "the cell is empty.", f"Fill it in: {known[column]['description']}"
        elif "pattern" in limits:
            wrong, cure = (
                f"{cell!r} does not have the right form.",
                f"Expected: {known[column]['description']} (form {limits['pattern']})",
            )
        elif "unique" in error.note:
            wrong, cure = (
                f"{cell!r} stands in an earlier row too.",
                "Give this row an id of its own.",
            )
    elif error.type == "type-error":
        kind = {
            "boolean": "true or false",
            "integer": "a whole number",
            "number": "a number with a decimal point",
        }.get(known.get(column, {}).get("type"), "text")
        wrong, cure = f"{cell!r} is not {kind}.", f"Write {kind}."
    elif error.type in ("unique-error", "primary-key"):
        column = column or table["schema"]["primaryKey"][0]
        wrong, cure = (
            "the key stands in an earlier row too.",
            f"Each row needs its own {' and '.join(table['schema']['primaryKey'])}.",
        )
    elif error.type == "foreign-key":
        column = error.field_names[0]
        wrong = f"{error.field_cells[0]!r} is not in {error.reference_name or table['name']}."
        cure = f"Correct the id, or add it to {(error.reference_name or table['name'])}.csv."
    elif error.type in ("extra-cell", "missing-cell"):
        wrong, cure, column = (
            f"the row has too {'many' if error.type == 'extra-cell' else 'few'} cells.",
            "Put text that holds a comma in double quotes, and count the commas.",
            "",
        )
    elif error.type == "blank-row":
        wrong, cure, column = "the row is empty.", "Delete it.", ""
    return Problem(table["path"], row, column, wrong, cure)


def _beyond_schema(folder: Path, table: str, tables: list[str]) -> list[Problem]:
    """Check what Table Schema cannot say.

    Dates of partial precision, and ids in cells joined by ';'.
    """
    path = resource(table)["path"]
    fields = resource(table)["schema"]["fields"]
    known = {
        f["name"]: {
            r.get(f["references"]["field"])
            for r in _raw(folder / resource(f["references"]["resource"])["path"])
        }
        for f in fields
        if f.get("references", {}).get("resource") in tables
    }
    dates = [f["name"] for f in fields if f.get("partialDate")]
    problems = []
    for number, row in enumerate(_raw(folder / path), 2):
        for column in dates:
            cell = row.get(column) or ""
            parts = cell.split("-")
            if cell and all(p.isdigit() for p in parts) and len(parts) <= 3:
                try:
                    date(*[int(p) for p in parts], *[1] * (3 - len(parts)))
                except ValueError:
                    problems.append(
                        Problem(
                            path,
                            number,
                            column,
                            f"{cell!r} is no day of the calendar.",
                            "Write a date that exists, as YYYY, YYYY-MM or YYYY-MM-DD.",
                        )
                    )
        if (
            row.get("start")
            and row.get("end")
            and row["end"][: len(row["start"])] < row["start"][: len(row["end"])]
        ):
            problems.append(
                Problem(
                    path,
                    number,
                    "end",
                    f"{row['end']} lies before the start, {row['start']}.",
                    "Correct one of the two dates.",
                )
            )
        for column, ids in known.items():
            target = field(table, column)["references"]["resource"]
            for one in filter(None, (row.get(column) or "").split(";")):
                if one not in ids:
                    problems.append(
                        Problem(
                            path,
                            number,
                            column,
                            f"{one!r} is not in {target}.",
                            f"Correct the id, or add it to {target}.csv; ids are joined by ';' without spaces.",
                        )
                    )
    return problems


def _raw(path: Path) -> list[dict]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def paragraphs() -> pd.DataFrame:
    """Return the record of the commentary's paragraphs.

    Id, section, position, words, sha256, our summary.
    """
    return shelf().record if shelf() else _own_paragraphs()


@functools.cache
def _own_paragraphs() -> pd.DataFrame:
    return pd.read_csv(SEEDS / "paragraphs.csv", encoding="utf-8")
