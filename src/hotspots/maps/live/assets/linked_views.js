/* Maps of one group move together: what one is dragged or zoomed to, the others follow.
 *
 * Each map has an anchor. Maps with the same anchor look at the same place; with their own, say
 * the middle of a wijk each, they look equally far from it.
 */
import L from "./leaflet.js";

const groups = new Map();
//: the map that leads while the others follow, so that they do not lead in turn
let leading = null;

export class LinkedView {
  constructor(map) {
    Object.assign(this, { map, group: null, anchor: null });
    map.on("move", () => this.#lead(false));
    map.on("moveend", () => this.#lead(true));
  }

  /** Join a group by its name, with what others see in sight as well; null is no group. */
  join(group, anchor) {
    this.leave();
    if (!group) return;
    const others = groups.get(group) ?? new Set();
    const [first] = others;
    this.group = group;
    this.anchor = anchor ?? null;
    groups.set(group, others.add(this));
    if (!first) return;
    // Each was fitted to what it shows: the least zoom of both has all of both in sight.
    const leader = first.map.getZoom() <= this.map.getZoom() ? first : this;
    leader.#lead(true);
  }

  leave() {
    const others = groups.get(this.group);
    others?.delete(this);
    if (others?.size === 0) groups.delete(this.group);
    this.group = null;
  }

  #lead(settled) {
    if (leading || !this.group) return;
    leading = this;
    try {
      for (const other of groups.get(this.group)) if (other !== this) other.#follow(this, settled);
    } finally {
      leading = null;
    }
  }

  /** In between a step is rounded to whole pixels; at the end the place is the very same. */
  #follow(leader, settled) {
    const zoom = leader.map.getZoom();
    const at = leader.map.getCenter();
    const apart = this.anchor && leader.anchor;
    const centre = apart ? this.#beside(leader, at) : at;
    this.map.setView(centre, zoom, { animate: false, reset: settled });
  }

  #beside(leader, at) {
    const place = (latLng) => this.map.project(L.latLng(latLng), 0);
    const moved = place(at).subtract(place(leader.anchor));
    return this.map.unproject(place(this.anchor).add(moved), 0);
  }
}
