"""The page `Risico` of the town with a railway and water, and what a visitor reads on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotspots.access.workspace import open_workspace
from hotspots.risico import page_words as text
from opened_page import sentences

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from hotspots.access.workspace import Workspace
    from hotspots.settings import Home
    from opened_page import PageOpener

NIGHT = "Nacht: inwoners zijn thuis"


@dataclass(frozen=True)
class Town:
    """Opens the page in the town with a railway and water."""

    home: Home
    opener: PageOpener

    def __call__(self, part: str, *, role: str = "analist", **link: str) -> AppTest:
        return self.opener(
            self.home, role=role, page="risico", deel=text.PARTS[part], scenario=NIGHT, **link
        )

    @property
    def workspace(self) -> Workspace:
        return open_workspace(self.home.root, role="analist")


def told_on(page: AppTest) -> str:
    """Return what a visitor reads, without the signs that keep Markdown out of it."""
    return sentences(page).replace("\\", "")


def html_of(page: AppTest) -> str:
    """Return what the page has as HTML of our own."""
    return "\n".join(element.proto.body for element in page.get("html"))
