/* A tag at each outline that has a label, and what the outlines at a place say.
 *
 * The page of a map that leaves as a file holds the same script.
 */
import { make } from "./elements.js";
import L from "./leaflet.js";
import { outlinesAt, placeTags } from "./outlines.js";

//: pixels; how near to a line the pointer is on it
const REACH_PX = 7;

export class OutlineTags {
  /** `obstacles` gives, by zoom, the boxes that a tag keeps off where it can. */
  constructor(map, { pane, obstacles }) {
    Object.assign(this, { map, pane, obstacles });
    this.clear();
    map.on("zoomend", () => this.#settle());
  }

  /** Takes the map coordinates of each outline, and its label and tip. */
  show(rings, shapes) {
    this.clear();
    Object.assign(this, { rings, shapes, tags: shapes.map(({ label }) => this.#tag(label)) });
    this.#settle();
  }

  clear() {
    for (const tag of this.tags ?? []) tag.remove();
    Object.assign(this, { rings: [], shapes: [], tags: [], layout: null });
  }

  /** What the outlines at a place say: label and tip of each. */
  told({ x, y, scale }) {
    const tagged = this.#places(this.map.getZoom()).flatMap((box, index) =>
      box && x * scale > box.west && x * scale < box.east && y * scale > box.north
      && y * scale < box.south ? [index] : [],
    );
    const found = outlinesAt(this.rings, x, y, REACH_PX / scale);
    return [...new Set([...tagged, ...found])].map((index) => this.shapes[index]);
  }

  /** Where names cannot stand at this zoom, in pixels of the whole world. */
  boxes(zoom) {
    return this.#places(zoom).filter(Boolean);
  }

  /** A tooltip of Leaflet, because it has the size of its text and moves along in a zoom. */
  #tag(label) {
    const tag = L.tooltip({
      pane: this.pane, className: "hs-tag", permanent: true, interactive: false,
      direction: "center", opacity: 1,
    }).setLatLng(this.map.getCenter()).setContent(make("span", "hs-tag-text", label));
    // Read out loud, numbers in a row say nothing; the table has them with their words.
    tag.addTo(this.map).getElement().setAttribute("aria-hidden", "true");
    return tag;
  }

  /** Tags are placed anew per zoom, so none appears or goes while the map is dragged. */
  #places(zoom) {
    if (this.layout?.zoom !== zoom) {
      const sizes = this.tags.map((tag) => {
        const { offsetWidth: width, offsetHeight: height } = tag.getElement();
        return { width, height };
      });
      const placed = placeTags(this.rings, sizes, 2 ** zoom, this.obstacles(zoom));
      // An outline without a label has no tag.
      const places = placed.map((box, i) => (this.shapes[i].label ? box : null));
      this.layout = { zoom, places };
    }
    return this.layout.places;
  }

  #settle() {
    const zoom = this.map.getZoom();
    this.#places(zoom).forEach((box, i) => {
      this.tags[i].getElement().style.visibility = box ? "" : "hidden";
      if (!box) return;
      const middle = L.point((box.west + box.east) / 2, (box.north + box.south) / 2);
      this.tags[i].setLatLng(this.map.unproject(middle, zoom));
    });
  }
}
