"""The places that can hold an event, as the home lists them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.access.features import features_for
from hotspots.catalog.specs import VENUE_FIELDS
from hotspots.errors import SourceError
from hotspots.events.settings import CLASSES, QuietPeriod
from hotspots.events.settings_checks import is_month_day, month_day
from hotspots.text import events as text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    import geopandas as gpd
    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.catalog.specs import ContextSpec, LayerSpec

_DAYS: Final = re.compile(r"([ABC]) *= *([0-9]+)")
_WIDTH: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_YES: Final = ("ja", "j", "true", "1")
_NO: Final = ("nee", "n", "false", "0")


@dataclass(frozen=True, slots=True)
class Location:
    """One place; None and empty where the list does not say.

    ``exits_m`` are widths in metres; ``days`` and ``sound_days`` the most per year, by class.
    ``area_from_shape`` says that the square metres are those of a drawn shape: all of them, also
    where nobody can stand.
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
    neighbours: str = ""
    note: str = ""
    area_from_shape: bool = False


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


def _location(spec: ContextSpec, properties: Mapping[str, Any], geometry: Any) -> Location:  # noqa: ANN401 - shapely has no types
    name = _text(properties, spec, "name")
    told = {field: _text(properties, spec, field) for field in VENUE_FIELDS}
    middle = shapely.centroid(geometry)
    shape_m2 = float(shapely.area(geometry))
    try:
        usable = float(told["usable_m2"].replace(",", ".")) if told["usable_m2"] else None
        return Location(
            id=_text(properties, spec, "code") or name,
            name=name,
            kind=_text(properties, spec, "category"),
            x_rd=float(shapely.get_x(middle)),
            y_rd=float(shapely.get_y(middle)),
            usable_m2=usable if usable is not None else shape_m2 or None,
            exits_m=read_widths(told["exits_m"]),
            surface=told["surface"],
            indoor=_yes_or_no(told["indoor"]),
            days=read_days(told["days"]),
            sound_days=read_days(told["sound_days"]),
            quiet=read_quiet(told["quiet"]),
            neighbours=told["neighbours"],
            note=told["note"],
            area_from_shape=usable is None and shape_m2 > 0,
        )
    except ValueError as error:
        raise SourceError(*text.location_wrong(spec.id, name, str(error))) from error


def _text(properties: Mapping[str, Any], spec: ContextSpec, field: str) -> str:
    value = properties.get(spec.columns.get(field, ""))
    if value is None or value != value:  # noqa: PLR0124 - NaN alone differs from itself
        return ""
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value).strip()


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
    found = {
        match[1]: int(match[2]) for part in parts if (match := _DAYS.fullmatch(part)) is not None
    }
    if len(found) != len(parts) or not set(found) <= set(CLASSES):
        raise ValueError(written)
    return MappingProxyType(found)


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
