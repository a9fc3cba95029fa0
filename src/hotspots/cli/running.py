"""Commands that start the application or look a home over."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from hotspots.analysis.measures import MEASURE_IDS
from hotspots.cartography.palettes import PALETTES
from hotspots.catalog.checks import check_catalog
from hotspots.catalog.reading import read_what_is_right
from hotspots.errors import HotspotsError
from hotspots.geography.areas import read_geography
from hotspots.settings import HOME_VARIABLE, open_home
from hotspots.text import command_line as text

if TYPE_CHECKING:
    from argparse import Namespace

    from hotspots.catalog.specs import Catalog


def app(asked: Namespace) -> int:
    """Start the application, and return when it stops."""
    home = open_home(asked.home)
    os.environ[HOME_VARIABLE] = str(home.root)
    # Streamlit is only imported where it runs: the other commands start without it.
    from hotspots.ui.server import serve  # noqa: PLC0415

    serve(port=asked.port)
    return 0


def check(asked: Namespace) -> int:
    """List every problem of the declarations and files of a home; 2 if there is any."""
    home = open_home(asked.home)
    catalog, problems = read_what_is_right(home)
    if catalog is not None:
        problems += check_catalog(catalog, measures=MEASURE_IDS, palettes=tuple(PALETTES))
        if not problems:
            problems += _geography_problems(catalog)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(text.PROBLEMS_FOUND.format(count=len(problems)), file=sys.stderr)
        return 2
    print(text.ALL_WELL.format(home=home.root))
    return 0


def _geography_problems(catalog: Catalog) -> list[str]:
    try:
        geography = read_geography(catalog)
    except HotspotsError as error:
        return [str(error)]
    for area in geography.dropped:
        print(text.DROPPED.format(area=area))
    return []
