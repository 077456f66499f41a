// A button that fetches a file from the kernel when it is pressed and hands it to the browser; no network, no server.
function render({ model, el }) {
  const button = document.createElement("button");
  const look = model.get("link") ? "theatres-link" : "jupyter-button mod-primary widget-button";
  button.className = `${look} theatres-download`;
  button.style.cssText = "width: auto; padding: 0 12px; margin: 2px 10px 2px 2px";
  button.textContent = model.get("label");
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "theatres-words";
  el.append(button, said);
  let late;
  button.addEventListener("click", () => {
    said.textContent = "…";
    late = setTimeout(() => { said.textContent = "No answer. Run this cell again, then press the button once more."; }, 30000);
    model.send({ wanted: true });
  });
  const arrived = (message) => {
    if (!message || message.text === undefined) return;
    clearTimeout(late);
    if (message.name) {
      const address = URL.createObjectURL(new Blob([message.text], { type: message.type }));
      const link = Object.assign(document.createElement("a"), { href: address, download: message.name });
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(address), 10000);
    }
    said.textContent = message.said;
  };
  const renamed = () => { button.textContent = model.get("label"); };
  model.on("msg:custom", arrived);
  model.on("change:label", renamed);
  (globalThis.__twoTheatresPainted ??= []).push(model); // see wake.js
  return () => { clearTimeout(late); model.off("msg:custom", arrived); model.off("change:label", renamed); };
}

export default { render };
