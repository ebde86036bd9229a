// A radar's fan as a thin volume: triangles from the face out to a range, by azimuth and elevation.
const STEPS = 24; // of azimuth
const LOW = 5; // degrees, the lowest elevation of a radar that says nothing of it
const HIGH = 60; // degrees, the top of the fan
const SHARES = [0, 0.25, 0.5, 0.75, 1]; // of the rise from the lowest elevation to the top

export function fanPrimitive(C, radar, reach, colour) {
  const points = pointsOf(C, radar, reach);
  const geometry = new C.Geometry({
    attributes: {
      position: new C.GeometryAttribute({
        componentDatatype: C.ComponentDatatype.DOUBLE,
        componentsPerAttribute: 3,
        values: new Float64Array(points),
      }),
    },
    indices: new Uint16Array(faces()),
    primitiveType: C.PrimitiveType.TRIANGLES,
    boundingSphere: C.BoundingSphere.fromVertices(points),
  });
  const site = C.Cartesian3.fromDegrees(radar.lon_deg, radar.lat_deg, 0);
  const modelMatrix = C.Transforms.eastNorthUpToFixedFrame(site);
  const attributes = { color: C.ColorGeometryInstanceAttribute.fromColor(colour) };
  return new C.Primitive({
    geometryInstances: new C.GeometryInstance({ geometry, modelMatrix, attributes }),
    asynchronous: false,
    appearance: appearance(C),
  });
}

// East, north, up of the face, and of the points at the range, row by row of elevation [m].
function pointsOf(C, { boresight_deg: boresight, sector_half_width_deg: half, ...radar }, reach) {
  const low = radar.min_elevation_deg ?? LOW;
  const points = [0, 0, 0];
  for (const share of SHARES) {
    const elevation = C.Math.toRadians(low + share * (HIGH - low));
    const level = reach * Math.cos(elevation);
    for (let i = 0; i <= STEPS; i += 1) {
      const azimuth = C.Math.toRadians(boresight - half + (2 * half * i) / STEPS);
      points.push(level * Math.sin(azimuth), level * Math.cos(azimuth), reach * Math.sin(elevation));
    }
  }
  return points;
}

// Triangles by number of their points: the floor, the two sides, and the front.
function faces() {
  const at = (row, i) => 1 + row * (STEPS + 1) + i;
  const found = [];
  for (let i = 0; i < STEPS; i += 1) found.push(0, at(0, i), at(0, i + 1));
  for (let row = 0; row + 1 < SHARES.length; row += 1) {
    for (const i of [0, STEPS]) found.push(0, at(row, i), at(row + 1, i));
    for (let i = 0; i < STEPS; i += 1) {
      const [low, next] = [at(row, i), at(row, i + 1)];
      const [high, last] = [at(row + 1, i), at(row + 1, i + 1)];
      found.push(low, next, high, high, next, last);
    }
  }
  return found;
}

function appearance(C) {
  const blending = C.BlendingState.ALPHA_BLEND;
  const renderState = { depthMask: false, depthTest: { enabled: true }, cull: { enabled: false }, blending };
  return new C.PerInstanceColorAppearance({ flat: true, translucent: true, closed: false, renderState });
}
