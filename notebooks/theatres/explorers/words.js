// Says a plain sentence, and folds the figures behind it: what a reader unfolded stays unfolded.
function render({ model, el }) {
  const said = document.createElement("div");
  said.className = "theatres-words theatres-said";
  const plain = said.appendChild(document.createElement("strong"));
  plain.setAttribute("role", "status");
  const fold = said.appendChild(document.createElement("details"));
  fold.appendChild(document.createElement("summary")).textContent = "the numbers";
  const figures = fold.appendChild(document.createElement("div"));
  el.append(said);
  const say = () => {
    plain.textContent = model.get("plain");
    figures.textContent = model.get("figures");
    fold.style.visibility = model.get("figures") ? "" : "hidden"; // its line stays, so that nothing moves
  };
  model.on("change:plain", say);
  model.on("change:figures", say);
  say();
  (globalThis.__twoTheatresPainted ??= []).push(model); // see wake.js
  return () => { model.off("change:plain", say); model.off("change:figures", say); };
}

export default { render };
