"""Streamlit's own words in Dutch: what its widgets say by themselves, in sight or to a reader.

Streamlit has no setting for its language. A script of ours, allowed by its checksum, replaces the
texts that are known here where they appear; text of ours and of the data is never one of them, and
what is not known stays as it is.
"""

from __future__ import annotations

import json
from typing import Final

#: What stands on the page, as a whole.
TEXTS: Final = {
    "Select all": "Alles kiezen",
    "Skip to main content": "Naar de inhoud",
    "Upload": "Bestand kiezen",
    "No results": "Niets gevonden",
    "No options to select": "Niets te kiezen",
    "Made with Streamlit v": "Gemaakt met Streamlit v",
    "Print": "Afdrukken",
    "Record screen": "Scherm opnemen",
    "Light": "Licht",
    "Dark": "Donker",
    "System": "Als het systeem",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.": (
        "Pijltjes gaan langs de dagen, Enter kiest, Escape sluit."
    ),
    "yyyy": "jjjj",
    "HH": "uu",
}
#: What only a screen reader or a tooltip says, and what stands in an empty field.
LABELS: Final = {
    "App pages": "Pagina's",
    "Main menu": "Menu",
    "Theme": "Weergave",
    "Copy version to clipboard": "Versie kopiëren",
    "Link to heading": "Link naar deze kop",
    "Choose an option": "Kies",
    "Choose options": "Kies",
    "Choose date": "Kies een dag",
    "Choose date range": "Kies een periode",
    "Next month": "Volgende maand",
    "Previous month": "Vorige maand",
    "Dismiss": "Sluiten",
    "Open": "Openen",
    "Close": "Sluiten",
    "Clear all": "Alles wissen",
    "Clear value": "Wissen",
    "Search": "Zoeken",
    "Fullscreen": "Hele scherm",
    "Show/hide columns": "Kolommen kiezen",
    "file upload": "bestand kiezen",
    "Increment": "Hoger",
    "Decrement": "Lager",
}
#: What has a name or a number in it; `$1` is what stands between brackets.
PATTERNS: Final = (
    (r"^(\d+)MB per file(.*)$", "hoogstens $1 MB per bestand$2"),
    (r"^(\d+) options available\.$", "$1 keuzen."),
    (r"^1 option available\.$", "1 keuze."),
    # Pages that do not fit in the menu.
    (r"^(\d+) more$", "nog $1"),
    (r"^Select (\d+) matches$", "$1 gevonden kiezen"),
    (r"^Choose date range, (.*)$", "Kies een periode, $1"),
    (r"^Choose date, (.*)$", "Kies een dag, $1"),
    (r"^Help for (.*)$", "Uitleg bij $1"),
    (r"^(.*) start date$", "$1, eerste dag"),
    (r"^(.*) end date$", "$1, laatste dag"),
    (r"^day, (.*?)(?: start date)?$", "dag, $1"),
    (r"^month, (.*?)(?: start date)?$", "maand, $1"),
    (r"^year, (.*?)(?: start date)?$", "jaar, $1"),
    (r"^hour, (.*)$", "uur, $1"),
    (r"^minute, (.*)$", "minuut, $1"),
    (r"^Remove (.*)$", "$1 weghalen"),
)

#: The map has words of its own, and changes with every move of the pointer.
_SCRIPT: Final = """
window.hsDutch ??= (() => {
  const texts = new Map(Object.entries(TEXTS)), labels = new Map(Object.entries(LABELS));
  const patterns = PATTERNS.map(([from, to]) => [new RegExp(from), to]);
  const inDutch = (said, known) => {
    const trimmed = said?.trim();
    if (!trimmed || trimmed.length > 120) return null;
    if (known.has(trimmed)) return known.get(trimmed);
    for (const [from, to] of patterns) if (from.test(trimmed)) return trimmed.replace(from, to);
    return null;
  };
  const attributes = ["aria-label", "title", "placeholder"];
  const ours = ".hotspots-map, [data-testid=stMarkdown], [data-testid=stHtml], table";
  const label = (element) => {
    for (const name of attributes) {
      const said = inDutch(element.getAttribute(name), labels);
      if (said !== null) element.setAttribute(name, said);
    }
  };
  const text = (node) => {
    // What can be chosen are names from the data, but for the first line of a list.
    const choice = node.parentElement?.closest("[role=option], [data-baseweb=tag]");
    if (choice && node.nodeValue !== "Select all") return;
    const said = inDutch(node.nodeValue, texts);
    if (said !== null) node.nodeValue = said;
  };
  const all = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return text(root);
    if (root.nodeType !== Node.ELEMENT_NODE || root.closest(ours)) return undefined;
    label(root);
    root.querySelectorAll("[aria-label], [title], [placeholder]").forEach(label);
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) text(walk.currentNode);
    return undefined;
  };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "attributes") label(target);
      else if (type === "characterData") text(target);
      else addedNodes.forEach(all);
    }
  }).observe(document.body, {
    childList: true, subtree: true, characterData: true, attributeFilter: attributes,
  });
  all(document.body);
  return true;
})();
"""

#: A table of Streamlit writes numbers as the browser is set: 2,400 for who has it in English.
_NUMBERS: Final = """
Object.defineProperty(navigator, "languages", { get: () => ["nl-NL", "nl"], configurable: true });
"""
#: Streamlit writes lang="en".
LANGUAGE_SCRIPT: Final = (
    'document.documentElement.lang = "nl";'
    + _NUMBERS
    + _SCRIPT.replace("TEXTS", json.dumps(TEXTS, ensure_ascii=False))
    .replace("LABELS", json.dumps(LABELS, ensure_ascii=False))
    .replace("PATTERNS", json.dumps(PATTERNS, ensure_ascii=False))
)
