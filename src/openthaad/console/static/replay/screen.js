// Replay of a run folder: which run is open, and what is said where none can be shown.
import * as address from "../address.js";
import { get } from "../api.js";
import { showBox } from "../globe/camera.js";
import { awaitServer, cover } from "../notices.js";
import * as notes from "./notes.js";
import { readRecording } from "./recording.js";
import { Viewer } from "./viewer.js";

const KOREA = [122, 32.5, 134, 43];

export class Replay {
  viewer;
  #page;
  #wanted = null; // the run that is being read

  constructor(page) {
    this.#page = page;
    this.viewer = new Viewer(page.globe, (name) => {
      address.write({ view: "replay", run: name });
      this.#load(name);
    });
  }

  async open(values) {
    const shown = this.viewer.recording?.name;
    if (shown && values.run === shown) {
      this.viewer.enter();
      this.viewer.home();
      return;
    }
    this.viewer.panel.instead(notes.looking());
    try {
      const runs = await get("runs");
      if (this.#page.screen !== this) return;
      this.viewer.panel.runs = runs;
      const whole = runs.find((item) => !item.damaged) ?? runs[0];
      const name = values.run || shown || whole?.name;
      if (name) await this.#load(name, Number(values.t) || 0);
      else this.#instead(notes.empty(() => this.open({})));
    } catch (error) {
      this.#fail(error);
    }
  }

  // Reads a run and shows it, unless another was asked for in the meantime.
  async #load(name, time = 0) {
    this.viewer.leave();
    this.#wanted = name;
    const isWanted = () => this.#wanted === name && this.#page.screen === this;
    cover("Reading the run");
    try {
      const recording = await readRecording(this.#page.globe, name);
      if (isWanted()) await this.viewer.show(recording, time);
    } catch (error) {
      if (isWanted()) this.#fail(error);
    } finally {
      if (isWanted()) cover("");
    }
  }

  // Shows words where a run would be.
  #instead(node) {
    this.viewer.leave();
    showBox(this.#page.globe, KOREA);
    this.viewer.panel.instead(node);
  }

  #fail(error) {
    if (this.#page.screen !== this) return;
    if (error.code === "gone") {
      this.#instead(notes.gone());
      awaitServer(() => this.open(address.read()));
      return;
    }
    const back = () => {
      address.write({ view: "replay" });
      this.open({});
    };
    this.#instead(notes.broken(error, back));
  }

  home() {
    this.viewer.home();
  }

  themed() {
    this.viewer.themed();
  }

  key(event) {
    return this.viewer.key(event);
  }

  close() {
    this.#wanted = null;
    cover("");
    this.#page.globe.widget.trackedEntity = undefined;
    this.viewer.hide();
  }
}
