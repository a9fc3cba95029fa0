"""Time a licence check and the map of a season, on a calendar of 10.000 events and 500 places.

    python benchmarks/bench_events.py [--events N] [--places N] [--cells N] [--rounds N]

Prints the median of opening the calendar (once per version), of a check with all its alternatives,
of the map of a season in cells, and of the calendar heat map of a year for all buurten. The map is
compared with the sum over events written out, on a part of the cells.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from timing import alternate

from hotspots.access.calendar import covered_by, spans_of
from hotspots.catalog.specs import LayerSpec
from hotspots.evenementen.calendar import calendar_from, events_from
from hotspots.evenementen.check import check
from hotspots.evenementen.locations import Location, Locations
from hotspots.evenementen.pressure import Residents, weights_of
from hotspots.evenementen.request import Request
from hotspots.evenementen.settings import read_settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.statistics.event_pressure import Fading

SEED = 20171231
BUURTEN = 132
TOWN_M = 12_000.0
FIRST = np.datetime64("2015-01-01T12:00:00")
SUMMER = tuple(
    int(np.datetime64(day, "D").astype(np.int64)) for day in ("2016-06-01", "2016-08-31")
)
LAYER = LayerSpec("k", "t", "calendar", "K", "evenement", "evenement", "evenementen", places="p")


def make_calendar(rng: np.random.Generator, events: int, places: Locations) -> pa.Table:
    """Return events of up to five days in four years, most of them at few places."""
    place = np.minimum(rng.exponential(len(places) / 8, events), len(places) - 1).astype(int)
    begin = FIRST + rng.integers(0, 4 * 365 * 24, events) * np.timedelta64(1, "h")
    end = begin + rng.choice([3, 5, 8, 30, 100], events, p=[0.4, 0.2, 0.1, 0.2, 0.1]).astype(
        "m8[h]"
    )
    filled = ["" for _ in range(events)]
    return pa.table({
        "id": [f"E{n}" for n in range(events)],
        "soort": ["muziek"] * events, "title": filled,
        "location": [places.items[at].id for at in place.tolist()],
        "begin": begin, "begin_has_time": [True] * events,
        "end": end, "end_has_time": [True] * events,
        "build_up": begin - np.timedelta64(20, "h"), "dismantled": end + np.timedelta64(12, "h"),
        "visitors": rng.integers(50, 8000, events).astype(float),
        "status": ["vergund"] * events, "sound": ["ja"] * events,
        "class": rng.choice(["A", "B", "C"], events, p=[0.8, 0.15, 0.05]).tolist(),
        "profile": filled, "findings": filled, "buurt": filled, "wijk": filled,
        "x_rd": places.x_rd[place], "y_rd": places.y_rd[place],
    })  # fmt: skip


def make_parts(events: int, places: int, cells: int) -> tuple[pa.Table, Locations, Residents]:
    """Return a calendar, its places and who lives around."""
    rng = np.random.default_rng(SEED)
    spots = rng.normal(TOWN_M / 2, TOWN_M / 6, (places, 2))
    locations = Locations.of(
        tuple(
            Location(
                f"p{n}", f"P{n}", "plein", float(x), float(y), float(rng.integers(500, 20_000)),
                (8.0, 6.0, 4.0), "", indoor=False, days={"A": 60, "B": 30, "C": 10},
                sound_days={"A": 60, "B": 30, "C": 10},
            )
            for n, (x, y) in enumerate(spots)
        )
    )  # fmt: skip
    home = rng.uniform(0.0, TOWN_M, (cells, 2))
    residents = Residents(
        home[:, 0], home[:, 1], rng.uniform(0.0, 40.0, cells),
        rng.integers(0, BUURTEN, cells), "inwoners", 2023,
    )  # fmt: skip
    return make_calendar(rng, events, locations), locations, residents


def written_out(calendar: EventCalendar, x: NDArray[np.float64], y: NDArray[np.float64]) -> Any:  # noqa: ANN401 - an array
    """Return the mean pressure of the season event by event and day by day."""
    fading, events = calendar.field.fading, calendar.events
    weights = weights_of(events, calendar.risks, calendar.settings.pressure)
    first, last = SUMMER
    total = np.zeros(len(x))
    for row in range(len(events)):
        span = tuple(
            int(column[row])
            for column in (events.build_day, events.first_day, events.last_day, events.clear_day)
        )
        if span[0] > last or max(span[3], span[2] + fading.reach_days) < first:
            continue
        days = sum(_share(day, span, fading) for day in range(first, last + 1))
        away = np.hypot(x - events.x_rd[row], y - events.y_rd[row])
        near = away <= fading.reach_m
        total[near] += weights[row] * days * 0.5 ** (away[near] / fading.half_m)
    return total / (last - first + 1)


def _share(day: int, span: tuple[int, ...], fading: Fading) -> float:
    """Return the share of its full pressure that an event has on one day."""
    build, first, last, clear = span
    if first <= day <= last:
        return 1.0
    building = fading.build_share if build <= day <= clear else 0.0
    since = day - last
    fades = 0.5 ** (since / fading.half_days) if 0 < since <= fading.reach_days else 0.0
    return max(building, fades)


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--places", type=int, default=500)
    parser.add_argument("--cells", type=int, default=9_000)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    table, locations, residents = make_parts(asked.events, asked.places, asked.cells)
    settings = read_settings()
    names = tuple(f"BU{n}" for n in range(BUURTEN))

    def opened() -> EventCalendar:
        events = events_from(table, locations)
        return calendar_from(
            LAYER, settings, locations, events, residents, buurten=(names, names),
            covered=covered_by([spans_of(table)]),
        )  # fmt: skip

    calendar = opened()
    request = Request(
        "p3", datetime(2016, 7, 2, 14), datetime(2016, 7, 3, 1), 1500, sound=True,  # noqa: DTZ001 - wall time
        soort="muziek", profile={"alcohol": "beperkt"},
    )  # fmt: skip
    x, y = residents.x_rd, residents.y_rd
    year = (SUMMER[0] - 151, SUMMER[0] + 214)
    print(f"{asked.events} events, {asked.places} places, {asked.cells} cells with residents")
    seconds = alternate(
        {
            "open (once per version)": opened,
            "check": lambda: check(request, calendar),
            "season map, all cells": lambda: calendar.field.at(x, y, *SUMMER),
            "year of all buurten": lambda: calendar.buurt_share @ calendar.field.days(*year),
        },
        rounds=asked.rounds,
    )
    for label, median in seconds.items():
        print(f"  {label:26} {1000 * median:8.1f} ms")
    part = slice(0, 300)
    apart = np.abs(
        calendar.field.at(x[part], y[part], *SUMMER) - written_out(calendar, x[part], y[part])
    )
    print(f"  season map, largest difference with the sum written out: {apart.max():.2g}")


if __name__ == "__main__":
    main()
