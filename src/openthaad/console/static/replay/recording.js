// A recorded run on the globe: its things, the sectors of its radars, its span of time.
import { get, replayAddress } from "../api.js";
import { fanPrimitive } from "../globe/fan.js";
import { keepApart } from "../globe/labels.js";
import { dress, showParts } from "./dress.js";
import { threatNumbered } from "./names.js";

const BEHIND = [-2.5e5, -5e5, 3e5]; // metres east, north and up of what is followed
const FAN = { colour: "#3b82c4", alpha: 0.09, reach: 3e5 };

export async function readRecording(globe, name) {
  const run = await get(`runs/${encodeURIComponent(name)}`);
  const source = await globe.C.CzmlDataSource.load(replayAddress(name));
  return new Recording(globe, name, run, source);
}

class Recording {
  #globe;
  #apart = null;
  #fans = [];

  constructor(globe, name, run, source) {
    const { C } = globe;
    this.#globe = globe;
    this.name = name;
    this.run = run;
    this.source = source;
    this.start = source.clock.startTime;
    this.stop = source.clock.stopTime;
    this.length = C.JulianDate.secondsDifference(this.stop, this.start);
    this.events = run.threats
      .flatMap((threat) => threat.timeline.map((event) => ({ ...event, threat: threat.id })))
      .filter((event) => Number.isFinite(event.time_s))
      .sort((a, b) => a.time_s - b.time_s);
  }

  get entities() {
    return this.source.entities;
  }

  async enter() {
    const { C, scene, widget } = this.#globe;
    await widget.dataSources.add(this.source);
    this.dress();
    this.#apart = keepApart(this.#globe, this.entities.values, widget.clock);
    const colour = C.Color.fromCssColorString(FAN.colour).withAlpha(FAN.alpha);
    const reach = this.run.reach_m || FAN.reach;
    this.#fans = this.run.geometry.radars.map((radar) =>
      scene.primitives.add(fanPrimitive(C, radar, reach, colour)),
    );
  }

  leave() {
    const { scene, widget } = this.#globe;
    this.#apart?.();
    widget.trackedEntity = undefined;
    widget.dataSources.remove(this.source, true);
    for (const fan of this.#fans) scene.primitives.remove(fan);
  }

  dress() {
    dress(this.#globe.C, this.run, this.entities);
    this.#globe.scene.requestRender();
  }

  show(shown) {
    this.source.show = true;
    showParts(this.entities, shown);
    for (const fan of this.#fans) fan.show = shown.fan;
  }

  hide() {
    this.source.show = false;
    for (const fan of this.#fans) fan.show = false;
    this.#globe.scene.requestRender();
  }

  // The thing on the map that is a missile, by its number.
  missile(number) {
    const isMissile = ({ id, label, name }) =>
      id.startsWith("truth/object/") && label && name.split(" ").includes(number);
    return this.entities.values.find(isMissile);
  }

  // When a missile begins to fly [s].
  beginOf(number) {
    return threatNumbered(this.run, number).timeline[0]?.time_s ?? 0;
  }

  track(entity) {
    entity.viewFrom = new this.#globe.C.Cartesian3(...BEHIND);
    this.#globe.widget.trackedEntity = entity;
    this.#globe.scene.requestRender();
  }

  // All that stands and flies in the run, from the launches to the aims: west, south, east, north [deg].
  box() {
    const { C } = this.#globe;
    const { batteries, radars, assets } = this.run.geometry;
    const spots = [...batteries, ...radars, ...assets].map((spot) => [spot.lon_deg, spot.lat_deg]);
    for (const entity of this.entities.values) {
      if (!entity.id.startsWith("truth/object/")) continue;
      const point = entity.position.getValue(entity.availability.start);
      if (!point) continue;
      const spot = C.Cartographic.fromCartesian(point);
      spots.push([C.Math.toDegrees(spot.longitude), C.Math.toDegrees(spot.latitude)]);
    }
    const lon = spots.map((spot) => spot[0]);
    const lat = spots.map((spot) => spot[1]);
    const tall = Math.max(...lat) - Math.min(...lat);
    // More room below, where the bar with the time lies.
    const south = Math.min(...lat) - 0.7 - 0.15 * tall;
    return [Math.min(...lon) - 0.7, south, Math.max(...lon) + 0.7, Math.max(...lat) + 0.7];
  }
}
