/* Streets, from close by: thin lines that are fetched when somebody first looks that near. */
import { distancesAlong } from "./along_line.js";
import { CanvasLayer } from "./canvas_layer.js";
import { rdToMercator } from "./projection.js";
import { decode, decodeCounts } from "./typed_arrays.js";

//: the level of zoom from which streets are drawn, and the one from which their lines are wider
const FROM = 14;
const WIDE_FROM = 16.5;

export class RoadLayer {
  /** `loaded` is called when the names of streets are there. */
  constructor(map, loaded) {
    Object.assign(this, { map, loaded });
    this.canvas = new CanvasLayer("hs-roads", (ctx, view) => this.#draw(ctx, view));
    this.clear();
    map.on("zoomend", () => this.#fetch());
  }

  show(roads, context) {
    if (!roads) {
      this.clear();
      return;
    }
    Object.assign(this, { palette: context.palette, projection: context.projection });
    this.later = context.later;
    if (roads.url !== this.url) {
      this.clear();
      this.url = roads.url;
    }
    this.#fetch();
  }

  clear() {
    Object.assign(this, { url: null, asked: null, lines: [], names: [] });
    this.canvas.remove();
  }

  redraw() {
    this.canvas.redraw();
  }

  labels() {
    return this.names;
  }

  async #fetch() {
    const { url } = this;
    if (!url || this.asked === url || this.map.getZoom() < FROM) return;
    this.asked = url;
    try {
      const file = await this.later(url);
      if (this.url !== url) return;
      this.lines = linesOf(file, this.projection);
      // The longest first: it has the most need of a name.
      this.names = this.lines.filter((line) => line.name)
        .map((line) => ({ style: "street", ...line, along: distancesAlong(line.corners) }))
        .sort((a, b) => b.along.at(-1) - a.along.at(-1));
      this.canvas.addTo(this.map);
      this.loaded();
    } catch (error) {
      console.error("live map, streets:", error);
      // The next time that somebody comes near it is tried again.
      if (this.url === url) this.asked = null;
    }
  }

  #draw(ctx, view) {
    if (view.zoom < FROM) return;
    const path = new Path2D();
    for (const { corners, box } of this.lines) {
      if (isOutside(box, view)) continue;
      for (let i = 0; i < corners.length; i += 2) {
        const x = corners[i] * view.scale - view.dx;
        const y = corners[i + 1] * view.scale - view.dy;
        if (i === 0) path.moveTo(x, y);
        else path.lineTo(x, y);
      }
    }
    const width = view.zoom < WIDE_FROM ? 1 : 1.6;
    // From further off there are more of them on a screen: what the map is about stays in sight.
    const clear = Math.min(1, 0.4 + 0.3 * (view.zoom - FROM));
    ctx.lineJoin = "round";
    ctx.lineCap = "round";
    for (const [colour, extra, alpha] of [[this.palette.halo, 1.6, 0.45], [this.palette.line, 0, 0.8]]) {
      ctx.globalAlpha = alpha * clear;
      ctx.strokeStyle = colour;
      ctx.lineWidth = width + extra;
      ctx.stroke(path);
    }
    ctx.globalAlpha = 1;
  }
}

/** Lines in map coordinates, interleaved, each with its name and the box around it. */
function linesOf(file, projection) {
  const at = (start, steps) => Float64Array.from(steps, (step) => start + step * file.step_m);
  const xs = at(file.x0, decode(file.x, Uint16Array));
  const ys = at(file.y0, decode(file.y, Uint16Array));
  const all = rdToMercator(projection, xs, ys);
  const names = decodeCounts(file.name, file.lines);
  let first = 0;
  return Array.from(decodeCounts(file.corners, file.lines), (count, i) => {
    const corners = all.subarray(2 * first, 2 * (first + count));
    first += count;
    return { name: file.names[names[i]], corners, box: boxOf(corners) };
  });
}

function boxOf(corners) {
  const box = { west: Infinity, east: -Infinity, north: Infinity, south: -Infinity };
  for (let i = 0; i < corners.length; i += 2) {
    box.west = Math.min(box.west, corners[i]);
    box.east = Math.max(box.east, corners[i]);
    box.north = Math.min(box.north, corners[i + 1]);
    box.south = Math.max(box.south, corners[i + 1]);
  }
  return box;
}

function isOutside({ west, east, north, south }, { scale, dx, dy, min, max }) {
  return east * scale - dx < min.x || west * scale - dx > max.x
    || south * scale - dy < min.y || north * scale - dy > max.y;
}
