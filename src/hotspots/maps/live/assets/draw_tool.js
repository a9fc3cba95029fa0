/* Draw a polygon, a circle or a route on the map: by mouse, by taps, and ended by keys or buttons.
 *
 * Nothing is sent until it is finished, and dragging still moves the map. What goes to the server
 * is places in degrees; it makes an area of them, and sends the outline back with the numbers.
 */
import L from "./leaflet.js";
import { DrawControls } from "./draw_controls.js";
import { circleKm2, crosses, distanceM, polygonKm2 } from "./draw_measure.js";
import { numbered } from "./pointer.js";

//: places that make one
const FEWEST = { polygon: 3, circle: 2, line: 2 };
//: pixels; a click this near to the first corner closes the polygon, and one this near to the click
//: before it may be the second of a double one: a finger is not a pencil
const CLOSE_PX = 14;
//: pixels; the second click of a double one is no other corner
const SAME_PX = 4;
//: milliseconds
const DOUBLE_MS = 500;
const SIZE = new Intl.NumberFormat("nl-NL", {
  minimumFractionDigits: 2, maximumFractionDigits: 2,
});
const METRES = new Intl.NumberFormat("nl-NL", { maximumFractionDigits: 0 });

function lengthM(places) {
  return places.slice(1).reduce((sum, place, at) => sum + distanceM(places[at], place), 0);
}

export class DrawTool {
  /** `style` is how a line is drawn; `send` takes what was drawn, once. */
  constructor({ map, root, style, pointer, send }) {
    Object.assign(this, { map, root, pointer, send, kind: null, corners: [], at: null, text: {} });
    //: the two last clicks
    this.clicks = [];
    this.line = L.polyline([], { ...style, className: "hs-drawing-line" }).addTo(map);
    this.ring = L.circle([0, 0], { ...style, radius: 0, className: "hs-drawing-line" });
    this.marks = L.layerGroup().addTo(map);
    this.markStyle = { ...style, radius: 5, className: "hs-drawing-corner" };
    this.controls = new DrawControls(map, root, {
      polygon: () => this.#begin("polygon"),
      circle: () => this.#begin("circle"),
      line: () => this.#begin("line"),
      clear: () => this.#clear(),
      done: () => this.#finish(),
      undo: () => this.#undo(),
      stop: () => this.#stop(),
    });
    map.on("click", ({ latlng }) => this.#place(latlng));
    map.on("dblclick", () => this.#twice());
    map.on("mousemove", ({ latlng }) => this.#follow(latlng));
    root.addEventListener("keydown", (event) => this.#key(event), true);
  }

  /** Offer to draw where the page asks for it; what was sent is answered by now. */
  show({ draw, drawn, text }) {
    this.text = text;
    this.controls.show({
      offered: Boolean(draw), lines: draw === "also lines", cleared: !drawn, text,
    });
    if (!draw) this.#stop();
    else if (!this.kind) this.#forget();
  }

  #begin(kind) {
    const again = this.kind === kind;
    this.#stop();
    if (again) return;
    this.#forget();
    this.clicks = [];
    this.kind = kind;
    this.pointer.pause(true);
    this.map.doubleClickZoom.disable();
    this.root.classList.add("hs-drawing");
    this.controls.press(kind);
    this.#redraw();
    // So that Enter, Escape and Backspace are heard, and arrows move the map.
    this.root.focus({ preventScroll: true });
  }

  /** Put the tool down without an answer. */
  #stop() {
    if (!this.kind) return;
    this.#putDown();
    this.#forget();
  }

  #putDown() {
    this.kind = null;
    this.pointer.pause(false);
    // Not yet for the second click of the double one that may have finished it.
    setTimeout(() => { if (!this.kind) this.map.doubleClickZoom.enable(); }, DOUBLE_MS);
    this.root.classList.remove("hs-drawing");
    this.controls.press(null);
  }

  #forget() {
    this.corners = [];
    this.at = null;
    this.#redraw();
  }

  #place(latlng) {
    if (!this.kind) return;
    this.clicks = [...this.clicks.slice(-1), latlng];
    const last = this.corners.at(-1);
    if (last && this.#pixels(last, latlng) < SAME_PX) return;
    const closes = this.kind === "polygon" && this.corners.length >= FEWEST.polygon
      && this.#pixels(this.corners[0], latlng) < CLOSE_PX;
    if (!closes) this.corners.push(latlng);
    this.at = null;
    this.#redraw();
    if (closes || (this.kind === "circle" && this.corners.length === 2)) this.#finish();
  }

  /** Two quick taps, each at a place of its own, are two corners and not the end. */
  #twice() {
    const [one, other] = this.clicks;
    if (!this.kind || !other || this.#pixels(one, other) >= CLOSE_PX) return;
    if (this.corners.at(-1) === other) this.corners.pop();
    this.#finish();
  }

  #follow(latlng) {
    if (!this.kind || !this.corners.length) return;
    this.at = latlng;
    this.#redraw();
  }

  #key(event) {
    if (!this.kind || (event.key === "Enter" && event.target.closest("button"))) return;
    const act = {
      Enter: () => this.#finish(), Escape: () => this.#stop(), Backspace: () => this.#undo(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  #undo() {
    this.corners.pop();
    this.at = null;
    this.#redraw();
  }

  /** A circle may be ended by a key, with its rim where the pointer is. */
  #finish() {
    if (!this.kind) return;
    const round = this.kind === "circle";
    const places = round && this.at ? [this.corners[0], this.at] : this.corners;
    if (places.length < FEWEST[this.kind]) return;
    if (this.kind === "polygon" && crosses(places)) {
      this.controls.say(this.text.draw_crossing ?? "");
      return;
    }
    this.corners = places;
    this.at = null;
    this.#redraw();
    const shape = this.kind;
    this.#putDown();
    this.#answer(shape, places);
  }

  #clear() {
    this.#stop();
    this.#answer(null, []);
  }

  #answer(shape, places) {
    const corners = places.map(({ lng, lat }) => [lng, lat]);
    this.send(numbered({ kind: "drawn", shape, corners }));
  }

  #redraw() {
    const seen = this.at ? [...this.corners, this.at] : this.corners;
    const round = this.kind === "circle";
    const closed = this.kind === "polygon" && seen.length >= FEWEST.polygon ? [...seen, seen[0]] : seen;
    this.line.setLatLngs(round ? [] : closed);
    this.marks.clearLayers();
    for (const corner of this.corners) this.marks.addLayer(L.circleMarker(corner, this.markStyle));
    if (round && seen.length === 2) {
      this.ring.setLatLng(seen[0]).setRadius(seen[0].distanceTo(seen[1])).addTo(this.map);
    } else {
      this.ring.remove();
    }
    this.controls.say(this.text[`draw_${this.kind}_how`] ?? "");
    const enough = seen.length >= (FEWEST[this.kind] ?? Infinity);
    this.controls.tell({
      size: enough ? this.#sizeOf(seen) : "", enough, begun: this.corners.length > 0,
    });
  }

  #sizeOf(seen) {
    if (this.kind === "line") {
      return (this.text.draw_line_size ?? "").replace("{length}", METRES.format(lengthM(seen)));
    }
    const round = this.kind === "circle";
    const radius = round ? distanceM(seen[0], seen[1]) : 0;
    return (this.text[`draw_${this.kind}_size`] ?? "")
      .replace("{radius}", METRES.format(radius))
      .replace("{area}", SIZE.format(round ? circleKm2(radius) : polygonKm2(seen)));
  }

  #pixels(one, other) {
    return this.map.latLngToContainerPoint(one).distanceTo(this.map.latLngToContainerPoint(other));
  }
}
