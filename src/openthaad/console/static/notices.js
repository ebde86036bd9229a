// What the page says over the map: that something is wrong, that it is busy, that the server is gone.
import { get } from "./api.js";
import { button, find } from "./dom.js";
import { sentence } from "./words.js";

const AGAIN_MS = 3000;
const GONE = "The server does not answer. Is thaad serve still running? This page will reconnect by itself";
let waiting = null; // the timer of the next look for the server

export function complain(text, ...more) {
  find("error").hidden = !text;
  find("error").replaceChildren(...(text ? [sentence(text), ...more] : []));
}

export function cover(text) {
  find("cover").hidden = !text;
  if (text) find("cover").querySelector("p").textContent = text;
}

// The server is gone: ask for it every few seconds, and continue once it is back.
export function awaitServer(resume) {
  stopWaiting();
  const look = async () => {
    stopWaiting();
    try {
      await get("status");
    } catch {
      waiting = setTimeout(look, AGAIN_MS);
      return;
    }
    complain("");
    resume();
  };
  complain(GONE, button("Try again", look));
  waiting = setTimeout(look, AGAIN_MS);
}

export function stopWaiting() {
  clearTimeout(waiting);
}
