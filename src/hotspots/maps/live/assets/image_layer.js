/* A density surface: a picture that the server resampled to Web Mercator, so it only stretches. */
import L from "./leaflet.js";

const PICTURE = /^data:image\/png;base64,/;

export class ImageLayer {
  constructor(map) {
    this.map = map;
    this.overlay = null;
  }

  show(image) {
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
  }

  clear() {
    this.overlay?.remove();
    this.overlay = null;
    this.png = null;
  }
}
