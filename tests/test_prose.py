"""Numbers that prose repeats cannot rot: each stands beside what it was taken from.

A lesson's sentence often says again what a table or an output says. Here the numbers of such
sentences are computed once more, or the line of output that a sentence reads out is looked for
beneath it. Whoever changes the tables learns from this test which sentence to read again.
"""

from __future__ import annotations

import functools
import html
import json
import re
from collections.abc import Callable
from math import comb
from pathlib import Path

import pytest

import theatres
from theatres import read
from theatres.model import axis, decoupling, questions

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


@functools.cache
def cells(lesson: str) -> list[dict]:
    path = next(NOTEBOOKS.glob(f"{lesson}_*.ipynb"))
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def prose(place: str) -> str:
    """Return the text of a lesson, or all that an item says, on one line."""
    if place.startswith("Q"):
        row = questions.asked().set_index("id").loc[place]
        said = [str(row[column]) for column in ("question", "options", "feedback", "explanation")]
    else:
        said = ["".join(c["source"]) for c in cells(place) if c["cell_type"] == "markdown"]
    return re.sub(r"\s+", " ", " ".join(said).replace("*", "")).replace("$", "")


def printed(lesson: str) -> str:
    said = []
    for cell in cells(lesson):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            said.append("".join(data.get("text/plain") or output.get("text") or ""))
    return re.sub(r"\s+", " ", html.unescape(" ".join(said)))


def word(number: float) -> str:
    names = "none one two three four five six seven eight nine ten eleven"
    return names.split()[int(number)]


def observed(indicator: str, date: str, *, subject: str | None = None, object: str | None = None):
    """Return the one value of an indicator at a date."""
    rows = read("observations").query("indicator == @indicator and date == @date")
    for column, wanted in (("subject", subject), ("object", object)):
        rows = rows if wanted is None else rows[rows[column] == wanted]
    return rows["value"].item()


def told():
    return theatres.select_ties(theatres.ties(asserted_by="commentary"), year=2024)


def statuses():
    status = theatres.ties(asserted_by="commentary")["status"]
    return (status != "actual").sum(), len(status)


def answered_tens():
    return [word(round(10 * theatres.reciprocity(theatres.select_ties(told(), sign=1))))]


def agreement(*coded: str, coders: str = "neutral coders and us"):
    """Return Krippendorff's alphas of what was coded again, to two digits."""
    rows = read("reliability").query("coders == @coders").set_index("what")["alpha"]
    half_up = 1e-9  # the table has three digits, and 0.865 is read as 0.87
    return [f"{rows[what] + half_up:.2f}" for what in coded]


BEARING, STRENGTH = "bearing of a judgement", "strength of a judgement"
SECOND, LAST = ", second rule", ", fourth rule, two readers"


def tried_alone():
    rules = [f"{STRENGTH}, {rule} rule" for rule in ("third", "fourth")]
    return agreement(*rules, coders="one reader and us")


def last_readers():
    return [*agreement(STRENGTH + LAST, coders="neutral coders"), *agreement(STRENGTH + LAST)]


def hostile_camps():
    """Likeness of communities of hostile ties to geography, by chance, and p."""
    words = theatres.explore_communities(kinds="hostile").words()
    said = r"theatres is ([\d.]+);.*? ([\d.]+) on average \(p = ([\d.]+)\)"
    return re.findall(said, words)[0]


def trade_over_output():
    trade = observed("bilateral_trade_cn_customs", "2023", object="RUS")
    return [
        f"{100 * trade / observed('gdp_current', '2023', subject=s):.1f}" for s in ("RUS", "CHN")
    ]


def parts_of_the_leap():
    """Trade that was not there before, in the leap of 2021 to 2023, by both orders of the steps."""
    before, after = theatres.trade_shares()["for_russia"].loc[[2021, 2023]]
    whole_2021, whole_2023 = 494.2 + 301.0, 424.7 + 303.1  # billions of dollars, as lesson 03 has
    leap = after - before
    more_trade_first = 240.1 / whole_2021 - before
    smaller_whole_last = after - before * whole_2021 / whole_2023
    points = f"{100 * more_trade_first:.1f}", f"{100 * leap:.1f}"
    return f"{100 * more_trade_first / leap:.0f}", *points, f"{100 * smaller_whole_last / leap:.0f}"


def shares_of_exports():
    found = []
    for state in ("IND", "TUR", "BLR"):
        for year in ("2021", "2024"):
            part = observed("rus_exports_imts", year, object=state)
            whole = observed("rus_exports_imts", year, object="WLD")
            found.append(f"{100 * part / whole:.1f}")
    return found


def symmetry():
    return (100 * theatres.trade_shares()["symmetry"].loc[[2013, 2023]]).round().astype(int)


def alike():
    rows = read("agreement").query("state == 'CHN' and partner == 'RUS'").set_index("year")
    return (100 * rows["identical"].loc[[2021, 2023, 2008]]).round().astype(int)


def distances():
    rows = read("agreement").query("state == 'CHN' and partner == 'RUS'").set_index("year")
    spans = rows["distance"].loc[2014:2021], rows["distance"].loc[2022:2023]
    return [f"{span.mean():.2f}" for span in spans]


def of_the_four(year: int, **chosen):
    return axis.select(axis.member_ties(), year=year, asserted="evidence", **chosen)


def ties_of_the_four():
    ties = [of_the_four(year) for year in (2021, 2024)]
    return [*map(len, ties), *(rows["weight"].sum() for rows in ties)]


def left_without_russia():
    rows = of_the_four(2024)
    left = rows[(rows[["source", "target"]] != "RUS").all(axis=1)]
    return word(len(left)).capitalize(), len(rows)


def star_by_arms():
    rows = [of_the_four(year, kind="arms") for year in (2021, 2022)]
    return [f"{axis.centralisation(one, axis.MEMBERS):.2f}" for one in rows]


def weights_of_the_four():
    share = axis.weighted_degree(of_the_four(2024))["share"]
    return (100 * share[["RUS", "CHN", "PRK", "IRN"]]).round().astype(int)


def votes_beside():
    median = axis.votes_beside().set_index("group")["median"]
    return median.iloc[[0, -1]].to_list() + median.iloc[[3, 4]].to_list()


def acts(rule: str):
    """Return the incidents of 2024 and of 2025 in our sample under a rule."""
    return theatres.incidents_by_year(rule).loc[[2024, 2025]]


def counts_of_2024():
    """The smallest and largest count of incidents that covers just the year 2024."""
    rows = (
        theatres.figures("incidents").set_index("id").loc[["O50003", "O50018", "O50004", "O50005"]]
    )
    numbers = rows["text"].str.rstrip("+").astype(int)
    return numbers.min(), numbers.max()


def patrols():
    years = read("observations").query("indicator == 'bomber_patrols'")
    return word(years["value"].sum()).capitalize(), word(len(years))


def asia_and_europe():
    groups = theatres.by_group("A/RES/ES-11/1").set_index("group")
    listed = read("countries").query("unfriendly and region == 'Asia'")
    ayes = groups.loc[["Asia", "Europe"], ["yes", "members"]].astype(int)
    return *ayes.loc["Asia"], *ayes.loc["Europe"], word(len(listed))


def ayes_of_2025():
    now, before = (theatres.by_group(f"A/RES/ES-11/{text}").set_index("group") for text in (7, 6))
    others, listed = "not on Russia's list", "on Russia's list"
    return now.at[others, "yes"], before.at[others, "yes"], word(now.at[listed, "no"])


def alike_in(first: str, second: str):
    found = theatres.same_votes(first, second)
    return found["same"], found["compared"]


def young_formats():
    seats = read("memberships")
    first = seats.groupby("group", observed=True)["since"].min().dropna().astype(str)
    return [word((first > "2010-12-31").sum())]


def rival_questions():
    rows = theatres.open_argument("rival").read("forecasts")
    due = rows["criteria"] != "before"
    ours = word((due & (rows["whose"] == "ours")).sum())
    return word(due.sum()).capitalize(), ours, word(due.sum()), word((~due).sum()).capitalize()


def by_the_day(source: str):
    ties = theatres.ties()
    return decoupling.counted_ties(ties, source=source, year=2024, hindsight=False)


def shares_that_join():
    ties = [by_the_day(source) for source in ("commentary", "evidence")]
    join = [round(100 * theatres.cross_theatre_share(rows)) for rows in ties]
    return [*join, *(round(100 * rows["leaves"].mean()) for rows in ties)]


def shares_without_groups():
    """Shares that the lab of lesson 08 shows, which leaves out groups spoken of as one."""
    words = [theatres.decoupling_lab(source=s).words() for s in ("commentary", "evidence")]
    return [re.findall(r"(\d+)% of ties join", one)[0] for one in words]


def moscow_and_beijing():
    rows = by_the_day("both")
    return [sum({"RUS", "CHN"} == {a, b} for a, b in zip(rows["source"], rows["target"]))]


def power_of_coins():
    """How often ten and a hundred tosses find out a coin that shows heads six times in ten."""

    def at_least(heads: int, tosses: int, chance: float) -> float:
        return sum(
            comb(tosses, k) * chance**k * (1 - chance) ** (tosses - k)
            for k in range(heads, tosses + 1)
        )

    found = []
    for tosses in (10, 100):
        needed = next(k for k in range(tosses + 1) if at_least(k, tosses, 0.5) <= 0.025)
        found.append(round(100 * at_least(needed, tosses, 0.6)))
    return word(found[0]), found[1]


def what_asia_first_ends():
    groups = {"groups": False, "hindsight": False, "year": 2024}
    ties = decoupling.counted_ties(theatres.ties(), **groups)
    left, _ = decoupling.with_policies(ties, ["asia"])
    ended = ties[~ties["id"].isin(left["id"])]
    friendly = ties.query("sign == 1 and (source == 'USA' or target == 'USA')")
    return word(len(ended)), ended["weight"].sum(), friendly["weight"].sum()


@functools.cache
def strength(claim: str, hear: str, *, ours: bool = False, choruses: bool = False) -> int:
    """Return how strong a claim stands when these voices are heard, by the rules as published."""
    voices = theatres.voices()
    heard = voices if hear == "everybody" else voices[voices["side"] == hear]
    graph = theatres.argument_graph(heard.index, choruses=choruses)
    method = theatres.Method(doubt="against" if ours else "less")
    return int(theatres.conclusions(graph, theatres.advance(), method).at[claim, "strength"])


def heard(claim: str, *hear: str):
    return [strength(claim, one) for one in hear]


def one_vote_a_literature():
    return [
        strength(claim, "everybody", choruses=choruses)
        for claim in ("C58", "C65")
        for choruses in (False, True)
    ]


def widest_as_published():
    everybody = theatres.voices().index
    graphs = [theatres.argument_graph(everybody, choruses=choruses) for choruses in (True, False)]
    bars = [theatres.tornado(graph, theatres.advance(), "C58").iloc[0] for graph in graphs]
    return bars[0].name, *(round(100 * bar["swing"]) for bar in bars)


def in_one_room():
    """Where doubt counts: the opposite advice, the thesis; the advice with each voice by itself."""
    rules = [("C65", True), ("C58", True), ("C65", False)]
    return [strength(claim, "everybody", ours=True, choruses=one) for claim, one in rules]


def kinds_of_p5():
    rows = read("claims").query("paragraph == 'P5'")
    return word(len(rows)), word(rows["kind"].nunique())


def effort_and_effect():
    """Strengths in lesson 06: for the effort and against the effect, then for and against C12."""
    rows = read("evidence").query("not hindsight or id == 'J377'")
    shown = rows.query("claim in ['C37', 'C38'] or id in ['J160', 'J161', 'J377']")
    sums = [
        part.groupby("bearing")["strength"].sum() for part in (shown, rows.query("claim == 'C12'"))
    ]
    return [one[bearing] for one in sums for bearing in ("supports", "weakens")]


COMPUTED: list[tuple[str, str, Callable]] = [
    ("01", "P5 holds {} claims (by our count) of {} kinds", kinds_of_p5),
    ("02", "({} of {}) is not said to exist", statuses),
    ("02", "the friendly share rises to {} in ten", answered_tens),
    ("02", "With us it came to {}", lambda: agreement(BEARING)),
    ("02", "It came to {}, enough for tentative", lambda: agreement(BEARING + SECOND)),
    ("02", "the other way, from {} to {}", lambda: agreement(STRENGTH, STRENGTH + SECOND)),
    ("02", "tried it twice on fresh rows: {}, then {}", tried_alone),
    ("02", "they agree with each other at {}, with us at {}", last_readers),
    ("03", "weighs {} percent for Russia and {} for China", trade_over_output),
    (
        "03",
        "{} percent of the leap ({} of {} points) is trade with China that was not there before; "
        "the rest comes from the smaller whole. (Shrink the whole first, and it is {}.)",
        parts_of_the_leap,
    ),
    (
        "03",
        "exports rose from {} to {} percent, Turkey's from {} to {}, that of Belarus from {} to {}",
        shares_of_exports,
    ),
    ("03", "symmetry fell from {} to {}", symmetry),
    ("03b", "fell from {} percent in 2021 to {} in 2023, and in 2008 it had stood at {}", alike),
    ("03b", "their distance is {} on average for 2014 to 2021, and {} for", distances),
    ("04", "doubled from {} in 2021 to {} in 2024, their weight from {} to {}", ties_of_the_four),
    ("04", "how many of the {} ties are left", lambda: [len(of_the_four(2024))]),
    ("04", "{} of {} are left", left_without_russia),
    ("04", "centralisation leaps from {} in 2021 to {} in 2022", star_by_arms),
    (
        "04",
        "Russia has a part in {} percent of the weight, China in {}, North Korea in {}, Iran in {}",
        weights_of_the_four,
    ),
    ("04", "at {} percent against {}, and above Washington", lambda: votes_beside()[:2]),
    ("04", "members of ASEAN agree in {}, of the European Union in {}", lambda: votes_beside()[2:]),
    ("05", "For 2024 alone the figures lie between {} and {}", counts_of_2024),
    (
        "05",
        "2024 leads with {} and 2025 follows with {}",
        lambda: acts("any"),
    ),
    (
        "05",
        "2025 is ahead, {} to {}",
        lambda: map(word, acts("attributed")[::-1]),
    ),
    ("05b", "{} bomber patrols in {} years", patrols),
    (
        "06",
        "{} of the {} members in Asia deplored the invasion, against {} of {} in Europe, and {} "
        "places in Asia",
        asia_and_europe,
    ),
    (
        "06",
        "{} states still voted yes, after {} two years before; {} of those on the list voted no",
        ayes_of_2025,
    ),
    (
        "06",
        "come to {} for the effort and {} against the effect.",
        lambda: effort_and_effect()[:2],
    ),
    ("06", "on C12 it comes further down, {} for and {} against", lambda: effort_and_effect()[2:]),
    ("06", "the strengths come to {} for and {} against:", lambda: effort_and_effect()[2:]),
    ("06b", "(alike in {} of {})", lambda: alike_in("VNM", "MNG")),
    ("06b", "Brazil and India (in {} of {})", lambda: alike_in("BRA", "IND")),
    ("06b", "India in {} of {}", lambda: alike_in("RUS", "IND")),
    ("07", "Of the seventeen formats, {} have their first dated seat after 2010", young_formats),
    ("07b", "{} are due.", lambda: rival_questions()[:1]),
    ("07b", "{} of the {} ask what the authors never promised", lambda: rival_questions()[1:3]),
    ("07b", "{} fall due in 2027", lambda: rival_questions()[3:]),
    (
        "08",
        "{}% of the first join Europe and the Asia-Pacific, and {}% of the second ({}% and {}% "
        "leave",
        shares_that_join,
    ),
    ("08", "as the lab at the top counts, it is {}% and {}%", shares_without_groups),
    ("08", "Counted over every kind, Prioritise Asia ends {}", lambda: what_asia_first_ends()[:1]),
    ("08", "{} ties between Moscow and Beijing are one relation", moscow_and_beijing),
    ("08", "by ten tosses in {} cases of a hundred, by a hundred tosses in {}", power_of_coins),
    (
        "08",
        "Prioritise Asia ends {} ties, but these hold {} of the {} points of weight",
        what_asia_first_ends,
    ),
    (
        "08b",
        "geography tells more ({} against {}), though not at our level (p = {})",
        hostile_camps,
    ),
    (
        "09",
        "the thesis falls from {} to {}; those who qualify leave it at {}, everybody at {}",
        lambda: heard("C58", "nobody", "against", "qualifies", "everybody"),
    ),
    (
        "09",
        "from {} to {}, {}, {}. No fact has changed",
        lambda: heard("C65", "nobody", "against", "qualifies", "everybody"),
    ),
    ("09", "the reply falls from {} to {}", lambda: heard("C66", "nobody", "against")),
    (
        "09",
        "rises from {} to {}, and the opposite advice, for which fewer literatures speak, falls "
        "from {} to {}",
        one_vote_a_literature,
    ),
    (
        "09b",
        "the widest bar is {}, with {} points; with each voice counted by itself even that "
        "shrinks to {}",
        widest_as_published,
    ),
    ("09b", "The opposite advice stands at {} here", lambda: in_one_room()[:1]),
    ("09b", "The thesis, at {}, stands firmer", lambda: in_one_room()[1:2]),
    ("09b", "with each voice by itself the advice stands at {}", lambda: in_one_room()[2:]),
    (
        "Q02-15",
        "Russia has {} times as many as China",
        lambda: [
            word(
                round(
                    theatres.degree(told())["ties"].div(theatres.degree(told()).at["CHN", "ties"])[
                        "RUS"
                    ]
                )
            )
        ],
    ),
    (
        "Q06-23",
        "{}, less than South Africa’s {}",
        lambda: [theatres.same_votes("RUS", state)["agreement"] for state in ("SRB", "ZAF")],
    ),
    ("Q09-26", "From {} to {}, with the same trust", lambda: heard("C66", "for", "everybody")),
]

# What a sentence reads out, and the line of output that says so. Outputs are rebuilt with the
# tables, so a line that is gone sends its reader to the sentence.
READ_OUT = [
    ("08", "48% cross, just as chance gives", "each tie once in Europe 227 0% 48% 48%"),
    ("08", "a third of all pairs overlap", "in both theatres commentary and evidence 228 32%"),
    ("08", "8% against 10%", "Europe and Asia-Pacific 384 31 8% 10%"),
    ("08", "(21%, 22%)", "Europe and North America 48 10 21% 22%"),
    ("08", "For 174 of 936 pairs", "Europe and Asia-Pacific 936 0 174 19% USA"),
    ("08", "(19% against 6%)", "inside Asia-Pacific 276 2 14 6% USA"),
    (
        "08",
        "56% against 64%, and the share fell from 60%",
        "Europe and Asia-Pacific 60% 59% 56% 64%",
    ),
    ("08", "Europe and North America are at 66%", "Europe and North America 59% 56% 66% 64%"),
    ("08", "in 81%, with their neighbours in 52%", "other Asia-Pacific 54% 54% 52%"),
    ("08", "41 pairs would have to part, and that is fewer than the 51", "10 9 (7 to 10) 41 51"),
    (
        "08",
        "(17 pairs to 11), then a ceasefire (12) and Prioritise Asia (13)",
        "End arms flows 11 36",
    ),
    ("08", "406 of the 409 pairs are NATO's", "409 ties in 409 pairs between 35 actors"),
    (
        "08b",
        "(0.09 against 0.05, p = 0.318)",
        "Europe and Asia-Pacific 17, 15 0.09 0.05 0.04 0.318",
    ),
    ("08b", "twenty starts give eleven", "every tie 0.32 0.31 (0.29 to 0.33) 0.158 11"),
    ("08b", "(0.42 and 0.43, chance 0.07 and 0.04)", "17, 6 0.42 0.07"),
    ("08b", "(0.52, chance 0.04, p = 0.005)", "35, 17 0.52 0.04 0.50 0.005"),
    ("08b", "under 24 points could not have been seen in the first row", "55% of 172 0.088 24%"),
    ("08b", "nor one under 47 in the third", "66% of 85 0.779 47%"),
    ("08b", "of nine ties that began in 2020 or 2021 not one", "39% of 66 0% of 9 -39% 0.022"),
    ("08b", "12 of 13 have a forerunner", "36 0.033 12 11 0.299"),
    ("08b", "at 90 one null model says p = 0.003, the other 0.070", "70 53 75 0.070 38 68 0.003"),
    ("08b", "97 specifications (99 above", "specifications: fewer 97 1 (0 to 51) 0.008"),
    ("08b", "alone it is 141, and the median lies 17 points", "specifications: fewer 141"),
    ("08b", "it is 7 points above (p = 0.565)", "median effect +7% +3% (-24% to +18%) 0.565"),
    ("08b", "(34 points under chance, p = 0.014)", "195 -34% -2% (-26% to +30%) 0.014"),
    ("08b", "(6 under, p = 0.421)", "294 -6% +1% (-19% to +15%) 0.421"),
    ("09", "with everybody heard, 55 and 96", "everybody heard"),
    ("09b", "By our score 78, and 67 with hindsight; by the four tests 94", "[78, 67, 94]"),
    ("09b", "falls from 74 to 53", "One nexus of authoritarian revisionist states 74 74 53"),
]


@pytest.mark.parametrize("place, sentence, of", COMPUTED, ids=[f"{c[0]}-{c[1]}" for c in COMPUTED])
def test_a_number_in_prose_is_what_the_tables_say(place, sentence, of):
    said = sentence.format(*of())
    assert said in prose(place), f"{place}: the tables say “{said}”: read that sentence again"


@pytest.mark.parametrize("lesson, sentence, line", READ_OUT, ids=[r[1] for r in READ_OUT])
def test_a_number_that_a_sentence_reads_out_stands_in_the_output(lesson, sentence, line):
    assert sentence in prose(lesson)
    assert line in printed(lesson), f"{lesson}: read “{sentence}” again"
