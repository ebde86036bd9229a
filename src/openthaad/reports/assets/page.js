"use strict";
(() => {
  const D = JSON.parse(document.getElementById("data").textContent);
  const NS = "http://www.w3.org/2000/svg";
  const by = (id) => document.getElementById(id);
  const state = { t: D.end, picked: null, playing: false, truth: true, picture: false };
  const SHORT = {
    intercepted: "intercepted", leaked: "leaked", no_asset_threatened: "harmless",
    failed: "failed", unresolved: "unresolved",
  };
  const refresh = []; // what must be moved when the time or the choice changes

  function el(tag, attributes, parent, text) {
    const node = document.createElementNS(NS, tag);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    if (text !== undefined) node.textContent = text;
    if (parent) parent.append(node);
    return node;
  }

  function sheet(id, width, height, label) {
    const svg = el("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
    by(id).replaceChildren(svg);
    return svg;
  }

  // --- paths: time, x, y, altitude, flattened ---------------------------------------------
  function at(path, t) {
    const n = path.length / 4;
    if (!n || t < path[0] || t > path[4 * n - 4]) return null;
    let low = 0, high = n - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (path[4 * middle] <= t) low = middle; else high = middle;
    }
    const a = 4 * low, b = 4 * high, span = path[b] - path[a];
    const s = span > 0 ? (t - path[a]) / span : 0;
    return [t, 1, 2, 3].map((k, i) => (i ? path[a + k] + s * (path[b + k] - path[a + k]) : k));
  }

  function trail(path, t, x, y) {
    const out = [];
    for (let i = 0; i < path.length && path[i] <= t; i += 4) out.push([x(path, i), y(path, i)]);
    const now = at(path, t);
    if (now) out.push([x(now, 0), y(now, 0)]);
    return line(out);
  }

  const line = (points) =>
    points.length > 1 ? "M" + points.map((p) => p[0].toFixed(1) + " " + p[1].toFixed(1)).join("L") : "";

  const star = (x, y, r) => {
    let d = "";
    for (let i = 0; i < 16; i++) {
      const a = (i * Math.PI) / 8, q = i % 2 ? 0.45 * r : r;
      d += (i ? "L" : "M") + (x + q * Math.sin(a)).toFixed(1) + " " + (y - q * Math.cos(a)).toFixed(1);
    }
    return d + "Z";
  };
  const cross = (x, y, r) => `M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}`;
  const triangle = (x, y, r) => `M${x} ${y - r}L${x + r} ${y + 0.8 * r}L${x - r} ${y + 0.8 * r}Z`;
  const diamond = (x, y, r) => `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`;

  // --- labels that keep off each other -------------------------------------------------------
  const pen = document.createElement("canvas").getContext("2d");
  function measure(text, size) {
    pen.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
    return pen.measureText(text).width;
  }
  // As much of a text as there is room for.
  function fitted(text, room) {
    let cut = text;
    while (cut.length > 4 && measure(cut, 12) > room) cut = `${cut.slice(0, -2).trimEnd()}…`;
    return cut;
  }
  class Room {
    constructor(box) { this.box = box; this.taken = []; this.lines = []; }
    block(x, y, r) { this.taken.push([x - r, y - r, x + r, y + r]); }
    // A line of x, y, x, y ... that words keep off where there is other room.
    avoid(flat) {
      for (let i = 2; i < flat.length; i += 2) {
        const [ax, ay, bx, by] = flat.slice(i - 2, i + 2), parts = Math.ceil(Math.hypot(bx - ax, by - ay) / 4) || 1;
        for (let k = 0; k <= parts; k++) this.lines.push([ax + (k / parts) * (bx - ax), ay + (k / parts) * (by - ay)]);
      }
    }
    fits(b) {
      const [w, n, e, s] = this.box;
      if (b[0] < w || b[1] < n || b[2] > e || b[3] > s) return false;
      return !this.taken.some((o) => b[0] < o[2] && b[2] > o[0] && b[1] < o[3] && b[3] > o[1]);
    }
    isClear(b) { return !this.lines.some(([x, y]) => x > b[0] - 2 && x < b[2] + 2 && y > b[1] - 1 && y < b[3] + 1); }
    // Where a label may stand beside a point, or null; remembers it.
    find(text, x, y, off, size = 12) {
      return this.seek(text, x, y, off, size, true) ?? this.seek(text, x, y, off, size, false);
    }
    seek(text, x, y, off, size, clear) {
      const w = measure(text, size) + 2, h = size + 1;
      for (const gap of [off, off + 8, off + 18]) {
        for (const [dx, dy] of [[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [1, 1], [-1, -1], [-1, 1]]) {
          const left = dx > 0 ? x + gap : dx < 0 ? x - gap - w : x - w / 2;
          const top = dy > 0 ? y + gap : dy < 0 ? y - gap - h : y - h / 2;
          const box = [left, top, left + w, top + h];
          if (this.fits(box) && (!clear || this.isClear(box))) { this.taken.push(box); return [left + 1, top + 0.8 * h]; }
        }
      }
      return null;
    }
  }

  // --- the map ---------------------------------------------------------------------------------
  function drawMap() {
    const width = by("map").clientWidth || 600;
    const [w, s, e, n] = D.frame;
    const k = width / (e - w), height = Math.round((n - s) * k);
    const X = (x) => (x - w) * k, Y = (y) => (n - y) * k;
    const svg = sheet("map", width, height, "Map of the battle; the tables below hold the same facts");
    el("rect", { width, height, class: "sea" }, svg);
    const poly = (flat, close) => {
      let d = "";
      for (let i = 0; i < flat.length; i += 2) d += (i ? "L" : "M") + X(flat[i]).toFixed(1) + " " + Y(flat[i + 1]).toFixed(1);
      return d && close ? d + "Z" : d;
    };
    const layer = (lines, name, close) =>
      el("path", { d: lines.map((flat) => poly(flat, close)).join(""), class: name }, svg);
    layer(D.land, "land", true);
    layer(D.borders, "border");
    layer(D.coast, "coast");
    D.radars.forEach((radar) => el("path", { d: poly(radar.fan, true), class: "fan" }, svg));
    D.batteries.forEach((b) => b.ring.length && el("path", { d: poly(b.ring, true), class: "ring" }, svg));
    D.places.forEach((p) => p.ring.length && el("path", { d: poly(p.ring, true), class: "zone" }, svg));

    const x = (path, i) => X(path[i + 1]), y = (path, i) => Y(path[i + 2]);
    const paths = el("g", {}, svg);
    D.threats.forEach((threat) => {
      const whole = el("path", { class: `whole ${threat.outcome}`, d: trail(threat.path, 1e9, x, y) }, paths);
      const flown = el("path", { class: `flown ${threat.outcome}` }, paths);
      refresh.push(() => {
        whole.classList.toggle("dim", isDim(threat.id));
        flown.classList.toggle("dim", isDim(threat.id));
        flown.setAttribute("d", state.truth ? trail(threat.path, state.t, x, y) : "");
        whole.style.display = state.truth ? "" : "none";
      });
    });
    D.shots.forEach((shot) => {
      const flown = el("path", { class: "shot" }, paths);
      refresh.push(() => {
        flown.classList.toggle("dim", isDim(shot.threat));
        flown.setAttribute("d", trail(shot.path, state.t, x, y));
      });
    });
    D.tracks.forEach((track) => {
      const told = el("path", { class: "track" }, paths);
      const mark = el("path", { class: "trackmark" }, paths);
      refresh.push(() => {
        const now = state.picture && at(track.path, state.t);
        told.setAttribute("d", state.picture ? trail(track.path, state.t, x, y) : "");
        mark.setAttribute("d", now ? `M${X(now[1]) - 5} ${Y(now[2]) - 5}h10v10h-10z` : "");
      });
    });

    const room = new Room([4, 4, width - 4, height - 22]);
    const fixed = el("g", {}, svg);
    D.places.forEach((p) => {
      const [px, py] = [X(p.at[0]), Y(p.at[1])];
      if (p.kind === "launch") el("path", { d: `M${px} ${py - 4}L${px + 4} ${py + 3}L${px - 4} ${py + 3}Z`, class: "seen" }, fixed);
      else if (!p.hidden) el("rect", { x: px - 3, y: py - 3, width: 6, height: 6, fill: "var(--ink)" }, fixed);
      room.block(px, py, 5);
    });
    D.batteries.forEach((b) => {
      el("path", { d: diamond(X(b.at[0]), Y(b.at[1]), 8), class: "shotmark" }, fixed);
      room.block(X(b.at[0]), Y(b.at[1]), 9);
    });
    D.threats.forEach((threat) => ending(threat, X, Y, fixed, room));
    const onMap = (path) => { const out = []; for (let i = 0; i < path.length; i += 4) out.push(X(path[i + 1]), Y(path[i + 2])); return out; };
    [...D.threats, ...D.shots].forEach((item) => room.avoid(onMap(item.path)));
    D.batteries.forEach((b) => room.avoid(b.ring.map((v, i) => (i % 2 ? Y(v) : X(v)))));
    const label = (text, spot, off, name, size) => {
      const found = room.find(text, X(spot[0]), Y(spot[1]), off, size);
      if (found) el("text", { x: found[0], y: found[1], class: `halo ${name}` }, fixed, text);
    };
    D.batteries.forEach((b) => label(b.name, b.at, 11, "strong", 12));
    D.places.filter((p) => !p.hidden).forEach((p) => label(p.name, p.at, 7, p.kind === "launch" ? "soft" : "", 12));
    D.batteries.forEach((b) => {
      if (!b.ring.length) return;
      const text = `${b.reach} km, published reach`;
      // Outside the circle, so that its line does not run through the words.
      const half = measure(text, 11) / 2 + 3, spots = [36, 40, 32, 44, 28, 0, 4, 68, 52, 20, 18, 54];
      const boxes = spots.map((i) => {
        const rx = X(b.ring[2 * i]), ry = Y(b.ring[2 * i + 1]), dx = rx - X(b.at[0]), dy = ry - Y(b.at[1]), r = Math.hypot(dx, dy) || 1;
        const px = rx + (dx / r) * (half + 4), py = ry + (dy / r) * 13;
        return [px - half, py - 7, px + half, py + 7];
      });
      const box = boxes.find((o) => room.fits(o) && room.isClear(o));
      if (!box) return;
      room.taken.push(box);
      el("text", { x: (box[0] + box[2]) / 2, y: box[3] - 3, class: "halo small", "text-anchor": "middle", style: "fill:var(--cap)" }, fixed, text);
    });
    scaleBar(svg, k, height, width);

    const movers = el("g", {}, svg);
    D.threats.forEach((threat) => {
      const g = el("g", { class: `mover ${threat.outcome}` }, movers);
      el("circle", { r: 8 }, g);
      el("text", { y: 3.6, class: threat.id > 9 ? "two" : "" }, g, threat.id);
      refresh.push(() => {
        const now = state.truth && state.t < D.end && at(threat.path, state.t);
        g.style.display = now ? "" : "none";
        g.classList.toggle("dim", isDim(threat.id));
        if (now) g.setAttribute("transform", `translate(${X(now[1]).toFixed(1)} ${Y(now[2]).toFixed(1)})`);
      });
    });
    D.shots.forEach((shot) => {
      const mark = el("path", { class: "shotmark", d: triangle(0, 0, 5) }, movers);
      refresh.push(() => {
        const now = at(shot.path, state.t);
        mark.style.display = now && state.t < D.end ? "" : "none";
        if (now) mark.setAttribute("transform", `translate(${X(now[1]).toFixed(1)} ${Y(now[2]).toFixed(1)})`);
      });
    });
  }

  // A star where it was hit, a cross where it came down, each from that time on.
  function ending(threat, X, Y, parent, room) {
    const time = threat.times.hit ?? threat.times.impact;
    const n = threat.path.length;
    if (time === null || !n) return;
    const px = X(threat.path[n - 3]), py = Y(threat.path[n - 2]);
    const isHit = threat.times.hit !== null;
    const name = isHit ? "hit" : `impact ${threat.outcome === "leaked" ? "" : "harmless"}`;
    const mark = el("path", { class: name, d: isHit ? star(px, py, 9) : cross(px, py, 4.5) }, parent);
    room.block(px, py, 7);
    refresh.push(() => {
      mark.style.display = state.t >= time && state.truth ? "" : "none";
      mark.classList.toggle("dim", isDim(threat.id));
    });
  }

  function scaleBar(svg, k, height, width) {
    const length = [50, 100, 200, 500, 1000, 2000].findLast((km) => km * k < 0.28 * width) || 50;
    const y = height - 12;
    el("path", { class: "scale", d: `M12 ${y - 4}v4h${length * k}v-4` }, svg);
    el("text", { x: 18 + length * k, y: y + 1, class: "small soft halo" }, svg, `${length} km`);
  }

  const isDim = (threat) => state.picked !== null && state.picked !== threat;

  // --- charts over time ------------------------------------------------------------------------
  const begin = Math.min(0, ...D.threats.map((t) => t.times.launch));
  function timeScale(width, left, right) {
    const span = D.end - begin;
    return (t) => left + ((t - begin) / span) * (width - left - right);
  }
  function timeAxis(svg, T, top, bottom, labels) {
    const span = D.end - begin, step = [20, 50, 60, 100, 120, 200, 300, 600].find((s) => span / s <= 9) || 900;
    for (let t = Math.ceil(begin / step) * step; t <= D.end; t += step) {
      el("line", { x1: T(t), x2: T(t), y1: top, y2: bottom, class: "grid" }, svg);
      if (labels) el("text", { x: T(t), y: bottom + 14, "text-anchor": "middle", class: "small soft" }, svg, t);
    }
  }
  function cursor(svg, T, top, bottom, host) {
    const mark = el("line", { y1: top, y2: bottom, class: "cursor" }, svg);
    refresh.push(() => { mark.setAttribute("x1", T(state.t)); mark.setAttribute("x2", T(state.t)); });
    const seek = (event) => {
      const box = svg.getBoundingClientRect();
      const px = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
      const from = T(begin), to = T(D.end);
      if (px < from - 4 || px > to + 4) return;
      go(begin + (Math.min(Math.max(px, from), to) - from) / (to - from) * (D.end - begin));
    };
    host.onpointerdown = (event) => { if (event.button === 0) seek(event); };
    host.onpointermove = (event) => { if (event.buttons === 1) seek(event); };
  }

  let gutter = 0, right = 0;
  function drawTimeline() {
    const width = by("timeline").clientWidth || 520, narrow = width < 480;
    const name = (t) => `${t.missile} → ${t.to}`;
    gutter = narrow ? 34 : Math.min(0.48 * width, Math.max(60, ...D.threats.map((t) => measure(name(t), 12) + 36)));
    right = narrow ? 12 : Math.max(...Object.values(SHORT).map((word) => measure(word, 12)), measure("150 km ceiling", 11)) + 10;
    const row = narrow ? 36 : D.threats.length > 9 ? 21 : 24, top = 2;
    const height = top + row * D.threats.length + 18;
    const svg = sheet("timeline", width, height, "Timeline of each missile; the tables below hold the same facts");
    svg.setAttribute("role", "group");
    const T = timeScale(width, gutter, right);
    timeAxis(svg, T, top, height - 18, true);
    D.threats.forEach((threat, i) => {
      const y0 = top + i * row, y = y0 + (narrow ? 26 : row / 2), times = threat.times;
      const words = `${threat.id}: ${name(threat)}, ${SHORT[threat.outcome]}. ${threat.why}`;
      const g = el("g", { class: `row ${threat.outcome}`, tabindex: 0, role: "button", "aria-label": words }, svg);
      el("title", {}, g, words);
      el("rect", { x: 1, y: y0 + 1, width: width - 2, height: row - 2, rx: 3 }, g);
      tag(g, 14, narrow ? y0 + 12 : y, threat);
      if (narrow) el("text", { x: 28, y: y0 + 16 }, g, `${name(threat)}, ${SHORT[threat.outcome]}`);
      else {
        el("text", { x: 28, y: y + 4 }, g, fitted(name(threat), gutter - 36));
        el("text", { x: width - right + 8, y: y + 4, class: "soft" }, g, SHORT[threat.outcome]);
      }
      const flown = threat.path.length ? threat.path[threat.path.length - 4] : D.end;
      const end = times.hit ?? times.impact ?? flown;
      el("line", { x1: T(times.launch), x2: T(end), y1: y, y2: y, class: "flight" }, g);
      if (times.tracked !== null) el("line", { x1: T(times.tracked), x2: T(end), y1: y, y2: y, class: "held" }, g);
      if (times.seen !== null) el("circle", { cx: T(times.seen), cy: y, r: 3.6, class: "seen" }, g);
      if (times.burnout !== null) el("path", { d: diamond(T(times.burnout), y, 4.6), class: "burnout" }, g);
      D.shots.filter((shot) => shot.threat === threat.id).forEach((shot) =>
        el("path", { d: triangle(T(shot.launch), y, 5.2), class: "shotmark" }, g));
      if (times.hit !== null) el("path", { d: star(T(times.hit), y, 8), class: "hit" }, g);
      else if (times.impact !== null) el("path", { d: cross(T(times.impact), y, 4.2), class: `impact ${threat.outcome === "leaked" ? "" : "harmless"}` }, g);
      g.addEventListener("click", () => pick(threat.id));
      g.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pick(threat.id); }
      });
      refresh.push(() => g.classList.toggle("on", state.picked === threat.id));
    });
    cursor(svg, T, top, height - 18, { set onpointerdown(_) {}, set onpointermove(_) {} });
  }

  function tag(parent, x, y, threat) {
    const g = el("g", { class: `tag ${threat.outcome}`, transform: `translate(${x} ${y})` }, parent);
    el("circle", { r: 8 }, g);
    el("text", { y: 3.6, class: threat.id > 9 ? "two" : "" }, g, threat.id);
    return g;
  }

  function drawAltitude() {
    const width = by("altitude").clientWidth || 520, narrow = width < 480;
    const rows = D.threats.length, mapHeight = by("map").firstChild.viewBox.baseVal.height;
    const used = by("timeline").firstChild.viewBox.baseVal.height;
    const height = narrow ? 240 : Math.max(190, Math.min(340, mapHeight - used - 36));
    const svg = sheet("altitude", width, height, "Altitude of each missile over time");
    by("altitude").previousElementSibling.style.paddingLeft = `${narrow ? 0 : gutter}px`; // above its own panel
    const top = 9, bottom = height - 20, T = timeScale(width, gutter, right);
    let high = 60;
    D.threats.forEach((t) => { for (let i = 3; i < t.path.length; i += 4) high = Math.max(high, t.path[i]); });
    high *= 1.06;
    const A = (a) => bottom - (Math.max(a, 0) / high) * (bottom - top);
    timeAxis(svg, T, top, bottom, true);
    const step = [20, 50, 100, 200, 500, 1000].find((s) => high / s <= 6) || 2000;
    for (let a = 0; a <= high; a += step) {
      el("line", { x1: gutter, x2: width - right, y1: A(a), y2: A(a), class: a ? "grid" : "axis" }, svg);
      el("text", { x: gutter - 6, y: A(a) + 4, "text-anchor": "end", class: "small soft" }, svg, a);
    }
    const room = new Room([gutter, 0, width - 2, bottom]);
    const x = (path, i) => T(path[i]), y = (path, i) => A(path[i + 3]);
    D.threats.forEach((threat) => {
      const whole = el("path", { class: `whole ${threat.outcome}`, d: trail(threat.path, 1e9, x, y) }, svg);
      const flown = el("path", { class: `flown ${threat.outcome}` }, svg);
      refresh.push(() => {
        whole.classList.toggle("dim", isDim(threat.id));
        flown.classList.toggle("dim", isDim(threat.id));
        flown.setAttribute("d", trail(threat.path, state.t, x, y));
      });
    });
    D.shots.forEach((shot) => {
      const flown = el("path", { class: "shot" }, svg);
      refresh.push(() => {
        flown.classList.toggle("dim", isDim(shot.threat));
        flown.setAttribute("d", trail(shot.path, state.t, x, y));
      });
    });
    for (const [key, word] of [["floor", "floor"], ["ceiling", "ceiling"]]) {
      const km = D.caps[key];
      if (km === null || km > high) continue;
      el("line", { x1: gutter, x2: width - right, y1: A(km), y2: A(km), class: "cap" }, svg);
      const text = narrow ? `${km}` : `${km} km ${word}`;
      if (!narrow) el("text", { x: width - right + 8, y: A(km) + 4, class: "small", style: "fill:var(--cap)" }, svg, text);
      else {
        const [at, anchor] = key === "ceiling" ? [gutter + 4, "start"] : [width - right - 2, "end"];
        el("text", { x: at, y: A(km) - 4, "text-anchor": anchor, class: "small halo", style: "fill:var(--cap)" }, svg, `${km} km ${word}, published`);
      }
    }
    D.threats.forEach((threat) => {
      const n = threat.path.length;
      if (!n) return;
      const isHit = threat.times.hit !== null;
      if (isHit) {
        const px = T(threat.path[n - 4]), py = A(threat.path[n - 1]);
        const mark = el("path", { class: "hit", d: star(px, py, 8) }, svg);
        room.block(px, py, 8);
        refresh.push(() => { mark.style.display = state.t >= threat.times.hit ? "" : "none"; });
      }
    });
    D.threats.forEach((threat) => apexTag(svg, threat, room, T, A));
    cursor(svg, T, top, bottom, by("altitude"));
  }

  // The same flights seen from the side: altitude over distance, with the box of the published caps.
  function drawProfile() {
    const b = D.batteries[0];
    by("profile-part").hidden = !b;
    if (!b) return;
    by("profile-from").textContent = b.name;
    const width = by("profile").clientWidth || 900, height = 230, left = 40, top = 12, bottom = height - 22;
    const svg = sheet("profile", width, height, "Altitude of each missile over its distance from the battery");
    const far = (path, i) => Math.hypot(path[i + 1] - b.at[0], path[i + 2] - b.at[1]);
    let wide = 100, high = 60;
    D.threats.forEach((t) => { for (let i = 0; i < t.path.length; i += 4) { wide = Math.max(wide, far(t.path, i)); high = Math.max(high, t.path[i + 3]); } });
    const S = (km) => left + (km / (1.02 * wide)) * (width - left - 12), A = (km) => bottom - (Math.max(km, 0) / (1.06 * high)) * (bottom - top);
    const steps = (most, parts) => { const step = [20, 50, 100, 200, 500, 1000, 2000].find((s) => most / s <= parts) || 5000; return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step); };
    steps(high, 6).forEach((km) => {
      el("line", { x1: left, x2: width - 12, y1: A(km), y2: A(km), class: km ? "grid" : "axis" }, svg);
      el("text", { x: left - 6, y: A(km) + 4, "text-anchor": "end", class: "small soft" }, svg, km);
    });
    steps(wide, width < 480 ? 5 : 12).forEach((km) => {
      el("line", { x1: S(km), x2: S(km), y1: top, y2: bottom, class: "grid" }, svg);
      el("text", { x: S(km), y: height - 6, "text-anchor": "middle", class: "small soft" }, svg, km);
    });
    const { floor, ceiling, reach } = D.caps;
    if (reach) {
      const roof = Math.min(ceiling ?? 1e9, 1.06 * high), ground = floor ?? 0;
      el("path", { d: `M${S(0)} ${A(ground)}H${S(reach)}V${A(roof)}${ceiling && ceiling <= 1.06 * high ? `H${S(0)}` : ""}`, class: "cap", fill: "none" }, svg);
      if (S(reach) < width - 200) el("text", { x: S(reach) + 6, y: A(0.5 * (ground + roof)), class: "small halo", style: "fill:var(--cap)" }, svg, "published floor, ceiling and reach");
    }
    const x = (path, i) => S(far(path, i)), y = (path, i) => A(path[i + 3]);
    // Straight on the map is not straight in distance: short pieces.
    const finely = (path) => {
      const out = Array.from(path.slice(0, 4));
      for (let i = 4; i < path.length; i += 4) {
        const parts = Math.ceil(Math.hypot(path[i + 1] - path[i - 3], path[i + 2] - path[i - 2]) / 5) || 1;
        for (let k = 1; k <= parts; k++) for (let j = 0; j < 4; j++) out.push(path[i - 4 + j] + (k / parts) * (path[i + j] - path[i - 4 + j]));
      }
      return out;
    };
    const curve = (coarse, name, threat) => {
      const path = finely(coarse), flown = el("path", { class: name }, svg);
      refresh.push(() => { flown.classList.toggle("dim", isDim(threat)); flown.setAttribute("d", trail(path, state.t, x, y)); });
    };
    D.threats.forEach((threat) => {
      const whole = el("path", { class: `whole ${threat.outcome}`, d: trail(finely(threat.path), 1e9, x, y) }, svg);
      refresh.push(() => whole.classList.toggle("dim", isDim(threat.id)));
      curve(threat.path, `flown ${threat.outcome}`, threat.id);
    });
    D.shots.forEach((shot) => curve(shot.path, "shot", shot.threat));
    D.threats.filter((threat) => threat.times.hit !== null && threat.path.length).forEach((threat) => {
      const mark = el("path", { class: "hit", d: star(x(threat.path, threat.path.length - 4), y(threat.path, threat.path.length - 4), 8) }, svg);
      refresh.push(() => { mark.style.display = state.t >= threat.times.hit ? "" : "none"; });
    });
  }

  // A numbered dot on each curve, at its top or as near to it as there is room.
  function apexTag(svg, threat, room, T, A) {
    const p = threat.path;
    if (!p.length) return;
    let best = 0;
    for (let i = 0; i < p.length; i += 4) if (p[i + 3] > p[best + 3]) best = i;
    const first = p[0], last = p[p.length - 4];
    for (let turn = 0; turn < 40; turn++) {
      const t = p[best] + (turn % 2 ? 1 : -1) * Math.ceil(turn / 2) * 0.022 * (last - first);
      const now = at(p, t);
      if (!now) continue;
      const box = [T(t) - 8, A(now[3]) - 8, T(t) + 8, A(now[3]) + 8];
      if (!room.fits(box)) continue;
      room.taken.push(box);
      const g = tag(svg, T(t).toFixed(1), A(now[3]).toFixed(1), threat);
      refresh.push(() => g.classList.toggle("dim", isDim(threat.id)));
      return;
    }
  }

  const TASKS = {
    guidance: "guiding interceptors", precision: "precision track", confirm: "confirming", track: "tracking",
    discriminate: "discriminating", false_alarm: "false alarms", search: "search",
  };
  function drawOccupancy() {
    const host = by("occupancy");
    host.replaceChildren();
    D.occupancy.forEach((radar, number) => {
      const box = document.createElement("div");
      box.className = "chart";
      box.id = `occupancy-${number}`;
      host.append(box);
      const width = box.clientWidth || 900, height = 170, left = 44, top = 8, bottom = height - 20;
      const svg = sheet(box.id, width, height, `How ${radar.name} spent its time`);
      const T = timeScale(width, left, 12), S = (share) => bottom - (share / 1000) * (bottom - top);
      let floor = radar.time.map(() => 0);
      const names = Object.keys(TASKS).filter((task) => (radar.tasks[task] || []).some((share) => share > 2));
      names.forEach((task) => {
        const roof = floor.map((value, i) => value + radar.tasks[task][i]);
        const up = roof.map((value, i) => [T(radar.time[i]), S(value)]);
        const down = floor.map((value, i) => [T(radar.time[i]), S(value)]).reverse();
        el("path", { d: line(up.concat(down)) + "Z", fill: `var(--${task})`, stroke: "var(--paper)", "stroke-width": 0.6 }, svg);
        floor = roof;
      });
      timeAxis(svg, T, bottom, bottom + 3, true);
      [0, 500, 1000].forEach((share) => {
        el("line", { x1: left, x2: width - 12, y1: S(share), y2: S(share), class: "axis" }, svg);
        el("text", { x: left - 6, y: S(share) + 4, "text-anchor": "end", class: "small soft" }, svg, `${share / 10} %`);
      });
      cursor(svg, T, top, bottom, box);
      const key = document.createElement("div");
      key.className = "tasks";
      const mean = (task) => radar.tasks[task].reduce((a, b) => a + b, 0) / radar.time.length / 10;
      [...names].reverse().forEach((task) => {
        const item = document.createElement("span"), dot = document.createElement("i");
        dot.style.background = `var(--${task})`;
        item.append(dot, `${TASKS[task]} ${mean(task).toFixed(0)} %`);
        key.append(item);
      });
      host.append(key);
    });
  }

  // --- the key ---------------------------------------------------------------------------------
  function drawKey() {
    const items = [
      ["leaked", (g) => el("path", { d: "M0 7h18", class: "flown leaked" }, g), (t) => t.outcome === "leaked"],
      ["intercepted", (g) => el("path", { d: "M0 7h18", class: "flown intercepted" }, g), (t) => t.outcome === "intercepted"],
      ["hit", (g) => el("path", { d: star(9, 7, 8), class: "hit" }, g), (t) => t.times.hit !== null],
      ["impact", (g) => el("path", { d: cross(9, 7, 4), class: "impact" }, g), (t) => t.times.impact !== null],
      ["interceptor, launched", (g) => el("path", { d: triangle(9, 7, 5), class: "shotmark" }, g), () => D.shots.length],
      ["first seen", (g) => el("circle", { cx: 9, cy: 7, r: 3.6, class: "seen" }, g), (t) => t.times.seen !== null],
      ["burnout declared", (g) => el("path", { d: diamond(9, 7, 4.6), class: "burnout" }, g), (t) => t.times.burnout !== null],
      ["in track", (g) => el("path", { d: "M0 7h18", class: "held unresolved" }, g), (t) => t.times.tracked !== null],
      [`published reach, ${D.caps.reach} km`, (g) => el("path", { d: "M0 7h18", class: "ring" }, g), () => D.batteries.some((b) => b.ring.length)],
      ["launch site", (g) => el("path", { d: "M9 3L13 10L5 10Z", class: "seen" }, g), () => true],
      [`radar sector, drawn to ${D.radars.length ? D.radars[0].reach : 0} km`, (g) => el("path", { d: "M9 13L1 3A12 12 0 0 1 17 3Z", class: "fan" }, g), () => D.radars.length],
    ];
    by("key").replaceChildren(...items.filter(([, , when]) => D.threats.some(when)).map(([text, mark]) => {
      const item = document.createElement("span");
      mark(el("svg", { viewBox: "0 0 18 14", "aria-hidden": "true" }, item));
      item.append(text);
      return item;
    }));
  }

  // --- time, choice ------------------------------------------------------------------------------
  function go(t) {
    state.t = Math.min(Math.max(t, begin), D.end);
    by("slider").value = state.t;
    by("slider").setAttribute("aria-valuetext", `${state.t.toFixed(0)} seconds`);
    by("clock").textContent = `T+${state.t.toFixed(0)} s`;
    refresh.forEach((f) => f());
  }
  function pick(threat) {
    state.picked = state.picked === threat ? null : threat;
    document.querySelectorAll(".pick").forEach((button) => {
      const on = Number(button.dataset.threat) === state.picked;
      button.setAttribute("aria-pressed", on);
      button.closest("tr").classList.toggle("on", on);
    });
    document.querySelectorAll(".stories details").forEach((story) => {
      story.open = story.id === `story-${state.picked}`;
    });
    go(state.t);
  }
  let last = 0;
  function tick(now) {
    if (!state.playing) return;
    const step = last ? (now - last) / 1000 : 0;
    last = now;
    go(state.t + (step * (D.end - begin)) / 30);
    if (state.t >= D.end) play(false); else requestAnimationFrame(tick);
  }
  function play(on) {
    if (on && state.t >= D.end) go(begin);
    state.playing = on;
    last = 0;
    by("play").textContent = on ? "Pause" : "Play";
    by("play").setAttribute("aria-label", on ? "Pause" : "Play the battle");
    if (on) requestAnimationFrame(tick);
  }

  function draw() {
    refresh.length = 0;
    drawMap();
    drawTimeline();
    drawAltitude();
    drawProfile();
    drawOccupancy();
    drawKey();
    go(state.t);
  }

  by("slider").min = begin;
  by("slider").max = D.end;
  if (!D.radars.length) for (const id of ["picture", "occupancy"]) by(id).parentNode.hidden = true;
  by("slider").addEventListener("input", (event) => { play(false); go(Number(event.target.value)); });
  by("play").addEventListener("click", () => play(!state.playing));
  for (const name of ["truth", "picture"]) {
    by(name).addEventListener("change", (event) => { state[name] = event.target.checked; go(state.t); });
    state[name] = by(name).checked;
  }
  document.querySelectorAll(".pick").forEach((button) =>
    button.addEventListener("click", () => pick(Number(button.dataset.threat))));
  let width = 0;
  new ResizeObserver(() => {
    if (by("map").clientWidth === width) return;
    width = by("map").clientWidth;
    draw();
  }).observe(by("map"));
  addEventListener("beforeprint", () =>
    document.querySelectorAll("details").forEach((story) => { story.open = true; }));
  play(false);
  draw();
})();
