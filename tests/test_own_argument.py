"""Another argument in the place of the commentary.

Its checks, its explorers, and two coders compared.
"""

import csv
import random
import re
import shutil

import numpy as np
import pytest

from theatres import course, tables
from theatres.explorers import own
from theatres.model import intercoder


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(course.EXAMPLE, tmp_path / "mine")


def change(folder, table, row, **cells):
    """Change cells of a row, counted as in the messages: 1 is the line of names."""
    path = folder / f"{table}.csv"
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[row - 2].update(cells)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, course.COLUMNS[table], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


PLANTED = [
    ("paragraphs", 3, "id", "P1"),
    ("paragraphs", 4, "summary", ""),
    ("claims", 2, "kind", "opinion"),
    ("claims", 3, "paragraph", "P9"),
    ("claims", 4, "hedged", "yes"),
    ("claims", 5, "checkable", "maybe"),
    ("claims", 7, "hedge", ""),
    ("claims", 9, "id", "claim8"),
    ("actors", 3, "kind", "town"),
    ("actors", 4, "represents", "HARROWW"),
    ("ties", 2, "source", "NOBODY"),
    ("ties", 3, "sign", "2"),
    ("ties", 4, "start", "last year"),
    ("ties", 5, "end", "2019-02-30"),
    ("ties", 6, "source_theatre", "Loewr river"),
    ("ties", 7, "target", "SANDMOUTH"),
    ("ties", 8, "weight", "heavy"),
    ("events", 3, "actors", "SANDMOUTH;GHOST"),
    ("events", 4, "cross_theatre", "1"),
    ("reasons", 2, "relation", "proves"),
]


def test_twenty_planted_mistakes_are_reported_at_once(folder):
    for table, row, column, cell in PLANTED:
        change(folder, table, row, **{column: cell})
    with pytest.raises(tables.TableError) as told:
        own.open_course(folder)
    found = {(p.file, p.row, p.column) for p in told.value.problems}
    assert {(f"{t}.csv", r, c) for t, r, c, _ in PLANTED} <= found
    # two planted ones have an echo: the claim whose id was spoiled is missed where it was named
    echoes = {p for p in found if p not in {(f"{t}.csv", r, c) for t, r, c, _ in PLANTED}}
    assert {(f, c) for f, _, c in echoes} <= {
        ("ties.csv", "claim"),
        ("reasons.csv", "source"),
        ("reasons.csv", "target"),
        ("claims.csv", "paragraph"),
        ("events.csv", "claims"),
    }
    assert all(p.wrong.endswith(".") and p.cure for p in told.value.problems)
    assert (
        "ties.csv, row 6, column source_theatre: 'Loewr river' is no actor's theatre."
        " Use one of: Upper river, Lower river, Middle river." in str(told.value)
    )


@pytest.mark.parametrize("table, row, column, cell", PLANTED)
def test_each_planted_mistake_is_told_in_its_place(folder, table, row, column, cell):
    change(folder, table, row, **{column: cell})
    assert (f"{table}.csv", row, column) in {
        (p.file, p.row, p.column) for p in course.check_folder(folder)
    }


def test_the_example_is_sound_and_the_template_asks_for_rows(tmp_path):
    assert course.check_folder(course.EXAMPLE) == []
    assert {p.wrong for p in course.check_folder(course.TEMPLATE)} == {"the table has no rows."}
    assert course.check_folder(tmp_path / "nowhere")[0].wrong == "there is no such folder."
    fresh = course.write_template(tmp_path / "fresh")
    assert {p.name: p.read_bytes() for p in fresh.glob("*.csv")} == {
        p.name: p.read_bytes() for p in course.TEMPLATE.glob("*.csv")
    }
    with pytest.raises(FileExistsError):
        course.write_template(fresh)


def test_events_and_reasons_may_be_left_out(folder):
    (folder / "reasons.csv").unlink()
    (folder / "events.csv").write_text(",".join(course.COLUMNS["events"]) + "\n")
    mine = own.open_course(folder)
    assert repr(mine).endswith("22 ties, 0 events, 0 reasons. No mistake found in the tables.")
    assert mine.browse_claims(claim="C05").words().startswith("15 of 15 claims")


def test_the_explorers_stay_on_the_folder_they_were_opened_on():
    mine = own.open_course()
    view, claims = mine.explore_ties(year=2021), mine.browse_claims()
    assert view.words().startswith(
        "End of 2021: 15 ties between 10 actors;"
        " 7 of them (47%) join Upper river and Lower river, 10 leave"
    )
    view.year.value, view.without.value = 2024, "HARROW"
    assert "Without Harrow, 14 ties go" in view.words()
    view.tie.value = "T15"
    assert "Register of the Council (invented)" in view.details.value
    claims.kind.value = "causal"
    assert claims.words().startswith("4 of 15 claims")
    claims.claim.value = "C07"
    assert "carries the salt of" in claims.details.value
    assert (
        tables.shelf() is None and len(tables.read("claims")) == 67
    )  # the course's own tables are back
    assert own.open_course().read("claims")["speaker"].cat.categories.tolist() == [
        "author",
        "Mayor Venn",
        "Council of Ferries",
        "League members",
    ]


def test_the_map_puts_the_first_two_theatres_left_and_right():
    from theatres.charts import network

    mine = own.open_course()
    view = mine.explore_ties()
    at = network.places(view.ties, view.actors).groupby("theatre")["x"].mean()
    assert at["Upper river"] < 300 < 420 < at["Lower river"]


def test_the_argument_map_shows_the_folder_s_reasons():
    view = own.open_course().argument_map()
    view.unfold.value, view.claim.value = "one claim", "C12"
    shown = view.words().split("Shown for it: ")[1].split("against it")[0]
    assert re.findall(r"\((C\d\d)\)", shown) == ["C09", "C04", "C10"]
    assert {"The weir", "One river"} <= {v for _, v in view.unfold.options}


def test_the_decoupling_lab_parts_the_folder_s_first_two_theatres():
    lab = own.open_course().decoupling_lab()
    assert "no path at all between Upper river and Lower river" in lab.words()
    assert (lab.a.value, lab.b.value) == ("HARROW", "SANDMOUTH")
    lab.drawer.list.index = 1
    assert "table" in lab.drawer.view.value
    before = lab.words()
    lab.hubs_out.ticks["HARROW"].value = True
    assert lab.words() != before and "No path joins Harrow and Sandmouth" in lab.words()
    assert tables.shelf() is None


def test_one_theatre_cannot_be_parted(folder):
    for table, columns in (
        ("actors", ["theatre"]),
        ("ties", ["source_theatre", "target_theatre"]),
        ("events", ["theatre"]),
    ):
        with open(folder / f"{table}.csv", encoding="utf-8", newline="") as file:
            n = len(list(csv.DictReader(file)))
        for row in range(2, n + 2):
            change(folder, table, row, **dict.fromkeys(columns, "The river"))
    mine = own.open_course(folder)
    assert mine.explore_ties().words()
    with pytest.raises(ValueError, match="needs two theatres"):
        mine.decoupling_lab()


def test_two_coders(folder):
    change(folder, "claims", 3, kind="descriptive")
    change(folder, "claims", 4, hedged="true", hedge="almost")
    with open(folder / "ties.csv", encoding="utf-8") as file:
        lines = file.read().splitlines()
    (folder / "ties.csv").write_text(
        "\n".join(lines[:-1]) + "\n"
    )  # the second coder overlooks a tie
    one, two = own.open_course(), own.open_course(folder)
    result = intercoder.agreement(one.shelf, two.shelf)
    assert (
        result.loc["kind of claim", "agree"] == pytest.approx(14 / 15)
        and result.loc["checkable", "agree"] == 1
    )
    assert result.loc["family of tie", "left_out"] == 1 and result.loc["checkable", "alpha"] == 1
    # Krippendorff's alpha by hand for 15 units: coincidences of the 30 codes
    first, second = one.read("claims")["kind"].astype(str), two.read("claims")["kind"].astype(str)
    counts = (first.value_counts() + second.value_counts()).fillna(0)
    counts = first.value_counts().add(second.value_counts(), fill_value=0)
    expected = 1 - (2 * 1) * 29 / (30**2 - (counts**2).sum())
    assert result.loc["kind of claim", "alpha"] == pytest.approx(expected)
    view = own.compare_courses(one, folder)
    assert (
        len(view.differences()) == 4 and "C02" in view.differ.value
    )  # the tie is missed twice: its family and its sign
    view.what.value = "kind of claim"
    assert "14 of 15 decisions on kind of claim" in view.words()


def mutate(folder, seed):
    """Spoil one folder: bytes, lines, cells, columns, encodings, whole files."""
    rng = random.Random(seed)
    for _ in range(rng.randint(1, 4)):
        path = folder / f"{rng.choice(list(course.COLUMNS))}.csv"
        if not path.is_file():
            continue
        raw = path.read_bytes() or b"\n"
        lines = raw.split(b"\n")
        i, cells = rng.randrange(len(lines)), raw.split(b",")
        strange = rng.choice(
            [
                b"",
                b'"',
                b"\x00",
                b"\xff",
                b"\xef\xbb\xbf",
                b"=1+1",
                b"9" * 400,
                "９９".encode(),
                b"true",
                b"P1;P1",
                b"nan",
                b"-",
                b"0000",
                b"9999-99-99",
                b"x" * 200000,
                b"\r",
                b"None",
            ]
        )
        how = rng.randrange(10)
        if how == 0:
            at = rng.randrange(len(raw))
            raw = raw[:at] + strange + raw[at:]
        elif how == 1:
            raw = b"\n".join(lines[:i] + lines[i + 1 :])
        elif how == 2:
            raw = b"\n".join(lines[:i] + [lines[i]] + lines[i:])
        elif how == 3:
            cells[rng.randrange(len(cells))] = strange
            raw = b",".join(cells)
        elif how == 4:
            raw = raw.replace(b",", rng.choice([b";", b"\t", b" "]))
        elif how == 5:
            raw = raw.decode("utf-8", "replace").encode(
                rng.choice(["utf-16", "latin-1", "utf-8-sig", "cp1252"]), "replace"
            )
        elif how == 6:
            raw = raw[: rng.randrange(len(raw))]
        elif how == 7:
            path.unlink()
            if rng.random() < 0.5:
                path.mkdir()
            continue
        elif how == 8:
            raw = raw.replace(b"\n", rng.choice([b"\r\n", b"\r", b"\n\n"]))
        else:
            at = rng.randrange(len(raw))
            raw = raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :]
        path.write_bytes(raw)


@pytest.mark.parametrize("tens", range(10))
def test_two_hundred_mutated_folders_without_a_traceback(tmp_path, tens):
    for seed in range(tens * 20, tens * 20 + 20):
        folder = shutil.copytree(course.EXAMPLE, tmp_path / str(seed))
        mutate(folder, seed)
        try:
            mine = own.open_course(folder)
        except tables.TableError as told:
            assert told.problems and all(
                p.file.endswith(".csv") and p.wrong and p.cure for p in told.problems
            ), seed
        else:  # what passes the check must open
            assert (
                mine.explore_ties().words()
                and mine.browse_claims().words()
                and mine.argument_map().words()
            ), seed
            try:
                assert mine.decoupling_lab().words(), seed
            except ValueError as told:
                assert "two theatres" in str(told), seed


def test_opening_a_folder_leaves_the_courses_own_tables_in_memory(folder):
    before = tables.read("ties")
    for _ in range(2):
        own.open_course(folder)
    assert np.shares_memory(before["weight"].to_numpy(), tables.read("ties")["weight"].to_numpy())


def test_a_table_is_read_as_the_description_in_use_has_it(folder):
    """The same file, first under one description and then under the other: no answer is kept."""
    kinds = ["town"]
    described = course.described()
    with pytest.raises(tables.TableError):
        tables.read("actors", folder)
    first = tables.read("actors", folder, description=described)
    next(
        field
        for table in described["resources"]
        for field in table["schema"]["fields"]
        if (table["name"], field["name"]) == ("actors", "kind")
    )["constraints"]["enum"] = kinds
    assert len(first)
    with pytest.raises(tables.TableError, match="not one of the values allowed"):
        tables.read("actors", folder, description=described)


def test_a_corrected_file_is_read_again(folder):
    described = course.described()
    before = tables.read("actors", folder, description=described)
    change(folder, "actors", 2, name="Somebody else")
    after = tables.read("actors", folder, description=described)
    assert before["name"].iloc[0] != "Somebody else" == after["name"].iloc[0]
