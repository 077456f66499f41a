"""Floor 3: the data dictionary - each table, its columns and closed lists, read live from the description of the data."""

from __future__ import annotations

import ipywidgets as W

from .. import tables
from ..model import dictionary
from .base import Explorer, choose
from .details import table_html
from .wording import count


class DataDictionary(Explorer):
    """One table at a time, or all of them in a list."""

    def __init__(self, table: str):
        self.about = dictionary.describe_tables().set_index("table")
        self.table = choose(
            "Table",
            [
                ("all tables", ""),
                *[(f"{r.Index} ({r.rows} rows)", r.Index) for r in self.about.itertuples()],
            ],
            table,
            "24em",
        )
        self.view = W.HTML()
        super().__init__("Data dictionary", [self.table, self.view])
        self.table.observe(self._opened, "value")
        self._opened()

    def words(self) -> str:
        name = self.table.value
        if not name:
            return f"{count(len(self.about), 'table')} with {count(int(self.about['rows'].sum()), 'row')} and {count(int(self.about['columns'].sum()), 'column')}. The largest is {self.about['rows'].idxmax()} ({self.about['rows'].max()} rows)."
        one, values = self.about.loc[name], dictionary.describe_values(name)
        goals = sorted({t for t, _ in dictionary.points_to(name).values()})
        return (
            f"{name}: {one['holds']} {count(int(one['rows']), 'row')}, {count(int(one['columns']), 'column')}, {values.loc[values['column'] != 'unit', 'column'].nunique() or 'none'} of them with a closed list. "
            f"A row is named by {one['key']}. "
            + (f"Its ids point to {', '.join(goals)}." if goals else "It points to no other table.")
        )

    def _opened(self, *_):
        name = self.table.value
        if not name:
            self.view.value = table_html(
                self.about.reset_index().rename(columns=str.capitalize), "The tables"
            )
        else:
            heads = {"points_to": "Points to", "filled": "Filled in"}
            parts = [
                table_html(
                    dictionary.describe_columns(name).rename(
                        columns=lambda c: heads.get(c, c.capitalize())
                    ),
                    f"Columns of {name}",
                )
            ]
            values = dictionary.describe_values(name)
            if len(values):
                parts.append(
                    table_html(
                        values.rename(columns=str.capitalize),
                        "What closed lists and units may hold",
                    )
                )
            parts.append(
                table_html(
                    tables.read(name).head(3).astype(object),
                    f"The first {min(3, self.about.loc[name, 'rows'])} rows",
                )
            )
            self.view.value = "".join(parts)
        self.tell()


def data_dictionary(table: str = "") -> DataDictionary:
    """Open the data dictionary.

    Parameters
    ----------
    table : str, optional
        Table opened at first; the list of all tables by default.

    Returns
    -------
    DataDictionary
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If there is no such table; the message lists those there are.
    """
    if table:
        dictionary.points_to(table)
    return DataDictionary(table)
