"""Pressure as a map of a period, and as a calendar of days per area or per place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from hotspots.dutch import number
from hotspots.evenementen import page_words as text
from hotspots.geography.grid import column_and_row
from hotspots.maps import words as map_text
from hotspots.maps.base import base_of
from hotspots.maps.classes import Breaks, find_breaks
from hotspots.maps.palettes import MISSING_COLOUR, ZERO_COLOUR, colours
from hotspots.maps.spec import CellFill, Legend, MapClass, MapSpec, Overlay, Shape
from hotspots.statistics.event_pressure import space_share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.basis import EventRoom
    from hotspots.geography.areas import Geography
    from hotspots.geography.masks import Mask


@dataclass(frozen=True, slots=True, eq=False)
class PressureMap:
    """Mean pressure per day over a period, in weighted visitors.

    Attributes
    ----------
    numbers : shape (m,)
        Of cells as in `hotspots.geography.grid`, or positions of buurten.
    values : shape (m,)
        NaN for a buurt where nobody lives: nobody feels it there.
    """

    first_day: int
    last_day: int
    numbers: NDArray[np.int64]
    values: NDArray[np.float64]


def pressure_on_cells(
    room: EventRoom, mask: Mask, size_m: int, first: int, last: int
) -> PressureMap:
    """Return the pressure at the middle of each cell of a mask."""
    cells = mask.cells(size_m)
    col, row = column_and_row(cells)
    x_rd, y_rd = ((part.astype(np.float64) + 0.5) * size_m for part in (col, row))
    values = room.field.at(x_rd, y_rd, first, last)
    return PressureMap(first, last, cells, values)


def pressure_on_buurten(room: EventRoom, first: int, last: int) -> PressureMap:
    """Return the pressure on the mean resident of each buurt."""
    values = room.buurt_share @ room.field.days(first, last).mean(axis=1)
    return PressureMap(first, last, np.arange(len(values), dtype=np.int64), values)


def days_of_wijken(
    room: EventRoom, geography: Geography, first: int, last: int
) -> NDArray[np.float64]:
    """Return the pressure on the mean resident of each wijk on each day.

    Returns
    -------
    shape (wijken, days)
        NaN where nobody lives.
    """
    share = room.field.of_areas(geography.buurten.parent.astype(np.int64), len(geography.wijken))
    found: NDArray[np.float64] = share @ room.field.days(first, last)
    return found


def days_of_places(room: EventRoom, first: int, last: int) -> NDArray[np.float64]:
    """Return the pressure at each location on each day, from all events around it.

    Returns
    -------
    shape (locations, days)
    """
    field, places = room.field, room.locations
    share = space_share(places.x_rd, places.y_rd, field.x_rd, field.y_rd, field.fading)
    found: NDArray[np.float64] = share @ field.days(first, last)
    return found


def period_of(day: int, step: str) -> tuple[int, int]:
    """Return the first and last day of the day, week or season that a day lies in.

    A week begins on Monday; seasons are those of the weather: winter is December to February.

    Examples
    --------
    >>> day = int(np.datetime64("2018-05-05", "D").astype(int))
    >>> [str(np.datetime64(edge, "D")) for edge in period_of(day, "week")]
    ['2018-04-30', '2018-05-06']
    >>> [str(np.datetime64(edge, "D")) for edge in period_of(day, "season")]
    ['2018-03-01', '2018-05-31']
    """
    if step == "day":
        return day, day
    if step == "week":
        # 1 January 1970 was a Thursday; Monday is 0.
        monday = day - (day + 3) % 7
        return monday, monday + 6
    month = np.datetime64(day, "D").astype("M8[M]").astype(np.int64)
    # December is the first month of a season, so count from there.
    start = month - (month + 1) % 3
    first = np.datetime64(int(start), "M").astype("M8[D]").astype(np.int64)
    after = np.datetime64(int(start) + 3, "M").astype("M8[D]").astype(np.int64)
    return int(first), int(after) - 1


_CLASSES: Final = 6
#: Corners of what is drawn as a circle.
_CORNERS: Final = 48
#: metres; how large a place is on a map.
SPOT_M: Final = 40.0


def year_breaks(room: EventRoom, first: int, last: int, days: int) -> Breaks:
    """Return classes for a whole year, so that they stay while one moves through it.

    Parameters
    ----------
    days
        Over how many days the mean is taken that is shown at a time.
    """
    daily = np.vstack(
        [
            np.nan_to_num(room.buurt_share @ room.field.days(first, last)),
            days_of_places(room, first, last),
        ]
    )
    summed = np.cumsum(np.pad(daily, ((0, 0), (1, 0))), axis=1)
    mean = (summed[:, days:] - summed[:, :-days]) / days
    # What falls under one visitor is drawn as none: not a class of its own.
    return find_breaks(mean[mean >= 1].ravel(), method="jenks", classes=_CLASSES)


def breaks_of(values: NDArray[np.float64]) -> Breaks:
    """Return classes for one map."""
    return find_breaks(values[np.nan_to_num(values) >= 1], method="jenks", classes=_CLASSES)


def buurt_spec(
    workspace: Workspace,
    room: EventRoom,
    values: NDArray[np.float64],
    breaks: Breaks,
    *,
    title: str,
    subtitle: str,
    notes: Sequence[str],
    tips: Sequence[str] = (),
    zero: str = "",
) -> MapSpec:
    """Return a map of a value per buurt; NaN is a buurt where nobody lives.

    Parameters
    ----------
    tips
        One line per buurt; the value itself where there are none.
    zero
        What stands in the legend for less than one.
    """
    fill = _classes_of(values, breaks)
    classes = [
        *_legend(room, breaks, zero),
        MapClass("missing", text.NOBODY, MISSING_COLOUR, "hatch"),
    ]
    fill[np.isnan(values)] = len(classes) - 1
    told = tips or tuple(
        text.NOBODY if np.isnan(value) else f"{number(float(value))} {text.UNIT[1]}"
        for value in values
    )
    spec = _spec(workspace, room, fill, classes, (title, subtitle, notes))
    return replace(spec, areas=workspace.geography.buurten, fill=fill, tips=tuple(told))


def cell_spec(
    workspace: Workspace,
    room: EventRoom,
    found: PressureMap,
    size_m: int,
    breaks: Breaks,
    *,
    title: str,
    subtitle: str,
    notes: Sequence[str],
) -> MapSpec:
    """Return a map of the pressure in cells; what is below one visitor is not drawn."""
    felt = found.values >= 1
    fill = _classes_of(found.values[felt], breaks)
    col, row = column_and_row(found.numbers[felt])
    classes = _legend(room, breaks, "")
    spec = _spec(workspace, room, fill, classes, (title, subtitle, notes))
    cells = CellFill(
        size_m, col.astype(np.int32), row.astype(np.int32), fill,
        np.rint(found.values[felt]).astype(np.int64),
    )  # fmt: skip
    return replace(spec, cells=cells, mask=workspace.mask(room.layer))


def places_spec(workspace: Workspace, room: EventRoom, overlay: Overlay | None = None) -> MapSpec:
    """Return a map of the places that can hold an event."""
    spec, _ = workspace.context(str(room.layer.places))
    return MapSpec(
        title=spec.label,
        subtitle=str(spec.source.year or ""),
        classes=(),
        legend=Legend(spec.label, str(spec.source.year or ""), (spec.note,) if spec.note else ()),
        attribution=spec.source.attribution,
        base=base_of(workspace, spec.id),
        badge=map_text.SYNTHETIC_BADGE if room.locations.synthetic else None,
        layer=room.layer.id,
        overlay=overlay,
    )


def circles(
    title: str, x_rd: float, y_rd: float, rings: Sequence[tuple[float, str, str]]
) -> Overlay:
    """Return circles around a place: metres, what stands at it, and what it says."""
    turn = np.linspace(0.0, 2 * np.pi, _CORNERS, endpoint=False)
    unit = np.column_stack([np.cos(turn), np.sin(turn)])
    return Overlay(
        title=title,
        notes=(),
        shapes=tuple(
            Shape(np.array([x_rd, y_rd]) + metres * unit, label, tip)
            for metres, label, tip in rings
        ),
    )


def _classes_of(values: NDArray[np.float64], breaks: Breaks) -> NDArray[np.int16]:
    """Return the class of each value: 0 below one, and from 1 on those of the breaks."""
    told = np.nan_to_num(values)
    fill = np.zeros(len(told), dtype=np.int16)
    felt = told >= 1
    fill[felt] = breaks.assign(told[felt]) + np.int16(1)
    return fill


def _legend(room: EventRoom, breaks: Breaks, zero: str) -> list[MapClass]:
    """Return the classes; the last one has no upper bound, for a place may be busier still."""
    labels = []
    lows = [1.0, *(bound + 1 for bound in breaks.upper[:-1])] if breaks.upper else []
    for at, (low, high) in enumerate(zip(lows, breaks.upper, strict=True)):
        last = at == len(lows) - 1 and at > 0
        labels.append(
            text.MORE_THAN.format(low=number(low - 1)) if last else map_text.between(low, high, 0)
        )
    ramp = colours(room.layer.style.palette, len(labels)) if labels else ()
    return [
        MapClass("zero", zero or text.BELOW.format(low=1), ZERO_COLOUR),
        *(MapClass("value", label, colour) for label, colour in zip(labels, ramp, strict=True)),
    ]


def _spec(
    workspace: Workspace,
    room: EventRoom,
    fill: NDArray[np.int16],
    classes: list[MapClass],
    told: tuple[str, str, Sequence[str]],
) -> MapSpec:
    title, subtitle, notes = told
    version, geography = room.version, workspace.geography
    tally = np.bincount(fill, minlength=len(classes))
    return MapSpec(
        title=title,
        subtitle=subtitle,
        classes=tuple(
            replace(entry, count=int(count)) for entry, count in zip(classes, tally, strict=False)
        ),
        legend=Legend(title, subtitle, tuple(notes)),
        attribution=map_text.attribution(
            "" if version is None else version.attribution,
            geography.attribution,
            approximate=geography.approximate,
        ),
        base=base_of(workspace),
        badge=map_text.SYNTHETIC_BADGE if version is not None and version.synthetic else None,
        unit=text.UNIT[1],
        unit_one=text.UNIT[0],
        layer=room.layer.id,
    )
