"""What a map in a file says beside its classes and around it, and when it cannot be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from hotspots.dutch import number
from hotspots.maps import style as base_style
from hotspots.maps import words as text
from hotspots.maps.spec import MOST_POINTS
from hotspots.maps.words import legend_notes

if TYPE_CHECKING:
    from hotspots.maps.base import BaseStyle, Kind
    from hotspots.maps.spec import MapSpec


#: What browsers, screen readers and search engines take the page to be written in.
LANGUAGE: Final = "nl"
COLOUR: Final = "Kleur"
CLASS: Final = "Klasse"
SKIP: Final = "Kaart overslaan"
POINT: Final = "Plaats van één van de {unit}"
STREETS: Final = "Straten (als u inzoomt)"
SELECTED: Final = "Gekozen gebied"

#: Tables of a page, for those who cannot see or point at the map.
TABLE: Final = "Dezelfde cijfers als tabel"
TABLE_AREA: Final = "Gebied"
TABLE_VALUE: Final = "Cijfer"
TABLE_PLACES: Final = "Wat er op de kaart staat"
TABLE_NAME: Final = "Naam"
TABLE_KIND: Final = "Soort"
TABLE_CELLS: Final = "De {count} drukste cellen"
TABLE_CELL: Final = "Cel (RD van de linkeronderhoek)"
TABLE_LABEL: Final = "Nummer"
TABLE_TIP: Final = "Toelichting"
NOT_SELECTED: Final = "niet gevraagd"

#: Of a country or a region: the borders in one file.
SIMPLIFIED: Final = (
    "De grenzen in dit bestand zijn vereenvoudigd: hoeken van minder dan ongeveer {metres} bij "
    "{metres} m zijn weggelaten. De kleuren en getallen zijn die van de echte grenzen."
)
TOO_MANY_POINTS: Final = (
    "Losse plaatsen staan niet op deze kaart: het zijn er {count}, en in dit bestand kunnen er "
    "{most}."
)
NO_SCRIPT: Final = (
    "De kaart zelf is hier niet te zien, omdat dit programma geen scripts uitvoert. Open het "
    "bestand in een browser. De cijfers staan hieronder."
)

#: On paper.
MORE_SITES: Final = "en nog {count}"
SCALE: Final = "Schaal 1 : {scale} bij afdrukken op {width} × {height} mm"
NORTH: Final = "N"
KILOMETRE: Final = "km"
METRE: Final = "m"

#: When it cannot be written: what is wrong, what was found, what to do.
WRONG_EXTENSION: Final = "Een kaart kan niet worden weggeschreven als '{name}'."
NOT_WRITTEN: Final = "De kaart kan niet worden weggeschreven als '{path}'."


@dataclass(frozen=True, slots=True)
class GroundEntry:
    """A line or mark that lies under or over the classes.

    Attributes
    ----------
    style
        How it looks: a layer of the base, the border of what is chosen or drawn, a point, or the
        thin line of a street.
    """

    style: BaseStyle | Literal["selected", "drawn", "point", "line"]
    kind: Kind
    label: str


def ground_entries(spec: MapSpec, *, every_point: bool = False) -> list[GroundEntry]:
    """Return every line and mark of a map, but for the land itself and for what is still empty.

    ``every_point`` is of paper, on which no number of points is too many.
    """
    entries = [
        GroundEntry(layer.style, layer.kind, layer.label)
        for layer in spec.base.layers
        if layer.style not in base_style.BELOW and len(layer.shapes)
    ]
    if spec.place is not None or spec.selected_at is not None:
        entries.append(GroundEntry("selected", "line", SELECTED))
    if spec.drawn is not None:
        entries.append(GroundEntry("drawn", "line", text.DRAWN_LINE))
    if points_drawn(spec, every_point=every_point):
        entries.append(GroundEntry("point", "point", POINT.format(unit=spec.unit)))
    return entries


def points_drawn(spec: MapSpec, *, every_point: bool = False) -> bool:
    """Return whether single incidents are drawn: there are some, and not too many."""
    if spec.points is None or every_point:
        return spec.points is not None
    return 0 < len(spec.points) <= MOST_POINTS


def file_notes(spec: MapSpec, *, every_point: bool = False) -> list[str]:
    """Return the notes of the legend, and what a file says besides: it may travel far."""
    notes = list(legend_notes(spec))
    if spec.points is not None and len(spec.points) > MOST_POINTS and not every_point:
        count, most = number(len(spec.points)), number(MOST_POINTS)
        notes.append(TOO_MANY_POINTS.format(count=count, most=most))
    if spec.classes and spec.registered:
        notes.append(text.REGISTERED_NOTE)
    return notes
