// A recording on the globe, in the bar with the time and in the panel.
import * as address from "../address.js";
import { settle, showSlant } from "../globe/camera.js";
import { hideTip } from "../tip.js";
import { deedOf } from "./keys.js";
import { listMarks, showMarks } from "./marks.js";
import { ReplayPanel } from "./panel.js";
import { Playback } from "./playback.js";
import { listenForClicks } from "./pointer.js";
import { Story } from "./story.js";

export class Viewer {
  recording = null;
  panel;
  playback;
  #globe;
  #story;
  #shown = { truth: true, picture: true, fan: true };
  #deafen = null;

  // `load` opens another run.
  constructor(globe, load) {
    this.#globe = globe;
    this.panel = new ReplayPanel({
      load,
      toggle: (key) => this.#toggle(key),
      choose: (number) => this.#choose(number),
    });
    this.playback = new Playback(globe, {
      told: (time) => this.#story.tell(time) && hideTip(),
      paused: () => this.#keep(),
    });
    this.#story = new Story(this.panel, this.playback);
  }

  async show(recording, time) {
    this.playback.load(recording);
    await recording.enter();
    this.recording = recording;
    this.panel.build(recording, this.#shown, this.#story.node);
    this.#story.begin(recording, this.#shown.truth);
    listMarks(recording);
    this.enter();
    this.playback.seek(time);
    this.home();
  }

  // Shows again what was hidden.
  enter() {
    const { run } = this.recording;
    document.title = `${run.title || run.scenario}, seed ${run.seed} · OpenTHAAD`;
    this.playback.open();
    showMarks(true);
    const chose = (number) => this.#story.choose(number);
    this.#deafen ??= listenForClicks(this.#globe, this.recording, chose);
    this.#apply();
  }

  hide() {
    this.#deafen?.();
    this.#deafen = null;
    this.playback.close();
    this.recording?.hide();
    showMarks(false);
    hideTip();
  }

  // Forgets the recording.
  leave() {
    this.hide();
    this.recording?.leave();
    this.recording = null;
  }

  #keep() {
    const time = Math.round(this.playback.now());
    address.write({ view: "replay", run: this.recording.name, t: time });
  }

  // Shows what was hidden or hides it; whether it is shown now.
  #toggle(key) {
    this.#shown[key] = !this.#shown[key];
    if (key === "truth") this.#story.reveal(this.#shown.truth);
    hideTip();
    this.#apply();
    return this.#shown[key];
  }

  #apply() {
    this.recording.show(this.#shown);
    settle(this.#globe);
  }

  // Lists the events of a missile and follows it; with no number, those of all.
  #choose(number) {
    this.#story.choose(number);
    const { widget } = this.#globe;
    if (number === "" && widget.trackedEntity) this.home();
    const missile = this.recording.missile(number);
    if (!missile) return;
    const isFlying = missile.isAvailable(widget.clock.currentTime);
    if (!isFlying) this.playback.seek(this.recording.beginOf(number) + 1);
    this.recording.track(missile);
  }

  // Shows everything again.
  home() {
    if (!this.recording) return;
    this.#globe.widget.trackedEntity = undefined;
    showSlant(this.#globe, this.recording.box());
  }

  themed() {
    this.recording?.dress();
  }

  // Whether a key did something.
  key(event) {
    const deed = this.recording && deedOf(event, this.playback, this.#story);
    deed?.();
    return Boolean(deed);
  }
}
