"""Every way in for a text, in a browser: links, searches, folded parts, files; and a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest

from attacks import nothing_ran, what_got_through
from hostile_town import IMAGE, SCRIPT, TEMPLATE
from hotspots.exports import words as taking
from hotspots.pages import search_words
from hotspots.pages import words as pages

if TYPE_CHECKING:
    from pathlib import Path

    from visitor import Visitor, Visitors

#: Every name that a widget has in the link, on both pages.
PARAMETERS = (
    "thema", "laag", "niveau", "maat", "noemer", "periode", "dagen", "vergelijk", "soort", "wijk",
    "weekdag", "dagdeel", "zoek", "afstand", "cirkel", "groepstraal", "groepsminimum", "minimum",
    "dagen_uiteen",
    "maatregel", "vergelijking", "sinds", "punten", "indeling", "klassen", "grenzen", "gebied",
    "cel", "straal", "kernel", "stap", "naar", "onbekend",
)  # fmt: skip
LINKS = (IMAGE, SCRIPT, "javascript:window.PWN=1", "![p](https://elders.example/p.png)",
         "{{77777*99991}}", "a" * 200, "\u202e%00\n")  # fmt: skip
#: A file of which the name, the columns and the values all try something.
FILE_NAME = "<img src=x onerror=window.PWN=1>![p](https:__elders.example_p.png){{77777*99991}}.csv"
FILE = (
    f"id;soort;begin;eind;x;y;{IMAGE}\n"
    f"a1;{IMAGE};2018-01-05 19:00;;100500;421500;x\n"
    f"a2;woning;{TEMPLATE};;100500;420500;x\n"
    f"{SCRIPT.replace(chr(34), chr(39))};woning;2018-03-05 19:00;;100500;420500;x\n"
    "a4;woning;2018-03-06 19:00;;=1+1;420500;x\n"
    "a5;woning;2018-03-07 19:00;;100500;420500;x\n"
    "a6;woning;2018-03-08 19:00;;100500;420500;x\n"
    "a7;woning;2018-03-09 19:00;;100500;420500;x\n"
)


def unfold_everything(visitor: Visitor) -> None:
    main = visitor.page.get_by_test_id("stMain")
    # There may be a fold in a fold.
    for _ in range(2):
        for summary in main.locator("details:not([open]) > summary").all():
            if summary.is_visible():
                summary.click()
        visitor.await_quiet()


@pytest.mark.parametrize("attack", LINKS)
def test_no_parameter_of_a_link_runs_and_the_map_is_there(
    attack: str, visitor: Visitor, hostile: str
) -> None:
    visitor.open(hostile + "?" + urlencode(dict.fromkeys(PARAMETERS, attack)))
    assert nothing_ran(visitor)
    assert visitor.page.get_by_test_id("stException").count() == 0
    visitor.page.goto(hostile + "inlezen?" + urlencode(dict.fromkeys(PARAMETERS, attack)))
    visitor.page.locator('input[type="file"]').wait_for(state="attached")
    visitor.await_quiet()
    assert nothing_ran(visitor)


def test_no_name_runs_in_what_is_folded_below_the_map(visitor: Visitor, hostile: str) -> None:
    visitor.open(hostile)
    for part in visitor.page.locator(".st-key-onder button").all():
        part.click()
        visitor.await_quiet()
        unfold_everything(visitor)
        assert nothing_ran(visitor)
    shown = visitor.page.get_by_test_id("stMain").inner_text()
    assert IMAGE in shown
    assert nothing_ran(visitor)
    visitor.choose_tile("Cel")
    unfold_everything(visitor)
    assert nothing_ran(visitor)


def test_no_name_runs_in_what_a_search_finds(visitors: Visitors, hostile: str) -> None:
    # High enough for all filters: a list that has to scroll closes again.
    visitor = visitors.arrive(viewport={"width": 1400, "height": 1900})
    visitor.open(f"{hostile}?verder_zoeken=true")
    visitor.page.get_by_test_id("stSelectbox").filter(has_text=search_words.SEARCH).locator(
        "input"
    ).click()
    visitor.page.get_by_role("option").first.wait_for()
    offered = visitor.page.get_by_role("option").all_inner_texts()
    visitor.page.keyboard.press("Escape")
    assert len(offered) > 2
    for search in offered[1:]:
        visitor.choose_one(search_words.SEARCH, search)
        unfold_everything(visitor)
        assert nothing_ran(visitor), search
        assert visitor.page.get_by_test_id("stException").count() == 0


def test_no_name_runs_in_a_file_that_is_read_in(visitor: Visitor, hostile: str) -> None:
    visitor.page.goto(hostile + "inlezen")
    visitor.page.locator('input[type="file"]').set_input_files(
        {"name": FILE_NAME, "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    check = visitor.page.get_by_role("button", name=pages.IMPORT_CHECK, exact=True)
    check.wait_for()
    visitor.await_quiet()
    check.click()
    visitor.await_quiet()
    unfold_everything(visitor)
    assert nothing_ran(visitor)
    assert visitor.page.get_by_test_id("stException").count() == 0


def test_what_leaves_as_a_page_runs_nothing_either(
    visitor: Visitor, hostile: str, tmp_path: Path
) -> None:
    visitor.open(f"{hostile}?onder={pages.FILES}")
    visitor.page.get_by_role("button", name=pages.MAP_FILES).click()
    label = pages.MAP_FORMATS[".html"]
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name=label).click()
    taken = download.value
    # The name of a file is made of codes and days.
    assert set(taken.suggested_filename) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-.")
    saved = tmp_path / "kaart.html"
    taken.save_as(saved)
    page = saved.read_text(encoding="utf-8")
    assert what_got_through(page, "onerror=window.PWN") == []
    visitor.page.goto(saved.as_uri())
    visitor.page.wait_for_selector(".hs-tables")
    assert visitor.page.evaluate("typeof window.PWN") == "undefined"
    visitor.asked = [url for url in visitor.asked if urlsplit(url).scheme != "file"]


def test_a_table_leaves_by_the_tool_alone(visitor: Visitor, hostile: str) -> None:
    visitor.open(f"{hostile}?onder={pages.TABLE}")
    table = visitor.page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    table.hover()
    visitor.page.wait_for_timeout(300)
    assert visitor.page.get_by_label("Download as CSV").count() == 0
    visitor.choose_tile(pages.FILES)
    visitor.page.get_by_role("button", name=taking.OFFER, exact=True).first.click()
    visitor.page.get_by_role("button", name=taking.FORMATS[".csv"], exact=True).wait_for()
