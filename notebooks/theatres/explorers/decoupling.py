"""Floor 3: the decoupling lab - what would have to go for the theatres to come apart?"""

from __future__ import annotations

from collections import Counter

import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import decoupling as charts
from ..charts import network as maps
from ..model import decoupling, network
from .base import Explorer, LiveChart, choose
from .drawer import WRAP, Drawer, Keeper, pick, put, tick, years
from .wording import count, names


class DecouplingLab(Explorer):
    """Two actors, the paths between them, and what is left of these when ties, actors or policies are taken away."""

    def __init__(self, **start):
        self.ties, self.actors = network.ties(), tables.read("actors")
        self.name = names()
        present = sorted(
            set(self.ties["source"]) | set(self.ties["target"]), key=lambda a: self.name[a]
        )
        people = [(self.name[a], a) for a in present]
        ends, hubs, policies = self._subject()
        self.a, self.b = (
            choose("From", people, ends[0], "15em"),
            choose("to", people, ends[1], "15em"),
        )
        self.year, self.kinds = years(), pick("Counting", decoupling.KINDS)
        self.source = pick("on the word of", decoupling.SOURCES, "22em")
        self.groups = tick("count groups spoken of as one", False, "18em")
        self.groups.layout.display = (
            "" if (self.actors["kind"].astype(str) == "group").any() else "none"
        )
        self.policies = {
            key: tick(p.name, False, "11em")
            for key, p in decoupling.POLICIES.items()
            if key in policies
        }
        self.out = {a: tick(f"without {label}", False, "13em") for a, label in hubs}
        self.other = choose("and without", [("nobody else", ""), *people], "", "17em")
        self.pair = W.Dropdown(
            description="By hand, a pair",
            options=[("none", "")],
            value="",
            style={"description_width": "auto"},
            layout={"width": "26em"},
        )
        self.take = W.Button(
            description="Take out or put back",
            tooltip="Take out the ties of this pair, or put them back",
            layout={"width": "13em"},
        )
        self.back = W.Button(
            description="Put all back",
            tooltip="Put back every pair taken out by hand",
            layout={"width": "9em"},
        )
        self.by_hand: set[str] = set()
        controls = {
            "a": self.a,
            "b": self.b,
            "year": self.year,
            "kinds": self.kinds,
            "source": self.source,
            "groups": self.groups,
            **self.policies,
            **{f"without_{k}": v for k, v in self.out.items()},
            "without": self.other,
        }
        put("decoupling_lab", controls, start)
        if self.a.value == self.b.value:
            raise ValueError(f"choose two different actors; both are {self.a.value!r}")
        self.keep, self.drawer, self.asked = Keeper("cut"), Drawer("Open ties"), None
        self._count()
        self.at = maps.places(self.ties, self.actors)
        self.chart = LiveChart(
            self.still(),
            "Pairs of tied actors on the map of theatres, the smallest cut between two actors dashed",
        )
        super().__init__(
            "Decoupling lab",
            [
                W.Box(
                    [self.a, self.b, self.year, self.kinds, self.source, self.groups], layout=WRAP
                ),
                W.Box([W.HTML("Policies: "), *self.policies.values()], layout=WRAP),
                W.Box([*self.out.values(), self.other], layout=WRAP),
                W.Box([self.pair, self.take, self.back, self.keep.button], layout=WRAP),
                W.VBox([self.chart, self.drawer]),
            ],
        )  # the words stand beside the controls: the map is tall
        for control in controls.values():
            control.observe(self._moved, "value")
        self.pair.observe(self._chosen, "value")
        self.take.on_click(self._taken)
        self.back.on_click(self._put_back)
        self.chart.observe(self._clicked, "picked")
        self.keep.wire(self, self.short)
        self._offer()

    def _subject(self) -> tuple[tuple[str, str], list[tuple[str, str]], set[str]]:
        """Say what the lab is about: the two theatres (kept), two actors to join, hubs to take out, and policies that make sense.

        The course's own argument names them; of an argument of one's own they are the first two theatres, the most tied
        actor of each, the three most tied of all, and the one policy that names nobody.
        """
        self.sides = tuple(tables.field("actors", "theatre")["constraints"]["enum"][:2])
        if not tables.shelf():
            return (
                ("UKR", "KOR"),
                [("RUS", "Russia"), ("CHN", "China"), ("USA", "the USA")],
                set(decoupling.POLICIES),
            )
        most = list(network.degree(self.ties).index)
        home = self.actors.set_index("id")["theatre"].astype(str)
        ends = [next((a for a in most if home[a] == side), "") for side in self.sides]
        if len(ends) < 2 or not all(ends):
            raise ValueError(
                "the decoupling lab needs two theatres with ties in each; name them in the column theatre of actors.csv"
            )
        return tuple(ends), [(a, self.name[a]) for a in most[:3]], {"arms"}

    def _count(self) -> None:
        """Recount: before, and after what is taken away."""
        chosen, ends = (
            (self.kinds.value, self.source.value, self.year.value, self.groups.value),
            (self.a.value, self.b.value),
        )
        if (
            chosen,
            ends,
        ) != self.asked:  # what is taken away changes nothing of what was there before
            asked = dict(zip(("kinds", "source", "year", "groups"), chosen))
            self.before = decoupling.counted_ties(self.ties, **asked)
            self.possible = decoupling.counted_ties(
                self.ties, **{**asked, "year": None, "status": "any"}
            )
            self.asked, self.was = (chosen, ends), self._measure(self.before)
        named = [key for key, tick in self.policies.items() if tick.value]
        after, self.ended = (
            decoupling.with_policies(self.before, named, proposed=self.possible)
            if named
            else (self.before, self.before[:0])
        )
        gone = [a for a, tick in self.out.items() if tick.value] + (
            [self.other.value] if self.other.value else []
        )
        if gone:
            after = after[~(after["source"].isin(gone) | after["target"].isin(gone))]
        self.left = after[~decoupling.pair_of(after).isin(self.by_hand)] if self.by_hand else after
        self.back.disabled = not self.by_hand
        now = self.was if self.left is self.before else self._measure(self.left)
        self.joined, self.cut, self.share = (
            {"before": x, "after": y} for x, y in zip(self.was, now)
        )
        self.states = self._states()

    def _measure(self, rows: pd.DataFrame) -> tuple:
        """Return how the two actors hang together, how many pairs part the theatres, and the share of ties that join the theatres."""
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

    def _states(self) -> pd.DataFrame:
        counts, held = (
            Counter(decoupling.pair_of(self._everything())),
            set(decoupling.pair_of(self.left)),
        )
        to_cut = {" ".join(p) for p in self.joined["after"].pairs_to_cut}
        on_path = {
            " ".join(sorted(step))
            for path in self.joined["after"].paths
            for step in zip(path, path[1:])
        }
        rows = [
            (
                *p.split(" "),
                counts[p],
                "taken out"
                if p not in held
                else "to cut"
                if p in to_cut
                else "on a path"
                if p in on_path
                else "other",
            )
            for p in sorted(counts)
        ]
        return pd.DataFrame(rows, columns=["a", "b", "ties", "state"])

    def short(self) -> str:
        """Say the result in one line, for the summary."""
        c, s = self.joined["after"], self.share["after"]
        gone = f", {len(self.before)} ties turned to {len(self.left)}" if self._changed() else ""
        return (
            f"{self.name[self.a.value]} and {self.name[self.b.value]}, end of {self.year.value}{gone}: {count(len(c.paths), 'separate path')}, {count(c.ties_to_cut, 'tie')} to cut; "
            f"{count(self.cut['after'], 'pair')} to part the theatres; {decoupling.percent(s)} of ties join them."
        )

    def _changed(self) -> bool:
        return len(self.before) != len(self.left) or len(self.ended) > 0

    def words(self) -> str:
        a, b, was, now = (
            self.name[self.a.value],
            self.name[self.b.value],
            self.joined["before"],
            self.joined["after"],
        )
        text = [f"End of {self.year.value}, {len(self.before)} ties counted."]
        if self._changed():
            new = int((~self.left["id"].isin(self.before["id"])).sum())
            lost = len(self.before) - (len(self.left) - new)
            text.append(
                ", ".join(
                    filter(
                        None, [lost and f"{count(lost, 'tie')} taken out", new and f"{new} added"]
                    )
                )
                + f"; {len(self.left)} are left."
            )
        for key, box in self.policies.items():
            if box.value:
                text.append(
                    f"{decoupling.POLICIES[key].name} here {decoupling.POLICIES[key].reading}."
                )
        if now.paths:
            text.append(
                f"{a} and {b} are joined by {count(len(now.paths), 'path')}{' that share no pair' if len(now.paths) > 1 else ''}"
                + (f" (before: {len(was.paths)})" if self._changed() else "")
                + f"; the shortest: {' – '.join(self.name[x] for x in now.paths[0])}. To part them takes {count(len(now.pairs_to_cut), 'pair')}, or {count(now.ties_to_cut, 'single tie')}"
                + (f" (before: {was.ties_to_cut})" if self._changed() else "")
                + (
                    f", or {count(len(now.actors_to_cut), 'actor')} ({', '.join(self.name[x] for x in now.actors_to_cut[:4])}{' and others' if len(now.actors_to_cut) > 4 else ''})."
                    if now.actors_to_cut
                    else "."
                )
            )
        else:
            text.append(
                f"No path joins {a} and {b}"
                + (f"; before there were {len(was.paths)}." if was.paths else ".")
            )
        text.append(
            f"To leave no path at all between {' and '.join(self.sides)}, {count(self.cut['after'], 'pair')} would have to go"
            + (f" (before: {self.cut['before']})" if self._changed() else "")
            + f". {decoupling.percent(self.share['after'])} of ties join them"
            + (
                f" (before: {decoupling.percent(self.share['before'])})."
                if self._changed()
                else "."
            )
        )
        return " ".join(text) + self.keep.note(self.short())

    def still(self):
        return charts.cut_map(self.states, self.at, (self.a.value, self.b.value), self.sides)

    def _offer(self) -> None:
        """Offer the pairs, those to cut first, and the rows."""
        order = list(charts.PAIR_STATES)
        states = sorted(self.states.itertuples(), key=lambda r: (order.index(r.state), r.a, r.b))
        options = [("none", "")] + [
            (
                f"{self.name[r.a]} – {self.name[r.b]} ({count(r.ties, 'tie')}, {r.state})",
                f"{r.a} {r.b}",
            )
            for r in states
        ]
        kept = self.pair.value if self.pair.value in {v for _, v in options} else ""
        self.pair.unobserve(self._chosen, "value")
        self.pair.options, self.pair.value = options, kept
        self.pair.observe(self._chosen, "value")
        self._rows()

    def _rows(self) -> None:
        everything = self._everything()
        pairs = decoupling.pair_of(everything)
        cut = {" ".join(p) for p in self.joined["after"].pairs_to_cut}
        sets = (
            {"ties of this pair": everything[pairs == self.pair.value]} if self.pair.value else {}
        )
        sets |= {
            "ties of the smallest cut": everything[pairs.isin(cut)],
            "ties that a policy ends": self.ended,
        }
        debate = {
            d
            for key, tick in self.policies.items()
            if tick.value
            for d in decoupling.POLICIES[key].positions
        }
        if debate:
            positions = tables.read("positions")
            sets["published positions on these policies"] = positions[positions["id"].isin(debate)]
        self.drawer.fill(sets)

    def _moved(self, *_) -> None:
        if self.a.value == self.b.value:
            self._said.value = (
                '<div class="theatres-words" role="status">Choose two different actors.</div>'
            )
            return
        self._count()
        self.chart.repaint(self.still())
        self._offer()
        self.tell()

    def _chosen(self, *_) -> None:
        self._rows()
        self.drawer.show("set:ties of this pair" if self.pair.value else "")

    def _taken(self, _) -> None:
        if not self.pair.value:
            self._said.value = '<div class="theatres-words" role="status">Choose a pair in the list before the button first.</div>'
            return
        self.by_hand ^= {self.pair.value}
        self._moved()

    def _put_back(self, _) -> None:
        self.by_hand.clear()
        self._moved()

    def _clicked(self, change) -> None:
        clicked = (change["new"].get("pair") or {}).get("pair") or [""]
        if clicked[0] in {v for _, v in self.pair.options}:
            self.pair.value = clicked[0]


def decoupling_lab(**start) -> DecouplingLab:
    """Open the decoupling lab.

    Parameters
    ----------
    **start
        Where the controls stand at first: ``a``, ``b`` (actors), ``year``, ``kinds``, ``source``, ``groups`` (bool), the policies
        ``asia``, ``arms``, ``ceasefire``, ``nato4``, ``stay`` (bool), ``without_RUS``, ``without_CHN``, ``without_USA`` (bool) and
        ``without`` (one more actor).

    Returns
    -------
    DecouplingLab
        Show it by leaving it as the last line of a cell.
    """
    return DecouplingLab(**start)
