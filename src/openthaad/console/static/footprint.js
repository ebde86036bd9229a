// The footprint on the map: an image of its cells, outlines, and words for what is under the pointer.
import { make } from "./dom.js";
import { settle } from "./globe.js";

// By shots: two or more, one, none for a published cap, none for physics; told apart without hue, too.
const CHANCES = { two: "#0b7a75", one: "#7cc6b8", cap: "#e8a13a", physics: "#9c4a5e" };
// Each limit has its colour for good, in the order of the legend: published caps are yellow, what the
// interceptor cannot do is red, what the radar cannot do is blue.
const LIMITS = {
  below_floor: "#f5e04f", above_ceiling: "#e9ae2e", beyond_reach_cap: "#c4851a",
  unreachable: "#a65a45", seeker_window: "#9a7fc4", launcher_sector: "#7d6a55", geometry: "#d9a58c", handover: "#6c5896",
  ascending: "#d98bb5", no_time: "#cf4b42",
  outside_coverage: "#8cc1e8", confirmed_late: "#9aa0a6", too_faint: "#7fd0cf", missed_by_search: "#2f9aa0", outside_sector: "#3f83bf", never_visible: "#4d5c6b",
};
const OTHER_LIMIT = "#bbbbbb";
const EDGES = { light: { caps: "#064e4a", free: "#a86a10" }, dark: { caps: "#a5ece0", free: "#f2c078" } };
const ALPHA = 0.62;

export class FootprintLayer {
  constructor(globe) { this.globe = globe; this.image = null; this.lines = null; this.box = null; this.dark = false; }

  draw(got, colour) {
    const box = got.box.join();
    if (this.image && this.box === box) this.image.appearance.material.uniforms.image = picture(got, colour);
    else this.lay(got, colour);
    this.box = box;
    this.outline(got);
    settle(this.globe);
  }

  // A picture is white until it has reached the graphics card, one frame later: the old one stays so long.
  lay(got, colour) {
    const { C, scene } = this.globe;
    const [west, south, east, north] = got.box;
    const instance = new C.GeometryInstance({ geometry: new C.RectangleGeometry({
      rectangle: C.Rectangle.fromDegrees(west, south, east > 180 ? east - 360 : east, north), height: 1000, vertexFormat: C.EllipsoidSurfaceAppearance.VERTEX_FORMAT, granularity: C.Math.toRadians(0.5) }) });
    const material = C.Material.fromType("Image", { image: picture(got, colour), color: C.Color.WHITE.withAlpha(0) });
    const image = new C.Primitive({ geometryInstances: instance, asynchronous: false, appearance: new C.EllipsoidSurfaceAppearance({ material, aboveGround: true, translucent: true }) });
    const old = this.image;
    this.image = scene.primitives.add(image);
    const shown = scene.postRender.addEventListener(() => {
      shown();
      if (!image.isDestroyed()) material.uniforms.color = C.Color.WHITE;
      if (old && !old.isDestroyed()) scene.primitives.remove(old);
      scene.requestRender();
    });
  }

  outline(got) {
    const { C, scene } = this.globe;
    const edges = EDGES[this.dark ? "dark" : "light"];
    const instances = [];
    for (const zone of got.zones) {
      const { opportunities_at_least: least, caps } = zone.properties;
      if (least !== 1) continue;
      const color = C.ColorGeometryInstanceAttribute.fromColor(C.Color.fromCssColorString(caps ? edges.caps : edges.free));
      for (const rings of zone.geometry.coordinates) for (const ring of rings) for (const line of insideOf(got, ring)) {
        instances.push(new C.GeometryInstance({ attributes: { color }, geometry: new C.PolylineGeometry({
          positions: line.map(([lon, lat]) => C.Cartesian3.fromDegrees(lon, lat, 1500)), width: caps ? 2.5 : 1.5, arcType: C.ArcType.NONE, vertexFormat: C.PolylineColorAppearance.VERTEX_FORMAT }) }));
      }
    }
    if (this.lines) scene.primitives.remove(this.lines);
    this.lines = instances.length ? scene.primitives.add(new C.Primitive({ geometryInstances: instances, asynchronous: false, appearance: new C.PolylineColorAppearance({ translucent: false }) })) : null;
  }

  show(on) { for (const part of [this.image, this.lines]) if (part) part.show = on; }

  clear() {
    const { scene } = this.globe;
    for (const part of [this.image, this.lines]) if (part) scene.primitives.remove(part);
    this.image = null; this.lines = null; this.box = null;
    scene.requestRender();
  }
}

function colourOf(got, i, colour) {
  const shots = got.opportunities[i];
  if (shots < 0) return null;
  if (colour === "limits") return shots > 0 ? null : LIMITS[got.limits[got.limit[i] - 1]?.name] ?? OTHER_LIMIT;
  if (shots >= 2) return CHANCES.two;
  if (shots === 1) return CHANCES.one;
  return got.by[i] === 1 ? CHANCES.cap : CHANCES.physics;
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
  pen.globalAlpha = ALPHA;
  for (let i = 0; i < got.opportunities.length; i += 1) {
    const fill = colourOf(got, i, colour);
    if (!fill) continue;
    const row = Math.floor(i / got.columns), column = i % got.columns;
    pen.fillStyle = fill;
    pen.fillRect(column * step, (got.rows - 1 - row) * step, step, step);
  }
  return canvas;
}

export function legend(got, colour, theme) {
  const row = (fill, text, kind = "") => { const swatch = make("i", { class: kind }); swatch.style.background = fill; return make("li", {}, swatch, text); };
  const edges = [row(EDGES[theme].caps, "edge under the caps", "line"), row(EDGES[theme].free, "edge by physics alone", "line")];
  if (colour === "limits") {
    const used = new Set(got.limit.filter((code, i) => code && got.opportunities[i] === 0).map((code) => got.limits[code - 1].name));
    const order = Object.keys(LIMITS), place = (name) => (order.indexOf(name) + 1 || 99);
    const text = Object.fromEntries(got.limits.map((limit) => [limit.name, limit.text]));
    return [...[...used].sort((a, b) => place(a) - place(b)).map((name) => row(LIMITS[name] ?? OTHER_LIMIT, text[name])), ...edges];
  }
  return [row(CHANCES.two, "two shots or more"), row(CHANCES.one, "one shot"), row(CHANCES.cap, "none, for a published cap"), row(CHANCES.physics, "none, for physics"), ...edges];
}

export function verdict(got, spot) {
  const [west, south, east, north] = got.box;
  const lon = spot.lon_deg < west && east > 180 ? spot.lon_deg + 360 : spot.lon_deg;
  if (lon < west || lon >= east || spot.lat_deg < south || spot.lat_deg >= north) return null;
  const row = Math.floor((spot.lat_deg - south) / (north - south) * got.rows);
  const column = Math.floor((lon - west) / (east - west) * got.columns);
  const i = row * got.columns + column, shots = got.opportunities[i];
  const limit = got.limits[got.limit[i] - 1]?.text;
  const where = `${Math.abs(spot.lat_deg).toFixed(2)}° ${spot.lat_deg < 0 ? "S" : "N"}, ${Math.abs(spot.lon_deg).toFixed(2)}° ${spot.lon_deg < 0 ? "W" : "E"}`;
  if (shots < 0) return { title: "Not reached", text: `${limit ?? "the missile does not reach it"} · ${where}` };
  if (shots > 0) return { title: shots === 1 ? "One shot" : `${shots} shots, one after another`, text: where };
  return { title: `No shot: ${limit ?? "no reason given"}`, text: `decided by ${got.by[i] === 1 ? "a published cap" : "physics"} · ${where}` };
}
