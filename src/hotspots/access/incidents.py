"""Incidents as analyses read them: columns of numbers, no ids and no texts.

A density with a radius of a few metres, or distances to two cells, would find a place back that
was never drawn. So the places themselves are coarse before an analysis gets them.

So every measure that asks for areas answers on counts as on incidents. What counts cannot say is
left out: the time of day, the day of the week, a place within the area.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from hotspots.catalog.specs import WHOLE
from hotspots.geography.grid import FINEST_M
from hotspots.incoming.checking.far_dates import counted_days_of
from hotspots.incoming.checking.intake import AREA, DATE_PRECISION, DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from hotspots.catalog.specs import LayerSpec
    from hotspots.geography.areas import Geography
    from hotspots.incoming.checking.far_dates import CountedDays


#: The columns of a version that analyses need; the rest stays on disk.
COLUMNS: Final = (
    "soort",
    "begin",
    "begin_has_time",
    "end",
    "end_has_time",
    "x_rd",
    "y_rd",
    "buurt",
    "wijk",
    "cell_col",
    "cell_row",
    "day",
    "weekday",
    "hour",
    "day_part",
)
#: A column that a version has since the precision of a date is kept; older versions lack it.
PRECISION: Final = DATE_PRECISION


Rows = TypeVar("Rows", bound="Countable")


@dataclass(frozen=True, slots=True, eq=False)
class Withheld:
    """Counts that the source does not give: neither zero nor small, only unknown; shape (k,) each.

    Positions and days are those of `Incidents`; soort is -1 where all are meant. ``absent`` says
    that the source never mentions the area: that tells nothing of the areas it is a part of.
    """

    level: str
    buurt: NDArray[np.int16]
    wijk: NDArray[np.int16]
    day: NDArray[np.int32]
    soort: NDArray[np.int16]
    absent: NDArray[np.bool_]
    around: Mapping[str, NDArray[np.int16]] = field(default_factory=dict)

    def area(self, level: str) -> NDArray[np.int16]:
        """Return the position of each in the areas of a level, -1 where it says nothing there."""
        none = np.int16(-1)
        zero = np.zeros(len(self.buurt), dtype=np.int16)
        area = zero if level == WHOLE else _area(self, level)
        return np.where(self.absent, none, area) if level != self.level else area


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Countable:
    """What a count needs of incidents, a row each or a row for those that are alike.

    Every array has shape (n,) and may not be written.

    Attributes
    ----------
    soort
        Position in ``soorten``, -1 where the layer has none.
    around
        Per level wider than wijken, in which area each wijk lies: shape (wijken + 1,), the last
        -1 for what lies in none.
    buurt, wijk
        Position in the areas of the level, -1 outside the gemeente or without a place. Of some
        rows the wijk is known, and not the buurt.
    day
        Days since 1 January 1970, local; the first of the month or year where no more is known.
    day_known
        Whether ``day`` is the day itself. A method that compares days has to leave out the others,
        and to say so.
    weekday
        0 is Monday; -1 where the day is not known.
    day_part
        Part of the day the whole incident lies in; -1 unknown.
    times
        For how many incidents a row stands; None where that is one for all.
    withheld
        Of counts: which are not given; None where all are.
    covered
        First and last day that the layer is about: of counts also months without any, of incidents
        without rows that lie alone far before or after the others.
    counted
        Of incidents: how those days were found, and which rows lie outside them.
    """

    soorten: tuple[str, ...]
    soort: NDArray[np.int16]
    buurt: NDArray[np.int16]
    wijk: NDArray[np.int16]
    day: NDArray[np.int32]
    day_known: NDArray[np.bool_]
    weekday: NDArray[np.int8]
    day_part: NDArray[np.int8]
    times: NDArray[np.int32] | None = None
    withheld: Withheld | None = None
    covered: tuple[int, int] | None = None
    counted: CountedDays | None = None
    around: Mapping[str, NDArray[np.int16]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.day)

    def area(self, level: str) -> NDArray[np.int16]:
        """Return the position of each row in the areas of a level, -1 outside."""
        if level == WHOLE:
            return np.where(self.wijk >= 0, np.int16(0), np.int16(-1))
        return _area(self, level)

    def known_at(self, level: str) -> NDArray[np.bool_]:
        """Return which rows lie in the municipality, and are known to lie where in a level.

        Of some the buurt or wijk is known alone: they lie in no cell, or in no buurt either.

        Parameters
        ----------
        level
            Of areas, "cells", or `WHOLE`.
        """
        inside: NDArray[np.bool_] = self.wijk >= 0
        if level == "cells":
            return inside & self.in_a_cell()
        return self.buurt >= 0 if level == "buurten" else inside

    def in_a_cell(self) -> NDArray[np.bool_]:
        """Return of which rows it is known in what cell they lie."""
        raise NotImplementedError

    def number(self, rows: NDArray[np.bool_]) -> int:
        """Return how many incidents some rows stand for."""
        return int(np.count_nonzero(rows) if self.times is None else self.times[rows].sum())

    def times_of(self, rows: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return for how many incidents each of some rows stands."""
        if self.times is None:
            return np.ones(np.count_nonzero(rows), dtype=np.int64)
        return self.times[rows].astype(np.int64)

    def counts(
        self, place: NDArray[np.integer], places: int, rows: NDArray[np.bool_] | None = None
    ) -> NDArray[np.int64]:
        """Return how many incidents lie in each of some places: shape (places,), or more.

        Parameters
        ----------
        place : shape (k,)
            Position of each row, or of each of ``rows``; 0 or more.
        rows : shape (n,)
            Which rows those are, if not all.
        """
        if self.times is None:
            tally: NDArray[np.int64] = np.bincount(place, minlength=places)
            return tally
        times = self.times if rows is None else self.times[rows]
        # Whole numbers below 2^53 add up exactly as floats.
        return np.bincount(place, weights=times, minlength=places).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Incidents(Countable):
    """One row per accepted incident, with its moment and its place.

    Attributes
    ----------
    cell_col, cell_row
        Finest cell (50 m), -1 without a place, or with no more than an area for a place.
    hour
        Local hour of begin; -1 unknown.
    begin
        Wall time in the Netherlands, datetime64[s]; NaT where the time of day is unknown.
    end
        Wall time before which it happened, datetime64[s]; NaT where only the begin is known. An
        end that is a date without a time is midnight after it: until then it can have happened.
    x_rd, y_rd
        RD metres; NaN without a place, or with no more than an area for a place.
    elsewhere
        Which have an area for a place that is none of here.
    """

    cell_col: NDArray[np.int32]
    cell_row: NDArray[np.int32]
    hour: NDArray[np.int8]
    begin: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    x_rd: NDArray[np.float64]
    y_rd: NDArray[np.float64]
    elsewhere: NDArray[np.bool_]

    def in_a_cell(self) -> NDArray[np.bool_]:
        """Return which rows have a place."""
        return self.cell_col >= 0

    @property
    def days(self) -> NDArray[np.int32]:
        """The days of all incidents, also those in no buurt."""
        return self.day

    @property
    def totals(self) -> Totals:
        """How many incidents there are, and of them inside and without a place."""
        return Totals(
            len(self),
            int(np.count_nonzero(self.wijk >= 0)),
            int(np.count_nonzero(np.isnan(self.x_rd) & (self.wijk < 0) & ~self.elsewhere)),
        )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SomeIncidents(Incidents):
    """Incidents of a layer of which the others are not asked, and not in memory.

    What is said of the layer as a whole is that of all of them.
    """

    all_days: NDArray[np.int32]
    all_totals: Totals

    @property
    def days(self) -> NDArray[np.int32]:
        """The days of all incidents of the layer."""
        return self.all_days

    @property
    def totals(self) -> Totals:
        """How many incidents the layer has."""
        return self.all_totals


class Totals(NamedTuple):
    """How many incidents a layer has; of them those inside, and those without a place."""

    accepted: int
    inside: int
    without_place: int


def _area(rows: Countable | Withheld, level: str) -> NDArray[np.int16]:
    """Return the position of each row in the areas of a level, by its buurt or its wijk."""
    if level in ("wijken", "buurten"):
        return rows.wijk if level == "wijken" else rows.buurt
    area: NDArray[np.int16] = rows.around[level][rows.wijk]
    return area


def incidents_from(
    files: Iterable[pa.Table], rows: int, layer: LayerSpec, geography: Geography
) -> Incidents:
    """Return the rows of a published version as arrays.

    Parameters
    ----------
    files
        The `columns_of` of the rows, one table below the other; each is let go of before the next
        is read, since read together they take three times the memory that they are kept in.
    rows
        How many rows they have together.
    """
    arrays: dict[str, NDArray[Any]] = {}
    first = 0
    for table in files:
        for name, values in _arrays_of(table, layer, geography):
            whole = arrays.setdefault(name, np.empty(rows, dtype=values.dtype))
            whole[first : first + table.num_rows] = values
        first += table.num_rows
        del table, values
        # Arrow keeps what it read with for the next time, which may never come.
        pa.default_memory_pool().release_unused()
    for values in arrays.values():
        values.setflags(write=False)
    counted = counted_days_of(arrays["day"], layer)
    known: dict[str, Any] = dict(arrays)
    return Incidents(
        soorten=tuple(layer.soorten),
        counted=counted,
        covered=(counted.first, counted.last) if counted is not None else None,
        around=around_wijken(geography),
        **known,
    )


def those(incidents: Incidents, rows: NDArray[np.bool_]) -> dict[str, NDArray[Any]]:
    """Return the columns of some incidents: shape (k,) each."""
    columns = {one.name: getattr(incidents, one.name) for one in fields(Incidents)}
    return {
        name: all_of[rows] for name, all_of in columns.items() if isinstance(all_of, np.ndarray)
    }


def some_incidents(
    blocks: Iterable[dict[str, NDArray[Any]]],
    layer: Countable,
    *,
    days: NDArray[np.int32],
    totals: Totals,
) -> SomeIncidents:
    """Return `those` of all blocks as incidents of a layer that has more of them.

    Parameters
    ----------
    days, totals
        Of the layer as a whole.
    """
    columns: dict[str, list[NDArray[Any]]] = {}
    for block in blocks:
        for name, values in block.items():
            columns.setdefault(name, []).append(values)
    known: dict[str, Any] = {name: np.concatenate(parts) for name, parts in columns.items()}
    for values in known.values():
        values.setflags(write=False)
    return SomeIncidents(
        soorten=layer.soorten,
        around=layer.around,
        covered=layer.covered,
        all_days=days,
        all_totals=totals,
        **known,
    )


def columns_of(names: Sequence[str]) -> list[str]:
    """Return which columns of a version an analysis needs; an older one may lack one of them."""
    return [name for name in (*COLUMNS, PRECISION, AREA) if name in names]


def _arrays_of(
    table: pa.Table, layer: LayerSpec, geography: Geography
) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """Give the rows of a table column by column."""
    for name in ("cell_col", "cell_row", "day", "weekday", "hour", "day_part", "x_rd", "y_rd"):
        yield name, table[name].to_numpy()
    yield "elsewhere", _elsewhere(table)
    yield "begin", _known(table["begin"], table["begin_has_time"])
    yield "end", _last_moment(table["end"], table["end_has_time"])
    yield "day_known", _day_known(table)
    yield "soort", positions(table["soort"], tuple(layer.soorten))
    yield "buurt", positions(table["buurt"], geography.buurten.codes)
    yield "wijk", positions(table["wijk"], geography.wijken.codes)


def _elsewhere(table: pa.Table) -> NDArray[np.bool_]:
    """Return which rows have an area for a place that is none of here."""
    if AREA not in table.column_names:
        return np.zeros(table.num_rows, dtype=bool)
    named = pc.not_equal(table[AREA].cast(pa.string()), "").fill_null(fill_value=False)
    return np.array(pc.and_(named, pc.is_null(table["wijk"])), dtype=bool)


def _day_known(table: pa.Table) -> NDArray[np.bool_]:
    """Return which dates name a day; in a version that does not say so, all do."""
    if PRECISION not in table.column_names:
        return np.ones(table.num_rows, dtype=bool)
    known: NDArray[np.bool_] = np.array(pc.equal(table[PRECISION], DAY), dtype=bool)
    return known


def _known(moment: pa.ChunkedArray, has_time: pa.ChunkedArray) -> NDArray[np.datetime64]:
    """Return wall times in seconds; NaT where only the date is known."""
    wall: NDArray[np.datetime64] = moment.to_numpy().astype("datetime64[s]")
    wall[~has_time.to_numpy()] = np.datetime64("NaT", "s")
    return wall


def _last_moment(moment: pa.ChunkedArray, has_time: pa.ChunkedArray) -> NDArray[np.datetime64]:
    """Return wall times in seconds; midnight after a date without a time."""
    wall: NDArray[np.datetime64] = moment.to_numpy().astype("datetime64[s]")
    only_date = ~has_time.to_numpy()
    wall[only_date] = wall[only_date].astype("datetime64[D]") + np.timedelta64(1, "D")
    return wall


def positions(column: pa.ChunkedArray, codes: tuple[str, ...]) -> NDArray[np.int16]:
    """Return where each text of a column stands in ``codes``; -1 for none."""
    position = {code: at for at, code in enumerate(codes)}
    encoded = column.combine_chunks()
    if not pa.types.is_dictionary(encoded.type):
        encoded = encoded.dictionary_encode()
    known = np.array(
        [position.get(text, -1) for text in encoded.dictionary.to_pylist()] + [-1], dtype=np.int16
    )
    indices = encoded.indices.fill_null(len(known) - 1).to_numpy(zero_copy_only=False)
    positions: NDArray[np.int16] = known[indices]
    return positions


def snapped(incidents: Incidents, cell_m: int) -> Incidents:
    """Return incidents that lie at the middle of their cells, also in cells of 50 m.

    Parameters
    ----------
    cell_m
        Size of the cells, metres.
    """
    return replace(
        incidents,
        cell_col=to_south_west(incidents.cell_col, cell_m),
        cell_row=to_south_west(incidents.cell_row, cell_m),
        x_rd=_middle(incidents.x_rd, cell_m),
        y_rd=_middle(incidents.y_rd, cell_m),
    )


def _middle(metres: NDArray[np.float64], cell_m: int) -> NDArray[np.float64]:
    middle: NDArray[np.float64] = (np.floor(metres / cell_m) + 0.5) * cell_m
    middle.setflags(write=False)
    return middle


def to_south_west(cells: NDArray[np.int32], cell_m: int) -> NDArray[np.int32]:
    """Return the finest column or row at the south-west of a cell; -1 stays without a place."""
    steps = np.int32(cell_m // FINEST_M)
    coarse: NDArray[np.int32] = np.where(cells < 0, cells, cells // steps * steps)
    coarse.setflags(write=False)
    return coarse


_UNKNOWN: Final = -1


def incidents_from_counts(rows: pa.Table, layer: LayerSpec, geography: Geography) -> Incidents:
    """Return counts as incidents.

    Each lies on the first day of its month, or of the quarter or year that it is of, and has a
    point in its area as its place, which says no more than the area does.

    Parameters
    ----------
    rows
        Columns area (code, null for one that is not here), month, count (null where the source
        does not give it: that is no zero) and, where the layer has any, soort. An area without a
        row for a month had none in it; one that no row mentions is not given at all.
    """
    level = layer.privacy.finest
    areas = geography.level(level)
    position = {code: at for at, code in enumerate(areas.codes)}
    area = _area_positions(rows["area"].to_pylist(), position)
    soorten = tuple(layer.soorten)
    soort = np.full(len(area), _UNKNOWN, dtype=np.int16)
    if "soort" in rows.column_names:
        names = {name: at for at, name in enumerate(soorten)}
        soort = _area_positions(rows["soort"].to_pylist(), names)
    month = rows["month"].to_numpy().astype("datetime64[M]")
    day = month.astype("datetime64[D]").astype(np.int32)
    given = np.array(rows["count"].is_valid(), dtype=bool)
    count = np.array(rows["count"].fill_null(0), dtype=np.int64)
    at = np.repeat(np.arange(len(area)), count)
    buurt, wijk = _buurt_and_wijk(area, level, geography)
    arrays: dict[str, Any] = {
        "soort": soort[at],
        "buurt": buurt[at],
        "wijk": wijk[at],
        "day": day[at],
        **_points(areas.polygons, area[at]),
        "elsewhere": np.zeros(len(at), dtype=bool),
        **_not_known(len(at)),
    }
    for values in arrays.values():
        values.setflags(write=False)
    missing = ~given & (area != _UNKNOWN)
    absent = np.setdiff1d(np.arange(len(areas)), area) if len(area) else np.empty(0, dtype=int)
    withheld = _withheld(
        level,
        geography,
        area=np.concatenate([area[missing], np.repeat(absent, len(np.unique(day)))]),
        day=np.concatenate([day[missing], np.tile(np.unique(day), len(absent))]),
        soort=soort[missing],
    )
    covered = _days_covered(month, layer.counted_months)
    return Incidents(
        soorten=soorten,
        withheld=withheld,
        covered=covered,
        around=around_wijken(geography),
        **arrays,
    )


def _points(
    polygons: NDArray[np.object_], area: NDArray[np.int16]
) -> dict[str, NDArray[np.float64]]:
    """Return a point in each area; NaN where it is none of here."""
    points = shapely.point_on_surface(polygons)
    return {
        "x_rd": np.append(shapely.get_x(points), np.nan)[area],
        "y_rd": np.append(shapely.get_y(points), np.nan)[area],
    }


def _not_known(rows: int) -> dict[str, object]:
    """Return what counts do not tell: the cell, the hour, the moment."""
    none8 = np.full(rows, _UNKNOWN, dtype=np.int8)
    none32 = np.full(rows, _UNKNOWN, dtype=np.int32)
    never = np.full(rows, np.datetime64("NaT", "s"))
    return {
        "cell_col": none32,
        "cell_row": none32,
        "day_known": np.zeros(rows, dtype=bool),
        # A month has no day of the week; filters on it are not on offer for counts.
        "weekday": np.zeros(rows, dtype=np.int8),
        "hour": none8,
        "day_part": none8,
        "begin": never,
        "end": never,
    }


def _area_positions(texts: list[str | None], position: dict[str, int]) -> NDArray[np.int16]:
    return np.array([position.get(text or "", _UNKNOWN) for text in texts], dtype=np.int16)


def _days_covered(month: NDArray[np.datetime64], months: int) -> tuple[int, int] | None:
    """Return the first day of the first period and the last of the last; None without any."""
    if not len(month):
        return None
    after = month.max() + np.timedelta64(months, "M")
    first, next_first = (
        int(moment.astype("datetime64[D]").astype(np.int64)) for moment in (month.min(), after)
    )
    return first, next_first - 1


def _withheld(
    level: str,
    geography: Geography,
    *,
    area: NDArray[np.integer],
    day: NDArray[np.int32],
    soort: NDArray[np.int16],
) -> Withheld | None:
    """Return what is not given; what comes after those with a soort is never mentioned at all."""
    if not len(area):
        return None
    buurt, wijk = _buurt_and_wijk(area.astype(np.int16), level, geography)
    absent = np.arange(len(area)) >= len(soort)
    soorten = np.where(absent, np.int16(_UNKNOWN), np.resize(soort, len(area)) if len(soort) else 0)
    return Withheld(
        level,
        buurt,
        wijk,
        day.astype(np.int32),
        soorten.astype(np.int16),
        absent,
        around_wijken(geography),
    )


def around_wijken(geography: Geography) -> dict[str, NDArray[np.int16]]:
    """Return per level wider than wijken in which area each wijk lies; -1 stands behind them."""
    around = {}
    for areas in geography.parts[:-2]:
        of_wijk = np.full(len(geography.wijken) + 1, _UNKNOWN, dtype=np.int16)
        of_wijk[geography.buurten.parent] = geography.around(areas.level)
        around[areas.level] = of_wijk
    return around


def _buurt_and_wijk(
    area: NDArray[np.int16], level: str, geography: Geography
) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Return buurt and wijk of each row; of a wider area any buurt: finer is never asked."""
    around = geography.around(level)
    first = np.full(len(geography.level(level)) + 1, _UNKNOWN, dtype=np.int16)
    first[around[::-1]] = np.arange(len(around))[::-1]
    buurt = first[area]
    return buurt, np.append(geography.buurten.parent, _UNKNOWN)[buurt].astype(np.int16)
