/* Run with `node --test tests/maps/js/`; no packages. */
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  decode, decodeClasses, decodeCounts, requireSameLength,
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

test("classes are numbers, or packed in four bits each, or in bytes", () => {
  assert.deepEqual(decodeClasses([2, -1]), [2, -1]);
  // IQA= is the bytes 0x21 and 0x00: 1, 2 and 0, each one more than its class.
  assert.deepEqual(decodeClasses({ count: 3, packed: "IQA=" }), [0, 1, -1]);
  // EAAB is the bytes 16, 0 and 1: as many as there are classes, one each.
  assert.deepEqual(decodeClasses({ count: 3, packed: "EAAB" }), [15, -1, 0]);
  assert.throws(() => decodeClasses({ count: 9, packed: "IQA=" }), /2 bytes for 9/);
});

test("columns of different length are refused by name", () => {
  requireSameLength({ col: [1, 2], row: [3, 4] });
  assert.throws(() => requireSameLength({ col: [1, 2], row: [3] }), /col 2, row 1/);
});
