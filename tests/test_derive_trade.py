"""Russia's trade by partner and the shares both ways, on a small invented file."""

import pytest

from scripts.derivations import trade

HEAD = "INDICATOR.ID,COUNTERPART_COUNTRY.ID," + ",".join(map(str, trade.YEARS))
ROWS = {
    "XG_FOB_USD,G001": [1000] * 9,
    "XG_FOB_USD,CHN": [100] * 8 + [250],
    "XG_FOB_USD,KAZ": [20] * 8 + [""],
    "XG_FOB_USD,JPN": [30] * 9,
    "MG_CIF_USD,KOR": [10] * 9,
    "XG_FOB_USD,G998": [80] * 9,
    "XG_FOB_USD,G110": [999] * 9,  # a group that is not asked for
    "MG_CIF_USD,G001": [600] * 9,
    "MG_CIF_USD,CHN": [60] * 8 + [150],
}
WDI = "Country Name,Country Code,Year,Value\n"


@pytest.fixture
def got(tmp_path):
    for folder in ("econ_imf_russia_trade", "econ_worldbank_wdi"):
        (tmp_path / folder).mkdir()
    lines = [HEAD] + [f"{key},{','.join(map(str, cells))}" for key, cells in ROWS.items()]
    (tmp_path / trade.FILE).write_text("\ufeff" + "\n".join(lines), encoding="utf-8")
    for file, value in zip(trade.TOTALS.values(), (3e9, 2e9), strict=True):
        years = "".join(f"China,CHN,{year},{value}\n" for year in trade.YEARS)
        (tmp_path / file).write_text(WDI + years + "Russia,RUS,2010,4e9\nAruba,ABW,2016,1\n")
    return trade.derive(tmp_path)["observations"].set_index("id")


def values(got, indicator, year):
    rows = got[(got.indicator == indicator) & (got.date == str(year))]
    return rows.set_index("object").value.to_dict()


def test_partners_in_billions_and_an_empty_cell_gives_no_row(got):
    assert values(got, "rus_exports_imts", 2016) == {
        "WLD": 1.0,
        "EU": 0.08,
        "CHN": 0.1,
        "KAZ": 0.02,
        "JPN": 0.03,
    }
    assert values(got, "rus_exports_imts", 2024) == {
        "WLD": 1.0,
        "EU": 0.08,
        "CHN": 0.25,
        "JPN": 0.03,
    }
    assert values(got, "rus_imports_imts", 2024) == {"WLD": 0.6, "CHN": 0.15, "KOR": 0.01}


def test_shares_both_ways(got):
    shares = got[(got.unit == "percent") & (got.date == "2024")].set_index("indicator").value
    assert shares.to_dict() == {
        "chn_share_of_rus_exports_imts": 25.0,
        "chn_share_of_rus_imports_imts": 25.0,
        "chn_share_of_rus_trade_imts": 25.0,
        "rus_share_of_chn_imports_imts": 12.5,  # 0.25 of 2
        "rus_share_of_chn_exports_imts": 5.0,  # 0.15 of 3
        "rus_share_of_chn_trade_imts": 8.0,  # 0.4 of 5
        "ip4_share_of_rus_trade_imts": 2.5,  # Japan 0.03 and Korea 0.01 of 1.6
        "asian_sanctioners_share_of_rus_trade_imts": 2.5,
        "unfriendly_share_of_rus_trade_imts": 7.5,  # with the EU, 0.08 more
    }


def test_totals_of_china_and_russia_only(got):
    assert values(got, "merch_exports_total", 2016) == {"WLD": 3.0}
    assert got.value["O14100"] == 4.0 and got.subject["O14100"] == "RUS"
    assert set(got.subject) == {"RUS", "CHN"}


def test_ids_are_unique_and_later_years_are_estimates(got):
    assert got.index.is_unique
    assert got.basis["O11045"] == "reported" and got.date["O11045"] == "2021"
    assert got.basis["O11046"] == "estimate" and got.by["O11046"] == "IMF"


def test_columns_are_those_of_the_schema(got):
    assert ["id", *got.columns] == trade.COLUMNS
