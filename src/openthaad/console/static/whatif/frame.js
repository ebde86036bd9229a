// What of the Earth is shown: the cells, the battery and the aim; the launch, too, unless it is far off.
import { eastOf } from "../globe/sphere.js";

const FAR = 8; // degrees: a launch this far off the battery is not framed with it
const MARGINS = { cells: 0.4, none: 2 }; // degrees about a map, or about where it will be

export const HOME = [122, 32.5, 134, 43];

// West, south, east, north [deg] of what is shown of a plan, with the box of its map where there is one.
export function frameOf({ change, area }, box) {
  const { battery, missile, launch, aim } = change;
  const off = [launch.lat_deg - battery.lat_deg, eastOf(launch, battery)];
  const isFar = missile && Math.max(...off.map(Math.abs)) > FAR;
  const spots = [battery];
  if (missile) spots.push(aim);
  if (missile && (!isFar || area === "launch")) spots.push(launch);
  if (box) spots.push({ lat_deg: box[1], lon_deg: box[0] }, { lat_deg: box[3], lon_deg: box[2] });
  else if (!isFar) spots.push({ lat_deg: battery.lat_deg + 3, lon_deg: battery.lon_deg });
  // Longitudes on the same turn as the battery's.
  const lon = spots.map((spot) => battery.lon_deg + eastOf(spot, battery));
  const lat = spots.map((spot) => spot.lat_deg);
  const margin = box ? MARGINS.cells : MARGINS.none;
  const [south, north] = [Math.min(...lat) - margin, Math.max(...lat) + margin];
  return [Math.min(...lon) - margin, Math.max(-89, south), Math.max(...lon) + margin, Math.min(89, north)];
}
