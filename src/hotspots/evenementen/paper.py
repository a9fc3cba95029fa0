"""The profile of a location as one page of A4, to print and to take along."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import shapely

from hotspots.access.export import allow_export
from hotspots.dutch import SHORT_MONTHS, day, number
from hotspots.evenementen import page_words as page_text
from hotspots.evenementen import profile_words
from hotspots.evenementen import words as check_text
from hotspots.evenementen.maps import places_spec, sources_of, surroundings
from hotspots.evenementen.profile import incidents_to_take
from hotspots.evenementen.tables import (
    DAY_COUNTS,
    capacity_rows,
    days_in_words,
    days_rows,
    near_rows,
    ring_rows,
)
from hotspots.exports.typeset import typeset
from hotspots.maps import words as map_text
from hotspots.maps.place_map import place_map

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from hotspots.access.workspace import Workspace
    from hotspots.evenementen.calendar import EventCalendar
    from hotspots.evenementen.profile import LocationProfile


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
    calendar: EventCalendar,
    profile: LocationProfile,
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
    selection = {"location": profile.location.id, "year": profile.year}
    allow_export(workspace, calendar.layer.id, kind="pdf", selection=selection)
    incidents = incidents_to_take(workspace, profile)
    for one in incidents:
        allow_export(workspace, one.layer, kind="pdf", selection=selection)
    values = _values(workspace, calendar, profile, made_on)
    values["incidents"] = {
        "title": profile_words.INCIDENTS,
        "sentences": [profile_words.incidents(one) for one in incidents]
        or [profile_words.NO_INCIDENTS],
        "note": profile_words.INCIDENTS_NOTE if incidents else "",
    }
    pictures = {
        _STRIP: strip_svg(profile.strip, profile.year),
        _MAP: _map(workspace, calendar, profile),
    }
    return typeset(values, pictures, made_on, template=_TEMPLATE)


def _map(workspace: Workspace, calendar: EventCalendar, profile: LocationProfile) -> bytes:
    """Return the place with the distances that its residents are counted in, as SVG."""
    place = profile.location
    rings = [ring.distance_m for ring in profile.rings]
    spec = places_spec(workspace, calendar, surroundings(place, rings))
    outline = shapely.Point(place.x_rd, place.y_rd).buffer(rings[-1])
    drawn = place_map(spec, outline, width_mm=_MAP_MM[0], height_mm=_MAP_MM[1], buurten=True)
    return drawn.svg


def _values(
    workspace: Workspace,
    calendar: EventCalendar,
    profile: LocationProfile,
    made_on: date,
) -> dict[str, object]:
    """Return what the template lays out."""
    name, gemeente = profile.name, workspace.catalog.gemeente.name
    place = profile.location
    return {
        "title": f"{profile_words.PROFILE}: {name}",
        "author": gemeente,
        "name": name,
        "badge": map_text.SYNTHETIC_BADGE if profile.synthetic else "",
        "kind": joined(*profile_words.characteristics(place), gemeente, str(profile.year)),
        "fits": profile_words.capacity_line(profile.capacity),
        "capacity": _table(
            profile_words.PLACE_CAPACITY,
            capacity_rows(profile.capacity, calendar.settings.capacity),
            {name: page_text.COLUMNS[name] for name in ("people", "formula")},
            numbers=("people",),
            wide="formula",
            none=profile_words.CAPACITY_UNKNOWN,
        ),
        "days": _table(
            profile_words.PLACE_DAYS.format(year=profile.year),
            days_in_words(days_rows(profile.used)),
            {name: page_text.COLUMNS[name] for name in ("kind", "risk", *DAY_COUNTS)},
            numbers=DAY_COUNTS,
        ),
        "rings": _rings(profile),
        "strip": {
            "title": profile_words.STRIP.format(year=profile.year),
            "sentence": profile_words.strip(profile),
            "picture": _STRIP if any(profile.strip) else "",
        },
        "near": _table(
            profile_words.NEAR,
            near_rows(profile),
            profile_words.NEAR_COLUMNS,
            numbers=("distance_m",),
            wide="name",
        ),
        "map": {"picture": _MAP, "alt": profile_words.MAP_AROUND.format(name=name)},
        "mind": _to_mind(profile),
        "foot": joined(
            f"{page_text.PAGE} {gemeente}", day(made_on), sources_of(workspace, calendar)
        ),
    }


def joined(*parts: str) -> str:
    """Return parts with a dot between them, without the empty ones."""
    return " · ".join(part for part in parts if part)


def _to_mind(profile: LocationProfile) -> list[str]:
    sentences = (
        profile_words.whole_shape(profile.location),
        profile.location.note,
        map_text.SYNTHETIC_NOTE if profile.synthetic else "",
        map_text.REGISTERED_NOTE,
        check_text.ADVICE,
    )
    return [sentence for sentence in sentences if sentence]


def _rings(profile: LocationProfile) -> dict[str, object]:
    rows = ring_rows(profile)
    if len(rows):
        rows = rows.assign(distance=[f"{number(metres)} m" for metres in rows["distance"]])
    return _table(
        profile_words.RINGS,
        rows,
        profile_words.RING_COLUMNS,
        numbers=("residents", "event_days"),
        wide="event_days",
        note=profile_words.residents_note(profile.residents_label, profile.residents_year)
        if len(rows)
        else "",
        none=profile_words.NO_RESIDENTS,
    )


def _table(
    title: str,
    rows: pd.DataFrame,
    labels: Mapping[str, str],
    *,
    numbers: Sequence[str],
    wide: str = "",
    note: str = "",
    none: str = "",
) -> dict[str, object]:
    """Return a table for the template.

    Parameters
    ----------
    labels
        What stands above each column that is printed, in their order.
    numbers
        The columns with numbers.
    wide
        The column that takes the width that is left, "" for none.
    none
        What is printed in place of a table without rows.
    """
    return {
        "title": title,
        "columns": list(labels.values()),
        "rows": [[_cell(row[name]) for name in labels] for row in rows.to_dict("records")],
        "align": ["right" if name in numbers else "left" for name in labels],
        "widths": ["" if name == wide else "auto" for name in labels],
        "note": note,
        "none": none,
    }


def _cell(value: object) -> str:
    if isinstance(value, float):
        return number(value, 1)
    if isinstance(value, int):
        return number(value)
    return value if isinstance(value, str) else ""
