// The page of a run: everything is drawn anew when its width changes.
import { drawAltitude } from "./altitude.js";
import { battle } from "./battle.js";
import { listenToTable } from "./choice.js";
import { drawKey } from "./key.js";
import { drawMap } from "./map.js";
import { forget, look } from "./moment.js";
import { find } from "./nodes.js";
import { drawOccupancy } from "./occupancy.js";
import { listenToPlayer, showTime } from "./player.js";
import { drawProfile, nameBattery } from "./profile.js";
import { drawTimeline } from "./timeline.js";

function draw() {
  forget();
  const map = drawMap(find("map"));
  const timeline = drawTimeline(find("timeline"));
  drawAltitude(find("altitude"), find("altitude-title"), map - timeline - 36);
  drawProfile(find("profile"));
  drawOccupancy(find("occupancy"));
  drawKey(find("key"));
  showTime();
  look({});
}

function redrawWhenWider() {
  let width = find("map").clientWidth;
  new ResizeObserver(() => {
    if (find("map").clientWidth === width) return;
    width = find("map").clientWidth;
    draw();
  }).observe(find("map"));
}

if (!battle.radars.length) for (const id of ["picture", "occupancy"]) find(id).parentNode.hidden = true;
listenToTable();
listenToPlayer();
nameBattery(draw);
draw();
redrawWhenWider();
addEventListener("beforeprint", () => {
  for (const story of document.querySelectorAll("details")) story.open = true;
});
