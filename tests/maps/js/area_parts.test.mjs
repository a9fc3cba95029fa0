/* Run with `node --test tests/maps/js/`; no packages. */
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  AreaParts, areaHolds, decodedArea, isInParts, partsInView,
} from "../../../src/hotspots/maps/live/assets/area_parts.js";
import { holds } from "../../../src/hotspots/maps/live/assets/outlines.js";
import { mercatorX, mercatorY } from "../../../src/hotspots/maps/live/assets/projection.js";

const INDEX = {
  count: 3,
  steps: [
    { from: 0, parts: [[4, 51, 6, 53]] },
    { from: 9, parts: [[4, 51, 5, 52], [5, 51, 6, 52], [4, 52, 6, 53]] },
  ],
};
const ring = (west, south, side) => [
  [west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south],
];

test("a list of areas is whole, and an index is not", () => {
  assert.equal(isInParts([]), false);
  assert.equal(isInParts(undefined), false);
  assert.equal(isInParts(INDEX), true);
});

test("the zoom says the step, and the view which parts of it", () => {
  const view = { west: 4.2, south: 51.2, east: 4.8, north: 51.8 };
  assert.deepEqual(partsInView(INDEX, 8.5, view), { step: 0, parts: [0] });
  assert.deepEqual(partsInView(INDEX, 9, view), { step: 1, parts: [0] });
  assert.deepEqual(partsInView(INDEX, 12, { ...view, east: 5.1, north: 52.1 }).parts, [0, 1, 2]);
  assert.deepEqual(partsInView(INDEX, 12, { west: 0, south: 0, east: 1, north: 1 }).parts, []);
});

test("a place lies in an area, and not in a hole of it or beside it", () => {
  const area = decodedArea({ at: 0, polygons: [[ring(4, 51, 1), ring(4.4, 51.4, 0.2)]] });
  const at = (lon, lat) => areaHolds(area, mercatorX(lon), mercatorY(lat), holds);
  assert.equal(at(4.1, 51.1), true);
  assert.equal(at(4.5, 51.5), false);
  assert.equal(at(5.1, 51.1), false);
});

function mapAt(view) {
  const moved = [];
  return {
    view,
    getZoom() { return this.view.zoom; },
    getBounds() {
      const { west, south, east, north } = this.view;
      const box = {
        pad: () => box, getWest: () => west, getSouth: () => south, getEast: () => east,
        getNorth: () => north,
      };
      return box;
    },
    on(_, then) { moved.push(then); },
    move(to) { this.view = to; moved.forEach((then) => then()); },
  };
}

const tick = () => new Promise((done) => { setTimeout(done, 5); });

test("what is on the map stays until the other parts are here, and is asked once", async (t) => {
  const asked = [];
  let broken = false;
  t.mock.method(globalThis, "fetch", async (url) => {
    asked.push(url);
    return { ok: !broken, status: broken ? 500 : 200, json: async () => [{ at: asked.length, polygons: [] }] };
  });
  t.mock.method(console, "error", () => {});
  const near = { zoom: 10, west: 4.2, south: 51.2, east: 4.8, north: 51.8 };
  const map = mapAt({ ...near, zoom: 7 });
  const came = [];
  const parts = new AreaParts(map, (failed) => came.push([failed, parts.areas.length]));
  parts.open("m/x/buurten.json", INDEX, "/");
  await tick();
  assert.deepEqual(asked, ["/m/x/buurten~0~0.json"]);
  map.move(near);
  assert.equal(parts.areas[0].at, 1);
  await tick();
  assert.equal(parts.areas[0].at, 2);
  assert.equal(parts.isFinest, true);
  map.move({ ...near, west: 4.3 });
  await tick();
  assert.equal(asked.length, 2);
  broken = true;
  map.move({ ...near, west: 5.2, east: 5.8 });
  await tick();
  assert.deepEqual(came.at(-1), [true, 0]);
  broken = false;
  map.move({ ...near, west: 5.25, east: 5.8 });
  await tick();
  assert.deepEqual(came.at(-1), [false, 1]);
});
