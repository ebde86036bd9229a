// The button that plays, the slider, and what is shown.
import { battle, begin } from "./battle.js";
import { follow, isOver, look, moment } from "./moment.js";
import { find } from "./nodes.js";

const LASTS = 30; // seconds that a whole battle plays for
const player = { isPlaying: false, last: null };

function tick(now) {
  if (!player.isPlaying) return;
  const step = player.last === null ? 0 : (now - player.last) / 1000;
  player.last = now;
  look({ time: moment() + (step * (battle.end - begin)) / LASTS });
  if (isOver()) play(false);
  else requestAnimationFrame(tick);
}

function play(isOn) {
  if (isOn && isOver()) look({ time: begin });
  Object.assign(player, { isPlaying: isOn, last: null });
  find("play").textContent = isOn ? "Pause" : "Play";
  find("play").setAttribute("aria-label", isOn ? "Pause" : "Play the battle");
  if (isOn) requestAnimationFrame(tick);
}

export function showTime() {
  follow(() => {
    find("slider").value = moment();
    find("slider").setAttribute("aria-valuetext", `${moment().toFixed(0)} seconds`);
    find("clock").textContent = `T+${moment().toFixed(0)} s`;
  });
}

export function listenToPlayer() {
  const slider = find("slider");
  Object.assign(slider, { min: begin, max: battle.end });
  slider.addEventListener("input", () => {
    play(false);
    look({ time: Number(slider.value) });
  });
  find("play").addEventListener("click", () => play(!player.isPlaying));
  for (const what of ["truth", "picture"]) {
    const box = find(what);
    box.addEventListener("change", () => look({ [what]: box.checked }));
    look({ [what]: box.checked });
  }
  play(false);
}
