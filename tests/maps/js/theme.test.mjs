/* Light or dark, by what the page says of its background. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { readPalette } from "../../../src/hotspots/maps/live/assets/theme.js";

/** What is read of an element that has this colour now, and is named to get that one. */
function themeOf(backgroundColor, named) {
  globalThis.getComputedStyle = () => ({
    backgroundColor,
    fontFamily: "sans-serif",
    getPropertyValue: (name) => (name === "--st-background-color" ? named : ""),
  });
  const root = { dataset: {} };
  readPalette(root);
  return root.dataset.theme;
}

test("a background that is on its way counts as what it will be", () => {
  // At the first moment of a transition there is no colour yet, which would read as black.
  assert.equal(themeOf("rgba(0, 0, 0, 0)", "#ffffff"), "light");
  assert.equal(themeOf("rgb(255, 255, 255)", "#0e1117"), "dark");
  assert.equal(themeOf("rgb(255, 255, 255)", " rgb(14, 17, 23)"), "dark");
});

test("without a name, or with one in other words, what is on the screen counts", () => {
  assert.equal(themeOf("rgb(255, 255, 255)", ""), "light");
  assert.equal(themeOf("rgb(14, 17, 23)", "color-mix(in srgb, red, blue)"), "dark");
});
