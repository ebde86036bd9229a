// Places, bearings and distances on a sphere: for what is dragged and shown, not for what is computed.
const RADIUS = 6371008.8; // m, the mean of WGS 84
const RADIAN = Math.PI / 180;

// The place at a bearing and a distance.
export function place(start, bearing_deg, metres) {
  const far = metres / RADIUS;
  const turn = bearing_deg * RADIAN;
  const [lat, lon] = [start.lat_deg * RADIAN, start.lon_deg * RADIAN];
  const north = Math.asin(Math.sin(lat) * Math.cos(far) + Math.cos(lat) * Math.sin(far) * Math.cos(turn));
  const along = Math.cos(far) - Math.sin(lat) * Math.sin(north);
  const east = lon + Math.atan2(Math.sin(turn) * Math.sin(far) * Math.cos(lat), along);
  return { lat_deg: north / RADIAN, lon_deg: ((east / RADIAN + 540) % 360) - 180 };
}

export function bearing(from, to) {
  const [a, b] = [from.lat_deg * RADIAN, to.lat_deg * RADIAN];
  const l = (to.lon_deg - from.lon_deg) * RADIAN;
  const north = Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(l);
  return (Math.atan2(Math.sin(l) * Math.cos(b), north) / RADIAN + 360) % 360;
}

// By how many degrees of longitude one lies east of another, the short way round.
export const eastOf = (a, b) => ((a.lon_deg - b.lon_deg + 540) % 360) - 180;
