/* The line beside the pointer. Its text is set as text, never as HTML. */
import { make } from "./elements.js";

const OFFSET_PX = 14;
const EDGE_PX = 6;

export class Tooltip {
  constructor(root) {
    this.root = root;
    this.element = make("div", "hs-tooltip");
    this.element.setAttribute("role", "tooltip");
    this.element.hidden = true;
    root.append(this.element);
  }

  show({ name, lines, told = [] }, { x, y }) {
    const parts = name ? [make("strong", "hs-tooltip-name", name)] : [];
    for (const line of lines.filter(Boolean)) parts.push(make("div", "hs-tooltip-line", line));
    parts.push(...told.map(({ label, tip }) => toldLine(label, tip)));
    this.element.replaceChildren(...parts);
    this.element.hidden = false;
    this.#place(x, y);
  }

  hide() {
    this.element.hidden = true;
  }

  /** Right below the pointer, or on its other side where that would leave the map. */
  #place(x, y) {
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const roomRight = this.root.clientWidth - x - OFFSET_PX - EDGE_PX;
    const roomBelow = this.root.clientHeight - y - OFFSET_PX - EDGE_PX;
    const left = width <= roomRight ? x + OFFSET_PX : x - OFFSET_PX - width;
    const top = height <= roomBelow ? y + OFFSET_PX : y - OFFSET_PX - height;
    const most = this.root.clientWidth - width - EDGE_PX;
    this.element.style.left = `${Math.max(EDGE_PX, Math.min(left, most))}px`;
    this.element.style.top = `${Math.max(EDGE_PX, top)}px`;
  }
}

/** What an outline says, after the tag that it has on the map, if it has one. */
function toldLine(label, tip) {
  const line = make("div", "hs-tooltip-told");
  if (label) line.append(make("span", "hs-tag-text", label));
  line.append(make("span", "", tip));
  return line;
}
