// Explorers on a page without a kernel: the course's own painter (live.js), given a model that the controls move.
(() => {
  const REST = 1500; // milliseconds after loading before charts out of sight are painted

  // What an anywidget model is to a painter: values by name, and who wants to hear of a change.
  function modelOf(values) {
    const heard = {};
    return {
      get: (name) => values[name],
      set(name, value) {
        if (JSON.stringify(values[name]) === JSON.stringify(value)) return;
        values[name] = value;
        (heard[`change:${name}`] ?? []).forEach((act) => act());
      },
      on: (event, act) => { (heard[event] ??= []).push(act); },
      off: (event, act) => { heard[event] = (heard[event] ?? []).filter((a) => a !== act); },
      save_changes() {},
    };
  }

  function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  // Each kind of control: its input, where it stands (a place in the list of values), and how to put it there.
  const KINDS = {
    slider(control) {
      const input = element("input", { type: "range", min: 0, max: control.values.length - 1, step: 1 });
      const readout = element("output");
      const tell = () => {
        const at = Number(input.value);
        readout.textContent = control.labels?.[at] ?? control.values[at];
        input.setAttribute("aria-valuetext", readout.textContent);
      };
      input.addEventListener("input", tell);
      return { input, parts: [input, readout], at: () => Number(input.value), put: (at) => { input.value = at; tell(); } };
    },
    tick() {
      const input = element("input", { type: "checkbox" });
      return { input, parts: [input], at: () => Number(input.checked), put: (at) => { input.checked = at === 1; } };
    },
    list(control) {
      const options = control.values.map((_, i) => element("option", { value: i }, String(control.labels[i])));
      const input = element("select", {}, ...options);
      return { input, parts: [input], at: () => Number(input.value), put: (at) => { input.value = at; } };
    },
  };

  // Charts and rows lie on one shelf a page, each once: explorers share them.
  const shelved = (kind, at) => document.getElementById(`theatres-${kind}-${at}`).textContent;

  function speaker(figure) {
    const title = figure.querySelector(".theatres-title");
    const plain = figure.querySelector(".theatres-words > strong");
    const fold = figure.querySelector(".theatres-words > details");
    return ([headline, first, rest]) => {
      title.textContent = headline;
      plain.textContent = first;
      fold.lastElementChild.textContent = rest;
      fold.hidden = !rest;
    };
  }

  async function bring(figure) {
    const data = JSON.parse(figure.querySelector("script").textContent);
    const say = speaker(figure);
    const stage = element("div", { className: "theatres-stage" });
    stage.tabIndex = 0; // a wide chart scrolls in its box, by keyboard too
    stage.setAttribute("role", "group");
    stage.setAttribute("aria-label", `${data.described}: a chart`);
    const controls = data.controls.map((control) => ({ ...control, ...KINDS[control.kind](control) }));
    const begun = (c) => Math.max(c.values.indexOf(window.theatresWork.get(c.keeps)), -1);
    controls.forEach((c) => c.put(c.keeps && begun(c) >= 0 ? begun(c) : c.start));

    const key = () => JSON.stringify(controls.filter((c) => c.tried).map((c) => c.values[c.at()]));
    const state = () => data.states[key()];
    const rowsOf = (entry) => `{${Object.entries(entry.rows).map(([name, at]) => `${JSON.stringify(name)}:${shelved("rows", at)}`).join()}}`;
    const paramsOf = (entry) => ({
      ...entry.params,
      ...Object.fromEntries(controls.filter((c) => c.param).map((c) => [c.param, c.sends[c.at()]])),
    });
    const rest = (entry) => controls.forEach((c) => { c.input.disabled = entry.rests.includes(c.name); });

    const first = state();
    const model = modelOf({
      spec: shelved("charts", first.chart), rows: rowsOf(first), names: Object.keys(first.params), picks: [],
      picked: {}, described: data.described, ...paramsOf(first),
    });
    rest(first);

    const move = () => {
      const entry = state();
      for (const [name, value] of Object.entries(paramsOf(entry))) model.set(name, value);
      if (entry.chart !== undefined) {
        model.set("rows", rowsOf(entry));
        model.set("spec", shelved("charts", entry.chart));
      }
      rest(entry);
      const [headline, plain, more] = data.words[entry.words];
      // Words are there for what was tried out: of other controls that moved, say where they stood.
      const strayed = controls.filter((c) => !c.tried && !c.keeps && c.at() !== c.start);
      const stood = strayed.map((c) => `${c.label} ${c.labels?.[c.start] ?? c.values[c.start]}`);
      say([headline, (stood.length ? `Words for ${stood.join(", ")}: ` : "") + plain, more]);
    };
    const reset = element("button", { type: "button" }, "Reset");
    reset.addEventListener("click", () => { controls.forEach((c) => c.keeps || c.put(c.start)); move(); });
    const labelled = (c) =>
      element("label", {}, ...(c.kind === "tick" ? [...c.parts, ` ${c.label}`] : [`${c.label} `, ...c.parts]));
    const row = element("div", { className: "theatres-controls" }, ...controls.filter((c) => !c.waits).map(labelled), reset);
    const waiting = controls.filter((c) => c.waits).map(labelled);
    const more = element("details", { className: "theatres-more" }, element("summary", {}, "More choices"),
      element("div", { className: "theatres-controls" }, ...waiting));
    controls.forEach((c) => c.input.addEventListener("input", () => {
      if (c.keeps) window.theatresWork.put(c.keeps, c.values[c.at()]);
      move();
    }));

    figure.querySelector(".theatres-title").after(row, ...(waiting.length ? [more] : []), stage);
    await window.theatresPainter.render({ model, el: stage });
    figure.dataset.painted = "true";
  }

  // A chart is painted when it comes near; the others when the page has nothing else to do, so that print has all.
  const due = new Set(document.querySelectorAll(".theatres-live"));
  const paint = (figure) => (due.delete(figure) ? bring(figure) : null);
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) paint(entry.target);
  }, { rootMargin: "600px" });
  due.forEach((figure) => seen.observe(figure));

  const idle = window.requestIdleCallback ?? ((act) => setTimeout(act, 200));
  async function paintRest() {
    const [next] = due;
    if (!next) return;
    await paint(next);
    idle(paintRest);
  }
  window.addEventListener("load", () => setTimeout(() => idle(paintRest), REST));
  window.addEventListener("beforeprint", () => due.forEach(paint));
})();
