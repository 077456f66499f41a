"""Floor 0: another argument in the place of the commentary.

A folder of six simple tables, checked and put on a shelf.
"""

from __future__ import annotations

import copy
import csv
from pathlib import Path

import pandas as pd

from . import tables
from .tables import Problem, Shelf, TableError

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
        "Where you found it: a title or a web address; empty for the text itself. Several are joined by ';'.",
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
    """Describe the six tables in the form of ``datapackage.json``, from the course's own description."""
    with tables.using(None):
        resources = []
        for name, columns in COLUMNS.items():
            schema = {
                "fields": [
                    copy.deepcopy(_OTHER.get((name, c)) or tables.field(name, c)) for c in columns
                ],
                "primaryKey": ["id"],
                "missingValues": [""],
                "foreignKeys": [
                    {"fields": [c], "reference": {"resource": other, "fields": ["id"]}}
                    for c, other in _FOREIGN.get(name, [])
                ],
            }
            resources.append(
                {
                    "name": name,
                    "path": f"{name}.csv",
                    "title": name.capitalize(),
                    "format": "csv",
                    "mediatype": "text/csv",
                    "encoding": "utf-8",
                    "dialect": {"delimiter": ",", "header": True},
                    "schema": schema,
                }
            )
    return {"name": "own-argument", "resources": resources}


def check_folder(folder: Path | str) -> list[Problem]:
    """Check a folder of the six tables and return every mistake in it at once.

    Parameters
    ----------
    folder : path
        Made as ``own_argument/GUIDE.md`` says.

    Returns
    -------
    list of tables.Problem
        Each with file, row, column, what is wrong and what to do; empty if all is well.
    """
    folder = Path(folder)
    if not folder.is_dir():
        return [
            Problem(
                str(folder),
                0,
                "",
                "there is no such folder.",
                "Copy own_argument/template/, fill in its tables, and give the copy's name.",
            )
        ]
    with tables.using(Shelf(described(), {}, pd.DataFrame(), (0, 0))):
        present = [
            name
            for name in COLUMNS
            if name not in MAY_BE_EMPTY or not _is_empty(folder / f"{name}.csv")
        ]
        problems = tables.check(folder, present)
        sound = [
            name
            for name in present
            if not tables._unreadable(folder / f"{name}.csv", tables.resource(name))
        ]
        rows = {name: tables._raw(folder / f"{name}.csv") for name in sound}
    return sorted({*problems, *_beyond(rows)})


def _is_empty(path: Path) -> bool:
    """Say whether an optional table is left out, or holds its column names only."""
    if not path.exists():
        return True
    try:
        return path.is_file() and len(path.read_text(encoding="utf-8").strip().splitlines()) == 1
    except (OSError, ValueError):
        return False


def _beyond(rows: dict[str, list[dict]]) -> list[Problem]:
    """Check what holds between cells.

    Theatres, ties and reasons from a thing to itself, hedges without a word.
    """
    problems = []
    theatres = list(dict.fromkeys(r["theatre"] for r in rows.get("actors", []) if r.get("theatre")))
    if len(theatres) > MOST_THEATRES:
        problems.append(
            Problem(
                "actors.csv",
                0,
                "theatre",
                f"{len(theatres)} theatres are named.",
                f"Use at most {MOST_THEATRES}; most arguments need two to four.",
            )
        )
    for table, columns in (
        ("ties", ("source_theatre", "target_theatre")),
        ("events", ("theatre",)),
    ):
        for number, row in enumerate(rows.get(table, []), 2):
            for c in columns:
                if theatres and row.get(c) and row[c] not in theatres:
                    problems.append(
                        Problem(
                            f"{table}.csv",
                            number,
                            c,
                            f"{row[c]!r} is no actor's theatre.",
                            f"Use one of: {', '.join(theatres[:MOST_THEATRES])}.",
                        )
                    )
    for table, one, other, cure in (
        ("ties", "source", "target", "A tie joins two different actors."),
        ("reasons", "source", "target", "A claim cannot be a reason for or against itself."),
    ):
        for number, row in enumerate(rows.get(table, []), 2):
            if row.get(one) and row.get(one) == row.get(other):
                problems.append(
                    Problem(
                        f"{table}.csv", number, other, f"{row[other]!r} stands in {one} too.", cure
                    )
                )
    for number, row in enumerate(rows.get("claims", []), 2):
        if (row.get("hedged") or "").lower() == "true" and not row.get("hedge"):
            problems.append(
                Problem(
                    "claims.csv",
                    number,
                    "hedge",
                    "the claim is marked as hedged, but the hedge is empty.",
                    "Write the hedging word of the text, or mark the claim false.",
                )
            )
    return problems


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
    return _shelve(Path(folder))


def _shelve(folder: Path) -> Shelf:
    with tables.using(Shelf(described(), {}, pd.DataFrame(), (0, 0))):
        own = {
            name: tables.read(name, folder)
            if name not in MAY_BE_EMPTY or not _is_empty(folder / f"{name}.csv")
            else _nothing(name)
            for name in COLUMNS
        }
        tables._read.cache_clear()  # the student will correct the files and open them again
    claims, ties, events = own["claims"], own["ties"], own["events"]
    paragraph_of = claims.set_index("id")["paragraph"]
    sources = _sources(folder, ties, events)
    by_text = dict(zip(sources["title"], sources["id"]))

    def cited(column):
        return column.map(
            lambda cell: (
                ";".join(by_text[t.strip()] for t in cell.split(";") if t.strip())
                if isinstance(cell, str) and cell.strip(" ;")
                else "own_text"
            )
        )

    ties = ties.assign(
        start_precision=ties["start"].map(_precision),
        end_precision=ties["end"].map(_precision),
        paragraph=ties["claim"].map(paragraph_of),
        sources=cited(ties["sources"]),
    )
    events = events.assign(
        precision=events["date"].map(_precision),
        paragraph=events["claims"].str.split(";").str[0].map(paragraph_of),
        sources=cited(events["sources"]),
    )
    reported = set(claims.loc[claims["speaker"] != "author", "id"])
    reasons = own["reasons"].assign(
        kind=[
            "premise"
            if r.relation == "supports"
            else "objection"
            if r.source in reported
            else "concession"
            for r in own["reasons"].itertuples()
        ]
    )
    record = own["paragraphs"].assign(
        position=range(1, len(own["paragraphs"]) + 1),
        words=own["paragraphs"]["text"].fillna("").str.split().str.len(),
        sha256="",
    )
    description = _widened(
        list(dict.fromkeys(own["actors"]["theatre"])), list(dict.fromkeys(claims["speaker"]))
    )
    filled = {
        "claims": claims,
        "actors": own["actors"],
        "ties": ties,
        "events": events,
        "reasons": reasons,
        "sources": sources,
    }
    spoken = [int(d[:4]) for d in pd.concat([ties["start"], ties["end"], events["date"]]).dropna()]
    shelf = Shelf(description, {}, record, (min(spoken), max(spoken)))
    with tables.using(shelf):
        shelf.frames.update(
            {
                r["name"]: _in_form(r["name"], filled.get(r["name"]))
                for r in description["resources"]
            }
        )
    return shelf


def _precision(when) -> str | None:
    return {4: "year", 7: "month", 10: "day"}.get(len(when)) if isinstance(when, str) else None


def _nothing(table: str) -> pd.DataFrame:
    """Return a table of the shelf in use with no rows, its columns of the right types."""
    types = {"number": "float64", "integer": "Int64", "boolean": "bool"}
    return pd.DataFrame(
        {
            f["name"]: pd.Series([], dtype=types.get(f["type"], "str"))
            for f in tables.resource(table)["schema"]["fields"]
        }
    )


def _sources(folder: Path, *frames: pd.DataFrame) -> pd.DataFrame:
    """Make rows of the sources table from what the student wrote beside ties and events.

    The text itself comes first.
    """
    said = (
        pd.concat([f["sources"] for f in frames]).dropna().str.split(";").explode().str.strip()
        if frames
        else pd.Series(dtype=str)
    )
    titles = [t for t in dict.fromkeys(said) if t]
    return pd.DataFrame(
        [
            ("own_text", f"The text of {folder.resolve().name}"),
            *[(f"own_{i}", t) for i, t in enumerate(titles, 1)],
        ],
        columns=["id", "title"],
    ).assign(
        url=lambda rows: rows["title"].where(rows["title"].str.match(r"https?://\S+$")),
        kind="opinion",
        read_as="full",
    )


def _widened(theatres: list[str], speakers: list[str]) -> dict:
    """Return the course's description, its closed lists of theatres and speakers replaced by those of the text."""
    with tables.using(None):
        description = copy.deepcopy(tables.description())
    for r in description["resources"]:
        for f in r["schema"]["fields"]:
            if f["name"] in ("theatre", "source_theatre", "target_theatre"):
                f["constraints"]["enum"] = theatres
            if (r["name"], f["name"]) == ("claims", "speaker"):
                f["constraints"]["enum"], f["meanings"] = (
                    speakers,
                    {s: "the author" if s == "author" else f"{s}, reported" for s in speakers},
                )
    return description


def _in_form(table: str, rows: pd.DataFrame | None) -> pd.DataFrame:
    """Give rows all the columns that the course's table has, in its types."""
    empty = _nothing(table)
    if rows is None:
        rows = empty
    frame = rows.reindex(columns=list(empty.columns)) if len(rows) else empty
    for f in tables.resource(table)["schema"]["fields"]:
        if f["type"] == "string" and "enum" in f.get("constraints", {}):
            frame[f["name"]] = frame[f["name"]].astype(
                pd.CategoricalDtype(f["constraints"]["enum"])
            )
        elif f["type"] == "string" and frame[f["name"]].isna().all():
            frame[f["name"]] = frame[f["name"]].astype("str").where(frame[f["name"]].notna())
    return frame


def write_template(folder: Path | str) -> Path:
    """Lay out a fresh folder: six tables that hold only the names of their columns.

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
    return folder
