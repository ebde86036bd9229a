// What a cell of the footprint means, in words.

// The cell that holds a place, in words; null beyond the map.
export function verdict(got, spot) {
  const [west, south, east, north] = got.box;
  const lon = spot.lon_deg < west && east > 180 ? spot.lon_deg + 360 : spot.lon_deg;
  if (lon < west || lon >= east || spot.lat_deg < south || spot.lat_deg >= north) return null;
  const row = Math.floor(((spot.lat_deg - south) / (north - south)) * got.rows);
  const column = Math.floor(((lon - west) / (east - west)) * got.columns);
  const i = row * got.columns + column;
  const by = ["none", "cap", "physics"][got.by[i]];
  const [limit, free] = [got.limit[i], got.free_limit[i]].map((code) => got.limits[code - 1]);
  const lacks = { amount: got.amount[i], freeAmount: got.free_amount[i] };
  const words = inWords({ shots: got.opportunities[i], limit, by, free, ...lacks });
  return { ...words, text: [words.text, coordinates(spot)].filter(Boolean).join(" · ") };
}

// What can be done, in words: how many shots, or what stops them and by how much.
export function inWords({ shots, limit, by, free, amount, freeAmount }) {
  if (shots === null || shots < 0) return { title: "Out of range", text: limit?.text ?? "" };
  if (shots > 0) return { title: shots === 1 ? "One shot" : `${shots} shots, one after another`, text: "" };
  const title = `No shot: ${missed(limit, amount) ?? "no reason given"}`;
  if (by === "cap") return { title, text: "a published cap decides" };
  const isOther = free && free.name !== limit?.name;
  return { title, text: isOther ? `without the caps: ${missed(free, freeAmount)}` : "physics decides" };
}

function missed(limit, amount) {
  return amount && limit?.missed_by ? limit.missed_by.replace("{}", amount) : limit?.text;
}

function coordinates({ lat_deg: lat, lon_deg: lon }) {
  const at = (angle, plus, minus) => `${Math.abs(angle).toFixed(2)}° ${angle < 0 ? minus : plus}`;
  return `${at(lat, "N", "S")}, ${at(lon, "E", "W")}`;
}
