/* Run with `node --test tests/maps/js/`; no packages. */
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  circleKm2, crosses, distanceM, polygonKm2,
} from "../../../src/hotspots/maps/live/assets/draw_measure.js";

/* Corners of RD squares as pyproj gives them (EPSG:28992 to EPSG:4326), lon and lat:
 * (105000, 425000) and 1.000 m east, north-east and north of it. */
const SQUARE = [
  [4.66214, 51.81138], [4.67664, 51.81147], [4.6765, 51.82046], [4.662, 51.82037],
].map(([lng, lat]) => ({ lng, lat }));

test("a kilometre of RD is a kilometre", () => {
  for (const [i, j] of [[0, 1], [1, 2], [2, 3], [3, 0]]) {
    // Five decimals are a metre; RD itself is off by 0,1 m per km here.
    assert.ok(Math.abs(distanceM(SQUARE[i], SQUARE[j]) - 1000) < 2);
  }
  assert.ok(Math.abs(distanceM(SQUARE[0], SQUARE[2]) - 1000 * Math.SQRT2) < 2);
});

test("a square kilometre is one, whichever way round it is drawn", () => {
  assert.ok(Math.abs(polygonKm2(SQUARE) - 1) < 0.003);
  assert.equal(polygonKm2([...SQUARE].reverse()).toFixed(2), "1.00");
});

test("a triangle of half of it is half", () => {
  assert.ok(Math.abs(polygonKm2(SQUARE.slice(0, 3)) - 0.5) < 0.002);
});

test("a circle of 500 m is 0,785 km2", () => {
  assert.equal(circleKm2(500).toFixed(3), "0.785");
});

test("a bow tie crosses itself, a square and a hook do not", () => {
  const [a, b, c, d] = SQUARE;
  assert.equal(crosses(SQUARE), false);
  assert.equal(crosses([a, c, b, d]), true);
  const middle = { lng: (a.lng + c.lng) / 2, lat: (a.lat + c.lat) / 2 };
  // A bite out of the square, to just beside its middle.
  assert.equal(crosses([a, b, { lng: middle.lng, lat: middle.lat + 0.001 }, c, d]), false);
  assert.equal(crosses([a, b, c]), false);
});

test("a corner on another side is a crossing", () => {
  const [a, b, c, d] = SQUARE;
  const half = { lng: (a.lng + b.lng) / 2, lat: (a.lat + b.lat) / 2 };
  assert.equal(crosses([a, b, c, { lng: half.lng, lat: half.lat - 0.001 }, d]), true);
});
