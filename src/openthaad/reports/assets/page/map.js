// The map: ground, sectors, reaches, places, flights, and what flies at the moment.
import { battle } from "./battle.js";
import { drawMissiles, drawShots } from "./flights.js";
import { nameAll } from "./mapnames.js";
import { cross, diamond, numbered, star, triangle } from "./marks.js";
import { follow, isDim, isOver, moment, shows } from "./moment.js";
import { el, sheet } from "./nodes.js";
import { rowAt, trail } from "./paths.js";
import { Room } from "./room.js";

// Draws into a host and returns the height of the drawing.
export function drawMap(host) {
  const width = host.clientWidth || 600;
  const [west, south, east, north] = battle.frame;
  const scale = width / (east - west);
  const height = Math.round((north - south) * scale);
  const plane = { x: (km) => (km - west) * scale, y: (km) => (north - km) * scale };
  const svg = sheet(host, width, height, "Map of the battle; the tables below hold the same facts");
  el("rect", { width, height, class: "sea" }, svg);
  drawGround(svg, plane);
  const paths = el("g", {}, svg);
  const x = (path, i) => plane.x(path[i + 1]);
  const y = (path, i) => plane.y(path[i + 2]);
  drawMissiles(paths, x, y, { isShown: () => shows("truth") });
  drawShots(paths, x, y);
  drawTracks(paths, plane, x, y);
  const room = new Room([4, 4, width - 4, height - 22]);
  const fixed = el("g", {}, svg);
  drawPlaces(fixed, plane, room);
  for (const threat of battle.threats) drawEnding(fixed, threat, plane, room);
  nameAll(fixed, plane, room);
  drawScale(svg, scale, width, height);
  drawMovers(el("g", {}, svg), plane);
  return height;
}

function drawGround(svg, plane) {
  const polyline = (flat) => {
    let d = "";
    for (let i = 0; i < flat.length; i += 2) {
      d += `${i ? "L" : "M"}${plane.x(flat[i]).toFixed(1)} ${plane.y(flat[i + 1]).toFixed(1)}`;
    }
    return d;
  };
  const polygon = (flat) => (flat.length ? `${polyline(flat)}Z` : "");
  const layer = (lines, name, drawn) => el("path", { d: lines.map(drawn).join(""), class: name }, svg);
  layer(battle.land, "land", polygon);
  layer(battle.borders, "border", polyline);
  layer(battle.coast, "coast", polyline);
  for (const radar of battle.radars) layer([radar.fan], "fan", polygon);
  for (const battery of battle.batteries) if (battery.ring.length) layer([battery.ring], "ring", polygon);
  for (const place of battle.places) if (place.ring.length) layer([place.ring], "zone", polygon);
}

function drawTracks(parent, plane, x, y) {
  for (const track of battle.tracks) {
    const told = el("path", { class: "track" }, parent);
    const mark = el("path", { class: "trackmark" }, parent);
    follow(() => {
      const now = shows("picture") && rowAt(track.path, moment());
      told.setAttribute("d", shows("picture") ? trail(track.path, moment(), x, y) : "");
      mark.setAttribute("d", now ? `M${plane.x(now[1]) - 5} ${plane.y(now[2]) - 5}h10v10h-10z` : "");
    });
  }
}

function drawPlaces(parent, plane, room) {
  for (const place of battle.places) {
    const [x, y] = [plane.x(place.at[0]), plane.y(place.at[1])];
    if (place.kind === "launch") {
      el("path", { d: `M${x} ${y - 4}L${x + 4} ${y + 3}L${x - 4} ${y + 3}Z`, class: "seen" }, parent);
    } else if (!place.hidden) {
      el("rect", { x: x - 3, y: y - 3, width: 6, height: 6, fill: "var(--ink)" }, parent);
    }
    room.block(x, y, 5);
  }
  for (const battery of battle.batteries) {
    const [x, y] = [plane.x(battery.at[0]), plane.y(battery.at[1])];
    el("path", { d: diamond(x, y, 8), class: "shotmark" }, parent);
    room.block(x, y, 9);
  }
}

// A star where it was hit, a cross where it came down, each from that time on.
function drawEnding(parent, { id, path, times, outcome }, plane, room) {
  const time = times.hit ?? times.impact;
  if (time === null || !path.length) return;
  const [x, y] = [plane.x(path.at(-3)), plane.y(path.at(-2))];
  const isHit = times.hit !== null;
  const name = isHit ? "hit" : `impact ${outcome === "leaked" ? "" : "harmless"}`;
  const mark = el("path", { class: name, d: isHit ? star(x, y, 9) : cross(x, y, 4.5) }, parent);
  room.block(x, y, 7);
  follow(() => {
    mark.style.display = moment() >= time && shows("truth") ? "" : "none";
    mark.classList.toggle("dim", isDim(id));
  });
}

function drawScale(svg, scale, width, height) {
  const fits = (km) => km * scale < 0.28 * width;
  const length = [50, 100, 200, 500, 1000, 2000].findLast(fits) ?? 50;
  const y = height - 12;
  el("path", { class: "scale", d: `M12 ${y - 4}v4h${length * scale}v-4` }, svg);
  el("text", { x: 18 + length * scale, y: y + 1, class: "small soft halo" }, svg, `${length} km`);
}

function drawMovers(parent, plane) {
  const move = (mark, now) => {
    mark.style.display = now ? "" : "none";
    const [x, y] = now ? [plane.x(now[1]), plane.y(now[2])] : [0, 0];
    if (now) mark.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
  };
  for (const threat of battle.threats) {
    const disc = numbered(parent, "mover", threat);
    follow(() => {
      disc.classList.toggle("dim", isDim(threat.id));
      move(disc, shows("truth") && !isOver() && rowAt(threat.path, moment()));
    });
  }
  for (const shot of battle.shots) {
    const mark = el("path", { class: "shotmark", d: triangle(0, 0, 5) }, parent);
    follow(() => move(mark, !isOver() && rowAt(shot.path, moment())));
  }
}
