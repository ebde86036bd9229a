// What the marks on the map mean, of those that this battle has.
import { battle } from "./battle.js";
import { cross, diamond, star, triangle } from "./marks.js";
import { el, make } from "./nodes.js";

const isAny = (test) => battle.threats.some(test);
const happened = (event) => isAny((threat) => threat.times[event] !== null);
const ended = (outcome) => isAny((threat) => threat.outcome === outcome);

function marks() {
  const path = (d, name) => ["path", { d, class: name }];
  const bar = (name) => path("M0 7h18", name);
  const reaches = [...new Set(battle.batteries.map((battery) => battery.reach))].filter(Boolean);
  return [
    ["leaked", bar("flown leaked"), ended("leaked")],
    ["intercepted", bar("flown intercepted"), ended("intercepted")],
    ["hit", path(star(9, 7, 8), "hit"), happened("hit")],
    ["impact", path(cross(9, 7, 4), "impact"), happened("impact")],
    ["interceptor, launched", path(triangle(9, 7, 5), "shotmark"), battle.shots.length],
    ["first seen", ["circle", { cx: 9, cy: 7, r: 3.6, class: "seen" }], happened("seen")],
    ["burnout declared", path(diamond(9, 7, 4.6), "burnout"), happened("burnout")],
    ["in track", bar("held unresolved"), happened("tracked")],
    [`published reach, ${reaches.join(" and ")} km`, bar("ring"), reaches.length],
    ["launch site", path("M9 3L13 10L5 10Z", "seen"), battle.threats.length],
    [
      `radar sector, drawn to ${battle.radars[0]?.reach} km`,
      path("M9 13L1 3A12 12 0 0 1 17 3Z", "fan"),
      battle.radars.length,
    ],
  ];
}

export function drawKey(host) {
  const shown = marks().filter(([, , isThere]) => isThere);
  host.replaceChildren(
    ...shown.map(([text, [shape, attributes]]) => {
      const svg = el("svg", { viewBox: "0 0 18 14", "aria-hidden": "true" });
      el(shape, attributes, svg);
      return make("span", "", svg, text);
    }),
  );
}
