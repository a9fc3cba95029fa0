/* The map while its period is being dragged: coloured from counts that are here, by its legend. */
import { placedCells } from "./cell_layer.js";
import { areaFills, classesOf, recounted } from "./followed.js";
import { decodeClasses } from "./typed_arrays.js";

export class Follower {
  /** `current` gives what the map showed before it began to follow. */
  constructor(frame, asker, current) {
    Object.assign(this, { frame, asker, current, isAhead: false, places: null });
  }

  /** Colour the map at a period, if its counts are here; from months only whole ones. */
  show(period, step, stepwise) {
    const data = this.current();
    const followed = data?.asks?.time?.followed;
    if (!followed?.bounds.length || !stepwise) return;
    const counts = this.asker.countsOf(step)?.counts;
    if (!counts?.isWhole) return;
    if (data.areas) this.#areas(data, followed, counts, period);
    else if (data.cells && counts.cells) this.#cells(data, followed, counts, period);
    else return;
    this.isAhead = true;
  }

  /** The map was drawn anew: what is shown is its own. */
  stop() {
    this.isAhead = false;
  }

  #areas({ areas, classes, asks }, followed, counts, period) {
    const before = decodeClasses(areas.fill);
    const now = counts.between(period, before.length);
    const fill = areaFills(before, classes, classesOf(now, followed, counts.denominators));
    const note = asks.text.fixed_classes;
    this.frame.recolour({ fill, classes: recounted(classes, fill), note });
  }

  /** Only cells that have any are drawn; of the others there are as many more. */
  #cells({ classes, projection, asks }, followed, counts, period) {
    if (this.places?.of !== counts) {
      this.places = { of: counts, ...placedCells(counts.cells, projection) };
    }
    const { of, ...places } = this.places;
    const count = counts.between(period, places.col.length);
    const fill = classesOf(count, followed, null);
    const all = classes.reduce((sum, entry) => sum + (entry.n ?? 0), 0);
    const shown = { ...places, ...withAny(places, fill, count) };
    this.frame.recolour({
      cells: shown,
      classes: recounted(classes, shown.fill, { 0: all - shown.fill.length }),
      note: asks.text.fixed_classes,
    });
  }
}

function withAny({ col, row, quads }, fill, count) {
  const kept = [];
  fill.forEach((entry, i) => { if (entry > 0) kept.push(i); });
  const corners = new Float64Array(8 * kept.length);
  kept.forEach((i, at) => corners.set(quads.subarray(8 * i, 8 * i + 8), 8 * at));
  return {
    col: col.constructor.from(kept, (i) => col[i]),
    row: row.constructor.from(kept, (i) => row[i]),
    quads: corners,
    fill: kept.map((i) => fill[i]),
    count: kept.map((i) => count[i]),
  };
}
