"""Profiles, boards and moves as plain objects, for who reads them with a program."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from hotspots.evenementen.words import ADVICE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from hotspots.evenementen.basis import EventRoom
    from hotspots.evenementen.locations import Capacity
    from hotspots.evenementen.nearness import Near
    from hotspots.evenementen.plan import Conflict, Moved, YearPlan
    from hotspots.evenementen.profile import LocationProfile


def profile_as_json(found: LocationProfile, room: EventRoom) -> dict[str, Any]:
    """Return the object of ``hotspots event profile --json``; what is not known is null."""
    place = found.location
    return {
        "advice": ADVICE,
        "location": place.id,
        "name": place.name,
        "kind": place.kind,
        "year": found.year,
        "synthetic": found.synthetic,
        "usable_m2": place.usable_m2,
        "area_from_shape": place.area_from_shape,
        "exits_m": list(place.exits_m),
        "capacity": _capacity(found.capacity),
        "days": {
            kind: [_days_of(of_class) for of_class in classes]
            for kind, classes in (("events", found.used.events), ("sound", found.used.sound))
        },
        "strip": list(found.strip),
        "events": events_as_json(room, found.events),
        "residents": {"label": found.residents_label, "year": found.residents_year},
        "rings": [
            {
                "distance_m": ring.distance_m,
                "residents": ring.residents if found.residents_label else None,
                "event_days": _or_none(ring.event_days, 2),
            }
            for ring in found.rings
        ],
        "near": [_near(near) for near in found.near],
        "access": [_near(near) for near in found.access],
        "flood": [asdict(depth) for depth in found.flood],
        "incidents": [
            asdict(one)
            | {name: _or_none(getattr(one, name), 3) for name in ("ratio", "lower", "upper")}
            | {"shown": one.shown}
            for one in found.incidents
        ],
    }


def _capacity(capacity: Capacity) -> dict[str, Any]:
    return {
        "people": capacity.people,
        "limited_by": capacity.limited_by,
        "by_area": [{"per_m2": density, "people": people} for density, people in capacity.by_area],
        "by_exits": capacity.by_exits,
        "counted_exits_m": capacity.exits_m,
    }


def _days_of(of_class: Any) -> dict[str, Any]:  # noqa: ANN401 - DaysOfClass, with its property
    told: dict[str, Any] = {"class": of_class.risk}
    return told | {
        name: getattr(of_class, name) for name in ("allowed", "granted", "asked", "left")
    }


def _near(near: Near) -> dict[str, Any]:
    return asdict(near) | {"distance_m": _or_none(near.distance_m, 1)}


def _or_none(value: float | None, decimals: int) -> float | None:
    return None if value is None or not np.isfinite(value) else round(value, decimals)


def events_as_json(room: EventRoom, rows: Iterable[int]) -> list[dict[str, Any]]:
    """Return events of the calendar, in the order of ``rows``."""
    events = room.events
    return [
        {
            "id": events.ids[row],
            "title": events.titles[row],
            "location": events.locations[row],
            "soort": events.soorten[row],
            "start": events.begin[row].item().isoformat(),
            "end": events.end[row].item().isoformat(),
            "class": room.risks[row],
            "status": events.statuses[row],
            "visitors": _people(events.visitors, row),
            "actual_visitors": _people(events.actual_visitors, row),
            "findings": events.findings[row],
        }
        for row in rows
    ]


def _people(counts: NDArray[np.float64], row: int) -> int | None:
    return int(counts[row]) if np.isfinite(counts[row]) else None


def plan_as_json(plan: YearPlan, room: EventRoom) -> dict[str, Any]:
    """Return the object of ``hotspots event plan --json``."""
    told = events_as_json(room, [entry.row for entry in plan.entries])
    return {
        "advice": ADVICE,
        "year": plan.year,
        "before": plan.before.isoformat(),
        "weight": plan.weight,
        "events": [
            event | {"in_time": entry.in_time}
            for event, entry in zip(told, plan.entries, strict=True)
        ],
        "conflicts": [_conflict(conflict) for conflict in plan.conflicts],
    }


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return asdict(conflict) | {"events": list(conflict.events)}


def moved_as_json(found: Moved) -> dict[str, Any]:
    """Return the object of ``hotspots event move --json``; a burden nobody knows is null."""
    return {
        "advice": ADVICE,
        "id": found.request.id,
        "location": found.request.location,
        "start": found.request.start.isoformat(),
        "end": found.request.end.isoformat(),
        "weight_before": found.weight_before,
        "weight_after": found.weight_after,
        "burden_before": _or_none(found.burden_before, 1),
        "burden_after": _or_none(found.burden_after, 1),
        "solved": [_conflict(conflict) for conflict in found.solved],
        "new": [_conflict(conflict) for conflict in found.new],
        "changed": [
            {"before": _conflict(before), "after": _conflict(after)}
            for before, after in found.changed
        ],
    }
