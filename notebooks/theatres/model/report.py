"""Floor 1: the student's work as a readable report, in Markdown and as one page of HTML."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from .. import tables

STYLE = """body { font: 17px/1.5 Georgia, serif; max-width: 48em; margin: 2em auto; padding: 0 1em;
  color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; width: 100%; font-size: 0.92em; }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #ccc;
  padding: 4px 10px 4px 0; }
figure { margin: 1.5em 0; } figure svg { max-width: 100%; height: auto; }
figcaption { font-size: 0.92em; } a { color: #0057a0; }
@media print { h2, figure, tr { break-inside: avoid; } }"""


@dataclass(frozen=True)
class Picture:
    """A chart in the report: title, words, and drawing (empty where it could not be drawn)."""

    title: str
    words: str
    svg: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a report: a heading, paragraphs, a table, pictures."""

    heading: str
    text: list[str] = field(default_factory=list)
    table: pd.DataFrame | None = None
    pictures: list[Picture] = field(default_factory=list)


def dated(day: date | None = None) -> str:
    """Say when something was written, with which version of the course, and how old its data are.

    Parameters
    ----------
    day : date, optional
        Today, if not given.
    """
    edition = tables.edition()
    return (
        f"Written on {day or date.today():%Y-%m-%d} with version {edition['version']};"
        f" data as of {edition['data_as_of']}."
    )


def markdown(title: str, parts: list[Section], foot: str = "") -> str:
    """Write a report as Markdown; charts are told in their words."""
    lines = [f"# {title}"]
    for part in parts:
        lines += [f"## {part.heading}", *part.text]
        if part.table is not None and len(part.table):
            cells = [
                [str(c) for c in part.table.columns],
                ["---"] * part.table.shape[1],
                *[[_cell(c) for c in row] for row in part.table.itertuples(index=False)],
            ]
            lines.append("\n".join(f"| {' | '.join(row)} |" for row in cells))
        lines += [f"**{p.title}.** {p.words}" for p in part.pictures]
    return "\n\n".join([*lines, *([foot] if foot else [])]) + "\n"


def _cell(value) -> str:
    text = "" if value is None or value is pd.NA or value != value else str(value)
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def page(title: str, parts: list[Section], foot: str = "") -> str:
    """Write a report as one HTML page that needs nothing else.

    Styles and charts are inside it, and no script.
    """
    said = lambda text: html.escape(str(text))  # noqa: E731
    body = [f"<h1>{said(title)}</h1>"]
    for part in parts:
        body += [f"<h2>{said(part.heading)}</h2>", *[f"<p>{said(t)}</p>" for t in part.text]]
        if part.table is not None and len(part.table):
            head = "".join(f'<th scope="col">{said(c)}</th>' for c in part.table.columns)
            rows = "".join(
                "<tr>" + "".join(f"<td>{_linked(c)}</td>" for c in row) + "</tr>"
                for row in part.table.itertuples(index=False)
            )
            body.append(f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")
        for p in part.pictures:
            caption = f"<strong>{said(p.title)}.</strong> {said(p.words)}"
            body.append(f"<figure>{p.svg}<figcaption>{caption}</figcaption></figure>")
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{said(title)}</title><style>{STYLE}</style></head>\n<body>\n"
        + "\n".join(body)
        + (f"\n<p><small>{said(foot)}</small></p>" if foot else "")
        + "\n</body></html>\n"
    )


def _linked(value) -> str:
    text = "" if value is None or value is pd.NA or value != value else str(value)
    safe = html.escape(text)
    return (
        f'<a href="{safe}">{safe}</a>'
        if text.startswith(("https://", "http://")) and " " not in text
        else safe
    )
