"""How many people a place can hold: by its square metres, and by how fast they can leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotspots.events.locations import Location
    from hotspots.events.settings import CapacitySettings


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a place can hold; None where the list of locations does not say enough.

    Attributes
    ----------
    by_area
        People per density (persons per m2), rounded down.
    by_exits
        People that can leave in time, rounded down.
    exits_m
        Metres of exit that were counted with.
    people
        The lesser of both at the density that the check counts with.
    limited_by
        "area" or "exits": what makes it no more; "" where nothing is known.
    """

    usable_m2: float | None
    by_area: tuple[tuple[float, int], ...]
    by_exits: int | None
    exits_m: float | None
    people: int | None
    limited_by: str


def capacity_of(location: Location, settings: CapacitySettings) -> Capacity:
    """Return how many people fit: the lesser of area x density and exits x flow x time.

    It is what a place can hold empty: stages, stalls and fences take square metres away.

    References
    ----------
    Health and Safety Executive (1999). The event safety guide, HSG 195: persons per metre and
    minute through an exit, and per square metre. The settings say which figure was read where.

    Examples
    --------
    100 m2 at 2 persons per m2 is 200; exits of 2 and 3 m, without the widest, let 2 x 82 x 10 out.

    >>> from hotspots.events.locations import Location
    >>> from hotspots.events.reading import read_settings
    >>> place = Location("a", "A", "plein", 0.0, 0.0, usable_m2=100.0, exits_m=(2.0, 3.0))
    >>> found = capacity_of(place, read_settings().capacity)
    >>> found.people, found.limited_by, found.by_exits
    (200, 'area', 1640)
    """
    usable = location.usable_m2
    by_area = (
        ()
        if usable is None
        else tuple((density, people_on(usable, density)) for density in settings.densities)
    )
    exits_m = counted_exits_m(location.exits_m, settings)
    by_exits = (
        None if exits_m is None else _whole(exits_m * settings.exit_flow * settings.exit_minutes)
    )
    area = None if usable is None else people_on(usable, settings.density)
    known = [number for number in (area, by_exits) if number is not None]
    people = min(known, default=None)
    limited_by = "" if people is None else "area" if people == area else "exits"
    return Capacity(usable, by_area, by_exits, exits_m, people, limited_by)


def people_on(usable_m2: float, density: float) -> int:
    """Return how many people stand on so many square metres.

    Examples
    --------
    >>> people_on(101.0, 2.5)
    252
    """
    return _whole(usable_m2 * density)


def counted_exits_m(exits_m: tuple[float, ...], settings: CapacitySettings) -> float | None:
    """Return the metres of exit to count with; None where the list names no exit.

    With one exit and the widest left out there is none: 0 metres, and so nobody.
    """
    if not exits_m:
        return None
    return sum(exits_m) - (max(exits_m) if settings.without_widest else 0.0)


def _whole(people: float) -> int:
    """Round down, but not below a whole number that only floating point missed."""
    return int(people + 1e-9)  # 0.29 * 100 is 28.999…
