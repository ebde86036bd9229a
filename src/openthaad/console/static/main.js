// The page: which screen is shown, and what both have in common.
import * as address from "./address.js";
import { get } from "./api.js";
import { find, make, sentence } from "./dom.js";
import { makeGlobe, setFlat, setTheme } from "./globe.js";
import { Replay } from "./replay.js";
import { dropped, pickFile } from "./openfile.js";
import { WhatIf } from "./whatif.js";

const page = { globe: null, screen: null, theme: document.documentElement.dataset.theme };

page.error = (text, ...more) => {
  find("error").hidden = !text;
  find("error").replaceChildren(...(text ? [sentence(text), ...more] : []));
};

// The server is gone: ask for it every few seconds, and continue once it is back.
page.gone = (again) => {
  clearTimeout(page.waiting);
  const look = async () => {
    clearTimeout(page.waiting);
    try { await get("status"); page.error(""); again(); } catch { page.waiting = setTimeout(look, 3000); }
  };
  const again_ = make("button", { type: "button", onclick: look }, "Try again");
  page.error("The server does not answer. Is thaad serve still running? This page will reconnect by itself", again_);
  page.waiting = setTimeout(look, 3000);
};
page.pick = () => pickFile((file) => page.take(file));
page.take = async (file) => {
  if (page.screen !== page.screens.whatif) { history.pushState(null, "", "#view=whatif"); await route(true); }
  await page.screens.whatif.openFile(file);
};
page.cover = (text) => {
  find("cover").hidden = !text;
  if (text) find("cover").querySelector("p").textContent = text;
};

async function open() {
  try {
    page.globe = await makeGlobe(find("globe"), page.theme);
  } catch (error) {
    page.cover("");
    page.error(`The map cannot be drawn: ${error.message || error}. It needs WebGL.`);
    return;
  }
  page.cover("");
  page.screens = { replay: new Replay(page), whatif: new WhatIf(page) };
  window.addEventListener("hashchange", route);
  if (address.read().flat) flatten(true);
  await route();
  dropped(page.take);
  watchEngine();
}

async function route(quiet) {
  const values = address.read();
  const name = values.view === "whatif" ? "whatif" : "replay";
  for (const each of ["replay", "whatif"]) {
    find(`${each}-panel`).hidden = each !== name;
    find(`tab-${each}`).toggleAttribute("aria-current", each === name);
    if (each === name) find(`tab-${each}`).setAttribute("aria-current", "page");
  }
  if (page.screen !== page.screens[name]) {
    page.screen?.close();
    page.screen = page.screens[name];
  }
  clearTimeout(page.waiting);
  page.error("");
  document.title = name === "replay" ? "Replay · OpenTHAAD" : "What if · OpenTHAAD";
  if (quiet !== true) await page.screen.open(values);
}

function flatten(flat) {
  setFlat(page.globe, flat);
  find("globe-3d").setAttribute("aria-pressed", String(!flat));
  find("globe-2d").setAttribute("aria-pressed", String(flat));
  page.screen?.home();
}

async function turn(theme) {
  page.theme = theme;
  document.documentElement.dataset.theme = theme;
  find("theme").textContent = theme === "dark" ? "Light" : "Dark";
  try { localStorage.setItem("theme", theme); } catch { /* a browser may keep nothing */ }
  if (page.globe) await setTheme(page.globe, theme);
  page.screen?.themed?.();
}

async function watchEngine() {
  const words = {
    cold: "", ready: "", failed: "The engine could not be prepared",
    compiling: "Preparing the engine: the first time this takes about a minute",
  };
  try {
    const { engine } = await get("status");
    find("engine").textContent = words[engine] ?? "";
    if (engine === "compiling" || engine === "cold") setTimeout(watchEngine, 2000);
  } catch { setTimeout(watchEngine, 5000); }
}

find("theme").textContent = page.theme === "dark" ? "Light" : "Dark";
find("theme").onclick = () => turn(page.theme === "dark" ? "light" : "dark");
find("globe-3d").onclick = () => flatten(false);
find("globe-2d").onclick = () => flatten(true);
find("home").onclick = () => page.screen?.home();
find("help").onclick = () => find("keys").showModal();

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || find("keys").open) return;
  if (event.target.closest("input:not([type=range]), select, textarea")) return;
  const key = event.key;
  const common = {
    h: () => page.screen?.home(), t: () => find("theme").click(), "?": () => find("help").click(), o: () => page.screens && page.pick(),
    m: () => flatten(find("globe-2d").getAttribute("aria-pressed") !== "true"),
  }[key.toLowerCase()];
  if (common) { common(); event.preventDefault(); return; }
  if (page.screen?.key?.(event)) event.preventDefault();
});

window.openthaad = page;
open();
