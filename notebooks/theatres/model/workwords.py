"""Floor 1: a student's work in names, sentences and percent, as the report tells it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from .. import tables
from . import questions, verdict, weighing
from .report import Picture, Section

# Where a stance of 0 to 100 may be kept; of two, the first counts.
BEFORE = ("stance/before", "answer/Q00-07")
AFTER = ("stance/after",)
KINDS = {
    "again": "Asked again in later lessons",
    "credence": "How likely I hold it",
    "sense": "How true I hold each sense of decoupled",
    "taken": "Taken over from the course, not my own",
    "forecast": "What I expected",
    "coding": "What I coded",
    "weighing": "Whom I heard",
    "guess": "What I guessed before I looked",
    "worked": "Exercises",
    "test": "What the tests gave me",
    "note": "Notes",
    "verdict": "My verdict",
}
PARTS = {
    "stance": "Stance",
    "measures": "Measures",
    "grounds": "Grounds",
    "case": "My case",
    "answer": "My answer to the objection",
    "mind": "I would change my mind if",
}


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
    """Return the student's own credences in claims: ``claim``, ``short``, ``percent``.

    What is no number from 0 to 100 is passed over, and what was taken over from the course.
    """
    short = tables.read("claims", argument="both").set_index("id")["short"]
    found = {claim: credence(kept.get(f"credence/{claim}")) for claim in short.index}
    rows = [(c, short[c], percent) for c, percent in found.items() if percent is not None]
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
        Stances, progress, answers by lesson, then whatever else was kept, by kind; charts last.
    """
    if not kept:
        return [Section("Nothing yet", ["You have not answered anything so far."])]
    done = progress(kept)
    parts = [
        Section("Where I stood, and where I stand", stances(kept)),
        Section(
            "How far I am",
            table=done[done["tried"] > 0].set_axis(
                ["Lesson", "Right or kept", "Answered", "Questions"], axis=1
            ),
        ),
    ]
    rows = tables.read("questions")
    rows = rows.assign(
        mine=[plain(kept.get(f"answer/{q}")) for q in rows["id"]],
        state=[
            _state(kept.get(f"checked/{q}"), kind)
            for q, kind in zip(rows["id"], rows["kind"].astype(str))
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
    parts += [Section(heading, table=rows) for heading, rows in others(kept).items()]
    return parts + ([Section("My charts", pictures=list(pictures))] if pictures else [])


def _state(checked, kind: str) -> str:
    """Say what came of a self-check; what is written in words is kept and not judged."""
    if not isinstance(checked, bool):
        return "not checked"
    right = "kept" if kind == "written" else "right"
    return right if checked else "not yet right"


def stance(kept: dict, places: tuple[str, ...]) -> float | None:
    """Return a stance between 0 (the theatres can be kept apart) and 100 (they cannot).

    Parameters
    ----------
    kept : dict
        The work, key to value.
    places : tuple of str
        Keys where it may stand (`BEFORE` or `AFTER`); a text gives the first number in it.

    Returns
    -------
    float or None
        None if it was not given.
    """
    for key in places:
        value = kept.get(key)
        if isinstance(value, str):
            found = re.search(r"\d+(?:[.,]\d+)?", value)
            value = float(found[0].replace(",", ".")) if found else None
        if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 100:
            return float(value)
    return None


def credence(value) -> float | None:
    """Return a kept credence in percent: 0 to 1 as a fraction, or 0 to 100; None if it is none."""
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value <= 100:
        return None
    return 100 * value if value <= 1 and isinstance(value, float) else float(value)


def stances(kept: dict) -> list[str]:
    """Say where the student stood before and stands after, and what they hold of the thesis."""
    before, after = stance(kept, BEFORE), stance(kept, AFTER)
    if after is None and before is None:
        said = ["You have not said yet where you stand."]
    elif before is None:
        said = [f"I stand at {after:.0f} of 100 now; I gave no number before the course."]
    elif after is None:
        said = [f"I stood at {before:.0f} of 100 before the course; I have not said since."]
    else:
        moved = after - before
        way = "did not move" if not moved else f"moved {moved:+.0f} points"
        said = [
            f"I stood at {before:.0f} of 100 before the course, and at {after:.0f} after: {way}."
        ]
    thesis = weighing.thesis()
    held = credence(kept.get(f"credence/{thesis}"))
    if held is not None:
        said.append(f"In the weighing I gave the thesis {held:.0f} percent.")
    return [*said, "0: the two theatres can be kept apart; 100: they cannot."]


def others(kept: dict) -> dict[str, pd.DataFrame]:
    """Say in names what was kept besides answers and charts.

    Parameters
    ----------
    kept : dict
        The work, key to value.

    Returns
    -------
    dict
        Heading to a table of ``On`` and ``Mine``.
    """
    tell = _tellers()
    found: dict[str, list] = {}
    for key, value in sorted(kept.items()):
        kind, _, name = key.partition("/")
        if kind not in ("answer", "checked", "chart", "file", "form", "stance"):
            say = tell.get(kind, lambda name, value: [(name or "", plain(value))])
            found.setdefault(kind, []).extend(say(name, value))
    return {
        KINDS.get(kind, kind.replace("-", " ").capitalize()): pd.DataFrame(
            rows, columns=["On", "Mine"]
        )
        for kind, rows in found.items()
    }


def _tellers() -> dict[str, Callable]:
    """Return, for each kind of work, how its entries are told as rows of name and value."""
    claims = tables.read("claims", argument="both").set_index("id")["short"]
    voices = tables.read("positions", argument="both").set_index("id")
    voices = voices["author"] + ", " + voices["title"]
    actors = tables.read("actors").set_index("id")["name"]
    asked = tables.read("forecasts", argument="both").set_index("id")["question"]
    senses = tables.read("senses").set_index("id")["sense"]
    checks = tables.read("questions").set_index("id")["question"]
    parts = tables.read("exercises").set_index("id")["prompt"]

    def held(name, value):
        percent = credence(value)
        said = plain(value) if percent is None else f"{percent:.0f} percent"
        return [(claims.get(name, voices.get(name, name)), said)]

    def expected(name, value):
        return [(asked.get(name, name), f"{plain(value)} percent")]

    def coded(name, value):
        if not isinstance(value, dict):
            return [(name, plain(value))]
        pairs = [pair.split(">") for pair in value]
        named = [" and ".join(actors.get(end, end) for end in pair) for pair in pairs]
        return [(f"{name}: {pair}", plain(code)) for pair, code in zip(named, value.values())]

    def heard(name, value):
        listed = value if isinstance(value, list) else [value]
        return [
            (
                "",
                "; ".join(
                    voices.get(v, plain(v)) if isinstance(v, str) else plain(v) for v in listed
                ),
            )
        ]

    def again(name, value):
        lesson, _, question = name.partition("/")
        return [(f"In lesson {lesson}: {checks.get(question, question)}", plain(value))]

    def sensed(name, value):
        when, _, sense = name.partition("/")
        return [(f"{when}: {senses.get(sense, sense)}", plain(value))]

    def exercised(name, value):
        return [(parts.get(name, name), plain(value))]

    return {
        "again": again,
        "worked": exercised,
        "sense": sensed,
        "credence": held,
        "taken": held,
        "forecast": expected,
        "coding": coded,
        "weighing": heard,
        "verdict": _verdict,
    }


def _verdict(name: str, value) -> list[tuple[str, str]]:
    if not isinstance(value, dict):
        return [(name, plain(value))]
    titles = dict(verdict.measures_table().set_index("id")["title"])
    claims = dict(tables.read("claims", argument="both").set_index("id")["claim"])
    judged = dict(tables.read("evidence", argument="both").set_index("id")["why"])
    named = {**titles, **claims, **judged, **verdict.STANCES}
    rows = []
    for part, given in value.items():
        listed = given if isinstance(given, list) else [given]
        known = [named.get(one, one) if isinstance(one, str) else plain(one) for one in listed]
        rows.append((PARTS.get(part, part), "; ".join(known)))
    return rows


def plain(value) -> str:
    """Put any kept value into words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, dict):
        return "; ".join(f"{k}: {plain(v)}" for k, v in value.items())
    if isinstance(value, list):
        return "; ".join(map(plain, value))
    return str(value)
