// A plan as an address holds it, and an address as a plan takes it.
import { DOCTRINES } from "./fields.js";

const exact = (angle) => String(Number(angle.toFixed(5)));
const written = (spot) => spot && `${exact(spot.lat_deg)},${exact(spot.lon_deg)}`;

export function linkOf(plan, scenario) {
  const { battery, boresight, mode, doctrine, missile, launch, aim, caps } = plan.change;
  return {
    view: "whatif",
    s: scenario.s,
    unit: plan.scenario.batteries.length > 1 ? plan.known.battery.name : null,
    b: written(battery),
    az: exact(boresight),
    mode,
    doc: doctrine,
    missile: missile || "mix",
    from: missile ? written(launch) : null,
    to: missile ? written(aim) : null,
    caps: caps ? "on" : "off",
    area: plan.area === "launch" ? "launch" : null,
    seed: plan.seed || null,
    file: scenario.file,
    toml: scenario.toml,
  };
}

function spotIn(text) {
  const [lat, lon, ...more] = text.split(",").map(Number);
  const isPlace = Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && !more.length;
  return isPlace ? { lat_deg: lat, lon_deg: lon } : null;
}

function turnIn(text) {
  const turn = Number(text);
  return text !== "" && turn >= 0 && turn <= 360 ? turn % 360 : null;
}

const seedIn = (text) => (/^\d{1,9}$/.test(text) ? Number(text) : null);
const oneOf = (allowed) => (text) => (allowed.includes(text) ? text : null);

// Takes into a plan what an address holds; returns what of it cannot be, in words.
export function heed(plan, values) {
  const wrong = [];
  const take = (key, name, read, set) => {
    if (values[key] === undefined) return;
    const value = read(values[key]);
    if (value === null) wrong.push(`${name} ${values[key]}`);
    else set(value);
  };
  const { batteries, missiles } = plan.scenario;
  const names = (items) => items.map((item) => item.name);
  const isOn = (caps) => plan.set({ caps: caps === "on" });
  const fly = (name) => plan.set({ missile: name === "mix" ? "" : name });
  take("unit", "battery", oneOf(names(batteries)), (name) => plan.startNamed(name));
  take("b", "battery at", spotIn, (battery) => plan.set({ battery }));
  take("from", "launch at", spotIn, (launch) => plan.set({ launch }));
  take("to", "aim at", spotIn, (aim) => plan.set({ aim }));
  take("az", "boresight", turnIn, (boresight) => plan.set({ boresight }));
  take("missile", "missile", oneOf(["mix", ...names(missiles)]), fly);
  take("mode", "radar mode", oneOf(["terminal", "forward"]), (mode) => plan.set({ mode }));
  take("doc", "doctrine", oneOf(DOCTRINES.map(([name]) => name)), (doctrine) => plan.set({ doctrine }));
  take("caps", "caps", oneOf(["on", "off"]), isOn);
  take("area", "map of", oneOf(["launch", "defended"]), (area) => Object.assign(plan, { area }));
  take("seed", "seed", seedIn, (seed) => Object.assign(plan, { seed }));
  return wrong;
}
