// A scenario file kept in an address, so that a link holds it: compressed, in letters that addresses allow.
import { Problem } from "./api.js";

export const MAX_BYTES = 60_000; // of its text as the interface takes it
const LONG_LINK = 8_000; // characters that some programs cut short

export const isLong = (link) => link.length > LONG_LINK;

export function refusal(name, hint) {
  const error = new Problem({ code: "file", hint }, 0);
  error.file = name;
  return error;
}

export function checkSize(name, text) {
  const size = new Blob([JSON.stringify(text)]).size;
  if (size <= MAX_BYTES) return;
  throw refusal(name, `it has ${Math.ceil(size / 1000)} kB; the limit is ${MAX_BYTES / 1000} kB`);
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
  try {
    const text = await unpacked(packed);
    checkSize(name, text);
    return { name, text };
  } catch {
    throw refusal(name, "the link does not contain the whole scenario: it was cut short");
  }
}

async function unpacked(packed) {
  const letters = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let part = await reader.read();
  while (!part.done) {
    text += decoder.decode(part.value, { stream: true });
    if (text.length > MAX_BYTES) throw new RangeError("too long");
    part = await reader.read();
  }
  return text + decoder.decode();
}
