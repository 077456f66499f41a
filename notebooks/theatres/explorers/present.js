// Presentation mode: a mark on the page that charts enlarge by (see live.js), and a style sheet for everything else.
const SHEET = `
body[data-theatres-big] .jp-Notebook { --jp-content-font-size1: 19px; --jp-code-font-size: 17px; --jp-ui-font-size1: 16px; --jp-widgets-font-size: 16px; --jp-widgets-inline-height: 34px; }
body[data-theatres-big] .theatres-explorer { max-width: 1240px; }
body[data-theatres-big] .theatres-words { font-size: 20px; }
body[data-theatres-big] .theatres-table table { font-size: 17px; }
body[data-theatres-big] .jp-CodeCell .jp-Cell-inputWrapper { max-height: 2.6em; overflow: hidden; opacity: 0.6; }
body[data-theatres-big] .jp-CodeCell .jp-Cell-inputWrapper:hover, body[data-theatres-big] .jp-CodeCell .jp-Cell-inputWrapper:focus-within { max-height: none; opacity: 1; }
body[data-theatres-big] .jp-InputPrompt, body[data-theatres-big] .jp-OutputPrompt { flex: 0 0 8px; width: 8px; min-width: 8px; color: transparent; }`;

function render({ model, el }) {
  if (!document.getElementById("theatres-present")) {
    document.head.append(Object.assign(document.createElement("style"), { id: "theatres-present", textContent: SHEET }));
  }
  const button = document.createElement("button");
  button.className = "jupyter-button widget-button";
  button.style.width = "auto";
  el.append(button);
  const show = () => {
    const on = model.get("on");
    if (on) document.body.dataset.theatresBig = "1";
    else delete document.body.dataset.theatresBig;
    button.textContent = on ? "End the presentation" : "Present";
    button.setAttribute("aria-pressed", String(on));
  };
  button.addEventListener("click", () => {
    model.set("on", !model.get("on"));
    model.save_changes();
  });
  model.on("change:on", show);
  show();
  return () => model.off("change:on", show);
}

export default { render };
