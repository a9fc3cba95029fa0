/* The areas of a country on one canvas, and the borders of a coarser level over them. */
import { AreaParts, areaHolds, isInParts } from "./area_parts.js";
import { AreaLayer, OutlineLayer } from "./area_layer.js";
import { CanvasLayer } from "./canvas_layer.js";
import { largestPolygon, pointInside, toLatLngs } from "./geometry.js";
import { holds } from "./outlines.js";
import { canvasFill } from "./patterns.js";
import { tipOf } from "./tips.js";
import { decodeClasses } from "./typed_arrays.js";

//: pixels; where areas are smaller on average, a seam between them would hide their colours
const SEAM_FROM_PX = 12;
//: the zoom from which borders of a coarser level are more than noise, and have their names
const OUTLINE_FROM = 9.5;
const NAMES_FROM = 11;

class WideAreaLayer {
  constructor(map, came) {
    this.map = map;
    this.canvas = new CanvasLayer("hs-areas", (ctx, view) => this.#draw(ctx, view));
    this.parts = new AreaParts(map, (failed) => {
      this.canvas.redraw();
      map.getContainer().dataset.parts = failed ? "failed" : `${this.parts.asked}`;
      came(failed);
    });
    this.shown = null;
  }

  show(areas, context) {
    if (areas.url !== this.parts.url) {
      this.parts.open(areas.url, context.geometry(areas.url), context.root);
    }
    const fill = decodeClasses(areas.fill);
    if (fill.length !== this.parts.index.count) {
      throw new Error(`areas: ${fill.length} fills for ${this.parts.index.count} areas`);
    }
    const unknown = fill.find((entry) => entry >= context.classes.length);
    if (unknown !== undefined) throw new Error(`areas: there is no class ${unknown}`);
    Object.assign(this, { shown: areas, fill, context });
    if (this.map.hasLayer(this.canvas)) this.canvas.redraw();
    else this.canvas.addTo(this.map);
  }

  clear() {
    this.shown = null;
    this.parts.close();
    this.canvas.remove();
  }

  redraw() {
    this.canvas.redraw();
  }

  hit({ x, y }) {
    const area = this.shown && this.parts.areas.find((one) => areaHolds(one, x, y, holds));
    if (!area) return null;
    return {
      key: `area ${area.code}`,
      name: area.name,
      lines: [tipOf(this.shown, area.at, this.context.tips)],
      outline: outlineOf(area),
      click: { kind: "area", code: area.code },
    };
  }

  selected() {
    const code = this.shown?.selected;
    const area = code ? this.parts.areas.find((candidate) => candidate.code === code) : null;
    return area ? { outline: outlineOf(area) } : null;
  }

  labels() {
    return this.shown && this.parts.isFinest ? namesOf(this.parts.areas, "area") : [];
  }

  /** One path per class; the seams in one stroke, where the areas leave room for them. */
  #draw(ctx, view) {
    const { classes, palette } = this.context;
    const inView = this.parts.areas.filter((area) => isSeen(area, view));
    const seams = meanSize(inView, view) >= SEAM_FROM_PX;
    const byClass = new Map();
    for (const area of inView) {
      const entry = this.fill[area.at];
      if (entry < 0) continue;
      if (!byClass.has(entry)) byClass.set(entry, new Path2D());
      trace(byClass.get(entry), area, view);
    }
    ctx.lineJoin = "round";
    for (const [entry, path] of byClass) {
      ctx.fillStyle = canvasFill(ctx, classes[entry], view.dpr);
      ctx.fill(path, "evenodd");
      ctx.strokeStyle = seams ? palette.seam : classes[entry].colour;
      ctx.lineWidth = seams ? 0.7 : 0.5;
      ctx.stroke(path);
    }
  }
}

class WideOutline {
  constructor(map, came) {
    this.map = map;
    this.canvas = new CanvasLayer("hs-lines", (ctx, view) => this.#draw(ctx, view));
    this.parts = new AreaParts(map, (failed) => {
      this.canvas.redraw();
      came(failed);
    }, OUTLINE_FROM);
  }

  show(outline, context) {
    this.palette = context.palette;
    this.parts.open(outline.url, context.geometry(outline.url), context.root);
    if (!this.map.hasLayer(this.canvas)) this.canvas.addTo(this.map);
  }

  clear() {
    this.parts.close();
    this.canvas.remove();
  }

  redraw() {
    this.canvas.redraw();
  }

  labels() {
    return this.map.getZoom() < NAMES_FROM ? [] : namesOf(this.parts.areas, "wijk");
  }

  #draw(ctx, view) {
    const path = new Path2D();
    for (const area of this.parts.areas) if (isSeen(area, view)) trace(path, area, view);
    ctx.lineJoin = "round";
    for (const [colour, width, alpha] of [
      [this.palette.pale, 3, 0.55], [this.palette.strong, 1.1, 0.75],
    ]) {
      Object.assign(ctx, { strokeStyle: colour, lineWidth: width, globalAlpha: alpha });
      ctx.stroke(path);
    }
    ctx.globalAlpha = 1;
  }
}

/** A layer that is whole or comes in parts, by what its address answered. */
class Either {
  constructor(whole, inParts) {
    Object.assign(this, { whole, inParts, now: whole });
  }

  show(data, context) {
    const url = data?.url ?? null;
    if (url && url !== this.url) {
      const next = isInParts(context.geometry(url)) ? this.inParts : this.whole;
      if (next !== this.now) this.now.clear();
      this.now = next;
    }
    this.url = url;
    if (url) this.now.show(data, context);
    else this.now.clear();
  }

  clear() {
    this.url = null;
    this.now.clear();
  }

  redraw() {
    this.now.redraw?.();
  }

  hit(place) {
    return this.now.hit(place);
  }

  selected() {
    return this.now.selected();
  }

  labels() {
    return this.now.labels?.() ?? [];
  }
}

/** The areas that are filled; `came` is called when other ones are here. */
export function areasOf(map, came) {
  return new Either(new AreaLayer(map), new WideAreaLayer(map, came));
}

/** The borders of a coarser level. */
export function outlineOver(map, came) {
  return new Either(new OutlineLayer(map), new WideOutline(map, came));
}

function outlineOf({ polygons }) {
  return polygons.map((rings) => rings.map(toLatLngs));
}

function namesOf(areas, style) {
  return areas.map((area) => {
    area.middle ??= pointInside(largestPolygon(area.polygons));
    return { style, name: area.name, at: area.middle };
  });
}

function isSeen({ box }, { scale, dx, dy, min, max }) {
  return box.east * scale - dx >= min.x && box.west * scale - dx <= max.x
    && box.south * scale - dy >= min.y && box.north * scale - dy <= max.y;
}

/** The side in pixels of a square as large as an area in view is on average. */
function meanSize(areas, { min, max }) {
  return Math.sqrt(((max.x - min.x) * (max.y - min.y)) / Math.max(1, areas.length));
}

function trace(path, { rings }, { scale, dx, dy }) {
  for (const polygon of rings) {
    for (const ring of polygon) {
      path.moveTo(ring[0] * scale - dx, ring[1] * scale - dy);
      for (let i = 2; i < ring.length; i += 2) {
        path.lineTo(ring[i] * scale - dx, ring[i + 1] * scale - dy);
      }
      path.closePath();
    }
  }
}
