from __future__ import annotations

import gc
import os
from collections import Counter
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import sync_playwright
from streamlit.components.v2 import manifest_scanner

from areas_once import reading_areas_once
from compared_with import folder_with
from hotspots.access.workspace import open_workspace
from hotspots.incoming.reading import child
from hotspots.settings import Home
from published import publishing_once
from reading_in_forks import RUN, reading_in_forks
from town import tiny_home
from visitor import HEADLESS, installed_browser
from wide_town import wide_home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from hotspots.access.workspace import Workspace

# Machines are shared: how long an example takes, or making one, says nothing about the code. And a
# test says the same of the same code each time; `make fuzz` is for what nobody has tried yet.
settings.register_profile(
    "shared_machine",
    deadline=None,
    derandomize="HOTSPOTS_FUZZ_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("shared_machine")

# No test lasts until a power cut, and what is killed leaves its files as they were. A disk that is
# full or broken is played by `tests/store/test_faulty_disk.py`, in the place of this.
os.fsync = lambda _: None

# Each page of a test looks for components in every package that is installed: half of what most of
# these tests take. What is installed stays the same while they run.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

# What is read to find the tests stays until the end: to look for what of it can go is for nothing,
# and a third of what finding them takes.
gc.disable()

CHECKOUT = Path(__file__).parents[1]
#: Rooms of tests that ask a home something; the others are about what is published.
ASKING = (
    "analysis",
    "cli",
    "evenementen",
    "gis",
    "maps",
    "pages",
    "risico",
    "vergelijken",
    "wijkbeeld",
)
#: Names of other hosts are not even looked up.
NO_INTERNET = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests in a browser last: its event loop would be in the way of the others.

    Of those the longest files come first, so that no process is left with one when others are done.
    """
    tests = Counter(item.path for item in items)

    def turn(item: pytest.Item) -> tuple[bool, int]:
        in_browser = item.get_closest_marker("browser") is not None
        return in_browser, -tests[item.path] if in_browser else 0

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """Leave what was read until now out of every later search for what can go."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _readers_in_forks() -> Iterator[None]:
    """Start no new Python for every file that a test reads."""
    with reading_in_forks():
        yield


@pytest.fixture(scope="session", autouse=True)
def _areas_once() -> Iterator[None]:
    """Read the areas of homes that are alike once."""
    with reading_areas_once():
        yield


@pytest.fixture(autouse=True)
def _publishing_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Publish homes that are alike once, but where publishing itself is what a test is about."""
    room = request.path.relative_to(CHECKOUT).parts[1]
    with publishing_once() if room in ASKING else nullcontext():
        yield


@pytest.fixture
def own_process_for_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in a process that is started for it, as the tool does."""
    monkeypatch.setattr(child, "_run", RUN)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the one browser of all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installed_browser(),
            args=[*HEADLESS, "--process-per-site", NO_INTERNET],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shared_real() -> Path:
    """Return the folder with official files."""
    return folder_with("real")


@pytest.fixture(scope="session")
def shared_formats() -> Path:
    """Return the folder with recorded answers of services."""
    return folder_with("formats")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a town of four buurten on disk; nothing is published yet."""
    return tiny_home(tmp_path / "town")


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return the town opened by an analist, for tests that only look."""
    return open_workspace(tiny_home(tmp_path_factory.mktemp("town")), role="analist")


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return four gemeenten in two regio's, opened by an analist, for tests that only look."""
    return open_workspace(wide_home(tmp_path_factory.mktemp("region")), role="analist")


@pytest.fixture(scope="session")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Places in and around all four buurten, Haven too, some without; a year of days."""
    home = tiny_home(tmp_path_factory.mktemp("busy"))
    write_incidents(home.themes / "proef" / "inbraak.csv")
    return open_workspace(home, role="analist")


@pytest.fixture(scope="session")
def dordrecht(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The home of this repository, with its embedded incidents."""
    home = Home(Path(__file__).parents[1], tmp_path_factory.mktemp("dordrecht"))
    return open_workspace(home, role="analist")


def write_incidents(path: Path) -> None:
    random = np.random.default_rng(4)
    rows = ["id,soort,begin,eind,x,y"]
    for number in range(300):
        day = np.datetime64("2017-01-01") + random.integers(0, 365)
        moment = f"{day} {random.integers(0, 24):02d}:{random.integers(0, 60):02d}"
        begin = str(day) if number % 7 == 0 else moment
        x, y = random.integers(99_900, 102_100), random.integers(419_900, 422_100)
        place = "," if number % 11 == 0 else f"{x},{y}"
        rows.append(f"{number},{random.choice(['woning', 'schuur'])},{begin},,{place}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
