// The marks of events, each about a point, and the numbers of missiles.
import { el } from "./nodes.js";

export function star(x, y, r) {
  let d = "";
  for (let i = 0; i < 16; i += 1) {
    const turn = (i * Math.PI) / 8;
    const reach = i % 2 ? 0.45 * r : r;
    const [px, py] = [x + reach * Math.sin(turn), y - reach * Math.cos(turn)];
    d += `${i ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`;
  }
  return `${d}Z`;
}

export const cross = (x, y, r) => `M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}`;
export const triangle = (x, y, r) => `M${x} ${y - r}L${x + r} ${y + 0.8 * r}L${x - r} ${y + 0.8 * r}Z`;
export const diamond = (x, y, r) => `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`;

// A disc with the number of a missile; where it stands is left to the caller.
export function numbered(parent, className, threat) {
  const disc = el("g", { class: `${className} ${threat.outcome}` }, parent);
  el("circle", { r: 8 }, disc);
  el("text", { y: 3.6, class: threat.id > 9 ? "two" : "" }, disc, threat.id);
  return disc;
}

export function tag(parent, x, y, threat) {
  const disc = numbered(parent, "tag", threat);
  disc.setAttribute("transform", `translate(${x} ${y})`);
  return disc;
}
