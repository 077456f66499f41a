"""What a reader meets before the first act of each lesson: words, controls, pixels.

python benchmarks/first_screen.py [TREE]

The first act is the first thing that can be moved in an explorer. Beside that: how often Tab stops
in the explorer that holds it, and how high its cell is. JupyterLab at 1280 by 800, as `make lab`
opens it; every lesson has run.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TREE = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT

MET = """() => {
  const VIEW = '.jp-WindowedPanel-outer';
  const EXPLORER = '.theatres-explorer';
  const MOVES = 'select, input, textarea, .noUi-handle, .widget-toggle-buttons button, '
    + '.jupyter-button';
  const NONE = '.theatres-view, .theatres-tasks, .theatres-chip, .theatres-card, details';
  const view = [...document.querySelectorAll(VIEW)].find(e => e.offsetParent);
  view.scrollTop = 0;
  const explorer = [...view.querySelectorAll(EXPLORER)]
    .find(e => e.offsetParent && [...e.querySelectorAll(MOVES)].some(c => c.offsetParent));
  if (!explorer) return null;
  const seen = [...explorer.querySelectorAll(MOVES)].filter(c => c.getClientRects().length);
  const rests = c => c.disabled || c.closest('.noUi-target[disabled]');
  const wayBack = c => /^(Reset|More choices)$/.test(c.innerText.trim());
  const moved = seen.filter(c => !rests(c) && !wayBack(c) && !c.closest(NONE));
  const groups = new Set(moved.map(c => c.closest('.widget-toggle-buttons') ?? c));
  const first = moved[0];
  const cell = explorer.closest('.jp-Cell');
  const above = [...view.querySelectorAll('.jp-Cell')].filter(c => c.offsetTop < cell.offsetTop
    || c.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING);
  const words = e => (e?.innerText ?? '').split(/\\s+/).filter(w => /\\w/.test(w)).length;
  const shown = c => [...c.querySelectorAll('.jp-RenderedHTMLCommon, .jp-OutputArea-output')];
  const read = above.flatMap(shown).filter(e => !e.parentElement.closest('.jp-RenderedHTMLCommon'));
  const code = [...above, cell].flatMap(c => [...c.querySelectorAll('.jp-InputArea-editor')])
    .filter(e => e.closest('.jp-CodeCell') && e.offsetParent);
  return {
    words: read.reduce((n, e) => n + words(e), words(explorer.querySelector('strong'))),
    code: code.reduce((n, e) => n + words(e), 0),
    controls: groups.size,
    pixels: Math.round(first.getBoundingClientRect().top - view.getBoundingClientRect().top),
    stops: seen.filter(c => !rests(c)).length,
    high: Math.round(cell.getBoundingClientRect().height),
  };
}"""


def main() -> None:
    """Print a row for each lesson."""
    sys.path.insert(0, str(ROOT / "tests"))
    from playwright.sync_api import sync_playwright

    import conftest

    conftest.ROOT = TREE
    print("lesson | words | of code | controls | pixels | tab stops | height of the cell")
    with sync_playwright() as driver:
        lab = conftest.open_lab(Path(tempfile.mkdtemp(prefix="lab")), driver)
        open_lesson = next(lab)
        for path in sorted((TREE / "notebooks").glob("*.ipynb")):
            lesson = open_lesson(path.name)
            lesson.run_all()
            lesson.idle()
            met = conftest.settled(lesson.page, MET)
            print(path.stem, *(met or {"none": "-"}).values(), sep=" | ", flush=True)
        next(lab, None)


if __name__ == "__main__":
    main()
