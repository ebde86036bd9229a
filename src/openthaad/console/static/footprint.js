// The footprint on the map: an image of its cells, outlines, and words for what is under the pointer.
// Colours, codes and words of limits and shots come with each answer: the server has them in one place.
import { get } from "./api.js";
import { make } from "./dom.js";
import { settle } from "./globe.js";

const EDGES = { caps: "#03302d", free: "#7a3d00" };
const SHORES = { coasts: "rgba(16,28,36,0.75)", borders: "rgba(16,28,36,0.4)" };
const HEIGHTS = { cells: 1000, shores: 1300, edges: 1500 };   // metres: what lies over what
const OLD = 0.4;                                              // of a map whose question has changed

export class FootprintLayer {
  constructor(globe) {
    this.globe = globe;
    this.image = null; this.lines = null; this.coasts = null; this.box = null;
    this.isOld = false;
  }

  draw(got, colour) {
    const box = got.box.join();
    const same = this.image && this.box === box;
    if (same) this.image.appearance.material.uniforms.image = picture(got, colour);
    else this.lay(got, colour);
    this.box = box;
    this.outline(got);
    this.shores(got.box);
    settle(this.globe);
  }

  // A picture is white until it has reached the graphics card, a frame later: the old one stays so long.
  lay(got, colour) {
    const { C, scene } = this.globe;
    const [west, south, east, north] = got.box;
    const geometry = new C.RectangleGeometry({
      rectangle: C.Rectangle.fromDegrees(west, south, east > 180 ? east - 360 : east, north),
      height: HEIGHTS.cells, vertexFormat: C.EllipsoidSurfaceAppearance.VERTEX_FORMAT,
      granularity: C.Math.toRadians(0.5),
    });
    const material = C.Material.fromType("Image", { image: picture(got, colour), color: this.tint(0) });
    const appearance = new C.EllipsoidSurfaceAppearance({ material, aboveGround: true, translucent: true });
    const instances = new C.GeometryInstance({ geometry });
    const image = new C.Primitive({ geometryInstances: instances, asynchronous: false, appearance });
    const old = this.image;
    this.image = scene.primitives.add(image);
    const shown = scene.postRender.addEventListener(() => {
      shown();
      if (!image.isDestroyed()) material.uniforms.color = this.tint();
      if (old && !old.isDestroyed()) scene.primitives.remove(old);
      scene.requestRender();
    });
  }

  tint(alpha = this.isOld ? OLD : 1) { return this.globe.C.Color.WHITE.withAlpha(alpha); }

  // Pale while the map answers a question that has changed since.
  fade(isOld) {
    if (this.isOld === isOld) return;
    this.isOld = isOld;
    if (this.image) this.image.appearance.material.uniforms.color = this.tint();
    this.globe.scene.requestRender();
  }

  outline(got) {
    const strokes = [];
    for (const zone of got.zones) {
      const { opportunities_at_least: least, caps } = zone.properties;
      if (least !== 1) continue;
      const stroke = { colour: caps ? EDGES.caps : EDGES.free, width: caps ? 2.5 : 1.5 };
      for (const rings of zone.geometry.coordinates) for (const ring of rings) {
        for (const line of insideOf(got, ring)) strokes.push({ ...stroke, line });
      }
    }
    this.lines = this.stroke(strokes, HEIGHTS.edges, this.lines);
  }

  // Coasts and borders lie over the cells, for the cells are opaque.
  async shores(box) {
    const [west, south, east, north] = box;
    const name = box.join();
    if (this.shored === name) return;
    this.shored = name;
    let found;
    try { found = await get(`coasts?${new URLSearchParams({ west, south, east, north })}`); }
    catch { this.shored = null; return; }   // the map stands without them
    if (this.shored !== name) return;
    const strokes = Object.entries(SHORES)
      .flatMap(([kind, colour]) => found[kind].map((line) => ({ line, colour, width: 1 })));
    this.coasts = this.stroke(strokes, HEIGHTS.shores, this.coasts);
  }

  // Lines as one primitive, in the place of an earlier one.
  stroke(strokes, height, old) {
    const { C, scene } = this.globe;
    if (old) scene.primitives.remove(old);
    scene.requestRender();
    if (!strokes.length) return null;
    const geometryInstances = strokes.map(({ line, colour, width }) => new C.GeometryInstance({
      attributes: { color: C.ColorGeometryInstanceAttribute.fromColor(C.Color.fromCssColorString(colour)) },
      geometry: new C.PolylineGeometry({
        positions: line.map(([lon, lat]) => C.Cartesian3.fromDegrees(lon, lat, height)), width,
        arcType: C.ArcType.NONE, vertexFormat: C.PolylineColorAppearance.VERTEX_FORMAT,
      }),
    }));
    const appearance = new C.PolylineColorAppearance({ translucent: true });
    return scene.primitives.add(new C.Primitive({ geometryInstances, asynchronous: false, appearance }));
  }

  show(on) { for (const part of [this.image, this.lines, this.coasts]) if (part) part.show = on; }

  clear() {
    const { scene } = this.globe;
    for (const part of [this.image, this.lines, this.coasts]) if (part) scene.primitives.remove(part);
    this.image = null; this.lines = null; this.coasts = null; this.shored = null; this.box = null;
    this.isOld = false;
    scene.requestRender();
  }
}

// What a cell is called by number of shots: two or more, one, or none for a cap or for physics.
function shotsIn(got, i) {
  const shots = got.opportunities[i];
  if (shots > 0) return shots >= 2 ? "two" : "one";
  return got.by[i] === 1 ? "cap" : "physics";
}

function colourOf(got, i, colour) {
  const shots = got.opportunities[i];
  if (shots < 0) return null;
  if (colour === "limits") return shots > 0 ? null : got.limits[got.limit[i] - 1]?.colour ?? null;
  return got.shots.find((kind) => kind.name === shotsIn(got, i)).colour;
}

// The parts of an outline that are edges, not the end of the map.
function insideOf(got, ring) {
  const [west, south, east, north] = got.box;
  const wide = 0.6 * (east - west) / got.columns, tall = 0.6 * (north - south) / got.rows;
  const ends = ([lon, lat]) => [lon - west < wide, east - lon < wide, lat - south < tall, north - lat < tall];
  const lines = [];
  let line = [];
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const from = ends(ring[i]), to = ends(ring[i + 1]);
    if (from.some((end, side) => end && to[side])) { line = []; continue; }
    if (!line.length) { line = [ring[i]]; lines.push(line); }
    line.push(ring[i + 1]);
  }
  return lines;
}

function picture(got, colour) {
  const canvas = document.createElement("canvas");
  const step = Math.max(2, Math.floor(480 / got.columns));
  canvas.width = got.columns * step; canvas.height = got.rows * step;
  const pen = canvas.getContext("2d");
  for (let i = 0; i < got.opportunities.length; i += 1) {
    const fill = colourOf(got, i, colour);
    if (!fill) continue;
    const row = Math.floor(i / got.columns), column = i % got.columns;
    pen.fillStyle = fill;
    pen.fillRect(column * step, (got.rows - 1 - row) * step, step, step);
  }
  return canvas;
}

export function legend(got, colour) {
  const row = (fill, text, kind = "") => {
    const swatch = make("i", { class: kind });
    swatch.style.background = fill;
    return make("li", {}, swatch, text);
  };
  const edges = [row(EDGES.caps, "edge with the caps", "line"), row(EDGES.free, "edge without them", "line")];
  if (colour !== "limits") return [...got.shots.map((kind) => row(kind.colour, kind.text)), ...edges];
  const used = new Set(got.limit.filter((code, i) => code && got.opportunities[i] === 0));
  const rows = got.limits.filter((_, i) => used.has(i + 1));
  return [...rows.map((limit) => row(limit.colour, `${limit.text} (${limit.code})`)), ...edges];
}

// The cell that holds a place, in words; null beyond the map.
export function verdict(got, spot) {
  const [west, south, east, north] = got.box;
  const lon = spot.lon_deg < west && east > 180 ? spot.lon_deg + 360 : spot.lon_deg;
  if (lon < west || lon >= east || spot.lat_deg < south || spot.lat_deg >= north) return null;
  const row = Math.floor((spot.lat_deg - south) / (north - south) * got.rows);
  const column = Math.floor((lon - west) / (east - west) * got.columns);
  const i = row * got.columns + column;
  const by = ["none", "cap", "physics"][got.by[i]];
  const [limit, free] = [got.limit[i], got.free_limit[i]].map((code) => got.limits[code - 1]);
  const words = inWords(got.opportunities[i], limit, by, free);
  return { ...words, text: [words.text, coordinates(spot)].filter(Boolean).join(" · ") };
}

// What can be done, in words: how many shots, or what stops them.
export function inWords(shots, limit, by, free) {
  if (shots === null || shots < 0) return { title: "Out of range", text: limit?.text ?? "" };
  if (shots === 1) return { title: "One shot", text: "" };
  if (shots > 1) return { title: `${shots} shots, one after another`, text: "" };
  const other = free && free.name !== limit?.name ? `without the caps: ${free.text}` : "physics decides";
  const who = by === "cap" ? "a published cap decides" : other;
  return { title: `No shot: ${limit?.text ?? "no reason given"}`, text: who };
}

function coordinates({ lat_deg: lat, lon_deg: lon }) {
  const at = (angle, plus, minus) => `${Math.abs(angle).toFixed(2)}° ${angle < 0 ? minus : plus}`;
  return `${at(lat, "N", "S")}, ${at(lon, "E", "W")}`;
}
