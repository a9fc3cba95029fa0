/* What part of a map is in sight, in the link of the page; the server has no part in it. */

const NUMBER = String.raw`-?\d{1,3}(?:\.\d{1,6})?`;
const VIEW = new RegExp(`^(${NUMBER})_(${NUMBER})_(\\d{1,2}(?:\\.5)?)$`);

/** Where the link says to look, or null: anyone can write a link. */
export function viewInLink(key) {
  const [, lat, lon, zoom] = VIEW.exec(new URLSearchParams(location.search).get(key) ?? "") ?? [];
  if (zoom === undefined) return null;
  return { centre: [Number(lat), Number(lon)], zoom: Number(zoom) };
}

/** Keep in the link where somebody looks; no step in the history of the browser. */
export function keepViewInLink(key, { lat, lng, zoom }) {
  const url = new URL(location.href);
  url.searchParams.set(key, `${lat.toFixed(5)}_${lng.toFixed(5)}_${Math.round(zoom * 2) / 2}`);
  history.replaceState(history.state, "", url);
}
