/* One Leaflet map in one element, with its layers, for as long as the element is mounted. */
import L from "./leaflet.js";
import { BaseLayer } from "./base_layer.js";
import { CellLayer } from "./cell_layer.js";
import { Attribution, Badge, FitButton, SkipLink, StatusLine } from "./chrome.js";
import { ClusterLayer } from "./cluster_layer.js";
import { DrawTool } from "./draw_tool.js";
import { RingLayer, drawnStyle } from "./drawn_layer.js";
import { fetchGeometry } from "./geometry.js";
import { Highlight } from "./highlight.js";
import { ImageLayer } from "./image_layer.js";
import { LabelLayer } from "./label_layer.js";
import { Legend, coveredBy } from "./legend.js";
import { LinkedView } from "./linked_views.js";
import { OverlayLayer } from "./overlay_layer.js";
import { PatternSheet } from "./patterns.js";
import { PointLayer } from "./point_layer.js";
import { Pointer } from "./pointer.js";
import { RoadLayer } from "./road_layer.js";
import { Tiles } from "./tiles.js";
import { readPalette, watchTheme } from "./theme.js";
import { Tooltip } from "./tooltip.js";
import { keepViewInLink, viewInLink } from "./link_view.js";
import { asksElsewhere, rememberView, restoreView } from "./view_memory.js";
import { areasOf, outlineOver } from "./wide_areas.js";

const PANES = [
  ["hs-base", 150], ["hs-image", 350], ["hs-cells", 360], ["hs-areas", 400], ["hs-water", 410],
  ["hs-roads", 414], ["hs-lines", 420],
  ["hs-points", 440], ["hs-highlight", 450], ["hs-clusters", 452], ["hs-overlay", 455],
  ["hs-drawn", 457], ["hs-labels", 460],
];
//: what is drawn of `data`, each by the layer of that name
const LAYERS = [
  "image", "cells", "areas", "roads", "outline", "points", "clusters", "overlay", "place", "drawn",
];
//: how far out a map zooms: so far that all of it is in sight, and at least so far
const WIDEST_ZOOM = 6;
const WIDE_ZOOM = 8;
const NUMBER = new Intl.NumberFormat("nl-NL");

export class MapFrame {
  constructor(root, { text, clicked, drawn, moved, openArchive, tips }) {
    Object.assign(this, { root, clicked, moved, openArchive, tips, tellDrawn: drawn });
    Object.assign(this, { name: null, data: null, kept: null });
    this.palette = readPalette(root);
    this.map = makeMap(root, text);
    this.patterns = new PatternSheet(root);
    this.lines = L.svg({ pane: "hs-lines", padding: 0.5 });
    this.linked = new LinkedView(this.map);
    this.map.on("moveend", () => this.#look());
    // What a program moves, such as a window that grew, is not what somebody wants to look at.
    for (const kind of ["pointerdown", "wheel", "keydown"]) {
      root.addEventListener(kind, () => { this.isInHand = true; }, { passive: true });
    }
    this.stopTheme = watchTheme(root, () => this.#repaint());
    this.resize = new ResizeObserver(() => this.map.invalidateSize({ animate: false }));
    this.resize.observe(root);
  }

  /** Draw `data`; `files` holds each fetched geometry, or the error that came in its place. */
  show(data, files) {
    this.data = data;
    this.failed = false;
    this.root.style.setProperty("--hs-height", `${data.height ?? 620}px`);
    this.map.invalidateSize({ animate: false });
    this.#open(data, files);
    Object.assign(this.palette, readPalette(this.root, coveringFills(data)));
    const context = this.#context(data, files);
    this.#guard("base", () => this.base.show(data.base, context));
    for (const kind of LAYERS) {
      this.#guard(kind, () => this[kind].show(data[kind], context), () => this[kind].clear());
    }
    this.#guard("labels", () => this.#showLabels());
    this.#guard("legend", () => this.#showChrome(context));
    this.pointer.picks = Boolean(data.picks);
    this.pointer.refresh();
    this.highlight.select(this.areas.selected() ?? this.cells.selected());
    this.status.say(this.failed ? (data.text.failed ?? "") : this.tiles.trouble);
    this.tellDrawn();
    // A cell that the server puts in the link takes away what this browser wrote beside it.
    if (this.kept && data.view_key) keepViewInLink(data.view_key, this.kept);
  }

  /** Colour areas or cells anew by other counts, until the next `show`; points are of before. */
  recolour({ fill, cells, classes, note }) {
    const { areas, legend } = this.data;
    const data = { ...this.data, classes };
    const context = this.#context(data, new Map());
    this.points.clear();
    this.clusters.clear();
    if (areas && fill) this.areas.show({ ...areas, fill, forms: [], tip: [], tips_in: 0 }, context);
    if (cells) this.cells.recolour(cells, context);
    this.legend.show({ ...context, legend: { ...legend, now: note } });
    this.root.dataset.followed = Number(this.root.dataset.followed ?? 0) + 1;
  }

  remove() {
    this.resize.disconnect();
    this.stopTheme();
    this.linked.leave();
    this.tiles?.remove();
    this.skip?.remove();
    this.legend?.element.remove();
    this.map.remove();
  }

  /** Layers need a view to be added to, and the first view needs the bounds of the base. */
  #open(data, files) {
    // Only a map that follows its filter of places is moved, and only by that filter.
    const anew = Boolean(data.follows) && asksElsewhere(data.name, data.focus);
    if (data.name === this.name && !anew) return;
    const first = this.name === null;
    this.name = null;
    this.linked.leave();
    const base = files.get(data.base);
    const { lat, lon } = data.projection ?? {};
    const whole = base instanceof Error || !base?.extent ? WIDE_ZOOM : this.map.getBoundsZoom(base.extent);
    this.map.setMinZoom(Math.min(WIDE_ZOOM, whole));
    restoreView(this.map, data.name, {
      bounds: data.focus ?? (base instanceof Error ? null : base?.bounds),
      centre: lat ? [lat[0], lon[0]] : [52.1, 5.3],
      covered: coveredBy(data, this.map.getSize().x),
      anew,
      linked: data.view_key && viewInLink(data.view_key),
    });
    this.name = data.name;
    if (first) this.#furnish();
    this.linked.join(data.linked, data.anchor);
    this.#look();
  }

  #furnish() {
    const { map, root } = this;
    this.base = new BaseLayer(map);
    this.image = new ImageLayer(map);
    this.cells = new CellLayer(map);
    this.areas = areasOf(map, (failed) => this.#came(failed));
    this.roads = new RoadLayer(map, () => this.#showLabels());
    this.outline = outlineOver(map, (failed) => this.#came(failed));
    this.points = new PointLayer(map);
    this.clusters = new ClusterLayer(map);
    this.highlight = new Highlight(map);
    this.overlay = new OverlayLayer(map, (zoom) => this.clusters.obstacles(zoom));
    const style = drawnStyle();
    this.place = new RingLayer(map, style, ["hs-place-halo", "hs-place"]);
    this.drawn = new RingLayer(map, style, ["hs-drawn-casing", "hs-drawn"]);
    this.labels = new LabelLayer(map);
    // A background has streets of its own: it comes and goes without a word to the labels.
    map.on("layeradd layerremove", ({ layer }) => {
      if (layer instanceof L.GridLayer) requestAnimationFrame(() => this.labels.redraw());
    });
    this.skip = new SkipLink(root);
    this.status = new StatusLine(root);
    this.fit = new FitButton(map);
    this.badge = new Badge(map);
    this.attribution = new Attribution(map);
    this.legend = new Legend(map, {
      width: this.data.legend_folded ? 0 : map.getSize().x,
      beside: this.data.legend?.beside ? root : null,
    });
    this.tiles = new Tiles({
      map, root, openArchive: this.openArchive,
      say: (text) => this.status.say(text),
      attribute: (text) => this.attribution.show("tiles", text),
    });
    this.pointer = new Pointer({
      map,
      layers: [this.points, this.clusters, this.base, this.cells, this.areas],
      overlay: this.overlay,
      tooltip: new Tooltip(root),
      highlight: this.highlight,
      clicked: this.clicked,
    });
    this.draw = new DrawTool({ map, root, style, pointer: this.pointer, send: this.clicked });
  }

  #context(data, files) {
    return {
      projection: data.projection,
      classes: data.classes ?? [],
      legend: data.legend,
      overlay: data.overlay,
      text: data.text,
      palette: this.palette,
      patterns: this.patterns,
      lines: this.lines,
      number: (value) => NUMBER.format(value),
      tips: this.tips,
      root: data.root ?? "",
      geometry: (url) => {
        const file = files.get(url);
        if (file instanceof Error) throw file;
        return file;
      },
      // What is only needed from close by: in a file it stands in the page.
      later: (url) => (files.has(url)
        ? Promise.resolve(files.get(url)) : fetchGeometry(data.root + url)),
    };
  }

  #showLabels() {
    const labels = [this.base, this.outline, this.areas, this.roads].flatMap((layer) => layer.labels());
    this.labels.show(labels, {
      palette: this.palette,
      obstacles: (zoom) => [...this.clusters.obstacles(zoom), ...this.overlay.boxes(zoom)],
    });
  }

  /** Areas of elsewhere, or finer ones, have come. */
  #came(failed) {
    this.#guard("labels", () => this.#showLabels());
    this.highlight.select(this.areas.selected() ?? this.cells.selected());
    this.pointer.refresh();
    if (failed) this.status.say(this.data.text.failed ?? "");
  }

  #showChrome(context) {
    const { data } = this;
    this.legend.show(context);
    this.fit.show(context.geometry(data.base)?.extent, data.text.fit);
    this.badge.show(data.badge);
    this.attribution.show("data", data.attribution);
    this.draw.show(data);
    this.tiles.show(data.tiles ?? null, data.text, data.root ?? "");
    this.skip.show(data.text);
    this.root.setAttribute("aria-label", data.text.label ?? data.legend?.title ?? "");
  }

  /** One broken layer must not take the others with it: it goes, and a line says so. */
  #guard(layer, draw, clear) {
    try {
      draw();
    } catch (error) {
      this.failed = true;
      console.error(`live map, ${layer}:`, error);
      clear?.();
    }
  }

  #look() {
    if (this.name === null) return;
    rememberView(this.map, this.name);
    const { lat, lng } = this.map.getCenter();
    if (this.isInHand && this.data.view_key) {
      this.kept = { lat, lng, zoom: this.map.getZoom() };
      keepViewInLink(this.data.view_key, this.kept);
    }
    this.moved(`${lat.toFixed(5)},${lng.toFixed(5)},${this.map.getZoom()}`);
  }

  /** SVG follows the theme through CSS; what is on canvas has to be painted again. */
  #repaint() {
    if (!this.data) return;
    this.map.invalidateSize({ animate: false });
    Object.assign(this.palette, readPalette(this.root, coveringFills(this.data)));
    for (const kind of ["areas", "outline", "cells", "points", "clusters", "overlay", "roads"]) this[kind].redraw();
    this.tiles.repaint();
    this.#showLabels();
    this.legend.show(this.#context(this.data, new Map()));
  }
}

/** The colours that hide the base, where areas, or the mask of cells or a picture, cover it. */
function coveringFills({ areas, cells, image, classes = [] }) {
  if (areas) return classes.map((entry) => entry.colour);
  const zero = (cells?.mask || image?.mask) && classes.find((entry) => entry.kind === "zero");
  return zero ? [zero.colour] : [];
}

function makeMap(root, text) {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(root, {
    attributionControl: false,
    zoomControl: false,
    zoomSnap: 0.5,
    minZoom: WIDEST_ZOOM,
    maxZoom: 19,
    zoomAnimation: !calm,
    fadeAnimation: !calm,
    inertia: !calm,
  });
  root.setAttribute("role", "group");
  // Leaflet focuses the map at a press and scrolls the window back, which is not what scrolls
  // here: a map that is partly out of sight would jump away from under the finger.
  root.addEventListener("mousedown", () => root.focus({ preventScroll: true }), { capture: true });
  for (const [name, level] of PANES) {
    map.createPane(name).style.zIndex = level;
  }
  L.control.zoom({
    zoomInTitle: text.zoom_in ?? "", zoomOutTitle: text.zoom_out ?? "",
  }).addTo(map);
  L.control.scale({ imperial: false, maxWidth: 110 }).addTo(map);
  return map;
}
