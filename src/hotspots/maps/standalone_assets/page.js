/* What folium leaves out: one tooltip for all layers, names that do not cover each other, and
   controls in Dutch. All words come from the page itself and reach the map as text, never as HTML. */
"use strict";

//: pixels; how near to a line the pointer is on it, as on the live map
const REACH_PX = 7;

function hotspotsPage(map, layers, found, bounds, extent) {
  const words = document.getElementById("hs-words").dataset;
  const container = map.getContainer();
  container.setAttribute("role", "group");
  container.setAttribute("aria-labelledby", "hs-title");
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  wholeButton(map, extent, words.fit);
  L.control.scale({ imperial: false }).addTo(map);
  // Animated, the paths of all panes but one would stay cut off as they were at the first zoom.
  map.fitBounds(bounds, { padding: [8, 8], animate: false });
  const outlines = new Outlines(map, found);
  const tip = new Tip(map, outlines);
  for (const { layer, tips } of layers) if (tips) explain(layer, linesOf(tips), tip);
  name(map, outlines);
}

/** The first view is where people live; this one shows the whole municipality. */
function wholeButton(map, extent, label) {
  const control = new L.Control({ position: "topleft" });
  control.onAdd = () => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "hs-fit";
    button.textContent = label;
    button.addEventListener("click", () => map.fitBounds(extent, { animate: false }));
    L.DomEvent.disableClickPropagation(button);
    return button;
  };
  control.addTo(map);
}

/** The lines of a list in the page, each as the nodes a tooltip shows. */
function linesOf(id) {
  return Array.from(document.getElementById(id).children, (item) => () => {
    const holder = document.createElement("span");
    for (const part of item.children) holder.append(part.cloneNode(true));
    return holder;
  });
}

function explain(layer, lines, tip) {
  const enter = ({ layer: shape }) => {
    tip.below = lines[shape.feature.properties.tip];
    if (tip.below) shape.getElement()?.classList.add("hs-pointed");
  };
  const leave = ({ layer: shape }) => {
    tip.below = null;
    shape.getElement()?.classList.remove("hs-pointed");
  };
  // A finger has no hover: a tap points. The map hears of the same event after this.
  layer.on({ mouseover: enter, mousemove: enter, click: enter, mouseout: leave });
}

/** The one tooltip: what lies below the pointer, and then the outlines that it is on or in. */
class Tip {
  constructor(map, outlines) {
    this.below = null;
    const tooltip = L.tooltip({ sticky: true, className: "hs-tip", direction: "auto" });
    map.on("mousemove click", ({ latlng }) => {
      const lines = [...(this.below ? [this.below()] : []), ...outlines.told(latlng)];
      if (!lines.length) {
        tooltip.remove();
        return;
      }
      const content = document.createElement("div");
      content.append(...lines);
      tooltip.setLatLng(latlng).setContent(content);
      if (!map.hasLayer(tooltip)) tooltip.addTo(map);
    });
    map.on("mouseout", () => tooltip.remove());
  }
}

/** What was found: a tag at each outline, and its words for who points at it. */
class Outlines {
  constructor(map, found) {
    this.map = map;
    const items = found ? [...document.getElementById(found.tips).children] : [];
    this.words = items.map((item) => ({
      label: item.querySelector("b")?.textContent ?? "",
      tip: item.querySelector("span").textContent,
    }));
    this.rings = found ? found.layer.getLayers().map((line) => this.#ring(line)) : [];
    this.tags = this.words.map(({ label }) => L.tooltip({
      pane: "hs-found", className: "hs-tag", permanent: true, interactive: false,
      direction: "center", opacity: 1,
    }).setLatLng(map.getCenter()).setContent(tagOf(label)).addTo(map));
    // Read out loud, numbers in a row say nothing; the table below has them with their words.
    for (const tag of this.tags) tag.getElement().setAttribute("aria-hidden", "true");
    map.on("zoomend", () => this.#settle());
    this.#settle();
  }

  /** A line for each outline at a place, beginning with its tag. */
  told(latlng) {
    const { x, y } = this.map.project(latlng, 0);
    const found = outlinesAt(this.rings, x, y, REACH_PX / 2 ** this.map.getZoom());
    return found.map((index) => {
      const { label, tip } = this.words[index];
      const line = document.createElement("div");
      line.className = "hs-told";
      line.append(tagOf(label), tip);
      return line;
    });
  }

  /** Where names cannot stand. */
  boxes() {
    const elements = this.tags.map((tag) => tag.getElement());
    return elements.filter((element) => element.style.visibility !== "hidden")
      .map((element) => element.getBoundingClientRect());
  }

  #settle() {
    const zoom = this.map.getZoom();
    const sizes = this.tags.map((tag) => {
      const { offsetWidth: width, offsetHeight: height } = tag.getElement();
      return { width, height };
    });
    placeTags(this.rings, sizes, 2 ** zoom, []).forEach((box, i) => {
      this.tags[i].getElement().style.visibility = box ? "" : "hidden";
      if (!box) return;
      const middle = L.point((box.west + box.east) / 2, (box.north + box.south) / 2);
      this.tags[i].setLatLng(this.map.unproject(middle, zoom));
    });
  }

  /** Map coordinates of a closed line, interleaved, without the corner that is there twice. */
  #ring(line) {
    return line.getLatLngs().slice(0, -1).flatMap((latLng) => {
      const { x, y } = this.map.project(latLng, 0);
      return [x, y];
    });
  }
}

function tagOf(label) {
  const tag = document.createElement("span");
  tag.className = "hs-tag-text";
  tag.textContent = label;
  return tag;
}

/** Names of wijken and stations; a name that would cover an earlier one, or be cut off, is left out. */
function name(map, outlines) {
  const frame = map.getContainer();
  const labels = Array.from(document.getElementById("hs-names").children, (item) => {
    const label = document.createElement("span");
    label.textContent = item.textContent;
    const station = item.dataset.kind === "station";
    return L.tooltip([Number(item.dataset.lat), Number(item.dataset.lon)], {
      permanent: true, interactive: false, pane: "hs-names",
      direction: station ? "right" : "center",
      offset: station ? [4, 0] : [0, 0],
      className: `hs-name hs-name-${item.dataset.kind}`,
    }).setContent(label).addTo(map);
  });
  const settle = () => {
    const view = frame.getBoundingClientRect();
    const controls = frame.querySelector(".leaflet-top.leaflet-left");
    const taken = [controls.getBoundingClientRect(), ...outlines.boxes()];
    for (const label of labels) {
      const element = label.getElement();
      element.hidden = false;
      const box = element.getBoundingClientRect();
      element.hidden = !within(box, view) || taken.some((other) => overlap(box, other));
      if (!element.hidden) taken.push(box);
    }
  };
  map.on("moveend resize", settle);
  settle();
}

function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function within(box, frame) {
  return box.left >= frame.left && box.right <= frame.right && box.top >= frame.top
    && box.bottom <= frame.bottom;
}
