"""Every declaration of this repository is opened, and its file is what it says."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest

from hotspots.analysis.registry import MEASURE_IDS
from hotspots.catalog.checks import check_catalog, sha256_of
from hotspots.catalog.reading import read_catalog, read_what_is_right
from hotspots.incoming.reading.files import read_table
from hotspots.incoming.reading.geotiff_file import read_raster
from hotspots.maps.palettes import PALETTES
from hotspots.settings import Home

REPOSITORY = Path(__file__).parents[2]
HOME = Home(REPOSITORY, REPOSITORY / ".hotspots")
DECLARATIONS = sorted(
    path.relative_to(REPOSITORY).as_posix()
    for folder, name in (("geodata", "layer.toml"), ("data", "theme.toml"))
    for path in (REPOSITORY / folder).glob(f"[!_]*/{name}")
)
#: The eight themes of the Veiligheidsbeeld, in its order.
THEMES = [
    "overlast", "kwetsbare_personen", "vermogen_en_geweld", "ondermijning",
    "sociale_stabiliteit", "fysieke_veiligheid", "digitale_criminaliteit", "evenementen",
]  # fmt: skip
#: Words for what lies below every map; in this home there are layers of the same name.
PARTS_OF_THE_BASE = {"water", "spoor"}


def declared(file: str) -> dict[str, Any]:
    return tomllib.loads((REPOSITORY / file).read_text(encoding="utf-8"))


def sources_of(file: str) -> list[dict[str, Any]]:
    table = declared(file)
    if "source" in table:
        return [table["source"]]
    return [layer["source"] for layer in table.get("layers", {}).values() if "source" in layer]


def test_nothing_is_wrong_with_any_declaration() -> None:
    catalog, problems = read_what_is_right(HOME)
    assert problems == []
    assert catalog is not None
    assert check_catalog(catalog, measures=MEASURE_IDS, palettes=tuple(PALETTES)) == []


def test_the_themes_are_the_eight_of_the_veiligheidsbeeld_in_its_order() -> None:
    assert [theme.id for theme in read_catalog(HOME).themes] == THEMES


@pytest.mark.parametrize("file", DECLARATIONS)
def test_a_declared_file_has_the_declared_rows_and_bytes(file: str) -> None:
    for source in sources_of(file):
        path = (REPOSITORY / file).parent / source["file"]
        assert sha256_of(path) == source["sha256"]
        if path.suffix == ".tif":
            # One that is declared empty holds no number.
            assert np.isfinite(read_raster(path).values).any() == (source.get("rows") != 0)
        else:
            rows = gpd.read_file(path) if path.suffix == ".geojson" else read_table(path).rows
            assert len(rows) == source["rows"]
        assert source["attribution"]
        assert source["licence"]


@pytest.mark.parametrize("file", [name for name in DECLARATIONS if name.startswith("data/")])
def test_incidents_in_this_repository_say_that_they_are_made_up(file: str) -> None:
    assert all(source["synthetic"] is True for source in sources_of(file))


def test_no_module_names_a_theme_or_layer_of_a_home() -> None:
    # Docstrings may give an example; the logic may not know one theme from another.
    catalog = read_catalog(HOME)
    names = {layer.id for layer in catalog.layers} | {theme.id for theme in catalog.themes}
    found = [
        f"{path.relative_to(REPOSITORY)}:{line} {text!r}"
        for path in sorted((REPOSITORY / "src").rglob("*.py"))
        for line, text in texts_in_logic(path)
        if text in names - PARTS_OF_THE_BASE
    ]
    assert found == []


def texts_in_logic(path: Path) -> list[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]
