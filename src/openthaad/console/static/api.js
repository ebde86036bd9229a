// The interface under /api/v1; nothing else on the page speaks to the server.
const BASE = "api/v1/";

export class Problem extends Error {
  constructor(error, status) {
    super(error.hint || "the server gave no reason");
    this.code = error.code;
    this.status = status;
    this.allowed = Array.isArray(error.allowed) ? error.allowed : null;
    this.file = error.file ?? null;
    this.problems = error.problems ?? null;
  }
}

async function answer(response) {
  if (response.ok) return response;
  let error = { code: "http", hint: `the server answered ${response.status}` };
  try {
    error = (await response.json()).error || error;
  } catch {
    // no JSON: keep the number
  }
  throw new Problem(error, response.status);
}

// What it means that nobody answers.
export const GONE = { code: "gone", hint: "the server does not answer; is thaad serve still running?" };

async function ask(path, options) {
  let response;
  try {
    response = await fetch(BASE + path, options);
  } catch {
    throw new Problem(GONE, 0);
  }
  return answer(response);
}

export const get = async (path) => (await ask(path)).json();
const posting = (body) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});
export const post = async (path, body) => (await ask(path, posting(body))).json();
export const postForText = async (path, body) => (await ask(path, posting(body))).text();
export const getText = async (path) => (await ask(path)).text();
export const replayAddress = (run) => `${BASE}runs/${encodeURIComponent(run)}/replay.czml`;
export const socketAddress = () => {
  const address = new URL(`${BASE}footprint`, document.baseURI);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address;
};
export const basemapAddress = (part, theme) => `${BASE}basemap/${part}-${theme}.png`;
