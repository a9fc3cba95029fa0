"""A server per home and one browser, for what only a browser can show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from browser_server import serving
from town import tiny_home
from visitor import Visitor, Visitors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

REPOSITORY = Path(__file__).parents[2]
#: Debian's own, where it is; otherwise the one that Playwright brings.
CHROMIUM = Path("/usr/bin/chromium")
NO_INTERNET = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def repository() -> Path:
    """Return the folder of this repository."""
    return REPOSITORY


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Return the browser of all tests in this folder."""
    path = CHROMIUM if CHROMIUM.exists() else None
    # Not for the whole session: its event loop would be in the way of other tests.
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", NO_INTERNET]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def dordrecht(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the home that this repository is."""
    with serving(REPOSITORY, tmp_path_factory.mktemp("dordrecht") / "state") as address:
        yield address


@pytest.fixture(scope="package")
def vierbuurten(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the town of four buurten; tests here only look."""
    folder = tmp_path_factory.mktemp("vierbuurten")
    with serving(tiny_home(folder / "town").root, folder / "state") as address:
        yield address


@pytest.fixture
def visitors(browser: Browser) -> Iterator[Visitors]:
    """Return whoever may visit; each is checked for requests elsewhere when the test ends."""
    arrived = Visitors(browser)
    yield arrived
    arrived.leave()


@pytest.fixture
def visitor(visitors: Visitors) -> Visitor:
    """Return one visitor on a laptop."""
    return visitors.arrive()
