/* What was found, as outlines with a tag each, above every fill and point and below the names.
 *
 * Nothing here feels the pointer: a click goes to the cell or area below, and the pointer asks
 * by position what to add to the tooltip.
 */
import { CanvasLayer } from "./canvas_layer.js";
import L from "./leaflet.js";
import { make } from "./legend.js";
import { outlinesAt, placeTags } from "./outlines.js";
import { rdToMercator } from "./projection.js";
import { decode, requireSameLength } from "./typed_arrays.js";

const REACH_PX = 7;
const CASING_PX = 5;
const LINE_PX = 2.2;
//: from this zoom on lines have their full width; thinner before, or they would fill a small outline
const FULL_ZOOM = 13;

export class OverlayLayer {
  /** `obstacles` gives, by zoom, the boxes that a tag keeps off where it can. */
  constructor(map, obstacles) {
    Object.assign(this, { map, obstacles, rings: [], shapes: [], tags: [], layout: null });
    this.canvas = new CanvasLayer("hs-overlay", (ctx, view) => this.#draw(ctx, view));
    map.on("zoomend", () => this.#settle());
  }

  show(overlay, context) {
    this.clear();
    if (!overlay?.labels.length) return;
    const { labels, tips } = overlay;
    const rings = decodeRings(overlay, context.projection);
    requireSameLength({ rings, labels, tips });
    this.rings = rings;
    this.shapes = labels.map((label, i) => ({ label, tip: tips[i] }));
    this.palette = context.palette;
    this.canvas.addTo(this.map);
    this.tags = labels.map((label) => this.#tag(label));
    this.#settle();
  }

  clear() {
    this.canvas.remove();
    for (const tag of this.tags) tag.remove();
    Object.assign(this, { rings: [], shapes: [], tags: [], layout: null });
  }

  redraw() {
    this.canvas.redraw();
  }

  /** What the outlines at a place say: label and tip of each. */
  told({ x, y, scale }) {
    const tagged = this.#places(this.map.getZoom()).flatMap((box, index) =>
      box && x * scale > box.west && x * scale < box.east && y * scale > box.north
      && y * scale < box.south ? [index] : [],
    );
    const found = outlinesAt(this.rings, x, y, REACH_PX / scale);
    return [...new Set([...tagged, ...found])].map((index) => this.shapes[index]);
  }

  /** Where names cannot stand at this zoom, in pixels of the whole world. */
  boxes(zoom) {
    return this.#places(zoom).filter(Boolean);
  }

  /** A tooltip of Leaflet, because it has the size of its text and moves along in a zoom. */
  #tag(label) {
    const tag = L.tooltip({
      pane: "hs-overlay", className: "hs-tag", permanent: true, interactive: false,
      direction: "center", opacity: 1,
    }).setLatLng(this.map.getCenter()).setContent(make("span", "hs-tag-text", label));
    // Read out loud, numbers in a row say nothing; the table has them with their words.
    tag.addTo(this.map).getElement().setAttribute("aria-hidden", "true");
    return tag;
  }

  /** Tags are placed anew per zoom, so none appears or goes while the map is dragged. */
  #places(zoom) {
    if (this.layout?.zoom !== zoom) {
      const sizes = this.tags.map((tag) => {
        const { offsetWidth: width, offsetHeight: height } = tag.getElement();
        return { width, height };
      });
      const places = placeTags(this.rings, sizes, 2 ** zoom, this.obstacles(zoom));
      this.layout = { zoom, places };
    }
    return this.layout.places;
  }

  #settle() {
    const zoom = this.map.getZoom();
    this.#places(zoom).forEach((box, i) => {
      this.tags[i].getElement().style.visibility = box ? "" : "hidden";
      if (!box) return;
      const middle = L.point((box.west + box.east) / 2, (box.north + box.south) / 2);
      this.tags[i].setLatLng(this.map.unproject(middle, zoom));
    });
  }

  /** First all casings, then all lines: where two outlines cross, both can be followed. */
  #draw(ctx, view) {
    const path = pathOf(this.rings, view);
    const share = Math.max(0.6, Math.min(1, 1 - 0.2 * (FULL_ZOOM - view.zoom)));
    ctx.lineJoin = "round";
    ctx.lineWidth = share * CASING_PX;
    ctx.strokeStyle = this.palette.pale;
    ctx.stroke(path);
    ctx.lineWidth = share * LINE_PX;
    ctx.strokeStyle = this.palette.strong;
    ctx.stroke(path);
  }
}

function pathOf(rings, { scale, dx, dy }) {
  const path = new Path2D();
  for (const ring of rings) {
    path.moveTo(ring[0] * scale - dx, ring[1] * scale - dy);
    for (let i = 2; i < ring.length; i += 2) {
      path.lineTo(ring[i] * scale - dx, ring[i + 1] * scale - dy);
    }
    path.closePath();
  }
  return path;
}

/** One array of map coordinates per outline. */
function decodeRings({ x0, y0, step_m, corners, x, y }, projection) {
  const lengths = decode(corners, Uint16Array);
  const east = decode(x, Uint16Array);
  const north = decode(y, Uint16Array);
  requireSameLength({ x: east, y: north });
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total !== east.length) {
    throw new Error(`overlay: ${east.length} corners; expected ${total}`);
  }
  const xs = Float64Array.from(east, (value) => x0 + step_m * value);
  const ys = Float64Array.from(north, (value) => y0 + step_m * value);
  const at = rdToMercator(projection, xs, ys);
  let end = 0;
  return Array.from(lengths, (length) => {
    end += 2 * length;
    return at.subarray(end - 2 * length, end);
  });
}
