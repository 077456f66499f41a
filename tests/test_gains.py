"""Before and after: two forms of one make, kept answers, and what a class gained."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from theatres import before_and_after, class_gain, compare_class, work
from theatres.model import gains, questions


def right_answers(form: str, wrong: int = 0) -> dict:
    """Answer a form rightly but for its first items."""
    found = {}
    for i, row in enumerate(questions.form(form).itertuples()):
        options = row.options.split("|")
        good = [o[1:] for o in options if o.startswith("*")]
        bad = [o for o in options if not o.startswith("*")]
        found[f"answer/{row.id}"] = bad[0] if i < wrong else good[0]
    return found


def test_the_forms_are_parallel():
    a, b = questions.form("a"), questions.form("b")
    assert len(a) == len(b) == len(gains.SKILLS) >= 10
    assert a["objective"].to_list() == b["objective"].to_list()
    assert not set(a["question"]) & set(b["question"])


def test_the_second_time_asks_the_other_form_and_keeps_apart(work_folder):
    first, second = before_and_after("before"), before_and_after("after")
    assert not set(first.items) & set(second.items)
    assert set(before_and_after("before").items) == set(first.items), "the draw is kept"
    first.senses["M1"][0].value, second.senses["M1"][0].value = "30", "70"
    second.senses["M1"][1].value = "many"
    assert "“many” is no whole number from 0 to 100" in second.wrong["M1"].value
    row = gains.moved(work.everything()).set_index("sense").loc["ties"]
    assert (row["before"], row["after"], row["moved"]) == (30, 70, 40)
    second.show()
    said = second.result.value
    assert ">70<" in said and ">not given<" in said, "points are whole numbers, gaps are words"
    assert "The form after is not complete yet: 10 of its items open." in said


def _id(item: str) -> str:
    forms = pd.concat([questions.form("a"), questions.form("b")])
    return forms.set_index("question").at[item, "id"]


def test_nothing_is_told_to_be_right_before_both_are_done(work_folder):
    work.put_many({"form/first": "a", **right_answers("a", 3)})
    view = before_and_after("before")
    view.show()
    assert "7 of 10" not in view.result.value and "What is right" not in view.result.value
    assert gains.explained(work.everything()).empty
    work.put_many(right_answers("b", 1))
    view.show()
    assert "Before: 7 of 10" in view.result.value and "After: 9 of 10" in view.result.value
    skills = gains.skills(work.everything()).set_index("skill")
    assert skills.loc["cutting a sentence"].to_list() == ["not yet", "not yet"]
    assert skills.loc["hedges"].to_list() == ["not yet", "right"]
    assert "the premise that carries" in view.result.value
    missed = gains.explained(work.everything())
    assert len(missed) == 4 and missed["why"].str.len().min() > 20
    assert all(questions.is_right(_id(item), right) for item, right, _ in missed.to_numpy())
    assert "What is right, and why" in view.result.value


def test_a_class_of_few_is_said_to_be_few():
    works = {
        "x": {"form/first": "a", **right_answers("a", 5), **right_answers("b", 0)},
        "y": {"form/first": "b", **right_answers("b", 10), **right_answers("a", 5)},
        "z": {"form/first": "c"},
    }
    found = class_gain(works)
    assert found["gain"]["gain"].to_list() == [1.0, 0.5]
    assert "2 students" in found["said"] and "few" in found["said"]
    items = found["items"].set_index(["form", "skill"])
    assert items.loc[("a", "cutting a sentence"), "difficulty"] == 0
    assert items.loc[("b", "counts"), "difficulty"] == 0.5
    assert items["discrimination"].isna().all()  # of two people any two items seem to agree
    assert class_gain({})["gain"].empty


def test_a_folder_of_files_is_summed_up_and_shown_in_the_class_view(tmp_path):
    works = {
        "x": {"form/first": "a", **right_answers("a", 5), **right_answers("b", 0)},
        "y": {"form/first": "b", **right_answers("b", 6), **right_answers("a", 3)},
    }
    for name, kept in works.items():
        for when, joined in (("before", 40), ("after", 55)):
            kept[f"sense/{when}/M1"] = {"joined": joined, "sure": 50}
        entries = {key: {"value": value} for key, value in kept.items()}
        text = json.dumps({**work.empty(), "entries": entries})
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    found = class_gain(tmp_path)
    assert found["gain"]["gain"].to_list() == pytest.approx([1.0, 0.5])
    assert str(tmp_path / "broken.json") in found["said"]
    assert found["minds"].loc["ties", ["moved", "students"]].to_list() == [15, 2]
    view = compare_class(str(tmp_path))
    assert view.figures.layout.display == "none"
    view.view.value = "What was learnt"
    assert "45 percent before, 85 after" in view.words() and "75 percent was" in view.words()
    assert "few" in view.words() and "too few to tell" in view.figures.value
    assert questions.form("a")["question"].iloc[0][:20] in view.figures.value
    head, *rows = view.gradebook()[2].splitlines()
    first = dict(zip(head.split(","), rows[0].split(",")))
    assert len(rows) == 2 and (first["form_before"], first["form_after"]) == ("50.0", "100.0")


def test_a_class_that_took_no_forms_is_told_so(tmp_path):
    text = json.dumps({**work.empty(), "entries": {"stance/before": {"value": 20}}})
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    view = compare_class(str(tmp_path))
    view.view.value = "What was learnt"
    assert "Nobody has taken both forms" in view.words() and view.stage.children == ()


def test_a_wrong_time_lists_the_right_ones():
    with pytest.raises(ValueError, match="before, after"):
        before_and_after("later")
