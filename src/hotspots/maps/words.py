"""What stands on and beside a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import listed, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotspots.maps.spec import MapSpec, Overlay

SYNTHETIC_BADGE: Final = "Synthetische gegevens"
PARTLY_SYNTHETIC_BADGE: Final = "Deels synthetische gegevens"
SYNTHETIC_NOTE: Final = (
    "Deze gegevens zijn verzonnen om de kaart te laten zien. Trek er geen conclusies uit over "
    "echte plaatsen."
)
_PARTLY_SYNTHETIC_NOTE: Final = (
    "{these} verzonnen om de kaart te laten zien: {layers}. Trek er geen conclusies uit "
    "over echte plaatsen."
)
_SYNTHETIC: Final = "De gegevens zijn verzonnen."
_PARTLY_SYNTHETIC: Final = "{these} verzonnen: {layers}."
REGISTERED_NOTE: Final = (
    "Geregistreerd is niet hetzelfde als gebeurd: aantallen volgen wie er meldt en waar wordt "
    "opgelet."
)
ZERO_LABEL: Final = "0"
SUPPRESSED_LABEL: Final = "minder dan {minimum}"
BETWEEN_LABEL: Final = "in meer dan één klasse mogelijk"
SMALL_LABEL: Final = "weinig {denominator}: zegt weinig"
SMALL_NOTE: Final = (
    "Weinig {denominator}: minder dan {small}, of minder dan {thin} die tien keer zo dun gezaaid "
    "zijn als in {whole.the}."
)
MISSING_LABEL: Final = "geen cijfer (minder dan {smallest} {denominator})"
BELOW_LABEL: Final = "minder dan {bound}"
NOT_DETERMINABLE: Final = "niet te bepalen"
UNTESTED: Final = "niet getoetst: geen {label}"
UNTESTED_FEW: Final = "niet getoetst: buurt met minder dan {smallest} {label}"
OUTSIDE: Final = {
    "land": "erbuiten: water",
    "households": "erbuiten: water, en buurten zonder huishoudens",
}
OUTSIDE_CHOSEN: Final = "{outside}, en wat niet gekozen is"
NOT_SELECTED: Final = "erbuiten: niet gevraagd"
GRADE: Final = "hotspot: {low} tot {high} keer verwacht"
GRADE_TOP: Final = "hotspot: {low} keer verwacht, of meer"
OUTSIDE_MASK_NOTE: Final = "{count} buiten {mask}: wel geteld, niet getekend."
FIXED_BREAKS_NOTE: Final = "De klassen blijven gelijk als u de periode verschuift."
OWN_BREAKS_NOTE: Final = "Eigen klassengrenzen."
OVERLAY_FOUND: Final = "{title} ({count})"
OVERLAY_NOTHING: Final = "{title}: niets gevonden"
VERSION: Final = "Versie {name} van de gegevens, over {covered}."


def synthetic_badge(layers: Sequence[str]) -> str:
    """Mark data as made up; some layers only, where they are named."""
    return PARTLY_SYNTHETIC_BADGE if layers else SYNTHETIC_BADGE


def synthetic_note(layers: Sequence[str] = ()) -> str:
    """Say why data are made up, and what not to do with them; some layers, where they are named."""
    return _of_layers(_PARTLY_SYNTHETIC_NOTE, layers) if layers else SYNTHETIC_NOTE


def synthetic_sentence(layers: Sequence[str] = ()) -> str:
    """Say that data are made up; some layers only, where they are named.

    Examples
    --------
    >>> synthetic_sentence(), synthetic_sentence(["Geweld"])
    ('De gegevens zijn verzonnen.', 'Deze laag is verzonnen: Geweld.')
    >>> synthetic_sentence(["Geweld", "Overlast"])
    'Deze lagen zijn verzonnen: Geweld en Overlast.'
    """
    return _of_layers(_PARTLY_SYNTHETIC, layers) if layers else _SYNTHETIC


def _of_layers(template: str, layers: Sequence[str]) -> str:
    these = "Deze laag is" if len(layers) == 1 else "Deze lagen zijn"
    return template.format(these=these, layers=listed(layers))


def between(low: float, high: float, decimals: int) -> str:
    """Write a class of a legend; one number where both ends are the same.

    Examples
    --------
    >>> between(2, 5, 0), between(3, 3, 0), between(0.1, 12.5, 1)
    ('2 – 5', '3', '0,1 – 12,5')
    """
    if low >= high:
        return number(high, decimals)
    return f"{number(low, decimals)} – {number(high, decimals)}"


def attribution(
    incidents: str, areas: str, *, approximate: bool, ground: Sequence[str] = ()
) -> str:
    """Write where a map comes from, and that its borders are approximate if they are.

    Examples
    --------
    >>> attribution("Politie", "CBS", approximate=False, ground=("ProRail",))
    'Politie | CBS | Ondergrond: ProRail'
    """
    borders = "Benaderde grenzen, naar " if approximate else ""
    under = f" | Ondergrond: {', '.join(ground)}" if ground else ""
    return f"{incidents} | {borders}{areas}{under}"


#: A map and its legend, for people who do not see them.
MAP_OF: Final = "Kaart van {what}"
LEGEND_OF: Final = "Legenda van {what}"

LEGEND: Final = "Legenda"
AREAS: Final = "gebieden"
CELLS: Final = "cellen"
BASE: Final = "Ondergrond"
#: Of the areas that are named on every map.
BORDERS: Final = {
    "wijken": "Grens van wijk",
    "gemeenten": "Grens van gemeente",
    "regios": "Grens van regio",
}
STREETS_NEAR_BY: Final = "Straten staan op de kaart als u inzoomt, en niet op papier."
SOURCE: Final = "Bron: {attribution}"
ZOOM_IN: Final = "Inzoomen"
ZOOM_OUT: Final = "Uitzoomen"
FIT: Final = "Hele {whole.noun}"


def overlay_entry(overlay: Overlay) -> str:
    """Return the entry of the legend: how many were found, or that nothing was.

    Examples
    --------
    >>> from hotspots.maps.spec import Overlay
    >>> overlay_entry(Overlay("Clusters", (), ()))
    'Clusters: niets gevonden'
    """
    if not overlay.shapes:
        return OVERLAY_NOTHING.format(title=overlay.title)
    return OVERLAY_FOUND.format(title=overlay.title, count=number(len(overlay.shapes)))


def legend_notes(spec: MapSpec) -> tuple[str, ...]:
    """Return the notes of the legend, those of the outlines last."""
    return spec.legend.notes + (spec.overlay.notes if spec.overlay is not None else ())


def counted(spec: MapSpec) -> str:
    """Return the word for what is counted: areas or cells; "" where nothing is."""
    if all(entry.count is None for entry in spec.classes):
        return ""
    return AREAS if spec.areas is not None else CELLS


#: Of the tool on the map; the browser fills in {radius}, {area} and {length}.
TOOL_WORDS: Final = {
    "draw_tools": "Gebied tekenen",
    "draw_polygon": "Teken vlak",
    "draw_circle": "Teken cirkel",
    "draw_line": "Teken route",
    "draw_clear": "Wis gebied",
    "draw_polygon_how": (
        "Klik de hoeken van het vlak aan. Klaar? Klik op de eerste hoek, dubbelklik, of kies Klaar."
    ),
    "draw_circle_how": "Klik op het midden van de cirkel, en daarna op de rand.",
    "draw_line_how": "Klik de route aan, van start tot einde. Klaar? Dubbelklik, of kies Klaar.",
    "draw_polygon_size": "{area} km²",
    "draw_circle_size": "Straal {radius} m, {area} km²",
    "draw_line_size": "{length} m",
    "draw_crossing": "De randen kruisen elkaar. Doe een of meer stappen terug.",
    "draw_done": "Klaar",
    "draw_undo": "Stap terug",
    "draw_stop": "Stoppen",
}
#: Beside a map of it.
DRAWN_NOTE: Final = "Alleen in het getekende gebied (dikke stippellijn), {area}\u00a0km²."
#: Of its border, in the legend of a file.
DRAWN_LINE: Final = "Getekend gebied"
