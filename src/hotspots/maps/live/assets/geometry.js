/* Geometry is fetched once per address and kept for as long as the page lives. */
import { mercatorX, mercatorY } from "./projection.js";

const requests = new Map();

/** The parsed file at `url`. A failure is forgotten, so that the next data change tries again. */
export function fetchGeometry(url) {
  if (!requests.has(url)) {
    const request = fetchFile(url);
    request.catch(() => requests.delete(url));
    requests.set(url, request);
  }
  return requests.get(url);
}

/** The parsed file at `url`; the browser alone keeps it. */
export async function fetchFile(url) {
  const response = await fetch(url, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  return response.json();
}

/** Leaflet wants latitude first. */
export function toLatLngs(ring) {
  return ring.map(([lon, lat]) => [lat, lon]);
}

/** Map coordinates of a ring, interleaved. */
export function toMercator(ring) {
  const out = new Float64Array(2 * ring.length);
  ring.forEach(([lon, lat], i) => {
    out[2 * i] = mercatorX(lon);
    out[2 * i + 1] = mercatorY(lat);
  });
  return out;
}

/** A point well inside a polygon: the middle of its widest stretch on a few parallels.
 *
 * A centroid would put the name of a horseshoe-shaped wijk in its neighbour.
 */
export function pointInside(rings) {
  const lats = rings[0].map((point) => point[1]);
  const south = Math.min(...lats);
  const north = Math.max(...lats);
  let best = { width: -1, at: rings[0][0] };
  for (const share of [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8]) {
    const lat = south + share * (north - south);
    const crossings = crossingsAt(rings, lat);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      // A line through the middle reads as the place's own, so others must be clearly wider.
      const width = (crossings[i + 1] - crossings[i]) * (1 - 0.6 * Math.abs(share - 0.5));
      if (width > best.width) best = { width, at: [(crossings[i] + crossings[i + 1]) / 2, lat] };
    }
  }
  return best.at;
}

function crossingsAt(rings, lat) {
  const lons = [];
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [x1, y1] = ring[j];
      const [x2, y2] = ring[i];
      if (y1 > lat !== y2 > lat) lons.push(x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1));
    }
  }
  return lons.sort((a, b) => a - b);
}

/** The polygon with the most shoelace area: the one that should carry the name. */
export function largestPolygon(polygons) {
  return polygons.reduce((best, rings) => (areaOf(rings[0]) > areaOf(best[0]) ? rings : best));
}

function areaOf(ring) {
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    twice += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  }
  return Math.abs(twice);
}
