// The footprint on the map: an image of its cells, their outlines, and the coasts over them.
import { get } from "../api.js";
import { settle } from "../globe/camera.js";
import { edgesOf, picture } from "./cells.js";

const SHORES = { coasts: "rgba(16,28,36,0.75)", borders: "rgba(16,28,36,0.4)" };
const HEIGHTS = { cells: 1000, shores: 1300, edges: 1500 }; // metres: what lies over what
const OLD = 0.4; // of a map whose question has changed

export class FootprintLayer {
  #globe;
  #image = null;
  #lines = null;
  #coasts = null;
  #box = null; // of the image
  #shored = null; // the box whose coasts are drawn, or asked for
  #isOld = false;

  constructor(globe) {
    this.#globe = globe;
  }

  draw(got, colour) {
    const box = got.box.join();
    const isSame = this.#image && this.#box === box;
    if (isSame) this.#image.appearance.material.uniforms.image = picture(got, colour);
    else this.#lay(got, colour);
    this.#box = box;
    this.#lines = this.#stroke(edgesOf(got), HEIGHTS.edges, this.#lines);
    this.#shore(got.box);
    settle(this.#globe);
  }

  // A picture is white until it has reached the graphics card, a frame later: the old one stays so long.
  #lay(got, colour) {
    const { C, scene } = this.#globe;
    const [west, south, east, north] = got.box;
    const geometry = new C.RectangleGeometry({
      rectangle: C.Rectangle.fromDegrees(west, south, east > 180 ? east - 360 : east, north),
      height: HEIGHTS.cells,
      vertexFormat: C.EllipsoidSurfaceAppearance.VERTEX_FORMAT,
      granularity: C.Math.toRadians(0.5),
    });
    const material = C.Material.fromType("Image", { image: picture(got, colour), color: this.#tint(0) });
    const appearance = new C.EllipsoidSurfaceAppearance({ material, aboveGround: true, translucent: true });
    const instances = new C.GeometryInstance({ geometry });
    const image = new C.Primitive({ geometryInstances: instances, asynchronous: false, appearance });
    const old = this.#image;
    this.#image = scene.primitives.add(image);
    const shown = scene.postRender.addEventListener(() => {
      shown();
      if (!image.isDestroyed()) material.uniforms.color = this.#tint();
      if (old && !old.isDestroyed()) scene.primitives.remove(old);
      scene.requestRender();
    });
  }

  #tint(alpha = this.#isOld ? OLD : 1) {
    return this.#globe.C.Color.WHITE.withAlpha(alpha);
  }

  // Pale while the map answers a question that has changed since.
  fade(isOld) {
    if (this.#isOld === isOld) return;
    this.#isOld = isOld;
    if (this.#image) this.#image.appearance.material.uniforms.color = this.#tint();
    this.#globe.scene.requestRender();
  }

  // Coasts and borders lie over the cells, for the cells are opaque.
  async #shore(box) {
    const [west, south, east, north] = box;
    const name = box.join();
    if (this.#shored === name) return;
    this.#shored = name;
    let found;
    try {
      found = await get(`coasts?${new URLSearchParams({ west, south, east, north })}`);
    } catch {
      this.#shored = null; // the map stands without them
      return;
    }
    if (this.#shored !== name) return;
    const strokes = Object.entries(SHORES).flatMap(([kind, colour]) =>
      found[kind].map((line) => ({ line, colour, width: 1 })),
    );
    this.#coasts = this.#stroke(strokes, HEIGHTS.shores, this.#coasts);
  }

  // Lines as one primitive, in the place of an earlier one.
  #stroke(strokes, height, old) {
    const { C, scene } = this.#globe;
    if (old) scene.primitives.remove(old);
    scene.requestRender();
    if (!strokes.length) return null;
    const geometryInstances = strokes.map(
      ({ line, colour, width }) =>
        new C.GeometryInstance({
          attributes: {
            color: C.ColorGeometryInstanceAttribute.fromColor(C.Color.fromCssColorString(colour)),
          },
          geometry: new C.PolylineGeometry({
            positions: line.map(([lon, lat]) => C.Cartesian3.fromDegrees(lon, lat, height)),
            width,
            arcType: C.ArcType.NONE,
            vertexFormat: C.PolylineColorAppearance.VERTEX_FORMAT,
          }),
        }),
    );
    const appearance = new C.PolylineColorAppearance({ translucent: true });
    return scene.primitives.add(new C.Primitive({ geometryInstances, asynchronous: false, appearance }));
  }

  clear() {
    const { scene } = this.#globe;
    for (const part of [this.#image, this.#lines, this.#coasts]) if (part) scene.primitives.remove(part);
    this.#image = null;
    this.#lines = null;
    this.#coasts = null;
    this.#box = null;
    this.#shored = null;
    this.#isOld = false;
    scene.requestRender();
  }
}
