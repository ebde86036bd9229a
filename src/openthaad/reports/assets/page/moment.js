// What is looked at: the moment, the missile picked out, truth or picture; and the drawings that follow it.
import { battle, begin } from "./battle.js";

const state = { time: battle.end, picked: null, truth: true, picture: false };
let followers = [];

export const moment = () => state.time;
export const isOver = () => state.time >= battle.end;
export const shows = (what) => state[what];
export const isPicked = (threat) => state.picked === threat;
export const isDim = (threat) => state.picked !== null && state.picked !== threat;

// What a drawing does whenever one of these changes.
export function follow(update) {
  followers.push(update);
}

// All that was drawn is drawn anew.
export function forget() {
  followers = [];
}

export function look(change) {
  Object.assign(state, change);
  state.time = Math.min(Math.max(state.time, begin), battle.end);
  for (const update of followers) update();
}
