"""Hotspot maps of incidents and risks for Dutch municipalities.

Everything that a script needs is a name of this package, loaded when it is asked for.

Examples
--------
>>> import hotspots
>>> workspace = hotspots.open_home()
>>> question = hotspots.Selection("woninginbraak", level="buurten", measure="rate")
>>> analysis = hotspots.analyse(workspace, question)
>>> len(analysis.table()), analysis.measure.id
(132, 'rate')
"""

import os
from typing import TYPE_CHECKING

# lxml comes along with python-docx, and openpyxl would read workbooks by it: then what defusedxml
# refuses is read after all. It looks at this before it is first imported.
os.environ.setdefault("OPENPYXL_LXML", "False")

if TYPE_CHECKING:
    from hotspots.analysis.periods import Period
    from hotspots.analysis.question import Search, Selection
    from hotspots.api import (
        analyse,
        brief,
        check_event,
        compare_periods,
        compare_wijken,
        draw,
        export_table,
        find,
        import_file,
        map_spec,
        open_home,
        rail_exposure,
        water_exposure,
    )
    from hotspots.errors import HotspotsError
    from hotspots.geography.drawn import DrawnArea

__all__ = [
    "DrawnArea",
    "HotspotsError",
    "Period",
    "Search",
    "Selection",
    "analyse",
    "brief",
    "check_event",
    "compare_periods",
    "compare_wijken",
    "draw",
    "export_table",
    "find",
    "import_file",
    "map_spec",
    "open_home",
    "rail_exposure",
    "water_exposure",
]

#: Where the names come from that are not in `hotspots.api`.
_MODULES = {
    "DrawnArea": "hotspots.geography.drawn",
    "HotspotsError": "hotspots.errors",
    "Period": "hotspots.analysis.periods",
    "Search": "hotspots.analysis.question",
    "Selection": "hotspots.analysis.question",
}


def __getattr__(name: str) -> object:
    """Load a name of the package the first time it is asked for.

    ``hotspots --help`` must not wait for geopandas, so nothing is imported before.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - no name of ours

    value: object = getattr(import_module(_MODULES.get(name, "hotspots.api")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the names of the package, loaded or not."""
    return __all__
