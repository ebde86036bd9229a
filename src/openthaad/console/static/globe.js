// The globe: CesiumJS set up to be quick and quiet, without its own controls.
import { basemapAddress } from "./api.js";

const SPACE = { light: "#e6ecf0", dark: "#0b1119" };

export async function makeGlobe(container, theme) {
  const C = window.Cesium;
  const widget = new C.CesiumWidget(container, {
    baseLayer: false, skyBox: false, skyAtmosphere: false, scene3DOnly: false, msaaSamples: 1,
    orderIndependentTranslucency: false, requestRenderMode: true, maximumRenderTimeChange: Infinity,
    creditContainer: document.createElement("div"), shouldAnimate: false,
  });
  const scene = widget.scene;
  scene.globe.showGroundAtmosphere = false;
  scene.globe.enableLighting = false;
  scene.fog.enabled = false;
  scene.screenSpaceCameraController.maximumZoomDistance = 4e7;
  scene.screenSpaceCameraController.minimumZoomDistance = 2e4;
  scene.canvas.setAttribute("tabindex", "-1");
  scene.canvas.setAttribute("aria-label", "Map; everything on it can also be reached in the controls");
  widget.screenSpaceEventHandler.removeInputAction(C.ScreenSpaceEventType.LEFT_DOUBLE_CLICK);
  const globe = { C, widget, scene, layers: [] };
  await setTheme(globe, theme);
  return globe;
}

export async function setTheme(globe, theme) {
  const { C, scene, widget } = globe;
  scene.backgroundColor = C.Color.fromCssColorString(SPACE[theme]);
  scene.globe.baseColor = scene.backgroundColor;
  const parts = { world: C.Rectangle.MAX_VALUE, korea: C.Rectangle.fromDegrees(116, 28, 148, 48) };
  const layers = await Promise.all(Object.entries(parts).map(async ([part, rectangle]) =>
    new C.ImageryLayer(await C.SingleTileImageryProvider.fromUrl(basemapAddress(part, theme), { rectangle }))));
  for (const old of globe.layers) scene.imageryLayers.remove(old, true);
  for (const layer of layers) scene.imageryLayers.add(layer);
  globe.layers = layers;
  widget.scene.requestRender();
}

// Letters and pictures arrive a little after what they belong to: draw again until they are there.
export function settle(globe) {
  for (const wait of [0, 120, 400, 900]) setTimeout(() => globe.scene.requestRender(), wait);
}

export function setFlat(globe, flat) {
  const { scene } = globe;
  if (flat) scene.morphTo2D(0); else scene.morphTo3D(0);
  globe.flat = flat;
  if (globe.box) showBox(globe, globe.box);
  settle(globe);
}

export function showBox(globe, [west, south, east, north]) {
  const { C, widget } = globe;
  globe.box = [west, south, east, north];
  const turn = (lon) => (lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon);
  widget.camera.setView({ destination: C.Rectangle.fromDegrees(turn(west), south, turn(east), north) });
  settle(globe);
}

// Look over a box from the south at a slant, so that heights can be seen.
export function showSlant(globe, box) {
  const { C, widget } = globe;
  globe.box = box;
  if (globe.flat) { showBox(globe, box); return; }
  const [west, south, east, north] = box;
  const centre = C.Cartesian3.fromDegrees((west + east) / 2, (south + north) / 2);
  const size = 1.11e5 * Math.max(north - south, (east - west) * Math.cos(C.Math.toRadians((south + north) / 2)));
  widget.camera.lookAt(centre, new C.HeadingPitchRange(C.Math.toRadians(12), C.Math.toRadians(-42), 1.4 * size));
  widget.camera.lookAtTransform(C.Matrix4.IDENTITY);
  widget.scene.requestRender();
}

export function groundAt(globe, position) {
  const { C, scene } = globe;
  const point = scene.camera.pickEllipsoid(position, scene.globe.ellipsoid);
  if (!point) return null;
  const spot = C.Cartographic.fromCartesian(point);
  return { lat_deg: C.Math.toDegrees(spot.latitude), lon_deg: C.Math.toDegrees(spot.longitude) };
}

export function onScreenAt({ C, scene }, position) {
  return C.SceneTransforms.worldToWindowCoordinates(scene, position);
}

export function onScreen(globe, lat, lon) {
  return onScreenAt(globe, globe.C.Cartesian3.fromDegrees(lon, lat));
}

export function place(start, bearing_deg, metres) {
  const radius = 6371008.8, d = metres / radius, b = bearing_deg * Math.PI / 180;
  const lat = start.lat_deg * Math.PI / 180, lon = start.lon_deg * Math.PI / 180;
  const north = Math.asin(Math.sin(lat) * Math.cos(d) + Math.cos(lat) * Math.sin(d) * Math.cos(b));
  const east = lon + Math.atan2(Math.sin(b) * Math.sin(d) * Math.cos(lat), Math.cos(d) - Math.sin(lat) * Math.sin(north));
  return { lat_deg: north * 180 / Math.PI, lon_deg: ((east * 180 / Math.PI + 540) % 360) - 180 };
}

export function bearing(from, to) {
  const r = Math.PI / 180, a = from.lat_deg * r, b = to.lat_deg * r, l = (to.lon_deg - from.lon_deg) * r;
  const angle = Math.atan2(Math.sin(l) * Math.cos(b), Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(l));
  return (angle / r + 360) % 360;
}

export function label(C, text, theme, [right, down] = [1, -1]) {
  const dark = theme === "dark";
  return {
    text, font: "600 13px system-ui, sans-serif", style: C.LabelStyle.FILL_AND_OUTLINE, outlineWidth: 4,
    fillColor: C.Color.fromCssColorString(dark ? "#eef3f6" : "#17222b"),
    outlineColor: C.Color.fromCssColorString(dark ? "#111922" : "#ffffff"),
    horizontalOrigin: right > 0 ? C.HorizontalOrigin.LEFT : C.HorizontalOrigin.RIGHT,
    verticalOrigin: C.VerticalOrigin.CENTER, pixelOffset: new C.Cartesian2(right * 11, down > 0 ? 15 : -10),
    disableDepthTestDistance: 5e6,
  };
}
