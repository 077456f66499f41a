// Tells the explorers, which ask JupyterLab's way, whether the page is light or dark.
(() => {
  const tell = () => {
    const dark = document.documentElement.dataset.theme === "dark";
    document.body.dataset.jpThemeLight = dark ? "false" : "true";
  };
  const begin = () => {
    tell();
    new MutationObserver(tell).observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["data-theme"],
    });
  };
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
})();
