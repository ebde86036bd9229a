// Before anything is drawn: where CesiumJS finds its parts, and light or dark.
window.CESIUM_BASE_URL = new URL("cesium/", document.baseURI).href;
{
  let theme = null;
  try {
    theme = localStorage.getItem("theme");
  } catch {
    /* a browser may keep nothing */
  }
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = theme || (dark ? "dark" : "light");
}
