/* The bars of time, and on them the period as something to take hold of: its middle and its ends. */
import { make } from "./elements.js";
import { placeOf, stepAt, stretchFrom, ticks } from "./time_scale.js";

const SVG = "http://www.w3.org/2000/svg";
//: of a bar and of the box of all bars; the browser stretches it
const STEP = 100;
const TALL = 100;
const GAP = 12;
//: the least that is drawn of something that is not nothing
const LEAST = 3;
const PARTS = ["begin", "end"];
//: of a drag beyond the edge: another step comes in sight so often
const PAN_MS = 80;

export class TimeChart {
  /** `began`, `moved`, `dropped` and `gaveUp` tell of a drag, `key` of a key on the period or on an end. */
  constructor(told) {
    this.told = told;
    this.element = make("div", "hs-time-track");
    this.picture = svg("svg", { class: "hs-time-bars", preserveAspectRatio: "none", "aria-hidden": "true" });
    this.clip = svg("clipPath", { id: `hs-time-clip-${chartNumber += 1}` });
    this.inside = svg("rect", { y: 0, height: TALL });
    this.clip.append(this.inside);
    this.paths = Object.fromEntries(["most", "unknown", "all", "chosen"].map((name) => (
      [name, svg("path", { class: `hs-time-${name}` })]
    )));
    this.paths.chosen.setAttribute("clip-path", `url(#${this.clip.id})`);
    this.picture.append(this.clip, ...Object.values(this.paths));
    this.window = slider("hs-time-window");
    this.handles = Object.fromEntries(PARTS.map((part) => [part, slider(`hs-time-handle hs-time-${part}`)]));
    this.ticks = make("div", "hs-time-ticks");
    this.ticks.setAttribute("aria-hidden", "true");
    this.element.append(
      this.picture, this.window, this.handles.begin, this.handles.end, this.ticks,
    );
    this.#listen();
  }

  get width() {
    return this.element.clientWidth;
  }

  get dragging() {
    return Boolean(this.drag);
  }

  show(shown) {
    const before = this.shown;
    this.shown = shown;
    const { steps, view, period, names } = shown;
    const size = view.to - view.from;
    const at = { begin: placeOf(steps, period.first), end: placeOf(steps, period.last + 1) };
    const share = (place) => (100 * (place - view.from)) / size;
    const same = before && before.values === shown.values && before.view === view;
    if (!same) this.#draw(shown);
    this.inside.setAttribute("x", (at.begin - view.from) * STEP);
    this.inside.setAttribute("width", Math.max(0, at.end - at.begin) * STEP);
    const left = Math.max(0, share(at.begin));
    const right = Math.min(100, share(at.end));
    this.window.style.left = `${left}%`;
    this.window.style.width = `${Math.max(0, right - left)}%`;
    this.handles.begin.style.left = `${left}%`;
    this.handles.end.style.left = `${right}%`;
    const [from, until] = [stepAt(steps, period.first), stepAt(steps, period.last)];
    tell(this.window, names.label, names.period, [0, steps.length - 1 - (until - from), from]);
    tell(this.handles.begin, names.begin, names.first, [0, until, from]);
    tell(this.handles.end, names.end, names.last, [from, steps.length - 1, until]);
  }

  #draw({ steps, view, unit, values, most, unknown, incomplete }) {
    const size = view.to - view.from;
    this.picture.setAttribute("viewBox", `0 0 ${size * STEP} ${TALL}`);
    let highest = 1;
    for (let i = view.from; i < view.to; i += 1) highest = Math.max(highest, (most ?? values)[i] ?? 0);
    const bar = (of, i) => {
      const value = of[i] ?? 0;
      if (!value) return "";
      const tall = Math.max(LEAST, (value / highest) * (TALL - 4));
      const x = (i - view.from) * STEP + GAP / 2;
      return `M${x} ${TALL}v${-tall.toFixed(1)}h${STEP - GAP}v${tall.toFixed(1)}z`;
    };
    const row = (of) => {
      let path = "";
      for (let i = view.from; i < view.to; i += 1) path += bar(of, i);
      return path;
    };
    const bars = row(values);
    this.paths.all.setAttribute("d", bars);
    this.paths.chosen.setAttribute("d", bars);
    this.paths.most.setAttribute("d", most ? row(most) : "");
    // Not known is not nothing: a frame as high as all, and no bar; an unfinished month has it too.
    this.paths.unknown.setAttribute("d", [...unknown, ...incomplete]
      .filter((i) => i >= view.from && i < view.to)
      .map((i) => `M${(i - view.from) * STEP + GAP / 2} ${TALL}V4h${STEP - GAP}V${TALL}`)
      .join(""));
    const marks = ticks({ steps, from: view.from, to: view.to, unit });
    let free = -Infinity;
    this.ticks.replaceChildren(...marks.flatMap(({ at, name }) => {
      const share = (at - view.from) / size;
      const left = share * (this.width || 600);
      if (left < free || left > (this.width || 600) - 24) return [];
      free = left + 8 * name.length + 10;
      const mark = make("span", "hs-time-tick", name);
      mark.style.left = `${(100 * share).toFixed(2)}%`;
      return [mark];
    }));
  }

  #listen() {
    this.element.addEventListener("pointerdown", (event) => this.#grab(event));
    this.element.addEventListener("pointermove", (event) => this.#pull(event));
    this.element.addEventListener("pointerup", (event) => this.#drop(event));
    this.element.addEventListener("pointercancel", () => this.#giveUp());
    const sliders = { window: this.window, ...this.handles };
    for (const [part, element] of Object.entries(sliders)) {
      element.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && this.drag) this.#giveUp();
        else if (!this.drag && !event.ctrlKey && !event.altKey && !event.metaKey) {
          this.told.key(event, part);
        }
      });
    }
  }

  /** Take hold of an end, or of the period; a press beside it brings it there first. */
  #grab(event) {
    if (event.button || !this.shown || this.drag) return;
    const { steps, period } = this.shown;
    const part = PARTS.find((name) => this.handles[name] === event.target) ?? "window";
    event.preventDefault();
    (this.handles[part] ?? this.window).focus({ preventScroll: true });
    this.element.setPointerCapture(event.pointerId);
    this.told.began();
    const place = this.#placeAt(event);
    const from = stepAt(steps, period.first);
    const length = stepAt(steps, period.last) - from + 1;
    let grip = place - (part === "end" ? from + length : from);
    if (part === "window" && (grip < 0 || grip > length)) grip = length / 2;
    this.drag = { part, grip, from, length, before: period, x: event.clientX };
    this.element.classList.add("hs-time-dragging");
    if (part === "window") this.#to(place);
  }

  #pull(event) {
    if (!this.drag) return;
    this.drag.x = event.clientX;
    this.#to(this.#placeAt(event));
    this.#pan();
  }

  /** Beyond an edge more comes in sight, as long as there is more. */
  #pan() {
    const box = this.element.getBoundingClientRect();
    const { steps, view } = this.shown;
    const by = this.drag.x < box.left ? -1 : this.drag.x > box.right ? 1 : 0;
    const more = by < 0 ? view.from > 0 : view.to < steps.length;
    if (!by || !more) return;
    clearTimeout(this.panning);
    this.panning = setTimeout(() => {
      if (!this.drag) return;
      this.drag.panned = (this.drag.panned ?? 0) + by;
      this.#to(by < 0 ? this.shown.view.from - 1 + this.drag.grip : this.shown.view.to + 1);
      this.#pan();
    }, PAN_MS);
  }

  #to(place) {
    const { steps, period } = this.shown;
    const { part, grip, from, length } = this.drag;
    const at = Math.round(place - grip);
    const last = steps.length - 1;
    let next;
    if (part === "window") next = stretchFrom(steps, at, length);
    else if (part === "begin") {
      const begin = Math.max(0, Math.min(at, from + length - 1));
      next = { first: steps[begin].first, last: steps[from + length - 1].last };
    } else {
      const end = Math.min(last, Math.max(at - 1, from));
      next = { first: steps[from].first, last: steps[end].last };
    }
    if (next.first !== period.first || next.last !== period.last) this.told.moved(next);
  }

  #drop(event) {
    if (!this.drag) return;
    this.#to(this.#placeAt(event));
    const { before } = this.drag;
    this.#end();
    const { period } = this.shown;
    if (period.first !== before.first || period.last !== before.last) this.told.dropped(period);
    else this.told.gaveUp(before);
  }

  /** A drag that the browser or a key breaks off leaves the period as it was. */
  #giveUp() {
    if (!this.drag) return;
    const { before } = this.drag;
    this.#end();
    this.told.gaveUp(before);
  }

  #end() {
    clearTimeout(this.panning);
    this.drag = null;
    this.element.classList.remove("hs-time-dragging");
  }

  #placeAt({ clientX }) {
    const box = this.element.getBoundingClientRect();
    const { view } = this.shown;
    return view.from + ((clientX - box.left) / box.width) * (view.to - view.from);
  }
}

let chartNumber = 0;

function slider(className) {
  const element = make("div", className);
  element.tabIndex = 0;
  element.setAttribute("role", "slider");
  element.setAttribute("aria-orientation", "horizontal");
  return element;
}

function tell(element, label, words, [least, most, now]) {
  element.setAttribute("aria-label", label ?? "");
  element.setAttribute("aria-valuetext", words);
  element.setAttribute("aria-valuemin", least);
  element.setAttribute("aria-valuemax", most);
  element.setAttribute("aria-valuenow", now);
}

function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
