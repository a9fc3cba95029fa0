"""The answers about events as objects for JSON; what is not known is null."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from hotspots.evenementen.words import ADVICE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from hotspots.evenementen.alternatives import Alternative
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.check import Check
    from hotspots.evenementen.conflicts import Conflict
    from hotspots.evenementen.days import DaysOfClass
    from hotspots.evenementen.locations import Capacity
    from hotspots.evenementen.nearness import Near
    from hotspots.evenementen.plan import Moved, YearPlan
    from hotspots.evenementen.profile import LocationProfile
    from hotspots.evenementen.routes import Closure


def check_as_json(check: Check) -> dict[str, object]:
    """Return the object of ``hotspots event check --json``."""
    plan = check.facts.plan
    return {
        "advice": ADVICE,
        "verdict": check.verdict,
        "location": plan.location.id,
        "start": check.request.start.isoformat(),
        "end": check.request.end.isoformat(),
        "visitors": check.request.visitors,
        "class": plan.risk,
        "class_at_most": plan.heaviest,
        "points": plan.classified.points,
        "capacity": plan.capacity.people,
        "days": plan.days,
        "findings": [
            asdict(finding) | {"events": list(finding.events)} for finding in check.findings
        ],
        "scores": [
            {"question": part.question, "answer": part.answer, "points": part.points}
            for part in plan.classified.made_of
        ],
        "pressure": [
            {
                "buurt": entry.code,
                "name": entry.name,
                "added": round(entry.added, 1),
                "before": or_none(entry.before, 1),
                "after": or_none(entry.after, 1),
            }
            for entry in check.pressure
        ],
        "burden": round(check.burden, 1),
        "other_places": [_alternative(entry) for entry in check.places],
        "other_dates": [_alternative(entry) for entry in check.dates],
        "notes": list(check.notes),
    } | ({"route": _closures(check.facts.closures)} if plan.location.route else {})


def _closures(closures: tuple[Closure, ...] | None) -> list[dict[str, object]] | None:
    """Return closures as values that JSON knows; None where no streets are loaded."""
    if closures is None:
        return None
    return [
        {
            "number": one.number,
            "street": one.street,
            "from_m": round(one.from_m, 1),
            "to_m": round(one.to_m, 1),
            "closed": str(one.closed),
            "open": str(one.open),
        }
        for one in closures
    ]


def _alternative(entry: Alternative) -> dict[str, object]:
    return {
        "location": entry.location,
        "name": entry.name,
        "start": entry.start.isoformat(),
        "saves_pct": round(100 * entry.saves),
        "days_left": entry.days_left,
        "days_known": entry.days_known,
        "capacity": entry.people,
        "solves": list(entry.solves),
        "remains": list(entry.remains),
        "away_m": round(entry.away_m),
        "away_days": entry.away_days,
    }


def profile_as_json(profile: LocationProfile, calendar: EventCalendar) -> dict[str, object]:
    """Return the object of ``hotspots event profile --json``; what is not known is null."""
    place = profile.location
    return {
        "advice": ADVICE,
        "location": place.id,
        "name": place.name,
        "kind": place.kind,
        "year": profile.year,
        "synthetic": profile.synthetic,
        "usable_m2": place.usable_m2,
        "area_from_shape": place.area_from_shape,
        "exits_m": list(place.exits_m),
        "capacity": _capacity(profile.capacity),
        "days": {
            kind: [_days_of(days, known=profile.used.known) for days in classes]
            for kind, classes in (("events", profile.used.events), ("sound", profile.used.sound))
        },
        "strip": list(profile.strip) if profile.used.known else None,
        "events": events_as_json(calendar, profile.events),
        "residents": {"label": profile.residents_label, "year": profile.residents_year},
        "rings": [
            {
                "distance_m": ring.distance_m,
                "residents": ring.residents if profile.residents_label else None,
                "event_days": or_none(ring.event_days, 2),
            }
            for ring in profile.rings
        ],
        "near": [_near(near) for near in profile.near],
        "access": [_near(near) for near in profile.access],
        "flood": [asdict(depth) for depth in profile.flood],
        "incidents": [
            asdict(one)
            | {name: or_none(getattr(one, name), 3) for name in ("ratio", "lower", "upper")}
            | {"shown": one.shown}
            for one in profile.incidents
        ],
    }


def _capacity(capacity: Capacity) -> dict[str, object]:
    return {
        "people": capacity.people,
        "limited_by": capacity.limited_by,
        "by_area": [{"per_m2": density, "people": people} for density, people in capacity.by_area],
        "by_exits": capacity.by_exits,
        "counted_exits_m": capacity.exits_m,
    }


def _days_of(days: DaysOfClass, *, known: bool) -> dict[str, object]:
    return {
        "class": days.risk,
        "allowed": days.allowed,
        "granted": days.granted if known else None,
        "asked": days.requested if known else None,
        "left": days.left if known else None,
    }


def _near(near: Near) -> dict[str, object]:
    return asdict(near) | {"distance_m": or_none(near.distance_m, 1)}


def or_none(value: float | None, decimals: int) -> float | None:
    """Round a figure; None where it is not known."""
    return None if value is None or not np.isfinite(value) else round(value, decimals)


def events_as_json(calendar: EventCalendar, rows: Iterable[int]) -> list[dict[str, object]]:
    """Return events of the calendar, in the order of ``rows``."""
    events = calendar.events
    return [
        {
            "id": events.ids[row],
            "title": events.titles[row],
            "location": events.locations[row],
            "soort": events.soorten[row],
            "start": events.begin[row].item().isoformat(),
            "end": events.end[row].item().isoformat(),
            "class": calendar.risks[row],
            "status": events.statuses[row],
            "visitors": _people(events.visitors, row),
            "actual_visitors": _people(events.actual_visitors, row),
            "findings": events.findings[row],
            "decision": events.decisions[row],
        }
        for row in rows
    ]


def _people(counts: NDArray[np.float64], row: int) -> int | None:
    return int(counts[row]) if np.isfinite(counts[row]) else None


def plan_as_json(plan: YearPlan, calendar: EventCalendar) -> dict[str, object]:
    """Return the object of ``hotspots event plan --json``."""
    events = events_as_json(calendar, [entry.row for entry in plan.entries])
    return {
        "advice": ADVICE,
        "year": plan.year,
        "known": plan.known,
        "before": plan.before.isoformat(),
        "weight": plan.weight if plan.known or plan.entries else None,
        "events": [
            event | {"in_time": entry.in_time, "counts": entry.counts}
            for event, entry in zip(events, plan.entries, strict=True)
        ],
        "conflicts": [conflict_as_json(conflict) for conflict in plan.conflicts],
    }


def conflict_as_json(conflict: Conflict) -> dict[str, object]:
    """Return a conflict of the board."""
    return asdict(conflict) | {"events": list(conflict.events)}


def moved_as_json(moved: Moved) -> dict[str, object]:
    """Return the object of ``hotspots event move --json``; a burden that is not known is null."""
    return {
        "advice": ADVICE,
        "id": moved.request.id,
        "location": moved.request.location,
        "start": moved.request.start.isoformat(),
        "end": moved.request.end.isoformat(),
        "weight_before": moved.weight_before,
        "weight_after": moved.weight_after,
        "burden_before": or_none(moved.burden_before, 1),
        "burden_after": or_none(moved.burden_after, 1),
        "solved": [conflict_as_json(conflict) for conflict in moved.solved],
        "new": [conflict_as_json(conflict) for conflict in moved.new],
        "changed": [
            {"before": conflict_as_json(before), "after": conflict_as_json(after)}
            for before, after in moved.changed
        ],
    }
