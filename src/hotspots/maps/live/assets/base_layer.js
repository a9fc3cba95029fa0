/* Our own ground: land below every map, water, spoor, wijken and places above it.
 *
 * Areas reach to the middle of the rivers, so water lies over them: a colour there would say that
 * something happened on the river.
 */
import L from "./leaflet.js";
import { pointInside, toLatLngs } from "./geometry.js";
import { mercatorX, mercatorY } from "./projection.js";

export const FILLED = ["gemeente", "water", "subject"];
const EDGE_PX = 2;
const MARK_PX = { station: 0, site: 5 };

export class BaseLayer {
  constructor(map) {
    this.map = map;
    this.land = L.svg({ pane: "hs-base", padding: 0.5 });
    this.water = L.svg({ pane: "hs-water", padding: 0.5 });
    this.url = null;
    this.paths = [];
    this.names = [];
    this.marks = [];
  }

  show(url, context) {
    if (url === this.url) return;
    const base = context.geometry(url);
    this.clear();
    const renderers = { gemeente: this.land, water: this.water };
    for (const layer of base.layers) {
      const renderer = renderers[layer.style] ?? context.lines;
      if (layer.kind === "point") this.#mark(layer, renderer);
      else this.#draw(layer, renderer);
    }
    this.names = base.layers.flatMap(labelsOf);
    this.url = url;
  }

  clear() {
    this.paths.forEach((path) => path.remove());
    this.paths = [];
    this.names = [];
    this.marks = [];
    this.url = null;
  }

  labels() {
    return this.names;
  }

  /** The place whose mark is under the pointer. */
  hit({ x, y, scale }) {
    const mark = this.marks.findLast(({ at, radius }) =>
      Math.hypot(at[0] - x, at[1] - y) * scale <= radius + EDGE_PX,
    );
    return mark ? { key: `mark ${mark.at}`, name: mark.name, lines: [mark.category] } : null;
  }

  /** One path per layer, not per feature: nothing here is hovered or restyled. What a map is about
   *  may overlap itself, as zones do, and where two lie over each other one path would have a hole.
   */
  #draw(layer, renderer) {
    const parts = layer.features.map((feature) =>
      layer.kind === "polygon" ? feature.rings.map(toLatLngs) : toLatLngs(feature.path),
    );
    const make = layer.kind === "polygon" ? L.polygon : L.polyline;
    const drawn = layer.style === "subject" ? parts.map((part) => [part]) : [parts];
    for (const className of classNames(layer.style)) {
      for (const together of drawn) {
        const path = make(together, {
          renderer, className: layer.kind === "polygon" ? className : `${className} hs-open`, interactive: false, smoothFactor: 0.5,
          fill: layer.kind === "polygon" && FILLED.includes(layer.style),
        });
        this.paths.push(path.addTo(this.map));
      }
    }
  }

  /** A round mark per place; stations get theirs with their name, where there is room for it. */
  #mark(layer, renderer) {
    const radius = MARK_PX[layer.style] ?? 0;
    if (!radius) return;
    for (const { at, name, category = "" } of layer.features) {
      const [latLng] = toLatLngs([at]);
      const mark = L.circleMarker(latLng, {
        renderer, radius, className: `hs-${layer.style}`, interactive: false,
      });
      this.paths.push(mark.addTo(this.map));
      this.marks.push({ at: [mercatorX(at[0]), mercatorY(at[1])], radius, name, category });
    }
  }
}

/** Spoor is a thin rail and short wide dashes that read as sleepers, on a casing to stand out. */
export function classNames(style) {
  return style === "spoor" ? ["hs-spoor-casing", "hs-spoor", "hs-spoor-ticks"] : [`hs-${style}`];
}

function labelsOf(layer) {
  if (layer.kind === "line" || ["gemeente", "regio"].includes(layer.style)) return [];
  return layer.features
    .filter((feature) => feature.name)
    .map((feature) => ({
      // Gemeenten of a region are named from further off than wijken of a town.
      style: layer.id === "gemeenten" ? "gemeente" : layer.style,
      name: feature.name,
      at: layer.kind === "point" ? feature.at : pointInside(feature.rings),
    }));
}
