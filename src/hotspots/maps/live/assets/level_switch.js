/* On the map itself: per wijk, per buurt or per cell, as far as the same can be asked of them. */
import { make } from "./elements.js";
import L from "./leaflet.js";

export class LevelSwitch {
  /** `choose` is called with the id of a level. */
  constructor(map, choose) {
    this.choose = choose;
    this.element = make("div", "hs-levels");
    this.element.setAttribute("role", "group");
    this.ids = "";
    L.DomEvent.disableClickPropagation(this.element);
    const control = new L.Control({ position: "topright" });
    control.onAdd = () => this.element;
    control.addTo(map);
  }

  show(asks) {
    const levels = asks?.levels ?? [];
    this.element.hidden = levels.length < 2;
    this.element.setAttribute("aria-label", asks?.level_label ?? "");
    const ids = levels.map(({ id }) => id).join(" ");
    // Made anew they would lose the focus of whoever just pressed one.
    if (ids !== this.ids) this.#make(levels);
    this.ids = ids;
    for (const button of this.element.children) {
      button.setAttribute("aria-pressed", String(button.value === asks?.level));
    }
  }

  #make(levels) {
    this.element.replaceChildren(...levels.map(({ id, label }) => {
      const button = make("button", "hs-level", label);
      button.type = "button";
      button.value = id;
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-pressed") !== "true") this.choose(id);
      });
      return button;
    }));
  }
}
