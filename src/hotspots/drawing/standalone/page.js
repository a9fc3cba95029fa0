/* What folium leaves out: one tooltip for all layers, names that do not cover each other, and
   controls in Dutch. All words come from the page itself and reach the map as text, never as HTML. */
"use strict";

function hotspotsPage(map, layers, bounds) {
  const words = document.getElementById("hs-words").dataset;
  const container = map.getContainer();
  container.setAttribute("role", "group");
  container.setAttribute("aria-labelledby", "hs-title");
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.fitBounds(bounds, { padding: [8, 8] });
  for (const { layer, tips } of layers) if (tips) explain(map, layer, linesOf(tips));
  name(map);
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

/** Names of wijken and stations; a name that would cover an earlier one is left out at this zoom. */
function name(map) {
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
    const taken = [];
    for (const label of labels) {
      const element = label.getElement();
      element.hidden = false;
      const box = element.getBoundingClientRect();
      element.hidden = taken.some((other) => overlap(box, other));
      if (!element.hidden) taken.push(box);
    }
  };
  map.on("zoomend resize", settle);
  settle();
}

function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
