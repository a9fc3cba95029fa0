"""Opens the page `Evenementen` in a town with a calendar, and reads what is on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotspots.access.importing import versions_of
from hotspots.access.workspace import open_workspace
from hotspots.evenementen import page_words as text

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from hotspots.settings import Home
    from opened_page import PageOpener

#: A week after the first event of the calendar, at the same place.
REQUEST = {
    "toets_locatie": "Markt", "begindag": "2018-05-12", "begintijd": "20:00",
    "eindtijd": "23:00", "bezoekers": "100",
}  # fmt: skip


@dataclass(frozen=True)
class EventPage:
    """Opens the page in a town with a calendar."""

    home: Home
    opener: PageOpener

    def __call__(
        self, part: str = "check", *, role: str | None = "analist", **link: str | list[str]
    ) -> AppTest:
        link = {"deel": text.PARTS[part], **link}
        return self.opener(self.home, role=role, page="evenementen", **link)

    def versions(self) -> int:
        workspace = open_workspace(self.home.root, role="analist")
        return len(versions_of(workspace, workspace.layer("kalender")))

    def events(self) -> list[dict[str, Any]]:
        workspace = open_workspace(self.home.root, role="beheerder")
        rows: list[dict[str, Any]] = workspace.calendar(workspace.layer("kalender"))[1].to_pylist()
        return rows


def html_of(page: AppTest) -> str:
    """Return what the page has as HTML of our own."""
    return "\n".join(element.proto.body for element in page.get("html"))


def tables(page: AppTest) -> list[Any]:
    return [element.value for element in page.dataframe]


def buttons(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def click(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()
