"""Floor 1: the student's work as a readable report, in Markdown and as one page of HTML."""

from __future__ import annotations

import html
from dataclasses import dataclass, field

import pandas as pd

from .. import tables
from . import questions

STYLE = """body { font: 17px/1.5 Georgia, serif; max-width: 48em; margin: 2em auto; padding: 0 1em; color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; width: 100%; font-size: 0.92em; } th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #ccc; padding: 4px 10px 4px 0; }
figure { margin: 1.5em 0; } figure svg { max-width: 100%; height: auto; } figcaption { font-size: 0.92em; } a { color: #0057a0; }
@media print { h2, figure, tr { break-inside: avoid; } }"""
KINDS = {
    "credence": "How likely I hold it",
    "forecast": "What I expected",
    "coding": "What I coded",
    "note": "Notes",
    "verdict": "My verdict",
}


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


def progress(kept: dict) -> pd.DataFrame:
    """Count self-checks, lesson by lesson.

    Parameters
    ----------
    kept : dict
        The work, key to value, as `work.everything` returns it.

    Returns
    -------
    pandas.DataFrame
        ``lesson``; ``done``: right, or for written ones kept; ``tried``: answered at all; ``all``.
    """
    rows = questions.asked()
    counts = pd.DataFrame(
        {
            "lesson": rows["lesson"],
            "done": [kept.get(f"checked/{q}") is True for q in rows["id"]],
            "tried": [
                f"answer/{q}" in kept or kept.get(f"checked/{q}") is True for q in rows["id"]
            ],
            "all": True,
        }
    )
    return counts.groupby("lesson", as_index=False).sum()


def credences(kept: dict) -> pd.DataFrame:
    """Return the credences given to claims: ``claim``, ``short``, ``percent``.

    What is no number from 0 to 100 is passed over.
    """
    short = tables.read("claims").set_index("id")["short"]
    rows = []
    for key, value in sorted(kept.items()):
        kind, _, claim = key.partition("/")
        if (
            kind == "credence"
            and claim in short
            and isinstance(value, (int, float))
            and not isinstance(value, bool)
            and 0 <= value <= 100
        ):
            rows.append(
                (
                    claim,
                    short[claim],
                    value * 100 if value <= 1 and isinstance(value, float) else value,
                )
            )
    return pd.DataFrame(rows, columns=["claim", "short", "percent"])


def sections(kept: dict, pictures: list[Picture] = ()) -> list[Section]:
    """Arrange the work into the parts of a report.

    Parameters
    ----------
    kept : dict
        The work, key to value.
    pictures : list of Picture
        The student's charts.

    Returns
    -------
    list of Section
        Progress, answers by lesson, then whatever else was kept, by kind; the charts last.
    """
    if not kept:
        return [Section("Nothing yet", ["You have not answered anything so far."])]
    done = progress(kept)
    parts = [
        Section(
            "How far I am",
            table=done[done["tried"] > 0].set_axis(
                ["Lesson", "Right or kept", "Answered", "Questions"], axis=1
            ),
        )
    ]
    rows = tables.read("questions")
    rows = rows.assign(
        mine=[_plain(kept.get(f"answer/{q}")) for q in rows["id"]],
        state=[
            {True: "right or kept", False: "not yet right"}.get(
                kept.get(f"checked/{q}") if isinstance(kept.get(f"checked/{q}"), bool) else None,
                "not checked",
            )
            for q in rows["id"]
        ],
    )
    rows.loc[rows["retired"].notna(), "state"] = "an earlier form, no longer asked"
    for lesson, group in rows[rows["mine"] != ""].groupby("lesson"):
        parts.append(
            Section(
                f"Lesson {lesson}: my answers",
                table=group[["question", "mine", "state"]].set_axis(
                    ["Question", "My answer", "Checked"], axis=1
                ),
            )
        )
    short = tables.read("claims").set_index("id")["short"]
    others: dict[str, list] = {}
    for key, value in sorted(kept.items()):
        kind, _, name = key.partition("/")
        if kind not in ("answer", "checked", "chart"):
            others.setdefault(kind, []).append(
                (f"{name} {short[name]}" if name in short else name or kind, _plain(value))
            )
    for kind, found in others.items():
        parts.append(
            Section(
                KINDS.get(kind, kind.replace("-", " ").capitalize()),
                table=pd.DataFrame(found, columns=["On", "Mine"]),
            )
        )
    return parts + ([Section("My charts", pictures=list(pictures))] if pictures else [])


def _plain(value) -> str:
    """Put any kept value into words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, dict):
        return "; ".join(f"{k}: {_plain(v)}" for k, v in value.items())
    if isinstance(value, list):
        return "; ".join(map(_plain, value))
    return str(value)


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
            body.append(
                f"<figure>{p.svg}<figcaption><strong>{said(p.title)}.</strong> {said(p.words)}</figcaption></figure>"
            )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{said(title)}</title>'
        f"<style>{STYLE}</style></head>\n<body>\n"
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
