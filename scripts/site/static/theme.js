// Tells the explorers, which ask JupyterLab's way, whether the page is light or dark.
(() => {
  const tell = () => {
    const dark = document.documentElement.dataset.theme === "dark";
    document.body.dataset.jpThemeLight = dark ? "false" : "true";
  };
  const begin = () => {
    tell();
    // The theme names each fold another thing than what stands on it.
    document.querySelectorAll("summary[aria-label]").forEach((fold) => fold.removeAttribute("aria-label"));
    // The browser edition needs a server: from a folder nothing leads there.
    if (location.protocol === "file:") document.querySelectorAll(".theatres-open a").forEach((way) => way.remove());
    new MutationObserver(tell).observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["data-theme"],
    });
  };
  if (document.readyState !== "loading") begin();
  else document.addEventListener("DOMContentLoaded", begin);
})();
