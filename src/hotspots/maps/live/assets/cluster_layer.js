/* Counts in circles, made on the server at several sizes; the zoom decides which size shows. */
import { CanvasLayer } from "./canvas_layer.js";
import { metresToPixels, rdToMercator } from "./projection.js";
import { decode, decodeCounts, requireSameLength } from "./typed_arrays.js";

const SPACING_PX = 56;
const LARGEST_PX = 27;
const SMALLEST_PX = 3;

export class ClusterLayer {
  constructor(map) {
    this.map = map;
    this.canvas = new CanvasLayer("hs-clusters", (ctx, view) => this.#draw(ctx, view));
    this.levels = null;
  }

  show(clusters, context) {
    if (!clusters?.levels.length) {
      this.clear();
      return;
    }
    this.levels = clusters.levels.map((level) => decodeLevel(level, context.projection));
    this.context = context;
    if (this.map.hasLayer(this.canvas)) this.canvas.redraw();
    else this.canvas.addTo(this.map);
  }

  clear() {
    this.levels = null;
    this.canvas.remove();
  }

  redraw() {
    this.canvas.redraw();
  }

  hit({ x, y, scale }) {
    if (!this.levels) return null;
    const { at, radius, count } = this.#level(this.map.getZoom());
    for (let i = 0; i < count.length; i += 1) {
      const distance = Math.hypot(at[2 * i] - x, at[2 * i + 1] - y) * scale;
      if (distance > Math.max(radius[i], 10)) continue;
      const { number, legend } = this.context;
      return {
        key: `cluster ${i}`,
        name: "",
        lines: [`${number(count[i])} ${legend?.unit ?? ""}`.trim()],
        zoomTo: [at[2 * i], at[2 * i + 1]],
      };
    }
    return null;
  }

  /** Where names cannot stand at this zoom, in pixels of the whole world. */
  obstacles(zoom) {
    if (!this.levels) return [];
    const { at, radius, count } = this.#level(zoom);
    const scale = 2 ** zoom;
    return Array.from(count, (value, i) => {
      const [x, y, reach] = [at[2 * i] * scale, at[2 * i + 1] * scale, radius[i] + 1];
      // A small circle has its number beside it; seven pixels is a digit of that size.
      const beside = reach < 13 ? 3 + 7 * String(value).length : 0;
      return { west: x - reach, east: x + reach + beside, north: y - reach, south: y + reach };
    });
  }

  /** The level whose cells come nearest to the wished spacing on screen, counted in factors. */
  #level(zoom) {
    const lat = this.map.getCenter().lat;
    const misfit = ({ size_m }) =>
      Math.abs(Math.log(metresToPixels(size_m, lat, zoom) / SPACING_PX));
    return this.levels.reduce((best, level) => (misfit(level) < misfit(best) ? level : best));
  }

  #draw(ctx, view) {
    const { at, radius, count } = this.#level(view.zoom);
    const { palette, number } = this.context;
    const circles = Array.from(count, (value, i) => ({
      x: at[2 * i] * view.scale - view.dx,
      y: at[2 * i + 1] * view.scale - view.dy,
      radius: radius[i],
      text: number(value),
    })).filter(({ x, y }) =>
      x > view.min.x - 60 && x < view.max.x + 60 && y > view.min.y - 60 && y < view.max.y + 60,
    );
    // First all circles, then all numbers: no circle may lie on its neighbour's number.
    for (const circle of circles) drawCircle(ctx, circle, palette);
    for (const circle of circles) drawCount(ctx, circle, palette);
  }
}

function drawCircle(ctx, { x, y, radius }, palette) {
  ctx.beginPath();
  ctx.lineWidth = 1.5;
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = palette.accent;
  ctx.fill();
  ctx.strokeStyle = palette.halo;
  ctx.stroke();
}

/** The number stands in its circle if it fits there and beside it if not: the area stays true. */
function drawCount(ctx, { x, y, radius, text }, palette) {
  ctx.textBaseline = "middle";
  ctx.font = `600 10px ${palette.font}`;
  const room = (2 * radius - 6) / ctx.measureText(text).width;
  if (room >= 1) {
    ctx.font = `600 ${Math.min(14, 10 * room)}px ${palette.font}`;
    ctx.textAlign = "center";
    ctx.fillStyle = palette.accent_text;
    ctx.fillText(text, x, y + 0.5);
    return;
  }
  ctx.font = `600 11px ${palette.font}`;
  ctx.textAlign = "left";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3;
  ctx.strokeStyle = palette.halo;
  ctx.strokeText(text, x + radius + 2.5, y + 0.5);
  ctx.fillStyle = palette.label;
  ctx.fillText(text, x + radius + 2.5, y + 0.5);
}

function decodeLevel(level, projection) {
  const count = decode(level.count, Uint32Array);
  const col = decodeCounts(level.col, count.length);
  const row = decodeCounts(level.row, count.length);
  requireSameLength({ col, row, count });
  const xs = Float64Array.from(col, (value) => level.x0 + (value + 0.5) * level.size_m);
  const ys = Float64Array.from(row, (value) => level.y0 + (value + 0.5) * level.size_m);
  const largest = count.reduce((most, value) => Math.max(most, value), 1);
  const radius = Float32Array.from(count, (value) =>
    Math.max(SMALLEST_PX, LARGEST_PX * Math.sqrt(value / largest)),
  );
  return { size_m: level.size_m, at: rdToMercator(projection, xs, ys), radius, count };
}
