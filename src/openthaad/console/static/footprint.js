// The footprint on the map: an image of its cells, outlines, and words for what is under the pointer.
import { make } from "./dom.js";

// By shots: two or more, one, none for a published cap, none for physics; told apart without hue, too.
const CHANCES = { two: "#0b7a75", one: "#7cc6b8", cap: "#e8a13a", physics: "#9c4a5e" };
// Limits in the order of their length of life in people's minds; Okabe and Ito's colours, then Tol's.
const LIMITS = ["#e69f00", "#56b4e9", "#cc79a7", "#d55e00", "#f0e442", "#0072b2", "#999933", "#882255", "#44aa99", "#bbbbbb"];
const ALPHA = 0.62;

export class FootprintLayer {
  constructor(globe) { this.globe = globe; this.image = null; this.lines = null; this.dark = false; }

  draw(got, colour) {
    const { C, scene } = this.globe;
    const [west, south, east, north] = got.box;
    const instance = new C.GeometryInstance({ geometry: new C.RectangleGeometry({
      rectangle: C.Rectangle.fromDegrees(west, south, east > 180 ? east - 360 : east, north), height: 1000, vertexFormat: C.EllipsoidSurfaceAppearance.VERTEX_FORMAT, granularity: C.Math.toRadians(0.5) }) });
    const material = C.Material.fromType("Image", { image: picture(got, colour) });
    const image = new C.Primitive({ geometryInstances: instance, asynchronous: false, appearance: new C.EllipsoidSurfaceAppearance({ material, aboveGround: true, translucent: true }) });
    scene.primitives.add(image);
    if (this.image) scene.primitives.remove(this.image);
    this.image = image;
    this.outline(got);
    scene.requestRender();
  }

  outline(got) {
    const { C, scene } = this.globe;
    const instances = [];
    for (const zone of got.zones) {
      const { opportunities_at_least: least, caps } = zone.properties;
      if (least !== 1) continue;
      const colour = C.Color.fromCssColorString(caps ? (this.dark ? "#a5ece0" : "#064e4a") : (this.dark ? "#f2c078" : "#a86a10"));
      for (const rings of zone.geometry.coordinates) for (const ring of rings) {
        instances.push(new C.GeometryInstance({
          geometry: new C.PolylineGeometry({ positions: ring.map(([lon, lat]) => C.Cartesian3.fromDegrees(lon, lat, 1500)), width: caps ? 2.5 : 1.5, arcType: C.ArcType.NONE, vertexFormat: C.PolylineColorAppearance.VERTEX_FORMAT }),
          attributes: { color: C.ColorGeometryInstanceAttribute.fromColor(colour) } }));
      }
    }
    if (this.lines) scene.primitives.remove(this.lines);
    this.lines = instances.length ? scene.primitives.add(new C.Primitive({ geometryInstances: instances, asynchronous: false, appearance: new C.PolylineColorAppearance({ translucent: false }) })) : null;
  }

  show(on) { for (const part of [this.image, this.lines]) if (part) part.show = on; }

  clear() {
    const { scene } = this.globe;
    for (const part of [this.image, this.lines]) if (part) scene.primitives.remove(part);
    this.image = null; this.lines = null;
    scene.requestRender();
  }
}

function colourOf(got, i, colour) {
  const shots = got.opportunities[i];
  if (shots < 0) return null;
  if (colour === "limits") return shots > 0 ? null : limitColour(got, got.limit[i]);
  if (shots >= 2) return CHANCES.two;
  if (shots === 1) return CHANCES.one;
  return got.by[i] === 1 ? CHANCES.cap : CHANCES.physics;
}

function limitColour(got, code) {
  const names = got.limits.map((limit) => limit.name);
  return LIMITS[(code - 1) % LIMITS.length] && names[code - 1] ? LIMITS[(code - 1) % LIMITS.length] : "#bbbbbb";
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

export function legend(got, colour) {
  const row = (fill, text) => { const swatch = make("i"); swatch.style.background = fill; return make("li", {}, swatch, text); };
  if (colour === "limits") {
    const used = new Set(got.limit.filter((code, i) => code && got.opportunities[i] === 0));
    return [...used].sort((a, b) => a - b).map((code) => row(limitColour(got, code), got.limits[code - 1].text));
  }
  return [row(CHANCES.two, "two shots or more"), row(CHANCES.one, "one shot"), row(CHANCES.cap, "none, for a published cap"), row(CHANCES.physics, "none, for physics")];
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
  return { title: `No shot: ${limit ?? "no reason given"}`, text: `${got.by[i] === 1 ? "a published cap" : "physics"} · ${where}` };
}
