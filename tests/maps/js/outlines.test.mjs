/* Run with `node --test tests/maps/js/`; no packages. */
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  distanceTo, holds, outlinesAt, placeTags,
} from "../../../src/hotspots/maps/live/assets/outlines.js";

/* A square as a ring: interleaved corners, y downwards, as map coordinates are. */
const square = (x, y, side) => [x, y, x + side, y, x + side, y + side, x, y + side];
const TAG = { width: 10, height: 6 };

test("the distance to a line is that to its nearest piece, the closing one as well", () => {
  const ring = square(0, 0, 10);
  // 3 above the upper side; 4 to the left of the side that closes the ring.
  assert.equal(distanceTo(ring, 5, -3), 3);
  assert.equal(distanceTo(ring, -4, 5), 4);
  // Beyond a corner by 3 and 4: 5 away.
  assert.equal(distanceTo(ring, 13, 14), 5);
});

test("a corner that is there twice changes nothing", () => {
  assert.equal(distanceTo([...square(0, 0, 10), 0, 0], 5, -3), 3);
  assert.equal(holds([...square(0, 0, 10), 0, 0], 5, 5), true);
});

test("a ring goes around what is inside it", () => {
  assert.equal(holds(square(0, 0, 10), 5, 5), true);
  assert.equal(holds(square(0, 0, 10), 15, 5), false);
});

test("of several outlines the one whose line is pointed at comes first, then the smallest", () => {
  const rings = [square(0, 0, 100), square(40, 40, 20), square(30, 30, 40), square(45, 0, 200)];
  // (46, 50) is in the first three, and 1 from the left side of the fourth.
  assert.deepEqual(outlinesAt(rings, 46, 50, 2), [3, 1, 2]);
  assert.deepEqual(outlinesAt(rings, 500, 500, 2), []);
});

test("a tag touches its outline on the upper right", () => {
  // The corner (110, 100), and the tag of 10 by 6 up and to the right of it.
  assert.deepEqual(placeTags([square(100, 100, 10)], [TAG], 1, []), [
    { west: 110, east: 120, north: 94, south: 100 },
  ]);
});

test("a scale moves the outline and leaves the tag its size", () => {
  assert.deepEqual(placeTags([square(100, 100, 10)], [TAG], 4, []), [
    { west: 440, east: 450, north: 394, south: 400 },
  ]);
});

test("the first outline chooses first, and no tag lies on another", () => {
  const same = [square(100, 100, 50), square(100, 100, 50)];
  const [first, second] = placeTags(same, [TAG, TAG], 1, []);
  assert.deepEqual(first, { west: 150, east: 160, north: 94, south: 100 });
  // Straight above the corner that is farthest up: the first of the two, at x = 100.
  assert.deepEqual(second, { west: 95, east: 105, north: 94, south: 100 });
});

test("a tag without room is left out", () => {
  // Eight sides of one small outline: more tags than that do not fit around it.
  const rings = Array.from({ length: 20 }, () => square(100, 100, 1));
  const places = placeTags(rings, rings.map(() => TAG), 1, []);
  const placed = places.filter(Boolean);
  assert.ok(placed.length >= 4 && placed.length <= 8, `${placed.length} tags`);
  assert.equal(places[19], null);
});

test("a tag keeps off what is avoided and off small outlines, unless there is no other place", () => {
  const right = { west: 110, east: 200, north: 0, south: 300 };
  const [beside] = placeTags([square(100, 100, 10)], [TAG], 1, [right]);
  assert.ok(beside.east <= 110);
  const all = { west: 0, east: 300, north: 0, south: 300 };
  assert.notEqual(placeTags([square(100, 100, 10)], [TAG], 1, [all])[0], null);
  const neighbour = square(111, 95, 3);
  const [off] = placeTags([square(100, 100, 10), neighbour], [TAG, TAG], 1, []);
  assert.ok(off.east <= 111 || off.south <= 95 || off.north >= 98);
});
