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
  try { error = (await response.json()).error || error; } catch { /* no JSON: keep the number */ }
  throw new Problem(error, response.status);
}

async function ask(path, options) {
  let response;
  try { response = await fetch(BASE + path, options); }
  catch { throw new Problem({ code: "gone", hint: "the server does not answer; is thaad serve still running?" }, 0); }
  return answer(response);
}

export const get = async (path) => (await ask(path)).json();
const posting = (body) => ({ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
export const post = async (path, body) => (await ask(path, posting(body))).json();
export const postForText = async (path, body) => (await ask(path, posting(body))).text();
export const getText = async (path) => (await ask(path)).text();
export const replayAddress = (run) => `${BASE}runs/${encodeURIComponent(run)}/replay.czml`;
export const basemapAddress = (part, theme) => `${BASE}basemap/${part}-${theme}.png`;

// Questions over a WebSocket: one in flight, and of those that wait only the newest.
export class Latest {
  #socket = null; #flying = null; #waiting = null; #number = 0; #answered; #changed;

  constructor(answered, changed) { this.#answered = answered; this.#changed = changed; }

  ask(question, note) {
    this.#waiting = { question, note };
    this.#send();
  }

  close() { this.#waiting = null; this.#socket?.close(); }

  #open() {
    const address = new URL(BASE + "footprint", document.baseURI);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    socket.onopen = () => this.#send();
    socket.onmessage = (event) => this.#received(JSON.parse(event.data));
    socket.onclose = () => this.#lost(socket);
    this.#socket = socket;
  }

  #send() {
    if (!this.#socket) { this.#open(); return; }
    if (this.#socket.readyState !== WebSocket.OPEN || this.#flying || !this.#waiting) return;
    this.#number += 1;
    this.#flying = { ...this.#waiting, id: this.#number, since: performance.now() };
    this.#waiting = null;
    this.#socket.send(JSON.stringify({ id: this.#number, ...this.#flying.question }));
    this.#changed(true);
  }

  #received(message) {
    const asked = this.#flying;
    this.#flying = null;
    const took = performance.now() - asked.since;
    this.#changed(Boolean(this.#waiting));
    this.#answered(message, asked, took, Boolean(this.#waiting));
    this.#send();
  }

  #lost(socket) {
    if (socket !== this.#socket) return;
    const asked = this.#flying;
    this.#socket = null; this.#flying = null;
    this.#changed(false);
    if (asked || this.#waiting) {
      this.#waiting = null;
      this.#answered({ error: { code: "gone", hint: "the server does not answer; is thaad serve still running?" } }, asked || {}, 0, false);
    }
  }
}
