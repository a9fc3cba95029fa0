"""The made-up country of the benchmarks: as large as was asked, nested, and each time the same."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.question import Selection
from hotspots.settings import Home

if TYPE_CHECKING:
    from types import ModuleType

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def country() -> ModuleType:
    """Return the script that writes it, which is no package."""
    sys.path.insert(0, str(REPOSITORY / "benchmarks"))
    try:
        import country as script  # noqa: PLC0415 - a script
    finally:
        sys.path.remove(str(REPOSITORY / "benchmarks"))
    return script


@pytest.fixture(scope="module")
def small(country: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home of four gemeenten."""
    folder = tmp_path_factory.mktemp("land")
    _write(country, folder)
    return folder


def _write(country: ModuleType, folder: Path, seed: int = 1) -> None:
    size = country.Size(gemeenten=4, wijken=9, buurten=40, incidents=500, layers=2)
    country.write_home(folder, size, seed)


def _marks(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".hotspots" not in path.parts
    }


def test_the_same_seed_writes_the_same_bytes(
    country: ModuleType, small: Path, tmp_path: Path
) -> None:
    _write(country, tmp_path / "again")
    _write(country, tmp_path / "other", seed=2)
    assert _marks(tmp_path / "again") == _marks(small)
    assert _marks(tmp_path / "other") != _marks(small)


def test_areas_are_nested_and_share_their_borders(small: Path) -> None:
    buurten = gpd.read_parquet(small / "geodata/buurten/buurten.parquet")
    wijken = gpd.read_parquet(small / "geodata/wijken/wijken.parquet")
    gemeenten = gpd.read_parquet(small / "geodata/gemeenten/gemeenten.parquet")
    assert (len(buurten), len(wijken), len(gemeenten)) == (40, 9, 4)
    assert set(buurten["buurtcode"].str[2:8]) == set(wijken["wijkcode"].str[2:])
    assert set(wijken["wijkcode"].str[2:6]) == set(gemeenten["gemeentecode"].str[2:])
    assert buurten.is_valid.all()
    assert shapely.coverage_is_valid(buurten.geometry.to_numpy())
    # Each level covers the same land: nothing is lost or counted twice between them.
    areas_m2 = [level.area.sum() for level in (buurten, wijken, gemeenten)]
    assert areas_m2 == pytest.approx([areas_m2[0]] * 3)
    assert buurten["huishoudens"].sum() == gemeenten["huishoudens"].sum() > 0


def test_a_question_is_answered_there(small: Path, tmp_path: Path) -> None:
    workspace = open_workspace(Home(small, tmp_path / "state"))
    answer = analyse(workspace, Selection(layer="overlast", level="wijken", measure="count"))
    ledger = answer.ledger
    assert ledger.read == ledger.accepted == 500
    # Places are drawn around the middle of a buurt, and a few fall in the sea.
    assert 450 <= ledger.inside == answer.values.sum()
