// A scenario file of the user's own: picked or dropped, and kept in the address, so that a link holds it.
import { Problem } from "./api.js";
import { find, make } from "./dom.js";

export const MAX_BYTES = 60_000;   // of its text as the interface takes it
const LONG_LINK = 8_000;           // characters that some programs cut short

const refuse = (name, hint) => { const error = new Problem({ code: "file", hint }, 0); error.file = name; return error; };

// Ask for a file; the same one may be picked twice, after an edit.
export function pickFile(took) {
  const input = make("input", { type: "file", accept: ".toml", onchange: () => { if (input.files[0]) took(input.files[0]); } });
  input.click();
}

// Heed files that are dropped anywhere on the page.
export function dropped(took) {
  const veil = find("dropping");
  const isFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  let depth = 0;
  const show = (on) => { veil.hidden = !on; if (!on) depth = 0; };
  document.addEventListener("dragenter", (event) => { if (isFile(event)) { depth += 1; show(true); } });
  document.addEventListener("dragleave", (event) => { if (isFile(event)) { depth -= 1; if (depth <= 0) show(false); } });
  document.addEventListener("dragover", (event) => { if (isFile(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    show(false);
    if (event.dataTransfer.files[0]) took(event.dataTransfer.files[0]);
  });
}

// Read a file as the interface takes it: its name and its text.
export async function read(file) {
  const name = file.name.replace(/[\u0000-\u001f\u007f]/g, "").slice(0, 100) || "scenario.toml";
  if (file.size > MAX_BYTES) throw refuse(name, `it has ${Math.ceil(file.size / 1000)} kB; a scenario has a few kB, and the limit is ${MAX_BYTES / 1000} kB`);
  let text;
  try { text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()); }
  catch { throw refuse(name, "it is not a text file in UTF-8; a scenario is TOML"); }
  check(name, text);
  return { name, text };
}

function check(name, text) {
  const size = new Blob([JSON.stringify(text)]).size;
  if (size > MAX_BYTES) throw refuse(name, `it has ${Math.ceil(size / 1000)} kB; the limit is ${MAX_BYTES / 1000} kB`);
}

export async function pack(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

// The text back; a link that was cut short or tampered with is refused, however much it would grow.
export async function unpack(name, packed) {
  const broken = refuse(name, "the link does not contain the whole scenario: it was cut short");
  try {
    const letters = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    const decoder = new TextDecoder("utf-8", { fatal: true });
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
      if (text.length > MAX_BYTES) throw broken;
    }
    text += decoder.decode();
    check(name, text);
    return { name, text };
  } catch { throw broken; }
}

export const isLong = (link) => link.length > LONG_LINK;
