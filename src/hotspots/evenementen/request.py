"""A request to hold an event: read, placed, and measured as the events of the calendar are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hotspots.access.calendar import event_days
from hotspots.errors import SelectionError
from hotspots.evenementen import words as text
from hotspots.evenementen.calendar import measured
from hotspots.evenementen.days import YEARS
from hotspots.evenementen.locations import Capacity, capacity_of
from hotspots.evenementen.scoring import Classified, classify
from hotspots.statistics.event_pressure import Spans

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hotspots.evenementen.basis import EventRoom
    from hotspots.evenementen.calendar import Events
    from hotspots.evenementen.locations import Location


#: days; who asks for more meant something else.
_LONGEST_DAYS: Final = 366
_MOST_VISITORS: Final = 9_999_999
_MOMENTS: Final = ("start", "end", "build_up", "dismantled")
_KEYS: Final = (
    "location", *_MOMENTS, "visitors", "soort", "sound", "profile", "title", "id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for.

    Attributes
    ----------
    location
        Id or name in the list of locations.
    start, end
        Wall time in the Netherlands; ``end`` is the first moment after the event.
    visitors
        People at the busiest moment.
    build_up, dismantled
        When the place is taken before and after; None where that is not told.
    sound
        Whether sound is amplified; None where that is not told.
    profile
        Answers to the questions of the scoring table.
    id
        Of an event in the calendar that this request is about: it does not stand in its own way.
    """

    location: str
    start: datetime
    end: datetime
    visitors: int
    build_up: datetime | None = None
    dismantled: datetime | None = None
    soort: str = ""
    sound: bool | None = None
    profile: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A request at its place, measured; days are counted since 1 January 1970."""

    request: Request
    place: int
    location: Location
    capacity: Capacity
    classified: Classified
    begin: np.datetime64
    end: np.datetime64
    build_up: np.datetime64
    dismantled: np.datetime64
    first_day: int
    last_day: int
    build_day: int
    clear_day: int

    @property
    def risk(self) -> str:
        """The class by the scoring table."""
        return self.classified.risk

    @property
    def days(self) -> int:
        """How many event days it takes."""
        return self.last_day - self.first_day + 1

    @property
    def years(self) -> range:
        """The years in which it is held."""
        last = np.datetime64(self.last_day, "D").item()
        return range(self.request.start.year, last.year + 1)

    @property
    def spans(self) -> Spans:
        """Its days as arrays of one."""
        return Spans(
            *(
                np.array([day], dtype=np.int64)
                for day in (self.build_day, self.first_day, self.last_day, self.clear_day)
            )
        )


def request_from(told: Mapping[str, Any]) -> Request:
    """Return a request from the object in a JSON file; every problem is listed.

    Raises
    ------
    SelectionError
        If a key is unknown or missing, or a value cannot be read.
    """
    problems = [text.unknown_key(key, _KEYS) for key in told if key not in _KEYS]
    problems += [
        text.KEY_MISSING.format(key=key)
        for key in ("location", "start", "end", "visitors")
        if key not in told
    ]
    moments = {key: _moment(key, told[key], problems) for key in _MOMENTS if told.get(key)}
    visitors = told.get("visitors", 0)
    if isinstance(visitors, bool) or not isinstance(visitors, int):
        problems.append(text.NO_VISITORS.format(value=visitors))
    profile = told.get("profile", {})
    fits = isinstance(profile, dict) and all(isinstance(a, str) for a in profile.values())
    if not fits:
        problems.append(text.NO_PROFILE)
    sound = told.get("sound")
    if sound is not None and not isinstance(sound, bool):
        problems.append(text.NO_SOUND.format(value=sound))
    if problems:
        raise SelectionError(text.REQUEST_WRONG, " ".join(problems), text.REQUEST_REPAIR)
    return Request(
        location=str(told["location"]),
        visitors=visitors,
        soort=str(told.get("soort", "")),
        sound=sound,
        profile=MappingProxyType(dict(profile)),
        title=str(told.get("title", "")),
        id=str(told.get("id", "")),
        **moments,
    )


def _moment(key: str, written: object, problems: list[str]) -> Any:  # noqa: ANN401 - or nothing
    """Return wall time; a moment with an offset is refused, because which was meant is unclear."""
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        problems.append(text.NO_MOMENT.format(key=key, value=str(written)[:40]))
        return None
    if moment.tzinfo is not None:
        problems.append(text.NO_OFFSET.format(key=key))
    return moment.replace(tzinfo=None)


def planned(request: Request, room: EventRoom) -> Planned:
    """Return a request at its place, with its class and its days.

    Raises
    ------
    SelectionError
        If the location is not in the list, or the moments or visitors make no event.
    """
    place = find_place(request.location, room)
    location = room.locations.items[place]
    _require_sense(request)
    begin, end = _as_moment(request.start), _as_moment(request.end)
    build_up = begin if request.build_up is None else _as_moment(request.build_up)
    dismantled = end if request.dismantled is None else _as_moment(request.dismantled)
    first, last = _days(begin, end)
    build, clear = _days(build_up, dismantled)
    capacity = capacity_of(location, room.settings.capacity)
    classified = classify(
        room.settings.scoring,
        measured(
            float(request.visitors),
            capacity.people,
            first_day=first,
            last_day=last,
            end=end,
            sound=request.sound,
        ),
        request.profile,
    )
    return Planned(
        request=request,
        place=place,
        location=location,
        capacity=capacity,
        classified=classified,
        begin=begin,
        end=end,
        build_up=build_up,
        dismantled=dismantled,
        first_day=first,
        last_day=last,
        build_day=min(build, first),
        clear_day=max(clear, last),
    )


def moved(request: Request, *, days: int = 0, location: str = "") -> Request:
    """Return a request some days later (or earlier), or at another place.

    Examples
    --------
    >>> from datetime import datetime
    >>> one = Request("a", datetime(2018, 5, 5, 20), datetime(2018, 5, 6, 1), 100)
    >>> moved(one, days=7).end.isoformat(), moved(one) == one
    ('2018-05-13T01:00:00', True)
    """
    later = np.timedelta64(days, "D").astype("timedelta64[s]").item()
    return replace(
        request,
        location=location or request.location,
        start=request.start + later,
        end=request.end + later,
        build_up=None if request.build_up is None else request.build_up + later,
        dismantled=None if request.dismantled is None else request.dismantled + later,
    )


def find_place(name: str, room: EventRoom) -> int:
    """Return the position of a location by its id or name.

    Raises
    ------
    SelectionError
        If there is none, or two have the name.
    """
    items = room.locations.items
    found = [at for at, item in enumerate(items) if item.id == name]
    found = found or [at for at, item in enumerate(items) if item.name.lower() == name.lower()]
    if len(found) == 1:
        return found[0]
    raise SelectionError(*text.no_location(name, [item.id for item in items]))


def _require_sense(request: Request) -> None:
    found = ""
    if request.end <= request.start:
        found = text.ENDS_BEFORE_START
    elif not YEARS[0] <= request.start.year <= YEARS[1]:
        found = text.NO_YEAR.format(year=request.start.year, first=YEARS[0], last=YEARS[1])
    elif (request.end - request.start).days > _LONGEST_DAYS:
        found = text.TOO_LONG
    elif request.build_up is not None and request.build_up > request.start:
        found = text.BUILT_TOO_LATE
    elif request.dismantled is not None and request.dismantled < request.end:
        found = text.CLEARED_TOO_EARLY
    elif _longest_around(request) > _LONGEST_DAYS:
        found = text.AROUND_TOO_LONG
    elif not 0 <= request.visitors <= _MOST_VISITORS:
        found = text.NO_VISITORS.format(value=request.visitors)
    if found:
        raise SelectionError(text.REQUEST_WRONG, found, text.REQUEST_REPAIR)


def _longest_around(request: Request) -> int:
    """Return the days of building up, or of clearing away if those are more."""
    before = request.start - (request.build_up or request.start)
    after = (request.dismantled or request.end) - request.end
    return max(before, after).days


def _as_moment(moment: datetime) -> np.datetime64:
    return np.datetime64(moment.replace(microsecond=0), "s")


def _days(begin: np.datetime64, end: np.datetime64) -> tuple[int, int]:
    first, last = event_days(np.array([begin]), np.array([end]))
    return int(first[0]), int(last[0])


#: The first letters of the id of what was entered here.
PREFIX: Final = "VA-"
_DIGEST_BYTES: Final = 6


def announcement_of(
    request: Request,
    room: EventRoom,
    *,
    status: str = "vooraankondiging",
    asked_on: date | None = None,
) -> dict[str, str]:
    """Return a request as the texts of a row, per field of the door.

    The same request twice is the same row: its id is made of what it says.

    Raises
    ------
    SelectionError
        As `hotspots.evenementen.request.planned`.
    """
    plan = planned(request, room)
    row = {
        "id": request.id or new_id(request),
        "title": request.title or text.UNTITLED,
        "soort": request.soort,
        "location": plan.location.id,
        "begin": f"{request.start:%Y-%m-%d %H:%M}",
        "end": f"{request.end:%Y-%m-%d %H:%M}",
        "visitors": str(request.visitors),
        "status": status,
        "profile": ";".join(f"{key}={answer}" for key, answer in request.profile.items()),
    }
    if request.sound is not None:
        row["sound"] = "ja" if request.sound else "nee"
    if request.build_up is not None:
        row["build_up"] = f"{request.build_up:%Y-%m-%d %H:%M}"
    if request.dismantled is not None:
        row["dismantled"] = f"{request.dismantled:%Y-%m-%d %H:%M}"
    if asked_on is not None:
        row["requested"] = f"{asked_on:%Y-%m-%d}"
    return row


def new_id(request: Request) -> str:
    """Return an id made of what a request says."""
    told = repr((request.location, request.start, request.end, request.title, request.soort))
    digest = hashlib.blake2b(told.encode(), digest_size=_DIGEST_BYTES).hexdigest()
    return f"{PREFIX}{request.start:%Y%m%d}-{digest}"


def looked_back(
    events: Events, event_id: str, *, actual_visitors: int, findings: str
) -> dict[str, str]:
    """Return an event of the calendar with what was found afterwards, as the texts of a row.

    The rest of the row stays as it is; the next check of such an event uses it.

    Raises
    ------
    SelectionError
        If there is no such event, or the number cannot be right.
    """
    row = row_of(events, event_id)
    if actual_visitors < 0:
        raise SelectionError(*text.no_turnout(actual_visitors))
    return row_texts(events, row) | {
        "actual_visitors": str(actual_visitors),
        "findings": findings,
    }


def moved_row(room: EventRoom, request: Request) -> dict[str, str]:
    """Return an event of the calendar elsewhere or at another time; the rest stays as it is.

    Raises
    ------
    SelectionError
        If there is no such event.
    """
    row = row_of(room.events, request.id)
    told = row_texts(room.events, row)
    form = "%Y-%m-%d %H:%M" if room.events.timed[row] else "%Y-%m-%d"
    shift = np.datetime64(request.start, "s") - room.events.begin[row]
    for name in ("begin", "end", "build_up", "dismantled"):
        if name in told:
            told[name] = _shifted(told[name], shift, form if name in ("begin", "end") else None)
    told["location"] = request.location
    # The list of locations says where that is.
    for name in ("x_rd", "y_rd"):
        told.pop(name, None)
    return told


def _shifted(written: str, shift: np.timedelta64, form: str | None) -> str:
    moment = np.datetime64(written.replace(" ", "T"), "s") + shift
    return datetime.fromisoformat(str(moment)).strftime(form or "%Y-%m-%d %H:%M")


def row_of(events: Events, event_id: str) -> int:
    """Return where an event stands.

    Raises
    ------
    SelectionError
        If there is no such event.
    """
    if event_id not in events.ids:
        raise SelectionError(*text.no_event(event_id))
    return events.ids.index(event_id)


def row_texts(events: Events, row: int) -> dict[str, str]:
    """Return an event of the calendar as the texts of a row, per field of the door."""
    form = "%Y-%m-%d %H:%M" if events.timed[row] else "%Y-%m-%d"
    end = events.end[row] if events.timed[row] else events.end[row] - np.timedelta64(1, "D")
    told = {
        "id": events.ids[row],
        "title": events.titles[row],
        "soort": events.soorten[row],
        "location": events.locations[row],
        "begin": events.begin[row].item().strftime(form),
        "end": end.item().strftime(form),
        "visitors": _people(events.visitors[row]),
        "status": events.statuses[row],
        "sound": ("ja" if events.sound[row] else "nee") if events.sound_told[row] else "",
        "class": events.risk[row],
        "profile": events.profiles[row],
        "actual_visitors": _people(events.actual_visitors[row]),
        "findings": events.findings[row],
    }
    if np.isfinite(events.x_rd[row]):
        told |= {"x_rd": f"{events.x_rd[row]:.2f}", "y_rd": f"{events.y_rd[row]:.2f}"}
    for name, moment, without in (
        ("build_up", events.build_up[row], events.begin[row]),
        ("dismantled", events.dismantled[row], events.end[row]),
    ):
        if moment != without:
            told[name] = moment.item().strftime("%Y-%m-%d %H:%M")
    if not np.isnat(events.requested[row]):
        told["requested"] = events.requested[row].item().strftime("%Y-%m-%d")
    return told


def _people(number: float) -> str:
    return "" if np.isnan(number) else f"{number:.0f}"
