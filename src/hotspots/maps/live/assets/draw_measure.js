/* Sizes of what is being drawn, for the line beside it; the server measures again, in RD.
 *
 * Over a few kilometres a degree has a fixed length each way, so that near its first corner a
 * drawing is flat. The lengths are those of the ellipsoid: on a sphere a circle would be 0,3 %
 * wider than the one the server makes of it. Places are `{lat, lng}`.
 */

const HALF_TURN = 180;

/** Metres east and north of `origin`. */
export function metresFrom(origin, { lat, lng }) {
  const turn = (origin.lat * Math.PI) / HALF_TURN;
  const northward = 111132.954 - 559.822 * Math.cos(2 * turn) + 1.175 * Math.cos(4 * turn);
  const eastward = 111412.84 * Math.cos(turn) - 93.5 * Math.cos(3 * turn);
  return [(lng - origin.lng) * eastward, (lat - origin.lat) * northward];
}

/** The distance in metres between two places. */
export function distanceM(one, other) {
  return Math.hypot(...metresFrom(one, other));
}

/** The surface in km² of a polygon that does not cross itself. */
export function polygonKm2(corners) {
  const flat = corners.map((corner) => metresFrom(corners[0], corner));
  let twice = 0;
  for (let i = 0, j = flat.length - 1; i < flat.length; j = i, i += 1) {
    twice += flat[j][0] * flat[i][1] - flat[i][0] * flat[j][1];
  }
  return Math.abs(twice) / 2e6;
}

export function circleKm2(radiusM) {
  return (Math.PI * radiusM ** 2) / 1e6;
}

/** Whether two sides of a polygon that are not neighbours meet. */
export function crosses(corners) {
  const flat = corners.map((corner) => metresFrom(corners[0], corner));
  const side = (i) => [flat[i], flat[(i + 1) % flat.length]];
  for (let i = 0; i < flat.length; i += 1) {
    for (let j = i + 2; j < flat.length; j += 1) {
      const neighbours = i === 0 && j === flat.length - 1;
      if (!neighbours && meet(side(i), side(j))) return true;
    }
  }
  return false;
}

function meet([a, b], [c, d]) {
  return turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0;
}

/** Above 0 where c lies left of the line from a to b, below 0 right of it. */
function turn(a, b, c) {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}
