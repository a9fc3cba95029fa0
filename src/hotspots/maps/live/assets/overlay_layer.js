/* What was found, as outlines with a tag each, above every fill and point and below the names.
 *
 * Nothing here feels the pointer: a click goes to the cell or area below, and the pointer asks
 * by position what to add to the tooltip.
 */
import { CanvasLayer } from "./canvas_layer.js";
import { OutlineTags } from "./outline_tags.js";
import { rdToMercator } from "./projection.js";
import { decode, decodeCounts, requireSameLength } from "./typed_arrays.js";

const CASING_PX = 5;
const LINE_PX = 2.2;
//: from this zoom on lines have their full width; thinner before, or they would fill a small outline
const FULL_ZOOM = 13;

export class OverlayLayer {
  /** `obstacles` gives, by zoom, the boxes that a tag keeps off where it can. */
  constructor(map, obstacles) {
    Object.assign(this, { map, rings: [] });
    this.canvas = new CanvasLayer("hs-overlay", (ctx, view) => this.#draw(ctx, view));
    this.tags = new OutlineTags(map, { pane: "hs-overlay", obstacles });
  }

  show(overlay, context) {
    this.clear();
    if (!overlay?.labels.length) return;
    const { labels, tips } = overlay;
    const rings = decodeRings(overlay, context.projection);
    requireSameLength({ rings, labels, tips });
    this.rings = rings;
    this.palette = context.palette;
    this.canvas.addTo(this.map);
    this.tags.show(rings, labels.map((label, i) => ({ label, tip: tips[i] })));
  }

  clear() {
    this.canvas.remove();
    this.rings = [];
    this.tags.clear();
  }

  redraw() {
    this.canvas.redraw();
  }

  /** What the outlines at a place say: label and tip of each. */
  told(place) {
    return this.tags.told(place);
  }

  /** Where names cannot stand at this zoom, in pixels of the whole world. */
  boxes(zoom) {
    return this.tags.boxes(zoom);
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
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const east = decodeCounts(x, total);
  const north = decodeCounts(y, total);
  requireSameLength({ x: east, y: north });
  const xs = Float64Array.from(east, (value) => x0 + step_m * value);
  const ys = Float64Array.from(north, (value) => y0 + step_m * value);
  const at = rdToMercator(projection, xs, ys);
  let end = 0;
  return Array.from(lengths, (length) => {
    end += 2 * length;
    return at.subarray(end - 2 * length, end);
  });
}
