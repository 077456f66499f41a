// Presentation mode: a mark on the page, and a style sheet that gives charts the room there is. Its button stands in
// the toolbar of every lesson once an explorer has run; the key is Alt+Shift+P.
const BIG = "body[data-theatres-big]";
const TOOLS = ".jp-NotebookPanel-toolbar";
// JupyterLab does not count the button when it fills its toolbar. What menu and keys do too makes room: it is counted,
// but takes none.
const SHEET = `
${TOOLS}:has(> .theatres-present) > :is([data-jp-item-name="cut"], [data-jp-item-name="copy"], [data-jp-item-name="paste"]) { visibility: hidden; margin-right: -29px; }
${BIG} { --big-text: clamp(19px, 1.5vw, 28px); --big-control: clamp(16px, 1.25vw, 24px); }
${BIG} .jp-Notebook { --jp-content-font-size1: var(--big-text); --jp-code-font-size: var(--big-control); --jp-ui-font-size1: var(--big-control); --jp-widgets-font-size: var(--big-control); --jp-widgets-inline-height: calc(2.1 * var(--big-control)); }
${BIG} .theatres-explorer { max-width: none; font-size: var(--big-control); }
${BIG} .theatres-words { font-size: var(--big-text); max-width: none; }
${BIG} .theatres-table table { font-size: var(--big-control); }
${BIG} .theatres-scene, ${BIG} .theatres-scene > .widget-box { max-height: none !important; overflow: visible !important; }
${BIG} .theatres-scene > .widget-box { min-height: 0 !important; }
${BIG} .theatres-chart, ${BIG} .theatres-chart > *, ${BIG} .theatres-scene > .widget-box { width: 100%; }
${BIG} .theatres-chart svg { display: block; width: 100%; height: max(16em, var(--theatres-left, calc(100vh - 330px))); max-width: none; max-height: none !important; }
${BIG} .theatres-controls > * { flex: 0 0 auto; }
${BIG} .theatres-controls > * { order: 0 !important; }
${BIG} .theatres-controls > .widget-inline-hbox { flex: 1 1 auto; width: auto !important; max-width: 30em; height: auto; min-width: max-content; align-items: center; }
${BIG} .theatres-controls .widget-label { flex: 0 0 auto; width: max-content; height: auto; max-width: 15em; line-height: 1.05; white-space: normal; }
${BIG} .theatres-controls :is(select, .slider-container) { flex: 1 1 5em; width: 5em; min-width: 5em; }
${BIG} .theatres-controls select { height: var(--jp-widgets-inline-height); }
${BIG} .theatres-controls .widget-readout { flex: 0 0 auto; width: 3em; min-width: 3em; }
${BIG} .theatres-controls > .widget-html { display: none; }
${BIG} .theatres-controls .widget-toggle-buttons, ${BIG} .theatres-controls .widget-toggle-buttons > *, ${BIG} .theatres-controls > .widget-box { flex-wrap: nowrap !important; width: auto; }
${BIG} .theatres-controls .jupyter-button { width: auto !important; white-space: nowrap; }
${BIG} .theatres-controls > .widget-box { flex: 0 1 auto; min-width: min-content; }
${BIG} .theatres-controls .widget-checkbox { flex: 0 1 auto; width: auto !important; height: auto; min-width: min-content; }
${BIG} .theatres-controls .widget-checkbox label { display: flex; align-items: center; width: auto; max-width: none; line-height: 1.05; }
${BIG} .theatres-controls > .theatres-cards .jupyter-button { flex: 0 1 auto; min-width: min-content; padding: 2px 5px; line-height: 1.1; white-space: normal; }
${BIG} .theatres-controls > .widget-box:has(> .theatres-chip) { min-width: 0; }
${BIG} .theatres-lab .theatres-controls > .widget-button:has(> .fa-bookmark) { display: none; }
${BIG} .theatres-lab .theatres-controls > :is(.widget-button, .widget-toggle-button):has(> i) { font-size: 0; }
${BIG} .theatres-lab .theatres-controls > :is(.widget-button, .widget-toggle-button) > i { font-size: var(--big-control); margin: 0; }
${BIG} .theatres-explorer > .widget-html:first-child { font-size: var(--big-text); }
${BIG} .theatres-chip { flex: 0 1 auto; min-width: 3em; height: 2.1em; line-height: 1.6; overflow: hidden; text-overflow: ellipsis; }
@media (max-width: 1400px) {
  ${BIG} .theatres-controls > :is(.widget-button, .widget-toggle-button):has(> i) { font-size: 0; }
  ${BIG} .theatres-lab .theatres-controls :is(.theatres-cards .jupyter-button, .widget-checkbox label) { font-size: calc(0.85 * var(--big-control)); }
  ${BIG} .theatres-lab .theatres-controls > .widget-inline-hbox { margin-right: 4px; }
  ${BIG} .theatres-controls > :is(.widget-button, .widget-toggle-button) > i { font-size: var(--big-control); margin: 0; }
}
/* Controls take a second row rather than be cut. */
${BIG} .theatres-controls { flex-flow: row wrap !important; row-gap: 2px; }
${BIG} .theatres-controls .widget-inline-hbox > select { flex: 1 1 11em; width: 11em; min-width: 11em; }
${BIG} .theatres-lab .theatres-controls .widget-inline-hbox > select { width: 9em; min-width: 9em; }
${BIG} .theatres-controls > :is(.widget-button, .widget-toggle-button):has(> i) { display: inline-flex; align-items: center; }
${BIG} ${TOOLS} > :is([data-jp-item-name="insert"], [data-jp-item-name="cellType"]) { display: none; } /* room for the way out */
${BIG} .theatres-scrolls:has(.theatres-chart) { height: auto !important; }
${BIG} .theatres-policy .widget-hbox > .widget-vbox { flex: 1 1 26em !important; width: auto !important; max-width: none !important; }
${BIG} .theatres-policy .lm-TabBar { height: 2em; }
${BIG} .theatres-policy .lm-TabBar-tab { flex: 0 0 auto !important; max-width: none !important; height: 2em; line-height: 1.6; }
@media (max-width: 1199px) {
  ${BIG} .theatres-policy .widget-hbox > .theatres-scrolls { width: 15em !important; }
}
@media (max-width: 1499px) {
  ${BIG} .theatres-policy .theatres-scrolls:has(> .theatres-chart) + .theatres-scrolls { height: 4.5em !important; }
}
@media (min-width: 1500px) {
  ${BIG} .theatres-policy .widget-vbox:has(> .theatres-scrolls > .theatres-chart) { display: grid; grid-template: auto 1fr / 7fr 3fr; column-gap: 1em; }
  ${BIG} .theatres-policy .widget-vbox:has(> .theatres-scrolls > .theatres-chart) > :first-child { grid-column: 1 / -1; }
}
${BIG} .jp-CodeCell .jp-Cell-inputWrapper { display: none; }
${BIG} .jp-InputPrompt, ${BIG} .jp-OutputPrompt, ${BIG} .jp-OutputArea-promptOverlay { display: none; }`;
const FILES = "#jp-left-stack";
const SETTLE = 400; // milliseconds until JupyterLab has laid out the page again
const FIT = 300; // milliseconds from one look at the room to the next
const EDGE = 6; // pixels that stay free below

const shown = (el) => el && !el.classList.contains("lm-mod-hidden") && el.offsetParent;

// JupyterLab's own key for the side panel: Ctrl+B, or Cmd+B on a Mac.
function turnFiles() {
  const mac = navigator.platform.startsWith("Mac");
  const key = { key: "b", code: "KeyB", keyCode: 66, ctrlKey: !mac, metaKey: mac, bubbles: true, cancelable: true };
  (document.querySelector(".jp-Notebook") ?? document.body).dispatchEvent(new KeyboardEvent("keydown", key));
}

function inSight() {
  const found = [...document.querySelectorAll(".theatres-explorer")].filter((e) => e.offsetParent);
  return found.find((e) => e.getBoundingClientRect().bottom > innerHeight / 3);
}

// Gives each chart the height that its title, controls and sentence leave.
function fit() {
  for (const explorer of document.querySelectorAll(".theatres-explorer")) {
    const chart = [...explorer.querySelectorAll(".theatres-chart svg")].find((svg) => svg.getClientRects().length);
    if (!chart) continue;
    const room = explorer.closest(".jp-WindowedPanel-outer")?.clientHeight ?? innerHeight;
    const box = chart.getBoundingClientRect();
    const said = explorer.querySelector(".theatres-said")?.getBoundingClientRect();
    const above = box.top - explorer.getBoundingClientRect().top;
    const beside = chart.closest(".theatres-scrolls")?.nextElementSibling?.getBoundingClientRect();
    const next = beside ?? said; // what is to be seen together with the chart, if it stands below
    const below = next && next.top >= box.bottom ? next.bottom - box.bottom : 0;
    explorer.style.setProperty("--theatres-left", `${Math.floor(room - above - below - EDGE)}px`);
  }
}

const page = (globalThis.__twoTheatresPresent ??= (() => {
  let hid = false, fitting = 0;
  const heard = new Set();
  const set = (on) => {
    if (on === Boolean(document.body.dataset.theatresBig)) return;
    const explorer = inSight();
    if (on) document.body.dataset.theatresBig = "1";
    else delete document.body.dataset.theatresBig;
    if (on ? shown(document.querySelector(FILES)) : hid) { turnFiles(); hid = on; }
    heard.forEach((tell) => tell(on));
    clearInterval(fitting);
    if (on) fitting = setInterval(fit, FIT); // what stands around a chart changes with every control
    setTimeout(() => explorer?.scrollIntoView({ block: "start" }), SETTLE);
  };
  const is = () => Boolean(document.body.dataset.theatresBig);
  return { set, is, heard };
})());

function dress(button) {
  const tell = (on) => {
    button.textContent = on ? "End the presentation" : "Present";
    button.setAttribute("aria-pressed", String(on));
  };
  button.className = "jupyter-button widget-button theatres-present";
  button.style.width = "auto";
  page.heard.add(tell);
  tell(page.is());
  return tell;
}

function stand() {
  for (const bar of document.querySelectorAll(TOOLS)) {
    if (bar.querySelector(".theatres-present")) continue;
    const button = document.createElement("button");
    button.title = "Big charts, no code (Alt+Shift+P)";
    dress(button);
    button.style.marginLeft = "8px"; // beside the sign of a busy kernel
    button.addEventListener("click", () => page.set(!page.is()));
    bar.append(button);
  }
}

function initialize() {
  if (document.getElementById("theatres-present")) return;
  document.head.append(Object.assign(document.createElement("style"), { id: "theatres-present", textContent: SHEET }));
  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.shiftKey && event.code === "KeyP") page.set(!page.is());
  });
  stand();
  document.addEventListener("focusin", stand); // a lesson opened later
}

function render({ model, el }) {
  const button = el.appendChild(document.createElement("button"));
  const tell = dress(button);
  const show = () => page.set(model.get("on"));
  button.addEventListener("click", () => {
    model.set("on", !page.is());
    model.save_changes();
    show();
  });
  model.on("change:on", show);
  show();
  return () => { model.off("change:on", show); page.heard.delete(tell); };
}

export default { initialize, render };
