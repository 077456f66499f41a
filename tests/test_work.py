"""The student's work is never lost.

Round trips, damage, two processes at once, and processes killed while they write.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from theatres import work

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.setenv("THEATRES_WORK", str(tmp_path / "my_work"))
    monkeypatch.delenv("BINDER_SERVICE_HOST", raising=False)
    return tmp_path / "my_work"


def process(code: str, *args) -> subprocess.Popen:
    env = {**os.environ, "PYTHONPATH": str(NOTEBOOKS)}
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)], env=env, stdout=subprocess.PIPE, text=True
    )


def test_a_value_comes_back_and_none_forgets_it():
    work.put("answer/Q01-01", ["a", "b"])
    work.put("credence/C13", 70)
    assert work.everything() == {"answer/Q01-01": ["a", "b"], "credence/C13": 70}
    work.put("credence/C13", None)
    assert work.get("credence/C13", "gone") == "gone"


def test_half_a_character_is_kept_as_a_question_mark_and_does_no_harm():
    work.put("note/1", "x\ud800y")
    work.put("note/2", "sound")
    assert work.everything() == {"note/1": "x?y", "note/2": "sound"}
    assert work.notices() == []


def test_saved_out_and_brought_back_on_an_empty_machine(own_folder):
    for i in range(30):
        work.put(f"answer/Q00-{i:02d}", {"text": "Ä, 北京 and | <b>", "n": i})
    before, text = work.everything(), work.save_out()
    (own_folder / work.FILE).unlink()
    assert work.bring_back(text.encode()).startswith("30 of 30 entries")
    assert work.everything() == before
    assert work.save_out() == text  # with the moments they were given at


def test_the_later_of_two_answers_stays():
    work.put("answer/old", "first")
    text = work.save_out()
    time.sleep(0.01)
    work.put("answer/old", "second")
    work.put("answer/new", "mine")
    assert "0 of 1" in work.bring_back(text)
    assert work.everything() == {"answer/old": "second", "answer/new": "mine"}
    later = json.loads(text)
    later["entries"]["answer/old"] = {"value": "third", "at": "2999-01-01T00:00:00+00:00"}
    assert "1 of 1" in work.bring_back(json.dumps(later))
    assert work.get("answer/old") == "third"


@pytest.mark.parametrize(
    "foreign",
    [
        b"",
        b"\xff\xfe",
        b"PK\x03\x04zip",
        b"{}",
        b"[]",
        b"null",
        b"12",
        b'{"cells": [], "nbformat": 4}',
        b'{"course": "two-theatres"}',
        b'{"course": "two-theatres", "entries": []}',
        b'{"course": "two-theatres", "entries": {"a": 1}}',
        b"[" * 100000,
    ],
)
def test_a_foreign_file_is_refused_and_changes_nothing(foreign):
    work.put("answer/1", "mine")
    assert work.bring_back(foreign).startswith("Nothing was changed")
    assert work.everything() == {"answer/1": "mine"}


@pytest.mark.parametrize(
    "damaged", [b"", b"{", b"\xff\xfe\x00", b'{"course": "other", "entries": {}}', b"[" * 100000]
)
def test_a_damaged_file_is_set_aside_unchanged_and_said(own_folder, damaged):
    own_folder.mkdir()
    (own_folder / work.FILE).write_bytes(damaged)
    assert work.everything() == {}
    work.put("answer/1", "new")
    aside = list(own_folder.glob("set-aside-*"))
    assert [a.read_bytes() for a in aside] == [damaged]
    assert aside[0].name in work.notices()[0]
    assert work.everything() == {"answer/1": "new"}


def test_what_the_disk_refuses_is_held_and_written_later(own_folder, monkeypatch):
    work.put("answer/1", "kept")
    with monkeypatch.context() as full:
        full.setattr(work.os, "fsync", lambda _: (_ for _ in ()).throw(OSError("no space left")))
        work.put("answer/2", "held")
        assert work.everything() == {"answer/1": "kept", "answer/2": "held"}
        assert "memory only" in work.notices()[0]
        assert "held" in work.save_out()
    assert not list(own_folder.glob("*.part"))
    work.put("answer/3", "kept again")
    assert work.notices() == []
    assert set(json.loads((own_folder / work.FILE).read_text())["entries"]) == {
        "answer/1",
        "answer/2",
        "answer/3",
    }


def test_merge_leaves_the_parts_that_another_tab_gave():
    work.put("coding/P3", {"A>B": "arms", "C>D": "words"})
    work.merge("coding/P3", {"A>B": "economy", "E>F": "arms"})
    assert work.get("coding/P3") == {"A>B": "economy", "C>D": "words", "E>F": "arms"}
    work.merge("coding/P3", {"A>B": None, "C>D": None, "E>F": None})
    assert work.everything() == {}


def test_many_values_are_one_rewrite_of_the_file(monkeypatch):
    written, replace = [], work.os.replace
    monkeypatch.setattr(work.os, "replace", lambda *a: (written.append(a), replace(*a)))
    values = {f"credence/C{i:02d}": i / 100 for i in range(100)}
    work.put_many(values)
    assert len(written) == 1 and work.everything() == values
    work.put_many({**dict.fromkeys(values), "credence/C99": 0.5})
    assert len(written) == 2 and work.everything() == {"credence/C99": 0.5}
    work.put_many({})
    assert len(written) == 2


def test_what_one_folder_refuses_is_not_shown_in_another(tmp_path, monkeypatch):
    with monkeypatch.context() as full:
        full.setattr(work.os, "fsync", lambda _: (_ for _ in ()).throw(OSError("no space left")))
        work.put("answer/1", "held")
    monkeypatch.setenv("THEATRES_WORK", str(tmp_path / "another"))
    assert work.everything() == {} and work.notices() == []


def test_only_numbers_from_0_to_1_are_credences():
    work.put_many(
        {
            "credence/C01": 0,
            "credence/C02": 1.0,
            "credence/C03": True,
            "credence/C04": 1.1,
            "credence/C05": "0.5",
            "answer/C06": 0.5,
        }
    )
    assert work.kept_credences() == {"C01": 0, "C02": 1.0}
    assert work.credences_in(work.save_out()) == {"C01": 0, "C02": 1.0}
    work.keep_credences({"C01": 0.25, "C02": None})
    assert work.kept_credences() == {"C01": 0.25}


class Windows(ModuleType):
    """The lock of Windows: bytes from where the file stands, given back only from there."""

    LK_UNLCK, LK_LOCK = 0, 1

    def __init__(self):
        super().__init__("msvcrt")
        self.held, self.taken = set(), 0

    def locking(self, handle: int, mode: int, size: int) -> None:
        byte = (os.lseek(handle, 0, os.SEEK_CUR), size)
        if mode == self.LK_LOCK:
            if self.held:
                raise OSError("another process holds it")
            self.held.add(byte)
            self.taken += 1
            os.lseek(handle, 0, os.SEEK_END)  # whoever works meanwhile may move the file
        elif byte not in self.held:
            raise PermissionError("this byte is not locked")
        else:
            self.held.remove(byte)


@pytest.fixture
def windows(monkeypatch, own_folder):
    lock = Windows()
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", lock)
    own_folder.mkdir()
    (own_folder / ".lock").write_bytes(b"not empty")
    return lock


def test_on_windows_the_first_byte_is_locked_and_given_back(windows, monkeypatch):
    work.put("answer/1", "kept")
    assert windows.taken == 1 and not windows.held
    with monkeypatch.context() as full:
        seen = []
        full.setattr(work.os, "fsync", lambda _: seen.append(set(windows.held)) or 1 / 0)
        with pytest.raises(ZeroDivisionError):
            work.put("answer/2", "never")
    assert seen == [{(0, 1)}]  # held while the file is written
    assert not windows.held  # and given back however that ends
    assert work.everything() == {"answer/1": "kept"}


def test_on_windows_an_answer_waits_in_memory_while_another_process_holds_the_lock(windows):
    windows.held.add((0, 1))
    work.put("answer/1", "held")
    assert work.get("answer/1") == "held" and "memory only" in work.notices()[0]
    windows.held.clear()
    work.put("answer/2", "kept")
    assert work.everything() == {"answer/1": "held", "answer/2": "kept"} and not work.notices()


def test_without_any_lock_an_answer_is_kept(monkeypatch, own_folder):
    for name in ("fcntl", "msvcrt"):
        monkeypatch.setitem(sys.modules, name, None)
    work.put("answer/1", "kept")
    assert json.loads((own_folder / work.FILE).read_text())["entries"]["answer/1"]


def test_a_file_that_is_gone_is_not_asked_for(own_folder, monkeypatch):
    """A kernel in a browser remembers it, and would wait for ever."""
    work.put("answer/1", "mine")
    monkeypatch.setattr(work.Path, "read_bytes", lambda path: pytest.fail(f"asked for {path}"))
    (own_folder / work.FILE).unlink()
    assert work.everything() == {}


class RemembersFolders:
    """The files of a kernel in a browser: it remembers a folder that the file list removed."""

    def __init__(self, listdir, mkdir):
        self.known, self.listdir = set(), listdir

        def make(path, **options):
            if self.stale(path):
                pytest.fail(f"waits for ever to see whether {path} is a folder")
            mkdir(path, **options)
            self.known.add(str(path))

        self.make = make

    def stale(self, path) -> bool:
        return str(path) in self.known and not os.path.isdir(path)

    def list(self, path):
        if self.stale(path):
            pytest.fail(f"waits for ever for what {path} holds")
        return self.listdir(path)

    def lookupPath(self, path):  # noqa: N802 - JavaScript's name
        if path not in self.known:
            raise RuntimeError("no such file")
        return SimpleNamespace(node=path)

    def destroyNode(self, node):  # noqa: N802
        self.known.remove(node)


def test_a_folder_that_was_removed_in_a_browser_is_made_again(own_folder, monkeypatch):
    files = RemembersFolders(os.listdir, Path.mkdir)
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setitem(sys.modules, "pyodide_js", SimpleNamespace(FS=files))
    monkeypatch.setattr(work.os, "listdir", files.list)
    monkeypatch.setattr(work.Path, "mkdir", files.make)
    work.put("answer/1", "mine")
    shutil.rmtree(own_folder)
    work.put("answer/2", "after")
    assert work.everything() == {"answer/2": "after"}
    assert os.listdir(own_folder) == [work.FILE]  # no lock: alone, and one more to wait for
    shutil.rmtree(own_folder)
    assert work.everything() == {} and work.set_aside() == [] and len(work.notices()) == 1
    assert work.begin_afresh() == "There is nothing to set aside."


def test_binder_is_announced(monkeypatch):
    assert work.notices() == []
    monkeypatch.setenv("BINDER_SERVICE_HOST", "10.0.0.1")
    assert "deleted" in work.notices()[0]


def test_a_browser_that_runs_the_course_is_announced(monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert "this browser" in work.notices()[0] and work.vanishes()


WRONG = [None, True, -1, 1e308, "", "x" * 5000, [], {}, [[[]]], {"a": {"b": []}}, "\u202e|<script>"]
STRANGE_KEYS = ["", "/", "answer/", "credence/C99", "coding/P3", "nonsense/" * 9]


def other_bytes(raw: bytearray, rng: random.Random) -> bytearray:
    for _ in range(rng.randint(1, 20)):
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return raw


def other_values(file: dict, rng: random.Random, frame: bool) -> None:
    """Spoil a value, a moment, a key, or (if asked) what holds the entries."""
    entries = file["entries"]
    key = rng.choice(list(entries))
    spoilt = rng.randrange(4 if frame else 3)
    if spoilt == 0:
        entries[key].update(value=rng.choice(WRONG))
    elif spoilt == 1:
        entries[key].update(at=rng.choice(WRONG))
    elif spoilt == 2:
        entries[rng.choice(STRANGE_KEYS)] = {"value": rng.choice(WRONG)}
    else:
        file[rng.choice(["course", "entries", "version"])] = rng.choice(WRONG)


def mutations(text: str, n: int):
    """Damage a work file in n ways: bytes lost, swapped, cut off; values of wrong kinds."""
    for i in range(n):
        rng = random.Random(i)
        raw = bytearray(text.encode())
        if i % 4 == 0:
            raw = other_bytes(raw, rng)
        elif i % 4 == 1:
            raw = raw[: rng.randrange(len(raw))]
        else:
            file = json.loads(text)
            for _ in range(rng.randint(1, 6)):
                other_values(file, rng, frame=i % 4 == 3)
                if not isinstance(file["entries"], dict) or not file["entries"]:
                    break
            raw = bytearray(json.dumps(file).encode())
        yield bytes(raw)


def filled() -> str:
    from theatres import read

    for q in read("questions").itertuples():
        options = (
            [o.removeprefix("*") for o in q.options.split("|")]
            if isinstance(q.options, str)
            else []
        )
        work.put(
            f"answer/{q.id}",
            {"choice": options[:1], "several": options[:2], "order": options}.get(q.kind, "12")
            if q.kind != "choice"
            else options[0],
        )
        work.put(f"checked/{q.id}", True)
    for c in ("C13", "C58", "C09"):
        work.put(f"credence/{c}", 60)
    work.put("coding/P3", {"CHN>RUS": "economy"})
    work.put("verdict", {"stance": "linkage", "actions": ["V01"], "grounds": ["C58"], "why": "x"})
    return work.save_out()


def test_two_hundred_mutated_work_files_without_a_traceback(own_folder):
    from theatres.explorers import mywork, selfcheck, verdict
    from theatres.model import questions, report, workwords

    text = filled()
    sections = questions.asked().query("lesson == '02'")["section"]
    lessons = [("02", section) for section in set(sections)][:2]
    for i, damaged in enumerate(mutations(text, 200)):
        for old in own_folder.iterdir():
            old.unlink()
        (own_folder / work.FILE).write_bytes(damaged)
        kept = work.everything()
        assert isinstance(work.bring_back(damaged), str)
        parts = workwords.sections(kept)
        assert report.markdown("t", parts).startswith("# t") and report.page("t", parts).startswith(
            "<!DOCTYPE"
        )
        if i % 5 == 0:  # widgets take longer
            assert mywork.my_work().words()
            for lesson, section in lessons:
                for question in selfcheck.self_check(lesson, section).questions:
                    question.check()
            assert verdict.policy_lab().words()
        work.put("answer/after", i)
        assert work.get("answer/after") == i


WRITER = """
import sys
from theatres import work
for i in range(60):
    work.put(f"answer/{sys.argv[1]}-{i}", i)
"""


def test_two_processes_writing_at_once_lose_nothing():
    writers = [process(WRITER, name) for name in "ab"]
    assert [w.wait(60) for w in writers] == [0, 0]
    assert set(work.everything()) == {f"answer/{name}-{i}" for name in "ab" for i in range(60)}


STREAM = """
from theatres import work
for i in range(100000):
    work.put(f"answer/{i}", "x" * (i % 200))
    print(i, flush=True)
"""


@pytest.mark.parametrize("moment", range(20))
def test_killed_while_answering_loses_nothing_that_was_kept(own_folder, moment):
    work.put("answer/before", "there")
    writer = process(STREAM)
    said = [writer.stdout.readline()]
    time.sleep(random.Random(moment).uniform(0, 0.4))
    writer.send_signal(signal.SIGKILL)
    said += writer.stdout.readlines()
    writer.wait()
    kept = work.everything()
    last = max(int(line) for line in said if line.endswith("\n"))
    assert {f"answer/{i}" for i in range(last + 1)} <= set(kept)
    assert kept["answer/before"] == "there" and work.notices() == []
    start = time.monotonic()
    work.put("answer/after", 1)  # no lock is left behind
    assert time.monotonic() - start < 1
    assert not list(own_folder.glob("*.part"))


def test_the_report_tells_answers_credences_and_charts(own_folder):
    from theatres.explorers import mywork
    from theatres.explorers.relations import explore_ties

    filled()
    work.put("note/doubts", "One | two <b>three</b>\nfour")
    assert (
        mywork.keep_chart(explore_ties(), "Russia stands in the middle.")
        == "Chart 1 of your report: Relation explorer."
    )
    page, text = mywork.report_page(), mywork.report_markdown()
    assert page.count("<svg") == 3 and "<script" not in page and "src=" not in page
    assert "Russia stands in the middle." in page and "Russia stands in the middle." in text
    assert "&lt;b&gt;three" in page and "One \\| two &lt;b>three&lt;/b> four" in text
    assert "C13" in text and "60" in text


def test_a_chart_that_would_fetch_its_data_is_not_drawn():
    from theatres.charts import stills

    sound = {
        "data": {"values": [{"a": 1}]},
        "mark": "point",
        "encoding": {"x": {"field": "a", "type": "quantitative"}},
    }
    drawn = stills.svgs(
        [
            sound,
            {**sound, "data": {"url": "http://localhost:1/x.csv"}},
            {"mark": 3},
            {"layer": [{"data": {"url": "x"}, "mark": "point"}]},
        ]
    )
    assert "<svg" in drawn[0] and drawn[1:] == ["", "", ""]


def test_progress_and_the_work_explorer_in_words():
    from theatres.explorers import mywork
    from theatres.model import questions, workwords

    assert mywork.my_work().words().startswith("Nothing answered yet")
    rows = questions.asked()
    one = rows["id"].iloc[0]
    work.put(f"answer/{one}", "x")
    work.put(f"checked/{one}", False)
    assert "0 of" in mywork.my_work().words() and "1 more answered" in mywork.my_work().words()
    work.put(f"checked/{one}", True)
    table = workwords.progress(work.everything()).set_index("lesson")
    assert table["done"].sum() == 1 and table["all"].sum() == len(rows)


def test_bringing_back_through_the_button(own_folder):
    from theatres.explorers import mywork

    work.put("answer/x", "1")
    text = work.save_out()
    (own_folder / work.FILE).unlink()
    view = mywork.my_work()
    view.bring.value = (
        {
            "name": "w.json",
            "type": "application/json",
            "size": 1,
            "content": memoryview(text.encode()),
            "last_modified": datetime.now(),
        },
    )
    assert "1 of 1 entries were brought back" in view.result.value and work.get("answer/x") == "1"
    view.bring.value = (
        {
            "name": "w.json",
            "type": "",
            "size": 1,
            "content": memoryview(b"\x89PNG"),
            "last_modified": datetime.now(),
        },
    )
    assert "Nothing was changed" in view.result.value


def test_the_download_button_answers_a_press():
    from theatres.explorers.download import Download

    sent = []
    button = Download("Save", lambda: ("a.txt", "text/plain", "hello"))
    button.send = sent.append
    button.answer(button, {"wanted": True}, [])
    assert sent[0]["name"] == "a.txt" and sent[0]["text"] == "hello"
    button.make = lambda: ("", "", "Choose something first.")
    button.answer(button, {"wanted": True}, [])
    assert sent[1]["text"] == "" and "Choose something first." in sent[1]["said"]


def refuse(monkeypatch, *places: Path) -> None:
    """Let no file be made in these folders: as root may write anywhere, rights will not do."""
    mkstemp = work.tempfile.mkstemp

    def asked(dir, **more):
        if any(Path(dir) == place for place in places):
            raise OSError(30, "Read-only file system")
        return mkstemp(dir=dir, **more)

    monkeypatch.setattr(work.tempfile, "mkstemp", asked)


def test_work_that_its_folder_refuses_is_kept_in_the_home_folder_and_goes_back(
    own_folder, monkeypatch
):
    work.put_many({"answer/1": "before", "answer/2": "before"})
    with monkeypatch.context() as read_only:
        refuse(read_only, own_folder)
        work.put("answer/1", "after")
        work.put("answer/2", None)
        work.put("answer/3", "after")
        assert work.everything() == {"answer/1": "after", "answer/3": "after"}
        home = work.refuge() / work.FILE
        assert (
            home.is_file()
            and str(own_folder) in work.trouble()
            and str(home.parent) in work.trouble()
        )
        assert work.trouble() in work.notices()
    code = "from theatres import work; print(sorted(work.everything()))"
    assert process(code).communicate()[0] == "['answer/1', 'answer/3']\n"  # another kernel has it
    work.put("answer/4", "writable again")
    assert not home.exists() and work.trouble() == ""
    kept = json.loads((own_folder / work.FILE).read_text())["entries"]
    assert sorted(kept) == ["answer/1", "answer/3", "answer/4"]


def test_what_no_folder_takes_is_said_with_both_places(own_folder, monkeypatch):
    work.put("answer/1", "kept")
    with monkeypatch.context() as full:
        refuse(full, own_folder, work.refuge())
        work.put("answer/1", None)
        work.merge("coding/P1", {"A>B": "arms"})
        assert work.everything() == {"coding/P1": {"A>B": "arms"}}
        assert "memory only" in work.trouble() and str(work.refuge()) in work.trouble()
    work.put("answer/2", "kept")
    assert work.everything() == {"coding/P1": {"A>B": "arms"}, "answer/2": "kept"}


def test_a_folder_that_cannot_be_made_at_all(tmp_path, monkeypatch):
    (tmp_path / "a file").touch()
    monkeypatch.setenv("THEATRES_WORK", str(tmp_path / "a file" / "my_work"))
    work.put("answer/1", "mine")
    assert work.everything() == {"answer/1": "mine"}
    assert (work.refuge() / work.FILE).is_file()


def test_begin_afresh_sets_the_work_aside_and_can_be_undone(own_folder):
    assert work.begin_afresh() == "There is nothing to set aside."
    work.put_many({"answer/1": "first class", "answer/2": "first class"})
    said = work.begin_afresh()
    assert said.startswith("2 entries were set aside in") and str(own_folder) in said
    assert work.everything() == {} and len(work.set_aside()) == 1
    work.put("answer/2", "second class")
    assert "1 of 2 entries were brought back" in work.take_back()
    assert work.everything() == {"answer/1": "first class", "answer/2": "second class"}
    assert work.set_aside() == [] and work.take_back() == "No work was set aside here."


def test_nothing_is_set_aside_where_nothing_can_be_written(own_folder, monkeypatch):
    work.put("answer/1", "mine")
    monkeypatch.setattr(
        work.Path, "write_text", lambda *a, **k: (_ for _ in ()).throw(OSError(28, "full"))
    )
    assert work.begin_afresh().startswith("Nothing was changed")
    assert work.everything() == {"answer/1": "mine"}


def test_students_who_share_an_account_name_their_work(own_folder):
    work.put("answer/1", "nobody's")
    assert work.name("Ana Ivić ") == "The work of “ana_ivić” is begun."
    work.put("answer/1", "Ana's")
    code = "from theatres import work; print(work.get('answer/1'))"
    assert process(code).communicate()[0] == "Ana's\n"  # a lesson opened later
    assert work.name("bo") and work.everything() == {}
    assert work.name("ANA IVIĆ") == "The work of “ana_ivić” is open: 1 entries."
    assert work.name("../../etc").startswith("The work of “etc”")
    assert work.folder().parent == own_folder
    work.name("")
    assert work.get("answer/1") == "nobody's"
    with pytest.raises(ValueError, match="no letter"):
        work.name("///")


def test_one_entry_is_set_aside_in_the_singular(own_folder):
    work.put("answer/x", "1")
    assert work.begin_afresh().startswith("1 entry was set aside in")
