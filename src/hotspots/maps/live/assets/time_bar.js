/* The bar of months below the map, on which a stretch is the period: drag, widen, step and play. */
import { make } from "./elements.js";
import { TimeChart } from "./time_chart.js";
import {
  calendarSteps, dayOf, daySteps, isoOf, periodName, stepAt, stretchFrom,
} from "./time_scale.js";
import { decode } from "./typed_arrays.js";

const PLAY_MS = 700;
//: after the last key, before the map is asked
const REST_MS = 300;
//: of a picture while dragging: a timer is late, so that it comes to fifteen a second
const FRAME_MS = 60;
//: of a bar, as narrow as it may be
const NARROWEST_PX = 3;
//: of the bar, where its period is written short
const NARROW_PX = 600;
const NEAR = { week: 53, day: 92 };
const NUMBER = new Intl.NumberFormat("nl-NL");

export class TimeBar {
  /** What it does is in the hands of `act`:
   *
   * `follow(period, step)` draws the map at a period from counts, or says that it cannot;
   * `settle(period, silent)` asks for the map of a period; `counts(step)` gives counts by time;
   * `restore()` draws what was there before the map began to follow.
   */
  constructor(root, act) {
    this.act = act;
    this.element = make("div", "hs-time");
    this.element.setAttribute("role", "group");
    this.buttons = {
      earlier: this.#button("earlier", "M12.5 4 6.5 10l6 6", () => this.#step(-1)),
      play: this.#button("play", "M6 4v12l10-6Z", () => this.#play()),
      later: this.#button("later", "M7.5 4l6 6-6 6", () => this.#step(1)),
    };
    const moves = make("div", "hs-time-moves");
    moves.append(...Object.values(this.buttons));
    this.name = make("p", "hs-time-name");
    this.note = make("p", "hs-time-note");
    this.zoom = make("div", "hs-time-zoom");
    this.zoom.setAttribute("role", "group");
    const head = make("div", "hs-time-head");
    const said = make("div", "hs-time-said");
    said.append(this.name, this.note);
    head.append(moves, said, this.zoom);
    this.chart = new TimeChart({
      began: () => this.#stop(),
      moved: (period) => this.#move(period),
      dropped: (period) => this.#settle(period),
      gaveUp: (period) => {
        this.period = period;
        this.#show();
        this.act.restore();
      },
      key: (event, part) => this.#key(event, part),
    });
    this.element.append(head, this.chart.element);
    root.after(this.element);
    // Counts are fetched when someone comes near, so that they are there when the bar is dragged.
    const near = () => { if (this.time) this.act.counts(this.#countedBy()); };
    this.element.addEventListener("pointerenter", near);
    this.element.addEventListener("focusin", near);
    this.calm = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.calm.addEventListener("change", this.refresh = () => this.#show());
    this.resize = new ResizeObserver(() => this.#show());
    this.resize.observe(this.element);
  }

  /** Whether a hand drags, a key was just pressed, or it plays. */
  get isMoving() {
    return Boolean(this.chart.dragging || this.resting || this.playing);
  }

  /** Show what a page or an answer says of time; a hand that drags now is left alone. */
  show(asks) {
    this.time = asks?.time ?? null;
    this.text = asks?.text ?? {};
    this.element.hidden = !this.time;
    if (!this.time || this.isMoving) return;
    const { covered, shown, counts, most } = this.time;
    this.covered = covered.map(dayOf);
    this.period = { first: Math.max(dayOf(shown[0]), this.covered[0]),
      last: Math.min(dayOf(shown[1]), this.covered[1]) };
    this.counts = decode(counts, Uint32Array);
    this.most = most && decode(most, Uint32Array);
    if (!this.time.finer || !(this.unit in NEAR)) this.unit = this.time.step;
    this.#cut();
    this.#zooms();
    this.#show();
  }

  remove() {
    for (const timer of [this.playing, this.resting, this.framed]) clearTimeout(timer);
    this.playing = null;
    this.resize.disconnect();
    this.calm.removeEventListener("change", this.refresh);
    this.element.remove();
  }

  /** Cut time in steps of the unit; those of days have no bars until their counts are there. */
  #cut() {
    const { covered, unit } = this;
    const near = unit in NEAR;
    this.steps = near
      ? daySteps({ unit, covered })
      : calendarSteps({ first: this.time.first, unit, count: this.counts.length, covered });
    this.values = this.counts;
    if (near) {
      const waiting = this.act.counts("day");
      this.values = waiting?.counts?.totalsOf(this.steps) ?? [];
      if (waiting && !waiting.counts) {
        waiting.ready.then(() => { if (this.unit === unit && waiting.counts) this.#recut(); });
      }
    }
    this.view = this.#viewOf();
  }

  #recut() {
    this.#cut();
    this.#show();
  }

  /** The part in sight: all months, or as many weeks or days as the period needs and some more. */
  #viewOf() {
    const count = this.steps.length;
    const from = stepAt(this.steps, this.period.first);
    const until = stepAt(this.steps, this.period.last) + 1;
    const wanted = Math.max(NEAR[this.unit] ?? count, Math.ceil((until - from) * 1.4));
    const fitting = Math.floor((this.chart.width || 600) / NARROWEST_PX);
    const size = Math.min(count, this.unit in NEAR ? wanted : Math.max(fitting, until - from));
    const begin = Math.max(0, Math.min(Math.round((from + until - size) / 2), count - size));
    const before = this.view;
    const kept = before && before.unit === this.unit && before.to - before.from === size
      && before.from <= from && before.to >= until && before.to <= count;
    return kept ? before : { unit: this.unit, from: begin, to: begin + size };
  }

  #show() {
    if (!this.time || !this.steps) return;
    const { text, time, unit } = this;
    this.element.setAttribute("aria-label", text.label ?? "");
    for (const name of ["earlier", "later"]) label(this.buttons[name], text[name]);
    label(this.buttons.play, this.playing ? text.pause : text.play);
    this.buttons.play.classList.toggle("hs-time-playing", Boolean(this.playing));
    this.buttons.play.firstChild.firstChild
      .setAttribute("d", this.playing ? "M5.5 4.5h3v11h-3zM11.5 4.5h3v11h-3z" : "M6 4v12l10-6Z");
    // Who asked for calm gets no picture that moves by itself: the steps do the same by hand.
    this.buttons.play.hidden = this.calm.matches;
    this.buttons.earlier.disabled = this.period.first <= this.covered[0];
    this.buttons.later.disabled = this.period.last >= this.covered[1];
    for (const button of this.zoom.children) {
      button.setAttribute("aria-pressed", String(button.value === unit));
    }
    const name = periodName(this.period, this);
    const narrow = this.element.clientWidth < NARROW_PX;
    this.name.textContent = narrow ? periodName(this.period, this, "short") : name;
    this.note.textContent = [
      this.#counted(), this.isMoving ? (time.followed ? text.same_classes : text.follows) : "",
    ].filter(Boolean).join(" · ");
    const ends = this.#ends();
    this.chart.show({
      steps: this.steps, view: this.view, unit, period: this.period, values: this.values,
      most: unit in NEAR ? null : this.most,
      unknown: unit in NEAR ? [] : time.withheld,
      incomplete: unit in NEAR ? [] : time.incomplete,
      names: {
        label: text.label, begin: text.begin, end: text.end,
        period: name,
        first: periodName(ends[0], this),
        last: periodName(ends[1], this),
      },
    });
  }

  /** The step at either end of the period, or the day where the period begins or ends within one. */
  #ends() {
    const { steps, period: { first, last } } = this;
    const [from, until] = [steps[stepAt(steps, first)], steps[stepAt(steps, last)]];
    return [
      from.first === first ? from : { first, last: first },
      until.last === last ? until : { first: last, last },
    ];
  }

  /** How many there are in the period, as far as that is known. */
  #counted() {
    const count = this.#total();
    if (count === null) return "";
    const { unit, unit_one: one } = this.time;
    return `${NUMBER.format(count)} ${count === 1 ? one : unit}`;
  }

  #total() {
    const { steps, period, values, time } = this;
    if (this.most || time.withheld.length || !values.length) return null;
    const [from, until] = [stepAt(steps, period.first), stepAt(steps, period.last)];
    if (steps[from].first !== period.first || steps[until].last !== period.last) return null;
    let total = 0;
    for (let at = from; at <= until; at += 1) total += values[at];
    return total;
  }

  #zooms() {
    const units = this.time.finer ? [this.time.step, "week", "day"] : [];
    this.zoom.hidden = units.length === 0;
    this.zoom.setAttribute("aria-label", this.text.zoom ?? "");
    if (this.zoom.children.length === units.length) return;
    this.zoom.replaceChildren(...units.map((unit) => {
      const button = make("button", "hs-time-unit", this.text[unit] ?? unit);
      button.type = "button";
      button.value = unit;
      button.addEventListener("click", () => {
        this.#stop();
        this.unit = unit;
        this.view = null;
        this.#recut();
      });
      return button;
    }));
  }

  /** By which step the map can be coloured at this zoom. */
  #countedBy() {
    return this.unit in NEAR ? "day" : "month";
  }

  #move(period) {
    this.period = period;
    this.view = this.#viewOf();
    this.#show();
    this.#follow();
  }

  /** Colour the map, and no more often than an eye sees. */
  #follow() {
    if (this.framed) return;
    const wait = Math.max(0, FRAME_MS - (performance.now() - (this.framedAt ?? -FRAME_MS)));
    this.framed = setTimeout(() => {
      this.framed = null;
      this.framedAt = performance.now();
      if (this.isMoving) {
        this.act.follow(this.period, this.#countedBy(), this.#stepwise());
      }
    }, wait);
  }

  /** Whether the period is whole steps: from counts per month no half a month can be drawn. */
  #stepwise() {
    const { steps, period } = this;
    return steps[stepAt(steps, period.first)].first === period.first
      && steps[stepAt(steps, period.last)].last === period.last;
  }

  #settle(period, silent = false) {
    clearTimeout(this.resting);
    this.resting = null;
    this.period = period;
    this.#show();
    return this.act.settle([isoOf(period.first), isoOf(period.last)], silent);
  }

  #step(by) {
    this.#stop();
    this.#rest(this.#moved(by));
  }

  /** The period of the same length in whole steps, so many steps on. */
  #moved(by, period = this.period) {
    const from = stepAt(this.steps, period.first);
    const until = stepAt(this.steps, period.last);
    return stretchFrom(this.steps, from + by, until - from + 1);
  }

  /** A key or a press: the map follows at once, and is asked when no other comes after it. */
  #rest(period) {
    if (period.first === this.period.first && period.last === this.period.last) return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.#settle(this.period), REST_MS);
    this.#move(period);
  }

  #key(event, part) {
    const period = this.#keyed(event, part);
    if (!period) return;
    event.preventDefault();
    this.#stop();
    this.#rest(period);
  }

  #keyed({ key, shiftKey }, part) {
    const { steps, period } = this;
    const from = stepAt(steps, period.first);
    const until = stepAt(steps, period.last);
    const last = steps.length - 1;
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[key];
    const far = { PageUp: 1, PageDown: -1 }[key];
    if (part === "begin" || part === "end") {
      const own = part === "begin" ? from : until;
      const to = { Home: 0, End: last }[key] ?? (by ? own + by : null);
      if (to === null) return null;
      const begin = part === "begin" ? Math.max(0, Math.min(to, until)) : from;
      const end = part === "end" ? Math.min(last, Math.max(to, from)) : until;
      return { first: steps[begin].first, last: steps[end].last };
    }
    if (by && shiftKey) {
      return {
        first: steps[Math.max(0, by < 0 ? from - 1 : from)].first,
        last: steps[Math.min(last, by > 0 ? until + 1 : until)].last,
      };
    }
    if (by) return this.#moved(by);
    if (far) return this.#moved(far * (until - from + 1));
    if (key === "Home") return this.#moved(-from);
    return key === "End" ? this.#moved(last - until) : null;
  }

  /** Step by step to the end, from the begin if it stands there; a test is asked at every step. */
  #play() {
    if (this.playing) {
      this.#stop();
      return;
    }
    const next = async () => {
      const atEnd = stepAt(this.steps, this.period.last) === this.steps.length - 1;
      if (atEnd) {
        this.#stop();
        return;
      }
      const begun = performance.now();
      this.#move(this.#moved(1));
      if (!this.time.followed) await this.#settle(this.period, true);
      if (!this.playing) return;
      this.playing = setTimeout(next, Math.max(0, PLAY_MS - (performance.now() - begun)));
    };
    this.playing = setTimeout(next, PLAY_MS);
    if (stepAt(this.steps, this.period.last) === this.steps.length - 1) {
      this.#move(this.#moved(-this.steps.length));
    }
    this.#show();
  }

  #stop() {
    if (!this.playing) return;
    clearTimeout(this.playing);
    this.playing = null;
    this.#settle(this.period);
  }

  #button(name, path, clicked) {
    const button = make("button", "hs-time-button");
    button.type = "button";
    button.append(icon(path));
    button.addEventListener("click", clicked);
    return button;
  }
}

function label(button, words) {
  button.title = words ?? "";
  button.setAttribute("aria-label", words ?? "");
}

function icon(path) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 20 20");
  picture.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  picture.append(line);
  return picture;
}
