"""Lessons opened by others than JupyterLab: papermill, nbconvert, plain nbval, VS Code, Voila."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from conftest import ROOT

LESSON = ROOT / "notebooks" / "02_actors_and_ties.ipynb"
ENV = {
    **os.environ,
    "PYTHONPATH": str(ROOT / "notebooks"),
    "JUPYTER_CONFIG_PATH": str(ROOT / ".jupyter"),
}


def needs(package: str) -> None:
    """Skip where a program is not installed; continuous integration installs all."""
    if importlib.util.find_spec(package) is None:
        assert not os.environ.get("CI"), f"{package} is in .ci/requirements.txt"
        pytest.skip(f"{package} is not installed (make tools)")


def ran(*command, cwd: Path = ROOT) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", *map(str, command)], cwd=cwd, env=ENV, capture_output=True, text=True
    )


def test_plain_nbval_without_any_setting_passes():
    done = ran("pytest", "--nbval", "-q", "-p", "no:cacheprovider", LESSON)
    assert done.returncode == 0, done.stdout[-1500:]


def test_a_lesson_saved_by_jupyterlab_names_the_cure(tmp_path):
    notebook = json.loads(LESSON.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)
            fingerprints = [kind for kind in output.get("data", {}) if "sha256" in kind]
            for kind in fingerprints:
                del output["data"][kind]
    shutil.copy(ROOT / "conftest.py", tmp_path)
    (tmp_path / "saved.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    done = ran("pytest", "--nbval", "-q", "-p", "no:cacheprovider", "saved.ipynb", cwd=tmp_path)
    assert done.returncode == 1
    assert "git checkout notebooks" in done.stdout and "make notebooks" in done.stdout


def test_a_lesson_as_vs_code_saves_it_passes(tmp_path):
    notebook = json.loads(LESSON.read_text(encoding="utf-8"))
    notebook["nbformat_minor"] = 2  # without ids of cells
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3.12.1"}
    for cell in notebook["cells"]:
        cell.pop("id", None)
        if cell["cell_type"] == "code":
            cell["metadata"]["vscode"] = {"languageId": "python"}
    shutil.copy(ROOT / "conftest.py", tmp_path)
    (tmp_path / "code.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    done = ran("pytest", "--nbval", "-q", "-p", "no:cacheprovider", "code.ipynb", cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-1500:]


def test_a_kernel_has_what_explorers_stand_on_before_its_first_cell_and_no_name_of_it():
    if not Path(sys.prefix, "etc", "ipython", "ipython_kernel_config.py").is_file():
        assert not os.environ.get("CI"), "scripts/run.py puts it there"
        pytest.skip("this environment was not made by scripts/run.py")
    there = "import sys; print('altair' in sys.modules, 'theatres' in globals())"
    cell = nbformat.v4.new_code_cell(there)
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, kernel_name="python3").execute()
    assert cell.outputs[0].text.split() == ["True", "False"] and cell.execution_count == 1


def test_papermill_runs_a_lesson_from_any_folder(tmp_path):
    needs("papermill")
    done = ran("papermill", "--no-progress-bar", LESSON, tmp_path / "out.ipynb", cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-1500:]


def test_a_lesson_as_html_shows_stills_and_words_without_a_network(tmp_path):
    done = ran(
        "nbconvert",
        "--execute",
        "--to",
        "html",
        "--output-dir",
        tmp_path,
        "--output",
        "page",
        LESSON,
    )
    assert done.returncode == 0, done.stderr[-1500:]
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    notebook = json.loads(LESSON.read_text(encoding="utf-8"))
    stills = sum(
        "image/png" in output.get("data", {})
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
    )
    assert len(re.findall(r'<img[^>]+src="data:image/png', page)) == stills > 2
    assert "Check yourself" in page
    assert '<script type="application/vnd.jupyter.widget-view+json"' not in page


def test_voila_shows_a_lesson(tmp_path):
    needs("voila")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "voila", str(LESSON), "--no-browser", f"--port={port}"]
    with open(tmp_path / "voila.log", "w") as log:
        server = subprocess.Popen(command, env=ENV, stdout=log, stderr=log)
        try:
            page = fetched(f"http://127.0.0.1:{port}/")
        finally:
            server.terminate()
            server.wait(20)
    assert "theatres-words" in page or "widget-view+json" in page
    assert "Traceback" not in page


def fetched(address: str, patience: float = 120) -> str:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=patience) as reply:
                return reply.read().decode("utf-8")
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(address)
