// Paints a Vega-Lite spec, keeps its params in step with the model's traits of the same names, and reports clicks.
// The Vega libraries come once, from the bundle widget (see base.py); charts wait for them here.
const shelf = (globalThis.__twoTheatres ??= (() => {
  let bring;
  const vegaEmbed = new Promise((resolve) => { bring = resolve; });
  return { vegaEmbed, bring };
})());

const LEAST_WIDE = 420; // pixels below which a chart is scrolled, not shrunk: its type stays legible

const inks = {
  light: { ink: "#1a1a1a", soft: "#555555", grid: "#dddddd", edge: "#ffffff" },
  dark: { ink: "#f2f2f2", soft: "#c4c4c4", grid: "#4a4a4a", edge: "#111111" },
};

// A contrast theme of the system has colours of its own, which JupyterLab's light or dark says nothing of.
const contrast = matchMedia("(forced-colors: active)");
const system = { ink: "CanvasText", soft: "CanvasText", grid: "CanvasText", gridOpacity: 0.3 }; // GrayText is a glaring green in some

function theme() {
  return document.body.dataset.jpThemeLight === "false" ? "dark" : "light";
}

// A presentation has bigger type, which needs more room before it is cut; legends of bigger type stand one above
// another, for side by side they would leave a map small.
const BIG = 1.3;
const LIMITS = ["labelLimit", "titleLimit", "minExtent", "maxExtent"];
const STACKED = { layout: { top: { direction: "vertical" } } };
const presents = () => Boolean(document.body.dataset.theatresBig);

// A chart that is shrunk to its room is drawn with larger letters, of which some 11 pixels are left.
const LEGIBLE = 11 / 12; // of the usual size, down to which letters stay as they are;
const KEPT = [10.5 / 12, 12.6 / 12]; // between which larger ones do, when the chart changes
const WANTED = 11.7 / 12; // of those that do not: with them the chart grows wider, and is shrunk a little more
const LARGEST = 1.4; // beyond it names would lie over one another
const APART = 4; // pixels between two labels of an axis, of which else one goes
const SIZES = ["fontSize", "labelFontSize", "titleFontSize", "lineHeight", "labelLineHeight"];
const roomier = (big) => (key, value) => {
  if (key === "columns" && !presents()) return Math.max(1, Math.floor(value / big)); // of a legend
  const grows = LIMITS.includes(key) || (!presents() && SIZES.includes(key));
  return typeof value === "number" && grows ? big * value : value;
};

function look(big) {
  const { ink, soft, grid, gridOpacity = 1 } = contrast.matches ? system : inks[theme()];
  return {
    background: "transparent",
    view: { stroke: null },
    axis: { labelColor: ink, titleColor: ink, domainColor: soft, tickColor: soft, gridColor: grid, gridOpacity, labelFontSize: 12 * big, titleFontSize: 12 * big, labelSeparation: big > 1 && !presents() ? APART : 0 },
    legend: { labelColor: ink, titleColor: ink, labelFontSize: 12 * big, titleFontSize: 12 * big, labelLimit: 300 * big, ...(big > 1 ? STACKED : {}) },
    header: { labelColor: ink, titleColor: ink, labelFontSize: 12 * big },
    title: { color: ink, subtitleColor: ink, anchor: "start" },
    text: { color: ink, fontSize: 11 * big },
    rule: { color: soft },
  };
}

const GUIDES = ["axis", "legend", "title", "subtitle"].map((guide) => `[aria-roledescription="${guide}"]`).join();

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

// A line is thin, and nobody hits it: a click beside it means the nearest mark that can be picked.
const REACH = 8; // pixels
const TURN = Math.PI / 8;

// Names of the fields by which the selections tell marks apart.
function fieldsPicked(spec, picks) {
  const own = (spec.params ?? []).filter((param) => picks.includes(param.name)).flatMap((param) => param.select.fields ?? []);
  const inner = ["layer", "concat", "hconcat", "vconcat"].flatMap((part) => spec[part] ?? []);
  return [...own, ...inner.flatMap((child) => fieldsPicked(child, picks))];
}

const kindOf = (mark) => mark?.__data__?.mark?.marktype;

// Whether a line passes within reach; it hears no clicks itself.
function passes(path, event) {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(path.getScreenCTM().inverse());
  const { strokeWidth, strokeDasharray } = path.style;
  Object.assign(path.style, { strokeWidth: `${2 * REACH}px`, strokeDasharray: "none" });
  const hit = path.isPointInStroke(at);
  Object.assign(path.style, { strokeWidth, strokeDasharray });
  return hit;
}

function nearestMark(el, event, fields) {
  const held = (mark) => fields.some((field) => mark?.__data__?.datum?.[field] != null);
  const whole = ["line", "area", "group"]; // many rows together
  const pickable = (mark) => mark && el.contains(mark) && !whole.includes(kindOf(mark)) && held(mark);
  if (pickable(event.target) || kindOf(event.target) === "text") return null; // hit, or a name
  for (let far = 2; far <= REACH; far += 2) {
    for (let turn = 0; turn < 2 * Math.PI; turn += TURN) {
      const mark = document.elementFromPoint(event.clientX + far * Math.cos(turn), event.clientY + far * Math.sin(turn));
      if (pickable(mark) && kindOf(mark) !== "text") return mark;
    }
  }
  // Between two figures of a line: the nearer of the two, known by its colour.
  const line = [...el.querySelectorAll(".mark-line path")].find((path) => passes(path, event));
  if (!line) return null;
  const hue = line.__data__.stroke;
  const away = (mark) => {
    const box = mark.getBoundingClientRect();
    return Math.hypot(box.x + box.width / 2 - event.clientX, box.y + box.height / 2 - event.clientY);
  };
  const marks = [...el.querySelectorAll(".mark-symbol path")].filter(
    (mark) => pickable(mark) && [mark.__data__.fill, mark.__data__.stroke].includes(hue));
  return marks.sort((one, other) => away(one) - away(other))[0] ?? null;
}

// Marks of layers whose name begins so leave a faint trace of where they stood before a move. Where an axis may
// move too, the chart draws the trace itself: of a param "until" it is told the value of before as "former_until".
const TRACE = "trace", FORMER = "former_";
const ONE_MOVE = 1000; // milliseconds: a slider that is dragged leaves one trace, of where it began

const traced = (svg) => [...(svg?.querySelectorAll(`g[class*="${TRACE}"]`) ?? [])].filter(
  (mark) => !mark.parentNode.closest(`.theatres-ghost, g[class*="${TRACE}"]`)); // the outermost, of what stands now
const looks = (marks) => marks.map((mark) => mark.outerHTML).join();
const DRAWN = "path:not(.background, .foreground)"; // the marks of a group, not its ground
const stand = (path) => `${path.getAttribute("transform")} ${path.getAttribute("d")}`;
const ticks = (svg) => [...svg.querySelectorAll(".role-axis-label text")].map(
  (tick) => tick.getAttribute("transform") + tick.textContent).join();

// Take what stands where it stood out of a ghost; return whether anything is left.
function movedAway(ghost, marks) {
  const stay = new Set(marks.flatMap((mark) => [...mark.querySelectorAll("path")].map(stand)));
  for (const path of ghost.querySelectorAll(DRAWN)) if (stay.has(stand(path))) path.remove();
  return ghost.querySelector(`${DRAWN}, line`) !== null;
}

function copied(svg, marks) {
  const ghost = document.createElementNS(svg.namespaceURI, "g");
  ghost.setAttribute("class", "theatres-ghost");
  ghost.setAttribute("aria-hidden", "true"); // it says nothing of what stands now
  ghost.setAttribute("fill", "none"); // as the root of Vega's picture has it: what is not filled is not black
  const home = svg.getScreenCTM()?.inverse();
  for (const mark of marks) {
    const place = mark.parentNode.getScreenCTM();
    if (!home || !place) return null; // out of sight
    const { a, b, c, d, e, f } = home.multiply(place);
    const group = document.createElementNS(svg.namespaceURI, "g");
    group.setAttribute("transform", `matrix(${[a, b, c, d, e, f].join()})`);
    group.append(mark.cloneNode(true));
    ghost.append(group);
  }
  return ghost;
}

// The note on what is faint stands at a side of the chart where nothing is written: below, else as high as it can.
const NOTE = { wide: 150, tall: 18 }; // pixels: see style.css

function placeNote(el, svg) {
  const box = el.getBoundingClientRect(), highest = box.height - NOTE.tall;
  const written = [...svg.querySelectorAll("text")].filter((text) => text.textContent).map((text) => text.getBoundingClientRect());
  const free = ([side, up]) => {
    const left = side === "left" ? box.left : box.right - NOTE.wide, top = box.top + highest - up;
    return !written.some((text) => text.right > left && text.left < left + NOTE.wide && text.bottom > top && text.top < top + NOTE.tall);
  };
  const fromAbove = Array.from({ length: Math.ceil(highest / NOTE.tall) }, (_, i) => highest - i * NOTE.tall);
  const places = [0, ...fromAbove].flatMap((up) => [["right", up], ["left", up]]);
  const [side, up] = places.find(free) ?? places[0];
  el.dataset.note = side;
  el.style.setProperty("--note-up", `${up}px`);
}

// Vega redraws marks that moved, but keeps what it said of an axis, a legend or a title: these are drawn once more.
function retell(view, el) {
  const renderer = view._renderer; // Vega names no public way to draw a part
  renderer._dirtyAll = true;
  for (const guide of el.querySelectorAll(GUIDES)) {
    const { mark } = guide.firstElementChild?.__data__ ?? {};
    if (mark) renderer.mark(guide.parentNode, mark, guide.previousSibling);
  }
}

async function render({ model, el }) {
  el.classList.add("theatres-chart");
  let fields = [], clicked = -ONE_MOVE;
  // The card stands on the side where what it is about does not.
  const makeRoom = (x) => {
    const { left, width } = el.getBoundingClientRect();
    el.closest(".theatres-scene")?.classList.toggle("theatres-right", x > left + width / 2);
  };
  // A row opened from its list has no click: its marks say where it stands.
  const makeRoomFor = (id) => {
    if (!id || performance.now() - clicked < ONE_MOVE) return;
    const marks = [...el.querySelectorAll("path")].filter((mark) => fields.some((field) => mark.__data__?.datum?.[field] === id));
    const middles = marks.map((mark) => mark.getBoundingClientRect()).map((box) => box.left + box.width / 2);
    if (middles.length) makeRoom(middles.reduce((sum, x) => sum + x) / middles.length);
  };
  el.addEventListener("click", (event) => {
    clicked = performance.now();
    makeRoom(event.clientX);
    const mark = event.isTrusted && fields.length ? nearestMark(el, event, fields) : null;
    if (!mark) return;
    event.stopImmediatePropagation();
    const { clientX, clientY, shiftKey } = event;
    mark.dispatchEvent(new MouseEvent("click", { clientX, clientY, shiftKey, bubbles: true, view: window }));
  }, true);
  let api, painted, gone = false, latest = 0;
  // What is heard follows before the browser shows what was drawn: no time is left between the two.
  const run = async () => {
    await api.view.runAsync();
    if (gone) return;
    retell(api.view, el);
    hushNameless(el);
  };
  let began = -ONE_MOVE;
  // Run the view, and leave a trace of what moved with that.
  const moveOn = async () => {
    const svg = el.querySelector("svg"), marks = traced(svg);
    const goesOn = performance.now() - began < ONE_MOVE;
    began = performance.now();
    const ghost = goesOn || !marks.length ? null : copied(svg, marks);
    const before = ghost ? looks(marks) : "", scale = ghost ? ticks(svg) : "";
    await run();
    if (!ghost || !svg.isConnected || looks(traced(svg)) === before) return;
    svg.querySelector(".theatres-ghost")?.remove();
    if (ticks(svg) !== scale || !movedAway(ghost, traced(svg))) return; // it would stand at no value
    svg.append(ghost);
    placeNote(el, svg);
  };
  // Tell a chart that draws its trace itself where a param stood when the move began.
  const remember = (name) => {
    const former = FORMER + name, goesOn = performance.now() - began < ONE_MOVE;
    if (!goesOn && model.get("names").includes(former)) api.view.signal(former, api.view.signal(name));
  };
  // What is picked, as the view keeps it: a page that turns dark paints the same chart anew.
  const picked = () => {
    if (!api || painted !== model.get("spec")) return [];
    return model.get("picks").map((pick) => [`${pick}_store`,
      api.view.data(`${pick}_store`).map(({ unit, fields, values }) => ({ unit, fields, values }))]);
  };
  // Where a param stood before its last move: in the chart that stands; another chart has seen none.
  const formerly = () => {
    const same = api && painted === model.get("spec");
    const names = model.get("names").filter((name) => name.startsWith(FORMER));
    return Object.fromEntries(names.map(
      (name) => [name, same ? api.view.signal(name) : model.get(name.slice(FORMER.length))]));
  };
  let letters = 1, fitted = false, wide, grown;
  const enlarge = () => {
    const scale = el.querySelector("svg")?.getScreenCTM()?.a; // none where it is out of sight
    if (!scale || !painted || presents() || fitted) return;
    const least = letters > 1 ? KEPT[0] : LEGIBLE, seen = scale * letters;
    // Once for each width: larger letters that shrink the chart again gain nothing.
    const done = el.clientWidth === wide && painted === grown;
    if (done || (seen >= least && seen <= KEPT[1])) return;
    const now = scale < LEGIBLE ? Math.min(LARGEST, WANTED / scale) : 1;
    [wide, grown] = [el.clientWidth, painted];
    if (now === letters) return;
    letters = now;
    paint();
  };
  const sized = new ResizeObserver(enlarge);
  const paint = async () => {
    const turn = ++latest, kept = picked(), before = formerly();
    painted = null;
    el.setAttribute("aria-busy", "true"); // what stands until then is of before
    const vegaEmbed = await shelf.vegaEmbed;
    const asked = model.get("spec"), big = presents() ? BIG : letters;
    const given = Object.fromEntries(model.get("names").map((name) => [name, model.get(name)]));
    const spec = { ...JSON.parse(asked, big > 1 ? roomier(big) : undefined), datasets: JSON.parse(model.get("rows")) }; // text: null survives every kernel
    for (const param of spec.params ?? []) {
      if (param.name in given) param.value = { ...given, ...before }[param.name];
    }
    const box = document.createElement("div");
    const made = await vegaEmbed(box, spec, { mode: "vega-lite", renderer: "svg", actions: false, config: look(big), tooltip: { theme: theme() } });
    if (gone || turn !== latest) { made.finalize(); return; }
    api?.finalize();
    api = made;
    painted = asked;
    const open = kept.filter(([, store]) => store.length);
    for (const [name, store] of open) api.view.data(name, store);
    if (open.length) await api.view.runAsync();
    if (gone || turn !== latest) return;
    el.replaceChildren(box);
    el.removeAttribute("aria-busy");
    for (const [name, value] of Object.entries(given)) {
      if (model.get(name) === value) continue;
      api.view.signal(name, model.get(name)); // moved while we painted
      run();
    }
    const svg = box.querySelector("svg");
    svg?.setAttribute("aria-label", model.get("described"));
    svg?.style.setProperty("--least-wide", `${Math.min(LEAST_WIDE, svg.width.baseVal.value)}px`); // see style.css
    hushNameless(box);
    for (const name of moved(spec)) api.view.addSignalListener(name, run);
    fitted = Boolean(spec.usermeta?.fitted); // names were fitted to their places, and have no room to grow
    fields = fieldsPicked(spec, model.get("picks"));
    for (const pick of model.get("picks")) {
      api.view.addSignalListener(pick, (_, value) => {
        const { vlPoint, ...fields } = value ?? {};
        model.set("picked", { ...model.get("picked"), [pick]: JSON.parse(JSON.stringify(fields)) });
        model.save_changes();
      });
    }
    enlarge();
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
    api.view.resize();
    await moveOn();
  };
  // What a message changes is run at once and together: half of it may fit nothing that is drawn.
  let due = false, other = false;
  const follow = [];
  const on = (event, act) => { model.on(event, act); follow.push([event, act]); };
  const soon = () => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      const moves = !other;
      due = other = false;
      if (moves) return moveOn();
      return painted && painted === model.get("spec") ? refill() : paint();
    });
  };
  for (const name of model.get("names")) {
    on(`change:${name}`, () => {
      if (!api) return;
      remember(name);
      api.view.signal(name, model.get(name));
      makeRoomFor(model.get(name));
      soon();
    });
  }
  for (const event of ["change:spec", "change:rows"]) on(event, () => { other = true; soon(); });
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
  sized.observe(el);
  (globalThis.__twoTheatresPainted ??= []).push(model); // see wake.js
  return () => {
    gone = true;
    themed.disconnect();
    sized.disconnect();
    contrast.removeEventListener("change", paint);
    follow.forEach(([event, act]) => model.off(event, act));
    api?.finalize();
  };
}

export default { render };
