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

#: A page may run it by its checksum: see `hotspots.app.headers`.
PAGE_SCRIPT: Final = LANGUAGE_SCRIPT + LINE_ENDS_SCRIPT + _ENTER_TAKES_A_DAY
