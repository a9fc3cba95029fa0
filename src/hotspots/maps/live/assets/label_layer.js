/* Names on the map, each placed only where it does not cover one that matters more. */
import { placesAlong } from "./along_line.js";
import { CanvasLayer } from "./canvas_layer.js";
import { mercatorX, mercatorY } from "./projection.js";

const LINE_HEIGHT = 1.15;
const WRAP_FROM = 13;
//: pixels down from its own place where a name may stand if that place is taken
const SHIFTS = [0, -16, 16, -30, 30];
//: pixels between the places of a name along its street; nearer than these it is not said again;
//: and free on a line beside a name
const APART = 320;
const NEARBY = 220;
const BESIDE = 6;
//: pixels of a square by which names are looked up
const SQUARE = 64;
const STYLES = {
  station: { font: "500 11.5px", colour: "label", from: 12.5, to: 30, priority: 0, dot: true },
  site: { font: "500 11.5px", colour: "label", from: 13.5, to: 30, priority: 1, beside: true },
  wijk: { font: "600 12px", colour: "label", from: 12, to: 30, priority: 1 },
  gemeente: { font: "600 12px", colour: "label", from: 8, to: 30, priority: 1 },
  place: { font: "600 14px", colour: "label", from: 9, to: 15, priority: 2 },
  water: { font: "italic 500 12px", colour: "water_text", from: 12, to: 30, priority: 3 },
  area: { font: "400 11px", colour: "label", from: 14, to: 30, priority: 4 },
  street: { font: "500 10.5px", colour: "label", from: 15.5, to: 30, priority: 5 },
};

export class LabelLayer {
  constructor(map) {
    this.map = map;
    this.canvas = new CanvasLayer("hs-labels", (ctx, view) => this.#draw(ctx, view));
    this.labels = [];
    this.layout = null;
  }

  /** Takes names from several layers; an area that is also a wijk is not named twice. */
  show(labels, { palette, obstacles }) {
    const known = new Set();
    this.labels = [];
    for (const { style, name, at, ...line } of labels) {
      if (style === "street") {
        this.labels.push({ style, lines: [name], line });
        continue;
      }
      const id = `${["area", "gemeente"].includes(style) ? "wijk" : style} ${name}`;
      if (!(style in STYLES) || known.has(id)) continue;
      known.add(id);
      this.labels.push({ style, lines: wrap(name), x: mercatorX(at[0]), y: mercatorY(at[1]) });
    }
    this.labels.sort((a, b) => STYLES[a.style].priority - STYLES[b.style].priority);
    Object.assign(this, { palette, obstacles });
    this.layout = null;
    if (this.map.hasLayer(this.canvas)) this.canvas.redraw();
    else this.canvas.addTo(this.map);
  }

  redraw() {
    this.canvas.redraw();
  }

  /** All names are placed at once per zoom, so none appears or goes while the map is dragged.
   *
   * Of streets, of which there are thousands, only those in and around the view.
   */
  #draw(ctx, view) {
    const seen = worldBox(view);
    if (this.layout?.zoom !== view.zoom || !holds(this.layout.around, seen)) {
      const around = wider(seen);
      this.layout = { zoom: view.zoom, around, placed: this.#place(ctx, view, around) };
    }
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    // A background names its own streets.
    const withTiles = this.map.getContainer().classList.contains("hs-with-tiles");
    for (const label of this.layout.placed) {
      if (withTiles && label.style === "street") continue;
      drawLabel(ctx, label, {
        x: label.x * view.scale - view.dx,
        y: label.y * view.scale - view.dy + label.shift,
        palette: this.palette,
        seen: view,
      });
    }
  }

  #place(ctx, { zoom, scale }, around) {
    const taken = this.obstacles(zoom);
    const placed = [];
    const streets = { named: new Map(), taken: null };
    for (const label of this.labels) {
      const style = STYLES[label.style];
      if (zoom < style.from || zoom >= style.to) continue;
      if (label.style === "street") {
        // Streets come last: what the others take is known.
        streets.taken ??= new Taken(taken);
        if (isApart(label.line.box, around, scale)) continue;
        placed.push(...placeStreet(ctx, {
          label, style, scale, font: this.palette.font, streets, around,
        }));
        continue;
      }
      const box = boxOf(ctx, { label, style, scale, font: this.palette.font });
      // The name of a station or place belongs to its mark, so it stands there or nowhere.
      const shift = (style.dot || style.beside ? [0] : SHIFTS).find((down) => isFree(box, down, taken));
      if (shift === undefined) continue;
      taken.push({ ...box, north: box.north + shift, south: box.south + shift });
      placed.push({ ...label, shift });
    }
    return placed;
  }
}

/** What a view shows, in pixels of the whole world. */
function worldBox({ dx, dy, min, max }) {
  return { west: min.x + dx, east: max.x + dx, north: min.y + dy, south: max.y + dy };
}

/** A box with half of its width and height around it. */
function wider({ west, east, north, south }) {
  const [x, y] = [(east - west) / 2, (south - north) / 2];
  return { west: west - x, east: east + x, north: north - y, south: south + y };
}

function holds(outer, inner) {
  return outer.west <= inner.west && inner.east <= outer.east
    && outer.north <= inner.north && inner.south <= outer.south;
}

/** Whether a box in map coordinates has nothing of one in pixels. */
function isApart(box, other, scale) {
  return box.east * scale < other.west || box.west * scale > other.east
    || box.south * scale < other.north || box.north * scale > other.south;
}

/** Boxes by the squares that they touch: of thousands of names each looks at a few. */
class Taken {
  constructor(boxes) {
    this.squares = new Map();
    boxes.forEach((box) => this.add(box));
  }

  add(box) {
    for (const key of squaresOf(box)) {
      if (this.squares.has(key)) this.squares.get(key).push(box);
      else this.squares.set(key, [box]);
    }
  }

  isFree(box) {
    return squaresOf(box).every((key) => isFree(box, 0, this.squares.get(key) ?? []));
  }
}

function squaresOf({ west, east, north, south }) {
  const keys = [];
  for (let col = Math.floor(west / SQUARE); col <= Math.floor(east / SQUARE); col += 1) {
    for (let row = Math.floor(north / SQUARE); row <= Math.floor(south / SQUARE); row += 1) {
      keys.push(`${col} ${row}`);
    }
  }
  return keys;
}

/** A name along its street, once or more, where it covers nothing and is not said nearby. */
function placeStreet(ctx, { label, style, scale, font, streets, around }) {
  const [name] = label.lines;
  const length = label.line.along.at(-1) * scale;
  // The shortest letters are 2 pixels wide: what has no room for those need not be measured.
  if (length < 2 * name.length + 2 * BESIDE) return [];
  ctx.font = `${style.font} ${font}`;
  const width = ctx.measureText(name).width;
  const asked = { width: width / scale, apart: APART / scale, free: BESIDE / scale };
  const others = streets.named.get(name) ?? [];
  streets.named.set(name, others);
  const height = fontSize(style) * LINE_HEIGHT;
  return placesAlong(label.line, asked).flatMap((place) => {
    const [x, y] = [place.x * scale, place.y * scale];
    if (x < around.west || x > around.east || y < around.north || y > around.south) return [];
    if (others.some((other) => Math.hypot(other.x - x, other.y - y) < NEARBY)) return [];
    const boxes = boxesAlong({ x, y, angle: place.angle, width, height });
    if (!boxes.every((box) => streets.taken.isFree(box))) return [];
    boxes.forEach((box) => streets.taken.add(box));
    others.push({ x, y });
    return [{ ...label, ...place, width, shift: 0 }];
  });
}

/** Squares along a name, so that a slanting one does not keep the whole box around it. */
function boxesAlong({ x, y, angle, width, height }) {
  const steps = Math.max(1, Math.ceil(width / height));
  return Array.from({ length: steps }, (_, i) => {
    const along = (i + 0.5) * (width / steps) - width / 2;
    const [east, south] = [x + along * Math.cos(angle), y + along * Math.sin(angle)];
    return {
      west: east - height / 2, east: east + height / 2, north: south - height / 2,
      south: south + height / 2,
    };
  });
}

function boxOf(ctx, { label, style, scale, font }) {
  ctx.font = `${style.font} ${font}`;
  const size = fontSize(style);
  const width = Math.max(...label.lines.map((line) => ctx.measureText(line).width));
  const height = size * LINE_HEIGHT * label.lines.length;
  const x = label.x * scale;
  const y = label.y * scale;
  if (style.dot || style.beside) {
    const half = Math.max(8, height / 2);
    return { west: x - 7, east: x + 10 + width, north: y - half, south: y + half };
  }
  return {
    west: x - width / 2 - 5, east: x + width / 2 + 5, north: y - height / 2 - 3,
    south: y + height / 2 + 3,
  };
}

function isFree({ west, east, north, south }, down, taken) {
  return taken.every((other) =>
    east <= other.west || other.east <= west || south + down <= other.north
    || other.south <= north + down,
  );
}

function drawLabel(ctx, label, { x, y, palette, seen }) {
  const style = STYLES[label.style];
  if (label.style === "street") {
    drawAlong(ctx, label, { x, y, palette, seen });
    return;
  }
  ctx.font = `${style.font} ${palette.font}`;
  ctx.textAlign = style.dot || style.beside ? "left" : "center";
  ctx.lineWidth = 3;
  ctx.strokeStyle = palette.halo;
  const step = fontSize(style) * LINE_HEIGHT;
  const left = style.dot || style.beside ? x + 8 : x;
  const top = y - (step * (label.lines.length - 1)) / 2;
  label.lines.forEach((line, i) => ctx.strokeText(line, left, top + i * step));
  ctx.fillStyle = palette[style.colour];
  label.lines.forEach((line, i) => ctx.fillText(line, left, top + i * step));
  if (style.dot) drawStation(ctx, x, y, palette);
}

function drawAlong(ctx, { lines: [name], angle, width }, { x, y, palette, seen: { min, max } }) {
  if (x + width < min.x || x - width > max.x || y + width < min.y || y - width > max.y) return;
  const style = STYLES.street;
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(angle);
  ctx.font = `${style.font} ${palette.font}`;
  ctx.textAlign = "center";
  ctx.lineWidth = 4;
  ctx.strokeStyle = palette.halo;
  ctx.strokeText(name, 0, 0);
  ctx.fillStyle = palette[style.colour];
  ctx.fillText(name, 0, 0);
  ctx.restore();
}

function drawStation(ctx, x, y, palette) {
  ctx.lineWidth = 1.5;
  ctx.fillStyle = palette.mark;
  ctx.strokeStyle = palette.halo;
  ctx.fillRect(x - 4, y - 4, 8, 8);
  ctx.strokeRect(x - 4, y - 4, 8, 8);
}

/** Two lines for a long name, broken at the space that leaves them most alike. */
function wrap(name) {
  const words = name.split(" ");
  if (name.length < WRAP_FROM || words.length < 2) return [name];
  const splits = words.slice(1).map((_, i) => [
    words.slice(0, i + 1).join(" "), words.slice(i + 1).join(" "),
  ]);
  const longest = (lines) => Math.max(...lines.map((line) => line.length));
  return splits.reduce((best, lines) => (longest(lines) < longest(best) ? lines : best));
}

function fontSize(style) {
  return parseFloat(/([\d.]+)px/.exec(style.font)[1]);
}
