"""Floor 3: the decoupling lab - what would have to go before the theatres come apart."""

from __future__ import annotations

import html
from collections import Counter

import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import decoupling as charts
from ..charts import network as maps
from ..model import decoupling, network
from .base import alike
from .panel import Choice, Choices, Opens, Tick, entry
from .thesistest import ThesisTest, at_the, end_of_year, source
from .wording import begin, count, names

HUBS = {"RUS": "Russia", "CHN": "China", "USA": "the USA"}
OF_PAIR = "ties of this pair"
BY_HAND = "hand"  # no mark bears this name: a click on a line cuts it and opens nothing
TALLY = '<div class="theatres-tally">{}</div>'  # there too when it says nothing: nothing moves
FEW = 4  # actors named in a sentence


def _policies(panel: DecouplingLab) -> dict[str, str]:
    return {key: decoupling.POLICIES[key].name for key in panel.sensible}


def _hubs(panel: DecouplingLab) -> dict[str, str]:
    return {actor: f"without {name}" for actor, name in panel.hubs.items()}


def _ours(_) -> bool:
    """Say whether the course's own argument is open, whose day divides what could be known."""
    return not tables.shelf()


def _readings(panel: DecouplingLab) -> dict[str, str]:
    return {key: f"Here it {_reading(panel, key)}" for key in panel.sensible}


def _reading(panel: DecouplingLab, key: str) -> str:
    """Say how a policy is read and, of the course's own argument, which claims speak of it."""
    policy = decoupling.POLICIES[key]
    return f"{policy.reading} ({', '.join(policy.claims)})" if _ours(panel) else policy.reading


def _has_groups(panel: DecouplingLab) -> bool:
    return (panel.actors["kind"].astype(str) == "group").any()


class DecouplingLab(ThesisTest):
    """Two actors, the paths between them, and what is left when ties, actors or policies go."""

    title = "Decoupling lab"
    foremost = ("a", "b", "policies", "hubs_out")
    described = (
        "Pairs of tied actors on the map of theatres, the smallest cut between two actors dashed"
    )
    keeps = "cut"
    rows_called = "Open ties"
    words_above = True

    a = Choice("From", lambda p: p.people, start="UKR", width="15em")
    b = Choice("to", lambda p: p.people, start="KOR", width="15em")
    year = end_of_year()
    kinds = Choice("Counting", decoupling.KINDS, width="22em")
    source = source()
    groups = Tick("count groups spoken of as one", when=_has_groups, hides=True, width="18em")
    policies = Choices(
        "Policies", _policies, start=(), least=0, look="cards", tips=_readings, width="10em"
    )
    hubs_out = Choices("Take out", _hubs, start=(), least=0, width="max-content")
    hindsight = Tick("also after July 2024", when=_ours, hides=True, width="16em")
    without = Choice("and without", lambda p: {"": "nobody else", **p.people}, start="")
    pair = Opens("By hand, a pair", mark=BY_HAND, width="26em")

    def __init__(self, **start):
        self.ties, self.actors, self.name = network.ties(), tables.read("actors"), names()
        tied = sorted(set(self.ties["source"]) | set(self.ties["target"]), key=self.name.get)
        self.people = {actor: self.name[actor] for actor in tied}
        ends, self.hubs, self.sensible = self._subject()
        start = {"a": ends[0], "b": ends[1], **start}
        if start["a"] == start["b"]:
            raise ValueError(f"choose two different actors; both are {start['a']!r}")
        self.by_hand: frozenset[str] = frozenset()  # pairs taken out one by one
        self._asked = None
        self.at = maps.places(self.ties, self.actors)
        self.take = alike(
            W.Button,
            description="Cut or restore",
            tooltip="Cut the pair chosen in the list, or restore it",
            layout={"width": "10em"},
            disabled=True,
        )
        self.tally = alike(W.HTML)
        super().__init__(**start)
        self.add_class("theatres-lab")
        at = self.children.index(self.spoken)
        self.children = [*self.children[:at], self.tally, *self.children[at:]]
        self.take.on_click(self._taken)

    def _subject(self) -> tuple[tuple[str, str], dict[str, str], list[str]]:
        """Return two actors to join, hubs to take out, and the policies that make sense.

        The course's own argument names them; of an argument of one's own they are the most tied
        actor of each of the first two theatres, the three most tied of all, and the one policy
        that names nobody.
        """
        self.sides = tuple(tables.field("actors", "theatre")["constraints"]["enum"][:2])
        if not tables.shelf():
            return ("UKR", "KOR"), HUBS, list(decoupling.POLICIES)
        most = list(network.degree(self.ties).index)
        home = self.actors.set_index("id")["theatre"].astype(str)
        ends = [next((a for a in most if home[a] == side), "") for side in self.sides]
        if len(ends) < 2 or not all(ends):
            raise ValueError(
                "the decoupling lab needs two theatres with ties in each;"
                " name them in the column theatre of actors.csv"
            )
        return tuple(ends), {actor: self.name[actor] for actor in most[:3]}, ["arms"]

    @property
    def same(self) -> bool:
        """Whether one actor is chosen twice."""
        return self.a.value == self.b.value

    def work_out(self) -> None:
        """Recount: before, and after what is taken away, which changes nothing of before."""
        if self.same:
            return
        now = self.now
        asked = (now.a, now.b, now.kinds, now.source, now.year, now.groups, now.hindsight)
        if asked != self._asked:
            counted = {
                "kinds": now.kinds,
                "source": now.source,
                "groups": now.groups,
                "hindsight": now.hindsight or not _ours(self),
            }
            self.before = decoupling.counted_ties(self.ties, **counted, year=now.year)
            self.possible = decoupling.counted_ties(self.ties, **counted, year=None, status="any")
            self._asked, self.was = asked, self._measure(self.before)
        self.left = self._taken_away()
        found = self.was if self.left is self.before else self._measure(self.left)
        self.joined, self.cut, self.share = (
            {"before": was, "after": is_now} for was, is_now in zip(self.was, found)
        )
        self.states = self._states()

    def _taken_away(self) -> pd.DataFrame:
        """Return the ties that policies, actors taken out and pairs cut by hand leave."""
        now, left, self.ended = self.now, self.before, self.before[:0]
        if now.policies:
            left, self.ended = decoupling.with_policies(
                self.before, list(now.policies), proposed=self.possible
            )
        gone = [*now.hubs_out, *filter(None, [now.without])]
        if gone:
            left = left[~(left["source"].isin(gone) | left["target"].isin(gone))]
        if self.by_hand:
            left = left[~decoupling.pair_of(left).isin(self.by_hand)]
        return left

    def _measure(self, rows: pd.DataFrame) -> tuple:
        """Return paths of the two actors, pairs that part the theatres, share that joins them."""
        drawn = decoupling.graph(rows)
        return (
            decoupling.connection(drawn, self.a.value, self.b.value),
            len(decoupling.theatre_cut(drawn, left=self.sides[0], right=self.sides[1])),
            network.cross_theatre_share(rows),
        )

    def _everything(self) -> pd.DataFrame:
        """Return the ties of before and after, each once."""
        added = self.left[~self.left["id"].isin(self.before["id"])]
        return pd.concat([self.before, added]) if len(added) else self.before

    def _to_cut(self) -> set[str]:
        return {" ".join(pair) for pair in self.joined["after"].pairs_to_cut}

    def _states(self) -> pd.DataFrame:
        held, to_cut = set(decoupling.pair_of(self.left)), self._to_cut()
        steps = (zip(path, path[1:]) for path in self.joined["after"].paths)
        on_path = {" ".join(sorted(step)) for path in steps for step in path}

        def state(pair: str) -> str:
            if pair not in held:
                return "taken out"
            if pair in to_cut:
                return "to cut"
            return "on a path" if pair in on_path else "other"

        counts = sorted(Counter(decoupling.pair_of(self._everything())).items())
        rows = [(*pair.split(" "), ties, state(pair)) for pair, ties in counts]
        return pd.DataFrame(rows, columns=["a", "b", "ties", "state"])

    def short(self) -> str:
        joined = self.joined["after"]
        ends = f"{self.name[self.a.value]} and {self.name[self.b.value]}"
        gone = f", {len(self.before)} ties turned to {len(self.left)}" if self._changed() else ""
        return (
            f"{ends}, {self._when()}{gone}: {count(len(joined.paths), 'separate path')},"
            f" {count(joined.ties_to_cut, 'tie')} to cut;"
            f" {count(self.cut['after'], 'pair')} to part the theatres;"
            f" {decoupling.percent(self.share['after'])} of ties join them."
        )

    def _when(self) -> str:
        return at_the(self.now) if _ours(self) else f"end of {self.year.value}"

    def _changed(self) -> bool:
        return len(self.before) != len(self.left) or len(self.ended) > 0

    def words(self) -> str:
        return "Choose two different actors." if self.same else super().words()

    def result(self) -> str:
        said = [self._paths(), f"{begin(self._when())}, {len(self.before)} ties counted."]
        if self._changed():
            said.append(self._what_changed())
        said += [
            f"{decoupling.POLICIES[key].name} here {_reading(self, key)}."
            for key in self.policies.value
        ]
        sides, cut = " and ".join(self.sides), self.cut
        share = {when: decoupling.percent(value) for when, value in self.share.items()}
        said.append(
            f"To leave no path at all between {sides}, {count(cut['after'], 'pair')} would have"
            f" to go{self._was(cut['before'])}. {share['after']} of ties join them"
            f"{self._was(share['before'])}."
        )
        return " ".join(said)

    def _was(self, before) -> str:
        return f" (before: {before})" if self._changed() else ""

    def _what_changed(self) -> str:
        new = int((~self.left["id"].isin(self.before["id"])).sum())
        lost = len(self.before) - (len(self.left) - new)
        said = [f"{count(lost, 'tie')} taken out"] if lost else []
        said += [f"{new} added"] if new else []
        return f"{', '.join(said)}; {len(self.left)} are left."

    def _paths(self) -> str:
        """Say how the two actors hang together."""
        was, now = self.joined["before"], self.joined["after"]
        ends = f"{self.name[self.a.value]} and {self.name[self.b.value]}"
        if not now.paths:
            before = f"; before there were {len(was.paths)}" if was.paths else ""
            return f"No path joins {ends}{before}."
        apart = " that share no pair" if len(now.paths) > 1 else ""
        shortest = " – ".join(self.name[actor] for actor in now.paths[0])
        actors = ""
        if now.actors_to_cut:
            some = ", ".join(self.name[actor] for actor in now.actors_to_cut[:FEW])
            others = " and others" if len(now.actors_to_cut) > FEW else ""
            actors = f", or {count(len(now.actors_to_cut), 'actor')} ({some}{others})"
        return (
            f"{ends} are joined by {count(len(now.paths), 'path')}{apart}"
            f"{self._was(len(was.paths))}; the shortest: {shortest}. To part them takes"
            f" {count(len(now.pairs_to_cut), 'pair')}, or {count(now.ties_to_cut, 'single tie')}"
            f"{self._was(was.ties_to_cut)}{actors}."
        )

    def still(self):
        if self.same:
            return None
        ends = (self.a.value, self.b.value)
        return charts.cut_map(self.states, self.at, ends, self.sides, self.by_hand)

    @pair.offers
    def pairs_offered(self) -> list[tuple[str, str]]:
        """Return the pairs, those to cut first."""
        order = list(charts.PAIR_STATES)
        states = sorted(self.states.itertuples(), key=lambda r: (order.index(r.state), r.a, r.b))
        return [
            (
                f"{self.name[r.a]} – {self.name[r.b]} ({count(r.ties, 'tie')}, {r.state})",
                f"{r.a} {r.b}",
            )
            for r in states
        ]

    @pair.shows
    def pair_opened(self, pair: str) -> str:
        """Open the ties of a pair in the drawer."""
        self.take.disabled = not pair
        self.drawer.fill(self.behind())
        self.drawer.show(f"set:{OF_PAIR}" if pair else "")
        return ""

    def answered(self) -> None:
        """Leave the drawer as opening a pair has filled it."""

    def behind(self) -> dict[str, pd.DataFrame]:
        everything = self._everything()
        pairs = decoupling.pair_of(everything)
        sets = {OF_PAIR: everything[pairs == self.pair.value]} if self.pair.value else {}
        sets["ties of the smallest cut"] = everything[pairs.isin(self._to_cut())]
        sets["ties that a policy ends"] = self.ended
        named = (decoupling.POLICIES[key].positions for key in self.policies.value)
        debate = {position for positions in named for position in positions}
        if debate:
            rows = tables.read("positions")
            called = "published positions on these policies"
            sets[called] = rows[rows["id"].isin(debate)]
        return sets

    def beneath(self) -> list:
        return [self.take, self.drawer]

    def tell(self, *_) -> None:
        """Say the three results large, from and to."""
        self.tally.value = TALLY.format("<b>&nbsp;</b>" if self.same else self._told_large())
        super().tell()

    def _told_large(self) -> str:
        paths = {when: len(joined.paths) for when, joined in self.joined.items()}
        share = {when: decoupling.percent(value) for when, value in self.share.items()}
        results = {
            "paths between the two": paths,
            "pairs hold the theatres together": self.cut,
            "of ties join them": share,
        }
        told = [
            f"<span><b>{_from_to(result)}</b> {html.escape(called)}</span>"
            for called, result in results.items()
        ]
        return "".join(told)

    def headline(self) -> str:
        """Ask for what the lab is for, of the two actors chosen."""
        if self.same:
            return self.title
        ends = f"{self.name[self.a.value]} and {self.name[self.b.value]}"
        cut = f" You cut {count(len(self.by_hand), 'pair')}." if self.by_hand else ""
        return f"Can you part {ends}? Click lines to cut or restore them.{cut}"

    def clicked(self, mark: str, field: dict) -> None:
        """Cut the pair that was clicked, or restore it."""
        pair = (field.get("pair") or [""])[0]
        if mark == "pair" and pair:
            self.by_hand ^= {pair}
            self.renew()
            self.chart.picked = {}  # so that the next click on it is heard too

    def reset(self) -> None:
        """Go back to the start, with every pair put back."""
        self.by_hand = frozenset()
        super().reset()
        self.renew()

    def moved_off(self) -> bool:
        return bool(self.by_hand) or super().moved_off()

    def _taken(self, _) -> None:
        if not self.pair.value:
            return self.say("Choose a pair in the list before the button first.")
        self.by_hand ^= {self.pair.value}
        self.renew()


def _from_to(result: dict) -> str:
    """Say a result before and after, or once where it stays."""
    before, after = str(result["before"]), str(result["after"])
    return after if before == after else f"{before} → {after}"


@entry(DecouplingLab)
def decoupling_lab(**start) -> DecouplingLab:
    """Open the decoupling lab.

    Parameters
    ----------
    a, b : str, optional
        Ids of two actors.
    year : int, optional
        Ties that stood at the end of that year.
    kinds, source : str, optional
        Which ties, and on whose word.
    groups : bool, optional
        Whether groups spoken of as one are counted.
    hindsight : bool, optional
        Whether ties that began after the commentary count.
    policies : list of str, optional
        Policies tried: some of "asia", "arms", "ceasefire", "nato4", "stay".
    hubs_out : list of str, optional
        Hubs taken out: some of "RUS", "CHN", "USA".
    without : str, optional
        Id of one more actor taken out.
    pair : str, optional
        A pair opened at once, such as "KOR UKR".
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.
    tasks : list of tuple, optional
        Things to try, one at a time: a label, the values it sets, what to look for.

    Returns
    -------
    DecouplingLab
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers, or both actors are the same.
    """
    return DecouplingLab(**start)
