"""The events of a calendar as columns: when each is there, where, and for how many people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from hotspots.events.locations import Locations

#: What was turned down is no event; what has no status yet may still be one.
TURNED_DOWN: Final = "afgewezen"
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


def events_from(table: pa.Table, locations: Locations, *, night_until_hour: int) -> Events:
    """Return the events of a published calendar, by begin and then by id."""
    columns = _columns(table)
    at = {item.id: position for position, item in enumerate(locations.items)}
    begin = _moments(columns, "begin")
    end = _ends(columns, begin)
    build_up, dismantled = _moments(columns, "build_up"), _moments(columns, "dismantled")
    build_up = np.where(np.isnat(build_up), begin, np.minimum(build_up, begin))
    dismantled = np.where(np.isnat(dismantled), end, np.maximum(dismantled, end))
    first, last = event_days(begin, end, night_until_hour=night_until_hour)
    build_day, clear_day = event_days(build_up, dismantled, night_until_hour=night_until_hour)
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
        requested=_moments(columns, "requested"),
        timed=np.array(columns["begin_has_time"], dtype=np.bool_),
        counts=np.array([told != TURNED_DOWN for told in texts["status"]], dtype=np.bool_),
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


def _moments(columns: Mapping[str, list[object]], name: str) -> NDArray[np.datetime64]:
    length = len(columns["id"])
    return np.array(columns.get(name, [None] * length), dtype="datetime64[s]")


def _ends(
    columns: Mapping[str, list[object]], begin: NDArray[np.datetime64]
) -> NDArray[np.datetime64]:
    """Return the first moment after each event: midnight after a day without a time."""
    end = _moments(columns, "end")
    untold = np.isnat(end)
    timed = np.where(
        untold, np.array(columns["begin_has_time"], dtype=bool),
        np.array(columns["end_has_time"], dtype=bool),
    )  # fmt: skip
    last = np.where(untold, begin, end)
    midnight = (last.astype("M8[D]") + np.timedelta64(1, "D")).astype("M8[s]")
    return np.where(timed, last, midnight)


def event_days(
    begin: NDArray[np.datetime64], end: NDArray[np.datetime64], *, night_until_hour: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first and last day of each event, as days since 1 January 1970.

    What ends in the night belongs to the day before: a licence until two o'clock is one day.

    Parameters
    ----------
    begin, end : shape (n,)
        Wall time; ``end`` is the first moment after the event.
    night_until_hour
        Until which hour a night belongs to the day before.

    Examples
    --------
    An evening that ends at two, two whole days, and New Year's Eve.

    >>> begin = np.array(["2018-05-05T20", "2018-05-05T00", "2018-12-31T22"], dtype="M8[s]")
    >>> end = np.array(["2018-05-06T02", "2018-05-07T00", "2019-01-01T03"], dtype="M8[s]")
    >>> first, last = event_days(begin, end, night_until_hour=6)
    >>> (last - first + 1).tolist()
    [1, 2, 1]
    """
    first = begin.astype("M8[D]").astype(np.int64)
    just_before = end - np.timedelta64(night_until_hour, "h") - np.timedelta64(1, "s")
    last = just_before.astype("M8[D]").astype(np.int64)
    return first, np.maximum(last, first)
