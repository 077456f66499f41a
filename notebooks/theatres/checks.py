"""Floor 0: tables checked against their description - each mistake with its place and its cure.

Reading is `tables`' work; this module needs nothing but a folder and a description.
"""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
RAGGED = ("extra-cell", "missing-cell", "blank-row")  # frictionless's names for rows out of form
COMPARE = "Compare it with the description in datapackage.json."


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a table: where it stands, what is wrong, and what to do."""

    file: str
    row: int
    column: str
    wrong: str
    cure: str

    def __str__(self) -> str:
        place = [self.file]
        if self.row:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.wrong} {self.cure}"


class TableError(Exception):
    """A table that cannot be used.

    Its text is the whole message; notebooks show it without a traceback.
    """

    def __init__(self, problems: list[Problem]):
        self.problems = list(problems)
        super().__init__("\n".join(map(str, problems)))

    def _render_traceback_(self) -> list[str]:
        """Return what IPython prints in place of a traceback."""
        return [str(self)]


def check(
    folder: Path | str,
    description: dict,
    tables: list[str] | None = None,
    *,
    references: bool = True,
) -> list[Problem]:
    """Check tables against their description and return every mistake found.

    Types, closed lists, patterns, keys and foreign keys are checked by frictionless; lists of ids,
    and files that are no UTF-8 table with commas at all, by us.

    Parameters
    ----------
    folder : path
        Where the tables lie.
    description : dict
        In the form of ``datapackage.json``.
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
    described = {table["name"]: table for table in description["resources"]}
    problems, sound = [], []
    for name in tables or described:
        found = unreadable(folder / described[name]["path"], described[name])
        problems += found
        if not found:
            sound.append(name)
    if sound:
        problems += _check_rows(folder, described, sound, references)
    return sorted(set(problems))


def cells(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file as text, column to cell, as they stand there."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Files that are no table of ours


def unreadable(path: Path, table: dict) -> list[Problem]:
    """Look for what makes a file no table of ours, before any row is read.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    table : dict
        Description of the table it should hold.

    Returns
    -------
    list of Problem
        At most one: the first thing that is wrong hides the others.
    """
    names = [field["name"] for field in table["schema"]["fields"]]
    if not path.is_file():
        needed = f"Put it beside the other tables, with the columns {', '.join(names)}."
        return [Problem(path.name, 0, "", "the file is missing.", needed)]
    raw = path.read_bytes()
    return _not_text(path, raw, names) or _not_split(path, raw.decode("utf-8"), names)


def _not_text(path: Path, raw: bytes, names: list[str]) -> list[Problem]:
    """Look at the bytes of a file."""
    if not raw.strip():
        cure = f"Begin it with the line {','.join(names)}."
        return [Problem(path.name, 0, "", "the file is empty.", cure)]
    if raw.startswith(BYTE_ORDER_MARK):
        cure = (
            "Save it as plain UTF-8 (in Excel: not 'CSV UTF-8', or remove the mark with an editor)."
        )
        wrong = "the file begins with a byte-order mark."
        return [Problem(path.name, 1, names[0], wrong, cure)]
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        wrong = f"byte {error.start} is not UTF-8 (probably Latin-1 or Windows text)."
        return [Problem(path.name, row, "", wrong, "Save the file again with encoding UTF-8.")]
    return []


def _not_split(path: Path, text: str, names: list[str]) -> list[Problem]:
    """Look at the first line of a file, and whether the others can be split into cells."""
    header = next(csv.reader(text.splitlines()[:1]), [])
    for mark, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and len(names) > 1 and mark in header[0]:
            wrong = f"the cells are separated by {called}."
            cure = "Save it again with commas between the cells."
            return [Problem(path.name, 1, "", wrong, cure)]
    if header != names:
        return [_other_columns(path, header, names)]
    try:
        rows = sum(1 for row in csv.reader(io.StringIO(text, newline="")) if row)
    except csv.Error as error:
        wrong = f"the file cannot be split into cells ({error})."
        cure = "Look for a quotation mark that is never closed, and save the file again as CSV."
        return [Problem(path.name, 0, "", wrong, cure)]
    if rows < 2:
        cure = "Add at least one row below the names."
        return [Problem(path.name, 0, "", "the table has no rows.", cure)]
    return []


def _other_columns(path: Path, header: list[str], names: list[str]) -> Problem:
    missing = [name for name in names if name not in header]
    extra = [name for name in header if name not in names]
    told = []
    if missing:
        told.append(f"missing: {', '.join(missing)}")
    if extra:
        told.append(f"not known: {', '.join(extra)}")
    what = "; ".join(told) or "they are in another order"
    wrong = f"the columns are not those described ({what})."
    cure = f"Write the first line as {','.join(names)}."
    return Problem(path.name, 1, (extra or missing or names)[0], wrong, cure)


# Rows


def _check_rows(
    folder: Path, described: dict[str, dict], tables: list[str], references: bool
) -> list[Problem]:
    # Imported only here: a quarter of a second that no lesson needs.
    with warnings.catch_warnings():
        # One of its packages warns where it is compiled at every import: in a browser.
        warnings.simplefilter("ignore", SyntaxWarning)
        from frictionless import Checklist, Package

    wanted = [_for_frictionless(described[name], tables, references) for name in tables]
    package = Package.from_descriptor({"name": "course", "resources": wanted}, basepath=str(folder))
    problems = []
    for task in package.validate(Checklist(skip_errors=["source-error"])).tasks:
        ragged = {getattr(e, "row_number", None) for e in task.errors if e.type in RAGGED}
        for error in task.errors:
            # Of a ragged row one word is enough.
            if error.type in RAGGED or getattr(error, "row_number", None) not in ragged:
                problems.append(in_words(described[task.name], error))
    for name in tables:
        problems += _beyond_schema(folder, described, name, tables if references else [])
    return problems


def _for_frictionless(table: dict, tables: list[str], references: bool) -> dict:
    """Return the description of a table as frictionless is to read it."""
    table = json.loads(json.dumps(table))
    schema = table["schema"]
    for field in schema["fields"]:
        if field["type"] == "boolean":  # what `tables.read` takes, and no more
            field["trueValues"] = ["true", "TRUE", "True"]
            field["falseValues"] = ["false", "FALSE", "False"]
    keys = schema.pop("foreignKeys", []) if references else []
    schema.pop("foreignKeys", None)
    # A table that could not be read is reported once, not again by each that points to it.
    kept = [key for key in keys if key["reference"]["resource"] in tables]
    for key in kept:
        if key["reference"]["resource"] == table["name"]:
            key["reference"]["resource"] = ""  # as Table Schema names the table itself
    if references:
        schema["foreignKeys"] = kept
    return table


@dataclass(frozen=True)
class Found:
    """One of frictionless's errors, with the table and column it was found in."""

    table: dict
    error: Any
    column: str

    @property
    def cell(self) -> str:
        """The cell, where the error is about one."""
        return getattr(self.error, "cell", "")

    @property
    def field(self) -> dict:
        """Description of the column, where the error is about one."""
        fields = {field["name"]: field for field in self.table["schema"]["fields"]}
        return fields.get(self.column, {})


# What is wrong, what to do, and the column where it is not the one that frictionless names.
Told = tuple[str, str, str]


def in_words(table: dict, error: Any) -> Problem:
    """Put one of frictionless's errors into a sentence with a cure."""
    found = Found(table, error, getattr(error, "field_name", "") or "")
    wrong, cure, column = WORDS.get(error.type, _as_it_says)(found)
    return Problem(table["path"], getattr(error, "row_number", None) or 0, column, wrong, cure)


def _as_it_says(found: Found) -> Told:
    return found.error.note.rstrip(".") + ".", COMPARE, found.column


def _constraint(found: Found) -> Told:
    limits, cell = found.field.get("constraints", {}), found.cell
    meaning = found.field.get("description", "")
    if "enum" in limits and str(cell) not in map(str, limits["enum"]):
        wrong = f"{cell!r} is not one of the values allowed."
        cure = f"Use one of: {', '.join(map(str, limits['enum']))}."
    elif not cell and limits.get("required"):
        wrong, cure = "the cell is empty.", f"Fill it in: {meaning}"
    elif "pattern" in limits:
        wrong = f"{cell!r} does not have the right form."
        cure = f"Expected: {meaning} (form {limits['pattern']})"
    elif "unique" in found.error.note:
        wrong = f"{cell!r} stands in an earlier row too."
        cure = "Give this row an id of its own."
    else:
        return _as_it_says(found)
    return wrong, cure, found.column


KINDS = {
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number with a decimal point",
}


def _type(found: Found) -> Told:
    kind = KINDS.get(found.field.get("type", ""), "text")
    return f"{found.cell!r} is not {kind}.", f"Write {kind}.", found.column


def _key(found: Found) -> Told:
    key = found.table["schema"]["primaryKey"]
    cure = f"Each row needs its own {' and '.join(key)}."
    return "the key stands in an earlier row too.", cure, found.column or key[0]


def _foreign_key(found: Found) -> Told:
    error = found.error
    other = error.reference_name or found.table["name"]
    wrong = f"{error.field_cells[0]!r} is not in {other}."
    return wrong, f"Correct the id, or add it to {other}.csv.", error.field_names[0]


def _cells_too(many_or_few: str) -> Callable[[Found], Told]:
    wrong = f"the row has too {many_or_few} cells."
    cure = "Put text that holds a comma in double quotes, and count the commas."
    return lambda found: (wrong, cure, "")


WORDS: dict[str, Callable[[Found], Told]] = {
    "constraint-error": _constraint,
    "type-error": _type,
    "unique-error": _key,
    "primary-key": _key,
    "foreign-key": _foreign_key,
    "extra-cell": _cells_too("many"),
    "missing-cell": _cells_too("few"),
    "blank-row": lambda found: ("the row is empty.", "Delete it.", ""),
}


# What Table Schema cannot say


def _beyond_schema(
    folder: Path, described: dict[str, dict], table: str, tables: list[str]
) -> list[Problem]:
    """Check dates of partial precision, spans, and ids in cells joined by ';'."""
    path, fields = described[table]["path"], described[table]["schema"]["fields"]
    dates = [field["name"] for field in fields if field.get("partialDate")]
    targets = {
        field["name"]: field["references"]
        for field in fields
        if field.get("references", {}).get("resource") in tables
    }
    known = {
        column: {
            row.get(other["field"]) for row in cells(folder / described[other["resource"]]["path"])
        }
        for column, other in targets.items()
    }
    problems = []
    for number, row in enumerate(cells(folder / path), 2):
        found = [*_dates(row, dates), *_span(row)]
        for column, ids in known.items():
            found += _ids(row, column, ids, targets[column]["resource"])
        problems += [Problem(path, number, *told) for told in found]
    return problems


def _dates(row: dict, columns: list[str]) -> Iterator[tuple[str, str, str]]:
    cure = "Write a date that exists, as YYYY, YYYY-MM or YYYY-MM-DD."
    for column in columns:
        cell = row.get(column) or ""
        if not _is_date(cell):
            yield column, f"{cell!r} is no day of the calendar.", cure


def _is_date(cell: str) -> bool:
    """Say whether a date exists; what is no date at all is the pattern's to find."""
    parts = cell.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return True
    try:
        date(*[int(part) for part in parts], *[1] * (3 - len(parts)))
    except ValueError:
        return False
    return True


def _span(row: dict) -> Iterator[tuple[str, str, str]]:
    start, end = row.get("start"), row.get("end")
    if start and end and end[: len(start)] < start[: len(end)]:
        wrong = f"{end} lies before the start, {start}."
        yield "end", wrong, "Correct one of the two dates."


def _ids(row: dict, column: str, ids: set, target: str) -> Iterator[tuple[str, str, str]]:
    cure = f"Correct the id, or add it to {target}.csv; ids are joined by ';' without spaces."
    for one in filter(None, (row.get(column) or "").split(";")):
        if one not in ids:
            yield column, f"{one!r} is not in {target}.", cure
