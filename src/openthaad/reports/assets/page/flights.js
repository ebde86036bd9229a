// The flights on any chart: whole and pale, flown up to the moment, and a star where one was hit.
import { battle } from "./battle.js";
import { star } from "./marks.js";
import { follow, isDim, moment } from "./moment.js";
import { el } from "./nodes.js";
import { trail } from "./paths.js";

const always = () => true;

// `x` and `y` say where the row of a path at an index is drawn.
export function drawMissiles(parent, x, y, { isShown = always, pathOf = (item) => item.path } = {}) {
  for (const threat of battle.threats) {
    const path = pathOf(threat);
    const whole = el("path", { class: `whole ${threat.outcome}`, d: trail(path, Infinity, x, y) }, parent);
    const flown = el("path", { class: `flown ${threat.outcome}` }, parent);
    follow(() => {
      for (const part of [whole, flown]) part.classList.toggle("dim", isDim(threat.id));
      whole.style.display = isShown() ? "" : "none";
      flown.setAttribute("d", isShown() ? trail(path, moment(), x, y) : "");
    });
  }
}

export function drawShots(parent, x, y, pathOf = (item) => item.path) {
  for (const shot of battle.shots) {
    const path = pathOf(shot);
    const flown = el("path", { class: "shot" }, parent);
    follow(() => {
      flown.classList.toggle("dim", isDim(shot.threat));
      flown.setAttribute("d", trail(path, moment(), x, y));
    });
  }
}

// A star at the end of each path that ended in a hit; returns where they are.
export function drawHits(parent, x, y) {
  const hit = battle.threats.filter((threat) => threat.times.hit !== null && threat.path.length);
  return hit.map(({ path, times }) => {
    const spot = [x(path, path.length - 4), y(path, path.length - 4)];
    const mark = el("path", { class: "hit", d: star(...spot, 8) }, parent);
    follow(() => {
      mark.style.display = moment() >= times.hit ? "" : "none";
    });
    return spot;
  });
}

// The highest that anything flies, at least 60 km.
export function ceilingOfAll() {
  const altitudes = battle.threats.flatMap(({ path }) => path.filter((_, i) => i % 4 === 3));
  return altitudes.reduce((most, km) => Math.max(most, km), 60);
}
