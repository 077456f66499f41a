"""Floor 3: the sources explorer - who published what, how we read it, and which rows rest on it."""

from __future__ import annotations

import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import sources as charts
from ..model import ledger, sources, verdict
from .base import alike
from .details import table_html
from .panel import Choice, Opens, Panel, Search, entry
from .wording import brief, count

PAGE = 40  # sources on one page: more would make every key typed slow
MOST = 40  # rows listed under one source


def _kinds(column: str) -> dict[str, str]:
    """Return the closed list of a column of the sources, with what each value means."""
    meanings = tables.meanings("sources", column)
    return {"": "any", **{value: f"{value}: {meaning}" for value, meaning in meanings.items()}}


class SourceExplorer(Panel):
    """Filter and search the sources; open one to the rows that rest on it."""

    title = "Sources"
    described = "Sources by kind and by how they were read"

    kind = Choice("Kind", lambda p: _kinds("kind"), start="", param="", width="30em")
    read_as = Choice("Read by us as", lambda p: _kinds("read_as"), start="", param="", width="28em")
    table = Choice("Used by table", lambda p: p.using, start="", param="", width="17em")
    text = Search("Search", "words of title, author, publisher, note")
    page = Choice(
        "Page",
        lambda p: p.pages(),
        follows=("kind", "read_as", "table", "text"),
        param="",
        width="16em",
    )
    source = Opens("Open a source", width="52em")

    def __init__(self, **start):
        self.all, self.uses = tables.read("sources"), sources.uses()
        self.using = {"": "any", **{table: table for table in self.uses["table"].unique()}}
        once = self.uses.drop_duplicates(["source", "table"])
        self.used_by = once.groupby("source")["table"].agg(", ".join)
        self._found: tuple = ((), self.all)  # what was asked last, and what it found
        self._listed: tuple | None = None  # what was asked when the list was written last
        self.list = alike(W.HTML)
        self.list.add_class("theatres-page")
        super().__init__(**start)

    def shown(self) -> pd.DataFrame:
        """Return the sources that the controls let through now, searched once a move."""
        asked = tuple(getattr(self, name).value for name in ("kind", "read_as", "table", "text"))
        if asked != self._found[0]:
            kind, read_as, table, text = asked
            rows = sources.select_sources(
                kind=kind or None, read_as=read_as or None, table=table or None, text=text
            )
            self._found = (asked, rows)
        return self._found[1]

    def pages(self) -> dict[int, str]:
        """Return the first place of each page, and what stands on it."""
        n = len(self.shown())
        if not n:
            return {0: "nothing found"}
        return {i: f"{i + 1} to {min(i + PAGE, n)} of {n}" for i in range(0, n, PAGE)}

    def headline(self) -> str:
        now = self.now
        kind = f"{now.kind} " if now.kind else ""
        of = f"the table {now.table}" if now.table else "the course"
        found = f", with “{brief(now.text, 30)}”" if now.text.strip() else ""
        return f"On what {kind}sources does {of} rest{found}?"

    def words(self) -> str:
        rows = self.shown()
        if rows.empty:
            return "No source fits. Loosen a filter or shorten the search."
        kinds = rows["kind"].astype(str).value_counts()
        read = rows["read_as"].astype(str).value_counts()
        close = int(kinds.reindex(["primary", "dataset", "research"], fill_value=0).sum())
        rests = self.uses[self.uses["source"].isin(rows["id"])]
        resting = rests[["table", "row"]].drop_duplicates().shape[0]
        told = ", ".join(f"{n} {kind}" for kind, n in kinds.items())
        return (
            f"{len(rows)} of {count(len(self.all), 'source')}: {told};"
            f" {close / len(rows):.0%} primary, data set or research."
            f" Read in full {read.get('full', 0)}, in part {read.get('excerpt', 0)},"
            f" through a relay {read.get('relay', 0)}."
            f" {count(resting, 'row')} rest on them."
        )

    def painted(self) -> dict:
        return {"shown": list(self.shown()["id"])}

    def still(self):
        kinds = list(tables.meanings("sources", "kind"))
        return charts.source_bars(self.all, kinds, list(self.shown()["id"]))

    def beneath(self) -> list[W.Widget]:
        """Return the list of the page."""
        return [self.list]

    def on_page(self) -> pd.DataFrame:
        """Return the sources of the page, by title."""
        rows = self.shown().sort_values("title", key=lambda column: column.str.casefold())
        return rows.iloc[self.page.value : self.page.value + PAGE]

    def work_out(self) -> None:
        """List the sources of the page; another question begins with its first."""
        self.shown()
        asked = self._found[0]
        if self._listed not in (None, asked):
            self.page.value = 0
        self._listed = asked
        rows = self.on_page()
        listed = pd.DataFrame(
            {
                "Title": rows["title"],
                "Author": rows["author"],
                "Publisher": rows["publisher"],
                "Date": rows["date"],
                "Kind": rows["kind"].astype(str),
                "Read as": rows["read_as"].astype(str),
                "Used by": rows["id"].map(self.used_by),
                "url": rows["url"],
            }
        )
        table = table_html(listed, "Sources, by title", links={"Title": "url"})
        self.list.value = table if len(rows) else ""

    def clicked(self, mark: str, field: dict) -> None:
        """Answer a click on a part of a bar: its kind and way of reading become the filters."""
        bar = {name: (field.get(name) or [""])[0] for name in ("kind", "read_as")}
        self.become(**{name: value for name, value in bar.items() if value})

    @source.offers
    def offered(self) -> list[tuple[str, str]]:
        """Return a line and the id of each source of the page."""
        rows = self.on_page()
        return [(f"{r.title} ({r.publisher}) [{r.id}]", r.id) for r in rows.itertuples()]

    @source.shows
    def source_opened(self, source: str) -> str:
        """Return a source with the rows that rest on it."""
        return source_details(source, self.uses) if source else ""


def source_details(source: str, uses: pd.DataFrame) -> str:
    """Show a source with its note, and the rows that rest on it, as HTML.

    Parameters
    ----------
    source : str
        Its id.
    uses : pandas.DataFrame
        As `model.sources.uses` returns it.
    """
    one = tables.read("sources").set_index("id").loc[source]
    about = {
        "Title": one["title"],
        "Author": one["author"],
        "Publisher": one["publisher"],
        "Date": one["date"],
        "Kind": tables.meanings("sources", "kind")[str(one["kind"])],
        "Read by us": tables.meanings("sources", "read_as")[str(one["read_as"])],
        "Licence": one["licence"],
        "What to know": one["note"],
        "Address": one["url"],
    }
    about = {k: v for k, v in about.items() if isinstance(v, str)}
    card = pd.DataFrame(
        {
            source: about.keys(),
            "What we know of it": about.values(),
            "url": [one["url"] if k == "Address" else None for k in about],
        }
    )
    rows = uses[uses["source"] == source]
    told = pd.DataFrame(
        {
            "Table": rows["table"],
            "Row": rows["row"],
            "What it says": [
                verdict.look_up(r.row)[0] if r.table in ledger.RESTS_ON else ""
                for r in rows.head(MOST).itertuples()
            ]
            + [""] * max(0, len(rows) - MOST),
        }
    ).head(MOST)
    rest = f", the first {MOST} of them" if len(rows) > MOST else ""
    return table_html(card, "The source, opened", links={"What we know of it": "url"}) + (
        table_html(told, f"{count(len(rows), 'row')} that rest on it{rest}") if len(rows) else ""
    )


@entry(SourceExplorer)
def explore_sources(**start) -> SourceExplorer:
    """Open the sources explorer.

    Parameters
    ----------
    kind : str, optional
        Only sources of that kind: "primary", "dataset", ...
    read_as : {"", "full", "excerpt", "relay"}, optional
        Only those that we read so.
    table : str, optional
        Only those that rows of that table rest on.
    text : str, optional
        Words to search for.
    page : int, optional
        Place of the first source listed: 0, 40, 80 and so on.
    source : str, optional
        Id of a source of that page, opened at once.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.

    Returns
    -------
    SourceExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    return SourceExplorer(**start)
