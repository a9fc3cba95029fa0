/* Entry of the live map: called on each data change, with the same element, by the loader. */
import { Asker } from "./asking.js";
import { Follower } from "./follower.js";
import { fetchGeometry } from "./geometry.js";
import { LevelSwitch } from "./level_switch.js";
import { MapFrame } from "./map_frame.js";
import { stylesFor } from "./stylesheet.js";
import { Surroundings } from "./surroundings.js";
import { TimeBar } from "./time_bar.js";

const mounted = new WeakMap();

/** Draw `data` in `parentElement`; the returned function takes the map away at unmount. */
function showMap({ data, parentElement, setTriggerValue }) {
  const mount = mounted.get(parentElement) ?? { turn: 0, drawn: 0, frame: null };
  mounted.set(parentElement, mount);
  mount.setTriggerValue = setTriggerValue;
  // What the page sends may be of before the map told it something: the answer to that comes too.
  if (!mount.asker?.isAheadOf(data.asks)) draw(mount, parentElement, data);
  return () => {
    mount.turn += 1;
    mount.around?.remove();
    mount.bar?.remove();
    mount.frame?.remove();
    mounted.delete(parentElement);
  };
}

async function draw(mount, parentElement, data) {
  mount.turn += 1;
  const { turn } = mount;
  const root = parentElement.querySelector(".hotspots-map");
  try {
    const [files] = await Promise.all([
      fetchAll(data), stylesFor(root), hasSize(root, data.height),
    ]);
    // A newer filter, or an unmount, came while this one waited.
    if (turn !== mount.turn) return;
    if (data.fills) mount.around ??= new Surroundings(root);
    mount.frame ??= openFrame({ mount, parentElement, root, text: data.text ?? {} });
    show(mount, data, files);
  } catch (error) {
    console.error("live map:", error);
    if (turn === mount.turn && !mount.frame) root.textContent = data?.text?.failed ?? "";
  }
}

/** Draw what differs; what the page answers the map mostly has drawn already. */
function show(mount, data, files) {
  const same = mount.data && isSameMap(mount.data, data);
  // The same map stays the same object: an answer that is on its way is one to it.
  if (same) mount.data.asks = data.asks;
  else mount.data = { ...data };
  mount.asker.follow(data.asks);
  // What a hand drags now is newer than what comes in.
  if (same && mount.bar.isMoving) return;
  if (!same || mount.follower.isAhead) mount.frame.show({ text: {}, ...data }, files);
  mount.follower.stop();
  mount.levels.show(data.asks);
  mount.bar.show(data.asks);
  mount.around?.measure();
}

function openFrame({ mount, parentElement, root, text }) {
  const note = (key, value) => {
    root.dataset[key] = value;
    if (parentElement.dataset) parentElement.dataset[key] = value;
  };
  const frame = new MapFrame(root, {
    text,
    clicked: (value) => mount.setTriggerValue("click", value),
    moved: (view) => note("view", view),
    tips: (first) => mount.asker.tipsFrom(first),
    // Most homes have no archive, and need none of this.
    openArchive: async (...asked) => (await import("./archive.js")).archiveLayer(...asked),
    // Two frames later the browser has painted what was drawn: tests wait for this.
    drawn: () => requestAnimationFrame(() => requestAnimationFrame(() => {
      mount.drawn += 1;
      note("drawn", mount.drawn);
    })),
  });
  mount.asker = new Asker({
    current: () => mount.data,
    draw: (data) => draw(mount, parentElement, data),
    tell: (value) => mount.setTriggerValue("click", value),
    told: () => frame.pointer.refresh(),
  });
  mount.follower = new Follower(frame, mount.asker, () => mount.data);
  mount.levels = new LevelSwitch(frame.map, (level) => mount.asker.ask({ level }));
  mount.bar = new TimeBar(root, {
    follow: (period, step, stepwise) => mount.follower.show(period, step, stepwise),
    settle: (period, silent) => mount.asker.ask({ period }, { silent }),
    counts: (step) => mount.asker.countsOf(step),
    restore: () => draw(mount, parentElement, mount.data),
  });
  return frame;
}

/** Whether two maps differ in nothing but what they may ask. */
function isSameMap(one, other) {
  const drawn = ({ asks, ...rest }) => JSON.stringify(Object.entries(rest).sort());
  return drawn(one) === drawn(other);
}

/** Every geometry the data names, by the address it names; an error takes the place of a file. */
async function fetchAll(data) {
  const names = [
    data.base, data.areas?.url, data.outline?.url, data.cells?.mask, data.cells?.names,
    data.image?.mask,
  ];
  const wanted = [...new Set(names.filter(Boolean))];
  const files = await Promise.all(
    wanted.map((name) => fetchGeometry(data.root + name).catch((error) => error)),
  );
  return new Map(wanted.map((name, i) => [name, files[i]]));
}

/** Resolves once the element has a width: bounds cannot be fitted in a tab that is not shown. */
function hasSize(root, height) {
  root.style.setProperty("--hs-height", `${height ?? 620}px`);
  if (root.clientWidth > 0) return Promise.resolve();
  return new Promise((resolve) => {
    const observer = new ResizeObserver(() => {
      if (root.clientWidth === 0) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(root);
  });
}

export default showMap;
