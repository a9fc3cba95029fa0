"""From a place and a period to a briefing: pure, the same for the same versions."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import shapely

from hotspots.access.export import note_seen
from hotspots.analysis.judgement import CORRECTION, TEST
from hotspots.analysis.periods import Period, last_complete_month, year_before
from hotspots.analysis.when import hours_and_days, timeline
from hotspots.dutch import WEEKDAY_NAMES, listed
from hotspots.errors import SelectionError
from hotspots.statistics.conditional import ALPHA
from hotspots.wijkbeeld import words as text
from hotspots.wijkbeeld.briefing import Briefing, BusyWindow, HowTested, LayerDetail
from hotspots.wijkbeeld.counted import denominators_of
from hotspots.wijkbeeld.hot_cells import (
    cell_size_of,
    cells_within,
    hot_cells_of,
    risen_buurten,
    together,
)
from hotspots.wijkbeeld.latest import (
    PERMUTATIONS,
    event_days,
    last_month_of,
    news_of,
    zones_of,
    zones_within,
)
from hotspots.wijkbeeld.lines import WITHHELD, draft_of, tested, tests, with_rates
from hotspots.wijkbeeld.sentences import notes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from hotspots.access.workspace import Workspace
    from hotspots.analysis.when import HoursAndDays
    from hotspots.catalog.specs import LayerSpec, ThemeSpec
    from hotspots.statistics.busy_hours import BusyStretch
    from hotspots.wijkbeeld.briefing import LayerLine, MonthNews, OpenZone
    from hotspots.wijkbeeld.counted import Counted
    from hotspots.wijkbeeld.hot_cells import CityCells
    from hotspots.wijkbeeld.latest import CityZones
    from hotspots.wijkbeeld.lines import Draft
    from hotspots.wijkbeeld.place import Place

    #: Called with the share of the work that is done, 0 to 1.
    Tell = Callable[[float], None]

    #: How the open zones of the city are found, or found again.
    Zones = Callable[[Workspace, str, Period, Tell], CityZones]

    #: How the hot cells of the city are found, or found again.
    HotCells = Callable[[Workspace, str, Period], CityCells]


_DAY_H: Final = 24
_ALL_DAYS: Final = tuple(range(7))


def busy_windows(hours: HoursAndDays | None) -> tuple[BusyWindow, ...]:
    """Return the busiest windows of the week, or else of the day; none where no hour stands out.

    Days with the same hours are one window: "vrijdag en zaterdag tussen 22 en 3 uur".
    """
    if hours is None:
        return ()
    if hours.busy:
        return windows_of_week(hours.busy)
    return tuple(_window(_ALL_DAYS, [stretch]) for stretch in hours.busy_of_day)


def windows_of_week(stretches: Iterable[BusyStretch]) -> tuple[BusyWindow, ...]:
    """Return stretches of the week as windows, the strongest first.

    Examples
    --------
    >>> from hotspots.statistics.busy_hours import BusyStretch
    >>> friday, saturday = (BusyStretch(d * 24 + 22, 5, 9.0, 2.0, 0.01) for d in (4, 5))
    >>> [window.words for window in windows_of_week([saturday, friday])]
    ['vrijdag en zaterdag tussen 22 en 3 uur']
    """
    alike: dict[tuple[int, int], list[BusyStretch]] = {}
    for stretch in stretches:
        alike.setdefault((stretch.first % _DAY_H, stretch.hours), []).append(stretch)
    return tuple(
        _window(tuple(sorted(stretch.first // _DAY_H for stretch in group)), group)
        for group in alike.values()
    )


def _window(days: tuple[int, ...], group: list[BusyStretch]) -> BusyWindow:
    first = group[0].first % _DAY_H
    until = (first + group[0].hours - 1) % _DAY_H + 1
    return BusyWindow(
        days=days,
        first=first,
        until=until,
        weight=sum(stretch.weight for stretch in group),
        expected=sum(stretch.expected for stretch in group),
        words=text.WINDOW.format(days=_days(days), first=first, until=until),
    )


def _days(days: tuple[int, ...]) -> str:
    if days == _ALL_DAYS:
        return text.EVERY_DAY
    return listed([WEEKDAY_NAMES[day] for day in days])


def detail_of(
    workspace: Workspace,
    place: Place,
    counted: Counted,
    news: MonthNews | None,
    hot_cells: HotCells,
    *,
    clock: bool = True,
) -> LayerDetail:
    """Return where and when the incidents of a layer in a place happened."""
    layer = counted.query.layer
    selection = place.selection(layer.id, period=counted.period)
    city = None
    if cell_size_of(layer):
        city = hot_cells(workspace, layer.id, counted.period)
    cells = cells_within(city, place, workspace.geography) if city is not None else ()
    hours = hours_and_days(workspace, selection) if clock else None
    return LayerDetail(
        cells=cells,
        places=together(cells),
        in_cells=city is not None,
        history=city.history if city is not None else None,
        hours=hours,
        windows=busy_windows(hours),
        timeline=timeline(workspace, selection),
        news=news,
        risen=risen_buurten(workspace, place, layer, counted.period),
    )


#: A search of zones takes about as long as this many layers without one.
_LAYERS_PER_SEARCH: Final = 10


class Progress:
    """Tells which share of the layers and of the searches is done."""

    def __init__(self, tell: Callable[[float], None], *, layers: int, searches: int) -> None:
        self._tell = tell
        self._total = layers + searches * _LAYERS_PER_SEARCH
        self._done = 0

    def layer_done(self) -> None:
        """Count a layer as done."""
        self._done += 1
        self._tell(self._done / self._total)

    def searched(self, share: float) -> None:
        """Tell which share of the search that is going on is done."""
        self._tell((self._done + share * _LAYERS_PER_SEARCH) / self._total)

    def search_done(self) -> None:
        """Count a search as done."""
        self._done += _LAYERS_PER_SEARCH
        self._tell(self._done / self._total)


def briefing(
    workspace: Workspace,
    place: Place,
    period: Period | None = None,
    progress: Tell | None = None,
    *,
    hot_cells: HotCells = hot_cells_of,
    zones: Zones | None = zones_of,
    clock: bool = True,
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
    clock
        Whether to look at the hours and days of each layer, which takes half of the time.

    Raises
    ------
    SelectionError
        If no layer has anything in the period.
    """
    drafts, whole = _drafts(workspace, place, period)
    question = next((draft.counted.query for draft in drafts if draft.counted is not None), None)
    over = denominators_of(workspace, place, question)
    lines = tested(workspace, with_rates(drafts, over), place)
    counted = _counted(drafts)
    share = Progress(
        progress or _silent, layers=len(counted), searches=len(counted) if zones else 0
    )
    events, events_covered = event_days(workspace, place, whole)
    open_zones, zones_silent = _open_zones(workspace, place, counted, zones, share)
    details = _details(workspace, place, counted, hot_cells, share, clock=clock)
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
        notes=notes_of(
            place, whole, lines, details, events_covered, words=workspace.geography.words
        ),
        tested=_how_tested([layer.query.layer for layer in counted.values()]),
        whole=workspace.geography.words,
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
    drafts_by_layer = {
        layer.id: draft_of(workspace, theme, layer, place, period)
        for theme, layer in layers
        if layer.sensitive or (tests(layer) and layer.kind != "counts")
    }
    if all(draft.line.period is None for draft in drafts_by_layer.values()):
        drafts_by_layer |= {
            layer.id: draft_of(workspace, theme, layer, place, period)
            for theme, layer in layers
            if layer.kind == "counts" and layer.id not in drafts_by_layer
        }
    whole = period or _latest([draft.line for draft in drafts_by_layer.values()])
    for theme, layer in layers:
        if layer.id not in drafts_by_layer:
            drafts_by_layer[layer.id] = draft_of(workspace, theme, layer, place, whole)
    return [drafts_by_layer[layer.id] for _, layer in layers], whole


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
    share: Progress,
    *,
    clock: bool,
) -> Mapping[str, LayerDetail]:
    news, details = news_of(counted, place), {}
    for name, layer in counted.items():
        details[name] = detail_of(workspace, place, layer, news.get(name), hot_cells, clock=clock)
        share.layer_done()
    return MappingProxyType(details)


def _open_zones(
    workspace: Workspace,
    place: Place,
    counted: Mapping[str, Counted],
    zones: Zones | None,
    share: Progress,
) -> tuple[tuple[OpenZone, ...], Mapping[str, str]]:
    """Return the zones in the place, those that are over first at the end, and why of others none.

    Without a search every layer says that it was not searched.
    """
    open_zones: list[OpenZone] = []
    silent: dict[str, str] = {}
    for name, layer in counted.items():
        if zones is None:
            silent[name] = "not_searched"
            continue
        city = zones(workspace, name, layer.period, share.searched)
        share.search_done()
        month = last_month_of(layer)
        within = zones_within(city, place, workspace.geography, month.first if month else None)
        open_zones += within
        if not within:
            silent[name] = city.silent or "none_here"
    open_zones.sort(key=lambda zone: zone.until, reverse=True)
    return tuple(open_zones), MappingProxyType(silent)


def _latest(lines: list[LayerLine]) -> Period:
    """Return the period of the lines that ends last; of those the longest.

    Raises
    ------
    SelectionError
        If there is none: no layer has anything, or none may be told of a place this small.
    """
    periods = [line.period for line in lines if line.period is not None]
    if not periods and any(line.why_not == "too_fine_for_role" for line in lines):
        raise SelectionError(text.NO_LAYERS, text.NO_LAYERS_FOR_ROLE, text.NO_LAYERS_FOR_ROLE_DO)
    if not periods:
        raise SelectionError(text.NO_LAYERS, text.NO_LAYERS_FOUND, text.NO_LAYERS_DO)
    return max(periods, key=lambda period: (period.last, period.days))


def _last_month(whole: Period, counted: Mapping[str, Counted]) -> Period:
    """Return the last complete month of the layers, or else of the period."""
    months = [last_month_of(layer) for layer in counted.values()]
    known = [month for month in months if month is not None]
    return max(known, key=lambda month: month.last) if known else last_complete_month(whole)


def _unmapped(workspace: Workspace) -> tuple[ThemeSpec, ...]:
    """Return the themes without a layer that counts something."""
    return tuple(
        theme
        for theme in workspace.themes
        if all(layer.kind == "context" for layer in theme.layers)
    )


def _how_tested(layers: Sequence[LayerSpec]) -> HowTested:
    return HowTested(
        alpha=ALPHA,
        correction=CORRECTION,
        test=TEST,
        hot="Gi*",
        permutations=PERMUTATIONS,
        cell_m=MappingProxyType({layer.id: cell_size_of(layer) for layer in layers}),
    )


def note_briefing(workspace: Workspace, briefing: Briefing) -> None:
    """Write down which layers were looked at, each with what a briefing says of it."""
    for line in briefing.lines:
        selection = briefing.place.selection(line.layer.id, period=line.period)
        note_seen(workspace, line.layer.id, selection.to_dict())
