"""The events of a calendar as columns: when each is there, where, and for how many people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.calendar import event_days, moments, spans_of
from hotspots.evenementen.locations import capacity_of
from hotspots.evenementen.scoring import classify, read_profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from hotspots.evenementen.locations import Location, Locations
    from hotspots.evenementen.scoring import Classified
    from hotspots.evenementen.settings import EventSettings


#: What has a licence; the rest was only asked for or announced.
GRANTED: Final = "vergund"


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Events by begin; every array and tuple has length n.

    Attributes
    ----------
    place
        Position among the locations, -1 where an event is at none of them.
    begin, end
        Wall time in the Netherlands, datetime64[s]; ``end`` is the first moment after it.
    build_up, dismantled
        The same for the time that the place is taken; ``begin`` and ``end`` where not told.
    first_day, last_day, build_day, clear_day
        Days since 1 January 1970; a night belongs to the day before it.
    visitors, actual_visitors
        People at the busiest moment; NaN where not told.
    sound, sound_told
        Whether sound is amplified, and whether anybody said so or not.
    risk
        "A", "B" or "C"; "" where nobody said.
    timed
        Whether the time of day is known; if not, whole days are meant.
    counts
        Whether an event puts pressure on anything: not if it was turned down.
    buurt, wijk
        Codes; "" outside the gemeente.
    """

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    soorten: tuple[str, ...]
    locations: tuple[str, ...]
    statuses: tuple[str, ...]
    profiles: tuple[str, ...]
    risk: tuple[str, ...]
    findings: tuple[str, ...]
    buurt: tuple[str, ...]
    wijk: tuple[str, ...]
    place: NDArray[np.int64]
    x_rd: NDArray[np.float64]
    y_rd: NDArray[np.float64]
    begin: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    build_up: NDArray[np.datetime64]
    dismantled: NDArray[np.datetime64]
    first_day: NDArray[np.int64]
    last_day: NDArray[np.int64]
    build_day: NDArray[np.int64]
    clear_day: NDArray[np.int64]
    visitors: NDArray[np.float64]
    actual_visitors: NDArray[np.float64]
    sound: NDArray[np.bool_]
    sound_told: NDArray[np.bool_]
    requested: NDArray[np.datetime64]
    timed: NDArray[np.bool_]
    counts: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)

    def where(self, rows: NDArray[np.int64]) -> Events:
        """Return some events, in the order of ``rows``."""
        taken: dict[str, Any] = {}
        for name in self.__slots__:
            column = getattr(self, name)
            taken[name] = (
                tuple(column[row] for row in rows.tolist())
                if isinstance(column, tuple)
                else column[rows]
            )
        return Events(**taken)


def events_from(table: pa.Table, locations: Locations) -> Events:
    """Return the events of a published calendar, by begin and then by id."""
    columns = _columns(table)
    at = {item.id: position for position, item in enumerate(locations.items)}
    spans = spans_of(table)
    begin, end = spans.begin, spans.end
    build_up, dismantled = moments(table, "build_up"), moments(table, "dismantled")
    build_up = np.where(np.isnat(build_up), begin, np.minimum(build_up, begin))
    dismantled = np.where(np.isnat(dismantled), end, np.maximum(dismantled, end))
    first, last = spans.first_day, spans.last_day
    build_day, clear_day = event_days(build_up, dismantled)
    texts = {name: _texts(columns, name) for name in _TEXTS}
    sound = _texts(columns, "sound")
    events = Events(
        **{field: texts[name] for name, field in _TEXTS.items()},
        place=np.array([at.get(name, -1) for name in texts["location"]], dtype=np.int64),
        x_rd=_numbers(columns, "x_rd"),
        y_rd=_numbers(columns, "y_rd"),
        begin=begin,
        end=end,
        build_up=build_up,
        dismantled=dismantled,
        first_day=first,
        last_day=last,
        build_day=np.minimum(build_day, first),
        clear_day=np.maximum(clear_day, last),
        visitors=_numbers(columns, "visitors"),
        actual_visitors=_numbers(columns, "actual_visitors"),
        sound=np.array([told == "ja" for told in sound], dtype=np.bool_),
        sound_told=np.array([told != "" for told in sound], dtype=np.bool_),
        requested=moments(table, "requested"),
        timed=np.array(columns["begin_has_time"], dtype=np.bool_),
        counts=spans.counts,
    )
    return events.where(np.lexsort((np.array(events.ids, dtype=object), events.begin)))


#: Columns of text, and what they are called here.
_TEXTS: Final = {
    "id": "ids",
    "title": "titles",
    "soort": "soorten",
    "location": "locations",
    "status": "statuses",
    "profile": "profiles",
    "class": "risk",
    "findings": "findings",
    "buurt": "buurt",
    "wijk": "wijk",
}


def _columns(table: pa.Table) -> Mapping[str, list[object]]:
    return {name: table[name].to_pylist() for name in table.column_names}


def _texts(columns: Mapping[str, list[object]], name: str) -> tuple[str, ...]:
    length = len(columns["id"])
    return tuple("" if told is None else str(told) for told in columns.get(name, [None] * length))


def _numbers(columns: Mapping[str, list[object]], name: str) -> NDArray[np.float64]:
    length = len(columns["id"])
    return np.array(columns.get(name, [None] * length), dtype=np.float64)


#: From this hour neighbours want to sleep.
_LATE_HOUR: Final = 23


def measured(
    visitors: float | None,
    capacity: int | None,
    *,
    first_day: int,
    last_day: int,
    end: np.datetime64,
    sound: bool | None,
) -> dict[str, float | None]:
    """Return the values of the measures; None where something is not known.

    Parameters
    ----------
    first_day, last_day
        Days since 1 January 1970.
    end
        First moment after the event, wall time.

    Examples
    --------
    Half full, one day, until one o'clock at night.

    >>> measured(
    ...     500.0, 1000, first_day=17656, last_day=17656,
    ...     end=np.datetime64("2018-05-06T01:00:00"), sound=True,
    ... )
    {'visitors': 500.0, 'occupancy_pct': 50.0, 'days': 1.0, 'hours_after_23': 2.0, 'sound': 1.0}
    """
    late = np.datetime64(last_day, "D").astype("M8[s]") + np.timedelta64(_LATE_HOUR, "h")
    hours = (end.astype("M8[s]") - late) / np.timedelta64(1, "h")
    full = None if visitors is None or not capacity else 100.0 * visitors / capacity
    return {
        "visitors": visitors,
        "occupancy_pct": full,
        "days": float(last_day - first_day + 1),
        "hours_after_23": max(0.0, float(hours)),
        "sound": None if sound is None else float(sound),
    }


def risks_of(events: Events, locations: Locations, settings: EventSettings) -> tuple[str, ...]:
    """Return the class of each event: as decided, or else by the scoring table."""
    return tuple(
        decided or classified_event(events, row, locations, settings).risk
        for row, decided in enumerate(events.risk)
    )


def classified_event(
    events: Events, row: int, locations: Locations, settings: EventSettings
) -> Classified:
    """Return what the scoring table says of an event of the calendar."""
    place = int(events.place[row])
    visitors = float(events.visitors[row])
    return classify(
        settings.scoring,
        measured(
            None if np.isnan(visitors) else visitors,
            _people(locations.items[place], settings) if place >= 0 else None,
            first_day=int(events.first_day[row]),
            last_day=int(events.last_day[row]),
            end=events.end[row],
            sound=bool(events.sound[row]) if events.sound_told[row] else None,
        ),
        answers_of(events.profiles[row]),
    )


def answers_of(profile: str) -> Mapping[str, str]:
    """Return the answers that came with an event."""
    return read_profile(profile)


def _people(location: Location, settings: EventSettings) -> int | None:
    return capacity_of(location, settings.capacity).people
