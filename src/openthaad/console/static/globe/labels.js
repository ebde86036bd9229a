// Labels that do not lie on one another: each takes the first free corner of its point, or none.
const LINE = 15,
  GAP = 10,
  POINT = 6,
  WAIT = 150; // pixels, and milliseconds between two looks
const CORNERS = [
  [1, -1],
  [1, 1],
  [-1, -1],
  [-1, 1],
];
const ORDER = [
  "handle/",
  "truth/object/",
  "defence/battery/",
  "defence/asset/",
  "truth/ending/",
  "picture/track/",
  "city/",
];

const pen = document.createElement("canvas").getContext("2d");

// How wide a text is in the letters of its label, its outline included.
function widthOf(label, text, time) {
  pen.font = label.font?.getValue(time) ?? "600 13px system-ui, sans-serif";
  return pen.measureText(text).width + 6;
}

function rank(entity) {
  const place = ORDER.findIndex((start) => entity.id.startsWith(start));
  return place < 0 ? ORDER.length : place;
}

function boxAt(at, wide, [right, down]) {
  const left = right > 0 ? at.x + GAP : at.x - GAP - wide;
  const top = down > 0 ? at.y + 2 : at.y - 2 - LINE;
  return { left, top, right: left + wide, bottom: top + LINE };
}

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

function onScreen(C, scene, entity, time) {
  const where =
    entity.isWanted && entity.isShowing && entity.isAvailable(time) && entity.position?.getValue(time);
  return where && C.SceneTransforms.worldToWindowCoordinates(scene, where);
}

// Keep the labels of these entities apart, whenever the scene is drawn; returns what ends it.
export function keepApart({ C, scene }, entities, clock) {
  const named = entities
    .filter((entity) => entity.label && entity.position)
    .sort((a, b) => rank(a) - rank(b));
  for (const entity of named) entity.label.verticalOrigin = C.VerticalOrigin.CENTER;
  let last = 0;
  return scene.preRender.addEventListener(() => {
    if (performance.now() - last < WAIT) return;
    last = performance.now();
    const seen = named
      .map((entity) => [entity, onScreen(C, scene, entity, clock.currentTime)])
      .filter(([, at]) => at);
    const taken = seen.map(([, at]) => ({
      left: at.x - POINT,
      right: at.x + POINT,
      top: at.y - POINT,
      bottom: at.y + POINT,
    }));
    for (const [entity, at] of seen) {
      const text = entity.label.text.getValue(clock.currentTime);
      const wide = widthOf(entity.label, text, clock.currentTime);
      const isFree = (box) => !taken.some((other) => overlap(other, box));
      const isSeen = (box) => box.left >= 0 && box.right <= scene.canvas.clientWidth && box.top >= 0;
      const boxes = CORNERS.map((way) => boxAt(at, wide, way));
      const corner = boxes.findIndex((box) => isFree(box) && isSeen(box));
      if (corner >= 0) taken.push(boxAt(at, wide, CORNERS[corner]));
      if (entity.corner === corner) continue;
      entity.corner = corner;
      entity.label.show = corner >= 0;
      if (corner < 0) continue;
      const [right, down] = CORNERS[corner];
      entity.label.horizontalOrigin = right > 0 ? C.HorizontalOrigin.LEFT : C.HorizontalOrigin.RIGHT;
      entity.label.pixelOffset = new C.Cartesian2(right * GAP, down * (2 + LINE / 2));
    }
  });
}
