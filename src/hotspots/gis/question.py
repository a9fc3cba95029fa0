"""What a map program asks, read from an address: every part is checked, and refused in Dutch."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from hotspots.analysis.question import require_choice
from hotspots.catalog.grammar import suggestion
from hotspots.crs import RD_NEW, WGS84, reproject
from hotspots.errors import SelectionError
from hotspots.gis import words as text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.gis.collection import Collection

CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
RD: Final = "http://www.opengis.net/def/crs/EPSG/0/28992"
#: The systems of the service, the usual one first.
SYSTEMS: Final = (CRS84, RD)
#: How many features come at once, unless more are asked for, and at most.
USUAL_LIMIT: Final = 1_000
MOST_AT_ONCE: Final = 10_000
#: No collection has as many: a country has 170.000 cells.
_LARGEST_OFFSET: Final = 10_000_000
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(T[0-9:.]{2,15}(Z|[+-]\d{2}:\d{2})?)?")
_OPEN: Final = ("..", "")
#: Straight lines of one system are bent in the other: so many points along each side of a box.
_ALONG: Final = 21
#: A box is made no larger than this, west, south, east and north: whoever asks for the world asks
#: for the country.
_AROUND_THE_COUNTRY: Final = {
    CRS84: (-2.0, 48.0, 12.0, 56.0),
    RD: (-500_000.0, -200_000.0, 800_000.0, 1_100_000.0),
}

BBOX, BBOX_CRS, TARGET_CRS = "bbox", "bbox-crs", "crs"
LIMIT, OFFSET, DATETIME, FORMAT = "limit", "offset", "datetime", "f"
SOORT, MEASURE = "soort", "maat"
#: What `FORMAT` may be; all of it is JSON.
FORMATS: Final = ("json", "geojson")
#: What may stand in any address of the service: a program repeats what it was given at each.
PARAMETERS: Final = (
    LIMIT, OFFSET, BBOX, BBOX_CRS, TARGET_CRS, DATETIME, SOORT, MEASURE, FORMAT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Days:
    """A period of which either end may be open: None is as far as the layer goes."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class FeatureQuestion:
    """What is asked of one collection.

    Attributes
    ----------
    measure
        Id of the measure; empty where the collection has none.
    window
        What a feature must touch, RD metres; None for everything.
    crs
        One of `SYSTEMS`, that the answer is to be in.
    """

    measure: str = ""
    days: Days | None = None
    soorten: tuple[str, ...] = ()
    window: shapely.Geometry | None = None
    crs: str = CRS84
    limit: int = USUAL_LIMIT
    offset: int = 0


def require_parameters(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the parameters of an address by name, each known and with one value.

    GDAL adds what it was given once more to the address of the next page: the same twice is once.

    Raises
    ------
    SelectionError
        If one is unknown or has two values, or asks for a page.
    """
    times = Counter(name for name, _ in set(pairs))
    for name, count in times.items():
        if name not in PARAMETERS:
            raise SelectionError(
                text.UNKNOWN_PARAMETER.format(name=name[:80]),
                text.KNOWN_PARAMETERS.format(known=", ".join(PARAMETERS)),
                suggestion(name, PARAMETERS),
            )
        if count > 1:
            raise SelectionError(
                text.TWICE.format(name=name, times=count), text.ONCE, text.ONE_ONLY
            )
    given = dict(pairs)
    if given.get(FORMAT, FORMATS[0]) not in FORMATS:
        raise SelectionError(
            text.NO_FORMAT.format(value=given[FORMAT][:80]),
            text.NO_FORMAT_FOUND,
            text.NO_FORMAT_DO,
        )
    return given


def question_of(given: Mapping[str, str], collection: Collection) -> FeatureQuestion:
    """Return what is asked of a collection.

    Raises
    ------
    SelectionError
        If a parameter has no value that can be.
    """
    return FeatureQuestion(
        measure=_measure(given, collection),
        days=_days(given[DATETIME]) if DATETIME in given else None,
        soorten=_soorten(given, collection),
        window=_window(given),
        crs=_system(given, TARGET_CRS),
        limit=_whole_number(given, LIMIT, USUAL_LIMIT, 1, MOST_AT_ONCE),
        offset=_whole_number(given, OFFSET, 0, 0, _LARGEST_OFFSET),
    )


def _measure(given: Mapping[str, str], collection: Collection) -> str:
    usual = collection.measures[0] if collection.measures else ""
    measure = given.get(MEASURE, usual)
    if measure != usual:
        if not collection.measures:
            raise _not_here(collection, MEASURE, measure)
        require_choice("De maat", measure, collection.measures)
    return measure


def _soorten(given: Mapping[str, str], collection: Collection) -> tuple[str, ...]:
    written = given.get(SOORT, "")
    soorten = tuple(name.strip() for name in written.split(",") if name.strip())
    if soorten and not collection.layer.soorten:
        raise _not_here(collection, SOORT, written)
    for name in soorten:
        require_choice("De soort", name, collection.layer.soorten)
    return soorten


def _not_here(collection: Collection, name: str, value: str) -> SelectionError:
    return SelectionError(
        text.NO_SOORT.format(collection=collection.id, name=name),
        text.NO_SOORT_FOUND.format(name=name, value=value[:80]),
        text.NO_SOORT_DO.format(name=name),
    )


def _whole_number(given: Mapping[str, str], name: str, usual: int, low: int, high: int) -> int:
    written = given.get(name)
    if written is None:
        return usual
    # Not every sign that Python takes for a digit is one of a number.
    if re.fullmatch(r"[0-9]{1,9}", written) and low <= int(written) <= high:
        return int(written)
    raise SelectionError(
        text.NO_NUMBER.format(value=written[:80], name=name),
        text.NUMBER_BETWEEN.format(low=low, high=high),
        text.NUMBER_DO,
    )


def _days(written: str) -> Days:
    """Return a period as the standard writes it; of a moment the day counts.

    Examples
    --------
    >>> _days("2017-01-01/..")
    Days(first=datetime.date(2017, 1, 1), last=None)
    """
    first, separator, last = written.partition("/")
    ends = (first, last) if separator else (first, first)
    try:
        days = Days(*(_day(end, open_end=bool(separator)) for end in ends))
    except ValueError as error:
        raise SelectionError(
            text.NO_PERIOD.format(value=written[:80]), text.NO_PERIOD_FOUND, text.NO_PERIOD_DO
        ) from error
    if days.first and days.last and days.last < days.first:
        raise SelectionError(
            text.NO_PERIOD.format(value=written[:80]), text.NO_PERIOD_FOUND, text.NO_PERIOD_DO
        )
    return days


def _day(written: str, *, open_end: bool) -> date | None:
    if open_end and written in _OPEN:
        return None
    match = _DAY.fullmatch(written)
    if match is None:
        raise ValueError(written)
    return date.fromisoformat(match.group(1))


def _system(given: Mapping[str, str], name: str) -> str:
    system = given.get(name, CRS84)
    if system not in SYSTEMS:
        raise SelectionError(
            text.NO_CRS.format(value=system[:80], name=name),
            text.NO_CRS_FOUND.format(known=", ".join(SYSTEMS)),
            text.NO_CRS_DO.format(name=name, usual=CRS84),
        )
    return system


def _window(given: Mapping[str, str]) -> shapely.Geometry | None:
    """Return the box that is asked for as it lies in RD, no wider than far around the country."""
    system = _system(given, BBOX_CRS)
    written = given.get(BBOX)
    if written is None:
        if BBOX_CRS in given:
            raise SelectionError(
                text.CRS_WITHOUT_BBOX, text.CRS_WITHOUT_BBOX_FOUND, text.CRS_WITHOUT_BBOX_DO
            )
        return None
    west, south, east, north = _box(written, system)
    if west <= east:
        return _in_rd((west, south, east, north), system)
    # Over the antimeridian: what lies east of its west side, and west of its east side.
    parts = [(west, south, 180.0, north), (-180.0, south, east, north)]
    return shapely.union_all([_in_rd(part, system) for part in parts])


def _in_rd(box: tuple[float, float, float, float], system: str) -> shapely.Geometry:
    """Return a box of a system in RD."""
    west, south, east, north = box
    around = _AROUND_THE_COUNTRY[system]
    west, east = np.clip((west, east), around[0], around[2])
    south, north = np.clip((south, north), around[1], around[3])
    forth, back = np.linspace(0, 1, _ALONG), np.linspace(1, 0, _ALONG)
    low, high = np.zeros(_ALONG), np.ones(_ALONG)
    x = west + (east - west) * np.concatenate([forth, high, back, low])
    y = south + (north - south) * np.concatenate([low, forth, high, back])
    if system == CRS84:
        x, y = reproject(x, y, source=WGS84, target=RD_NEW)
    ring = np.column_stack([x, y])
    # A box without width is a line or a point, and no polygon.
    is_flat = west == east or south == north
    return shapely.MultiPoint(ring).convex_hull if is_flat else shapely.Polygon(ring)


def _box(written: str, system: str) -> tuple[float, float, float, float]:
    try:
        numbers = [float(part) for part in written.split(",")]
        if len(numbers) == 6:  # noqa: PLR2004 - with a height at both ends
            if not numbers[2] <= numbers[5]:
                raise _no_box(written)
            numbers = [*numbers[:2], *numbers[3:5]]
        west, south, east, north = numbers
    except ValueError as error:
        raise _no_box(written) from error
    is_backwards = west > east and system != CRS84
    if not np.isfinite(numbers).all() or is_backwards or south > north:
        raise _no_box(written)
    return west, south, east, north


def _no_box(written: str) -> SelectionError:
    return SelectionError(
        text.NO_BBOX.format(value=written[:80]), text.NO_BBOX_FOUND, text.NO_BBOX_DO
    )
