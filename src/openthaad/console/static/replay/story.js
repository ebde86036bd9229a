// What is told of a run: the events of all missiles or of one, with the truth or as the defence knew them.
import { EventList } from "./events.js";
import { whose, worded } from "./names.js";

export class Story {
  #panel;
  #playback;
  #list;
  #recording = null;
  #isTrue = true;
  #threat = ""; // the number of the missile whose events are listed
  #events = [];

  constructor(panel, playback) {
    this.#panel = panel;
    this.#playback = playback;
    this.#list = new EventList((time) => playback.seek(time));
  }

  get node() {
    return this.#list.node;
  }

  begin(recording, isTrue) {
    this.#recording = recording;
    this.#threat = "";
    this.reveal(isTrue);
  }

  // Tells the truth, or only what the defence knew.
  reveal(isTrue) {
    this.#isTrue = isTrue;
    this.#panel.tell(isTrue, this.#threat);
    this.#playback.mark(this.#known());
    this.#listEvents();
  }

  choose(number) {
    this.#threat = number;
    this.#panel.choose(number);
    this.#listEvents();
  }

  // Says what has happened last; whether that is news.
  tell(time) {
    const last = this.#list.mark(time);
    if (last === null) return false;
    const event = this.#events[last];
    const words = event && `${this.#whose(event)}: ${worded(event, this.#isTrue)}.`;
    this.#panel.happened(words ?? "Nothing has happened yet.");
    return true;
  }

  // The time of the event after a time, or before it; undefined where there is none.
  beside(time, step) {
    return this.#list.beside(time, step);
  }

  #known() {
    return this.#recording.events.filter((event) => this.#isTrue || event.in_picture);
  }

  #whose(event) {
    return whose(this.#recording.run, event, this.#isTrue);
  }

  #listEvents() {
    const isAll = this.#threat === "";
    const isChosen = (event) => isAll || String(event.threat) === this.#threat;
    this.#events = this.#known().filter(isChosen);
    const row = (event) => ({
      time: event.time_s,
      who: isAll ? this.#whose(event) : null,
      text: worded(event, this.#isTrue),
    });
    this.#list.fill(this.#events.map(row));
    this.tell(this.#playback.now());
  }
}
