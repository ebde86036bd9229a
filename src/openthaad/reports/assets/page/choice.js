// The missile picked out: on the map, in the table and among the stories.
import { isPicked, look } from "./moment.js";

const buttons = [...document.querySelectorAll(".pick")];

export function pick(threat) {
  look({ picked: isPicked(threat) ? null : threat });
  for (const button of buttons) {
    const isOn = isPicked(Number(button.dataset.threat));
    button.setAttribute("aria-pressed", String(isOn));
    button.closest("tr").classList.toggle("on", isOn);
  }
  for (const story of document.querySelectorAll(".stories details")) {
    story.open = isPicked(Number(story.id.replace("story-", "")));
  }
}

export function listenToTable() {
  for (const button of buttons) button.addEventListener("click", () => pick(Number(button.dataset.threat)));
}
