// Questions over a WebSocket: one in flight, and of those that wait only the newest.
import { GONE, socketAddress } from "./api.js";

export class Latest {
  #socket = null;
  #flying = null;
  #waiting = null;
  #number = 0;
  #answered;
  #changed;

  // Tells of each answer with what was asked, the milliseconds it took and whether more is waiting; and of
  // every change of whether an answer is awaited.
  constructor(answered, changed) {
    this.#answered = answered;
    this.#changed = changed;
  }

  ask(question, note) {
    this.#waiting = { question, note };
    this.#send();
  }

  // Whatever is still answered over the old socket is not heard.
  close() {
    const socket = this.#socket;
    this.#socket = null;
    this.#flying = null;
    this.#waiting = null;
    socket?.close();
    this.#changed(false);
  }

  #open() {
    const socket = new WebSocket(socketAddress());
    socket.onopen = () => this.#send();
    socket.onmessage = (event) => {
      if (socket === this.#socket) this.#received(JSON.parse(event.data));
    };
    socket.onclose = () => this.#lost(socket);
    this.#socket = socket;
  }

  #send() {
    if (!this.#socket) {
      this.#open();
      return;
    }
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
    this.#socket = null;
    this.#flying = null;
    this.#changed(false);
    if (asked || this.#waiting) {
      this.#waiting = null;
      this.#answered({ error: GONE }, asked || {}, 0, false);
    }
  }
}
