"""Runs of alliance years, on a small invented file."""

from scripts.derivations import alliances

RAW = """state_a,state_b,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul
USA,ROK,1990,1,0,0,1,1
USA,ROK,1991,1,0,0,1,1
USA,ROK,1992,1,0,0,1,1
USA,ROK,1993,1,0,0,1,1
RUS,PRK,1990,1,0,0,1,1
RUS,PRK,1991,1,0,0,1,1
RUS,PRK,1992,0,0,0,1,1
RUS,PRK,1993,1,0,0,1,1
RUS,KZK,1992,1,0,0,1,1
RUS,KZK,1993,1,0,0,1,1
RUS,CHN,1992,0,0,0,1,1
USA,NAM,1990,1,0,0,1,1
"""


def rows(tmp_path):
    folder = tmp_path / "alliances"
    folder.mkdir()
    (folder / "atop_dyad_years_1990_2018.csv").write_text(RAW)
    return alliances.derive(tmp_path)["alliances"]


def test_runs_of_years(tmp_path):
    got = rows(tmp_path).fillna("")
    assert got[["id", "members", "in_force", "ended"]].values.tolist() == [
        ["A101", "KAZ;RUS", "1992", ""],
        ["A102", "KOR;USA", "", ""],
        ["A103", "PRK;RUS", "", "1991"],
        ["A104", "PRK;RUS", "1993", ""],
    ]


def test_only_defence_among_known_states(tmp_path):
    got = rows(tmp_path)
    assert set(got.kind) == {"defence"}
    assert not got.members.str.contains("CHN").any()


def test_columns_are_those_of_the_schema(tmp_path):
    assert list(rows(tmp_path).columns) == alliances.COLUMNS
