"""Floor 3: the sources explorer - who published what, how we read it, and which rows rest on it."""

from __future__ import annotations

import ipywidgets as W
import pandas as pd

from .. import tables
from ..charts import sources as charts
from ..model import ledger, sources, verdict
from .base import Explorer, LiveChart, choose
from .details import table_html
from .drawer import WRAP, put
from .wording import count

PAGE = 40  # sources on one page: more would make every key typed slow
MOST = 40  # rows listed under one source


class SourceExplorer(Explorer):
    """Filter and search the sources; open one to the rows that rest on it."""

    def __init__(self, **start):
        self.all, self.uses = tables.read("sources"), sources.uses()
        self.rows = self.all  # what is shown now, searched once a move
        kinds = tables.meanings("sources", "kind")
        used = self.uses["table"].unique()
        self.controls = {
            "kind": choose(
                "Kind", [("any", ""), *[(f"{k}: {m}", k) for k, m in kinds.items()]], "", "30em"
            ),
            "read_as": choose(
                "Read by us as",
                [
                    ("any", ""),
                    *[(f"{k}: {m}", k) for k, m in tables.meanings("sources", "read_as").items()],
                ],
                "",
                "28em",
            ),
            "table": choose("Used by table", [("any", ""), *[(t, t) for t in used]], "", "17em"),
            "text": W.Text(
                description="Search",
                placeholder="words of title, author, publisher, note",
                style={"description_width": "auto"},
                layout={"width": "28em"},
            ),
        }
        self.page = choose("Page", [("1", 0)], 0, "16em")
        self.source = W.Dropdown(
            description="Open a source",
            options=[("none", "")],
            value="",
            style={"description_width": "auto"},
            layout={"width": "52em"},
        )
        self.chart = LiveChart(
            charts.source_bars(self.all, list(kinds), list(self.all["id"])),
            "Sources by kind and by how they were read",
        )
        self.list, self.details = W.HTML(), W.HTML()
        super().__init__(
            "Sources",
            [
                W.Box(list(self.controls.values()), layout=WRAP),
                self.chart,
                W.VBox([self.page, self.list, self.source, self.details]),
            ],
        )
        for control in self.controls.values():
            control.observe(self._moved, "value")
        self.page.observe(self._turned, "value")
        self.source.observe(self._opened, "value")
        self.chart.observe(self._clicked, "picked")
        self._moved()
        put("explore_sources", self.controls, start)

    def shown(self) -> pd.DataFrame:
        """Return the sources that the controls let through now."""
        return self.rows

    def words(self) -> str:
        rows = self.shown()
        if rows.empty:
            return "No source fits. Loosen a filter or shorten the search."
        kinds, read = (
            rows["kind"].astype(str).value_counts(),
            rows["read_as"].astype(str).value_counts(),
        )
        close = int(kinds.reindex(["primary", "dataset", "research"], fill_value=0).sum())
        rests = self.uses[self.uses["source"].isin(rows["id"])]
        return (
            f"{len(rows)} of {count(len(self.all), 'source')}: {', '.join(f'{n} {k}' for k, n in kinds.items())}; {close / len(rows):.0%} primary, data set or research. "
            f"Read in full {read.get('full', 0)}, in part {read.get('excerpt', 0)}, through a relay {read.get('relay', 0)}. {count(rests[['table', 'row']].drop_duplicates().shape[0], 'row')} rest on them."
        )

    def still(self):
        return charts.source_bars(
            self.all, list(tables.meanings("sources", "kind")), list(self.shown()["id"])
        )

    def _moved(self, *_):
        kind, read_as, table, text = (c.value for c in self.controls.values())
        rows = self.rows = sources.select_sources(
            kind=kind or None, read_as=read_as or None, table=table or None, text=text
        )
        self.chart.shown = list(rows["id"])
        self.page.unobserve(self._turned, "value")
        self.page.options = (
            [
                (f"{i + 1} to {min(i + PAGE, len(rows))} of {len(rows)}", i)
                for i in range(0, max(1, len(rows)), PAGE)
            ]
            if len(rows)
            else [("nothing found", 0)]
        )
        self.page.value = 0
        self.page.observe(self._turned, "value")
        self._turned()
        self.tell()

    def _turned(self, *_):
        rows = (
            self.shown()
            .sort_values("title", key=lambda c: c.str.casefold())
            .iloc[self.page.value : self.page.value + PAGE]
        )
        used = (
            self.uses.drop_duplicates(["source", "table"]).groupby("source")["table"].agg(", ".join)
        )
        listed = pd.DataFrame(
            {
                "Title": rows["title"],
                "Author": rows["author"],
                "Publisher": rows["publisher"],
                "Date": rows["date"],
                "Kind": rows["kind"].astype(str),
                "Read as": rows["read_as"].astype(str),
                "Used by": rows["id"].map(used),
                "url": rows["url"],
            }
        )
        self.list.value = (
            table_html(listed, "Sources, by title", links={"Title": "url"}) if len(rows) else ""
        )
        kept = self.source.value
        self.source.unobserve(self._opened, "value")
        self.source.options = [
            ("none", ""),
            *[(f"{r.title} ({r.publisher}) [{r.id}]", r.id) for r in rows.itertuples()],
        ]
        self.source.value = kept if kept in set(rows["id"]) else ""
        self.source.observe(self._opened, "value")
        self._opened()

    def _clicked(self, change):
        """Answer a click on a part of a bar: its kind and way of reading become the filters."""
        bar = change["new"].get("bar") or {}
        for name in ("kind", "read_as"):
            value = (bar.get(name) or [""])[0]
            if value:
                self.controls[name].value = value

    def _opened(self, *_):
        self.details.value = (
            source_details(self.source.value, self.uses) if self.source.value else ""
        )


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
            " ": about.values(),
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
    return table_html(card, "The source, opened", links={" ": "url"}) + (
        table_html(told, f"{count(len(rows), 'row')} that rest on it{rest}") if len(rows) else ""
    )


def explore_sources(**start) -> SourceExplorer:
    """Open the sources explorer.

    Parameters
    ----------
    **start
        Where the controls stand at first: ``kind`` ("primary", "dataset", ...), ``read_as`` ("full", "excerpt", "relay"), ``table`` (that
        rests on them), ``text`` (to search for).

    Returns
    -------
    SourceExplorer
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a starting value is not one that the control offers; the message lists those it does.
    """
    if not isinstance(start.get("text", ""), str):
        raise ValueError(f"text must be words to search for; got {start['text']!r}")
    return SourceExplorer(**start)
