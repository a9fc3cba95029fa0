/* Where the tags of outlines stand, and which outlines a place is on or in.
 *
 * Pure geometry without an import. The page of a map that leaves as a file holds the same script.
 * A ring is interleaved map coordinates (see projection.js), its last corner not the first again.
 */

//: where a tag is tried, seen from its outline: east and south, as on a screen; the first is best
const SIDES = [[1, -1], [0, -1], [-1, -1], [1, 0], [-1, 0], [1, 1], [0, 1], [-1, 1]];
//: pixels; an outline smaller than this is not covered by the tag of another
const SMALL_PX = 40;
//: more outlines than this under one place are not all told
const MOST_TOLD = 3;

/** A box for each tag that has room at this scale, or null; the first outlines choose first.
 *
 * No tag lies on another. It lies on one of `avoided`, or on an outline that it would cover, only
 * where there is no other place. `sizes` are width and height in pixels; boxes are in pixels of the
 * whole world, `scale` times as large as map coordinates.
 */
export function placeTags(rings, sizes, scale, avoided) {
  const tags = [];
  const small = rings.map((ring) => smallBox(ring, scale));
  return rings.map((ring, index) => {
    const others = [...avoided, ...small.filter((box, i) => box && i !== index)];
    const covers = (box) => others.filter((other) => !apart(box, other)).length;
    const place = SIDES.map((side) => beside(ring, side, sizes[index], scale))
      .filter((box) => tags.every((tag) => apart(box, tag)))
      .map((box) => ({ box, covered: covers(box) }))
      .sort((a, b) => a.covered - b.covered)[0]?.box ?? null;
    if (place) tags.push(place);
    return place;
  });
}

/** The outlines at a map coordinate: first those whose line is within reach, then those around it.
 *
 * Of those around it the smallest comes first: it says the most about the place.
 */
export function outlinesAt(rings, x, y, reach) {
  const found = rings.map((ring, index) => {
    const near = distanceTo(ring, x, y) <= reach;
    return near || holds(ring, x, y) ? { index, near, size: sizeOf(ring) } : null;
  });
  return found.filter(Boolean)
    .sort((a, b) => b.near - a.near || a.size - b.size || a.index - b.index)
    .slice(0, MOST_TOLD).map(({ index }) => index);
}

/** The distance to the line of a ring, in the units of its coordinates. */
export function distanceTo(ring, x, y) {
  let least = Infinity;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const dx = ring[i] - ring[j];
    const dy = ring[i + 1] - ring[j + 1];
    const along = (x - ring[j]) * dx + (y - ring[j + 1]) * dy;
    const share = Math.min(1, Math.max(0, along / (dx * dx + dy * dy) || 0));
    least = Math.min(least, Math.hypot(ring[j] + share * dx - x, ring[j + 1] + share * dy - y));
  }
  return least;
}

/** Whether a ring goes around a place. */
export function holds(ring, x, y) {
  let inside = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [x1, y1, x2, y2] = [ring[j], ring[j + 1], ring[i], ring[i + 1]];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  }
  return inside;
}

/** The box of a tag that touches a ring at its outermost corner on one side. */
function beside(ring, [east, south], { width, height }, scale) {
  let best = -Infinity;
  let corner = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const reach = ring[i] * east + ring[i + 1] * south;
    if (reach > best) [best, corner] = [reach, i];
  }
  const x = ring[corner] * scale + (east * width) / 2;
  const y = ring[corner + 1] * scale + (south * height) / 2;
  return { west: x - width / 2, east: x + width / 2, north: y - height / 2, south: y + height / 2 };
}

function smallBox(ring, scale) {
  const box = boxOf(ring);
  for (const side of Object.keys(box)) box[side] *= scale;
  return Math.max(box.east - box.west, box.south - box.north) < SMALL_PX ? box : null;
}

function sizeOf(ring) {
  const { west, east, north, south } = boxOf(ring);
  return (east - west) * (south - north);
}

function boxOf(ring) {
  const box = { west: Infinity, east: -Infinity, north: Infinity, south: -Infinity };
  for (let i = 0; i < ring.length; i += 2) {
    box.west = Math.min(box.west, ring[i]);
    box.east = Math.max(box.east, ring[i]);
    box.north = Math.min(box.north, ring[i + 1]);
    box.south = Math.max(box.south, ring[i + 1]);
  }
  return box;
}

function apart(a, b) {
  return a.east <= b.west || b.east <= a.west || a.south <= b.north || b.south <= a.north;
}
