// Numbers that are typed: a wrong one is told beside its field, and the last right one stays in use.
import { button, make } from "../dom.js";

const PLAIN = new Intl.NumberFormat("en-GB", { useGrouping: false, maximumFractionDigits: 0 });
const MOST_SEED = 999_999_999;

function complaint(id) {
  const node = make("p", { class: "notice wide", id, role: "alert", hidden: true });
  const mark = (field, isWrong) => {
    field.setAttribute("aria-invalid", String(isWrong));
    if (isWrong) field.setAttribute("aria-describedby", id);
    else field.removeAttribute("aria-describedby");
  };
  const clear = (...fields) => {
    node.hidden = true;
    for (const field of fields) mark(field, false);
  };
  // Whether what stands in a field can be used.
  const takes = (field, allowed, kept) => {
    const isRight = field.value !== "" && field.validity.valid;
    mark(field, !isRight);
    node.hidden = isRight;
    node.textContent = isRight ? "" : `${allowed}. ${kept} stays in use.`;
    return isRight;
  };
  return { node, clear, takes };
}

// The random numbers of the battle: the same seed gives the same battle.
export function seedField(plan, kept) {
  const wrong = complaint("seed-wrong");
  const use = (number) => {
    plan.seed = number;
    seed.value = PLAIN.format(number);
    wrong.clear(seed);
    kept();
  };
  const typed = () => {
    const allowed = "A seed is a whole number from 0 to 999,999,999";
    if (wrong.takes(seed, allowed, `Seed ${plan.seed}`)) use(Number(seed.value));
  };
  const seed = make("input", {
    type: "number",
    id: "seed",
    min: 0,
    max: MOST_SEED,
    step: 1,
    value: plan.seed,
    onchange: typed,
  });
  const draw = () => use(Math.floor(Math.random() * 1e6));
  const other = button("New seed", draw, { id: "redraw", title: "Take other random numbers" });
  return make("div", { class: "seed" }, make("label", { for: "seed" }, "Seed"), seed, other, wrong.node);
}

// Latitude and longitude of a place that can also be dragged.
export function placeFields({ change }, key, set) {
  const wrong = complaint(`${key}-wrong`);
  const coordinate = (part, name, most) => {
    const typed = () => {
      const used = change[key][`${part}_deg`].toFixed(3);
      const allowed = `The ${name} must be a number of degrees from ${-most} to ${most}`;
      if (!wrong.takes(node, allowed, used)) return;
      set({ [key]: { ...change[key], [`${part}_deg`]: Number(node.value) } });
    };
    const named = { id: `${key}-${part}`, "aria-label": `${key} ${name} in degrees` };
    const range = { type: "number", min: -most, max: most, step: "any" };
    const node = make("input", { ...range, ...named, onchange: typed });
    return node;
  };
  const lat = coordinate("lat", "latitude", 85);
  const lon = coordinate("lon", "longitude", 180);
  const fill = () => {
    lat.value = change[key].lat_deg.toFixed(3);
    lon.value = change[key].lon_deg.toFixed(3);
    wrong.clear(lat, lon);
  };
  return { node: make("div", { class: "spot" }, make("span", {}, key), lat, lon, wrong.node), fill };
}
