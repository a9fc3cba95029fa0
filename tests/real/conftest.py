from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hotspots.access.workspace import open_workspace
from hotspots.settings import Home

if TYPE_CHECKING:
    from hotspots.access.workspace import Workspace

HOMES = Path(__file__).parents[1] / "homes"
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def groningen(shared_real: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return Groningen: our declarations around official boundaries and a raw police export."""
    root = tmp_path_factory.mktemp("groningen") / "home"
    shutil.copytree(HOMES / "groningen", root)
    for folder, file in (
        ("geodata/wijken", "wijk2017.gpkg"),
        ("geodata/buurten", "buurt2017.gpkg"),
        ("data/diefstal", "fietsdiefstallen_2013_2017.csv"),
    ):
        (root / folder / file).symlink_to(shared_real / "groningen" / file)
    return open_workspace(Home(root, root / ".hotspots"), role="analist")


@pytest.fixture(scope="session")
def official(shared_real: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return Dordrecht with the embedded incidents inside the official boundaries."""
    root = tmp_path_factory.mktemp("dordrecht") / "home"
    shutil.copytree(REPOSITORY / "data", root / "data")
    shutil.copy(REPOSITORY / "gemeente.toml", root)
    for declaration in (REPOSITORY / "geodata").glob("*/layer.toml"):
        layer = declaration.parent.name
        if layer not in ("gemeente", "wijken", "buurten"):
            shutil.copytree(declaration.parent, root / "geodata" / layer)
    for layer in ("wijken", "buurten"):
        shutil.copytree(HOMES / "dordrecht_officieel/geodata" / layer, root / "geodata" / layer)
        file = f"dordrecht_{layer}_2023.gpkg"
        (root / "geodata" / layer / file).symlink_to(shared_real / "dordrecht" / file)
    return open_workspace(Home(root, root / ".hotspots"), role="analist")
