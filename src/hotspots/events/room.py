"""Everything that questions about events start from, read once per version of the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from hotspots.access.calendar import nobodys_calendar
from hotspots.access.event_days import covered_by, spans_of
from hotspots.errors import NothingYetError, SelectionError
from hotspots.events.calendar import Events, events_from
from hotspots.events.field import PressureField, pressure_field
from hotspots.events.locations import Locations, locations_of
from hotspots.events.measuring import risks_of
from hotspots.events.nearness import NearLayer, layers_near
from hotspots.events.reading import read_settings
from hotspots.events.residents import PRESSURE_CELL_M, residents_of
from hotspots.text import events as text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from hotspots.access.event_days import Covered
    from hotspots.access.workspace import Version, Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.events.residents import Residents
    from hotspots.events.settings import EventSettings


@dataclass(frozen=True, slots=True, eq=False)
class EventRoom:
    """A calendar, its places and how they are weighed; nothing in it is changed.

    ``risks`` is the class of each event: as it was decided, and by the scoring table where nobody
    decided yet. ``buurt_share`` is what arrives of each place of the field at the mean resident of
    each buurt, NaN where nobody lives. ``nearby`` holds the layers that a check measures
    distances to, by purpose or id. ``covered`` are the days that the calendar says anything of.
    """

    layer: LayerSpec
    version: Version | None
    settings: EventSettings
    locations: Locations
    events: Events
    risks: tuple[str, ...]
    field: PressureField
    buurt_share: NDArray[np.float64]
    buurt_codes: tuple[str, ...]
    buurt_names: tuple[str, ...]
    nearby: Mapping[str, NearLayer]
    covered: Covered

    def knows(self, first_day: int, last_day: int) -> bool:
        """Whether the calendar says what is on, on each of these days since 1 January 1970."""
        first, last = (np.datetime64(day, "D").item() for day in (first_day, last_day))
        return self.covered.whole(first, last)


def calendar_layer(workspace: Workspace) -> LayerSpec:
    """Return the calendar that this role may see.

    Raises
    ------
    SelectionError
        If the home has none for this role.
    """
    for layer in workspace.catalog.layers:
        if layer.kind == "calendar":
            return layer
    raise SelectionError(*text.no_calendar())


def open_events(workspace: Workspace, layer: LayerSpec | None = None) -> EventRoom:
    """Return the calendar of a home as this role may see it, ready for questions.

    It takes the better part of a second for a large calendar: keep it per version, and per role.

    Raises
    ------
    AccessError
        If this role may not see where events are.
    DeclarationError
        If ``toetsing.toml`` is wrong.
    """
    layer = layer or calendar_layer(workspace)
    settings = read_settings(layer.folder)
    version, table = _calendar(workspace, layer)
    locations = locations_of(workspace, layer)
    events = events_from(table, locations)
    buurten = workspace.geography.buurten
    wanted = {
        settings.road_works.context,
        *(rule.context for rule in settings.access),
    }
    wanted |= {name for rule in settings.near for name in (rule.context, rule.zones)}
    return furnished(
        layer,
        settings,
        locations,
        events,
        residents_of(workspace, PRESSURE_CELL_M),
        version=version,
        buurten=(buurten.codes, buurten.names),
        nearby=layers_near(workspace, sorted(wanted)),
        covered=covered_by([spans_of(table)]),
    )


def _calendar(workspace: Workspace, layer: LayerSpec) -> tuple[Version | None, pa.Table]:
    """Return the calendar as it is served; one that waits for its first event has none."""
    try:
        return workspace.calendar(layer)
    except NothingYetError:
        return None, nobodys_calendar()


def furnished(
    layer: LayerSpec,
    settings: EventSettings,
    locations: Locations,
    events: Events,
    residents: Residents,
    *,
    buurten: tuple[tuple[str, ...], tuple[str, ...]],
    version: Version | None = None,
    nearby: Mapping[str, NearLayer] = MappingProxyType({}),
    covered: Covered,
) -> EventRoom:
    """Return a room with the classes and the pressure of its events.

    Parameters
    ----------
    buurten
        Codes and names.
    """
    risks = risks_of(events, locations, settings)
    field = pressure_field(events, risks, locations, residents, settings.pressure)
    codes, names = buurten
    return EventRoom(
        layer=layer,
        version=version,
        settings=settings,
        locations=locations,
        events=events,
        risks=risks,
        field=field,
        buurt_share=field.of_areas(np.arange(len(codes)), len(codes)),
        buurt_codes=codes,
        buurt_names=names,
        nearby=nearby,
        covered=covered,
    )
