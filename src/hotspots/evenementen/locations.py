"""The places that can hold an event, as the home lists them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.access.features import features_for, longest_line, middle_of
from hotspots.catalog.grammar import is_month_day, month_day
from hotspots.catalog.specs import EVENT_CLASSES, VENUE_FIELDS
from hotspots.errors import SourceError
from hotspots.evenementen import words as text
from hotspots.evenementen.settings import QuietPeriod

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    import geopandas as gpd
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import ContextSpec, LayerSpec
    from hotspots.evenementen.settings import CapacitySettings


_DAYS: Final = re.compile(r"([ABC]) *= *([0-9]+)")
_WIDTH: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_YES: Final = ("ja", "j", "true", "1")
_NO: Final = ("nee", "n", "false", "0")


@dataclass(frozen=True, slots=True)
class Location:
    """One place; None and empty where the list does not say.

    ``exits_m`` are widths in metres; ``days`` and ``sound_days`` the most per year, by class.
    ``rest_days`` are days without anything between two events, such as for grass to recover.
    ``area_from_shape`` says that the square metres are those of a drawn shape: all of them, also
    where nobody can stand. ``route`` are the corners of a run or a parade, from its start, and
    ``area`` is what was drawn of a place; both lie where their middle is, RD metres. ``pace_kmh``
    is how fast the first and the last of a route go along it.
    """

    id: str
    name: str
    kind: str
    x_rd: float
    y_rd: float
    usable_m2: float | None = None
    exits_m: tuple[float, ...] = ()
    surface: str = ""
    indoor: bool | None = None
    days: Mapping[str, int] = field(default_factory=dict)
    sound_days: Mapping[str, int] = field(default_factory=dict)
    quiet: tuple[QuietPeriod, ...] = ()
    rest_days: int = 0
    neighbours: str = ""
    note: str = ""
    area_from_shape: bool = False
    route: tuple[tuple[float, float], ...] = ()
    pace_kmh: tuple[float, float] | None = None
    area: shapely.Geometry | None = None

    @property
    def shape(self) -> shapely.Geometry:
        """All of the place as far as it is known, RD metres: an area, a line, or a point."""
        if self.area is not None:
            return self.area
        return shapely.LineString(self.route) if self.route else shapely.Point(self.x_rd, self.y_rd)


@dataclass(frozen=True, slots=True, eq=False)
class Locations:
    """All places, in the order of the list; ``x_rd`` and ``y_rd`` have shape (k,), RD metres.

    ``synthetic`` says that their figures are an example.
    """

    items: tuple[Location, ...]
    x_rd: NDArray[np.float64]
    y_rd: NDArray[np.float64]
    synthetic: bool
    attribution: str

    def __len__(self) -> int:
        return len(self.items)

    @classmethod
    def of(
        cls, items: tuple[Location, ...], *, synthetic: bool = False, attribution: str = ""
    ) -> Locations:
        """Return places with their coordinates as arrays."""
        x_rd = np.array([item.x_rd for item in items], dtype=np.float64)
        y_rd = np.array([item.y_rd for item in items], dtype=np.float64)
        return cls(items, x_rd, y_rd, synthetic, attribution)

    @property
    def names(self) -> dict[str, str]:
        """The name of each location by its id; with the id where two have one name."""
        names = [item.name or item.id for item in self.items]
        return {
            item.id: name if names.count(name) == 1 else f"{name} ({item.id})"
            for item, name in zip(self.items, names, strict=True)
        }

    def position(self, location_id: str) -> int:
        """Return where a place stands in the list; -1 where it does not."""
        return next((at for at, item in enumerate(self.items) if item.id == location_id), -1)


def locations_of(workspace: Workspace, layer: LayerSpec) -> Locations:
    """Return the places of a calendar: those that were loaded last, or that came with the home.

    Raises
    ------
    SourceError
        If a figure of a place cannot be read, or two places have one id.
    """
    spec, features = workspace.context(str(layer.places))
    served = features_for(workspace, spec.purpose) if spec.purpose else None
    if served is None or served.spec.id != spec.id:
        return locations_from(spec, features)
    source = replace(spec.source, synthetic=served.synthetic, attribution=served.attribution)
    columns = {"name": "name", "category": "sort", "code": "code"}
    columns |= {field: field for field in VENUE_FIELDS}
    return locations_from(replace(spec, source=source, columns=columns), served.rows)


def locations_from(spec: ContextSpec, features: gpd.GeoDataFrame) -> Locations:
    """Return the places of a context layer; a shape lies where its middle is.

    Raises
    ------
    SourceError
        If a figure of a place cannot be read, or two places have one id.
    """
    items = tuple(
        _location(spec, properties, geometry)
        for properties, geometry in zip(
            features.drop(columns="geometry").to_dict("records"), features.geometry, strict=True
        )
    )
    ids = [item.id for item in items]
    twice = next((name for name in ids if ids.count(name) > 1), None)
    if twice is not None:
        raise SourceError(*text.location_twice(spec.id, twice))
    return Locations.of(items, synthetic=spec.source.synthetic, attribution=spec.source.attribution)


def _location(spec: ContextSpec, properties: Mapping[str, object], geometry: object) -> Location:
    name = _text(properties, spec, "name")
    fields = {field: _text(properties, spec, field) for field in VENUE_FIELDS}
    route = _route(geometry)
    x_rd, y_rd = middle_of(geometry)
    shape_m2 = float(shapely.area(geometry))
    try:
        usable = _square_metres(fields["usable_m2"])
        return Location(
            id=_text(properties, spec, "code") or name,
            name=name,
            kind=_text(properties, spec, "category"),
            x_rd=x_rd,
            y_rd=y_rd,
            usable_m2=usable if usable is not None else shape_m2 or None,
            exits_m=read_widths(fields["exits_m"]),
            surface=fields["surface"],
            indoor=_yes_or_no(fields["indoor"]),
            days=read_days(fields["days"]),
            sound_days=read_days(fields["sound_days"]),
            quiet=read_quiet(fields["quiet"]),
            rest_days=_whole_days(fields["rest_days"]),
            neighbours=fields["neighbours"],
            note=fields["note"],
            area_from_shape=usable is None and shape_m2 > 0,
            route=route,
            pace_kmh=read_pace(fields["pace_kmh"]),
            area=geometry if shape_m2 else None,
        )
    except ValueError as error:
        raise SourceError(*text.location_wrong(spec.id, name, str(error))) from error


def _route(geometry: object) -> tuple[tuple[float, float], ...]:
    """Return the corners of a line; none of what is no line."""
    if shapely.get_dimensions(geometry) != 1:
        return ()
    corners = shapely.get_coordinates(longest_line(geometry))
    return tuple((float(x), float(y)) for x, y in corners)


def _text(properties: Mapping[str, Any], spec: ContextSpec, field: str) -> str:
    value = properties.get(spec.columns.get(field, ""))
    if value is None or value != value:  # noqa: PLR0124 - NaN alone differs from itself
        return ""
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value).strip()


def _square_metres(written: str) -> float | None:
    if not written:
        return None
    try:
        return float(written.replace(",", "."))
    except ValueError:
        raise ValueError(written) from None


def _whole_days(written: str) -> int:
    if written and not written.isdecimal():
        raise ValueError(written)
    return int(written or 0)


def _yes_or_no(written: str) -> bool | None:
    if not written:
        return None
    if written.lower() not in (*_YES, *_NO):
        raise ValueError(written)
    return written.lower() in _YES


def _parts(written: str) -> list[str]:
    """Return what stands between the semicolons of a cell; nothing of an empty one."""
    return [part.strip() for part in written.split(";") if part.strip()]


def read_widths(written: str) -> tuple[float, ...]:
    """Return widths in metres of a text such as "8;6;4,5".

    Raises
    ------
    ValueError
        If it is written in another way.

    Examples
    --------
    >>> read_widths("8; 6; 4,5")
    (8.0, 6.0, 4.5)
    """
    parts = _parts(written)
    if not all(_WIDTH.fullmatch(part) for part in parts):
        raise ValueError(written)
    return tuple(float(part.replace(",", ".")) for part in parts)


def read_pace(written: str) -> tuple[float, float] | None:
    """Return how fast the first and the last go, km per hour, of a text such as "5;3" or "4".

    Raises
    ------
    ValueError
        If it is written in another way, or the last goes faster than the first, or nowhere.

    Examples
    --------
    >>> read_pace("5; 3"), read_pace("4,5"), read_pace("")
    ((5.0, 3.0), (4.5, 4.5), None)
    """
    paces = read_widths(written)
    if not paces:
        return None
    if len(paces) > 2 or not 0 < paces[-1] <= paces[0]:  # noqa: PLR2004 - the first and the last
        raise ValueError(written)
    return paces[0], paces[-1]


def read_days(written: str) -> Mapping[str, int]:
    """Return the most days per class of a text such as "A=12;B=4;C=1".

    Raises
    ------
    ValueError
        If it is written in another way.

    Examples
    --------
    >>> dict(read_days("A=12; B=4"))
    {'A': 12, 'B': 4}
    """
    parts = _parts(written)
    days = {
        match[1]: int(match[2]) for part in parts if (match := _DAYS.fullmatch(part)) is not None
    }
    if len(days) != len(parts) or not set(days) <= set(EVENT_CLASSES):
        raise ValueError(written)
    return MappingProxyType(days)


def read_quiet(written: str) -> tuple[QuietPeriod, ...]:
    """Return the quiet periods of a text such as "05-04 Dodenherdenking; 11-05/11-17 rust".

    Raises
    ------
    ValueError
        If it is written in another way.

    Examples
    --------
    >>> [(p.first, p.last, p.reason) for p in read_quiet("11-05/11-17 rust; 05-04 herdenking")]
    [((11, 5), (11, 17), 'rust'), ((5, 4), (5, 4), 'herdenking')]
    """
    periods = []
    for part in _parts(written):
        days, _, reason = part.partition(" ")
        first, _, last = days.partition("/")
        if not is_month_day(first) or (last and not is_month_day(last)):
            raise ValueError(part)
        periods.append(QuietPeriod(month_day(first), month_day(last or first), reason.strip()))
    return tuple(periods)


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

    >>> from hotspots.evenementen.locations import Location
    >>> from hotspots.evenementen.settings import read_settings
    >>> place = Location("a", "A", "plein", 0.0, 0.0, usable_m2=100.0, exits_m=(2.0, 3.0))
    >>> capacity = capacity_of(place, read_settings().capacity)
    >>> capacity.people, capacity.limited_by, capacity.by_exits
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
