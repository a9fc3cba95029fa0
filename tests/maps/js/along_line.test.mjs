/* Run with `node --test tests/maps/js/`; no packages. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { distancesAlong, placesAlong } from "../../../src/hotspots/maps/live/assets/along_line.js";

const lineOf = (...corners) => ({ corners, along: distancesAlong(corners) });

test("a name stands in the middle of a line that has room for it", () => {
  // 100 long: a name of 80 with 5 free on either side fits, one of 92 does not.
  const line = lineOf(0, 10, 60, 10, 100, 10);
  const asked = { apart: 1_000, free: 5 };
  assert.deepEqual(placesAlong(line, { ...asked, width: 80 }), [{ x: 50, y: 10, angle: 0 }]);
  assert.deepEqual(placesAlong(line, { ...asked, width: 92 }), []);
});

test("a long line says its name again, the middle first", () => {
  // 1.000 long: at 500 and 300 to both sides.
  const places = placesAlong(lineOf(0, 0, 1_000, 0), { width: 100, apart: 300, free: 5 });
  assert.deepEqual(places.map(({ x }) => x), [500, 200, 800]);
});

test("a name is never upside down", () => {
  const [west] = placesAlong(lineOf(100, 0, 0, 0), { width: 50, apart: 500, free: 0 });
  assert.equal(west.angle, 0);
  const [down] = placesAlong(lineOf(0, 0, 0, 100), { width: 50, apart: 500, free: 0 });
  assert.equal(down.angle, Math.PI / 2);
});

test("a name stands over no sharp bend", () => {
  // A corner of 90 degrees in its middle: 50 along it is 35 as the crow flies.
  const bent = lineOf(0, 0, 50, 0, 50, 50);
  assert.deepEqual(placesAlong(bent, { width: 50, apart: 500, free: 0 }), []);
});
