"""What the server needs the home for beside the pages: its geometry, and to be ready.

Imported by the thread that opens the home, since it takes seconds.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Final

from hotspots import registry
from hotspots.app.health import prepared_once
from hotspots.catalog.specs import AREA_LEVELS
from hotspots.errors import HotspotsError
from hotspots.maps.base import base_of
from hotspots.maps.geojson import areas_json, base_json, mask_json
from hotspots.maps.streets import street_file
from hotspots.pages.opened import opened_geography
from hotspots.statistics import (
    clusters,
    contagion_zones,
    density,
    gi_star,
    mann_kendall,
    moran,
    scan,
)

_log = logging.getLogger(__name__)

#: What has loops to compile, in the order in which a user meets it.
_COMPILED: Final = (density, gi_star, mann_kendall, moran, clusters, scan, contagion_zones)


def prepare() -> None:
    """Open the home, and have ready what its first visitor would wait for."""
    try:
        workspace = opened_geography()
        registry.load(registry.PAGES[0].show)
        for statistic in _COMPILED:
            statistic.warm_up()
        for name in workspace.library.masks:
            geometry_body(workspace.geography.fingerprint, f"masker-{name}")
    except HotspotsError as error:
        # Whoever opens a page reads it there, in full.
        _log.warning("%s", error)
    finally:
        prepared_once.set()


@lru_cache(maxsize=32)
def geometry_body(fingerprint: str, name: str) -> bytes | None:
    """Return a geometry of the open home; None of another home, or of a name that it has not."""
    workspace = opened_geography()
    if fingerprint != workspace.geography.fingerprint:
        return None
    if name in AREA_LEVELS:
        return areas_json(workspace.geography.level(name))
    if name == "basis":
        return base_json(base_of(workspace))
    kind, _, subject = name.partition("-")
    subject, _, mark = subject.partition("~")
    if kind == "basis" and subject in workspace.library.contexts:
        return (
            base_json(base_of(workspace, subject))
            if mark == workspace.context_mark(subject)
            else None
        )
    if kind == "masker" and subject in workspace.library.masks:
        return mask_json(workspace.library.masks[subject].geometry)
    return street_file(workspace.naming, name)
