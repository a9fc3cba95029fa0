"""A request to hold an event: read, placed, measured, and written as a row of the calendar."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.access.calendar import ENTERED_PREFIX, date_of, event_days
from hotspots.catalog.specs import EVENT_YEARS
from hotspots.dutch import as_declared
from hotspots.errors import SelectionError
from hotspots.evenementen import words as text
from hotspots.evenementen.locations import Capacity, capacity_of
from hotspots.evenementen.scoring import Classified, classify, measured, read_profile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hotspots.evenementen.calendar import EventCalendar, Events
    from hotspots.evenementen.locations import Location


#: days; who asks for more meant something else.
_LONGEST_DAYS: Final = 366
MOST_VISITORS: Final = 9_999_999
_MOMENTS: Final = ("start", "end", "build_up", "dismantled")
_KEYS: Final = (
    "location", *_MOMENTS, "visitors", "soort", "sound", "profile", "title", "id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """An event for which a licence is requested.

    Attributes
    ----------
    location
        Id or name in the list of locations.
    start, end
        Wall time in the Netherlands; ``end`` is the first moment after the event.
    visitors
        People at the busiest moment.
    build_up, dismantled
        When the place is taken before and after; None where that is not known.
    sound
        Whether sound is amplified; None where that is not known.
    profile
        Answers to the questions of the scoring table.
    id
        Of an event in the calendar that this request is about: it does not stand in its own way.
    known_risk
        The class that it has in the calendar; "" where the scoring table says it.
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
    known_risk: str = ""


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
        """The class: as it stands in the calendar, or by the scoring table."""
        return self.request.known_risk or self.classified.risk

    @property
    def heaviest(self) -> str:
        """The heaviest class that it can be, with every answer known."""
        return self.request.known_risk or self.classified.heaviest

    @property
    def days(self) -> int:
        """How many event days it takes."""
        return self.last_day - self.first_day + 1

    @property
    def years(self) -> range:
        """The years in which it takes place."""
        return range(self.request.start.year, date_of(self.last_day).year + 1)


def request_from(fields: Mapping[str, object]) -> Request:
    """Return a request from the object in a JSON file; every problem is listed.

    Raises
    ------
    SelectionError
        If a key is unknown or missing, or a value cannot be read.
    """
    problems = [text.unknown_key(key, _KEYS) for key in fields if key not in _KEYS]
    problems += [
        text.KEY_MISSING.format(key=key)
        for key in ("location", "start", "end", "visitors")
        if fields.get(key) in (None, "")
    ]
    start, end, build_up, dismantled = (_moment(key, fields.get(key), problems) for key in _MOMENTS)
    visitors = _visitors(fields.get("visitors", 0), problems)
    profile = _profile(fields.get("profile", {}), problems)
    sound = _sound(fields.get("sound"), problems)
    if problems or start is None or end is None:
        raise SelectionError(text.REQUEST_WRONG, " ".join(problems), text.REQUEST_REPAIR)
    return Request(
        location=str(fields["location"]),
        start=start,
        end=end,
        build_up=build_up,
        dismantled=dismantled,
        visitors=visitors,
        soort=str(fields.get("soort", "")),
        sound=sound,
        profile=MappingProxyType(profile),
        title=str(fields.get("title", "")),
        id=str(fields.get("id", "")),
    )


def _moment(key: str, written: object, problems: list[str]) -> datetime | None:
    """Return wall time; a moment with an offset is refused, because which was meant is unclear."""
    if not written:
        return None
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        problems.append(text.NO_MOMENT.format(key=key, value=str(written)[:40]))
        return None
    if moment.tzinfo is not None:
        problems.append(text.NO_OFFSET.format(key=key))
    return moment.replace(tzinfo=None)


def _visitors(value: object, problems: list[str]) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        problems.append(text.NO_VISITORS.format(value=as_declared(value)))
        return 0
    return value


def _profile(value: object, problems: list[str]) -> dict[str, str]:
    if isinstance(value, dict) and all(isinstance(answer, str) for answer in value.values()):
        return dict(value)
    problems.append(text.NO_PROFILE)
    return {}


def _sound(value: object, problems: list[str]) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    problems.append(text.NO_SOUND.format(value=as_declared(value)))
    return None


def planned(request: Request, calendar: EventCalendar) -> Planned:
    """Return a request at its place, with its class and its days.

    Raises
    ------
    SelectionError
        If the location is not in the list, or the moments or visitors make no event.
    """
    place = find_place(request.location, calendar)
    location = calendar.locations.items[place]
    _require_sense(request)
    begin, end = _as_moment(request.start), _as_moment(request.end)
    build_up = begin if request.build_up is None else _as_moment(request.build_up)
    dismantled = end if request.dismantled is None else _as_moment(request.dismantled)
    first, last = _days(begin, end)
    build, clear = _days(build_up, dismantled)
    capacity = capacity_of(location, calendar.settings.capacity)
    classified = classify(
        calendar.settings.scoring,
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


def find_place(name: str, calendar: EventCalendar) -> int:
    """Return the position of a location by its id or name.

    Raises
    ------
    SelectionError
        If there is none, or two have the name.
    """
    items = calendar.locations.items
    places = [at for at, item in enumerate(items) if item.id == name]
    places = places or [at for at, item in enumerate(items) if item.name.lower() == name.lower()]
    if len(places) == 1:
        return places[0]
    raise SelectionError(*text.no_location(name, [item.id for item in items]))


def _require_sense(request: Request) -> None:
    problem = ""
    if request.end <= request.start:
        problem = text.ENDS_BEFORE_START
    elif not EVENT_YEARS[0] <= request.start.year <= EVENT_YEARS[1]:
        problem = text.NO_YEAR.format(
            year=request.start.year, first=EVENT_YEARS[0], last=EVENT_YEARS[1]
        )
    elif (request.end - request.start).days > _LONGEST_DAYS:
        problem = text.TOO_LONG
    elif request.build_up is not None and request.build_up > request.start:
        problem = text.BUILT_TOO_LATE
    elif request.dismantled is not None and request.dismantled < request.end:
        problem = text.CLEARED_TOO_EARLY
    elif _longest_around(request) > _LONGEST_DAYS:
        problem = text.AROUND_TOO_LONG
    elif not 0 <= request.visitors <= MOST_VISITORS:
        problem = text.NO_VISITORS.format(value=request.visitors)
    if problem:
        raise SelectionError(text.REQUEST_WRONG, problem, text.REQUEST_REPAIR)


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


def request_of(calendar: EventCalendar, event_id: str) -> Request:
    """Return an event of the calendar as a request, to check or move it again.

    One of unknown size gets 0 visitors: ask `Events.knows_size` before weighing it.

    Raises
    ------
    SelectionError
        If there is no such event.
    """
    events = calendar.events
    row = events.row(event_id)
    begin, end = events.begin[row], events.end[row]
    build_up, dismantled = events.build_up[row], events.dismantled[row]
    visitors = events.visitors[row]
    return Request(
        location=events.locations[row],
        start=begin.item(),
        end=end.item(),
        visitors=0 if np.isnan(visitors) else int(visitors),
        build_up=None if build_up == begin else build_up.item(),
        dismantled=None if dismantled == end else dismantled.item(),
        soort=events.soorten[row],
        sound=bool(events.sound[row]) if events.sound_known[row] else None,
        profile=read_profile(events.profiles[row]),
        title=events.titles[row],
        id=event_id,
        known_risk=events.risk[row],
    )


def with_own_id(request: Request, events: Events) -> Request:
    """Return a request with the id under which it stands in the calendar, if it does.

    It is there by the id that it would get, or as an event of the same name, place and time: then
    it is no event that is in its own way.
    """
    if request.id:
        return _as_classed(replace(request, id=_id_here(request.id, events)), events)
    own = new_id(request)
    if own in events.ids:
        return _as_classed(replace(request, id=own), events)
    begin, end = _as_moment(request.start), _as_moment(request.end)
    title = (request.title or text.UNTITLED).casefold()
    same = [
        events.ids[row]
        for row in np.flatnonzero((events.begin == begin) & (events.end == end)).tolist()
        if events.locations[row] == request.location and events.titles[row].casefold() == title
    ]
    return _as_classed(replace(request, id=same[0]), events) if len(same) == 1 else request


def _as_classed(request: Request, events: Events) -> Request:
    """Return a request with the class that it has in the calendar, if it is as large as there."""
    if request.known_risk or request.id not in events.ids:
        return request
    row = events.row(request.id)
    same = request.visitors == events.visitors[row]
    return replace(request, known_risk=events.risk[row]) if same else request


_DIGEST_BYTES: Final = 6
#: As a row of the calendar has a moment and a day.
_MOMENT: Final = "%Y-%m-%d %H:%M"
_DAY: Final = "%Y-%m-%d"


def announcement_of(
    request: Request, calendar: EventCalendar, *, requested_on: date | None = None
) -> dict[str, str]:
    """Return a request as the texts of a row, per field of an import.

    The same request twice is the same row: its id is made of what it says.

    Raises
    ------
    SelectionError
        As `hotspots.evenementen.request.planned`.
    """
    plan = planned(request, calendar)
    row = {
        "id": _id_here(request.id, calendar.events) if request.id else new_id(request),
        "title": request.title or text.UNTITLED,
        "soort": request.soort,
        "location": plan.location.id,
        "begin": f"{request.start:{_MOMENT}}",
        "end": f"{request.end:{_MOMENT}}",
        "visitors": str(request.visitors),
        "status": "vooraankondiging",
        "profile": ";".join(f"{key}={answer}" for key, answer in request.profile.items()),
    }
    if request.sound is not None:
        row["sound"] = "ja" if request.sound else "nee"
    if request.build_up is not None:
        row["build_up"] = f"{request.build_up:{_MOMENT}}"
    if request.dismantled is not None:
        row["dismantled"] = f"{request.dismantled:{_MOMENT}}"
    if requested_on is not None:
        row["requested"] = f"{requested_on:{_DAY}}"
    return row


def _id_here(name: str, events: Events) -> str:
    """Return the id that an event has, or gets when it is entered here under this name."""
    if name in events.ids or name.startswith(ENTERED_PREFIX):
        return name
    return ENTERED_PREFIX + name


def new_id(request: Request) -> str:
    """Return an id made of what a request says."""
    content = repr((request.location, request.start, request.end, request.title, request.soort))
    digest = hashlib.blake2b(content.encode(), digest_size=_DIGEST_BYTES).hexdigest()
    return f"{ENTERED_PREFIX}{request.start:%Y%m%d}-{digest}"


def row_texts(events: Events, row: int) -> dict[str, str]:
    """Return an event of the calendar as the texts of a row, per field of an import."""
    form = _MOMENT if events.timed[row] else _DAY
    end = events.end[row] if events.timed[row] else events.end[row] - np.timedelta64(1, "D")
    fields = {
        "id": events.ids[row],
        "title": events.titles[row],
        "soort": events.soorten[row],
        "location": events.locations[row],
        "begin": events.begin[row].item().strftime(form),
        "end": end.item().strftime(form),
        "visitors": _people(events.visitors[row]),
        "status": events.statuses[row],
        "sound": ("ja" if events.sound[row] else "nee") if events.sound_known[row] else "",
        "class": events.risk[row],
        "profile": events.profiles[row],
        "actual_visitors": _people(events.actual_visitors[row]),
        "findings": events.findings[row],
        "decision": events.decisions[row],
    }
    if np.isfinite(events.x_rd[row]):
        fields |= {"x_rd": f"{events.x_rd[row]:.2f}", "y_rd": f"{events.y_rd[row]:.2f}"}
    for name, moment, without in (
        ("build_up", events.build_up[row], events.begin[row]),
        ("dismantled", events.dismantled[row], events.end[row]),
    ):
        if moment != without:
            fields[name] = moment.item().strftime(_MOMENT)
    if not np.isnat(events.requested[row]):
        fields["requested"] = events.requested[row].item().strftime(_DAY)
    return fields


def _people(number: float) -> str:
    return "" if np.isnan(number) else f"{number:.0f}"
