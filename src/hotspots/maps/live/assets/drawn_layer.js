/* The area that the numbers are of, where a user drew one: a dashed line, pale below dark. */
import L from "./leaflet.js";
import { toLatLngs } from "./geometry.js";

const PANE = "hs-drawn";

/** How what is drawn looks, finished or not; one renderer for both. */
export function drawnStyle() {
  const renderer = L.svg({ pane: PANE, padding: 0.5 });
  return { renderer, pane: PANE, interactive: false, fill: false, smoothFactor: 0 };
}

export class DrawnLayer {
  constructor(map, style) {
    this.paths = ["hs-drawn-casing", "hs-drawn"].map((className) =>
      L.polygon([], { ...style, className }).addTo(map),
    );
  }

  /** `drawn` is the ring in degrees, lon before lat; nothing when null. */
  show(drawn) {
    const ring = drawn ? toLatLngs(drawn.ring) : [];
    for (const path of this.paths) path.setLatLngs(ring);
  }

  clear() {
    this.show(null);
  }
}
