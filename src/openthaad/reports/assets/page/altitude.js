// Altitude over time, on the columns of the timeline.
import { altitudeAxis, cursor, seekable, timeAxis, timeScale } from "./axes.js";
import { battle } from "./battle.js";
import { columns } from "./columns.js";
import { ceilingOfAll, drawHits, drawMissiles, drawShots } from "./flights.js";
import { tag } from "./marks.js";
import { follow, isDim } from "./moment.js";
import { el, sheet } from "./nodes.js";
import { highest, rowAt } from "./paths.js";
import { Room } from "./room.js";

const TOP = 9;

// `free` is the height that the map leaves beside it.
export function drawAltitude(host, heading, free) {
  const width = host.clientWidth || 520;
  const { isNarrow, left, right } = columns(width);
  const height = isNarrow ? 240 : Math.max(190, Math.min(340, free));
  const svg = sheet(host, width, height, "Altitude of each missile over time");
  heading.style.paddingLeft = `${isNarrow ? 0 : left}px`; // above its own panel
  const bottom = height - 20;
  const high = 1.06 * ceilingOfAll();
  const time = timeScale(width, left, right);
  const up = (km) => bottom - (Math.max(km, 0) / high) * (bottom - TOP);
  timeAxis(svg, time, TOP, bottom);
  altitudeAxis(svg, up, left, width - right, high);
  const x = (path, i) => time(path[i]);
  const y = (path, i) => up(path[i + 3]);
  drawMissiles(svg, x, y);
  drawShots(svg, x, y);
  for (const cap of caps()) {
    if (cap.km <= high) drawCap(svg, cap, up(cap.km), { isNarrow, left, right: width - right });
  }
  const room = new Room([left, 0, width - 2, bottom]);
  for (const spot of drawHits(svg, x, y)) room.block(...spot, 8);
  for (const threat of battle.threats) drawTag(svg, threat, room, time, up);
  cursor(svg, time, TOP, bottom);
  seekable(host, svg, time);
}

// The published floors and ceilings of all batteries, each once.
function caps() {
  return ["floor", "ceiling"].flatMap((word) => {
    const altitudes = new Set(battle.batteries.map((battery) => battery[word]));
    return [...altitudes].filter((km) => km !== null).map((km) => ({ word, km }));
  });
}

function drawCap(svg, { word, km }, y, { isNarrow, left, right }) {
  el("line", { x1: left, x2: right, y1: y, y2: y, class: "cap" }, svg);
  if (!isNarrow) {
    el("text", { x: right + 8, y: y + 4, class: "small capped" }, svg, `${km} km ${word}`);
    return;
  }
  const [at, anchor] = word === "ceiling" ? [left + 4, "start"] : [right - 2, "end"];
  const style = { class: "small halo capped", "text-anchor": anchor };
  el("text", { x: at, y: y - 4, ...style }, svg, `${km} km ${word}, published`);
}

// A numbered dot on each curve, at its top or as near to it as there is room.
function drawTag(svg, threat, room, time, up) {
  const { path } = threat;
  if (!path.length) return;
  const top = path[highest(path, 3)];
  const step = 0.022 * (path.at(-4) - path[0]);
  for (let turn = 0; turn < 40; turn += 1) {
    const now = rowAt(path, top + (turn % 2 ? 1 : -1) * Math.ceil(turn / 2) * step);
    if (!now) continue;
    const [x, y] = [time(now[0]), up(now[3])];
    const box = [x - 8, y - 8, x + 8, y + 8];
    if (!room.fits(box)) continue;
    room.take(box);
    const disc = tag(svg, x.toFixed(1), y.toFixed(1), threat);
    follow(() => disc.classList.toggle("dim", isDim(threat.id)));
    return;
  }
}
