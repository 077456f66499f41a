"""Floor 1: keys of the numeric self-checks, computed from the tables so that none can go stale."""

from __future__ import annotations

import networkx as nx
import pandas as pd

from .. import course, tables
from ..codes import Relation
from . import forecasts, formats, network, pressure


def key(name: str) -> float:
    """Compute the key called ``name`` in the ``answer_from`` column of the questions table."""
    return float(globals()[name]())


def l04_clauses_settled_by_2024_and_nato():
    """How many clauses both the treaty of 2024 and the North Atlantic Treaty settle."""
    from . import axis

    rows = axis.clauses(axis.treaty_names()[:2])
    return (rows[rows["says"] == "settles it"].groupby("aspect").size() == 2).sum()


def l07b_europe_to_russia():
    """How many times Russia's output that of four European states was in 2023."""
    rows = tables.read("observations").query("indicator == 'gdp_current' and date == '2023'")
    output = rows.set_index("subject")["value"]
    return output[["DEU", "FRA", "GBR", "POL"]].sum() / output["RUS"]


def l08_most_paths():
    """Paths without a common pair between an actor of four partners and one of nine, at most."""
    return min(4, 9)


def l05_days_to_warning():
    """Days from the American permission of May 2024 to the first warning."""
    when = pressure.loop_events().set_index("id")["when"]
    return (when["E026"] - when["E024"]) / 86_400_000


def l05_hybrid_official():
    """How many hybrid events of the timeline a government attributes, short of a verdict."""
    return len(pressure.select_happenings(pressure.happenings(), lane="hybrid", firm="official"))


def _claims(column, value):
    """Return the commentary's claims with this value."""
    rows = tables.read("claims")
    return rows[rows[column] == value]


def l00_claims_of_p9():
    """Count the claims of P9."""
    return len(_claims("paragraph", "P9"))


def l00_putin_descriptive():
    """Count the descriptive claims that the text reports from Putin."""
    return (_claims("speaker", "putin")["kind"] == "descriptive").sum()


def l02_answered_letters():
    """Share of five letters that are answered."""
    letters = [("Ann", "Ben"), ("Ben", "Ann"), ("Ann", "Cem"), ("Cem", "Dot"), ("Dot", "Cem")]
    return sum((to, by) in letters for by, to in letters) / len(letters)


def l03_eu_share_2021():
    """Share of the EU in Russian trade in 2021, in percent."""
    from . import dependence

    return 100 * dependence.trade_shares("EU").loc[2021, "for_russia"]


def l03_ratio_of_example():
    """How many times more 70 weighs in a trade of 200 than in one of 1,400."""
    return (70 / 200) / (70 / 1400)


def l03_half_of_imports_replaced_2023():
    """China's share in percent, had others sold half of what Russia bought there in 2023."""
    from . import dependence

    return 100 * dependence.changed_trade(2023, imports=-50, replaced=True)["for_russia"]


def l03_points_a_year_2016_2021():
    """Points a year by which China's share of Russian trade rose from 2016 to 2021."""
    from . import dependence

    share = 100 * dependence.trade_shares()["for_russia"]
    return (share[2021] - share[2016]) / 5


def l04_pairs_on_a_word_of_five():
    """Pairs of five states less four deals."""
    return 5 * 4 / 2 - 4


def l05_signals_2023_2024():
    """How many nuclear signals the timeline holds for 2023 and 2024."""
    rows = pressure.happenings()
    return len(pressure.select_happenings(rows, lane="Nuclear signals", years=(2023, 2024)))


def l05_csis_growth_to_2023():
    """By which factor the yearly count of CSIS grew from 2022 to 2023."""
    return pressure.growth(pressure.figures("incidents"), 2022, 2023)["CSIS, a year"]


def l05_court_2019():
    """How many incidents of 2019 in our sample a court has found so."""
    return pressure.incidents_by_year("court")[2019]


def l05_bomber_patrols_to_2023():
    """How many joint bomber patrols our rows hold until 2023."""
    rows = tables.read("observations").query("indicator == 'bomber_patrols' and date <= '2023'")
    return rows["value"].sum()


def l06_asean_annexations():
    """How many members of ASEAN voted to reject the annexations."""
    from . import alignment

    return alignment.tally("A/RES/ES-11/4", "ASEAN")["yes"]


def l07_nato_and_g7():
    """How many are full members of both NATO and the G7 at the end of 2024."""
    return len(formats.overlap("NATO", "G7", year=2024, members_only=True))


def l08_separate_paths_japan():
    """Paths between Ukraine and Japan that share no pair, by 15 July 2024."""
    from . import decoupling

    counted = decoupling.counted_ties(network.ties(), year=2024, groups=False, hindsight=False)
    return len(decoupling.connection(counted, "UKR", "JPN").paths)


def l08_theatre_cut_without_two():
    """Pairs to part the theatres by 15 July 2024 without Russia and China."""
    from . import decoupling

    chosen = {"groups": False, "without": ("RUS", "CHN"), "hindsight": False}
    counted = decoupling.counted_ties(network.ties(), year=2024, **chosen)
    return len(decoupling.theatre_cut(counted))


def l09_ledger_c25():
    """Return what the ledger suggests for C25 as of July 2024, in percent."""
    from . import weighing

    return 100 * weighing.suggested()["C25"]


def l10_ties_at_odds_v02_v09():
    """On how many ties V02 and V09 pull apart."""
    from . import verdict

    return len(verdict.conflicts(["V02", "V09"]))


def l00_events():
    """How many rows the table of events holds."""
    return len(tables.read("events"))


def l02_china_ties_2021():
    """Ties that touch China at the end of 2021, as the commentary tells it."""
    then = network.select_ties(network.ties(asserted_by="commentary"), year=2021)
    return network.degree(then).loc["CHN", "ties"]


def l03_points_of_example():
    """Points by which 32 of 80 is a larger share than 30 of 120."""
    return 100 * (32 / 80 - 30 / 120)


def l04_spread_of_example():
    """How many times 40,000 a month 1.2 million a year is."""
    return 1_200_000 / 12 / 40_000


def l06_africa_annexations():
    """Percentage of the African members that voted to reject the annexations."""
    from . import alignment

    return 100 * alignment.yes_share("A/RES/ES-11/4", "Africa")


def l06_latin_america_suspend():
    """Percentage of Latin America and the Caribbean that voted to suspend Russia."""
    from . import alignment

    return 100 * alignment.yes_share("A/RES/ES-11/3", "Latin America and Caribbean")


def l06_same_kazakhstan_russia():
    """In how many of the course's roll calls Kazakhstan voted like Russia."""
    from . import alignment

    return alignment.same_votes("KAZ", "RUS")["same"]


def l07_effort_of_example():
    """How many times as much of its output a donor of 0.3 in 1,500 gives as 1.28 in 8,000."""
    return (0.3 / 1500) / (1.28 / 8000)


def l07_brier_of_example():
    """Brier score of 90 percent on what happens and 40 percent on what does not."""
    return forecasts.brier([0.9, 0.4], [1, 0])


def l07b_used_of_example():
    """Percentage of 400 that 30 and 70 are."""
    return 100 * (30 + 70) / 400


def l08_ei_of_eight():
    """E-I index of eight pairs of which three cross."""
    from . import decoupling

    return decoupling.ei_index(3 / 8)


def l08_bound_2003():
    """Pairs of Europe and North America that a defence treaty bound at the end of 2003."""
    from . import independent

    rows = independent.guarantors(year=2003).set_index("regions")
    return rows.at["Europe and North America", "bound"]


def l09_attacks_on_c57():
    """How many reasons attack C57."""
    rows = tables.read("reasons")
    return ((rows["target"] == "C57") & (rows["relation"] == Relation.ATTACKS)).sum()


def l00_ties_of_s12():
    """How many ties system S12 holds at the end of 2024."""
    return len(network.select_ties(network.ties(), system="S12", year=2024))


def l00_minutes_of_two_questions():
    """Minutes of the lessons on systems S06 and S07 together."""
    lessons = tables.read("systems").set_index("id").loc[["S06", "S07"], "lesson"]
    return tables.read("lessons").set_index("lesson").loc[lessons, "minutes"].sum()


def l01_hedged_in_p14():
    """Share of the claims of P14 that are hedged."""
    return _claims("paragraph", "P14")["hedged"].mean()


def l01_causal_and_checkable():
    """How many causal claims a source could confirm or deny outright."""
    return (_claims("kind", "causal")["checkable"] == "yes").sum()


def l02_ties_of_cem():
    """Two ties out, one in, and one that runs both ways: it counts once."""
    return 2 + 1 + 1


def l02_bridges_of_six():
    """How many of six acquaintances the others cannot do without."""
    known = ["Ann Ben", "Ann Cem", "Ben Cem", "Cem Dot", "Cem Eve", "Dot Eve", "Eve Fay"]
    return len(list(nx.articulation_points(nx.Graph(pair.split() for pair in known))))


def l02_evidence_across_2024():
    """Percentage of the ties by evidence that join the two theatres at the end of 2024."""
    ties = network.select_ties(network.ties(asserted_by="evidence"), year=2024)
    return 100 * network.cross_theatre_share(ties)


def l03_pipeline_gas_points():
    """Points by which Russia's share of China's pipeline gas imports rose from 2021 to 2024."""
    rows = tables.read("observations").query("indicator == 'rus_share_of_chn_pipeline_gas'")
    share = rows.set_index("date")["value"]
    return share["2024"] - share["2021"]


def l04_centralisation_of_five_clubs():
    """Centralisation of five: one tied to all, the other four tied two by two."""
    from . import axis

    pairs = ["AB", "AC", "AD", "AE", "BC", "DE"]
    return axis.centralisation(pd.DataFrame([*map(list, pairs)], columns=["source", "target"]))


def l04_ties_without_north_korea_2024():
    """How many evidenced ties among the other three hold at the end of 2024, North Korea out."""
    from . import axis

    return len(axis.select(axis.member_ties(), year=2024, asserted="evidence", without="PRK"))


def l04_missiles_apart():
    """How many times the lower of two figures of North Korean missiles the higher is."""
    from . import axis

    value = axis.flow("dprk_missiles_delivered").query("date == '2024'")["value"]
    return value.max() / value.min()


def l06_agreement_serbia_russia():
    """Agreement of Serbia and Russia over the course's roll calls, from 0 to 1."""
    from . import alignment

    return alignment.same_votes("RUS", "SRB")["agreement"]


def l07_seats_of_south_korea():
    """In how many formats South Korea is a full member at the end of 2024."""
    rows = formats.seats(2024)
    return ((rows["actor"] == "KOR") & (rows["role"] == "member")).sum()


def l07_place_in_military_effort():
    """Which place the best of the four has among donors, by military aid over GDP, June 2024."""
    from . import aid

    rows = aid.cumulative("military", "percent of GDP", "donors").query("month == '2024-06'")
    places = rows.set_index("series")["value"].rank(ascending=False)
    return places[aid.PARTNERS].min()


def l07_pacts_after():
    """How many ties of the EU and the four came after July 2024."""
    return len(formats.acts_on("C63").set_index("id").at["T166", "after"])


def l07_brier_apart():
    """By how much 70 percent scores worse than 50 where it does not happen."""
    return forecasts.brier([0.7], [0]) - forecasts.brier([0.5], [0])


def l07b_asian_spending():
    """Military spending of three Asian partners in 2023, in percent of China's."""
    rows = tables.read("observations").query(
        "indicator == 'military_spending_usd' and date == '2023'"
    )
    spent = rows.set_index("subject")["value"]
    return 100 * spent[["JPN", "KOR", "AUS"]].sum() / spent["CHN"]


def l08_pairs_within_ten_days():
    """Pairs in which one of B comes 1 to 10 days after one of A."""
    first, then = (3, 10, 11, 40), (5, 12, 20, 44)
    return sum(1 <= late - early <= 10 for early in first for late in then)


def l09_df_quad_of_example():
    """Strength in percent of a claim at 50, supported by 60 and 50, attacked by 40, by DF-QuAD."""
    from . import weighing

    links = [weighing.Link("b", "a", +1), weighing.Link("c", "a", +1), weighing.Link("d", "a", -1)]
    graph = weighing.framework("abcd", links)
    given = {"a": 0.5, "b": 0.6, "c": 0.5, "d": 0.4}
    return 100 * weighing.strengths(graph, given, weighing.Method(doubt="less"))["a"]


def l09_doubted_thesis():
    """Strength of the thesis, nobody heard and every premise at 25, where doubt counts against."""
    from . import weighing

    rule = weighing.Method(doubt="against")
    found = weighing.conclusions(weighing.argument_graph([]), weighing.advance(0.25), rule)
    return found.loc["C58", "strength"]


def l09_fall_of_c66():
    """Points that C66 loses where everybody is heard and not those for alone."""
    from . import weighing

    people = weighing.voices()
    alone = weighing.argument_graph(people.index[people["side"] == "for"])
    everybody = weighing.argument_graph(people.index)
    before, after = (weighing.conclusions(one)["strength"] for one in (alone, everybody))
    return before["C66"] - after["C66"]


def l09_widest_bar_c67():
    """Points that C67 travels along its widest bar, everybody heard, doubt counting against."""
    from . import weighing

    graph = weighing.argument_graph(weighing.voices().index)
    rule = weighing.Method(doubt="against")
    return 100 * weighing.tornado(graph, weighing.advance(), "C67", rule)["swing"].max()


def l10_river_without_harrow():
    """How many ties of the invented river the columnist tells of without Harrow."""
    with tables.using(course.open_folder(course.EXAMPLE)):
        ties = network.select_ties(network.ties(asserted_by="commentary"), year=2024)
    return len(ties[(ties["source"] != "HARROW") & (ties["target"] != "HARROW")])
