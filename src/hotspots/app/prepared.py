"""What the server needs the home for beside the pages: its geometry, and to be ready.

Imported by the thread that opens the home, since it takes seconds.
"""

from __future__ import annotations

import gc
import logging
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from hotspots import registry
from hotspots.app.health import prepared_once, shown_once
from hotspots.catalog.specs import AREA_LEVELS
from hotspots.errors import HotspotsError
from hotspots.maps.area_tiles import goes_in_parts, part_features, parts_index, warm_up
from hotspots.maps.base import base_of
from hotspots.maps.geojson import areas_json, as_json, base_json, mask_json
from hotspots.maps.streets import street_file
from hotspots.pages.opened import opened_geography
from hotspots.statistics import (
    clusters,
    contagion_zones,
    density,
    gi_star,
    gi_star_steps,
    mann_kendall,
    moran,
    scan,
    sums,
)

if TYPE_CHECKING:
    from hotspots.geography.areas import Geography
    from hotspots.maps.base import Base

_log = logging.getLogger(__name__)

#: What has loops to compile, in the order in which a user meets it.
_COMPILED: Final = (
    sums,
    density,
    gi_star,
    gi_star_steps,
    mann_kendall,
    moran,
    clusters,
    scan,
    contagion_zones,
)
#: After a start at which nobody comes.
_LONGEST_WAIT_S: Final = 3.0


def prepare() -> None:
    """Open the home, and have ready what its first visitors would wait for."""
    try:
        workspace = opened_geography()
        registry.load(registry.PAGES[0].show)
        for name in workspace.library.masks:
            geometry_body(workspace.geography.fingerprint, f"masker-{name}")
    except HotspotsError as error:
        # Whoever opens a page reads it there, in full.
        _log.warning("%s", error)
        return
    finally:
        # What is there now stays: only what comes is looked through for garbage.
        gc.freeze()
        gc.enable()
        prepared_once.set()
    # Whoever came meanwhile has their page first: the two would only keep each other waiting.
    shown_once.wait(_LONGEST_WAIT_S)
    # The raster in which a point is looked up, for who places the first.
    workspace.geography.index.locate([0.0], [0.0])
    for statistic in _COMPILED:
        statistic.warm_up()
    # Borders of a country take seconds; who comes meanwhile has the page.
    for areas in (workspace.geography.whole, *workspace.geography.parts):
        warm_up(areas)


#: A part of a level: its step and its number.
_PART: Final = re.compile(rf"({'|'.join(AREA_LEVELS)})~([0-9]{{1,2}})~([0-9]{{1,5}})")


@lru_cache(maxsize=256)
def geometry_body(fingerprint: str, name: str) -> bytes | None:
    """Return a geometry of the open home; None of another home, or of a name that it has not."""
    workspace = opened_geography()
    if fingerprint != workspace.geography.fingerprint:
        return None
    if workspace.geography.has(name.partition("~")[0]):
        return _area_body(workspace.geography, name)
    if name == "basis":
        return _base_body(base_of(workspace))
    kind, _, subject = name.partition("-")
    subject, _, mark = subject.partition("~")
    if kind == "basis" and subject in workspace.library.contexts:
        return (
            _base_body(base_of(workspace, subject))
            if mark == workspace.context_mark(subject)
            else None
        )
    if kind == "masker" and subject in workspace.library.masks:
        return mask_json(workspace.library.masks[subject].geometry)
    return street_file(workspace.naming, name)


def _area_body(geography: Geography, name: str) -> bytes | None:
    """Return a level whole or, where that is too much, which parts it has; or one of those."""
    if geography.has(name):
        areas = geography.level(name)
        return as_json(parts_index(areas)) if goes_in_parts(areas) else areas_json(areas)
    part = _PART.fullmatch(name)
    if part is None:
        return None
    level, step, number = part.groups()
    features = part_features(geography.level(level), int(step), int(number))
    return None if features is None else as_json(features)


def _base_body(base: Base) -> bytes:
    """Return what lies under a map; borders of wijken that go in parts are not in it."""
    return base_json(base, wijken=not goes_in_parts(base.geography.named))
