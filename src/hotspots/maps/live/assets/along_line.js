/* Where a name stands along a line: in the middle, and again further on where the line is long.
 *
 * Pure geometry without an import. Corners are interleaved map coordinates (see projection.js).
 */

//: a name bends no more than this: the straight way over as much of the line as it takes
const STRAIGHT = 0.985;

/** How far each corner lies along its line, from its first one. */
export function distancesAlong(corners) {
  const along = new Float64Array(corners.length / 2);
  for (let i = 2; i < corners.length; i += 2) {
    const step = Math.hypot(corners[i] - corners[i - 2], corners[i + 1] - corners[i - 1]);
    along[i / 2] = along[i / 2 - 1] + step;
  }
  return along;
}

/** Middles and directions (radians, never upside down) for a name of `width`, `apart` or more.
 *
 * Only where the line is straight enough, and `free` of its ends; all in map coordinates.
 */
export function placesAlong({ corners, along }, { width, apart, free }) {
  const total = along[along.length - 1];
  const reach = width / 2 + free;
  const sides = Math.floor((total / 2 - reach) / apart);
  if (!(sides >= 0)) return [];
  const places = [];
  for (let step = -sides; step <= sides; step += 1) {
    const at = total / 2 + step * apart;
    const [x1, y1] = pointAt(corners, along, at - width / 2);
    const [x2, y2] = pointAt(corners, along, at + width / 2);
    const [dx, dy] = [x2 - x1, y2 - y1];
    if (Math.hypot(dx, dy) < STRAIGHT * width) continue;
    const [x, y] = pointAt(corners, along, at);
    // Halfway between the line and the straight way: a name over a bend is off by half of it.
    places.push({ x: (x + (x1 + x2) / 2) / 2, y: (y + (y1 + y2) / 2) / 2, angle: upright(dx, dy) });
  }
  // From the middle outwards: that is where a name is looked for.
  return places.sort((a, b) => offMiddle(a) - offMiddle(b));

  function offMiddle({ x, y }) {
    const [mx, my] = pointAt(corners, along, total / 2);
    return Math.hypot(x - mx, y - my);
  }
}

function pointAt(corners, along, distance) {
  let low = 0;
  let high = along.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (along[middle] <= distance) low = middle;
    else high = middle;
  }
  const share = (distance - along[low]) / (along[high] - along[low] || 1);
  return [0, 1].map((axis) =>
    corners[2 * low + axis] + share * (corners[2 * high + axis] - corners[2 * low + axis]),
  );
}

function upright(dx, dy) {
  // Without a minus before a zero.
  return (dx < 0 ? Math.atan2(-dy, -dx) : Math.atan2(dy, dx)) + 0;
}
