/* Single incidents on one canvas: a small stamped symbol each, of a shape per kind. */
import { CanvasLayer } from "./canvas_layer.js";
import { rdToMercator } from "./projection.js";
import { symbolCanvas } from "./symbols.js";
import { decode, decodeCounts, requireSameLength } from "./typed_arrays.js";

const REACH_PX = 9;
const EDGE_PX = 10;
const TIP_LINES = 6;

export class PointLayer {
  constructor(map) {
    this.map = map;
    this.canvas = new CanvasLayer("hs-points", (ctx, view) => this.#draw(ctx, view));
    this.points = null;
  }

  show(points, context) {
    if (!points) {
      this.clear();
      return;
    }
    this.points = decodePoints(points, context);
    this.context = context;
    if (this.map.hasLayer(this.canvas)) this.canvas.redraw();
    else this.canvas.addTo(this.map);
  }

  clear() {
    this.points = null;
    this.canvas.remove();
  }

  redraw() {
    this.canvas.redraw();
  }

  /** Everything at the place of the nearest point: incidents at one address lie on each other. */
  hit({ x, y, scale }) {
    const nearest = this.points ? nearestWithin(this.points.at, x, y, REACH_PX / scale) : -1;
    if (nearest < 0) return null;
    const { at, kind, labels } = this.points;
    const here = new Map();
    for (let i = 0; i < kind.length; i += 1) {
      const apart = Math.hypot(at[2 * i] - at[2 * nearest], at[2 * i + 1] - at[2 * nearest + 1]);
      if (apart * scale <= 2) here.set(kind[i], (here.get(kind[i]) ?? 0) + 1);
    }
    const lines = [...here].sort((a, b) => b[1] - a[1]).map(([index, count]) =>
      count > 1 ? `${labels[index]} (${this.context.number(count)})` : labels[index],
    );
    return {
      key: `point ${nearest}`,
      name: "",
      lines: lines.slice(0, TIP_LINES),
      spot: [at[2 * nearest], at[2 * nearest + 1]],
    };
  }

  #draw(ctx, { scale, dx, dy, min, max, zoom, dpr }) {
    const { palette } = this.context;
    const { at, kind, labels } = this.points;
    const radius = radiusAt(zoom);
    const stamps = labels.map((_, index) =>
      symbolCanvas({ index, colour: palette.mark, halo: palette.halo, radius, dpr }),
    );
    const seen = visiblePixels(at, { scale, dx, dy, min, max });
    for (let i = 0; i < kind.length; i += 1) {
      if (!seen[i]) continue;
      const { canvas, size } = stamps[kind[i]];
      const x = at[2 * i] * scale - dx;
      const y = at[2 * i + 1] * scale - dy;
      ctx.drawImage(canvas, x - size / 2, y - size / 2, size, size);
    }
  }
}

/** Marks the points to draw: those in view, and of those on one pixel only the top one.
 *
 * Zoomed out, most of 25.000 points lie under others; stamping them costs time and shows nothing.
 */
function visiblePixels(at, { scale, dx, dy, min, max }) {
  const width = max.x - min.x + 2 * EDGE_PX;
  const height = max.y - min.y + 2 * EDGE_PX;
  const taken = new Uint8Array(Math.ceil(width) * Math.ceil(height));
  const seen = new Uint8Array(at.length / 2);
  for (let i = seen.length - 1; i >= 0; i -= 1) {
    const column = Math.floor(at[2 * i] * scale - dx - min.x + EDGE_PX);
    const row = Math.floor(at[2 * i + 1] * scale - dy - min.y + EDGE_PX);
    if (column < 0 || column >= width || row < 0 || row >= height) continue;
    const pixel = row * Math.ceil(width) + column;
    seen[i] = 1 - taken[pixel];
    taken[pixel] = 1;
  }
  return seen;
}

function radiusAt(zoom) {
  return Math.min(6.5, Math.max(2.2, 2.2 + 0.75 * (zoom - 11.5)));
}

function decodePoints(points, { projection }) {
  const kind = decode(points.kind, Uint8Array);
  const x = decodeCounts(points.x, kind.length);
  const y = decodeCounts(points.y, kind.length);
  requireSameLength({ x, y, kind });
  const unknown = kind.find((entry) => entry >= points.labels.length);
  if (unknown !== undefined) throw new Error(`points: there is no label ${unknown}`);
  const xs = Float64Array.from(x, (value) => points.x0 + value);
  const ys = Float64Array.from(y, (value) => points.y0 + value);
  return { at: rdToMercator(projection, xs, ys), kind, labels: points.labels };
}

function nearestWithin(at, x, y, reach) {
  let best = reach * reach;
  let index = -1;
  for (let i = 0; i < at.length; i += 2) {
    const distance = (at[i] - x) ** 2 + (at[i + 1] - y) ** 2;
    // The last drawn lies on top, so of equals it is the one under the pointer.
    if (distance <= best) {
      best = distance;
      index = i / 2;
    }
  }
  return index;
}
