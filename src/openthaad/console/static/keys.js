// What the keyboard does on every screen.
import { find } from "./dom.js";

const isTyping = (target) => target.closest("input:not([type=range]), select, textarea");
const isOther = (event) => event.ctrlKey || event.metaKey || event.altKey || find("keys").open;

// `deeds` are by key, in small letters; what has none there goes to the screen.
export function listenForKeys(deeds, screen) {
  document.addEventListener("keydown", (event) => {
    if (isOther(event) || isTyping(event.target)) return;
    const deed = deeds[event.key.toLowerCase()];
    deed?.();
    if (deed || screen()?.key?.(event)) event.preventDefault();
  });
}
