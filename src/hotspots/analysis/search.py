"""The registry of searches: what can be looked for among incidents, beside a number per area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hotspots.access.permission import levels_of
from hotspots.analysis.named import named
from hotspots.text import findings as text

if TYPE_CHECKING:
    from datetime import date

    from hotspots.catalog.specs import LayerSpec


@dataclass(frozen=True, slots=True)
class SearchKind:
    """A search: its name, what it says and does not say, and whether it tells of cells."""

    id: str
    label: str
    explanation: str
    in_cells: bool = True


#: Every search, in the order of the page.
SEARCHES: Final = (
    SearchKind("clusters", text.CLUSTERS_LABEL, text.CLUSTERS_EXPLANATION),
    SearchKind("scan", text.SCAN_LABEL, text.SCAN_EXPLANATION),
    SearchKind("scan_recent", text.SCAN_RECENT_LABEL, text.SCAN_RECENT_EXPLANATION),
    SearchKind("near_repeat", text.NEAR_REPEAT_LABEL, text.NEAR_REPEAT_EXPLANATION),
    SearchKind(
        "before_after", text.BEFORE_AFTER_LABEL, text.BEFORE_AFTER_EXPLANATION, in_cells=False
    ),
)
SEARCH_IDS: Final = tuple(kind.id for kind in SEARCHES)


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for, and how; 0, empty and None mean the default of the method.

    ``radius_m`` is the radius of a cluster or the largest of a scan. ``reach_days`` makes clusters
    of incidents that are near in time as well. ``distance_bands_m`` and ``day_bands`` are own edges
    of the bands of near repeats, only for roles that see places. ``treated``, ``control`` and
    ``since`` are the buurten with a measure, those to compare with, and the day the measure began.

    Examples
    --------
    >>> Search("scan", radius_m=500).permutations
    999
    """

    method: str
    radius_m: int = 0
    min_points: int = 0
    reach_days: int = 0
    manhattan: bool = False
    permutations: int = 999
    distance_bands_m: tuple[float, ...] = ()
    day_bands: tuple[float, ...] = ()
    treated: tuple[str, ...] = ()
    control: tuple[str, ...] = ()
    since: date | None = None


def search_named(name: str) -> SearchKind:
    """Return a search by its id.

    Raises
    ------
    SelectionError
        If there is none of that name.
    """
    return named(name, SEARCHES, what="zoekmethode")


def searches_of(layer: LayerSpec) -> tuple[SearchKind, ...]:
    """Return what can be looked for in a layer: nothing where single places may not count.

    Of a layer that may be shown no finer than buurten, only what is told per buurt.
    """
    if layer.sensitive or not layer.holds_incidents:
        return ()
    if "cells" in levels_of(layer):
        return SEARCHES
    return tuple(kind for kind in SEARCHES if not kind.in_cells and "buurten" in levels_of(layer))
