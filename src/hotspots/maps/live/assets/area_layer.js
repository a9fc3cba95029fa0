/* The choropleth: one SVG path per area, of which a rerun restyles only what changed. */
import L from "./leaflet.js";
import { largestPolygon, pointInside, toLatLngs } from "./geometry.js";
import { tipOf } from "./tips.js";
import { decodeClasses } from "./typed_arrays.js";

//: the fill of an area outside the wijken that were chosen
const NOT_ASKED = -1;

export class AreaLayer {
  constructor(map) {
    this.map = map;
    this.renderer = L.svg({ pane: "hs-areas", padding: 0.5 });
    this.group = L.layerGroup();
    this.url = null;
    this.areas = [];
    this.indexOf = new WeakMap();
  }

  show(areas, context) {
    if (!areas) {
      this.clear();
      return;
    }
    if (areas.url !== this.url) this.#build(areas.url, context.geometry(areas.url));
    const fill = decodeClasses(areas.fill);
    if (fill.length !== this.areas.length) {
      throw new Error(`areas: ${fill.length} fills for ${this.areas.length} areas`);
    }
    this.areas.forEach((area, i) => this.#restyle(area, fill[i], context));
    if (!this.map.hasLayer(this.group)) this.#add();
    this.shown = areas;
    this.ask = context.tips;
  }

  clear() {
    this.shown = null;
    this.group.remove();
  }

  /** The area under the pointer, found by the path the browser says it is on. */
  hit({ target }) {
    const index = this.shown ? this.indexOf.get(target) : undefined;
    if (index === undefined) return null;
    const { code, name } = this.areas[index];
    return {
      key: `area ${code}`,
      name,
      lines: [tipOf(this.shown, index, this.ask)],
      outline: this.areas[index].latLngs,
      click: { kind: "area", code },
    };
  }

  selected() {
    const code = this.shown?.selected;
    const area = code ? this.areas.find((candidate) => candidate.code === code) : null;
    return area ? { outline: area.latLngs } : null;
  }

  /** Names for the label layer, the largest polygon of each area carrying it. */
  labels() {
    return this.shown ? this.areas.map(({ name, at }) => ({ style: "area", name, at })) : [];
  }

  #build(url, features) {
    this.clear();
    this.group.clearLayers();
    this.areas = features.map((feature) => {
      const latLngs = feature.polygons.map((rings) => rings.map(toLatLngs));
      const at = pointInside(largestPolygon(feature.polygons));
      // No simplification while drawing: it would open gaps between neighbours.
      const path = L.polygon(latLngs, {
        renderer: this.renderer, className: "hs-area", interactive: false, smoothFactor: 0,
        fillOpacity: 1,
      });
      this.group.addLayer(path);
      return { code: feature.code, name: feature.name, latLngs, at, path, fill: null };
    });
    this.url = url;
  }

  /** Leaflet makes a new SVG element for a path each time it joins the map. */
  #add() {
    this.group.addTo(this.map);
    this.areas.forEach((area, i) => this.indexOf.set(area.path.getElement(), i));
  }

  #restyle(area, classIndex, context) {
    const fill = classIndex === NOT_ASKED ? "transparent" : fillOf(area, classIndex, context);
    if (fill !== area.fill) area.path.setStyle({ fillColor: fill });
    area.fill = fill;
  }
}

function fillOf(area, classIndex, context) {
  const entry = context.classes[classIndex];
  if (!entry) throw new Error(`area ${area.code}: there is no class ${classIndex}`);
  return context.patterns.fillFor(entry);
}

/** The borders of a coarser level, drawn over the choropleth. */
export class OutlineLayer {
  constructor(map) {
    this.map = map;
    this.url = null;
    this.paths = [];
  }

  show(outline, context) {
    if (!outline) {
      this.clear();
      return;
    }
    if (outline.url === this.url) return;
    const features = context.geometry(outline.url);
    this.clear();
    const polygons = features.flatMap((feature) => feature.polygons);
    const latLngs = polygons.map((rings) => rings.map(toLatLngs));
    this.paths = ["hs-outline-casing", "hs-outline"].map((className) =>
      L.polygon(latLngs, {
        renderer: context.lines, className, interactive: false, smoothFactor: 0, fill: false,
      }).addTo(this.map),
    );
    this.url = outline.url;
  }

  clear() {
    this.paths.forEach((path) => path.remove());
    this.paths = [];
    this.url = null;
  }
}
