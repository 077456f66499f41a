// Explorers on a page without a kernel: the course's own painter (live.js), given a model that the controls move.
(() => {
  const element = window.theatresElement;
  const REST = 1500; // milliseconds after loading before charts out of sight are painted
  const MANY = 20; // rows from which on a table is searched rather than read

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
      hold: (name, value) => { values[name] = value; }, // nobody hears: another chart is about to be painted
      off: (event, act) => { heard[event] = (heard[event] ?? []).filter((a) => a !== act); },
      save_changes() {},
    };
  }

  const pick = (list, at) => (Array.isArray(at) ? at.map((i) => list[i]) : list[at]);
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  // What a place in a control's list is called; of several at once, what they are called together.
  function called(control, at) {
    const words = [pick(control.labels ?? control.values, at)].flat();
    return words.length ? words.join(control.kind === "span" ? " to " : ", ") : "none";
  }

  // Each kind of control: its inputs, where it stands (a place in the list of values, or several), and how to put it there.
  const KINDS = {
    slider(control) {
      const input = element("input", { type: "range", min: 0, max: control.values.length - 1, step: 1 });
      const readout = element("output");
      const tell = () => {
        readout.textContent = called(control, Number(input.value));
        input.setAttribute("aria-valuetext", readout.textContent);
      };
      input.addEventListener("input", tell);
      return { inputs: [input], parts: [input, readout], at: () => Number(input.value), put: (at) => { input.value = at; tell(); } };
    },
    span(control) {
      const readout = element("output");
      const inputs = ["from", "to"].map((end) => {
        const input = element("input", { type: "range", min: 0, max: control.values.length - 1, step: 1 });
        input.setAttribute("aria-label", `${control.label}, ${end}`);
        return input;
      });
      const at = () => inputs.map((input) => Number(input.value));
      const tell = () => {
        readout.textContent = called(control, at());
        inputs.forEach((input) => input.setAttribute("aria-valuetext", control.values[input.value]));
      };
      inputs.forEach((input, i) => input.addEventListener("input", () => {
        const [first, last] = at();
        if (first > last) inputs[1 - i].value = input.value; // one end takes the other along
        tell();
      }));
      return { inputs, parts: [...inputs, readout], at, put: (places) => { places.forEach((place, i) => { inputs[i].value = place; }); tell(); } };
    },
    tick() {
      const input = element("input", { type: "checkbox" });
      return { inputs: [input], parts: [input], at: () => Number(input.checked), put: (at) => { input.checked = at === 1; } };
    },
    ticks(control) {
      const inputs = control.values.map(() => element("input", { type: "checkbox" }));
      return {
        inputs,
        parts: inputs.map((input, i) => element("label", {}, input, ` ${control.labels[i]}`)),
        at: () => [...inputs.keys()].filter((i) => inputs[i].checked),
        put: (places) => inputs.forEach((input, i) => { input.checked = places.includes(i); }),
      };
    },
    list(control) {
      const options = control.values.map((_, i) => element("option", { value: i }, String(control.labels[i])));
      const input = element("select", {}, ...options);
      return { inputs: [input], parts: [input], at: () => Number(input.value), put: (at) => { input.value = at; } };
    },
  };

  // A control of one input is its label; one of several is a group that the label names.
  function labelled(control) {
    if (control.inputs.length === 1) {
      const parts = control.kind === "tick" ? [...control.parts, ` ${control.label}`] : [`${control.label} `, ...control.parts];
      return element("label", {}, ...parts);
    }
    const group = element("span", { className: "theatres-several" }, `${control.label} `, ...control.parts);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", control.label);
    return group;
  }

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

  // Things to try, one at a time: a button sets the controls and says what to look for.
  function tasksOf(tasks, goTo) {
    let at = 0;
    const button = element("button", { type: "button" });
    const look = element("span");
    look.setAttribute("role", "status");
    const name = () => { button.textContent = `${at + 1} of ${tasks.length}: ${tasks[at].label}`; };
    button.addEventListener("click", () => {
      goTo(tasks[at].places);
      look.textContent = ` ${tasks[at].look}`;
      at = (at + 1) % tasks.length;
      name();
    });
    name();
    return element("div", { className: "theatres-tasks" }, button, look);
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

    const keyOf = (some) => JSON.stringify(some.map((c) => pick(c.values, c.at())));
    const key = () => keyOf(controls.filter((c) => c.tried));
    const state = () => data.states[key()];
    const rowsOf = (entry) => `{${Object.entries(entry.rows).map(([name, at]) => `${JSON.stringify(name)}:${shelved("rows", at)}`).join()}}`;
    const paramsOf = (entry) => ({
      ...entry.params,
      ...Object.fromEntries(controls.filter((c) => c.param).map((c) => [c.param, pick(c.sends, c.at())])),
    });
    const rest = (entry) => controls.forEach((c) => c.inputs.forEach((input) => { input.disabled = entry.rests.includes(c.name); }));

    const first = state();
    const model = modelOf({
      spec: shelved("charts", first.chart), rows: rowsOf(first), names: Object.keys(first.params), picks: [],
      picked: {}, described: data.described, ...paramsOf(first),
    });
    rest(first);

    const move = () => {
      const entry = state();
      // A chart that is about to go must not follow: it may have no place for what is now shown.
      const another = entry.chart !== undefined && shelved("charts", entry.chart) !== model.get("spec");
      for (const [name, value] of Object.entries(paramsOf(entry))) (another ? model.hold : model.set)(name, value);
      if (entry.chart !== undefined) {
        model.set("rows", rowsOf(entry));
        model.set("spec", shelved("charts", entry.chart));
      }
      rest(entry);
      const told = data.told[keyOf(controls)];
      const [headline, plain, more] = data.words[told ?? entry.words];
      // Words are there for what was tried out: of other controls that moved, say where they stood.
      const strayed = told === undefined ? controls.filter((c) => !c.tried && !c.keeps && !same(c.at(), c.start)) : [];
      const stood = strayed.map((c) => `${c.label}: ${called(c, c.start)}`);
      say([headline, (stood.length ? `With ${stood.join("; ")}: ` : "") + plain, more]);
    };
    const reset = element("button", { type: "button" }, "Reset");
    const goTo = (places) => { controls.forEach((c) => c.keeps || c.put(places[c.name] ?? c.start)); move(); };
    reset.addEventListener("click", () => goTo({}));
    const row = element("div", { className: "theatres-controls" }, ...controls.filter((c) => !c.waits).map(labelled), reset);
    const waiting = controls.filter((c) => c.waits).map(labelled);
    const more = element("details", { className: "theatres-more" }, element("summary", {}, "More choices"),
      element("div", { className: "theatres-controls" }, ...waiting));
    controls.forEach((c) => c.inputs.forEach((input) => input.addEventListener("input", () => {
      if (c.keeps) window.theatresWork.put(c.keeps, c.values[c.at()]);
      move();
    })));

    const tasks = data.tasks.length ? [tasksOf(data.tasks, goTo)] : [];
    figure.querySelector(".theatres-title").after(...tasks, row, ...(waiting.length ? [more] : []), stage);
    await window.theatresPainter.render({ model, el: stage });
    figure.dataset.painted = "true";
  }

  // A long table is searched where it stands: its rows with all the words stay.
  function searchable(table) {
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    if (rows.length < MANY) return;
    const input = element("input", { type: "search", placeholder: "words in any order" });
    const found = element("output");
    const texts = rows.map((row) => row.textContent.toLowerCase());
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, i) => {
        row.hidden = !words.every((word) => texts[i].includes(word));
        shown += !row.hidden;
      });
      found.textContent = words.length ? `${shown} of ${rows.length} rows` : "";
    });
    const field = element("label", { className: "theatres-search" }, "Search this table ", input, found);
    (table.closest(".theatres-table") ?? table).before(field);
  }
  // The first chart is painted at once, others when they come near, one after the other; the rest when the
  // page has nothing else to do, so that print has all.
  const due = new Set(document.querySelectorAll(".theatres-live"));
  let last = Promise.resolve();
  const paint = (figure) => {
    if (due.delete(figure)) last = last.then(() => bring(figure));
    return last;
  };
  const [first] = due;
  if (first) paint(first);
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) paint(entry.target);
  }, { rootMargin: "600px" });
  due.forEach((figure) => seen.observe(figure));

  const idle = window.requestIdleCallback ?? ((act) => setTimeout(act, 200));
  // Long tables wait in a noscript (conf.py) until the first chart stands; paper does not wait.
  const LATER = "noscript.theatres-later";
  function bringTable() {
    const place = document.querySelector(LATER);
    if (place) place.outerHTML = place.textContent;
    return Boolean(place);
  }
  function bringTables() {
    if (bringTable()) return idle(bringTables);
    document.querySelectorAll("article table").forEach(searchable);
    document.documentElement.dataset.tables = "true";
  }
  last.finally(() => {
    performance.mark("theatres-first");
    idle(bringTables);
  });
  async function paintRest() {
    const [next] = due;
    if (!next) return;
    await paint(next);
    idle(paintRest);
  }
  window.addEventListener("load", () => setTimeout(() => idle(paintRest), REST));

  // Paper has no folds: they open for it, those of code apart, and close again.
  const folds = "article details:not([open], .hide)";
  let opened = [];
  window.addEventListener("beforeprint", () => {
    while (bringTable());
    due.forEach(paint);
    opened = [...document.querySelectorAll(folds)];
    opened.forEach((fold) => { fold.open = true; });
  });
  window.addEventListener("afterprint", () => opened.forEach((fold) => { fold.open = false; }));
})();
