// The panel of What if: all that can be dragged can be typed, too.
import { button, find, make, select } from "../dom.js";
import { Answer } from "./answer.js";
import * as fields from "./fields.js";
import { placeFields, seedField } from "./numbers.js";

const AREAS = {
  defended: ["Defended area", "How many shots the defence has at a missile aimed at each cell."],
  launch: [
    "Launch area denied",
    "How many shots the defence has at a missile fired from each cell at the aim.",
  ],
};

export class WhatIfPanel {
  answer = new Answer();
  #host = find("whatif-panel");
  #deeds;
  #said = make("p", { class: "fine", id: "said", role: "status" });
  #busy = make("span", { id: "busy", class: "busy", "aria-hidden": "true" });
  #filled = []; // fields that follow what is dragged

  constructor(deeds) {
    this.#deeds = deeds;
  }

  // Says something in the stead of the controls.
  instead(...nodes) {
    this.#host.replaceChildren(...nodes);
  }

  build(plan, open, notice, colour) {
    const deeds = this.#deeds;
    const [title, text] = AREAS[plan.area];
    const { answer } = this;
    const boresight = fields.boresightField(plan, deeds.turn, deeds.redraw);
    const keys = plan.change.missile ? ["battery", "launch", "aim"] : ["battery"];
    const places = keys.map((key) => placeFields(plan, key, deeds.set));
    this.#filled = [boresight, ...places];
    const parts = [
      ...this.scenarioFields(open, notice),
      fields.unitField(plan, deeds.unit),
      make("div", { class: "head" }, make("h2", {}, title), this.#busy),
      make("p", { class: "fine" }, text),
      answer.sentence,
      answer.figures,
      answer.aim,
      fields.colourField(colour, deeds.colour),
      answer.colours,
      answer.cells,
      make("h3", {}, "Threat"),
      fields.missileField(plan, deeds.missile),
      fields.areaField(plan, deeds.area),
      make("h3", {}, "Defence"),
      fields.modeField(plan, deeds.set),
      boresight.node,
      fields.doctrineField(plan, deeds.set),
      fields.capsField(plan, deeds.set),
      make("h3", {}, "Places"),
      ...places.map(({ node }) => node),
      fields.movesNote(plan),
      this.#deedFields(plan),
    ];
    this.#host.replaceChildren(...parts.filter(Boolean));
    this.say("");
    this.fill();
  }

  #deedFields(plan) {
    const { play, save, share, reset, kept } = this.#deeds;
    const buttons = [
      button("Play this engagement", play, { id: "play-it", class: "primary" }),
      button("Save file", save, { id: "save" }),
      button("Copy link", share, { id: "share" }),
      button("Reset", reset, { id: "reset" }),
    ];
    const all = make("div", { class: "buttons" }, ...buttons);
    return make("div", { class: "deeds" }, this.#said, seedField(plan, kept), all);
  }

  // The list of built-in scenarios with the file that was opened, and the button that opens one.
  scenarioFields({ list, described, file, title }, notice) {
    const mine = file ? [["", `${title} (${file.name})`]] : [];
    const built = (list ?? []).map((item) => [item.name, item.title || item.name]);
    const choose = () => node.value && this.#deeds.scenario(node.value);
    const chosen = file ? "" : described.name;
    const node = select([...mine, ...built], chosen, { id: "scenario", onchange: choose });
    const hint = "Open a scenario file of your own (O), or drop it on the page";
    const open = button("Open file", this.#deeds.pick, { id: "open-file", title: hint });
    const named = make("label", { for: "scenario" }, "Scenario");
    return [
      make("div", { class: "field" }, named, make("div", { class: "pick" }, node, open)),
      described.question ? make("p", { class: "fine", id: "question" }, described.question) : null,
      notice ? make("p", { class: "notice", role: "alert" }, notice) : null,
    ].filter(Boolean);
  }

  fill() {
    for (const field of this.#filled) field.fill();
  }

  say(...words) {
    this.#said.replaceChildren(...words);
  }

  busy(isBusy) {
    this.#busy.classList.toggle("on", isBusy);
    this.#host.setAttribute("aria-busy", String(isBusy));
  }

  // What is shown is old, or is the answer again.
  age(isOld) {
    this.#host.dataset.old = String(isOld);
    if (isOld) this.answer.age();
  }

  // Nothing is shown, so nothing is fine.
  clear() {
    this.answer.clear();
    this.mark({ area: "", phase: "" });
  }

  fail(error) {
    this.answer.fail(error);
    this.mark({ area: "", phase: "" });
  }

  // How far the map has come, for whoever waits for it.
  mark({ area, phase }) {
    Object.assign(this.#host.dataset, { area, phase });
  }
}
