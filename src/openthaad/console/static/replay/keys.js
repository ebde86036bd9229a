// What the keyboard does in a replay.
import { SPEEDS } from "./playback.js";

// The deed of a key, or null where it belongs to what has the focus, or to nothing.
export function deedOf(event, playback, story) {
  const { key, target } = event;
  if (key === " " && target.matches("button, a")) return null;
  if (key.startsWith("Arrow") && target.matches("input[type=range]")) return null;
  const step = event.shiftKey ? 1 : 5;
  const jump = (way) => {
    const time = story.beside(playback.now(), way);
    if (time !== undefined) playback.seek(time);
  };
  const deeds = {
    " ": () => playback.toggle(),
    ArrowLeft: () => playback.seek(playback.now() - step),
    ArrowRight: () => playback.seek(playback.now() + step),
    "[": () => jump(-1),
    "]": () => jump(1),
  };
  const speed = SPEEDS[Number(key) - 1];
  return deeds[key] ?? (speed ? () => playback.pace(speed) : null);
}
