// The fields of What if: each shows a value and tells what it is set to.
import { button, field, make, select } from "../dom.js";
import { titled } from "../words.js";

export const DOCTRINES = [
  ["shoot-look-shoot", "shoot, look, shoot"],
  ["shoot-shoot", "shoot, shoot"],
  ["salvo", "salvo of two"],
  ["shoot-shoot-look", "two, look, two"],
];

// A list that tells the value chosen.
function choice(id, pairs, value, set) {
  const node = select(pairs, value, { id, onchange: () => set(node.value) });
  return node;
}

// Two buttons of which one is pressed.
function either(id, title, pairs, chosen, set) {
  const press = (value) => {
    for (const each of buttons) each.setAttribute("aria-pressed", String(each.dataset.value === value));
    set(value);
  };
  const buttons = pairs.map(([value, text]) =>
    button(text, () => press(value), { "aria-pressed": String(value === chosen), data: { value } }),
  );
  const named = { class: "group wide", id, role: "group", "aria-labelledby": `${id}-title` };
  const heading = make("span", { id: `${id}-title` }, title);
  return make("div", { class: "field" }, heading, make("div", named, ...buttons));
}

export function missileField({ change, scenario }, choose) {
  const known = scenario.missiles.map((each) => [each.name, each.title]);
  const pairs = [["", "the scenario's own mix"], ...known];
  const note = change.missile
    ? "One missile flies from the launch to the aim, instead of the raid."
    : "The raid flies as the scenario describes it.";
  return field("Missile", choice("missile", pairs, change.missile, choose), note);
}

export function areaField({ area }, choose) {
  const pairs = [
    ["defended", "Aims"],
    ["launch", "Launch points"],
  ];
  return either("area", "Map of", pairs, area, choose);
}

export function colourField(colour, choose) {
  const pairs = [
    ["chances", "Shots"],
    ["limits", "What prevents a shot"],
  ];
  return either("colours", "Colour by", pairs, colour, choose);
}

export function modeField({ change }, set) {
  const pairs = [
    ["terminal", "Terminal"],
    ["forward", "Forward"],
  ];
  return either("mode", "Radar mode", pairs, change.mode, (mode) => set({ mode }));
}

export function doctrineField({ change }, set) {
  const node = choice("doctrine", DOCTRINES, change.doctrine, (doctrine) => set({ doctrine }));
  return field("Doctrine", node);
}

export function capsField({ change }, set) {
  const told = () => set({ caps: caps.checked });
  const caps = make("input", { type: "checkbox", id: "caps", checked: change.caps, onchange: told });
  return make("label", { class: "tick" }, caps, "Apply the published floor, ceiling and reach");
}

// Which battery is changed; nothing where there is but one.
export function unitField({ scenario, known }, choose) {
  if (scenario.batteries.length < 2) return null;
  const names = scenario.batteries.map(({ name }) => [name, titled(name)]);
  const node = choice("unit", names, known.battery.name, choose);
  return field("Battery to change", node, "The others stay as the scenario describes them.");
}

// The boresight turns while it is dragged, and is set when it is let go.
export function boresightField({ change }, turn, set) {
  const turned = make("output", { for: "boresight" });
  const angle = make("input", {
    type: "range",
    id: "boresight",
    min: 0,
    max: 359,
    step: 1,
    value: change.boresight,
    oninput: () => turn(Number(angle.value)),
    onchange: set,
  });
  const fill = () => {
    angle.value = String(change.boresight);
    turned.textContent = `${Math.round(change.boresight)}°`;
  };
  const title = make("label", { for: "boresight" }, "Boresight ", turned);
  return { node: make("div", { class: "field" }, title, angle), fill };
}

// What goes along with a battery that is moved, and what does not; nothing where it stands alone.
export function movesNote({ known }) {
  const { radars, stay, assets } = known.battery.moves;
  const places = assets.map((name) => `the defended place ${titled(name)}`);
  const along = [...radars.map((name) => `radar ${titled(name)}`), ...places];
  const told = [];
  if (along.length) told.push(`Moves with the battery: ${along.join(" and ")}.`);
  if (stay.length) told.push(`Stays where it is: radar ${stay.map(titled).join(", ")}.`);
  return told.length ? make("p", { class: "fine", id: "moves" }, told.join(" ")) : null;
}
