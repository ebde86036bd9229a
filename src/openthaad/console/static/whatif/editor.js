// A plan on the map and in the panel: whatever is changed, the map follows.
import * as address from "../address.js";
import { showBox } from "../globe/camera.js";
import { awaitServer, complain } from "../notices.js";
import { hideTip } from "../tip.js";
import { controlsOf } from "./controls.js";
import { frameOf } from "./frame.js";
import { Hand } from "./hand.js";
import { Handles } from "./handles.js";
import { linkOf } from "./link.js";
import { FootprintMap } from "./map.js";
import { FINE } from "./pace.js";
import { WhatIfPanel } from "./panel.js";

export class Editor {
  plan = null;
  map;
  panel;
  #globe;
  #handles;
  #hand = null;
  #open = null; // the scenario that the plan changes
  #notice = "";
  #framed = ""; // the box of the map that is framed

  // `openers` are what opens another scenario: `scenario`, `pick` and `reset`.
  constructor(globe, openers) {
    this.#globe = globe;
    this.#handles = new Handles(globe);
    this.panel = new WhatIfPanel({ ...openers, ...controlsOf(this) });
    this.map = new FootprintMap(globe, {
      answered: (got, told) => this.#answered(got, told),
      failed: (error) => this.#failed(error),
      aged: (isOld) => this.panel.age(isOld),
      busy: (isBusy) => this.panel.busy(isBusy),
    });
  }

  show(plan, open, notice) {
    this.hide();
    this.plan = plan;
    this.#open = open;
    this.#notice = notice;
    document.title = `What if: ${open.title} · OpenTHAAD`;
    this.build();
    this.#handles.draw(plan);
    this.#hand ??= new Hand(this.#globe, this.#handles, {
      footprint: () => this.map.footprint,
      dragged: () => this.dragged(),
      dropped: () => {
        this.keep();
        this.#want("quick");
      },
    });
    this.home();
    this.keep();
    this.#want("quick");
  }

  build() {
    if (!this.map.footprint) this.panel.clear();
    this.panel.build(this.plan, this.#open, this.#notice, this.map.colour);
  }

  // Shows the plan anew, with another battery to be changed.
  restart() {
    this.show(this.plan, this.#open, "");
  }

  hide() {
    this.map.forget();
    this.#handles.forget();
    hideTip();
    this.#globe.scene.requestRender();
  }

  close() {
    this.map.close();
    this.hide();
    this.#hand?.close();
    this.#hand = null;
  }

  // What a control changed: everything on the map follows.
  set(values) {
    this.plan.set(values);
    this.redraw();
  }

  redraw() {
    this.#handles.draw(this.plan);
    this.panel.fill();
    this.keep();
    this.#want("quick");
  }

  dragged() {
    this.panel.fill();
    this.#globe.scene.requestRender();
    this.#want("drag");
  }

  keep() {
    address.write(linkOf(this.plan, this.#open.address));
  }

  #want(phase, cells) {
    complain("");
    this.map.want(this.plan, phase, cells);
  }

  #answered(got, { phase, goesOn, why }) {
    this.#handles.learn(this.plan, got);
    if (this.#framed !== got.box.join() && !this.#hand.isHolding) this.home();
    const { answer } = this.panel;
    answer.tell(got, this.map.colour);
    const finer = () => this.#want("fine", FINE);
    answer.tellCells(got, { goesOn, finer, why: why ?? this.map.pace.slowness() });
    this.panel.mark({ area: String(got.area_km2["1"]), phase: goesOn ? phase : "fine" });
  }

  #failed(error) {
    this.panel.fail(error);
    if (error.code === "gone") awaitServer(() => this.#want("quick"));
    else complain(error.hint);
  }

  // Shows what the plan is about.
  home() {
    const box = this.map.footprint?.box;
    showBox(this.#globe, frameOf(this.plan, box));
    this.#framed = box ? box.join() : "";
  }

  themed() {
    if (!this.#hand) return;
    this.#handles.draw(this.plan);
    this.map.recolour(this.map.colour);
  }
}
