// Labels that keep off each other.
const SIDES = [
  [1, 0],
  [-1, 0],
  [0, -1],
  [0, 1],
  [1, -1],
  [1, 1],
  [-1, -1],
  [-1, 1],
];
const pen = document.createElement("canvas").getContext("2d");

export function measure(text, size) {
  pen.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(text).width;
}

// As much of a text as there is room for.
export function fitted(text, room) {
  let cut = text;
  while (cut.length > 4 && measure(cut, 12) > room) cut = `${cut.slice(0, -2).trimEnd()}…`;
  return cut;
}

// Where the near edge lies of what stands on one side of a point, or about it.
function edge(at, side, gap, size) {
  if (side > 0) return at + gap;
  return side < 0 ? at - gap - size : at - size / 2;
}

export class Room {
  #box;
  #taken = [];
  #lines = [];

  constructor(box) {
    this.#box = box;
  }

  block(x, y, r) {
    this.take([x - r, y - r, x + r, y + r]);
  }

  take(box) {
    this.#taken.push(box);
  }

  // A line of x, y, x, y ... that words keep off where there is other room.
  avoid(flat) {
    for (let i = 2; i < flat.length; i += 2) {
      const [ax, ay, bx, by] = flat.slice(i - 2, i + 2);
      const parts = Math.ceil(Math.hypot(bx - ax, by - ay) / 4) || 1;
      for (let k = 0; k <= parts; k += 1) {
        this.#lines.push([ax + (k / parts) * (bx - ax), ay + (k / parts) * (by - ay)]);
      }
    }
  }

  fits(box) {
    const [left, top, right, bottom] = box;
    const [west, north, east, south] = this.#box;
    if (left < west || top < north || right > east || bottom > south) return false;
    return !this.#taken.some((o) => left < o[2] && right > o[0] && top < o[3] && bottom > o[1]);
  }

  isClear([left, top, right, bottom]) {
    const isIn = ([x, y]) => x > left - 2 && x < right + 2 && y > top - 1 && y < bottom + 1;
    return !this.#lines.some(isIn);
  }

  // Where a label may stand beside a point, or null; remembers it.
  place(text, x, y, off, size = 12) {
    const wide = measure(text, size) + 2;
    const tall = size + 1;
    const boxes = [off, off + 8, off + 18].flatMap((gap) =>
      SIDES.map(([dx, dy]) => {
        const left = edge(x, dx, gap, wide);
        const top = edge(y, dy, gap, tall);
        return [left, top, left + wide, top + tall];
      }),
    );
    const free = boxes.filter((box) => this.fits(box));
    const found = free.find((box) => this.isClear(box)) ?? free[0];
    if (!found) return null;
    this.take(found);
    return [found[0] + 1, found[1] + 0.8 * tall];
  }
}
