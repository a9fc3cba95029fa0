/* Run with `node --test tests/maps/js/`; no packages. */
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  mercatorX, mercatorY, metresToPixels, rdToDegrees, rdToMercator,
} from "../../../src/hotspots/maps/live/assets/projection.js";

const near = (actual, expected, tolerance) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

test("the crossing of equator and Greenwich is the middle of the world", () => {
  // The world at zoom 0 is one tile of 256 pixels, so its middle is 128.
  assert.equal(mercatorX(0), 128);
  assert.equal(mercatorY(0), 128);
});

test("the northern edge of the square world lies at atan(sinh(pi)) degrees", () => {
  // By definition of Web Mercator: y = 0 where ln(tan(45 + lat / 2)) = pi, at 85,0511... degrees.
  near(mercatorY((Math.atan(Math.sinh(Math.PI)) * 180) / Math.PI), 0, 1e-9);
  assert.equal(mercatorX(-180), 0);
});

test("each of the ten terms has its own place in the polynomial", () => {
  // u = (120 - 100) / 10 = 2 and v = (230 - 200) / 10 = 3, so the terms are
  // 1, 2, 3, 4, 6, 9, 8, 12, 18, 27.
  const terms = [1, 2, 3, 4, 6, 9, 8, 12, 18, 27];
  terms.forEach((expected, i) => {
    const only = terms.map((_, k) => (k === i ? 1 : 0));
    const projection = { x0: 100, y0: 200, scale: 10, lon: only, lat: only };
    assert.deepEqual(rdToDegrees(projection, 120, 230), [expected, expected]);
  });
});

test("many points come back interleaved, in the order given", () => {
  // lon = u and lat = 0: 90 degrees east is 256 * (90 / 360 + 0.5) = 192.
  const projection = {
    x0: 0, y0: 0, scale: 1, lon: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0], lat: Array(10).fill(0),
  };
  assert.deepEqual([...rdToMercator(projection, [0, 90], [0, 0])], [128, 128, 192, 128]);
});

test("a polynomial with a missing term is refused", () => {
  assert.throws(() => rdToMercator({ lon: [1], lat: [1] }, [0], [0]), /expected 10 terms/);
});

test("a metre is twice as many pixels at 60 degrees north as on the equator", () => {
  // cos(60) = 0.5; on the equator the whole 40.075.016,686 m is 256 pixels at zoom 0.
  near(metresToPixels(40075016.686, 0, 0), 256, 1e-9);
  near(metresToPixels(40075016.686, 60, 0), 512, 1e-6);
  near(metresToPixels(40075016.686, 0, 3), 2048, 1e-6);
});
