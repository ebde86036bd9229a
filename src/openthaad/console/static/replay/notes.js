// What the panel says where no run can be shown.
import { button, make, state } from "../dom.js";
import { sentence } from "../words.js";

export const looking = () => state("loading", "Looking for runs", "Reading the folder of runs.");

export const gone = () => {
  const text = "Start thaad serve again. This page will reconnect by itself.";
  return state("wrong", "The server does not answer", text);
};

export const broken = (error, back) =>
  state("wrong", "This run cannot be shown", sentence(error.message), button("Back to the runs", back));

export function empty(again) {
  const what = "Every engagement that is played becomes a run folder. This page replays it.";
  const more = [
    make("p", {}, "Play one in a terminal:"),
    make("pre", {}, "thaad run korea-2017 --seed 7"),
    make("p", {}, "or here:"),
    make("a", { class: "button", href: "#view=whatif" }, "Open What if and play one"),
    button("Look again", again),
  ];
  return state("empty", "No runs yet", what, ...more);
}
