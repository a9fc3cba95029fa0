"""The events of a calendar as columns: when each is there, where, and for how many people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.calendar import event_days, moments, spans_of
from hotspots.errors import SelectionError
from hotspots.evenementen import words as text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from hotspots.evenementen.locations import Locations


#: What has a licence; the rest was only requested or announced.
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
        The same for the time that the place is taken; ``begin`` and ``end`` where not known.
    first_day, last_day, build_day, clear_day
        Days since 1 January 1970; a night belongs to the day before it.
    visitors, actual_visitors
        People at the busiest moment; NaN where not known.
    sound, sound_known
        Whether sound is amplified, and whether that is known.
    risk
        "A", "B" or "C"; "" where that was not decided.
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
    sound_known: NDArray[np.bool_]
    requested: NDArray[np.datetime64]
    timed: NDArray[np.bool_]
    counts: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def names(self) -> dict[str, str]:
        """The title of each event by its id; the id where it has no title."""
        return {event: title or event for event, title in zip(self.ids, self.titles, strict=True)}

    def name(self, row: int) -> str:
        """Return the title of an event; its id where it has none."""
        return self.titles[row] or self.ids[row]

    def row(self, event_id: str) -> int:
        """Return where an event stands.

        Raises
        ------
        SelectionError
            If there is no such event.
        """
        if event_id not in self.ids:
            raise SelectionError(*text.no_event(event_id))
        return self.ids.index(event_id)

    def other_than(self, event_id: str) -> NDArray[np.bool_]:
        """Return which events are another one than that of an id; all of them where it is ""."""
        return np.array([event != event_id for event in self.ids], dtype=np.bool_)

    def knows_size(self, row: int) -> bool:
        """Whether the number of visitors of an event is known."""
        return bool(np.isfinite(self.visitors[row]))

    def where(self, rows: NDArray[np.int64]) -> Events:
        """Return some events, in the order of ``rows``."""
        chosen: dict[str, Any] = {}
        for name in self.__slots__:
            column = getattr(self, name)
            chosen[name] = (
                tuple(column[row] for row in rows.tolist())
                if isinstance(column, tuple)
                else column[rows]
            )
        return Events(**chosen)


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
        sound=np.array([written == "ja" for written in sound], dtype=np.bool_),
        sound_known=np.array([written != "" for written in sound], dtype=np.bool_),
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
    return tuple(
        "" if value is None else str(value) for value in columns.get(name, [None] * length)
    )


def _numbers(columns: Mapping[str, list[object]], name: str) -> NDArray[np.float64]:
    length = len(columns["id"])
    return np.array(columns.get(name, [None] * length), dtype=np.float64)
