// Wakes what anywidget gave up. A model whose module took more than two seconds to load, as on a busy machine, is shown
// all the same, but every message of the kernel to it is dropped from then on: words stay blank, a chart stays as it was.
const NOTHING = { content: { data: { method: "" } } };

// A change tells its listeners whose it is: the model itself, of which a module is given a part.
function whole(part) {
  let found;
  const take = (model) => { found = model; };
  part.on("change:painted", take);
  part.set("painted", {});
  part.off("change:painted", take);
  return found;
}

// What ipywidgets does with a message, without anywidget's wait for a model that it gave up.
function plainly(model) {
  let kind = Object.getPrototypeOf(model), last = kind;
  for (; kind; kind = Object.getPrototypeOf(kind)) if (Object.hasOwn(kind, "_handle_comm_msg")) last = kind;
  return last._handle_comm_msg;
}

async function wake(part) {
  const model = whole(part);
  if (!model?.comm?.on_msg || !model._handle_comm_msg) return; // a page without a kernel, or of another kind
  try {
    await model._handle_comm_msg(NOTHING);
  } catch {
    const hear = plainly(model);
    model.comm.on_msg((message) => hear.call(model, message));
    model.comm.send({ method: "request_state" }, {}); // what was missed
  }
}

// Modules that painted before this one came stand in a list, later ones are woken as they join it.
function initialize() {
  const painted = (globalThis.__twoTheatresPainted ??= []);
  painted.splice(0).forEach(wake);
  painted.push = wake;
}

export default { initialize, render() {} };
