// Explorers on a page without a kernel: the course's own painter (live.js), given a model that the controls move.
(() => {
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

  async function bring(figure) {
    const data = JSON.parse(figure.querySelector("script").textContent);
    const said = figure.querySelector(".theatres-words");
    const stage = element("div");
    const controls = data.controls.map((control) => ({ ...control, ...KINDS[control.kind](control) }));
    controls.forEach((control) => control.put(control.start));

    const key = () => JSON.stringify(controls.filter((c) => c.tried).map((c) => c.values[c.at()]));
    const state = () => data.states[key()];
    const rowsOf = (entry) => `{${Object.entries(entry.rows).map(([name, at]) => `${JSON.stringify(name)}:${data.rows[at]}`).join()}}`;
    const paramsOf = (entry) => ({
      ...entry.params,
      ...Object.fromEntries(controls.filter((c) => c.param).map((c) => [c.param, c.sends[c.at()]])),
    });

    const first = state();
    const model = modelOf({
      spec: data.charts[first.chart], rows: rowsOf(first), names: Object.keys(first.params), picks: [],
      picked: {}, described: data.described, ...paramsOf(first),
    });

    const move = () => {
      const entry = state();
      for (const [name, value] of Object.entries(paramsOf(entry))) model.set(name, value);
      if (entry.chart !== undefined) {
        model.set("rows", rowsOf(entry));
        model.set("spec", data.charts[entry.chart]);
      }
      said.textContent = data.words[entry.words];
      // Words are there for what was tried out: of other controls that moved, say where they stood.
      const strayed = controls.filter((c) => !c.tried && c.at() !== c.start);
      const stood = strayed.map((c) => `${c.label} ${c.labels?.[c.start] ?? c.values[c.start]}`);
      if (stood.length) said.prepend(element("em", {}, `Words for ${stood.join(", ")}: `));
    };
    const reset = element("button", { type: "button" }, "Reset");
    reset.addEventListener("click", () => { controls.forEach((c) => c.put(c.start)); move(); });
    const row = element("div", { className: "theatres-controls" }, ...controls.map((c) =>
      element("label", {}, ...(c.kind === "tick" ? [...c.parts, ` ${c.label}`] : [`${c.label} `, ...c.parts]))), reset);
    controls.forEach((c) => c.input.addEventListener("input", move));

    figure.querySelector(".theatres-title").after(row, stage);
    await window.theatresPainter.render({ model, el: stage });
    figure.dataset.painted = "true";
  }

  // A chart is painted when it comes near: a page with ten of them is read from the top.
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      bring(entry.target);
    }
  }, { rootMargin: "600px" });
  document.querySelectorAll(".theatres-live").forEach((figure) => seen.observe(figure));
})();
