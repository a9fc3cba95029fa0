/* Days, and the months, weeks or quarters that a bar of time is cut in; a day is a whole number. */

const DAY_MS = 86_400_000;
const MONTHS = { month: 1, quarter: 3, year: 12 };
const formats = new Map();

/** Days since 1 January 1970 of "2017-03-01". */
export function dayOf(iso) {
  return Date.parse(`${iso}T00:00:00Z`) / DAY_MS;
}

export function isoOf(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Calendar steps from the month `first` ("2017-03") on, cut to the days that are covered. */
export function calendarSteps({ first, unit, count, covered }) {
  const [year, month] = first.split("-").map(Number);
  const start = (at) => Date.UTC(year, month - 1 + at * MONTHS[unit], 1) / DAY_MS;
  return Array.from({ length: count }, (_, at) => ({
    first: Math.max(start(at), covered[0]),
    last: Math.min(start(at + 1) - 1, covered[1]),
  }));
}

/** Steps of so many days; weeks begin on Monday, and the first and last may be shorter. */
export function daySteps({ unit, covered: [first, last] }) {
  const days = unit === "week" ? 7 : 1;
  // 1 January 1970 was a Thursday.
  const begin = unit === "week" ? first - ((first + 3) % 7) : first;
  const count = Math.floor((last - begin) / days) + 1;
  return Array.from({ length: count }, (_, at) => ({
    first: Math.max(begin + at * days, first),
    last: Math.min(begin + at * days + days - 1, last),
  }));
}

/** The step that holds a day, or the nearest. */
export function stepAt(steps, day) {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle].last < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the begin of a day stands, in steps from the first: halfway a step is a half. */
export function placeOf(steps, day) {
  const last = steps[steps.length - 1];
  if (day > last.last) return steps.length;
  const at = stepAt(steps, day);
  const { first, last: end } = steps[at];
  return at + Math.max(0, day - first) / (end + 1 - first);
}

/** A stretch of the same length in steps, from another step on, as far as there are steps. */
export function stretchFrom(steps, at, length) {
  const begin = Math.max(0, Math.min(at, steps.length - length));
  const end = Math.min(begin + length, steps.length) - 1;
  return { first: steps[begin].first, last: steps[end].last };
}

/** What a period is called: by months, quarters or years where it is whole ones, else by days.
 *
 * `month` is "short" where there is little room.
 */
export function periodName({ first, last }, { steps, unit, text }, month = "long") {
  const from = steps[stepAt(steps, first)];
  const to = steps[stepAt(steps, last)];
  const whole = from.first === first && to.last === last;
  const named = whole && unit in MONTHS ? unit : "day";
  const names = [first, last].map((day) => nameOf(day, named, text, month));
  const until = month === "short" ? text.until_short : text.until;
  return names[0] === names[1] ? names[0] : `${names[0]} ${until} ${names[1]}`;
}

function nameOf(day, unit, text, month) {
  const date = new Date(day * DAY_MS);
  if (unit === "year") return String(date.getUTCFullYear());
  if (unit === "quarter") {
    return `${Math.floor(date.getUTCMonth() / 3) + 1}${text.whole_quarter} ${date.getUTCFullYear()}`;
  }
  return written(date, { ...(unit === "month" ? {} : { day: "numeric" }), month, year: "numeric" });
}

/** Names along the bar: years, or where it is near the months; `at` is in steps. */
export function ticks({ steps, from, to, unit }) {
  const near = to < steps.length || unit === "week" || unit === "day";
  const span = steps[Math.min(to, steps.length) - 1].last - steps[from].first;
  const months = near && span < 800;
  const begin = new Date(steps[from].first * DAY_MS);
  const found = [];
  for (let at = 0; ; at += 1) {
    const date = months
      ? new Date(Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + at, 1))
      : new Date(Date.UTC(begin.getUTCFullYear() + at, 0, 1));
    const day = Math.max(date.getTime() / DAY_MS, steps[from].first);
    if (day > steps[Math.min(to, steps.length) - 1].last) return found;
    const january = date.getUTCMonth() === 0;
    const name = months && !january
      ? written(date, { month: "short" })
      : String(date.getUTCFullYear());
    found.push({ at: placeOf(steps, day), name });
  }
}

function written(date, options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat("nl-NL", { timeZone: "UTC", ...options }));
  }
  return formats.get(key).format(date);
}
