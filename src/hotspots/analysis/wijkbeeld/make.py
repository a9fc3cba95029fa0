"""From a place and a period to a briefing: pure, the same for the same versions."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import shapely

from hotspots.analysis.judgement import CORRECTION, TEST
from hotspots.analysis.periods import Period, last_complete_month, year_before
from hotspots.analysis.wijkbeeld.briefing import Briefing
from hotspots.analysis.wijkbeeld.compared import WITHHELD
from hotspots.analysis.wijkbeeld.denominators import denominators_of
from hotspots.analysis.wijkbeeld.details import detail_of
from hotspots.analysis.wijkbeeld.drafts import draft_of, tested, tests, with_rates
from hotspots.analysis.wijkbeeld.event_days import event_days
from hotspots.analysis.wijkbeeld.hot_cells import cell_size_of, hot_cells_of
from hotspots.analysis.wijkbeeld.news import last_month_of, news_of
from hotspots.analysis.wijkbeeld.notes import notes_of
from hotspots.analysis.wijkbeeld.open_zones import PERMUTATIONS, zones_of, zones_within
from hotspots.analysis.wijkbeeld.progress import Progress
from hotspots.errors import SelectionError
from hotspots.statistics.conditional import ALPHA
from hotspots.text import wijkbeeld as text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.wijkbeeld.briefing import LayerDetail, LayerLine, OpenZone
    from hotspots.analysis.wijkbeeld.counted import Counted
    from hotspots.analysis.wijkbeeld.details import HotCells
    from hotspots.analysis.wijkbeeld.drafts import Draft
    from hotspots.analysis.wijkbeeld.open_zones import CityZones
    from hotspots.analysis.wijkbeeld.place import Place
    from hotspots.catalog.specs import LayerSpec, ThemeSpec

    #: Called with the share of the work that is done, 0 to 1.
    Tell = Callable[[float], None]
    #: How the open zones of the city are found, or found again.
    Zones = Callable[[Workspace, str, Period, Tell], CityZones]


def briefing(
    workspace: Workspace,
    place: Place,
    period: Period | None = None,
    progress: Tell | None = None,
    *,
    hot_cells: HotCells = hot_cells_of,
    zones: Zones | None = zones_of,
) -> Briefing:
    """Return what goes on in a place.

    Parameters
    ----------
    workspace
        The open home, as a role sees it: layers that are not for it are in no line.
    period
        By default the last twelve complete months of each layer.
    progress
        Called with the share of the work that is done.
    hot_cells, zones
        What looks up the hot cells and the open zones of the whole city, which are the same for
        every place: a page keeps them. None for ``zones`` leaves those out.

    Raises
    ------
    SelectionError
        If no layer has anything in the period.
    """
    drafts, whole = _drafts(workspace, place, period)
    asked = next((draft.counted.asked for draft in drafts if draft.counted is not None), None)
    over = denominators_of(workspace, place, asked)
    lines = tested(workspace, with_rates(drafts, over), place)
    counted = _counted(drafts)
    told = Progress(progress or _silent, layers=len(counted), searches=len(counted) if zones else 0)
    events, events_covered = event_days(workspace, place, whole)
    open_zones, zones_silent = _open_zones(workspace, place, counted, zones, told)
    details = _details(workspace, place, counted, hot_cells, told)
    return Briefing(
        place=place,
        period=whole,
        before=year_before(whole) if any(line.before for line in lines) else None,
        last_month=_last_month(whole, counted),
        lines=lines,
        unmapped=_unmapped(workspace),
        details=details,
        zones=open_zones,
        zones_silent=zones_silent,
        events=events,
        events_covered=events_covered,
        population=tuple(entry.population() for entry in over.values()),
        area_km2=float(shapely.area(place.shape(workspace.geography))) / 1e6,
        synthetic=any(line.version is not None and line.version.synthetic for line in lines),
        notes=notes_of(place, whole, lines, details, events_covered),
        parameters=_parameters([layer.asked.layer for layer in counted.values()]),
    )


def _silent(share: float) -> None:
    """Say nothing of progress."""
    del share


def _drafts(
    workspace: Workspace, place: Place, period: Period | None
) -> tuple[list[Draft], Period]:
    """Return a draft of every layer that counts something, and the period of the briefing.

    Without a period, that of the incidents counts for all. A calendar reaches beyond today, and
    open figures end in another year: they set the period only where there is nothing else.
    """
    layers = [
        (theme, layer)
        for theme in workspace.themes
        for layer in theme.layers
        if layer.kind != "context"
    ]
    found = {
        layer.id: draft_of(workspace, theme, layer, place, period)
        for theme, layer in layers
        if layer.sensitive or (tests(layer) and layer.kind != "counts")
    }
    if all(draft.line.period is None for draft in found.values()):
        found |= {
            layer.id: draft_of(workspace, theme, layer, place, period)
            for theme, layer in layers
            if layer.kind == "counts" and layer.id not in found
        }
    whole = period or _latest([draft.line for draft in found.values()])
    for theme, layer in layers:
        if layer.id not in found:
            found[layer.id] = draft_of(workspace, theme, layer, place, whole)
    return [found[layer.id] for _, layer in layers], whole


def _counted(drafts: list[Draft]) -> dict[str, Counted]:
    """Return the layers that are counted and tested, by id; none that hides a part of its past."""
    return {
        draft.line.layer.id: draft.counted
        for draft in drafts
        if draft.counted is not None
        and tests(draft.line.layer)
        and draft.line.since_year.why_not != WITHHELD
    }


def _details(
    workspace: Workspace,
    place: Place,
    counted: Mapping[str, Counted],
    hot_cells: HotCells,
    told: Progress,
) -> Mapping[str, LayerDetail]:
    news, details = news_of(counted, place), {}
    for name, layer in counted.items():
        details[name] = detail_of(workspace, place, layer, news.get(name), hot_cells)
        told.layer_done()
    return MappingProxyType(details)


def _open_zones(
    workspace: Workspace,
    place: Place,
    counted: Mapping[str, Counted],
    zones: Zones | None,
    told: Progress,
) -> tuple[tuple[OpenZone, ...], Mapping[str, str]]:
    """Return the zones in the place, those that are over first at the end, and why of others none.

    Without a search every layer says that it was not searched.
    """
    found: list[OpenZone] = []
    silent: dict[str, str] = {}
    for name, layer in counted.items():
        if zones is None:
            silent[name] = "not_searched"
            continue
        city = zones(workspace, name, layer.period, told.searched)
        told.search_done()
        month = last_month_of(layer)
        held = zones_within(city, place, workspace.geography, month.first if month else None)
        found += held
        if not held:
            silent[name] = city.silent or "none_here"
    found.sort(key=lambda zone: zone.until, reverse=True)
    return tuple(found), MappingProxyType(silent)


def _latest(lines: list[LayerLine]) -> Period:
    """Return the period of the lines that ends last; of those the longest.

    Raises
    ------
    SelectionError
        If there is none: no layer has anything, or none may be told of a place this small.
    """
    held = [line.period for line in lines if line.period is not None]
    if not held and any(line.why_not == "too_fine_for_role" for line in lines):
        raise SelectionError(text.NO_LAYERS, text.NO_LAYERS_FOR_ROLE, text.NO_LAYERS_FOR_ROLE_DO)
    if not held:
        raise SelectionError(text.NO_LAYERS, text.NO_LAYERS_FOUND, text.NO_LAYERS_DO)
    return max(held, key=lambda period: (period.last, period.days))


def _last_month(whole: Period, counted: Mapping[str, Counted]) -> Period:
    """Return the last complete month of the layers, or else of the period."""
    months = [last_month_of(layer) for layer in counted.values()]
    held = [month for month in months if month is not None]
    return max(held, key=lambda month: month.last) if held else last_complete_month(whole)


def _unmapped(workspace: Workspace) -> tuple[ThemeSpec, ...]:
    """Return the themes without a layer that counts something."""
    return tuple(
        theme
        for theme in workspace.themes
        if all(layer.kind == "context" for layer in theme.layers)
    )


def _parameters(layers: list[LayerSpec]) -> Mapping[str, Any]:
    """Return how it was tested."""
    return MappingProxyType(
        {
            "alpha": ALPHA,
            "correction": CORRECTION,
            "test": TEST,
            "hot": "Gi*",
            "permutations": PERMUTATIONS,
            "cell_m": {layer.id: cell_size_of(layer) for layer in layers},
        }
    )
