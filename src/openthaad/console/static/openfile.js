// A scenario file of the user's own, picked or dropped.
import { find, make } from "./dom.js";
import { checkSize, MAX_BYTES, refusal } from "./packed.js";

// Ask for a file; the same one may be picked twice, after an edit.
export function pickFile(took) {
  const picked = () => {
    if (input.files[0]) took(input.files[0]);
  };
  const input = make("input", { type: "file", accept: ".toml", onchange: picked });
  input.click();
}

// Heed files that are dropped anywhere on the page.
export function heedDrops(took) {
  const veil = find("dropping");
  const isFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  let depth = 0; // of the nodes that the file is dragged over
  const enter = (by) => {
    depth = Math.max(0, depth + by);
    veil.hidden = depth === 0;
  };
  const on = (name, heed) =>
    document.addEventListener(name, (event) => {
      if (isFile(event)) heed(event);
    });
  on("dragenter", () => enter(1));
  on("dragleave", () => enter(-1));
  on("dragover", (event) => event.preventDefault());
  on("drop", (event) => {
    event.preventDefault();
    enter(-Infinity);
    if (event.dataTransfer.files[0]) took(event.dataTransfer.files[0]);
  });
}

// Read a file as the interface takes it: its name and its text.
export async function read(file) {
  const name = [...file.name].filter(isPrintable).join("").slice(0, 100) || "scenario.toml";
  if (file.size > MAX_BYTES) {
    const size = `it has ${Math.ceil(file.size / 1000)} kB`;
    throw refusal(name, `${size}; a scenario has a few kB, and the limit is ${MAX_BYTES / 1000} kB`);
  }
  const text = await textOf(file, name);
  checkSize(name, text);
  return { name, text };
}

function isPrintable(letter) {
  const code = letter.codePointAt(0);
  return code > 31 && code !== 127;
}

async function textOf(file, name) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw refusal(name, "it is not a text file in UTF-8; a scenario is TOML");
  }
}
