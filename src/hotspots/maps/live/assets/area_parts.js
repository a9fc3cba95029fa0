/* Areas that are too many for one answer: fetched part by part, as fine as the zoom shows.
 *
 * What is on the map stays until all of what is asked for instead has come.
 */
import { fetchFile, toMercator } from "./geometry.js";

//: how far beyond the view is asked for, in views
const BEYOND = 0.15;
//: parts that are kept when nobody looks at them
const MOST_KEPT = 80;

/** Whether an address answered which parts there are, and not the areas themselves. */
export function isInParts(file) {
  return Array.isArray(file?.steps);
}

/** The step of a zoom, and which of its parts lie in a box of degrees. */
export function partsInView({ steps }, zoom, { west, south, east, north }) {
  const step = Math.max(0, steps.findLastIndex(({ from }) => from <= zoom));
  const parts = [];
  steps[step].parts.forEach(([w, s, e, n], part) => {
    if (w <= east && e >= west && s <= north && n >= south) parts.push(part);
  });
  return { step, parts };
}

/** Whether a place in map coordinates lies in an area of `decodedArea`. */
export function areaHolds({ box, rings }, x, y, holds) {
  if (x < box.west || x > box.east || y < box.north || y > box.south) return false;
  return rings.some(([outer, ...holes]) => (
    holds(outer, x, y) && !holes.some((hole) => holds(hole, x, y))
  ));
}

/** An area with its rings in map coordinates, and the box around them. */
export function decodedArea(feature) {
  const rings = feature.polygons.map((polygon) => polygon.map(toMercator));
  const box = { west: Infinity, east: -Infinity, north: Infinity, south: -Infinity };
  for (const [outer] of rings) {
    for (let i = 0; i < outer.length; i += 2) {
      box.west = Math.min(box.west, outer[i]);
      box.east = Math.max(box.east, outer[i]);
      box.north = Math.min(box.north, outer[i + 1]);
      box.south = Math.max(box.south, outer[i + 1]);
    }
  }
  return { ...feature, rings, box };
}

export class AreaParts {
  /** `came` is called when other areas are here, with whether some could not be fetched. */
  constructor(map, came, from = 0) {
    Object.assign(this, { map, came, from, kept: new Map() });
    this.close();
    map.on("moveend", () => this.#fetch());
  }

  /** Take the areas of an address, of which `index` says which parts there are. */
  open(url, index, root) {
    if (url === this.url) return;
    this.close();
    Object.assign(this, { url, index, root });
    this.#fetch();
  }

  close() {
    this.kept.clear();
    Object.assign(this, { url: null, index: null, asked: "", step: 0, areas: [] });
  }

  get isFinest() {
    return this.step === (this.index?.steps.length ?? 0) - 1;
  }

  async #fetch() {
    if (!this.index) return;
    const bounds = this.map.getBounds().pad(BEYOND);
    const zoom = this.map.getZoom();
    const { step, parts } = zoom < this.from ? { step: 0, parts: [] } : partsInView(
      this.index, zoom, {
        west: bounds.getWest(), south: bounds.getSouth(),
        east: bounds.getEast(), north: bounds.getNorth(),
      },
    );
    const asked = `${this.url} ${step} ${parts}`;
    if (asked === this.asked) return;
    this.asked = asked;
    const answers = await Promise.allSettled(parts.map((part) => this.#part(step, part)));
    if (asked !== this.asked) return;
    const failed = answers.filter(({ status }) => status === "rejected");
    for (const { reason } of failed) console.error("live map, areas:", reason);
    // The next time that the map moves it is tried again.
    if (failed.length) this.asked = "";
    this.step = step;
    this.areas = answers.flatMap(({ value }) => value ?? []);
    this.came(failed.length > 0);
  }

  #part(step, part) {
    const url = this.url.replace(/\.json$/, `~${step}~${part}.json`);
    const known = this.kept.get(url)
      ?? fetchFile(this.root + url).then((features) => features.map(decodedArea));
    known.catch(() => this.kept.delete(url));
    // The last that was asked for goes last: the first goes when there are too many.
    this.kept.delete(url);
    this.kept.set(url, known);
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value);
    return known;
  }
}
