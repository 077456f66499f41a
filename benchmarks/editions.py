"""Seconds to the first chart, bytes and memory of the editions that `make site` built.

python benchmarks/editions.py [--times N] [--lite LESSON ...] [PAGE ...]

Pages of the reading edition, named as 03b or all, are opened from the folder as from a stick, each
N times in a window that knows nothing; the first chart is the live one, not its picture. With
--lite lessons of the browser edition are played instead, from a server of this machine: seconds
after Run All, and what the browser's processes then hold. The network is cut.
"""

from __future__ import annotations

import argparse
import functools
import os
import statistics
import sys
import threading
import time
from http.server import ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "site"
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "notebooks")]
CUT = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
# From the moment the page was asked for to the frame that shows the chart
FIRST = """(() => {
    const look = () => requestAnimationFrame(() => {
        if (!document.querySelector(".theatres-live .theatres-stage svg")) look();
        else requestAnimationFrame(() => { window.first = performance.now(); });
    });
    look();
})()"""
RUN = "() => { window.ran = window.jupyterapp.commands.execute('notebook:run-all-cells'); }"


def asked() -> argparse.Namespace:
    """Read what is asked for."""
    ask = argparse.ArgumentParser(description="The editions' first charts, bytes and memory.")
    ask.add_argument("pages", nargs="*", metavar="PAGE", help="numbers, as 03b; else all")
    ask.add_argument("--times", type=int, default=5, help="how often each page is opened")
    ask.add_argument("--lite", nargs="+", default=[], metavar="LESSON", help="lessons to play")
    return ask.parse_args()


def how_busy() -> str:
    """Say how many processes wanted one of how many cores, over the last minute."""
    return f"{os.getloadavg()[0]:.1f} processes on {os.cpu_count()} cores"


def first_charts(browser, page: Path, times: int) -> list[float]:
    """Open a page in fresh windows; return the seconds after which its first chart stood."""
    seconds = []
    for _ in range(times):
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.add_init_script(FIRST)
        window = context.new_page()
        window.goto(page.as_uri(), wait_until="commit")
        window.wait_for_function("window.first")
        seconds.append(window.evaluate("window.first") / 1000)
        context.close()
    return sorted(seconds)


def reading(browser, pages: list[str], times: int) -> None:
    """Time every page that has a live chart; say what all of them need, and the whole's figures."""
    middle, worst = [], []
    print("page | kB | seconds to the first chart: median | worst")
    for page in sorted(SITE.glob("[0-9]*.html")):
        text = page.read_text(encoding="utf-8")
        if (pages and page.stem.partition("_")[0] not in pages) or "theatres-live" not in text:
            continue
        seconds = first_charts(browser, page, times)
        middle.append(statistics.median(seconds))
        worst.append(seconds[-1])
        print(f"{page.stem} | {len(text.encode()) / 1000:.0f} | {middle[-1]:.2f} | {worst[-1]:.2f}",
              flush=True)  # fmt: skip
    shared = sum((SITE / "_static" / name).stat().st_size for name in ("vega.js", "painter.js"))
    print(f"shared by all: {shared / 1000:.0f} kB of scripts that draw")
    print(f"{len(middle)} pages: median {statistics.median(middle):.2f},"
          f" slowest page {max(middle):.2f}, worst {max(worst):.2f} s; {how_busy()}")  # fmt: skip


def held(process: int) -> int:
    """Return the megabytes that a process and its children hold, shared ones by their part."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8")
    except OSError:  # it has ended
        return 0
    own = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return own // 1024 + sum(held(int(child)) for child in children.split())


def browser_process() -> int:
    """Return the number of the browser that this process's driver started."""
    waiting = [os.getpid()]
    while waiting:
        process = waiting.pop(0)
        name = Path(f"/proc/{process}/comm").read_text(encoding="utf-8")
        if name.startswith(("chrom", "headless")):
            return process
        threads = Path(f"/proc/{process}/task").glob("*/children")
        waiting += [int(c) for file in threads for c in file.read_text(encoding="utf-8").split()]
    raise LookupError("no browser runs")


def play(browser, address: str, lesson: str) -> None:
    """Play a lesson of the browser edition from the top; print its seconds and megabytes."""
    import test_lite

    context = browser.new_context()
    played = test_lite.LiteLesson(context, SITE)
    empty = held(browser_process())
    start = time.perf_counter()
    played.open(f"{address}/lab/index.html?path={lesson}", 1280, 800)
    stands = time.perf_counter() - start
    start = time.perf_counter()
    played.page.evaluate(RUN)
    played.page.wait_for_selector(".theatres-chart svg")
    first = time.perf_counter() - start
    played.page.evaluate("window.ran")
    played.shown()
    print(f"{lesson} | {stands:.0f} | {first:.0f} | {time.perf_counter() - start:.0f} |"
          f" {held(browser_process()) - empty} MB | {how_busy()}", flush=True)  # fmt: skip
    context.close()


def main() -> None:
    """Measure what is asked for."""
    import test_lite
    from playwright.sync_api import sync_playwright

    import conftest

    wanted = asked()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=conftest.chromium(), args=["--no-sandbox", "--disable-gpu", CUT]
        )
        if not wanted.lite:
            reading(browser, wanted.pages, wanted.times)
            return
        handler = functools.partial(test_lite.Handler, directory=str(SITE))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print("lesson | seconds until it stands | to the first chart | to all | memory")
        for lesson in conftest.LESSONS:
            if lesson.partition("_")[0] in wanted.lite:
                play(browser, f"http://127.0.0.1:{server.server_port}/lite", lesson)
        server.shutdown()


if __name__ == "__main__":
    main()
