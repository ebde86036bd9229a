// Light or dark: as chosen here before, or as the system has it (`start.js`).
import { find } from "./dom.js";

const root = document.documentElement;

export const theme = () => root.dataset.theme;
export const isDark = () => theme() === "dark";

export function turnTheme() {
  root.dataset.theme = isDark() ? "light" : "dark";
  nameTheme();
  try {
    localStorage.setItem("theme", theme());
  } catch {
    // a browser may keep nothing
  }
}

// The button names what it turns to.
export function nameTheme() {
  find("theme").textContent = isDark() ? "Light" : "Dark";
}
