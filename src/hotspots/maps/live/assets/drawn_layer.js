/* An area that a map is about, as a line, pale below dark: what a user drew, or a place. */
import L from "./leaflet.js";
import { toLatLngs } from "./geometry.js";

const PANE = "hs-drawn";

/** How what is drawn looks, finished or not; one renderer for both. */
export function drawnStyle() {
  const renderer = L.svg({ pane: PANE, padding: 0.5 });
  return { renderer, pane: PANE, interactive: false, fill: false, smoothFactor: 0 };
}

export class RingLayer {
  constructor(map, style, classNames) {
    this.paths = classNames.map((className) => L.polygon([], { ...style, className }).addTo(map));
  }

  /** `area` holds rings in degrees, lon before lat; nothing when null. */
  show(area) {
    const rings = (area?.rings ?? []).map(toLatLngs);
    for (const path of this.paths) path.setLatLngs(rings);
  }

  clear() {
    this.show(null);
  }
}
