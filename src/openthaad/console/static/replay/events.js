// The list of events: each jumps to its time, the last that has happened is marked.
import { make } from "../dom.js";
import { clock } from "../words.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
const NONE = -2; // no event is marked, not even that none has happened

export class EventList {
  #seek;
  #times = [];
  #rows = [];
  #current = NONE;

  constructor(seek) {
    this.#seek = seek;
    const walk = (event) => this.#walk(event);
    this.node = make("ol", { class: "events", "aria-label": "Events", onkeydown: walk });
  }

  // Lists events by time, text and, where several missiles are told of, whose they are.
  fill(events) {
    this.#times = events.map(({ time }) => time);
    this.#rows = events.map(({ time, who, text }, i) => {
      const words = make("span", {}, who ? make("b", {}, `${who}: `) : null, text);
      // One stop for the Tab key; the arrow keys move within.
      const row = { type: "button", tabIndex: i ? -1 : 0, onclick: () => this.#seek(time) };
      return make("li", {}, make("button", row, make("time", {}, clock(time)), words));
    });
    this.node.replaceChildren(...this.#rows);
    this.#current = NONE;
  }

  // Marks the last event before a time; returns its number if that has changed, null if not.
  mark(time) {
    const last = this.#times.findLastIndex((each) => each <= time + 0.05);
    if (last === this.#current) return null;
    this.#current = last;
    this.#rows.forEach((row, i) => {
      row.classList.toggle("past", i < last);
      row.classList.toggle("current", i === last);
    });
    if (last >= 0) this.#keepInView(this.#rows[last]);
    return last;
  }

  // The time of the event after a time, or before it; undefined where there is none.
  beside(time, step) {
    const isBeside = (each) => (step > 0 ? each > time + 0.1 : each < time - 0.1);
    return step > 0 ? this.#times.find(isBeside) : this.#times.findLast(isBeside);
  }

  #keepInView(row) {
    const box = this.node;
    const top = row.offsetTop - box.offsetTop;
    const isSeen = top >= box.scrollTop && top <= box.scrollTop + box.clientHeight - 60;
    if (!isSeen) box.scrollTop = top - box.clientHeight / 3;
  }

  #walk(event) {
    const step = STEPS[event.key];
    const at = this.#rows.findIndex((row) => row.contains(document.activeElement));
    if (!step || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.min(this.#rows.length - 1, Math.max(0, at + step));
    this.#rows[at].firstChild.tabIndex = -1;
    this.#rows[next].firstChild.tabIndex = 0;
    this.#rows[next].firstChild.focus();
  }
}
