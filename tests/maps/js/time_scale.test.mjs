/* Run with `node --test tests/maps/js/`; no packages. */
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  calendarSteps, dayOf, daySteps, isoOf, periodName, placeOf, stepAt, stretchFrom, ticks,
} from "../../../src/hotspots/maps/live/assets/time_scale.js";

const TEXT = { until: "tot en met", until_short: "t/m", whole_quarter: "e kwartaal" };
const COVERED = [dayOf("2016-12-10"), dayOf("2017-12-30")];
const MONTHS = calendarSteps({ first: "2016-12", unit: "month", count: 13, covered: COVERED });
const written = ({ first, last }) => [isoOf(first), isoOf(last)];

test("months are cut to the days that are covered", () => {
  assert.equal(MONTHS.length, 13);
  assert.deepEqual(written(MONTHS[0]), ["2016-12-10", "2016-12-31"]);
  assert.deepEqual(written(MONTHS[2]), ["2017-02-01", "2017-02-28"]);
  assert.deepEqual(written(MONTHS[12]), ["2017-12-01", "2017-12-30"]);
});

test("weeks begin on Monday and leave no day out", () => {
  const weeks = daySteps({ unit: "week", covered: COVERED });
  // 10 December 2016 was a Saturday.
  assert.deepEqual(written(weeks[0]), ["2016-12-10", "2016-12-11"]);
  assert.deepEqual(written(weeks[1]), ["2016-12-12", "2016-12-18"]);
  assert.deepEqual(written(weeks.at(-1)), ["2017-12-25", "2017-12-30"]);
  weeks.slice(1).forEach((week, i) => assert.equal(week.first, weeks[i].last + 1));
});

test("each day lies in its step, and a day is itself one", () => {
  const days = daySteps({ unit: "day", covered: COVERED });
  assert.equal(days.length, COVERED[1] - COVERED[0] + 1);
  assert.equal(stepAt(MONTHS, dayOf("2017-03-31")), 3);
  assert.equal(stepAt(MONTHS, dayOf("2017-04-01")), 4);
  assert.equal(stepAt(MONTHS, dayOf("2030-01-01")), 12);
});

test("the begin of a day stands halfway a step, and beyond the last at the end", () => {
  // April has 30 days: the 16th begins after half of it.
  assert.equal(placeOf(MONTHS, dayOf("2017-04-16")), 4.5);
  assert.equal(placeOf(MONTHS, dayOf("2017-12-31")), 13);
});

test("a stretch keeps its length at both ends", () => {
  assert.deepEqual(written(stretchFrom(MONTHS, -4, 3)), ["2016-12-10", "2017-02-28"]);
  assert.deepEqual(written(stretchFrom(MONTHS, 12, 3)), ["2017-10-01", "2017-12-30"]);
});

test("a period is called by whole steps where it is those, else by its days", () => {
  const named = (first, last, unit = "month", steps = MONTHS) => (
    periodName({ first: dayOf(first), last: dayOf(last) }, { steps, unit, text: TEXT })
  );
  assert.equal(named("2017-03-01", "2017-05-31"), "maart 2017 tot en met mei 2017");
  assert.equal(named("2017-03-01", "2017-03-31"), "maart 2017");
  const short = periodName(
    { first: dayOf("2017-01-02"), last: dayOf("2017-05-31") },
    { steps: MONTHS, unit: "month", text: TEXT }, "short",
  );
  assert.equal(short, "2 jan 2017 t/m 31 mei 2017");
  assert.equal(named("2017-03-02", "2017-05-31"), "2 maart 2017 tot en met 31 mei 2017");
  const days = daySteps({ unit: "day", covered: COVERED });
  assert.equal(named("2017-03-02", "2017-03-02", "day", days), "2 maart 2017");
  const covered = [dayOf("2017-01-01"), dayOf("2017-12-31")];
  const quarters = calendarSteps({ first: "2017-01", unit: "quarter", count: 4, covered });
  assert.equal(named("2017-04-01", "2017-06-30", "quarter", quarters), "2e kwartaal 2017");
  const years = calendarSteps({ first: "2017-01", unit: "year", count: 1, covered });
  assert.equal(named("2017-01-01", "2017-12-31", "year", years), "2017");
});

test("ticks name the years, and the months where it is near", () => {
  const names = (options) => ticks(options).map(({ name }) => name);
  assert.deepEqual(names({ steps: MONTHS, from: 0, to: 13, unit: "month" }), ["2016", "2017"]);
  const days = daySteps({ unit: "day", covered: COVERED });
  assert.deepEqual(names({ steps: days, from: 0, to: 60, unit: "day" }), ["dec", "2017", "feb"]);
});
