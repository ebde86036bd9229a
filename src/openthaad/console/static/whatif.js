// What if: change a scenario on the map; the footprint follows.
import * as address from "./address.js";
import { get, getText, Latest, post, postForText } from "./api.js";
import { find, make, percent, sentence, state, titled, whole } from "./dom.js";
import { FootprintLayer, inWords, legend, verdict } from "./footprint.js";
import { keepApart } from "./labels.js";
import { bearing, groundAt, label, onScreen, place, settle, showBox } from "./globe.js";
import { buildControls, DOCTRINES } from "./controls.js";
import { isLong, pack, read, unpack } from "./openfile.js";

const SIZES = [10, 14, 20, 28, 40, 60];
const GRIP = 16;          // pixels about a handle that take hold of it
const ARM = 1.2e5;        // metres from the battery to the handle of the boresight
const HOME = [122, 32.5, 134, 43];
const FINE = 28;          // cells a side from which a map is not called coarse
const FAR = 8;            // degrees: a launch this far off the battery is not framed with it
const MOST_CITIES = 14;
const HEIGHT = 2000;      // metres, of what lies over the cells
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
    if (this.said) this.say(`Opened ${this.file.name}. The address of this page contains it, so it outlasts a reload.`);
  }

  begin(scenario) {
    this.scenario = scenario;
    this.notice = "";
    this.area = "defended";
    this.colour = "chances";
    this.seed = 0;
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
    one("area", "map of", ["launch"], () => { this.area = "launch"; });
    if (/^\d{1,9}$/.test(values.seed ?? "")) this.seed = Number(values.seed);
    else if (values.seed !== undefined) wrong.push(`seed ${values.seed}`);
    this.notice = wrong.length
      ? `Part of this link is invalid, so the scenario's own values are used: ${wrong.join("; ")}.` : "";
  }

  keep() {
    const c = this.change, exact = (angle) => String(Number(angle.toFixed(5)));
    const spot = (s) => s && `${exact(s.lat_deg)},${exact(s.lon_deg)}`;
    const several = this.scenario.batteries.length > 1;
    address.write({
      view: "whatif", s: this.file ? null : this.scenario.name, unit: several ? this.known.battery.name : null,
      b: spot(c.battery), az: exact(c.boresight), mode: c.mode, doc: c.doctrine,
      missile: c.missile || "mix", from: c.missile ? spot(c.launch) : null, to: c.missile ? spot(c.aim) : null,
      caps: c.caps ? "on" : "off", area: this.area === "launch" ? "launch" : null, seed: this.seed || null,
      file: this.file?.name, toml: this.packed,
    });
  }

  // What the server is asked, always the same for map, battle and file: with a missile chosen, from
  // where it flies and where it is aimed, as the map shows them.
  asked() {
    const c = this.change, known = this.known;
    const change = { boresight_deg: c.boresight, mode: c.mode, caps: c.caps, unit: known.battery.name };
    if (this.file) change.file = this.file; else change.scenario = this.scenario.name;
    if (!same(c.battery, known.battery)) change.battery = c.battery;
    if (c.doctrine !== known.battery.doctrine) change.doctrine = c.doctrine;
    if (c.missile) Object.assign(change, { missile: c.missile, launch: c.launch, aim: c.aim });
    return change;
  }

  show() {
    if (!this.known.battery) { this.noBattery(); return; }
    document.title = `What if: ${this.scenario.title || this.scenario.name} · OpenTHAAD`;
    buildControls(this);
    this.layer ??= new FootprintLayer(this.page.globe);
    this.layer.show(true);
    this.framed = "";
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
      state("empty", "No battery in this scenario", "There is nothing to map: this scenario is about radars or missiles only. Choose another."));
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
    const open = make("button", { type: "button", id: "open-file", title: "Open a scenario file of your own (O), or drop it on the page", onclick: () => this.page.pick() }, "Open file");
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
      this.panel.replaceChildren(state("wrong", "The server does not answer", "Start thaad serve again. This page will reconnect by itself."));
      this.page.gone(() => this.open(address.read()));
      return;
    }
    const back = () => { if (this.scenario) this.show(); else { address.write({ view: "whatif" }); this.open({}); } };
    const title = error.file ? `${error.file} cannot be opened` : "This cannot be shown";
    const said = error.problems
      ? make("ul", { "aria-label": "Problems" }, ...error.problems.map((text) => make("li", {}, text)))
      : make("p", {}, sentence(error.message) + (error.allowed ? ` Available: ${error.allowed.join(", ")}.` : ""));
    this.panel.replaceChildren(make("div", { class: "state wrong", role: "alert" }, make("h2", {}, title), said,
      make("button", { type: "button", class: "primary", onclick: () => this.page.pick() }, "Open a file"),
      make("button", { type: "button", onclick: back }, this.scenario ? "Back to what was shown" : "Start again")));
  }

  // Ask for the footprint: coarse while dragging, then within a blink, then fine.
  want(phase, cells = null) {
    if (phase !== "fine") this.page.error("");
    cells ??= { drag: this.fits(DRAG_MS, 10), quick: this.fits(QUICK_MS, 14), fine: this.finest() }[phase];
    const question = { change: this.asked(), cells, area: this.area };
    this.wanted = topic(question);
    this.age();
    this.latest.ask(question, phase);
  }

  // What is shown is old while it answers another question than the one that was asked last.
  age() {
    const isOld = Boolean(this.footprint) && this.shownTopic !== this.wanted;
    this.panel.dataset.old = String(isOld);
    this.layer?.fade(isOld);
    if (isOld && this.note) this.note.replaceChildren("The map is being recomputed.");
  }

  finest() {
    const bearable = !this.took.size || this.expected(FINE) < PATIENCE_MS;
    return this.fits(FINE_MS, 40, bearable ? FINE : SIZES[0]);
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
    if (message.error) { this.trouble(message.error, asked); return; }
    const got = message.footprint;
    if (got.flights_kept) this.took.set(got.rows, took);
    if (!this.layer || this.page.screen !== this) return;
    const cities = this.cityNames();
    this.footprint = got;
    this.shownTopic = topic(asked.question);
    this.sectors = got.sectors;
    this.layer.draw(got, this.colour);
    if (this.cityNames() !== cities) this.drawHandles();
    if (this.framed !== got.box.join() && !this.held) this.home();
    const isNext = !more && asked.note === "quick" && this.finest() > got.rows;
    this.report(got, asked.note, isNext || more || asked.note === "drag");
    this.age();
    if (isNext) this.want("fine");
  }

  // A finer map that cannot be had leaves the coarse one; anything else leaves none.
  trouble(error, asked) {
    const isFiner = asked?.note === "fine" && this.footprint && topic(asked.question) === this.shownTopic;
    if (isFiner && error.code !== "gone") {
      this.report(this.footprint, "fine", false, "A finer map took too long here");
      return;
    }
    this.layer?.clear();
    this.footprint = null;
    this.shownTopic = null;
    this.age();
    this.figures.replaceChildren();
    this.there.hidden = true;
    this.colourKey.replaceChildren();
    this.note.textContent = "";
    if (error.code === "gone") {
      this.answer.textContent = "Waiting for the server.";
      this.page.gone(() => this.want("quick"));
      return;
    }
    this.answer.textContent = sentence(error.hint);
    this.page.error(error.hint);
  }

  busy(busy) {
    this.panel.querySelector("#busy")?.classList.toggle("on", busy);
    this.panel.setAttribute("aria-busy", String(busy));
  }

  report(got, phase, goesOn, why = null) {
    this.answer.textContent = got.sentence.replaceAll(" km2", " km²");
    const figure = (value, text) => make("div", {}, make("b", {}, value), make("span", {}, text));
    const shares = [[got.land_share, `of ${got.land}`], [got.population_share, "of the people in its large cities"]];
    this.figures.replaceChildren(
      ...shares.filter(([share]) => share !== null).map(([share, text]) => figure(percent(share), text)),
      figure(`${whole(got.area_km2["1"])} km²`, "with a shot"),
      figure(`${whole(got.area_km2["2"])} km²`, "with two or more"));
    this.colourKey.replaceChildren(...legend(got, this.colour));
    this.tellAim(got);
    this.panel.dataset.area = String(got.area_km2["1"]);
    this.panel.dataset.phase = goesOn ? phase : "fine";
    this.tellCells(got, goesOn, why);
  }

  // How fine the map is, whether it becomes finer, and if it does not, the way to a finer one.
  tellCells(got, goesOn, why) {
    const cells = `${got.columns} × ${got.rows} cells of ${cellSize(got)} km`;
    if (goesOn) { this.note.replaceChildren(`${cells}; a finer map is being computed.`); return; }
    if (got.rows >= FINE) { this.note.replaceChildren(`${cells}, in ${(got.elapsed_ms / 1000).toFixed(1)} s.`); return; }
    why ??= `A finer map would take about ${Math.ceil(this.expected(FINE) / 1000)} s here`;
    const finer = () => this.want("fine", FINE);
    this.note.replaceChildren(`Coarse: ${cells}. ${why}. `,
      make("button", { type: "button", id: "finer", class: "tiny", onclick: finer }, "Compute it"));
  }

  // The answer for the aim itself, by one flight of its own; what the cell about it says may differ.
  tellAim(got) {
    this.there.hidden = !got.at_aim;
    if (!got.at_aim) return;
    const { opportunities, limit, by, free_limit: free } = got.at_aim;
    const words = inWords(opportunities, limit, by, free);
    const title = `${words.title[0].toLowerCase()}${words.title.slice(1)}`;
    this.there.replaceChildren(make("b", {}, "At the aim: "), title + (words.text ? ` (${words.text}).` : "."));
  }

  cityNames() { return (this.footprint?.cities ?? []).slice(0, MOST_CITIES).map((city) => city.name).join(); }

  drawHandles() {
    const { C, widget } = this.page.globe;
    const css = (text) => C.Color.fromCssColorString(text);
    const { entities } = widget;
    this.apart?.();
    entities.removeAll();
    const at = (s) => C.Cartesian3.fromDegrees(s.lon_deg, s.lat_deg, HEIGHT);
    const spot = (read) => new C.CallbackPositionProperty(() => at(read()), false);
    const dot = (id, read, colour, size, text) => Object.assign(entities.add({
      id, position: spot(read), label: label(C, text, this.page.theme),
      point: { pixelSize: size, color: css(colour), outlineColor: css("#ffffff"), outlineWidth: size > 8 ? 2.5 : 1,
        disableDepthTestDistance: 5e6 },
    }), { isWanted: true });
    const line = (read, width, material) => entities.add({ polyline: {
      positions: new C.CallbackProperty(() => read().map(at), false), width, arcType: C.ArcType.GEODESIC, material,
    } });
    const { change } = this;
    this.arm = () => place(change.battery, change.boresight, ARM);
    line(() => [change.battery, this.arm()], 2, css("#1f6fb2"));
    const half = () => this.sectors.find((sector) => sector.radar === this.known.radar?.name)?.half_width_deg ?? 60;
    const edge = (side) => place(change.battery, change.boresight + side * half(), ARM);
    for (const side of [-1, 1]) line(() => [change.battery, edge(side)], 1.5, this.dashes("#1f6fb2"));
    for (const city of (this.footprint?.cities ?? []).slice(0, MOST_CITIES)) {
      dot(`city/${city.name}`, () => city, "#33444f", 4, city.name);
    }
    for (const other of this.scenario.batteries) {
      if (other === this.known.battery) continue;
      dot(`handle/battery/${other.name}`, () => other, "#5f7f7c", 11, `battery ${titled(other.name)}, as it is`);
    }
    this.handles = [
      { name: "battery", at: () => change.battery, move: (s) => { change.battery = s; } },
      { name: "boresight", at: this.arm, move: (s) => { change.boresight = Math.round(bearing(change.battery, s)) % 360; } },
    ];
    dot("handle/boresight", this.arm, "#1f6fb2", 11, "boresight");
    if (change.missile) this.drawFlight(dot, line);
    dot("handle/battery", () => change.battery, "#0f766e", 15, `battery ${titled(this.known.battery.name)}`);
    this.apart = keepApart(this.page.globe, entities.values, widget.clock);
    settle(this.page.globe);
  }

  drawFlight(dot, line) {
    const { change } = this;
    this.handles.push({ name: "aim", at: () => change.aim, move: (s) => { change.aim = s; } });
    this.handles.push({ name: "launch", at: () => change.launch, move: (s) => { change.launch = s; } });
    line(() => [change.launch, change.aim], 2, this.dashes("#b4472e"));
    dot("handle/launch", () => change.launch, "#b4472e", 10, "launch");
    dot("handle/aim", () => change.aim, "#b4472e", 12, "aim");
  }

  // A line that shows on a light map, on a dark one and on cells of any colour.
  dashes(colour) {
    const { C } = this.page.globe;
    const [color, gapColor] = [colour, "rgba(255,255,255,0.7)"].map((text) => C.Color.fromCssColorString(text));
    return new C.PolylineDashMaterialProperty({ color, gapColor, dashLength: 12 });
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
      const name = /^name = "([^"]+)"/m.exec(text)?.[1] ?? this.scenario.name;
      const href = URL.createObjectURL(new Blob([text], { type: "application/toml" }));
      make("a", { href, download: `${name}.toml` }).click();
      setTimeout(() => URL.revokeObjectURL(href), 1000);
      this.say(`Saved as ${name}.toml. In the folder where you saved it, play it with: thaad run ${name}.toml --seed ${this.seed}`);
    } catch (error) { this.say(sentence(error.message)); }
  }

  async share() {
    this.keep();
    const kept = this.file ? "Link copied; it contains your file." : "Link copied.";
    const warning = isLong(location.href) ? " It is long, and some programs cut long links: the file is safer." : "";
    try { await navigator.clipboard.writeText(location.href); this.say(kept + warning); }
    catch { this.say("Copy the address of this page: it contains everything."); }
  }

  async playIt() {
    this.say("Playing the engagement.");
    try {
      let job = await post("jobs", { change: this.asked(), seed: this.seed });
      while (job.state === "waiting" || job.state === "running") {
        await new Promise((done) => setTimeout(done, 700));
        job = await get(`jobs/${job.id}`);
        const playing = `Playing the engagement, ${Math.round(job.elapsed_s)} s so far.`;
        this.say(job.state === "waiting" ? "Waiting for other engagements to end." : playing);
      }
      if (job.state === "failed") { this.say(sentence(`It could not be played: ${job.message}`)); return; }
      const link = make("a", { href: `#view=replay&run=${encodeURIComponent(job.run)}` }, "See the replay");
      this.said.replaceChildren(`Played with seed ${this.seed}. `, link);
    } catch (error) { this.say(sentence(error.message)); }
  }

  say(text) { this.said.textContent = text; }

  // The cells, the battery and the aim; the launch, too, unless it is so far off that all else would be tiny.
  home() {
    const { battery, missile, launch, aim } = this.change, box = this.footprint?.box;
    const spots = [battery, ...(missile ? [aim] : [])];
    const isFar = missile && Math.max(Math.abs(launch.lat_deg - battery.lat_deg), turnOf(launch, battery)) > FAR;
    if (missile && (!isFar || this.area === "launch")) spots.push(launch);
    if (box) spots.push({ lat_deg: box[1], lon_deg: box[0] }, { lat_deg: box[3], lon_deg: box[2] });
    else if (!isFar) spots.push({ lat_deg: battery.lat_deg + 3, lon_deg: battery.lon_deg });
    // Longitudes on the same turn as the battery's.
    const lon = spots.map((s) => battery.lon_deg + ((s.lon_deg - battery.lon_deg + 540) % 360) - 180);
    const lat = spots.map((s) => s.lat_deg), margin = box ? 0.4 : 2;
    const [west, east] = [Math.min(...lon) - margin, Math.max(...lon) + margin];
    showBox(this.page.globe, [west, Math.max(-89, Math.min(...lat) - margin), east, Math.min(89, Math.max(...lat) + margin)]);
    this.framed = box ? box.join() : "";
  }

  themed() {
    if (!this.hand) return;
    this.drawHandles();
    if (this.footprint) this.layer.draw(this.footprint, this.colour);
  }

  hide() {
    this.layer?.clear();
    this.apart?.();
    this.apart = null;
    this.footprint = null;
    this.shownTopic = null;
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
// What an answer is about, however many cells it has.
const topic = ({ change, area }) => JSON.stringify([change, area]);
const turnOf = (a, b) => Math.abs(((a.lon_deg - b.lon_deg + 540) % 360) - 180);

function cellSize({ box: [west, south, east, north], rows, columns }) {
  const tall = 111.2 * (north - south) / rows;
  const wide = 111.2 * Math.cos((south + north) * Math.PI / 360) * (east - west) / columns;
  return `${wide.toFixed(0)} × ${tall.toFixed(0)}`;
}

const round = (angle) => Math.round(1000 * angle) / 1000;
