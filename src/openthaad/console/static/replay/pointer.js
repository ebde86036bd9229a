// A click on a missile, an interceptor or a track says what it is.
import { onScreenAt } from "../globe/globe.js";
import { hideTip, showTip } from "../tip.js";
import { called, numberOf, threatNumbered } from "./names.js";

const GRIP = 18; // pixels about a thing on the map that take it for clicked
const BAR = 100; // pixels of the bar with the time
const FLIES = /^(truth\/(object|interceptor)|picture)\//;

// Listens until the returned function is called; `chose` is told the number of the threat that was clicked.
export function listenForClicks(globe, recording, chose) {
  const { C, scene } = globe;
  const hand = new C.ScreenSpaceEventHandler(scene.canvas);
  hand.setInputAction(({ position }) => {
    hideTip();
    const entity = nearest(globe, recording, position);
    if (!entity) return;
    const number = numberOf(recording.run, entity);
    if (number !== null) chose(number);
    showTip(position, described(globe, recording.run, entity), BAR);
  }, C.ScreenSpaceEventType.LEFT_CLICK);
  return () => hand.destroy();
}

function nearest(globe, { entities }, position) {
  const time = globe.widget.clock.currentTime;
  let best = null;
  let least = GRIP;
  for (const entity of entities.values) {
    const where = entity.isShowing && entity.isAvailable(time) && entity.position?.getValue(time);
    const at = where && onScreenAt(globe, where);
    const far = at ? Math.hypot(at.x - position.x, at.y - position.y) : Infinity;
    if (far < least) [best, least] = [entity, far];
  }
  return best;
}

function described({ C, widget }, run, entity) {
  const time = widget.clock.currentTime;
  const threat = threatNumbered(run, numberOf(run, entity));
  const title = threat
    ? `${threat.title} ${threat.id} from ${threat.from} to ${threat.to}`
    : called(run, entity);
  if (!FLIES.test(entity.id)) return { title, text: "" };
  const here = entity.position.getValue(time);
  const later = C.JulianDate.addSeconds(time, 0.5, new C.JulianDate());
  const there = entity.isAvailable(later) && entity.position.getValue(later);
  const height = C.Cartographic.fromCartesian(here).height / 1000;
  const speed = there ? C.Cartesian3.distance(here, there) / 500 : 0;
  const from = entity.id.startsWith("picture/") ? "as the defence believes: " : "";
  return { title, text: `${from}${height.toFixed(0)} km up, ${speed.toFixed(1)} km/s` };
}
