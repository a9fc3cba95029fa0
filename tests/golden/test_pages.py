"""Each page as a visitor meets it: its elements in order, folded and unfolded, and its links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import streamlit

from golden.frozen import frozen, frozen_json
from golden.shown import choices_of, lines_of, sent_to_maps
from golden.visits import VISITS, Visit, Visiting, unfold

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from streamlit.testing.v1 import AppTest


@dataclass(frozen=True)
class Seen:
    """What a visit left to see: the lines of the page, its maps, and what its link can say."""

    lines: list[str]
    maps: list[dict[str, Any]]
    choices: list[dict[str, dict[str, Any]]]


_SEEN: dict[str, Seen] = {}


@pytest.fixture
def visiting(script: Path, dordrecht: Path, monkeypatch: pytest.MonkeyPatch) -> Visiting:
    return Visiting(script, dordrecht, monkeypatch)


@pytest.fixture
def see(visiting: Visiting) -> Callable[[str], Seen]:
    """Return how to see a page, once for all tests of this file."""

    def once(name: str) -> Seen:
        if name not in _SEEN:
            visit = VISITS[name]
            shown = visiting(visit)
            lines, maps = [*_toasts(shown), *lines_of(shown)], sent_to_maps(shown)
            choices = [choices_of(shown)]
            if visit.unfolded:
                opened = lines_of(unfold(shown))
                lines += ["", "=== unfolded", *(opened if opened != lines else ["the same"])]
                choices.append(choices_of(shown))
            _SEEN[name] = Seen(lines, maps, choices)
        return _SEEN[name]

    return once


def _toasts(shown: AppTest) -> list[str]:
    return [f"toast | {toast.value}" for toast in shown.toast]


@pytest.mark.parametrize("name", VISITS)
def test_a_page_shows_what_is_kept(see: Callable[[str], Seen], name: str) -> None:
    seen = see(name)
    link = VISITS[name].link
    frozen(f"pages/{name}.txt", "\n".join([f"/{VISITS[name].page} {link or ''}", *seen.lines]))
    if seen.maps:
        frozen_json(f"maps/{name}.json", seen.maps)


def test_the_names_and_values_in_a_link_are_those_that_are_kept(
    see: Callable[[str], Seen],
) -> None:
    pages: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for name, visit in VISITS.items():
        known = pages.setdefault(f"/{visit.page}", {})
        for choices in see(name).choices:
            for key, about in choices.items():
                variants = known.setdefault(key, [])
                if about not in variants:
                    variants.append(about)
    frozen_json("links/widgets.json", pages)


@pytest.mark.parametrize("role", ["wijkagent", "vergunningen", "beheerder"])
def test_a_role_has_the_pages_that_are_kept(
    visiting: Visiting, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    navigation = streamlit.navigation

    def noted(pages: dict[str, list[Any]], **more: Any) -> Any:  # noqa: ANN401
        told.extend(
            f"{section or '-'} | {page.title} | /{page.url_path} | {page.visibility}"
            for section, listed in pages.items()
            for page in listed
        )
        return navigation(pages, **more)

    monkeypatch.setattr("streamlit.navigation", noted)
    first = visiting(Visit(), role)
    listed = list(told)
    for page in ("", "evenementen", "risico", "gegevens"):
        shown = visiting(Visit(page), role) if page else first
        listed += ["", f"=== /{page}", *lines_of(shown)]
    frozen(f"pages/role_{role}.txt", "\n".join(listed))
