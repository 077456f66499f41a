// Paints a Vega-Lite spec, keeps its params in step with the model's traits of the same names, and reports clicks.
// The Vega libraries come once, from the bundle widget (see base.py); charts wait for them here.
const shelf = (globalThis.__twoTheatres ??= (() => {
  let bring;
  const vegaEmbed = new Promise((resolve) => { bring = resolve; });
  return { vegaEmbed, bring };
})());

const REST = 150; // milliseconds without a move

const inks = {
  light: { ink: "#1a1a1a", soft: "#555555", grid: "#dddddd", edge: "#ffffff" },
  dark: { ink: "#f2f2f2", soft: "#c4c4c4", grid: "#4a4a4a", edge: "#111111" },
};

// A contrast theme of the system has colours of its own, which JupyterLab's light or dark says nothing of.
const contrast = matchMedia("(forced-colors: active)");
const system = { ink: "CanvasText", soft: "CanvasText", grid: "GrayText" };

function theme() {
  return document.body.dataset.jpThemeLight === "false" ? "dark" : "light";
}

function look() {
  const { ink, soft, grid } = contrast.matches ? system : inks[theme()];
  const big = document.body.dataset.theatresBig ? 1.3 : 1;
  return {
    background: "transparent",
    view: { stroke: null },
    axis: { labelColor: ink, titleColor: ink, domainColor: soft, tickColor: soft, gridColor: grid, labelFontSize: 12 * big, titleFontSize: 12 * big },
    legend: { labelColor: ink, titleColor: ink, labelFontSize: 12 * big, titleFontSize: 12 * big, labelLimit: 300 },
    header: { labelColor: ink, titleColor: ink, labelFontSize: 12 * big },
    title: { color: ink, subtitleColor: ink, anchor: "start" },
    text: { color: ink, fontSize: 11 * big },
    rule: { color: soft },
  };
}

// Names of the selections that move an axis when the reader drags or zooms.
function moved(spec) {
  const own = (spec.params ?? []).filter((param) => param.bind === "scales").map((param) => param.name);
  return [...own, ...(spec.layer ?? []).flatMap(moved)];
}

// A layer without marks has nothing to say, yet Vega calls it a symbol that has no name.
function hushNameless(svg) {
  for (const layer of svg.querySelectorAll('[aria-roledescription$="mark container"]')) {
    const nameless = layer.getAttribute("role") === "graphics-symbol" && !layer.getAttribute("aria-label");
    if (nameless) layer.setAttribute("aria-hidden", "true");
    else if (layer.dataset.hushed) layer.removeAttribute("aria-hidden");
    layer.dataset.hushed = nameless ? "1" : "";
  }
}

async function render({ model, el }) {
  el.classList.add("theatres-chart");
  let api, painted, gone = false, latest = 0, due = false;
  // Vega redraws marks that moved, but not what it says of an axis or legend: when the controls rest, all is drawn once more.
  let resting = 0;
  const rest = () => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      if (gone) return;
      api.view._renderer.render(api.view.scenegraph().root); // Vega names no public way to draw all
      hushNameless(el);
    }, REST);
  };
  const paint = async () => {
    const turn = ++latest;
    painted = null;
    const vegaEmbed = await shelf.vegaEmbed;
    const asked = model.get("spec");
    const given = Object.fromEntries(model.get("names").map((name) => [name, model.get(name)]));
    const spec = { ...JSON.parse(asked), datasets: JSON.parse(model.get("rows")) }; // text: null survives every kernel
    for (const param of spec.params ?? []) {
      if (param.name in given) param.value = given[param.name];
    }
    const box = document.createElement("div");
    const made = await vegaEmbed(box, spec, { mode: "vega-lite", renderer: "svg", actions: false, config: look(), tooltip: { theme: theme() } });
    if (gone || turn !== latest) { made.finalize(); return; }
    api?.finalize();
    api = made;
    painted = asked;
    el.replaceChildren(box);
    for (const [name, value] of Object.entries(given)) {
      if (model.get(name) !== value) api.view.signal(name, model.get(name)).runAsync(); // moved while we painted
    }
    box.querySelector("svg")?.setAttribute("aria-label", model.get("described"));
    hushNameless(box);
    for (const name of moved(spec)) api.view.addSignalListener(name, rest);
    for (const pick of model.get("picks")) {
      api.view.addSignalListener(pick, (_, value) => {
        const { vlPoint, ...fields } = value ?? {};
        model.set("picked", { ...model.get("picked"), [pick]: JSON.parse(JSON.stringify(fields)) });
        model.save_changes();
      });
    }
  };
  // Other rows under the same specification: handed to the view that stands, which then need not be compiled again.
  const refill = async () => {
    for (const [name, rows] of Object.entries(JSON.parse(model.get("rows")))) {
      const source = api.vgSpec.data.find((d) => d.name === name);
      if (source) api.view.data(name, api.view.parse(rows, source.format));
    }
    for (const pick of model.get("picks")) {
      if (api.view.data(`${pick}_store`).length) api.view.data(`${pick}_store`, []);
    }
    await api.view.resize().runAsync();
    rest();
  };
  const renew = () => {
    if (due) return;
    due = true;
    queueMicrotask(() => { due = false; return painted && painted === model.get("spec") ? refill() : paint(); });
  };
  const follow = [];
  const on = (event, act) => { model.on(event, act); follow.push([event, act]); };
  for (const name of model.get("names")) {
    on(`change:${name}`, () => {
      api?.view.signal(name, model.get(name)).runAsync().then(rest);
    });
  }
  on("change:spec", renew);
  on("change:rows", renew);
  on("change:picked", () => {
    if (!api || Object.keys(model.get("picked")).length) return;
    for (const pick of model.get("picks")) api.view.data(`${pick}_store`, []);
    api.view.runAsync(); // a card was closed: the mark can be clicked again
  });
  on("change:described", () => el.querySelector("svg")?.setAttribute("aria-label", model.get("described")));
  const themed = new MutationObserver(paint);
  themed.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-theatres-big"] });
  contrast.addEventListener("change", paint);
  await paint();
  return () => {
    gone = true;
    clearTimeout(resting);
    themed.disconnect();
    contrast.removeEventListener("change", paint);
    follow.forEach(([event, act]) => model.off(event, act));
    api?.finalize();
  };
}

export default { render };
