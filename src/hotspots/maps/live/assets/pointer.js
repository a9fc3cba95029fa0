/* One place decides what the pointer is on: points first, then cells, then areas.
 *
 * Outlines on top add what they say, and leave the click to what lies below them.
 */
import { mercatorX, mercatorY } from "./projection.js";

const CLUSTER_ZOOM = 1.5;

/* Counted over all maps and mounts, so that no two clicks send the same value. */
let clicks = 0;

/** A value to send, unlike every other one. */
export function numbered(value) {
  clicks += 1;
  return { ...value, n: clicks };
}

export class Pointer {
  /** `layers` in the order in which they lie on each other, the top one first. */
  constructor({ map, layers, overlay, tooltip, highlight, clicked }) {
    Object.assign(this, { map, layers, overlay, tooltip, highlight, clicked });
    this.current = null;
    this.last = null;
    this.waiting = null;
    this.paused = false;
    //: whether a click means the place itself, and not what lies there
    this.picks = false;
    map.on("mousemove", (event) => this.#soon(event));
    map.on("mouseout movestart zoomstart", () => this.reset());
    map.on("click", (event) => this.#click(event));
  }

  /** Ask again what lies under a resting pointer: a filter, or a tap, changed the numbers. */
  refresh() {
    if (!this.current) return;
    this.current = null;
    this.#hover(this.last);
  }

  /** Forget what was hovered: the map moves away from under the pointer. */
  reset() {
    this.waiting = null;
    this.current = null;
    this.tooltip.hide();
    this.highlight.hover(null);
    this.map.getContainer().classList.remove("hs-over");
  }

  /** Say and choose nothing for as long as something is being drawn. */
  pause(paused) {
    this.paused = paused;
    this.reset();
  }

  #soon(event) {
    if (this.paused) return;
    const idle = this.waiting === null;
    this.waiting = event;
    if (!idle) return;
    requestAnimationFrame(() => {
      const latest = this.waiting;
      this.waiting = null;
      if (latest) this.#hover(latest);
    });
  }

  #hover(event) {
    const hit = this.#hitAt(event);
    if (!hit || hit.key !== this.current?.key) {
      this.highlight.hover(hit);
      this.map.getContainer().classList.toggle("hs-over", Boolean(hit?.click || hit?.zoomTo));
    }
    this.current = hit;
    this.last = event;
    if (hit) this.tooltip.show(hit, event.containerPoint);
    else this.tooltip.hide();
  }

  /** A tap has no hover before it, so a click shows what a hover would have shown. */
  #click(event) {
    if (this.paused) return;
    this.waiting = null;
    this.#hover(event);
    if (this.picks) {
      this.clicked(numbered({ kind: "place", at: [event.latlng.lng, event.latlng.lat] }));
      return;
    }
    const hit = this.current;
    if (!hit) return;
    if (hit.zoomTo) {
      this.map.setView(this.highlight.toLatLng(hit.zoomTo), this.map.getZoom() + CLUSTER_ZOOM);
      return;
    }
    if (!hit.click) return;
    this.highlight.select(hit);
    this.clicked(numbered(hit.click));
  }

  #hitAt({ latlng, originalEvent }) {
    const place = {
      x: mercatorX(latlng.lng),
      y: mercatorY(latlng.lat),
      scale: 2 ** this.map.getZoom(),
      target: originalEvent.target,
    };
    const below = this.#below(place);
    const told = this.overlay.told(place);
    if (!told.length) return below;
    const key = [below?.key ?? "", ...told.map(({ label, tip }) => label || tip)].join(" ");
    return { name: "", lines: [], ...below, key, told };
  }

  #below(place) {
    for (const layer of this.layers) {
      const hit = layer.hit(place);
      if (hit) return hit;
    }
    return null;
  }
}
