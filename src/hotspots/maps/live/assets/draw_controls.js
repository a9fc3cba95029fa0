/* The buttons to draw with, and the panel that says what to do and how large it is so far. */
import { make } from "./elements.js";
import L from "./leaflet.js";

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  polygon: "M4 17 2.5 7 11 2.5l6.5 5L15 17.5Z",
  circle: "M10 2.5a7.5 7.5 0 1 0 .01 0Z",
  line: "M2.5 16.5 7 6l6 7.5 4.5-10",
  clear: "M4 4 16 16M16 4 4 16",
};
const WORDS = ["done", "undo", "stop"];

export class DrawControls {
  /** `act` holds what happens per button: polygon, circle, line, clear, done, undo and stop. */
  constructor(map, root, act) {
    this.buttons = {};
    this.bar = make("div", "hs-draw");
    this.bar.setAttribute("role", "group");
    for (const [name, path] of Object.entries(ICONS)) {
      const button = this.#button(name, "hs-draw-button", act[name]);
      button.append(icon(path));
      this.bar.append(button);
    }
    L.DomEvent.disableClickPropagation(this.bar);
    const control = new L.Control({ position: "topleft" });
    control.onAdd = () => this.bar;
    control.addTo(map);
    this.#panel(root, act);
    this.press(null);
  }

  /** Name everything; `cleared` is whether there is nothing to take away; `lines` are extra. */
  show({ offered, lines, cleared, text }) {
    this.bar.hidden = !offered;
    this.bar.setAttribute("aria-label", text.draw_tools ?? "");
    for (const name of Object.keys(ICONS)) {
      this.buttons[name].title = text[`draw_${name}`] ?? "";
      this.buttons[name].setAttribute("aria-label", text[`draw_${name}`] ?? "");
    }
    for (const name of WORDS) this.buttons[name].textContent = text[`draw_${name}`] ?? "";
    this.buttons.line.hidden = !lines;
    this.buttons.clear.hidden = cleared;
  }

  /** Show with what is drawn, and the panel as long as something is. */
  press(kind) {
    for (const name of ["polygon", "circle", "line"]) {
      this.buttons[name].setAttribute("aria-pressed", String(kind === name));
    }
    this.panel.hidden = !kind;
  }

  /** Say what to do; only a change is read out. */
  say(words) {
    if (this.how.textContent !== words) this.how.textContent = words;
  }

  tell({ size, enough, begun }) {
    this.size.textContent = size;
    this.buttons.done.disabled = !enough;
    this.buttons.undo.disabled = !begun;
  }

  #panel(root, act) {
    this.panel = make("div", "hs-draw-panel");
    this.how = make("p", "hs-draw-how");
    this.how.setAttribute("role", "status");
    // Told at every move of the mouse it would drown a screen reader; the answer says it again.
    this.size = make("p", "hs-draw-size");
    this.size.setAttribute("aria-hidden", "true");
    const row = make("div", "hs-draw-row");
    for (const name of WORDS) row.append(this.#button(name, "hs-draw-word", act[name]));
    row.append(this.size);
    this.panel.append(this.how, row);
    L.DomEvent.disableClickPropagation(this.panel);
    L.DomEvent.disableScrollPropagation(this.panel);
    root.append(this.panel);
  }

  #button(name, className, clicked) {
    const button = make("button", className);
    button.type = "button";
    button.addEventListener("click", clicked);
    this.buttons[name] = button;
    return button;
  }
}

function icon(path) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 20 20");
  picture.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  picture.append(line);
  return picture;
}
