"""scripts/run.py, which make and Windows share: any path or setting, moved folders, other Pythons.

One environment is really built, in continuous integration alone: it asks the package registry.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from conftest import ROOT

SCRIPT = ROOT / "scripts" / "run.py"
SENTENCE = "has the name of a module that the course needs"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The script, on an empty folder in place of the course."""
    spec = importlib.util.spec_from_file_location("run", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "SCRIPTS", tmp_path / ".venv" / "bin")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "ready")
    monkeypatch.setattr(module, "LOCK", tmp_path / "requirements.txt")
    (tmp_path / "requirements.txt").write_text("altair==6\n")
    return module


def test_a_python_too_old_can_read_the_script_up_to_the_sentence_that_refuses_it():
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("age", [(3, 6, 15), (3, 10, 1), (3, 15, 0)])
def test_a_python_too_old_or_too_new_is_told_in_one_line(run, monkeypatch, age):
    monkeypatch.setattr(run.sys, "version_info", age)
    with pytest.raises(SystemExit) as told:
        run.build()
    said = str(told.value)
    assert said.startswith("Two Theatres needs Python 3.11 to 3.14;") and "\n" not in said
    assert f"is {age[0]}.{age[1]}" in said and "PYTHON=" in said


def test_only_a_python_that_starts_is_recommended(run, monkeypatch, tmp_path):
    for name, answer in (("python3.14", 127), ("python3.12", 0)):  # pyenv's name of one it lacks
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\nexit {answer}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run.fitting() == "python3.12"


@pytest.mark.parametrize("setting", ["PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PYTHONPATH"])
def test_settings_that_put_packages_elsewhere_are_left_out(run, monkeypatch, setting):
    monkeypatch.setenv(setting, "1")
    assert run.clean_environment().get(setting, "") in ("", "0")


def stamped(run, monkeypatch, **other):
    """Lay out an environment that was finished, with a Python that answers."""
    run.SCRIPTS.mkdir(parents=True)
    run.STAMP.write_text(json.dumps({**run.lock_of_now(), "python": "3.11", **other}))
    made = []
    monkeypatch.setattr(run, "answers", lambda: "3.11")
    monkeypatch.setattr(run, "make_venv", made.append)
    monkeypatch.setattr(run, "run", lambda *command, **more: None)
    monkeypatch.setattr(run, "link_to", lambda python: None)
    monkeypatch.setattr(run.shutil, "copy", lambda *paths: None)
    return made


def test_what_stands_is_not_built_again(run, monkeypatch):
    made = stamped(run, monkeypatch)
    run.build()
    assert not made


def test_another_lock_another_python_or_a_dead_one_builds_again(run, monkeypatch):
    made = stamped(run, monkeypatch)
    (run.ROOT / "requirements.txt").write_text("altair==7\n")
    run.build()
    assert len(made) == 1
    monkeypatch.setattr(run, "answers", lambda: "")
    run.build()
    assert len(made) == 2


def test_a_moved_folder_mends_its_programs_and_installs_nothing(run, monkeypatch):
    made = stamped(run, monkeypatch, venv="/before/it moved/.venv")
    program = run.SCRIPTS / "jupyter"
    program.write_text("#!/before/it moved/.venv/bin/python\nprint()\n")
    run.build()
    assert not made and program.read_text().startswith(f"#!{run.VENV}/bin/python")
    assert json.loads(run.STAMP.read_text())["venv"] == str(run.VENV)


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own on Windows")
def test_a_link_to_somebody_else_s_environment_is_never_rebuilt(run, tmp_path):
    other = tmp_path / "theirs"
    other.mkdir()
    run.VENV.symlink_to(other)
    with pytest.raises(SystemExit, match="is a link"):
        run.build()
    assert other.is_dir()


def test_a_command_that_does_not_exist_lists_those_that_do():
    done = subprocess.run([sys.executable, SCRIPT, "tset"], capture_output=True, text=True)
    assert done.returncode == 1 and "new-text FOLDER" in done.stderr


def imported(folder: Path, *options: str, code: str = "import theatres") -> str:
    """Import the package in a folder, as a notebook there does; return what went wrong."""
    there = f"import sys; sys.path.append({str(ROOT / 'notebooks')!r}); {code}"
    done = subprocess.run(
        [sys.executable, *options, "-c", there], cwd=folder, capture_output=True, text=True
    )
    return done.stderr


@pytest.mark.parametrize("name", ["random.py", "altair.py", "secrets/__init__.py"])
def test_a_file_named_like_a_module_is_named_with_its_whole_path(tmp_path, name):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.touch()
    said = imported(tmp_path)
    hides = path.parent if path.name == "__init__.py" else path
    assert SENTENCE in said and str(hides) in said


def test_a_student_s_own_module_is_not_in_the_way(tmp_path):
    (tmp_path / "my_notes.py").touch()
    assert imported(tmp_path) == ""


def test_a_python_without_the_packages_says_where_the_cure_stands(tmp_path):
    said = imported(tmp_path, "-S", code="from theatres import read")
    assert "has no 'pandas'" in said and "If nothing runs" in said
    assert "## If nothing runs" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The course, really built: blanks, letters and signs in its path, pip set against it."""
    if not os.environ.get("CI"):
        pytest.skip("asks the package registry; continuous integration does")
    home = tmp_path_factory.mktemp("home")
    (home / ".config" / "pip").mkdir(parents=True)
    (home / ".config" / "pip" / "pip.conf").write_text("[install]\nuser = true\n")
    course = home / "Mein Kürs & 100% [x]"
    parts = ("notebooks", "data", "seeds", "scripts", "own_argument", ".jupyter")
    for part in parts:
        shutil.copytree(ROOT / part, course / part)
    shutil.copy(ROOT / "requirements.txt", course)
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "CI")}
    cache = os.environ.get("PIP_CACHE_DIR") or str(Path.home() / ".cache" / "pip")
    env.update(HOME=str(home), PIP_USER="1", PIP_TARGET=str(home / "no"), PIP_CACHE_DIR=cache)
    env.update(THEATRES_WORK=str(home / "work"))
    subprocess.run([sys.executable, "scripts/run.py", "build"], cwd=course, env=env, check=True)
    assert not (home / "no").exists()
    return course, env


def lines(folder: Path, env: dict, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_course_is_built_found_from_anywhere_moved_and_opened(built):
    course, env = built
    find = ("-c", "from theatres import read; print(len(read('claims')))")
    bare = {**env, "PYTHONPATH": ""}
    assert int(lines(Path("/"), bare, str(course / ".venv" / "bin" / "python"), *find)) >= 67
    moved = course.rename(course.with_name("moved there's"))
    try:
        no_registry = {**env, "PIP_NO_INDEX": "1"}
        lines(moved, no_registry, sys.executable, "scripts/run.py", "build")
        jupyter = str(moved / ".venv" / "bin" / "jupyter")
        assert "jupyterlab" in lines(moved, env, jupyter, "--version")
        assert int(lines(Path("/"), bare, str(moved / ".venv" / "bin" / "python"), *find)) >= 67
        new_text_finds_the_package(moved, env)
        lab_starts_beside_a_file_named_like_a_module(moved, env)
    finally:
        moved.rename(course)


def new_text_finds_the_package(course: Path, env: dict) -> None:
    lines(course, env, sys.executable, "scripts/run.py", "new-text", "own_argument/mine")
    starter = course / "own_argument" / "mine" / "start.ipynb"
    python = str(course / ".venv" / "bin" / "python")
    to = ("-m", "nbconvert", "--to", "notebook", "--execute", "--allow-errors", "--stdout")
    said = lines(course, env, python, *to, str(starter))
    assert "has no rows" in said


def lab_starts_beside_a_file_named_like_a_module(course: Path, env: dict) -> None:
    in_the_way = course / "notebooks" / "random.py"
    in_the_way.touch()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token=course"]
    lab = subprocess.Popen(
        [sys.executable, "scripts/run.py", "lab", *options],
        cwd=course,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        assert SENTENCE in lab.stdout.readline()
        assert answered(f"http://127.0.0.1:{port}/api/status?token=course")
    finally:
        os.killpg(lab.pid, 15)
        lab.wait(20)
        in_the_way.unlink()


def answered(address: str, patience: float = 60) -> bool:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address) as reply:
                return reply.status == 200
        except OSError:
            time.sleep(0.3)
    return False
