"""Floor 0: another argument in the place of the commentary.

A folder of six simple tables, checked and put on a shelf.
"""

from __future__ import annotations

import copy
import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from . import checks, spreadsheets, tables
from .checks import Problem, TableError
from .codes import Relation
from .tables import Shelf

TEMPLATE = tables.ROOT / "own_argument" / "template"
EXAMPLE = tables.ROOT / "own_argument" / "example"
MOST_THEATRES = 8  # as many rooms as the map has

# What a student writes: the course's own columns, less those that only the course needs.
COLUMNS = {
    "paragraphs": ["id", "section", "summary", "text"],
    "claims": [
        "id",
        "paragraph",
        "kind",
        "hedged",
        "hedge",
        "speaker",
        "claim",
        "short",
        "checkable",
        "needs",
    ],
    "actors": ["id", "name", "kind", "theatre", "represents", "note"],
    "ties": [
        "id",
        "source",
        "target",
        "kind",
        "sign",
        "mutual",
        "status",
        "start",
        "end",
        "source_theatre",
        "target_theatre",
        "asserted_by",
        "claim",
        "weight",
        "label",
        "sources",
        "note",
    ],
    "events": [
        "id",
        "date",
        "title",
        "actors",
        "targets",
        "theatre",
        "kind",
        "cross_theatre",
        "claims",
        "sources",
        "note",
    ],
    "reasons": ["id", "source", "target", "relation", "scheme", "strength", "warrant"],
}
MAY_BE_EMPTY = {"events", "reasons"}
THEATRES = {"ties": ["source_theatre", "target_theatre"], "events": ["theatre"]}
OWN_TEXT = "own_text"  # id of the source that is the text itself
PRECISIONS = {4: "year", 7: "month", 10: "day"}  # by the length of a date
EMPTY_TYPES = {"number": "float64", "integer": "Int64", "boolean": "bool"}


def _text(name: str, description: str, **constraints) -> dict:
    return {
        "name": name,
        "type": "string",
        "description": description,
        **({"constraints": constraints} if constraints else {}),
    }


# What differs from the course's description: other texts have other paragraphs, speakers, theatres
# and sources.
_OTHER = {
    ("paragraphs", "id"): _text(
        "id",
        "P and a number, in the order of the text.",
        required=True,
        unique=True,
        pattern=r"P\d{1,3}",
    ),
    ("paragraphs", "section"): _text(
        "section", "Heading the paragraph stands under.", required=True
    ),
    ("paragraphs", "summary"): _text(
        "summary", "The paragraph in one or two sentences of your own.", required=True
    ),
    ("paragraphs", "text"): _text(
        "text", "The paragraph itself, if you may keep a copy; otherwise empty."
    ),
    ("claims", "id"): _text(
        "id",
        "C and two or three digits, in the order of the text.",
        required=True,
        unique=True,
        pattern=r"C\d{2,3}",
    ),
    ("claims", "paragraph"): _text("paragraph", "Paragraph it stands in.", required=True),
    ("claims", "speaker"): _text(
        "speaker", "author, or the name of whoever the author reports.", required=True
    ),
    ("actors", "id"): _text(
        "id",
        "Capitals, digits and underscores, beginning with a letter.",
        required=True,
        unique=True,
        pattern=r"[A-Z][A-Z0-9_]*",
    ),
    ("actors", "theatre"): _text(
        "theatre",
        "Home theatre, in words of your own; the first two named stand left and right on the map.",
        required=True,
    ),
    ("ties", "id"): _text(
        "id", "T and two or three digits.", required=True, unique=True, pattern=r"T\d{2,3}"
    ),
    ("ties", "source_theatre"): _text(
        "source_theatre", "Theatre in which the source is engaged in this tie.", required=True
    ),
    ("ties", "target_theatre"): _text(
        "target_theatre", "Theatre in which the target is engaged in this tie.", required=True
    ),
    ("ties", "sources"): _text(
        "sources",
        "Where you found it: a title or a web address; empty for the text itself."
        " Several are joined by ';'.",
    ),
    ("events", "id"): _text(
        "id", "E and two or three digits.", required=True, unique=True, pattern=r"E\d{2,3}"
    ),
    ("events", "theatre"): _text(
        "theatre", "Theatre where it took place or took effect.", required=True
    ),
    ("events", "sources"): _text("sources", "As in ties."),
    ("reasons", "id"): _text(
        "id", "R and two or three digits.", required=True, unique=True, pattern=r"R\d{2,3}"
    ),
    ("reasons", "source"): _text("source", "The claim that is the reason.", required=True),
    ("reasons", "target"): _text(
        "target", "The claim that it is a reason for or against.", required=True
    ),
}
_FOREIGN = {
    "claims": [("paragraph", "paragraphs")],
    "actors": [("represents", "actors")],
    "ties": [("source", "actors"), ("target", "actors"), ("claim", "claims")],
    "reasons": [("source", "claims"), ("target", "claims")],
}


def described() -> dict:
    """Describe the six tables in the form of ``datapackage.json``.

    From the course's own description, but for what `_OTHER` says of other texts.
    """
    with tables.using(None):
        resources = [_described(name, columns) for name, columns in COLUMNS.items()]
    return {"name": "own-argument", "resources": resources}


def _described(table: str, columns: list[str]) -> dict:
    fields = [_OTHER.get((table, column)) or tables.field(table, column) for column in columns]
    keys = [
        {"fields": [column], "reference": {"resource": other, "fields": ["id"]}}
        for column, other in _FOREIGN.get(table, [])
    ]
    return {
        "name": table,
        "path": f"{table}.csv",
        "title": table.capitalize(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "header": True},
        "schema": {
            "fields": copy.deepcopy(fields),
            "primaryKey": ["id"],
            "missingValues": [""],
            "foreignKeys": keys,
        },
    }


def found(folder: Path | str) -> Path:
    """Return where a folder lies: as named from here or, if that is nowhere, from the lessons.

    A lesson may be read elsewhere than its course lies: in a browser the two are apart.
    """
    from_here = Path(folder).resolve()
    from_lessons = (tables.ROOT / "notebooks" / folder).resolve()
    return from_lessons if from_lessons.is_dir() and not from_here.is_dir() else from_here


def check_folder(folder: Path | str) -> list[Problem]:
    """Check a folder of the six tables and return every mistake in it at once.

    Parameters
    ----------
    folder : path
        Made as ``own_argument/GUIDE.md`` says.

    Returns
    -------
    list of checks.Problem
        Each with file, row, column, what is wrong and what to do; empty if all is well.
    """
    folder = found(folder)
    if not folder.is_dir():
        cure = "Copy own_argument/template/, fill in its tables, and give the copy's name."
        return [Problem(str(folder), 0, "", "there is no such folder.", cure)]
    with spreadsheets.tidied(folder, COLUMNS) as (tidy, problems):
        unread = {problem.file for problem in problems if not problem.column}
        others = [problem for problem in _checked(tidy) if problem.file not in unread]
    return sorted({*problems, *others})


def _checked(folder: Path) -> list[Problem]:
    description = described()
    present = [name for name in COLUMNS if not _left_out(folder, name)]
    problems = tables.check(folder, present, description=description)
    rows = {
        name: checks.cells(folder / f"{name}.csv")
        for name in present
        if not checks.unreadable(folder / f"{name}.csv", tables.resource(name, description))
    }
    return sorted({*problems, *_beyond(rows)})


def _left_out(folder: Path, table: str) -> bool:
    return table in MAY_BE_EMPTY and _is_empty(folder / f"{table}.csv")


def _is_empty(path: Path) -> bool:
    """Say whether an optional table is left out, or holds its column names only."""
    if not path.exists():
        return True
    try:
        return path.is_file() and len(path.read_text(encoding="utf-8").strip().splitlines()) == 1
    except (OSError, ValueError):
        return False


Rows = dict[str, list[dict]]


def _beyond(rows: Rows) -> list[Problem]:
    """Check what holds between cells, which no description can say."""
    return [*_theatres(rows), *_loops(rows), *_hedges(rows)]


def _theatres(rows: Rows) -> Iterator[Problem]:
    """Find theatres that are no actor's home, and more of them than a map has room for."""
    actors = rows.get("actors", [])
    known = list(dict.fromkeys(row["theatre"] for row in actors if row.get("theatre")))
    if len(known) > MOST_THEATRES:
        cure = f"Use at most {MOST_THEATRES}; most arguments need two to four."
        yield Problem("actors.csv", 0, "theatre", f"{len(known)} theatres are named.", cure)
    if not known:
        return
    cure = f"Use one of: {', '.join(known[:MOST_THEATRES])}."
    for table, columns in THEATRES.items():
        for number, row in enumerate(rows.get(table, []), 2):
            for column in columns:
                if row.get(column) and row[column] not in known:
                    wrong = f"{row[column]!r} is no actor's theatre."
                    yield Problem(f"{table}.csv", number, column, wrong, cure)


def _loops(rows: Rows) -> Iterator[Problem]:
    """Find ties and reasons from a thing to itself."""
    cures = {
        "ties": "A tie joins two different actors.",
        "reasons": "A claim cannot be a reason for or against itself.",
    }
    for table, cure in cures.items():
        for number, row in enumerate(rows.get(table, []), 2):
            if row.get("source") and row.get("source") == row.get("target"):
                wrong = f"{row['target']!r} stands in source too."
                yield Problem(f"{table}.csv", number, "target", wrong, cure)


def _hedges(rows: Rows) -> Iterator[Problem]:
    """Find claims that are said to be hedged, without the word that does it."""
    wrong = "the claim is marked as hedged, but the hedge is empty."
    cure = "Write the hedging word of the text, or mark the claim false."
    for number, row in enumerate(rows.get("claims", []), 2):
        if (row.get("hedged") or "").lower() == "true" and not row.get("hedge"):
            yield Problem("claims.csv", number, "hedge", wrong, cure)


def open_folder(folder: Path | str) -> Shelf:
    """Read a folder of the six tables and put it on a shelf of the course's form.

    Raises
    ------
    tables.TableError
        If there is any mistake; the message lists all of them.
    """
    problems = check_folder(folder)
    if problems:
        raise TableError(problems)
    with spreadsheets.tidied(found(folder), COLUMNS) as (tidy, _):
        return _shelve(tidy)


def _shelve(folder: Path) -> Shelf:
    description = described()
    own = {
        name: _nothing(tables.resource(name, description))
        if _left_out(folder, name)
        else tables.read(name, folder, description=description)
        for name in COLUMNS
    }
    claims, sources = own["claims"], _sources(folder, own["ties"], own["events"])
    filled = {
        "claims": claims,
        "actors": own["actors"],
        "ties": _ties(own["ties"], claims, sources),
        "events": _events(own["events"], claims, sources),
        "reasons": _reasons(own["reasons"], claims),
        "sources": sources,
    }
    widened = _widened(list(own["actors"]["theatre"]), list(claims["speaker"]))
    frames = {
        resource["name"]: _in_form(resource, filled.get(resource["name"]))
        for resource in widened["resources"]
    }
    return Shelf(widened, frames, _record(own["paragraphs"]), _span(own["ties"], own["events"]))


def _ties(ties: pd.DataFrame, claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    return ties.assign(
        start_precision=ties["start"].map(_precision),
        end_precision=ties["end"].map(_precision),
        paragraph=ties["claim"].map(_paragraphs(claims).get),
        sources=_cited(ties, sources),
    )


def _events(events: pd.DataFrame, claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    first: Any = events["claims"].str.split(";").str[0]
    return events.assign(
        precision=events["date"].map(_precision),
        paragraph=first.map(_paragraphs(claims)),
        sources=_cited(events, sources),
    )


def _paragraphs(claims: pd.DataFrame) -> dict[str, str]:
    return dict(zip(claims["id"], claims["paragraph"]))


def _reasons(reasons: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Say what each reason is: of those against, an objection is reported, a concession is not."""
    reported = set(claims.loc[claims["speaker"] != "author", "id"])
    against = reasons["source"].map(lambda c: "objection" if c in reported else "concession")
    return reasons.assign(kind=against.where(reasons["relation"] != Relation.SUPPORTS, "premise"))


def _record(paragraphs: pd.DataFrame) -> pd.DataFrame:
    return paragraphs.assign(
        position=range(1, len(paragraphs) + 1),
        words=paragraphs["text"].fillna("").str.split().str.len(),
        sha256="",
    )


def _span(ties: pd.DataFrame, events: pd.DataFrame) -> tuple[int, int]:
    """Return the first and last year that ties and events speak of."""
    dates = pd.concat([ties["start"], ties["end"], events["date"]]).dropna()
    spoken = [int(date[:4]) for date in dates]
    return min(spoken), max(spoken)


def _cited(rows: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """Put the ids of sources where the student wrote their titles; nothing is the text itself."""
    by_title = dict(zip(sources["title"], sources["id"]))

    def ids(cell) -> str:
        titles = [title.strip() for title in cell.split(";")] if isinstance(cell, str) else []
        return ";".join(by_title[title] for title in titles if title) or OWN_TEXT

    written: Any = rows["sources"]
    return written.map(ids)


def _precision(when) -> str | None:
    return PRECISIONS.get(len(when)) if isinstance(when, str) else None


def _nothing(table: dict) -> pd.DataFrame:
    """Return a table with no rows, its columns of the types that its description says."""
    return pd.DataFrame(
        {
            field["name"]: pd.Series([], dtype=EMPTY_TYPES.get(field["type"], "str"))
            for field in table["schema"]["fields"]
        }
    )


def _sources(folder: Path, ties: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Make rows of the sources table from what the student wrote beside ties and events.

    The text itself comes first.
    """
    said = pd.concat([ties["sources"], events["sources"]]).dropna()
    titles = dict.fromkeys(said.str.split(";").explode().str.strip())
    rows = [(OWN_TEXT, f"The text of {folder.resolve().name}")]
    rows += [(f"own_{i}", title) for i, title in enumerate(filter(None, titles), 1)]
    sources = pd.DataFrame(rows, columns=["id", "title"])
    address = sources["title"].where(sources["title"].str.match(r"https?://\S+$"))
    return sources.assign(url=address, kind="opinion", read_as="full")


def _widened(theatres: list[str], speakers: list[str]) -> dict:
    """Return the course's description, its closed lists of theatres and speakers the text's."""
    theatres, speakers = list(dict.fromkeys(theatres)), list(dict.fromkeys(speakers))
    with tables.using(None):
        description = copy.deepcopy(tables.description())
    for table in description["resources"]:
        for field in table["schema"]["fields"]:
            if field["name"] in ("theatre", "source_theatre", "target_theatre"):
                field["constraints"]["enum"] = theatres
            if (table["name"], field["name"]) == ("claims", "speaker"):
                field["constraints"]["enum"] = speakers
                field["meanings"] = {
                    speaker: "the author" if speaker == "author" else f"{speaker}, reported"
                    for speaker in speakers
                }
    return description


def _in_form(table: dict, rows: pd.DataFrame | None) -> pd.DataFrame:
    """Give rows all the columns that the course's table has, in its types."""
    frame = empty = _nothing(table)
    if rows is not None and len(rows):
        frame = rows.reindex(columns=list(empty.columns))
    for field in table["schema"]["fields"]:
        name, limits = field["name"], field.get("constraints", {})
        if field["type"] == "string" and "enum" in limits:
            frame[name] = frame[name].astype(pd.CategoricalDtype(limits["enum"]))
        elif field["type"] == "string" and bool(frame[name].isna().all()):
            frame[name] = frame[name].astype("str").where(frame[name].notna())
    return frame


def write_template(folder: Path | str) -> Path:
    """Lay out a fresh folder: six tables that hold only the names of their columns, and a notebook.

    The notebook finds the course from wherever the folder lies.

    Raises
    ------
    FileExistsError
        If the folder holds a table already; nothing is overwritten.
    """
    folder = Path(folder)
    taken = [name for name in COLUMNS if (folder / f"{name}.csv").exists()]
    if taken:
        raise FileExistsError(f"{folder} holds {taken[0]}.csv already; choose another folder")
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns in COLUMNS.items():
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(columns)
    for path in TEMPLATE.glob("[!.]*"):  # not what a file browser leaves
        if path.is_file() and path.suffix != ".csv":
            (folder / path.name).write_text(_starter(path, folder), encoding="utf-8")
    return folder


def _starter(path: Path, folder: Path) -> str:
    """Return the notebook of a fresh folder, which says where the course lies if not around it."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    if tables.ROOT not in folder.resolve().parents:
        for cell in notebook["cells"]:
            cell["source"] = [
                line.replace('course = ""', f"course = {json.dumps(str(tables.ROOT))}")
                for line in cell["source"]
            ]
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
