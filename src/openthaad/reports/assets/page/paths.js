// Paths: time, x, y, altitude, flattened.

// The row of a path at a time, or null before it and after it.
export function rowAt(path, time) {
  const n = path.length / 4;
  if (!n || time < path[0] || time > path[4 * n - 4]) return null;
  let low = 0;
  let high = n - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (path[4 * middle] <= time) low = middle;
    else high = middle;
  }
  const a = 4 * low;
  const b = 4 * high;
  const span = path[b] - path[a];
  const s = span > 0 ? (time - path[a]) / span : 0;
  return [time, ...[1, 2, 3].map((k) => path[a + k] + s * (path[b + k] - path[a + k]))];
}

// The line of a path up to a time; `x` and `y` say where the row at an index is drawn.
export function trail(path, time, x, y) {
  const out = [];
  for (let i = 0; i < path.length && path[i] <= time; i += 4) out.push([x(path, i), y(path, i)]);
  const now = rowAt(path, time);
  if (now) out.push([x(now, 0), y(now, 0)]);
  return line(out);
}

export function line(points) {
  if (points.length < 2) return "";
  return `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;
}

// The same path in pieces of a few kilometres: what is straight on the map is not straight in distance.
export function finely(path) {
  const out = Array.from(path.slice(0, 4));
  for (let i = 4; i < path.length; i += 4) {
    const parts = Math.ceil(Math.hypot(path[i + 1] - path[i - 3], path[i + 2] - path[i - 2]) / 5) || 1;
    for (let k = 1; k <= parts; k += 1) {
      const row = [0, 1, 2, 3].map((j) => path[i - 4 + j] + (k / parts) * (path[i + j] - path[i - 4 + j]));
      out.push(...row);
    }
  }
  return out;
}

// Where the row with the greatest value of a column begins.
export function highest(path, column) {
  let best = 0;
  for (let i = 0; i < path.length; i += 4) if (path[i + column] > path[best + column]) best = i;
  return best;
}
