// Names on the map, each where there is room: batteries first, then places, then published reaches.
import { battle } from "./battle.js";
import { el } from "./nodes.js";
import { measure } from "./room.js";

// Corners of the ring of a reach, the likeliest for a label first.
const CORNERS = [36, 40, 32, 44, 28, 0, 4, 68, 52, 20, 18, 54];

export function nameAll(parent, plane, room) {
  for (const { path } of [...battle.threats, ...battle.shots]) room.avoid(onMap(path, plane));
  for (const { ring } of battle.batteries) {
    room.avoid(ring.map((km, i) => (i % 2 ? plane.y(km) : plane.x(km))));
  }
  const name = (text, spot, off, kind) => {
    const found = room.place(text, plane.x(spot[0]), plane.y(spot[1]), off);
    if (found) el("text", { x: found[0], y: found[1], class: `halo ${kind}` }, parent, text);
  };
  for (const battery of battle.batteries) name(battery.name, battery.at, 11, "strong");
  for (const place of battle.places) {
    if (!place.hidden) name(place.name, place.at, 7, place.kind === "launch" ? "soft" : "");
  }
  for (const battery of battle.batteries) if (battery.ring.length) nameReach(parent, battery, plane, room);
}

function onMap(path, plane) {
  const out = [];
  for (let i = 0; i < path.length; i += 4) out.push(plane.x(path[i + 1]), plane.y(path[i + 2]));
  return out;
}

// Outside the circle, so that its line does not run through the words.
function nameReach(parent, battery, plane, room) {
  const text = `${battery.reach} km, published reach`;
  const half = measure(text, 11) / 2 + 3;
  const boxes = CORNERS.map((i) => {
    const [x, y] = [plane.x(battery.ring[2 * i]), plane.y(battery.ring[2 * i + 1])];
    const [dx, dy] = [x - plane.x(battery.at[0]), y - plane.y(battery.at[1])];
    const r = Math.hypot(dx, dy) || 1;
    const [px, py] = [x + (dx / r) * (half + 4), y + (dy / r) * 13];
    return [px - half, py - 7, px + half, py + 7];
  });
  const box = boxes.find((each) => room.fits(each) && room.isClear(each));
  if (!box) return;
  room.take(box);
  const [left, , right, bottom] = box;
  const style = { class: "halo small capped", "text-anchor": "middle" };
  el("text", { x: (left + right) / 2, y: bottom - 3, ...style }, parent, text);
}
