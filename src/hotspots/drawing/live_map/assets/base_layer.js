/* Our own ground under every map: land and water below, spoor, wijken and stations above. */
import L from "./leaflet.js";
import { pointInside, toLatLngs } from "./geometry.js";

const BELOW = ["gemeente", "water"];

export class BaseLayer {
  constructor(map) {
    this.map = map;
    this.below = L.svg({ pane: "hs-base", padding: 0.5 });
    this.url = null;
    this.paths = [];
    this.names = [];
  }

  show(url, context) {
    if (url === this.url) return;
    const base = context.geometry(url);
    this.clear();
    for (const style of BELOW) this.#draw(base.layers, style, this.below);
    for (const layer of base.layers) {
      if (!BELOW.includes(layer.style)) this.#draw([layer], layer.style, context.lines);
    }
    this.names = base.layers.flatMap(labelsOf);
    this.url = url;
  }

  clear() {
    this.paths.forEach((path) => path.remove());
    this.paths = [];
    this.names = [];
    this.url = null;
  }

  labels() {
    return this.names;
  }

  /** One path per layer, not per feature: nothing here is hovered or restyled. */
  #draw(layers, style, renderer) {
    for (const layer of layers) {
      if (layer.style !== style || layer.kind === "point") continue;
      const parts = layer.features.map((feature) =>
        layer.kind === "polygon" ? feature.rings.map(toLatLngs) : toLatLngs(feature.path),
      );
      const make = layer.kind === "polygon" ? L.polygon : L.polyline;
      for (const className of classNames(style)) {
        const path = make(parts, {
          renderer, className, interactive: false, smoothFactor: 0.5,
          fill: BELOW.includes(style),
        });
        this.paths.push(path.addTo(this.map));
      }
    }
  }
}

/** Spoor is a thin rail and short wide dashes that read as sleepers, on a casing to stand out. */
function classNames(style) {
  return style === "spoor" ? ["hs-spoor-casing", "hs-spoor", "hs-spoor-ticks"] : [`hs-${style}`];
}

function labelsOf(layer) {
  if (layer.kind === "line" || layer.style === "gemeente") return [];
  return layer.features
    .filter((feature) => feature.name)
    .map((feature) => ({
      style: layer.style,
      name: feature.name,
      at: layer.kind === "point" ? feature.at : pointInside(feature.rings),
    }));
}
