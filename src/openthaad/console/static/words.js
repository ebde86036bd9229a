// How the page writes times, numbers and names.
const GROUPS = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });

// A sentence begins with a capital and ends with a stop, wherever it came from.
export function sentence(text) {
  const trimmed = String(text).trim();
  return trimmed && trimmed[0].toUpperCase() + trimmed.slice(1) + (/[.?!]$/.test(trimmed) ? "" : ".");
}

// A time since the epoch, as reports write it.
export const clock = (seconds) => `T+${Math.max(0, Math.round(seconds))} s`;

export const whole = (number) => GROUPS.format(number);
export const percent = (share) => `${Math.round(100 * share)}%`;

export function titled(name) {
  const words = String(name ?? "?").replaceAll("_", " ");
  return words.replace(/\b\w/g, (letter) => letter.toUpperCase());
}
