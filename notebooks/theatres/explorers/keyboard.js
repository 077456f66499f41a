// Leaves the arrow keys to the controls, which JupyterLab else takes to move from cell to cell, and gives sliders a
// name that screen readers can say. Once a page.
const EXPLORER = ".theatres-explorer";
const SETTLE = 300; // milliseconds in which many changes of the page are answered once

function leaveKeys(event) {
  if (event.target.closest?.(EXPLORER)) event.target.setAttribute("data-lm-suppress-shortcuts", "true");
}

function nameSliders() {
  for (const handle of document.querySelectorAll(`${EXPLORER} .noUi-handle:not([aria-label])`)) {
    const label = handle.closest(".widget-inline-hbox")?.querySelector(".widget-label");
    const handles = handle.closest(".noUi-base").querySelectorAll(".noUi-handle").length;
    const side = handle.classList.contains("noUi-handle-upper") && handles > 1 ? ", to" : "";
    if (label) handle.setAttribute("aria-label", (label.title || label.innerText) + side);
  }
}

function listen() {
  if (globalThis.__twoTheatresKeys) return;
  globalThis.__twoTheatresKeys = true;
  document.addEventListener("focusin", leaveKeys);
  let waiting = 0;
  const settled = () => { waiting = 0; nameSliders(); };
  new MutationObserver(() => { waiting ||= setTimeout(settled, SETTLE); })
    .observe(document.body, { childList: true, subtree: true });
}

export default { initialize: listen, render() {} };
