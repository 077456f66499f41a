"""The loader: proper types, quick, and one clear message for each way in which a table can be
broken.
"""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from theatres import codes, tables


def test_every_table_fits_its_description():
    assert tables.check() == []


def test_types_follow_the_description():
    claims = tables.read("claims")
    assert claims["hedged"].dtype == bool
    assert list(claims["kind"].cat.categories) == list(tables.meanings("claims", "kind"))
    assert tables.read("observations")["value"].dtype == "float64"


def test_a_reader_cannot_change_what_the_next_reader_gets():
    mine = tables.read("claims")
    mine.loc[0, "claim"] = "something else"
    assert tables.read("claims").loc[0, "claim"] != "something else"


@pytest.fixture
def folder(tmp_path):
    for name in ("actors.csv", "systems.csv", "claims.csv"):
        shutil.copy(tables.DATA / name, tmp_path / name)
    return tmp_path


LINE = "RUS,Russia,state,Europe"


@pytest.mark.parametrize(
    "break_it, expected",
    [
        (
            lambda t: t.replace(LINE, LINE.replace("state", "country")),
            ["actors.csv, row 2, column kind", "'country'", "Use one of"],
        ),
        (
            lambda t: t + "XXX,Nobody,person,Europe,NOBODY,,\n",
            ["column represents", "'NOBODY' is not in actors", "add it to actors.csv"],
        ),
        (lambda t: t + t.splitlines()[1] + "\n", ["column id", "earlier row", "own id"]),
        (lambda t: b"\xef\xbb\xbf" + t.encode(), ["row 1", "byte-order mark", "plain UTF-8"]),
        (lambda t: t.replace(";", "/").replace(",", ";"), ["semicolons", "commas"]),
        (
            lambda t: (t + "XXX,Åland,state,Europe,,,\n").encode("latin-1"),
            ["not UTF-8", "Latin-1", "encoding UTF-8"],
        ),
        (lambda t: "", ["empty", "Begin it with the line id,name"]),
        (lambda t: None, ["missing", "Put it beside"]),
        (lambda t: t + "XXX,Nowhere,state\n", ["too few cells", "double quotes"]),
        (lambda t: t + "XXX,,state,Europe,,,\n", ["column name", "empty", "Fill it in"]),
        (lambda t: t.replace("id,name", "id,nom"), ["missing: name", "not known: nom"]),
    ],
    ids=[
        "enum",
        "dangling key",
        "duplicate id",
        "BOM",
        "semicolons",
        "Latin-1",
        "empty",
        "missing",
        "short row",
        "required",
        "column",
    ],
)
def test_a_broken_table_gets_one_message_with_place_and_cure(folder, break_it, expected):
    path = folder / "actors.csv"
    broken = break_it(path.read_text(encoding="utf-8"))
    path.unlink()
    if broken is not None:
        path.write_bytes(broken if isinstance(broken, bytes) else broken.encode())
    problems = tables.check(folder, ["actors"])
    assert len(problems) == 1
    for part in expected:
        assert part in str(problems[0])


@pytest.mark.parametrize(
    "cell, expected", [("2022-02-31", "no day of the calendar"), ("24.2.2022", "form")]
)
def test_a_date_must_exist(tmp_path, cell, expected):
    for name in ("ties", "actors", "claims", "sources", "systems"):
        shutil.copy(tables.DATA / f"{name}.csv", tmp_path)
    ties = pd.read_csv(tmp_path / "ties.csv", dtype=str, keep_default_na=False)
    ties.loc[0, "start"] = cell
    ties.to_csv(tmp_path / "ties.csv", index=False)
    problems = tables.check(tmp_path, ["ties"], references=False)
    assert (
        len(problems) == 1
        and problems[0].column == "start"
        and problems[0].row == 2
        and expected in str(problems[0])
    )


def test_an_end_before_its_start_is_found(tmp_path):
    ties = pd.read_csv(tables.DATA / "ties.csv", dtype=str, keep_default_na=False)
    ties.loc[0, ["start", "end", "end_precision"]] = ["2022-03", "2021", "year"]
    ties.to_csv(tmp_path / "ties.csv", index=False)
    assert [p.column for p in tables.check(tmp_path, ["ties"], references=False)] == ["end"]


def test_reading_a_broken_table_says_the_same(folder):
    path = folder / "actors.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(LINE, LINE.replace("state", "country")),
        encoding="utf-8",
    )
    with pytest.raises(tables.TableError, match="row 2, column kind"):
        tables.read("actors", folder)


def test_an_unknown_table_is_named():
    with pytest.raises(KeyError, match="there is no table 'facts'; there are sources"):
        tables.read("facts")


def test_each_argument_has_its_own_rows_and_the_commentary_comes_unasked():
    for table in ("claims", "reasons", "evidence", "forecasts", "prescriptions"):
        every = tables.read(table, argument="both")
        own = tables.read(table)
        rival = tables.read(table, argument="rival")
        assert own.equals(tables.read(table, argument="commentary"))
        assert "rival" not in set(own["argument"]) and "commentary" not in set(rival["argument"])
        shared = int((every["argument"] == "both").sum())
        assert len(own) + len(rival) - shared == len(every)
    assert "rival" not in set(tables.read("ties")["asserted_by"])
    assert list(tables.read("events")["id"]) == list(tables.read("events", argument="rival")["id"])


def test_an_unknown_argument_is_named():
    with pytest.raises(ValueError, match="no argument 'mine'; choose commentary, rival or both"):
        tables.read("claims", argument="mine")


@pytest.mark.parametrize(
    "code, table, column",
    [
        (codes.Relation, "reasons", "relation"),
        (codes.Bearing, "evidence", "bearing"),
        (codes.Stance, "positions", "stance"),
        (codes.Whose, "claims", "argument"),
    ],
)
def test_codes_are_those_of_the_tables(code, table, column):
    assert {one.value for one in code} == set(tables.meanings(table, column))


@pytest.mark.parametrize("shelf", [None, "rival"])
def test_rows_are_counted_without_keeping_them(shelf):
    with tables.using(shelf and tables.argument_shelf(shelf)):
        for resource in tables.description()["resources"]:
            name = resource["name"]
            assert tables.size(name) == len(tables.read(name)), name


def test_what_is_remembered_belongs_to_its_shelf_and_is_nobodys_to_change():
    @tables.remembered
    def claims():
        return tables.read("claims")

    ours = claims()
    ours["id"] = "changed"
    assert "changed" not in set(claims()["id"])
    with tables.using(tables.argument_shelf("rival")):
        assert set(claims()["id"]) == set(tables.read("claims")["id"])
    assert set(claims()["id"]) == set(tables.read("claims")["id"])
