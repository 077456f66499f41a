"""Floor 3: the relation explorer - who is tied to whom, how, since when, and on whose word."""

from __future__ import annotations

import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import network as charts
from ..model import network
from .base import Explorer, LiveChart, choose, table_html


class RelationExplorer(Explorer):
    """Actors at fixed places, ties between them, and the evidence behind each tie."""

    def __init__(self, ties: pd.DataFrame, actors: pd.DataFrame, **start):
        self.ties, self.actors = ties, actors
        self.name = actors.set_index("id")["name"]
        view = start.pop("view", "Map")
        first, last = tables.years()
        at = {**charts.PARAMS, "year": min(max(charts.PARAMS["year"], first), last), **start}
        with_ties = sorted(set(ties["source"]) | set(ties["target"]), key=lambda a: self.name[a])
        people = [(self.name[a], a) for a in with_ties]
        families = tables.field("ties", "kind")["families"]
        kinds = [("every kind", "")]
        for family, members in families.items():
            present = [k for k in members if (ties["kind"] == k).any()]
            if present:
                kinds += [(f"{family} (all)", family), *[(f"   {k}", k) for k in present]]
        self.year = W.IntSlider(
            value=at["year"],
            min=first,
            max=last,
            description="End of year",
            style={"description_width": "auto"},
            layout={"width": "21em"},
        )
        self.actor = choose("Actor", [("every actor", ""), *people], at["actor"], "16em")
        self.kind = choose("Kind", kinds, at["kind"], "16em")
        self.sign = choose(
            "Sign",
            [("any", ""), ("friendly", "1"), ("hostile", "-1"), ("neither", "0")],
            at["sign"],
            "11em",
        )
        self.asserted = choose(
            "On whose word",
            [("either", ""), ("commentary", "commentary"), ("evidence", "evidence")],
            at["asserted"],
            "17em",
        )
        self.status = choose(
            "Said to be",
            [("anything", ""), *[(s, s) for s in tables.meanings("ties", "status")]],
            at["status"],
            "14em",
        )
        self.crossing = W.Checkbox(
            value=at["crossing"],
            description="only across theatres",
            indent=False,
            layout={"width": "13em"},
        )
        self.without = choose("Take out", [("nobody", ""), *people], at["without"])
        self.view = W.ToggleButtons(
            options=["Map", "Matrix", "List"],
            tooltips=["who stands where", "who to whom, as a grid", "every tie in a table"],
            style={"button_width": "6em"},
        )
        self.tie = W.Dropdown(
            description="Open a tie",
            options=[("none", "")],
            value="",
            style={"description_width": "auto"},
            layout={"width": "48em"},
        )
        self.controls = {
            "year": self.year,
            "actor": self.actor,
            "kind": self.kind,
            "sign": self.sign,
            "asserted": self.asserted,
            "status": self.status,
            "crossing": self.crossing,
            "without": self.without,
        }
        self.chart = LiveChart(
            charts.relation_map(ties, actors, **at), "Map of ties between actors"
        )
        self._charts = {"Map": self.chart}
        self.stage = W.Box([self.chart])
        self.details = W.HTML()
        self._join(self.chart)
        row = {"flex_flow": "row wrap"}
        super().__init__(
            "Relation explorer",
            [
                W.Box([self.year, self.actor, self.kind], layout=row),
                W.Box([self.sign, self.asserted, self.status, self.crossing], layout=row),
                W.Box([self.without, self.view], layout={**row, "align_items": "center"}),
                W.VBox([self.stage, self.tie, self.details]),
            ],
        )  # the words stand above the map, which is tall
        for control in self.controls.values():
            control.observe(self._moved, "value")
        self.view.observe(self._turned, "value")
        self.tie.observe(self._opened, "value")
        self._moved()
        self.view.value = view

    def _join(self, chart: LiveChart) -> None:
        for name, control in self.controls.items():
            chart.follow(control, name)
        chart.observe(self._clicked, "picked")

    def shown(self) -> pd.DataFrame:
        """Return the ties that the controls let through now."""
        return self._let_through(self.without.value)

    def _let_through(self, without: str) -> pd.DataFrame:
        c = {name: control.value for name, control in self.controls.items()}
        rows = self.ties[self.ties["asserted_by"] == c["asserted"]] if c["asserted"] else self.ties
        return network.select_ties(
            rows,
            year=c["year"],
            actor=c["actor"] or None,
            kind=c["kind"] or None,
            sign=int(c["sign"]) if c["sign"] else None,
            status=c["status"] or None,
            cross_theatre=c["crossing"],
            without=without or (),
        )

    def words(self) -> str:
        rows = self.shown()
        n, crossing = len(rows), int(rows["crosses"].sum())
        if not n:
            return f"Nothing is left: no tie fits at the end of {self.year.value}. Loosen a filter to see some."
        top = network.degree(rows).iloc[:3]
        most = ", ".join(f"{self.name[a]} {k}" for a, k in top["ties"].items())
        text = (
            f"End of {self.year.value}: {n} ties between {len(set(rows['source']) | set(rows['target']))} actors; {crossing} of them ({crossing / n:.0%}) join two theatres. "
            f"Asserted by the commentary: {int((rows['asserted_by'] == 'commentary').sum())}. Most ties: {most}."
        )
        if self.without.value:
            text += f" {network.remaining(self._let_through(''), self.without.value)}"
        return text

    def still(self):
        draw = charts.relation_matrix if self.view.value == "Matrix" else charts.relation_map
        return draw(
            self.ties,
            self.actors,
            **{name: control.value for name, control in self.controls.items()},
        )

    def _moved(self, *_):
        rows = self.shown()
        options = [
            ("none", ""),
            *[
                (f"{self.name[r.source]} → {self.name[r.target]}: {r.label} ({r.id})", r.id)
                for r in rows.sort_values(["source", "target"]).itertuples()
            ],
        ]
        kept = self.tie.value if self.tie.value in {v for _, v in options} else ""
        self.tie.unobserve(self._opened, "value")
        self.tie.options, self.tie.value = options, kept
        self.tie.observe(self._opened, "value")
        self.tell()
        if self.view.value == "List":
            self.stage.children = [W.HTML(tie_table(rows, self.name))]
        self._opened()

    def _turned(self, *_):
        if self.view.value == "List":
            self.stage.children = [W.HTML(tie_table(self.shown(), self.name))]
            return
        if self.view.value not in self._charts:
            self._charts[self.view.value] = LiveChart(
                self.still(), f"{self.view.value} of ties between actors"
            )
            self._join(self._charts[self.view.value])
        self.stage.children = [self._charts[self.view.value]]

    def _clicked(self, change):
        """Answer a click: a tie opens, an actor filters."""
        old, new = change["old"] or {}, change["new"]
        if new.get("tie") != old.get("tie"):
            clicked = (new.get("tie") or {}).get("id") or [""]
            if clicked[0] in {v for _, v in self.tie.options}:
                self.tie.value = clicked[0]
        if new.get("node") != old.get("node") and (new.get("node") or {}).get("actor"):
            self.details.value = tie_table(
                network.select_ties(self.shown(), actor=new["node"]["actor"][0]), self.name
            )

    def _opened(self, *_):
        self.details.value = (
            tie_details(self.ties[self.ties["id"] == self.tie.value], self.name)
            if self.tie.value
            else ""
        )


def tie_table(rows: pd.DataFrame, name: pd.Series) -> str:
    """List ties as an HTML table."""
    shown = pd.DataFrame(
        {
            "Tie": rows["id"],
            "From": rows["source"].map(name),
            "To": rows["target"].map(name),
            "What": rows["label"],
            "Kind": rows["kind"].astype(str),
            "Since": rows["start"].where(
                rows["start_precision"].astype(str) != "by", "by " + rows["start"]
            ),
            "Until": rows["end"],
            "Said to be": rows["status"].astype(str),
            "On whose word": rows["asserted_by"].astype(str),
            "Claim": rows["claim"],
        }
    )
    return table_html(shown, f"{len(rows)} tie{'s' * (len(rows) != 1)}")


def tie_details(row: pd.DataFrame, name: pd.Series) -> str:
    """Show a tie with its claim, paragraph and sources."""
    one = row.iloc[0]
    parts = [tie_table(row, name)]
    if isinstance(one["note"], str):
        parts.append(
            table_html(pd.DataFrame({"Note": [one["note"]]}), "What to know before using it")
        )
    if isinstance(one["claim"], str):
        claims = tables.read("claims")
        claim = claims.loc[
            claims["id"] == one["claim"], ["id", "paragraph", "claim", "kind", "speaker"]
        ].astype(str)
        parts.append(table_html(claim, "The claim it bears on"))
    parts.append(source_table(one["sources"]))
    return "".join(parts)


def source_table(ids: str, caption: str = "Sources") -> str:
    """List sources, with links, as an HTML table; `ids` joined by ';'."""
    sources = tables.read("sources").set_index("id")
    rows = sources.loc[
        ids.split(";"), ["title", "author", "publisher", "date", "kind", "read_as", "url"]
    ].astype({"kind": str, "read_as": str})
    return table_html(
        rows.rename(columns={"read_as": "read by us as"}), caption, links={"title": "url"}
    )


def explore_ties(*, system: str | None = None, **start) -> RelationExplorer:
    """Open the relation explorer.

    Parameters
    ----------
    system : str, optional
        Only ties of one of the sixteen systems (S01 to S16).
    **start
        Where the controls stand at first: ``year`` (2013 to 2026), ``actor``, ``kind``, ``sign`` ("1", "-1", "0"),
        ``asserted`` ("commentary", "evidence"), ``status``, ``crossing`` (bool), ``without`` (an actor taken out), ``view``
        ("Map", "Matrix", "List").

    Returns
    -------
    RelationExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    unknown = set(start) - {*charts.PARAMS, "view"}
    if unknown:
        raise ValueError(
            f"explore_ties has no control {sorted(unknown)[0]!r}; it has {', '.join(charts.PARAMS)}, view"
        )
    rows = network.select_ties(network.ties(), system=system)
    return RelationExplorer(rows, tables.read("actors"), **start)
