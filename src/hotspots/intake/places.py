"""Where rows are, in RD metres; a wrong coordinate system stops, it is never guessed in silence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyproj
from pyproj.exceptions import ProjError

from hotspots.crs import (
    NETHERLANDS_RD,
    NETHERLANDS_WGS84,
    RD_NEW,
    WGS84,
    reproject,
    transformer,
)
from hotspots.errors import CrsError
from hotspots.intake import numbers
from hotspots.text import door

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from hotspots.intake.problems import Problems
    from hotspots.sources.table import Table

_EPSG: Final = re.compile(r"^epsg:\d{4,6}$", re.IGNORECASE)
_BOUNDS: Final = {"rd": NETHERLANDS_RD, "degrees": NETHERLANDS_WGS84}
_SYSTEM: Final = {"rd": RD_NEW, "degrees": WGS84}
#: Share of the places that must agree before the tool believes what numbers look like.
_MAJORITY: Final = 0.5
_CLEARLY: Final = 0.95


@dataclass(frozen=True, slots=True)
class Places:
    """Places of rows.

    Attributes
    ----------
    x_rd, y_rd
        Shape (n,): RD metres; NaN without a usable place.
    without
        Shape (n,): whether nothing was filled in, which is no fault.
    crs
        The CRS that the numbers of the file were read in.
    warnings
        How the CRS was decided, where that was not plain.
    """

    x_rd: NDArray[np.float64]
    y_rd: NDArray[np.float64]
    without: NDArray[np.bool_]
    crs: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Raw coordinates with the names and texts of the columns they stood in."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    columns: tuple[str, ...]
    texts: tuple[pd.Series[str], ...]
    said: str | None

    @property
    def placed(self) -> NDArray[np.bool_]:
        return np.isfinite(self.x) & np.isfinite(self.y)

    @property
    def example(self) -> str:
        row = int(self.placed.argmax())
        return f"{self.x[row]:.10g}, {self.y[row]:.10g}"


def read_places(
    table: Table,
    columns: Mapping[str, str],
    problems: Problems,
    *,
    crs: str | None = None,
    prefer_columns: bool = False,
) -> Places:
    """Read where rows are, and convert to RD.

    The CRS is, in this order: ``crs``; what the columns mean (x_rd, y_rd or lon, lat); what the
    file states. If all are silent it is detected from the numbers, with a warning. If most
    numbers do not lie in the Netherlands in that CRS, everything stops.

    Parameters
    ----------
    columns
        Column per field, from `hotspots.intake.columns.map_columns`.
    problems
        Receives coordinates that are no number, half empty, or outside the Netherlands.
    prefer_columns
        Whether columns go before the geometry of the file; they do anyway where no row has a
        geometry.

    Raises
    ------
    CrsError
        If the CRS is unknown, or most coordinates are in another one: degrees in columns of
        metres, the reverse, or two columns swapped.
    """
    if crs is not None and not _EPSG.match(crs):
        raise CrsError(*door.crs_unreadable(crs))
    crs = _checked(crs)
    pairs = (("x_rd", "y_rd"), ("lon", "lat"))
    if table.x is None and not any(all(field in columns for field in pair) for pair in pairs):
        # A calendar may name its places only.
        nowhere = np.full(len(table), np.nan)
        return Places(nowhere, nowhere.copy(), np.isnan(nowhere), RD_NEW)
    named = any(all(field in columns for field in pair) for pair in pairs)
    drawn = table.x is not None and bool(np.isfinite(table.x).any())
    if table.x is not None and not (named and (prefer_columns or not drawn)):
        found = _from_geometry(table)
        without = ~found.placed
    else:
        found, without = _from_columns(table, columns, problems, crs)
    warnings: tuple[str, ...] = ()
    if crs and table.crs and _checked(table.crs) != crs:
        warnings = (door.crs_overruled(table.crs, crs),)
    used = crs or found.said
    if used is None:
        used, warnings = _detected(found)
    x_rd, y_rd = reproject(found.x, found.y, source=used, target=RD_NEW)
    outside = found.placed & ~_within(x_rd, y_rd, NETHERLANDS_RD)
    _stop_if_most_are_outside(found, outside, used)
    _report_outside(found, outside, used, problems)
    lost = outside | ~found.placed
    return Places(
        np.where(lost, np.nan, x_rd), np.where(lost, np.nan, y_rd), without, used, warnings
    )


def _checked(crs: str | None) -> str | None:
    """Return a CRS that exists and that PROJ can convert to RD, its EPSG number in capitals."""
    if crs is None:
        return None
    known = crs.upper() if _EPSG.match(crs) else crs
    try:
        system = pyproj.CRS.from_user_input(known)
        transformer(known, RD_NEW)
    except ProjError as error:
        raise CrsError(*door.crs_unreadable(crs)) from error
    if not (system.is_geographic or system.is_projected):
        raise CrsError(*door.crs_unreadable(crs))
    return known


def _from_geometry(table: Table) -> _Numbers:
    nowhere = np.zeros(0)
    x = nowhere if table.x is None else table.x
    y = nowhere if table.y is None else table.y
    return _Numbers(x, y, (door.GEOMETRY,), (), _checked(table.crs))


def _from_columns(
    table: Table, columns: Mapping[str, str], problems: Problems, crs: str | None
) -> tuple[_Numbers, NDArray[np.bool_]]:
    metres = "x_rd" in columns and "y_rd" in columns
    degrees = "lon" in columns and "lat" in columns
    if degrees and (not metres or (crs is not None and pyproj.CRS(crs).is_geographic)):
        fields, said = ("lon", "lat"), WGS84
    else:
        fields, said = ("x_rd", "y_rd"), RD_NEW
    names = tuple(columns[field] for field in fields)
    texts = tuple(table.rows[name] for name in names)
    (x, x_code), (y, y_code) = (numbers.read_numbers(text) for text in texts)
    without = (x_code == numbers.EMPTY) & (y_code == numbers.EMPTY)
    for name, text, code in zip(names, texts, (x_code, y_code), strict=True):
        for kind, reason in enumerate(numbers.NUMBER_REASONS):
            if reason:
                problems.add((code == kind) & ~without, name, text, reason)
    return _Numbers(x, y, names, texts, said), without


def _within(
    x: NDArray[np.float64], y: NDArray[np.float64], bounds: tuple[float, float, float, float]
) -> NDArray[np.bool_]:
    west, south, east, north = bounds
    return (x >= west) & (x <= east) & (y >= south) & (y <= north)


def _fits(found: _Numbers) -> dict[str, NDArray[np.bool_]]:
    """Mark the places that lie in the Netherlands, per way of reading the raw numbers."""
    fits = {kind: _within(found.x, found.y, bounds) for kind, bounds in _BOUNDS.items()}
    fits |= {
        f"{kind}_swapped": _within(found.y, found.x, bounds) for kind, bounds in _BOUNDS.items()
    }
    return fits


def _detected(found: _Numbers) -> tuple[str, tuple[str, ...]]:
    """Choose the CRS that nearly all numbers fit, and say so."""
    placed = int(np.count_nonzero(found.placed))
    if not placed:
        return RD_NEW, ()
    fits = _fits(found)
    for kind, system in _SYSTEM.items():
        if np.count_nonzero(fits[kind]) >= _CLEARLY * placed:
            return system, (door.crs_detected(door.CRS_NAMES[system]),)
    raise CrsError(*door.crs_unknown(found.example))


def _stop_if_most_are_outside(found: _Numbers, outside: NDArray[np.bool_], used: str) -> None:
    placed = int(np.count_nonzero(found.placed))
    if np.count_nonzero(outside) <= _MAJORITY * placed:
        return
    said = door.CRS_NAMES.get(used, used[:60])
    shares = {
        kind: np.count_nonzero(fit) / placed
        for kind, fit in _fits(found).items()
        if _SYSTEM.get(kind) != used
    }
    best = max(shares, key=lambda kind: shares[kind])
    if shares[best] > _MAJORITY:
        raise CrsError(*door.wrong_crs(found.columns, said, best, shares[best], found.example))
    raise CrsError(*door.nothing_fits(found.columns, said, found.example))


def _report_outside(
    found: _Numbers, outside: NDArray[np.bool_], used: str, problems: Problems
) -> None:
    """Blame the coordinate that is out of range, and say what the place looks like instead."""
    if not outside.any():
        return
    west, south, east, north = NETHERLANDS_WGS84 if used == WGS84 else NETHERLANDS_RD
    bad_x = outside & ~((found.x >= west) & (found.x <= east))
    bad_y = outside & ~((found.y >= south) & (found.y <= north))
    bad_x |= outside & ~bad_y
    left = outside.copy()
    hints: list[tuple[NDArray[np.bool_], str]] = []
    for kind, fit in _fits(found).items():
        if _SYSTEM.get(kind) != used:
            hints.append((left & fit, door.outside_country(door.LOOKS_LIKE[kind])))
            left &= ~fit
    for where, reason in (*hints, (left, door.outside_country())):
        if not found.texts:
            pair = (
                [f"{x:.10g}, {y:.10g}" for x, y in zip(found.x, found.y, strict=True)]
                if where.any()
                else []
            )
            problems.add(where, door.GEOMETRY, pair, reason)
            continue
        problems.add(where & bad_x, found.columns[0], found.texts[0], reason)
        problems.add(where & bad_y, found.columns[1], found.texts[1], reason)
