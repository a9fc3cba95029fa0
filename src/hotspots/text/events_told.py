"""Profiles, boards and moves as lines of words, for a terminal."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from hotspots.text import events_page as page
from hotspots.text import events_parts as parts
from hotspots.text import events_plan as plan_text
from hotspots.text.events_check import ADVICE
from hotspots.text.numbers import day, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Told = dict[str, Any]

NOT_KEPT: Final = "Er is niets veranderd. Met --keep wordt de verplaatsing bewaard."
KEPT: Final = "Bewaard in versie {version} van de kalender."


def profile_lines(told: Told) -> Iterator[str]:
    """Yield a location up close; what is not known is said."""
    yield f"{parts.PROFILE}: {told['name'] or told['location']} ({told['year']})"
    capacity = told["capacity"]
    if capacity["people"] is None:
        yield page.CAPACITY_UNKNOWN
    else:
        yield parts.fits(capacity["people"], capacity["limited_by"])
    for row in capacity["by_area"]:
        density = page.BY_DENSITY.format(density=number(row["per_m2"], 1).removesuffix(",0"))
        yield f"  {density}: {number(row['people'])}"
    if capacity["by_exits"] is not None:
        yield f"  {page.BY_EXITS}: {number(capacity['by_exits'])}"
    yield parts.DAYS.format(year=told["year"])
    for kind, rows in told["days"].items():
        for row in rows:
            yield f"  {_days(kind, row)}"
    yield parts.strip_told(
        told["name"] or told["location"],
        told["year"],
        {risk: told["strip"].count(risk) for risk in ("A", "B", "C")},
    )
    yield from _around(told)
    yield parts.INCIDENTS
    for one in told["incidents"]:
        yield f"  {_compared(one)}"
    if not told["incidents"]:
        yield f"  {parts.NO_INCIDENTS}"
    yield ADVICE


def _days(kind: str, row: Told) -> str:
    left = page.NO_LIMIT if row["left"] is None else number(row["left"])
    counted = f"{number(row['granted'])} vergund, {number(row['asked'])} aangevraagd, over: {left}"
    return f"{page.DAY_KINDS[kind]} {row['class']}: {counted}"


def _around(told: Told) -> Iterator[str]:
    yield parts.RINGS
    if not told["residents"]["label"]:
        yield f"  {parts.NO_RESIDENTS}"
    else:
        for ring in told["rings"]:
            days = ring["event_days"]
            had = "" if days is None else f", gemiddeld {number(days, 1)} evenementdagen"
            yield f"  {number(ring['distance_m'])} m: {number(ring['residents'])}{had}"
    yield parts.NEAR
    for near in (*told["near"], *told["access"]):
        away = near["distance_m"]
        if not near["loaded"]:
            yield f"  {near['label']}: {parts.NOT_LOADED}"
        elif away is None:
            yield f"  {near['label']}: geen"
        else:
            zone = f" ({near['zone']})" if near["zone"] else ""
            yield f"  {near['label']}: {near['name'] or 'zonder naam'}, {number(away)} m{zone}"
    for flood in told["flood"]:
        depth = parts.depth(flood["depth_m"], wet=flood["wet"])
        yield f"  {parts.FLOOD}: {flood['scenario']}, {depth}"
    if not told["flood"]:
        yield f"  {parts.FLOOD}: {parts.NOT_LOADED}"


def _compared(one: Told) -> str:
    ratio, lower, upper = (
        float("nan") if one[name] is None else one[name] for name in ("ratio", "lower", "upper")
    )
    return parts.incidents(one["label"], ratio, lower, upper, (one["on_days"], one["other_days"]))


def plan_lines(told: Told, names: Mapping[str, str], titles: Mapping[str, str]) -> Iterator[str]:
    """Yield how full a year is and what is in conflict, the heaviest first."""
    in_time = [event["in_time"] for event in told["events"]]
    counts = (in_time.count(True), in_time.count(False), in_time.count(None))
    yield plan_text.board_told(told["year"], counts, date.fromisoformat(told["before"]))
    yield plan_text.conflicts_told(len(told["conflicts"]), told["weight"])
    yield from _conflicts(told["conflicts"], names, titles)
    yield ADVICE


def _conflicts(
    conflicts: Sequence[Told], names: Mapping[str, str], titles: Mapping[str, str]
) -> Iterator[str]:
    for one in conflicts:
        where = names.get(one["place"], one["place"])
        told = _conflict(one)
        events = "; ".join(f"{titles[event]} [{event}]" for event in one["events"])
        label = plan_text.CONFLICT_KINDS[one["kind"]]
        yield f"  {one['weight']:>5}  {label}{f', {where}' if where else ''}: {told}. {events}"


def _conflict(one: Told) -> str:
    moment = datetime.fromisoformat(one["detail"]) if one["kind"] == "shift" else None
    return plan_text.conflict(one["kind"], one["detail"], one["excess"], moment)


def move_lines(told: Told, names: Mapping[str, str], titles: Mapping[str, str]) -> Iterator[str]:
    """Yield what changes if an event moves, and whether it was kept."""
    start = datetime.fromisoformat(told["start"])
    place = names.get(told["location"], told["location"])
    yield f"{titles[told['id']]}: {place}, {day(start)} {start:%H:%M}"
    yield plan_text.moved(
        (told["weight_before"], told["weight_after"]), (told["burden_before"], told["burden_after"])
    )
    for title, conflicts in (
        (plan_text.SOLVED_TABLE, told["solved"]),
        (plan_text.NEW_TABLE, told["new"]),
    ):
        yield f"{title}: {number(len(conflicts))}"
        yield from _conflicts(conflicts, names, titles)
    yield f"{plan_text.CHANGED_TABLE}: {number(len(told['changed']))}"
    for one in told["changed"]:
        before, after = one["before"], one["after"]
        where = names.get(before["place"], before["place"])
        added = f"{after['weight'] - before['weight']:+d}"
        told_twice = f"{_conflict(before)}; wordt: {_conflict(after)}"
        yield f"  {added:>5}  {f'{where}: ' if where else ''}{told_twice}"
    yield NOT_KEPT if told["version"] is None else KEPT.format(version=told["version"])


def past_lines(told: Sequence[Told], names: Mapping[str, str]) -> Iterator[str]:
    """Yield events that are over, each with what was expected and what came."""
    filled = sum(event["actual_visitors"] is not None for event in told)
    yield plan_text.turnout(filled, len(told), float("nan"))
    for event in told:
        start = datetime.fromisoformat(event["start"])
        expected, came = (
            "?" if event[name] is None else number(event[name])
            for name in ("visitors", "actual_visitors")
        )
        yield (
            f"  {event['id']}  {day(start)}  {event['title'] or event['id']}, "
            f"{names.get(event['location'], event['location'])}: {came} van {expected} bezoekers"
            f"{'. ' + event['findings'] if event['findings'] else ''}"
        )
