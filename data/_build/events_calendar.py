"""The layer evenementen: an invented calendar of public events, and the nights it gives.

Places are venues of the municipal amenities monitor and squares and quays of the inner city,
named after the buurt they lie in. No real event is in it: each title says "voorbeeld".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from draws import around, between, pick
from incidents import points_in_time
from rhythm import Calendar, beside_clock_changes, weekday
from totals import EVENT_YEARS, EVENTS, EVENTS_OF_SEVERAL_DAYS

if TYPE_CHECKING:
    from incidents import Incidents
    from numpy.typing import NDArray
    from town import Places, Town

SOORTEN = ("muziek", "markt", "sport", "cultuur", "overig")
SHARES = np.array([0.26, 0.22, 0.18, 0.22, 0.12])
#: per soort: first and last hour of the begin, shortest and longest duration in hours.
HOURS = np.array([(16, 21, 3, 7), (8, 11, 6, 9), (9, 14, 3, 7), (11, 20, 2, 5), (10, 18, 2, 6)])
#: how much noise and crowding an event gives at night, per soort.
NIGHT_WEIGHT = np.array([5.0, 0.5, 0.7, 1.0, 1.5])
TITLES = {
    "muziek": ("Muziekavond", "Buitenconcert", "Dansavond", "Korendag"),
    "markt": ("Braderie", "Boekenmarkt", "Streekmarkt", "Rommelmarkt"),
    "sport": ("Loopwedstrijd", "Sporttoernooi", "Wielerronde", "Sportdag"),
    "cultuur": ("Theaterdag", "Open podium", "Lichtroute", "Museumavond"),
    "overig": ("Wijkfeest", "Familiedag", "Optocht", "Open dag"),
}
#: buurtcodes of the inner city whose squares and quays hold events, and how often.
INNER_CITY = {
    "BU05050102": 5.0,  # Grote Markt en omgeving
    "BU05050101": 3.5,  # Groenmarkt en omgeving
    "BU05050100": 2.5,  # Nieuwe Haven en omgeving
    "BU05050103": 1.5,  # Wijnstraat en omgeving
    "BU05050108": 3.5,  # Centrum
    "BU05050109": 1.2,  # Augustijnenkamp en omgeving
    "BU05050110": 0.6,  # Geldelozepad en omgeving
    "BU05050205": 0.5,  # Kasperspad en omgeving
    "BU05050405": 0.9,  # Weizigtpark
    "BU05050500": 1.5,  # Wantijpark en omgeving
}
#: a buurt that is not named after its square.
SQUARES = {"BU05050108": "Statenplein"}
#: categories of voorzieningen that hold public events, with the soorten that fit.
FITTING = {
    "theater": ("muziek", "cultuur", "overig"),
    "bioscoop": ("cultuur",),
    "sportaccommodatie": ("sport", "overig"),
    "zwemlocatie": ("sport", "muziek"),
    "ijsbaan": ("sport",),
    "bibliotheek": ("cultuur",),
}
MONTHS = (0.5, 0.6, 0.8, 1.1, 1.4, 1.5, 1.3, 1.3, 1.4, 1.0, 0.8, 1.3)
WEEK = (0.2, 0.3, 0.5, 0.6, 1.6, 2.6, 2.0)
#: metres around an event in which its nights are noticed (standard deviation).
NEARBY_M = 160.0


@dataclass(frozen=True, slots=True, eq=False)
class Sites:
    """Places that hold events: name, place, and the chance of each soort."""

    names: tuple[str, ...]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """The calendar, sorted by begin; coordinates in whole RD metres."""

    soort: NDArray[np.int64]
    begin: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    title: tuple[str, ...]
    x: NDArray[np.float64]
    y: NDArray[np.float64]


def event_sites(town: Town) -> Sites:
    """Return the sites on land: squares and quays of the inner city, and venues."""
    rows: list[tuple[str, float, float, tuple[float, ...]]] = []
    for code, often in INNER_CITY.items():
        named = town.names[town.position(code)].removesuffix(" en omgeving")
        name = SQUARES.get(code, named)
        rows.append((name, *town.midpoint(code), (2.4 * often, 2.4 * often, 0.5, often, often)))
    seen = set()
    for venue in town.venues:
        place = np.rint(np.array([venue.x_rd])), np.rint(np.array([venue.y_rd]))
        fitting = FITTING.get(venue.category, ())
        if not fitting or venue.name in seen or town.buurt_at(*place)[0] < 0:
            continue
        seen.add(venue.name)
        chances = tuple(1.0 if soort in fitting else 0.0 for soort in SOORTEN)
        rows.append((venue.name, venue.x_rd, venue.y_rd, chances))
    names, x, y, weights = zip(*rows, strict=True)
    return Sites(names, np.rint(np.array(x)), np.rint(np.array(y)), np.array(weights))


def plan_events(rng: np.random.Generator, town: Town) -> Events:
    """Return the events of all years; a site holds one event at a time."""
    sites = event_sites(town)
    columns = [
        plan_year(rng, sites, year, number, several)
        for year, number, several in zip(EVENT_YEARS, EVENTS, EVENTS_OF_SEVERAL_DAYS, strict=True)
    ]
    soort, site, begin, end, variant = (np.concatenate(c) for c in zip(*columns, strict=True))
    order = np.lexsort((site, begin))
    soort, site, begin, end = soort[order], site[order], begin[order], end[order]
    title = tuple(
        f"{TITLES[SOORTEN[s]][v]} {sites.names[p]} (voorbeeld)"
        for s, v, p in zip(soort.tolist(), variant[order].tolist(), site.tolist(), strict=True)
    )
    return Events(soort, begin, end, title, sites.x[site], sites.y[site])


def plan_year(
    rng: np.random.Generator, sites: Sites, year: int, number: int, several: int
) -> tuple[NDArray[np.generic], ...]:
    """Return soort, site, begin, end and number of the title of the events of one year."""
    calendar = Calendar(year)
    month = calendar.days.astype("datetime64[M]").astype(np.int64) % 12
    chance = np.array(MONTHS)[month] * np.array(WEEK)[weekday(calendar.days)]
    # Nothing in the last week, so that an event of several days ends in its own year.
    chance[-7:] = 0.0
    busy = np.zeros((len(sites.names), calendar.days.size), dtype=bool)
    soort = pick(rng, SHARES, number)
    days = np.ones(number, dtype=np.int64)
    days[:several] = 2 + pick(rng, np.array([0.6, 0.3, 0.07, 0.03]), several)
    site, first = np.empty(number, dtype=np.int64), np.empty(number, dtype=np.int64)
    for event in range(number):
        site[event], first[event] = free_slot(
            rng, sites, busy, chance, soort=soort[event], days=days[event]
        )
        busy[site[event], first[event] : first[event] + days[event]] = True
    hour = HOURS[soort]
    opening = np.floor(between(rng, 0, 1, number) * (hour[:, 1] - hour[:, 0] + 1)) + hour[:, 0]
    length = np.floor(between(rng, 0, 1, number) * (hour[:, 3] - hour[:, 2] + 1)) + hour[:, 2]
    # A licence ends at 1 o'clock in the morning at the latest.
    closing = np.minimum(opening + length, 25.0)
    day = calendar.days[first].astype("datetime64[m]")
    begin = day + (60 * opening).astype("timedelta64[m]")
    end = day + (60 * (closing + 24 * (days - 1))).astype("timedelta64[m]")
    return soort, site, begin, end, pick(rng, np.ones(4), number)


def free_slot(
    rng: np.random.Generator,
    sites: Sites,
    busy: NDArray[np.bool_],
    chance: NDArray[np.float64],
    *,
    soort: int,
    days: int,
) -> tuple[int, int]:
    """Return a site and a first day on which nothing else is there."""
    while True:
        site = int(pick(rng, sites.weights[:, soort], 1)[0])
        first = int(pick(rng, chance, 1)[0])
        if not busy[site, first : first + days].any():
            return site, first


@dataclass(frozen=True, slots=True, eq=False)
class EventNights:
    """The nights of events: where and when more noise and crowding is to be expected."""

    year: NDArray[np.int64]
    start: NDArray[np.datetime64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    weight: NDArray[np.float64]

    @classmethod
    def of(cls, events: Events) -> EventNights:
        """Return one night per day of each event, from 20:00 on."""
        first = events.begin.astype("datetime64[D]")
        # Whole days, so that an event which ends after midnight has no second night.
        nights = (events.end - events.begin) // np.timedelta64(1, "D") + 1
        row = np.repeat(np.arange(first.size), nights)
        number = np.arange(row.size) - np.repeat(np.cumsum(nights) - nights, nights)
        day = first[row] + number.astype("timedelta64[D]")
        return cls(
            year=day.astype("datetime64[Y]").astype(np.int64) + 1970,
            start=day.astype("datetime64[m]") + np.timedelta64(20 * 60, "m"),
            x=events.x[row],
            y=events.y[row],
            weight=NIGHT_WEIGHT[events.soort[row]],
        )

    def incidents(
        self, rng: np.random.Generator, town: Town, soort: str, year: int, size: int
    ) -> Incidents:
        """Return incidents near events on their nights, between 20:00 and 2:00."""
        rows = np.flatnonzero(self.year == year)
        night = rows[pick(rng, self.weight[rows], size)]
        # The last event lies a week before the end of the year, so no night leaves it.
        minute = np.floor(360 * (0.5 * (rng.random(size) + rng.random(size))))
        moments = beside_clock_changes(self.start[night] + minute.astype("timedelta64[m]"))
        return points_in_time(soort, moments, *self.nearby(rng, town, night))

    def nearby(self, rng: np.random.Generator, town: Town, night: NDArray[np.int64]) -> Places:
        """Return a place on land near the event of each night."""
        x, y = np.empty(night.size), np.empty(night.size)
        missing = np.arange(night.size)
        while missing.size:
            new = around(rng, self.x[night[missing]], self.y[night[missing]], NEARBY_M)
            x[missing], y[missing] = np.rint(new[0]), np.rint(new[1])
            missing = missing[town.buurt_at(x[missing], y[missing]) < 0]
        return x, y
