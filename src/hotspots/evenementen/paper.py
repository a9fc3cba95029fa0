"""The profile of a location as one page of A4, to print and to take along."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import shapely

from hotspots.access.export import allow_export
from hotspots.analysis.clock_words import SHORT_MONTHS
from hotspots.dutch import day, number
from hotspots.evenementen import page_words as page_text
from hotspots.evenementen import words as check_text
from hotspots.evenementen.maps import SPOT_M, circles, places_spec
from hotspots.exports.typeset import typeset
from hotspots.maps import words as map_text
from hotspots.maps.place_map import place_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.basis import EventRoom
    from hotspots.evenementen.profile import DaysCompared, LocationProfile


#: Of a day: width and height in units of the picture; the column with months, the row with days.
_DAY: Final = (15.0, 11.0)
_MONTHS_WIDTH: Final = 24.0
_DAYS_HEIGHT: Final = 11.0
#: Fill and ink per class: told apart on any printer, and the letter says it too.
_FILLS: Final = {"": "#eef0f2", "A": "#cfd6dc", "B": "#7d8993", "C": "#22262e"}
_INKS: Final = {"A": "#22262e", "B": "#ffffff", "C": "#ffffff"}
_LONGEST_MONTH: Final = 31


def strip_svg(strip: tuple[str, ...], year: int) -> bytes:
    """Return the year as SVG; it holds letters and numbers of ours and no text from data.

    Parameters
    ----------
    strip
        The heaviest class of each day from 1 January on, "" for none.

    Examples
    --------
    >>> picture = strip_svg(("", "A") + ("",) * 363, 2018)
    >>> picture.count(b"<rect"), picture.count(b">A<")
    (365, 1)
    """
    width = _MONTHS_WIDTH + _LONGEST_MONTH * _DAY[0]
    height = _DAYS_HEIGHT + len(SHORT_MONTHS) * _DAY[1]
    style = "font-family: 'DejaVu Sans'; font-size: 7px"
    pieces = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">']
    for column in range(1, _LONGEST_MONTH + 1):
        x = _MONTHS_WIDTH + (column - 0.5) * _DAY[0]
        pieces.append(f'<text x="{x}" y="8" text-anchor="middle" style="{style}">{column}</text>')
    for at, month in enumerate(SHORT_MONTHS):
        y = _DAYS_HEIGHT + at * _DAY[1] + 8
        pieces.append(f'<text x="0" y="{y}" style="{style}">{month}</text>')
    for at, risk in enumerate(strip):
        moment = date(year, 1, 1) + timedelta(days=at)
        x = _MONTHS_WIDTH + (moment.day - 1) * _DAY[0]
        y = _DAYS_HEIGHT + (moment.month - 1) * _DAY[1]
        pieces.append(
            f'<rect x="{x}" y="{y}" width="{_DAY[0] - 0.8}" height="{_DAY[1] - 0.8}" '
            f'fill="{_FILLS[risk]}"/>'
        )
        if risk:
            pieces.append(
                f'<text x="{x + _DAY[0] / 2}" y="{y + 8}" text-anchor="middle" '
                f'style="{style}; fill: {_INKS[risk]}">{risk}</text>'
            )
    return "".join([*pieces, "</svg>"]).encode()


_TEMPLATE: Final = "location_profile.typ"
_STRIP: Final = "strip.svg"
_MAP: Final = "map.svg"
#: Width and height on paper.
_MAP_MM: Final = (186.0, 68.0)


def location_bytes(
    workspace: Workspace,
    room: EventRoom,
    found: LocationProfile,
    *,
    made_on: date,
) -> bytes:
    """Return the profile as PDF/UA-1; the same input gives the same bytes.

    Layers of incidents that the role may not take away are left out.

    Parameters
    ----------
    made_on
        The day that stands on the page as the day it was made.

    Raises
    ------
    AccessError
        If this role may not take the calendar away.
    StoreError
        If the audit cannot be written: then nothing is taken away.
    """
    selection = {"location": found.location.id, "year": found.year}
    allow_export(workspace, room.layer.id, kind="pdf", selection=selection)
    incidents = [one for one in found.incidents if workspace.may_export(workspace.layer(one.layer))]
    for one in incidents:
        allow_export(workspace, one.layer, kind="pdf", selection=selection)
    values = _values(workspace, room, found, made_on)
    values["incidents"] = {
        "title": page_text.INCIDENTS,
        "told": [_compared(one) for one in incidents] or [page_text.NO_INCIDENTS],
        "note": page_text.INCIDENTS_NOTE if incidents else "",
    }
    pictures = {
        _STRIP: strip_svg(found.strip, found.year),
        _MAP: _map(workspace, room, found),
    }
    return typeset(values, pictures, made_on, template=_TEMPLATE)


def _compared(one: DaysCompared) -> str:
    return page_text.incidents(
        one.label, one.ratio, one.lower, one.upper, (one.on_days, one.other_days)
    )


def _map(workspace: Workspace, room: EventRoom, found: LocationProfile) -> bytes:
    """Return the place with the distances that its residents are counted in, as SVG."""
    place = found.location
    rings = [(SPOT_M, "✕", place.name)]
    rings += [(ring.distance_m, f"{ring.distance_m:.0f} m", "") for ring in found.rings]
    spec = places_spec(workspace, room, circles(page_text.PLACE, place.x_rd, place.y_rd, rings))
    outline = shapely.Point(place.x_rd, place.y_rd).buffer(found.rings[-1].distance_m)
    drawn = place_map(spec, outline, width_mm=_MAP_MM[0], height_mm=_MAP_MM[1], buurten=True)
    return drawn.svg


def _values(
    workspace: Workspace,
    room: EventRoom,
    found: LocationProfile,
    made_on: date,
) -> dict[str, Any]:
    place, capacity = found.location, found.capacity
    name = place.name or place.id
    area = "" if place.usable_m2 is None else f"{number(place.usable_m2)} m²"
    kind = (place.kind, page_text.INDOOR[place.indoor], place.surface, area, place.neighbours)
    gemeente = workspace.catalog.gemeente.name
    counts = {risk: found.strip.count(risk) for risk in ("A", "B", "C")}
    return {
        "title": f"{page_text.PROFILE}: {name}",
        "author": gemeente,
        "name": name,
        "badge": map_text.SYNTHETIC_BADGE if found.synthetic else "",
        "kind": _joined(*kind, gemeente, str(found.year)),
        "fits": page_text.CAPACITY_UNKNOWN
        if capacity.people is None
        else page_text.fits(capacity.people, capacity.limited_by),
        "capacity": _capacity(room, found),
        "days": _days(found),
        "rings": _rings(found),
        "strip": {
            "title": page_text.STRIP.format(year=found.year),
            "told": page_text.strip_told(name, found.year, counts),
            "picture": _STRIP if any(found.strip) else "",
        },
        "near": _near(found),
        "map": {"picture": _MAP, "alt": page_text.MAP_AROUND.format(name=name)},
        "mind": _to_mind(found),
        "foot": _joined(f"{page_text.PAGE} {gemeente}", day(made_on), _sources(workspace, room)),
    }


def _joined(*told: str) -> str:
    return " · ".join(part for part in told if part)


def _to_mind(found: LocationProfile) -> list[str]:
    synthetic = map_text.SYNTHETIC_NOTE if found.synthetic else ""
    place = found.location
    shape = f"{number(place.usable_m2 or 0.0)} m². {check_text.WHOLE_SHAPE}"
    told = (
        shape if place.area_from_shape else "",
        place.note,
        synthetic,
        map_text.REGISTERED_NOTE,
        check_text.ADVICE,
    )
    return [part for part in told if part]


def _sources(workspace: Workspace, room: EventRoom) -> str:
    geography = workspace.geography
    return map_text.attribution(
        "" if room.version is None else room.version.attribution,
        geography.attribution,
        approximate=geography.approximate,
    )


def _table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    numbers: Sequence[int] = (),
    wide: int = 0,
    note: str = "",
    none: str = "",
) -> dict[str, Any]:
    """Return a table for the template.

    Parameters
    ----------
    numbers
        Positions of the columns with numbers.
    wide
        Position of the column that takes what room is left, -1 for none.
    """
    places = range(len(columns))
    return {
        "title": title,
        "columns": list(columns),
        "rows": [list(row) for row in rows],
        "align": ["right" if at in numbers else "left" for at in places],
        "widths": ["" if at == wide else "auto" for at in places],
        "note": note,
        "none": none,
    }


def _capacity(room: EventRoom, found: LocationProfile) -> dict[str, Any]:
    capacity, settings, names = found.capacity, room.settings.capacity, page_text.COLUMNS
    rows = [
        (number(people), check_text.by_area(capacity.usable_m2 or 0.0, density))
        for density, people in capacity.by_area
    ]
    if capacity.by_exits is not None:
        made = check_text.by_exits(
            capacity.exits_m or 0.0, settings.exit_flow, settings.exit_minutes
        )
        rows.append((number(capacity.by_exits), made))
    return _table(
        page_text.PLACE_CAPACITY,
        (names["people"], names["formula"]),
        rows,
        numbers=(0,),
        wide=1,
        none=page_text.CAPACITY_UNKNOWN,
    )


def _days(found: LocationProfile) -> dict[str, Any]:
    names = page_text.COLUMNS
    rows = [
        (
            page_text.DAY_KINDS[kind],
            one.risk,
            page_text.NO_LIMIT if one.left is None else number(one.left),
            "–" if one.allowed is None else number(one.allowed),
            number(one.granted),
            number(one.asked),
        )
        for kind, classes in (("events", found.used.events), ("sound", found.used.sound))
        for one in classes
    ]
    columns = ("kind", "risk", "left", "allowed", "granted", "asked")
    return _table(
        page_text.PLACE_DAYS.format(year=found.year),
        [names[name] for name in columns],
        rows,
        numbers=(2, 3, 4, 5),
        wide=-1,
    )


def _rings(found: LocationProfile) -> dict[str, Any]:
    rows = [
        (f"{number(ring.distance_m)} m", number(ring.residents), number(ring.event_days, 1))
        for ring in found.rings
    ]
    note = page_text.RESIDENTS_NOTE.format(label=found.residents_label, year=found.residents_year)
    known = bool(found.residents_label)
    return _table(
        page_text.RINGS,
        list(page_text.RING_COLUMNS.values()),
        rows if known else (),
        numbers=(1, 2),
        wide=2,
        note=note if known else "",
        none=page_text.NO_RESIDENTS,
    )


def _near(found: LocationProfile) -> dict[str, Any]:
    rows = [
        (
            near.label,
            near.name if near.loaded else page_text.NOT_LOADED,
            "" if near.distance_m is None else number(near.distance_m),
            near.zone,
        )
        for near in (*found.near, *found.access)
    ]
    rows += [
        (page_text.FLOOD, one.scenario, "", page_text.depth(one.depth_m, wet=one.wet))
        for one in found.flood
    ]
    if not found.flood:
        rows.append((page_text.FLOOD, page_text.NOT_LOADED, "", ""))
    return _table(page_text.NEAR, list(page_text.NEAR_COLUMNS.values()), rows, numbers=(2,), wide=1)
