/* The background map: a file of the home, there at once, or tiles from elsewhere when asked for.
 *
 * Gone after three errors, in words; the map works on without it.
 */
import { make } from "./elements.js";
import L from "./leaflet.js";

const ERRORS_ALLOWED = 2;
//: How it lies below the rest, by what it is.
const CLASSES = ["hs-with-tiles", "hs-with-streets", "hs-with-photos"];

// Whether a user wants it, by its address: as where they look, that outlives the map.
const wanted = new Map();

export class Tiles {
  /** `openArchive` makes a layer of a file of the home; a page without one has no such map. */
  constructor({ map, root, say, attribute, openArchive }) {
    Object.assign(this, { map, root, say, attribute, openArchive });
    this.trouble = "";
    this.isOn = false;
    this.layer = null;
    this.turn = 0;
    this.button = make("button", "hs-tiles-button");
    this.button.type = "button";
    this.button.addEventListener("click", () => this.#toggle());
    L.DomEvent.disableClickPropagation(this.button);
    const control = new L.Control({ position: "topright" });
    control.onAdd = () => this.button;
    control.addTo(map);
    map.on("zoomend", () => this.#cover());
  }

  /** Offer `tiles`, or nothing; an address in it is below `path`. */
  show(tiles, text, path) {
    const address = tiles?.file ? path + tiles.file : tiles?.url;
    if (address !== this.address) this.#turnOff();
    if (address !== this.address || tiles?.trouble) this.trouble = tiles?.trouble ?? "";
    Object.assign(this, { tiles, text, address });
    this.button.hidden = !address;
    const want = wanted.get(address) ?? Boolean(tiles?.file);
    if (address && want && !this.isOn && !this.trouble) this.#turnOn();
    this.#name();
  }

  /** Follow the theme: what is drawn here, and no picture, is drawn anew. */
  repaint() {
    this.layer?.repaint?.(this.#isDark());
  }

  remove() {
    this.turn += 1;
  }

  #toggle() {
    this.trouble = "";
    this.say("");
    wanted.set(this.address, !this.isOn);
    if (this.isOn) this.#turnOff();
    else this.#turnOn();
    this.#name();
  }

  async #turnOn() {
    this.isOn = true;
    this.turn += 1;
    const { turn } = this;
    let layer;
    try {
      layer = await this.#open();
    } catch (error) {
      console.warn("background map:", error);
      if (turn === this.turn) this.#fail();
      return;
    }
    // It was turned off, or the map went, while this one opened.
    if (turn !== this.turn) return;
    let errors = 0;
    layer.on("tileerror", () => {
      errors += 1;
      if (errors > ERRORS_ALLOWED && turn === this.turn) this.#fail();
    });
    this.layer = layer.addTo(this.map);
    this.#cover();
    this.attribute(this.tiles.attribution);
  }

  async #open() {
    const { address, tiles } = this;
    const maxZoom = this.map.getMaxZoom();
    if (!tiles.file) {
      return L.tileLayer(address, { maxNativeZoom: tiles.max_zoom, maxZoom });
    }
    const font = getComputedStyle(this.root).fontFamily;
    return this.openArchive(L, address, tiles, { maxZoom, dark: this.#isDark(), font });
  }

  /** Our own ground is below it only where it has nothing: further out than it goes. */
  #cover() {
    const covers = this.layer && this.map.getZoom() >= (this.layer.options.minZoom ?? 0);
    const { kind } = this.tiles ?? {};
    const now = covers ? [CLASSES[0], { streets: CLASSES[1], photos: CLASSES[2] }[kind]] : [];
    for (const name of CLASSES) this.root.classList.toggle(name, now.includes(name));
  }

  #turnOff() {
    this.turn += 1;
    this.isOn = false;
    this.layer?.remove();
    this.layer = null;
    this.#cover();
    this.attribute("");
  }

  #fail() {
    this.#turnOff();
    this.#name();
    this.trouble = this.text.tiles_failed ?? "";
    this.say(this.trouble);
  }

  #name() {
    this.button.textContent = (this.isOn ? this.text.tiles_off : this.text.tiles_on) ?? "";
    this.button.setAttribute("aria-pressed", String(this.isOn));
  }

  #isDark() {
    return this.root.dataset.theme === "dark";
  }
}
