// What the panel says where there is nothing to change.
import { button, make, state } from "../dom.js";
import { sentence } from "../words.js";

export const reading = () => state("loading", "Reading the scenario", "One moment.");

export function noBattery() {
  const why = "There is nothing to map: this scenario is about radars or missiles only. Choose another.";
  return state("empty", "No battery in this scenario", why);
}

export function gone() {
  const text = "Start thaad serve again. This page will reconnect by itself.";
  return state("wrong", "The server does not answer", text);
}

// What is wrong with a file or a link, and the ways on.
export function refused(error, isShown, pick, back) {
  const allowed = error.allowed ? ` Available: ${error.allowed.join(", ")}.` : "";
  const problems = (error.problems ?? []).map((text) => make("li", {}, text));
  const said = error.problems
    ? make("ul", { "aria-label": "Problems" }, ...problems)
    : make("p", {}, sentence(error.message) + allowed);
  const title = error.file ? `${error.file} cannot be opened` : "This cannot be shown";
  return make(
    "div",
    { class: "state wrong", role: "alert" },
    make("h2", {}, title),
    said,
    button("Open a file", pick, { class: "primary" }),
    button(isShown ? "Back to what was shown" : "Start again", back),
  );
}
