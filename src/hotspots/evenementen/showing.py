"""What all parts of the page start from: the calendar as this role may see it, read once."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import streamlit as st

from hotspots.access.answer_key import lenient_key_of
from hotspots.access.cache import Cache
from hotspots.access.calendar import require_calendar
from hotspots.access.context_rows import drawn_mark
from hotspots.analysis import words as selection
from hotspots.dutch import AMSTERDAM, MONTHS, number
from hotspots.errors import AccessError, HotspotsError
from hotspots.evenementen import page_words as text
from hotspots.evenementen import plan_words as plan_text
from hotspots.evenementen import words as check_text
from hotspots.evenementen.basis import (
    EventRoom,
    PressureField,
    calendar_layer,
    open_events,
    pressure_field,
    with_place,
)
from hotspots.evenementen.locations import Location, Locations
from hotspots.evenementen.settings import CLASSES
from hotspots.exports import about
from hotspots.exports import words as taking
from hotspots.exports.sheet import Column, Line, Permit, Sheet, metadata_of
from hotspots.exports.sheet import today as sheet_today
from hotspots.maps.degrees import around as view_around
from hotspots.maps.live.component import live_map
from hotspots.pages.controls import choose_one, choose_some
from hotspots.pages.download import offer_map, offer_table
from hotspots.pages.page_map import clicked_on, legend_html, map_data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.access.answer_key import Key
    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import LayerSpec
    from hotspots.evenementen.calendar import Events
    from hotspots.evenementen.plan import Conflict
    from hotspots.exports.sheet import Metadata
    from hotspots.maps.spec import MapSpec


#: Id of a place that somebody points at and that is not in the list.
POINT_ID: Final = "punt"
_rooms = Cache[EventRoom]()
_derived = Cache[EventRoom]()


@dataclass(frozen=True, slots=True, eq=False)
class EventDesk:
    """What a part of the page gets: who looks, at which version, and the calendar itself."""

    workspace: Workspace
    key: Key
    room: EventRoom

    @property
    def layer_id(self) -> str:
        """Id of the calendar."""
        return self.room.layer.id

    @property
    def may_change(self) -> bool:
        """Whether this role may make a new version of the calendar."""
        return self.workspace.may_import(self.room.layer)


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are meant; an empty tuple is all of them. ``months`` are 1 to 12."""

    soorten: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    wijken: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    months: tuple[int, ...] = ()

    def rows(self, room: EventRoom) -> NDArray[np.bool_]:
        """Return which events pass, shape (n,)."""
        events = room.events
        passing = np.ones(len(events), dtype=np.bool_)
        for chosen, told in (
            (self.soorten, events.soorten),
            (self.classes, room.risks),
            (self.wijken, events.wijk),
            (self.statuses, events.statuses),
        ):
            if chosen:
                passing &= np.array([value in chosen for value in told], dtype=np.bool_)
        if self.months:
            month = events.begin.astype("M8[M]").astype(np.int64) % 12 + 1
            passing &= np.isin(month, self.months)
        return passing


def may_see_calendar(workspace: Workspace) -> bool:
    """Whether this role sees the events of a calendar, each at its place."""
    for layer in workspace.catalog.layers:
        if layer.kind == "calendar":
            try:
                require_calendar(layer, workspace.role)
            except AccessError:
                return False
            return True
    return False


def desk_of(workspace: Workspace) -> EventDesk:
    """Return the calendar of this role at the version that is served."""
    layer = calendar_layer(workspace)
    key = _key_of(workspace, layer)
    return EventDesk(workspace, key, _room(workspace, key, layer))


def _room(workspace: Workspace, key: Key, layer: LayerSpec) -> EventRoom:
    return _rooms.answer(key, lambda: open_events(workspace, layer))


def _key_of(workspace: Workspace, layer: LayerSpec) -> Key:
    """Return what a room depends on: the calendar, and the layers that it looks around in."""
    library = workspace.library
    marks = []
    for spec in library.catalog.contexts:
        if spec.purpose:
            # A layer that cannot be read is as one that is not there, as it is to the check.
            with suppress(HotspotsError):
                marks.append(f"{spec.id}:{drawn_mark(library, spec)}")
    return lenient_key_of(workspace, layer.id).with_marks(*marks)


def filtered(desk: EventDesk, chosen: EventFilter) -> EventRoom:
    """Return the calendar with only the events that pass, and the pressure of those."""
    if chosen == EventFilter():
        return desk.room
    return _derived.answer((desk.key, chosen), lambda: _only(desk.room, chosen))


def _only(room: EventRoom, chosen: EventFilter) -> EventRoom:
    rows = np.flatnonzero(chosen.rows(room))
    events = room.events.where(rows)
    risks = tuple(room.risks[row] for row in rows.tolist())
    field = pressure_field(
        events, risks, room.locations, room.field.residents, room.settings.pressure
    )
    return _with_field(replace(room, events=events, risks=risks), field)


def with_point(desk: EventDesk, x_rd: float, y_rd: float) -> EventRoom:
    """Return the calendar with one more place: a point of which nothing else is known."""
    return _derived.answer((desk.key, x_rd, y_rd), lambda: _with_point(desk.room, x_rd, y_rd))


def _with_point(room: EventRoom, x_rd: float, y_rd: float) -> EventRoom:
    name = text.POINT_NAME.format(x=number(x_rd), y=number(y_rd))
    place = Location(POINT_ID, name, "", x_rd, y_rd)
    known = room.locations
    # Last in the list, so that the events keep their places.
    locations = Locations.of(
        (*known.items, place), synthetic=known.synthetic, attribution=known.attribution
    )
    field = with_place(room.field, x_rd, y_rd, len(known))
    return _with_field(replace(room, locations=locations), field)


def _with_field(room: EventRoom, field: PressureField) -> EventRoom:
    buurten = len(room.buurt_codes)
    return replace(room, field=field, buurt_share=field.of_areas(np.arange(buurten), buurten))


def years_of(events: Events) -> tuple[int, ...]:
    """Return the years that a calendar has events in, the last first; this year without any."""
    if not len(events):
        return (today().year,)
    first, last = date_of(int(events.first_day.min())), date_of(int(events.last_day.max()))
    return tuple(range(last.year, first.year - 1, -1))


def today() -> date:
    """Return the day it is in the Netherlands."""
    return datetime.now(ZoneInfo(AMSTERDAM)).date()


def date_of(day: int) -> date:
    """Return the date of a day since 1 January 1970.

    Examples
    --------
    >>> date_of(0)
    datetime.date(1970, 1, 1)
    """
    found: date = np.datetime64(day, "D").item()
    return found


def day_of(moment: date) -> int:
    """Return the day since 1 January 1970 of a date.

    Examples
    --------
    >>> day_of(date(1970, 1, 2))
    1
    """
    return int(np.datetime64(moment, "D").astype(np.int64))


def place_names(room: EventRoom) -> dict[str, str]:
    """Return the name of each location by its id; with the id where two have one name."""
    names = [item.name or item.id for item in room.locations.items]
    return {
        item.id: name if names.count(name) == 1 else f"{name} ({item.id})"
        for item, name in zip(room.locations.items, names, strict=True)
    }


def event_sheet(
    workspace: Workspace,
    *,
    room: EventRoom,
    rows: pd.DataFrame,
    labels: Mapping[str, str],
    title: str,
    meaning: str,
    told: Sequence[str] = (),
    also: Sequence[str] = (),
    made_on: date | None = None,
) -> Sheet:
    """Return rows of this page as a sheet.

    Parameters
    ----------
    labels
        Dutch names of the columns, by their English ones.
    title
        What the table is.
    meaning
        What a row is.
    told
        What the page says of it, as plain sentences.
    also
        Ids of other layers that a sentence is of.
    """
    layer, version = room.layer, room.version
    made_up = version is not None and version.synthetic
    plain = rows.assign(**{str(name): _days(rows[name]) for name in rows})
    names = (str(name) for name in rows)
    columns = [Column(name, labels[name]) for name in names if name in labels]
    if made_up:
        columns.append(Column("synthetic", taking.SYNTHETIC_COLUMN))
    described: dict[str, Any] = {"layer": layer.id, "synthetic": made_up}
    if version is not None:
        described |= {"version": version.name, "source": version.attribution}
    return Sheet(
        name=layer.id,
        rows=plain,
        for_people=plain.assign(synthetic=selection.YES),
        columns=tuple(columns),
        metadata=_metadata(workspace, room, (title, meaning), told, made_on or sheet_today()),
        described=MappingProxyType(described),
        permits=tuple(Permit(name, {"table": title}) for name in (layer.id, *also)),
    )


def _metadata(
    workspace: Workspace,
    room: EventRoom,
    what: tuple[str, str],
    told: Sequence[str],
    made_on: date,
) -> Metadata:
    layer, version = room.layer, room.version
    title, meaning = what
    return metadata_of(
        made_on,
        about.about_file(about.title_of(workspace, layer, title), made_on, meaning),
        () if version is None else about.about_layer(workspace, layer, version, None),
        about.about_where(workspace),
        about.sentences(told),
        (Line("advice", taking.MIND, text.ADVICE_LABEL, check_text.ADVICE),),
        about.about_reading(made_up=version is not None and version.synthetic),
    )


def _days(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return moments as text: what has no time has no midnight."""
    if not pd.api.types.is_datetime64_any_dtype(column):
        return column
    timed = bool((column.dt.normalize() != column).any())
    form = "%Y-%m-%d %H:%M" if timed else "%Y-%m-%d"
    written: pd.Series[Any] = column.dt.strftime(form)
    return written


_MAP_PX: Final = 460


def choose_year(desk: EventDesk) -> int:
    """Let a user choose a year of the calendar; the last one first."""
    return choose_one(text.YEAR, years_of(desk.room.events), key="jaar", name=str)


def choose_filter(desk: EventDesk, *, months: bool = False) -> EventFilter:
    """Let a user choose which events count."""
    layer, wijken = desk.room.layer, desk.workspace.geography.wijken
    names = dict(zip(wijken.codes, wijken.names, strict=True))
    soorten: tuple[str, ...] = ()
    if layer.soorten:
        soorten = choose_some(
            text.SOORT, tuple(layer.soorten), key="soort", name=lambda name: layer.soorten[name]
        )
    told = set(desk.room.events.statuses)
    statuses = tuple(name for name in text.STATUSES if name in told)
    return EventFilter(
        soorten=soorten,
        classes=choose_some(text.CLASS, CLASSES, key="klasse", name=str),
        wijken=choose_some(text.WIJK, tuple(names), key="wijk", name=lambda code: names[code]),
        statuses=choose_some(
            text.STATUS, statuses, key="status", name=lambda name: text.STATUSES[name]
        ),
        months=choose_some(
            text.MONTH, tuple(range(1, 13)), key="maand", name=lambda at: MONTHS[at - 1]
        )
        if months
        else (),
    )


def offer_rows(
    desk: EventDesk,
    rows: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    name: str,
    title: str,
    meaning: str,
    key: str,
    told: Sequence[str] = (),
    label: str | None = None,
    also: Sequence[str] = (),
) -> None:
    """Offer rows as files, for who may take the calendar away.

    Parameters
    ----------
    also
        Ids of other layers that something in ``told`` is of.
    """
    make = partial(
        event_sheet,
        room=desk.room,
        rows=rows,
        labels=labels,
        title=title,
        meaning=meaning,
        told=tuple(told),
        also=tuple(also),
    )
    more: dict[str, Any] = {} if label is None else {"label": label}
    offer_table(desk.room.layer, make, name=name, key=key, shapes=False, **more)


def draw_map(
    desk: EventDesk,
    spec: MapSpec,
    what: str,
    *,
    key: str,
    around: tuple[float, float, float] | None = None,
    folded: bool = False,
    picked: Callable[[dict[str, Any]], None] | None = None,
    taking: bool = True,
) -> None:
    """Draw a map.

    Parameters
    ----------
    what
        What it is of, for who does not see it.
    around
        x and y in metres RD and the metres around it that the map opens with.
    folded
        Whether the map is too small for a legend on it: then its colours stand below.
    picked
        Takes a click on a place; without it a click means nothing: the tables have the numbers.
    taking
        Whether the map can be taken along as a file.
    """
    spot = "" if around is None else f"{around[0]:.0f},{around[1]:.0f}"
    data = map_data(
        spec,
        name=f"{key}:{spot}",
        what=what,
        height=_MAP_PX,
        tiles=None,
        legend_folded=folded,
        picks=picked is not None,
        focus=None if around is None else view_around(*around),
    )
    live_map(data, key=key, clicked=partial(_clicked, key, picked))
    if folded:
        st.html(legend_html(spec))
    if taking:
        offer_map(desk.workspace, spec, f"{spec.layer}_{key}", key=f"{key}_bewaren")


def _clicked(key: str, picked: Callable[[dict[str, Any]], None] | None) -> None:
    """Hand a place that was clicked on to who asked for it, before the page runs again."""
    click = clicked_on(key)
    if picked is not None and click and click["kind"] == "place":
        picked(click)


def choose_event(
    desk: EventDesk,
    rows: list[int],
    *,
    label: str,
    key: str,
    latest_first: bool = False,
    **more: Any,  # noqa: ANN401
) -> str | None:
    """Let a user choose an event of the calendar by its title; None as long as nobody did."""
    events = desk.room.events
    places = place_names(desk.room)
    rows = rows[::-1] if latest_first else rows
    labels = {
        events.ids[row]: text.event_label(
            events.titles[row] or events.ids[row],
            events.begin[row].item(),
            places.get(events.locations[row], events.locations[row]),
        )
        for row in rows
    }
    # Two events with one label would be one in the list.
    times = Counter(labels.values())
    names = {name: f"{told} ({name})" if times[told] > 1 else told for name, told in labels.items()}
    chosen = choose_one(
        label,
        ("", *names),
        key=key,
        name=lambda name: names[name] if name else text.PICK_EVENT,
        **more,
    )
    return chosen or None


#: Titles in a cell of the table of conflicts; the file has all of them.
_MOST_TITLES: Final = 4


def event_rows(
    room: EventRoom, rows: NDArray[np.int64], *, afterwards: bool = False, remarks: bool = False
) -> pd.DataFrame:
    """Return a row per event.

    Parameters
    ----------
    afterwards
        With how many came, and that as a part of what was expected.
    remarks
        With what was written down; for who keeps the calendar.
    """
    events, names = room.events, place_names(room)
    chosen = [int(row) for row in rows]
    shown = pd.DataFrame(
        {
            "start": pd.to_datetime(events.begin[rows]),
            "end": pd.to_datetime(events.end[rows]),
            "event": [events.titles[row] or events.ids[row] for row in chosen],
            "location": [names.get(events.locations[row], events.locations[row]) for row in chosen],
            "soort": [
                room.layer.soorten.get(events.soorten[row], events.soorten[row]) for row in chosen
            ],
            "risk": [room.risks[row] for row in chosen],
            "status": [
                text.STATUSES.get(events.statuses[row], events.statuses[row]) for row in chosen
            ],
            "visitors": people(events.visitors[rows]),
        }
    )
    if not afterwards:
        return shown.assign(requested=pd.to_datetime(events.requested[rows]))
    with np.errstate(invalid="ignore", divide="ignore"):
        turnout = 100 * events.actual_visitors[rows] / events.visitors[rows]
    shown = shown.assign(actual=people(events.actual_visitors[rows]), turnout=people(turnout))
    if remarks:
        shown = shown.assign(findings=[events.findings[row] for row in chosen])
    # What this is about stands in sight, and not behind the edge of the table.
    first = ["start", "event", "location", "visitors", "actual", "turnout"]
    first += ["findings"] if remarks else []
    return shown[first + [name for name in shown if name not in first]]


def people(counts: NDArray[np.float64]) -> pd.Series[Any]:
    """Return counts as whole numbers; missing where nobody told."""
    return pd.Series(
        [round(float(count)) if np.isfinite(count) else None for count in counts], dtype="Int64"
    )


def conflict_rows(
    room: EventRoom, conflicts: Sequence[Conflict], *, most: int = _MOST_TITLES
) -> pd.DataFrame:
    """Return conflicts in words, in their order."""
    events, names = room.events, place_names(room)
    at = {event: row for row, event in enumerate(events.ids)}
    rows = []
    for one in conflicts:
        titles = [events.titles[at[event]] or event for event in one.events]
        left = len(titles) - most
        rows.append(
            {
                "weight": one.weight,
                "kind": plan_text.CONFLICT_KINDS[one.kind],
                "told": _told(one),
                "location": names.get(one.place, one.place),
                "events": "; ".join(titles[:most]) + (f"; + {left}" if left > 0 else ""),
            }
        )
    return pd.DataFrame(rows)


def changed_rows(room: EventRoom, changed: Sequence[tuple[Conflict, Conflict]]) -> pd.DataFrame:
    """Return conflicts that weigh more or less in words, as they were and as they would be."""
    names = place_names(room)
    return pd.DataFrame(
        [
            {
                "kind": plan_text.CONFLICT_KINDS[before.kind],
                "location": names.get(before.place, before.place),
                "before": _told(before),
                "after": _told(after),
                "weight": after.weight - before.weight,
            }
            for before, after in changed
        ]
    )


def _told(one: Conflict) -> str:
    moment = datetime.fromisoformat(one.detail) if one.kind == "shift" else None
    return plan_text.conflict(one.kind, one.detail, one.excess, moment)
