"""Dependence: measures by hand, shares against the derived rows of the tables, and explorers that
say what they show.
"""

import pytest

from theatres import tables
from theatres.charts import dependence as charts
from theatres.charts.theme import still_svg
from theatres.explorers.dependence import explore_dependence, observation_table, what_if
from theatres.model import dependence
from theatres.model.dependence import (
    asymmetry,
    changed_trade,
    interdependence,
    parts,
    salience,
    series,
    symmetry,
    trade_share,
    trade_shares,
)

EVERY = [(p, k) for p in dependence.partners() for k in dependence.offered(p)]


def published(indicator):
    o = tables.read("observations")
    rows = o[o["indicator"] == indicator]
    return dict(zip(rows["date"].astype(int), rows["value"]))


def test_measures_by_hand():
    assert trade_share(25, 100) == 0.25
    assert asymmetry(0.36, 0.04) == pytest.approx(9)
    assert salience(0.36, 0.04) == pytest.approx(0.12)
    assert symmetry(0.36, 0.04) == pytest.approx(0.68)
    assert interdependence(0.36, 0.04) == pytest.approx(0.0816)


@pytest.mark.parametrize("a, b", [(0.0, 0.0), (0.01, 0.9), (0.5, 0.5), (1.0, 0.2)])
def test_measures_keep_their_bounds_and_take_the_two_sides_alike(a, b):
    for measure in (salience, symmetry, interdependence):
        assert 0 <= measure(a, b) <= 1
        assert measure(a, b) == measure(b, a)
    assert interdependence(a, b) <= salience(a, b)


@pytest.mark.parametrize("trade, total", [(-1, 10), (1, 0), (11, 10), (1, -3)])
def test_impossible_trade_is_refused(trade, total):
    with pytest.raises(ValueError):
        trade_share(trade, total)
    with pytest.raises(ValueError, match="above zero"):
        asymmetry(0.2, 0)


@pytest.mark.parametrize(
    "column, indicator, record",
    [
        ("for_russia", "chn_share_of_rus_trade", "customs"),
        ("for_partner", "rus_share_of_chn_trade", "customs"),
        ("for_russia", "chn_share_of_rus_trade_imts", "imf"),
        ("for_partner", "rus_share_of_chn_trade_imts", "imf"),
    ],
)
def test_shares_from_their_parts_agree_with_the_derived_rows(column, indicator, record):
    ours = (100 * trade_shares(record=record)[column]).to_dict()
    assert ours == pytest.approx(published(indicator), abs=0.006)


@pytest.mark.parametrize(
    "kind, side, indicator",
    [
        ("exports", "RUS", "chn_share_of_rus_exports_imts"),
        ("imports", "RUS", "chn_share_of_rus_imports_imts"),
        ("exports", "CHN", "rus_share_of_chn_exports_imts"),
        ("imports", "CHN", "rus_share_of_chn_imports_imts"),
    ],
)
def test_what_one_side_exports_the_other_imports(kind, side, indicator):
    rows = series("CHN", kind).query("side == @side and not other")
    assert dict(zip(rows["when"].astype(int), rows["value"])) == pytest.approx(
        published(indicator), abs=0.011
    )


def test_the_ratio_of_shares_is_the_ratio_of_whole_trades():
    p = parts()
    whole = (p["partner_exports"] + p["partner_imports"]) / (p["rus_exports"] + p["rus_imports"])
    assert trade_shares()["ratio"].to_dict() == pytest.approx(whole.to_dict())


def test_no_change_leaves_the_record_and_replaced_trade_leaves_the_ratio():
    as_it_was, record = changed_trade(2024), trade_shares(record="imf").loc[2024]
    for name in ("for_russia", "for_partner", "interdependence"):
        assert as_it_was[name] == pytest.approx(record[name])
    for exports, imports in ((-50, 0), (100, 100), (-95, 40)):
        cut = changed_trade(2024, exports=exports, imports=imports, replaced=True)
        assert cut["for_russia"] / cut["for_partner"] == pytest.approx(record["ratio"])
    assert changed_trade(2024, exports=-100, imports=-100)["for_russia"] == 0
    assert (
        changed_trade(2024, exports=-50)["for_russia"]
        > changed_trade(2024, exports=-50, replaced=True)["for_russia"]
    )


def test_bad_years_changes_partners_and_kinds_are_refused_in_words():
    with pytest.raises(ValueError, match="2016 to 2024"):
        changed_trade(2013)
    with pytest.raises(ValueError, match="more than 100 percent"):
        changed_trade(2024, exports=-101)
    with pytest.raises(ValueError, match="hold no trade of Russia with 'XXX'"):
        parts("XXX")
    with pytest.raises(ValueError, match="choose one of share"):
        series("CHN", "friendship")


@pytest.mark.parametrize("partner, kind", EVERY)
def test_every_figure_leads_to_rows_and_sources(partner, kind):
    rows = series(partner, kind)
    known, votes = (
        set(tables.read("observations")["id"]),
        set(
            map(
                tuple, tables.read("agreement")[["year", "state", "partner"]].astype(str).to_numpy()
            )
        ),
    )
    assert rows["key"].is_unique and rows["value"].between(0, 100).all()
    for ids in rows["rows"]:
        assert (
            tuple(ids.split()[1:]) in votes
            if ids.startswith("agreement")
            else set(ids.split(";")) <= known
        )


@pytest.mark.parametrize("partner, kind", EVERY)
def test_every_choice_draws_and_opens(partner, kind):
    explorer = explore_dependence(partner, kind)
    assert "Russia and " in explorer.words()
    assert set(charts.PARAMS) == set(explorer.chart.names)
    explorer.still().to_dict()  # with Altair's checks
    explorer.figure.value = explorer.figure.options[-1][1]
    assert "Sources" in explorer.details.value and "<a href=" in explorer.details.value


def test_words_follow_every_control():
    explorer = explore_dependence()
    said = [explorer.words()]
    assert "32.9" not in said[0] and "18.5 in 2021" in said[0]
    for control, value in (
        (explorer.year, 2013),
        (explorer.year, 2024),
        (explorer.other, True),
        (explorer.indicator, "energy"),
        (explorer.partner, "EU"),
        (explorer.partner, "PRK"),
    ):
        control.value = value
        said.append(explorer.words())
    assert len(set(said)) == len(said)
    assert explorer.indicator.value == "votes"  # all that the tables hold for North Korea
    explorer.partner.value = "DEU"
    assert "Germany votes as Russia does" in explorer.words()


def test_a_click_opens_the_figure_and_the_year_closes_it():
    explorer = explore_dependence()
    last = explorer.shown().query("side == 'RUS'").iloc[-1]
    explorer.chart.picked = {"point": {"key": [last["key"]]}}
    assert (
        explorer.figure.value == last["key"]
        and last["rows"].split(";")[0] in explorer.details.value
    )
    explorer.year.value = 2014
    assert explorer.figure.value == "" and explorer.details.value == ""


def test_the_chart_of_one_choice_is_the_chart_after_going_elsewhere_and_back():
    explorer = explore_dependence()
    explorer.indicator.value = "currency"
    explorer.indicator.value = "share"
    again = explore_dependence().chart
    assert (explorer.chart.spec, explorer.chart.rows) == (again.spec, again.rows)


def test_a_fall_and_its_words_in_the_what_if():
    lab = what_if(year=2023)
    assert "Move a slider" in lab.words()
    lab.exports.value, lab.imports.value = -100, -100
    assert "no tie left to compare" in lab.words()
    lab.imports.value = 0
    free = lab.words()
    lab.replaced.value = True
    assert lab.words() != free and "whole trade stays" in lab.words()
    lab.part.value = "exports"
    shown = lab.details.value
    lab.year.value = 2020
    assert lab.details.value != shown
    lab.chart.picked = {"measure": {"measure": [charts.MEASURES[0]]}}
    assert "Sources" in lab.details.value and "Merchandise" not in lab.details.value


def test_the_browser_is_given_the_sums_of_the_model():
    """What the chart computes in the browser stands in its still.

    Compare with the model's numbers.
    """
    pytest.importorskip("vl_convert")
    changes = {"exports": -50, "imports": 25, "replaced": False}
    svg = still_svg(what_if(year=2021, **changes).still())
    was, now = changed_trade(2021), changed_trade(2021, **changes)
    for name in ("for_russia", "for_partner", "salience", "symmetry", "interdependence"):
        before, after = (f"{100 * m[name]:.1f}" for m in (was, now))
        assert (before if before == after else f"{before} → {after}") in svg


@pytest.mark.parametrize(
    "call, said",
    [
        (lambda: explore_dependence("XXX"), "choose one of 'CHN'"),
        (lambda: explore_dependence("EU", "currency"), "choose one of 'share'"),
        (lambda: explore_dependence(year=1990), "2013 to 2026"),
        (lambda: what_if(year=2013), "2016 to 2024"),
        (lambda: what_if(exports=300), "-100 to 100"),
    ],
)
def test_bad_starts_are_refused_in_words(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_the_table_of_rows_names_what_is_unknown_and_escapes():
    table = observation_table(["O10048", "O10172"])
    assert "WEST" in table or "West" in table
    assert "2 observations" in table


def test_a_year_of_votes_counts_from_its_middle():
    rows = dependence.series("CHN", "votes")
    assert len(rows) and (rows["at"] == rows["when"].astype(int) + 0.5).all()


@pytest.mark.parametrize("partner, heavier", [("CHN", "Russia"), ("IRN", "Iran")])
def test_the_first_sentence_says_for_whom_the_tie_weighs_more(partner, heavier):
    first = explore_dependence(partner, "gdp").spoken.plain
    assert f"times as much for {heavier} as for" in first
    assert float(first.split("weighs ")[1].split()[0]) >= 1
