/* What the map asks by itself: fetched from the application, drawn, and only then told to the page.
 *
 * The page stays in charge: it hears of every level and period that was drawn here, answers the
 * same, and is asked anyway where an address does not answer.
 */
import { PlaceCounts } from "./followed.js";

//: after this long a page that was told something is believed again, whatever it heard
const PATIENCE_MS = 10_000;
//: questions of which the counts are kept
const MOST_COUNTS = 4;
//: answers of what areas say that are kept
const MOST_TIPS = 60;

export class Asker {
  /** `current` gives what the map shows, `draw` shows something else, `tell` is heard by the page,
   *  `told` is called when what areas say has come. */
  constructor({ current, draw, tell, told }) {
    Object.assign(this, { current, draw, tell, heardOf: told });
    this.told = 0;
    this.toldAt = -Infinity;
    this.pending = {};
    this.session = null;
    this.counts = new Map();
    this.tips = new Map();
  }

  /** Whether a page did not hear yet what the map asks, or told it: what it sends is of before. */
  isAheadOf(asks) {
    if (!asks || asks.session !== this.session) return false;
    if (Object.keys(this.pending).length) return true;
    return asks.heard < this.told && performance.now() - this.toldAt < PATIENCE_MS;
  }

  /** Another session of the same page begins to count anew. */
  follow(asks) {
    if (asks?.session === this.session) return;
    Object.assign(this, { session: asks?.session ?? null, told: asks?.heard ?? 0, pending: {} });
    this.counts.clear();
    this.tips.clear();
  }

  /** Ask for a change of the present question: `level`, `period`; `silent` does not tell the page. */
  async ask(change, { silent = false } = {}) {
    const base = this.current();
    if (!base?.asks) return;
    Object.assign(this.pending, change);
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    const question = questionOf(base.asks, this.pending);
    try {
      const answer = await fetchJson(addressOf(base, base.asks.answers, question), request.signal);
      // The page drew something else meanwhile: this is of a question that is over.
      if (this.current() === base) await this.draw(merged(base, answer, question, this.pending));
    } catch (error) {
      if (request.signal.aborted) return;
      console.warn("live map:", error);
    }
    if (request.signal.aborted || silent) return;
    this.#tell();
  }

  #tell() {
    const { level, period } = this.pending;
    this.pending = {};
    this.told += 1;
    this.toldAt = performance.now();
    this.tell({ kind: "asked", turn: this.told, level: level ?? null, period: period ?? null });
  }

  /** What areas say, from one of them on, or null as long as it is on its way; then `told` is called. */
  tipsFrom(first) {
    const base = this.current();
    if (!base?.asks) return null;
    const address = `${addressOf(base, base.asks.tips, base.asks.question)}&vanaf=${first}`;
    if (!this.tips.has(address)) {
      const waiting = { sent: null };
      this.tips.set(address, waiting);
      fetchJson(address).then((sent) => {
        waiting.sent = sent;
        this.heardOf();
      }).catch((error) => {
        this.tips.delete(address);
        console.warn("live map:", error);
      });
      if (this.tips.size > MOST_TIPS) this.tips.delete(this.tips.keys().next().value);
    }
    return this.tips.get(address).sent;
  }

  /** Counts by place and step of what the map shows; asked once, whatever the period. */
  countsOf(step) {
    const base = this.current();
    const { followed, finer } = base?.asks?.time ?? {};
    if (!followed && !(finer && step === "day")) return null;
    const { period, compare_period: before, ...rest } = base.asks.question;
    const key = JSON.stringify([step, rest]);
    if (!this.counts.has(key)) {
      const waiting = { counts: null };
      const address = `${addressOf(base, base.asks.counts, base.asks.question)}&stap=${step}`;
      waiting.ready = fetchJson(address).then((sent) => {
        waiting.counts = new PlaceCounts(sent);
      }).catch((error) => {
        this.counts.delete(key);
        console.warn("live map:", error);
      });
      this.counts.set(key, waiting);
      if (this.counts.size > MOST_COUNTS) this.counts.delete(this.counts.keys().next().value);
    }
    return this.counts.get(key);
  }
}

function questionOf(asks, { level, period }) {
  const question = { ...asks.question };
  if (level !== undefined) {
    question.level = level;
    const { cell_m: cellM } = asks.levels.find(({ id }) => id === level);
    if (cellM) question.cell_m = cellM;
    else delete question.cell_m;
  }
  if (period !== undefined) {
    question.period = period;
    delete question.compare_period;
  }
  return question;
}

function addressOf({ root, asks }, route, question) {
  const query = new URLSearchParams({
    sessie: asks.session, vraag: JSON.stringify(question), stijl: JSON.stringify(asks.style),
  });
  if (asks.compared) query.set("vergelijk", asks.compared);
  return `${root}${route}?${query}`;
}

async function fetchJson(address, signal) {
  // The browser keeps answers, and asks each time whether the one that it has will do.
  const response = await fetch(address, { credentials: "same-origin", cache: "no-cache", signal });
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  return response.json();
}

/** The answer as the page would send it: what the page alone knows stays as it was. */
function merged(base, { followed, ...answer }, question, { level, period }) {
  const { asks } = base;
  const time = asks.time && { ...asks.time, followed, shown: period ?? asks.time.shown };
  const next = { ...base, ...answer, name: base.name };
  if (next.areas) next.areas = { ...next.areas, selected: base.areas?.selected ?? null };
  if (next.cells && next.cells.size_m === base.cells?.size_m && base.cells.selected) {
    next.cells = { ...next.cells, selected: base.cells.selected };
  }
  // What was searched for is of a period, and of no level.
  next.overlay = period === undefined ? base.overlay : null;
  next.asks = { ...asks, question, level: level ?? asks.level, time };
  return next;
}
