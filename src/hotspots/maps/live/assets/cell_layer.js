/* Square cells of the RD grid on one canvas, above a mask that shows where a cell could be.
 *
 * RD squares stand slightly turned on a web map, so each corner is projected on its own.
 */
import { CanvasLayer } from "./canvas_layer.js";
import { toMercator } from "./geometry.js";
import { canvasFill } from "./patterns.js";
import { rdToMercator } from "./projection.js";
import { decode, decodeCounts, decodeOrdered, requireSameLength } from "./typed_arrays.js";

const GAP_FROM_PX = 9;
//: A browser looks through all that a path holds at every square that it closes: a country of
//: squares in one path took ten seconds.
const MOST_IN_A_PATH = 1000;

export class CellLayer {
  constructor(map) {
    this.map = map;
    this.canvas = new CanvasLayer("hs-cells", (ctx, view) => this.#draw(ctx, view));
    this.cells = null;
    this.maskUrl = null;
    this.maskRings = [];
    this.namesUrl = null;
    this.names = new Map();
  }

  show(cells, context) {
    if (!cells) {
      this.clear();
      return;
    }
    this.cells = decodeCells(cells, context.projection, context.classes.length);
    this.context = context;
    this.#mask(cells.mask ?? null, context);
    this.#name(cells.names ?? null, context);
    if (this.map.hasLayer(this.canvas)) this.canvas.redraw();
    else this.canvas.addTo(this.map);
  }

  /** Cells with other counts; `cells` is of `placedCells`, with a fill and a count for each. */
  recolour({ fill, count, ...places }, context) {
    const { unit, unit_one: unitOne, judged } = this.cells ?? {};
    const byClass = byFill(fill, context.classes.length);
    this.cells = { ...places, fill, count, byClass, unit, unit_one: unitOne, judged };
    this.context = context;
    this.canvas.redraw();
  }

  clear() {
    this.cells = null;
    this.canvas.remove();
  }

  redraw() {
    this.canvas.redraw();
  }

  hit({ x, y }) {
    const index = this.cells ? cellAt(this.cells.quads, x, y) : -1;
    if (index < 0) return null;
    const { size_m } = this.cells;
    const [col, row] = this.#place(index);
    return {
      key: `cell ${col} ${row}`,
      name: this.names.get(keyOf(col, row)) ?? "",
      lines: [this.#tip(index)],
      quad: this.cells.quads.subarray(8 * index, 8 * index + 8),
      click: { kind: "cell", col, row, size_m },
    };
  }

  /** The cell that the data names as selected, if it is on the map. */
  selected() {
    if (!this.cells?.selected) return null;
    const [col, row] = this.cells.selected;
    const index = this.cells.col.findIndex((_, i) => {
      const place = this.#place(i);
      return place[0] === col && place[1] === row;
    });
    return index < 0 ? null : { quad: this.cells.quads.subarray(8 * index, 8 * index + 8) };
  }

  /** Column and row from RD 0, 0; the data counts them from its own corner. */
  #place(index) {
    const { col, row, x0, y0, size_m } = this.cells;
    return [col[index] + x0 / size_m, row[index] + y0 / size_m];
  }

  /** How many, what the class says where it is no number, and how large the cell is. */
  #tip(index) {
    const { classes, text, number } = this.context;
    const entry = classes[this.cells.fill[index]];
    const count = this.cells.count[index];
    const counted = entry.kind === "value" || entry.kind === "zero";
    const { unit, unit_one, judged, size_m } = this.cells;
    const what = [];
    if (counted) what.push(`${number(count)} ${count === 1 ? unit_one : unit}`);
    if (!counted || judged) what.push(entry.label);
    return [...what, `${text.cell ?? ""} ${number(size_m)} m`].join(" · ");
  }

  #mask(url, context) {
    if (url === this.maskUrl) return;
    const features = url ? context.geometry(url) : [];
    this.maskRings = features.flatMap(({ polygons }) => polygons.flat().map(toMercator));
    this.maskUrl = url;
  }

  /** What cells are called; a map without it still counts. */
  #name(url, context) {
    if (url === this.namesUrl) return;
    try {
      this.names = url ? namesOf(context.geometry(url)) : new Map();
      this.namesUrl = url;
    } catch (error) {
      console.error("live map, names of cells:", error);
      this.names = new Map();
    }
  }

  #draw(ctx, view) {
    const { classes, palette } = this.context;
    const zero = classes.find((entry) => entry.kind === "zero");
    if (zero && this.maskRings.length) this.#fillMask(ctx, view, canvasFill(ctx, zero, view.dpr));
    const { quads, byClass } = this.cells;
    const wide = (quads[2] - quads[0]) * view.scale;
    ctx.lineJoin = "round";
    byClass.forEach((members, index) => {
      if (!members.length) return;
      ctx.fillStyle = canvasFill(ctx, classes[index], view.dpr);
      // Small cells close the hairlines between neighbours; large ones get a gap to be counted by.
      ctx.strokeStyle = wide < GAP_FROM_PX ? classes[index].colour : palette.land;
      ctx.lineWidth = wide < GAP_FROM_PX ? 0.5 : 1;
      for (let first = 0; first < members.length; first += MOST_IN_A_PATH) {
        const path = pathOf(quads, members.slice(first, first + MOST_IN_A_PATH), view);
        ctx.fill(path);
        ctx.stroke(path);
      }
    });
  }

  #fillMask(ctx, view, fill) {
    ctx.beginPath();
    for (const ring of this.maskRings) {
      for (let i = 0; i < ring.length; i += 2) {
        const x = ring[i] * view.scale - view.dx;
        const y = ring[i + 1] * view.scale - view.dy;
        if (i === 0) ctx.moveTo(x, y);
        else ctx.lineTo(x, y);
      }
      ctx.closePath();
    }
    ctx.fillStyle = fill;
    ctx.fill("evenodd");
  }
}

function decodeCells(cells, projection, classCount) {
  const { col, row, fill, count } = cells.ordered ? decodeOrdered(cells.ordered) : decodePlain(cells);
  requireSameLength({ col, row, fill, count });
  const byClass = byFill(fill, classCount);
  const { unit, unit_one, judged, selected } = cells;
  const places = placedCells({ ...cells, col, row }, projection);
  return { ...places, fill, count, byClass, unit, unit_one, judged, selected };
}

function decodePlain({ col, row, fill, count }) {
  const cols = decode(col, Uint16Array);
  return {
    col: cols,
    row: decode(row, Uint16Array),
    fill: decode(fill, Uint8Array),
    count: decodeCounts(count, cols.length),
  };
}

/** What each cell is called, by column and row from RD 0, 0. */
function namesOf({ cells, col0, row0, col, row, name, names }) {
  const cols = decode(col, Uint16Array);
  const rows = decode(row, Uint16Array);
  const called = decodeCounts(name, cells);
  requireSameLength({ cols, rows, called });
  return new Map(Array.from(cols, (at, i) => [keyOf(col0 + at, row0 + rows[i]), names[called[i]]]));
}

function keyOf(col, row) {
  return col * 65536 + row;
}

function byFill(fill, classCount) {
  const byClass = Array.from({ length: classCount }, () => []);
  fill.forEach((entry, i) => {
    if (entry >= classCount) throw new Error(`cells: there is no class ${entry}`);
    byClass[entry].push(i);
  });
  return byClass;
}

/** Cells with their corners on the map; columns and rows count from a corner of their own. */
export function placedCells({ col, row, x0, y0, size_m }, projection) {
  const quads = cornersOf({ x0, y0, size_m }, col, row, projection);
  return { col, row, quads, x0, y0, size_m };
}

/** Four corners per cell, interleaved: eight numbers, anticlockwise from the south-west. */
function cornersOf(cells, col, row, projection) {
  const xs = new Float64Array(4 * col.length);
  const ys = new Float64Array(4 * col.length);
  for (let i = 0; i < col.length; i += 1) {
    const west = cells.x0 + col[i] * cells.size_m;
    const south = cells.y0 + row[i] * cells.size_m;
    xs.set([west, west + cells.size_m, west + cells.size_m, west], 4 * i);
    ys.set([south, south, south + cells.size_m, south + cells.size_m], 4 * i);
  }
  return rdToMercator(projection, xs, ys);
}

function pathOf(quads, members, { scale, dx, dy, min, max }) {
  const path = new Path2D();
  for (const i of members) {
    const q = 8 * i;
    const x = quads[q] * scale - dx;
    const y = quads[q + 1] * scale - dy;
    const reach = 2 * (quads[q + 2] - quads[q]) * scale;
    if (x + reach < min.x || x > max.x + reach || y + reach < min.y || y > max.y + reach) continue;
    path.moveTo(x, y);
    for (let k = 2; k < 8; k += 2) {
      path.lineTo(quads[q + k] * scale - dx, quads[q + k + 1] * scale - dy);
    }
    path.closePath();
  }
  return path;
}

/** The cell that holds a map coordinate, or -1; all four edges must have it on their left. */
function cellAt(quads, x, y) {
  for (let q = 0; q < quads.length; q += 8) {
    const reach = quads[q + 2] - quads[q];
    if (Math.abs(x - quads[q]) > 2 * reach || Math.abs(y - quads[q + 1]) > 2 * reach) continue;
    let inside = true;
    for (let k = 0; k < 8 && inside; k += 2) {
      const next = (k + 2) % 8;
      const ex = quads[q + next] - quads[q + k];
      const ey = quads[q + next + 1] - quads[q + k + 1];
      inside = ex * (y - quads[q + k + 1]) - ey * (x - quads[q + k]) <= 0;
    }
    if (inside) return q / 8;
  }
  return -1;
}
