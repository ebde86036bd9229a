// The controls of What if: all that can be dragged can be typed, too.
import { choices, field, make, titled } from "./dom.js";
import { legend } from "./footprint.js";

export const DOCTRINES = [["shoot-look-shoot", "shoot, look, shoot"], ["shoot-shoot", "shoot, shoot"], ["salvo", "salvo of two"], ["shoot-shoot-look", "two, look, two"]];

export function buildControls(screen) {
  const change = screen.change;
  const select = (id, pairs, value, set) => { const node = make("select", { id, onchange: () => set(node.value) }, ...choices(pairs, value)); return node; };
  const missile = select("missile", [["", "the scenario's own mix"], ...screen.scenario.missiles.map((m) => [m.name, m.title])], change.missile, (value) => screen.set({ missile: value }));
  const places = ["battery", ...(change.missile ? ["launch", "aim"] : [])].map((key) => spotFields(screen, key));
  const angle = make("input", { type: "range", id: "boresight", min: 0, max: 359, step: 1, value: change.boresight,
    oninput: () => { change.boresight = Number(angle.value); screen.fill(); screen.page.globe.scene.requestRender(); screen.want("drag"); }, onchange: () => screen.redraw() });
  const turned = make("output", { for: "boresight" });
  const caps = make("input", { type: "checkbox", id: "caps", checked: change.caps, onchange: () => screen.set({ caps: caps.checked }) });
  screen.answer = make("p", { class: "answer", id: "answer", "aria-live": "polite" }, "Working out whom this defends.");
  screen.figures = make("div", { class: "figures", id: "figures" });
  screen.there = make("p", { class: "fine", id: "there", hidden: true });
  screen.colourKey = make("ul", { class: "legend", "aria-label": "Colours" });
  screen.note = make("p", { class: "fine", id: "cells" });
  screen.said = make("p", { class: "fine", id: "said", role: "status" });
  screen.fill = () => { for (const each of places) each.fill(); angle.value = String(change.boresight); turned.textContent = `${Math.round(change.boresight)}°`; };
  screen.panel.replaceChildren(
    ...screen.scenarioFields(), ...unitField(screen),
    make("div", { class: "head" }, make("h2", {}, screen.area === "launch" ? "Launch area denied" : "Defended area"), make("span", { id: "busy", class: "busy", "aria-hidden": "true" })),
    screen.answer, screen.figures, screen.there,
    two(screen, "colours", "Colour by", [["chances", "Shots"], ["limits", "What stops them"]], screen.colour, (value) => {
      screen.colour = value;
      if (screen.footprint) { screen.layer.draw(screen.footprint, value); screen.colourKey.replaceChildren(...legend(screen.footprint, value, screen.page.theme)); }
    }),
    screen.colourKey, screen.note,
    make("h3", {}, "Threat"), field("Missile", missile, change.missile ? "One of it flies, from launch to aim, in the place of the raid." : "The raid flies as the scenario has it."),
    two(screen, "area", "Cells are", [["defended", "Aims"], ["launch", "Launch points"]], screen.area, (value) => { screen.area = value; buildControls(screen); screen.home(); screen.redraw(); }),
    make("h3", {}, "Defence"),
    two(screen, "mode", "Radar mode", [["terminal", "Terminal"], ["forward", "Forward"]], change.mode, (value) => screen.set({ mode: value })),
    make("div", { class: "field" }, make("label", { for: "boresight" }, "Boresight ", turned), angle),
    field("Doctrine", select("doctrine", DOCTRINES, change.doctrine, (value) => screen.set({ doctrine: value }))),
    make("label", { class: "tick" }, caps, "hold to the published floor, ceiling and reach"),
    make("h3", {}, "Places"), ...places.map((each) => each.node),
    make("div", { class: "deeds" }, screen.said, make("div", { class: "buttons" },
      make("button", { type: "button", id: "play-it", class: "primary", onclick: () => screen.playIt() }, "Play this engagement"),
      make("button", { type: "button", id: "save", onclick: () => screen.save() }, "Save file"),
      make("button", { type: "button", id: "share", onclick: () => screen.share() }, "Copy link"),
      make("button", { type: "button", id: "reset", onclick: () => { screen.begin(screen.scenario); screen.hide(); screen.show(); } }, "Reset"))),
  );
  missile.addEventListener("change", () => { buildControls(screen); });
  screen.fill();
}

// Which battery is changed, where there are several.
function unitField(screen) {
  const { batteries } = screen.scenario;
  if (batteries.length < 2) return [];
  const select = make("select", { id: "unit", onchange: () => { screen.start(batteries.find((battery) => battery.name === select.value)); screen.hide(); screen.show(); } },
    ...choices(batteries.map((battery) => [battery.name, titled(battery.name)]), screen.known.battery.name));
  return [field("Battery that is changed", select, "The others stay as the scenario has them.")];
}

function two(screen, id, title, pairs, chosen, set) {
  const buttons = pairs.map(([value, text]) => make("button", { type: "button", "aria-pressed": String(value === chosen), data: { value }, onclick: () => {
    buttons.forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.value === value)));
    set(value);
  } }, text));
  return make("div", { class: "field" }, make("span", { id: `${id}-title` }, title), make("div", { class: "group wide", id, role: "group", "aria-labelledby": `${id}-title` }, ...buttons));
}

function spotFields(screen, key) {
  const number = (part, low, high) => make("input", { type: "number", id: `${key}-${part}`, min: low, max: high, step: 0.001, "aria-label": `${key} ${part === "lat" ? "latitude" : "longitude"} in degrees`,
    onchange: (event) => {
      if (!event.target.reportValidity() || event.target.value === "") return;
      screen.set({ [key]: { ...screen.change[key], [`${part}_deg`]: Number(event.target.value) } });
    } });
  const lat = number("lat", -85, 85), lon = number("lon", -180, 180);
  return {
    node: make("div", { class: "spot" }, make("span", {}, key), lat, lon),
    fill: () => { lat.value = screen.change[key].lat_deg.toFixed(3); lon.value = screen.change[key].lon_deg.toFixed(3); },
  };
}
