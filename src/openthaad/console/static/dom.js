// Small pieces for building the page; text is always text, never markup.
export const find = (id) => document.getElementById(id);

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

export function button(text, onclick, properties = {}) {
  return make("button", { type: "button", onclick, ...properties }, text);
}

export function field(label, control, note) {
  const small = note ? make("small", {}, note) : null;
  return make("label", { class: "field" }, make("span", {}, label), control, small);
}

// A list of choices, as pairs of value and text.
export function select(pairs, chosen, properties = {}) {
  const option = ([value, text]) => make("option", { value, selected: value === chosen }, text);
  return make("select", properties, ...pairs.map(option));
}

// What a panel says in the stead of its controls.
export function state(kind, title, text, ...more) {
  return make("div", { class: `state ${kind}` }, make("h2", {}, title), make("p", {}, text), ...more);
}
