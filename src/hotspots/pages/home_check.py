"""Whether all that a home declares can be drawn: the check that knows measures and palettes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotspots import registry
from hotspots.analysis.registry import MEASURE_IDS
from hotspots.catalog.checks import check_catalog
from hotspots.catalog.reading import read_what_is_right, stop_at
from hotspots.maps.palettes import PALETTES

if TYPE_CHECKING:
    from hotspots.catalog.specs import Catalog
    from hotspots.settings import Home


def problems_of(home: Home) -> tuple[Catalog | None, list[str]]:
    """Return what a home declares as far as it can be read, and everything wrong with it."""
    catalog, problems = read_what_is_right(home)
    if catalog is not None:
        problems += check_catalog(catalog, measures=MEASURE_IDS, palettes=tuple(PALETTES))
        for check in registry.SETTINGS_CHECKS:
            problems += registry.load(check)(home, catalog)
    return catalog, problems


def require_sound(home: Home) -> Catalog:
    """Return what a home declares; stop unless everything in it is right.

    Raises
    ------
    DeclarationError
        With all problems.
    """
    catalog, problems = problems_of(home)
    if problems or catalog is None:
        stop_at(problems, home)
    return catalog
