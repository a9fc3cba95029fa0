/* A density surface: a picture that the server resampled to Web Mercator, so it only stretches.
 *
 * Below it lies where there could be something, in the colour of the class for nearly nothing.
 */
import { toLatLngs } from "./geometry.js";
import L from "./leaflet.js";

const PICTURE = /^data:image\/png;base64,/;

export class ImageLayer {
  constructor(map) {
    this.map = map;
    this.overlay = null;
    this.renderer = L.svg({ pane: "hs-base", padding: 0.5 });
  }

  show(image, context) {
    if (!image) {
      this.clear();
      return;
    }
    if (!PICTURE.test(image.png)) throw new Error("image: expected a PNG as a data address");
    if (!this.overlay) {
      this.overlay = L.imageOverlay(image.png, image.bounds, { pane: "hs-image" });
      this.overlay.addTo(this.map);
    }
    this.overlay.setBounds(L.latLngBounds(image.bounds));
    if (image.png !== this.png) this.overlay.setUrl(image.png);
    this.overlay.setOpacity(image.opacity ?? 1);
    this.png = image.png;
    this.#showMask(image.mask, context);
  }

  #showMask(url, context) {
    this.mask?.remove();
    const zero = context.classes.find((entry) => entry.kind === "zero");
    if (!url || !zero) return;
    const shapes = context.geometry(url).flatMap(({ polygons }) => polygons);
    this.mask = L.polygon(shapes.map((rings) => rings.map(toLatLngs)), {
      renderer: this.renderer, interactive: false, smoothFactor: 0, stroke: false,
      fillColor: zero.colour, fillOpacity: 1,
    }).addTo(this.map);
  }

  clear() {
    this.overlay?.remove();
    this.mask?.remove();
    this.overlay = null;
    this.png = null;
  }
}
