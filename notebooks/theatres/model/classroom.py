"""Floor 1: a class together - where it stood and stands, what it missed, what it believes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from .. import tables, work
from . import gains, questions, weighing, workwords

STUDENTS = 12  # of the invented class
SEED = 9
KNOWN = {gains.BEFORE: 0.5, gains.AFTER: 0.7}  # how much of the ten items the invented class knows


@dataclass(frozen=True, eq=False)
class ClassWork:
    """What a class handed in, and what it comes to, each worked out when it is asked for."""

    works: Mapping[str, Mapping]  # name of a file to the work in it, key to value
    credences: Mapping[str, Mapping[str, float]]  # name of a file to its credences, by claim

    @cached_property
    def stances(self) -> pd.DataFrame:
        """Where each student stood and stands (see `stances`)."""
        return stances(self.works)

    @cached_property
    def missed(self) -> pd.DataFrame:
        """The self-checks that are missed most (see `missed`)."""
        return missed(self.works)

    @cached_property
    def people(self) -> pd.DataFrame:
        """Credences, 0 to 1: one row a student, one column a claim."""
        return pd.DataFrame(self.credences).T

    @cached_property
    def summary(self) -> pd.DataFrame:
        """What they believe of the claims of the argument in use (see `class_summary`)."""
        found = class_summary(self.people)
        return found[found.index.isin(tables.read("claims")["id"])]

    @cached_property
    def learnt(self) -> Mapping:
        """What the class learnt (see `gains.class_gain`)."""
        return gains.class_gain(self.works)


@tables.remembered
def invented() -> ClassWork:
    """Return what the invented class comes to, made up once."""
    works = invented_work()
    return ClassWork(works, {name: work.credences_among(kept) for name, kept in works.items()})


def class_summary(credences: pd.DataFrame | Iterable[Mapping[str, float]]) -> pd.DataFrame:
    """Say of each claim what the class thinks of it, and where it disagrees most.

    Parameters
    ----------
    credences : pandas.DataFrame, or mappings of str to float
        One row a student, one column a claim; or one mapping a student, claim to 0 to 1, as
        `work.class_credences` returns them.

    Returns
    -------
    pandas.DataFrame
        Index claim; ``students`` (who gave one), ``median``, ``low`` and ``high`` (quartiles),
        ``spread`` (their distance), widest spread first. Claims that only one student spoke about
        are left out: a median of one would name the one.
    """
    credences = pd.DataFrame(credences)
    found = pd.DataFrame(
        {
            "students": credences.count(),
            "median": credences.median(),
            "low": credences.quantile(0.25),
            "high": credences.quantile(0.75),
        }
    )
    found = (
        found[found["students"] > 1]
        .assign(spread=lambda f: f["high"] - f["low"])
        .rename_axis("claim")
    )
    return found.sort_index().sort_values("spread", ascending=False, kind="stable")


def invented_class(students: int = STUDENTS) -> pd.DataFrame:
    """Make up a class for practice: seeded chance around our ledger's suggestion.

    Nobody real has answered.
    """
    chance = np.random.default_rng(SEED)
    claims = [*weighing.premises(), *weighing.CONCLUSIONS]
    centre = weighing.suggested(hindsight=True).loc[claims].to_numpy()
    lean = chance.normal(0, 0.15, (students, 1))  # a student who trusts the text trusts most of it
    drawn = (
        centre
        + lean
        + chance.normal(0, 0.06, (students, len(claims))) * chance.uniform(0.5, 3, len(claims))
    )
    return pd.DataFrame(drawn.clip(0, 1).round(2), columns=claims)


def invented_work(students: int = STUDENTS) -> dict[str, dict]:
    """Make up a class's files for practice: its credences, stances and self-checks.

    Nobody real has answered.
    """
    chance, of_forms = np.random.default_rng(SEED), np.random.default_rng(SEED + 1)
    ids = questions.asked()["id"].to_list()
    hard = chance.uniform(0.3, 1, len(ids))  # how likely each question is got right
    works = {}
    for n, (_, given) in enumerate(invented_class(students).iterrows(), 1):
        before = chance.uniform(10, 90)
        right = chance.random(len(ids)) < hard
        works[f"invented-{n}.json"] = {
            "stance/before": round(before),
            "stance/after": round(float(np.clip(before + chance.normal(0, 15), 0, 100))),
            **{f"credence/{claim}": float(value) for claim, value in given.items()},
            **{f"checked/{q}": bool(yes) for q, yes in zip(ids, right)},
            **_invented_forms(of_forms),
        }
    return works


def _invented_forms(chance: np.random.Generator) -> dict:
    """Make up a student's two forms, and the stance on each sense before and after."""
    first = str(chance.choice(["a", "b"]))
    kept: dict = {"form/first": first}
    for when, known in KNOWN.items():
        for row in questions.form(gains.form_of(kept, when)).itertuples():
            options = sorted(row.options.split("|"), key=lambda option: not option.startswith("*"))
            given = options[0] if chance.random() < known else options[1]
            kept[f"answer/{row.id}"] = given.removeprefix("*")
    for sense in tables.read("senses")["id"]:
        joined = chance.uniform(20, 80)
        sure = chance.uniform(20, 70)
        for when in gains.TIMES:
            kept[f"sense/{when}/{sense}"] = {"joined": round(joined), "sure": round(sure)}
            joined = float(np.clip(joined + chance.normal(0, 12), 0, 100))
            sure = float(np.clip(sure + chance.normal(8, 8), 0, 100))
    return kept


def stances(works: Mapping[str, Mapping]) -> pd.DataFrame:
    """Return where each student stood before and stands after.

    Parameters
    ----------
    works : mapping
        Name of a file to the work in it, key to value.

    Returns
    -------
    pandas.DataFrame
        ``before`` and ``after``, 0 to 100 or missing; whoever gave neither is left out. Sorted by
        where they stood, so that no order of names is seen.
    """
    rows = pd.DataFrame(
        [
            (workwords.stance(kept, workwords.BEFORE), workwords.stance(kept, workwords.AFTER))
            for kept in works.values()
        ],
        columns=["before", "after"],
        dtype="float64",
    )
    given = rows.dropna(how="all")
    order = given["before"].fillna(given["after"]).sort_values(kind="stable").index
    return given.loc[order].reset_index(drop=True)


def missed(works: Mapping[str, Mapping]) -> pd.DataFrame:
    """Say which self-checks the class misses most.

    Parameters
    ----------
    works : mapping
        As in `stances`.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``lesson``, ``question``, ``tried`` (students who checked an answer), ``missed``
        (those whose last answer was not right), most missed first.
    """
    rows = questions.asked()[["id", "lesson", "question"]]
    checked = [[kept.get(f"checked/{q}") for kept in works.values()] for q in rows["id"]]
    rows = rows.assign(
        tried=[sum(isinstance(c, bool) for c in each) for each in checked],
        missed=[sum(c is False for c in each) for each in checked],
    )
    found = rows[rows["missed"] > 0].assign(share=lambda r: r["missed"] / r["tried"])
    by = ["missed", "share", "id"]
    return found.sort_values(by, ascending=[False, False, True], ignore_index=True)


def one_a_row(people: pd.DataFrame, labels: pd.Series) -> pd.DataFrame:
    """List who believes what, one row a student and claim.

    Parameters
    ----------
    people : pandas.DataFrame
        One row a student, one column a claim: credences, 0 to 1.
    labels : pandas.Series
        Index claim; what stands beside its dots, in their order.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``percent``.
    """
    rows = [
        (label, round(100 * value, 1))
        for claim, label in labels.items()
        for value in people[claim].dropna().sort_values()
    ]
    return pd.DataFrame(rows, columns=["label", "percent"])


def gradebook(works: Mapping[str, Mapping]) -> pd.DataFrame:
    """Return one row a student, for a table of marks.

    Parameters
    ----------
    works : mapping
        As in `stances`.

    Returns
    -------
    pandas.DataFrame
        ``file``, ``right_or_kept``, ``answered``, ``asked``, ``stance_before``, ``stance_after``,
        ``form_before``, ``form_after`` (percent right of the ten items; missing if not complete),
        ``credences`` (of their own), ``forecasts``, ``brief_written`` (yes or no).
    """
    rows = []
    for name, kept in works.items():
        done = workwords.progress(dict(kept))
        written = kept.get("verdict")
        case = written.get("case") if isinstance(written, dict) else None
        rows.append(
            (
                name,
                int(done["done"].sum()),
                int(done["tried"].sum()),
                int(done["all"].sum()),
                workwords.stance(kept, workwords.BEFORE),
                workwords.stance(kept, workwords.AFTER),
                *(_percent_right(kept, when) for when in gains.TIMES),
                sum(key.startswith("credence/") for key in kept),
                sum(key.startswith("forecast/") for key in kept),
                "yes" if case else "no",
            )
        )
    columns = ["file", "right_or_kept", "answered", "asked", "stance_before", "stance_after"]
    columns += ["form_before", "form_after", "credences", "forecasts", "brief_written"]
    return pd.DataFrame(rows, columns=columns)


def _percent_right(kept: Mapping, when: str) -> float | None:
    right = gains.answered(kept, when)
    return 100 * float(right.mean()) if len(right) else None
