"""Floor 0: what spreadsheet programs leave in a student's tables, taken where it can be, else told.

A byte-order mark, UTF-16, semicolons, tabs, empty columns and rows at the end, and spaces that
nobody sees change nothing of what the student meant. Letters of another encoding might, so they are
told of; so are names that a reader would take for one and a computer for two.
"""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from .checks import Problem

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SPACES = "\u00a0\u2007\u202f\u2009\u3000"  # no-break, figure, narrow, thin, ideographic
_UNSEEN = "\u200b\u2060\ufeff\u00ad"  # zero-width space, word joiner, byte-order mark, soft hyphen
_TIDY = str.maketrans({**dict.fromkeys(_SPACES, " "), **dict.fromkeys(_UNSEEN)})
# Letters of other alphabets, dashes and quotes that look like those of the Latin keyboard.
_CYRILLIC = ("аеорсухіјѕАВЕКМНОРСТУХІЈЅ", "aeopcyxijsABEKMHOPCTYXIJS")
_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo")
_SIGNS = ("‐‑‒–—’‘`´", "-----''''")
_ALIKE = {k: v for pair in (_CYRILLIC, _GREEK, _SIGNS) for k, v in zip(*pair, strict=True)}
_LOOKS = str.maketrans(_ALIKE)

UTF8 = (
    "In Excel: File, Save As, type “CSV UTF-8 (Comma delimited)”;"
    " in LibreOffice: character set Unicode (UTF-8)."
)
# Columns of free names, and a name in them that has a meaning of its own.
NAMES = {
    ("paragraphs", "section"): "",
    ("claims", "speaker"): "author",
    ("actors", "name"): "",
    ("actors", "theatre"): "",
}


@contextlib.contextmanager
def tidied(folder: Path, columns: dict[str, list[str]]) -> Iterator[tuple[Path, list[Problem]]]:
    """Lay out a folder's tables as plain UTF-8 with commas, for as long as the block lasts.

    Parameters
    ----------
    folder : pathlib.Path
        With CSV files as some spreadsheet program saved them; nothing in it is changed.
    columns : dict
        Table to its columns.

    Yields
    ------
    tuple of (pathlib.Path, list of Problem)
        The copy, rows in their places, and what could not be taken. A file that could not is
        left as it is.
    """
    with tempfile.TemporaryDirectory() as made:
        copy = Path(made) / folder.name  # a text is called after its folder
        copy.mkdir()
        problems = []
        for table, names in columns.items():
            path = folder / f"{table}.csv"
            if not path.is_file():
                if path.exists():  # a folder of that name
                    (copy / path.name).mkdir()
                continue
            rows, wrong = _rows(path, names)
            problems += wrong
            if rows is None:
                shutil.copyfile(path, copy / path.name)
                continue
            with open(copy / path.name, "w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(rows)
            problems += look_alikes(table, rows)
        yield copy, problems


def _rows(path: Path, names: list[str]) -> tuple[list[list[str]] | None, list[Problem]]:
    """Return the tidy rows of a file, or none where it is no table, and what is wrong."""
    raw = path.read_bytes()
    encoding = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        wrong = "a letter is not in UTF-8 (the file was probably saved as plain “CSV”)."
        return None, [Problem(path.name, row, "", wrong, UTF8)]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, names)))
    except csv.Error:
        return None, []  # the check says what it is
    rows = [[tidy(cell) for cell in row] for row in rows]
    while rows and not any(rows[-1]):
        rows.pop()
    width = len(names)
    if rows and rows[0][:width] == names and not any(rows[0][width:]):
        full = [(n, row) for n, row in enumerate(rows, 1) if any(row[width:])]
        if full and len(rows[0]) > width:
            n, row = full[0]
            wrong = f"{next(filter(None, row[width:]))!r} stands to the right of the last column."
            cure = f"Move it into one of the {width} columns, or delete it."
            return None, [Problem(path.name, n, "", wrong, cure)]
        if not full:
            rows = [row[:width] for row in rows]
    return rows, []


def _delimiter(text: str, names: list[str]) -> str:
    """Return what parts the names of the columns: semicolons and tabs are some Excels' commas."""
    first = text.split("\n", 1)[0].strip("\r\ufeff")
    for mark in (";", "\t"):
        if [tidy(cell) for cell in next(csv.reader([first], delimiter=mark), [])][
            : len(names)
        ] == names:
            return mark
    return ","


def tidy(cell: str) -> str:
    """Return a cell without the spaces that nobody sees, letters composed as one types them."""
    return unicodedata.normalize("NFC", cell.translate(_TIDY)).strip()


def looks(name: str) -> str:
    """Return what a reader sees of a name: no capitals, no double spaces, one alphabet."""
    seen = unicodedata.normalize("NFKC", tidy(name)).translate(_LOOKS)
    return " ".join(seen.casefold().split())


def look_alikes(table: str, rows: list[list[str]]) -> list[Problem]:
    """Find names that look the same and are not.

    Parameters
    ----------
    table : str
        Name of the table.
    rows : list of list of str
        The line of names, then the cells.

    Returns
    -------
    list of Problem
        One for each other spelling; it names both, and the row of the first.
    """
    problems = []
    for (of, column), reserved in NAMES.items():
        if of != table or not rows or column not in rows[0]:
            continue
        at = rows[0].index(column)
        first = {looks(reserved): (reserved, 0)} if reserved else {}
        told = set()
        for number, row in enumerate(itertools.islice(rows, 1, None), 2):
            cell = row[at] if at < len(row) else ""
            if not cell:
                continue
            other, where = first.setdefault(looks(cell), (cell, number))
            if cell != other and cell not in told:
                told.add(cell)
                place = f"in row {where}" if where else "the text's own voice"
                wrong = f"{cell!r} is not {other!r} ({place}), though they look alike."
                cure = "Spell both the same way, letter by letter, or give one another name."
                problems.append(Problem(f"{table}.csv", number, column, wrong, cure))
    return problems
