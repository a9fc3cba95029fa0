/* Entry of the live map: called on each data change, with the same element, by the loader. */
import { fetchGeometry } from "./geometry.js";
import { MapFrame } from "./map_frame.js";
import { stylesFor } from "./stylesheet.js";

const mounted = new WeakMap();

/** Draw `data` in `parentElement`; the returned function takes the map away at unmount. */
export default function showMap({ data, parentElement, setTriggerValue }) {
  const mount = mounted.get(parentElement) ?? { turn: 0, drawn: 0, frame: null };
  mounted.set(parentElement, mount);
  mount.turn += 1;
  mount.setTriggerValue = setTriggerValue;
  draw(mount, parentElement, data, mount.turn);
  return () => {
    mount.turn += 1;
    mount.frame?.remove();
    mounted.delete(parentElement);
  };
}

async function draw(mount, parentElement, data, turn) {
  const root = parentElement.querySelector(".hotspots-map");
  try {
    const [files] = await Promise.all([
      fetchAll(data), stylesFor(root), hasSize(root, data.height),
    ]);
    // A newer filter, or an unmount, came while this one waited.
    if (turn !== mount.turn) return;
    mount.frame ??= openFrame({ mount, parentElement, root, text: data.text ?? {} });
    mount.frame.show({ text: {}, ...data }, files);
  } catch (error) {
    console.error("live map:", error);
    if (turn === mount.turn && !mount.frame) root.textContent = data?.text?.failed ?? "";
  }
}

function openFrame({ mount, parentElement, root, text }) {
  const note = (key, value) => {
    root.dataset[key] = value;
    if (parentElement.dataset) parentElement.dataset[key] = value;
  };
  return new MapFrame(root, {
    text,
    clicked: (value) => mount.setTriggerValue("click", value),
    moved: (view) => note("view", view),
    // Two frames later the browser has painted what was drawn: tests wait for this.
    drawn: () => requestAnimationFrame(() => requestAnimationFrame(() => {
      mount.drawn += 1;
      note("drawn", mount.drawn);
    })),
  });
}

/** Every geometry the data names, by the address it names; an error takes the place of a file. */
async function fetchAll(data) {
  const names = [
    data.base, data.areas?.url, data.outline?.url, data.cells?.mask, data.image?.mask,
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
