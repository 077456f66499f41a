"""Floor 3: the published debate - positions by school and stance, two at a time, with the same room for each."""

from __future__ import annotations

import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import debate as charts
from ..model import argument
from .base import Explorer, LiveChart, choose
from .details import source_table, table_html

WHEN = [("all", ""), ("until 15 July 2024", "until"), ("after 15 July 2024", "after")]


class DebateExplorer(Explorer):
    """Published positions towards the thesis; open one and set another beside it."""

    def __init__(self, *, system: str, claim: str, school: str, when: str):
        self.positions = tables.read("positions")
        self.schools = tables.meanings("positions", "school")
        claims = tables.read("claims").set_index("id")
        named = sorted(set(tables.listed(self.positions["claims"])))
        systems = [
            s
            for s in tables.read("systems").itertuples()
            if set(argument.select_claims(system=s.id)["id"]) & set(named)
        ]
        self.system = choose(
            "System", [("all", ""), *[(f"{s.id} {s.title}", s.id) for s in systems]], system, "26em"
        )
        self.claim = choose(
            "Claim",
            [("any", ""), *[(f"{c} {claims.at[c, 'short']}", c) for c in named]],
            claim,
            "30em",
        )
        self.school = choose(
            "School",
            [("all", ""), *[(f"{s}: {m}", s) for s, m in self.schools.items()]],
            school,
            "30em",
        )
        self.when = choose("Published", WHEN, when, "16em")
        wide = {"style": {"description_width": "7em"}, "layout": {"width": "60em"}}
        self.one = W.Dropdown(description="Open", options=[("none", "")], **wide)
        self.other = W.Dropdown(description="Beside it", options=[("none", "")], **wide)
        self.chart = LiveChart(
            charts.debate_grid(self.positions, self.schools, [], []),
            "Published positions by school and stance",
        )
        self.details = W.HTML()
        row = {"flex_flow": "row wrap"}
        super().__init__(
            "The published debate",
            [
                W.Box([self.system, self.claim, self.school, self.when], layout=row),
                self.chart,
                W.VBox([self.one, self.other, self.details]),
            ],
        )
        for control in (self.system, self.claim, self.school, self.when):
            control.observe(self._moved, "value")
        for control in (self.one, self.other):
            control.observe(self._opened, "value")
        self.chart.observe(self._clicked, "picked")
        self._moved()

    def shown(self) -> pd.DataFrame:
        """Return the positions that the controls let through now."""
        rows = self.positions
        wanted = [{self.claim.value}] if self.claim.value else []
        if self.system.value:
            wanted.append(set(argument.select_claims(system=self.system.value)["id"]))
        for ids in wanted:
            rows = rows[
                rows["claims"].str.split(";").map(lambda has, ids=ids: bool(ids & set(has)))
            ]
        if self.school.value:
            rows = rows[rows["school"] == self.school.value]
        if self.when.value:
            rows = rows[tables.is_hindsight(rows["date"]) == (self.when.value == "after")]
        return rows

    def words(self) -> str:
        rows = self.shown()
        if rows.empty:
            return "No position fits. Loosen a filter."
        n = rows["stance"].astype(str).value_counts()
        schools = rows["school"].astype(str).value_counts()
        split = [
            s
            for s in schools.index
            if {"for", "against"} <= set(rows.loc[rows["school"] == s, "stance"].astype(str))
        ]
        verb = "s" if len(rows) == 1 else ""
        return (
            f"{len(rows)} of {len(self.positions)} published positions fit{verb}: {n.get('for', 0)} for the thesis, {n.get('qualifies', 0)} qualify it, {n.get('against', 0)} against it, from {len(schools)} "
            f"school{'s' * (len(schools) != 1)}. Divided within: {', '.join(sorted(split)) or 'none'}. The numbers say how we chose, not who is right."
        )

    def still(self):
        return charts.debate_grid(
            self.positions,
            self.schools,
            list(self.shown()["id"]),
            [i for i in (self.one.value, self.other.value) if i],
        )

    def _moved(self, *_):
        rows = self.shown()
        self.chart.shown = list(rows["id"])
        options = [
            ("none", ""),
            *[
                (f"{r.id} {r.stance}: {r.author} ({r.date[:4]}), {r.title}"[:130], r.id)
                for r in rows.sort_values(["stance", "date"]).itertuples()
            ],
        ]
        for control in (self.one, self.other):
            kept = control.value
            control.options = options
            control.value = kept if kept in set(rows["id"]) else ""
        self.tell()

    def _clicked(self, change):
        """Open what was clicked; a second click of another stance goes beside it."""
        clicked = (change["new"].get("position") or {}).get("id") or [""]
        if clicked[0] in ("", self.one.value):
            return
        if clicked[0] not in {
            v for _, v in self.one.options
        }:  # a faint one, that the filters keep out of the lists: shown all the same
            self.details.value = side_by_side(clicked[:1])
            return
        stance = self.positions.set_index("id")["stance"].astype(str)
        beside = self.one.value and stance[clicked[0]] != stance[self.one.value]
        (self.other if beside else self.one).value = clicked[0]

    def _opened(self, *_):
        ids = [i for i in dict.fromkeys((self.one.value, self.other.value)) if i]
        self.chart.pair = ids
        self.details.value = side_by_side(ids) if ids else ""


def side_by_side(ids: list[str]) -> str:
    """Show one or two positions in columns of one width, with the claims they bear on and their sources, as HTML."""
    rows = tables.read("positions").set_index("id").loc[ids]
    short = tables.read("claims").set_index("id")["short"]
    about = [
        "Stance",
        "School",
        "Position",
        "Strongest reason given",
        "Who",
        "Where",
        "When",
        "Bears on",
        "Note",
    ]
    columns = {
        f"{i}": [
            str(r["stance"]),
            f"{r['school']} ({tables.meanings('positions', 'school')[r['school']]})",
            r["position"],
            r["reason"],
            r["author"],
            r["title"],
            r["date"],
            "; ".join(f"{c} {short[c]}" for c in r["claims"].split(";")),
            r["note"] if isinstance(r["note"], str) else "",
        ]
        for i, r in rows.iterrows()
    }
    return table_html(pd.DataFrame({"": about, **columns}), " beside ".join(ids)) + source_table(
        ";".join(dict.fromkeys(rows["source"]))
    )


def explore_debate(
    *, system: str = "", claim: str = "", school: str = "", when: str = ""
) -> DebateExplorer:
    """Open the published debate.

    Parameters
    ----------
    system : str, optional
        Only positions that bear on claims of that system, such as "S15".
    claim : str, optional
        Only positions that bear on that claim.
    school : str, optional
        Only that school.
    when : {"", "until", "after"}, optional
        Only what was published until, or after, 15 July 2024.

    Returns
    -------
    DebateExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    debate = DebateExplorer(system="", claim="", school="", when="")
    for name, value in {"system": system, "claim": claim, "school": school, "when": when}.items():
        allowed = [v for _, v in getattr(debate, name).options]
        if value not in allowed:
            raise ValueError(
                f"there is no {name} {value!r}; choose one of {', '.join(filter(None, allowed))}"
            )
        getattr(debate, name).value = value
    return debate
