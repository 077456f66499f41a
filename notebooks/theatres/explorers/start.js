// Keeps the student's place while a lesson runs: JupyterLab jumps to the last cell at Run All. A lesson that starts is
// brought to its question and first explorer, in a page of its own or in that of the lesson before.
const EXPLORER = ".theatres-explorer";
const RUNNING = 5; // cells waiting at once: the lesson runs, and not a cell or two
const RUSH = 3000; // milliseconds after a button or a menu in which a lesson that starts may jump
const LIKELY = 600; // milliseconds in which a scroll is the reader's own, after a wheel or a key
const PATIENCE = 20000; // milliseconds in which the first explorer may still arrive
const STEADY = 4000; // milliseconds after it in which the view is held
const LOOK = 60; // milliseconds between two looks for it
const FAR = 3; // screens below the top: what stands further down is not what a lesson opens with
const BEGUN = 150; // pixels of what stands below an explorer's controls that are to be seen
const KEYS = new Set(["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown", " "]);

const places = new WeakMap(); // notebook to where the reader left it
const place = (view) => places.get(view) ?? 0; // one that nobody has scrolled stands at its top
let touched = -Infinity;
let pressed = -Infinity; // when a button of the toolbar or an entry of a menu was

const scrolls = (el) => /auto|scroll/.test(getComputedStyle(el).overflowY) && el.scrollHeight > el.clientHeight;

function scroller(el) {
  for (let up = el.parentElement; up; up = up.parentElement) if (scrolls(up)) return up;
  return null;
}

function waiting(view) {
  const prompts = [...view.querySelectorAll(".jp-InputPrompt")];
  return prompts.filter((prompt) => prompt.textContent.includes("*")).length;
}

// A whole notebook was thrown elsewhere, and not by its reader.
function thrown(view) {
  const far = Math.abs(view.scrollTop - place(view)) > view.clientHeight / 2;
  // Cells whose code is folded show no prompt: of a lesson that starts, the button tells.
  const runs = performance.now() - pressed < RUSH || waiting(view) >= RUNNING;
  return far && performance.now() - touched > LIKELY && runs;
}

function listen() {
  const own = () => { touched = performance.now(); };
  for (const event of ["wheel", "touchmove"]) document.addEventListener(event, own, { passive: true, capture: true });
  const presents = (event) => event.altKey && event.shiftKey && event.code === "KeyP"; // see present.js
  document.addEventListener("keydown", (event) => { if (KEYS.has(event.key) || presents(event)) own(); }, true);
  document.addEventListener("pointerdown", (event) => {
    const runs = event.target.closest?.(".jp-NotebookPanel-toolbar, .lm-Menu, .lm-MenuBar");
    if (runs && !event.target.closest(".theatres-present")) pressed = performance.now(); // to run is not to scroll
    else own();
  }, true);
  document.addEventListener("scroll", ({ target }) => {
    if (!target.querySelector?.(".jp-Cell")) return;
    if (thrown(target)) target.scrollTop = place(target);
    else places.set(target, target.scrollTop);
  }, true);
}

// Whether a lesson opens with an explorer: plans and answers have one far below, and stay at their top.
function opens(explorer) {
  const view = scroller(explorer);
  if (!view) return true;
  const below = explorer.getBoundingClientRect().top - view.getBoundingClientRect().top + view.scrollTop;
  return below < FAR * view.clientHeight;
}

// The question and something to touch, where both fit; else the explorer, with the words above it where these fit.
function bring(explorer, view) {
  const frame = view.getBoundingClientRect();
  const cell = (explorer.closest(".jp-Cell") ?? explorer).getBoundingClientRect();
  const touch = (explorer.querySelector(".theatres-controls") ?? explorer.querySelector("strong") ?? explorer);
  const room = frame.height - BEGUN - view.scrollTop;
  if (touch.getBoundingClientRect().bottom - frame.top <= room) view.scrollTop = 0;
  else if (cell.top < frame.top || cell.bottom > frame.bottom) {
    const by = cell.height < frame.height ? cell.bottom - frame.bottom : cell.top - frame.top;
    view.scrollTop = Math.max(0, view.scrollTop + by);
  }
  places.set(view, view.scrollTop);
}

function arrive(first) {
  const began = performance.now();
  let until = began + PATIENCE, found = false;
  const look = () => {
    if (touched > began || performance.now() > until) return;
    const explorer = [...document.querySelectorAll(EXPLORER)].find((e) => e.offsetParent && opens(e));
    const chart = explorer?.querySelector(".theatres-chart");
    const view = explorer && scroller(explorer);
    if (view && !first && !found && place(view) > 0) return; // run again: its reader has a place there
    if (view && (!chart || chart.querySelector("svg"))) {
      if (!found) until = performance.now() + STEADY;
      found = true;
      bring(explorer, view);
    }
    setTimeout(look, LOOK);
  };
  look();
}

function initialize() {
  const first = !globalThis.__twoTheatresStart;
  globalThis.__twoTheatresStart = true;
  if (first) listen();
  arrive(first);
}

export default { initialize, render() {} };
