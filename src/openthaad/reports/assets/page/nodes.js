// Nodes of the page and of its drawings.
const NS = "http://www.w3.org/2000/svg";

export const find = (id) => document.getElementById(id);

// A node of a drawing.
export function el(tag, attributes, parent, text) {
  const node = document.createElementNS(NS, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  if (parent) parent.append(node);
  return node;
}

// A node of the page.
export function make(tag, className, ...children) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...children);
  return node;
}

// An empty drawing in the stead of what the host held.
export function sheet(host, width, height, label) {
  const svg = el("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
  host.replaceChildren(svg);
  return svg;
}
