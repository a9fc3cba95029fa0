/* Streets, water and buildings of an archive in the Protomaps schema, drawn here in our colours. */
import { streetRules } from "./street_style.js";
import { leafletLayer, useLeaflet } from "./vendor/protomaps-leaflet/protomaps-leaflet.js";

//: Where names stand: above the colours of the map.
const NAMES = "hs-streets";

/** A layer on `archive`; `dark` and `font` are how it is drawn. */
export function streetLayer(L, archive, options, { dark, font }) {
  useLeaflet(L);
  const { minNativeZoom, maxNativeZoom, ...rest } = options;
  const { paintRules, labelRules } = streetRules(dark, font);
  const shared = {
    ...rest,
    url: archive,
    maxDataZoom: maxNativeZoom,
    // A tile of data is drawn as four, one zoom closer.
    minZoom: minNativeZoom + 1,
    lang: "nl",
    attribution: "",
  };
  const layer = leafletLayer({ ...shared, paintRules });
  const names = leafletLayer({ ...shared, labelRules, pane: NAMES });
  // What is fetched and read for one is there for the other.
  names.views = layer.views;
  tellOfErrors(layer);
  layer.on("add", () => {
    const map = layer._map;
    if (!map.getPane(NAMES)) map.createPane(NAMES);
    names.addTo(map);
  });
  layer.on("remove", () => names.remove());
  layer.repaint = (isDark) => {
    const rules = streetRules(isDark, font);
    layer.paintRules = rules.paintRules;
    names.labelRules = rules.labelRules;
    names.clearLayout();
    for (const one of [layer, names]) one.rerenderTiles();
  };
  return layer;
}

/** The library writes in the console alone that a tile could not be read. */
function tellOfErrors(layer) {
  for (const { tileCache } of layer.views.values()) {
    const { source } = tileCache;
    const get = source.get.bind(source);
    source.get = (...asked) => get(...asked).catch((error) => {
      if (error.name !== "AbortError") layer.fire("tileerror", { error });
      throw error;
    });
  }
}
