// Leaves the arrow keys to the controls, which JupyterLab else takes to move from cell to cell, gives sliders a name
// that screen readers can say, lets those that rest be passed over, and boxes that scroll be reached. Once a page.
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

// A slider that rests is grey to the eye alone: its handle still takes the focus and answers nothing.
function restSliders() {
  for (const handle of document.querySelectorAll(`${EXPLORER} .noUi-handle`)) {
    const rests = handle.closest(".noUi-target").hasAttribute("disabled");
    if (handle.getAttribute("aria-disabled") === String(rests)) continue;
    handle.setAttribute("aria-disabled", rests);
    handle.tabIndex = rests ? -1 : 0;
  }
}

// A box that scrolls is reached by keys, or what it hides is seen with a mouse alone.
function reachBoxes() {
  for (const box of document.querySelectorAll(`${EXPLORER} :is(.theatres-scrolls, .theatres-chart)`)) {
    const wide = box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX === "auto";
    const tall = box.scrollHeight > box.clientHeight && box.matches(".theatres-scrolls");
    if (wide || tall) box.tabIndex = 0;
    else if (box.matches(".theatres-chart")) box.removeAttribute("tabindex");
  }
}

function listen() {
  if (globalThis.__twoTheatresKeys) return;
  globalThis.__twoTheatresKeys = true;
  document.addEventListener("focusin", leaveKeys);
  let waiting = 0;
  const settled = () => { waiting = 0; nameSliders(); restSliders(); reachBoxes(); };
  const settle = () => { waiting ||= setTimeout(settled, SETTLE); };
  addEventListener("resize", settle);
  new MutationObserver(settle).observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled"] });
}

export default { initialize: listen, render() {} };
