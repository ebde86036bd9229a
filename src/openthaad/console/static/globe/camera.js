// Where the map is looked at from, and when it is drawn again.

const WAITS_MS = [0, 120, 400, 900, 2500, 6000];

// Letters, pictures and circles arrive a little after what they belong to, on a slow machine some seconds:
// draw again until they are there.
export function settle(globe) {
  for (const wait of WAITS_MS) setTimeout(() => globe.scene.requestRender(), wait);
}

export function setFlat(globe, flat) {
  const { scene } = globe;
  if (flat) scene.morphTo2D(0);
  else scene.morphTo3D(0);
  globe.flat = flat;
  if (globe.box) showBox(globe, globe.box);
  settle(globe);
}

function turned(lon) {
  if (lon > 180) return lon - 360;
  return lon < -180 ? lon + 360 : lon;
}

export function showBox(globe, [west, south, east, north]) {
  const { C, widget } = globe;
  globe.box = [west, south, east, north];
  widget.camera.setView({ destination: C.Rectangle.fromDegrees(turned(west), south, turned(east), north) });
  settle(globe);
}

// Look over a box from the south at a slant, so that heights can be seen.
export function showSlant(globe, box) {
  const { C, widget } = globe;
  if (globe.flat) {
    showBox(globe, box);
    return;
  }
  globe.box = box;
  const [west, south, east, north] = box;
  const centre = C.Cartesian3.fromDegrees((west + east) / 2, (south + north) / 2);
  const narrowing = Math.cos(C.Math.toRadians((south + north) / 2));
  const size = 1.11e5 * Math.max(north - south, (east - west) * narrowing);
  const [heading, pitch] = [12, -42].map(C.Math.toRadians);
  widget.camera.lookAt(centre, new C.HeadingPitchRange(heading, pitch, 1.4 * size));
  widget.camera.lookAtTransform(C.Matrix4.IDENTITY);
  widget.scene.requestRender();
}
