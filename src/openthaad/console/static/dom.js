// Small pieces for building the page; text is always text, never markup.
export function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else if (key === "data") Object.assign(node.dataset, value);
    else if (key in node && key !== "list" && key !== "form") node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export const find = (id) => document.getElementById(id);

export function field(label, control, note) {
  return make("label", { class: "field" }, make("span", {}, label), control, note ? make("small", {}, note) : null);
}

export function choices(pairs, chosen) {
  return pairs.map(([value, text]) => make("option", { value, selected: value === chosen }, text));
}

export function state(kind, title, text, ...more) {
  return make("div", { class: `state ${kind}` }, make("h2", {}, title), make("p", {}, text), ...more);
}

// A sentence begins with a capital and ends with a stop, wherever it came from.
export function sentence(text) {
  const trimmed = String(text).trim();
  return trimmed && trimmed[0].toUpperCase() + trimmed.slice(1) + (/[.?!]$/.test(trimmed) ? "" : ".");
}

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

const GROUPS = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
export const whole = (number) => GROUPS.format(number);
export const percent = (share) => `${Math.round(100 * share)}%`;
export const titled = (name) => String(name ?? "?").replaceAll("_", " ").replace(/\b\w/g, (letter) => letter.toUpperCase());
