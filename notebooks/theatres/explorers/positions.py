"""Floor 3: the published debate - positions by school and stance, two at a time."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..charts import debate as charts
from ..codes import Stance
from ..model import argument
from .details import bears_on, card, folded, source_table, table_html
from .panel import Choice, Opens, Panel, entry
from .wording import brief, called, count

WHEN = {"": "all", "until": "until 15 July 2024", "after": "after 15 July 2024"}
LONGEST = 130  # characters of a line in the lists
ABOUT = (
    "Stance",
    "School",
    "Position",
    "Strongest reason given",
    "Who",
    "Where",
    "When",
    "Bears on",
    "Note",
)


class DebateExplorer(Panel):
    """Published positions towards the thesis; open one and set another beside it."""

    title = "The published debate"
    described = "Published positions by school and stance"

    system = Choice("System", lambda p: p.systems, start="", param="", width="26em")
    claim = Choice("Claim", lambda p: p.claims, start="", param="", width="30em")
    school = Choice(
        "School",
        lambda p: {"": "all", **{s: f"{s}: {m}" for s, m in p.schools.items()}},
        start="",
        param="",
        width="30em",
    )
    when = Choice("Published", WHEN, param="", width="16em")
    one = Opens("Open", width="60em")
    other = Opens("Beside it", width="60em")

    def __init__(self, **start):
        self.positions = tables.read("positions")
        self.stance = self.positions.set_index("id")["stance"].astype(str)
        ordered = self.positions.sort_values(["stance", "date"])
        self.place = {position: place for place, position in enumerate(ordered["id"])}
        self.line = {
            r.id: called(brief(f"{r.stance}: {r.author}, {r.date[:4]}, {r.title}", LONGEST), r.id)
            for r in ordered.itertuples()
        }
        self.schools = tables.meanings("positions", "school")
        short = tables.read("claims").set_index("id")["short"]
        named = sorted(set(tables.listed(self.positions["claims"])))
        self.claims = {"": "any", **{c: called(short[c], c) for c in named}}
        self.systems = {"": "all"}
        for system in tables.read("systems").itertuples():
            if set(argument.select_claims(system=system.id)["id"]) & set(named):
                self.systems[system.id] = called(system.title, system.id)
        super().__init__(**start)

    def work_out(self) -> None:
        """Choose the positions once, and say each in a line for both lists."""
        self._rows = self._chosen()
        ids = self._rows["id"].to_list()
        order = sorted(ids, key=self.place.__getitem__)
        self._lines = [(self.line[position], position) for position in order]

    def shown(self) -> pd.DataFrame:
        """Return the positions that the controls let through now."""
        return self._rows

    def _chosen(self) -> pd.DataFrame:
        rows, now = self.positions, self.now
        wanted = [{now.claim}] if now.claim else []
        if now.system:
            wanted.append(set(argument.select_claims(system=now.system)["id"]))
        for ids in wanted:
            bears = [not ids.isdisjoint(has) for has in rows["claims"].str.split(";")]
            rows = rows[bears]
        if now.school:
            rows = rows[rows["school"] == now.school]
        if now.when:
            rows = rows[tables.is_hindsight(rows["date"]) == (now.when == "after")]
        return rows

    def headline(self) -> str:
        now = self.now
        school = f" in the school {now.school}" if now.school else ""
        when = {"": "", "until": " by July 2024", "after": " after July 2024"}[now.when]
        on = f" on “{brief(self.claims[now.claim].rpartition(' (')[0], 40)}”" if now.claim else ""
        return f"Who is for the thesis, and who against it{on}{school}{when}?"

    def words(self) -> str:
        rows = self.shown()
        if rows.empty:
            return "No position fits. Loosen a filter."
        n = rows["stance"].astype(str).value_counts()
        stances: dict[str, set] = {}
        for school, stance in zip(rows["school"], rows["stance"]):
            stances.setdefault(school, set()).add(stance)
        split = [school for school, has in stances.items() if {Stance.FOR, Stance.AGAINST} <= has]
        return (
            f"{len(rows)} of {len(self.positions)} published positions"
            f" fit{'s' * (len(rows) == 1)}: {n.get('for', 0)} for the thesis,"
            f" {n.get('qualifies', 0)} qualify it, {n.get('against', 0)} against it,"
            f" from {count(len(stances), 'school')}."
            f" Divided within: {', '.join(sorted(split)) or 'none'}."
            " The numbers say how we chose, not who is right."
        )

    def pair(self) -> list[str]:
        """Return the positions that are open, one or two."""
        return [i for i in dict.fromkeys((self.one.value, self.other.value)) if i]

    def painted(self) -> dict:
        return {"shown": list(self.shown()["id"]), "pair": self.pair()}

    def still(self):
        return charts.debate_grid(self.positions, self.schools, **self.painted())

    def clicked(self, mark: str, field: dict) -> None:
        """Open what was clicked; a second click of another stance goes beside it."""
        position = (field.get("id") or [""])[0]
        if position in ("", self.one.value):
            return
        if position not in {v for _, v in self.one.options}:
            # A faint one, that the filters keep out of the lists: shown all the same.
            self.opened["other"].value = folded("All details", side_by_side([position]))
        elif self.one.value and self.stance[position] != self.stance[self.one.value]:
            self.other.value = position
        else:
            self.one.value = position

    @one.offers
    @other.offers
    def offered(self) -> list[tuple[str, str]]:
        """Return a line and the id of each position shown."""
        return self._lines

    @one.cards
    @other.cards
    def position_card(self, position: str) -> str:
        """Return what the card says of a position."""
        return position_card(position)

    @one.shows
    def one_opened(self, _: str) -> str:
        """Show both below the second list, in columns of one width."""
        self.opened["other"].value = self.other_opened("")
        return ""

    @other.shows
    def other_opened(self, other: str) -> str:
        """Return the positions open, side by side; ring their marks."""
        pair = self.pair()
        self.chart.pair = pair
        details = side_by_side(pair) if pair else ""
        return folded("All details", details) if pair and not other else details


def side_by_side(ids: list[str]) -> str:
    """Show one or two positions in columns of one width, with claims and sources, as HTML."""
    rows = tables.read("positions").set_index("id").loc[ids]
    short = tables.read("claims").set_index("id")["short"]
    holds = tables.meanings("positions", "school")
    columns = {
        i: [
            str(r["stance"]),
            f"{r['school']} ({holds[r['school']]})",
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
    table = table_html(pd.DataFrame({"About it": ABOUT, **columns}), " beside ".join(ids))
    return table + source_table(";".join(dict.fromkeys(rows["source"])))


def position_card(position: str) -> str:
    """Say a published position: whose it is, where it stands, its reason, and the source."""
    row = tables.by_id("positions").loc[position]
    said = f"{row['author']}, {row['date']}, {row['stance']} the thesis. {row['reason']}"
    told = bears_on(row["claims"])
    return card(str(row["position"]), said, told=told, sources=row["source"])


@entry(DebateExplorer)
def explore_debate(**start) -> DebateExplorer:
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
    one, other : str, optional
        Ids of the positions opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.

    Returns
    -------
    DebateExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return DebateExplorer(**start)
