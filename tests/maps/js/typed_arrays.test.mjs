/* Run with `node --test tests/maps/js/`; no packages. */
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  decode, decodeCounts, requireSameLength,
} from "../../../src/hotspots/maps/live/assets/typed_arrays.js";

test("two bytes are one number, the small byte first", () => {
  // AQACAQ== is the bytes 1, 0, 2, 1: 1 + 0 * 256 = 1 and 2 + 1 * 256 = 258.
  assert.deepEqual([...decode("AQACAQ==", Uint16Array)], [1, 258]);
});

test("half a number is refused", () => {
  // AQAC is three bytes, one and a half numbers of two bytes.
  assert.throws(() => decode("AQAC", Uint16Array), /3 bytes/);
});

test("the width of counts follows from how many there are", () => {
  // AQACAQ== is four bytes: two counts of two bytes, or one of four: 1 + 2 * 65536 + 256^3.
  assert.deepEqual([...decodeCounts("AQACAQ==", 2)], [1, 258]);
  assert.deepEqual([...decodeCounts("AQACAQ==", 1)], [16908289]);
  assert.throws(() => decodeCounts("AQACAQ==", 3), /4 bytes for 3 values/);
});

test("an empty column is empty", () => {
  assert.equal(decode("", Uint16Array).length, 0);
  assert.equal(decodeCounts("", 0).length, 0);
});

test("columns of different length are refused by name", () => {
  requireSameLength({ col: [1, 2], row: [3, 4] });
  assert.throws(() => requireSameLength({ col: [1, 2], row: [3] }), /col 2, row 1/);
});
