"""What spreadsheet programs do to a student's tables: taken, or told with their own way out."""

from __future__ import annotations

import csv
import io
import json
import shutil
import unicodedata
from pathlib import Path

import pytest

from theatres import check_course, course, open_course, spreadsheets, tables


@pytest.fixture
def folder(tmp_path):
    """A sound folder of six tables to be spoiled."""
    return shutil.copytree(course.EXAMPLE, tmp_path / "my_text")


def text_of(folder: Path, table: str) -> str:
    return (folder / f"{table}.csv").read_text(encoding="utf-8")


def put(folder: Path, table: str, text: str, encoding: str = "utf-8") -> None:
    (folder / f"{table}.csv").write_bytes(text.encode(encoding))


def with_comma(text: str, mark: str) -> str:
    """The same table with another mark between its cells, as a spreadsheet program writes it."""
    made = io.StringIO()
    csv.writer(made, delimiter=mark).writerows(csv.reader(io.StringIO(text)))
    return made.getvalue()


SPOILED = {
    "a byte-order mark, as Excel's CSV UTF-8 has": lambda t: t.encode("utf-8-sig"),
    "UTF-16, as Excel's Unicode text": lambda t: with_comma(t, "\t").encode("utf-16"),
    "semicolons, as Excel in many languages": lambda t: with_comma(t, ";").encode("utf-8-sig"),
    "Windows line ends": lambda t: t.replace("\n", "\r\n").encode(),
    "empty columns at the end": lambda t: "".join(
        f"{line},,,\n" for line in t.splitlines()
    ).encode(),
    "empty rows at the end": lambda t: (t + ",,,,\n" * 22).encode(),
    "no-break and unseen spaces": lambda t: t.replace(
        "Upper river", "Upper\u00a0river\u200b "
    ).encode(),
    "letters in two parts": lambda t: unicodedata.normalize("NFD", t).encode(),
}


@pytest.mark.parametrize("how", SPOILED)
def test_what_changes_no_meaning_is_taken(folder, how):
    before = course.open_folder(course.EXAMPLE)
    for table in course.COLUMNS:
        (folder / f"{table}.csv").write_bytes(SPOILED[how](text_of(folder, table)))
    after = course.open_folder(folder)
    for name, frame in before.frames.items():
        texts = frame.astype(str).replace("The text of example", "The text of my_text")
        assert texts.equals(after.frames[name].astype(str)), name
    assert before.years == after.years


def test_windows_text_is_told_with_the_way_out_that_excel_has(folder):
    put(folder, "claims", text_of(folder, "claims").replace("the", "thé", 1), "cp1252")
    (problem,) = course.check_folder(folder)
    assert (problem.file, problem.row) == ("claims.csv", 2)
    assert "CSV UTF-8 (Comma delimited)" in problem.cure
    with pytest.raises(tables.TableError, match="CSV UTF-8"):
        open_course(folder)


def test_a_cell_right_of_the_last_column_is_named(folder):
    lines = text_of(folder, "ties").splitlines()
    lines[0] += ","
    lines[3] += ",remember this"
    put(folder, "ties", "\n".join(lines) + "\n")
    (problem,) = course.check_folder(folder)
    assert problem.row == 4 and "'remember this'" in problem.wrong


ALIKE = [
    ("actors", "theatre", "Lower river", "Lower  river", "a double space"),
    ("actors", "theatre", "Lower river", "Lower River", "a capital"),
    ("actors", "theatre", "Lower river", "Lоwer river", "a Cyrillic letter"),
    ("claims", "speaker", "Mayor Venn", "mayor Venn", "a capital"),
    ("paragraphs", "section", "The weir", "The Weir", "a capital"),
]


@pytest.mark.parametrize("table, column, name, other, what", ALIKE)
def test_names_that_look_alike_are_reported_with_both_rows(
    folder, table, column, name, other, what
):
    rows = list(csv.DictReader(io.StringIO(text_of(folder, table))))
    first = next(number for number, row in enumerate(rows, 2) if row[column] == name)
    assert first < len(rows) + 1, "the example must hold a row after it"
    rows[-1][column] = other
    with open(folder / f"{table}.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, course.COLUMNS[table])
        writer.writeheader()
        writer.writerows(rows)
    (found,) = [p for p in course.check_folder(folder) if "look alike" in p.wrong]
    assert (found.file, found.column) == (f"{table}.csv", column), what
    assert repr(name) in found.wrong and repr(other) in found.wrong
    assert f"row {first})" in found.wrong and found.row == len(rows) + 1


def test_author_with_a_capital_is_not_somebody_else(folder):
    put(folder, "claims", text_of(folder, "claims").replace(",author,", ",Author,"))
    (problem,) = course.check_folder(folder)
    assert "the text's own voice" in problem.wrong and problem.column == "speaker"


def test_different_names_are_left_alone():
    rows = [["name"], ["Dell"], ["Bell"], ["Київ"], ["Kyiv"], ["Ост"], ["Вест"]]
    assert spreadsheets.look_alikes("actors", rows) == []


def test_a_folder_that_is_not_there_is_named_whole(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (problem,) = course.check_folder("../nowhere")
    assert problem.file == str(tmp_path.parent / "nowhere")


def test_a_new_folder_has_a_notebook_that_finds_the_course(tmp_path):
    fresh = course.write_template(tmp_path / "elsewhere" / "mine")
    cells = json.loads((fresh / "start.ipynb").read_text(encoding="utf-8"))["cells"]
    finds = "".join(cells[1]["source"])
    assert repr(str(tables.ROOT)) in finds or json.dumps(str(tables.ROOT)) in finds
    found: dict = {}
    exec(finds.replace("check_course(here)", "found = check_course"), found)
    assert found["found"] is check_course
