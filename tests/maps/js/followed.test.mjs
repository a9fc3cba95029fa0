/* Run with `node --test tests/maps/js/`; no packages. */
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  PlaceCounts, areaFills, classesOf, recounted,
} from "../../../src/hotspots/maps/live/assets/followed.js";
import { dayOf } from "../../../src/hotspots/maps/live/assets/time_scale.js";

const packed = (numbers, Type) => Buffer.from(new Type(numbers).buffer).toString("base64");
//: January: 2 at place 0; February: none; March: 1 at place 0 and 70.000 at place 2.
const SENT = {
  step: "month",
  first: "2017-01-01",
  totals: packed([2, 0, 70001], Uint32Array),
  per_step: packed([1, 0, 2], Uint32Array),
  place: packed([0, 0, 2], Uint16Array),
  count: packed([2, 1, 70000], Uint32Array),
  cells: null,
  denominators: null,
};
const days = (first, last) => ({ first: dayOf(first), last: dayOf(last) });

test("totals alone are told, and no place can be followed by them", () => {
  const none = { place: "", count: "", per_step: packed([0, 0, 0], Uint32Array), whole: false };
  const counts = new PlaceCounts({ ...SENT, ...none });
  assert.equal(counts.isWhole, false);
  assert.equal(new PlaceCounts(SENT).isWhole, true);
  assert.deepEqual(counts.totalsOf([days("2017-01-01", "2017-03-31")]), [70003]);
});

test("counts of whole months add up, and what lies beyond is left at the edge", () => {
  const counts = new PlaceCounts(SENT);
  assert.deepEqual([...counts.between(days("2017-01-01", "2017-02-28"), 3)], [2, 0, 0]);
  assert.deepEqual([...counts.between(days("2017-01-01", "2017-03-31"), 3)], [3, 0, 70000]);
  assert.deepEqual([...counts.between(days("2016-01-01", "2018-03-31"), 3)], [3, 0, 70000]);
  assert.deepEqual(counts.totalsOf([days("2017-02-01", "2017-03-31")]), [70001]);
});

test("columns of another length are refused", () => {
  assert.throws(() => new PlaceCounts({ ...SENT, per_step: packed([1], Uint32Array) }), /length/);
  assert.throws(() => new PlaceCounts({ ...SENT, count: packed([1], Uint16Array) }), /expected/);
});

test("a value is classed as it is written, and none above the last class falls out", () => {
  const legend = { bounds: [2, 5], decimals: 1 };
  assert.deepEqual(classesOf([0, 1, 3, 9], { bounds: [2, 5], decimals: 0 }, null), [0, 1, 2, 2]);
  // 204 of 100.000 is 2,04 per 1.000: written as 2,0.
  assert.deepEqual(classesOf([204, 210], legend, [100000, 100000]), [1, 2]);
});

test("what is no number keeps its fill, and the legend counts again", () => {
  const classes = [
    { kind: "zero", n: 1 }, { kind: "value", n: 1 }, { kind: "missing", n: 1 }, { kind: "small" },
  ];
  const fill = areaFills([1, 2, -1, 0], classes, [0, 1, 1, 1]);
  assert.deepEqual(fill, [0, 2, -1, 1]);
  assert.deepEqual(recounted(classes, fill).map(({ n }) => n), [1, 1, 1, undefined]);
  assert.equal(recounted(classes, fill, { 0: 5 })[0].n, 6);
});
