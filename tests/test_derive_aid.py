"""Aid by donor: an invented tracker of eleven other donors worked by hand."""

import pytest

from scripts.derivations import aid

HEADER = (
    '"country","iso","year","month","total","financial","humanitarian","military",'
    '"commitments","to_be_allocated","gdp","pct_gdp"\n'
)


@pytest.fixture
def raw(tmp_path):
    """Japan in three months over two years, the EU institutions, and donors O01 to O11 of which O01
    gives least.
    """
    rows = [
        "Japan,JPN,2022,3,3,2,1,0,3,0,400,0.75",
        "Japan,JPN,2024,6,1,0.5,0,0.5,1,0,400,0.25",
        "Japan,JPN,2024,7,4,4,0,0,4,0,400,1",
        "EU (Commission and Council),EU,2024,7,10,10,0,0,10,0,0,0",
    ]
    rows += [f"Other,O{n:02},2022,1,{n},0,0,{n},{n},0,100,{n}" for n in range(1, 12)]
    folder = tmp_path / "ukraine-support-tracker"
    folder.mkdir()
    (folder / "data_explorer.csv").write_text(HEADER + "\n".join(rows) + "\n")
    (folder / "total_allocations.csv").write_text(
        '"year","month","total_allocations","military","financial","humanitarian"\n'
        "2022,1,66,66,0,0\n2022,3,3,0,2,1\n2024,6,1,0.5,0.5,0\n2024,7,14,0,14,0\n"
    )
    return tmp_path


@pytest.fixture
def rows(raw):
    return aid.derive(raw)["observations"]


def pick(rows, indicator, subject):
    part = rows[(rows.indicator == indicator) & (rows.subject == subject)]
    return dict(zip(part.date, part.value))


def test_columns_and_ids(rows):
    assert list(rows.columns) == aid.COLUMNS
    assert rows.id.is_unique and rows.id.str.fullmatch(r"O3\d{4}").all()
    assert set(rows.object.dropna()) == {"UKR"}


def test_ten_largest_others_and_the_named_ones(rows):
    assert set(rows.subject) == {*aid.PARTNERS, aid.ALL} | {f"O{n:02}" for n in range(2, 12)}


def test_months_years_and_sums_of_japan(rows):
    assert pick(rows, "aid_total", "JPN") == {"2022-03": 3, "2024-06": 1, "2024-07": 4}
    assert pick(rows, "aid_military", "JPN") == {"2024-06": 0.5}
    assert pick(rows, "aid_financial_year", "JPN") == {"2022": 2, "2024": 4.5}
    assert pick(rows, "aid_humanitarian_year", "JPN") == {"2022": 1}
    assert pick(rows, "aid_total_sum", "JPN") == {"2024-06": 4, "2024-07": 8}
    assert pick(rows, "aid_gdp_share", "JPN") == {"2024-06": 1, "2024-07": 2}
    assert pick(rows, "aid_gdp", "JPN") == {"2021": 400}


def test_eu_has_no_gdp_share_and_everyone_adds_up(rows):
    assert pick(rows, "aid_gdp_share", "EU") == {}
    assert pick(rows, "aid_total_sum", aid.ALL) == {"2024-06": 70, "2024-07": 84}


def test_unfinished_year_is_marked(rows):
    part = (
        rows[(rows.indicator == "aid_financial_year") & (rows.subject == "JPN")]
        .set_index("date")
        .note
    )
    assert part["2024"] == "January to 2024-07"
    assert part.isna()["2022"]


def test_ids_do_not_depend_on_row_order(raw, rows):
    path = raw / "ukraine-support-tracker" / "data_explorer.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n")
    again = aid.derive(raw)["observations"]
    assert dict(zip(again.id, again.value)) == dict(zip(rows.id, rows.value))
