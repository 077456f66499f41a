"""A chart as a lesson paints it, on a bare page: no JupyterLab, no kernel, one model."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import theatres
from theatres.explorers.base import LiveChart
from theatres.explorers.bundle import bundle

EXPLORERS = Path(theatres.__file__).parent / "explorers"
ADDRESS = "http://course.test/"
MODEL = """class Model {
  constructor(state) { this.state = state; this.listeners = {}; }
  get(name) { return this.state[name]; }
  set(name, value) {
    this.state[name] = value;
    for (const act of this.listeners[`change:${name}`] ?? []) act();
  }
  hear(values) { // as of one message: all of it is there before anybody is told
    Object.assign(this.state, values);
    for (const name of Object.keys(values)) this.set(name, values[name]);
  }
  on(event, act) { (this.listeners[event] ??= []).push(act); }
  off(event, act) { this.listeners[event] = this.listeners[event]?.filter((f) => f !== act); }
  save_changes() {}
}"""
PAINT = """async (states) => {
  const { default: live } = await import("/live.js");
  await import("/bundle.js");
  window.models = states.map((state) => new Model(state));
  for (const model of window.models) {
    const el = document.body.appendChild(document.createElement("div"));
    await live.render({ model, el });
  }
}"""
# Vega keeps with each element of its picture the item that it stands for.
SEEN = """() => [...document.querySelectorAll(".theatres-chart")].map((chart) => {
  const every = [...chart.querySelectorAll("svg *")];
  return {
    texts: every.filter((e) => e.tagName === "text").map((e) => e.textContent),
    heard: every.map((e) => e.getAttribute("aria-label")).filter((label) => label),
    tips: every.map((e) => e.__data__?.tooltip).filter((tip) => tip),
  };
})"""

# A view runs before the next frame, and a chart that is compiled anew says that it is busy.
SETTLED = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  do { await frame(); await frame(); } while (document.querySelector(".theatres-chart[aria-busy]"));
}"""


def state_of(chart, described: str = "a chart") -> dict:
    """What a kernel would send to the browser for a chart."""
    live = LiveChart(chart, described)
    names = [*live.names, "spec", "rows", "names", "picks", "picked", "described"]
    return live.get_state(names)


def paint(context, states: list[dict]):
    """Paint charts on a page of a browser's context, and return the page when all stand."""
    files = {"/live.js": EXPLORERS / "live.js", "/bundle.js": bundle()}
    page = context.new_page()
    page.route(
        f"{ADDRESS}**",
        lambda route: answer(route, files.get(urlsplit(route.request.url).path)),
    )
    page.goto(ADDRESS)
    page.add_script_tag(content=f"window.Model = {MODEL}")
    page.evaluate(PAINT, states)
    return page


def answer(route, file) -> None:
    if file:
        route.fulfill(path=file, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>Charts</title>", content_type="text/html")
