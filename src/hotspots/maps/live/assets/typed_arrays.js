/* Numbers that travel as base64, little-endian, to typed arrays. */

/** Decode base64 to a typed array; refuses a text that does not hold a whole number of values. */
export function decode(base64, Type) {
  const bytes = bytesOf(base64);
  if (bytes.length % Type.BYTES_PER_ELEMENT !== 0) {
    throw new Error(`${Type.name}: ${bytes.length} bytes is not a whole number of values`);
  }
  return new Type(bytes.buffer);
}

/** Decode `length` counts, of two bytes each when they are small and of four when they are not. */
export function decodeCounts(base64, length) {
  const bytes = bytesOf(base64);
  if (bytes.length === 2 * length) return new Uint16Array(bytes.buffer);
  if (bytes.length === 4 * length) return new Uint32Array(bytes.buffer);
  throw new Error(`counts: ${bytes.length} bytes for ${length} values; expected 2 or 4 each`);
}

/** Decode `length` numbers of one to five bytes each: seven bits in each, the low ones first. */
export function decodeVaried(base64, length) {
  const bytes = bytesOf(base64);
  const numbers = new Uint32Array(length);
  let at = 0;
  for (let i = 0; i < length; i += 1) {
    let factor = 1;
    for (; bytes[at] > 127; at += 1) {
      numbers[i] += (bytes[at] & 127) * factor;
      factor *= 128;
    }
    numbers[i] += (bytes[at] ?? 0) * factor;
    at += 1;
  }
  if (at !== bytes.length) throw new Error(`varied: ${bytes.length} bytes do not hold ${length} values`);
  return numbers;
}

/** The class of each area from -1 up: as numbers, or of many packed in four bits each or in bytes. */
export function decodeClasses(fill) {
  if (Array.isArray(fill)) return fill;
  const bytes = bytesOf(fill.packed);
  if (bytes.length === fill.count && fill.count > 1) return Array.from(bytes, (one) => one - 1);
  if (bytes.length !== Math.ceil(fill.count / 2)) {
    throw new Error(`classes: ${bytes.length} bytes for ${fill.count} values`);
  }
  return Array.from({ length: fill.count }, (_, i) => ((bytes[i >> 1] >> (4 * (i & 1))) & 15) - 1);
}

/** Many cells: how far each lies from the one before, along the rows of the grid. */
export function decodeOrdered({ cells, width, steps, fill, count }) {
  const step = decodeVaried(steps, cells);
  const col = new Uint16Array(cells);
  const row = new Uint16Array(cells);
  let place = 0;
  for (let i = 0; i < cells; i += 1) {
    place += step[i];
    col[i] = place % width;
    row[i] = Math.floor(place / width);
  }
  const fills = Uint8Array.from(decodeClasses({ count: cells, packed: fill }));
  return { col, row, fill: fills, count: decodeVaried(count, cells) };
}

/** Stop unless all arrays are of one length: a shifted column would colour the wrong place. */
export function requireSameLength(arrays) {
  const lengths = Object.entries(arrays).map(([name, array]) => `${name} ${array.length}`);
  const distinct = new Set(Object.values(arrays).map((array) => array.length));
  if (distinct.size > 1) throw new Error(`columns differ in length: ${lengths.join(", ")}`);
}

function bytesOf(base64) {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
