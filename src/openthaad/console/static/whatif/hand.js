// The pointer on the map of What if: it drags handles, and learns what it points at.
import { groundAt, onScreen } from "../globe/globe.js";
import { hideTip, showTip } from "../tip.js";
import { verdict } from "./verdict.js";

const GRIP = 16; // pixels about a handle that take hold of it
const rounded = (angle) => Math.round(1000 * angle) / 1000;

export class Hand {
  #globe;
  #handles;
  #deeds;
  #events;
  #held = null;

  // `deeds` are `footprint`, which returns what can be pointed at, and `dragged` and `dropped`.
  constructor(globe, handles, deeds) {
    const { C, scene } = globe;
    this.#globe = globe;
    this.#handles = handles;
    this.#deeds = deeds;
    this.#events = new C.ScreenSpaceEventHandler(scene.canvas);
    const on = (type, heed) => this.#events.setInputAction(heed, C.ScreenSpaceEventType[type]);
    on("LEFT_DOWN", ({ position }) => this.#grab(position));
    on("MOUSE_MOVE", ({ endPosition }) => this.#moved(endPosition));
    on("LEFT_UP", () => this.#drop());
    scene.canvas.addEventListener("pointerleave", hideTip);
  }

  get isHolding() {
    return this.#held !== null;
  }

  close() {
    const { canvas } = this.#globe.scene;
    canvas.style.cursor = "";
    canvas.removeEventListener("pointerleave", hideTip);
    this.#events.destroy();
    this.#moveCamera(true);
  }

  #near(position) {
    let best = null;
    let least = GRIP;
    for (const handle of this.#handles.list) {
      const at = onScreen(this.#globe, handle.at().lat_deg, handle.at().lon_deg);
      if (!at) continue;
      const far = Math.hypot(at.x - position.x, at.y - position.y);
      if (far < least) [best, least] = [handle, far];
    }
    return best;
  }

  #moveCamera(isAllowed) {
    this.#globe.scene.screenSpaceCameraController.enableInputs = isAllowed;
  }

  #grab(position) {
    this.#held = this.#near(position);
    if (!this.#held) return;
    this.#moveCamera(false);
    hideTip();
  }

  #moved(position) {
    const { scene } = this.#globe;
    const spot = groundAt(this.#globe, position);
    if (!this.#held) {
      scene.canvas.style.cursor = this.#near(position) ? "grab" : "";
      this.#point(position, spot);
    } else if (spot) {
      scene.canvas.style.cursor = "grabbing";
      this.#held.move({ lat_deg: rounded(spot.lat_deg), lon_deg: rounded(spot.lon_deg) });
      scene.requestRender();
      this.#deeds.dragged();
    }
  }

  #drop() {
    if (!this.#held) return;
    this.#held = null;
    this.#moveCamera(true);
    this.#deeds.dropped();
  }

  #point(position, spot) {
    const footprint = this.#deeds.footprint();
    const words = spot && footprint ? verdict(footprint, spot) : null;
    if (words) showTip(position, words);
    else hideTip();
  }
}
