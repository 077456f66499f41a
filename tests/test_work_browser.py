"""The student's work in a real browser.

Saved out, brought back, kept when page and kernel are killed; the brief; presentation mode.
"""

import json
import os
import random
import re
import signal
import subprocess
import time

import pytest

pytestmark = pytest.mark.browser


def kept(lesson) -> dict:
    path = lesson.home / "my_work" / "my_work.json"
    return (
        {k: e["value"] for k, e in json.loads(path.read_text(encoding="utf-8"))["entries"].items()}
        if path.is_file()
        else {}
    )


def until(said, patience=10):
    end = time.monotonic() + patience
    while not (answer := said()) and time.monotonic() < end:
        time.sleep(0.1)
    return answer


def bring(page, path) -> None:
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name="Bring work back").press("Enter")
    asked.value.set_files(path)


def test_work_saved_out_and_brought_back(lab, tmp_path):
    lesson = lab("10_your_verdict.ipynb")
    lesson.run_all()
    page = lesson.page
    box = page.locator("textarea[placeholder='in your own words']:visible").first
    box.fill("kept as I type")
    assert until(lambda: "kept as I type" in json.dumps(kept(lesson)))
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my work as a file").press("Enter")
    saved.value.save_as(tmp_path / "out.json")
    assert "kept as I type" in (tmp_path / "out.json").read_text(encoding="utf-8")
    (lesson.home / "my_work" / "my_work.json").unlink()
    bring(page, tmp_path / "out.json")
    page.wait_for_selector("text=entries were brought back")
    assert "kept as I type" in json.dumps(kept(lesson))
    (tmp_path / "foreign.json").write_text("[1, 2]")
    bring(page, tmp_path / "foreign.json")
    page.wait_for_selector("text=Nothing was changed")
    with page.expect_download() as report:
        page.get_by_role("button", name="Report to read (HTML)").press("Enter")
    text = report.value.path().read_text(encoding="utf-8")
    assert (
        "kept as I type" in text and "<svg" in text and not re.search(r"<script|<link|src=", text)
    )
    assert not lesson.outside


def test_a_brief_leaves_the_lab(lab):
    lesson = lab("10_your_verdict.ipynb")
    lesson.run_all()
    with lesson.page.expect_download() as brief:
        lesson.page.locator("button:visible", has_text="Brief to edit (Markdown)").first.press(
            "Enter"
        )
    assert (
        brief.value.path()
        .read_text(encoding="utf-8")
        .startswith("# Can the theatres be parted? A brief")
    )


def test_presentation_mode_enlarges_and_folds_and_goes_away_again(lab):
    lesson = lab("95_teaching_guide.ipynb")
    lesson.run_all()
    page = lesson.page
    prose = """() => parseFloat(
        getComputedStyle(document.querySelector('.jp-MarkdownOutput p')).fontSize)"""
    before = page.evaluate(prose)
    page.get_by_role("button", name="Present", exact=True).first.press("Enter")
    page.wait_for_function(f"before => ({prose})() > 1.2 * before", arg=before)
    assert (
        page.evaluate(
            """() => document.querySelector('.jp-CodeCell .jp-Cell-inputWrapper')
            .getBoundingClientRect().height"""
        )
        < 60
    )
    page.get_by_role("button", name="End the presentation").first.press("Enter")
    page.wait_for_function(f"before => ({prose})() === before", arg=before)


def test_kernel_and_page_killed_at_random_moments_while_answering(lab):
    """Ten kernels and ten pages die while a student types.

    Nothing typed more than a second before is gone.
    """
    small = "97_before_and_after.ipynb"
    lesson = lab(small)
    lesson.fill("from theatres import policy_lab", "policy_lab(4)")  # what reloads at once
    lesson.save()
    page = lesson.page
    for moment in range(20):
        rng = random.Random(moment)
        box = page.locator("textarea[placeholder='in your own words']:visible").first
        box.wait_for()
        box.fill("")
        typed = settled = ""
        end = time.monotonic() + 1.3 + rng.random()
        while time.monotonic() < end:
            box.press_sequentially(letter := rng.choice("abcdefgh"))
            typed += letter
            settled = typed if end - time.monotonic() > 1 else settled
        if moment % 2:
            for process in kernels(lesson):
                os.kill(process, signal.SIGKILL)
        else:
            page.reload()
        said = kept(lesson)["verdict"]["case"]
        assert settled and said.startswith(settled), (moment, settled, said)
        lesson.ready()
        lesson.turn_to(small)
        lesson.run_all()


def kernels(lesson) -> list[int]:
    """Find the kernels of the lab's own folder by their connection files."""
    said = subprocess.run(
        ["ps", "-eo", "pid,args"], capture_output=True, text=True
    ).stdout.splitlines()
    return [
        int(line.split()[0])
        for line in said
        if str(lesson.home / "runtime") in line and "ipykernel" in line
    ]
