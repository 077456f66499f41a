"""The record of the commentary.

Every paragraph and claim is there, in our words, and the loader knows a reader's copy.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from theatres import tables
from theatres.model import argument

ROOT = Path(__file__).resolve().parents[1]


def article() -> str | None:
    """Return the article's text, if the reader keeps a copy in or beside the project."""
    kept = [ROOT / "seeds" / "commentary.txt", *sorted(ROOT.parent.glob("*/seeds/*.txt"))]
    if os.environ.get("THEATRES_COMMENTARY"):
        kept.insert(0, Path(os.environ["THEATRES_COMMENTARY"]))
    return next((p.read_text(encoding="utf-8") for p in kept if p.is_file()), None)


needs_article = pytest.mark.skipif(
    article() is None, reason="needs an own copy of the article, seeds/commentary.txt"
)


def test_all_claims_and_paragraphs_are_there():
    claims, record = tables.read("claims"), tables.paragraphs()
    assert list(claims["id"]) == [f"C{i:02d}" for i in range(1, 68)]
    assert list(record["id"]) == [f"P{i}" for i in range(1, 17)]
    assert set(claims["paragraph"]) == set(record["id"])
    assert (record["summary"].str.split().str.len() <= 40).all()
    assert set(tables.listed(claims["systems"])) == set(tables.read("systems")["id"])
    assert claims["short"].str.split().str.len().max() <= 8
    assert (claims["hedged"] == claims["hedge"].notna()).all()


def test_the_commentary_asserts_at_least_ninety_ties_in_every_paragraph():
    ties = tables.read("ties")
    asserted = ties[ties["asserted_by"] == "commentary"]
    assert len(asserted) >= 90
    assert asserted["claim"].notna().all() and set(asserted["paragraph"]) == set(
        tables.paragraphs()["id"]
    )
    home = tables.read("claims").set_index("id")["paragraph"]
    assert (asserted["claim"].map(home) == asserted["paragraph"]).all()


@needs_article
def test_the_hashes_are_those_of_the_text(tmp_path):
    copy = tmp_path / "commentary.txt"
    copy.write_text(article(), encoding="utf-8")
    result = argument.own_copy(copy)
    assert result["missing"] == [] and len(result["found"]) == 16
    record = tables.paragraphs().set_index("id")["words"]
    assert all(len(text.split()) == record[p] for p, text in result["found"].items())


@needs_article
def test_a_changed_paragraph_is_told_apart(tmp_path):
    copy = tmp_path / "commentary.txt"
    copy.write_text(article().replace("lifeline", "life line"), encoding="utf-8")
    assert argument.own_copy(copy)["missing"] == ["P3"]


def test_without_a_copy_nothing_is_found_or_missed(tmp_path):
    assert argument.own_copy(tmp_path / "none.txt") == {"found": {}, "missing": []}


@needs_article
def test_no_eight_words_in_a_row_stand_in_the_commentary():
    def words(text):
        return re.findall(r"[a-z0-9]+", text.lower().replace("’", "'"))

    def runs(text):
        w = words(text)
        return {tuple(w[i : i + 8]) for i in range(len(w) - 7)}

    title = words(
        "Russia's disruptive actions show that European and Asian security cannot be decoupled"
    )
    theirs = runs(article()) - {tuple(title[i : i + 8]) for i in range(len(title) - 7)}
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True
    ).stdout.split()
    copied = {}
    for name in files:
        path = ROOT / name
        if (
            path.suffix
            in {".py", ".md", ".ipynb", ".csv", ".json", ".yml", ".cff", ".txt", ".in", ".js"}
            and path.is_file()
        ):
            found = runs(path.read_text(encoding="utf-8")) & theirs
            if found:
                copied[name] = " ".join(found.pop())
    assert not copied


def test_rows_that_name_a_claim_alone_or_in_a_list():
    judged = argument.bearing_on("evidence", "C58")
    assert len(judged) and set(judged["claim"]) == {"C58"}
    events = argument.bearing_on("events", "C24")
    assert len(events) and events["claims"].str.split(";").map(lambda ids: "C24" in ids).all()
