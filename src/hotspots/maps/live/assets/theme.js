/* Light or dark, and the colours a canvas needs: it cannot read CSS variables by itself. */

const NAMES = [
  "land", "label", "halo", "line", "water-text", "accent", "accent-text", "mark", "strong", "pale", "seam",
];

/** Relative luminance (0 black, 1 white) of `#rrggbb` or `rgb(r, g, b)`; 1 when unreadable. */
export function luminance(colour) {
  const parts = channels(colour);
  if (!parts) return 1;
  const [r, g, b] = parts.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function channels(colour) {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour.trim());
  if (hex) return [0, 2, 4].map((i) => parseInt(hex[1].slice(i, i + 2), 16));
  const rgb = /^rgba?\(([^)]+)\)$/.exec(colour.trim());
  return rgb ? rgb[1].split(/[\s,/]+/).slice(0, 3).map(Number) : null;
}

/** Mark the root as light or dark, by the background Streamlit gives it, and read its colours.
 *
 * `fills` are the colours that cover the ground, if any does: names and lines lie on those, and
 * a pale choropleth wants dark names in a dark theme too.
 */
export function readPalette(root, fills = []) {
  const { backgroundColor } = getComputedStyle(root);
  // The name of it says at once what the colour will be at the end of its transition.
  const named = getComputedStyle(root).getPropertyValue("--st-background-color");
  const background = channels(named) ? named : backgroundColor;
  root.dataset.theme = luminance(background) < 0.3 ? "dark" : "light";
  const total = fills.reduce((sum, colour) => sum + luminance(colour), 0);
  const pale = total / fills.length > 0.25 ? "light" : "dark";
  root.dataset.ground = fills.length ? pale : root.dataset.theme;
  const style = getComputedStyle(root);
  const palette = { font: style.fontFamily };
  for (const name of NAMES) {
    palette[name.replace("-", "_")] = style.getPropertyValue(`--hs-${name}`).trim();
  }
  return palette;
}

/** Call `changed` when the theme changes: the background has a short transition, for this.
 *
 * Paper is light, and a browser does not wait for a transition before it prints.
 */
export function watchTheme(root, changed) {
  const listener = (event) => {
    if (event.target === root && event.propertyName === "background-color") changed();
  };
  const paper = window.matchMedia("print");
  root.addEventListener("transitionend", listener);
  paper.addEventListener("change", changed);
  return () => {
    root.removeEventListener("transitionend", listener);
    paper.removeEventListener("change", changed);
  };
}
