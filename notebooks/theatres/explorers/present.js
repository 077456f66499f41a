// Presentation mode: a mark on the page, and a style sheet that gives charts the room there is. Its button stands in
// the toolbar of every lesson once an explorer has run; the key is Alt+Shift+P.
const SHEET = `
body[data-theatres-big] .jp-Notebook { --jp-content-font-size1: 19px; --jp-code-font-size: 17px; --jp-ui-font-size1: 16px; --jp-widgets-font-size: 16px; --jp-widgets-inline-height: 34px; }
body[data-theatres-big] .theatres-explorer { max-width: none; }
body[data-theatres-big] .theatres-words { font-size: 20px; max-width: none; }
body[data-theatres-big] .theatres-table table { font-size: 17px; }
body[data-theatres-big] .theatres-scene, body[data-theatres-big] .theatres-scene > .widget-box { max-height: none !important; overflow: visible !important; }
body[data-theatres-big] .theatres-chart, body[data-theatres-big] .theatres-chart > *, body[data-theatres-big] .theatres-scene > .widget-box { width: 100%; }
body[data-theatres-big] .theatres-chart svg { display: block; width: 100%; height: max(18em, calc(100vh - 330px)); max-width: none; max-height: none !important; }
body[data-theatres-big] .theatres-controls { flex-flow: row nowrap !important; overflow-x: auto; }
body[data-theatres-big] .theatres-controls > * { flex: 0 0 auto; }
body[data-theatres-big] .theatres-controls .widget-toggle-buttons .widget-toggle-buttons, body[data-theatres-big] .theatres-controls .widget-toggle-buttons > * { flex-wrap: nowrap; }
body[data-theatres-big] .jp-CodeCell .jp-Cell-inputWrapper { display: none; }
body[data-theatres-big] .jp-InputPrompt, body[data-theatres-big] .jp-OutputPrompt, body[data-theatres-big] .jp-OutputArea-promptOverlay { display: none; }`;
const FILES = "#jp-left-stack";
const SETTLE = 400; // milliseconds until JupyterLab has laid out the page again

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

const page = (globalThis.__twoTheatresPresent ??= (() => {
  let hid = false;
  const heard = new Set();
  const set = (on) => {
    if (on === Boolean(document.body.dataset.theatresBig)) return;
    const explorer = inSight();
    if (on) document.body.dataset.theatresBig = "1";
    else delete document.body.dataset.theatresBig;
    if (on ? shown(document.querySelector(FILES)) : hid) { turnFiles(); hid = on; }
    heard.forEach((tell) => tell(on));
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
  for (const bar of document.querySelectorAll(".jp-NotebookPanel-toolbar")) {
    if (bar.querySelector(".theatres-present")) continue;
    const button = document.createElement("button");
    button.title = "Big charts, no code (Alt+Shift+P)";
    dress(button);
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
