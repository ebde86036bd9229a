// What each control of the panel does.
import { play, save, share } from "./deeds.js";

export function controlsOf(editor) {
  const say = (...words) => editor.panel.say(...words);
  return {
    set: (values) => editor.set(values),
    redraw: () => editor.redraw(),
    turn: (boresight) => {
      editor.plan.set({ boresight });
      editor.dragged();
    },
    missile: (missile) => {
      editor.plan.set({ missile });
      editor.build();
      editor.redraw();
    },
    area: (area) => {
      editor.plan.area = area;
      editor.map.forget();
      editor.build();
      editor.home();
      editor.redraw();
    },
    colour: (colour) => {
      editor.map.recolour(colour);
      if (editor.map.footprint) editor.panel.answer.explain(editor.map.footprint, colour);
    },
    unit: (name) => {
      editor.plan.startNamed(name);
      editor.restart();
    },
    kept: () => editor.keep(),
    play: () => play(editor.plan, say),
    save: () => save(editor.plan, say),
    share: () => {
      editor.keep();
      share(editor.plan, say);
    },
  };
}
