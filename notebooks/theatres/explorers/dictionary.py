"""Floor 3: the data dictionary - each table, its columns and lists, as its description has them."""

from __future__ import annotations

import ipywidgets as W

from .. import tables
from ..model import dictionary
from .base import alike
from .details import table_html
from .panel import Choice, Panel, entry
from .wording import count

HEADS = {"points_to": "Points to", "filled": "Filled in"}
FIRST = 3  # rows shown of a table


class DataDictionary(Panel):
    """One table at a time, or all of them in a list."""

    title = "Data dictionary"
    table = Choice("Table", lambda p: p.names, start="", param="", width="24em")

    def __init__(self, **start):
        self.about = dictionary.describe_tables().set_index("table")
        rows = self.about["rows"].items()
        self.names = {"": "all tables", **{table: f"{table} ({n} rows)" for table, n in rows}}
        self.view = alike(W.HTML)
        super().__init__(**start)

    def words(self) -> str:
        name, about = self.table.value, self.about
        if not name:
            return (
                f"{count(len(about), 'table')} with {count(int(about['rows'].sum()), 'row')}"
                f" and {count(int(about['columns'].sum()), 'column')}."
                f" The largest is {about['rows'].idxmax()} ({about['rows'].max()} rows)."
            )
        one, values = about.loc[name], dictionary.describe_values(name)
        closed = values.loc[values["column"] != "unit", "column"].nunique()
        goals = sorted({table for table, _ in dictionary.points_to(name).values()})
        points = (
            f"Its ids point to {', '.join(goals)}." if goals else "It points to no other table."
        )
        return (
            f"{name}: {one['holds']} {count(int(one['rows']), 'row')},"
            f" {count(int(one['columns']), 'column')},"
            f" {closed or 'none'} of them with a closed list."
            f" A row is named by {one['key']}. {points}"
        )

    def beneath(self) -> list[W.Widget]:
        """Return the tables that describe what was chosen."""
        return [self.view]

    def work_out(self) -> None:
        """Describe the table chosen, or all."""
        name = self.table.value
        self.view.value = self._described(name) if name else self._all()

    def _all(self) -> str:
        return table_html(self.about.reset_index().rename(columns=str.capitalize), "The tables")

    def _described(self, name: str) -> str:
        columns = dictionary.describe_columns(name)
        columns = columns.rename(columns=lambda column: HEADS.get(column, column.capitalize()))
        parts = [table_html(columns, f"Columns of {name}")]
        values = dictionary.describe_values(name).rename(columns=str.capitalize)
        if len(values):
            parts.append(table_html(values, "What closed lists and units may hold"))
        rows = tables.read(name).head(FIRST).astype(object)
        return "".join([*parts, table_html(rows, f"The first {len(rows)} rows")])


@entry(DataDictionary, "table")
def data_dictionary(**start) -> DataDictionary:
    """Open the data dictionary.

    Parameters
    ----------
    table : str, optional
        Table opened at first; the list of all tables by default.
    controls : tuple of str, optional
        Controls shown at first; the others wait under *More choices*.

    Returns
    -------
    DataDictionary
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If there is no such table; the message lists those there are.
    """
    return DataDictionary(**start)
