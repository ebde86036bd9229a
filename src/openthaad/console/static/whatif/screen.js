// What if: which scenario is open, and what is said where it cannot be.
import * as address from "../address.js";
import { showBox } from "../globe/camera.js";
import { awaitServer } from "../notices.js";
import { read } from "../openfile.js";
import { Editor } from "./editor.js";
import { HOME } from "./frame.js";
import { heed } from "./link.js";
import { gone, noBattery, reading, refused } from "./notes.js";
import { Plan } from "./plan.js";
import { OpenScenario } from "./scenarios.js";

const INVALID = "Part of this link is invalid, so the scenario's own values are used: ";
const OUTLASTS = "The address of this page contains it, so it outlasts a reload.";

export class WhatIf {
  editor;
  #page;
  #opened = new OpenScenario();
  #plan = null;

  constructor(page) {
    this.#page = page;
    this.editor = new Editor(page.globe, {
      pick: page.pick,
      scenario: (name) => this.#take(() => this.#opened.take(name)),
      reset: () => this.#restart(),
    });
  }

  async open(values) {
    this.editor.panel.instead(reading());
    try {
      await this.#opened.readList();
      const isOther = await this.#opened.choose(values);
      if (isOther || !this.#plan) this.#plan = new Plan(this.#opened);
    } catch (error) {
      this.#fail(error);
      return;
    }
    const wrong = heed(this.#plan, values);
    if (this.#page.screen === this) this.#show(wrong.length ? `${INVALID}${wrong.join("; ")}.` : "");
  }

  // A file that was picked or dropped; what was shown stays what it was if the file is none.
  async openFile(picked) {
    const isOpen = await this.#take(async () => {
      try {
        const file = await read(picked);
        await this.#opened.readList();
        await this.#opened.takeFile(file);
      } catch (error) {
        error.file ??= picked.name;
        throw error;
      }
    });
    if (isOpen) this.editor.panel.say(`Opened ${this.#opened.file.name}. ${OUTLASTS}`);
  }

  // Opens another scenario; whether it could be.
  async #take(opening) {
    try {
      await opening();
    } catch (error) {
      this.#fail(error);
      return false;
    }
    this.#restart();
    return true;
  }

  #restart() {
    this.#plan = new Plan(this.#opened);
    this.editor.map.colour = "chances";
    this.#show("");
  }

  #show(notice) {
    if (this.#plan.known.battery) this.editor.show(this.#plan, this.#opened, notice);
    else this.#showNoBattery(notice);
  }

  #showNoBattery(notice) {
    this.editor.close();
    address.write({ view: "whatif", ...this.#opened.address });
    const fields = this.editor.panel.scenarioFields(this.#opened, notice);
    this.editor.panel.instead(...fields, noBattery());
    showBox(this.#page.globe, HOME);
  }

  #fail(error) {
    if (this.#page.screen !== this) return;
    this.editor.close();
    showBox(this.#page.globe, HOME);
    if (error.code === "gone") {
      this.editor.panel.instead(gone());
      awaitServer(() => this.open(address.read()));
      return;
    }
    const back = () => {
      if (this.#plan) {
        this.#show("");
        return;
      }
      address.write({ view: "whatif" });
      this.open({});
    };
    this.editor.panel.instead(refused(error, Boolean(this.#plan), this.#page.pick, back));
  }

  home() {
    if (this.#plan?.known.battery) this.editor.home();
    else showBox(this.#page.globe, HOME);
  }

  themed() {
    this.editor.themed();
  }

  close() {
    this.editor.close();
  }
}
