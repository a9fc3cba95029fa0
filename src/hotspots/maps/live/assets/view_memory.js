/* Where the user was looking, per named map, for as long as the page lives.
 *
 * Module variables outlive the component: a filter, and a visit to another page, keep the view.
 */

const views = new Map();
const asked = new Map();
const FIT = { padding: [14, 14], animate: false };

/** Look where this map was looked at before, unless `anew`, or where the link says, or at `bounds`. */
export function restoreView(map, name, { bounds, centre, anew, linked }) {
  const view = anew ? null : views.get(name) ?? linked;
  // A reset, because a pan to the place would round to whole pixels and drift.
  if (view) map.setView(view.centre, view.zoom, { animate: false, reset: true });
  else if (bounds) map.fitBounds(bounds, FIT);
  else map.setView(centre, 12, { animate: false });
}

/** Whether a map is asked to look elsewhere than it was asked before; not the first time. */
export function asksElsewhere(name, focus) {
  const now = JSON.stringify(focus ?? null);
  const before = asked.get(name);
  asked.set(name, now);
  return before !== undefined && before !== now;
}

export function rememberView(map, name) {
  views.set(name, { centre: map.getCenter(), zoom: map.getZoom() });
}
