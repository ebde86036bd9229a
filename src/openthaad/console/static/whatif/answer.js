// The answer beside the map: a sentence, figures, the aim itself, colours, and how fine the map is.
import { button, make } from "../dom.js";
import { percent, sentence, whole } from "../words.js";
import { legend } from "./cells.js";
import { FINE } from "./pace.js";
import { inWords } from "./verdict.js";

const DEGREE = 111.2; // km

export class Answer {
  sentence = make("p", { class: "answer", id: "answer", "aria-live": "polite" });
  figures = make("div", { class: "figures", id: "figures" });
  aim = make("p", { class: "fine", id: "there", hidden: true });
  colours = make("ul", { class: "legend", "aria-label": "Colours" });
  cells = make("p", { class: "fine", id: "cells" });

  // Empty until the server has answered.
  clear(text = "Computing what is defended.") {
    this.sentence.textContent = text;
    this.figures.replaceChildren();
    this.aim.hidden = true;
    this.colours.replaceChildren();
    this.cells.replaceChildren();
  }

  fail(error) {
    this.clear(error.code === "gone" ? "Waiting for the server." : sentence(error.hint));
  }

  tell(got, colour) {
    this.sentence.textContent = got.sentence.replaceAll(" km2", " km²");
    const figure = (value, text) => make("div", {}, make("b", {}, value), make("span", {}, text));
    const shares = [
      [got.land_share, `of ${got.land}`],
      [got.population_share, "of the people in its large cities"],
    ];
    const known = shares.filter(([share]) => share !== null);
    this.figures.replaceChildren(
      ...known.map(([share, text]) => figure(percent(share), text)),
      figure(`${whole(got.area_km2["1"])} km²`, "with a shot"),
      figure(`${whole(got.area_km2["2"])} km²`, "with two or more"),
    );
    this.#tellAim(got.at_aim);
    this.explain(got, colour);
  }

  explain(got, colour) {
    this.colours.replaceChildren(...legend(got, colour));
  }

  // By one flight of its own to the aim; what the cell about it says may differ.
  #tellAim(found) {
    this.aim.hidden = !found;
    if (!found) return;
    const { opportunities: shots, limit, by, free_limit: free, amount, free_amount: freeAmount } = found;
    const { title, text } = inWords({ shots, limit, by, free, amount, freeAmount });
    const words = `${title[0].toLowerCase()}${title.slice(1)}`;
    this.aim.replaceChildren(make("b", {}, "At the aim: "), words + (text ? ` (${text}).` : "."));
  }

  age() {
    this.cells.replaceChildren("The map is being recomputed.");
  }

  // How fine the map is, whether it becomes finer, and if it does not, the way to a finer one.
  tellCells(got, { goesOn, why, finer }) {
    const cells = `${got.columns} × ${got.rows} cells of ${cellSize(got)} km`;
    if (goesOn) this.cells.replaceChildren(`${cells}; a finer map is being computed.`);
    else if (got.rows >= FINE) {
      this.cells.replaceChildren(`${cells}, in ${(got.elapsed_ms / 1000).toFixed(1)} s.`);
    } else {
      const compute = button("Compute it", finer, { id: "finer", class: "tiny" });
      this.cells.replaceChildren(`Coarse: ${cells}. ${why}. `, compute);
    }
  }
}

function cellSize({ box: [west, south, east, north], rows, columns }) {
  const tall = (DEGREE * (north - south)) / rows;
  const narrowing = Math.cos(((south + north) * Math.PI) / 360);
  const wide = (DEGREE * narrowing * (east - west)) / columns;
  return `${wide.toFixed(0)} × ${tall.toFixed(0)}`;
}
