/* Counts by place and time, from which a map follows a period that is being dragged. */
import { dayOf } from "./time_scale.js";
import { decode, decodeCounts, requireSameLength } from "./typed_arrays.js";

const PER = 1000;

/** What the application answered, decoded. */
export class PlaceCounts {
  constructor(sent) {
    this.step = sent.step;
    //: whether the counts of each place are here, and not the totals alone
    this.isWhole = sent.whole !== false;
    this.first = dayOf(sent.first);
    this.totals = decode(sent.totals, Uint32Array);
    const perStep = decode(sent.per_step, Uint32Array);
    requireSameLength({ totals: this.totals, perStep });
    this.offsets = new Uint32Array(perStep.length + 1);
    perStep.forEach((count, at) => { this.offsets[at + 1] = this.offsets[at] + count; });
    const entries = this.offsets[perStep.length];
    this.place = decodeCounts(sent.place, entries);
    this.count = decodeCounts(sent.count, entries);
    this.denominators = sent.denominators;
    this.cells = sent.cells && {
      ...sent.cells,
      col: decode(sent.cells.col, Uint16Array),
      row: decode(sent.cells.row, Uint16Array),
    };
  }

  /** How many each of so many places has from one day up to and including another. */
  between({ first, last }, places) {
    const counts = new Uint32Array(places);
    const end = this.offsets[this.#stepOf(last) + 1];
    for (let i = this.offsets[this.#stepOf(first)]; i < end; i += 1) {
      counts[this.place[i]] += this.count[i];
    }
    return counts;
  }

  /** How many there are in all in each of some stretches of days. */
  totalsOf(stretches) {
    return stretches.map(({ first, last }) => {
      let total = 0;
      for (let at = this.#stepOf(first); at <= this.#stepOf(last); at += 1) total += this.totals[at];
      return total;
    });
  }

  #stepOf(day) {
    const at = this.step === "day" ? day - this.first : monthOf(day) - monthOf(this.first);
    return Math.max(0, Math.min(at, this.totals.length - 1));
  }
}

function monthOf(day) {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The class of each count in the classes of the legend: 0 is none, then one per upper bound. */
export function classesOf(counts, { bounds, decimals }, denominators) {
  return Array.from(counts, (count, i) => {
    if (count === 0) return 0;
    const value = denominators ? (count * PER) / denominators[i] : count;
    // As it is written: 2,04 reads as 2,0 and lies in "0,1 – 2,0".
    const shown = Number(value.toFixed(decimals));
    const at = bounds.findIndex((upper) => shown <= upper);
    return 1 + (at < 0 ? bounds.length - 1 : at);
  });
}

/** Fills of areas at other counts; what has no value, or was not asked for, stays as it is. */
export function areaFills(fill, classes, counted) {
  const numbers = new Set(["value", "zero"]);
  return fill.map((entry, i) => (numbers.has(classes[entry]?.kind) ? counted[i] : entry));
}

/** The classes of a legend with how many areas or cells each has now. */
export function recounted(classes, fill, more = {}) {
  const tally = new Uint32Array(classes.length);
  for (const entry of fill) if (entry >= 0) tally[entry] += 1;
  return classes.map((entry, at) => (
    Number.isFinite(entry.n) ? { ...entry, n: tally[at] + (more[at] ?? 0) } : entry
  ));
}
