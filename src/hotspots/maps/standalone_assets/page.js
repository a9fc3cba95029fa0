/* What folium leaves out: one tooltip for all layers, names that do not cover each other, and
   controls in Dutch. All words come from the page itself and reach the map as text, never as HTML.
   Tooltip and tags are those of the live map: its scripts stand below this one. */
"use strict";

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
  const outlines = new OutlineTags(map, { pane: "hs-found", obstacles: () => [] });
  if (found) showTags(outlines, found, map);
  const pointed = new Pointed(map, outlines);
  for (const { layer, tips } of layers) explain(layer, wordsOf(tips), pointed);
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

/** The words of a list in the page: a name, or "", and a line each. */
function wordsOf(id) {
  return Array.from(document.getElementById(id).children, (item) => ({
    name: item.querySelector("b")?.textContent ?? "",
    lines: [item.querySelector("span").textContent],
  }));
}

function explain(layer, words, pointed) {
  const enter = ({ layer: shape }) => {
    pointed.below = words[shape.feature.properties.tip];
    if (pointed.below) shape.getElement()?.classList.add("hs-pointed");
  };
  const leave = ({ layer: shape }) => {
    pointed.below = null;
    shape.getElement()?.classList.remove("hs-pointed");
  };
  // A finger has no hover: a tap points. The map hears of the same event after this.
  layer.on({ mouseover: enter, mousemove: enter, click: enter, mouseout: leave });
}

/** What lies below the pointer, and then the outlines that it is on or in, in one tooltip. */
class Pointed {
  constructor(map, outlines) {
    this.below = null;
    const tooltip = new Tooltip(map.getContainer());
    map.on("mousemove click", ({ latlng, containerPoint }) => {
      const told = outlines.told({ ...map.project(latlng, 0), scale: 2 ** map.getZoom() });
      if (!this.below && !told.length) tooltip.hide();
      else tooltip.show({ name: "", lines: [], ...this.below, told }, containerPoint);
    });
    map.on("mouseout movestart zoomstart", () => tooltip.hide());
  }
}

/** A tag at each outline that was found. */
function showTags(outlines, { layer, tips }, map) {
  const rings = layer.getLayers().map((line) => ringOf(line, map));
  outlines.show(rings, wordsOf(tips).map(({ name, lines: [tip] }) => ({ label: name, tip })));
}

/** Map coordinates of a closed line, interleaved, without the corner that is there twice. */
function ringOf(line, map) {
  return line.getLatLngs().slice(0, -1).flatMap((latLng) => {
    const { x, y } = map.project(latLng, 0);
    return [x, y];
  });
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
    const tags = outlines.tags.map((tag) => tag.getElement())
      .filter((element) => element.style.visibility !== "hidden");
    const taken = [controls, ...tags].map((element) => element.getBoundingClientRect());
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
