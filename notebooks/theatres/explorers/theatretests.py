"""Floor 3: the theatres against chance, and against the communities that the network falls into."""

from __future__ import annotations

import ipywidgets as W
import pandas as pd

from ..charts import decoupling as charts
from ..model import decoupling, independent, network
from .base import Explorer, LiveChart, choose
from .drawer import WRAP, Drawer, Keeper, pick, put, tick, years
from .wording import begin, count, in_p, names

_MOST = 300  # rows offered at once


class TheatreTest(Explorer):
    """A share of crossing ties beside the shares that chance gives, under a border that the student draws."""

    def __init__(self, **start):
        self.ties = network.ties()
        self.network = pick("Network", independent.NETWORKS, "24em")
        self.year, self.kinds, self.source = (
            years(),
            pick("Kinds", decoupling.KINDS),
            pick("on the word of", decoupling.SOURCES),
        )
        self.russia, self.usa = (
            pick("Russia", decoupling.RUSSIA, "15em"),
            pick("The USA", decoupling.USA, "15em"),
        )
        self.where, self.scope = (
            pick("A tie lies", decoupling.WHERE, "21em"),
            pick("Theatres", decoupling.SCOPE, "20em"),
        )
        self.weights, self.null = (
            pick("Weights", decoupling.WEIGHTS, "17em"),
            pick("Chance", decoupling.NULLS, "30em"),
        )
        self.index = tick("as E-I index", False, "10em")
        controls = {
            "network": self.network,
            "year": self.year,
            "kinds": self.kinds,
            "source": self.source,
            "russia": self.russia,
            "usa": self.usa,
            "where": self.where,
            "scope": self.scope,
            "weights": self.weights,
            "null": self.null,
            "index": self.index,
        }
        put("theatre_test", controls, start)
        self.keep, self.drawer = Keeper("share"), Drawer()
        self._count()
        self.chart = LiveChart(
            self.still(), "Shares of crossing ties under chance, and the observed share"
        )
        super().__init__(
            "Theatre test",
            [
                W.Box([self.network, self.year, self.kinds, self.source], layout=WRAP),
                W.Box([self.russia, self.usa, self.where, self.scope], layout=WRAP),
                W.Box([self.weights, self.null, self.index, self.keep.button], layout=WRAP),
                self.chart,
                self.drawer,
            ],
        )
        for control in controls.values():
            control.observe(self._moved, "value")
        self.keep.wire(self, self.short)
        self._rows()

    def _count(self) -> None:
        own = self.network.value == "ties"
        self.keep.test = "share" if own else "independent"
        if own:
            self.rows = decoupling.counted_ties(
                self.ties, kinds=self.kinds.value, source=self.source.value, year=self.year.value
            )
        else:
            self.rows = independent.ties_of(self.network.value, year=self.year.value)
        for control in (self.kinds, self.source):
            control.disabled = not own
        border = dict(
            russia=self.russia.value,
            usa=self.usa.value,
            where=self.where.value,
            scope=self.scope.value,
        )
        crosses, within = decoupling.crossing(self.rows, **border)
        self.rows, self.crosses = self.rows[within], crosses[within]
        self.test = decoupling.theatre_test(
            decoupling.engagements(self.rows, **border, weights=self.weights.value),
            null=self.null.value,
        )

    def short(self) -> str:
        """Say the result in one line, for the summary."""
        t = self.test
        if t.verdict() == "cannot say":
            return f"{self._what()}: too little to test."
        return f"{self._what()}: {decoupling.percent(t.observed)} cross, chance gives {decoupling.percent(t.expected)}; {charts.VERDICTS[t.verdict()][2]}."

    def _what(self) -> str:
        if self.network.value != "ties":
            return f"{begin(independent.NETWORKS[self.network.value])}, end of {self.year.value}"
        return f"{begin(decoupling.KINDS[self.kinds.value])} ({decoupling.SOURCES[self.source.value]}), end of {self.year.value}"

    def words(self) -> str:
        t = self.test
        if not len(self.rows):
            text = f"{self._what()}: nothing to count. Choose another year or loosen a choice."
        elif t.verdict() == "cannot say":
            text = f"{self._what()}: {count(t.ties, 'tie')} between {count(t.actors, 'actor')}; too little to set against chance."
        else:
            low, high = pd.Series(t.draws).quantile([0.025, 0.975])
            counted = f"{count(t.ties, 'tie')} between {count(t.actors, 'actor')}"
            values = (
                f"E-I index {decoupling.ei_index(t.observed):+.2f}; shuffled: {decoupling.ei_index(t.expected):+.2f} on average, 95 of 100 between {decoupling.ei_index(low):+.2f} and {decoupling.ei_index(high):+.2f}"
                if self.index.value
                else f"{begin(decoupling.percent(t.observed))} cross; shuffled: {decoupling.percent(t.expected)} on average, 95 of 100 between {decoupling.percent(low)} and {decoupling.percent(high)}"
            )
            reading = {
                "more": "The border draws ties rather than holding them back.",
                "fewer": "The border still holds ties back.",
                "like": "By this test the border neither holds ties back nor draws them; that is no proof that there is none.",
            }[t.verdict()]
            text = f"{self._what()}: {counted}. {values} ({in_p(t.p_more)} for more, {in_p(t.p_fewer)} for fewer). {reading}"
        return text + self.keep.note(self.short())

    def still(self):
        if not len(self.test.draws):
            return charts.chance_histogram(pd.Series([0.0, 1.0]).to_numpy(), 0.5)
        if self.index.value:
            return charts.chance_histogram(
                decoupling.ei_index(self.test.draws),
                decoupling.ei_index(self.test.observed),
                "E-I index",
                percent=False,
            )
        return charts.chance_histogram(self.test.draws, self.test.observed)

    def _rows(self) -> None:
        sets = {}
        for called, rows in (
            ("ties that cross", self.rows[self.crosses]),
            ("ties within a theatre", self.rows[~self.crosses]),
        ):
            sets[called if len(rows) <= _MOST else f"{called}, the first of {len(rows):,}"] = rows[
                :_MOST
            ]  # a longer list helps nobody and slows the page
        self.drawer.fill(sets)

    def _moved(self, *_) -> None:
        self._count()
        self.chart.repaint(self.still())
        self._rows()
        self.tell()


def theatre_test(**start) -> TheatreTest:
    """Open the theatre test.

    Parameters
    ----------
    **start
        Where the controls stand at first: ``network`` ("ties", "alliances", "votes", "trade"), ``year``, ``kinds``, ``source``,
        ``russia``, ``usa``, ``where``, ``scope``, ``weights``, ``null``, ``index`` (bool).

    Returns
    -------
    TheatreTest
        Show it by leaving it as the last line of a cell.
    """
    return TheatreTest(**start)


class CommunityExplorer(Explorer):
    """Communities of the network beside the theatres, and who sits among actors of another theatre."""

    def __init__(self, **start):
        self.ties, self.name = network.ties(), names()
        self.year, self.kinds, self.source = (
            years(),
            choose("Kinds", [(m, k) for k, m in decoupling.KINDS.items()], "friendly", "22em"),
            pick("on the word of", decoupling.SOURCES),
        )
        self.groups = tick("count groups spoken of as one", False, "18em")
        self.resolution = W.FloatSlider(
            value=1.0,
            min=0.4,
            max=2.0,
            step=0.2,
            description="Resolution",
            readout_format=".1f",
            continuous_update=False,
            style={"description_width": "auto"},
            layout={"width": "22em"},
        )
        self.seed = W.IntSlider(
            value=decoupling.SEED,
            min=1,
            max=20,
            description="Start of the search",
            continuous_update=False,
            style={"description_width": "auto"},
            layout={"width": "24em"},
        )
        controls = {
            "year": self.year,
            "kinds": self.kinds,
            "source": self.source,
            "groups": self.groups,
            "resolution": self.resolution,
            "seed": self.seed,
        }
        put("explore_communities", controls, start)
        self.keep, self.drawer = Keeper("communities"), Drawer()
        self.actor = W.Dropdown(
            description="Open an actor",
            options=[("none", "")],
            value="",
            style={"description_width": "auto"},
            layout={"width": "26em"},
        )
        self._count()
        self.chart = LiveChart(
            self.still(), "Actors by community; shape and colour show their home theatre"
        )
        super().__init__(
            "Community explorer",
            [
                W.Box([self.year, self.kinds, self.source, self.groups], layout=WRAP),
                W.Box([self.resolution, self.seed, self.keep.button], layout=WRAP),
                self.chart,
                W.VBox([self.actor, self.drawer]),
            ],
        )
        for control in controls.values():
            control.observe(self._moved, "value")
        self.actor.observe(self._opened, "value")
        self.chart.observe(self._clicked, "picked")
        self.keep.wire(self, self.short)
        self._offer()

    def _count(self) -> None:
        self.rows = decoupling.counted_ties(
            self.ties,
            kinds=self.kinds.value,
            source=self.source.value,
            year=self.year.value,
            groups=self.groups.value,
        )
        drawn = decoupling.graph(self.rows)
        self.found = decoupling.communities(
            drawn, resolution=self.resolution.value, seed=self.seed.value
        )
        self.test = decoupling.community_test(self.found, n=200)
        self.modular = [
            decoupling.modularity(drawn, dict(zip(self.found["actor"], self.found[c])))
            if len(self.found)
            else float("nan")
            for c in ("community", "theatre")
        ]

    def short(self) -> str:
        """Say the result in one line, for the summary."""
        if self.found.empty:
            return "No ties to look for communities in."
        return (
            f"{begin(decoupling.KINDS[self.kinds.value])}, end of {self.year.value}: {count(self.found['community'].nunique(), 'community').replace('communitys', 'communities')}, "
            f"{int(self.found['wrong'].sum())} of {len(self.found)} actors among others of another theatre; likeness to geography {self.test.observed:.2f}, chance {self.test.expected:.2f}."
        )

    def words(self) -> str:
        if self.found.empty:
            return "No tie fits. Loosen a choice."
        f, t = self.found, self.test
        wrong = ", ".join(
            self.name[a]
            for a in f[f["wrong"]].sort_values(["ties", "actor"], ascending=[False, True])["actor"][
                :6
            ]
        )
        count = f["community"].nunique()
        text = (
            f"{begin(decoupling.KINDS[self.kinds.value])}, end of {self.year.value}: {len(f)} actors fall into {count} {'community' if count == 1 else 'communities'} (modularity {self.modular[0]:.2f}; the theatres as "
            f"communities would give {self.modular[1]:.2f}). Normalised mutual information with the theatres is {t.observed:.2f}; theatres dealt out at random give {t.expected:.2f} on average ({in_p(t.p_more)}). "
            f"{int(f['wrong'].sum())} actors sit where another theatre is more frequent"
            + (f", by number of ties: {wrong}." if wrong else ".")
        )
        return text + self.keep.note(self.short())

    def still(self):
        return charts.community_lists(self.found, self.name) if len(self.found) else None

    def _offer(self) -> None:
        listed = sorted(zip(self.found["actor"], self.found["wrong"], self.found["community"]))
        options = [("none", "")] + [
            (f"{self.name[a]}{' ✕' if wrong else ''} (community {community})", a)
            for a, wrong, community in listed
        ]
        kept = self.actor.value if self.actor.value in {v for _, v in options} else ""
        self.actor.unobserve(self._opened, "value")
        self.actor.options, self.actor.value = options, kept
        self.actor.observe(self._opened, "value")
        self._opened()

    def _moved(self, *_) -> None:
        self._count()
        if len(self.found):
            self.chart.repaint(self.still())
        self._offer()
        self.tell()

    def _opened(self, *_) -> None:
        a = self.actor.value
        if not a:
            return self.drawer.fill(
                {
                    "ties between communities": self.rows[
                        self.rows["source"].map(self._of()) != self.rows["target"].map(self._of())
                    ]
                }
            )
        mine = self.rows[(self.rows["source"] == a) | (self.rows["target"] == a)]
        same = mine["source"].map(self._of()) == mine["target"].map(self._of())
        self.drawer.fill(
            {
                f"ties of {self.name[a]} inside its community": mine[same],
                f"ties of {self.name[a]} to other communities": mine[~same],
            }
        )
        self.drawer.show(next((v for _, v in self.drawer.list.options if v), ""))

    def _of(self) -> dict[str, int]:
        return dict(zip(self.found["actor"], self.found["community"]))

    def _clicked(self, change) -> None:
        clicked = (change["new"].get("actor") or {}).get("actor") or [""]
        if clicked[0] in {v for _, v in self.actor.options}:
            self.actor.value = clicked[0]


def explore_communities(**start) -> CommunityExplorer:
    """Open the community explorer.

    Parameters
    ----------
    **start
        Where the controls stand at first: ``year``, ``kinds``, ``source``, ``groups`` (bool), ``resolution`` (0.4 to 2), ``seed`` (1 to 20).

    Returns
    -------
    CommunityExplorer
        Show it by leaving it as the last line of a cell.
    """
    return CommunityExplorer(**start)
