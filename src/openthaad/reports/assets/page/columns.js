// The columns that the timeline and the altitudes share: names on the left, words on the right.
import { battle } from "./battle.js";
import { measure } from "./room.js";

export const ENDED = {
  intercepted: "intercepted",
  leaked: "leaked",
  no_asset_threatened: "harmless",
  failed: "failed",
  unresolved: "unresolved",
};

export const flightName = (threat) => `${threat.missile} → ${threat.to}`;

export function columns(width) {
  if (width < 480) return { isNarrow: true, left: 34, right: 12 };
  const names = battle.threats.map((threat) => measure(flightName(threat), 12) + 36);
  const words = Object.values(ENDED).map((word) => measure(word, 12));
  return {
    isNarrow: false,
    left: Math.min(0.48 * width, Math.max(60, ...names)),
    right: Math.max(...words, measure("150 km ceiling", 11)) + 10,
  };
}
