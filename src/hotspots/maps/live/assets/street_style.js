/* How streets are drawn: quiet, for the colours of the map lie over them. */
import {
  CenteredTextSymbolizer, LineLabelSymbolizer, LineSymbolizer, PolygonSymbolizer, exp,
} from "./vendor/protomaps-leaflet/protomaps-leaflet.js";

//: The land and the water are those of our own ground.
const LIGHT = {
  land: "#f4f3ef", built: "#eeece6", green: "#e2eadb", water: "#bcd7ea", building: "#dfdbd3",
  road: "#ffffff", edge: "#c9c5bc", path: "#d8d4cb", rail: "#a19d96", border: "#9a97a0",
  label: "#3b4049", halo: "#ffffff", place: "#5b616b",
};
const DARK = {
  land: "#1d222b", built: "#20262f", green: "#1e2a27", water: "#173650", building: "#2a313c",
  road: "#414a58", edge: "#12161c", path: "#333b47", rail: "#596270", border: "#5b6270",
  label: "#d5dae2", halo: "#12161c", place: "#a7aebb",
};
const GREEN = [
  "park", "cemetery", "protected_area", "nature_reserve", "forest", "wood", "golf_course",
  "allotments", "village_green", "playground", "grass", "grassland", "scrub", "meadow",
];
const BUILT = ["residential", "industrial", "commercial", "hospital", "school", "university"];
//: Width in pixels by zoom.
const WIDTHS = {
  highway: [[6, 0.6], [12, 2.2], [15, 6], [18, 20]],
  major_road: [[8, 0.4], [12, 1.6], [15, 5], [18, 17]],
  minor_road: [[11, 0.2], [13, 0.9], [15, 3], [18, 13]],
  path: [[14, 0.4], [16, 1.2], [18, 3]],
};
const POLYGON = 3;
const LINE = 2;

/** The rules by which it is painted and named, lowest first. */
export function streetRules(dark, font) {
  const colours = dark ? DARK : LIGHT;
  return { paintRules: paint(colours), labelRules: names(colours, font || "sans-serif") };
}

function paint(c) {
  const roads = ["path", "minor_road", "major_road", "highway"];
  return [
    area("earth", c.land),
    area("landuse", c.built, isOf(BUILT)),
    area("landuse", c.green, isOf(GREEN)),
    area("water", c.water, (zoom, { geomType }) => geomType === POLYGON),
    line("water", c.water, [[11, 0.5], [14, 1.5], [18, 8]], (zoom, feature) =>
      feature.geomType === LINE && isOf(["river", "canal", "stream"])(zoom, feature)),
    { ...area("buildings", c.building), minzoom: 14 },
    ...roads.slice(1).map((kind) => line("roads", c.edge, wider(WIDTHS[kind]), isOf([kind]))),
    ...roads.map((kind) =>
      line("roads", kind === "path" ? c.path : c.road, WIDTHS[kind], isOf([kind]))),
    line("roads", c.rail, [[8, 0.5], [13, 1], [18, 2.5]], isOf(["rail"])),
    line("boundaries", c.border, [[6, 0.5], [12, 0.9], [18, 1.4]]),
  ];
}

/** Names of streets, and of towns around; those of wijken and of water are on the map already. */
function names(c, font) {
  const street = (kinds, minzoom, size) => ({
    dataLayer: "roads",
    minzoom,
    symbolizer: new LineLabelSymbolizer({
      labelProps: ["name"], font: `400 ${size}px ${font}`, fill: c.label, stroke: c.halo, width: 2.5,
      // In the middle of the street, and not above it.
      position: 2,
    }),
    filter: isOf(kinds),
  });
  return [
    {
      dataLayer: "places",
      maxzoom: 13,
      symbolizer: new CenteredTextSymbolizer({
        labelProps: ["name:nl", "name"], font: `500 12px ${font}`, fill: c.place, stroke: c.halo,
        width: 2, lineHeight: 1.2,
      }),
      filter: isOf(["locality"]),
    },
    street(["highway", "major_road"], 14, 12),
    street(["minor_road"], 15, 11.5),
    street(["path", "other"], 17, 11),
  ];
}

function area(dataLayer, fill, filter) {
  return { dataLayer, filter, symbolizer: new PolygonSymbolizer({ fill }) };
}

function line(dataLayer, color, widths, filter) {
  const symbolizer = new LineSymbolizer({
    color, width: exp(1.6, widths), lineCap: "round", lineJoin: "round",
  });
  return { dataLayer, filter, symbolizer };
}

/** A street with an edge of a pixel on both sides, where it is wide enough to have one. */
function wider(widths) {
  return widths.map(([zoom, width]) => [zoom, width < 1 ? width : width + 1.6]);
}

function isOf(kinds) {
  return (zoom, { props }) => kinds.includes(props.kind);
}
