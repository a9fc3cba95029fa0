/* Run with `node --test tests/maps/js/`; no packages. */
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  decode, decodeClasses, decodeCounts, decodeOrdered, decodeVaried, requireSameLength,
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

test("a number takes as many bytes as it needs, and a cut text is refused", () => {
  // The bytes 1; 172, 2; 255, 255, 255, 255, 15: 1, 44 + 2 * 128 = 300, and 2 ** 32 - 1.
  const text = Buffer.from([1, 172, 2, 255, 255, 255, 255, 15]).toString("base64");
  assert.deepEqual([...decodeVaried(text, 3)], [1, 300, 2 ** 32 - 1]);
  assert.throws(() => decodeVaried(text, 2), /do not hold 2 values/);
  assert.throws(() => decodeVaried(text, 4), /do not hold 4 values/);
});

test("cells that go in order lie along the rows of the grid", () => {
  // In a grid of 10 columns: places 3, 12 and 29, of classes 0, 2 and 1, with 5, 300 and 0.
  const steps = Buffer.from([3, 9, 17]).toString("base64");
  const fill = Buffer.from([0x31, 0x02]).toString("base64");
  const count = Buffer.from([5, 172, 2, 0]).toString("base64");
  const cells = decodeOrdered({ cells: 3, width: 10, steps, fill, count });
  assert.deepEqual([...cells.col], [3, 2, 9]);
  assert.deepEqual([...cells.row], [0, 1, 2]);
  assert.deepEqual([...cells.fill], [0, 2, 1]);
  assert.deepEqual([...cells.count], [5, 300, 0]);
});
