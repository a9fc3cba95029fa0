"""A server per home, for what only a browser can show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser_server import serving
from hostile_town import hostile_home
from town import tiny_home
from visitor import Browsers, Visitor, Visitors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

REPOSITORY = Path(__file__).parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def repository() -> Path:
    """Return the folder of this repository."""
    return REPOSITORY


@pytest.fixture(scope="session")
def dordrecht(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the home that this repository is."""
    with serving(REPOSITORY, tmp_path_factory.mktemp("dordrecht") / "state") as address:
        yield address


@pytest.fixture(scope="session")
def vierbuurten(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the town of four buurten; tests here only look."""
    folder = tmp_path_factory.mktemp("vierbuurten")
    with serving(tiny_home(folder / "town").root, folder / "state") as address:
        yield address


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a town in which every name attacks; tests here only look."""
    folder = tmp_path_factory.mktemp("hostile")
    with serving(hostile_home(folder / "town").root, folder / "state") as address:
        yield address


@pytest.fixture(scope="session")
def browsers(chromium: Browser) -> Browsers:
    """Return the browsers that visitors are lent."""
    return Browsers(chromium)


@pytest.fixture
def visitors(browsers: Browsers) -> Iterator[Visitors]:
    """Return whoever may visit; each is checked for requests elsewhere when the test ends."""
    arrived = Visitors(browsers)
    yield arrived
    arrived.leave()


@pytest.fixture
def visitor(visitors: Visitors) -> Visitor:
    """Return one visitor on a laptop."""
    return visitors.arrive()
