/* Outlines of what is under the pointer and of what is selected, for areas and cells alike. */
import L from "./leaflet.js";

const ZERO_ZOOM = 0;

export class Highlight {
  constructor(map) {
    this.map = map;
    const renderer = L.svg({ pane: "hs-highlight", padding: 0.5 });
    const options = { renderer, interactive: false, fill: false, smoothFactor: 0 };
    // A pale line under a dark one stays visible on any colour of the choropleth.
    this.selection = ["hs-selected-halo", "hs-selected"].map((className) =>
      L.polygon([], { ...options, className }).addTo(map),
    );
    this.hovered = ["hs-hovered-halo", "hs-hovered"].map((className) =>
      L.polygon([], { ...options, className }).addTo(map),
    );
    this.spot = L.circleMarker([0, 0], { ...options, className: "hs-spot", radius: 10 });
  }

  /** Outline what is selected, given as `{outline}` or `{quad}`; nothing when null. */
  select(selected) {
    const outline = this.#outlineOf(selected);
    for (const path of this.selection) path.setLatLngs(outline);
  }

  hover(hit) {
    const outline = this.#outlineOf(hit);
    for (const path of this.hovered) path.setLatLngs(outline);
    if (hit?.spot) this.spot.setLatLng(this.toLatLng(hit.spot)).addTo(this.map);
    else this.spot.remove();
  }

  toLatLng([x, y]) {
    return this.map.unproject(L.point(x, y), ZERO_ZOOM);
  }

  #outlineOf(shape) {
    if (shape?.outline) return shape.outline;
    const quad = shape?.quad;
    if (!quad) return [];
    return [0, 2, 4, 6].map((k) => this.toLatLng([quad[k], quad[k + 1]]));
  }
}
