// The panel of a replay: which run, what is shown, which missile is followed, what happens.
import { find, field, make, select } from "../dom.js";
import { fateOf, titleOf } from "./names.js";

const SHOWN = { truth: "Truth", picture: "Track picture", fan: "Radar sector" };
const HIDDEN = "The truth is hidden: this is only what the defence knew at the time.";

export class ReplayPanel {
  #host = find("replay-panel");
  #run = null;
  #answer = null;
  #story = null;
  #who = null;
  #deeds;
  runs = []; // of which one is chosen

  // `deeds` are what the controls do: `load`, `toggle` and `choose`.
  constructor(deeds) {
    this.#deeds = deeds;
  }

  // Says something in the stead of a run.
  instead(node) {
    this.#host.replaceChildren(node);
  }

  build({ name, run }, shown, list) {
    this.#run = run;
    this.#answer = make("p", { class: "answer" }, run.headline);
    this.#story = make("p", { class: "now", id: "now", "aria-live": "off" });
    this.#who = make("select", { id: "threat", onchange: () => this.#deeds.choose(this.#who.value) });
    const title = make("h2", {}, run.title || run.scenario);
    this.#host.replaceChildren(
      field("Run", this.#runField(name)),
      title,
      this.#answer,
      ...(run.geometry.radars.length ? [this.#shownField(shown)] : []),
      field("Follow and explain", this.#who),
      make("h3", {}, "Now"),
      this.#story,
      make("h3", {}, "Events"),
      list,
      repeatNote(name, run),
    );
  }

  #runField(name) {
    const { runs } = this;
    const named = runs.map((item) => [item.name, titleOf(item, runs)]);
    const isListed = runs.some((item) => item.name === name);
    const choices = isListed ? named : [...named, [name, name]];
    const node = select(choices, name, { id: "run", onchange: () => this.#deeds.load(node.value) });
    return node;
  }

  #shownField(shown) {
    const buttons = Object.entries(SHOWN).map(([key, text]) => {
      const press = () => {
        const isOn = this.#deeds.toggle(key);
        node.setAttribute("aria-pressed", String(isOn));
      };
      const state = { id: `show-${key}`, "aria-pressed": String(shown[key]) };
      const swatch = make("i", { class: `swatch ${key}` });
      const node = make("button", { type: "button", onclick: press, ...state }, swatch, text);
      return node;
    });
    const named = { class: "group wide", role: "group", "aria-label": "Shown on the map" };
    return make("div", named, ...buttons);
  }

  // The missiles by name and fate, or by number alone where the truth is hidden.
  tell(isTrue, chosen) {
    const choices = this.#run.threats.map((threat) => [String(threat.id), fateOf(threat, isTrue)]);
    const { children } = select([["", "All threats"], ...choices], chosen);
    this.#who.replaceChildren(...children);
    this.#who.value = chosen;
    this.#answer.textContent = isTrue ? this.#run.headline : HIDDEN;
  }

  choose(number) {
    this.#who.value = number;
  }

  happened(text) {
    this.#story.textContent = text;
  }
}

function repeatNote(name, run) {
  const path = encodeURIComponent(name);
  const file = { href: `api/v1/runs/${path}/scenario.toml`, download: `${run.scenario}.toml` };
  return make(
    "p",
    { class: "fine", id: "repeat" },
    `Play it again: ${run.command} · digest ${run.digest.slice(0, 12)} · `,
    make("a", file, "scenario file"),
    " · ",
    make("a", { href: `#view=whatif&run=${path}` }, "change it in What if"),
  );
}
