// What if: change a scenario on the map; the footprint follows.
import * as address from "./address.js";
import { get, getText, Latest, post, postForText } from "./api.js";
import { find, make, percent, sentence, state, titled, whole } from "./dom.js";
import { FootprintLayer, legend, verdict } from "./footprint.js";
import { bearing, groundAt, label, onScreen, place, showBox } from "./globe.js";
import { buildControls, DOCTRINES } from "./controls.js";
import { isLong, pack, read, unpack } from "./openfile.js";

const SIZES = [10, 14, 20, 28, 40, 60];
const GRIP = 16;          // pixels about a handle that take hold of it
const ARM = 1.2e5;        // metres from the battery to the handle of the boresight
const HOME = [122, 32.5, 134, 43];
const PATIENCE_MS = 15_000; // for a map that is made finer although it is slow
const DRAG_MS = 150, QUICK_MS = 260, FINE_MS = 3000;

export class WhatIf {
  constructor(page) {
    this.page = page;
    this.panel = find("whatif-panel");
    this.took = new Map();    // ms that answers took, by cells a side, flights kept
    this.latest = new Latest((...got) => this.answered(...got), (busy) => this.busy(busy));
  }

  async open(values) {
    this.panel.replaceChildren(state("loading", "Reading the scenario", "One moment."));
    try {
      this.scenarios ??= await get("scenarios");
      await this.choose(values);
    } catch (error) { this.fail(error); return; }
    this.heed(values);
    if (this.page.screen === this) this.show();
  }

  // What the address names: a file that it holds, the scenario of a run, a built-in one; or what was here before.
  async choose(values) {
    if (values.toml) {
      const file = await unpack(values.file || "scenario.toml", values.toml);
      if (file.text !== this.file?.text || file.name !== this.file?.name) await this.takeFile(file);
    } else if (values.run) {
      const text = await getText(`runs/${encodeURIComponent(values.run)}/scenario.toml`);
      await this.takeFile({ name: `${values.run}.toml`.slice(-100), text });
    } else if (values.s || !this.scenario) await this.take(values.s || "korea-2017");
  }

  async take(name) {
    const scenario = await get(`scenarios/${encodeURIComponent(name)}`);
    this.file = null;
    this.packed = null;
    this.begin(scenario);
  }

  async takeFile(file) {
    const scenario = await post("scenarios/check", file);
    this.packed = await pack(file.text);
    this.file = file;
    this.begin(scenario);
  }

  // A file that was picked or dropped; what was shown stays what it was if the file is none.
  async openFile(picked) {
    try {
      const file = await read(picked);
      this.scenarios ??= await get("scenarios");
      await this.takeFile(file);
    } catch (error) { error.file ??= picked.name; this.fail(error); return; }
    this.hide();
    this.show();
    if (this.said) this.say(`Opened ${this.file.name}. The address of this page holds it, so it outlasts a reload.`);
  }

  begin(scenario) {
    this.scenario = scenario;
    this.notice = "";
    this.area = "defended";
    this.colour = "chances";
    this.footprint = null;
    this.sectors = [];
    this.start(scenario.batteries[0]);
  }

  // The battery that is changed, with the first radar that it fires on; all else as in the scenario.
  start(battery) {
    const { radars, threats } = this.scenario;
    const first = threats.find((threat) => threat.missile === "nodong") || threats[0];
    const radar = radars.find((item) => item.name === battery?.radar) || radars[0];
    this.known = { battery, radar, threat: first };
    this.change = {
      battery: pick(battery), boresight: radar?.boresight_deg ?? 0, mode: radar?.mode ?? "terminal",
      doctrine: battery?.doctrine ?? "shoot-look-shoot", caps: battery?.caps ?? true,
      missile: first.missile, launch: pick(first.launch), aim: pick(first.aim),
    };
  }

  // Take from the address what it holds, and say what cannot be.
  heed(values) {
    const wrong = [];
    const spot = (key, name) => {
      if (values[key] === undefined) return null;
      const parts = values[key].split(",").map(Number), [lat, lon] = parts;
      if (parts.length === 2 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180) return { lat_deg: lat, lon_deg: lon };
      wrong.push(`${name} ${values[key]}`);
      return null;
    };
    const one = (key, name, allowed, set) => {
      if (values[key] === undefined) return;
      if (allowed.includes(values[key])) set(values[key]); else wrong.push(`${name} ${values[key]}`);
    };
    const { batteries, missiles } = this.scenario;
    one("unit", "battery", batteries.map((battery) => battery.name), (name) => this.start(batteries.find((battery) => battery.name === name)));
    const change = this.change;
    change.battery = spot("b", "battery at") || change.battery;
    change.launch = spot("from", "launch at") || change.launch;
    change.aim = spot("to", "aim at") || change.aim;
    if (values.az !== undefined) {
      const turned = Number(values.az);
      if (values.az !== "" && turned >= 0 && turned <= 360) change.boresight = turned % 360; else wrong.push(`boresight ${values.az}`);
    }
    one("missile", "missile", ["mix", ...missiles.map((missile) => missile.name)], (name) => { change.missile = name === "mix" ? "" : name; });
    one("mode", "radar mode", ["terminal", "forward"], (mode) => { change.mode = mode; });
    one("doc", "doctrine", DOCTRINES.map(([name]) => name), (name) => { change.doctrine = name; });
    one("caps", "caps", ["on", "off"], (caps) => { change.caps = caps === "on"; });
    one("area", "cells", ["launch"], () => { this.area = "launch"; });
    this.notice = wrong.length ? `The link asks for what cannot be, so this was left as in the scenario: ${wrong.join("; ")}.` : "";
  }

  keep() {
    const c = this.change, spot = (s) => s && `${s.lat_deg.toFixed(3)},${s.lon_deg.toFixed(3)}`;
    const several = this.scenario.batteries.length > 1;
    address.write({
      view: "whatif", s: this.file ? null : this.scenario.name, unit: several ? this.known.battery.name : null,
      b: spot(c.battery), az: Math.round(c.boresight), mode: c.mode, doc: c.doctrine,
      missile: c.missile || "mix", from: c.missile ? spot(c.launch) : null, to: c.missile ? spot(c.aim) : null,
      caps: c.caps ? "on" : "off", area: this.area === "launch" ? "launch" : null, file: this.file?.name, toml: this.packed,
    });
  }

  asked() {
    const c = this.change, known = this.known;
    const change = { boresight_deg: c.boresight, mode: c.mode, caps: c.caps, unit: known.battery.name };
    if (this.file) change.file = this.file; else change.scenario = this.scenario.name;
    if (!same(c.battery, known.battery)) change.battery = c.battery;
    if (c.doctrine !== known.battery.doctrine) change.doctrine = c.doctrine;
    if (c.missile) {
      change.missile = c.missile;
      if (!same(c.launch, known.threat.launch)) change.launch = c.launch;
      if (!same(c.aim, known.threat.aim)) change.aim = c.aim;
    }
    return change;
  }

  show() {
    if (!this.known.battery) { this.noBattery(); return; }
    buildControls(this);
    this.layer ??= new FootprintLayer(this.page.globe);
    this.layer.show(true);
    this.drawHandles();
    this.listen();
    this.home();
    this.keep();
    this.want("quick");
  }

  noBattery() {
    this.hide();
    address.write({ view: "whatif", s: this.file ? null : this.scenario.name, file: this.file?.name, toml: this.packed });
    this.panel.replaceChildren(
      ...this.scenarioFields(),
      state("empty", "No battery in this scenario", "There is nothing to map: the scenario asks about radars or missiles only. Pick another."));
    showBox(this.page.globe, HOME);
  }

  // The list of built-in scenarios with the file that was opened, and the button that opens one.
  scenarioFields() {
    const mine = this.file && make("option", { value: "", selected: true }, `${this.scenario.title || this.scenario.name} (${this.file.name})`);
    const select = make("select", { id: "scenario", onchange: async () => {
      if (!select.value) return;
      try { await this.take(select.value); } catch (error) { this.fail(error); return; }
      this.hide();
      this.show();
    } }, mine, ...(this.scenarios ?? []).map((item) => make("option", { value: item.name, selected: !mine && item.name === this.scenario?.name }, item.title || item.name)));
    const open = make("button", { type: "button", id: "open-file", title: "A scenario file of your own (O); it can also be dropped on the page", onclick: () => this.page.pick() }, "Open file");
    return [
      make("div", { class: "field" }, make("label", { for: "scenario" }, "Scenario"), make("div", { class: "pick" }, select, open)),
      this.scenario?.question ? make("p", { class: "fine", id: "question" }, this.scenario.question) : null,
      this.notice ? make("p", { class: "notice", role: "alert" }, this.notice) : null,
    ].filter(Boolean);
  }

  fail(error) {
    if (this.page.screen !== this) return;
    this.hide();
    showBox(this.page.globe, HOME);
    if (error.code === "gone") {
      this.panel.replaceChildren(state("wrong", "The server does not answer", "Start thaad serve again; this page goes on by itself."));
      this.page.gone(() => this.open(address.read()));
      return;
    }
    const back = () => { if (this.scenario) this.show(); else { address.write({ view: "whatif" }); this.open({}); } };
    const title = error.file ? `${error.file} cannot be opened` : "This cannot be shown";
    const said = error.problems
      ? make("ul", { "aria-label": "Problems" }, ...error.problems.map((text) => make("li", {}, text)))
      : make("p", {}, sentence(error.message) + (error.allowed ? ` There are: ${error.allowed.join(", ")}.` : ""));
    this.panel.replaceChildren(make("div", { class: "state wrong", role: "alert" }, make("h2", {}, title), said,
      make("button", { type: "button", class: "primary", onclick: () => this.page.pick() }, "Open a file"),
      make("button", { type: "button", onclick: back }, this.scenario ? "Back to what was shown" : "Start again")));
  }

  // Ask for the footprint: coarse while dragging, then within a blink, then fine.
  want(phase) {
    if (phase !== "fine") this.page.error("");
    const cells = { drag: this.fits(DRAG_MS, 10), quick: this.fits(QUICK_MS, 14), fine: this.finest() }[phase];
    this.latest.ask({ change: this.asked(), cells, area: this.area }, phase);
  }

  finest() {
    const bearable = !this.took.size || this.expected(28) < PATIENCE_MS;
    return this.fits(FINE_MS, 40, bearable ? 28 : SIZES[0]);
  }

  // The finest grid that was answered, or should be, within so many milliseconds.
  fits(budget, unknown, least = SIZES[0]) {
    if (!this.took.size) return unknown;
    const fitting = SIZES.filter((size) => this.expected(size) <= budget);
    return Math.max(fitting.at(-1) ?? SIZES[0], least);
  }

  expected(size) {
    if (this.took.has(size)) return this.took.get(size);
    const known = [...this.took.keys()].reduce((a, b) => (Math.abs(b - size) < Math.abs(a - size) ? b : a));
    return this.took.get(known) * (size / known) ** 2;
  }

  answered(message, asked, took, more) {
    if (message.error) { this.trouble(message.error); return; }
    const got = message.footprint;
    if (got.flights_kept) this.took.set(got.rows, took);
    if (!this.layer || this.page.screen !== this) return;
    this.footprint = got;
    this.sectors = got.sectors;
    this.layer.dark = this.page.theme === "dark";
    this.layer.draw(got, this.colour);
    this.report(got, asked.note);
    if (more) return;
    if (asked.note !== "fine") {
      const fine = this.finest();
      if (asked.note === "quick" && fine > got.rows) this.want("fine");
    }
  }

  trouble(error) {
    this.layer?.clear();
    this.footprint = null;
    this.figures.replaceChildren();
    this.there.hidden = true;
    this.colourKey.replaceChildren();
    this.note.textContent = "";
    if (error.code === "gone") { this.answer.textContent = "Waiting for the server."; this.page.gone(() => this.want("quick")); return; }
    this.answer.textContent = sentence(error.hint);
    this.page.error(error.hint);
  }

  busy(busy) {
    this.panel.querySelector("#busy")?.classList.toggle("on", busy);
    this.panel.setAttribute("aria-busy", String(busy));
  }

  report(got, phase) {
    this.answer.textContent = got.sentence.replaceAll(" km2", " km²");
    const figure = (value, text) => make("div", {}, make("b", {}, value), make("span", {}, text));
    this.figures.replaceChildren(
      ...(got.land_share === null ? [] : [figure(percent(got.land_share), `of ${got.land}`)]),
      ...(got.population_share === null ? [] : [figure(percent(got.population_share), "of the people of its large cities")]),
      figure(`${whole(got.area_km2["1"])} km²`, "with a shot"), figure(`${whole(got.area_km2["2"])} km²`, "with two or more"));
    this.colourKey.replaceChildren(...legend(got, this.colour, this.page.theme));
    this.tellSpot(got);
    this.panel.dataset.area = String(got.area_km2["1"]);
    this.panel.dataset.phase = phase;
    this.note.textContent = `${got.columns} × ${got.rows} cells in ${got.elapsed_ms} ms${phase === "fine" ? "" : ", being made finer"}`;
  }

  // What the pointer would say of the handle that lies among the cells, for those who type.
  tellSpot(got) {
    const end = this.area === "launch" ? "launch" : "aim";
    const words = this.change.missile && verdict(got, this.change[end]);
    this.there.hidden = !words;
    if (words) this.there.replaceChildren(make("b", {}, `At the ${end}: `), `${words.title[0].toLowerCase()}${words.title.slice(1)} (${words.text})`);
  }

  drawHandles() {
    const { C, widget } = this.page.globe;
    const css = (text) => C.Color.fromCssColorString(text);
    const entities = widget.entities;
    entities.removeAll();
    const spot = (read) => new C.CallbackPositionProperty(() => { const s = read(); return C.Cartesian3.fromDegrees(s.lon_deg, s.lat_deg); }, false);
    const dot = (read, colour, size, text, corner) => entities.add({
      position: spot(read), label: label(C, text, this.page.theme, corner),
      point: { pixelSize: size, color: css(colour), outlineColor: css("#ffffff"), outlineWidth: 2.5, disableDepthTestDistance: 5e6 },
    });
    const line = (read, colour, width) => entities.add({ polyline: { positions: new C.CallbackProperty(() => read().map((s) => C.Cartesian3.fromDegrees(s.lon_deg, s.lat_deg, 2000)), false), width, arcType: C.ArcType.GEODESIC, material: css(colour) } });
    const change = this.change;
    this.arm = () => place(change.battery, change.boresight, ARM);
    line(() => [change.battery, this.arm()], "#1f6fb2", 2);
    const half = () => this.sectors.find((sector) => sector.radar === this.known.battery.radar)?.half_width_deg ?? 60;
    for (const side of [-1, 1]) line(() => [change.battery, place(change.battery, change.boresight + side * half(), ARM)], "rgba(31,111,178,0.45)", 1.5);
    for (const other of this.scenario.batteries) if (other !== this.known.battery) dot(() => other, "#5f7f7c", 11, `battery ${titled(other.name)}, as it is`, [-1, -1]);
    this.handles = [
      { name: "battery", at: () => change.battery, move: (s) => { change.battery = s; } },
      { name: "boresight", at: this.arm, move: (s) => { change.boresight = Math.round(bearing(change.battery, s)) % 360; } },
    ];
    dot(this.arm, "#1f6fb2", 11, "boresight");
    if (change.missile) {
      this.handles.push({ name: "aim", at: () => change.aim, move: (s) => { change.aim = s; } });
      this.handles.push({ name: "launch", at: () => change.launch, move: (s) => { change.launch = s; } });
      entities.add({ polyline: { positions: new C.CallbackProperty(() => [change.launch, change.aim].map((s) => C.Cartesian3.fromDegrees(s.lon_deg, s.lat_deg, 2000)), false), width: 1.5, arcType: C.ArcType.GEODESIC, material: new C.PolylineDashMaterialProperty({ color: css("#b4472e"), dashLength: 12 }) } });
      dot(() => change.launch, "#b4472e", 10, "launch");
      dot(() => change.aim, "#b4472e", 12, "aim", [1, 1]);
    }
    dot(() => change.battery, "#0f766e", 15, `battery ${titled(this.known.battery.name)}`);
    this.page.globe.scene.requestRender();
  }

  listen() {
    if (this.hand) return;
    const { C, scene } = this.page.globe;
    const hand = new C.ScreenSpaceEventHandler(scene.canvas);
    const types = C.ScreenSpaceEventType;
    hand.setInputAction((event) => this.grab(event.position), types.LEFT_DOWN);
    hand.setInputAction((event) => this.moved(event.endPosition), types.MOUSE_MOVE);
    hand.setInputAction(() => this.drop(), types.LEFT_UP);
    this.hand = hand;
    this.left = () => { find("tip").hidden = true; };
    scene.canvas.addEventListener("pointerleave", this.left);
  }

  near(position) {
    let best = null, least = GRIP;
    for (const handle of this.handles) {
      const at = onScreen(this.page.globe, handle.at().lat_deg, handle.at().lon_deg);
      if (!at) continue;
      const far = Math.hypot(at.x - position.x, at.y - position.y);
      if (far < least) { best = handle; least = far; }
    }
    return best;
  }

  grab(position) {
    this.held = this.near(position);
    if (!this.held) return;
    this.page.globe.scene.screenSpaceCameraController.enableInputs = false;
    find("tip").hidden = true;
  }

  moved(position) {
    const { scene } = this.page.globe;
    const spot = groundAt(this.page.globe, position);
    if (!this.held) {
      scene.canvas.style.cursor = this.near(position) ? "grab" : "";
      this.point(position, spot);
      return;
    }
    if (!spot) return;
    scene.canvas.style.cursor = "grabbing";
    this.held.move({ lat_deg: round(spot.lat_deg), lon_deg: round(spot.lon_deg) });
    this.fill();
    scene.requestRender();
    this.want("drag");
  }

  drop() {
    if (!this.held) return;
    this.held = null;
    this.page.globe.scene.screenSpaceCameraController.enableInputs = true;
    this.keep();
    this.want("quick");
  }

  point(position, spot) {
    const tip = find("tip");
    const words = spot && this.footprint ? verdict(this.footprint, spot) : null;
    tip.hidden = !words;
    if (!words) return;
    tip.replaceChildren(make("b", {}, words.title), make("span", {}, words.text));
    const { clientWidth: wide, clientHeight: tall } = find("stage");
    const below = position.y + 16 + tip.offsetHeight < tall - 8;
    tip.style.transform = `translate(${Math.min(position.x + 16, wide - 310)}px, ${below ? position.y + 16 : position.y - 12 - tip.offsetHeight}px)`;
  }

  // What a control changed: everything on the map follows.
  set(values) {
    Object.assign(this.change, values);
    this.redraw();
  }

  redraw() {
    this.drawHandles();
    this.fill();
    this.keep();
    this.want("quick");
  }

  async save() {
    try {
      const text = await postForText("scenarios/file", this.asked());
      const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "application/toml" })), download: `${this.scenario.name}-changed.toml` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
      this.say(`Saved as ${link.download}. Play it with: thaad run ${link.download}`);
    } catch (error) { this.say(sentence(error.message)); }
  }

  async share() {
    this.keep();
    const kept = this.file ? "Link copied; it holds your file, too." : "Link copied.";
    try { await navigator.clipboard.writeText(location.href); this.say(isLong(location.href) ? `${kept} It is long, and some programs cut it short: the file is safer.` : kept); }
    catch { this.say("Copy the address of this page: it holds everything."); }
  }

  async playIt() {
    this.say("Playing the engagement.");
    try {
      let job = await post("jobs", { change: this.asked(), seed: 0 });
      while (job.state === "waiting" || job.state === "running") {
        await new Promise((done) => setTimeout(done, 700));
        job = await get(`jobs/${job.id}`);
        this.say(job.state === "waiting" ? "Waiting for other engagements." : `Playing the engagement, ${Math.round(job.elapsed_s)} s.`);
      }
      if (job.state === "failed") { this.say(`Not played: ${job.message}`); return; }
      this.said.replaceChildren("Played. ", make("a", { href: `#view=replay&run=${encodeURIComponent(job.run)}` }, "See the replay"));
    } catch (error) { this.say(sentence(error.message)); }
  }

  say(text) { this.said.textContent = text; }

  home() {
    const west = 123.2, south = 32.8, east = 131.8, north = this.area === "launch" ? 43.6 : 42.2;
    const c = this.change, spots = [c.battery, ...(c.missile ? [c.launch, c.aim] : [])];
    const inside = spots.every((s) => s.lon_deg > west && s.lon_deg < east && s.lat_deg > south && s.lat_deg < north);
    if (inside) { showBox(this.page.globe, [west, south, east, north]); return; }
    const lon = spots.map((s) => s.lon_deg), lat = spots.map((s) => s.lat_deg);
    showBox(this.page.globe, [Math.min(...lon) - 3, Math.min(...lat) - 3, Math.max(...lon) + 3, Math.max(...lat) + 3]);
  }

  themed() {
    if (!this.hand) return;
    this.drawHandles();
    this.layer.dark = this.page.theme === "dark";
    if (!this.footprint) return;
    this.layer.draw(this.footprint, this.colour);
    this.colourKey.replaceChildren(...legend(this.footprint, this.colour, this.page.theme));
  }

  hide() {
    this.layer?.clear();
    this.page.globe.widget.entities.removeAll();
    find("tip").hidden = true;
    this.page.globe.scene.requestRender();
  }

  close() {
    this.latest.close();
    this.hide();
    const { scene } = this.page.globe;
    scene.canvas.style.cursor = "";
    scene.canvas.removeEventListener("pointerleave", this.left);
    this.hand?.destroy();
    this.hand = null;
  }
}

const pick = (spot) => (spot ? { lat_deg: spot.lat_deg, lon_deg: spot.lon_deg } : null);
const same = (a, b) => a && b && a.lat_deg === b.lat_deg && a.lon_deg === b.lon_deg;
const round = (angle) => Math.round(1000 * angle) / 1000;
