"""What the scoring table measures by itself: visitors, how full, how long, how late, how loud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.events.capacity import capacity_of
from hotspots.events.scoring import classify, read_profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotspots.events.calendar import Events
    from hotspots.events.locations import Location, Locations
    from hotspots.events.scoring import Classified
    from hotspots.events.settings import EventSettings

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
