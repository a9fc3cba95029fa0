"""A busy town: 300 incidents with every trouble there is, from a seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hotspots.access.workspace import Workspace, open_workspace
from hotspots.settings import Home
from town import tiny_home


@pytest.fixture(scope="session")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Places in and around all four buurten, Haven too, some without; a year of days."""
    home = tiny_home(tmp_path_factory.mktemp("busy"))
    write_incidents(home.themes / "proef" / "inbraak.csv")
    return open_workspace(home, role="analist")


@pytest.fixture(scope="session")
def dordrecht(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The home of this repository, with its embedded incidents."""
    home = Home(Path(__file__).parents[2], tmp_path_factory.mktemp("dordrecht"))
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
