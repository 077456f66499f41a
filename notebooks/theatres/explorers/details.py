"""Floor 3: rows as HTML - what opens below a chart, with claims, judgements and sources."""

from __future__ import annotations

import html

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


def table_html(rows: pd.DataFrame, caption: str = "", links: dict[str, str] | None = None) -> str:
    """Turn a few rows into an HTML table that screen readers and keyboards can read.

    Parameters
    ----------
    rows : pandas.DataFrame
        What to show; text is escaped.
    caption : str, optional
        What the table is.
    links : dict, optional
        Column to link, and the column (then left out) that holds its address.

    Returns
    -------
    str
        HTML.
    """
    links = links or {}
    shown = [column for column in rows.columns if column not in links.values()]
    head = "".join(_head_html(str(column)) for column in shown)
    body = "".join(_row_html(row, shown, links) for row in rows.to_dict("records"))
    long = len(rows) > LONG
    called = html.escape(caption)
    scroll = f" ({len(rows)} rows; scroll)" if long else ""
    title = f"<caption>{called}{scroll}</caption>" if caption else ""
    return (
        f'<div class="theatres-table{" theatres-long" * long}" tabindex="0" role="group"'
        f' aria-label="{called or "table"}"><table>{title}'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _head_html(column: str) -> str:
    """Return a column's head; a column without a name has none, and an empty one would be heard."""
    return f'<th scope="col">{html.escape(column)}</th>' if column.strip() else "<td></td>"


def _row_html(row: dict, shown: list[str], links: dict[str, str]) -> str:
    cells = []
    for column in shown:
        text = "" if pd.isna(row[column]) else html.escape(str(row[column]))
        address = row.get(links[column]) if column in links else None
        if isinstance(address, str):
            href = html.escape(address)
            text = f'<a href="{href}" target="_blank" rel="noopener">{text}</a>'
        cells.append(f"<td>{text}</td>")
    return f"<tr>{''.join(cells)}</tr>"


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
    source = tables.read("sources").set_index("id").loc[ids[-1]]
    others = f" {len(ids) - 1} more below." if len(ids) > 1 else ""
    return (
        f'<p>Source: <a href="{html.escape(str(source["url"]))}" target="_blank" rel="noopener">'
        f"{html.escape(str(source['title']))}</a>, {html.escape(str(source['publisher']))}."
        f"{others}</p>"
    )


def bears_on(claims) -> str:
    """Say the first of the claims that a row bears on, by id joined by ';'; "" if none."""
    first = claims.split(";")[0] if isinstance(claims, str) else ""
    held = tables.read("claims").set_index("id")
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


def ties_card(rows: pd.DataFrame, called: str) -> str:
    """Say several ties on one card: how many, what the first are, on whose word, and a source."""
    labels = list(dict.fromkeys(rows["label"]))
    more = f"; and {len(labels) - SAID} more" if len(labels) > SAID else ""
    whose = rows["asserted_by"].astype(str).value_counts()
    words = ", ".join(f"{n} on the word of the {word}" for word, n in whose.items())
    sources = ";".join(dict.fromkeys(tables.listed(rows["sources"])))
    told = f"{'; '.join(labels[:SAID])}{more}."
    return card(f"{called}: {len(rows)}.", f"{words}.", told=told, sources=sources)


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
    parts = [
        table_html(
            pd.DataFrame({one["id"]: about.keys(), one["title"]: about.values()}),
            f"{one['id']}, opened",
        )
    ]
    ids = (one["claims"] or "").split(";") if isinstance(one["claims"], str) else []
    claims = tables.read("claims")
    if ids:
        parts.append(
            table_html(
                claims.loc[claims["id"].isin(ids), ["id", "paragraph", "claim", "speaker"]].astype(
                    str
                ),
                "Claims it bears on",
            )
        )
    parts.append(judgements([one["id"]]))
    parts.append(source_table(one["sources"]))
    return "".join(parts)


def judgements(ids: list[str]) -> str:
    """List the judgements that rest on any of these rows, as HTML; nothing if there are none."""
    evidence = tables.read("evidence")
    listed = tables.listed(evidence["rows"])
    rows = evidence.loc[
        listed.index[listed.isin(ids)].unique(), ["claim", "bearing", "strength", "why"]
    ].astype(str)
    return table_html(rows, "Our judgements that rest on it") if len(rows) else ""


def observation_table(ids: list[str]) -> str:
    """Show observations and their sources, as HTML."""
    o = tables.read("observations").set_index("id").loc[list(dict.fromkeys(ids))].reset_index()
    name, title = (
        tables.read("actors").set_index("id")["name"],
        tables.read("indicators").set_index("id")["title"],
    )
    shown = pd.DataFrame(
        {
            "Row": o["id"],
            "What": o["indicator"].astype(str).map(title),
            "Of": o["subject"].map(name).fillna(o["subject"]),
            "Towards": o["object"].map(name).fillna(o["object"]),
            "When": o["date"],
            "Value": o["value"].map("{:g}".format),
            "Unit": o["unit"],
            "Basis": o["basis"].astype(str),
            "By": o["by"],
            "Note": o["note"],
        }
    )
    sources = ";".join(tables.listed(o["sources"]).drop_duplicates())
    return table_html(shown, f"{len(o)} observation{'s' * (len(o) != 1)}") + source_table(sources)
