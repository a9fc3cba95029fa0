/* What stands around the map: the skip link, the badge, the attribution and the status line. */
import { make } from "./elements.js";
import L from "./leaflet.js";

/** A link for the keyboard to jump past the map; visible only while it has the focus. */
export class SkipLink {
  constructor(root) {
    this.link = make("button", "hs-skip");
    this.link.type = "button";
    const end = make("span", "hs-skip-end");
    end.tabIndex = -1;
    this.link.addEventListener("click", () => end.focus());
    root.parentElement?.classList.add("hs-frame");
    root.before(this.link);
    root.after(end);
    this.remove = () => {
      this.link.remove();
      end.remove();
    };
  }

  show(text) {
    this.link.textContent = text.skip ?? "";
  }
}

/** Zooms out to the whole municipality: the first view is where people live. */
export class FitButton {
  constructor(map) {
    this.map = map;
    this.button = make("button", "hs-fit");
    this.button.type = "button";
    this.button.append(make("span", "hs-fit-frame"));
    this.button.addEventListener("click", () => this.map.fitBounds(this.bounds));
    L.DomEvent.disableClickPropagation(this.button);
    const control = new L.Control({ position: "topleft" });
    control.onAdd = () => this.button;
    control.addTo(map);
  }

  show(bounds, label) {
    this.bounds = bounds;
    this.button.hidden = !bounds;
    this.button.title = label ?? "";
    this.button.setAttribute("aria-label", label ?? "");
  }
}

/** Says on the map itself that the numbers are made up, when they are. */
export class Badge {
  constructor(map) {
    this.element = corner(map, "topright", "hs-badge");
  }

  show(badge) {
    this.element.hidden = !badge;
    this.element.textContent = badge ?? "";
  }
}

/** Own control, because Leaflet's takes HTML. On a narrow map it is one line, whole for who asks. */
export class Attribution {
  constructor(map) {
    this.element = corner(map, "bottomright", "hs-attribution");
    this.element.setAttribute("role", "note");
    this.parts = { data: "", tiles: "" };
    map.on("resize", () => this.reach());
  }

  show(part, text) {
    this.parts[part] = text ?? "";
    this.element.textContent = Object.values(this.parts).filter(Boolean).join(" · ");
    this.element.hidden = !this.element.textContent;
    this.reach();
  }

  /** A keyboard stops here only where something is cut off. */
  reach() {
    if (document.activeElement === this.element) return;
    this.element.tabIndex = this.element.scrollWidth > this.element.clientWidth ? 0 : -1;
  }
}

/** One line for what went wrong, also read out by a screen reader. */
export class StatusLine {
  constructor(root) {
    this.element = make("div", "hs-status");
    this.element.setAttribute("role", "status");
    this.element.setAttribute("aria-live", "polite");
    root.append(this.element);
  }

  say(text) {
    this.element.textContent = text;
  }
}

function corner(map, position, className) {
  const element = make("div", className);
  const control = new L.Control({ position });
  control.onAdd = () => element;
  control.addTo(map);
  return element;
}
