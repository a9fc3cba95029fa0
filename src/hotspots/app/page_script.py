"""The one script in line that is ours: what a page does that Streamlit has no setting for."""

from __future__ import annotations

from typing import Final

from hotspots.app.dutch_ui import LANGUAGE_SCRIPT
from hotspots.app.line_ends import LINE_ENDS_SCRIPT

#: Streamlit takes a day that is typed when its calendar closes, and leaves that open at Enter.
_ENTER_TAKES_A_DAY: Final = """
window.hsEnter ??= (() => {
  const typed = "[data-testid=stDateInputField] [role=spinbutton]";
  document.addEventListener("keydown", ({ key, target }) => {
    if (key !== "Enter" || !target.matches(typed)) return;
    const closing = { key: "Escape", code: "Escape", bubbles: true, cancelable: true };
    target.dispatchEvent(new KeyboardEvent("keydown", closing));
  }, true);
  return true;
})();
"""

#: Streamlit writes a filter over the link before it, so that back left the page; what the map
#: itself controls was a step already. A filter that moves on within a second is still that step.
_A_FILTER_IS_A_STEP: Final = """
window.hsSteps ??= (() => {
  const over = history.replaceState;
  const named = (search) => new URLSearchParams(search);
  let last = { names: "", at: -Infinity };
  history.replaceState = function (state, title, link) {
    // Only its widgets give a whole address as text.
    if (typeof link !== "string" || !link.startsWith(`${location.origin}/`))
      return over.call(history, state, title, link);
    const then = named(location.search), now = named(new URL(link).search);
    const names = [...new Set([...then.keys(), ...now.keys()])]
      .filter((name) => String(then.getAll(name)) !== String(now.getAll(name))).join();
    const goesOn = names === last.names && performance.now() - last.at < 1000;
    last = { names, at: performance.now() };
    if (!names || goesOn) return over.call(history, state, title, link);
    return history.pushState(state, title, link);
  };
  return true;
})();
"""

#: A page may run it by its checksum: see `hotspots.app.headers`.
PAGE_SCRIPT: Final = LANGUAGE_SCRIPT + LINE_ENDS_SCRIPT + _ENTER_TAKES_A_DAY + _A_FILTER_IS_A_STEP
