"""Floor 3: rows as HTML - what opens below a chart, with claims, judgements and sources."""

from __future__ import annotations

import html
from collections.abc import Iterable

import pandas as pd

from .. import tables

# Nouns with which labels of ties begin, where others begin with a verb.
NOUNS = (
    "migrants",
    "operations",
    "rockets",
    "sappers",
    "signals",
    "soldiers",
    "waterworks",
    "weapons",
)
SAID = 4  # labels of ties that a card of several names
LONG = 15  # rows; a longer table scrolls


def table_html(
    rows: pd.DataFrame | dict[str, Iterable],
    caption: str = "",
    links: dict[str, str] | None = None,
) -> str:
    """Turn a few rows into an HTML table that screen readers and keyboards can read.

    Parameters
    ----------
    rows : pandas.DataFrame or dict
        What to show, or the values of each column, which is faster than a frame; text is escaped.
    caption : str, optional
        What the table is.
    links : dict, optional
        Column to link, and the column (then left out) that holds its address.

    Returns
    -------
    str
        HTML.
    """
    links, columns = links or {}, {column: list(rows[column]) for column in rows}
    shown = [column for column in columns if column not in links.values()]
    head = "".join(_head_html(str(column)) for column in shown)
    cells = [_cells(columns[column], columns.get(links.get(column))) for column in shown]
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in zip(*cells))
    number = len(cells[0]) if cells else 0
    long = number > LONG
    called = html.escape(caption)
    scroll = f" ({number} rows; scroll)" if long else ""
    title = f"<caption>{called}{scroll}</caption>" if caption else ""
    return (
        f'<div class="theatres-table{" theatres-long" * long}" tabindex="0" role="group"'
        f' aria-label="{called or "table"}"><table>{title}'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _head_html(column: str) -> str:
    """Return a column's head; a column without a name has none, and an empty one would be heard."""
    return f'<th scope="col">{html.escape(column)}</th>' if column.strip() else "<td></td>"


def _cells(values: list, addresses: list | None) -> list[str]:
    """Return the cells of a column; where it has addresses, they are links."""
    texts = ["" if pd.isna(value) else html.escape(str(value)) for value in values]
    if addresses:
        texts = [
            f'<a href="{html.escape(address)}" target="_blank" rel="noopener">{text}</a>'
            if isinstance(address, str)
            else text
            for text, address in zip(texts, addresses)
        ]
    return [f"<td>{text}</td>" for text in texts]


def frame_html(frame: pd.DataFrame) -> str | None:
    """Return what pandas shows of a frame, without its empty heads.

    Above an index pandas lays heads that name nothing, at which screen readers stop; here they
    are plain empty cells. See pydata/pydata-sphinx-theme#1480.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any.

    Returns
    -------
    str or None
        HTML; None where pandas is set to show text alone.
    """
    shown = frame._repr_html_()
    return shown and shown.replace("<th></th>", "<td></td>")


def folded(title: str, inner: str) -> str:
    """Fold HTML under a title."""
    return f"<details><summary>{html.escape(title)}</summary>{inner}</details>"


def tie_table(rows: pd.DataFrame, name: pd.Series | dict[str, str]) -> str:
    """List ties as an HTML table."""
    began = zip(rows["start"], rows["start_precision"])
    shown = {
        "Tie": rows["id"],
        "From": rows["source"].map(name),
        "To": rows["target"].map(name),
        "What": rows["label"],
        "Kind": rows["kind"],
        "Since": [f"by {start}" if how == "by" else start for start, how in began],
        "Until": rows["end"],
        "Said to be": rows["status"],
        "On whose word": rows["asserted_by"],
        "Claim": rows["claim"],
    }
    return table_html(shown, f"{len(rows)} tie{'s' * (len(rows) != 1)}")


def card(sentence: str, said: str, *, told: str = "", sources: str = "") -> str:
    """Say a row on the card of its mark: a sentence, whose word it is, and a source.

    Parameters
    ----------
    sentence : str
        The fact.
    said : str
        Who says it, and when.
    told : str, optional
        The claim it bears on, or its paragraph in our words.
    sources : str, optional
        Ids joined by ';'.
    """
    parts = [f"<p><strong>{html.escape(sentence)}</strong></p>"]
    parts += [f"<p>{html.escape(said)}</p>"] if said else []
    parts += [f"<p><em>{html.escape(told)}</em></p>"] if told else []
    return "".join([*parts, _cited(sources) if sources else ""])


def _cited(sources: str) -> str:
    """Link the last of several sources: the first is often the text itself, whose word it is."""
    ids = list(dict.fromkeys(sources.split(";")))
    source = tables.by_id("sources").loc[ids[-1]]
    others = f" {len(ids) - 1} more below." if len(ids) > 1 else ""
    return (
        f'<p>Source: <a href="{html.escape(str(source["url"]))}" target="_blank" rel="noopener">'
        f"{html.escape(str(source['title']))}</a>, {html.escape(str(source['publisher']))}."
        f"{others}</p>"
    )


def bears_on(claims) -> str:
    """Say the first of the claims that a row bears on, by id joined by ';'; "" if none."""
    first = claims.split(";")[0] if isinstance(claims, str) else ""
    held = tables.by_id("claims")
    if first not in held.index:
        return ""
    one = held.loc[first]
    return f"It bears on {one['paragraph']}: {one['claim']}"


def tie_card(row: pd.DataFrame, name: pd.Series) -> str:
    """Say a tie in a sentence: on whose word, the paragraph in our words, and a source."""
    one = row.iloc[0]
    sentence = _tie_said(name[one["source"]], one["label"], name[one["target"]])
    ours = str(one["asserted_by"]) != "evidence"
    whose = "Said by the text" if ours else "Evidence: the text does not say so"
    record = tables.paragraphs().set_index("id")["summary"]
    told = bears_on(one["claim"])
    if ours and one["paragraph"] in record.index:
        whose += f", {one['paragraph']}"
        told = str(record[one["paragraph"]])
    said = f"{whose}. Status: {one['status']}; since {one['start']}."
    return card(sentence, said, told=told, sources=one["sources"])


def ties_card(rows: pd.DataFrame, called: str, between: str = "") -> str:
    """Say several ties on one card: how many, what the first are, on whose word, and a source.

    Parameters
    ----------
    rows : pandas.DataFrame
        The ties.
    called : str
        What they are.
    between : str, optional
        With whom they are, where that matters more than what they are.
    """
    labels = list(dict.fromkeys(rows["label"]))
    more = f"; and {len(labels) - SAID} more" if len(labels) > SAID else ""
    told = between or f"{'; '.join(labels[:SAID])}{more}."
    said = f"{words_of(rows)}."
    return card(f"{called}: {len(rows)}.", said, told=told, sources=sources_of(rows))


def words_of(ties: pd.DataFrame) -> str:
    """Say on whose word ties are, and how many on each."""
    whose = ties["asserted_by"].astype(str).value_counts()
    return ", ".join(f"{n} on the word of the {word}" for word, n in whose.items())


def sources_of(rows: pd.DataFrame) -> str:
    """Return the sources of rows, each once, joined by ';'."""
    return ";".join(dict.fromkeys(tables.listed(rows["sources"].drop_duplicates())))


def _tie_said(source: str, label: str, target: str) -> str:
    """Say a tie in a sentence: most labels are verbs ("sends aid to"), some name a treaty."""
    first = label.split()[0]
    if first in source.split() and " " in label:  # it is a sentence already
        return f"{label}."
    verb = first.endswith("s") or first in ("might", "may", "can")
    if first[0].islower() and verb and first not in NOUNS:
        return f"{source} {label} {target}."
    return f"{source} – {target}: {label}."


def event_card(rows: pd.DataFrame, event: str) -> str:
    """Say an event: when, how sure it is who did it, the claim it bears on, and a source."""
    one = rows[rows["id"] == event].iloc[0]
    firm = tables.meanings("events", "firmness")
    sure = "Done openly" if pd.isna(one["firmness"]) else firm[str(one["firmness"])]
    late = " Hindsight." if tables.is_hindsight(pd.Series([one["date"]])).iloc[0] else ""
    said = f"{one['date']}. {sure}.{late}"
    return card(str(one["title"]), said, told=bears_on(one["claims"]), sources=one["sources"])


def tie_details(row: pd.DataFrame, name: pd.Series) -> str:
    """Show a tie with its claim, paragraph and sources."""
    one = row.iloc[0]
    parts = [tie_table(row, name)]
    if isinstance(one["note"], str):
        parts.append(table_html({"Note": [one["note"]]}, "What to know before using it"))
    if isinstance(one["claim"], str):
        parts.append(_claim_table([one["claim"]], "The claim it bears on", "kind", "speaker"))
    parts.append(source_table(one["sources"]))
    return "".join(parts)


def _claim_table(ids: list[str], caption: str, *more: str) -> str:
    """List claims as an HTML table, in the order of the text; `more` are columns."""
    claims = tables.read("claims")
    columns = ["id", "paragraph", "claim", *more]
    return table_html(claims.loc[claims["id"].isin(ids), columns], caption)


def source_table(ids: str, caption: str = "Sources") -> str:
    """List sources, with links, as an HTML table; `ids` joined by ';'."""
    columns = ["title", "author", "publisher", "date", "kind", "read_as", "url"]
    rows = tables.by_id("sources").loc[ids.split(";"), columns]
    shown = {"read by us as" if c == "read_as" else c: rows[c] for c in columns}
    return table_html(shown, caption, links={"title": "url"})


def event_details(rows: pd.DataFrame, event: str) -> str:
    """Show an event with attribution, claims, judgements that rest on it and sources, as HTML."""
    one = rows[rows["id"] == event].iloc[0]
    firm = tables.meanings("events", "firmness")
    name = tables.read("actors").set_index("id")["name"]

    def named(cell):
        return ", ".join(name[a] for a in cell.split(";")) if isinstance(cell, str) else None

    about = {
        "When": f"{one['date']} ({one['precision']})",
        "Where": str(one["theatre"]),
        "Kind": tables.meanings("events", "kind")[str(one["kind"])],
        "Named in it, not shown to have done it" if one["contested"] else "Who acted": named(
            one["actors"]
        ),
        "Towards whom": named(one["targets"]),
        "Attribution": one["attribution"],
        "How firm": f"{one['firmness']}: {firm[str(one['firmness'])]}"
        if isinstance(one["firmness"], str)
        else "done openly; nobody asks who did it",
        "What to know": one["note"],
    }
    about = {k: v for k, v in about.items() if isinstance(v, str) and v}
    opened = {one["id"]: about.keys(), one["title"]: about.values()}
    parts = [table_html(opened, f"{one['id']}, opened")]
    if isinstance(one["claims"], str):
        parts.append(_claim_table(one["claims"].split(";"), "Claims it bears on", "speaker"))
    parts.append(judgements([one["id"]]))
    parts.append(source_table(one["sources"]))
    return "".join(parts)


def judgements(ids: list[str]) -> str:
    """List the judgements that rest on any of these rows, as HTML; nothing if there are none."""
    evidence = tables.read("evidence")
    listed = tables.listed(evidence["rows"])
    rows = evidence.loc[
        listed.index[listed.isin(ids)].unique(), ["claim", "bearing", "strength", "why"]
    ]
    return table_html(rows, "Our judgements that rest on it") if len(rows) else ""


def observation_table(ids: list[str]) -> str:
    """Show observations and their sources, as HTML."""
    o = tables.by_id("observations").loc[list(dict.fromkeys(ids))].reset_index()
    name, title = tables.by_id("actors")["name"], tables.by_id("indicators")["title"]
    shown = {
        "Row": o["id"],
        "What": o["indicator"].astype(str).map(title),
        "Of": o["subject"].map(name).fillna(o["subject"]),
        "Towards": o["object"].map(name).fillna(o["object"]),
        "When": o["date"],
        "Value": o["value"].map("{:g}".format),
        "Unit": o["unit"],
        "Basis": o["basis"],
        "By": o["by"],
        "Note": o["note"],
    }
    sources = ";".join(tables.listed(o["sources"]).drop_duplicates())
    return table_html(shown, f"{len(o)} observation{'s' * (len(o) != 1)}") + source_table(sources)
