"""The page `Handleiding`: the manual itself, with links that lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hotspots.catalog.roles import default_roles
from hotspots.pages.documents import CHAPTER_OF_ROLE, anchor, as_page, chapters, document, pictures
from opened_page import sentences, shown_without_fault

if TYPE_CHECKING:
    from hotspots.settings import Home
    from opened_page import PageOpener

DOCUMENT = Path(__file__).parents[2] / "docs" / "handleiding.md"
BOOK = chapters(DOCUMENT.read_text(encoding="utf-8"))


def test_every_role_opens_on_a_chapter_of_its_own() -> None:
    assert set(CHAPTER_OF_ROLE) == {role.id for role in default_roles()}
    assert set(CHAPTER_OF_ROLE.values()) <= set(BOOK)


@pytest.mark.parametrize("role", ["wijkagent", "beheerder"])
def test_a_chapter_is_shown_whole(home: Home, open_page: PageOpener, role: str) -> None:
    page = open_page(home, page="handleiding", role=role)
    assert shown_without_fault(page)
    title = CHAPTER_OF_ROLE[role]
    told = sentences(page)
    assert told.startswith(title)
    for heading in re.findall(r"^###+ (.+)$", BOOK[title], flags=re.MULTILINE):
        assert f"# {heading}" in told
    last_line = BOOK[title].splitlines()[-1]
    assert re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", last_line) in told


def test_the_walk_to_a_home_of_ones_own_is_a_chapter(home: Home, open_page: PageOpener) -> None:
    title = "Een eigen gemeente, in een middag"
    page = open_page(home, page="handleiding", hoofdstuk=title)
    assert shown_without_fault(page)
    told = sentences(page)
    assert told.startswith(title)
    assert "hotspots new-home ./mijn --areas gebieden.gpkg" in told


def test_a_link_to_another_chapter_opens_it(home: Home, open_page: PageOpener) -> None:
    page = open_page(home, page="handleiding", hoofdstuk="Wat een kaart wel en niet zegt")
    assert shown_without_fault(page)
    assert not page.toast
    assert "Geregistreerd is niet gebeurd" in sentences(page)


@pytest.mark.parametrize("title", BOOK)
def test_every_picture_is_there_and_every_link_leads_somewhere(title: str) -> None:
    for name in re.findall(r"!\[[^\]]+\]\(beeld/([^)]+)\)", BOOK[title]):
        assert (pictures() / name).is_file()
    headings = {
        anchor(heading)
        for chapter, body in BOOK.items()
        for heading in (chapter, *re.findall(r"^###+ (.+)$", body, flags=re.MULTILINE))
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", BOOK[title])) <= headings


def test_a_link_to_another_document_becomes_its_words() -> None:
    written = "Zie [beheer](beheer.md), [maten](#maat) en ![Een kaart](beeld/kaart.png)."
    shown = as_page(written, root="/dordt/", links={"maat": "#maat"})
    assert shown == (
        "Zie beheer, [maten](#maat) en ![Een kaart](/dordt/handleiding-beeld/kaart.png)."
    )


def test_the_document_is_the_one_of_the_checkout() -> None:
    assert document("handleiding.md") == DOCUMENT.read_text(encoding="utf-8")
