// The tip beside the pointer: what is there, in words.
import { find, make } from "./dom.js";

const FAR = 16; // pixels from the pointer
const EDGE = 8; // pixels that stay free about it

export function hideTip() {
  find("tip").hidden = true;
}

// Shows the words beside a position; `below` are pixels at the foot of the map that it keeps free.
export function showTip(position, { title, text }, below = EDGE) {
  const tip = find("tip");
  tip.hidden = false;
  tip.replaceChildren(make("b", {}, title), make("span", {}, text));
  const { clientWidth: wide, clientHeight: tall } = find("stage");
  const left = Math.max(EDGE, Math.min(position.x + FAR, wide - tip.offsetWidth - EDGE));
  const fits = position.y + FAR + tip.offsetHeight < tall - below;
  const top = fits ? position.y + FAR : Math.max(EDGE, position.y - FAR - tip.offsetHeight);
  tip.style.transform = `translate(${left}px, ${top}px)`;
}
