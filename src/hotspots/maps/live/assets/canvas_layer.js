/* A canvas that Leaflet moves and scales with the map, and that is drawn anew when it rests. */
import L from "./leaflet.js";

/** Calls `draw(ctx, view)` after each pan, zoom, resize and `redraw()`.
 *
 * `view` turns map coordinates (see projection.js) into the pixels of `ctx`:
 * `x * view.scale - view.dx`; `view.min` and `view.max` bound what can be seen.
 */
export const CanvasLayer = L.Renderer.extend({
  options: { padding: 0.2 },

  initialize(pane, draw) {
    L.Renderer.prototype.initialize.call(this, { pane });
    this._draw = draw;
  },

  redraw() {
    if (this._map && this._container) this._update();
  },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
  },

  _destroyContainer() {
    this._container.remove();
    this._container = null;
  },

  _update() {
    // Leaflet scales the old picture during the animation; a new one now would jump.
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const { min, max } = this._bounds;
    const size = this._bounds.getSize();
    const dpr = window.devicePixelRatio || 1;
    this._container.width = Math.round(size.x * dpr);
    this._container.height = Math.round(size.y * dpr);
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
    L.DomUtil.setPosition(this._container, min);
    const ctx = this._container.getContext("2d");
    ctx.setTransform(dpr, 0, 0, dpr, -min.x * dpr, -min.y * dpr);
    this._draw(ctx, { ...placing(this._map), min, max, dpr, zoom: this._zoom });
  },

  _updatePaths() {},
});

/** How a map coordinate becomes a layer point now: `x * scale - dx`. */
export function placing(map) {
  const origin = map.getPixelOrigin();
  return { scale: 2 ** map.getZoom(), dx: origin.x, dy: origin.y };
}
