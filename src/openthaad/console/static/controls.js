// The controls of What if: all that can be dragged can be typed, too.
import { choices, field, make, titled } from "./dom.js";
import { legend } from "./footprint.js";

export const DOCTRINES = [["shoot-look-shoot", "shoot, look, shoot"], ["shoot-shoot", "shoot, shoot"], ["salvo", "salvo of two"], ["shoot-shoot-look", "two, look, two"]];

const number = new Intl.NumberFormat("en-GB", { useGrouping: false, maximumFractionDigits: 0 });

export function buildControls(screen) {
  const { change } = screen;
  const places = ["battery", ...(change.missile ? ["launch", "aim"] : [])].map((key) => spotFields(screen, key));
  const boresight = angleField(screen);
  buildAnswer(screen);
  screen.fill = () => { for (const each of [...places, boresight]) each.fill(); };
  const again = () => { screen.begin(screen.scenario); screen.hide(); screen.show(); };
  const button = (id, text, onclick, kind = "") => make("button", { type: "button", id, class: kind, onclick }, text);
  const { title, text } = AREAS[screen.area];
  screen.panel.replaceChildren(
    ...screen.scenarioFields(), ...unitField(screen),
    make("div", { class: "head" }, make("h2", {}, title), make("span", { id: "busy", class: "busy", "aria-hidden": "true" })),
    make("p", { class: "fine" }, text),
    screen.answer, screen.figures, screen.there, colourField(screen), screen.colourKey, screen.note,
    make("h3", {}, "Threat"), missileField(screen), areaField(screen),
    make("h3", {}, "Defence"), modeField(screen), boresight.node, doctrineField(screen), capsField(screen),
    make("h3", {}, "Places"), ...places.map((each) => each.node), ...movesNote(screen),
    make("div", { class: "deeds" }, screen.said, seedField(screen), make("div", { class: "buttons" },
      button("play-it", "Play this engagement", () => screen.playIt(), "primary"),
      button("save", "Save file", () => screen.save()),
      button("share", "Copy link", () => screen.share()),
      button("reset", "Reset", again))),
  );
  screen.fill();
  if (screen.footprint) { screen.report(screen.footprint, "fine", false); screen.age(); }
}

const AREAS = {
  defended: { title: "Defended area", text: "How many shots the defence has at a missile aimed at each cell." },
  launch: { title: "Launch area denied", text: "How many shots the defence has at a missile fired from each cell at the aim." },
};

// The answer, empty until the server has given it.
function buildAnswer(screen) {
  screen.answer = make("p", { class: "answer", id: "answer", "aria-live": "polite" }, "Computing what is defended.");
  screen.figures = make("div", { class: "figures", id: "figures" });
  screen.there = make("p", { class: "fine", id: "there", hidden: true });
  screen.colourKey = make("ul", { class: "legend", "aria-label": "Colours" });
  screen.note = make("p", { class: "fine", id: "cells" });
  screen.said = make("p", { class: "fine", id: "said", role: "status" });
}

function select(id, pairs, value, set) {
  const node = make("select", { id, onchange: () => set(node.value) }, ...choices(pairs, value));
  return node;
}

function missileField(screen) {
  const { missile } = screen.change;
  const known = screen.scenario.missiles.map((each) => [each.name, each.title]);
  const choose = (value) => { screen.change.missile = value; buildControls(screen); screen.redraw(); };
  const note = missile
    ? "One missile flies from the launch to the aim, instead of the raid."
    : "The raid flies as the scenario describes it.";
  return field("Missile", select("missile", [["", "the scenario's own mix"], ...known], missile, choose), note);
}

function areaField(screen) {
  const choose = (value) => { screen.area = value; screen.footprint = null; buildControls(screen); screen.home(); screen.redraw(); };
  return two(screen, "area", "Map of", [["defended", "Aims"], ["launch", "Launch points"]], screen.area, choose);
}

function colourField(screen) {
  const choose = (value) => {
    screen.colour = value;
    if (!screen.footprint) return;
    screen.layer.draw(screen.footprint, value);
    screen.colourKey.replaceChildren(...legend(screen.footprint, value));
  };
  return two(screen, "colours", "Colour by", [["chances", "Shots"], ["limits", "What prevents a shot"]], screen.colour, choose);
}

function modeField(screen) {
  const modes = [["terminal", "Terminal"], ["forward", "Forward"]];
  return two(screen, "mode", "Radar mode", modes, screen.change.mode, (mode) => screen.set({ mode }));
}

function doctrineField(screen) {
  const set = (doctrine) => screen.set({ doctrine });
  return field("Doctrine", select("doctrine", DOCTRINES, screen.change.doctrine, set));
}

function capsField(screen) {
  const caps = make("input", { type: "checkbox", id: "caps", checked: screen.change.caps,
    onchange: () => screen.set({ caps: caps.checked }) });
  return make("label", { class: "tick" }, caps, "Apply the published floor, ceiling and reach");
}

function angleField(screen) {
  const { change } = screen;
  const turn = () => {
    change.boresight = Number(angle.value);
    screen.fill();
    screen.page.globe.scene.requestRender();
    screen.want("drag");
  };
  const angle = make("input", { type: "range", id: "boresight", min: 0, max: 359, step: 1, value: change.boresight,
    oninput: turn, onchange: () => screen.redraw() });
  const turned = make("output", { for: "boresight" });
  return {
    node: make("div", { class: "field" }, make("label", { for: "boresight" }, "Boresight ", turned), angle),
    fill: () => { angle.value = String(change.boresight); turned.textContent = `${Math.round(change.boresight)}°`; },
  };
}

// What is wrong with a number that was typed, in words beside its fields; and what is used in its stead.
function complaint(id) {
  const node = make("p", { class: "notice wide", id, role: "alert", hidden: true });
  const mark = (field, isWrong) => {
    field.setAttribute("aria-invalid", String(isWrong));
    if (isWrong) field.setAttribute("aria-describedby", id); else field.removeAttribute("aria-describedby");
  };
  const clear = (...fields) => { node.hidden = true; for (const field of fields) mark(field, false); };
  const taken = (field, allowed, kept) => {
    const isRight = field.value !== "" && field.validity.valid;
    mark(field, !isRight);
    node.hidden = isRight;
    node.textContent = isRight ? "" : `${allowed}. ${kept} stays in use.`;
    return isRight;
  };
  return { node, clear, taken };
}

// The random numbers of the battle: the same seed gives the same battle.
function seedField(screen) {
  const wrong = complaint("seed-wrong");
  const show = () => { seed.value = number.format(screen.seed); wrong.clear(seed); screen.keep(); };
  const type = () => {
    if (!wrong.taken(seed, "A seed is a whole number from 0 to 999,999,999", `Seed ${screen.seed}`)) return;
    screen.seed = Number(seed.value);
    show();
  };
  const seed = make("input", { type: "number", id: "seed", min: 0, max: 999_999_999, step: 1, value: screen.seed, onchange: type });
  const draw = () => { screen.seed = Math.floor(Math.random() * 1e6); show(); };
  return make("div", { class: "seed" }, make("label", { for: "seed" }, "Seed"), seed,
    make("button", { type: "button", id: "redraw", onclick: draw, title: "Take other random numbers" }, "New seed"), wrong.node);
}

// What goes along with a battery that is moved, and what does not.
function movesNote(screen) {
  const { radars, stay, assets } = screen.known.battery.moves;
  const along = [...radars.map((name) => `radar ${titled(name)}`), ...assets.map((name) => `the defended place ${titled(name)}`)];
  const told = [];
  if (along.length) told.push(`Moves with the battery: ${along.join(" and ")}.`);
  if (stay.length) told.push(`Stays where it is: radar ${stay.map(titled).join(", ")}.`);
  return told.length ? [make("p", { class: "fine", id: "moves" }, told.join(" "))] : [];
}

// Which battery is changed, where there are several.
function unitField(screen) {
  const { batteries } = screen.scenario;
  if (batteries.length < 2) return [];
  const choose = (value) => {
    screen.start(batteries.find((battery) => battery.name === value));
    screen.hide();
    screen.show();
  };
  const names = batteries.map((battery) => [battery.name, titled(battery.name)]);
  const node = select("unit", names, screen.known.battery.name, choose);
  return [field("Battery to change", node, "The others stay as the scenario describes them.")];
}

function two(screen, id, title, pairs, chosen, set) {
  const press = (value) => {
    buttons.forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.value === value)));
    set(value);
  };
  const buttons = pairs.map(([value, text]) => make("button", { type: "button", "aria-pressed": String(value === chosen),
    data: { value }, onclick: () => press(value) }, text));
  const named = { class: "group wide", id, role: "group", "aria-labelledby": `${id}-title` };
  return make("div", { class: "field" }, make("span", { id: `${id}-title` }, title), make("div", named, ...buttons));
}

function spotFields(screen, key) {
  const wrong = complaint(`${key}-wrong`);
  const changed = (part, most, node) => {
    const name = part === "lat" ? "latitude" : "longitude", used = screen.change[key][`${part}_deg`].toFixed(3);
    if (!wrong.taken(node, `The ${name} must be a number of degrees from ${-most} to ${most}`, used)) return;
    screen.set({ [key]: { ...screen.change[key], [`${part}_deg`]: Number(node.value) } });
  };
  const coordinate = (part, most) => make("input", { type: "number", id: `${key}-${part}`, min: -most, max: most,
    step: "any", "aria-label": `${key} ${part === "lat" ? "latitude" : "longitude"} in degrees`,
    onchange: (event) => changed(part, most, event.target) });
  const lat = coordinate("lat", 85), lon = coordinate("lon", 180);
  return {
    node: make("div", { class: "spot" }, make("span", {}, key), lat, lon, wrong.node),
    fill: () => {
      lat.value = screen.change[key].lat_deg.toFixed(3);
      lon.value = screen.change[key].lon_deg.toFixed(3);
      wrong.clear(lat, lon);
    },
  };
}
