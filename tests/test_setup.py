"""The two commands, the lock, and Binder.

All three install the same, and none names a registry's host.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import check_all

ROOT = Path(__file__).resolve().parents[1]


def locked(name: str) -> dict[str, str]:
    return dict(
        re.findall(
            r"^([a-z0-9][a-z0-9._-]*)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.M
        )
    )


@pytest.mark.parametrize("name", ["requirements.txt", ".ci/requirements.txt"])
def test_the_lock_is_full_hashed_and_names_no_host(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text and "index-url" not in text
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert all("--hash=sha256:" in e for e in entries if "==" in e)


def test_the_lock_holds_what_is_asked_for():
    asked = re.findall(
        r"^([a-z0-9][a-z0-9-]*)", (ROOT / "requirements.in").read_text(encoding="utf-8"), re.M
    )
    assert set(asked) <= set(locked("requirements.txt"))
    versions = locked("requirements.txt")
    assert int(versions["jsonschema"].split(".")[1]) < 25, (
        "later ones cost every process over a second"
    )


def test_conda_installs_the_lock():
    assert "-r requirements.txt" in (ROOT / "environment.yml").read_text(encoding="utf-8")


def test_binder_installs_the_lock(monkeypatch):
    try:
        from repo2docker.app import Repo2Docker
    except ImportError:
        assert not os.environ.get("CI"), "continuous integration installs .ci/requirements.txt"
        pytest.skip("needs repo2docker (pip install -r .ci/requirements.txt)")
    monkeypatch.chdir(ROOT)
    app = Repo2Docker(repo=str(ROOT), dry_run=True)
    app.initialize()
    packs = [
        pack
        for pack in (made(base_image=app.base_image) for made in app.buildpacks)
        if pack.detect()
    ]
    packs[0].platform = "linux/amd64"
    dockerfile = packs[0].render({})
    assert "environment.yml" in dockerfile and "env update" in dockerfile
    assert packs[0].python_version.startswith("3.11")


def test_the_readme_gives_the_commands_that_exist():
    readme, make = (
        (ROOT / "README.md").read_text(encoding="utf-8"),
        (ROOT / "Makefile").read_text(encoding="utf-8"),
    )
    for target in re.findall(r"`make ([a-z-]+)`", readme):
        assert re.search(rf"^{target}:", make, re.M), target


def test_windows_lines_of_the_readme_call_commands_of_the_script():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    script = (ROOT / "scripts" / "run.py").read_text(encoding="utf-8")
    called = re.findall(r"scripts[\\/]run\.py ([a-z-]+)", readme)
    assert {"lab", "test"} <= set(called)
    for command in called:
        assert f'"{command}":' in script, command


def test_a_checkout_of_windows_has_the_same_line_ends():
    git = ["git", "ls-files", "--eol"]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        return  # a copy without git
    assert listed.stdout
    for line in listed.stdout.splitlines():
        index, _, rule = line.split("\t")[0].split(maxsplit=2)
        assert index in ("i/lf", "i/none", "i/-text"), line
        assert "eol=lf" in rule or index == "i/-text", line


def test_a_clone_that_asks_for_windows_line_ends_works_as_any_other(tmp_path):
    course = tmp_path / "course"
    clone = ["git", "clone", "-q", "--depth", "1", "-c", "core.autocrlf=true"]
    done = subprocess.run([*clone, ROOT.as_uri(), course], capture_output=True, text=True)
    if done.returncode and "does not exist" in done.stderr:
        return  # a copy without git
    assert done.returncode == 0, done.stderr
    assert subprocess.run(["bash", "-n", ".ci/run"], cwd=course).returncode == 0
    ends = subprocess.run(["git", "ls-files", "--eol"], cwd=course, capture_output=True, text=True)
    assert ends.stdout and "w/crlf" not in ends.stdout
    tables = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/test_tables.py",
    ]
    told = subprocess.run(tables, cwd=course, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout[-1500:]


def test_a_python_that_pyenv_keeps_is_tested_though_its_name_on_the_path_starts_nothing(
    tmp_path, monkeypatch
):
    kept = tmp_path / "versions" / "3.13.9" / "bin" / "python3.13"
    for program, does in ((tmp_path / "python3.13", "exit 127"), (kept, "echo Python 3.13.9")):
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/bin/sh\n{does}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert check_all.other_python("3.13") == str(kept)
