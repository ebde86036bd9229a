// Replay of a run folder: play, scrub, follow, truth beside the picture, events and their words.
import * as address from "./address.js";
import { get, replayAddress } from "./api.js";
import { choices, clock, find, make, sentence, state, titled } from "./dom.js";
import { fanPrimitive } from "./fan.js";
import { onScreenAt, settle, showBox, showSlant } from "./globe.js";
import { keepApart } from "./labels.js";

const KOREA = [122, 32.5, 134, 43];
const SPEEDS = [1, 5, 10, 30, 60];
const OUTCOMES = { intercepted: "intercepted", leaked: "leaked", no_asset_threatened: "landed outside every defended place", failed: "failed in flight", unresolved: "unresolved" };
// What stands on the map, in the colours of the replay, and of which kind of thing each speaks.
const MARKS = [
  ["#d55e00", "", "missile; impact", "missile"], ["#a0a0a0", "small", "spent body", "body"],
  ["#009e73", "", "interceptor; battery", "battery"], ["#56b4e9", "", "track: what the defence believes", "track"],
  ["#f0e442", "", "destroyed", "kill"], ["#e6e6e6", "small", "defended place", "asset"],
  ["", "ring", "published reach", "battery"], ["#3b82c4", "wide", "radar's sector, to its farthest detection", "radar"]];
const FOLLOWED = /^(?:spent body|decoy|debris) \((track \d+)\)/;   // what only the truth knows of a track
const MARKED = new Set(["launched", "shot", "intercepted", "impact"]);
const GRIP = 18;          // pixels about a thing on the map that take it for clicked
const NARROW = window.matchMedia("(width < 900px)");

// A run in the list: what came of it, and when it was played where another has the same scenario and seed.
function titleOf(run, runs) {
  if (run.damaged) return `${run.name}: cannot be read`;
  const when = new Date(1000 * run.written).toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  const isOne = runs.filter((item) => item.scenario === run.scenario && item.seed === run.seed).length === 1;
  return `${run.scenario}, seed ${run.seed}: ${run.intercepted} of ${run.threats} stopped${isOne ? "" : `, ${when}`}`;
}

export class Replay {
  constructor(page) {
    this.page = page;
    this.panel = find("replay-panel");
    this.bar = find("timeline");
    this.shown = { truth: true, picture: true, fan: true };
    this.threat = "";
    this.speed = 10;
  }

  async open(values) {
    if (this.name && values.run === this.name) { this.show(true); return; }
    this.panel.replaceChildren(state("loading", "Looking for runs", "Reading the folder of runs."));
    let runs;
    try { runs = await get("runs"); } catch (error) { this.fail(error); return; }
    if (this.page.screen !== this) return;
    this.runs = runs;
    const name = values.run || this.name || (runs.find((item) => !item.damaged) ?? runs[0])?.name;
    if (!name) { this.nothing(); return; }
    await this.load(name, Number(values.t) || 0);
  }

  nothing() {
    this.hide();
    this.panel.replaceChildren(state(
      "empty", "No runs yet", "Every engagement that is played becomes a run folder. This page replays it.",
      make("p", {}, "Play one in a terminal:"), make("pre", {}, "thaad run korea-2017 --seed 7"),
      make("p", {}, "or here:"), make("a", { class: "button", href: "#view=whatif" }, "Open What if and play one"),
      make("button", { type: "button", onclick: () => this.open({}) }, "Look again"),
    ));
    showBox(this.page.globe, KOREA);
  }

  fail(error) {
    if (this.page.screen !== this) return;
    this.hide();
    showBox(this.page.globe, KOREA);
    if (error.code === "gone") {
      this.panel.replaceChildren(state("wrong", "The server does not answer", "Start thaad serve again. This page will reconnect by itself."));
      this.page.gone(() => this.open(address.read()));
      return;
    }
    this.panel.replaceChildren(state(
      "wrong", "This run cannot be shown", sentence(error.message),
      make("button", { type: "button", onclick: () => { this.name = null; address.write({ view: "replay" }); this.open({}); } }, "Back to the runs"),
    ));
  }

  async load(name, time) {
    this.clear();
    const { C, widget } = this.page.globe;
    this.page.cover("Reading the run");
    try {
      this.run = await get(`runs/${encodeURIComponent(name)}`);
      this.source = await C.CzmlDataSource.load(replayAddress(name));
    } catch (error) { this.page.cover(""); this.name = null; this.fail(error); return; }
    this.page.cover("");
    if (this.page.screen !== this) { this.source = null; return; }
    this.name = name;
    const clock_ = this.source.clock;
    this.start = clock_.startTime;
    this.length = C.JulianDate.secondsDifference(clock_.stopTime, clock_.startTime);
    Object.assign(widget.clock, { startTime: clock_.startTime, stopTime: clock_.stopTime, currentTime: clock_.startTime, multiplier: this.speed, clockRange: C.ClockRange.CLAMPED, shouldAnimate: false });
    await widget.dataSources.add(this.source);
    this.tune();
    this.apart = keepApart(this.page.globe, this.source.entities.values, widget.clock);
    const of = (threat) => threat.timeline.map((event) => ({ ...event, threat: threat.id }));
    this.events = this.run.threats.flatMap(of)
      .filter((event) => Number.isFinite(event.time_s)).sort((a, b) => a.time_s - b.time_s);
    this.drawFans();
    this.build();
    this.stop = widget.clock.onTick.addEventListener(() => this.ticked());
    this.seek(time);
    this.show(false);
    this.home();
  }

  // Colours that stand on a light map as on a dark one, and labels that do not shout.
  tune() {
    const { C } = this.page.globe;
    const dark = this.page.theme === "dark";
    const { batteries, radars } = this.run.geometry;
    const beside = (spot) => batteries.find((item) => Math.abs(item.lat_deg - spot.lat_deg) < 0.02 && Math.abs(item.lon_deg - spot.lon_deg) < 0.02);
    const twice = new Set(this.run.geometry.assets.filter(beside).map((asset) => `defence/asset/${asset.name}`));
    for (const radar of radars) {
      const entity = this.source.entities.getById(`defence/radar/${radar.name}`);
      if (!entity) continue;
      if (beside(radar)) entity.point = undefined;
      else entity.label ??= new C.LabelGraphics({ text: `radar ${titled(radar.name)}`, style: C.LabelStyle.FILL_AND_OUTLINE });
    }
    for (const entity of this.source.entities.values) {
      if (entity.label) {
        entity.label.fillColor = C.Color.fromCssColorString(dark ? "#eef3f6" : "#17222b");
        entity.label.outlineColor = C.Color.fromCssColorString(dark ? "#111922" : "#ffffff");
        entity.label.outlineWidth = 4;
        entity.label.font = "600 12px system-ui, sans-serif";
        entity.label.text = this.called(entity);
        entity.isPlace = twice.has(entity.id);
      }
      if (entity.id.startsWith("defence/radar/")) entity.polyline = undefined;
      // The defence knows its own interceptors: they stay when the truth is hidden.
      if (entity.id.startsWith("truth/interceptor/")) entity.parent = undefined;
    }
  }

  // Names as the panel writes them, not as files do.
  called({ id, name }) {
    const [kind, what, number] = id.split("/");
    if (kind === "defence") return what === "battery" || what === "radar" ? `${what} ${titled(number)}` : titled(number);
    const threat = this.run.threats.find((item) => String(item.id) === name.split(" ").at(-1));
    if (what === "object") return threat ? this.nameOf(threat) : name;
    if (what !== "ending") return name;
    const ended = this.run.threats.find((item) => String(item.id) === number);
    return `${ended ? this.nameOf(ended) : number} ${name.startsWith("hit") ? "destroyed" : "impact"}`;
  }

  // A missile by its kind and number.
  nameOf(threat) { return `${threat.title} ${threat.id}`; }

  // Tracks are named only where no missile is shown that has the name already.
  label() {
    for (const entity of this.source.entities.values) {
      if (!entity.label) continue;
      const isTrack = entity.id.startsWith("picture/");
      entity.isWanted = !entity.isPlace && !entity.id.startsWith("truth/interceptor/") && (!isTrack || !this.shown.truth);
      if (entity.isWanted) continue;
      entity.label.show = false;
      entity.corner = undefined;
    }
  }

  themed() { if (this.source) { this.tune(); this.page.globe.scene.requestRender(); } }

  drawFans() {
    const { C, scene } = this.page.globe;
    const colour = C.Color.fromCssColorString("#3b82c4").withAlpha(0.09);
    this.fans = this.run.geometry.radars.map((radar) => scene.primitives.add(fanPrimitive(C, radar, this.run.reach_m || 3e5, colour)));
  }

  build() {
    const { run } = this;
    const choose = () => { address.write({ view: "replay", run: select.value }); this.load(select.value, 0); };
    const select = make("select", { id: "run", onchange: choose },
      ...choices(this.runs.map((item) => [item.name, titleOf(item, this.runs)]), this.name));
    if (!this.runs.some((item) => item.name === this.name)) {
      select.append(make("option", { value: this.name, selected: true }, this.name));
    }
    const shows = [["truth", "Truth"], ["picture", "Track picture"], ["fan", "Radar sector"]].map(([key, text]) =>
      make("button", { type: "button", id: `show-${key}`, "aria-pressed": String(this.shown[key]),
        onclick: () => this.toggle(key) }, make("i", { class: `swatch ${key}` }), text));
    this.list = make("ol", { class: "events", "aria-label": "Events", onkeydown: (event) => this.walk(event) });
    this.story = make("p", { class: "now", id: "now", "aria-live": "off" });
    this.answer = make("p", { class: "answer" }, run.headline);
    this.who = make("select", { id: "threat", onchange: () => this.choose(this.who.value, true) });
    const href = `api/v1/runs/${encodeURIComponent(this.name)}/scenario.toml`;
    this.panel.replaceChildren(
      make("label", { class: "field" }, make("span", {}, "Run"), select),
      make("h2", {}, run.title || run.scenario), this.answer,
      ...(run.geometry.radars.length
        ? [make("div", { class: "group wide", role: "group", "aria-label": "Shown on the map" }, ...shows)] : []),
      make("label", { class: "field" }, make("span", {}, "Follow and explain"), this.who),
      make("h3", {}, "Now"), this.story,
      make("h3", {}, "Events"), this.list,
      make("p", { class: "fine", id: "repeat" }, `Play it again: ${run.command} · digest ${run.digest.slice(0, 12)} · `,
        make("a", { href, download: `${run.scenario}.toml` }, "scenario file"), " · ",
        make("a", { href: `#view=whatif&run=${encodeURIComponent(this.name)}` }, "change it in What if")),
    );
    const kinds = this.kinds();
    find("marks").querySelector("ul").replaceChildren(...MARKS.filter(([, , , about]) => kinds.has(about)).map(([colour, kind, text]) => {
      const mark = make("i", { class: kind });
      mark.style.background = colour;
      return make("li", {}, mark, text);
    }));
    find("marks").open = !NARROW.matches;
    this.buildBar();
    this.tellWho();
  }

  // The kinds of things that this run holds.
  kinds() {
    const { geometry, threats } = this.run, parts = this.source.entities.values;
    const has = {
      missile: true, battery: geometry.batteries.length, radar: geometry.radars.length, asset: geometry.assets.length,
      kill: threats.some((threat) => threat.outcome === "intercepted"),
      track: parts.some((entity) => entity.id.startsWith("picture/track/")),
      body: parts.some((entity) => entity.id.startsWith("truth/object/") && !entity.label),
    };
    return new Set(Object.keys(has).filter((kind) => has[kind]));
  }

  // Only what the defence knows, where the truth is hidden.
  knows(event) { return this.shown.truth || event.in_picture; }

  // The threats by name and fate, or by number alone; and the events that go with that.
  tellWho() {
    const { truth } = this.shown;
    const called = (threat) => (truth
      ? `${this.nameOf(threat)} to ${threat.to}: ${OUTCOMES[threat.outcome] ?? threat.outcome}`
      : `Threat ${threat.id}`);
    this.who.replaceChildren(make("option", { value: "" }, "All threats"), ...this.run.threats.map((threat) =>
      make("option", { value: String(threat.id), selected: String(threat.id) === this.threat }, called(threat))));
    this.answer.textContent = truth
      ? this.run.headline : "The truth is hidden: this is only what the defence knew at the time.";
    this.listEvents();
    this.drawMarks();
  }

  choose(number, follows) {
    this.threat = number;
    this.who.value = number;
    this.listEvents();
    if (follows) this.follow(number);
  }

  listEvents() {
    const isChosen = (event) => this.threat === "" || String(event.threat) === this.threat;
    const chosen = this.events.filter((event) => isChosen(event) && this.knows(event));
    this.chosen = chosen;
    const who = (event) => (this.threat === "" ? make("b", {}, `${this.whose(event)}: `) : null);
    // One stop for the Tab key; the arrow keys move within.
    this.rows = chosen.map((event, i) => make("li", {},
      make("button", { type: "button", tabIndex: i ? -1 : 0, onclick: () => this.seek(event.time_s) },
        make("time", {}, clock(event.time_s)), make("span", {}, who(event), this.worded(event)))));
    this.list.replaceChildren(...this.rows);
    this.current = -2;
    this.ticked();
  }

  whose({ threat }) {
    const one = this.shown.truth && this.run.threats.find((item) => item.id === threat);
    return one ? this.nameOf(one) : `Threat ${threat}`;
  }

  // What happened, without what only the truth knows where that is hidden.
  worded({ text }) { return this.shown.truth ? text : text.replace(FOLLOWED, "$1"); }

  walk(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
    const step = steps[event.key], at = this.rows.findIndex((row) => row.contains(document.activeElement));
    if (!step || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.min(this.rows.length - 1, Math.max(0, at + step));
    this.rows[at].firstChild.tabIndex = -1;
    this.rows[next].firstChild.tabIndex = 0;
    this.rows[next].firstChild.focus();
  }

  buildBar() {
    const playing = { type: "button", id: "play", class: "primary", onclick: () => this.toggle_play() };
    this.play = make("button", playing, "Play");
    this.slider = make("input", { type: "range", id: "scrub", min: 0, max: Math.ceil(this.length), step: 0.1, value: 0,
      "aria-label": "Time in the run", oninput: () => this.seek(Number(this.slider.value)) });
    this.time = make("output", { id: "time", for: "scrub" }, "0:00");
    const speed = make("select", { id: "speed", "aria-label": "Speed", onchange: () => this.pace(Number(speed.value)) },
      ...SPEEDS.map((s) => make("option", { value: String(s), selected: s === this.speed }, `${s} ×`)));
    this.paceControl = speed;
    this.ticks = make("div", { class: "marks", "aria-hidden": "true" });
    this.bar.replaceChildren(this.play, make("div", { class: "track" }, this.ticks, this.slider), this.time, speed);
  }

  drawMarks() {
    const marked = this.events.filter((event) => MARKED.has(event.event) && this.knows(event));
    this.ticks.replaceChildren(...marked.map((event) => {
      const mark = make("i", { class: event.event });
      mark.style.left = `${100 * event.time_s / this.length}%`;
      return mark;
    }));
  }

  toggle(key) {
    this.shown[key] = !this.shown[key];
    find(`show-${key}`).setAttribute("aria-pressed", String(this.shown[key]));
    if (key === "truth") this.tellWho();
    find("tip").hidden = true;
    this.apply();
  }

  apply() {
    const parts = this.source.entities;
    for (const key of ["truth", "picture"]) {
      const parent = parts.getById(key);
      if (parent) parent.show = this.shown[key];
    }
    for (const entity of parts.values) {
      if (entity.id.startsWith("truth/interceptor/")) entity.show = this.shown.truth || this.shown.picture;
    }
    this.fans.forEach((fan) => { fan.show = this.shown.fan; });
    this.label();
    settle(this.page.globe);
  }

  show(reopened) {
    const { C, widget } = this.page.globe;
    this.bar.hidden = false;
    document.title = `${this.run.title || this.run.scenario}, seed ${this.run.seed} · OpenTHAAD`;
    find("marks").hidden = false;
    this.source.show = true;
    this.listen();
    this.apply();
    if (reopened) { this.home(); this.stop ??= widget.clock.onTick.addEventListener(() => this.ticked()); }
    return C;
  }

  close() {
    if (!this.source) return;
    this.pause();
    this.follow("");
    this.hide();
  }

  hide() {
    if (this.source) this.source.show = false;
    this.fans?.forEach((fan) => { fan.show = false; });
    this.hand?.destroy();
    this.hand = null;
    find("tip").hidden = true;
    this.bar.hidden = true;
    find("marks").hidden = true;
    this.page.globe.scene.requestRender();
  }

  clear() {
    const { widget, scene } = this.page.globe;
    this.stop?.(); this.stop = null;
    this.apart?.(); this.apart = null;
    widget.trackedEntity = undefined;
    if (this.source) widget.dataSources.remove(this.source, true);
    this.fans?.forEach((fan) => scene.primitives.remove(fan));
    this.source = null; this.fans = null; this.threat = "";
  }

  // A click on a missile, an interceptor or a track says what it is and explains its threat.
  listen() {
    if (this.hand) return;
    const { C, scene } = this.page.globe;
    this.hand = new C.ScreenSpaceEventHandler(scene.canvas);
    this.hand.setInputAction((event) => this.clicked(event.position), C.ScreenSpaceEventType.LEFT_CLICK);
  }

  clicked(position) {
    const { widget } = this.page.globe, tip = find("tip"), time = widget.clock.currentTime;
    let best = null, least = GRIP;
    for (const entity of this.source.entities.values) {
      const where = entity.isShowing && entity.isAvailable(time) && entity.position?.getValue(time);
      const at = where && onScreenAt(this.page.globe, where);
      const far = at ? Math.hypot(at.x - position.x, at.y - position.y) : Infinity;
      if (far < least) { best = entity; least = far; }
    }
    tip.hidden = true;
    if (!best) return;
    const number = this.threatOf(best);
    if (number !== null) this.choose(number, false);
    tip.hidden = false;
    const { title, text } = this.told(best, number);
    tip.replaceChildren(make("b", {}, title), make("span", {}, text));
    const { clientWidth: wide, clientHeight: tall } = find("stage");
    const left = Math.max(8, Math.min(position.x + 16, wide - tip.offsetWidth - 8));
    const top = Math.max(8, Math.min(position.y + 16, tall - tip.offsetHeight - 100));
    tip.style.transform = `translate(${left}px, ${top}px)`;
  }

  // The number of the threat that a thing on the map is or stands for; null where there is none.
  threatOf(entity) {
    const [side, what] = entity.id.split("/"), last = entity.name?.split(" ").at(-1);
    if (side !== "truth" || what === "interceptor") return null;
    return this.run.threats.some((threat) => String(threat.id) === last) ? last : null;
  }

  told(entity, number) {
    const { C, widget } = this.page.globe, time = widget.clock.currentTime;
    const later = C.JulianDate.addSeconds(time, 0.5, new C.JulianDate());
    const [here, there] = [entity.position.getValue(time), entity.isAvailable(later) && entity.position.getValue(later)];
    const height = C.Cartographic.fromCartesian(here).height / 1000;
    const speed = there ? C.Cartesian3.distance(here, there) / 500 : 0;
    const threat = this.run.threats.find((item) => String(item.id) === number);
    const title = threat ? `${threat.title} ${threat.id} from ${threat.from} to ${threat.to}` : this.called(entity);
    const flies = /^(truth\/(object|interceptor)|picture)\//.test(entity.id);
    const from = entity.id.startsWith("picture/") ? "as the defence believes: " : "";
    return { title, text: flies ? `${from}${height.toFixed(0)} km up, ${speed.toFixed(1)} km/s` : "" };
  }

  now() {
    const { C, widget } = this.page.globe;
    return C.JulianDate.secondsDifference(widget.clock.currentTime, this.start);
  }

  seek(seconds) {
    const { C, widget, scene } = this.page.globe;
    const time = Math.min(Math.max(seconds, 0), this.length);
    widget.clock.currentTime = C.JulianDate.addSeconds(this.start, time, new C.JulianDate());
    this.ticked();
    scene.requestRender();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => settle(this.page.globe), 60);
  }

  pace(speed) {
    this.speed = speed;
    this.paceControl.value = String(speed);
    this.page.globe.widget.clock.multiplier = speed;
  }

  toggle_play() { if (this.page.globe.widget.clock.shouldAnimate) this.pause(); else this.go(); }

  go() {
    const { widget, scene } = this.page.globe;
    if (this.now() >= this.length - 0.05) this.seek(0);
    scene.maximumRenderTimeChange = 0;
    widget.clock.shouldAnimate = true;
    this.play.textContent = "Pause";
    scene.requestRender();
  }

  pause() {
    const { widget, scene } = this.page.globe;
    widget.clock.shouldAnimate = false;
    scene.maximumRenderTimeChange = Infinity;
    if (this.play) this.play.textContent = "Play";
    if (this.name) address.write({ view: "replay", run: this.name, t: Math.round(this.now()) });
  }

  ticked() {
    if (!this.slider) return;
    const time = this.now();
    if (Math.abs(Number(this.slider.value) - time) > 0.05) this.slider.value = String(time);
    const words = `${clock(time)} of ${clock(this.length)}`;
    if (this.time.textContent !== words) {
      this.time.textContent = words;
      this.slider.setAttribute("aria-valuetext", words);
    }
    if (this.page.globe.widget.clock.shouldAnimate && time >= this.length - 0.01) this.pause();
    this.markEvents(time);
  }

  markEvents(time) {
    let last = -1;
    for (let i = 0; i < this.chosen.length && this.chosen[i].time_s <= time + 0.05; i += 1) last = i;
    if (last === this.current) return;
    this.current = last;
    this.rows.forEach((row, i) => { row.classList.toggle("past", i < last); row.classList.toggle("current", i === last); });
    const event = this.chosen[last];
    this.story.textContent = event ? `${this.whose(event)}: ${this.worded(event)}.` : "Nothing has happened yet.";
    find("tip").hidden = true;
    if (last >= 0) this.keepInView(this.rows[last]);
  }

  keepInView(row) {
    const box = this.list;
    const top = row.offsetTop - box.offsetTop;
    if (top < box.scrollTop || top > box.scrollTop + box.clientHeight - 60) box.scrollTop = top - box.clientHeight / 3;
  }

  follow(number) {
    const { widget } = this.page.globe;
    if (!this.source || number === "") {
      const tracked = Boolean(widget.trackedEntity);
      widget.trackedEntity = undefined;
      if (tracked) this.home();
      return;
    }
    const prefix = "truth/object/";
    const entity = this.source.entities.values.find((item) => item.id.startsWith(prefix) && item.label && item.name.split(" ").includes(number));
    if (!entity) return;
    const threat = this.run.threats.find((item) => String(item.id) === number);
    const begin = threat.timeline[0]?.time_s ?? 0;
    if (!entity.isAvailable(widget.clock.currentTime)) this.seek(begin + 1);
    entity.viewFrom = new this.page.globe.C.Cartesian3(-2.5e5, -5e5, 3e5);
    widget.trackedEntity = entity;
    this.page.globe.scene.requestRender();
  }

  home() {
    if (!this.run) return;
    this.page.globe.widget.trackedEntity = undefined;
    showSlant(this.page.globe, this.box());
  }

  // All that stands and flies in the run: from the launches to the aims.
  box() {
    const { C } = this.page.globe;
    const spots = [...this.run.geometry.batteries, ...this.run.geometry.radars, ...this.run.geometry.assets].map((s) => [s.lon_deg, s.lat_deg]);
    for (const entity of this.source.entities.values) {
      if (!entity.id.startsWith("truth/object/")) continue;
      const point = entity.position.getValue(entity.availability.start);
      if (!point) continue;
      const spot = C.Cartographic.fromCartesian(point);
      spots.push([C.Math.toDegrees(spot.longitude), C.Math.toDegrees(spot.latitude)]);
    }
    const lon = spots.map((s) => s[0]), lat = spots.map((s) => s[1]);
    const tall = Math.max(...lat) - Math.min(...lat);
    // More room below, where the bar with the time lies.
    return [Math.min(...lon) - 0.7, Math.min(...lat) - 0.7 - 0.15 * tall, Math.max(...lon) + 0.7, Math.max(...lat) + 0.7];
  }

  key(event) {
    if (!this.source) return false;
    const next = (step) => {
      const time = this.now();
      const times = this.chosen.map((item) => item.time_s);
      const to = step > 0 ? times.find((t) => t > time + 0.1) : times.findLast((t) => t < time - 0.1);
      if (to !== undefined) this.seek(to);
    };
    if (event.target.matches("button, a") && event.key === " ") return false;
    if (event.target.matches("input[type=range]") && event.key.startsWith("Arrow")) return false;
    const step = event.shiftKey ? 1 : 5;
    const deeds = {
      " ": () => this.toggle_play(), ArrowLeft: () => this.seek(this.now() - step), ArrowRight: () => this.seek(this.now() + step),
      "[": () => next(-1), "]": () => next(1),
    };
    const speed = SPEEDS[Number(event.key) - 1];
    const deed = deeds[event.key] || (speed && (() => this.pace(speed)));
    if (!deed) return false;
    deed();
    return true;
  }
}
