// The map of what is defended: it asks, keeps the last answer, and knows whether that is still the answer.
import { Latest } from "../latest.js";
import { FootprintLayer } from "./layer.js";
import { Pace } from "./pace.js";

// What an answer is about, however many cells it has.
const topic = ({ change, area }) => JSON.stringify([change, area]);

export class FootprintMap {
  footprint = null;
  colour = "chances";
  pace = new Pace();
  #listener;
  #latest;
  #isOpen = false;
  #wanted = null; // the topic that was asked about last
  #shown = null; // the topic that the map shows

  // The listener hears `answered`, `failed`, `aged` and `busy`.
  constructor(globe, listener) {
    this.layer = new FootprintLayer(globe);
    this.#listener = listener;
    const answered = (...got) => this.#answered(...got);
    this.#latest = new Latest(answered, (isBusy) => listener.busy(isBusy));
  }

  // Ask: coarse while dragging, then within a blink, then fine.
  want(plan, phase, cells = this.pace.cells(phase)) {
    this.#isOpen = true;
    this.#ask({ change: plan.asked(), area: plan.area, cells }, phase);
  }

  #ask(question, phase) {
    this.#wanted = topic(question);
    this.#age();
    this.#latest.ask(question, phase);
  }

  recolour(colour) {
    this.colour = colour;
    if (this.footprint) this.layer.draw(this.footprint, colour);
  }

  // What is shown is old while it answers another question than the one that was asked last.
  #age() {
    const isOld = Boolean(this.footprint) && this.#shown !== this.#wanted;
    this.layer.fade(isOld);
    this.#listener.aged(isOld);
  }

  #answered(message, asked, took, more) {
    if (!this.#isOpen) return;
    if (message.error) {
      this.trouble(message.error, asked);
      return;
    }
    const got = message.footprint;
    this.pace.learn(got, took);
    this.footprint = got;
    this.#shown = topic(asked.question);
    this.layer.draw(got, this.colour);
    const isNext = !more && asked.note === "quick" && this.pace.finest() > got.rows;
    const goesOn = isNext || more || asked.note === "drag";
    this.#listener.answered(got, { phase: asked.note, goesOn });
    this.#age();
    if (isNext) this.#ask({ ...asked.question, cells: this.pace.finest() }, "fine");
  }

  // A finer map that cannot be had leaves the coarse one; anything else leaves none.
  trouble(error, asked) {
    const isFiner = asked?.note === "fine" && this.footprint && topic(asked.question) === this.#shown;
    if (isFiner && error.code !== "gone") {
      const told = { phase: "fine", goesOn: false, why: "A finer map took too long here" };
      this.#listener.answered(this.footprint, told);
      return;
    }
    this.forget();
    this.#age();
    this.#listener.failed(error);
  }

  forget() {
    this.layer.clear();
    this.footprint = null;
    this.#shown = null;
  }

  close() {
    this.#isOpen = false;
    this.#latest.close();
    this.forget();
  }
}
