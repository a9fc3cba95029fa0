from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hotspots.access.workspace import open_workspace
from hotspots.analysis.analyse import analyse
from hotspots.analysis.periods import Period
from hotspots.analysis.question import Selection
from hotspots.geography.drawn import DrawnArea
from hotspots.maps.choropleth import MapStyle, map_spec
from town import tiny_home

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.access.workspace import Workspace
    from hotspots.maps.spec import MapSpec

#: From the middle of Noord to the middle of Oost, the lower half of both.
DRAWN = DrawnArea(((100_500, 421_000), (101_500, 421_000), (101_500, 421_500), (100_500, 421_500)))
#: One question per kind of map. "count" has classes 1, 2 to 3 and 4 to 5, so that the fill of each
#: buurt can be told from its count.
QUESTIONS = {
    "count": (Selection("inbraak"), MapStyle(method="own", own_breaks=(1, 3, 5))),
    "rate": (Selection("inbraak", measure="rate"), MapStyle()),
    "cells": (Selection("inbraak", level="cells", cell_m=100), MapStyle()),
    "density": (Selection("inbraak", measure="density"), MapStyle()),
    "suppressed": (
        Selection("zorg", level="wijken", period=Period(date(2017, 1, 1), date(2017, 3, 31))),
        MapStyle(),
    ),
    # Two quarters: Boven 33 to 39 and Onder 0 to 18, on both sides of a border of one's own.
    "between": (Selection("zorg", level="wijken"), MapStyle(method="own", own_breaks=(15, 35, 60))),
    "drawn": (Selection("inbraak", drawn=DRAWN), MapStyle()),
    "drawn cells": (Selection("inbraak", level="cells", cell_m=100, drawn=DRAWN), MapStyle()),
    "nothing": (
        Selection("inbraak", soorten=("schuur",), wijken=("WK999902",)),
        MapStyle(),
    ),
}

#: What a name from a file may hold, and what must come out of a drawing as it went in.
ATTACKS = (
    "{{77777*99991}}",
    "{% raw %}{{ cycler.__init__.__globals__ }}",
    "<script>window.PWN=1</script>",
    "</script><script>window.PWN=1</script>",
    "<img src=x onerror=window.PWN=1>",
    '"><svg onload=window.PWN=1>',
    "`${window.PWN=1}`",
    "'-(window.PWN=1)-'",
    "\\u003cscript\\u003ewindow.PWN=1",
    "{# weg #} $x^2$ & % #1",
)


@pytest.fixture(scope="session")
def spec_of(town: Workspace) -> Callable[[str], MapSpec]:
    """Return what draws the map of one of the questions."""

    def find(name: str) -> MapSpec:
        selection, style = QUESTIONS[name]
        return map_spec(town, analyse(town, selection), style)

    return find


@pytest.fixture(scope="session")
def hostile_town(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return the town with attacks for the names of everything that a file can name."""
    home = tiny_home(tmp_path_factory.mktemp("hostile"))
    names = {
        "geodata/buurten/buurten.geojson": ("Noord", "Oost", "Zuid", "Haven"),
        "geodata/wijken/wijken.geojson": ("Boven", "Onder"),
        "geodata/haltes/haltes.geojson": ("Marktplein",),
    }
    attack = iter(ATTACKS)
    for file, known in names.items():
        path = home.root / file
        text = path.read_text(encoding="utf-8")
        for name in known:
            escaped = next(attack).replace("\\", "\\\\").replace('"', '\\"')
            text = text.replace(f'"{name}"', f'"{escaped}"')
        path.write_text(text, encoding="utf-8")
    return open_workspace(home, role="analist")
