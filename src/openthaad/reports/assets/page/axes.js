// Scales, grids and the line at the moment, which a pointer moves.
import { battle, begin } from "./battle.js";
import { follow, look, moment } from "./moment.js";
import { el } from "./nodes.js";

const SPAN = battle.end - begin;
const SECONDS = [20, 50, 60, 100, 120, 200, 300, 600, 900];
const KILOMETRES = [20, 50, 100, 200, 500, 1000, 2000, 5000];

export function timeScale(width, left, right) {
  return (time) => left + ((time - begin) / SPAN) * (width - left - right);
}

export function timeAxis(svg, scale, top, bottom) {
  const step = SECONDS.find((seconds) => SPAN / seconds <= 9) ?? SECONDS.at(-1);
  for (let time = Math.ceil(begin / step) * step; time <= battle.end; time += step) {
    const at = scale(time);
    el("line", { x1: at, x2: at, y1: top, y2: bottom, class: "grid" }, svg);
    el("text", { x: at, y: bottom + 14, "text-anchor": "middle", class: "small soft" }, svg, time);
  }
}

// Round kilometres from nought on, at most so many parts of them.
export function rounds(most, parts) {
  const step = KILOMETRES.find((km) => most / km <= parts) ?? KILOMETRES.at(-1);
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
}

// Lines across a chart at round altitudes.
export function altitudeAxis(svg, scale, left, right, high) {
  for (const km of rounds(high, 6)) {
    el("line", { x1: left, x2: right, y1: scale(km), y2: scale(km), class: km ? "grid" : "axis" }, svg);
    el("text", { x: left - 6, y: scale(km) + 4, "text-anchor": "end", class: "small soft" }, svg, km);
  }
}

export function cursor(svg, scale, top, bottom) {
  const mark = el("line", { y1: top, y2: bottom, class: "cursor" }, svg);
  follow(() => {
    mark.setAttribute("x1", scale(moment()));
    mark.setAttribute("x2", scale(moment()));
  });
}

// A press or a drag on a chart moves the time.
export function seekable(host, svg, scale) {
  const seek = (event) => {
    const box = svg.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
    const [from, to] = [scale(begin), scale(battle.end)];
    if (at < from - 4 || at > to + 4) return;
    look({ time: begin + (SPAN * (Math.min(Math.max(at, from), to) - from)) / (to - from) });
  };
  host.onpointerdown = (event) => {
    if (event.button === 0) seek(event);
  };
  host.onpointermove = (event) => {
    if (event.buttons === 1) seek(event);
  };
}
