// The page: which screen is shown, and what both have in common.
import * as address from "./address.js";
import { find } from "./dom.js";
import { watchEngine } from "./engine.js";
import { setFlat } from "./globe/camera.js";
import { makeGlobe, paint } from "./globe/globe.js";
import { listenForKeys } from "./keys.js";
import { complain, cover, stopWaiting } from "./notices.js";
import { heedDrops, pickFile } from "./openfile.js";
import { Replay } from "./replay/screen.js";
import { nameTheme, turnTheme } from "./theme.js";
import { WhatIf } from "./whatif/screen.js";

const NAMES = { replay: "Replay", whatif: "What if" };

const page = {
  globe: null,
  screen: null, // the one that is shown
  screens: {},
  pick: () => pickFile(takeFile),
};

async function open() {
  try {
    page.globe = await makeGlobe(find("globe"));
  } catch (error) {
    cover("");
    complain(`The map cannot be drawn: ${error.message || error}. It needs WebGL.`);
    return;
  }
  cover("");
  page.screens = { replay: new Replay(page), whatif: new WhatIf(page) };
  window.addEventListener("hashchange", route);
  if (address.read().flat) flatten(true);
  heedDrops(takeFile);
  watchEngine();
  await route();
}

async function route() {
  const values = address.read();
  turnTo(values.view === "whatif" ? "whatif" : "replay");
  await page.screen.open(values);
}

function turnTo(name) {
  for (const each of Object.keys(NAMES)) {
    const tab = find(`tab-${each}`);
    find(`${each}-panel`).hidden = each !== name;
    if (each === name) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  if (page.screen !== page.screens[name]) page.screen?.close();
  page.screen = page.screens[name];
  stopWaiting();
  complain("");
  document.title = `${NAMES[name]} · OpenTHAAD`;
}

// A file of the user's own is opened in What if, from whatever screen.
async function takeFile(file) {
  if (page.screen !== page.screens.whatif) {
    history.pushState(null, "", "#view=whatif");
    turnTo("whatif");
  }
  await page.screens.whatif.openFile(file);
}

const isFlat = () => find("globe-2d").getAttribute("aria-pressed") === "true";

function flatten(flat) {
  setFlat(page.globe, flat);
  find("globe-3d").setAttribute("aria-pressed", String(!flat));
  find("globe-2d").setAttribute("aria-pressed", String(flat));
  page.screen?.home();
}

async function turn() {
  turnTheme();
  if (page.globe) await paint(page.globe);
  page.screen?.themed();
}

const goHome = () => page.screen?.home();
const showKeys = () => find("keys").showModal();

nameTheme();
find("theme").addEventListener("click", turn);
find("globe-3d").addEventListener("click", () => flatten(false));
find("globe-2d").addEventListener("click", () => flatten(true));
find("home").addEventListener("click", goHome);
find("help").addEventListener("click", showKeys);
listenForKeys(
  { h: goHome, t: turn, "?": showKeys, o: () => page.screen && page.pick(), m: () => flatten(!isFlat()) },
  () => page.screen,
);

window.openthaad = page; // for those who look at the page from outside, such as its tests
open();
