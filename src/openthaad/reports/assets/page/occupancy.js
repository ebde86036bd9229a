// How each radar spent its time, task by task.
import { cursor, seekable, timeAxis, timeScale } from "./axes.js";
import { battle } from "./battle.js";
import { el, make, sheet } from "./nodes.js";
import { line } from "./paths.js";

const TASKS = {
  guidance: "guiding interceptors",
  precision: "precision track",
  confirm: "confirming",
  track: "tracking",
  discriminate: "discriminating",
  false_alarm: "false alarms",
  search: "search",
};
const [HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [170, 44, 12, 8, 150];
const up = (share) => BOTTOM - (share / 1000) * (BOTTOM - TOP);

export function drawOccupancy(host) {
  host.replaceChildren();
  for (const radar of battle.occupancy) {
    const tasks = Object.keys(TASKS).filter((task) => (radar.tasks[task] ?? []).some((share) => share > 2));
    const chart = make("div", "chart");
    host.append(chart, keyOf(radar, tasks));
    drawRadar(chart, radar, tasks);
  }
}

function drawRadar(host, radar, tasks) {
  const width = host.clientWidth || 900;
  const svg = sheet(host, width, HEIGHT, `How ${radar.name} spent its time`);
  const scale = timeScale(width, LEFT, RIGHT);
  let floor = radar.time.map(() => 0);
  for (const task of tasks) {
    const roof = floor.map((value, i) => value + radar.tasks[task][i]);
    const rim = (values) => values.map((value, i) => [scale(radar.time[i]), up(value)]);
    const d = `${line([...rim(roof), ...rim(floor).reverse()])}Z`;
    el("path", { d, fill: `var(--${task})`, stroke: "var(--paper)", "stroke-width": 0.6 }, svg);
    floor = roof;
  }
  timeAxis(svg, scale, BOTTOM, BOTTOM + 3);
  for (const share of [0, 500, 1000]) {
    const y = up(share);
    el("line", { x1: LEFT, x2: width - RIGHT, y1: y, y2: y, class: "axis" }, svg);
    const beside = { x: LEFT - 6, y: y + 4, "text-anchor": "end", class: "small soft" };
    el("text", beside, svg, `${share / 10} %`);
  }
  cursor(svg, scale, TOP, BOTTOM);
  seekable(host, svg, scale);
}

// The colours, the topmost first, each with its mean share.
function keyOf(radar, tasks) {
  const items = [...tasks].reverse().map((task) => {
    const mean = radar.tasks[task].reduce((a, b) => a + b, 0) / radar.time.length / 10;
    const dot = document.createElement("i");
    dot.style.background = `var(--${task})`;
    return make("span", "", dot, `${TASKS[task]} ${mean.toFixed(0)} %`);
  });
  return make("div", "tasks", ...items);
}
