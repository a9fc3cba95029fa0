/* Where the user was looking, per named map, for as long as the page lives.
 *
 * Module variables outlive the component: a filter, and a visit to another page, keep the view.
 */

const views = new Map();
const asked = new Map();
const MARGIN_PX = 14;

/** Look where this map was looked at before, unless `anew`, or where the link says, or at `bounds`.
 *
 * `covered` is how many pixels at the right something lies over the map.
 */
export function restoreView(map, name, { bounds, centre, covered, anew, linked }) {
  const view = anew ? null : views.get(name) ?? linked;
  // A reset, because a pan to the place would round to whole pixels and drift.
  if (view) map.setView(view.centre, view.zoom, { animate: false, reset: true });
  else if (bounds) map.fitBounds(bounds, fitBeside(covered));
  else map.setView(centre, 12, { animate: false });
}

function fitBeside(covered) {
  return {
    paddingTopLeft: [MARGIN_PX, MARGIN_PX],
    paddingBottomRight: [MARGIN_PX + covered, MARGIN_PX],
    animate: false,
  };
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
