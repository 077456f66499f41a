"""Turn the committed lessons into pages for Sphinx; what a browser alone can answer stays live.

python scripts/site/pages.py FOLDER [--browser] [LESSON ...]    writes FOLDER/source, for Sphinx

With --browser each explorer links to its lesson in the browser edition beside these pages. A lesson
is named by what its file begins with, such as 03; without any, all are written.
"""

from __future__ import annotations

import ast
import contextlib
import html
import json
import os
import re
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NOTEBOOKS = ROOT / "notebooks"
sys.path.insert(0, str(NOTEBOOKS))
os.environ["THEATRES_WORK"] = tempfile.mkdtemp(prefix="two-theatres-site-")  # nobody's answers

import nbformat  # noqa: E402
from explorer_page import Page, as_json, live  # noqa: E402

from theatres import tables  # noqa: E402
from theatres.explorers import base, bundle, mywork, selfcheck, worked  # noqa: E402
from theatres.model import answers, questions  # noqa: E402

FOLD = "hide-input"
WAKES = "*To make this page live, press"  # how a lesson is started in JupyterLab, not here
LINK = re.compile(r"\]\([\w.]*#[\w-]+\)")  # to a heading: JupyterLab keeps capitals, MyST has none
EDITION = "lite/lab/index.html?path="  # the browser edition, up to a lesson's name


def results(lesson: nbformat.NotebookNode) -> list:
    """Run a lesson's cells in this process; return what the last line of each code cell gave."""
    names: dict = {"__name__": "lesson"}
    given = []
    for cell in lesson.cells:
        if cell.cell_type != "code":
            continue
        body = ast.parse(cell.source).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), cell.id, "exec"), names)
        given.append(
            eval(compile(ast.Expression(last.value), cell.id, "eval"), names) if last else None
        )
    return given


def question_data(question: selfcheck.Question) -> dict:
    """Say what a page must know of a question to ask and check it without a kernel."""
    row = question.row
    feedback = row.feedback.split("|") if isinstance(row.feedback, str) else []
    data = {
        "id": row.id,
        "key": question.key,
        "again": question.again,
        "earlier": questions.earlier_forms(row.id),
        "kind": row.kind,
        "question": row.question,
        "hint": row.hint,
        "explanation": row.explanation,
        "feedback": {o: f.strip() for o, f in zip(question.options, feedback) if f.strip()},
    }
    if row.kind == "number":
        data["answer"] = answers.key(row.answer_from)
        data["tolerance"] = row.tolerance
        data["unit"] = row.unit if isinstance(row.unit, str) else ""
    elif row.kind != "written":
        data["options"] = list(question.options if row.kind == "several" else question.shown)
        data["kept"] = question.options
        data["right"] = (
            question.options
            if row.kind == "order"
            else [o for o, right in zip(question.options, question.right) if right]
        )
    return data


def selfcheck_html(check: selfcheck.SelfCheck) -> str:
    said = {**selfcheck.SAID, "nothing": selfcheck.NOTHING, "tries": selfcheck.TRIES}
    data = as_json(
        {
            "said": said,
            "heading": check.heading,
            "questions": [question_data(q) for q in check.questions],
        }
    )
    listed = "".join(f"<li>{html.escape(q)}</li>" for q in check.rows["question"])
    return (
        f'<div class="theatres-selfcheck"><script type="application/json">{data}</script>'
        f"<noscript><p>{html.escape(check.heading)}</p><ul>{listed}</ul></noscript></div>"
    )


def worked_html(exercise: worked.Worked) -> str:
    """Return an exercise in three steps as HTML: what a page must know to ask and check it."""
    columns = ["id", "part", "prompt", "options", "answer", "tolerance", "given", "why"]
    steps = [
        {
            "label": label,
            "parts": json.loads(
                exercise.rows.loc[exercise.rows["step"] == step, columns].to_json(orient="records")
            ),
        }
        for step, label in worked.STEPS.items()
    ]
    said = {**worked.SAID, "choose": worked.NOT_YET, "tries": worked.TRIES}
    title = worked.TITLES[exercise.exercise]
    data = as_json({"title": title, "said": said, "steps": steps})
    told = html.escape(exercise.words()).replace("\n", "<br>")
    return (
        f'<div class="theatres-worked"><script type="application/json">{data}</script>'
        f"<noscript><p>{told}</p></noscript></div>"
    )


def shown(value, outputs: list[nbformat.NotebookNode], page: Page) -> list[nbformat.NotebookNode]:
    """Replace what a cell was committed with by what a page can show of it."""
    if isinstance(value, selfcheck.SelfCheck):
        return [as_html(selfcheck_html(value))]
    if isinstance(value, mywork.MyWork):
        edition = html.escape(as_json(tables.edition()))
        return [as_html(f'<div class="theatres-work" data-edition="{edition}"></div>')]
    if isinstance(value, worked.Worked):
        return [as_html(worked_html(value))]
    if isinstance(value, base.Explorer):
        return [as_html(live(value, outputs[0], page))]  # the second says how to wake it
    return outputs


def as_html(text: str) -> nbformat.NotebookNode:
    """Return HTML as an output of a cell."""
    return nbformat.v4.new_output("display_data", {"text/html": text})


def classic(module: str, gives: str, becomes: str) -> str:
    """Turn a JavaScript module into a classic script: pages in a folder may not load modules."""
    if gives not in module:
        raise ValueError(f"a script no longer ends as the pages expect: {gives!r} is not in it")
    return f"(() => {{\n{module.replace(gives, becomes)}\n}})();\n"


def scripts(static: Path) -> None:
    """Write the course's own painter, and the libraries that it needs, as scripts of the pages."""
    libraries = bundle.bundle().read_text(encoding="utf-8")
    painter = (Path(base.__file__).parent / "live.js").read_text(encoding="utf-8")
    libraries = classic(libraries, "export{__default as default};", "")
    painter = classic(
        painter, "export default { render };", "globalThis.theatresPainter = { render };"
    )
    (static / "vega.js").write_text(libraries, encoding="utf-8")
    (static / "painter.js").write_text(painter, encoding="utf-8")


def lesson_page(path: Path, source: Path, edition: str = "") -> str:
    """Write a lesson as Sphinx is to read it; return how long that took, as a line."""
    start = time.perf_counter()
    lesson = nbformat.read(path, as_version=4)
    page = Page(path.stem, source / "static" / "stills", edition)
    code = [cell for cell in lesson.cells if cell.cell_type == "code"]
    for cell in lesson.cells:
        if cell.cell_type == "markdown":
            lines = [line for line in cell.source.splitlines() if not line.startswith(WAKES)]
            cell.source = LINK.sub(lambda link: link[0].lower(), "\n".join(lines))
    with contextlib.chdir(NOTEBOOKS):  # lessons name folders as seen from where they lie
        for cell, value in zip(code, results(lesson), strict=True):
            cell.outputs = shown(value, cell.outputs, page)
            cell.metadata["tags"] = [*cell.metadata.get("tags", []), FOLD]
    if page.size:
        code[-1].outputs.append(as_html(page.contents()))
    nbformat.write(lesson, source / path.name)
    return f"{path.stem}: {time.perf_counter() - start:.1f} s"


def write(folder: Path, *begins: str, edition: str = "") -> Path:
    """Write pages, and what they share, into ``folder/source``; one lesson a core at a time."""
    source = folder / "source"
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(HERE / "static", source / "static")
    shutil.copy(HERE / "conf.py", source)
    scripts(source / "static")
    shutil.copy(bundle.bundle(), folder / "vega.js")  # for the browser edition, which is a module
    paths = [p for p in sorted(NOTEBOOKS.glob("*.ipynb")) if p.name.startswith(begins or ("",))]
    # Largest first, so that no core waits for a long one at the end.
    by_size = sorted(paths, key=lambda path: -path.stat().st_size)
    with ProcessPoolExecutor(os.cpu_count()) as cores:
        begun = [cores.submit(lesson_page, path, source, edition) for path in by_size]
        for done in as_completed(begun):
            print(done.result(), flush=True)
    (source / "index.md").write_text(index(paths, edition), encoding="utf-8")
    return source


def number(path: Path) -> str:
    """Return what the course calls a lesson by, such as 03b."""
    return path.stem.partition("_")[0]


def title(path: Path) -> str:
    """Return a lesson's title: its first heading."""
    first = nbformat.read(path, as_version=4).cells[0].source
    return first.splitlines()[0].lstrip("# ")


def index(paths: list[Path], edition: str = "") -> str:
    """Write the front page: what this is, where to begin, the other edition, and all lessons."""
    listed = "\n".join(f"{number(path)} {title(path)} <{path.stem}>" for path in paths)
    way = f'<a href="{edition}00_start_here.ipynb">Open the browser edition</a>'
    other = (
        '\n<p class="theatres-open">Here charts move as far as a page alone can answer.'
        f" With Python in your browser, everything does: {way}</p>\n"
        if edition
        else ""
    )
    return f"""# Two Theatres

Are Europe and Asia one theatre of security, or two? A commentary of July 2024 says that they
cannot be decoupled; others say that means are scarce and must be parted. This is the reading
edition of a course that takes the argument apart and hands you what you need to test it.
Nothing to install; your answers stay in this browser.

**[Begin with lesson 00](00_start_here.ipynb)**, or search all lessons with the field at the top.
{other}
```{{toctree}}
:maxdepth: 1

{listed}
```
"""


if __name__ == "__main__":
    chosen = [given for given in sys.argv[2:] if given != "--browser"]
    beside = EDITION if "--browser" in sys.argv else ""
    print(write(Path(sys.argv[1]).resolve(), *chosen, edition=beside))
