"""GDP and military spending, on a small invented file."""

import pytest

from scripts.derivations import economy

HEAD = "Country Name,Country Code,Year,Value\n"
GROSS = (
    "Russia,RUS,2012,1e12\nRussia,RUS,2013,2e12\nRussia,RUS,2014,1e12\n"
    "Viet Nam,VNM,2013,1e11\nAruba,ABW,2013,1e9\n"
)
SHARE = "Russia,RUS,2013,4\nRussia,RUS,2014,5.5\nViet Nam,VNM,2013,\nAruba,ABW,2013,1\n"


@pytest.fixture
def got(tmp_path):
    (tmp_path / "econ_worldbank_wdi").mkdir()
    (tmp_path / economy.GDP).write_text(HEAD + GROSS)
    (tmp_path / economy.MILITARY).write_text(HEAD + SHARE)
    return economy.derive(tmp_path)["observations"].set_index("id")


def test_gdp_share_and_their_product(got):
    assert got.value.to_dict() == {
        "O15000": 2000.0, "O15001": 1000.0, "O15560": 100.0,
        "O16000": 4.0, "O16001": 5.5,
        "O17000": 80.0, "O17001": 55.0,
    }  # fmt: skip


def test_only_the_product_is_derived(got):
    assert set(got[got.basis == "derived"].indicator) == {"military_spending_usd"}
    assert got.sources["O17000"] == "econ_wdi_gdp;econ_wdi_mil"


def test_columns_are_those_of_the_schema(got):
    assert ["id", *got.columns] == economy.COLUMNS
