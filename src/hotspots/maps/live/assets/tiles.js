/* Background tiles from elsewhere: off until asked for, gone after three errors. */
import { make } from "./elements.js";
import L from "./leaflet.js";

const ERRORS_ALLOWED = 2;

export class Tiles {
  constructor({ map, root, say, attribute }) {
    Object.assign(this, { map, root, say, attribute });
    this.layer = null;
    this.button = make("button", "hs-tiles-button");
    this.button.type = "button";
    this.button.addEventListener("click", () => this.#toggle());
    L.DomEvent.disableClickPropagation(this.button);
    const control = new L.Control({ position: "topright" });
    control.onAdd = () => this.button;
    control.addTo(map);
  }

  show(tiles, text) {
    if (tiles?.url !== this.tiles?.url) this.#turnOff();
    this.tiles = tiles;
    this.text = text;
    this.button.hidden = !tiles;
    this.#name();
  }

  #toggle() {
    if (this.layer) this.#turnOff();
    else this.#turnOn();
    this.say("");
    this.#name();
  }

  #turnOn() {
    const { url, max_zoom: maxNativeZoom } = this.tiles;
    let errors = 0;
    this.layer = L.tileLayer(url, { maxNativeZoom, maxZoom: this.map.getMaxZoom() });
    this.layer.on("tileerror", () => {
      errors += 1;
      if (errors > ERRORS_ALLOWED && this.layer) this.#fail();
    });
    this.layer.addTo(this.map);
    this.root.classList.add("hs-with-tiles");
    this.attribute(this.tiles.attribution);
  }

  #turnOff() {
    this.layer?.remove();
    this.layer = null;
    this.root.classList.remove("hs-with-tiles");
    this.attribute("");
  }

  #fail() {
    this.#turnOff();
    this.#name();
    this.say(this.text.tiles_failed ?? "");
  }

  #name() {
    this.button.textContent = (this.layer ? this.text.tiles_off : this.text.tiles_on) ?? "";
    this.button.setAttribute("aria-pressed", String(Boolean(this.layer)));
  }
}
