// The globe: CesiumJS set up to be quick and quiet, without its own controls.
import { basemapAddress } from "../api.js";
import { isDark, theme } from "../theme.js";

const SPACE = { light: "#e6ecf0", dark: "#0b1119" };

export async function makeGlobe(container) {
  const C = window.Cesium;
  const widget = new C.CesiumWidget(container, {
    baseLayer: false,
    skyBox: false,
    skyAtmosphere: false,
    scene3DOnly: false,
    msaaSamples: 1,
    orderIndependentTranslucency: false,
    requestRenderMode: true,
    maximumRenderTimeChange: Infinity,
    creditContainer: document.createElement("div"),
    shouldAnimate: false,
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
  await paint(globe);
  return globe;
}

// The ground in the colours of the theme.
export async function paint(globe) {
  const { C, scene, widget } = globe;
  scene.backgroundColor = C.Color.fromCssColorString(SPACE[theme()]);
  scene.globe.baseColor = scene.backgroundColor;
  const parts = { world: C.Rectangle.MAX_VALUE, korea: C.Rectangle.fromDegrees(116, 28, 148, 48) };
  const layers = await Promise.all(
    Object.entries(parts).map(
      async ([part, rectangle]) =>
        new C.ImageryLayer(
          await C.SingleTileImageryProvider.fromUrl(basemapAddress(part, theme()), { rectangle }),
        ),
    ),
  );
  for (const old of globe.layers) scene.imageryLayers.remove(old, true);
  for (const layer of layers) scene.imageryLayers.add(layer);
  globe.layers = layers;
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

export function label(C, text, [right, down] = [1, -1]) {
  const dark = isDark();
  return {
    text,
    font: "600 13px system-ui, sans-serif",
    style: C.LabelStyle.FILL_AND_OUTLINE,
    outlineWidth: 4,
    fillColor: C.Color.fromCssColorString(dark ? "#eef3f6" : "#17222b"),
    outlineColor: C.Color.fromCssColorString(dark ? "#111922" : "#ffffff"),
    horizontalOrigin: right > 0 ? C.HorizontalOrigin.LEFT : C.HorizontalOrigin.RIGHT,
    verticalOrigin: C.VerticalOrigin.CENTER,
    pixelOffset: new C.Cartesian2(right * 11, down > 0 ? 15 : -10),
    disableDepthTestDistance: 5e6,
  };
}
