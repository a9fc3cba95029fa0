/* The style sheet is linked, not injected: a strict content policy allows links from 'self'. */

const SHEET = "./live_map.all.css";
const ready = new WeakMap();

/** Resolves when the sheet applies to `element`; Leaflet measures its panes, so it must wait. */
export function stylesFor(element) {
  const scope = element.getRootNode();
  const place = scope instanceof ShadowRoot ? scope : document.head;
  if (!ready.has(place)) ready.set(place, link(place, SHEET));
  return ready.get(place);
}

function link(place, sheet) {
  return new Promise((resolve) => {
    const element = document.createElement("link");
    element.rel = "stylesheet";
    element.href = new URL(sheet, import.meta.url).href;
    // A map without its style sheet is ugly; a map that waits for ever is blank.
    element.addEventListener("load", resolve, { once: true });
    element.addEventListener("error", resolve, { once: true });
    place.append(element);
  });
}
