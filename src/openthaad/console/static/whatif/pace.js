// How fine a map may be, by how long answers took here.
const SIZES = [10, 14, 20, 28, 40, 60];
const FINE_MS = 3000;
const PATIENCE_MS = 15_000; // for a map that is made finer although it is slow
const BUDGETS = { drag: [150, 10], quick: [260, 14] }; // milliseconds, and the cells where nothing is known

export const FINE = 28; // cells a side from which a map is not called coarse

export class Pace {
  took = new Map(); // ms that answers took, by cells a side, flights kept

  learn({ flights_kept: isKept, rows }, took) {
    if (isKept) this.took.set(rows, took);
  }

  // Cells a side for a map while dragging, within a blink after it, and as fine as is bearable.
  cells(phase) {
    return phase === "fine" ? this.finest() : this.#fitting(...BUDGETS[phase]);
  }

  finest() {
    const isBearable = !this.took.size || this.expected(FINE) < PATIENCE_MS;
    return this.#fitting(FINE_MS, 40, isBearable ? FINE : SIZES[0]);
  }

  // The finest grid that was answered, or should be, within so many milliseconds.
  #fitting(budget, unknown, least = SIZES[0]) {
    if (!this.took.size) return unknown;
    const fitting = SIZES.filter((size) => this.expected(size) <= budget);
    return Math.max(fitting.at(-1) ?? SIZES[0], least);
  }

  // Why a map is left coarse.
  slowness() {
    if (!this.took.size) return "";
    return `A finer map would take about ${Math.ceil(this.expected(FINE) / 1000)} s here`;
  }

  expected(size) {
    if (this.took.has(size)) return this.took.get(size);
    const nearer = (a, b) => (Math.abs(b - size) < Math.abs(a - size) ? b : a);
    const known = [...this.took.keys()].reduce(nearer);
    return this.took.get(known) * (size / known) ** 2;
  }
}
