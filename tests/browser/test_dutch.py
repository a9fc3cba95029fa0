"""What Streamlit says by itself is Dutch too, in sight and to a screen reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hotspots.app.dutch_ui import LABELS, PATTERNS, TEXTS

if TYPE_CHECKING:
    from visitor import Visitor, Visitors

_SAID: Final = """() => {
  const said = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) said.push(walk.currentNode.nodeValue.trim());
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]"))
    for (const name of ["aria-label", "title", "placeholder"])
      said.push(element.getAttribute(name) ?? "");
  return said;
}"""


def english_on(visitor: Visitor) -> set[str]:
    """Return what stays on a page in the words that Streamlit has by itself.

    What is drawn anew is translated right after it: what is English at two looks stays so.
    """
    first = _english_now(visitor)
    if not first:
        return first
    visitor.await_quiet()
    return first & _english_now(visitor)


def _english_now(visitor: Visitor) -> set[str]:
    said: list[str] = visitor.page.evaluate(_SAID)
    known = {*TEXTS, *LABELS}
    return {
        one
        for one in said
        if one in known or any(re.match(pattern, one) for pattern, _ in PATTERNS)
    }


def test_no_widget_of_the_map_page_speaks_english(visitor: Visitor, vierbuurten: str) -> None:
    visitor.open(f"{vierbuurten}?periode=Zelf kiezen&meer_filters=true&onder=Tabel")
    assert english_on(visitor) == set()
    visitor.page.get_by_test_id("stMultiSelect").first.locator("input").click()
    visitor.page.get_by_role("option", name="Alles kiezen").wait_for()
    assert english_on(visitor) == set()
    visitor.page.keyboard.press("Escape")
    visitor.page.get_by_test_id("stDateInput").get_by_role("button").first.click()
    visitor.page.get_by_role("button", name="Volgende maand").first.wait_for()
    assert english_on(visitor) == set()
    visitor.page.keyboard.press("Escape")
    visitor.page.get_by_test_id("stMainMenu").first.click()
    visitor.page.get_by_text("Afdrukken").wait_for()
    assert english_on(visitor) == set()


def test_no_word_of_the_page_to_import_is_english(visitor: Visitor, vierbuurten: str) -> None:
    visitor.page.goto(vierbuurten + "inlezen")
    visitor.page.get_by_text("hoogstens 50 MB per bestand").wait_for()
    visitor.await_quiet()
    assert english_on(visitor) == set()


def test_what_can_be_chosen_keeps_its_name(visitor: Visitor, vierbuurten: str) -> None:
    visitor.open(vierbuurten)
    # As if a kind of incident had one of these names.
    visitor.page.evaluate("""() => {
      const option = document.createElement("div");
      option.setAttribute("role", "option");
      option.textContent = "Print";
      document.body.append(option);
    }""")
    visitor.page.wait_for_timeout(300)
    assert visitor.page.locator("[role=option]").last.inner_text() == "Print"


def test_a_browser_in_english_shows_numbers_in_dutch(visitors: Visitors, dordrecht: str) -> None:
    visitor = visitors.arrive(locale="en-US")
    visitor.page.goto(f"{dordrecht}evenementen?deel=Locaties")
    visitor.page.get_by_test_id("stDataFrame").last.locator("canvas").first.wait_for()
    # The table is a picture; this is how Streamlit writes a number in it.
    asked = "new Intl.NumberFormat(navigator.languages).format(2400.5)"
    assert visitor.page.evaluate(asked) == "2.400,5"
