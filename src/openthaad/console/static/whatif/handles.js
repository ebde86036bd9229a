// What stands on the map of What if, and what of it can be dragged: battery, sector, flight, cities.
import { settle } from "../globe/camera.js";
import { label } from "../globe/globe.js";
import { keepApart } from "../globe/labels.js";
import { bearing, place } from "../globe/sphere.js";
import { titled } from "../words.js";

const ARM = 1.2e5; // metres from the battery to the handle of the boresight
const HEIGHT = 2000; // metres, of what lies over the cells
const HALF_WIDTH = 60; // degrees of a sector, until the server has said
const MOST_CITIES = 14;
const COLOURS = {
  battery: "#0f766e",
  other: "#5f7f7c",
  radar: "#1f6fb2",
  flight: "#b4472e",
  city: "#33444f",
};

export class Handles {
  #globe;
  #apart = null;
  #cities = [];
  #sectors = [];
  list = []; // what can be dragged: a name, where it is, and how it is moved

  constructor(globe) {
    this.#globe = globe;
  }

  // What an answer says of cities and sectors; null where there is none.
  learn(plan, footprint) {
    const names = () => this.#cities.map(({ name }) => name).join();
    const before = names();
    this.#sectors = footprint?.sectors ?? [];
    this.#cities = (footprint?.cities ?? []).slice(0, MOST_CITIES);
    if (names() !== before) this.draw(plan);
  }

  draw(plan) {
    const { change } = plan;
    const battery = () => change.battery;
    this.#clear();
    this.#drawSector(plan, battery);
    for (const city of this.#cities) {
      this.#dot(`city/${city.name}`, () => city, COLOURS.city, 4, city.name);
    }
    for (const other of plan.scenario.batteries) {
      if (other === plan.known.battery) continue;
      const name = `battery ${titled(other.name)}, as it is`;
      this.#dot(`handle/battery/${other.name}`, () => other, COLOURS.other, 11, name);
    }
    if (change.missile) this.#drawFlight(plan);
    const name = `battery ${titled(plan.known.battery.name)}`;
    this.#dot("handle/battery", battery, COLOURS.battery, 15, name);
    const { entities, clock } = this.#globe.widget;
    this.#apart = keepApart(this.#globe, entities.values, clock);
    settle(this.#globe);
  }

  forget() {
    this.#cities = [];
    this.#sectors = [];
    this.#clear();
  }

  #clear() {
    this.#apart?.();
    this.#apart = null;
    this.list = [];
    this.#globe.widget.entities.removeAll();
  }

  #drawSector(plan, battery) {
    const { change, known } = plan;
    const sector = () => this.#sectors.find(({ radar }) => radar === known.radar?.name);
    const half = () => sector()?.half_width_deg ?? HALF_WIDTH;
    const ray = (side) => () => place(change.battery, change.boresight + side * half(), ARM);
    this.#line(battery, ray(0), 2, this.#colour(COLOURS.radar));
    for (const side of [-1, 1]) this.#line(battery, ray(side), 1.5, this.#dashes(COLOURS.radar));
    const turn = (spot) => plan.set({ boresight: Math.round(bearing(change.battery, spot)) % 360 });
    this.list.push({ name: "battery", at: battery, move: (spot) => plan.set({ battery: spot }) });
    this.list.push({ name: "boresight", at: ray(0), move: turn });
    this.#dot("handle/boresight", ray(0), COLOURS.radar, 11, "boresight");
  }

  #drawFlight(plan) {
    const ends = { aim: () => plan.change.aim, launch: () => plan.change.launch };
    for (const [name, at] of Object.entries(ends)) {
      this.list.push({ name, at, move: (spot) => plan.set({ [name]: spot }) });
    }
    this.#line(ends.launch, ends.aim, 2, this.#dashes(COLOURS.flight));
    this.#dot("handle/launch", ends.launch, COLOURS.flight, 10, "launch");
    this.#dot("handle/aim", ends.aim, COLOURS.flight, 12, "aim");
  }

  #at({ lat_deg: lat, lon_deg: lon }) {
    return this.#globe.C.Cartesian3.fromDegrees(lon, lat, HEIGHT);
  }

  #colour(text) {
    return this.#globe.C.Color.fromCssColorString(text);
  }

  // A dot that follows where it is, with its name beside it where there is room.
  #dot(id, where, colour, size, text) {
    const { C, widget } = this.#globe;
    const entity = widget.entities.add({
      id,
      position: new C.CallbackPositionProperty(() => this.#at(where()), false),
      label: label(C, text),
      point: {
        pixelSize: size,
        color: this.#colour(colour),
        outlineColor: C.Color.WHITE,
        outlineWidth: size > 8 ? 2.5 : 1,
        disableDepthTestDistance: 5e6,
      },
    });
    entity.isWanted = true;
  }

  #line(from, to, width, material) {
    const { C, widget } = this.#globe;
    const ends = () => [this.#at(from()), this.#at(to())];
    const positions = new C.CallbackProperty(ends, false);
    widget.entities.add({ polyline: { positions, width, material, arcType: C.ArcType.GEODESIC } });
  }

  // A line that shows on a light map, on a dark one and on cells of any colour.
  #dashes(colour) {
    const { C } = this.#globe;
    const gapColor = C.Color.WHITE.withAlpha(0.7);
    return new C.PolylineDashMaterialProperty({ color: this.#colour(colour), gapColor, dashLength: 12 });
  }
}
