// The cells of a footprint: their colours, the edges of what is covered, and the legend of both.
// Colours, codes and words of limits and shots come with each answer: the server has them in one place.
import { make } from "../dom.js";

const EDGES = { caps: "#03302d", free: "#7a3d00" };

// What a cell is called by number of shots: two or more, one, or none for a cap or for physics.
function shotsIn(got, i) {
  const shots = got.opportunities[i];
  if (shots > 0) return shots >= 2 ? "two" : "one";
  return got.by[i] === 1 ? "cap" : "physics";
}

function colourOf(got, i, colour) {
  const shots = got.opportunities[i];
  if (shots < 0) return null;
  if (colour === "limits") return shots > 0 ? null : (got.limits[got.limit[i] - 1]?.colour ?? null);
  return got.shots.find((kind) => kind.name === shotsIn(got, i)).colour;
}

export function picture(got, colour) {
  const canvas = document.createElement("canvas");
  const step = Math.max(2, Math.floor(480 / got.columns));
  canvas.width = got.columns * step;
  canvas.height = got.rows * step;
  const pen = canvas.getContext("2d");
  for (let i = 0; i < got.opportunities.length; i += 1) {
    const fill = colourOf(got, i, colour);
    if (!fill) continue;
    const row = Math.floor(i / got.columns);
    const column = i % got.columns;
    pen.fillStyle = fill;
    pen.fillRect(column * step, (got.rows - 1 - row) * step, step, step);
  }
  return canvas;
}

// Where a shot begins to be possible, with the caps and without them: lines with their strokes.
export function edgesOf(got) {
  const zones = got.zones.filter(({ properties }) => properties.opportunities_at_least === 1);
  return zones.flatMap(({ properties: { caps }, geometry }) => {
    const stroke = { colour: caps ? EDGES.caps : EDGES.free, width: caps ? 2.5 : 1.5 };
    const lines = geometry.coordinates.flat().flatMap((ring) => insideOf(got, ring));
    return lines.map((line) => ({ ...stroke, line }));
  });
}

// The parts of an outline that are edges, not the end of the map.
function insideOf(got, ring) {
  const [west, south, east, north] = got.box;
  const wide = (0.6 * (east - west)) / got.columns;
  const tall = (0.6 * (north - south)) / got.rows;
  const ends = ([lon, lat]) => [lon - west < wide, east - lon < wide, lat - south < tall, north - lat < tall];
  const lines = [];
  let line = [];
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [from, to] = [ends(ring[i]), ends(ring[i + 1])];
    const isEnd = from.some((end, side) => end && to[side]);
    if (isEnd) line = [];
    else if (line.length) line.push(ring[i + 1]);
    else {
      line = [ring[i], ring[i + 1]];
      lines.push(line);
    }
  }
  return lines;
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
