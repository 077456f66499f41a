"""Floor 3: the theatres against chance, and against the communities the network falls into."""

from __future__ import annotations

import collections

import numpy as np
import pandas as pd

from ..charts import decoupling as charts
from ..model import decoupling, independent, network
from .details import card, sources_of, ties_card, words_of
from .panel import Choice, Number, Opens, Tick, entry
from .thesistest import ThesisTest, at_the, end_of_year, source, thesis_said
from .wording import all_of, begin, count, in_p, names

MOST = 300  # rows offered at once: a longer list helps nobody and slows the page
NO_END = "nothing"  # no value would have given a verdict
WHO = {"russia": "Russia", "usa": "the USA"}
PARTNERS = 4  # named on a card, those with most ties first
SHUFFLES = 200  # theatres dealt out at random, beside the communities
READING = {
    "more": "The border draws ties rather than holding them back.",
    "fewer": "The border still holds ties back.",
    "like": "By this test the border neither holds ties back nor draws them;"
    " that is no proof that there is none.",
}

LIKENESS = {
    "more": "Communities are more like the theatres than chance gives.",
    "fewer": "Communities are less like the theatres than chance gives.",
    "like": "Communities are not provably more like the theatres than chance gives.",
    "cannot say": "There is too little to tell whether communities follow the theatres.",
}


def _own(panel: TheatreTest) -> bool:
    return panel.network.value == "ties"


class TheatreTest(ThesisTest):
    """A share of crossing ties beside those that chance gives, under a border the student draws."""

    title = "Theatre test"
    foremost = ("year", "russia", "null")
    described = "Shares of crossing ties under chance, and the observed share"
    keeps = "share"

    network = Choice("Network", independent.NETWORKS, width="24em")
    year = end_of_year()
    kinds = Choice("Kinds", decoupling.KINDS, when=_own, width="22em")
    source = source(when=_own)
    russia = Choice("Russia", decoupling.RUSSIA, width="15em")
    usa = Choice("The USA", decoupling.USA, width="15em")
    where = Choice("A tie lies", decoupling.WHERE, width="21em")
    scope = Choice("Theatres", decoupling.SCOPE, start="two", width="20em")
    weights = Choice("Weights", decoupling.WEIGHTS, width="17em")
    null = Choice("Chance", decoupling.NULLS, width="30em")
    hindsight = Tick("also after July 2024", when=_own, width="16em")
    index = Tick("as E-I index", width="10em")
    mark = Opens("Open a bar or line", mark="mark", field="mark", param="opened", width="34em")

    def __init__(self, **start):
        self.ties, self.former = network.ties(), None
        super().__init__(**start)

    def answer(self, moved: set[str]) -> None:
        """Keep the share that stood before the move: it leaves a line."""
        if moved - {"mark"}:
            self.former = self.test.observed if len(self.test.draws) else None
        super().answer(moved)

    def work_out(self) -> None:
        """Count, and set what was counted beside chance."""
        now = self.now
        self.keep.test = "share" if _own(self) else "independent"
        if _own(self):
            rows = decoupling.counted_ties(
                self.ties,
                kinds=now.kinds,
                source=now.source,
                year=now.year,
                hindsight=now.hindsight,
            )
        else:
            rows = independent.ties_of(now.network, year=now.year)
        border = {"russia": now.russia, "usa": now.usa, "where": now.where, "scope": now.scope}
        coded = decoupling.code(rows)
        crosses, within = decoupling.crossing(coded, **border)
        self.rows, self.crosses = rows[within], crosses[within]
        self.overlaps = decoupling.overlapping(coded, **border)[within]
        engaged = decoupling.engagements(coded, **border, weights=now.weights, keep=within)
        self.test = decoupling.chance_test(engaged, null=now.null)

    def headline(self) -> str:
        now = self.now
        what = decoupling.KINDS[now.kinds] if _own(self) else independent.NETWORKS[now.network]
        told = _own(self) and now.source != "both"
        whose = f" by {decoupling.SOURCES[now.source]}" if told else ""
        when = at_the(now) if _own(self) else f"end of {now.year}"
        return f"Does the border hold ties back? {begin(what)}{whose}, {when}"

    def short(self) -> str:
        test = self.test
        if test.verdict() == "cannot say":
            return f"{self._what()}: too little to test."
        return (
            f"{self._what()}: {decoupling.percent(test.observed)} cross, chance gives"
            f" {decoupling.percent(test.expected)}; {charts.VERDICTS[test.verdict()][2]}."
        )

    def _what(self) -> str:
        now = self.now
        if not _own(self):
            return f"{begin(independent.NETWORKS[now.network])}, end of {now.year}"
        kinds, source = begin(decoupling.KINDS[now.kinds]), decoupling.SOURCES[now.source]
        return f"{kinds} ({source}), {at_the(now)}"

    def result(self) -> str:
        test, what = self.test, self._what()
        if not len(self.rows):
            return f"{what}: nothing to count. Choose another year or loosen a choice."
        counted = (
            f"{count(test.ties, 'tie')} in {count(test.pairs, 'pair')} between"
            f" {count(test.actors, 'actor')}"
        )
        if test.verdict() == "cannot say":
            return f"{what}: {counted}; too little to set against chance."
        chances = f"{in_p(test.p_more)} for more, {in_p(test.p_fewer)} for fewer"
        said = [READING[test.verdict()], f"{what}: {counted}. {self._values()} ({chances})."]
        return " ".join([*said, self._seen(), *self._overlap()])

    def _seen(self) -> str:
        """Say the smallest effect that the test could have seen."""
        low, high = self._as_shown(self.test.seen())
        ends = [f"at most {low} for fewer"] * (low != NO_END)
        ends += [f"at least {high} for more"] * (high != NO_END)
        return f"A verdict needed {' and '.join(ends)}." if ends else "No share would have done."

    def _overlap(self) -> list[str]:
        overlap, shown = int(self.overlaps.sum()), self.now
        if not overlap:
            return []
        both = [n for n in ("russia", "usa") if getattr(shown, n) == "both"]
        who = all_of([WHO[n] for n in both])
        return [
            f"{count(overlap, 'tie')} of {who} overlap: neither across nor inside, not counted."
        ]

    def _as_shown(self, values) -> list[str]:
        if self.index.value:
            values = [decoupling.ei_index(value) for value in values]
            return [NO_END if np.isnan(v) else f"{v:+.2f}" for v in values]
        return [NO_END if np.isnan(v) else decoupling.percent(v) for v in values]

    def _values(self) -> str:
        test = self.test
        said = self._as_shown((test.observed, test.expected, test.low, test.high))
        seen = f"E-I index {said[0]}" if self.index.value else f"{begin(said[0])} cross"
        return f"{seen}; shuffled: {said[1]} on average, 95 of 100 between {said[2]} and {said[3]}"

    def _drawn(self) -> tuple:
        """Return what the chart shows: draws, the observed value, and the former if it differs."""
        test = self.test
        values = [test.draws, test.observed]
        values += [] if self.former in (None, test.observed) else [self.former]
        return tuple(map(decoupling.ei_index, values)) if self.index.value else tuple(values)

    def still(self):
        if not len(self.test.draws):
            return charts.chance_histogram(np.array([0.0, 1.0]), 0.5)
        draws, observed, *former = self._drawn()
        how = ("E-I index", False) if self.index.value else ()
        former = former[0] if former else None
        return charts.chance_histogram(draws, observed, *how, former=former, opened=self.mark.value)

    @mark.offers
    def marks_offered(self) -> list[tuple[str, str]]:
        """Return the two lines by their value, and each bar by its ends."""
        if not len(self.test.draws):
            return []
        observed, chance = self._as_shown((self.test.observed, self.test.expected))
        lines = zip((f"observed: {observed}", f"mean of chance: {chance}"), charts.LINES)
        bars = [b for b in charts.chance_bars(*self._drawn()) if b["draws"]]
        return [*lines, *((f"{self._between(b)}: {b['draws']} shuffles", b["mark"]) for b in bars)]

    def _between(self, bar: dict) -> str:
        form = "{from:+.2f} to {to:+.2f}" if self.index.value else "{from:.1%} to {to:.1%}"
        return form.format(**bar)

    @mark.cards
    def mark_card(self, mark: str) -> str:
        """Return what the card says of a bar or line: how it is made, of which ties and sources."""
        test, called = self.test, "E-I index" if self.index.value else "share that crosses"
        observed, chance = self._as_shown((test.observed, test.expected))
        said = f"{begin(decoupling.NULLS[self.null.value])}: worked out by us, no fact."
        if mark == next(iter(charts.LINES)):
            sentence = f"Observed: {observed} ({called}, {decoupling.WEIGHTS[self.weights.value]})."
            said = self._whose()
        elif mark in charts.LINES:
            sentence = f"Chance gives {chance} on average ({called}); observed: {observed}."
        else:
            bar = next(b for b in charts.chance_bars(*self._drawn()) if b["mark"] == mark)
            sentence = (
                f"{bar['draws']} of {len(test.draws)} shuffles give {self._between(bar)}"
                f" ({called}); observed: {observed}."
            )
        counted = self.rows[self.crosses] if self.crosses.any() else self.rows
        return card(sentence, said, told=thesis_said(), sources=sources_of(counted))

    def _whose(self) -> str:
        """Say on whose word the ties are that cross, and what one of them is."""
        rows = self.rows[self.crosses]
        if not _own(self):
            return (
                f"{begin(independent.NETWORKS[self.network.value])}, which nobody drew up for this."
            )
        return f"Ties that cross: {words_of(rows) or 'none'}."

    @mark.shows
    def mark_opened(self, mark: str) -> str:
        """Open the ties that cross in the drawer."""
        if mark:
            sets = self.behind()
            self.drawer.fill(sets)
            self.drawer.show(f"set:{next(iter(sets), '')}")
        return ""

    def behind(self) -> dict[str, pd.DataFrame]:
        sets = {
            "ties that cross": self.rows[self.crosses],
            "ties within a theatre": self.rows[~self.crosses & ~self.overlaps],
            "ties that overlap": self.rows[self.overlaps],
        }
        return dict(_the_first(called, rows) for called, rows in sets.items() if len(rows))


def _the_first(called: str, rows: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    if len(rows) <= MOST:
        return called, rows
    return f"{called}, the first of {len(rows):,}", rows[:MOST]


@entry(TheatreTest)
def theatre_test(**start) -> TheatreTest:
    """Open the theatre test.

    Parameters
    ----------
    network : {"ties", "alliances", "votes"}, optional
        Which network.
    year : int, optional
        Ties that stood at the end of that year.
    kinds, source : str, optional
        Which of the course's ties, and on whose word.
    russia, usa : str, optional
        Where Russia and the United States stand.
    where : str, optional
        Where a tie lies.
    scope : str, optional
        Which theatres.
    weights : str, optional
        Whether ties weigh more than one.
    null : str, optional
        What chance is.
    hindsight : bool, optional
        Whether ties that began after the commentary count.
    index : bool, optional
        Whether shares are said as E-I index.
    mark : str, optional
        A bar ("bar 0" is the first) or line ("observed", "mean of chance") opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    TheatreTest
        Show it by leaving it as the last line of a cell.
    """
    return TheatreTest(**start)


class CommunityExplorer(ThesisTest):
    """Communities of the network beside the theatres, and who sits among those of another."""

    title = "Community explorer"
    floor = 440
    described = "Actors by community; shape and colour show their home theatre"
    keeps = "communities"

    year = end_of_year()
    kinds = Choice("Kinds", decoupling.KINDS, start="friendly", width="22em")
    source = source()
    groups = Tick("count groups spoken of as one", width="18em")
    hindsight = Tick("also after July 2024", width="16em")
    resolution = Number("Resolution", 0.4, 2.0, step=0.2, start=1.0, live=False, width="22em")
    seed = Number("Start of the search", 1, 20, start=decoupling.SEED, live=False)
    actor = Opens("Open an actor", mark="actor", field="actor", param="opened", width="26em")

    def __init__(self, **start):
        self.ties, self.name = network.ties(), names()
        super().__init__(**start)

    def work_out(self) -> None:
        """Count, and look for communities."""
        now = self.now
        self.rows = decoupling.counted_ties(
            self.ties,
            kinds=now.kinds,
            source=now.source,
            year=now.year,
            groups=now.groups,
            hindsight=now.hindsight,
        )
        drawn = decoupling.graph(self.rows)
        self.found = decoupling.communities(drawn, resolution=now.resolution, seed=now.seed)
        self.test = decoupling.community_test(self.found, n=SHUFFLES)
        self.modular = {
            parts: decoupling.modularity(drawn, self._part(parts)) if len(self.found) else np.nan
            for parts in ("community", "theatre")
        }

    def _part(self, parts: str) -> dict:
        """Return the community, or the theatre, of each actor."""
        return dict(zip(self.found["actor"], self.found[parts]))

    def _counted(self) -> str:
        return f"{begin(decoupling.KINDS[self.kinds.value])}, {at_the(self.now)}"

    def _communities(self) -> str:
        number = self.found["community"].nunique()
        return f"{number} {'community' if number == 1 else 'communities'}"

    def headline(self) -> str:
        return f"Do communities follow the theatres? {self._counted()}"

    def short(self) -> str:
        test = self.test
        if self.found.empty:
            return "No ties to look for communities in."
        return (
            f"{self._counted()}: {self._communities()}, {int(self.found['wrong'].sum())} of"
            f" {test.actors} actors of the two theatres among more of the other; likeness to"
            f" geography {test.observed:.2f}, chance {test.expected:.2f}."
        )

    def words(self) -> str:
        return super().words() if len(self.found) else "No tie fits. Loosen a choice."

    def result(self) -> str:
        found, test = self.found, self.test
        wrong = found[found["wrong"]].sort_values(["ties", "actor"], ascending=[False, True])
        called = ", ".join(self.name[actor] for actor in wrong["actor"][:6])
        by_ties = f", by number of ties: {called}" if called else ""
        follow = LIKENESS[test.verdict()]
        return (
            f"{follow} {self._counted()}: {len(found)} actors fall into {self._communities()}"
            f" (modularity {self.modular['community']:.2f}; the theatres as communities would"
            f" give {self.modular['theatre']:.2f}). Among the {test.actors} of"
            f" {network.both_theatres()}, normalised mutual information with the theatres is"
            f" {test.observed:.2f}; dealt out at random they give {test.expected:.2f} on average"
            f" ({in_p(test.p_more)})."
            f" {len(wrong)} of them sit where the other theatre is more frequent{by_ties}."
            f" The search began at {self.now.seed}."
        )

    def still(self):
        if self.found.empty:
            return None
        return charts.community_lists(self.found, self.name, self.actor.value)

    @actor.offers
    def actors_offered(self) -> list[tuple[str, str]]:
        """Return each actor with its community, crossed where it sits among others."""
        listed = sorted(zip(self.found["actor"], self.found["wrong"], self.found["community"]))
        return [
            (f"{self.name[actor]}{' ✕' if wrong else ''} (community {community})", actor)
            for actor, wrong, community in listed
        ]

    @actor.cards
    def actor_card(self, actor: str) -> str:
        """Return what the card says of an actor: where it sits, by how many ties, on whose word."""
        one = self.found.set_index("actor").loc[actor]
        ties = self.rows[(self.rows["source"] == actor) | (self.rows["target"] == actor)]
        among = "among more of the other theatre" if one["wrong"] else "beside its own theatre"
        home = (
            f"home {one['theatre']}, {among}"
            if one["theatre"] in network.theatres()
            else one["theatre"]
        )
        where = f"{self.name[actor]} in community {one['community']} ({home}), ties"
        return ties_card(ties, where, " ".join(self._partners(actor)))

    def _partners(self, actor: str) -> list[str]:
        """Name the partners of an actor inside its community, and those in others."""
        rows, community = self.rows, self._part("community")
        ties = collections.Counter(
            b if a == actor else a
            for a, b in zip(rows["source"], rows["target"])
            if actor in (a, b)
        )
        partners = sorted(ties, key=lambda other: (-ties[other], other))
        home = community[actor]
        sides = {
            "inside it": [other for other in partners if community[other] == home],
            "outside": [other for other in partners if community[other] != home],
        }
        return [f"Partners {where}: {self._few(there)}." for where, there in sides.items()]

    def _few(self, actors: list[str]) -> str:
        """Name the first of several actors, and count the others."""
        more = f" and {len(actors) - PARTNERS} more" if len(actors) > PARTNERS else ""
        return ", ".join(self.name[a] for a in actors[:PARTNERS]) + more or "none"

    @actor.shows
    def actor_opened(self, actor: str) -> str:
        """Open the ties of an actor in the drawer."""
        self.drawer.fill(self.behind())
        if actor:
            self.drawer.show(next((v for _, v in self.drawer.list.options if v), ""))
        return ""

    def answered(self) -> None:
        """Leave the drawer as opening an actor has filled it."""

    def behind(self) -> dict[str, pd.DataFrame]:
        rows, community, actor = self.rows, self._part("community"), self.actor.value
        ends = zip(rows["source"], rows["target"])
        same = np.array([community[a] == community[b] for a, b in ends], bool)
        if not actor:
            return {"ties between communities": rows[~same]}
        mine = (rows["source"] == actor) | (rows["target"] == actor)
        return {
            f"ties of {self.name[actor]} inside its community": rows[mine & same],
            f"ties of {self.name[actor]} to other communities": rows[mine & ~same],
        }


@entry(CommunityExplorer)
def explore_communities(**start) -> CommunityExplorer:
    """Open the community explorer.

    Parameters
    ----------
    year : int, optional
        Ties that stood at the end of that year.
    kinds, source : str, optional
        Which ties, and on whose word.
    groups : bool, optional
        Whether groups spoken of as one are counted.
    hindsight : bool, optional
        Whether ties that began after the commentary count.
    resolution : float, optional
        0.4 (few large communities) to 2 (many small ones).
    seed : int, optional
        Where the search starts, 1 to 20.
    actor : str, optional
        Id of an actor opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    CommunityExplorer
        Show it by leaving it as the last line of a cell.
    """
    return CommunityExplorer(**start)
