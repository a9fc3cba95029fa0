/* The legend: what each fill means, how many areas have it, and what to know before reading it. */
import { FILLED, classNames } from "./base_layer.js";
import { make } from "./elements.js";
import L from "./leaflet.js";
import { PatternSheet, node } from "./patterns.js";

const NARROW_PX = 480;
//: pixels: what an open legend takes of the side of a map, and how wide a map is that can spare it
const TAKES_PX = 236;
const SPARES_PX = 640;
const SWATCH = { width: 22, height: 14 };
//: lines that the legend explains and the ground does not have
const LINES = {
  wijk: ["hs-outline-casing", "hs-outline"],
  selected: ["hs-selected-halo", "hs-selected"],
  drawn: ["hs-drawn-casing", "hs-drawn"],
};
const MARKS = {
  station: ["rect", { x: 7, y: 3, width: 8, height: 8, class: "hs-legend-mark" }],
  point: ["circle", { cx: 11, cy: 7, r: 4, class: "hs-legend-mark" }],
  site: ["circle", { cx: 11, cy: 7, r: 5, class: "hs-site" }],
};

let legends = 0;

/** How many pixels at the right of a map a legend covers at first, where the map is wide enough. */
export function coveredBy({ legend, legend_folded: folded }, width) {
  return legend && !legend.beside && !folded && width >= SPARES_PX ? TAKES_PX : 0;
}

export class Legend {
  /** Opens by itself where there is room; after that the user decides.
   *
   * `beside` is the element that it follows on the page; null for a legend on the map itself.
   */
  constructor(map, { width, beside }) {
    legends += 1;
    this.open = Boolean(beside) || width >= NARROW_PX;
    this.element = make("section", "hs-legend");
    this.button = make("button", "hs-legend-button");
    this.button.type = "button";
    this.body = make("div", "hs-legend-body");
    this.body.id = `hs-legend-${legends}`;
    this.button.id = `hs-legend-button-${legends}`;
    this.button.setAttribute("aria-controls", this.body.id);
    this.button.addEventListener("click", () => this.#toggle());
    this.element.append(this.button, this.body);
    this.patterns = new PatternSheet(this.element);
    new ResizeObserver(() => this.#takeFocusIfScrolling()).observe(this.body);
    if (beside) beside.after(this.element);
    else this.#putOn(map);
  }

  #putOn(map) {
    L.DomEvent.disableClickPropagation(this.element);
    L.DomEvent.disableScrollPropagation(this.element);
    const control = new L.Control({ position: "bottomright" });
    control.onAdd = () => this.element;
    control.addTo(map);
  }

  show({ legend, classes, overlay, text, number }) {
    this.element.hidden = !legend;
    if (!legend) return;
    this.closedTitle = text.legend ?? "";
    this.openTitle = legend.title ?? this.closedTitle;
    this.element.setAttribute("aria-label", text.legend_label ?? this.closedTitle);
    const parts = [];
    if (legend.subtitle) parts.push(make("p", "hs-legend-subtitle", legend.subtitle));
    if (legend.now) parts.push(make("p", "hs-legend-now", legend.now));
    if (classes.length) parts.push(rowsOf({ classes, text, number, patterns: this.patterns }));
    if (overlay) parts.push(overlayRow(overlay));
    if (legend.ground) parts.push(...groundRows(legend.ground));
    for (const note of legend.notes ?? []) parts.push(make("p", "hs-legend-note", note));
    // An empty layer has nothing to explain: its name stands above the map already.
    this.element.hidden = !parts.length;
    this.body.replaceChildren(...parts);
    this.#fold();
  }

  #toggle() {
    this.open = !this.open;
    this.#fold();
  }

  #fold() {
    this.button.textContent = this.open ? this.openTitle : this.closedTitle;
    this.button.setAttribute("aria-expanded", String(this.open));
    this.body.hidden = !this.open;
    // With the frame that draws it: before that a browser would lay out the page for this alone.
    requestAnimationFrame(() => this.#takeFocusIfScrolling());
  }

  /** A stop for the keyboard only where its arrows have something to do. */
  #takeFocusIfScrolling() {
    if (this.body.scrollHeight <= this.body.clientHeight) {
      for (const name of ["tabindex", "role", "aria-labelledby"]) this.body.removeAttribute(name);
      return;
    }
    this.body.tabIndex = 0;
    this.body.setAttribute("role", "group");
    this.body.setAttribute("aria-labelledby", this.button.id);
  }
}

function rowsOf({ classes, text, number, patterns }) {
  const list = make("ul", "hs-legend-rows");
  const counted = classes.some((entry) => Number.isFinite(entry.n));
  if (counted && text.legend_n) {
    const head = make("li", "hs-legend-head");
    head.append(make("span", "hs-legend-n", text.legend_n));
    list.append(head);
  }
  classes.forEach((entry) => {
    const row = make("li", "hs-legend-row");
    const label = make("span", "hs-legend-label", entry.label);
    row.append(swatch(entry, patterns), label);
    if (counted) {
      row.append(make("span", "hs-legend-n", Number.isFinite(entry.n) ? number(entry.n) : ""));
    }
    list.append(row);
  });
  return list;
}

/** What was found on top of the fills: a piece of outline, and how many there are. */
function overlayRow(overlay) {
  const list = make("ul", "hs-legend-rows");
  const row = make("li", "hs-legend-row hs-legend-overlay");
  const holder = make("span", "hs-swatch");
  holder.setAttribute("aria-hidden", "true");
  holder.append(make("span", "hs-swatch-outline"));
  row.append(holder, make("span", "hs-legend-label", overlay.entry));
  list.append(row);
  return list;
}

/** What lies under and over the fills: the lines and marks of the map itself. */
function groundRows({ title, rows }) {
  const list = make("ul", "hs-legend-rows");
  for (const row of rows) {
    const item = make("li", "hs-legend-row hs-legend-ground");
    const holder = make("span", "hs-swatch");
    holder.setAttribute("aria-hidden", "true");
    const box = node("svg", { class: "hs-swatch-ground", viewBox: `0 0 ${SWATCH.width} ${SWATCH.height}` });
    box.append(...groundSwatch(row));
    holder.append(box);
    item.append(holder, make("span", "hs-legend-label", row.label));
    list.append(item);
  }
  return [make("p", "hs-legend-title", title), list];
}

function groundSwatch({ style, kind }) {
  if (style in MARKS) return [node(...MARKS[style])];
  const filled = kind === "polygon" && FILLED.includes(style);
  return (LINES[style] ?? classNames(style)).map((className) => (filled
    ? node("rect", { ...SWATCH, class: className })
    : node("path", { d: `M1 ${SWATCH.height / 2}H${SWATCH.width - 1}`, class: `${className} hs-open` })));
}

/** Not a canvas: a browser gives each of those a layer of its own, and lays all layers at every frame. */
function swatch(entry, patterns) {
  const holder = make("span", "hs-swatch");
  holder.setAttribute("aria-hidden", "true");
  const box = node("svg", { class: "hs-swatch-box", viewBox: `0 0 ${SWATCH.width} ${SWATCH.height}` });
  box.append(node("rect", { ...SWATCH, fill: patterns.fillFor(entry) }));
  holder.append(box);
  return holder;
}
