"""Words on a map that leaves as a file: on its page or sheet, and when it cannot be written."""

from __future__ import annotations

from typing import Final

#: What browsers, screen readers and search engines take the page to be written in.
LANGUAGE: Final = "nl"
COLOUR: Final = "Kleur"
CLASS: Final = "Klasse"
SKIP: Final = "Kaart overslaan"
POINT: Final = "Plaats van één van de {unit}"
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
WRONG_EXTENSION_FOUND: Final = "Gevonden: {found}; verwacht: {expected}."
NO_EXTENSION: Final = "geen extensie"
WRONG_EXTENSION_DO: Final = "Kies een bestandsnaam die daarop eindigt."
NOT_WRITTEN: Final = "De kaart kan niet worden weggeschreven als '{path}'."
NOT_WRITTEN_FOUND: Final = "Melding bij het schrijven: {error}."
NOT_WRITTEN_DO: Final = "Kies een map die bestaat en waarin u mag schrijven."
