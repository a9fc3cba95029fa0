"""Where a line of a page may not end: in a date, in a range of numbers, in a short word.

A browser ends a line at every hyphen, so that "31-12-2017" stands as "31-12-" and "2017", and no
style forbids it. A sign that nobody sees after the hyphen does; it is put there in the browser, so
that sentences, files and what is copied from the page hold it nowhere.
"""

from __future__ import annotations

from typing import Final

#: A longer word ends at its hyphen as before: on a telephone it would not fit.
LONGEST: Final = 24

#: In a table only numbers are kept whole, for words would widen a column. The map draws its own
#: text at every move of the pointer. What finds a word on a page passes over the sign.
LINE_ENDS_SCRIPT: Final = (
    """
window.hsLineEnds ??= (() => {
  const sign = "\\u2060";
  const word = /[\\p{L}\\d]+(?:-[\\p{L}\\d]+)+/gu, number = /[A-Z\\d]+(?:-\\d+)+/g;
  const apart = "script, style, code, pre, textarea, .hotspots-map, [contenteditable]";
  const keep = (node) => {
    if (!node.nodeValue.includes("-")) return;
    const around = node.parentElement;
    if (!around || around.closest(apart)) return;
    const known = around.closest("table, button, [role=option]") ? number : word;
    const said = node.nodeValue.replace(known, (one) =>
      one.length > LONGEST ? one : one.replaceAll("-", `-${sign}`));
    if (said !== node.nodeValue) node.nodeValue = said;
  };
  const all = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return keep(root);
    if (root.nodeType !== Node.ELEMENT_NODE || root.closest(apart)) return undefined;
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) keep(walk.currentNode);
    return undefined;
  };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "characterData") keep(target);
      else addedNodes.forEach(all);
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
  all(document.body);
  document.addEventListener("copy", (event) => {
    const chosen = getSelection(), said = String(chosen);
    if (event.defaultPrevented || !said.includes(sign)) return;
    const box = document.createElement("div");
    for (let at = 0; at < chosen.rangeCount; at += 1)
      box.append(chosen.getRangeAt(at).cloneContents());
    event.clipboardData.setData("text/plain", said.replaceAll(sign, ""));
    event.clipboardData.setData("text/html", box.innerHTML.replaceAll(sign, ""));
    event.preventDefault();
  });
  return true;
})();
"""
).replace("LONGEST", str(LONGEST))
