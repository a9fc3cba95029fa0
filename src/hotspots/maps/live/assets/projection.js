/* RD metres and degrees to map coordinates.
 *
 * A map coordinate is a Web Mercator pixel at zoom 0 (0 to 256, y downwards), so that a screen
 * position is one multiplication by 2^zoom and a pan or a zoom projects nothing again.
 */

const WORLD_PX = 256;
const TERMS = 10;

export function mercatorX(lon) {
  return (lon / 360 + 0.5) * WORLD_PX;
}

export function mercatorY(lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD_PX;
}

/** Degrees for one point in RD metres, by the polynomial that the server fitted to the area. */
export function rdToDegrees(projection, xRd, yRd) {
  const u = (xRd - projection.x0) / projection.scale;
  const v = (yRd - projection.y0) / projection.scale;
  return [cubic(projection.lon, u, v), cubic(projection.lat, u, v)];
}

/** Terms in the order 1, u, v, u², uv, v², u³, u²v, uv², v³. */
function cubic(c, u, v) {
  return c[0] + u * (c[1] + u * (c[3] + u * c[6] + v * c[7]) + v * (c[4] + v * c[8]))
    + v * (c[2] + v * (c[5] + v * c[9]));
}

/** Map coordinates of many RD points, interleaved x, y in one Float64Array of length 2n. */
export function rdToMercator(projection, xsRd, ysRd) {
  requirePolynomial(projection);
  const out = new Float64Array(2 * xsRd.length);
  for (let i = 0; i < xsRd.length; i += 1) {
    const [lon, lat] = rdToDegrees(projection, xsRd[i], ysRd[i]);
    out[2 * i] = mercatorX(lon);
    out[2 * i + 1] = mercatorY(lat);
  }
  return out;
}

/** The size on screen, in pixels, of a length in metres at this latitude and zoom. */
export function metresToPixels(length_m, lat, zoom) {
  const equator_m = 40075016.686;
  const length = length_m / (equator_m * Math.cos((lat * Math.PI) / 180));
  return length * WORLD_PX * 2 ** zoom;
}

function requirePolynomial(projection) {
  if (projection?.lon?.length !== TERMS || projection?.lat?.length !== TERMS) {
    throw new Error(`projection: expected ${TERMS} terms for lon and for lat`);
  }
}
