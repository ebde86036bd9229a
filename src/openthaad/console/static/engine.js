// Whether the engine is ready, in words.
import { get } from "./api.js";
import { find } from "./dom.js";

const WORDS = {
  compiling: "Preparing the engine: the first time this takes about a minute",
  failed: "The engine could not be prepared",
};

export async function watchEngine() {
  try {
    const { engine } = await get("status");
    find("engine").textContent = WORDS[engine] ?? "";
    if (engine === "compiling" || engine === "cold") setTimeout(watchEngine, 2000);
  } catch {
    setTimeout(watchEngine, 5000);
  }
}
