// What stands on the map of a replay, in its colours, of the kinds of things that a run holds.
import { find, make } from "../dom.js";

const MARKS = [
  ["missile", "#d55e00", "", "missile; impact"],
  ["body", "#a0a0a0", "small", "spent body"],
  ["battery", "#009e73", "", "interceptor; battery"],
  ["track", "#56b4e9", "", "track: what the defence believes"],
  ["kill", "#f0e442", "", "destroyed"],
  ["asset", "#e6e6e6", "small", "defended place"],
  ["battery", "", "ring", "published reach"],
  ["radar", "#3b82c4", "wide", "radar's sector, to its farthest detection"],
];
const narrow = window.matchMedia("(width < 900px)");

export function listMarks({ run, entities }) {
  const kinds = kindsIn(run, entities.values);
  const marks = MARKS.filter(([kind]) => kinds[kind]).map(([, colour, shape, text]) => {
    const mark = make("i", { class: shape });
    mark.style.background = colour;
    return make("li", {}, mark, text);
  });
  find("marks")
    .querySelector("ul")
    .replaceChildren(...marks);
  find("marks").open = !narrow.matches;
}

export function showMarks(isOn) {
  find("marks").hidden = !isOn;
}

function kindsIn({ geometry, threats }, parts) {
  return {
    missile: true,
    battery: geometry.batteries.length > 0,
    radar: geometry.radars.length > 0,
    asset: geometry.assets.length > 0,
    kill: threats.some((threat) => threat.outcome === "intercepted"),
    track: parts.some((entity) => entity.id.startsWith("picture/track/")),
    body: parts.some((entity) => entity.id.startsWith("truth/object/") && !entity.label),
  };
}
