// The bar with the time: play, pause, scrub, speed. It owns the clock of the globe while a run is shown.
import { button, find, make, select } from "../dom.js";
import { settle } from "../globe/camera.js";
import { clock } from "../words.js";

export const SPEEDS = [1, 5, 10, 30, 60];
const MARKED = new Set(["launched", "shot", "intercepted", "impact"]);
const END = 0.01; // s before the end that count as the end
const SETTLED_MS = 60;

export class Playback {
  #globe;
  #told; // called with the time whenever it has changed
  #paused; // called when playing stops
  #span = null;
  #speed = 10;
  #parts = {};
  #unwatch = null;
  #settling = null;

  constructor(globe, { told, paused }) {
    this.#globe = globe;
    this.#told = told;
    this.#paused = paused;
  }

  get isPlaying() {
    return this.#globe.widget.clock.shouldAnimate;
  }

  // Takes the span of a recording and begins at its start.
  load({ start, stop, length }) {
    const { C, widget } = this.#globe;
    this.#span = { start, length };
    Object.assign(widget.clock, {
      startTime: start,
      stopTime: stop,
      currentTime: start,
      multiplier: this.#speed,
      clockRange: C.ClockRange.CLAMPED,
      shouldAnimate: false,
    });
    this.#build();
  }

  #build() {
    const play = button("Play", () => this.toggle(), { id: "play", class: "primary" });
    const slider = make("input", {
      type: "range",
      id: "scrub",
      min: 0,
      max: Math.ceil(this.#span.length),
      step: 0.1,
      value: 0,
      "aria-label": "Time in the run",
      oninput: () => this.seek(Number(slider.value)),
    });
    const time = make("output", { id: "time", for: "scrub" });
    const marks = make("div", { class: "marks", "aria-hidden": "true" });
    const speeds = SPEEDS.map((speed) => [String(speed), `${speed} ×`]);
    const named = { id: "speed", "aria-label": "Speed", onchange: () => this.pace(Number(speed.value)) };
    const speed = select(speeds, String(this.#speed), named);
    this.#parts = { play, slider, time, marks, speed };
    const track = make("div", { class: "track" }, marks, slider);
    find("timeline").replaceChildren(play, track, time, speed);
  }

  open() {
    find("timeline").hidden = false;
    this.#unwatch ??= this.#globe.widget.clock.onTick.addEventListener(() => this.#ticked());
  }

  close() {
    find("timeline").hidden = true;
    if (this.#span) this.#animate(false);
    this.#unwatch?.();
    this.#unwatch = null;
  }

  // Marks on the bar for launches, shots, hits and impacts.
  mark(events) {
    const marked = events.filter(({ event }) => MARKED.has(event));
    const marks = marked.map(({ event, time_s: time }) => {
      const mark = make("i", { class: event });
      mark.style.left = `${(100 * time) / this.#span.length}%`;
      return mark;
    });
    this.#parts.marks.replaceChildren(...marks);
  }

  now() {
    const { C, widget } = this.#globe;
    return C.JulianDate.secondsDifference(widget.clock.currentTime, this.#span.start);
  }

  seek(seconds) {
    const { C, widget, scene } = this.#globe;
    const time = Math.min(Math.max(seconds, 0), this.#span.length);
    widget.clock.currentTime = C.JulianDate.addSeconds(this.#span.start, time, new C.JulianDate());
    this.#ticked();
    scene.requestRender();
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => settle(this.#globe), SETTLED_MS);
  }

  pace(speed) {
    this.#speed = speed;
    this.#parts.speed.value = String(speed);
    this.#globe.widget.clock.multiplier = speed;
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.#go();
  }

  #go() {
    if (this.now() >= this.#span.length - 5 * END) this.seek(0);
    this.#animate(true);
    this.#globe.scene.requestRender();
  }

  pause() {
    this.#animate(false);
    this.#paused();
  }

  #animate(isOn) {
    this.#globe.widget.clock.shouldAnimate = isOn;
    this.#globe.scene.maximumRenderTimeChange = isOn ? 0 : Infinity;
    this.#parts.play.textContent = isOn ? "Pause" : "Play";
  }

  #ticked() {
    const { slider, time } = this.#parts;
    const now = this.now();
    if (Math.abs(Number(slider.value) - now) > 0.05) slider.value = String(now);
    const [words, whole] = [clock(now), ` of ${Math.round(this.#span.length)} s`];
    if (time.textContent !== words + whole) {
      time.replaceChildren(words, make("span", {}, whole));
      slider.setAttribute("aria-valuetext", words + whole);
    }
    if (this.isPlaying && now >= this.#span.length - END) this.pause();
    this.#told(now);
  }
}
