"""Places with people in them: kwetsbare objecten, stations, event sites, events on a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from hotspots.access.calendar import covered_by, spans_of
from hotspots.access.completeness import object_kind
from hotspots.access.completeness_words import OBJECT_KINDS
from hotspots.access.features import features_for, middle_of, visible_features
from hotspots.dutch import fold
from hotspots.errors import AccessError, NothingYetError
from hotspots.risico import words as text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, time

    from numpy.typing import NDArray

    from hotspots.access.calendar import Covered, EventSpans
    from hotspots.access.features import Features
    from hotspots.access.workspace import Workspace
    from hotspots.geography.areas import Geography


#: Classes of the Bkl (annex VI), from the one that is warned first.
VULNERABILITIES: Final = ("zeer_kwetsbaar", "kwetsbaar", "beperkt_kwetsbaar")
#: What a declaration may write for indoors.
_INDOORS: Final = ("ja", "true", "1", "binnen")


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A place with its point in RD metres; numbers are None where they are not known.

    ``shape`` is all of it, where it is an area or a route; its point is then its middle.
    """

    name: str
    sort: str
    x_rd: float
    y_rd: float
    vulnerability: str = ""
    persons: float | None = None
    dependent: float | None = None
    hours_up: float | None = None
    hours_out: float | None = None
    opens_h: float | None = None
    closes_h: float | None = None
    phone: str = ""
    shape: shapely.Geometry | None = None

    @property
    def has_limit_value(self) -> bool:
        """Whether plaatsgebonden risico has a limit value there (article 5.7 Bkl)."""
        return self.vulnerability in ("zeer_kwetsbaar", "kwetsbaar")

    def to_dict(self) -> dict[str, object]:
        """Return the fields that are known of it."""
        return {
            "name": self.name,
            "sort": self.sort,
            "x_rd": round(self.x_rd, 1),
            "y_rd": round(self.y_rd, 1),
            "vulnerability": self.vulnerability or None,
            "persons": self.persons,
            "dependent": self.dependent,
            "opens_h": self.opens_h,
            "closes_h": self.closes_h,
            "phone": self.phone or None,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Places of one layer, with its source and its note."""

    places: tuple[Place, ...]
    synthetic: bool = False
    attribution: str = ""
    note: str = ""

    @property
    def x_rd(self) -> NDArray[np.float64]:
        """RD x of each, metres."""
        return np.array([place.x_rd for place in self.places], dtype=np.float64)

    @property
    def y_rd(self) -> NDArray[np.float64]:
        """RD y of each, metres."""
        return np.array([place.y_rd for place in self.places], dtype=np.float64)

    @property
    def invented(self) -> bool:
        """Whether there are any, and they are made up."""
        return bool(self.places) and self.synthetic

    def __len__(self) -> int:
        return len(self.places)


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """An event of a calendar on a day; it is ``outdoors`` unless its site is indoors.

    ``shape`` is that of a site which is an area or a route, as its point is the middle of it.
    """

    title: str
    location: str
    visitors: float | None
    outdoors: bool
    x_rd: float
    y_rd: float
    day: date | None = None
    shape: shapely.Geometry | None = None

    def large(self, from_persons: float) -> bool:
        """Whether it is in the open air for so many persons: then it is a kwetsbare locatie."""
        return self.outdoors and (self.visitors or 0.0) >= from_persons

    def to_dict(self) -> dict[str, object]:
        """Return the event by field."""
        return {
            "day": self.day.isoformat() if self.day else None,
            "title": self.title,
            "location": self.location,
            "visitors": self.visitors,
            "outdoors": self.outdoors,
            "x_rd": round(self.x_rd, 1),
            "y_rd": round(self.y_rd, 1),
        }


def vulnerable_places(workspace: Workspace) -> Places:
    """Return the kwetsbare objecten of a home, by class and name; none if it has no layer."""
    places = _places(features_for(workspace, "vulnerable"))
    order = {name: at for at, name in enumerate(VULNERABILITIES)}
    ordered = sorted(places.places, key=lambda place: (order[place.vulnerability], place.name))
    return replace(places, places=tuple(ordered))


def stations(workspace: Workspace) -> Places:
    """Return the stations of a home; none for a role that may not see them.

    How many people are there and when it is open is not in any source: both are not known.
    """
    return _places(visible_features(workspace, "station"))


def shelter_places(workspace: Workspace) -> Places:
    """Return the shelters of a home as places; none if it has no layer."""
    return _places(features_for(workspace, "shelter"))


def event_sites(workspace: Workspace) -> Places:
    """Return the places where events can be; none for a role that may not see them."""
    return _places(visible_features(workspace, "event_site"))


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """The events of a day or of all days, the largest first.

    Attributes
    ----------
    known
        Whether a calendar was seen that says what is on that day, so that none is none.
    without_place
        How many nobody knows the place of: they are in no zone.
    covered
        The days that calendars cover; None where none was seen.
    """

    events: tuple[Event, ...]
    synthetic: bool = False
    known: bool = True
    without_place: int = 0
    covered: Covered | None = None

    def large(self, from_persons: float) -> tuple[Event, ...]:
        """Return the events that are kwetsbare locaties, in the order of the calendar."""
        large = [event for event in self.events if event.large(from_persons)]
        return tuple(sorted(large, key=lambda event: (str(event.day), event.title)))


def events_on(workspace: Workspace, day: date) -> Events:
    """Return the events of a day, the largest first; none for a role that sees no calendar."""
    return _events(workspace, day)


def all_events(workspace: Workspace) -> Events:
    """Return the events of every day, the largest first."""
    return _events(workspace, None)


def _events(workspace: Workspace, day: date | None) -> Events:
    """Return the events of a day, or of all days, of every calendar in sight."""
    sites = _sites(workspace)
    events: list[Event] = []
    seen: list[EventSpans] = []
    complete: list[int] = []
    synthetic = False
    without_place = 0
    for layer in workspace.catalog.layers:
        if layer.kind != "calendar":
            continue
        try:
            version, table = workspace.calendar(layer)
        except (AccessError, NothingYetError):
            # One that waits for its first event does not say that there are none.
            continue
        spans, synthetic = spans_of(table), synthetic or version.synthetic
        seen.append(spans)
        complete += layer.complete_years
        rows = table.to_pandas()
        counted = spans.counts if day is None else spans.within(day, day)
        placed = rows["x_rd"].notna().to_numpy()
        without_place += int(np.count_nonzero(counted & ~placed))
        events += [_event(row, sites) for _, row in rows[counted & placed].iterrows()]
    events.sort(key=lambda event: -(event.visitors or 0.0))
    covered = covered_by(seen, complete) if seen else None
    known = covered is not None and (day is None or covered.holds(day))
    return Events(tuple(events), synthetic, known, without_place, covered)


def _event(row: Mapping[object, Any], sites: Mapping[str, _Site]) -> Event:
    location = str(row["location"] or "")
    site = sites.get(fold(location))
    return Event(
        title=str(row["title"] or row["soort"] or ""),
        location=location if site is None else site.name,
        visitors=_known(row["visitors"]),
        outdoors=site is None or not site.indoors,
        x_rd=float(row["x_rd"]),
        y_rd=float(row["y_rd"]),
        day=np.datetime64(row["begin"], "D").item(),
        shape=None if site is None else site.shape,
    )


def as_places(events: Sequence[Event], *, large_from: float) -> Places:
    """Return events as places to warn: a large one in the open air is a kwetsbare locatie."""
    return Places(
        tuple(
            Place(
                event.title,
                text.EVENT_SORT,
                event.x_rd,
                event.y_rd,
                vulnerability="kwetsbaar" if event.large(large_from) else "",
                persons=event.visitors,
                shape=event.shape,
            )
            for event in events
        )
    )


@dataclass(frozen=True, slots=True)
class _Site:
    """An event site as a calendar needs it."""

    name: str
    indoors: bool
    shape: shapely.Geometry | None


def _sites(workspace: Workspace) -> dict[str, _Site]:
    """Return the places where events can be, by code and by name, folded."""
    features = visible_features(workspace, "event_site")
    if features is None:
        return {}
    sites: dict[str, _Site] = {}
    for _, row in features.rows.iterrows():
        name = str(row["name"])
        indoors = str(row.get("indoor", "")).casefold() in _INDOORS
        site = _Site(name, indoors, _shape_of(row.geometry))
        sites |= {fold(str(row.get("code", name))): site, fold(name): site}
    return sites


def _places(features: Features | None) -> Places:
    """Return the rows of a layer as places; none without one."""
    if features is None:
        return Places(())
    rows = features.rows
    # A place for events can be an area or a route: it lies where its middle is.
    middles = [middle_of(shape) for shape in rows.geometry]
    places = tuple(
        Place(
            name=str(row.get("name", "")),
            sort=str(row.get("sort", "")),
            x_rd=x,
            y_rd=y,
            vulnerability=str(row.get("vulnerability", "")),
            persons=_known(row.get("persons")),
            dependent=_known(row.get("dependent")),
            hours_up=_known(row.get("hours_up")),
            hours_out=_known(row.get("hours_out")),
            opens_h=_known(row.get("opens_h")),
            closes_h=_known(row.get("closes_h")),
            phone=str(row.get("phone", "")),
            shape=_shape_of(row.geometry),
        )
        for (_, row), (x, y) in zip(rows.iterrows(), middles, strict=True)
    )
    note = "" if features.loaded else features.spec.note
    return Places(places, features.synthetic, features.attribution, note)


def _shape_of(shape: shapely.Geometry) -> shapely.Geometry | None:
    """Return an area or a line; None for a point."""
    return shape if shapely.get_dimensions(shape) > 0 else None


def _known(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else float(value)


def buurt_of(
    x_rd: NDArray[np.float64], y_rd: NDArray[np.float64], geography: Geography
) -> list[str | None]:
    """Return the code of the buurt of each place, None outside the municipality."""
    at = geography.index.locate(x_rd, y_rd).tolist()
    return [geography.buurten.codes[place] if place >= 0 else None for place in at]


#: Kinds that people sleep in.
_ALWAYS: Final = ("hospital", "nursing_home", "prison")
#: Hours of the day at which a scenario by night and by day is looked at.
_HOURS: Final = {"nacht": (0.0, 6.0), "dag": (9.0, 17.0)}
_DAY_H: Final = 24.0
#: Opening hours are looked at so often.
_STEP_H: Final = 0.25


def kind_of(place: Place) -> str:
    """Return the kind of an object; "" where it is none of those that are zeer kwetsbaar."""
    return object_kind(place.sort, place.name)


def kinds_not_loaded(places: Places) -> tuple[str, ...]:
    """Return the Dutch names of the kinds without any loaded object.

    Examples
    --------
    >>> from hotspots.risico.objects import Place, Places
    >>> kinds_not_loaded(Places((Place("A", "basisschool", 0, 0), Place("B", "ziekenhuis", 0, 0))))
    ('verpleeghuizen', 'kinderopvang', 'gevangenissen')
    """
    loaded = {kind_of(place) for place in places.places}
    return tuple(label for kind, label in OBJECT_KINDS.items() if kind not in loaded)


def hours_of(moment: str, at: time | None = None) -> tuple[float, float] | None:
    """Return from which to which hour is looked: the hour of a time, or that of a scenario.

    Examples
    --------
    >>> from datetime import time
    >>> hours_of("nacht"), hours_of("nacht", time(14, 30)), hours_of("")
    ((0.0, 6.0), (14.5, 14.75), None)
    """
    if at is not None:
        hour = at.hour + at.minute / 60
        return hour, hour + _STEP_H
    return _HOURS.get(moment)


def moment_at(at: time) -> str | None:
    """Return of which scenario a time of the day is; None in the hours between them.

    Examples
    --------
    >>> from datetime import time
    >>> moment_at(time(3)), moment_at(time(14)), moment_at(time(20))
    ('nacht', 'dag', None)
    """
    hour = at.hour + at.minute / 60
    return next((name for name, (first, last) in _HOURS.items() if first <= hour < last), None)


def open_at(place: Place, hours: tuple[float, float]) -> bool | None:
    """Return whether there are people in an object between two hours; None if not known.

    Examples
    --------
    >>> from hotspots.risico.objects import Place
    >>> pool = Place("Zwembad", "zwemlocatie", 0, 0, opens_h=9, closes_h=22)
    >>> open_at(pool, hours_of("nacht")), open_at(pool, hours_of("dag"))
    (False, True)
    >>> open_at(Place("Hal", "sportaccommodatie", 0, 0), hours_of("nacht")) is None
    True
    """
    if kind_of(place) in _ALWAYS:
        return True
    if place.opens_h is None or place.closes_h is None:
        return None
    closes = place.closes_h if place.closes_h > place.opens_h else place.closes_h + _DAY_H
    return bool(
        any(
            place.opens_h <= hour + turn < closes
            for hour in np.arange(*hours, _STEP_H)
            for turn in (0.0, _DAY_H)
        )
    )
