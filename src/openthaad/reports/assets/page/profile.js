// The flights seen from the side: altitude over distance from a battery, with the box of its published caps.
import { altitudeAxis, rounds } from "./axes.js";
import { battle } from "./battle.js";
import { ceilingOfAll, drawHits, drawMissiles, drawShots } from "./flights.js";
import { el, find, sheet } from "./nodes.js";
import { finely } from "./paths.js";

const HEIGHT = 230;
const [LEFT, RIGHT, TOP, BOTTOM] = [40, 12, 12, HEIGHT - 22];

// The battery that fired most, until another is chosen.
const most = Math.max(...battle.batteries.map((battery) => battery.shots));
const chosen = { battery: battle.batteries.find((battery) => battery.shots === most) };

// Names the battery from which distances are taken; where there are several, any can be chosen.
export function nameBattery(redraw) {
  const { batteries } = battle;
  const host = find("profile-from");
  find("profile-part").hidden = !batteries.length;
  if (batteries.length < 2) {
    host.textContent = batteries[0]?.name ?? "";
    return;
  }
  const select = document.createElement("select");
  select.setAttribute("aria-label", "Battery from which distances are taken");
  select.append(...batteries.map(({ name }, i) => new Option(name, i)));
  select.value = batteries.indexOf(chosen.battery);
  select.addEventListener("change", () => {
    chosen.battery = batteries[select.value];
    redraw();
  });
  host.replaceChildren(select);
}

export function drawProfile(host) {
  const { battery } = chosen;
  if (!battery) return;
  const width = host.clientWidth || 900;
  const label = `Altitude of each missile over its distance from ${battery.name}`;
  const svg = sheet(host, width, HEIGHT, label);
  const far = (path, i) => Math.hypot(path[i + 1] - battery.at[0], path[i + 2] - battery.at[1]);
  const scales = scalesOf(width, farthest(far));
  drawGrid(svg, width, scales);
  drawBox(svg, battery, width, scales);
  const x = (path, i) => scales.along(far(path, i));
  const y = (path, i) => scales.up(path[i + 3]);
  const pathOf = (item) => finely(item.path);
  drawMissiles(svg, x, y, { pathOf });
  drawShots(svg, x, y, pathOf);
  drawHits(svg, x, y);
}

function farthest(far) {
  const distances = battle.threats.flatMap(({ path }) =>
    path.flatMap((_, i) => (i % 4 ? [] : [far(path, i)])),
  );
  return distances.reduce((most_, km) => Math.max(most_, km), 100);
}

function scalesOf(width, wide) {
  const high = ceilingOfAll();
  return {
    wide,
    high,
    along: (km) => LEFT + (km / (1.02 * wide)) * (width - LEFT - RIGHT),
    up: (km) => BOTTOM - (Math.max(km, 0) / (1.06 * high)) * (BOTTOM - TOP),
  };
}

function drawGrid(svg, width, { wide, high, along, up }) {
  altitudeAxis(svg, up, LEFT, width - RIGHT, high);
  for (const km of rounds(wide, width < 480 ? 5 : 12)) {
    const x = along(km);
    el("line", { x1: x, x2: x, y1: TOP, y2: BOTTOM, class: "grid" }, svg);
    el("text", { x, y: HEIGHT - 6, "text-anchor": "middle", class: "small soft" }, svg, km);
  }
}

// The published floor, ceiling and reach.
function drawBox(svg, { floor, ceiling, reach }, width, { high, along, up }) {
  if (!reach) return;
  const top = 1.06 * high;
  const roof = Math.min(ceiling ?? top, top);
  const ground = floor ?? 0;
  const lid = ceiling && ceiling <= top ? `H${along(0)}` : "";
  el("path", { d: `M${along(0)} ${up(ground)}H${along(reach)}V${up(roof)}${lid}`, class: "cap box" }, svg);
  if (along(reach) >= width - 200) return;
  const spot = { x: along(reach) + 6, y: up(0.5 * (ground + roof)), class: "small halo capped" };
  el("text", spot, svg, "published floor, ceiling and reach");
}
