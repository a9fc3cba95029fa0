/* Fills with a second channel beside colour: hatch, dots, cross, lines and grid, the same in SVG and on canvas.
 *
 * The class colour is the ground; the ink is whichever of dark and light stands out on it.
 */
import { luminance } from "./theme.js";

const SVG = "http://www.w3.org/2000/svg";
const TILE_PX = 8;
const RISING = ["M-2 2 2 -2", "M0 8 8 0", "M6 10 10 6"];
const FALLING = ["M-2 6 2 10", "M0 0 8 8", "M6 -2 10 2"];
const MARKS = {
  hatch: { path: RISING.join(""), width: 1.4 },
  cross: { path: RISING.concat(FALLING).join(""), width: 1 },
  // A line of no length with round ends is a dot, in SVG and on canvas alike.
  dots: { path: "M2 2h.01M6 6h.01", width: 2.2 },
  lines: { path: "M0 2h8M0 6h8", width: 1.1 },
  grid: { path: "M0 4h8M4 0v8", width: 1 },
};
const DEFAULT_PATTERN = { missing: "dots", suppressed: "hatch" };

let sheets = 0;

/** The pattern of a class; missing and suppressed never go without one. */
export function patternOf(entry) {
  const name = entry.pattern ?? DEFAULT_PATTERN[entry.kind] ?? null;
  return name in MARKS ? name : null;
}

function inkOn(colour) {
  return luminance(colour) > 0.3 ? "rgba(40, 44, 52, .6)" : "rgba(255, 255, 255, .6)";
}

/** The SVG patterns of one map, made when first asked for. */
export class PatternSheet {
  constructor(root) {
    sheets += 1;
    this.prefix = `hs-pattern-${sheets}`;
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.setAttribute("class", "hs-patterns");
    this.svg.setAttribute("aria-hidden", "true");
    this.known = new Map();
    root.append(this.svg);
  }

  /** A value for the `fill` attribute. */
  fillFor(entry) {
    const name = patternOf(entry);
    if (!name) return entry.colour;
    const key = `${name} ${entry.colour}`;
    if (!this.known.has(key)) this.known.set(key, this.#define(name, entry.colour));
    return this.known.get(key);
  }

  #define(name, colour) {
    const id = `${this.prefix}-${this.known.size}`;
    const pattern = node("pattern", {
      id, width: TILE_PX, height: TILE_PX, patternUnits: "userSpaceOnUse",
    });
    const { path, width } = MARKS[name];
    pattern.append(
      node("rect", { width: TILE_PX, height: TILE_PX, fill: colour }),
      node("path", {
        d: path, stroke: inkOn(colour), "stroke-width": width, "stroke-linecap": "round",
      }),
    );
    this.svg.append(pattern);
    return `url(#${id})`;
  }
}

/** A value for `fillStyle`, sharp at this device pixel ratio. */
export function canvasFill(ctx, entry, dpr) {
  const name = patternOf(entry);
  if (!name) return entry.colour;
  const tile = document.createElement("canvas");
  tile.width = Math.round(TILE_PX * dpr);
  tile.height = tile.width;
  const pen = tile.getContext("2d");
  pen.fillStyle = entry.colour;
  pen.fillRect(0, 0, tile.width, tile.height);
  pen.scale(tile.width / TILE_PX, tile.width / TILE_PX);
  pen.strokeStyle = inkOn(entry.colour);
  pen.lineWidth = MARKS[name].width;
  pen.lineCap = "round";
  pen.stroke(new Path2D(MARKS[name].path));
  const pattern = ctx.createPattern(tile, "repeat");
  pattern.setTransform(new DOMMatrix().scale(TILE_PX / tile.width));
  return pattern;
}

/** An element of SVG with its attributes. */
export function node(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
