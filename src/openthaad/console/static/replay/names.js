// What a run and its missiles are called, with the truth and without it.
import { titled } from "../words.js";

const OUTCOMES = {
  intercepted: "intercepted",
  leaked: "leaked",
  no_asset_threatened: "landed outside every defended place",
  failed: "failed in flight",
  unresolved: "unresolved",
};
const FOLLOWED = /^(?:spent body|decoy|debris) \((track \d+)\)/; // what only the truth knows of a track

// A run in the list: what came of it, and when it was played where another has the same scenario and seed.
export function titleOf(run, runs) {
  if (run.damaged) return `${run.name}: cannot be read`;
  const twins = runs.filter((item) => item.scenario === run.scenario && item.seed === run.seed);
  const style = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  const when = twins.length > 1 ? `, ${new Date(1000 * run.written).toLocaleString("en-GB", style)}` : "";
  return `${run.scenario}, seed ${run.seed}: ${run.intercepted} of ${run.threats} stopped${when}`;
}

// A missile by its kind and number.
export const nameOf = (threat) => `${threat.title} ${threat.id}`;

export const threatNumbered = (run, number) => run.threats.find(({ id }) => String(id) === String(number));

// A missile by name and fate, or by number alone.
export function fateOf(threat, isTrue) {
  if (!isTrue) return `Threat ${threat.id}`;
  return `${nameOf(threat)} to ${threat.to}: ${OUTCOMES[threat.outcome] ?? threat.outcome}`;
}

export function whose(run, event, isTrue) {
  const threat = isTrue && threatNumbered(run, event.threat);
  return threat ? nameOf(threat) : `Threat ${event.threat}`;
}

// What happened, without what only the truth knows where that is hidden.
export const worded = ({ text }, isTrue) => (isTrue ? text : text.replace(FOLLOWED, "$1"));

// A thing on the map, as the panel writes it and not as files do.
export function called(run, { id, name }) {
  const [kind, what, number] = id.split("/");
  const isUnit = what === "battery" || what === "radar";
  if (kind === "defence") return isUnit ? `${what} ${titled(number)}` : titled(number);
  if (what === "object") {
    const threat = threatNumbered(run, name.split(" ").at(-1));
    return threat ? nameOf(threat) : name;
  }
  if (what !== "ending") return name;
  const threat = threatNumbered(run, number);
  return `${threat ? nameOf(threat) : number} ${name.startsWith("hit") ? "destroyed" : "impact"}`;
}

// The number of the threat that a thing on the map is; null where it is none.
export function numberOf(run, { id, name }) {
  const [side, what] = id.split("/");
  if (side !== "truth" || what === "interceptor") return null;
  const number = name?.split(" ").at(-1);
  return threatNumbered(run, number) ? number : null;
}
