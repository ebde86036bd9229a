// How the things of a recording look: labels that stand on a light map as on a dark one, and do not shout.
import { isDark } from "../theme.js";
import { titled } from "../words.js";
import { called } from "./names.js";

const NEAR = 0.02; // degrees: one site

const isAt = (a, b) => Math.abs(a.lat_deg - b.lat_deg) < NEAR && Math.abs(a.lon_deg - b.lon_deg) < NEAR;
const isInterceptor = ({ id }) => id.startsWith("truth/interceptor/");

export function dress(C, run, entities) {
  const { batteries, radars, assets } = run.geometry;
  const isBeside = (spot) => batteries.some((battery) => isAt(battery, spot));
  for (const radar of radars) {
    const entity = entities.getById(`defence/radar/${radar.name}`);
    if (entity && isBeside(radar)) entity.point = undefined;
    else if (entity) entity.label ??= nameRadar(C, radar);
  }
  const twice = new Set(assets.filter(isBeside).map((asset) => `defence/asset/${asset.name}`));
  for (const entity of entities.values) {
    if (entity.label) dressLabel(C, run, entity);
    entity.isPlace = twice.has(entity.id);
    if (entity.id.startsWith("defence/radar/")) entity.polyline = undefined;
    // The defence knows its own interceptors: they stay when the truth is hidden.
    if (isInterceptor(entity)) entity.parent = undefined;
  }
}

function nameRadar(C, radar) {
  return new C.LabelGraphics({
    text: `radar ${titled(radar.name)}`,
    style: C.LabelStyle.FILL_AND_OUTLINE,
  });
}

function dressLabel(C, run, entity) {
  const { label } = entity;
  label.fillColor = C.Color.fromCssColorString(isDark() ? "#eef3f6" : "#17222b");
  label.outlineColor = C.Color.fromCssColorString(isDark() ? "#111922" : "#ffffff");
  label.outlineWidth = 4;
  label.font = "600 12px system-ui, sans-serif";
  label.text = called(run, entity);
}

// Shows truth and picture as asked. A track is named only where no missile of that name is shown.
export function showParts(entities, shown) {
  for (const key of ["truth", "picture"]) {
    const parent = entities.getById(key);
    if (parent) parent.show = shown[key];
  }
  for (const entity of entities.values) {
    if (isInterceptor(entity)) entity.show = shown.truth || shown.picture;
    if (!entity.label) continue;
    const isRepeated = shown.truth && entity.id.startsWith("picture/");
    entity.isWanted = !entity.isPlace && !isInterceptor(entity) && !isRepeated;
    if (entity.isWanted) continue;
    entity.label.show = false;
    entity.corner = undefined;
  }
}
