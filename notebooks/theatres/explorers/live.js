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
  let api, gone = false, latest = 0;
  const paint = async () => {
    const turn = ++latest;
    const vegaEmbed = await shelf.vegaEmbed;
    const spec = structuredClone(model.get("spec"));
    for (const param of spec.params ?? []) {
      if (model.get("names").includes(param.name)) param.value = model.get(param.name);
    }
    const box = document.createElement("div");
    const made = await vegaEmbed(box, spec, { mode: "vega-lite", renderer: "svg", actions: false, config: look(), tooltip: { theme: document.body.dataset.jpThemeLight === "false" ? "dark" : "light" } });
    if (gone || turn !== latest) { made.finalize(); return; }
    api?.finalize();
    api = made;
    el.replaceChildren(box);
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
  const follow = [];
  const on = (event, act) => { model.on(event, act); follow.push([event, act]); };
  for (const name of model.get("names")) {
    on(`change:${name}`, () => {
      api?.view.signal(name, model.get(name)).runAsync();
    });
  }
  on("change:spec", paint);
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
