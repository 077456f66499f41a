"""Floor 1: keys of the numeric self-checks, computed from the tables so that none can go stale."""

from __future__ import annotations

from .. import tables
from . import aid, forecasts, formats, network, pressure


def key(name: str) -> float:
    """Compute the key called ``name`` in the ``answer_from`` column of the questions table."""
    return float(globals()[name]())


def claims_in_all():
    """How many claims the commentary makes."""
    return len(tables.read("claims"))


def hedged_claims():
    """How many of them are hedged."""
    return tables.read("claims")["hedged"].sum()


def asserted_ties_2024():
    """Ties that the commentary asserts and that hold at the end of 2024."""
    return len(network.select_ties(network.ties(asserted_by="commentary"), year=2024))


def russia_ties_2024():
    """Ties that touch Russia at the end of 2024, as the commentary tells it."""
    return network.degree(
        network.select_ties(network.ties(asserted_by="commentary"), year=2024)
    ).loc["RUS", "ties"]


# Claims that one may read as causal, though the course's own definitions put them elsewhere.
CONTESTED_CAUSES = ("C29", "C40", "C55", "C67")


def l01_causal_claims():
    """How many claims are causal: the middle between the course's count and the widest one."""
    return (tables.read("claims")["kind"] == "causal").sum() + len(CONTESTED_CAUSES) / 2


def l01_hedged_forecasts():
    """Which share of the forecasts is hedged."""
    claims = tables.read("claims")
    return claims.loc[claims["kind"] == "forecast", "hedged"].mean()


def l02_cross_share_2024():
    """Which share of the asserted ties joins two theatres at the end of 2024."""
    return network.cross_theatre_share(
        network.select_ties(network.ties(asserted_by="commentary"), year=2024)
    )


def l06_yes_beyond_list():
    """What percentage of the members not on Russia's list voted yes on 2 March 2022."""
    from . import alignment

    return 100 * alignment.yes_share("A/RES/ES-11/1", "not on Russia's list")


def l06_yes_suspend():
    """Percentage of members not on Russia's list that voted to suspend it (rights council)."""
    from . import alignment

    return 100 * alignment.yes_share("A/RES/ES-11/3", "not on Russia's list")


def l06_asean_suspend():
    """How many members of ASEAN voted to suspend Russia from the Human Rights Council."""
    from . import alignment

    return alignment.tally("A/RES/ES-11/3", "ASEAN")["yes"]


def l06_same_vietnam_russia():
    """In how many of the course's roll calls Vietnam voted like Russia."""
    from . import alignment

    return alignment.same_votes("VNM", "RUS")["same"]


def l04_named_ties():
    """How many ties among the four rest on the word "axis" alone."""
    from . import axis

    return axis.by_name_only(axis.member_ties()).sum()


def l04_centralisation_without_a_pair():
    """Centralisation of the four by evidence, end of 2024, Iran and North Korea left untied."""
    from . import axis

    ties = axis.select(axis.member_ties(), year=2024, asserted="evidence")
    pair = {"IRN", "PRK"}
    return axis.shape(ties[~(ties["source"].isin(pair) & ties["target"].isin(pair))]).centralisation


def l04_shell_estimates_ratio_2024():
    """How many times the lowest estimate of North Korean shells for 2024 the highest is."""
    from . import axis

    return axis.spread(axis.flow("dprk_shells_year"))["times"]


def l04_clauses_settled_by_2024_and_nato():
    """How many clauses both the treaty of 2024 and the North Atlantic Treaty settle."""
    from . import axis

    rows = axis.clauses(axis.treaty_names()[:2])
    return (rows[rows["says"] == "settles it"].groupby("aspect").size() == 2).sum()


def l04_ties_without_russia_2024():
    """How many evidenced ties among the other three hold at the end of 2024."""
    from . import axis

    return len(axis.select(axis.member_ties(), year=2024, asserted="evidence", without="RUS"))


def l07_eu_and_nato():
    """How many are full members of both the EU and NATO at the end of 2024."""
    return len(formats.overlap("EU", "NATO", year=2024, members_only=True))


def l07_share_of_four():
    """Which share of all aid until June 2024 came from the four partners, in percent."""
    four = aid.cumulative().query("series == 'FOUR' and month == '2024-06'")["value"].iloc[0]
    return 100 * four / aid.everybody("total", "2024-06")


def l07_brier_example():
    """The Brier score of 90 percent on what happens and 40 percent on what does not."""
    return forecasts.brier([0.9, 0.4], [1, 0])


def _figure(row):
    """Return the value of one observation."""
    return tables.read("observations").set_index("id").at[row, "value"]


def l07b_sm3_share():
    """Which share of the SM-3 delivered by the end of 2025 two short campaigns had used, in percent."""
    return 100 * (_figure("O60005") + _figure("O60006")) / _figure("O60004")


def l07b_europe_to_russia():
    """How many times Russia's output that of four European states was in 2023."""
    rows = tables.read("observations").query("indicator == 'gdp_current' and date == '2023'")
    output = rows.set_index("subject")["value"]
    return output[["DEU", "FRA", "GBR", "POL"]].sum() / output["RUS"]


def l10_ties_at_odds():
    """On how many ties an upgraded format (V01) and a NATO in its own area (V09) pull apart."""
    from . import verdict

    return len(verdict.conflicts(["V01", "V09"]))


def l10_measures_from_the_text():
    """How many of the measures the commentary itself recommends or reports."""
    return (tables.read("prescriptions")["origin"] == "commentary").sum()


def l08_ei_of_the_example():
    """E-I index of six ties of which four cross."""
    from . import decoupling

    return decoupling.ei_index(4 / 6)


def l08_most_paths():
    """Paths without a common pair between an actor of four partners and one of nine, at most."""
    return min(4, 9)


def l08_separate_paths_2024():
    """Paths between Ukraine and South Korea that share no pair, end of 2024, as the lab opens."""
    from . import decoupling

    return len(
        decoupling.connection(
            decoupling.counted_ties(network.ties(), year=2024, groups=False), "UKR", "KOR"
        ).paths
    )


def l08_theatre_cut_without_three():
    """Pairs to part the theatres at the end of 2024 without Russia, China and the United States."""
    from . import decoupling

    return len(
        decoupling.theatre_cut(
            decoupling.counted_ties(
                network.ties(), year=2024, groups=False, without=("RUS", "CHN", "USA")
            )
        )
    )


def l08_alliances_across():
    """Defence treaties in force at the end of 2024 between Europe and the Asia-Pacific."""
    from . import independent

    rows = independent.ties_of("alliances", year=2024)
    return (
        rows[["source_theatre", "target_theatre"]].isin(["Europe", "Asia-Pacific"]).all(axis=1)
        & (rows["source_theatre"] != rows["target_theatre"])
    ).sum()


def l08_smallest_p_of_years():
    """The smallest p-value that turning round a series of 14 years can give."""
    return 1 / 14


def l05_signals_before_2022():
    """How many nuclear signals the timeline holds before 2022."""
    return len(
        pressure.select_happenings(
            pressure.happenings(), lane="Nuclear signals", years=(1900, 2021)
        )
    )


def l05_csis_growth():
    """By which factor the yearly count of CSIS grew from 2023 to 2024."""
    return pressure.growth(pressure.figures("incidents"), 2023, 2024)["CSIS, a year"]


def l05_court_2024():
    """How many incidents of 2024 in our sample a court has found so."""
    return pressure.incidents_by_year("court")[2024]


def l05_days_to_warning():
    """Days from the American permission of May 2024 to the first warning."""
    when = pressure.loop_events().set_index("id")["when"]
    return (when["E026"] - when["E024"]) / 86_400_000


def l05_bomber_patrols():
    """How many joint bomber patrols our rows hold."""
    rows = tables.read("observations")
    return rows.loc[rows["indicator"] == "bomber_patrols", "value"].sum()


def l05_hybrid_official():
    """How many hybrid events of the timeline a government attributes, short of a verdict."""
    return len(pressure.select_happenings(pressure.happenings(), lane="hybrid", firm="official"))


def l03_china_share_2023():
    """China's share of Russian trade in 2023, in percent."""
    from . import dependence

    return 100 * dependence.trade_shares().loc[2023, "for_russia"]


def l03_ratio_2013():
    """How many times more the tie with China weighed for Russia than for China in 2013."""
    from . import dependence

    return dependence.trade_shares().loc[2013, "ratio"]


def l03_half_replaced():
    """China's share of Russian trade in percent, had others bought half of its imports of 2024."""
    from . import dependence

    return 100 * dependence.changed_trade(2024, exports=-50, replaced=True)["for_russia"]


def l03_points_a_year_to_2021():
    """By how many points a year China's share of Russian trade rose from 2013 to 2021."""
    from . import dependence

    share = 100 * dependence.trade_shares()["for_russia"]
    return (share[2021] - share[2013]) / 8


def l03_western_parts():
    """Share of Western make among foreign parts in Russian arms, by Ukraine's account, in percent."""
    o = tables.read("observations")
    return o.loc[o["indicator"] == "western_share_of_components_found", "value"].iloc[0]


def l09_reasons():
    """How many reasons the argument graph holds."""
    return len(tables.read("reasons"))


def l09_alone():
    """Strength of the thesis with the commentary alone, in percent."""
    from . import weighing

    return weighing.conclusions(weighing.argument_graph()).loc[weighing.THESIS, "strength"]


def l09_everybody():
    """Strength of the thesis with every published voice heard, in percent."""
    from . import weighing

    return weighing.by_method().loc[("DF-QuAD", weighing.DOUBTS["less"]), "everybody heard"]


def l09_ledger_c13():
    """What the ledger suggests for C13 as of July 2024, in percent."""
    from . import weighing

    return 100 * weighing.suggested()["C13"]
