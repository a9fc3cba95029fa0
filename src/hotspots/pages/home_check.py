"""Whether all that a home declares can be drawn: the check that knows measures and palettes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hotspots.analysis.measures.registry import MEASURE_IDS
from hotspots.catalog.checks import check_catalog
from hotspots.catalog.reading import read_what_is_right, stop_at
from hotspots.errors import DeclarationError
from hotspots.evenementen.settings import read_settings
from hotspots.maps.palettes import PALETTES
from hotspots.risico.settings import read_risk_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotspots.catalog.specs import Catalog
    from hotspots.settings import Home


def problems_of(home: Home) -> tuple[Catalog | None, list[str]]:
    """Return what a home declares as far as it can be read, and everything wrong with it."""
    catalog, problems = read_what_is_right(home)
    if catalog is not None:
        problems += check_catalog(catalog, measures=MEASURE_IDS, palettes=tuple(PALETTES))
        problems += _settings_problems(home, catalog)
    return catalog, problems


def _settings_problems(home: Home, catalog: Catalog) -> list[str]:
    """Return what is wrong with how a home weighs risks and events."""
    problems: list[str] = []
    calendars = [layer.folder for layer in catalog.layers if layer.kind == "calendar"]
    reads: list[Callable[[], object]] = [partial(read_risk_settings, home)]
    reads += [partial(read_settings, folder) for folder in calendars]
    for read in reads:
        try:
            read()
        except DeclarationError as error:
            problems += error.problems
    return problems


def require_sound(home: Home) -> None:
    """Stop unless everything a home declares is right.

    Raises
    ------
    DeclarationError
        With all problems.
    """
    _, problems = problems_of(home)
    if problems:
        stop_at(problems, home)
