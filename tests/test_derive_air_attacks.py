"""Sums of drone launches, on a small invented file."""

from scripts.derivations import air_attacks

RAW = """time_start,time_end,model,launch_place,launched,destroyed
2022-10-30 20:00,2022-10-31 06:00,Shahed-136/131,A,10.0,8.0
2022-11-30 20:00,2022-12-01 06:00,Shahed-136/131,A,5.0,5.0
2022-11-05 20:00,2022-11-06 06:00,Shahed-136/131,B,7.0,1.0
2022-11-06 20:00,2022-11-06 23:00,X-101/X-555,B,40.0,1.0
2022-11-07 20:00,2022-11-07 23:00,Shahed-136/131 and Lancet,B,3.0,1.0
2023-01-02,2023-01-02,Shahed-136/131,B,,1.0
2023-01-03,2023-01-03,Shahed-136/131,B,20.0,1.0
"""


def rows(tmp_path):
    folder = tmp_path / "ua-air-attacks"
    folder.mkdir()
    (folder / "missile_attacks_daily.csv").write_text(RAW)
    return air_attacks.derive(tmp_path)["observations"].set_index("id")


def test_sums_by_the_month_in_which_a_window_began(tmp_path):
    got = rows(tmp_path)
    assert got.value.to_dict() == {
        "O20010": 10, "O20011": 12, "O20013": 20, "O20200": 22, "O20201": 20,
    }  # fmt: skip
    assert list(got.date) == ["2022-10", "2022-11", "2023-01", "2022", "2023"]


def test_rows_are_claims_and_say_what_is_incomplete(tmp_path):
    got = rows(tmp_path)
    assert set(got.basis) == {"claim"} and set(got.by) == {"Ukrainian Air Force"}
    assert got.note["O20010"].endswith("from 2022-10-30.")
    assert got.note["O20200"].endswith("from 2022-10-30.")
    assert got.note["O20201"].endswith("to 2023-01-03.")
    assert got.note["O20011"].endswith("may be in it.")


def test_columns_are_those_of_the_schema(tmp_path):
    assert ["id", *rows(tmp_path).columns] == air_attacks.COLUMNS
