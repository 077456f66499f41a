// Paints a Vega-Lite spec, keeps its params in step with the model's traits of the same names, and reports clicks.
// The Vega libraries come once, from the bundle widget (see base.py); charts wait for them here.
const shelf = (globalThis.__twoTheatres ??= (() => {
  let bring;
  const vegaEmbed = new Promise((resolve) => { bring = resolve; });
  return { vegaEmbed, bring };
})());

const inks = {
  light: { ink: "#1a1a1a", soft: "#555555", grid: "#dddddd", edge: "#ffffff" },
  dark: { ink: "#f2f2f2", soft: "#c4c4c4", grid: "#4a4a4a", edge: "#111111" },
};

function look() {
  const { ink, soft, grid } = inks[document.body.dataset.jpThemeLight === "false" ? "dark" : "light"];
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

async function render({ model, el }) {
  el.classList.add("theatres-chart");
  let api, painted, gone = false, latest = 0, due = false;
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
    const made = await vegaEmbed(box, spec, { mode: "vega-lite", renderer: "svg", actions: false, config: look(), tooltip: { theme: document.body.dataset.jpThemeLight === "false" ? "dark" : "light" } });
    if (gone || turn !== latest) { made.finalize(); return; }
    api?.finalize();
    api = made;
    painted = asked;
    el.replaceChildren(box);
    for (const [name, value] of Object.entries(given)) {
      if (model.get(name) !== value) api.view.signal(name, model.get(name)).runAsync(); // moved while we painted
    }
    const svg = box.querySelector("svg");
    svg?.setAttribute("aria-label", model.get("described"));
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
      api?.view.signal(name, model.get(name)).runAsync();
    });
  }
  on("change:spec", renew);
  on("change:rows", renew);
  on("change:described", () => el.querySelector("svg")?.setAttribute("aria-label", model.get("described")));
  const themed = new MutationObserver(paint);
  themed.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-theatres-big"] });
  await paint();
  return () => {
    gone = true;
    themed.disconnect();
    follow.forEach(([event, act]) => model.off(event, act));
    api?.finalize();
  };
}

export default { render };
