// The timeline: a row for each missile, from launch to its end, with what the defence did about it.
import { cursor, timeAxis, timeScale } from "./axes.js";
import { battle } from "./battle.js";
import { pick } from "./choice.js";
import { columns, ENDED, flightName } from "./columns.js";
import { cross, diamond, star, tag, triangle } from "./marks.js";
import { follow, isPicked } from "./moment.js";
import { el, sheet } from "./nodes.js";
import { fitted } from "./room.js";

const TOP = 2;
const AXIS = 18; // pixels for the seconds below

// Draws into a host and returns the height of the drawing.
export function drawTimeline(host) {
  const width = host.clientWidth || 520;
  const layout = { width, ...columns(width) };
  const many = battle.threats.length > 9 ? 21 : 24;
  layout.row = layout.isNarrow ? 36 : many;
  const height = TOP + layout.row * battle.threats.length + AXIS;
  const svg = sheet(host, width, height, "Timeline of each missile; the tables below hold the same facts");
  svg.setAttribute("role", "group");
  const scale = timeScale(width, layout.left, layout.right);
  timeAxis(svg, scale, TOP, height - AXIS);
  battle.threats.forEach((threat, i) => {
    const row = drawRow(svg, threat, TOP + i * layout.row, layout);
    drawEvents(row, threat, TOP + i * layout.row + (layout.isNarrow ? 26 : layout.row / 2), scale);
  });
  cursor(svg, scale, TOP, height - AXIS);
  return height;
}

// The name of a missile and how it ended, as a button that picks it out.
function drawRow(svg, threat, top, { width, right, left, row, isNarrow }) {
  const words = `${threat.id}: ${flightName(threat)}, ${ENDED[threat.outcome]}. ${threat.why}`;
  const named = { tabindex: 0, role: "button", "aria-label": words };
  const group = el("g", { class: `row ${threat.outcome}`, ...named }, svg);
  el("title", {}, group, words);
  el("rect", { x: 1, y: top + 1, width: width - 2, height: row - 2, rx: 3 }, group);
  if (isNarrow) {
    tag(group, 14, top + 12, threat);
    el("text", { x: 28, y: top + 16 }, group, `${flightName(threat)}, ${ENDED[threat.outcome]}`);
  } else {
    const middle = top + row / 2;
    tag(group, 14, middle, threat);
    el("text", { x: 28, y: middle + 4 }, group, fitted(flightName(threat), left - 36));
    el("text", { x: width - right + 8, y: middle + 4, class: "soft" }, group, ENDED[threat.outcome]);
  }
  group.addEventListener("click", () => pick(threat.id));
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    pick(threat.id);
  });
  follow(() => group.classList.toggle("on", isPicked(threat.id)));
  return group;
}

function drawEvents(row, { id, path, times, outcome }, y, scale) {
  const end = times.hit ?? times.impact ?? path.at(-4) ?? battle.end;
  const bar = (from, name) => el("line", { x1: scale(from), x2: scale(end), y1: y, y2: y, class: name }, row);
  bar(times.launch, "flight");
  if (times.tracked !== null) bar(times.tracked, "held");
  if (times.seen !== null) el("circle", { cx: scale(times.seen), cy: y, r: 3.6, class: "seen" }, row);
  const mark = (d, name) => el("path", { d, class: name }, row);
  if (times.burnout !== null) mark(diamond(scale(times.burnout), y, 4.6), "burnout");
  for (const shot of battle.shots) {
    if (shot.threat === id) mark(triangle(scale(shot.launch), y, 5.2), "shotmark");
  }
  if (times.hit !== null) mark(star(scale(times.hit), y, 8), "hit");
  else if (times.impact !== null) {
    mark(cross(scale(times.impact), y, 4.2), `impact ${outcome === "leaked" ? "" : "harmless"}`);
  }
}
