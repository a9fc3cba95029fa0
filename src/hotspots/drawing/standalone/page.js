/* What folium leaves out: one tooltip for all layers, names that do not cover each other, and
   controls in Dutch. All words come from the page itself and reach the map as text, never as HTML. */
"use strict";

function hotspotsPage(map, layers, bounds, extent) {
  const words = document.getElementById("hs-words").dataset;
  const container = map.getContainer();
  container.setAttribute("role", "group");
  container.setAttribute("aria-labelledby", "hs-title");
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  wholeButton(map, extent, words.fit);
  L.control.scale({ imperial: false }).addTo(map);
  // Animated, the paths of all panes but one would stay cut off as they were at the first zoom.
  map.fitBounds(bounds, { padding: [8, 8], animate: false });
  for (const { layer, tips } of layers) if (tips) explain(map, layer, linesOf(tips));
  name(map);
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

function explain(map, layer, lines) {
  const tooltip = L.tooltip({ sticky: true, className: "hs-tip", direction: "auto" });
  const show = ({ layer: shape, latlng }) => {
    const line = lines[shape.feature.properties.tip];
    if (!line) return;
    tooltip.setLatLng(latlng).setContent(line());
    if (!map.hasLayer(tooltip)) tooltip.addTo(map);
    shape.getElement()?.classList.add("hs-pointed");
  };
  const hide = ({ layer: shape }) => {
    tooltip.remove();
    shape.getElement()?.classList.remove("hs-pointed");
  };
  // A finger has no hover: a tap points.
  layer.on({ mouseover: show, mousemove: show, click: show, mouseout: hide });
}

/** Names of wijken and stations; a name that would cover an earlier one, or be cut off, is left out. */
function name(map) {
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
    const taken = [frame.querySelector(".leaflet-top.leaflet-left").getBoundingClientRect()];
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
