"""The report and the files that leave the course: names, sentences, percent, date, edition."""

import json
import re
from datetime import date

import pytest
import yaml

from theatres import tables, work
from theatres.explorers import mywork
from theatres.model import report, workwords

KEPT = {
    "answer/Q00-07": "About 35, because means are scarce.",
    "credence/C58": 0.62,
    "taken/C09": 0.78,
    "forecast/F01": 40,
    "coding/P10": {"EUROPE>KOR": "no tie"},
    "weighing/heard": ["D24"],
    "verdict": {"stance": "asia-first", "measures": ["V01", "V09"], "grounds": ["C58"]},
}


@pytest.fixture(autouse=True)
def own_folder(work_folder):
    return work_folder


def text() -> str:
    return report.markdown("t", workwords.sections(KEPT))


def test_the_report_speaks_in_names_and_percent():
    told = text()
    for said in (
        "European and Asian security cannot be decoupled | 62 percent",
        "40 percent",
        "P10: European states and South Korea | no tie",
        "Buzan",
        "Asia first: put scarce means in the Indo-Pacific",
        "Upgrade NATO's format with the four; Keep NATO to its own area",
    ):
        assert said in told, said
    assert not re.findall(r"\b[CDVF]\d\d\b|\b0\.\d", told)


def test_what_was_taken_over_is_told_apart():
    own, taken = text().split("## Taken over from the course, not my own")
    assert "78 percent" in taken.split("## ")[0] and "78 percent" not in own
    assert list(workwords.credences(KEPT)["claim"]) == ["C58"]


def test_stances_stand_first():
    first = workwords.sections({**KEPT, "stance/after": 60})[0]
    assert "35 of 100 before the course, and at 60 after: moved +25 points." in first.text[0]
    assert "thesis 62 percent" in first.text[1]


@pytest.mark.parametrize(
    "kept, says",
    [
        ({"note/a": "b"}, "not said yet"),
        ({"stance/before": 20}, "at 20 of 100 before the course; I have not said since"),
        ({"stance/after": 20}, "at 20 of 100 now"),
        ({"stance/before": 20, "stance/after": 20}, "did not move"),
        ({"stance/before": 20, "answer/Q00-07": "70"}, "at 20 of 100"),
        ({"answer/Q00-07": "it depends"}, "not said yet"),
        ({"answer/Q00-07": "900"}, "not said yet"),
        ({"stance/before": True}, "not said yet"),
    ],
)
def test_a_stance_is_read_from_where_it_was_given(kept, says):
    assert says in workwords.stances(kept)[0]


def test_report_and_file_say_when_and_with_what():
    work.put("credence/C58", 0.5)
    edition = tables.edition()
    page = mywork.report_markdown()
    assert page.startswith(f"# My work in Two Theatres, {date.today():%Y-%m-%d}")
    assert f"version {edition['version']}; data as of {edition['data_as_of']}" in page
    saved = json.loads(work.save_out())
    assert saved["edition"] == edition and not work.problem_in(work.save_out())
    assert saved["version"] == 1  # the form of the file, which older versions read


def test_the_edition_is_that_of_the_citation():
    cited = yaml.safe_load((tables.ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["version"] == tables.edition()["version"]
    assert tables.edition()["data_as_of"] == tables.read("events")["date"].max()


def test_files_of_two_students_never_share_a_name(tmp_path, monkeypatch):
    names = set()
    for student in range(30):
        monkeypatch.setenv("THEATRES_WORK", str(tmp_path / str(student)))
        names |= {work.file_name("work", "json"), work.file_name("work", "json")}
    assert len(names) == 30  # and one student's keep theirs


def test_a_nickname_stands_in_the_names_of_files():
    mywork.my_work().nickname.value = " Ana / B. "
    assert work.file_name("report", "md").startswith("two-theatres-report-ana_b-20")
    assert "Ana" not in mywork.report_markdown()
    mywork.my_work().nickname.value = ""
    assert "ana" not in work.file_name("report", "md")


def test_where_i_stand_now_is_asked_beside_where_i_stood():
    work.put("stance/before", 30)
    mine = mywork.my_work()
    assert mine.stance.value == 30 and work.get("stance/after") is None  # not moved, not given
    mine.stance.value = 55
    assert work.get("stance/after") == 55 and "moved +25 points" in mine.result.value
    assert mywork.my_work().stance.value == 55
