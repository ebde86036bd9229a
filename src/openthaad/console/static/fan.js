// A radar's fan as a thin volume: triangles from the face out to a range, by azimuth and elevation.
const STEPS = 24;
const RISES = [0, 15, 30, 45, 60];

export function fanPrimitive(C, radar, reach, colour) {
  const site = C.Cartesian3.fromDegrees(radar.lon_deg, radar.lat_deg, 0);
  const frame = C.Transforms.eastNorthUpToFixedFrame(site);
  const low = radar.min_elevation_deg ?? 5;
  const rises = RISES.map((rise) => low + rise * (60 - low) / 60);
  const half = radar.sector_half_width_deg;
  const points = [0, 0, 0];
  for (const rise of rises) {
    for (let i = 0; i <= STEPS; i += 1) {
      const azimuth = C.Math.toRadians(radar.boresight_deg - half + 2 * half * i / STEPS);
      const elevation = C.Math.toRadians(rise);
      points.push(reach * Math.cos(elevation) * Math.sin(azimuth), reach * Math.cos(elevation) * Math.cos(azimuth), reach * Math.sin(elevation));
    }
  }
  const row = STEPS + 1, at = (r, i) => 1 + r * row + i, faces = [];
  for (let i = 0; i < STEPS; i += 1) faces.push(0, at(0, i), at(0, i + 1));
  for (let r = 0; r + 1 < rises.length; r += 1) {
    for (const i of [0, STEPS]) faces.push(0, at(r, i), at(r + 1, i));
    for (let i = 0; i < STEPS; i += 1) faces.push(at(r, i), at(r, i + 1), at(r + 1, i), at(r + 1, i), at(r, i + 1), at(r + 1, i + 1));
  }
  const geometry = new C.Geometry({
    attributes: { position: new C.GeometryAttribute({ componentDatatype: C.ComponentDatatype.DOUBLE, componentsPerAttribute: 3, values: new Float64Array(points) }) },
    indices: new Uint16Array(faces), primitiveType: C.PrimitiveType.TRIANGLES,
    boundingSphere: C.BoundingSphere.fromVertices(points),
  });
  const instance = new C.GeometryInstance({ geometry, modelMatrix: frame, attributes: { color: C.ColorGeometryInstanceAttribute.fromColor(colour) } });
  return new C.Primitive({
    geometryInstances: instance, asynchronous: false,
    appearance: new C.PerInstanceColorAppearance({ flat: true, translucent: true, closed: false, renderState: { depthMask: false, depthTest: { enabled: true }, cull: { enabled: false }, blending: C.BlendingState.ALPHA_BLEND } }),
  });
}
